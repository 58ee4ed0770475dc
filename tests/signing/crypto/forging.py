"""The workshop of a forger: saves appended by hand, so that no library's good manners stand in the way."""

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pikepdf


@dataclass(frozen=True)
class Numbers:
    """Object numbers of a file as its last save has them."""

    root: int
    form: int
    pages: int
    page: int
    content: int
    size: int
    form_is_direct: bool


@lru_cache(maxsize=32)
def numbers(pdf: bytes) -> Numbers:
    """The numbers of the parts that forgers reach for."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        root, page = document.trailer.Root, document.pages[0].obj
        content = page.Contents if not isinstance(page.Contents, pikepdf.Array) else page.Contents[0]
        return Numbers(
            root=root.objgen[0],
            form=root.AcroForm.objgen[0],
            pages=root.Pages.objgen[0],
            page=page.objgen[0],
            content=content.objgen[0],
            size=max(int(n) for n in re.findall(rb"/Size (\d+)", pdf)),
            form_is_direct=not root.AcroForm.is_indirect,
        )


def source(pdf: bytes, number: int) -> bytes:
    """A dictionary object as it is written, with references as references."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        found = document.get_object(number, 0)
        return bytes(found.unparse(resolved=True))


def altered(pdf: bytes, number: int, **entries: bytes | None) -> bytes:
    """An object's dictionary with entries set (as PDF source) or, with None, left out."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        found = document.get_object(number, 0)
        kept = {key: found[key] for key in found.keys() if key[1:] not in entries}  # noqa: SIM118
        parts = [key.encode() + b" " + _written(value) for key, value in kept.items()]
    parts += [b"/" + key.encode() + b" " + value for key, value in entries.items() if value is not None]
    return b"<< " + b"\n".join(parts) + b" >>"


def _written(value: Any) -> bytes:
    if isinstance(value, pikepdf.Object):
        return bytes(value.unparse())
    return str(value).lower().encode()  # a number or a truth value


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """A stream object's source."""
    return b"<< /Length %d %s >>\nstream\n" % (len(data), entries) + data + b"\nendstream"


def appended(
    pdf: bytes, objects: Mapping[int, bytes], *, trailer: bytes = b"", root: int | None = None, size: int = 0
) -> bytes:
    """The file with one more save that writes these objects (number: source) and the trailer's further entries."""
    out = bytearray(pdf if pdf.endswith(b"\n") else pdf + b"\n")
    places = {}
    for number, text in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n" % number + text + b"\nendobj\n"
    start = len(out)
    out += b"xref\n" + b"".join(b"%d 1\n%010d 00000 n \n" % (n, places[n]) for n in sorted(places)) or b"0 0\n"
    previous = re.findall(rb"startxref\s+(\d+)", pdf)[-1]
    size = max([size or numbers(pdf).size, *(n + 1 for n in objects)])
    facts = (size, root or numbers(pdf).root, previous, trailer, start)
    return bytes(out) + b"trailer\n<< /Size %d /Root %d 0 R /Prev %s %s >>\nstartxref\n%d\n%%%%EOF\n" % facts


def appended_packed(pdf: bytes, objects: Mapping[int, bytes]) -> bytes:
    """The same, with the objects hidden in an object stream behind a cross-reference stream."""
    size = max([numbers(pdf).size, *(n + 1 for n in objects)])
    box, table = size, size + 1
    places, body = [], b""
    for number, text in objects.items():
        places.append((number, len(body)))
        body += text + b"\n"
    head = b" ".join(b"%d %d" % place for place in places) + b"\n"
    out = bytearray(pdf)
    at_box = len(out)
    packed = stream(head + body, b"/Type /ObjStm /N %d /First %d" % (len(places), len(head)))
    out += b"%d 0 obj\n" % box + packed + b"\nendobj\n"
    start = len(out)
    rows = [(number, b"\x02" + box.to_bytes(4, "big") + bytes([index])) for index, (number, _) in enumerate(places)]
    rows.append((box, b"\x01" + at_box.to_bytes(4, "big") + b"\x00"))
    rows.append((table, b"\x01" + start.to_bytes(4, "big") + b"\x00"))
    rows.sort()
    index = b" ".join(b"%d 1" % number for number, _ in rows)
    previous = re.findall(rb"startxref\s+(\d+)", pdf)[-1]
    facts = (table + 1, numbers(pdf).root, previous, index)
    entries = b"/Type /XRef /W [1 4 1] /Size %d /Root %d 0 R /Prev %s /Index [%s]" % facts
    out += b"%d 0 obj\n" % table + stream(b"".join(row for _, row in rows), entries) + b"\nendobj\n"
    return bytes(out) + b"startxref\n%d\n%%%%EOF\n" % start


def field_number(pdf: bytes, name: str) -> int:
    """The object number of a signature field."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return next(int(f.objgen[0]) for f in document.Root.AcroForm.Fields if str(f.get("/T")) == name)


def value_number(pdf: bytes, name: str) -> int:
    """The object number of the signature in a field."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return next(int(f.V.objgen[0]) for f in document.Root.AcroForm.Fields if str(f.get("/T")) == name)


def mark_number(pdf: bytes, name: str) -> int:
    """The object number of what a signature field shows."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        field = next(f for f in document.Root.AcroForm.Fields if str(f.get("/T")) == name)
        return int(field.AP.N.objgen[0])


def number_where(pdf: bytes, **entries: str) -> int:
    """The number of the first object with these entries."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for number in range(1, len(document.objects) + 1):
            found = document.get_object(number, 0)
            if isinstance(found, pikepdf.Dictionary | pikepdf.Stream) and all(
                str(found.get("/" + key, "")) == value for key, value in entries.items()
            ):
                return number
    raise LookupError(entries)


def form_with(pdf: bytes, text: bytes, **entries: bytes) -> dict[int, bytes]:
    """The objects of a save whose form has one more field (its reference in `text`) and further entries."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        fields = b" ".join(b"%d 0 R" % f.objgen[0] for f in document.Root.AcroForm.Fields)
    changed = {"Fields": b"[" + fields + b" " + text + b"]", "SigFlags": b"3", **entries}
    form = b"<< " + b" ".join(b"/" + key.encode() + b" " + value for key, value in changed.items()) + b" >>"
    known = numbers(pdf)
    if known.form_is_direct:
        return {known.root: altered(pdf, known.root, AcroForm=form)}
    return {known.form: form}
