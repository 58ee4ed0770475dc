"""Writes the structure tree and the way back from what is drawn to it (ISO 32000-1, 14.7.2 to 14.7.4)."""

from collections.abc import Sequence

from documents.converter.pdf.content import Drawn
from documents.converter.pdf.objects import Objects, figure, string
from documents.converter.pdf.structure import Node, Slot, Structure

# Elements that belong to their table however empty they are: without them the columns would not fit.
STAYING = frozenset({"TR", "TH", "TD"})
# What a picture says for itself when its author did not.
UNDESCRIBED = "Picture without a description"


def write_tags(
    structure: Structure, drawn: Drawn, pages: Sequence[int], links: Sequence[tuple[int, Node]], objects: Objects
) -> int:
    """The structure tree root's number. `pages` are the pages' objects, `links` the elements of the annotations in key order."""
    _keep(structure.root)
    structure.root.kept = True
    root, parents = objects.reserve(), objects.reserve()
    numbers: dict[int, int] = {}
    _reserve(structure.root, objects, numbers)
    _write(structure.root, root, drawn, pages, objects, numbers)
    entries = []
    for key, slots in enumerate(drawn.marks):
        row = objects.add(f"[{' '.join(f'{numbers[id(slot.owner)]} 0 R' for slot in slots)}]")
        entries.append(f"{key} {row} 0 R")
    entries += [f"{len(pages) + key} {numbers[id(node)]} 0 R" for key, (_, node) in enumerate(links)]
    objects.fill(parents, f"<< /Nums [{' '.join(entries)}] >>")
    objects.fill(
        root,
        f"<< /Type /StructTreeRoot /K {numbers[id(structure.root)]} 0 R /ParentTree {parents} 0 R"
        f" /ParentTreeNextKey {len(entries)} >>",
    )
    return root


def _keep(node: Node) -> bool:
    """Marks what is drawn and what it lies in; empty elements are left out."""
    node.kept = bool(node.objects)
    for kid in node.kids:
        if isinstance(kid, Slot):
            node.kept = node.kept or bool(kid.marks)
        elif _keep(kid):
            node.kept = True
    if node.kept and node.role in {"Table", "TR"}:
        for kid in node.kids:
            if isinstance(kid, Node) and kid.role in STAYING:
                _stay(kid)
    return node.kept


def _stay(node: Node) -> None:
    node.kept = True
    if node.role == "TR":
        for kid in node.kids:
            if isinstance(kid, Node):
                _stay(kid)


def _reserve(node: Node, objects: Objects, numbers: dict[int, int]) -> None:
    numbers[id(node)] = objects.reserve()
    for kid in node.kids:
        if isinstance(kid, Node) and kid.kept:
            _reserve(kid, objects, numbers)


def _write(
    node: Node, parent: int, drawn: Drawn, pages: Sequence[int], objects: Objects, numbers: dict[int, int]
) -> None:
    number = numbers[id(node)]
    kids: list[str] = []
    page = -1
    for kid in node.kids:
        if isinstance(kid, Node):
            if kid.kept:
                kids.append(f"{numbers[id(kid)]} 0 R")
                _write(kid, number, drawn, pages, objects, numbers)
            continue
        for mark in kid.marks:
            if page < 0:
                page = mark.page
            kids.append(
                str(mark.number)
                if mark.page == page
                else f"<< /Type /MCR /Pg {pages[mark.page]} 0 R /MCID {mark.number} >>"
            )
    kids += [f"<< /Type /OBJR /Obj {annotation} 0 R /Pg {pages[at]} 0 R >>" for at, annotation in node.objects]
    body = f"<< /S /{node.role} /P {parent} 0 R"
    if page >= 0:
        body += f" /Pg {pages[page]} 0 R"
    if kids:
        body += f" /K {kids[0]}" if len(kids) == 1 else f" /K [{' '.join(kids)}]"
    objects.fill(number, body + _described(node, drawn) + " >>")


def _described(node: Node, drawn: Drawn) -> str:
    entries = f" /A << {node.attributes} >>" if node.attributes else ""
    if node.actual:
        entries += f" /ActualText {string(node.actual)}"
    if node.role == "Figure":
        box = next((drawn.pictures[id(kid)] for kid in node.kids if id(kid) in drawn.pictures), None)
        if box is not None:
            entries += f" /A << /O /Layout /BBox [{' '.join(figure(side) for side in box)}] >>"
        entries += f" /Alt {string(node.alt or UNDESCRIBED)}"
    return entries
