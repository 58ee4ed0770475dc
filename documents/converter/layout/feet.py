"""Footnotes at the foot of the column that their signs stand in (ECMA-376 part 1, 17.11.5 and .23)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from documents.converter.layout.drawing import Group, Item, Rule
from documents.converter.layout.slugs import Slug

# Word's line above the notes is two inches long and half a point thick.
LINE_LENGTH, LINE_WIDTH = 144.0, 0.5
# Notes that are carried on leave at least this share of a column to the text.
MOST = 0.8

# The slugs of a note by the serial of its sign; none for what is no footnote.
NotesOf = Callable[[int], Sequence[Slug]]
Snapshot = tuple[int, tuple[Slug, ...]]


def no_notes(serial: int) -> Sequence[Slug]:
    return ()


@dataclass
class Feet:
    """The notes at the foot of the present column, and what is carried to the next one."""

    notes_of: NotesOf = no_notes
    separator: float = 12.0
    standing: list[Slug] = field(default_factory=list)
    carried: list[Slug] = field(default_factory=list)

    @property
    def height(self) -> float:
        return self.separator + _height(self.standing) if self.standing else 0.0

    def least(self, serials: Sequence[int]) -> float:
        """What the column must still have room for beside the line with these signs: all notes but the last, and its first line."""
        wanted = [slug for serial in serials for slug in self.notes_of(serial)]
        if not wanted or self.carried:
            return 0.0
        last = self.notes_of(serials[-1]) if self.notes_of(serials[-1]) else wanted[-1:]
        begun = wanted[: len(wanted) - len(last) + 1]
        return _height(begun) + (0.0 if self.standing else self.separator)

    def add(self, serials: Sequence[int], room: float) -> None:
        """Puts the notes of a line down, as much of them as there is room for; the rest is carried to the next column."""
        wanted = [slug for serial in serials for slug in self.notes_of(serial)]
        if wanted and not self.carried and not self.standing:
            room -= self.separator
        for slug in wanted:
            if self.carried or slug.gap + slug.height > room:
                self.carried.append(slug)
                continue
            self.standing.append(slug)
            room -= slug.gap + slug.height

    def snapshot(self) -> Snapshot:
        return len(self.standing), tuple(self.carried)

    def restore(self, snapshot: Snapshot) -> None:
        del self.standing[snapshot[0] :]
        self.carried = list(snapshot[1])

    def drawn(self, x: float, bottom: float) -> list[Item]:
        """The separator and the notes above the bottom of the column, which is left empty of them."""
        if not self.standing:
            return []
        y = bottom - self.height
        middle = y + self.separator * 0.6
        items: list[Item] = [Rule(x, middle, x + LINE_LENGTH, middle, LINE_WIDTH)]
        y += self.separator
        for slug in self.standing:
            y += slug.gap
            items.append(Group(x, y, slug.items))
            y += slug.height
        self.standing = []
        return items

    def begin(self, height: float) -> None:
        """In a new column of this height, first what the one before carried over."""
        carried, self.carried = self.carried, []
        room = height * MOST - self.separator
        for index, slug in enumerate(carried):
            if self.standing and slug.gap + slug.height > room:
                self.carried = carried[index:]
                return
            self.standing.append(slug)
            room -= slug.gap + slug.height


def _height(slugs: Sequence[Slug]) -> float:
    return sum(slug.gap + slug.height for slug in slugs)
