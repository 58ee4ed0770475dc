"""List numbering: which label a numbered paragraph carries (ECMA-376 part 1, 17.9)."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from documents.converter import scripts
from documents.converter.names import Element, W, attribute, child, switch, value, whole
from documents.converter.properties import Properties, paragraph_properties, run_properties
from documents.converter.styles import StyleSheet
from documents.converter.words import in_words, ordinal_figure

MAX_LINKS = 4
ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
CHICAGO = "*†‡§"


def roman(count: int) -> str:
    """Lower-case Roman numerals; decimals outside 1 to 3999, where there are none."""
    if not 0 < count < 4000:
        return str(count)
    letters = ""
    for figure, sign in ROMAN:
        while count >= figure:
            letters += sign
            count -= figure
    return letters


def letters(count: int) -> str:
    """a, b … z, aa, bb … (17.18.59 lowerLetter repeats the letter)."""
    return "" if count < 1 else chr(97 + (count - 1) % 26) * min((count - 1) // 26 + 1, 100)


def figure(count: int, kind: str, language: str = "en") -> str:
    """The count written in a numbering format (17.18.59 ST_NumberFormat); decimal for one that we do not know."""
    if kind == "ordinal":
        return ordinal_figure(count, language)
    if kind in {"cardinalText", "ordinalText"}:
        return in_words(count, language, ordinal=kind == "ordinalText")
    writer = WRITERS.get(kind)
    return str(count) if writer is None else writer(count)


def _chicago(count: int) -> str:
    return CHICAGO[(count - 1) % 4] * ((count - 1) // 4 + 1) if 0 < count < 400 else str(count)


WRITERS: Mapping[str, Callable[[int], str]] = {
    "lowerLetter": letters,
    "upperLetter": lambda count: letters(count).upper(),
    "lowerRoman": roman,
    "upperRoman": lambda count: roman(count).upper(),
    "decimalZero": lambda count: f"{count:02d}",
    "numberInDash": lambda count: f"- {count} -",
    "hex": lambda count: f"{count:X}",
    "chicago": _chicago,
    "none": lambda _: "",
    **scripts.WRITERS,
}


@dataclass(frozen=True)
class Level:
    """One level of a list: how it counts, what its label says, and the properties it lends."""

    start: int
    kind: str
    text: str
    restart_after: int | None
    legal: bool
    follow: str
    align: str
    paragraph: Properties
    run: Properties
    style_id: str | None


@dataclass(frozen=True)
class Marker:
    """The label of one numbered paragraph."""

    text: str
    bullet: bool
    level: Level


def read_level(element: Element, theme: Mapping[str, str]) -> Level:
    kind = value(element, "numFmt") or "decimal"
    start = whole(value(element, "start"))
    # 17.9.25: without w:start a list begins at 0; Word and LibreOffice begin at 1 where the level is written down (measured).
    return Level(
        start=1 if start is None else start,
        kind=kind,
        text=value(element, "lvlText") or "",
        restart_after=whole(value(element, "lvlRestart")),
        legal=bool(switch(element, "isLgl")),
        follow=value(element, "suff") or "tab",
        align={"start": "left", "end": "right"}.get(
            value(element, "lvlJc") or "left", value(element, "lvlJc") or "left"
        ),
        paragraph=paragraph_properties(child(element, "pPr")),
        run=run_properties(child(element, "rPr"), theme),
        style_id=value(element, "pStyle"),
    )


@dataclass
class Numbering:
    """The lists of a document and their counters. Ask for markers in document order: asking counts."""

    sheet: StyleSheet
    abstracts: dict[str, Element] = field(default_factory=dict)
    instances: dict[str, Element] = field(default_factory=dict)
    # The language that counts are written in where they are written in words.
    language: str = "en"
    _levels: dict[tuple[str, int], Level | None] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def abstract_id(self, number_id: str, links: int = 0) -> str | None:
        """The abstract list behind an instance, following numStyleLink to the style that owns it (17.9.21)."""
        abstract = value(self.instances.get(number_id), "abstractNumId")
        linked = value(self.abstracts.get(abstract or ""), "numStyleLink")
        if linked and links < MAX_LINKS:
            owner = self.sheet.numbering_of(linked)[0]
            if owner and owner != number_id:
                return self.abstract_id(owner, links + 1)
        return abstract

    def level(self, number_id: str, index: int) -> Level | None:
        """The level of a list instance, an override first (17.9.8); None when the list has no such level."""
        key = (number_id, index)
        if key not in self._levels:
            element = self._level_element(number_id, index)
            self._levels[key] = None if element is None else read_level(element, self.sheet.theme)
        return self._levels[key]

    def _level_element(self, number_id: str, index: int) -> Element | None:
        override = self._override(number_id, index)
        if override is not None and child(override, "lvl") is not None:
            return child(override, "lvl")
        abstract = self.abstracts.get(self.abstract_id(number_id) or "")
        for element in [] if abstract is None else abstract.iterfind(W + "lvl"):
            if attribute(element, "ilvl") == str(index):
                return element
        return None

    def _override(self, number_id: str, index: int) -> Element | None:
        instance = self.instances.get(number_id)
        for override in [] if instance is None else instance.iterfind(W + "lvlOverride"):
            if attribute(override, "ilvl") == str(index):
                return override
        return None

    def level_of_style(self, number_id: str, style_id: str) -> int | None:
        """The level that names this paragraph style as its own (17.9.23)."""
        abstract = self.abstracts.get(self.abstract_id(number_id) or "")
        for element in [] if abstract is None else abstract.iterfind(W + "lvl"):
            if value(element, "pStyle") == style_id:
                return whole(attribute(element, "ilvl"))
        return None

    def named(self, name: str) -> str | None:
        """The instance of the list of this name (17.9.13), as LISTNUM fields call it; None when there is none."""
        for number_id in self.instances:
            if (value(self.abstracts.get(self.abstract_id(number_id) or ""), "name") or "").lower() == name.lower():
                return number_id
        return None

    def marker(self, number_id: str, index: int) -> Marker | None:
        """Counts one paragraph of the list and gives its label; None when the list or level does not exist."""
        abstract, level = self.abstract_id(number_id), self.level(number_id, index)
        if abstract is None or level is None:
            return None
        counts = self._counts.setdefault(abstract, {})
        self._count(counts, number_id, index, level)
        if level.kind == "bullet":
            return Marker(level.text, True, level)
        return Marker(self._filled(level, counts, number_id), False, level)

    def _count(self, counts: dict[int, int], number_id: str, index: int, level: Level) -> None:
        """17.9.27: a start override restarts the list once, at its first use; 17.9.11: deeper levels restart."""
        restart = whole(value(self._override(number_id, index), "startOverride"))
        if restart is not None and (number_id, index) not in self._begun:
            counts[index] = restart
        else:
            counts[index] = counts[index] + 1 if index in counts else level.start
        self._begun.add((number_id, index))
        for deeper in [key for key in counts if key > index]:
            below = self.level(number_id, deeper)
            after = None if below is None else below.restart_after
            if after is None or (after != 0 and index + 1 <= after):
                del counts[deeper]
        for higher in range(index):
            if higher not in counts:
                above = self.level(number_id, higher)
                override = whole(value(self._override(number_id, higher), "startOverride"))
                counts[higher] = override if override is not None else (1 if above is None else above.start)

    def _filled(self, level: Level, counts: Mapping[int, int], number_id: str) -> str:
        """17.9.12 lvlText: %n is the count of level n; 17.9.4 isLgl writes every count in decimals."""

        def count(match: re.Match[str]) -> str:
            index = int(match.group(1)) - 1
            other = self.level(number_id, index)
            kind = "decimal" if other is None else other.kind
            if level.legal and kind != "decimalZero":
                kind = "decimal"
            return figure(counts.get(index, 1), kind, self.language)

        return re.sub(r"%([1-9])", count, level.text)


def read_numbering(root: Element | None, sheet: StyleSheet, language: str = "en") -> Numbering:
    """The lists of a numbering part; none when the part is missing."""
    if root is None:
        return Numbering(sheet, language=language)
    return Numbering(
        sheet,
        language=language,
        abstracts={attribute(item, "abstractNumId") or "": item for item in root.iterfind(W + "abstractNum")},
        instances={attribute(item, "numId") or "": item for item in root.iterfind(W + "num")},
    )
