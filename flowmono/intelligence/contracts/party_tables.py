"""Tables that describe the parties: one column for each, one row for each, or one list of labelled rows under the other."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from flowmono.intelligence.contracts.labels import field_of, split_label
from flowmono.intelligence.contracts.roles import side_of
from flowmono.intelligence.contracts.source import Line, Source

MOST_ROWS = 24
# "Customer Information", "Supplier details"
_DETAILS = re.compile(r"(?<=\w) (?:information|details|data|particulars|angaben|contact)$", re.IGNORECASE)
_CORNER = re.compile(r"(?:|part(?:y|ies)|details?|particulars|item|field|angabe[n]?|parteien?)", re.IGNORECASE)


@dataclass
class PartyBlock:
    """What a table says about one party. ``label`` is its heading: a role word or a name; ``name_at`` where its name stands."""

    label: str
    fields: dict[str, str] = field(default_factory=dict)
    name_at: int | None = None

    def note(self, name: str, value: str, place: int | None = None) -> None:
        """Keep the first value of a field."""
        if value.strip() and name not in self.fields:
            self.fields[name] = value.strip()
            if name == "name":
                self.name_at = place


def find_party_blocks(source: Source) -> list[PartyBlock]:
    """Every party that a table of details describes, in order. A block has at least two fields."""
    blocks: list[PartyBlock] = []
    index = 0
    while index < len(source.lines):
        found, taken = _read_at(source.lines, index)
        blocks += [block for block in found if len(block.fields) >= 2]
        index += max(taken, 1)
    return blocks


def _read_at(lines: Sequence[Line], index: int) -> tuple[list[PartyBlock], int]:
    """The blocks of the table whose heading is the line at ``index``, and how many lines it takes."""
    heading = lines[index]
    cells = heading.cells
    if heading.is_row and sum(bool(side_of(cell.rstrip(":"))) for cell in cells) >= 2 and _is_heading(cells):
        return _by_columns(lines, index)
    if (
        heading.is_row
        and _CORNER.fullmatch(cells[0])
        and len({field_of(cell) for cell in cells[1:]} & {"name", "address", "tax_id", "email", "notices", "signer"})
        >= 2
    ):
        return _by_rows(lines, index)
    if side_of(bare_label(cells[0])) and (not heading.is_row or len(cells) == 2):
        return _by_list(lines, index)
    return [], 1


def bare_label(cell: str) -> str:
    """The role or name of a heading without its colon and without "details" or "information" behind it."""
    return _DETAILS.sub("", cell.strip().strip(":").strip())


def _is_heading(cells: list[str]) -> bool:
    return all(side_of(bare_label(cell)) or _CORNER.fullmatch(bare_label(cell)) for cell in cells)


def _by_columns(lines: Sequence[Line], index: int) -> tuple[list[PartyBlock], int]:
    """One column for each party: labels in the first cell, or in every cell."""
    heading = lines[index].cells
    places = [place for place, cell in enumerate(heading) if side_of(bare_label(cell))]
    blocks = [PartyBlock(bare_label(heading[place])) for place in places]
    taken = 1
    for cells, spans, count in _logical_rows(lines, index + 1, len(heading)):
        label = field_of(cells[0])
        if len(cells) != len(heading) or not (label or any(split_label(cell) for cell in cells)):
            break
        taken += count
        for place, block in zip(places, blocks, strict=True):
            inside = split_label(cells[place]) if place == 0 or not label else None
            name, value = inside or (label, cells[place])
            if name and (inside or place):
                block.note(name, value, spans[place] + cells[place].find(value))
    return blocks, taken


def _logical_rows(lines: Sequence[Line], index: int, width: int) -> Iterator[tuple[list[str], list[int], int]]:
    """Rows put together again where a cell holds several lines: (cells, their places in the flat text, lines taken)."""
    end = min(len(lines), index + MOST_ROWS * 3)
    while index < end:
        if not lines[index].is_row:
            return
        cells, places = _cells_of(lines[index])
        count = 1
        while len(cells) < width and index + count < end and count < 8:
            more, more_places = _cells_of(lines[index + count])
            cells[-1] += "\n" + more[0]
            cells += more[1:]
            places += more_places[1:]
            count += 1
        if len(cells) != width:
            return
        # The last cell may go on below its row as far as the longest of the others did.
        for _ in range(max(cell.count("\n") for cell in cells[:-1]) if width > 1 else 0):
            if index + count < end and not lines[index + count].is_row and len(lines[index + count].text) < 100:
                cells[-1] += "\n" + lines[index + count].text.strip()
                count += 1
        yield cells, places, count
        index += count


def _cells_of(line: Line) -> tuple[list[str], list[int]]:
    cells, places, place = [], [], line.start
    for cell in line.text.split("\t"):
        cells.append(cell.strip())
        places.append(place + len(cell) - len(cell.lstrip()))
        place += len(cell) + 1
    return cells, places


def _by_rows(lines: Sequence[Line], index: int) -> tuple[list[PartyBlock], int]:
    """One row for each party under a row of labels."""
    names = [field_of(cell) for cell in lines[index].cells]
    blocks: list[PartyBlock] = []
    taken = 1
    for cells, spans, count in _logical_rows(lines, index + 1, len(names)):
        if not side_of(bare_label(cells[0])):
            break
        block = PartyBlock(bare_label(cells[0]))
        for name, cell, place in zip(names[1:], cells[1:], spans[1:], strict=True):
            if name:
                block.note(name, cell, place)
        blocks.append(block)
        taken += count
    return blocks, taken


def _by_list(lines: Sequence[Line], index: int) -> tuple[list[PartyBlock], int]:
    """Labelled rows under the role of the party: "Customer TAB Name", then "Address TAB …", "VAT ID TAB …"."""
    heading = lines[index]
    cells, places = _cells_of(heading)
    block = PartyBlock(bare_label(cells[0]))
    if heading.is_row:
        block.note("name", cells[1], places[1])
    taken = 1
    while index + taken < len(lines) and taken < MOST_ROWS:
        line = lines[index + taken]
        row, spans = _cells_of(line)
        label = field_of(row[0]) if line.is_row and len(row) == 2 else None
        found = (label, row[1]) if label else split_label(line.text) if not line.is_row else None
        if found is None or found[0] in ("signature", "date"):
            break
        block.note(str(found[0]), found[1], (spans[1] if label else line.start + line.text.find(found[1])))
        taken += 1
    return [block], taken
