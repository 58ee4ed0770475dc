"""Fonts that a document brings along (ECMA-376 part 1, 17.8.1 and 17.8.3): read from a stranger, used for that document alone.

A font is used when the machine has none of its name, when its maker allows that (OpenType, OS/2 fsType), and only as what
HarfBuzz makes of it: the PDF holds the subset that HarfBuzz wrote, never the stranger's bytes.
"""

import re
import struct
from dataclasses import dataclass
from pathlib import Path

from documents.converter.fonts import Face, face_of
from documents.converter.names import Element, R, W, attribute
from documents.converter.package import Package

# (bold, italic) of each way a font can be embedded.
WAYS = {
    "embedRegular": (False, False),
    "embedBold": (True, False),
    "embedItalic": (False, True),
    "embedBoldItalic": (True, True),
}
MOST_FONTS, MOST_BYTES = 40, 20_000_000
OUTLINES = (b"\x00\x01\x00\x00", b"true")
# fsType: what the maker of a font forbids (OpenType specification, OS/2).
RESTRICTED, USES, NO_SUBSET, BITMAPS_ONLY = 0x0002, 0x000F, 0x0100, 0x0200
SCRAMBLED = 32
Style = tuple[str, bool, bool]


@dataclass(frozen=True)
class OwnFonts:
    """The faces that a document brings, by lower-case family, bold and italic; what of them may not be used, as sentences."""

    faces: dict[Style, Face]
    refused: tuple[str, ...] = ()


def own_fonts(package: Package) -> OwnFonts:
    """The fonts embedded in a document. A font that is damaged, too large or not for embedding is left out and told."""
    faces: dict[Style, Face] = {}
    refused: list[str] = []
    part = package.related(package.main, "fontTable") or ""
    root = package.tree(part) if part else None
    for font in [] if root is None else root.iterfind(W + "font"):
        family = (attribute(font, "name") or "").strip()
        for way, (bold, italic) in WAYS.items():
            element = font.find(W + way)
            if element is None or not family or len(faces) >= MOST_FONTS:
                continue
            found = _face(package, part, element, family)
            if isinstance(found, Face):
                faces[family.lower(), bold, italic] = found
            else:
                refused.append(f"the font {family[:60]} that the document brings is not used: {found}")
    return OwnFonts(faces, tuple(dict.fromkeys(refused)))


def _face(package: Package, part: str, element: Element, family: str) -> Face | str:
    """The face, or why there is none."""
    relation = package.relations(part).get(element.get(R + "id") or "")
    if relation is None or relation.external or relation.target not in package.names:
        return "it is not in the file"
    if package.archive.getinfo(relation.target).file_size > MOST_BYTES:
        return "it is too large"
    content = package.read(relation.target, MOST_BYTES) or b""
    blob = clear(content, attribute(element, "fontKey") or "")
    if blob[:4] not in OUTLINES:
        return "it has no TrueType outlines, or is damaged"
    face = face_of(re.sub(r"[^A-Za-z0-9-]", "", family)[:60] or "Font", Path(), blob)
    if face is None:
        return "it has no TrueType outlines, or is damaged"
    return forbidden(face) or face


def clear(content: bytes, key: str) -> bytes:
    """17.8.1: the first 32 bytes are scrambled with the GUID's sixteen, last byte first; a font without a key is as it is."""
    digits = re.sub(r"[^0-9A-Fa-f]", "", key)
    if len(digits) != 32:
        return content
    mask = bytes.fromhex(digits)[::-1] * 2
    head = bytes(byte ^ other for byte, other in zip(content[:SCRAMBLED], mask, strict=False))
    return head + content[SCRAMBLED:]


def forbidden(face: Face) -> str:
    """What the maker's permissions say against use in a PDF; empty when they allow it."""
    table = face.table("OS/2")
    allowed = struct.unpack(">H", table[8:10])[0] if len(table) >= 10 else 0
    if allowed & USES == RESTRICTED:
        return "its maker does not allow it in documents"
    if allowed & NO_SUBSET:
        return "its maker does not allow a part of it in documents"
    if allowed & BITMAPS_ONLY:
        return "its maker allows only its bitmaps in documents"
    return ""
