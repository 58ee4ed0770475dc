"""What a page draws, as operators of a content stream, with marks that tie it to the structure (ISO 32000-1, 8, 9 and 14.6).

Everything drawn is marked: content of a structure element by a number, the rest as an artifact (14.8.2.2): headers and
footers as pagination, lines, fills, leaders and repeated rows as layout.
"""

from collections.abc import Set
from dataclasses import dataclass, field, replace

from documents.converter.fonts import Glyph
from documents.converter.layout.documents import LaidPage
from documents.converter.layout.drawing import Fill, GlyphRun, Image, Item, Rule, turned
from documents.converter.layout.pieces import is_right_to_left
from documents.converter.pdf.fonts import BOX_WIDTH, HEXADECIMAL, Fonts, FontUse
from documents.converter.pdf.images import Images
from documents.converter.pdf.objects import colour, figure
from documents.converter.pdf.structure import Mark, Slot, Structure

DASHES = {"dashed": "[3 2] 0 d", "dotted": "[1 1.5] 0 d", "dashSmallGap": "[3 1] 0 d", "dotDash": "[3 1.5 1 1.5] 0 d"}
LAYOUT = "/Artifact <</Type /Layout>> BDC"
HEADER = "/Artifact <</Type /Pagination /Subtype /Header>> BDC"
FOOTER = "/Artifact <</Type /Pagination /Subtype /Footer>> BDC"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where characters of the reading text begin on paper: a page counted from 0, and the box of their run in its space."""

    start: int
    page: int
    left: float
    bottom: float
    right: float
    top: float


@dataclass
class Drawn:
    """What drawing the pages brought to light: the slots of each page's marks, where text stands, where links stand."""

    marks: list[list[Slot]] = field(default_factory=list)
    spots: list[Spot] = field(default_factory=list)
    link_boxes: dict[int, list[Spot]] = field(default_factory=dict)
    # The box of each picture in the structure, by its slot.
    pictures: dict[int, tuple[float, float, float, float]] = field(default_factory=dict)


@dataclass
class Sources:
    """What all pages of a file draw from, and what they report."""

    fonts: Fonts
    images: Images
    drawn: Drawn = field(default_factory=Drawn)


class PageContent:
    """The content stream of one page being written."""

    def __init__(self, number: int, page: LaidPage, starts: Set[int], structure: Structure, sources: Sources) -> None:
        self.number, self.page, self.starts, self.structure = number, page, starts, structure
        self.fonts, self.images, self.drawn = sources.fonts, sources.images, sources.drawn
        self.out: list[str] = []
        self.slots: list[Slot] = []
        # What is open: a slot or the operator of an artifact, and whether a text object is.
        self.mark: Slot | str | None = None
        self.in_text = False
        # The text state as the stream has set it so far: font with size, colour, scale.
        self.font = self.color = ""
        self.scale = 1.0

    def written(self) -> bytes:
        """Draws everything; gives the stream."""
        for index, (dx, dy, item) in enumerate(self.page.items):
            self._draw(item, dx, self.page.height - dy, index < self.page.dress)
        self._open(None)
        self.drawn.marks.append(self.slots)
        return "\n".join(self.out).encode("latin-1")

    def _open(self, mark: Slot | str | None) -> None:
        """Closes what is open unless it is this, and opens it."""
        if mark is self.mark:
            return
        self._end_text()
        if self.mark is not None:
            self.out.append("EMC")
        self.mark = mark
        if isinstance(mark, Slot):
            self.out.append(f"/{mark.owner.role} <</MCID {len(self.slots)}>> BDC")
            mark.marks.append(Mark(self.number, len(self.slots)))
            self.slots.append(mark)
        elif mark is not None:
            self.out.append(mark)

    def _end_text(self) -> None:
        if self.in_text:
            self.out.append("ET")
            self.in_text = False

    def _draw(self, item: Item, dx: float, flip: float, dress: bool) -> None:
        """`flip` is the height at which the item's own top lies: PDF counts upwards."""
        artifact = (HEADER if flip > self.page.height / 2 else FOOTER) if dress else LAYOUT
        if isinstance(item, GlyphRun):
            if dress or item.start == -1:
                self._open(artifact)
                self._glyphs(item, dx + item.x, flip - item.y)
            else:
                self._text(item, dx + item.x, flip - item.y)
        elif isinstance(item, Rule):
            self._open(artifact)
            self._end_text()
            dash = DASHES.get(item.pattern, "")
            line = (
                f"{figure(dx + item.x1)} {figure(flip - item.y1)} m {figure(dx + item.x2)} {figure(flip - item.y2)} l S"
            )
            self.out.append(f"q {colour(item.color, 'RG')} {figure(item.width)} w {dash} {line} Q")
        elif isinstance(item, Fill):
            self._open(artifact)
            self._end_text()
            corner = f"{figure(dx + item.x)} {figure(flip - item.y - item.height)}"
            self.out.append(f"q {colour(item.color, 'rg')} {corner} {figure(item.width)} {figure(item.height)} re f Q")
        elif isinstance(item, Image):
            self._picture(item, dx + item.x, flip - item.y - item.height, artifact)

    def _picture(self, item: Image, x: float, y: float, artifact: str) -> None:
        shown = self.images.name(item.part)
        if not shown:
            return
        slot = self.structure.by_serial.get(item.serial) if item.serial else None
        if slot is not None:
            self.drawn.pictures[id(slot)] = (x, y, x + item.width, y + item.height)
        self._open(slot if slot is not None else artifact)
        self._end_text()
        self.out.append(f"q {figure(item.width)} 0 0 {figure(item.height)} {figure(x)} {figure(y)} cm /{shown} Do Q")

    def _text(self, run: GlyphRun, x: float, y: float) -> None:
        """A run of the reading text, or one that stands in the text without being in it, under the marks of its elements."""
        if run.start < 0:
            slot = self.structure.by_serial.get(-1 - run.start)
            self._open(slot if slot is not None else LAYOUT)
            self._glyphs(run, x, y)
            return
        slot, end = self.structure.at(run.start)
        while run.end > end and not self._is_backwards(run):
            head, run = _parted(run, end - run.start)
            if head.glyphs:
                # What follows is the rest of the run, blanks included: a second one here would lie over its first, and readers drop both.
                self._marked(head, slot, x, y, end, goes_on=True)
                across, down = turned(head.width, 0.0, run.turn)
                x, y = x + across, y - down
            slot, end = self.structure.at(end)
        self._marked(run, slot, x, y, end)

    def _marked(self, run: GlyphRun, slot: Slot, x: float, y: float, slot_end: int, *, goes_on: bool = False) -> None:
        self._open(slot)
        left, top, right, bottom = replace(run, x=0.0, y=0.0).box
        spot = Spot(run.start, self.number, x + left, y - bottom, x + right, y - top)
        self.drawn.spots.append(spot)
        if slot.owner.target:
            self.drawn.link_boxes.setdefault(id(slot.owner), []).append(spot)
        self._glyphs(run, x, y, 0 if goes_on else self._space_after(run, slot_end))

    def _space_after(self, run: GlyphRun, slot_end: int) -> int:
        """The glyph of a space where white space of the text is not drawn: spaces alone tell words apart (14.8.2.5)."""
        text, after = self.structure.text, run.end
        if after in self.starts or after >= len(text) or not text[after].isspace():
            return 0
        return run.face.glyph_of(" ") if text[after] != "\n" or after < slot_end else 0

    def _glyphs(self, run: GlyphRun, x: float, y: float, after: int = 0) -> None:
        """The glyphs of a run at (x, y), then glyph `after`, a space that only readers notice, unless it is 0."""
        use = self.fonts.use(run.face)
        out = self.out
        if not self.in_text:
            out.append("BT")
            self.in_text = True
        color = colour(run.color, "rg")
        if color != self.color:
            out.append(color)
            self.color = color
        backwards = self._is_backwards(run)
        if backwards:
            # The glyphs stand as they are seen; a reader turns them around (14.8.2.3.3).
            out.append("/ReversedChars BMC")
        out.append(_matrix(run, x, y))
        self._show(run, use, x, y, 0 if backwards else after)
        if backwards:
            out.append("EMC")
        if backwards and after:
            before = x - use.take(_space(after)) * run.size * run.scale / 1000
            self._set_font(use.name, run)
            out.append(f"{_matrix(run, x, y, before - x)} <{HEXADECIMAL[after]}> Tj")

    def _is_backwards(self, run: GlyphRun) -> bool:
        """Whether the run's glyphs stand in the reverse order of its characters."""
        if run.start < 0 or run.end <= run.start:
            return False
        return is_right_to_left(self.structure.text[run.start : run.end])

    def _set_font(self, font: str, run: GlyphRun) -> None:
        chosen = f"/{font} {figure(run.size)} Tf"
        if chosen != self.font:
            self.out.append(chosen)
            self.font = chosen
        if run.scale != self.scale:
            self.out.append(f"{figure(run.scale * 100)} Tz")
            self.scale = run.scale

    def _show(self, run: GlyphRun, use: FontUse, x: float, y: float, after: int) -> None:
        """The glyphs in as few strings as can be: what advances owe to the widths is paid where it would be seen (9.4.3)."""
        widths, shown = use.widths, ["<"]
        unit, owed, shift = 1000 / (run.size * run.scale), 0.0, 0.0
        for index, (glyph, advance) in enumerate(zip(run.glyphs, run.advances, strict=True)):
            number = glyph.number
            if not number:
                self._end_string(shown, use, run)
                self._box(run, glyph, _matrix(run, x, y, sum(run.advances[:index])), advance)
                self.out.append(_matrix(run, x, y, sum(run.advances[: index + 1])))
                shown, owed = ["<"], 0.0
                continue
            width = widths.get(number)
            if width is None:
                width = use.take(glyph)
            if glyph.across or shift:
                shift = glyph.across * 1000 / run.face.units
            if not -0.5 < owed + shift < 0.5:
                shown.append(f">{figure(-(owed + shift))}<")
                owed = -shift
            if glyph.up:
                self._end_string(shown, use, run)
                self._set_font(use.name, run)
                self.out.append(f"{figure(glyph.up * run.size / run.face.units)} Ts <{HEXADECIMAL[number]}> Tj 0 Ts")
                shown = ["<"]
            else:
                shown.append(HEXADECIMAL[number])
            owed += advance * unit - width
        if after:
            use.take(_space(after))
            shown.append(HEXADECIMAL[after])
        self._end_string(shown, use, run)

    def _end_string(self, shown: list[str], use: FontUse, run: GlyphRun) -> None:
        if len(shown) > 1:
            self._set_font(use.name, run)
            shown.append(">")
            written = "".join(shown).replace("<>", "")
            self.out.append(
                f"{written} Tj"
                if written.count("<") == 1 and written[0] == "<" and written[-1] == ">"
                else f"[{written}] TJ"
            )

    def _box(self, run: GlyphRun, glyph: Glyph, matrix: str, advance: float) -> None:
        """A box as wide as its place for characters that no font shows; .notdef may not be shown (ISO 19005-2, 6.2.11.8)."""
        font, code = self.fonts.box(glyph.text)
        self._set_font(font, replace(run, scale=max(advance * 1000 / (BOX_WIDTH * run.size), 0.01)))
        self.out.append(f"{matrix} <{code:02X}> Tj")


def _matrix(run: GlyphRun, x: float, y: float, along: float = 0.0) -> str:
    """The operator that sets text at a place `along` the baseline of a run that begins at (x, y) (9.4.2)."""
    if not run.turn:
        return f"1 0 0 1 {figure(x + along)} {figure(y)} Tm"
    cos, down = turned(1.0, 0.0, run.turn)
    return f"{figure(cos)} {figure(-down)} {figure(down)} {figure(cos)} {figure(x + along * cos)} {figure(y - along * down)} Tm"


def _space(number: int) -> Glyph:
    return Glyph(number, 0, 0, 0, " ")


def _parted(run: GlyphRun, characters: int) -> tuple[GlyphRun, GlyphRun]:
    """The run's first so many characters, and the rest: where the structure changes, though the look does not."""
    told = at = 0
    while at < len(run.glyphs) and told < characters:
        told += len(run.glyphs[at].text)
        at += 1
    middle = run.start + characters
    head = replace(run, glyphs=run.glyphs[:at], advances=run.advances[:at], end=middle)
    return head, replace(run, glyphs=run.glyphs[at:], advances=run.advances[at:], start=middle)
