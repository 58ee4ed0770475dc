"""Which PDF files must not be signed, and why: whatever could show two people two different documents."""

import io
from collections.abc import Collection, Iterator

import pikepdf

from signing.verification.structure import HYBRID

MAX_BYTES = 100_000_000
MAX_PAGES = 3_000
MAX_OBJECTS = 500_000
MAX_DEPTH = 60

# Actions that only move the reader inside the document or open a web page that the reader is asked about.
HARMLESS_ACTIONS = {"/GoTo", "/URI", "/Named", "/Thread"}
# Nobody is asked about what happens when the document is opened: it may only show a place in it, as word processors write it.
HARMLESS_AT_OPENING = {"/GoTo"}
# Annotations that mark text up rather than cover it; a link draws nothing of its own.
HARMLESS_ANNOTATIONS = {"/Link"}


def refuse_before_signing(pdf: bytes) -> list[str]:
    """Reasons in words why this file must not be signed; empty when it may be. Never raises on any bytes."""
    if len(pdf) > MAX_BYTES:
        return [f"It is larger than {MAX_BYTES // 1_000_000} MB. Split it or reduce its images."]
    if pdf.lstrip()[:5] != b"%PDF-":
        return ["It is not a PDF file. Upload the PDF itself."]
    if HYBRID.search(pdf):
        return [
            "It has two tables of contents (hybrid cross-references), so two programs may show two documents. "
            "Print it to PDF and upload that."
        ]
    try:
        with pikepdf.open(io.BytesIO(pdf)) as document:
            return _reasons(document)
    except pikepdf.PasswordError:
        return ["It is encrypted. Save it without a password and upload it again."]
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, RecursionError, RuntimeError, OSError):
        return ["It is damaged and cannot be read. Open it in a PDF program, save it anew and upload that."]


def _reasons(document: pikepdf.Pdf) -> list[str]:
    if document.is_encrypted:
        return ["It is encrypted. Save it without a password and upload it again."]
    if not 0 < len(document.pages) <= MAX_PAGES:
        return [f"It has {len(document.pages)} pages; from 1 to {MAX_PAGES} are possible."]
    if len(document.objects) > MAX_OBJECTS:
        return [f"It has more than {MAX_OBJECTS} parts. Print it to PDF and upload that."]
    reasons = dict.fromkeys(_about_the_catalog(document))
    reasons.update(dict.fromkeys(_about_the_pages(document)))
    reasons.update(dict.fromkeys(_about_every_object(document)))
    return list(reasons)


def _about_the_catalog(document: pikepdf.Pdf) -> Iterator[str]:
    root = document.Root
    form = root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary):
        if "/XFA" in form:
            yield "It is an XFA form, which programs show in different ways. Print it to PDF and upload that."
        fields = form.get("/Fields")
        if isinstance(fields, pikepdf.Array) and len(fields):
            if any(_holds_signature(field) for field in fields):
                yield "It is already signed, and preparing it here would break those signatures. Upload the unsigned original."
            else:
                yield "It has form fields, whose values could change after signing. Print it to PDF and upload that."
    if isinstance(root.get("/OpenAction"), pikepdf.Dictionary) and not _is_harmless(
        root.OpenAction, HARMLESS_AT_OPENING
    ):
        yield "It runs an action when it is opened (OpenAction). Print it to PDF and upload that."
    if _names_scripts(root):
        yield "It contains JavaScript, which could change what it shows. Print it to PDF and upload that."
    layers = root.get("/OCProperties")
    if isinstance(layers, pikepdf.Dictionary) and len(layers.get("/OCGs", [])):
        yield "It has layers that can be switched on and off. Print it to PDF and upload that."


def _about_the_pages(document: pikepdf.Pdf) -> Iterator[str]:
    for number, page in enumerate(document.pages, start=1):
        annotations = page.obj.get("/Annots")
        if not isinstance(annotations, pikepdf.Array):
            continue
        for annotation in annotations:
            kind = str(annotation.get("/Subtype", "")) if isinstance(annotation, pikepdf.Dictionary) else ""
            if kind not in HARMLESS_ANNOTATIONS | {"/Widget"}:
                yield f"Page {number} has a comment or overlay ({kind.lstrip('/') or 'unnamed'}). Flatten or delete it first."
                break


def _about_every_object(document: pikepdf.Pdf) -> Iterator[str]:
    for thing in document.objects:
        for dictionary in _dictionaries(thing, 0):
            if "/AA" in dictionary:
                yield "It runs actions by itself (additional actions). Print it to PDF and upload that."
            if "/JS" in dictionary:
                yield "It contains JavaScript, which could change what it shows. Print it to PDF and upload that."
            action = dictionary.get("/A")
            # In a tagged file /A also holds attributes of the structure, which have an owner (/O) and no kind of action (/S).
            if isinstance(action, pikepdf.Dictionary) and "/S" in action and not _is_harmless(action):
                name = str(action.get("/S", "")).lstrip("/") or "unnamed"
                yield f"It contains an action that reaches outside the document ({name}). Print it to PDF and upload that."


def _dictionaries(thing: pikepdf.Object, depth: int) -> Iterator[pikepdf.Object]:
    """The dictionary or stream itself and every dictionary written directly inside it; references are not followed."""
    if depth > MAX_DEPTH:
        raise ValueError("nested too deeply")
    if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        yield thing
        inner = [thing.get(key) for key in thing.keys()]  # noqa: SIM118  a stream is not iterable by key
    elif isinstance(thing, pikepdf.Array):
        inner = list(thing)
    else:
        return
    for value in inner:
        if isinstance(value, pikepdf.Object) and not value.is_indirect:
            yield from _dictionaries(value, depth + 1)


def _holds_signature(field: pikepdf.Object) -> bool:
    return isinstance(field, pikepdf.Dictionary) and field.get("/FT") == "/Sig" and field.get("/V") is not None


def _is_harmless(action: pikepdf.Object, kinds: Collection[str] = HARMLESS_ACTIONS) -> bool:
    return str(action.get("/S", "")) in kinds and action.get("/Next") is None


def _names_scripts(root: pikepdf.Object) -> bool:
    names = root.get("/Names")
    return isinstance(names, pikepdf.Dictionary) and "/JavaScript" in names
