"""Opening a stranger's PDF and writing it again: what is refused, what happens to signatures, what the copy says of itself."""

import hashlib
import io
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name, ObjectStreamMode, Pdf

from documents.sayings import Saying, Sentence, gettext_noop
from documents.toolbox.errors import ToolRefused
from documents.toolbox.limits import check_pages

MAX_FIELDS = 20_000
DAMAGED = gettext_noop(
    "The file is damaged or no PDF. Open it where it can be read, print it to PDF and upload that; or use “Mend a damaged file”."
)
PROTECTED = gettext_noop("The file is protected with a password. Take it off first: “Take a password off” asks for it.")
_OFFICE = gettext_noop(
    "This is a Word or other office document, not a PDF. Save it as PDF in Word, or start a contract with it, and use the PDF."
)
_PICTURE = gettext_noop("This is a picture, not a PDF. “Pictures to PDF” makes a PDF of it.")
# How other files begin that people take for a PDF.
_OTHERS = (
    (b"PK\x03\x04", _OFFICE),
    (b"\xd0\xcf\x11\xe0", _OFFICE),
    (b"{\\rtf", _OFFICE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"\x89PNG", _PICTURE),
    (b"II*\0", _PICTURE),
    (b"MM\0*", _PICTURE),
    (b"RIFF", _PICTURE),
)
SIGNED = gettext_noop(
    "The file is signed, and any change would break its signatures. It stays as it is; make a copy if you need one that is"
    " no longer the signed original."
)


CLAIM = gettext_noop("its claim to be PDF/A: the tool “For the archive (PDF/A)” makes and checks it anew")


@dataclass
class Paper:
    """An open PDF. `signed_sha256` is set when it is a copy of a signed file, which it no longer equals."""

    pdf: Pdf
    signed_sha256: str = ""
    notes: list[Saying] = field(default_factory=list)


def open_paper(data: bytes, *, as_copy: bool = False, to_change: bool = True) -> Paper:
    """The PDF in `data`, ready for work.

    Refuses what is damaged, protected, a dynamic form (XFA) or a portfolio, what has too many pages, and, when it is opened
    `to_change`, what is signed: unless a copy is asked for, whose signatures become pictures of themselves.
    """
    pdf = _open(data)
    check_pages(len(pdf.pages))
    form = pdf.Root.get(Name.AcroForm)
    if isinstance(form, Dictionary) and Name.XFA in form:
        sentence = gettext_noop(
            "The file is a dynamic form (XFA), which only Adobe's reader shows. Print it to PDF there and upload that."
        )
        raise ToolRefused("xfa", sentence)
    if Name.Collection in pdf.Root:
        sentence = gettext_noop("The file is a portfolio that holds other files. Take them out and upload each.")
        raise ToolRefused("portfolio", sentence)
    paper = Paper(pdf)
    if to_change and is_signed(pdf):
        if not as_copy:
            raise ToolRefused("signed", SIGNED)
        paper.signed_sha256 = hashlib.sha256(data).hexdigest()
        _unsign(pdf)
        paper.notes.append(
            Saying.of(gettext_noop("the signatures are shown as pictures and prove nothing in this copy"))
        )
    if to_change and _claims_archive(pdf):
        paper.notes.append(Saying.of(CLAIM))
    return paper


def why_no_pdf(data: bytes) -> Sentence | None:
    """Why these bytes cannot be a PDF, judged by how they begin; None when they may be one, damaged or protected too."""
    if b"%PDF-" in data[:1024]:
        return None
    return next((words for start, words in _OTHERS if data.startswith(start)), DAMAGED)


def _claims_archive(pdf: Pdf) -> bool:
    """Takes off a claim to be PDF/A, which nobody has checked for what the file becomes; whether there was one."""
    stream = pdf.Root.get(Name.Metadata)
    if not isinstance(stream, pikepdf.Stream) or b"/pdfa/ns/id/" not in stream.read_bytes():
        return False
    claims: list[str] = []
    try:
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            claims = [key for key in metadata if "/pdfa/ns/id/" in key]
            for key in claims:
                del metadata[key]
    except (ValueError, KeyError, pikepdf.PikepdfError):
        del pdf.Root.Metadata
        return True
    return bool(claims)


def _open(data: bytes) -> Pdf:
    try:
        pdf = pikepdf.open(io.BytesIO(data), attempt_recovery=False)
        encrypted, pages = pdf.is_encrypted, len(pdf.pages)
    except pikepdf.PasswordError:
        raise ToolRefused("protected", PROTECTED) from None
    except (pikepdf.PdfError, ValueError, TypeError, RecursionError):
        raise ToolRefused("damaged", why_no_pdf(data) or DAMAGED) from None
    if encrypted:
        raise ToolRefused("protected", PROTECTED)
    if not pages:
        raise ToolRefused("damaged", gettext_noop("The file has no pages. Ask for another copy."))
    return pdf


def is_signed(pdf: Pdf) -> bool:
    """Whether anybody has signed: a signature field with a value, or a signature that no field names."""
    form = pdf.Root.get(Name.AcroForm)
    if isinstance(form, Dictionary) and any(Name.V in found for found in signature_fields(form)):
        return True
    if Name.Perms in pdf.Root:
        return True
    return any(isinstance(thing, Dictionary) and Name.ByteRange in thing for thing in pdf.objects)


def signature_fields(form: Dictionary) -> list[Dictionary]:
    """The signature fields of an interactive form, wherever they hang."""
    found, waiting, seen = [], list(form.get(Name.Fields, [])), 0
    while waiting and seen < MAX_FIELDS:
        thing, seen = waiting.pop(), seen + 1
        if not isinstance(thing, Dictionary):
            continue
        if thing.get(Name.FT) == Name.Sig:
            found.append(thing)
        waiting.extend(thing.get(Name.Kids, []))
    return found


def _unsign(pdf: Pdf) -> None:
    """Every signature becomes what it looks like, and nothing claims to be signed any more."""
    form = pdf.Root.get(Name.AcroForm)
    fields = signature_fields(form) if isinstance(form, Dictionary) else []
    marks = {thing.objgen for found in fields for thing in (found, *found.get(Name.Kids, []))}
    for page in pdf.pages:
        for annotation in list(page.obj.get(Name.Annots, [])):
            if annotation.objgen in marks and annotation.objgen != (0, 0):
                _draw_appearance(page, annotation)
                page.obj.Annots = pikepdf.Array([a for a in page.obj.Annots if a.objgen != annotation.objgen])
    if isinstance(form, Dictionary):
        _take_out(form, marks)
        if Name.SigFlags in form:
            del form.SigFlags
        if not len(form.get(Name.Fields, [])):
            del pdf.Root.AcroForm
    for key in (Name.Perms, Name.DSS):
        if key in pdf.Root:
            del pdf.Root[key]


def _take_out(holder: Any, marks: set[tuple[int, int]]) -> None:
    key = Name.Fields if Name.Fields in holder else Name.Kids
    kept = []
    for child in holder.get(key, []):
        if child.objgen in marks:
            continue
        if Name.Kids in child:
            _take_out(child, marks)
        kept.append(child)
    holder[key] = pikepdf.Array(kept)


def _draw_appearance(page: pikepdf.Page, annotation: Any) -> None:
    """Draws an annotation's normal appearance into its page (ISO 32000-1, 12.5.5, algorithm 8.1 without rotation)."""
    appearance = annotation.get(Name.AP, Dictionary()).get(Name.N)
    if not isinstance(appearance, pikepdf.Stream) or Name.BBox not in appearance:
        return
    box, place = rectangle(appearance.BBox), rectangle(annotation.Rect)
    if box.width <= 0 or box.height <= 0 or place.width <= 0 or place.height <= 0:
        return
    across, up = place.width / box.width, place.height / box.height
    named = page.add_resource(appearance, Name.XObject)
    moved = f"{across:.5f} 0 0 {up:.5f} {place.llx - box.llx * across:.3f} {place.lly - box.lly * up:.3f}"
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(f"Q\nq {moved} cm {named} Do Q\n".encode())


def rectangle(sides: Any) -> pikepdf.Rectangle:
    """The rectangle of four numbers, its corners in order (7.9.5)."""
    left, bottom, right, top = (float(side) for side in sides)
    return pikepdf.Rectangle(min(left, right), min(bottom, top), max(left, right), max(bottom, top))


def written(pdf: Pdf, *, signed_sha256: str = "", linearize: bool = False) -> bytes:
    """The bytes of the file: the same content gives the same bytes. A copy of a signed file says so in its metadata."""
    if signed_sha256:
        words = f"Copy of a signed document; it is no longer the signed original (SHA-256 {signed_sha256})."
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            metadata["dc:description"] = words
        pdf.docinfo[Name.Subject] = words
    out = io.BytesIO()
    pdf.save(out, object_stream_mode=ObjectStreamMode.generate, deterministic_id=True, linearize=linearize)
    return out.getvalue()
