"""Reads run, paragraph and border properties into plain dictionaries that later ones override key by key.

Keys that are absent say nothing, so a cascade is `{**weaker, **stronger}`; tab stops and borders merge one level deeper.
Sources: ECMA-376 part 1, 17.3.1 (paragraphs), 17.3.2 (runs), 17.7 (styles).
"""

from collections.abc import Callable, Mapping
from typing import Any

from documents.converter import limits
from documents.converter.model import Align, Border, ParagraphStyle, RunStyle, TabStop
from documents.converter.names import OFF, Element, W, attribute, number, points, whole

Properties = dict[str, Any]
ThemeFonts = Mapping[str, str]

# The toggle properties of 17.7.3 that we draw.
TOGGLES = {
    "b": "bold",
    "i": "italic",
    "strike": "strike",
    "dstrike": "strike",
    "caps": "caps",
    "smallCaps": "small_caps",
    "vanish": "hidden",
}
SWITCHES = TOGGLES | {"bCs": "bold_cs", "iCs": "italic_cs", "rtl": "right_to_left", "cs": "complex_script"}
MEASURES = frozenset({"sz", "szCs", "position", "spacing", "kern", "w"})
COLOURS = frozenset({"color", "highlight", "shd", "bdr", "u", "vertAlign"})
PARAGRAPH_SWITCHES = {
    "contextualSpacing": "contextual",
    "keepNext": "keep_next",
    "keepLines": "keep_lines",
    "pageBreakBefore": "page_break_before",
    "widowControl": "widow_control",
    "bidi": "right_to_left",
    "snapToGrid": "snaps",
}
FACES = (
    (W + "asciiTheme", W + "ascii", "font"),
    (W + "hAnsiTheme", W + "hAnsi", "font_high"),
    (W + "eastAsiaTheme", W + "eastAsia", "font_east"),
    (W + "cstheme", W + "cs", "font_cs"),
)
ALIGNMENTS = {
    "left": Align.LEFT,
    "start": Align.LEFT,
    "center": Align.CENTER,
    "right": Align.RIGHT,
    "end": Align.RIGHT,
    "both": Align.JUSTIFY,
    "distribute": Align.JUSTIFY,
    "thaiDistribute": Align.JUSTIFY,
    "lowKashida": Align.JUSTIFY,
    "mediumKashida": Align.JUSTIFY,
    "highKashida": Align.JUSTIFY,
}
# 17.18.40 names colours as the web does; Word draws those of its old palette of sixteen, whose dark ones are darker (measured).
HIGHLIGHTS = {
    "yellow": "FFFF00",
    "green": "00FF00",
    "cyan": "00FFFF",
    "magenta": "FF00FF",
    "blue": "0000FF",
    "red": "FF0000",
    "darkBlue": "000080",
    "darkCyan": "008080",
    "darkGreen": "008000",
    "darkMagenta": "800080",
    "darkRed": "800000",
    "darkYellow": "808000",
    "darkGray": "808080",
    "lightGray": "C0C0C0",
    "black": "000000",
    "white": "FFFFFF",
}
# How much of a striped pattern is ink.
STRIPES = 1 / 3
# The luminance, of 255, up to which a ground counts as dark.
DARKEST = 62
LEADERS = {"dot": ".", "hyphen": "-", "underscore": "_", "heavy": "_", "middleDot": "·"}


def colour(text: str | None) -> str | None:
    """Six hexadecimal digits, or None for automatic and for anything that is not a colour."""
    if text is None or len(text) != 6:
        return None
    try:
        int(text, 16)
    except ValueError:
        return None
    return text.upper()


def shade(element: Element | None) -> str | None:
    """The colour of a w:shd (17.3.5): a pattern of colour on a fill is drawn as the mixture that the eye sees."""
    if element is None:
        return None
    pattern, fill = attribute(element, "val") or "clear", colour(attribute(element, "fill"))
    if pattern in {"clear", "nil"}:
        return fill
    percent = number(pattern.removeprefix("pct")) if pattern.startswith("pct") else None
    share = 1.0 if pattern == "solid" else percent / 100 if percent is not None else STRIPES
    ink, ground = colour(attribute(element, "color")) or "000000", fill or "FFFFFF"
    mixed = [int(ink[at : at + 2], 16) * share + int(ground[at : at + 2], 16) * (1 - share) for at in (0, 2, 4)]
    return "".join(f"{min(max(round(part), 0), 255):02X}" for part in mixed)


def run_properties(element: Element | None, theme: ThemeFonts) -> Properties:
    """What a w:rPr says."""
    found: Properties = {}
    if element is None:
        return found
    # One pass over the children: this is asked for every run of a document.
    parts = {str(part.tag)[len(W) :]: part for part in element}
    for name, part in parts.items():
        key = SWITCHES.get(name)
        if key is not None:
            found[key] = part.get(W + "val", "1") not in OFF
    if "rFonts" in parts:
        _fonts(parts["rFonts"], theme, found)
    if not parts.keys().isdisjoint(MEASURES):
        _measures(parts, found)
    if not parts.keys().isdisjoint(COLOURS):
        _colours(parts, found)
    if "rStyle" in parts:
        style = attribute(parts["rStyle"], "val")
        if style:
            found["style_id"] = style
    return found


def _fonts(fonts: Element, theme: ThemeFonts, found: Properties) -> None:
    for themed, named, key in FACES:
        face = theme.get(fonts.get(themed) or "") or fonts.get(named)
        if face:
            found[key] = face


def _measures(parts: Mapping[str, Element], found: Properties) -> None:
    for name, key in (("sz", "size"), ("szCs", "size_cs")):
        half_points = number(attribute(parts.get(name), "val"))
        if half_points is not None and half_points > 0:
            found[key] = min(half_points / 2, limits.MAX_FONT_SIZE)
    if "position" in parts:
        raised = number(attribute(parts["position"], "val"))
        if raised is not None:
            found["raised"] = raised / 2
    if "spacing" in parts:
        spacing = points(attribute(parts["spacing"], "val"))
        if spacing is not None:
            found["spacing"] = max(-limits.MAX_FONT_SIZE, min(spacing, limits.MAX_FONT_SIZE))
    if "kern" in parts:
        kern = number(attribute(parts["kern"], "val"))
        if kern is not None:
            found["kern_from"] = kern / 2 if kern > 0 else None
    if "w" in parts:
        scale = number((attribute(parts["w"], "val") or "").rstrip("%"))
        if scale is not None and 1 <= scale <= 600:
            found["scale"] = scale / 100


def _colours(parts: Mapping[str, Element], found: Properties) -> None:
    if "color" in parts:
        found["color"] = colour(attribute(parts["color"], "val"))
    if "highlight" in parts:
        found["highlight"] = HIGHLIGHTS.get(attribute(parts["highlight"], "val") or "")
    elif "shd" in parts:
        found["shade"] = shade(parts["shd"])
    if "bdr" in parts:
        found["border"] = border_of(parts["bdr"])
    if "u" in parts:
        kind = attribute(parts["u"], "val") or "single"
        found["underline"] = "" if kind == "none" else kind
    if "vertAlign" in parts:
        found["script"] = {"superscript": "super", "subscript": "sub"}.get(
            attribute(parts["vertAlign"], "val") or "", ""
        )


def paragraph_properties(element: Element | None) -> Properties:
    """What a w:pPr says, without its style and numbering references."""
    found: Properties = {}
    if element is None:
        return found
    # One pass over the children, the first of a name: this is asked for every paragraph.
    parts: dict[str, Element] = {}
    for part in element:
        parts.setdefault(str(part.tag)[len(W) :], part)
    for name, part in parts.items():
        key = PARAGRAPH_SWITCHES.get(name)
        if key is not None:
            found[key] = part.get(W + "val", "1") not in OFF
    align = ALIGNMENTS.get(attribute(parts.get("jc"), "val") or "")
    if align is not None:
        found["align"] = align
    if "ind" in parts:
        _indents(parts["ind"], found)
    if "spacing" in parts:
        _spacing(parts["spacing"], found)
    level = whole(attribute(parts.get("outlineLvl"), "val"))
    if level is not None:
        found["heading_level"] = level if 0 <= level < 9 else None
    if "tabs" in parts:
        found["tabs"] = _tab_stops(parts["tabs"])
    if "pBdr" in parts:
        found["borders"] = borders(parts["pBdr"])
    if "shd" in parts:
        found["shading"] = shade(parts["shd"])
    return found


def _indents(indents: Element | None, found: Properties) -> None:
    """17.3.1.12: each attribute on its own; hanging wins over firstLine."""
    for names, key in ((("start", "left"), "left"), (("end", "right"), "right")):
        for name in names:
            measure = points(attribute(indents, name))
            if measure is not None:
                found[key] = _within(measure)
                break
    first = points(attribute(indents, "firstLine"))
    hanging = points(attribute(indents, "hanging"))
    if hanging is not None:
        found["first"] = -_within(hanging)
    elif first is not None:
        found["first"] = _within(first)


def _within(measure: float) -> float:
    return max(-limits.MAX_INDENT, min(measure, limits.MAX_INDENT))


def _spacing(spacing: Element | None, found: Properties) -> None:
    """17.3.1.33; automatic spacing is 14 pt (measured)."""
    for name in ("before", "after"):
        measure = points(attribute(spacing, name))
        if measure is not None:
            found[name] = max(0.0, _within(measure))
        automatic = attribute(spacing, f"{name}Autospacing")
        if automatic is not None:
            found[f"{name}_auto"] = automatic not in {"0", "false", "off"}
    line = number(attribute(spacing, "line"))
    if line is not None and line != 0:
        found["line"] = min(abs(line), limits.MAX_INDENT * 20)
        found["line_rule"] = "exact" if line < 0 else "auto"
    rule = attribute(spacing, "lineRule")
    if rule in {"auto", "exact", "atLeast"}:
        found["line_rule"] = rule


def _tab_stops(tabs: Element | None) -> dict[float, tuple[str, str]]:
    stops: dict[float, tuple[str, str]] = {}
    for tab in [] if tabs is None else tabs.iterfind(W + "tab"):
        at = points(attribute(tab, "pos"))
        if at is not None and abs(at) <= limits.MAX_INDENT:
            kind = {"start": "left", "end": "right", "num": "left"}.get(
                attribute(tab, "val") or "", attribute(tab, "val") or "left"
            )
            stops[at] = (kind, LEADERS.get(attribute(tab, "leader") or "", ""))
    return stops


def borders(element: Element | None) -> dict[str, Border]:
    """The sides that a border element speaks about; "nil" and "none" become lines of no width (17.4.66)."""
    found: dict[str, Border] = {}
    for side in [] if element is None else element:
        if not isinstance(side.tag, str) or not side.tag.startswith(W):
            continue
        name = {"start": "left", "end": "right"}.get(side.tag[len(W) :], side.tag[len(W) :])
        found[name] = border_of(side)
    return found


def border_of(side: Element) -> Border:
    """One line (17.3.4): its width in eighths of a point; "nil" and "none" are lines of no width."""
    pattern = attribute(side, "val") or "nil"
    if pattern in {"nil", "none"}:
        return Border(0.0, None, pattern)
    eighths = number(attribute(side, "sz"))
    width = min(max((4 if eighths is None else eighths) / 8, 0.25), 12.0)
    space = number(attribute(side, "space")) or 0.0
    return Border(width, colour(attribute(side, "color")), pattern, max(0.0, min(space, 31.0)))


def merged(*layers: Properties) -> Properties:
    """Later layers win key by key; tab stops and borders merge stop by stop and side by side."""
    whole_cascade: Properties = {}
    for layer in layers:
        for key, content in layer.items():
            if key in {"tabs", "borders"} and key in whole_cascade:
                whole_cascade[key] = {**whole_cascade[key], **content}
            else:
                whole_cascade[key] = content
    return whole_cascade


def _automatic(ground: str | None) -> str | None:
    """17.3.2.6: automatic text is black, and white on a dark ground, so that it can be read (measured: up to a quarter of white)."""
    if ground is None:
        return None
    red, green, blue = (int(ground[at : at + 2], 16) for at in (0, 2, 4))
    return "FFFFFF" if red * 77 + green * 151 + blue * 28 <= DARKEST * 256 else None


def run_style(found: Properties) -> RunStyle:
    """The finished look of a run."""
    complex_script = bool(found.get("right_to_left") or found.get("complex_script"))
    own: Callable[[str, Any], Any] = found.get
    size = own("size", 10.0)
    bold, italic = own("bold", False), own("italic", False)
    font = own("font", None) or own("font_high", None) or "Times New Roman"
    if complex_script:
        size, bold, italic = own("size_cs", size), own("bold_cs", False), own("italic_cs", False)
        font = own("font_cs", font)
    return RunStyle(
        font=font,
        size=size,
        bold=bold,
        italic=italic,
        underline=own("underline", ""),
        strike=own("strike", False),
        color=own("color", None) or _automatic(own("highlight", None) or own("shade", None) or own("ground", None)),
        highlight=own("highlight", None) or own("shade", None),
        caps=own("caps", False),
        small_caps=own("small_caps", False),
        script=own("script", ""),
        raised=own("raised", 0.0),
        spacing=own("spacing", 0.0),
        kern_from=own("kern_from", None),
        scale=own("scale", 1.0),
        hidden=own("hidden", False),
        right_to_left=own("right_to_left", False),
        border=own("border", None),
    )


def paragraph_style(found: Properties, style_id: str, automatic: float = 14.0) -> ParagraphStyle:
    """The finished setting of a paragraph. In a right-to-left one left and right mean start and end (17.3.1.6): layout mirrors it."""
    own: Callable[[str, Any], Any] = found.get
    stops = tuple(
        TabStop(at, kind, leader)
        for at, (kind, leader) in sorted(own("tabs", {}).items())
        if kind not in {"clear", "bar"}
    )
    return ParagraphStyle(
        style_id=style_id,
        align=own("align", Align.LEFT),
        left=own("left", 0.0),
        right=own("right", 0.0),
        first=own("first", 0.0),
        before=automatic if own("before_auto", False) else own("before", 0.0),
        after=automatic if own("after_auto", False) else own("after", 0.0),
        before_auto=own("before_auto", False),
        after_auto=own("after_auto", False),
        line=own("line", 240.0),
        line_rule=own("line_rule", "auto"),
        contextual=own("contextual", False),
        snaps=own("snaps", True),
        keep_next=own("keep_next", False),
        keep_lines=own("keep_lines", False),
        page_break_before=own("page_break_before", False),
        widow_control=own("widow_control", True),
        tabs=stops,
        borders=own("borders", {}),
        shading=own("shading", None),
        right_to_left=own("right_to_left", False),
        heading_level=own("heading_level", None),
    )
