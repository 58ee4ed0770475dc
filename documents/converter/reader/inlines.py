"""Reads what stands inside a paragraph: runs, tabs, breaks, fields, notes, pictures (ECMA-376 part 1, 17.3.3 and 17.16)."""

import itertools
from collections.abc import Iterator

from documents.converter import limits
from documents.converter.errors import ConversionRefused
from documents.converter.model import Break, Field, Inline, RunStyle, Tab, Text
from documents.converter.names import Element, M, V, W, attribute, child, whole
from documents.converter.properties import run_properties
from documents.converter.reader.context import OpenField, Reading
from documents.converter.reader.frames import boxes_of
from documents.converter.reader.links import field_link, link_of, words_of
from documents.converter.reader.notes import read_sign
from documents.converter.reader.pictures import read_drawing, read_vml
from documents.converter.symbols import readable
from documents.sayings import gettext_noop

PAGE_FIELDS = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES"})
SILENT = frozenset(
    W + name for name in ("pPr", "rPr", "sectPr", "lastRenderedPageBreak", "softHyphen", "annotationRef", "proofErr")
)
NOTE_KINDS = {W + "footnoteReference": "footnotes", W + "endnoteReference": "endnotes"}
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
BREAKS = {"page": "page", "column": "column"}


def read_inlines(paragraph: Element, style_id: str, reading: Reading) -> tuple[Inline, ...]:
    """The paragraph's content in order. Hidden text and field codes are left out; text boxes are put aside in the reading."""
    return tuple(_content(paragraph, style_id, reading))


def _content(parent: Element, style_id: str, reading: Reading) -> Iterator[Inline]:
    for element in parent:
        tag = element.tag
        if not isinstance(tag, str) or tag in SILENT:
            continue
        if tag == W + "r":
            yield from _run(element, style_id, reading)
        elif tag == W + "hyperlink":
            outer, reading.link = reading.link, link_of(element, reading)
            yield from _content(element, style_id, reading)
            reading.link = outer
        elif tag == W + "bookmarkStart":
            reading.bookmarks.append(attribute(element, "name") or "")
        elif tag == W + "fldSimple":
            yield from _simple_field(element, style_id, reading)
        elif tag == W + "ruby":
            base = child(element, "rubyBase")
            if base is not None:
                yield from _content(base, style_id, reading)
        elif tag.startswith(M) and _visible(reading):
            yield from _formula(element, style_id, reading)
        else:
            yield from _content(element, style_id, reading)


def _formula(element: Element, style_id: str, reading: Reading) -> Iterator[Inline]:
    """A formula as its characters on one line: its two-dimensional setting is not drawn yet."""
    text = "".join(node.text or "" for node in element.iter(M + "t"))
    if text:
        reading.warn("formulas are set on one line, as plain characters")
        yield Text(text, reading.sheet.look(style_id, {}, reading.table_run), reading.next_serial())


def _visible(reading: Reading) -> bool:
    """Field codes never show, results do, and a page number replaces its stale result."""
    return all(field.in_result and field.name not in PAGE_FIELDS for field in reading.fields)


def _run(run: Element, style_id: str, reading: Reading) -> Iterator[Inline]:
    direct = run_properties(child(run, "rPr"), reading.sheet.theme)
    style = reading.sheet.look(style_id, direct, reading.table_run)
    for element in run:
        if not isinstance(element.tag, str) or element.tag in SILENT:
            continue
        if element.tag == W + "fldChar":
            yield from _field_character(element, style, reading)
        elif element.tag == W + "instrText":
            if reading.fields and not reading.fields[-1].in_result:
                reading.fields[-1].instruction += element.text or ""
        elif not _visible(reading):
            yield from _stale_result(style, reading)
        elif not style.hidden:
            yield from _run_content(element, style, style_id, reading)


def _run_content(element: Element, style: RunStyle, style_id: str, reading: Reading) -> Iterator[Inline]:
    tag = str(element.tag)
    name = tag.rsplit("}", 1)[-1]
    if tag == W + "t":
        yield from _written(element, style, reading)
    elif tag in {W + "tab", W + "ptab"}:
        yield Tab(style, reading.next_serial(), (attribute(element, "alignment") or "left") if name == "ptab" else "")
    elif tag in {W + "br", W + "cr"}:
        yield Break(BREAKS.get(attribute(element, "type") or "", "line"), style, reading.next_serial())
    elif tag == W + "noBreakHyphen":
        yield Text("\u2011", style, reading.next_serial())
    elif tag == W + "sym":
        yield from _symbol(element, style, reading)
    elif tag in NOTE_KINDS:
        yield read_sign(element, NOTE_KINDS[tag], style, reading)
    elif tag in {W + "footnoteRef", W + "endnoteRef"} and reading.note_mark:
        yield Text(reading.note_mark, style, reading.next_serial())
    elif tag == W + "pgNum":
        yield Field("PAGE", style, "", reading.next_serial())
    elif tag in {W + "drawing", W + "pict", W + "object"}:
        yield from _drawing(element, style, reading)
    elif tag.startswith(M) or tag == W + "ruby":
        yield from _content(element, style_id, reading)


def _written(element: Element, style: RunStyle, reading: Reading) -> Iterator[Inline]:
    """A w:t (17.3.3.31): a tab in it is a tab where white space is preserved, else a space as in any XML (measured)."""
    text = element.text or ""
    pieces = text.split("\t") if "\t" in text and element.get(XML_SPACE) == "preserve" else (text,)
    for position, piece in enumerate(pieces):
        if position:
            yield Tab(style, reading.next_serial())
        yield from _text(piece, style, reading)


def _text(text: str, style: RunStyle, reading: Reading) -> Iterator[Inline]:
    """Characters of a w:t: other white space is a space, control characters are not text."""
    kept = readable(text, style.font)
    if not (kept.isascii() and kept.isprintable()):
        kept = kept.replace("\r", " ").replace("\n", " ").replace("\t", " ")
        kept = "".join(character for character in kept if character >= " " and character not in "\u00ad\u200b\ufeff")
    if kept:
        reading.characters += len(kept)
        if reading.characters > limits.MAX_TEXT_CHARACTERS:
            raise ConversionRefused(
                "too_large",
                gettext_noop("This document holds more text than a contract can: split it and upload the parts."),
            )
        yield Text(kept, style, reading.next_serial(), reading.target)


def _symbol(element: Element, style: RunStyle, reading: Reading) -> Iterator[Inline]:
    try:
        code = int(attribute(element, "char") or "", 16)
    except ValueError:
        return
    if 0x20 <= code <= 0xFFFF and not 0xD800 <= code <= 0xDFFF:
        yield Text(readable(chr(code), attribute(element, "font") or style.font), style, reading.next_serial())


def _drawing(element: Element, style: RunStyle, reading: Reading) -> Iterator[Inline]:
    reading.boxes.extend(boxes_of(element, reading.next_serial()))
    if element.tag == W + "drawing":
        yield from read_drawing(element, style, reading)
    else:
        yield from read_vml(element, style, reading)
        if element.find(f".//{V}shape") is None and element.tag == W + "object":
            reading.warn("an embedded object has no picture and is left out")


def _simple_field(element: Element, style_id: str, reading: Reading) -> Iterator[Inline]:
    opened = OpenField(attribute(element, "instr") or "", in_result=True)
    opened.link = field_link(opened.instruction)
    if opened.name in PAGE_FIELDS and _visible(reading):
        run = next(iter(element.iter(W + "r")), None)
        direct = run_properties(child(run, "rPr"), reading.sheet.theme)
        style = reading.sheet.look(style_id, direct, reading.table_run)
        yield Field(
            opened.name, style, "".join(node.text or "" for node in element.iter(W + "t")), reading.next_serial()
        )
        return
    reading.fields.append(opened)
    yield from _content(element, style_id, reading)
    reading.fields.pop()


def _field_character(element: Element, style: RunStyle, reading: Reading) -> Iterator[Inline]:
    kind = attribute(element, "fldCharType")
    if kind == "begin":
        reading.fields.append(OpenField())
        box = element.find(f"{W}ffData/{W}checkBox")
        if box is not None and all(field.in_result for field in reading.fields[:-1]):
            checked = child(box, "checked") if child(box, "checked") is not None else child(box, "default")
            on = checked is not None and (attribute(checked, "val") or "1") in {"1", "true", "on"}
            yield Text("☒" if on else "☐", style, reading.next_serial())
    elif kind == "separate" and reading.fields:
        reading.fields[-1].in_result = True
        reading.fields[-1].link = field_link(reading.fields[-1].instruction)
    elif kind == "end" and reading.fields:
        yield from _stale_result(style, reading)
        if reading.fields[-1].name == "LISTNUM" and all(outer.in_result for outer in reading.fields[:-1]):
            yield from _list_number(reading.fields[-1].instruction, style, reading)
        reading.fields.pop()


def _list_number(instruction: str, style: RunStyle, reading: Reading) -> Iterator[Inline]:
    """17.16.5.34 LISTNUM: the next number of a named list, at the level after \\l, in the middle of a paragraph."""
    words = words_of(instruction)
    name = next((word for word in words[1:2] if not word.startswith("\\")), "")
    level = next((whole(after) for word, after in itertools.pairwise(words) if word.lower() == "\\l"), None)
    number_id = reading.numbering.named(name) if name else None
    marker = None if number_id is None else reading.numbering.marker(number_id, min(max(level or 1, 1), 9) - 1)
    if marker is None or marker.bullet:
        reading.warn("a number that a field counts (LISTNUM) is left out: its list is not in the file")
    elif marker.text:
        yield Text(marker.text, style, reading.next_serial())


def _stale_result(style: RunStyle, reading: Reading) -> Iterator[Inline]:
    """In place of the first run of a page field's result, or of its end when it has none, the field itself."""
    innermost = reading.fields[-1]
    outer = reading.fields[:-1]
    if (
        innermost.placed
        or innermost.name not in PAGE_FIELDS
        or not all(f.in_result and f.name not in PAGE_FIELDS for f in outer)
    ):
        return
    innermost.placed = True
    yield Field(innermost.name, style, "", reading.next_serial())
