"""What each later save of a signed file changed: allowed and explained, or refused and described.

The rules build on pyHanko's difference analysis and are stricter: no form fields but signatures, no rewritten title or
metadata (only the date and program of the last save may differ), no objects that nothing refers to, no pages, no annotations.
Every save after the first signature is compared with the one before it, so each step must stand on its own.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lxml import etree
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.decode_limits import DecodePurpose
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader, RawPdfPath
from pyhanko.sign.diff_analysis import (
    CatalogModificationRule,
    DSSCompareRule,
    FormUpdatingRule,
    ModificationLevel,
    ObjectStreamRule,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    SuspiciousModification,
    XrefStreamRule,
)
from pyhanko.sign.diff_analysis.commons import safe_whitelist
from pyhanko.sign.diff_analysis.rules_api import Context, ReferenceUpdate, WhitelistRule
from pyhanko.sign.fields import MDPPerm

from signing.verification.describing import describe_changes
from signing.verification.forms import why_form_changed
from signing.verification.reading import UNREADABLE, direct, info_entries

MAX_REVISIONS = 200
# The same two facts, as XMP names them, and the date of the metadata itself.
XMP_MAY_DIFFER = {
    "{http://ns.adobe.com/xap/1.0/}ModifyDate",
    "{http://ns.adobe.com/xap/1.0/}MetadataDate",
    "{http://ns.adobe.com/pdf/1.3/}Producer",
}
# The rules log what they refuse; the verdict says it in words.
logging.getLogger("pyhanko.sign.diff_analysis").setLevel(logging.ERROR)


@dataclass(frozen=True)
class Step:
    """One save compared with the one before it; `refusal` is empty when it is allowed."""

    revision: int
    changes: tuple[str, ...]
    refusal: str


class InfoRule(WhitelistRule):
    """The /Info dictionary may be written anew when nothing but ModDate and Producer differs."""

    def apply(self, old: HistoricalResolver, new: HistoricalResolver) -> Iterable[ReferenceUpdate]:
        """Yield the reference that may change; raise SuspiciousModification otherwise."""
        if info_entries(old) != info_entries(new):
            raise SuspiciousModification("the document's properties (title, author and the like) were rewritten")
        new_info = new.trailer_view.get_value_as_reference("/Info", optional=True)
        if new_info is None:
            return
        old_info = old.trailer_view.get_value_as_reference("/Info", optional=True)
        context = Context.from_absolute(old, RawPdfPath("/Info"))
        for reference in safe_whitelist(old, old_info, new_info):
            yield ReferenceUpdate(reference, context_checked=context)


class MetadataRule(WhitelistRule):
    """The XMP metadata may be written anew when nothing but its dates and the program's name differ."""

    def apply(self, old: HistoricalResolver, new: HistoricalResolver) -> Iterable[ReferenceUpdate]:
        """Yield the reference that may change; raise SuspiciousModification otherwise."""
        before, after = _metadata(old), _metadata(new)
        if before == after:
            if "/Metadata" in new.root and isinstance(new.root.raw_get("/Metadata"), generic.IndirectObject):
                yield from self._allowed(old, new)
            return
        if before is None or after is None or _comparable_xmp(before) != _comparable_xmp(after):
            raise SuspiciousModification("the document's metadata (XMP) was rewritten")
        yield from self._allowed(old, new)

    @staticmethod
    def _allowed(old: HistoricalResolver, new: HistoricalResolver) -> Iterator[ReferenceUpdate]:
        reference = new.root.get_value_as_reference("/Metadata")
        same = "/Metadata" in old.root and old.root.get_value_as_reference("/Metadata") == reference
        if same or old.is_ref_unassignable(reference):
            yield ReferenceUpdate(
                reference, context_checked=Context.from_absolute(old, RawPdfPath("/Root", "/Metadata"))
            )


STRICT_POLICY = StandardDiffPolicy(
    global_rules=[
        CatalogModificationRule(  # type: ignore[no-untyped-call]
            ignored_keys=frozenset({"/AcroForm", "/DSS", "/Extensions", "/Metadata", "/Version"})
        ),
        InfoRule().as_qualified(ModificationLevel.LTA_UPDATES),
        XrefStreamRule().as_qualified(ModificationLevel.LTA_UPDATES),
        ObjectStreamRule().as_qualified(ModificationLevel.LTA_UPDATES),
        DSSCompareRule().as_qualified(ModificationLevel.LTA_UPDATES),
        MetadataRule().as_qualified(ModificationLevel.LTA_UPDATES),
    ],
    form_rule=FormUpdatingRule(
        field_rules=[SigFieldCreationRule(), SigFieldModificationRule()],  # type: ignore[no-untyped-call]
    ),
    ignore_orphaned_objects=False,
)


@dataclass(frozen=True)
class Certification:
    """What the certifying signature allows, from the revision in which it stands (counted from 0)."""

    revision: int
    permission: MDPPerm


def explain_steps(reader: PdfFileReader, signed: Sequence[int], certification: Certification | None) -> list[Step]:
    """Every save after the first signature, compared with the one before it.

    `signed` are the revisions (counted from 0) in which signatures stand.
    """
    total = reader.xrefs.total_revisions
    if total > MAX_REVISIONS:
        return [Step(total - 1, (), f"the file has {total} revisions; more than {MAX_REVISIONS} are not examined")]
    return [_step(reader, number, signed, certification) for number in range(min(signed) + 1, total)]


def _step(reader: PdfFileReader, number: int, signed: Sequence[int], certification: Certification | None) -> Step:
    old, new = reader.get_historical_resolver(number - 1), reader.get_historical_resolver(number)
    permission = certification.permission if certification and number > certification.revision else None
    refusal = _refusal(old, new, permission)
    settings = _form_refusal(old, new, signed_here=number in signed)
    if settings:
        return Step(number, (*describe_changes(old, new), settings), settings)
    if refusal:
        # A renewal may rewrite validation data that no signature covers yet, so what counts in the end is the difference
        # to each signed revision.
        bases = [reader.get_historical_resolver(base) for base in sorted({r for r in signed if r < number - 1})]
        if number - 1 not in signed and bases and not any(_refusal(base, new, permission) for base in bases):
            refusal = ""
    return Step(number, tuple(describe_changes(old, new)), refusal)


def _refusal(old: HistoricalResolver, new: HistoricalResolver, permission: MDPPerm | None) -> str:
    """Why the difference between two saves is not allowed; empty when it is."""
    try:
        result = STRICT_POLICY.apply(old, new, doc_mdp=permission)
    except SuspiciousModification as error:
        return str(error) or "an unexplained change"
    except UNREADABLE:
        return "the change is damaged and cannot be read"
    if result.modification_level > ModificationLevel.FORM_FILLING:
        return "more than signatures was added"
    if permission is not None and result.modification_level.value > permission.value:
        return "the certification forbids this change"
    return ""


def _form_refusal(old: HistoricalResolver, new: HistoricalResolver, *, signed_here: bool) -> str:
    try:
        return why_form_changed(old, new, signed_here=signed_here)
    except UNREADABLE:
        return "its form cannot be read"


def _metadata(resolver: HistoricalResolver) -> bytes | None:
    stream = direct(resolver.root.get("/Metadata"))
    if stream is None:
        return None
    if not isinstance(stream, generic.StreamObject):
        raise SuspiciousModification("the document's metadata is not a stream")
    return bytes(stream.read_data(DecodePurpose.XMP_METADATA))


def _comparable_xmp(data: bytes) -> bytes:
    """The metadata in canonical form without the facts that may differ."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_blank_text=True
    )
    try:
        tree = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise SuspiciousModification("the document's metadata (XMP) is not well-formed") from None
    if tree.getroottree().docinfo.doctype:
        raise SuspiciousModification("the document's metadata (XMP) declares a document type")
    for element in list(tree.iter(etree.Element)):
        for name in XMP_MAY_DIFFER & set(element.attrib):
            del element.attrib[name]
        parent = element.getparent()
        if element.tag in XMP_MAY_DIFFER and parent is not None:
            parent.remove(element)
    return bytes(etree.tostring(tree, method="c14n"))
