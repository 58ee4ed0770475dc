"""The style sheet: which properties a paragraph, a run or a table inherits (ECMA-376 part 1, 17.7)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from documents.converter import limits
from documents.converter.model import RunStyle
from documents.converter.names import A, Element, W, attribute, child, value
from documents.converter.properties import TOGGLES, Properties, merged, paragraph_properties, run_properties, run_style

THEME_SLOTS = {
    "majorHAnsi": ("major", "latin"),
    "majorAscii": ("major", "latin"),
    "minorHAnsi": ("minor", "latin"),
    "minorAscii": ("minor", "latin"),
    "majorEastAsia": ("major", "ea"),
    "minorEastAsia": ("minor", "ea"),
    "majorBidi": ("major", "cs"),
    "minorBidi": ("minor", "cs"),
}
TOGGLE_KEYS = frozenset(TOGGLES.values())


def theme_fonts(theme: Element | None) -> dict[str, str]:
    """The font behind each theme slot (17.18.96 ST_Theme); an empty slot is left out."""
    fonts: dict[str, str] = {}
    for slot, (weight, script) in THEME_SLOTS.items():
        found = None if theme is None else theme.find(f".//{A}{weight}Font/{A}{script}")
        face = "" if found is None else found.get("typeface") or ""
        if face:
            fonts[slot] = face
    return fonts


@dataclass(frozen=True)
class StyleSheet:
    """The styles of a document by id, its defaults, and its theme fonts."""

    styles: Mapping[str, Element] = field(default_factory=dict)
    default_paragraph: str = ""
    default_table: str = ""
    paragraph_defaults: Properties = field(default_factory=dict)
    run_defaults: Properties = field(default_factory=dict)
    theme: Mapping[str, str] = field(default_factory=dict)
    default_language: Element | None = None
    # What has been worked out once: styles do not change while a document is read.
    _runs: dict[str | None, Properties] = field(default_factory=dict)
    _looks: dict[tuple[str | None, frozenset[Any], frozenset[Any]], RunStyle] = field(default_factory=dict)
    _paragraphs: dict[str | None, list[tuple[Element, Properties]]] = field(default_factory=dict)
    _numberings: dict[str | None, tuple[str | None, str | None, str | None]] = field(default_factory=dict)

    def chain(self, style_id: str | None) -> list[Element]:
        """The style and what it is based on, the root first; a circle ends where it closes."""
        found: list[Element] = []
        seen: set[str] = set()
        while style_id and style_id in self.styles and style_id not in seen and len(found) < limits.MAX_STYLE_CHAIN:
            seen.add(style_id)
            found.append(self.styles[style_id])
            style_id = value(self.styles[style_id], "basedOn")
        return found[::-1]

    def run_layer(self, style_id: str | None) -> Properties:
        """Run properties of a style and its bases."""
        if style_id not in self._runs:
            self._runs[style_id] = merged(
                *(run_properties(child(style, "rPr"), self.theme) for style in self.chain(style_id))
            )
        return self._runs[style_id]

    def run(self, paragraph_style: str | None, direct: Properties, table: Properties | None = None) -> Properties:
        """All that decides how a run looks: defaults, table, paragraph and character style, then its own properties.

        Toggle properties set by several styles cancel one another out in pairs (17.7.3); a direct one is final. Before Word 2013
        a paragraph style of 12 pt gives way to the size of the table (overrideTableStyleFontSizeAndJustification; measured).
        """
        by_paragraph = self.run_layer(paragraph_style)
        by_character = self.run_layer(direct.get("style_id"))
        layers = [table or {}, by_paragraph, by_character]
        whole_cascade = merged(self.run_defaults, *layers)
        for key in TOGGLE_KEYS:
            if key not in direct:
                toggled = sum(bool(layer.get(key)) for layer in layers) % 2 == 1
                whole_cascade[key] = toggled or bool(self.run_defaults.get(key))
        if table and "size_in_table" in table and by_paragraph.get("size") == 12.0 and "size" not in by_character:
            whole_cascade["size"] = table["size_in_table"]
        return merged(whole_cascade, direct)

    def look(self, paragraph_style: str | None, direct: Properties, table: Properties | None = None) -> RunStyle:
        """The finished look of a run, worked out once for all runs alike; those share one value."""
        key = (paragraph_style, frozenset(direct.items()), frozenset((table or {}).items()))
        found = self._looks.get(key)
        if found is None:
            found = self._looks[key] = run_style(self.run(paragraph_style, direct, table))
        return found

    def numbering_of(self, style_id: str | None) -> tuple[str | None, str | None, str | None]:
        """(numId, ilvl, id of the style that sets them) that a paragraph style brings along; None where it says nothing."""
        if style_id not in self._numberings:
            self._numberings[style_id] = self._numbering_of(style_id)
        return self._numberings[style_id]

    def _numbering_of(self, style_id: str | None) -> tuple[str | None, str | None, str | None]:
        number_id = level = owner = None
        for style in self.chain(style_id):
            numbering = child(child(style, "pPr"), "numPr")
            if numbering is None:
                continue
            if value(numbering, "numId") is not None:
                number_id, owner = value(numbering, "numId"), attribute(style, "styleId")
            level = value(numbering, "ilvl") or level
        return number_id, level, owner

    def paragraph_layers(self, style_id: str | None) -> list[tuple[Element, Properties]]:
        """The style chain with each style's own paragraph properties, the root first."""
        if style_id not in self._paragraphs:
            self._paragraphs[style_id] = [
                (style, paragraph_properties(child(style, "pPr"))) for style in self.chain(style_id)
            ]
        return self._paragraphs[style_id]

    def paragraph_style_id(self, properties: Element | None) -> str:
        """The style a w:pPr names when it exists, else the default paragraph style."""
        named = value(properties, "pStyle")
        return named if named is not None and named in self.styles else self.default_paragraph


def read_style_sheet(root: Element | None, theme: Element | None) -> StyleSheet:
    """The style sheet of a styles part; an empty one when the part is missing (17.7.5 gives Word's own defaults)."""
    fonts = theme_fonts(theme)
    if root is None:
        return StyleSheet(theme=fonts)
    styles = {attribute(style, "styleId") or "": style for style in root.iterfind(W + "style")}
    defaults = child(root, "docDefaults")
    return StyleSheet(
        styles=styles,
        default_paragraph=_default(styles.values(), "paragraph"),
        default_table=_default(styles.values(), "table"),
        paragraph_defaults=paragraph_properties(child(child(defaults, "pPrDefault"), "pPr")),
        run_defaults=run_properties(child(child(defaults, "rPrDefault"), "rPr"), fonts),
        theme=fonts,
        default_language=child(child(child(defaults, "rPrDefault"), "rPr"), "lang"),
    )


def _default(styles: Iterable[Element], kind: str) -> str:
    for style in styles:
        if attribute(style, "type") == kind and attribute(style, "default") in {"1", "true", "on"}:
            return attribute(style, "styleId") or ""
    return ""
