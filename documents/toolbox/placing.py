"""Where a drawing goes on a page as it is shown, and how it gets there."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name, Pdf

from documents.sayings import gettext_noop
from documents.toolbox.errors import ToolRefused
from documents.toolbox.frames import Matrix, frame_of, times
from documents.toolbox.printing import marked

ROWS, COLUMNS = ("top", "middle", "bottom"), ("left", "center", "right")
POSITIONS = tuple(f"{row}-{column}" for row in ROWS for column in COLUMNS)


@dataclass(frozen=True)
class Place:
    """Where: a position of the nine, this far from the edges, turned by degrees to the left; how much it covers (0 to 1)."""

    position: str
    margin: float = 28.0
    degrees: float = 0.0
    opacity: float = 1.0
    behind: bool = False

    def __post_init__(self) -> None:
        if self.position not in POSITIONS:
            sentence = gettext_noop("“%(position)s” is no position. Choose one of %(positions)s.")
            raise ToolRefused("bad_position", sentence, position=self.position[:40], positions=", ".join(POSITIONS))
        if not 0 < self.opacity <= 1:
            raise ToolRefused("bad_opacity", gettext_noop("Choose an opacity above 0 and up to 1."))
        if not 0 <= self.margin <= 500:
            raise ToolRefused("bad_margin", gettext_noop("Choose a margin between 0 and 500 points."))


def matrix_for(
    page: pikepdf.Page, place: Place, width: float, height: float, *, left: float = 0.0, bottom: float = 0.0
) -> Matrix:
    """Takes a drawing, whose box has this size and lower left corner, to its place on the page as shown."""
    frame = frame_of(page)
    row, column = place.position.split("-")
    turned = math.radians(place.degrees)
    cosine, sine = math.cos(turned), math.sin(turned)
    # The room that the turned drawing takes, and its middle.
    across = abs(width * cosine) + abs(height * sine)
    up = abs(width * sine) + abs(height * cosine)
    x = {
        "left": place.margin + across / 2,
        "center": frame.width / 2,
        "right": frame.width - place.margin - across / 2,
    }[column]
    y = {"bottom": place.margin + up / 2, "middle": frame.height / 2, "top": frame.height - place.margin - up / 2}[row]
    centred: Matrix = (1, 0, 0, 1, -(left + width / 2), -(bottom + height / 2))
    return times(times(times(centred, (cosine, sine, -sine, cosine, 0, 0)), (1, 0, 0, 1, x, y)), frame.to_page)


def put_on(
    page: pikepdf.Page,
    drawing: Any,
    matrix: Matrix,
    place: Place,
    states: Mapping[float, Dictionary],
    *,
    is_text: bool = False,
) -> None:
    """Draws a form or picture on a page, above or below what is there; readers of tags are told that it is no content (14.8.2.2).

    `is_text`: its words are found by search as the document's own are.
    """
    name = page.add_resource(drawing, Name.XObject)
    opaque = ""
    if place.opacity < 1:
        state = page.add_resource(states[place.opacity], Name.ExtGState)
        opaque = f"{state} gs "
    numbers = " ".join(f"{value:.5f}".rstrip("0").rstrip(".") for value in matrix)
    drawn = marked(f"q {opaque}{numbers} cm {name} Do Q", is_text=is_text)
    if place.behind:
        page.contents_add(drawn, prepend=True)
    else:
        page.contents_add(b"q\n", prepend=True)
        page.contents_add(b"\nQ\n" + drawn)


def opacity_states(pdf: Pdf, *opacities: float) -> dict[float, Dictionary]:
    """The graphics states that make a drawing transparent."""
    return {
        opacity: pdf.make_indirect(Dictionary(Type=Name.ExtGState, ca=opacity, CA=opacity))
        for opacity in set(opacities)
    }
