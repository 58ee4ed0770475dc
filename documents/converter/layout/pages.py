"""Fills pages with slugs: page and column breaks, widows, kept rows, repeated headings, headers and footers.

A page never ends between slugs that hold together unless nothing else is left, and every page takes at least one slug, so
pagination always comes to its end.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from documents.converter import limits
from documents.converter.errors import ConversionRefused
from documents.converter.layout.drawing import Group, Item
from documents.converter.layout.feet import Feet, Snapshot
from documents.converter.layout.slugs import Slug
from documents.sayings import gettext_noop

ROUNDING = 0.05
# Heading rows higher than this share of the page are not repeated.
MAX_REPEATED = 0.5


@dataclass(frozen=True)
class Area:
    """Where body text may stand on the pages of a section: top and bottom from the page's top, and (x, width) of each column."""

    top: float
    bottom: float
    columns: tuple[tuple[float, float], ...]


# The body area of a page: asked with its section, whether it is the section's first page, and its number.
AreaOf = Callable[[int, bool, int], Area]


@dataclass
class Page:
    """A page being filled: which section's headers it wears, its number, and what stands on it."""

    section: int
    number: int
    first_of_section: bool
    items: list[Item] = field(default_factory=list)


@dataclass(frozen=True)
class _State:
    """How things stand while a page is filled, to come back to."""

    pages: int
    items: tuple[Item, ...]
    y: float
    column: int
    occupied: bool
    column_top: float
    feet: tuple[tuple[Slug, ...], tuple[Slug, ...]]


@dataclass
class Paginator:
    """Stacks slugs from page to page."""

    areas: AreaOf
    pages: list[Page] = field(default_factory=list)
    y: float = 0.0
    column: int = 0
    # Whether anything stands in the present column.
    occupied: bool = False
    # Where the columns of the present section begin on this page.
    column_top: float = 0.0
    feet: Feet = field(default_factory=Feet)
    # How high columns may be that are made equally long; the lowest place that text has reached in them.
    limit: float | None = None
    lowest: float = 0.0

    def open_section(self, section: int, *, starts: str, number: int | None) -> None:
        """Begins a section: on a new page, on the next odd or even one, or right here (17.18.77)."""
        if self.pages and starts == "continuous" and self.column == 0:
            # The new section's columns begin under what stands already.
            self.column_top = self.y
            return
        self._new_page(section, number, first=True)
        parity = {"oddPage": 1, "evenPage": 0}.get(starts)
        if parity is not None and number is None and self.pages[-1].number % 2 != parity:
            self._new_page(section, None, first=True)

    def _new_page(self, section: int, number: int | None, *, first: bool = False) -> None:
        self._close_column()
        if len(self.pages) >= limits.MAX_PAGES:
            sentence = gettext_noop("This document has more than %(most)s pages: split it and upload the parts.")
            raise ConversionRefused("too_large", sentence, most=limits.MAX_PAGES)
        following = self.pages[-1].number + 1 if self.pages else 1
        self.pages.append(Page(section, following if number is None else number, first))
        self.column = 0
        self.y = self.column_top = self.area().top
        self.occupied = False
        self.feet.begin(self.area().bottom - self.y)

    def _close_column(self) -> None:
        if self.pages:
            x = self._x(self.pages[-1].section)
            self.pages[-1].items.extend(self.feet.drawn(x, self.area().bottom))

    def finish(self) -> None:
        """Puts down the notes that still wait, on pages of their own where they need them."""
        while self.pages and self.feet.carried:
            self._new_page(self.pages[-1].section, None)
        self._close_column()

    def _bottom(self) -> float:
        bottom = self.area().bottom - self.feet.height
        return bottom if self.limit is None else min(bottom, self.column_top + self.limit)

    def area(self) -> Area:
        page = self.pages[-1]
        return self.areas(page.section, page.first_of_section, page.number)

    def _advance(self, section: int, *, page: bool) -> None:
        """To the next column, or to the next page when this was the last or a page is asked for."""
        columns = self.areas(section, False, self.pages[-1].number).columns
        if not page and self.column + 1 < len(columns):
            self._close_column()
            self.column += 1
            self.y = self.column_top
            self.occupied = False
            self.feet.begin(self.area().bottom - self.y)
            return
        self._new_page(section, None)

    def place(self, slugs: Sequence[Slug], section: int, *, balanced: bool = False) -> None:
        """All slugs of a section, in order; `balanced`: its columns on its last page are made equally long."""
        waiting = list(slugs)
        index, state = self._fill(waiting, section)
        columns = self.areas(section, False, self.pages[-1].number).columns
        last = waiting[index:]
        if balanced and len(columns) > 1 and last and not any(slug.forced for slug in last[1:]):
            self._balance(last, section, state)

    def _balance(self, slugs: list[Slug], section: int, state: "_State") -> None:
        """Sets the slugs of a section's last page again, in the lowest columns that hold them all (as Word does where a section
        follows on the same page)."""
        pages, low, high = len(self.pages), 0.0, self.area().bottom - self.column_top
        while high - low > 1.0:
            self._restore(state)
            self.limit = (low + high) / 2
            self._fill(list(slugs), section)
            low, high = (low, self.limit) if len(self.pages) == pages else (self.limit, high)
        self._restore(state)
        self.limit = high
        self._fill(list(slugs), section)
        self.limit = None
        if len(self.pages) == pages:
            self._close_column()
            self.column, self.y = 0, self.lowest

    def _state(self) -> "_State":
        items, feet = tuple(self.pages[-1].items), (tuple(self.feet.standing), tuple(self.feet.carried))
        return _State(len(self.pages), items, self.y, self.column, self.occupied, self.column_top, feet)

    def _restore(self, state: "_State") -> None:
        del self.pages[state.pages :]
        self.pages[-1].items = list(state.items)
        self.y = self.lowest = state.y
        self.column, self.occupied, self.column_top = state.column, state.occupied, state.column_top
        self.feet.standing, self.feet.carried = list(state.feet[0]), list(state.feet[1])

    def _fill(self, waiting: list[Slug], section: int) -> tuple[int, "_State"]:
        """Places the slugs; gives the one that the last page begins with, and how things stood before it."""
        at = begun = 0
        opened = 0, self._state()
        # What stands in this column since slug `begun`, whether the column was empty then, and whether text ran onto it.
        placed: list[tuple[Item, Snapshot]] = []
        began_empty, by_itself = not self.occupied, False
        while at < len(waiting):
            slug = waiting[at]
            if slug.forced and (self.occupied or at > begun) and not (at == begun and by_itself):
                pages = len(self.pages)
                self._advance(section, page=slug.forced == "page")
                opened = opened if len(self.pages) == pages else (at, self._state())
                begun, placed, began_empty, by_itself = at, [], True, False
            gap = slug.gap
            if not self.occupied:
                gap = 0.0 if by_itself else (slug.before if slug.forced else slug.gap)
                self._repeat(slug, section, by_itself)
            room = self._bottom() - self.y - gap - self.feet.least(slug.notes)
            alone = began_empty and at == begun
            # What hangs on a line and is too high for any page goes where it may.
            needed = max(slug.height, slug.reach if slug.reach <= self.area().bottom - self.area().top else 0.0)
            if needed <= room + ROUNDING or (alone and not _divisible(slug, room)):
                before = self.feet.snapshot()
                placed.append((self._set(slug, gap, section), before))
                at += 1
                continue
            pages = len(self.pages)
            at = self._overflow(waiting, at, begun, gap, section, placed, began_empty)
            opened = opened if len(self.pages) == pages else (at, self._state())
            begun, placed, began_empty, by_itself = at, [], True, True
        return opened

    def _set(self, slug: Slug, gap: float, section: int) -> Item:
        x = self._x(section)
        item = Group(x, self.y + gap, slug.items)
        self.pages[-1].items.append(item)
        self.y += gap + slug.height
        self.lowest = max(self.lowest, self.y)
        self.occupied = True
        if slug.notes:
            self.feet.add(slug.notes, self._bottom() - self.y)
        return item

    def _x(self, section: int) -> float:
        columns = self.areas(section, False, self.pages[-1].number).columns
        return columns[min(self.column, len(columns) - 1)][0]

    def _repeat(self, slug: Slug, section: int, by_itself: bool) -> None:
        """17.4.49: heading rows again at the top of a page that the table ran onto."""
        height = sum(other.height for other in slug.repeats)
        area = self.area()
        if (
            by_itself
            and slug.repeats
            and height + slug.height < area.bottom - area.top
            and height < MAX_REPEATED * (area.bottom - area.top)
        ):
            for other in slug.repeats:
                self._set(other, 0.0, section)

    def _overflow(
        self,
        waiting: list[Slug],
        at: int,
        begun: int,
        gap: float,
        section: int,
        placed: list[tuple[Item, Snapshot]],
        began_empty: bool,
    ) -> int:
        """Ends the column before the slug that does not fit, inside it, or at the last place where a break is allowed.

        Gives the slug that the next column begins with.
        """
        slug = waiting[at]
        room = self._bottom() - self.y - gap - self.feet.least(slug.notes)
        halves = _halves(slug, room, force=began_empty and at == begun)
        if halves is not None:
            head, tail = halves
            self._set(head, gap, section)
            waiting[at] = replace(tail, gap=0.0, before=0.0, forced="", repeats=slug.repeats)
            self._advance(section, page=False)
            return at
        back = at
        while back > begun and waiting[back - 1].holds_next:
            back -= 1
        if back == begun and began_empty:
            # All of this column holds together, so there is no better place than here.
            back = at
        taken = {id(item) for item, _ in placed[back - begun :]}
        self.pages[-1].items = [item for item in self.pages[-1].items if id(item) not in taken]
        if placed[back - begun :]:
            self.feet.restore(placed[back - begun][1])
        self._advance(section, page=False)
        return back


def _halves(slug: Slug, room: float, *, force: bool) -> tuple[Slug, Slug] | None:
    """The slug divided as rules allow; on an empty page, where they allow nothing, as it must be."""
    if slug.split is None:
        return None
    return slug.split(room, False) or (slug.split(room, True) if force else None)


def _divisible(slug: Slug, room: float) -> bool:
    return _halves(slug, room, force=True) is not None
