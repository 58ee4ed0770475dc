"""The faces in which names are written by hand: fonts of npm packages, put into the mark itself.

A face comes in several files, one for each alphabet. Each file is a family of its own, tried in turn letter by letter (WeasyPrint
confuses the glyphs of files that share a name), and only those are taken that hold a letter of what is written: the face that was
chosen first, then the others, then the system's italic serif.
"""

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _
from fontTools.ttLib import TTFont

FOLDER = Path(__file__).resolve().parents[1] / "node_modules" / "@fontsource"
WIDEST = 0.75  # em: a letter that no face has, in the one that stands in for it


@dataclass(frozen=True)
class Face:
    """One hand. `package` is the folder of its files; `label` is its own name."""

    key: str
    label: Any
    package: str
    weight: int
    alphabets: tuple[str, ...]


FACES = (
    Face("dancing", _("Dancing Script"), "dancing-script", 700, ("latin", "latin-ext", "vietnamese")),
    Face("caveat", _("Caveat"), "caveat", 700, ("latin", "latin-ext", "cyrillic", "cyrillic-ext")),
    Face("vibes", _("Great Vibes"), "great-vibes", 400, ("latin", "latin-ext", "vietnamese")),
)
USUAL = FACES[0].key


@dataclass(frozen=True)
class _File:
    family: str
    path: Path
    weight: int

    @property
    def widths(self) -> dict[int, float]:
        return _widths(self.path)


def _files(face: str) -> Iterator[_File]:
    for one in sorted(FACES, key=lambda found: found.key != face):
        for alphabet in one.alphabets:
            path = FOLDER / one.package / "files" / f"{one.package}-{alphabet}-{one.weight}-normal.woff2"
            if path.is_file():
                yield _File(f"Hand-{one.key}-{alphabet}", path, one.weight)


def _needed(words: str, face: str) -> list[_File]:
    """The files that write these words, in the order in which they are tried."""
    missing, found = {ord(letter) for letter in words if not letter.isspace()}, []
    for file in _files(face):
        if missing & file.widths.keys():
            found.append(file)
            missing -= file.widths.keys()
    return found


def families(words: str, face: str) -> str:
    """The style that writes these words: weight and families, as CSS declarations."""
    files = _needed(words, face)
    style = f"font-weight:{files[0].weight}" if files else "font-style:italic"
    names = [*(file.family for file in files), "'Liberation Serif'", "'DejaVu Serif'", "serif"]
    return f"{style};font-family:{', '.join(names)}"


def rules(written: list[tuple[str, str]]) -> str:
    """The @font-face rules, fonts inside, for everything that is written as (words, face)."""
    files = {file.family: file for words, face in written for file in _needed(words, face)}
    return "".join(_rule(file) for file in files.values())


@lru_cache(maxsize=20)
def _rule(file: _File) -> str:
    font = base64.b64encode(file.path.read_bytes()).decode()
    return f"@font-face {{ font-family: {file.family}; font-weight: {file.weight}; src: url(data:font/woff2;base64,{font}) }}"


def width_of(words: str, face: str) -> float:
    """How wide the words are, in em, with room for the swing of the last letter."""
    known: dict[int, float] = {}
    for file in reversed(_needed(words, face)):
        known |= file.widths
    return sum(known.get(ord(letter), WIDEST) for letter in words) + 0.15


@lru_cache(maxsize=20)
def _widths(path: Path) -> dict[int, float]:
    """The width of each letter of a file, in em; read from the same face in a form that is quick to open."""
    with TTFont(path.with_suffix(".woff")) as font:
        widths, size = font["hmtx"].metrics, font["head"].unitsPerEm
        return {code: widths[glyph][0] / size for code, glyph in font.getBestCmap().items()}
