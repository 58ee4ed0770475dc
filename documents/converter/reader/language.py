"""The language a document is written in (ECMA-376 part 1, 17.3.2.20 w:lang): screen readers speak it by that."""

import re
from collections import Counter

from documents.converter.names import Element, W, attribute, child
from documents.converter.reader.context import Reading
from documents.converter.styles import StyleSheet

# A tag as BCP 47 writes it; Word's "x-none" says that there is no language.
TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def document_language(body: Element | None, reading: Reading, settings: Element | None) -> str:
    """The language of most of the text, such as de-DE; empty when the file names none.

    What runs say of themselves is weighed by their characters; the rest speaks the default style's language.
    """
    spoken: Counter[str] = Counter()
    for element in [] if body is None else body.iter(W + "lang"):
        properties = element.getparent()
        run = None if properties is None else properties.getparent()
        tag = attribute(element, "val") or ""
        if run is not None and run.tag == W + "r" and TAG.fullmatch(tag):
            spoken[tag] += sum(len(text.text or "") for text in run.iterfind(W + "t"))
    usual = usual_language(reading.sheet, settings)
    spoken[usual] += max(0, reading.characters - spoken.total())
    return max(spoken, key=lambda tag: (spoken[tag], tag))


def usual_language(sheet: StyleSheet, settings: Element | None) -> str:
    """The language of text that says nothing of its own."""
    sources = [child(child(style, "rPr"), "lang") for style in reversed(sheet.chain(sheet.default_paragraph))]
    for element in (*sources, sheet.default_language, child(settings, "themeFontLang")):
        tag = attribute(element, "val") or ""
        if TAG.fullmatch(tag):
            return tag
    return ""
