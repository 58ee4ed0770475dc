"""The numbered objects of a PDF file, how its values are written, and the file itself (ISO 32000-1, 7.3 and 7.5).

Objects that are no streams lie compressed in object streams, found by a cross-reference stream (7.5.7, 7.5.8): the many small
dictionaries of a tagged file would else be most of it.
"""

import hashlib
import struct
import zlib

# Objects in one object stream.
TOGETHER = 200
HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
DELIMITERS = frozenset(b"()<>[]{}/%#")


class Objects:
    """The objects of one file, numbered as they are added."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        self._streams: set[int] = set()

    def reserve(self) -> int:
        """The number of an object whose content comes later."""
        self.bodies.append(b"")
        return len(self.bodies)

    def fill(self, number: int, body: str | bytes) -> None:
        self.bodies[number - 1] = body if isinstance(body, bytes) else body.encode("latin-1")

    def add(self, body: str | bytes) -> int:
        number = self.reserve()
        self.fill(number, body)
        return number

    def stream(self, content: bytes, entries: str = "", *, compress: bool = True) -> int:
        """A stream; `entries` of its dictionary as written, /Filter too when the content is compressed already."""
        if compress:
            content = zlib.compress(content, 6)
            entries += " /Filter /FlateDecode"
        number = self.add(_stream(content, entries))
        self._streams.add(number)
        return number

    def file(self, root: int, info: int) -> bytes:
        """The whole file. Its identifier is a hash of its content, so equal content gives equal bytes (14.4)."""
        out = bytearray(HEADER)
        places: dict[int, tuple[int, int, int]] = {}
        loose = [number for number in range(1, len(self.bodies) + 1) if number not in self._streams]
        for first in range(0, len(loose), TOGETHER):
            together = loose[first : first + TOGETHER]
            holder = self.stream(*_packed([(number, self.bodies[number - 1]) for number in together]))
            places |= {number: (2, holder, index) for index, number in enumerate(together)}
        for number in sorted(self._streams):
            places[number] = (1, len(out), 0)
            out += b"%d 0 obj\n%b\nendobj\n" % (number, self.bodies[number - 1])
        identity = hashlib.sha256(bytes(out)).hexdigest()[:32]
        start, own = len(out), len(self.bodies) + 1
        places[own] = (1, start, 0)
        rows = b"".join(struct.pack(">BIH", *places[number]) for number in range(1, own + 1))
        table = zlib.compress(struct.pack(">BIH", 0, 0, 65535) + rows, 6)
        trailer = (
            f"/Type /XRef /Size {own + 1} /W [1 4 2] /Root {root} 0 R /Info {info} 0 R"
            f" /ID [<{identity}> <{identity}>] /Filter /FlateDecode"
        )
        out += b"%d 0 obj\n%b\nendobj\n" % (own, _stream(table, trailer))
        out += f"startxref\n{start}\n%%EOF\n".encode()
        return bytes(out)


def _stream(content: bytes, entries: str) -> bytes:
    head = f"<< /Length {len(content)} {entries} >>\nstream\n".encode("latin-1")
    return head + content + b"\nendstream"


def _packed(objects: list[tuple[int, bytes]]) -> tuple[bytes, str]:
    """The content of an object stream and the entries of its dictionary."""
    heads, at = [], 0
    for number, body in objects:
        heads.append(f"{number} {at}")
        at += len(body) + 1
    index = (" ".join(heads) + "\n").encode()
    content = index + b"\n".join(body for _, body in objects)
    return content, f"/Type /ObjStm /N {len(objects)} /First {len(index)}"


def figure(number: float) -> str:
    """A number as PDF writes it: no exponent, no superfluous digits."""
    text = f"{number:.3f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def string(text: str) -> str:
    """A text string in UTF-16 (7.9.2.2), hexadecimal so that nothing needs escaping."""
    return f"<{(chr(0xFEFF) + text).encode('utf-16-be', 'replace').hex().upper()}>"


def name(text: str) -> str:
    """A name object, with what a name may not hold as #xx (7.3.5)."""
    written = "".join(
        chr(byte) if 0x21 <= byte <= 0x7E and byte not in DELIMITERS else f"#{byte:02X}"
        for byte in text.encode("utf-8", "replace")[:100]
    )
    return f"/{written}"


def colour(hexadecimal: str | None, operator: str) -> str:
    """A colour operator: rg fills, RG strokes; black is a shade of gray."""
    if hexadecimal is None:
        return f"0 {'g' if operator == 'rg' else 'G'}"
    shares = [figure(int(hexadecimal[index : index + 2], 16) / 255) for index in (0, 2, 4)]
    return f"{' '.join(shares)} {operator}"
