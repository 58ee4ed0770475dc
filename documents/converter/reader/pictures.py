"""Reads pictures: DrawingML (ECMA-376 part 1, 20.4) and the older VML (part 4, 19)."""

import re
from collections.abc import Iterator

from documents.converter.model import Picture, Placement, RunStyle
from documents.converter.names import EMU_PER_POINT, UNITS, WP, A, Element, R, V, W, number
from documents.converter.reader.context import Reading

MAX_SIDE = 4_000.0


def read_drawing(element: Element, style: RunStyle, reading: Reading) -> Iterator[Picture]:
    """The pictures of a w:drawing. Linked pictures are never fetched; charts and shapes are left out with a warning."""
    for frame in element:
        if frame.tag not in {WP + "inline", WP + "anchor"}:
            continue
        extent = frame.find(WP + "extent")
        width, height = _emu(extent, "cx"), _emu(extent, "cy")
        blips = list(frame.iter(A + "blip"))
        if not blips and frame.find(f".//{W}txbxContent") is None:
            reading.warn("a drawing without a picture (a chart, a diagram or a shape) is left out")
        placement = _placement(frame) if frame.tag == WP + "anchor" else None
        decoration, alt = _described(frame.find(WP + "docPr"))
        if placement is not None and placement.wrap in {"square", "tight", "through", "topandbottom"} and blips:
            reading.warn("text does not make room for floating pictures: look whether one covers it")
        for blip in blips[:1]:
            part = _part_of(blip.get(R + "embed") or "", reading)
            if part and 0 < width <= MAX_SIDE and 0 < height <= MAX_SIDE:
                serial = 0 if decoration else reading.next_serial()
                yield Picture(part, width, height, style, placement, serial, alt)


def read_vml(element: Element, style: RunStyle, reading: Reading) -> Iterator[Picture]:
    for shape in element.iter(V + "shape", V + "rect"):
        data = shape.find(V + "imagedata")
        if data is None:
            continue
        sizes = dict(re.findall(r"(width|height)\s*:\s*([\d.]+(?:pt|in|cm|mm|px)?)", shape.get("style") or ""))
        width, height = _css(sizes.get("width")), _css(sizes.get("height"))
        part = _part_of(data.get(R + "id") or "", reading)
        if part and 0 < width <= MAX_SIDE and 0 < height <= MAX_SIDE:
            yield Picture(part, width, height, style, None, reading.next_serial(), (shape.get("alt") or "").strip())


def _part_of(relation_id: str, reading: Reading) -> str:
    relation = reading.package.relations(reading.part).get(relation_id)
    if relation is None:
        reading.warn("a picture that is only linked, not part of the file, is left out")
        return ""
    if relation.external:
        reading.warn("a picture that lies outside the file is left out: it is never fetched")
        return ""
    return relation.target if relation.target in reading.package.names else ""


def _described(properties: Element | None) -> tuple[bool, str]:
    """(whether a drawing is mere decoration, what its author says it shows) (20.4.2.5 docPr; [MS-ODRAWXML] 2.2 decorative)."""
    if properties is None:
        return False, ""
    decoration = any(
        str(node.tag).endswith("}decorative") and node.get("val") in {"1", "true"} for node in properties.iter()
    )
    return decoration, (properties.get("descr") or properties.get("title") or "").strip()


def _emu(element: Element | None, name: str) -> float:
    return 0.0 if element is None else (number(element.get(name)) or 0.0) / EMU_PER_POINT


def _css(text: str | None) -> float:
    if not text:
        return 0.0
    if text.endswith("px"):
        return (number(text[:-2]) or 0.0) * 0.75
    if text[-2:] in UNITS:
        return (number(text[:-2]) or 0.0) * UNITS[text[-2:]]
    return number(text) or 0.0


def _placement(anchor: Element) -> Placement:
    """20.4.2.3: horizontal and vertical position, each relative to something, by alignment or by offset."""
    across, down = anchor.find(WP + "positionH"), anchor.find(WP + "positionV")
    wraps = [str(node.tag).rsplit("}", 1)[-1] for node in anchor if str(node.tag).startswith(WP + "wrap")]
    return Placement(
        horizontal_from="column" if across is None else across.get("relativeFrom") or "column",
        horizontal_align=_words(across, "align"),
        x=(number(_words(across, "posOffset")) or 0.0) / EMU_PER_POINT,
        vertical_from="paragraph" if down is None else down.get("relativeFrom") or "paragraph",
        vertical_align=_words(down, "align"),
        y=(number(_words(down, "posOffset")) or 0.0) / EMU_PER_POINT,
        wrap=wraps[0][4:].lower() if wraps else "none",
    )


def _words(position: Element | None, name: str) -> str:
    found = None if position is None else position.find(WP + name)
    return "" if found is None else (found.text or "").strip()
