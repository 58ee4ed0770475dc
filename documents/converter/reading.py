"""The reading text: what the document says in document order, and the one coordinate system for quotes.

One paragraph a line, list labels included; the cells of a table row joined by tabs on one line (more lines where a cell holds
several paragraphs or a nested table); blank paragraphs and rows left out; notes after the body. Headers and footers are not
part of it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from documents.converter.model import Block, Break, Document, Paragraph, Tab, Table, Text

BLANKS = " \t\n"


class Extent(NamedTuple):
    """Where an inline's characters begin in the reading text, and the bounds of its line: white space beyond them is not in it."""

    start: int
    low: int
    high: int

    def place(self, at: int, length: int) -> int:
        """The offset of `length` characters from the inline's character `at`, or -1 where they are not in the text."""
        start = self.start + at
        return start if self.low <= start and start + length <= self.high else -1


@dataclass(frozen=True)
class ReadingText:
    """The text and the extent of each inline and label by its serial."""

    text: str
    extents: Mapping[int, Extent]


@dataclass
class _Writer:
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    extents: dict[int, Extent] = field(default_factory=dict)

    def put(self, text: str) -> None:
        self.pieces.append(text)
        self.length += len(text)


def read_text(document: Document) -> ReadingText:
    """The reading text of a document."""
    writer = _Writer()
    blocks = [block for section in document.sections for block in section.blocks] + list(document.notes)
    _blocks(blocks, writer)
    if writer.length:
        writer.put("\n")
    return ReadingText("".join(writer.pieces), writer.extents)


def _blocks(blocks: Sequence[Block], writer: _Writer) -> None:
    """Lines joined by line ends, nothing before the first or after the last."""
    said = False
    for block in blocks:
        lines: Sequence[Paragraph | tuple[Sequence[Block], ...]]
        if isinstance(block, Paragraph):
            lines = [block] if _says(block) else []
        else:
            lines = [cells for cells in _rows(block) if any(_says_any(cell) for cell in cells)]
        for line in lines:
            if said:
                writer.put("\n")
            said = True
            if isinstance(line, Paragraph):
                _paragraph(line, writer)
            else:
                _row(line, writer)


def _rows(table: Table) -> Iterator[tuple[Sequence[Block], ...]]:
    for row in table.rows:
        yield tuple(() if cell.merge == "continue" else cell.blocks for cell in row.cells)


def _row(cells: tuple[Sequence[Block], ...], writer: _Writer) -> None:
    for index, blocks in enumerate(cells):
        if index:
            writer.put("\t")
        _blocks(blocks, writer)


def _says_any(blocks: Sequence[Block]) -> bool:
    return any(
        _says(block)
        if isinstance(block, Paragraph)
        else any(_says_any(cell) for cells in _rows(block) for cell in cells)
        for block in blocks
    )


def _says(paragraph: Paragraph) -> bool:
    return any(text.strip() for _, text in _inlines(paragraph))


def _inlines(paragraph: Paragraph) -> Iterator[tuple[int, str]]:
    """(serial, characters) of what belongs to the text; page fields, note marks and pictures do not."""
    for inline in paragraph.inlines:
        if isinstance(inline, Text) and inline.serial and not inline.mark:
            yield inline.serial, inline.text
        elif isinstance(inline, Tab):
            yield inline.serial, "\t"
        elif isinstance(inline, Break):
            yield inline.serial, "\n"


def _paragraph(paragraph: Paragraph, writer: _Writer) -> None:
    parts: list[tuple[int, str]] = []
    label = paragraph.label
    if label is not None and label.text.strip():
        parts.append((label.serial, "•" if label.bullet and len(label.text) == 1 else label.text))
        parts.append((0, " "))
    parts.extend(_inlines(paragraph))
    whole = "".join(text for _, text in parts)
    lead = len(whole) - len(whole.lstrip(BLANKS))
    kept = whole.strip(BLANKS)
    low, high, at = writer.length, writer.length + len(kept), writer.length - lead
    for serial, text in parts:
        if serial:
            writer.extents[serial] = Extent(at, low, high)
        at += len(text)
    writer.put(kept)
