"""The visible differences between two saves of a file, in words that somebody who signs contracts understands."""

from collections.abc import Iterator
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import HistoricalResolver
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from signing.verification.reading import UNREADABLE, direct, info_entries
from signing.verification.verdict import CERTIFICATION_FIELD, SEAL_FIELD, is_further_page

# What the entries of a page and of the catalog decide, for whoever reads the file.
OF_A_PAGE = {
    "/MediaBox": "was given another size",
    "/CropBox": "was cut to another part",
    "/Rotate": "was turned",
    "/UserUnit": "was given another scale",
    "/AA": "acts by itself now",
    "/Resources": "got other fonts or pictures",
}
OF_THE_CATALOG = {
    "/OpenAction": "what happens when the file is opened",
    "/AA": "what the file does by itself",
    "/Names": "its attached files or scripts",
    "/OCProperties": "its layers",
    "/Outlines": "its bookmarks",
    "/ViewerPreferences": "how programs show it",
    "/PageLabels": "its page numbers",
    "/Perms": "what its certification allows",
    "/StructTreeRoot": "what is read aloud from it",
}
SETTLED_ELSEWHERE = {"/AcroForm", "/DSS", "/Extensions", "/Metadata", "/Pages", "/Type", "/Version"}


def describe_changes(old: HistoricalResolver, new: HistoricalResolver) -> Iterator[str]:
    """Each difference that shows, one after the other; raises nothing."""
    try:
        yield from _of_pages(old, new)
        yield from _of_the_catalog(old, new)
        yield from _of_fields(old, new)
        if info_entries(old) != info_entries(new):
            yield "the document's properties (title, author and the like) were rewritten"
        before, after = _store(old), _store(new)
        if before is None and after is not None:
            yield "certificates and revocation data were added"
        elif before is not None and after is None:
            yield "certificates and revocation data were taken out"
        elif before != after:
            yield "certificates and revocation data were renewed"
    except UNREADABLE:
        yield "part of the change cannot be read"


def what_it_is(signature: EmbeddedPdfSignature) -> str:
    """What one signature of the file is, and by whom as it states itself: "the signature of Vera Ose"."""
    field = signature.field_name
    if signature.sig_object_type == "/DocTimeStamp":
        return "a timestamp over the whole file"
    if field == CERTIFICATION_FIELD:
        return "the certification, after which only signatures may be added"
    if field == SEAL_FIELD:
        return "the seal"
    stated = direct(signature.sig_object.get("/Name"))
    name = str(stated).strip() if isinstance(stated, str) else ""
    what = "the marks on a further page" if is_further_page(field) else "the signature"
    return f"{what} of {name}" if name else f"{what} in the field {field}"


def _of_pages(old: HistoricalResolver, new: HistoricalResolver) -> Iterator[str]:
    before, after = list(_pages(old)), list(_pages(new))
    if len(before) != len(after):
        yield f"the number of pages went from {len(before)} to {len(after)}"
    for number, (was, now) in enumerate(zip(before, after, strict=False), start=1):
        if _content(was) != _content(now):
            yield f"the content of page {number} was replaced"
        for entry, words in OF_A_PAGE.items():
            if repr(_own(was, entry)) != repr(_own(now, entry)):
                yield f"page {number} {words}"
        notes_before, notes_after = _notes(was), _notes(now)
        if any(note not in notes_before and not _stamps_unseen(note) for note in notes_after):
            yield f"an annotation or field was put on page {number}"
        if any(note not in notes_after for note in notes_before):
            yield f"an annotation or field was taken from page {number}"


def _stamps_unseen(note: Any) -> bool:
    """True for the unseen field of a timestamp over the file, which is told as what it is."""
    field = direct(note)
    value = direct(field.get("/V")) if isinstance(field, generic.DictionaryObject) else None
    if not isinstance(value, generic.DictionaryObject) or value.get("/Type") != "/DocTimeStamp":
        return False
    left, bottom, right, top = (float(side) for side in direct(field.get("/Rect")))
    return left == right and bottom == top


def _of_the_catalog(old: HistoricalResolver, new: HistoricalResolver) -> Iterator[str]:
    for entry in sorted((set(old.root) | set(new.root)) - SETTLED_ELSEWHERE):
        if repr(_own(old.root, entry)) != repr(_own(new.root, entry)):
            what = OF_THE_CATALOG.get(str(entry), f"a setting of the document ({str(entry).lstrip('/')})")
            # Certifying writes /Perms once; only a change of it is one.
            if entry != "/Perms" or entry in old.root:
                yield f"{what} changed"


def _of_fields(old: HistoricalResolver, new: HistoricalResolver) -> Iterator[str]:
    before, after = _fields(old), _fields(new)
    for name, was in before.items():
        now = after.get(name)
        if now is None:
            yield f"the field {name} was taken out"
        elif was.get("/V") is not None and now.get("/V") is None:
            yield f"the signature was taken out of the field {name}"
        elif was.get("/V") is not None and repr(_own(was, "/V")) != repr(_own(now, "/V")):
            yield f"the signature in the field {name} was exchanged"
        elif any(repr(_own(was, key)) != repr(_own(now, key)) for key in ("/Rect", "/F")):
            yield f"the field {name} was moved or hidden"
        elif was.get("/V") is not None and _drawn(was) != _drawn(now):
            yield f"what the signature of {name} shows was replaced"


def _pages(resolver: HistoricalResolver) -> Iterator[generic.DictionaryObject]:
    waiting = [resolver.root["/Pages"]]
    seen = 0
    while waiting and seen < 20_000:
        node = waiting.pop()
        seen += 1
        if "/Kids" in node:
            waiting.extend(kid.get_object() for kid in reversed(node["/Kids"]))
        else:
            yield node


def _fields(resolver: HistoricalResolver) -> dict[str, generic.DictionaryObject]:
    form = direct(resolver.root.get("/AcroForm")) or {}
    found = [direct(field) for field in direct(form.get("/Fields")) or ()]
    return {str(field.get("/T")): field for field in found if isinstance(field, generic.DictionaryObject)}


def _own(holder: generic.DictionaryObject, entry: str) -> Any:
    """The entry as it is written: a reference stays one."""
    return holder.raw_get(entry) if entry in holder else None


def _drawn(field: generic.DictionaryObject) -> bytes:
    drawn = direct((direct(field.get("/AP")) or {}).get("/N"))
    return bytes(drawn.encoded_data) if isinstance(drawn, generic.StreamObject) else b""


def _content(page: generic.DictionaryObject) -> bytes:
    content = direct(page.get("/Contents"))
    if isinstance(content, generic.StreamObject):
        return bytes(content.encoded_data)
    if isinstance(content, generic.ArrayObject):
        return b"".join(bytes(part.get_object().encoded_data) for part in content)
    return b""


def _notes(page: generic.DictionaryObject) -> list[Any]:
    """The references to a page's annotations."""
    return list(direct(page.get("/Annots")) or ())


def _store(resolver: HistoricalResolver) -> int | None:
    """How many certificates and revocation answers the security store holds; None without one."""
    store = direct(resolver.root.get("/DSS"))
    return sum(len(store.get(key, ())) for key in ("/Certs", "/CRLs", "/OCSPs")) if store else None
