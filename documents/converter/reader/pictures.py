"""Reads pictures: DrawingML (ECMA-376 part 1, 20.4) and the older VML (part 4, 19)."""

from collections.abc import Iterator

from documents.converter.model import Picture, RunStyle
from documents.converter.names import WP, A, Element, R, V, W
from documents.converter.reader.context import Reading
from documents.converter.reader.frames import emu, placement_of, vml_place

MAX_SIDE = 4_000.0
METAFILES = frozenset({"emf", "wmf"})
# By the last word of what a frame's content is (20.1.2.2.17 graphicData).
UNDRAWN_KINDS = {"chart": "A chart", "chartex": "A chart", "diagram": "A diagram"}


def read_drawing(element: Element, style: RunStyle, reading: Reading) -> Iterator[Picture]:
    """The pictures of a w:drawing. Linked pictures are never fetched; charts and shapes are left out with a warning."""
    for frame in element:
        if frame.tag not in {WP + "inline", WP + "anchor"}:
            continue
        extent = frame.find(WP + "extent")
        width, height = emu(extent, "cx"), emu(extent, "cy")
        blips = list(frame.iter(A + "blip"))
        kind = next((node.get("uri") or "" for node in frame.iter(A + "graphicData")), "")
        if not blips and frame.find(f".//{W}txbxContent") is None:
            reading.warn("a drawing without a picture (a chart, a diagram or a shape) is left out")
        placement = placement_of(frame) if frame.tag == WP + "anchor" else None
        if not blips and kind.rsplit("/", 1)[-1] in UNDRAWN_KINDS and 0 < width <= MAX_SIDE and 0 < height <= MAX_SIDE:
            sentence = f"{UNDRAWN_KINDS[kind.rsplit('/', 1)[-1]]} stands here in Word. It is not drawn."
            yield Picture("", width, height, style, placement, 0, "", sentence)
        decoration, alt = _described(frame.find(WP + "docPr"))
        for blip in blips[:1]:
            part = _part_of(blip.get(R + "embed") or "", reading)
            if part and 0 < width <= MAX_SIDE and 0 < height <= MAX_SIDE:
                serial = 0 if decoration else reading.next_serial()
                yield Picture(part, width, height, style, placement, serial, alt, _instead(part))


def read_vml(element: Element, style: RunStyle, reading: Reading) -> Iterator[Picture]:
    for shape in element.iter(V + "shape", V + "rect"):
        data = shape.find(V + "imagedata")
        if data is None:
            continue
        width, height, placement = vml_place(shape)
        part = _part_of(data.get(R + "id") or "", reading)
        if part and 0 < width <= MAX_SIDE and 0 < height <= MAX_SIDE:
            alt = (shape.get("alt") or "").strip()
            yield Picture(part, width, height, style, placement, reading.next_serial(), alt, _instead(part))


def _instead(part: str) -> str:
    """What is said in place of a picture whose kind we do not draw."""
    suffix = part.rsplit(".", 1)[-1].lower()
    return (
        f"A drawing of the kind {suffix.upper()} stands here in Word. It is not drawn." if suffix in METAFILES else ""
    )


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
