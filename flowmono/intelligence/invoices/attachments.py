"""The XML that a hybrid invoice carries inside its PDF, taken out within limits."""

import io
import zlib
from dataclasses import dataclass
from typing import Any

import pikepdf

from .model import ENCRYPTED, MALFORMED_XML, UNREADABLE, DocumentRefused
from .tree import MAX_XML_BYTES

MAX_ATTACHMENTS = 200

# The names the standards prescribe, newest first; a file may carry the same invoice for two generations of readers.
_KNOWN_NAMES = ("factur-x.xml", "xrechnung.xml", "zugferd-invoice.xml", "order-x.xml", "cii.xml", "ubl.xml")


@dataclass(frozen=True)
class Attachment:
    """One XML file from inside a PDF."""

    name: str
    data: bytes


def open_pdf(data: bytes) -> pikepdf.Pdf:
    """The opened PDF. Raises DocumentRefused: DOC_ENCRYPTED when it asks for a password, DOC_UNREADABLE when broken."""
    try:
        return pikepdf.open(io.BytesIO(data))
    except pikepdf.PasswordError:
        raise DocumentRefused(
            ENCRYPTED, "The PDF asks for a password. Ask the sender for the invoice without one."
        ) from None
    except (pikepdf.PdfError, ValueError, RuntimeError, RecursionError):
        raise DocumentRefused(
            UNREADABLE, "The PDF is damaged and cannot be opened. Ask the sender for it again."
        ) from None


def find_xml(pdf: pikepdf.Pdf) -> list[Attachment]:
    """The XML files inside a PDF, the ones with a prescribed name first. Raises DocumentRefused for one that is too large."""
    found: dict[str, Attachment] = {}
    for name, stream in _file_streams(pdf):
        if name.lower().endswith(".xml") and name not in found:
            found[name] = Attachment(name, _unpack(stream, name))
    return sorted(found.values(), key=lambda item: _rank(item.name))


def is_prescribed(name: str) -> bool:
    """Whether a standard prescribes this name for the invoice inside a PDF."""
    return name.lower() in _KNOWN_NAMES


def _rank(name: str) -> int:
    folded = name.lower()
    return next((n for n, known in enumerate(_KNOWN_NAMES) if folded == known), len(_KNOWN_NAMES))


def _file_streams(pdf: pikepdf.Pdf) -> list[tuple[str, Any]]:
    """Name and stream of every embedded file: from the name tree and from the associated files of the document."""
    specifications: list[tuple[str, Any]] = []
    try:
        specifications += [(name, spec.obj) for name, spec in list(pdf.attachments.items())[:MAX_ATTACHMENTS]]
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError, RecursionError):
        specifications = []
    associated = pdf.Root.get("/AF")
    if isinstance(associated, pikepdf.Array):
        specifications += [("", item) for item in list(associated)[:MAX_ATTACHMENTS]]
    return [found for name, spec in specifications if (found := _stream_of(name, spec)) is not None]


def _stream_of(name: str, specification: Any) -> tuple[str, Any] | None:
    if not isinstance(specification, pikepdf.Dictionary):
        return None
    files = specification.get("/EF")
    if not isinstance(files, pikepdf.Dictionary):
        return None
    stream = files.get("/UF", files.get("/F"))
    written = specification.get("/UF", specification.get("/F", name))
    return (str(written) or name, stream) if isinstance(stream, pikepdf.Stream) else None


def _unpack(stream: Any, name: str) -> bytes:
    """The bytes of an embedded file, unpacked no further than the limit."""
    raw = bytes(stream.read_raw_bytes())
    filters = stream.get("/Filter")
    names = (
        []
        if filters is None
        else [str(item) for item in (filters if isinstance(filters, pikepdf.Array) else [filters])]
    )
    if not names:
        unpacked = raw
    elif names == ["/FlateDecode"] and "/DecodeParms" not in stream:
        unpacked = _inflate(raw, name)
    else:
        raise DocumentRefused(MALFORMED_XML, f"The attached {name} is packed in a way that e-invoices do not use.")
    if len(unpacked) > MAX_XML_BYTES:
        raise DocumentRefused(MALFORMED_XML, f"The attached {name} is larger than {MAX_XML_BYTES // 1024 // 1024} MB.")
    return unpacked


def _inflate(raw: bytes, name: str) -> bytes:
    try:
        return zlib.decompressobj().decompress(raw, MAX_XML_BYTES + 1)
    except zlib.error:
        raise DocumentRefused(
            MALFORMED_XML, f"The attached {name} is damaged. Ask the sender for the invoice again."
        ) from None
