"""Ways through the file: bookmarks from headings, links as annotations (ISO 32000-1, 12.3.2, 12.3.3 and 12.5.6.5)."""

import bisect
from collections.abc import Sequence

from documents.converter.pdf.content import Drawn, Spot
from documents.converter.pdf.objects import Objects, figure, string
from documents.converter.pdf.structure import Heading, Node, live_address

MOST_TITLE = 200


class Places:
    """Where on paper the characters of the reading text stand."""

    def __init__(self, spots: Sequence[Spot], pages: Sequence[int]) -> None:
        self._spots = sorted(spots, key=lambda spot: (spot.start, spot.page))
        self._starts = [spot.start for spot in self._spots]
        self._pages = pages

    def destination(self, offset: int) -> str:
        """The destination of a character, or of the next one that is drawn; the last when nothing follows."""
        if not self._spots:
            return f"[{self._pages[0]} 0 R /XYZ null null null]"
        spot = self._spots[min(bisect.bisect_left(self._starts, offset), len(self._spots) - 1)]
        return f"[{self._pages[spot.page]} 0 R /XYZ {figure(spot.left)} {figure(spot.top)} null]"


def write_outline(headings: Sequence[Heading], places: Places, objects: Objects) -> int:
    """The tree of bookmarks, nested as the headings are; its number, or 0 when there are none."""
    titled = [heading for heading in headings if heading.title]
    if not titled:
        return 0
    root = objects.reserve()
    numbers = [objects.reserve() for _ in titled]
    above: list[int] = []
    parents: list[int] = []
    for index, heading in enumerate(titled):
        while above and titled[above[-1]].level >= heading.level:
            above.pop()
        parents.append(above[-1] if above else -1)
        above.append(index)
    children: dict[int, list[int]] = {}
    for index, parent in enumerate(parents):
        children.setdefault(parent, []).append(index)
    for index, heading in enumerate(titled):
        siblings, parent = children[parents[index]], parents[index]
        at = bisect.bisect_left(siblings, index)
        entries = f"/Title {string(heading.title[:MOST_TITLE])} /Parent {root if parent < 0 else numbers[parent]} 0 R"
        entries += f" /Prev {numbers[siblings[at - 1]]} 0 R" if at else ""
        entries += f" /Next {numbers[siblings[at + 1]]} 0 R" if at + 1 < len(siblings) else ""
        entries += _family(children.get(index, []), numbers, -1)
        objects.fill(numbers[index], f"<< {entries} /Dest {places.destination(heading.start)} >>")
    objects.fill(root, f"<< /Type /Outlines{_family(children[-1], numbers, 1)} >>")
    return root


def _family(children: Sequence[int], numbers: Sequence[int], sign: int) -> str:
    """First, last and count: positive for what is open, negative for what a click opens (table 153)."""
    if not children:
        return ""
    return f" /First {numbers[children[0]]} 0 R /Last {numbers[children[-1]]} 0 R /Count {sign * len(children)}"


def write_links(
    links: Sequence[Node], drawn: Drawn, anchors: dict[str, int], places: Places, objects: Objects, first_key: int
) -> list[tuple[int, Node]]:
    """A link annotation for each line of each link. Gives (page, annotation's element) in the order of their parent keys."""
    made: list[tuple[int, Node]] = []
    for link in links:
        if not link.target:
            continue
        action = (
            f"/Dest {places.destination(anchors[link.target[1:]])}"
            if link.target.startswith("#")
            else f"/A << /S /URI /URI ({_escaped(live_address(link.target))}) >>"
        )
        said = link.target if not link.target.startswith("#") else "Go to this place in the document"
        for spot in _lines(drawn.link_boxes.get(id(link), [])):
            box = " ".join(figure(side) for side in (spot.left, spot.bottom, spot.right, spot.top))
            number = objects.add(
                f"<< /Type /Annot /Subtype /Link /Rect [{box}] /Border [0 0 0] /F 4 /Contents {string(said)}"
                f" /StructParent {first_key + len(made)} {action} >>"
            )
            link.objects.append((spot.page, number))
            made.append((spot.page, link))
    return made


def _escaped(address: str) -> str:
    return address.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _lines(spots: Sequence[Spot]) -> list[Spot]:
    """The runs of a link, those that stand side by side on one line as one."""
    lines: list[Spot] = []
    for spot in spots:
        last = lines[-1] if lines else None
        if last is not None and last.page == spot.page and last.bottom < spot.top and spot.bottom < last.top:
            lines[-1] = Spot(
                last.start,
                last.page,
                min(last.left, spot.left),
                min(last.bottom, spot.bottom),
                max(last.right, spot.right),
                max(last.top, spot.top),
            )
        else:
            lines.append(spot)
    return lines
