"""The logical structure of a document: headings, paragraphs, lists, tables, links, notes (ISO 32000-1, 14.7 and 14.8).

Built from the document model alone. What is drawn finds its place by its characters' offsets in the reading text, or by its
serial where it has none (pictures, notes' signs, page numbers in the body).
"""

import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Union
from urllib.parse import quote, urlsplit

from documents.converter.model import Block, Cell, Document, Field, Inline, Label, Paragraph, Picture, Table, Text
from documents.converter.reading import ReadingText

# 14.8.4.3.2: six levels of headings.
DEEPEST_HEADING = 6
SCHEMES = frozenset({"http", "https", "mailto"})
MOST_ADDRESS = 2_000
# What a URI may hold as it is (RFC 3986); anything else is percent-encoded.
URI_SIGNS = "%/:=&?~#+!$,;'@()*[]-._"


class Mark(NamedTuple):
    """A marked-content sequence: its page, counted from 0, and its number there."""

    page: int
    number: int


@dataclass(eq=False, slots=True)
class Slot:
    """A place in an element for drawn content, between its other kids."""

    owner: "Node"
    marks: list[Mark] = field(default_factory=list)


@dataclass(eq=False, slots=True)
class Node:
    """A structure element. `attributes` are the entries of an attribute object by its owner; `target` is where a Link leads."""

    role: str
    kids: list[Union["Node", Slot]] = field(default_factory=list)
    attributes: str = ""
    alt: str = ""
    actual: str = ""
    target: str = ""
    # Objects of the file that belong to it (link annotations), each with its page counted from 0.
    objects: list[tuple[int, int]] = field(default_factory=list)
    kept: bool = False

    def node(self, role: str) -> "Node":
        made = Node(role)
        self.kids.append(made)
        return made

    def slot(self) -> Slot:
        made = Slot(self)
        self.kids.append(made)
        return made


@dataclass(frozen=True)
class Heading:
    """A heading for the bookmarks: its level from 1, its words, and where they begin in the reading text."""

    level: int
    title: str
    start: int


@dataclass
class Structure:
    """The tree with its slots: those of text by the characters [start, end) they hold, the others by serial."""

    root: Node
    text: str
    headings: list[Heading] = field(default_factory=list)
    # Where links inside the document lead: offsets in the reading text by bookmark.
    anchors: dict[str, int] = field(default_factory=dict)
    links: list[Node] = field(default_factory=list)
    # Links that are drawn as text only: what they lead to, and where they stand.
    dead_links: list[tuple[str, int]] = field(default_factory=list)
    by_serial: dict[int, Slot] = field(default_factory=dict)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)

    def take(self, slot: Slot, start: int, end: int) -> None:
        """The characters [start, end) belong to the slot. Stretches come in reading order."""
        if end > start:
            self.starts.append(start)
            self.ends.append(end)
            self.slots.append(slot)

    def at(self, offset: int) -> tuple[Slot, int]:
        """The slot of a character and the end of its stretch. What no paragraph claims becomes a paragraph of its line."""
        index = bisect.bisect_right(self.starts, offset) - 1
        if index >= 0 and offset < self.ends[index]:
            return self.slots[index], self.ends[index]
        return self._unclaimed(index + 1, offset)

    def _unclaimed(self, index: int, offset: int) -> tuple[Slot, int]:
        line_end = self.text.find("\n", offset)
        end = min(
            line_end if line_end >= 0 else len(self.text),
            self.starts[index] if index < len(self.starts) else len(self.text),
        )
        end = max(end, offset + 1)
        slot = self.root.node("P").slot()
        self.starts.insert(index, offset)
        self.ends.insert(index, end)
        self.slots.insert(index, slot)
        return slot, end


def structure_of(document: Document, reading: ReadingText) -> Structure:
    """The structure of a document: a Document of one Sect for each section, then the notes."""
    builder = _Builder(reading)
    for section in document.sections:
        builder.blocks(section.blocks, builder.found.root.node("Sect"))
    for blocks in _notes(document):
        builder.blocks(blocks, builder.found.root.node("Note"))
    builder.settle_anchors(len(reading.text))
    builder.settle_links()
    return builder.found


def _notes(document: Document) -> Iterator[Sequence[Block]]:
    """The blocks of each note: footnotes as they are bounded, every other block by itself."""
    bounds = dict(document.footnotes.values())
    at = 0
    while at < len(document.notes):
        end = max(bounds.get(at, at), at + 1)
        yield document.notes[at:end]
        at = end


def live_address(target: str) -> str:
    """The URI of an address that may be followed (http, https, mailto), in ASCII; empty for any other."""
    if len(target) > MOST_ADDRESS or any(not character.isprintable() for character in target):
        return ""
    try:
        parts = urlsplit(target)
    except ValueError:
        return ""
    if parts.scheme.lower() not in SCHEMES or not (parts.netloc or parts.path):
        return ""
    return quote(target, safe=URI_SIGNS)


@dataclass
class _OpenList:
    """A list that the next paragraph may go on with."""

    level: int
    bullet: bool
    left: float
    node: Node
    body: Node


class _Builder:
    def __init__(self, reading: ReadingText) -> None:
        self.reading = reading
        self.found = Structure(Node("Document"), reading.text)
        self._waiting: list[str] = []
        self._last = 0

    def blocks(self, blocks: Sequence[Block], parent: Node) -> None:
        """The blocks of a story or a cell, list items gathered into lists by their levels (14.8.4.3.3)."""
        lists: list[_OpenList] = []
        for block in blocks:
            if isinstance(block, Paragraph):
                self._paragraph(block, parent, lists)
            else:
                lists.clear()
                self._table(block, parent.node("Table"))

    def _paragraph(self, paragraph: Paragraph, parent: Node, lists: list[_OpenList]) -> None:
        bounds = self._bounds(paragraph)
        self._anchor(paragraph, bounds)
        level = paragraph.style.heading_level
        if bounds is None:
            if any(isinstance(inline, Picture | Field) for inline in paragraph.inlines):
                self._content(paragraph, parent.node("P"), 0, 0)
            return
        start, end = bounds
        if level is not None:
            lists.clear()
            depth = min(level + 1, DEEPEST_HEADING)
            title = " ".join(self.reading.text[start:end].split())
            self.found.headings.append(Heading(level + 1, title, start))
            self._content(paragraph, parent.node(f"H{depth}"), start, end)
        elif paragraph.label is not None and self._label_end(paragraph.label, start) > start:
            self._item(paragraph, paragraph.label, parent, lists, start, end)
        else:
            self._content(paragraph, _around(paragraph, parent, lists).node("P"), start, end)

    def _bounds(self, paragraph: Paragraph) -> tuple[int, int] | None:
        """The paragraph's characters in the reading text, its label's included; None for one that says nothing."""
        for inline in paragraph.inlines:
            if not isinstance(inline, Picture | Field):
                extent = self.reading.extents.get(inline.serial)
                if extent is not None:
                    return (extent.low, extent.high) if extent.high > extent.low else None
        return None

    def _label_end(self, label: Label, start: int) -> int:
        extent = self.reading.extents.get(label.serial)
        return start if extent is None else min(extent.start + max(len(label.text), 1), extent.high)

    def _item(
        self, paragraph: Paragraph, label: Label, parent: Node, lists: list[_OpenList], start: int, end: int
    ) -> None:
        while lists and (
            lists[-1].level > label.level or (lists[-1].level == label.level and lists[-1].bullet != label.bullet)
        ):
            lists.pop()
        if not lists or lists[-1].level < label.level:
            node = (lists[-1].body if lists else parent).node("L")
            node.attributes = f"/O /List /ListNumbering /{_counted(label)}"
            lists.append(_OpenList(label.level, label.bullet, paragraph.style.left, node, node))
        item = lists[-1].node.node("LI")
        sign = item.node("Lbl")
        lists[-1].body, lists[-1].left = item.node("LBody"), paragraph.style.left
        middle = self._label_end(label, start)
        if label.bullet:
            sign.actual = self.reading.text[start:middle]
        self.found.take(sign.slot(), start, middle)
        self._content(paragraph, lists[-1].body, middle, end)

    def _content(self, paragraph: Paragraph, node: Node, start: int, end: int) -> None:
        """The paragraph's characters [start, end) in slots of its node, cut where a link, a note's sign or a picture stands."""
        slot, at, link = node.slot(), start, ""
        for inline in paragraph.inlines:
            if isinstance(inline, Text) and not inline.mark:
                if inline.link == link:
                    continue
                here = self._place(inline, start, end)
                self.found.take(slot, at, here)
                at, link = max(at, here), inline.link
                slot = self._link(link, node, here) if self._is_live(link, here) else node.slot()
            elif isinstance(inline, Field):
                self.found.by_serial[inline.serial] = slot
            elif isinstance(inline, Text | Picture) and inline.serial:
                here = self._reached(paragraph.inlines, inline, start, end)
                self.found.take(slot, at, here)
                at = max(at, here)
                owner = slot.owner
                own = _figure(inline, owner) if isinstance(inline, Picture) else owner.node("Reference").slot()
                self.found.by_serial[inline.serial] = own
                slot = owner.slot()
        self.found.take(slot, at, end)

    def _place(self, inline: Text, start: int, end: int) -> int:
        extent = self.reading.extents.get(inline.serial)
        return end if extent is None else min(max(extent.start, start), end)

    def _reached(self, inlines: Sequence[Inline], sign: Inline, start: int, end: int) -> int:
        """Where the text goes on after an inline that is not in it."""
        after = False
        for inline in inlines:
            if after and not isinstance(inline, Picture | Field):
                extent = self.reading.extents.get(inline.serial)
                if extent is not None:
                    return min(max(extent.start, start), end)
            after = after or inline is sign
        return end

    def _is_live(self, target: str, at: int) -> bool:
        if not target:
            return False
        if target.startswith("#") or live_address(target):
            return True
        self.found.dead_links.append((target, at))
        return False

    def _link(self, target: str, node: Node, at: int) -> Slot:
        made = node.node("Link")
        made.target = target
        self.found.links.append(made)
        return made.slot()

    def _anchor(self, paragraph: Paragraph, bounds: tuple[int, int] | None) -> None:
        self._waiting.extend(paragraph.bookmarks)
        if bounds is not None:
            self._last = bounds[0]
            self.settle_anchors(bounds[0])

    def settle_anchors(self, offset: int) -> None:
        """Bookmarks that have waited for words lead here; at the end of the document, to its last words."""
        for waiting in self._waiting:
            self.found.anchors.setdefault(waiting, offset if offset < len(self.reading.text) else self._last)
        self._waiting.clear()

    def settle_links(self) -> None:
        """A link to a bookmark that the document does not have is text like any other."""
        for link in self.found.links:
            if link.target.startswith("#") and link.target[1:] not in self.found.anchors:
                link.role, link.target = "Span", ""

    def _table(self, table: Table, node: Node) -> None:
        """14.8.4.3.4; a cell that goes on another merged above it is part of that one."""
        for index, row in enumerate(table.rows):
            line = node.node("TR")
            for cell in row.cells:
                if cell.merge == "continue":
                    continue
                made = line.node("TH" if row.header else "TD")
                made.attributes = _cell_attributes(table, index, cell, header=row.header)
                self.blocks(cell.blocks, made)


def _around(paragraph: Paragraph, parent: Node, lists: list[_OpenList]) -> Node:
    """A paragraph without a label that is indented as far as a list item's text goes on with that item; any other ends the lists."""
    while lists and not (paragraph.style.left > 0 and paragraph.style.left >= lists[-1].left - 0.5):
        lists.pop()
    return lists[-1].body if lists else parent


def _figure(picture: Picture, parent: Node) -> Slot:
    made = parent.node("Figure")
    made.alt = " ".join(picture.alt.split())[:MOST_ADDRESS]
    return made.slot()


def _counted(label: Label) -> str:
    """The kind of counting (table 347), by what the label shows."""
    if label.bullet:
        return "Disc"
    sign = label.text.strip("()[]. \t")[-1:]
    if sign.isdigit():
        return "Decimal"
    return ("UpperAlpha" if sign.isupper() else "LowerAlpha") if sign.isalpha() else "None"


def _cell_attributes(table: Table, index: int, cell: Cell, *, header: bool) -> str:
    rows = 1
    if cell.merge == "restart":
        for below in table.rows[index + 1 :]:
            if not any(other.column == cell.column and other.merge == "continue" for other in below.cells):
                break
            rows += 1
    entries = [f"/RowSpan {rows}"] if rows > 1 else []
    entries += [f"/ColSpan {cell.span}"] if cell.span > 1 else []
    entries += ["/Scope /Column"] if header else []
    return f"/O /Table {' '.join(entries)}" if entries else ""
