"""Reads a paragraph with its style, its list label and its content (ECMA-376 part 1, 17.3.1)."""

from documents.converter.model import Label, Paragraph, RunStyle
from documents.converter.names import Element, child, value, whole
from documents.converter.numbering import Marker
from documents.converter.properties import (
    Properties,
    merged,
    paragraph_properties,
    paragraph_style,
    run_properties,
    run_style,
)
from documents.converter.reader.context import Reading
from documents.converter.reader.frames import frame_of_paragraph
from documents.converter.reader.inlines import read_inlines
from documents.converter.symbols import readable


def read_paragraph(element: Element, reading: Reading) -> Paragraph:
    """One paragraph; asking for it counts its list number."""
    properties = child(element, "pPr")
    style_id = reading.sheet.paragraph_style_id(properties)
    number_id, level = _numbering(properties, style_id, reading)
    resolved = _resolved(properties, style_id, number_id, level, reading)
    mark_direct = run_properties(child(properties, "rPr"), reading.sheet.theme)
    mark = reading.sheet.look(style_id, mark_direct, reading.table_run)
    # The paragraph's own number comes before the ones that fields inside it count.
    ends_section = child(properties, "sectPr") is not None
    marker = reading.numbering.marker(number_id, level) if number_id and not ends_section else None
    outer, ground = reading.table_run, resolved.get("shading")
    if ground is not None:
        reading.table_run = {**outer, "ground": ground}
    inlines = read_inlines(element, style_id, reading)
    reading.table_run = outer
    if number_id and ends_section and inlines:
        marker = reading.numbering.marker(number_id, level)
    return Paragraph(
        style=paragraph_style(resolved, style_id, reading.automatic_space),
        mark=mark,
        inlines=inlines,
        label=None if marker is None else _label(marker, level, style_id, mark_direct, reading),
        base=reading.sheet.look(style_id, {}, reading.table_run),
        frame=frame_of_paragraph(properties, 0),
        bookmarks=_taken(reading.bookmarks),
    )


def _taken(waiting: list[str]) -> tuple[str, ...]:
    taken = tuple(waiting)
    waiting.clear()
    return taken


def _numbering(properties: Element | None, style_id: str, reading: Reading) -> tuple[str | None, int]:
    """17.9.19: the paragraph's own numbering, else its style's; numId 0 takes it away."""
    direct = child(properties, "numPr")
    styled_id, styled_level, owner = reading.sheet.numbering_of(style_id)
    number_id = value(direct, "numId") or styled_id
    if number_id in {None, "0"}:
        return None, 0
    level = whole(value(direct, "ilvl"))
    if level is None and value(direct, "numId") is None:
        linked = reading.numbering.level_of_style(number_id or "", owner or style_id)
        own = reading.numbering.level_of_style(number_id or "", style_id)
        level = own if own is not None else (whole(styled_level) if styled_level is not None else linked)
    return number_id, min(max(level or 0, 0), 8)


def _resolved(
    properties: Element | None, style_id: str, number_id: str | None, level: int, reading: Reading
) -> Properties:
    """The cascade of the design notes: defaults, table style, style chain with each style's list level under it, direct."""
    layers: list[Properties] = [reading.sheet.paragraph_defaults, reading.table_paragraph]
    direct_numbering = child(properties, "numPr")
    removed = value(direct_numbering, "numId") == "0"
    for style, own in reading.sheet.paragraph_layers(style_id):
        numbering = child(child(style, "pPr"), "numPr")
        if numbering is not None and number_id and not removed:
            lent = reading.numbering.level(value(numbering, "numId") or number_id, level)
            layers.append({} if lent is None else _indents_only(lent.paragraph))
        if removed and numbering is not None:
            own = {key: content for key, content in own.items() if key not in {"left", "first"}}
        layers.append(own)
    if direct_numbering is not None and number_id and value(direct_numbering, "numId") is not None:
        lent = reading.numbering.level(number_id, level)
        layers.append({} if lent is None else _indents_only(lent.paragraph))
    layers.append(paragraph_properties(properties))
    return merged(*layers)


def _indents_only(lent: Properties) -> Properties:
    """A level's w:pPr may only bring indents and tabs (17.9.22)."""
    return {key: content for key, content in lent.items() if key in {"left", "right", "first", "tabs"}}


def _label(marker: Marker, level: int, style_id: str, mark: Properties, reading: Reading) -> Label:
    """The label takes the paragraph mark's look, never its underline, then the level's own (measured)."""
    base = {**mark, **({"underline": ""} if "underline" in mark else {}), **marker.level.run}
    style: RunStyle = reading.sheet.look(style_id, base, reading.table_run)
    if "underline" not in marker.level.run and style.underline:
        style = run_style({**reading.sheet.run(style_id, base, reading.table_run), "underline": ""})
    text = readable(marker.text, style.font)
    return Label(text, style, marker.level.follow, marker.level.align, marker.bullet, reading.next_serial(), level)
