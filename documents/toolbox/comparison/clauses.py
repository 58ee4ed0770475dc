"""The words of a document as clauses: a label such as "7.2" or "(b)", and what follows it."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

# 1 · 1. · 12.3.4 · 1.2) · (a) · (iv) · a) · § 5 · Article 3 · Section 2.1 · Annex B · Artikel 4
_LABEL = re.compile(
    r"(?P<label>(?:§+\s*|art(?:icle|ikel|\.)?\s+|section\s+|clause\s+|ziffer\s+|annex\s+|schedule\s+|exhibit\s+|anlage\s+)"
    r"(?:\d{1,3}(?:\.\d{1,3})*[a-z]?|[IVXLC]{1,6}|[A-Z])\b[.:)]?"
    r"|\d{1,3}(?:\.\d{1,3})+[.)]?|\d{1,3}[.)]|\((?:[a-z]{1,2}|[ivxlc]{1,6}|[A-Z]|\d{1,2})\)|(?:[a-z]|[ivx]{1,4})\))(?=\s|$)",
    re.IGNORECASE,
)
# A line of a page is full when it is so much of the page's longest; a shorter one ends its paragraph.
FULL_LINE = 0.78
# A line that so many pages repeat at their top or bottom is no part of the text; a document may have a head for each section.
REPEATED = 3
EDGE_LINES = 3
# What a line must end with for the next to begin a clause, when it runs to the edge: “under Section” goes on with a number.
_ENDED = re.compile(r"(?:[.;:,!?)\]}”\"’]|\band|\bor|\bund|\boder)$")


@dataclass(frozen=True)
class Block:
    """A clause or paragraph: its label ("" for none) and its words, blanks folded."""

    label: str
    text: str

    @property
    def key(self) -> str:
        """Equal for blocks that say the same, whatever their number."""
        return self.text.casefold()

    @property
    def words(self) -> list[str]:
        """The label and the words, in small letters."""
        return [*self.label.casefold().split(), *self.key.split()]


def blocks_of(text: str) -> tuple[Block, ...]:
    """The blocks of a text whose every line is a paragraph."""
    return tuple(_block(line) for line in text.split("\n") if line.strip())


def blocks_of_pages(pages: Sequence[str]) -> tuple[Block, ...]:
    """The blocks of pages whose paragraphs were cut into lines; what every page repeats at its edge is left out."""
    lines: list[str] = []
    is_open = False
    for page in _without_edges(pages):
        longest = max((len(line) for line in page), default=0)
        for line in page:
            if is_open and not (_LABEL.match(line) and _ENDED.search(lines[-1])):
                lines[-1] = _joined(lines[-1], line)
            else:
                lines.append(line)
            is_open = len(line) >= FULL_LINE * longest
    return blocks_of("\n".join(lines))


def _joined(before: str, line: str) -> str:
    if re.search(r"\w-$", before) and line[:1].islower():
        return before + line
    return f"{before} {line}"


def _without_edges(pages: Sequence[str]) -> list[list[str]]:
    split = [[" ".join(line.split()) for line in page.split("\n") if line.strip()] for page in pages]
    if len(split) < 3:
        return split
    seen: Counter[str] = Counter()
    for lines in split:
        seen.update({_masked(line) for line in (*lines[:EDGE_LINES], *lines[-EDGE_LINES:])})
    often = {line for line, times in seen.items() if times >= REPEATED}
    return [_cut(lines, often) for lines in split]


def _cut(lines: list[str], often: set[str]) -> list[str]:
    """Without the repeated lines at the top and bottom, as far as they follow one another from the edge."""
    first, last = 0, len(lines)
    while first < min(EDGE_LINES, last) and _masked(lines[first]) in often:
        first += 1
    while last > max(first, len(lines) - EDGE_LINES) and _masked(lines[last - 1]) in often:
        last -= 1
    return lines[first:last]


def _masked(line: str) -> str:
    return re.sub(r"\d+", "#", line)


def _block(line: str) -> Block:
    folded = " ".join(line.split())
    match = _LABEL.match(folded)
    if match is None:
        return Block("", folded)
    return Block(match["label"], folded[match.end() :].strip())
