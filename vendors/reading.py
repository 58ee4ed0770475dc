"""Papers of our own that vendors read and sign, such as the code of conduct: their text stands in the points of the checklists."""

from vendors.models import ChecklistItem

# Kinds that are always a paper of ours: where no text is set, the vendor is told whom to ask.
OURS = frozenset({"code_of_conduct"})


def texts_by_kind() -> dict[str, str]:
    """The text of each kind of document that has one; what was written last where checklists differ."""
    found = ChecklistItem.objects.exclude(text="").exclude(document_kind="").order_by("pk")
    return dict(found.values_list("document_kind", "text"))


def text_for(kind: str) -> str:
    """The text to read for this kind; empty when nobody has set one."""
    return texts_by_kind().get(kind, "")
