"""A document made ready for signing: every signature field in it, nothing hidden in it, one revision."""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

import pikepdf
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, append_signature_field

from signing.verification.refusals import refuse_before_signing
from signing.verification.verdict import CERTIFICATION_FIELD, SEAL_FIELD

FIELD_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 _-]{0,99}")


class NotSignable(ValueError):
    """This file or field cannot be signed. The message says why and what to do."""


@dataclass(frozen=True)
class FieldSpec:
    """A signature field: `page` counts from 1; `box` is (left, bottom, right, top) in points from the lower left corner."""

    name: str
    page: int
    box: tuple[float, float, float, float]
    tooltip: str = ""
    printed: str = ""  # the signatory whom the document itself names in that place; empty when it names none
    dated: tuple[float, float, float, float] | None = None  # the room for the date of this signature, on the same page
    initialled: tuple[float, float, float, float] | None = None  # and for initials beside it
    named: tuple[float, float, float, float] | None = None  # and on open lines for the name and the title
    titled: tuple[float, float, float, float] | None = None
    # Those of these rooms, by what they are called here, that stand at the top of the next page.
    over: tuple[tuple[str, tuple[float, float, float, float]], ...] = ()

    @property
    def whole(self) -> tuple[float, float, float, float]:
        """The box together with the room for what else is written there: the field is as large, because it is filled by its signature alone."""
        boxes = [box for box in (self.box, self.dated, self.initialled, self.named, self.titled) if box is not None]
        lefts, bottoms, rights, tops = zip(*boxes, strict=True)
        return min(lefts), min(bottoms), max(rights), max(tops)


def prepare_fields(pdf: bytes, fields: Sequence[FieldSpec], *, certification: bool = True, seal: bool = True) -> bytes:
    """The file written anew with every signature field in it, ready for the first signature.

    All fields must exist before the first signature, because a visible field added later breaks a certification. Besides the
    given ones there are two invisible fields, `Certification` and `Seal`, unless switched off. Objects that nothing refers to
    and earlier revisions are dropped, so nothing hidden can be brought to light later. Raises NotSignable, with every reason,
    for files that must not be signed.
    """
    problems = refuse_before_signing(pdf)
    if problems:
        raise NotSignable("This file cannot be signed: " + " ".join(problems))
    _check_fields(pdf, fields)
    writer = IncrementalPdfFileWriter(io.BytesIO(_written_anew(pdf)), strict=False)
    for field in fields:
        append_signature_field(
            writer,
            SigFieldSpec(
                field.name,
                on_page=field.page - 1,
                box=field.whole,  # type: ignore[arg-type]  # pyHanko says int, and takes points in fractions
                readable_field_name=field.tooltip or f"Signature: {field.name}",
            ),
        )
    for name, wanted in ((CERTIFICATION_FIELD, certification), (SEAL_FIELD, seal)):
        if wanted:
            append_signature_field(writer, SigFieldSpec(name, readable_field_name=name))
    out = io.BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    return _written_anew(out.getvalue())


def _check_fields(pdf: bytes, fields: Sequence[FieldSpec]) -> None:
    names = [field.name for field in fields]
    if len(set(names)) != len(names):
        raise NotSignable("Two signature fields have the same name. Give each signer a field of their own.")
    with pikepdf.open(io.BytesIO(pdf)) as document:
        pages = len(document.pages)
        for field in fields:
            if not FIELD_NAME.fullmatch(field.name) or field.name in {CERTIFICATION_FIELD, SEAL_FIELD}:
                raise NotSignable(
                    f"“{field.name}” is no name for a signature field: letters, digits, space, - and _ only."
                )
            if not 1 <= field.page <= pages:
                raise NotSignable(f"The field {field.name} is on page {field.page}, but the file has {pages} pages.")
            left, bottom, right, top = document.pages[field.page - 1].mediabox.as_list()
            box = field.whole
            if not (box[0] < box[2] and box[1] < box[3]):
                raise NotSignable(f"The box of the field {field.name} has no area. Draw it again.")
            if box[0] < float(left) or box[1] < float(bottom) or box[2] > float(right) or box[3] > float(top):
                raise NotSignable(
                    f"The box of the field {field.name} lies outside page {field.page}. Move it onto the page."
                )


def _is_for_archive(document: pikepdf.Pdf) -> bool:
    """True when the metadata claim that the file keeps the rules of PDF/A."""
    metadata = document.Root.get("/Metadata")
    return isinstance(metadata, pikepdf.Stream) and b"http://www.aiim.org/pdfa/ns/id/" in metadata.read_bytes()


def _written_anew(pdf: bytes) -> bytes:
    """The same document in one revision, without objects that nothing refers to; equal input gives equal bytes."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.remove_unreferenced_resources()
        # Each signature writes its program into the metadata as the file's producer, and into Info in other words. A file for the archive
        # would then contradict itself (ISO 19005-2, 6.6.3); its metadata say all that its Info says, so they stay alone.
        if "/Info" in document.trailer and _is_for_archive(document):
            del document.trailer.Info
        out = io.BytesIO()
        document.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()
