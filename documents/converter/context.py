"""The paragraph around a tracked change or a comment, as pieces: what stays, what was inserted, what was deleted.

Sources: ECMA-376 part 1, 17.13.5 (ins, del, moveFrom, moveTo) and 17.13.4 (commentRangeStart, commentReference).
"""

from collections.abc import Iterator

from documents.converter.names import Element, W, attribute

INSERTED = {W + "ins", W + "moveTo"}
REMOVED = {W + "del", W + "moveFrom"}
# A paragraph longer than this is context no more; it is cut.
MOST_CHARACTERS = 6000

Pieces = tuple[tuple[str, str], ...]


def pieces_around(element: Element) -> Pieces:
    """(kind, text) of the paragraph in which the element stands; kind is "", "insertion", "deletion" or "remark".

    "remark" are the words that a comment is about. Empty when the element stands in no paragraph.
    """
    paragraph: Element | None = element
    while paragraph is not None and paragraph.tag != W + "p":
        paragraph = paragraph.getparent()
    if paragraph is None:
        return ()
    about = attribute(element, "id") if element.tag == W + "commentReference" else None
    return tuple(_joined(_pieces(paragraph, about)))


def comment_places(root: Element) -> dict[str, Pieces]:
    """Around each comment of a story, by its id."""
    return {
        attribute(reference, "id") or "": pieces_around(reference) for reference in root.iter(W + "commentReference")
    }


def _pieces(paragraph: Element, about: str | None) -> Iterator[tuple[str, str]]:
    inside = False
    for node in paragraph.iter():
        if about is not None and node.tag == W + "commentRangeStart" and attribute(node, "id") == about:
            inside = True
        elif about is not None and node.tag == W + "commentRangeEnd" and attribute(node, "id") == about:
            inside = False
        elif node.tag in {W + "t", W + "delText"}:
            yield _kind_of(node, paragraph) or ("remark" if inside else ""), node.text or ""
        elif node.tag in {W + "tab", W + "br"} and node.getparent().tag == W + "r":
            yield _kind_of(node, paragraph) or ("remark" if inside else ""), " "


def _kind_of(node: Element, paragraph: Element) -> str:
    above: Element | None = node.getparent()
    while above is not None and above is not paragraph:
        if above.tag in INSERTED:
            return "insertion"
        if above.tag in REMOVED:
            return "deletion"
        above = above.getparent()
    return ""


def _joined(pieces: Iterator[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Neighbours of one kind as one, up to MOST_CHARACTERS in all."""
    kind, words, left = "", "", MOST_CHARACTERS
    for next_kind, text in pieces:
        if next_kind != kind and words:
            yield kind, words
            words = ""
        kind = next_kind
        words += text[:left]
        left -= min(left, len(text))
    if words:
        yield kind, words
