"""Split a document: by ranges, every so many pages, by bookmarks, or by size."""

import math
from collections.abc import Callable, Sequence

from pikepdf import Name, Pdf

from documents.sayings import Saying, Sentence, gettext_noop
from documents.toolbox.carrying import (
    Bookmark,
    Label,
    bookmarks_of,
    carry_description,
    chosen_bookmarks,
    labels_of,
    prune_resources,
    write_bookmarks,
    write_labels,
)
from documents.toolbox.errors import ToolRefused
from documents.toolbox.limits import MAX_PARTS, MEGABYTE
from documents.toolbox.merging import add_pages
from documents.toolbox.papers import open_paper, written
from documents.toolbox.pruning import TAGS_STAY
from documents.toolbox.results import Work, told
from documents.toolbox.selecting import select_ranges
from flowmono.common.limited import progress

ONE_PART = gettext_noop("That leaves the document in one piece: nothing would be cut. Choose smaller parts.")


def split(
    files: Sequence[bytes],
    *,
    ranges: str = "",
    every: int = 0,
    bookmark_level: int = 0,
    megabytes: float = 0,
    as_copy: bool = False,
) -> Work:
    """The document in parts, cut by exactly one of: `ranges` ("1-3, 4-10"), `every` n pages, the bookmarks down to a level (1 is
    the first), or a size that no part exceeds.

    Bookmarks, links inside a part, printed page numbers and form fields go with their pages; tags do not. The names of parts cut by
    bookmarks are in the facts.
    """
    ways = [bool(ranges), bool(every), bool(bookmark_level), bool(megabytes)]
    if sum(ways) != 1:
        sentence = gettext_noop("Say one way to split: ranges, every so many pages, by bookmarks, or by size.")
        raise ToolRefused("one_way", sentence)
    paper = open_paper(files[0], as_copy=as_copy)
    cutter = _Cutter(paper.pdf, paper.signed_sha256)
    names: list[str] = []
    if megabytes:
        made = _by_size(cutter, megabytes)
        if len(made) == 1:
            raise ToolRefused("one_part", ONE_PART)
    else:
        if ranges:
            parts = select_ranges(ranges, cutter.count)
        elif every:
            parts = _every(every, cutter.count)
        else:
            parts, names = _by_bookmarks(cutter.bookmarks, bookmark_level, cutter.count)
        if len(parts) == 1 and not ranges:
            raise ToolRefused("one_part", ONE_PART)
        if len(parts) > MAX_PARTS:
            sentence = gettext_noop("That makes %(count)s parts; at most %(most)s are made. Make larger ones.")
            raise ToolRefused("too_many_parts", sentence, count=len(parts), most=MAX_PARTS)
        made = []
        for number, part in enumerate(parts, 1):
            made.append((part, cutter.cut(part)))
            progress.tell(number, len(parts))
    facts = {
        "parts": [{"pages": [number + 1 for number in part], "bytes": len(data)} for part, data in made],
        "names": names,
    }
    done = told(f"{cutter.count} pages split into {len(made)} parts")
    dropped = (*paper.notes, *cutter.dropped())
    return Work(tuple(data for _, data in made), (done,), dropped, facts, bool(paper.signed_sha256))


class _Cutter:
    """Cuts parts out of one document; what the whole document says is read once."""

    def __init__(self, pdf: Pdf, signed_sha256: str) -> None:
        prune_resources(pdf)
        self.pdf, self.count = pdf, len(pdf.pages)
        self.bookmarks: list[Bookmark] = bookmarks_of(pdf)
        self.labels: list[Label] | None = labels_of(pdf)
        self._signed = signed_sha256
        self._lost: dict[Sentence, tuple[int, Sentence]] = {}

    def cut(self, part: Sequence[int]) -> bytes:
        made = Pdf.new()
        for note in add_pages(made, self.pdf, part, bookmarks=False):
            count, _more = self._lost.get(note.sentence, (0, note.many))
            self._lost[note.sentence] = (count + int(str(note.facts["n"])), note.many)
        write_bookmarks(made, chosen_bookmarks(self.bookmarks, {old: new for new, old in enumerate(part)}))
        if self.labels is not None:
            write_labels(made, [self.labels[number] for number in part])
        carry_description(self.pdf, made)
        return written(made, signed_sha256=self._signed)

    def dropped(self) -> list[Saying]:
        notes = [Saying.counted(count, one, many) for one, (count, many) in self._lost.items()]
        if Name.StructTreeRoot in self.pdf.Root:
            notes.append(Saying.of(TAGS_STAY))
        if len(self.pdf.attachments):
            notes.append(Saying.of(gettext_noop("attached files stay with the whole document")))
        return notes


def _every(size: int, count: int) -> list[list[int]]:
    if size < 1:
        raise ToolRefused("bad_pages", gettext_noop("Each part needs at least one page."))
    return [list(range(start, min(start + size, count))) for start in range(0, count, size)]


def _by_bookmarks(marks: Sequence[Bookmark], level: int, count: int) -> tuple[list[list[int]], list[str]]:
    """A part begins on each page that a bookmark of this level or above leads to; what stands before the first is a part too."""
    starts: dict[int, str] = {}
    for mark in marks:
        if mark.depth < level and mark.page is not None:
            starts.setdefault(mark.page, mark.title)
    if not starts:
        sentence = gettext_noop(
            "The document has no bookmarks down to level %(level)s that lead to a page. Split it by ranges."
        )
        raise ToolRefused("no_bookmarks", sentence, level=level)
    starts.setdefault(0, "")
    begins = sorted(starts)
    ends = [*begins[1:], count]
    return [list(range(start, end)) for start, end in zip(begins, ends, strict=True)], [
        starts[start] for start in begins
    ]


def _by_size(cutter: _Cutter, megabytes: float) -> list[tuple[list[int], bytes]]:
    """As few parts as follow from filling each up: a part grows by halving and doubling until one page more would be too much."""
    most = int(megabytes * MEGABYTE)
    if most < 1:
        raise ToolRefused("bad_size", gettext_noop("Say how many megabytes a part may have, such as 5."))
    made: list[tuple[list[int], bytes]] = []
    start, guess = 0, cutter.count
    while start < cutter.count:
        length, data = _largest(
            lambda n, start=start: cutter.cut(range(start, start + n)), most, guess, cutter.count - start
        )
        if not length:
            size = len(data) / MEGABYTE
            sentence = gettext_noop(
                "Page %(page)s alone has %(size)s MB, more than %(most)s MB. Make the document smaller first, or allow larger parts."
            )
            raise ToolRefused(
                "page_too_large",
                sentence,
                page=start + 1,
                size=f"{math.ceil(size * 100) / 100:.2f}",
                most=f"{megabytes:g}",
            )
        made.append((list(range(start, start + length)), data))
        start, guess = start + length, length
        progress.tell(start, cutter.count)
    return made


def _largest(cut: Callable[[int], bytes], most: int, guess: int, left: int) -> tuple[int, bytes]:
    """The most pages (0 when one is too many) whose part has at most `most` bytes, and that part."""
    good, best, bad = 0, b"", left + 1
    trial = min(guess, left)
    while good + 1 < bad:
        data = cut(trial)
        if len(data) <= most:
            good, best = trial, data
            trial = min(left, trial * 2) if bad == left + 1 else (good + bad) // 2
        else:
            bad = trial
            best = best or (data if trial == 1 else b"")
            trial = max(1, (good + bad) // 2)
        if good == left:
            break
    return good, best
