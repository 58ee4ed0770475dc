"""The prose of the contract: a small marked-up text, read into numbered blocks with its cross-references resolved.

The mark-up, one block a line:

    R text            recital                         (A)
    # text            article                         1.
    ## text           clause                          1.1
    ### text          sub-clause                      (a)
    #### text         item                            (i)
    A# A## A### text  annex, paragraph, sub-paragraph Annex A, 1., (a)
    = text            definition, not numbered
    ~ text            plain paragraph
    !name             a table or a page break that the assembler knows by this name

A numbered block may carry a key in square brackets, `{@key}` points to the number of that block, `{name}` to a fact, and
`**text**` is bold.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from string import ascii_lowercase, ascii_uppercase

NUMBERED = re.compile(r"(A?)(#{1,4}) (?:\[([\w-]+)\] )?(.+)")
MARK = re.compile(r"\*\*(.+?)\*\*")
ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
PLACE = re.compile(r"\{(@?)([\w-]+)\}")


class WordingError(ValueError):
    """The text points to a fact or a clause that does not exist, or a line cannot be read."""


class Part(StrEnum):
    """Which counter a block belongs to."""

    BODY = "body"
    ANNEX = "annex"
    RECITAL = "recital"
    DEFINITION = "definition"
    PLAIN = "plain"
    SPECIAL = "special"


@dataclass(frozen=True)
class Span:
    """A stretch of text; `reference` is the key of the block whose number the text shows."""

    text: str
    bold: bool = False
    reference: str | None = None


@dataclass(frozen=True)
class Block:
    """A paragraph: `level` 1 to 4 where numbered, else 0; `label` is the number Word will show, without a full stop."""

    part: Part
    level: int
    label: str
    key: str | None
    spans: tuple[Span, ...]

    @property
    def text(self) -> str:
        """The paragraph as a reader sees it, without its number."""
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True)
class _Line:
    part: Part
    level: int
    label: str
    key: str | None
    source: str


class _Counter:
    """Counts articles, clauses and sub-clauses; a higher one restarts the lower ones."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self.counts = [0, 0, 0, 0]

    def next(self, level: int) -> str:
        self.counts[level - 1] += 1
        self.counts[level:] = [0] * (4 - level)
        first, second, third, fourth = self.counts
        if level == 4:
            return f"({ROMAN[fourth - 1]})"
        if level == 3:
            return f"({ascii_lowercase[third - 1]})"
        if self.part is Part.ANNEX:
            return ascii_uppercase[first - 1] if level == 1 else str(second)
        return str(first) if level == 1 else f"{first}.{second}"


def read_wording(sources: tuple[str, ...], facts: Mapping[str, str]) -> tuple[Block, ...]:
    """The blocks of the texts in order, numbers and facts filled in; WordingError names the line that cannot be."""
    lines = tuple(_number(sources))
    labels = {line.key: line.label for line in lines if line.key is not None}
    keys = [line.key for line in lines if line.key]
    if len(labels) != len(keys):
        raise WordingError("Two blocks share one key; give each its own.")
    return tuple(
        Block(line.part, line.level, line.label, line.key, _spans(line.source, labels, facts)) for line in lines
    )


def _number(sources: tuple[str, ...]) -> list[_Line]:
    counters = {Part.BODY: _Counter(Part.BODY), Part.ANNEX: _Counter(Part.ANNEX)}
    plain = {"R ": Part.RECITAL, "= ": Part.DEFINITION, "~ ": Part.PLAIN}
    lines = []
    for row in (row.strip() for source in sources for row in source.splitlines()):
        if not row:
            continue
        if row.startswith("!"):
            lines.append(_Line(Part.SPECIAL, 0, "", None, row[1:]))
        elif row[:2] in plain:
            lines.append(_Line(plain[row[:2]], 0, "", None, row[2:]))
        elif found := NUMBERED.fullmatch(row):
            part = Part.ANNEX if found[1] else Part.BODY
            level = len(found[2])
            lines.append(_Line(part, level, counters[part].next(level), found[3], found[4]))
        else:
            raise WordingError(f"This line carries no known mark: {row[:60]!r}")
    return lines


def _spans(source: str, labels: Mapping[str, str], facts: Mapping[str, str]) -> tuple[Span, ...]:
    spans: list[Span] = []
    for at, stretch in enumerate(MARK.split(source)):
        spans.extend(_resolve(stretch, bold=at % 2 == 1, labels=labels, facts=facts))
    return tuple(spans)


def _resolve(stretch: str, *, bold: bool, labels: Mapping[str, str], facts: Mapping[str, str]) -> list[Span]:
    spans: list[Span] = []
    text, end = "", 0
    for place in PLACE.finditer(stretch):
        text += stretch[end : place.start()]
        end = place.end()
        is_reference, name = bool(place[1]), place[2]
        if name not in (labels if is_reference else facts):
            raise WordingError(f"{place[0]} points to nothing; correct the key or add it.")
        if is_reference:
            spans += [Span(text, bold)] if text else []
            spans.append(Span(labels[name], bold, reference=name))
            text = ""
        else:
            text += facts[name]
    text += stretch[end:]
    return spans + ([Span(text, bold)] if text else [])
