"""Where links lead: w:hyperlink (ECMA-376 part 1, 17.16.22), and the fields HYPERLINK, REF, PAGEREF and NOTEREF (17.16.5)."""

import itertools
import re

from documents.converter.names import Element, R, attribute
from documents.converter.reader.context import Reading

# A word of a field's instruction: in quotation marks, or up to the next space.
WORD = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)')
CROSS_REFERENCES = frozenset({"REF", "PAGEREF", "NOTEREF"})


def link_of(element: Element, reading: Reading) -> str:
    """The address of a w:hyperlink, or # and the bookmark in the document itself; empty for one that leads nowhere."""
    anchor = attribute(element, "anchor") or ""
    relation = reading.package.relations(reading.part).get(element.get(R + "id") or "")
    address = relation.target.strip() if relation is not None and relation.external else ""
    return address + (f"#{anchor}" if anchor and "#" not in address else "")


def words_of(instruction: str) -> list[str]:
    """The words of a field's instruction, those in quotation marks without them (17.16.3)."""
    return [quoted.replace("\\\\", "\\") if quoted else plain for quoted, plain in WORD.findall(instruction)]


def field_link(instruction: str) -> str:
    """The same for a field; a cross reference is a link only with its switch \\h."""
    words = words_of(instruction)
    name = words[0].upper() if words else ""
    switches = {word.lower() for word in words[1:]}
    if name in CROSS_REFERENCES:
        return f"#{words[1]}" if len(words) > 1 and "\\h" in switches else ""
    if name != "HYPERLINK":
        return ""
    address = words[1] if len(words) > 1 and not words[1].startswith("\\") else ""
    inside = next((after for word, after in itertools.pairwise(words) if word.lower() == "\\l"), "")
    return address + (f"#{inside}" if inside else "")
