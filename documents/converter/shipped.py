"""Fonts that came through npm (@fontsource): what a machine without the distribution's font packages sets contracts in.

They are cut into a file for each group of scripts and packed as WOFF 1.0 (W3C Recommendation, 2012): the file of Latin letters is
the font, the others lend it what it lacks.
"""

import functools
import re
import struct
import zlib
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "node_modules" / "@fontsource"
FAMILIES = ("Carlito", "Caladea", "Arimo", "Tinos", "Cousine")
STYLES = {
    "400-normal": "Regular",
    "700-normal": "Bold",
    "400-italic": "Italic",
    "700-italic": "BoldItalic",
}
# One family of ours in place of another that the distribution would have: both are as wide as Word's.
STANDS_FOR = {
    "LiberationSans": "Arimo",
    "LiberationSerif": "Tinos",
    "LiberationMono": "Cousine",
    # As wide only by chance, but of the same kind.
    "DejaVuSerif": "Tinos",
    "DejaVuSansMono": "Cousine",
}
NAME = re.compile(r"(?P<family>[a-z]+)-(?P<script>[a-z-]+?)-(?P<style>\d{3}-[a-z]+)\.woff")
MOST_BYTES = 40_000_000
HEAD, ENTRY = ">4sIIHHIHHIIIII", ">4sIIII"


def shipped_files(folder: Path = FOLDER) -> dict[str, Path]:
    """The Latin file of each family and style by a lower-case stem such as "arimo-bold"; empty where nothing is installed."""
    found = {}
    for family in FAMILIES:
        for style, word in STYLES.items():
            path = folder / family.lower() / "files" / f"{family.lower()}-latin-{style}.woff"
            if path.is_file():
                found[f"{family}-{word}".lower()] = path
    return found


@functools.cache
def sisters_of(path: Path) -> tuple[Path, ...]:
    """The files with the other scripts of a shipped font, the larger alphabets' first; none for any other font."""
    named = NAME.fullmatch(path.name)
    if named is None:
        return ()
    pattern = f"{named['family']}-*-{named['style']}.woff"
    return tuple(sorted(other for other in path.parent.glob(pattern) if other != path))


def name_of(path: Path) -> str:
    """The name of a font file: of a shipped one family and style, such as Arimo-Bold."""
    named = NAME.fullmatch(path.name)
    return path.stem if named is None else f"{named['family'].title()}-{STYLES.get(named['style'], named['style'])}"


def unpacked(woff: bytes) -> bytes:
    """The TrueType font in a WOFF 1.0 file. Raises ValueError for anything else."""
    try:
        signature, flavour, length, count, _, total, *_ = struct.unpack_from(HEAD, woff)
        if signature != b"wOFF" or length != len(woff) or not 0 < total <= MOST_BYTES:
            raise ValueError("not a WOFF 1.0 file")
        entries = [struct.unpack_from(ENTRY, woff, struct.calcsize(HEAD) + index * 20) for index in range(count)]
        tables = [(tag, checksum, _table(woff[at : at + packed], size)) for tag, at, packed, size, checksum in entries]
    except (struct.error, zlib.error) as problem:
        raise ValueError("not a WOFF 1.0 file") from problem
    largest = 1 << (count.bit_length() - 1)
    out = bytearray(
        struct.pack(">IHHHH", flavour, count, largest * 16, largest.bit_length() - 1, (count - largest) * 16)
    )
    at = len(out) + count * 16
    for tag, checksum, content in tables:
        out += struct.pack(">4sIII", tag, checksum, at, len(content))
        at += len(content) + -len(content) % 4
    for _, _, content in tables:
        out += content + bytes(-len(content) % 4)
    return bytes(out)


def _table(content: bytes, size: int) -> bytes:
    """A table is packed only where that makes it smaller."""
    if size > MOST_BYTES:
        raise ValueError("a table of this font is too large")
    return content if len(content) == size else zlib.decompressobj().decompress(content, size)
