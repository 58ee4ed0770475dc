"""The text of a contract made easy for rules: blanks folded, broken lines joined, every place still known in the original.

Rules work on ``flat`` (runs of blanks are one space, a sentence that a page break cut in two is one line again); evidence is given
back in the original's offsets.
"""

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from flowmono.intelligence.reader import Evidence, PageSpan

LONGEST_QUOTE = 400
# A line of dashes below a heading, which typewritten text carries into the sentence behind it, is a blank as well.
_RUN = re.compile(
    r"(?<=[^\s-])[ \u00a0]+-{4,}[ \u00a0]+(?=[A-Za-z(\"“$\d])"
    r"|[ \u00a0\u2000-\u200a\u202f\u3000\r\f\v]+|\n\s*(?:(?:Source: [^\n]{0,120}\d{4}|Page \d+(?: of \d+)?|-? ?\d{1,3} ?-)[ \t\r]*\n\s*)*",
    re.ASCII,
)
_FURNITURE = re.compile(r"(?:Source: .{0,120}\d{4}|-? ?\d{1,3} ?-?|Page \d+(?: of \d+)?|\d+ ?\| ?P ?a ?g ?e)", re.I)
_ABBREVIATION = re.compile(
    r"(?:\b(?:Inc|Ltd|Corp|Co|No|Nos|Nr|Art|Abs|Ziff|Mr|Mrs|Ms|Dr|St|Sec|Mio|Mrd|approx|ca|bzw|zzgl|inkl|exkl|excl|incl|vs|i\.e|e\.g"
    r"|z\.B|d\.h|u\.a|U\.S|U\.K|S\.A|S\.L|B\.V|N\.V|L\.P|K\.K|a\.m|p\.m|núm|Sr|Sra)|\b[A-Z]|^\W*\d{1,2}|\b[IVX]{1,4})\.$"
)
_NUMBERED = re.compile(r"\b(?:no|nos|nr|sec|secs|art|para|paras|cl|fig)\.$")
_SENTENCE_END = re.compile(r"[.;!?][\"”’)]*\s+|\s(?=[●•▪§·]\s)|\s(?=\d{1,2}\. [A-Z][a-z])")
# A numbered clause inside a line: texts taken from pages often keep a whole page on one line.
_CLAUSE = re.compile(
    r"(?<=[.;:)”\"] )(?:\d{1,2}(?:\.\d{1,2})+\.? |\d{1,2}\. |(?:Section|Article|ARTICLE|SECTION) [\dIVX]+)(?=\W{0,2}[A-Z])"
)
_LONG_LINE = 700
_GERMAN_DATE = re.compile(r"\d{1,2}\. (?:Jan|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez)")


@dataclass(frozen=True)
class Line:
    """One line of the flat text: half-open span and its cells (more than one in a table row)."""

    start: int
    end: int
    text: str

    @property
    def cells(self) -> list[str]:
        return [cell.strip() for cell in self.text.split("\t")]

    @property
    def is_row(self) -> bool:
        return "\t" in self.text


@dataclass(frozen=True)
class Source:
    """A contract's text with its folded form. Build it with ``fold``."""

    text: str
    flat: str
    origin: "array[int]" = field(repr=False)
    pages: Sequence[PageSpan] = field(default=(), repr=False)
    lines: tuple[Line, ...] = field(default=(), repr=False)
    # With small numbers that stand alone: between pages they are furniture, in a table a cell.
    all_lines: tuple[Line, ...] = field(default=(), repr=False)
    sentences: tuple[tuple[int, int], ...] = field(default=(), repr=False)
    line_starts: tuple[int, ...] = field(default=(), repr=False)

    def evidence(self, start: int, end: int) -> Evidence:
        """The verbatim quote behind a span of the flat text, blanks at its ends left out."""
        while start < end and self.flat[start].isspace():
            start += 1
        while end > start and self.flat[end - 1].isspace():
            end -= 1
        first, last = self.origin[start], self.origin[end - 1] + 1
        page = next((number for number, begin, stop in self.pages if begin <= first < stop), None)
        return Evidence(quote=self.text[first:last], start=first, end=last, page=page)

    def sentence_at(self, position: int) -> tuple[int, int]:
        """The span of the sentence that holds a position of the flat text."""
        index = bisect_right(self.sentences, (position, len(self.flat) + 1)) - 1
        return self.sentences[max(index, 0)]

    def sentence_of(self, start: int, end: int, *, most: int = LONGEST_QUOTE) -> Evidence:
        """The whole sentence around a quote, both in the original's offsets: what people read as the reason of a price.

        A row of a table stays as it was quoted, and so does what stands in a sentence of more than `most` characters;
        only words that were cut at either end are completed.
        """
        first = bisect_left(self.origin, start)
        last = max(bisect_left(self.origin, end), first + 1)
        begin, stop = self.sentence_at(first)[0], self.sentence_at(last - 1)[1]
        if "\t" in self.flat[begin:stop] or stop - begin > most:
            begin, stop = first, last
            while begin and not self.flat[begin].isspace() and not self.flat[begin - 1].isspace():
                begin -= 1
            while stop < len(self.flat) and not self.flat[stop - 1].isspace() and not self.flat[stop].isspace():
                stop += 1
        return self.evidence(begin, stop)

    def clause_start(self, position: int) -> int:
        """Where the line that holds a position begins; in a line as long as a page, where its numbered clause does."""
        line = self.lines[self.line_at(position)]
        if line.end - line.start < _LONG_LINE:
            return line.start
        *_, last = (line.start, *(match.start() for match in _CLAUSE.finditer(self.flat, line.start, position)))
        return last

    def line_at(self, position: int) -> int:
        """The index of the line that holds a position of the flat text."""
        return max(bisect_right(self.line_starts, position) - 1, 0)


def fold(text: str, pages: Sequence[PageSpan] = ()) -> Source:
    """The source for a text: folded, with lines and sentences found."""
    flat, origin = _fold_blanks(text)
    all_lines = tuple(_split_lines(flat))
    lines = tuple(line for line in all_lines if not _FURNITURE.fullmatch(line.text.strip()))
    sentences = tuple(span for line in lines for span in _split_sentences(line))
    starts = tuple(line.start for line in lines)
    return Source(text, flat, origin, tuple(pages), lines, all_lines, sentences or ((0, len(flat)),), starts)


def _fold_blanks(text: str) -> tuple[str, "array[int]"]:
    pieces: list[str] = []
    origin = array("l")
    place = 0
    for match in _RUN.finditer(text):
        pieces.append(text[place : match.start()])
        origin.extend(range(place, match.start()))
        pieces.append("\n" if match.group().startswith("\n") else " ")
        origin.append(match.start())
        place = match.end()
        if match.group().startswith("\n"):
            # Leading blanks of a line go, its leading tab stays: an empty first cell is part of a table row.
            tab = match.group().rfind("\t")
            if tab > match.group().rfind("\n"):
                place = match.start() + match.group().index("\t", match.group().rfind("\n"))
    pieces.append(text[place:])
    origin.extend(range(place, len(text)))
    flat = list("".join(pieces))
    _part_at_bars(flat)
    _join_broken_lines(flat)
    return "".join(flat), origin


def _part_at_bars(flat: list[str]) -> None:
    """Turn the bars of a table drawn with them ("Service | Price | Basis") into tabs: two lines at least have as many of them."""
    begin, last = 0, 0
    marks: list[list[int]] = []
    for line in "".join(flat).split("\n"):
        bars = [begin + match.start() + 1 for match in re.finditer(r" \| ", line)]
        if marks and len(bars) == last and bars:
            marks.append(bars)
        else:
            _draw(flat, marks)
            marks = [bars] if bars else []
        last, begin = len(bars), begin + len(line) + 1
    _draw(flat, marks)


def _draw(flat: list[str], marks: list[list[int]]) -> None:
    for bar in (bar for bars in marks for bar in bars if len(marks) > 1):
        flat[bar] = "\t"


def _join_broken_lines(flat: list[str]) -> None:
    """Turn a line break into a blank where the sentence plainly goes on: no stop before it, a small letter after it."""
    text = "".join(flat)
    breaks = [match.start() for match in re.finditer("\n", text)]
    begin = 0
    for position in breaks:
        before, after = text[begin:position], text[position + 1 : position + 3]
        unfinished = len(before) > 60 and "\t" not in before and _UNFINISHED.search(before[-24:])
        if unfinished and (after[:1].isalnum() or after[:1] in '$€£“"('):
            flat[position] = " "
            begin = position + 1
            continue
        goes_on = len(before) > 60 and "\t" not in before and before.rstrip()[-1:] not in '.:;!?”"-_'
        if goes_on and (
            after[:1].islower() or (after[:1] == "(" and after[1:2].islower() and before.rstrip()[-1:].islower())
        ):
            flat[position] = " "
        begin = position + 1


# No sentence ends with such a word: it was cut by the end of a page.
_UNFINISHED = re.compile(
    r"\s(?:of|the|an?|on or before|on or about|no later than|not later than|before|after|upon|within|from|between|than|shall|will|at least|equal to|payable"
    r" (?:to|on|by)|in the amount|up to)\s*$"
)


def _split_lines(flat: str) -> list[Line]:
    lines = []
    start = 0
    for piece in flat.split("\n"):
        if piece.strip(" "):
            lines.append(Line(start, start + len(piece), piece))
        start += len(piece) + 1
    return lines


def _split_sentences(line: Line) -> list[tuple[int, int]]:
    spans = []
    start = 0
    for match in _SENTENCE_END.finditer(line.text):
        head, rest = line.text[start : match.end()], line.text[match.end() : match.end() + 1]
        broken = (
            rest.islower()
            or (rest.isdigit() and _NUMBERED.search(head.rstrip()))
            or rest in ")],"
            or _ABBREVIATION.search(head.rstrip())
            or not head.strip()
        )
        if broken or any(
            _GERMAN_DATE.match(line.text, place)
            for place in (max(match.start() - 2, 0), max(match.start() - 1, 0), match.end())
        ):
            continue
        spans.append((line.start + start, line.start + match.end()))
        start = match.end()
    if line.text[start:].strip():
        spans.append((line.start + start, line.end))
    return spans
