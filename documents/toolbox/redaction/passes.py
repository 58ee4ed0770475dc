"""One pass over a content stream: what is drawn under an area goes, step by step, and the rest goes out as it came.

Where a step is not certain, Unsafe is raised.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

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

UNIT = Box(0, 0, 1, 1)
PAINTS = frozenset({"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "n"})
FILLED_OR_STROKED = PAINTS - {"n"}
MAX_PLAIN_CURVES = 0


@dataclass(frozen=True)
class State:
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
class Path:
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


class Areas(Protocol):
    """What a pass asks of the page that is edited: what lies under an area, and what is drawn in the place of a thing."""

    removed: Removed

    def pen(self, resources: Dictionary, name: Any) -> Pen: ...

    def is_covered(self, box: Box) -> bool: ...

    def touches(self, box: Box) -> bool: ...

    def holds(self, box: Box) -> bool: ...

    def picture(self, picture: Stream, matrix: Matrix) -> Stream | None: ...

    def form(self, form: Stream, state: State, outer: Dictionary, depth: int) -> Stream | None: ...


class Run:
    """One pass over one stream."""

    def __init__(self, editor: Areas, resources: Dictionary, state: State, depth: int) -> None:
        self.editor, self.resources, self.state, self.depth = editor, resources, state, depth
        self.out: list[Any] = []
        self._saved: list[State] = []
        self._text, self._line = IDENTITY, IDENTITY
        self._path = Path()
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
        path, self._path = self._path, Path()
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


_ACTS: dict[str, Callable[[Run, str, Any, Any], None]] = {
    "q": Run.save,
    "Q": Run.restore,
    "cm": Run.transform,
    "gs": Run.graphics_state,
    "scn": Run.pattern,
    "SCN": Run.pattern,
    "BDC": Run.marked,
    "DP": Run.marked_point,
    "BT": Run.begin_text,
    "Tm": Run.text_matrix,
    **dict.fromkeys(("Td", "TD", "T*"), Run.next_line),
    **dict.fromkeys(("Tc", "Tw", "TL", "Ts", "Tz"), Run.text_state),
    "Tf": Run.font,
    **dict.fromkeys(("'", '"'), Run.quote),
    **dict.fromkeys(("Tj", "TJ"), Run.show),
    "Do": Run.draw,
    **dict.fromkeys(("m", "l", "c", "v", "y", "re", "h"), Run.path),
    **dict.fromkeys(PAINTS, Run.paint),
    **dict.fromkeys(("W", "W*"), Run.clip),
}
