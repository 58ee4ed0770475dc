"""A content stream without what stood under the areas: glyph by glyph, picture by picture, line by line.

The areas are boxes in the page's own coordinates. Where a step is not certain, Unsafe is raised and the page becomes a picture.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pikepdf
from pikepdf import (
    Array,
    ContentStreamInlineImage,
    ContentStreamInstruction,
    Dictionary,
    Name,
    Operator,
    Stream,
    String,
)

from documents.toolbox.frames import IDENTITY, Box, Matrix, matrix_of, moved, times
from documents.toolbox.redaction.glyphs import Pen, Unsafe

MAX_FORM_DEPTH = 12
MAX_INSTRUCTIONS = 2_000_000
# A glyph goes when an area covers so much of it; what is less is a neighbour that merely touches.
COVERED = 0.15
UNIT = Box(0, 0, 1, 1)
PAINTS = frozenset({"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "n"})
FILLED_OR_STROKED = PAINTS - {"n"}
MAX_PLAIN_CURVES = 0


@dataclass(frozen=True)
class _State:
    """What q saves and Q brings back, as far as it matters here (8.4)."""

    ctm: Matrix = IDENTITY
    pen: Pen | None = None
    size: float = 0.0
    character_space: float = 0.0
    word_space: float = 0.0
    scale: float = 1.0
    leading: float = 0.0
    rise: float = 0.0


@dataclass
class _Path:
    """The path under construction: its box in page coordinates, and whether it has curves."""

    points: list[tuple[float, float]] = field(default_factory=list)
    curves: int = 0
    steps: list[Any] = field(default_factory=list)

    def box(self) -> Box | None:
        if not self.points:
            return None
        across, up = [x for x, _ in self.points], [y for _, y in self.points]
        return Box(min(across), min(up), max(across), max(up))


@dataclass
class Removed:
    """What an edit took out."""

    glyphs: int = 0
    pictures: int = 0
    paths: int = 0


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
        content = self._edited(page.obj, resources, _State(), 0)
        page.obj.Resources = resources
        page.obj.Contents = self._pdf.make_stream(content)

    def _edited(self, holder: Any, resources: Dictionary, state: _State, depth: int) -> bytes:
        if depth > MAX_FORM_DEPTH:
            raise Unsafe("forms are nested too deeply")
        run = _Run(self, resources, state, depth)
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
        for area in self._areas:
            across, up = box.overlap(area)
            if across > max(COVERED * box.width, 0.05) and up > COVERED * box.height:
                return True
        return False

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

    def form(self, form: Stream, state: _State, outer: Dictionary, depth: int) -> Stream | None:
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


class _Run:
    """One pass over one stream."""

    def __init__(self, editor: Editor, resources: Dictionary, state: _State, depth: int) -> None:
        self.editor, self.resources, self.state, self.depth = editor, resources, state, depth
        self.out: list[Any] = []
        self._saved: list[_State] = []
        self._text, self._line = IDENTITY, IDENTITY
        self._path = _Path()
        self._names = 0
        self.drawn: set[str] = set()

    def finish(self) -> None:
        """A path that is never painted goes out as it came; every q finds its Q."""
        self.out += self._path.steps
        for _ in self._saved:
            self._emit("Q")

    def take(self, step: Any) -> None:
        if isinstance(step, ContentStreamInlineImage):
            if self.editor.touches(moved(UNIT, self.state.ctm)):
                raise Unsafe("a picture inside the drawing steps")
            self.out.append(step)
            return
        operator, operands = str(step.operator), step.operands
        act = _ACTS.get(operator)
        if act is None:
            self.out.append(step)
        else:
            act(self, operator, operands, step)

    def _emit(self, operator: str, *operands: Any) -> None:
        self.out.append(ContentStreamInstruction(list(operands), Operator(operator)))

    # State

    def save(self, _: str, __: Any, step: Any) -> None:
        self._saved.append(self.state)
        self.out.append(step)

    def restore(self, _: str, __: Any, step: Any) -> None:
        if self._saved:
            self.state = self._saved.pop()
            self.out.append(step)

    def transform(self, _: str, operands: Any, step: Any) -> None:
        self.state = replace(self.state, ctm=times(matrix_of(operands), self.state.ctm))
        self.out.append(step)

    def graphics_state(self, _: str, operands: Any, step: Any) -> None:
        entry = self.resources.get(Name.ExtGState, Dictionary()).get(operands[0])
        if isinstance(entry, Dictionary):
            if isinstance(entry.get(Name.SMask), Dictionary):
                raise Unsafe("a mask drawn by other content")
            if Name.Font in entry:
                raise Unsafe("a font chosen by a graphics state")
        self.out.append(step)

    def pattern(self, _: str, operands: Any, step: Any) -> None:
        if operands and isinstance(operands[-1], Name):
            pattern = self.resources.get(Name.Pattern, Dictionary()).get(operands[-1])
            if isinstance(pattern, Stream):
                raise Unsafe("a pattern of drawings")
        self.out.append(step)

    def marked(self, _: str, operands: Any, step: Any) -> None:
        """Marked content may carry the very words (/ActualText, /Alt): only layers keep their properties."""
        if operands and operands[0] == Name.OC:
            self.out.append(step)
        else:
            self._emit("BMC", operands[0] if operands else Name.Span)

    def marked_point(self, _: str, operands: Any, step: Any) -> None:
        """A point with properties marks nothing that is seen."""

    # Text

    def begin_text(self, _: str, __: Any, step: Any) -> None:
        self._text = self._line = IDENTITY
        self.out.append(step)

    def text_matrix(self, _: str, operands: Any, step: Any) -> None:
        self._text = self._line = matrix_of(operands)
        self.out.append(step)

    def next_line(self, operator: str, operands: Any, step: Any) -> None:
        if operator == "T*":
            across, up = 0.0, -self.state.leading
        else:
            across, up = float(operands[0]), float(operands[1])
        if operator == "TD":
            self.state = replace(self.state, leading=-up)
        self._text = self._line = times((1, 0, 0, 1, across, up), self._line)
        self.out.append(step)

    def text_state(self, operator: str, operands: Any, step: Any) -> None:
        value = float(operands[0])
        name = {"Tc": "character_space", "Tw": "word_space", "TL": "leading", "Ts": "rise", "Tz": "scale"}[operator]
        changed: dict[str, Any] = {name: value / 100 if operator == "Tz" else value}
        self.state = replace(self.state, **changed)
        self.out.append(step)

    def font(self, _: str, operands: Any, step: Any) -> None:
        self.state = replace(self.state, pen=self.editor.pen(self.resources, operands[0]), size=float(operands[1]))
        self.out.append(step)

    def quote(self, operator: str, operands: Any, step: Any) -> None:
        if operator == '"':
            self.text_state("Tw", operands[:1], ContentStreamInstruction([operands[0]], Operator("Tw")))
            self.text_state("Tc", operands[1:2], ContentStreamInstruction([operands[1]], Operator("Tc")))
        self.next_line("T*", (), ContentStreamInstruction([], Operator("T*")))
        self.show("Tj", [operands[-1]], ContentStreamInstruction([operands[-1]], Operator("Tj")))

    def show(self, operator: str, operands: Any, step: Any) -> None:
        """Tj and TJ: glyphs under an area become the distance that they moved the pen."""
        parts = list(operands[0]) if operator == "TJ" else [operands[0]]
        kept: list[Any] = []
        changed = False
        for part in parts:
            if not isinstance(part, String):
                self._move(-float(part) / 1000 * self.state.size * self.state.scale)
                kept.append(part)
                continue
            changed |= self._show_string(bytes(part), kept)
        if changed:
            self._emit("TJ", Array(kept))
        else:
            self.out.append(step)

    def _show_string(self, text: bytes, kept: list[Any]) -> bool:
        state, pen = self.state, self.state.pen
        if pen is None:
            raise Unsafe("text without a font")
        whole, changed = bytearray(), False
        for code, width, is_space in pen.codes(text):
            drawn = times((state.size * state.scale, 0, 0, state.size, 0, state.rise), times(self._text, state.ctm))
            across = (width * state.size + state.character_space + (state.word_space if is_space else 0)) * state.scale
            if self.editor.is_covered(moved(Box(0, -0.02, max(width, 0.02), 0.5), drawn)):
                if whole:
                    kept.append(String(bytes(whole)))
                    whole = bytearray()
                gap = -across * 1000 / (state.size * state.scale) if state.size and state.scale else 0.0
                kept.append(round(gap, 3))
                self.editor.removed.glyphs += 1
                changed = True
            else:
                whole += code
            self._move(across)
        if whole:
            kept.append(String(bytes(whole)))
        return changed

    def _move(self, across: float) -> None:
        self._text = times((1, 0, 0, 1, across, 0), self._text)

    # Drawings

    def draw(self, _: str, operands: Any, step: Any) -> None:
        drawn = self.resources.get(Name.XObject, Dictionary()).get(operands[0])
        if not isinstance(drawn, Stream):
            return
        kind = drawn.get(Name.Subtype)
        if kind == Name.Image:
            if not self.editor.touches(moved(UNIT, self.state.ctm)):
                self._draw_as_it_is(step)
                return
            self._draw_instead(self.editor.picture(drawn, self.state.ctm))
        elif kind == Name.Form:
            copy = self.editor.form(drawn, self.state, self.resources, self.depth)
            if copy is None:
                self._draw_as_it_is(step)
            else:
                self._draw_instead(copy)
        elif self.editor.touches(moved(UNIT, self.state.ctm)):
            raise Unsafe("a drawing of an unknown kind")

    def _draw_as_it_is(self, step: Any) -> None:
        self.drawn.add(str(step.operands[0]))
        self.out.append(step)

    def _draw_instead(self, thing: Stream | None) -> None:
        if thing is None:
            return
        self._names += 1
        name = Name(f"/Redacted{self.depth}x{self._names}")
        self.resources.XObject[name] = thing
        self.drawn.add(str(name))
        self._emit("Do", name)

    def path(self, operator: str, operands: Any, step: Any) -> None:
        numbers = [float(value) for value in operands]
        if operator == "re" and len(numbers) == 4:
            x, y, width, height = numbers
            numbers = [x, y, x + width, y, x, y + height, x + width, y + height]
        a, b, c, d, e, f = self.state.ctm
        for x, y in zip(numbers[::2], numbers[1::2], strict=False):
            self._path.points.append((a * x + c * y + e, b * x + d * y + f))
        self._path.curves += operator in ("c", "v", "y")
        self._path.steps.append(step)

    def paint(self, operator: str, _: Any, step: Any) -> None:
        """Outlines under an area may be letters: what lies inside goes, what has curves and reaches in is not certain."""
        path, self._path = self._path, _Path()
        box = path.box()
        if operator in FILLED_OR_STROKED and box is not None and self.editor.touches(_thick(box)):
            if self.editor.holds(box):
                self.editor.removed.paths += 1
                return
            if path.curves > MAX_PLAIN_CURVES or len(path.points) > 400:
                raise Unsafe("a drawing that reaches under an area")
        self.out += [*path.steps, step]

    def clip(self, _: str, __: Any, step: Any) -> None:
        self._path.steps.append(step)


def _thick(box: Box) -> Box:
    """A line has no area of its own; seen, it has."""
    return Box(box.left - 0.1, box.bottom - 0.1, box.right + 0.1, box.top + 0.1)


def _own_copy(resources: Any) -> Dictionary:
    """The resources with drawings that may be replaced without touching what other pages use."""
    copy = Dictionary() if not isinstance(resources, Dictionary) else Dictionary(dict(resources.items()))
    drawings = copy.get(Name.XObject)
    copy.XObject = Dictionary(dict(drawings.items())) if isinstance(drawings, Dictionary) else Dictionary()
    return copy


_ACTS: dict[str, Callable[[_Run, str, Any, Any], None]] = {
    "q": _Run.save,
    "Q": _Run.restore,
    "cm": _Run.transform,
    "gs": _Run.graphics_state,
    "scn": _Run.pattern,
    "SCN": _Run.pattern,
    "BDC": _Run.marked,
    "DP": _Run.marked_point,
    "BT": _Run.begin_text,
    "Tm": _Run.text_matrix,
    **dict.fromkeys(("Td", "TD", "T*"), _Run.next_line),
    **dict.fromkeys(("Tc", "Tw", "TL", "Ts", "Tz"), _Run.text_state),
    "Tf": _Run.font,
    **dict.fromkeys(("'", '"'), _Run.quote),
    **dict.fromkeys(("Tj", "TJ"), _Run.show),
    "Do": _Run.draw,
    **dict.fromkeys(("m", "l", "c", "v", "y", "re", "h"), _Run.path),
    **dict.fromkeys(PAINTS, _Run.paint),
    **dict.fromkeys(("W", "W*"), _Run.clip),
}
