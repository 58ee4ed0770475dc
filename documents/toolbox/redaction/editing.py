"""A content stream without what stood under the areas: glyph by glyph, picture by picture, line by line.

The areas are boxes in the page's own coordinates. Where a step is not certain, Unsafe is raised and the page becomes a picture.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pikepdf
from pikepdf import (
    Dictionary,
    Name,
    Stream,
)

from documents.toolbox.frames import IDENTITY, Box, Matrix, matrix_of, moved, times
from documents.toolbox.redaction.finding import is_covered
from documents.toolbox.redaction.glyphs import Pen, Unsafe
from documents.toolbox.redaction.passes import UNIT, Removed, Run, State

__all__ = ["BlankPicture", "Editor", "Removed"]

MAX_FORM_DEPTH = 12
MAX_INSTRUCTIONS = 2_000_000

BlankPicture = Callable[[Stream, Matrix, Sequence[Box]], Stream | None]


class Editor:
    """Edits one page; forms that are touched become copies of their own, since other pages may draw them too."""

    def __init__(self, pdf: pikepdf.Pdf, areas: Sequence[Box], blank: BlankPicture) -> None:
        self._pdf, self._areas, self._blank = pdf, areas, blank
        self.removed = Removed()
        self._pens: dict[tuple[int, int], Pen] = {}
        self._count = 0

    def edit_page(self, page: pikepdf.Page) -> None:
        """Replaces the page's content and resources. Raises Unsafe."""
        page.externalize_inline_images()
        resources = _own_copy(page.obj.get(Name.Resources))
        content = self._edited(page.obj, resources, State(), 0)
        page.obj.Resources = resources
        page.obj.Contents = self._pdf.make_stream(content)

    def _edited(self, holder: Any, resources: Dictionary, state: State, depth: int) -> bytes:
        if depth > MAX_FORM_DEPTH:
            raise Unsafe("forms are nested too deeply")
        run = Run(self, resources, state, depth)
        for step in pikepdf.parse_content_stream(holder):
            self._count += 1
            if self._count > MAX_INSTRUCTIONS:
                raise Unsafe("the page has too many drawing steps")
            run.take(step)
        run.finish()
        # What is drawn no more must not stay in the file either.
        for name in [name for name in resources.XObject.keys() if name not in run.drawn]:  # noqa: SIM118
            del resources.XObject[name]
        return bytes(pikepdf.unparse_content_stream(run.out))

    def pen(self, resources: Dictionary, name: Any) -> Pen:
        font = resources.get(Name.Font, Dictionary()).get(name)
        key = getattr(font, "objgen", (0, 0))
        if key == (0, 0):
            return Pen(font)
        if key not in self._pens:
            self._pens[key] = Pen(font)
        return self._pens[key]

    def is_covered(self, box: Box) -> bool:
        """Whether an area covers a part of the glyph that one would see."""
        return is_covered(box, self._areas)

    def touches(self, box: Box) -> bool:
        return any(area.meets(box) for area in self._areas)

    def holds(self, box: Box) -> bool:
        return any(area.holds(box) for area in self._areas)

    def picture(self, picture: Stream, matrix: Matrix) -> Stream | None:
        """The picture with its covered pixels blanked; None when nothing of it is left to show."""
        self.removed.pictures += 1
        if self.holds(moved(UNIT, matrix)):
            return None
        return self._blank(picture, matrix, self._areas)

    def form(self, form: Stream, state: State, outer: Dictionary, depth: int) -> Stream | None:
        """A copy of a form XObject, edited; None when it needs no edit."""
        matrix = times(matrix_of(form.get(Name.Matrix, IDENTITY)), state.ctm)
        box = form.get(Name.BBox)
        # A form without resources of its own draws with those of its page, which are about to change.
        if box is not None and len(box) == 4 and Name.Resources in form:
            left, bottom, right, top = (float(side) for side in box)
            shown = moved(Box(min(left, right), min(bottom, top), max(left, right), max(bottom, top)), matrix)
            if not self.touches(shown):
                return None
        resources = _own_copy(form.get(Name.Resources, outer))
        content = self._edited(form, resources, replace(state, ctm=matrix), depth + 1)
        copy = self._pdf.make_stream(content)
        for key in form.keys():  # noqa: SIM118  a PDF dictionary iterates in its own way
            if key not in (
                "/Length",
                "/Filter",
                "/DecodeParms",
                "/Resources",
                "/PieceInfo",
                "/Metadata",
                "/StructParents",
            ):
                copy[key] = form[key]
        copy.Resources = resources
        return copy


def _own_copy(resources: Any) -> Dictionary:
    """The resources with drawings that may be replaced without touching what other pages use."""
    copy = Dictionary() if not isinstance(resources, Dictionary) else Dictionary(dict(resources.items()))
    drawings = copy.get(Name.XObject)
    copy.XObject = Dictionary(dict(drawings.items())) if isinstance(drawings, Dictionary) else Dictionary()
    return copy
