"""Reads the body, its sections, headers, footers and notes (ECMA-376 part 1, 17.2, 17.6, 17.10, 17.11)."""

from collections.abc import Iterator
from dataclasses import replace

from documents.converter import limits
from documents.converter.model import Block, Document, Margins, Paragraph, Section
from documents.converter.names import Element, R, W, attribute, child, points, switch, value, whole
from documents.converter.numbering import read_numbering
from documents.converter.package import Package
from documents.converter.properties import borders
from documents.converter.reader.context import Reading
from documents.converter.reader.language import document_language, usual_language
from documents.converter.reader.notes import read_counting, read_notes
from documents.converter.reader.paragraphs import read_paragraph
from documents.converter.reader.tables import read_table
from documents.converter.styles import read_style_sheet

DC = "{http://purl.org/dc/elements/1.1/}"
CP = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"
# 17.15.3.21: automatic space in documents that do not follow web pages.
BARE_AUTOMATIC_SPACE = 5.0
HeadersByType = dict[str, tuple[Block, ...]]


def read_document(package: Package) -> Document:
    """The document of a package whose revisions are settled. Never fails on odd content: it is left out and said so."""
    reading = _reading(package)
    body = child(package.tree(package.main), "body")
    sections = tuple(_sections(body, reading)) or (Section(()),)
    settings = _settings(package)
    notes = read_notes(reading, _story)
    return Document(
        sections=sections,
        title=_core(package, DC + "title"),
        author=_core(package, DC + "creator"),
        subject=_core(package, DC + "subject"),
        keywords=_core(package, CP + "keywords"),
        language=document_language(body, reading, settings),
        default_tab=min(max(points(value(settings, "defaultTabStop")) or 36.0, 1.0), limits.MAX_INDENT),
        even_and_odd=bool(switch(settings, "evenAndOddHeaders")),
        compatibility=reading.compatibility,
        adds_space=reading.automatic_space == BARE_AUTOMATIC_SPACE,
        notes=tuple(notes.blocks),
        footnotes=notes.footnotes,
        separator=notes.separator,
        warnings=tuple(reading.warnings),
        noted=dict(reading.noted),
    )


def _reading(package: Package) -> Reading:
    def part(kind: str) -> Element | None:
        name = package.related(package.main, kind)
        return None if name is None else package.tree(name)

    sheet = read_style_sheet(part("styles"), part("theme"))
    compat = child(_settings(package), "compat")
    return Reading(
        package,
        sheet,
        read_numbering(part("numbering"), sheet, usual_language(sheet, _settings(package))),
        _compatibility(_settings(package)),
        package.main,
        package.warnings,
        automatic_space=BARE_AUTOMATIC_SPACE if switch(compat, "doNotUseHTMLParagraphAutoSpacing") else 14.0,
        counting=read_counting([_settings(package), child(child(package.tree(package.main), "body"), "sectPr")]),
    )


def _settings(package: Package) -> Element | None:
    name = package.related(package.main, "settings")
    return None if name is None else package.tree(name)


def _compatibility(settings: Element | None) -> int:
    """17.15.3.4 compatibilityMode; a document that names none was written for Word 2007 (12)."""
    compat = child(settings, "compat")
    for setting in [] if compat is None else compat.iterfind(W + "compatSetting"):
        if attribute(setting, "name") == "compatibilityMode":
            return whole(attribute(setting, "val")) or 12
    return 12


def _core(package: Package, tag: str) -> str:
    """An entry of the core properties (part 2, 11.1)."""
    name = package.related("", "core-properties")
    root = None if name is None else package.tree(name)
    found = None if root is None else root.find(tag)
    return "" if found is None else (found.text or "").strip()[:500]


def read_blocks(parent: Element, reading: Reading) -> tuple[Block, ...]:
    """The paragraphs and tables of a story or a cell, text boxes after the paragraph that anchors them."""
    return tuple(block for element in parent for block in _blocks_of(element, reading))


def _blocks_of(element: Element, reading: Reading) -> Iterator[Block]:
    if element.tag == W + "p":
        yield read_paragraph(element, reading)
        yield from _boxes(reading)
    elif element.tag == W + "bookmarkStart":
        reading.bookmarks.append(attribute(element, "name") or "")
    elif element.tag == W + "tbl":
        if reading.table_depth >= limits.MAX_TABLE_DEPTH:
            reading.warn(f"tables nested deeper than {limits.MAX_TABLE_DEPTH} levels are left out")
            return
        reading.table_depth += 1
        table = read_table(element, reading, read_blocks)
        reading.table_depth -= 1
        if table.rows and table.columns:
            yield table


def _boxes(reading: Reading) -> Iterator[Block]:
    """Text boxes after the paragraph that holds them; those of a group or in line stay in the flow."""
    boxes, reading.boxes = reading.boxes, []
    for box, frame in boxes:
        if frame is None:
            reading.warn("grouped text boxes are set in the flow of the text, after the paragraph that holds them")
        for block in read_blocks(box, reading):
            yield block if frame is None or block.frame is not None else replace(block, frame=frame)


def _sections(body: Element | None, reading: Reading) -> Iterator[Section]:
    """A section ends with the paragraph that carries its properties; the last one's stand at the end of the body (17.6.17)."""
    blocks: list[Block] = []
    inherited: tuple[HeadersByType, HeadersByType] = ({}, {})
    for element in [] if body is None else body:
        if element.tag == W + "sectPr":
            continue
        read = list(_blocks_of(element, reading))
        ending = child(child(element, "pPr"), "sectPr") if element.tag == W + "p" else None
        if ending is None:
            blocks.extend(read)
            continue
        blocks.extend(block for block in read if not (isinstance(block, Paragraph) and not block.inlines))
        section = _section(ending, tuple(blocks), inherited, reading)
        inherited, blocks = (dict(section.headers), dict(section.footers)), []
        for kind, counting in reading.counting.items():
            if counting.by_section:
                # 17.11.19 numRestart.
                reading.counted[kind] = 0
        yield section
    yield _section(child(body, "sectPr"), tuple(blocks), inherited, reading)


def _section(
    element: Element | None, blocks: tuple[Block, ...], inherited: tuple[HeadersByType, HeadersByType], reading: Reading
) -> Section:
    size, margins, numbers = child(element, "pgSz"), child(element, "pgMar"), child(element, "pgNumType")
    width, height = _side(attribute(size, "w"), 612.0), _side(attribute(size, "h"), 792.0)
    return Section(
        blocks=blocks,
        width=width,
        height=height,
        margins=_margins(margins, width, height),
        headers=inherited[0] | _stories(element, "headerReference", reading),
        footers=inherited[1] | _stories(element, "footerReference", reading),
        title_page=bool(switch(element, "titlePg")),
        starts=value(element, "type") or "nextPage",
        first_number=whole(attribute(numbers, "start")),
        number_format=attribute(numbers, "fmt") or "decimal",
        columns=_text_columns(child(element, "cols")),
        borders=borders(child(element, "pgBorders")),
        borders_from=attribute(child(element, "pgBorders"), "offsetFrom") or "text",
        grid=_line_grid(child(element, "docGrid")),
        borders_on=attribute(child(element, "pgBorders"), "display") or "allPages",
    )


def _line_grid(element: Element | None) -> float:
    """17.6.5 docGrid: the distance of its lines, where it is one of lines."""
    kind, pitch = attribute(element, "type"), points(attribute(element, "linePitch"))
    return min(max(pitch or 0.0, 0.0), 72.0) if kind in {"lines", "linesAndChars", "snapToChars"} else 0.0


def _side(text: str | None, usual: float) -> float:
    """A page side; a measure that no page can have is replaced by the usual one, as Word does."""
    measure = points(text)
    return measure if measure is not None and limits.MIN_PAGE_SIDE <= measure <= limits.MAX_PAGE_SIDE else usual


def _margins(element: Element | None, width: float, height: float) -> Margins:
    usual = Margins()

    def measure(name: str, otherwise: float) -> float:
        found = points(attribute(element, name))
        return otherwise if found is None else found

    left, right = measure("left", usual.left) + measure("gutter", 0.0), measure("right", usual.right)
    top, bottom = measure("top", usual.top), measure("bottom", usual.bottom)
    if width - left - right < limits.MIN_TEXT_SIDE or left < 0 or right < 0:
        left = right = min(usual.left, width / 8)
    if height - abs(top) - abs(bottom) < limits.MIN_TEXT_SIDE:
        top = bottom = min(usual.top, height / 8)
    header, footer = measure("header", usual.header), measure("footer", usual.footer)
    return Margins(top, right, bottom, left, min(max(header, 0.0), height / 2), min(max(footer, 0.0), height / 2))


def _text_columns(element: Element | None) -> tuple[tuple[float, float], ...]:
    """(width, space after) of each text column; empty for one column. A width of 0 means an equal share (17.6.4)."""
    count = min(whole(attribute(element, "num")) or 1, 12)
    listed = [] if element is None else element.findall(W + "col")
    if attribute(element, "equalWidth") in {"0", "false", "off"} and len(listed) > 1:
        return tuple(
            (points(attribute(column, "w")) or 0.0, points(attribute(column, "space")) or 0.0) for column in listed[:12]
        )
    space = points(attribute(element, "space"))
    return tuple((0.0, 36.0 if space is None else space) for _ in range(count)) if count > 1 else ()


def _stories(element: Element | None, name: str, reading: Reading) -> HeadersByType:
    found: HeadersByType = {}
    relations = reading.package.relations(reading.package.main)
    for reference in [] if element is None else element.iterfind(W + name):
        relation = relations.get(reference.get(R + "id") or "")
        root = None if relation is None or relation.external else reading.package.tree(relation.target)
        if relation is not None and root is not None:
            found[attribute(reference, "type") or "default"] = _story(root, relation.target, reading)
    return found


def _story(root: Element, part: str, reading: Reading) -> tuple[Block, ...]:
    outer, reading.part = reading.part, part
    open_fields, reading.fields = reading.fields, []
    try:
        return read_blocks(root, reading)
    finally:
        reading.part, reading.fields = outer, open_fields
