"""Price tables whose cells stand one under another, as text taken from a PDF or a web page has them."""

import itertools
import re

from flowmono.intelligence.contracts.source import Line, Source

_EMPTY_LINE = re.compile(r"\n[ \t\r]*\n")
# How many cells a row may have, the widest first: a wide row is no run of narrow ones.
WIDTHS = range(7, 1, -1)
_LONGEST_CELL = 160


def stack(source: Source, first: int, width: int) -> Line | None:
    """`width` lines as one row of a table; None where one of them is a row already or too long for a cell, or an empty line parts some of them."""
    taken = source.all_lines[first : first + width]
    if len(taken) < width or any(line.is_row or len(line.text) > _LONGEST_CELL for line in taken):
        return None
    parted = [_parted(source, one, other) for one, other in itertools.pairwise(taken)]
    if any(parted) and not all(parted):
        return None
    return Line(taken[0].start, taken[-1].end, "\t".join(line.text.strip() for line in taken))


def is_headed(header: Line) -> bool:
    """Whether the first cell of a header is a heading above it: in capitals, where no other cell is."""
    first, *others = header.cells
    return first.isupper() and len(first) > 4 and not any(cell.isupper() and len(cell) > 4 for cell in others)


def _parted(source: Source, one: Line, other: Line) -> bool:
    between = source.text[source.origin[max(one.end - 1, 0)] + 1 : source.origin[other.start]]
    return _EMPTY_LINE.search(between) is not None
