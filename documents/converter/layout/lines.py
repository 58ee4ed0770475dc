"""Fills lines: greedy breaking, tab stops, alignment (ECMA-376 part 1, 17.3.1.12, .13, .37; figures measured)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from documents.converter.layout.direction import order_visually
from documents.converter.layout.pieces import Composer, Piece, Span, is_page_break
from documents.converter.layout.placed import Line, Placed
from documents.converter.model import Align, Label, ParagraphStyle, Tab, TabStop

ROUNDING = 0.02
# What must stay free at the end of a full line (measured: without it words are pulled up in narrow cells).
SPARE = 0.02
# Slanted letters lean over their advance: this share of their height stays free behind them (measured in the reference).
ITALIC_SPARE = 1 / 12
OPENING, CLOSING = frozenset("([{"), frozenset(")]}!?/,.;:")


@dataclass(frozen=True)
class Room:
    """The stretch a paragraph's lines may fill, from the left margin: [left, right] for most lines, `first` for the first."""

    left: float
    right: float
    first: float
    default_tab: float
    # From margin to margin: what a right-to-left line is mirrored in.
    width: float


def fill_lines(
    pieces: Sequence[Piece],
    label: Label | None,
    style: ParagraphStyle,
    room: Room,
    composer: Composer,
    beside: Callable[[int], Room] | None = None,
) -> list[Line]:
    """The paragraph's lines with every piece in place. Always at least one line, even for an empty paragraph."""
    breaker = _Breaker(style, room, composer, beside)
    breaker.open_with(label)
    for group in _unbreakable(pieces):
        breaker.add(group)
    lines = breaker.finish()
    for index, line in enumerate(lines):
        _align(line, style, room if beside is None else beside(index))
        order_visually(line, right_to_left=style.right_to_left, width=room.width, mirrored=composer.mirrored)
    return lines


def _unbreakable(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces between which no line may break, together. Other spaces stand alone: they hang."""
    groups: list[list[Piece]] = []
    current: list[Piece] = []
    for index, piece in enumerate(pieces):
        if (piece.kind == "word" and not piece.break_after) or _clings(pieces, index):
            current.append(piece)
            continue
        if piece.kind == "word":
            groups.append([*current, piece])
            current = []
            continue
        if current:
            groups.append(current)
            current = []
        groups.append([piece])
    if current:
        groups.append(current)
    return groups


def _clings(pieces: Sequence[Piece], index: int) -> bool:
    """A space before a closing sign or after an opening one (Unicode line breaking, UAX 14, LB13 and LB14)."""
    if pieces[index].kind != "space" or not 0 < index < len(pieces) - 1:
        return False
    before, after = pieces[index - 1], pieces[index + 1]
    if before.kind != "word" or after.kind != "word":
        return False
    return after.text[:1] in CLOSING or before.text[-1:] in OPENING


class _Breaker:
    """Fills one line after another; knows the pen and the tab that waits for the text after it."""

    def __init__(
        self, style: ParagraphStyle, room: Room, composer: Composer, beside: Callable[[int], Room] | None
    ) -> None:
        self.style, self.composer, self.beside = style, composer, beside
        self.room = room = room if beside is None else beside(0)
        self.lines = [Line()]
        self.pen = room.first
        # A right, centre or decimal tab is settled when its text ends: index of the tab in the line, stop, pen before it.
        self.waiting: tuple[int, TabStop, float] | None = None

    @property
    def line(self) -> Line:
        return self.lines[-1]

    def open_with(self, label: Label | None) -> None:
        """The list label at the start of the first line, followed by its tab or space (17.9.28)."""
        if label is None or not label.text:
            if label is not None and label.follow == "tab":
                self._advance_label(self.pen, label)
            return
        pieces = list(self.composer.of_text(label.text, label.style, label.serial))
        width = sum(piece.width for piece in pieces)
        self.pen -= {"right": width, "center": width / 2}.get(label.align, 0.0)
        for piece in pieces:
            # A label's own spaces never hang or stretch.
            self._put(replace(piece, kind="word"))
        self._advance_label(self.pen, label)

    def _advance_label(self, end: float, label: Label) -> None:
        if label.follow == "space":
            for piece in self.composer.of_text(" ", label.style):
                self._put(replace(piece, kind="word"))
        elif label.follow == "tab":
            ahead = [stop.at for stop in self.style.tabs if stop.at > end + ROUNDING]
            if self.room.first < self.room.left and self.room.left >= end - ROUNDING:
                ahead.append(self.room.left)
            target = min(ahead) if ahead else _next_default(end, self.room.default_tab)
            self._put(Piece("tab", label.style, *self._tab_measures(target - end, label)))

    def _tab_measures(self, width: float, label: Label) -> tuple[float, float, float]:
        return (width, *self.composer.metrics(label.style))

    def add(self, group: list[Piece]) -> None:
        """One unbreakable group, on this line or the next."""
        first = group[0]
        if first.kind == "break":
            self._end_line(first)
        elif first.kind == "tab":
            self._tab(first)
        elif first.kind in {"space", "anchor"}:
            self._put(first)
        else:
            self._words(group)

    def _words(self, group: list[Piece]) -> None:
        width = sum([piece.width for piece in group]) + _lean(group[-1])
        full = self._overflow(width) > -SPARE
        if full and any(placed.piece.kind != "anchor" for placed in self.line.placed):
            self._next_line("full")
            full = self._overflow(width) > -SPARE
        if full and group[0].kind == "word":
            for piece in group:
                self._split_word(piece)
            return
        for piece in group:
            self._put(piece)

    def _overflow(self, width: float) -> float:
        if self.waiting is not None:
            _, stop, before = self.waiting
            text = self.pen - before + width
            pen = max(before, stop.at - (text if stop.kind in {"right", "decimal"} else text / 2)) + text
            # Text that ends at its stop fits by design: no spare is asked of it.
            return pen - max(self.room.right, stop.at) - SPARE - ROUNDING
        return self.pen + width - self.room.right

    def _split_word(self, piece: Piece) -> None:
        """A word wider than a whole line is cut between characters, at least one glyph to a line."""
        advances = [advance for span in piece.spans for advance in span.advances]
        at = told = 0
        while at < len(advances):
            room = self.room.right - self.pen - SPARE
            taken, width = 0, 0.0
            while at + taken < len(advances) and (
                width + advances[at + taken] <= room or not (taken or self.line.placed)
            ):
                width += advances[at + taken]
                taken += 1
            if taken:
                part = _part(piece, at, at + taken, width, told)
                told += len(part.text)
                self._put(part)
                at += taken
            if at < len(advances):
                self._next_line("full")

    def _put(self, piece: Piece) -> None:
        self.line.placed.append(Placed(piece, self.pen, piece.width))
        self.pen += piece.width

    def _tab(self, piece: Piece) -> None:
        self._settle()
        stop = self._stop_for(piece)
        if stop.at > self.room.right + ROUNDING and self.pen > self.room.right and stop.kind == "left":
            self._next_line("full")
            stop = self._stop_for(piece)
        if stop.kind == "left":
            width = max(stop.at - self.pen, 0.0)
            self.line.placed.append(Placed(piece, self.pen, width, stop.leader))
            self.pen += width
            return
        self.waiting = (len(self.line.placed), stop, self.pen)
        self.line.placed.append(Placed(piece, self.pen, 0.0, stop.leader))

    def _stop_for(self, piece: Piece) -> TabStop:
        """17.3.1.37: the next custom stop, the hanging indent, or the next default one."""
        if isinstance(piece.source, Tab) and piece.source.absolute:
            at = {"center": (self.room.left + self.room.right) / 2, "right": self.room.right}.get(
                piece.source.absolute, self.room.left
            )
            return TabStop(at, piece.source.absolute)
        stops = [stop for stop in self.style.tabs if stop.at > self.pen + ROUNDING]
        if self.room.first < self.room.left and self.room.left > self.pen + ROUNDING:
            stops.append(TabStop(self.room.left))
        if stops:
            return min(stops, key=lambda stop: stop.at)
        return TabStop(_next_default(self.pen, self.room.default_tab))

    def _settle(self) -> None:
        """Moves the text after a right, centre or decimal tab to its stop, never left of where the pen stood."""
        if self.waiting is None:
            return
        index, stop, before = self.waiting
        self.waiting = None
        after = self.line.placed[index + 1 :]
        text = sum(placed.width for placed in _without_hanging(after))
        share = {"center": text / 2, "decimal": _before_point(after, text)}.get(stop.kind, text)
        moved = max(stop.at - share, before) - before
        self.line.placed[index].width = moved
        for placed in after:
            placed.x += moved
        self.pen += moved

    def _end_line(self, piece: Piece) -> None:
        kind = getattr(piece.source, "kind", "line")
        self.line.placed.append(Placed(piece, self.pen, 0.0))
        self._next_line(kind if is_page_break(piece) else "break")

    def _next_line(self, reason: str) -> None:
        self._settle()
        self.line.ends = reason
        self.lines.append(Line())
        if self.beside is not None:
            self.room = self.beside(len(self.lines) - 1)
        self.pen = self.room.left

    def finish(self) -> list[Line]:
        self._settle()
        self.line.ends = "last"
        # A page break at the very end leaves no empty line behind it: the mark moves over without one (measured).
        return self.lines


def _lean(piece: Piece) -> float:
    return (piece.ascent + piece.descent) * ITALIC_SPARE if piece.style.italic and piece.kind == "word" else 0.0


def _without_hanging(placed: list[Placed]) -> list[Placed]:
    last = len(placed)
    while last and placed[last - 1].piece.kind == "space":
        last -= 1
    return placed[:last]


def _before_point(placed: list[Placed], text: float) -> float:
    """The width up to the decimal sign, or all of it."""
    width = 0.0
    for item in placed:
        for sign in (".", ","):
            if sign in item.piece.text and any(character.isdigit() for character in item.piece.text):
                share = item.piece.text.rindex(sign) / len(item.piece.text)
                return width + item.width * share
        width += item.width
    return text


def _next_default(pen: float, step: float) -> float:
    return (int((pen + ROUNDING) // step) + 1) * step


def _part(piece: Piece, first: int, last: int, width: float, told: int) -> Piece:
    """Glyphs [first, last) of a word, after `told` characters that earlier parts took."""
    spans = _spans_between(piece.spans, first, last)
    characters = sum(len(glyph.text) for span in spans for glyph in span.glyphs)
    text = piece.text[told : told + characters]
    start = -1 if piece.start < 0 else piece.start + told
    return replace(piece, spans=spans, width=width, text=text, start=start)


def _spans_between(spans: tuple[Span, ...], first: int, last: int) -> tuple[Span, ...]:
    found, at = [], 0
    for span in spans:
        low, high = max(first - at, 0), min(last - at, len(span.glyphs))
        if low < high:
            found.append(Span.of(span.face, span.size, span.glyphs[low:high], span.advances[low:high]))
        at += len(span.glyphs)
    return tuple(found)


def _align(line: Line, style: ParagraphStyle, room: Room) -> None:
    """17.3.1.13; justified lines only stretch the spaces after their last tab, and never shrink (measured)."""
    inked = line.inked
    if not inked:
        return
    spare = room.right - (inked[-1].x + inked[-1].width)
    if style.align is Align.JUSTIFY:
        if line.ends == "full" and spare > 0:
            _stretch(inked, line.placed, spare)
        return
    tabbed = any(placed.piece.kind == "tab" and placed.piece.source is not None for placed in inked)
    if style.align is Align.LEFT or (tabbed and spare < 0):
        return
    moved = spare if style.align is Align.RIGHT else spare / 2
    for placed in line.placed:
        placed.x += moved


def _stretch(inked: list[Placed], everything: list[Placed], spare: float) -> None:
    last_tab = max((index for index, placed in enumerate(inked) if placed.piece.kind == "tab"), default=-1)
    spaces = sum(len(placed.piece.text) for placed in inked[last_tab + 1 :] if placed.piece.kind == "space")
    if not spaces:
        return
    moved = 0.0
    for index, placed in enumerate(everything):
        placed.x += moved
        if last_tab < index < len(inked) and placed.piece.kind == "space":
            extra = spare * len(placed.piece.text) / spaces
            placed.width += extra
            moved += extra
