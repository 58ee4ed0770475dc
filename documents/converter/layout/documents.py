"""Lays a whole document out: sections onto pages, then headers and footers with their numbers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from documents.converter.fonts import FontBook
from documents.converter.layout.drawing import GlyphRun, Group, Item, Rule, flattened
from documents.converter.layout.feet import LINE_LENGTH, LINE_WIDTH, Feet, NotesOf
from documents.converter.layout.floats import behind, in_place
from documents.converter.layout.flow import set_blocks
from documents.converter.layout.pages import Area, Page, Paginator
from documents.converter.layout.pieces import Composer, KnownWords
from documents.converter.layout.slugs import Column, Slug, total_height
from documents.converter.layout.tables import unread
from documents.converter.model import Block, Document, Field, Section, Table, Text
from documents.converter.numbering import figure
from documents.converter.reading import Extent

# The body keeps at least this share of the page's height, however tall headers and footers are.
LEAST_BODY = 0.25


@dataclass(frozen=True)
class LaidPage:
    """A finished page: its size in points, its printed number, and what stands on it with absolute places from the top left.

    The first `dress` items are the header's and footer's."""

    width: float
    height: float
    label: str
    items: tuple[tuple[float, float, Item], ...]
    dress: int = 0


@dataclass
class _Layout:
    document: Document
    fonts: FontBook
    extents: Mapping[int, Extent]
    _areas: dict[tuple[int, bool, bool], Area] = field(default_factory=dict)
    # The numbers of page fields in the body, by serial, once a first pass has found their pages.
    _known: dict[int, Mapping[str, str]] = field(default_factory=dict)
    _asked: set[int] = field(default_factory=set)
    # Words measured in the body, in headers and in footers: all composers know them.
    _words: KnownWords = field(default_factory=dict)

    def composer(self, numbers: Mapping[str, str] | None = None) -> Composer:
        def field_text(page_field: Field) -> str:
            if numbers is None:
                self._asked.add(page_field.serial)
                return self._known.get(page_field.serial, {}).get(page_field.kind) or page_field.cached or "1"
            return numbers.get(page_field.kind, "")

        return Composer(self.fonts, self.extents if numbers is None else {}, field_text, self._words)

    def area(self, section_index: int, first: bool, number: int) -> Area:
        """Body top is the top margin or the end of the header, whichever is lower; the same at the bottom (17.6.11)."""
        even = number % 2 == 0
        key = (section_index, first, even)
        if key not in self._areas:
            section = self.document.sections[section_index]
            margins = section.margins
            top, bottom = abs(margins.top), abs(margins.bottom)
            # A page without a header or footer keeps its margins, whatever the distance says (measured).
            header = self._story_height(section, section.headers, first, even)
            footer = self._story_height(section, section.footers, first, even)
            if margins.top >= 0 and header:
                top = max(top, margins.header + header)
            if margins.bottom >= 0 and footer:
                bottom = max(bottom, margins.footer + footer)
            least = section.height * LEAST_BODY
            if section.height - top - bottom < least:
                top = min(top, section.height - least - bottom) if top > bottom else top
                bottom = min(bottom, section.height - least - top)
            self._areas[key] = Area(top, section.height - bottom, _columns(section))
        return self._areas[key]

    def _story_height(
        self, section: Section, stories: Mapping[str, tuple[Block, ...]], first: bool, even: bool
    ) -> float:
        blocks = self.story(section, stories, first, even)
        slugs, after = self._set_story(section, blocks, {"PAGE": "1", "NUMPAGES": "1", "SECTIONPAGES": "1"})
        return total_height(slugs) + after

    def _set_story(
        self, section: Section, blocks: Sequence[Block], numbers: Mapping[str, str]
    ) -> tuple[list[Slug], float]:
        width = section.width - section.margins.left - section.margins.right
        return set_blocks(
            blocks,
            Column(width, self.document.default_tab, adds_space=self.document.adds_space),
            self.composer(numbers),
        )

    def story(
        self, section: Section, stories: Mapping[str, tuple[Block, ...]], first: bool, even: bool
    ) -> tuple[Block, ...]:
        """The header or footer that a page wears (17.10.5): first and even ones only where they are switched on."""
        if first and section.title_page:
            return stories.get("first", ())
        if even and self.document.even_and_odd:
            return stories.get("even", ())
        return stories.get("default", ())

    def settled_pages(self) -> list[Page]:
        """The pages with the page numbers that the body itself quotes: these need a first pass to be known."""
        pages = self.paginate()
        for page in pages if self._asked else []:
            numbers = self._numbers(page, pages)
            for _, _, item in flattened(page.items):
                if isinstance(item, GlyphRun) and -1 - item.start in self._asked:
                    self._known[-1 - item.start] = numbers
        return self.paginate() if self._known else pages

    def _numbers(self, page: Page, pages: list[Page]) -> Mapping[str, str]:
        section = self.document.sections[page.section]
        in_section = sum(1 for other in pages if other.section == page.section)
        label = figure(page.number, section.number_format)
        return {"PAGE": label, "NUMPAGES": str(len(pages)), "SECTIONPAGES": str(in_section)}

    def paginate(self) -> list[Page]:
        composer = self.composer()
        feet = Feet(self._notes_of(composer), self._separator(composer))
        paginator = Paginator(self.area, feet=feet)
        last = len(self.document.sections) - 1
        for index, section in enumerate(self.document.sections):
            starts = self._starts(index)
            paginator.open_section(index, starts=starts, number=section.first_number)
            column = Column(
                _columns(section)[0][1],
                self.document.default_tab,
                adds_space=self.document.adds_space,
                begins=index == 0,
                grid=section.grid,
            )
            slugs, after = set_blocks(section.blocks, column, composer)
            if index == last:
                slugs.extend(self._endnotes(column, composer, after))
            paginator.place(slugs, index, balanced=index < last and self._starts(index + 1) == "continuous")
        paginator.finish()
        return paginator.pages

    def _starts(self, index: int) -> str:
        """How a section starts: where the paper changes, always on a new page."""
        section, previous = self.document.sections[index], self.document.sections[index - 1]
        if index == 0:
            return "nextPage"
        same_paper = (section.width, section.height) == (previous.width, previous.height)
        return "nextPage" if section.starts == "continuous" and not same_paper else section.starts

    def _notes_of(self, composer: Composer) -> NotesOf:
        """The footnotes by their signs, each set once, in the width of the section that its sign stands in."""
        document, known = self.document, {}
        widths = dict(_note_widths(document))

        def notes_of(serial: int) -> Sequence[Slug]:
            if serial not in known:
                start, end = document.footnotes.get(serial, (0, 0))
                column = Column(
                    widths.get(serial, 0.0) or _columns(document.sections[-1])[0][1],
                    document.default_tab,
                    adds_space=document.adds_space,
                )
                known[serial] = tuple(set_blocks(document.notes[start:end], column, composer)[0])
            return known[serial]

        return notes_of

    def _separator(self, composer: Composer) -> float:
        paragraph = self.document.separator
        if paragraph is None:
            return Feet().separator
        slugs, after = set_blocks(
            (paragraph,), Column(LINE_LENGTH, self.document.default_tab, adds_space=self.document.adds_space), composer
        )
        return total_height(slugs) + after

    def _endnotes(self, column: Column, composer: Composer, after: float) -> list[Slug]:
        """The endnotes under the text, below a separator (17.11.22 endnotePr: the end of the document)."""
        foot = {index for start, end in self.document.footnotes.values() for index in range(start, end)}
        notes = [block for index, block in enumerate(self.document.notes) if index not in foot]
        if not notes:
            return []
        height = self._separator(composer)
        middle = height * 0.6
        line = Slug(height, (Rule(0.0, middle, LINE_LENGTH, middle, LINE_WIDTH),), gap=after, holds_next=True)
        return [line, *set_blocks(notes, column, composer)[0]]

    def finish(self, pages: list[Page]) -> list[LaidPage]:
        finished = []
        for page in pages:
            section = self.document.sections[page.section]
            numbers = self._numbers(page, pages)
            dress = list(_placed(self._dress(page, section, numbers), section))
            placed = (*dress, *_placed(page.items, section))
            finished.append(LaidPage(section.width, section.height, numbers["PAGE"], placed, len(dress)))
        return finished

    def _dress(self, page: Page, section: Section, numbers: Mapping[str, str]) -> list[Item]:
        """Header from the header distance down, footer from the footer distance up."""
        margins, even = section.margins, page.number % 2 == 0
        header, _ = self._set_story(section, self.story(section, section.headers, page.first_of_section, even), numbers)
        footer, after = self._set_story(
            section, self.story(section, section.footers, page.first_of_section, even), numbers
        )
        bottom = section.height - margins.footer - total_height(footer) - after
        return [
            *_page_borders(page, section),
            *_stack(header, margins.left, margins.header),
            *_stack(footer, margins.left, bottom),
        ]


def _page_borders(page: Page, section: Section) -> Iterator[Rule]:
    """17.6.10: lines around the page, so far from the text's margins or from the edges of the paper."""
    shown = {"firstPage": page.first_of_section, "notFirstPage": not page.first_of_section}.get(
        section.borders_on, True
    )
    if not shown or not section.borders:
        return
    margins, inside = section.margins, section.borders_from != "page"

    def edge(side: str, margin: float) -> float:
        line = section.borders.get(side)
        space = 0.0 if line is None else line.space
        return margin - space if inside else space

    left, top = edge("left", margins.left), edge("top", abs(margins.top))
    right, bottom = section.width - edge("right", margins.right), section.height - edge("bottom", abs(margins.bottom))
    ends = {"top": (left, top, right, top), "bottom": (left, bottom, right, bottom)}
    ends |= {"left": (left, top, left, bottom), "right": (right, top, right, bottom)}
    for side, corners in ends.items():
        line = section.borders.get(side)
        if line is not None and line.width > 0:
            yield Rule(*corners, line.width, line.color, line.pattern)


def _placed(items: Sequence[Item], section: Section) -> Iterator[tuple[float, float, Item]]:
    standing = list(flattened(items))
    for dx, dy, item in standing:
        yield from behind(dx, dy, item, section)
    for dx, dy, item in standing:
        yield from in_place(dx, dy, item, section)


def _note_widths(document: Document) -> Iterator[tuple[int, float]]:
    """(serial of a note's sign, width of the column that it stands in): serials grow with the sections."""
    signs = sorted(document.footnotes)
    for section, end in zip(document.sections, _last_serials(document), strict=True):
        while signs and signs[0] <= end:
            yield signs.pop(0), _columns(section)[0][1]


def _last_serials(document: Document) -> Iterator[int]:
    for section in document.sections:
        yield max((serial for block in section.blocks for serial in _serials(block)), default=0)


def _serials(block: Block) -> Iterator[int]:
    if isinstance(block, Table):
        for row in block.rows:
            for cell in row.cells:
                for inner in cell.blocks:
                    yield from _serials(inner)
    else:
        yield from (inline.serial for inline in block.inlines if isinstance(inline, Text) and inline.mark)


def _stack(slugs: Sequence[Slug], x: float, y: float) -> list[Item]:
    items: list[Item] = []
    for slug in slugs:
        y += slug.gap
        items.append(Group(x, y, tuple(unread(slug.items))))
        y += slug.height
    return items


def _columns(section: Section) -> tuple[tuple[float, float], ...]:
    """(x, width) of each text column; equal ones share what the gaps leave (17.6.4)."""
    left, width = section.margins.left, section.width - section.margins.left - section.margins.right
    if not section.columns:
        return ((left, width),)
    gaps = sum(space for _, space in section.columns[:-1])
    share = max((width - gaps) / len(section.columns), 24.0)
    found, x = [], left
    for wanted, space in section.columns:
        own = wanted or share
        found.append((x, own))
        x += own + space
    return tuple(found)


def lay_out(document: Document, extents: Mapping[int, Extent], fonts: FontBook) -> list[LaidPage]:
    """The pages of a document. Raises ConversionRefused above the page limit."""
    layout = _Layout(document, fonts, extents)
    return layout.finish(layout.settled_pages())
