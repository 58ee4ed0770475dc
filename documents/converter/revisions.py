"""Tracked changes and comments: finds them, then settles a part to the text that a reader means to keep.

Sources: ECMA-376 part 1, 17.13.4 (comments) and 17.13.5 (revisions).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from documents.converter.context import Pieces, comment_places, pieces_around
from documents.converter.names import MC, Element, W, attribute, child
from documents.converter.package import Package

INSERTED = (W + "ins", W + "moveTo")
REMOVED = (W + "del", W + "moveFrom")
KINDS = {W + "ins": "insertion", W + "del": "deletion", W + "moveTo": "move", W + "moveFrom": "move"}
CHANGED_PROPERTIES = tuple(
    W + name
    for name in (
        "rPrChange",
        "pPrChange",
        "sectPrChange",
        "tblPrChange",
        "trPrChange",
        "tcPrChange",
        "tblPrExChange",
        "tblGridChange",
    )
)
# Parts of a part's content that only wrap what counts (17.5.2 sdt, 17.5.1 customXml and smartTag, 17.3.2.8 dir, bdo).
WRAPPERS = tuple(W + name for name in ("sdtContent", "smartTag", "customXml", "dir", "bdo"))
STORY_KINDS = ("header", "footer", "footnotes", "endnotes")


@dataclass(frozen=True)
class Finding:
    """Something open in the draft: kind insertion, deletion, move, formatting or comment; `at` as Word wrote it (ISO 8601).

    pieces: the paragraph around it as (kind, text), see documents.converter.context.
    """

    kind: str
    author: str
    text: str
    at: str | None
    pieces: Pieces = ()


def stories(package: Package) -> list[str]:
    """The names of the parts that hold text: the body first, then headers, footers and notes in order of their ids."""
    found = [package.main]
    for relation in package.relations(package.main).values():
        if (
            relation.kind in STORY_KINDS
            and not relation.external
            and relation.target in package.names
            and relation.target not in found
        ):
            found.append(relation.target)
    return found


def find_all(package: Package) -> tuple[Finding, ...]:
    """Every tracked change of every story in document order, then the comments."""
    found: list[Finding] = []
    places: dict[str, Pieces] = {}
    for name in stories(package):
        root = package.tree(name)
        if root is not None:
            found.extend(_changes(root))
            places |= comment_places(root)
    comments = package.related(package.main, "comments")
    root = None if comments is None else package.tree(comments)
    for comment in [] if root is None else root.iterfind(W + "comment"):
        about = places.get(attribute(comment, "id") or "", ())
        found.append(replace(_finding("comment", comment, text_of(comment)), pieces=about))
    return tuple(found)


def _changes(root: Element) -> Iterator[Finding]:
    for element in root.iter(*KINDS, W + "cellIns", W + "cellDel", *CHANGED_PROPERTIES):
        tag = str(element.tag)
        parent = element.getparent()
        if tag in CHANGED_PROPERTIES:
            yield _finding("formatting", element, "")
        elif tag in KINDS and parent is not None and parent.tag == W + "rPr":
            # On the properties of a paragraph mark: the paragraph's end itself was inserted or deleted (17.13.5.15, .18).
            yield _finding(KINDS[tag], element, "¶")
        elif tag in KINDS and (parent is None or parent.tag != W + "trPr"):
            yield _finding(KINDS[tag], element, text_of(element))
        else:
            kind = "deletion" if tag in {W + "del", W + "cellDel"} else "insertion"
            row = parent.getparent() if parent is not None else None
            yield _finding(kind, element, "" if row is None else text_of(row))


def _finding(kind: str, element: Element, text: str) -> Finding:
    author, at = attribute(element, "author") or "", attribute(element, "date")
    return Finding(kind, author, text, at, () if kind == "comment" else pieces_around(element))


def text_of(element: Element) -> str:
    """All characters in an element, inserted or deleted, white space folded."""
    pieces = []
    for node in element.iter(W + "t", W + "delText", W + "tab", W + "br", W + "p"):
        pieces.append(node.text or "" if node.tag in {W + "t", W + "delText"} else " ")
    return re.sub(r"\s+", " ", "".join(pieces)).strip()


def settle(root: Element, *, accept: bool) -> None:
    """Rewrites a story in place so that no revision and no wrapper is left: the accepted or the rejected reading."""
    _choose_alternatives(root)
    _drop(root, REMOVED if accept else INSERTED)
    _unwrap(root, INSERTED if accept else REMOVED)
    _drop_rows_and_cells(root, accept=accept)
    if not accept:
        _restore_properties(root)
        for deleted in list(root.iter(W + "delText", W + "delInstrText")):
            deleted.tag = W + ("t" if deleted.tag == W + "delText" else "instrText")
    for control in list(root.iter(W + "sdt")):
        for child_element in list(control):
            if child_element.tag != W + "sdtContent":
                control.remove(child_element)
    _unwrap(root, (*WRAPPERS, W + "sdt"))
    _join_paragraphs(root, accept=accept)


def _choose_alternatives(root: Element) -> None:
    """Part 3, 10.2: the first choice is the newer drawing, which we read; else the fallback."""
    for alternative in list(root.iter(MC + "AlternateContent")):
        chosen = alternative.find(MC + "Choice")
        if chosen is None:
            chosen = alternative.find(MC + "Fallback")
        for other in list(alternative):
            if other is not chosen:
                alternative.remove(other)
    _unwrap(root, (MC + "AlternateContent", MC + "Choice", MC + "Fallback"))


def _in_mark(element: Element) -> bool:
    """Whether a revision element only marks a paragraph end or a row, holding no content of its own."""
    parent = element.getparent()
    return parent is not None and parent.tag in {W + "rPr", W + "trPr"}


def _drop(root: Element, tags: tuple[str, ...]) -> None:
    for element in list(root.iter(*tags)):
        parent = element.getparent()
        if parent is not None and not _in_mark(element):
            parent.remove(element)


def _unwrap(root: Element, tags: tuple[str, ...]) -> None:
    for element in list(root.iter(*tags)):
        parent = element.getparent()
        if parent is None or _in_mark(element):
            continue
        at = parent.index(element)
        parent[at : at + 1] = list(element)


def _drop_rows_and_cells(root: Element, *, accept: bool) -> None:
    gone = ("del", "cellDel") if accept else ("ins", "cellIns")
    for row in list(root.iter(W + "tr")):
        parent = row.getparent()
        if parent is not None and child(child(row, "trPr"), gone[0]) is not None:
            parent.remove(row)
            continue
        for cell in row.findall(W + "tc"):
            if child(child(cell, "tcPr"), gone[1]) is not None:
                row.remove(cell)


def _restore_properties(root: Element) -> None:
    """The properties as they were before each tracked change of formatting."""
    for change in list(root.iter(*CHANGED_PROPERTIES)):
        current = change.getparent()
        former = change[0] if len(change) else None
        if current is None:
            continue
        # A paragraph's former properties leave out its mark and its section, which stay (17.13.5.29).
        kept = [
            node
            for node in current
            if node.tag in {W + "rPr", W + "sectPr", W + "headerReference", W + "footerReference"}
        ]
        former_nodes = [] if former is None else list(former)
        current[:] = former_nodes + [node for node in kept if node.tag not in {other.tag for other in former_nodes}]


def _join_paragraphs(root: Element, *, accept: bool) -> None:
    """A paragraph whose mark goes is joined with the next one, whose properties stay (17.13.5.15)."""
    marks = ("del", "moveFrom") if accept else ("ins", "moveTo")
    for paragraph in list(root.iter(W + "p")):
        mark = child(child(paragraph, "pPr"), "rPr")
        if all(child(mark, name) is None for name in marks):
            continue
        content = [node for node in paragraph if node.tag != W + "pPr"]
        following = paragraph.getnext()
        parent = paragraph.getparent()
        if parent is None or child(child(paragraph, "pPr"), "sectPr") is not None:
            continue
        if following is not None and following.tag == W + "p":
            at = 1 if child(following, "pPr") is not None else 0
            following[at:at] = content
            parent.remove(paragraph)
        elif not content and following is not None:
            parent.remove(paragraph)
