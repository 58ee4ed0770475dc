"""XML names of WordprocessingML and the few ways its values are written (ECMA-376 part 1, 17 and 22.9)."""

from typing import TypeAlias

from lxml import etree

Element: TypeAlias = etree._Element

W_NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R_NS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MC_NS = "http://schemas.openxmlformats.org/markup-compatibility/2006"
A_NS = "http://schemas.openxmlformats.org/drawingml/2006/main"
WP_NS = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
V_NS = "urn:schemas-microsoft-com:vml"
M_NS = "http://schemas.openxmlformats.org/officeDocument/2006/math"

# A strict document (ISO 29500 strict) uses these names for the same things.
STRICT_NAMES = {
    "http://purl.oclc.org/ooxml/wordprocessingml/main": W_NS,
    "http://purl.oclc.org/ooxml/officeDocument/relationships": R_NS,
    "http://purl.oclc.org/ooxml/drawingml/main": A_NS,
    "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": WP_NS,
    "http://purl.oclc.org/ooxml/officeDocument/math": M_NS,
}

W = f"{{{W_NS}}}"
R = f"{{{R_NS}}}"
MC = f"{{{MC_NS}}}"
A = f"{{{A_NS}}}"
WP = f"{{{WP_NS}}}"
V = f"{{{V_NS}}}"
M = f"{{{M_NS}}}"

OFF = frozenset({"0", "false", "off"})
EMU_PER_POINT = 12_700.0


def child(parent: Element | None, name: str) -> Element | None:
    """The first child `w:name`, or None."""
    return None if parent is None else parent.find(W + name)


def attribute(element: Element | None, name: str) -> str | None:
    """The attribute `w:name` of an element that may be missing."""
    return None if element is None else element.get(W + name)


def value(parent: Element | None, name: str) -> str | None:
    """`w:val` of the child `w:name`, or None when either is missing."""
    return attribute(child(parent, name), "val")


def switch(parent: Element | None, name: str) -> bool | None:
    """An on/off child (17.17.4): present without a value means on; None when absent."""
    found = child(parent, name)
    return None if found is None else found.get(W + "val", "1") not in OFF


def number(text: str | None) -> float | None:
    """A decimal number, or None for anything else: broken measures are left out, as Word does."""
    if text is None:
        return None
    try:
        figure = float(text)
    except ValueError:
        return None
    # Infinity and NaN are numbers to Python and poison to a layout.
    return figure if abs(figure) < 1e9 else None


UNITS = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "pc": 12.0, "pi": 12.0}


def points(text: str | None) -> float | None:
    """Points of a measure in twentieths of a point or with a unit of its own (22.9.2.14 ST_TwipsMeasure)."""
    if text is None:
        return None
    if text[-2:] in UNITS:
        figure = number(text[:-2])
        return None if figure is None else figure * UNITS[text[-2:]]
    figure = number(text)
    return None if figure is None else figure / 20


def whole(text: str | None) -> int | None:
    """An integer, or None."""
    figure = number(text)
    return None if figure is None else int(figure)
