"""Reads pictures: DrawingML (ECMA-376 part 1, 20.4) and the older VML (part 4, 19)."""

import re
from collections.abc import Iterator

from documents.converter.model import Picture, RunStyle
from documents.converter.names import WP, A, Element, R, V, W
from documents.converter.reader.context import Reading
from documents.converter.reader.frames import css, emu, placement_of

MAX_SIDE = 4_000.0


def read_drawing(element: Element, style: RunStyle, reading: Reading) -> Iterator[Picture]:
    """The pictures of a w:drawing. Linked pictures are never fetched; charts and shapes are left out with a warning."""
    for frame in element:
        if frame.tag not in {WP + "inline", WP + "anchor"}:
            continue
        extent = frame.find(WP + "extent")
        width, height = emu(extent, "cx"), emu(extent, "cy")
        blips = list(frame.iter(A + "blip"))
        if not blips and frame.find(f".//{W}txbxContent") is None:
            reading.warn("a drawing without a picture (a chart, a diagram or a shape) is left out")
        placement = placement_of(frame) if frame.tag == WP + "anchor" else None
        decoration, alt = _described(frame.find(WP + "docPr"))
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
        width, height = css(sizes.get("width")), css(sizes.get("height"))
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
