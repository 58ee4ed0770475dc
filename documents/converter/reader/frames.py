"""Text boxes and framed paragraphs: where they stand and what is drawn around them.

Sources: ECMA-376 part 1, 20.4.2 (anchors), 20.1.2.1.1 (bodyPr), 17.3.1.11 (framePr); part 4, 19.1 (VML shapes).
"""

import re
from collections.abc import Iterator

from lxml import etree

from documents.converter import limits
from documents.converter.model import Border, Frame, Placement
from documents.converter.names import EMU_PER_POINT, UNITS, WP, A, Element, V, W, attribute, number, points
from documents.converter.properties import colour

WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
WP14 = "{http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing}"
# The distance of a text box's text from its edge where nothing is said (20.1.2.1.1): a tenth and a twentieth of an inch.
USUAL_INSETS = (7.2, 3.6, 7.2, 3.6)
VML_ORIGINS = {"page": "page", "margin": "margin", "text": "paragraph", "char": "column", "line": "line"}
VML_AREAS = VML_ORIGINS | {"top-margin-area": "topMargin", "bottom-margin-area": "bottomMargin"}
VML_COLOURS = {
    "white": "FFFFFF",
    "black": "000000",
    "red": "FF0000",
    "yellow": "FFFF00",
    "blue": "0000FF",
    "silver": "C0C0C0",
}
# The most characters of a decorative line, and its height in sizes of its font.
LONGEST_ART, ART_LINE = 200, 1.15
# How wide a character is in sizes of its font, where a line must be fitted before it is measured.
USUAL_ADVANCE = 0.62
ANCHORS = {"ctr": "middle", "b": "bottom"}
TABLE_ORIGINS = {"page": "page", "margin": "margin", "text": "column"}
FRAME_ORIGINS = {"page": "page", "margin": "margin", "text": "paragraph"}


def emu(element: Element | None, name: str) -> float:
    return 0.0 if element is None else (number(element.get(name)) or 0.0) / EMU_PER_POINT


def css(text: str | None) -> float:
    """Points of a measure as VML writes it."""
    if not text:
        return 0.0
    if text.endswith("px"):
        return (number(text[:-2]) or 0.0) * 0.75
    if text[-2:] in UNITS:
        return (number(text[:-2]) or 0.0) * UNITS[text[-2:]]
    return number(text) or 0.0


def placement_of(anchor: Element) -> Placement:
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
        distances=(emu(anchor, "distL"), emu(anchor, "distT"), emu(anchor, "distR"), emu(anchor, "distB")),
    )


def _words(position: Element | None, name: str) -> str:
    found = None if position is None else position.find(WP + name)
    return "" if found is None else (found.text or "").strip()


def boxes_of(drawing: Element, serial: int) -> Iterator[tuple[Element, Frame | None]]:
    """(content, frame) of each text box of a drawing; no frame for boxes of a group or in line, which stay in the flow."""
    contents = list(drawing.iter(W + "txbxContent"))
    anchor = drawing.find(WP + "anchor")
    shape = None if anchor is None else next(anchor.iter(WPS + "wsp"), None)
    for content in contents:
        frame = None
        if len(contents) == 1 and anchor is not None and shape is not None:
            frame = _drawn_frame(anchor, shape, serial)
        elif len(contents) == 1 and anchor is None:
            frame = _vml_frame(content, serial)
        yield content, frame
    if not contents:
        yield from _decorative(drawing, serial)


def _decorative(drawing: Element, serial: int) -> Iterator[tuple[Element, Frame | None]]:
    """Text drawn as a shape, such as a watermark (part 4, 19.1.2.23 textpath): one line as wide and high as the shape."""
    for shape in drawing.iter(V + "shape"):
        path = shape.find(V + "textpath")
        words = "" if path is None else " ".join((path.get("string") or "").split())[:LONGEST_ART]
        width, height, placement = vml_place(shape)
        if path is None or not words:
            continue
        if not 0 < width <= limits.MAX_INDENT or not 0 < height <= limits.MAX_INDENT:
            continue
        look = dict(re.findall(r"([\w-]+)\s*:\s*([^;]+)", path.get("style") or ""))
        if placement is None:
            # In its line: set in the flow, as large as its shape lets it be.
            size = min(height / ART_LINE, width / (len(words) * USUAL_ADVANCE))
            yield _line_of_text(words, look, size, _faded(shape), _alignment(shape)), None
            continue
        turn = _degrees(dict(re.findall(r"([\w-]+)\s*:\s*([^;]+)", shape.get("style") or "")).get("rotation", ""))
        yield (
            _line_of_text(words, look, height / ART_LINE, _faded(shape)),
            Frame(placement, width, height, insets=(0.0,) * 4, turn=turn, stretched=True, serial=serial),
        )


def _degrees(text: str) -> float:
    """An angle in degrees, or in their 65536ths where it ends in fd (part 4, 19.1.2.19 rotation)."""
    fine = text.strip().endswith("fd")
    return (number(text.strip().removesuffix("fd")) or 0.0) / (65536 if fine else 1) % 360


def _alignment(shape: Element) -> str:
    """How the paragraph that a shape stands in is aligned."""
    holder = next(iter(shape.iterancestors(W + "p")), None)
    found = None if holder is None else holder.find(f"{W}pPr/{W}jc")
    return attribute(found, "val") or "left"


def _line_of_text(words: str, look: dict[str, str], size: float, ink: str, alignment: str = "left") -> Element:
    """A text box's content with one line of this look."""
    content = etree.Element(W + "txbxContent")
    line = etree.SubElement(content, W + "p")
    etree.SubElement(etree.SubElement(line, W + "pPr"), W + "jc", {W + "val": alignment})
    run = etree.SubElement(line, W + "r")
    properties = etree.SubElement(run, W + "rPr")
    family = look.get("font-family", "").strip("\"' ")
    if family:
        etree.SubElement(properties, W + "rFonts", {W + "ascii": family, W + "hAnsi": family, W + "cs": family})
    if look.get("font-weight", "").strip() == "bold":
        etree.SubElement(properties, W + "b")
    etree.SubElement(properties, W + "color", {W + "val": ink})
    etree.SubElement(properties, W + "sz", {W + "val": f"{size * 2:.1f}"})
    etree.SubElement(run, W + "t").text = words
    return content


def _faded(shape: Element) -> str:
    """The colour of a shape's fill, mixed with the white of the paper where it lets it through."""
    ink = _vml_colour(shape.get("fillcolor")) or "C0C0C0"
    fill = shape.find(V + "fill")
    written = "" if fill is None else fill.get("opacity") or ""
    share = (number(written.removesuffix("f")) or 0.0) / (65536 if written.endswith("f") else 1) if written else 1.0
    mixed = (255 - (255 - int(ink[at : at + 2], 16)) * min(max(share, 0.1), 1.0) for at in (0, 2, 4))
    return "".join(f"{round(part):02X}" for part in mixed)


def _drawn_frame(anchor: Element, shape: Element, serial: int) -> Frame | None:
    extent, body, look = anchor.find(WP + "extent"), shape.find(WPS + "bodyPr"), shape.find(WPS + "spPr")
    width, height = emu(extent, "cx"), emu(extent, "cy")
    share = anchor.find(f"{WP14}sizeRelH/{WP14}pctWidth")
    if not 0 < width <= limits.MAX_INDENT or not 0 < height <= limits.MAX_INDENT:
        return None
    return Frame(
        placement=placement_of(anchor),
        width=width,
        height=height,
        share=(number(share.text) or 0.0) / 100_000 if share is not None else 0.0,
        insets=_insets(body),
        fill=_solid(look),
        line=_line(look),
        grows=body is not None and body.find(A + "spAutoFit") is not None,
        anchor="top" if body is None else ANCHORS.get(body.get("anchor") or "t", "top"),
        serial=serial,
    )


def _insets(body: Element | None) -> tuple[float, float, float, float]:
    found = [
        usual if body is None or body.get(name) is None else emu(body, name)
        for name, usual in zip(("lIns", "tIns", "rIns", "bIns"), USUAL_INSETS, strict=True)
    ]
    left, top, right, bottom = (min(max(inset, 0.0), 144.0) for inset in found)
    return left, top, right, bottom


def _solid(look: Element | None) -> str | None:
    found = None if look is None else look.find(f"{A}solidFill/{A}srgbClr")
    return None if found is None else colour(found.get("val"))


def _line(look: Element | None) -> Border | None:
    line = None if look is None else look.find(A + "ln")
    if line is None or line.find(A + "noFill") is not None:
        return None
    return Border(min(max(emu(line, "w") or 0.75, 0.25), 12.0), _solid(line))


def _vml_frame(content: Element, serial: int) -> Frame | None:
    box = content.getparent()
    shape = None if box is None else box.getparent()
    if box is None or shape is None or not str(shape.tag).startswith(V):
        return None
    width, height, placement = vml_place(shape)
    if placement is None or not 0 < width <= limits.MAX_INDENT or not 0 < height <= limits.MAX_INDENT:
        return None
    insets = [css(part.strip()) if part.strip() else None for part in (box.get("inset") or "").split(",")]
    insets += [None] * (4 - len(insets))
    usual = [inset if inset is not None else other for inset, other in zip(insets, USUAL_INSETS, strict=False)]
    return Frame(
        placement=placement,
        width=width,
        height=height,
        insets=(usual[0], usual[1], usual[2], usual[3]),
        fill=None if shape.get("filled") in {"f", "false"} else _vml_colour(shape.get("fillcolor")),
        line=None if shape.get("stroked") in {"f", "false"} else Border(0.75, _vml_colour(shape.get("strokecolor"))),
        grows="mso-fit-shape-to-text:t" in (box.get("style") or ""),
        anchor=next(iter(re.findall(r"v-text-anchor\s*:\s*(middle|bottom)", shape.get("style") or "")), "top"),
        serial=serial,
    )


def vml_place(shape: Element) -> tuple[float, float, Placement | None]:
    """(width, height, where it floats) of a VML shape; None where it stands in its line (part 4, 19.1.2.19 style)."""
    style = dict(re.findall(r"([\w-]+)\s*:\s*([^;]+)", shape.get("style") or ""))
    width, height = css(style.get("width")), css(style.get("height"))
    if style.get("position") != "absolute":
        return width, height, None
    wrap = next((node for node in shape if str(node.tag).endswith("}wrap")), None)
    anchors = ("text", "text") if wrap is None else (wrap.get("anchorx") or "text", wrap.get("anchory") or "text")
    across, down = style.get("mso-position-horizontal", ""), style.get("mso-position-vertical", "")
    origin = VML_ORIGINS.get(style.get("mso-position-horizontal-relative", anchors[0]), "column")
    placement = Placement(
        horizontal_from="column" if origin == "paragraph" else origin,
        horizontal_align=across if across in {"left", "center", "right"} else "",
        x=css(style.get("margin-left")) or css(style.get("left")),
        vertical_from=VML_AREAS.get(style.get("mso-position-vertical-relative", anchors[1]), "paragraph"),
        vertical_align=down if down in {"top", "center", "bottom"} else "",
        y=css(style.get("margin-top")) or css(style.get("top")),
        wrap="none" if wrap is None else (wrap.get("type") or "none").lower(),
        distances=(9.0, 0.0, 9.0, 0.0),
    )
    return width, height, placement


def _vml_colour(text: str | None) -> str | None:
    """A colour as VML writes it: six or three hexadecimal digits or a name, perhaps with its place in the palette behind it."""
    word = (text or "").split(" ")[0].lower()
    if word in VML_COLOURS:
        return VML_COLOURS[word]
    figures = word.lstrip("#")
    return colour("".join(figure * 2 for figure in figures) if len(figures) == 3 else figures)


def frame_of_table(place: Element, width: float, serial: int) -> Frame:
    """17.4.57 tblpPr: a table that text flows around; it hangs on the paragraph after it."""

    def measure(name: str) -> float:
        return min(max(points(attribute(place, name)) or 0.0, -limits.MAX_INDENT), limits.MAX_INDENT)

    across, down = attribute(place, "tblpXSpec") or "", attribute(place, "tblpYSpec") or ""
    return Frame(
        placement=Placement(
            horizontal_from=TABLE_ORIGINS.get(attribute(place, "horzAnchor") or "text", "column"),
            horizontal_align={"inside": "left", "outside": "right"}.get(across, across),
            x=measure("tblpX"),
            vertical_from=FRAME_ORIGINS.get(attribute(place, "vertAnchor") or "page", "page"),
            vertical_align={"inside": "top", "outside": "bottom", "inline": ""}.get(down, down),
            y=measure("tblpY"),
            wrap="square",
            distances=(
                measure("leftFromText"),
                measure("topFromText"),
                measure("rightFromText"),
                measure("bottomFromText"),
            ),
        ),
        width=min(max(width, 0.0), limits.MAX_INDENT),
        height=0.0,
        grows=True,
        before=True,
        serial=serial,
    )


def frame_of_paragraph(properties: Element | None, serial: int) -> Frame | None:
    """17.3.1.11: a paragraph set in a frame of its own, or a dropped capital letter."""
    frame = None if properties is None else properties.find(W + "framePr")
    if frame is None:
        return None
    across = FRAME_ORIGINS.get(attribute(frame, "hAnchor") or "text", "paragraph")
    margin = points(attribute(frame, "hSpace")) or 0.0
    drop = attribute(frame, "dropCap") in {"drop", "margin"}
    return Frame(
        placement=Placement(
            horizontal_from="column" if across == "paragraph" else across,
            horizontal_align=attribute(frame, "xAlign") or "",
            x=points(attribute(frame, "x")) or 0.0,
            vertical_from=FRAME_ORIGINS.get(attribute(frame, "vAnchor") or "text", "paragraph"),
            vertical_align=attribute(frame, "yAlign") or "",
            y=points(attribute(frame, "y")) or 0.0,
            wrap="none" if attribute(frame, "wrap") in {"none", "through"} else "square",
            distances=(
                margin,
                points(attribute(frame, "vSpace")) or 0.0,
                margin,
                points(attribute(frame, "vSpace")) or 0.0,
            ),
        ),
        width=min(max(points(attribute(frame, "w")) or 0.0, 0.0), limits.MAX_INDENT),
        height=0.0 if drop else min(max(points(attribute(frame, "h")) or 0.0, 0.0), limits.MAX_INDENT),
        insets=(0.0, 0.0, 0.0, 0.0),
        grows=attribute(frame, "hRule") != "exact",
        before=True,
        serial=serial,
    )
