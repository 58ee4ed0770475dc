"""What people said a document is, used for the next one like it: newest first, and reversible by taking the saying back.

The rules of flowmono.intelligence.category stay as they are; what was said here is looked at before them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from flowmono.common.templatetags.writing import say_day
from flowmono.intelligence.category import Category, classify
from flowmono.intelligence.likeness import likeness, marks_of
from signing.models import SaidCategory

# Of a template whose blanks were filled otherwise, well over half of the runs stay; of two documents that only share a kind, a tenth.
ALIKE = Decimal("0.5")
LOOKED_AT = 2000


@dataclass(frozen=True)
class Saying:
    """What somebody said about a document: its category, the marks of its wording, and for the reason its title, who and when."""

    category: str
    likeness: tuple[int, ...]
    title: str
    by: str
    on: date


def said_before(marks: Sequence[int], sayings: Sequence[Saying]) -> Category | None:
    """The category that was said of the document most like this one, the newest among equals; None where none is like it enough.

    Where what was said of such documents differs, nothing is certain: the answer is then as unsure as half.
    """
    like = [(likeness(marks, saying.likeness), saying) for saying in sayings]
    found = [(share, saying) for share, saying in like if share >= ALIKE]
    if not found:
        return None
    nearest = max(share for share, _saying in found)
    first = next(saying for share, saying in found if share == nearest)
    rivals = {saying.category for share, saying in found if share >= nearest - Decimal("0.1")}
    facts = {"name": first.by, "day": say_day(first.on), "title": first.title}
    if len(rivals) > 1:
        words = _("different categories were said of documents like it, last by %(name)s on %(day)s of “%(title)s”")
        return Category(first.category, Decimal("0.5"), words % facts)
    sure = min(Decimal("0.9") + nearest / 20, Decimal("0.95")).quantize(Decimal("0.01"))
    return Category(first.category, sure, _("said so before by %(name)s on %(day)s of “%(title)s”") % facts)


def read_category(text: str) -> Category:
    """The category of a document's text: what was said of one like it, else what its title and words say."""
    marks = marks_of(text)
    if not marks:
        return classify(text)
    rows = SaidCategory.objects.filter(taken_back_at=None).select_related("said_by")[:LOOKED_AT]
    sayings = [
        Saying(row.category, tuple(row.likeness), row.title, str(row.said_by), row.said_at.date()) for row in rows
    ]
    return said_before(marks, sayings) or classify(text)
