"""The columns of a table of invoice lines, found by the words of its header row."""

import re
from dataclasses import dataclass

from ..page import Word
from ..rows import Phrase, Row
from .figures import CODES
from .vocabulary import COLUMNS, plain

LONGEST_HEADING = 6
_CURRENCY_BEHIND = re.compile(
    rf"[\s,]*(?:\bin\b)?\s*\(?\s*(?:[A-Z]{{0,2}}[€$£₹]|\b(?:{'|'.join(sorted(CODES))}))\s*\)?\Z"
)
_TWICE = re.compile(r"\s*/\s*|\s+(?:&|and)\s+")
NUMERIC = frozenset({"gross", "tax", "quantity", "price", "net", "vat", "discount"})


@dataclass(frozen=True)
class Column:
    """One column: what it holds and the place of its heading. `kind` is "other" when the heading says nothing known."""

    kind: str
    left: float
    right: float

    @property
    def centre(self) -> float:
        return (self.left + self.right) / 2


@dataclass(frozen=True)
class Header:
    """The columns of one table and the position of the last row that belongs to its headings."""

    columns: tuple[Column, ...]
    row: int
    page: int
    depth: int = 1

    def has(self, kind: str) -> bool:
        return any(column.kind == kind for column in self.columns)


def find_headers(rows: list[Row]) -> list[Header]:
    """Every row of headings of a table of lines: an amount, and two more of description, quantity and price."""
    found: list[Header] = []
    for depth in (1, 2, 3):
        for position in range(len(rows)):
            taken = any(position <= header.row and header.row - header.depth < position + depth - 1 for header in found)
            header = None if taken else _header_at(rows, position, depth)
            if header is not None:
                found.append(_with_description(rows, position, header))
    return sorted(found, key=lambda header: header.row)


def currency_of_headings(rows: list[Row]) -> str | None:
    """The one currency that the headings of the lines name behind their words: `Betrag EUR`, `Preis/EUR`."""
    texts = [
        phrase.text
        for header in find_headers(rows)
        for row in rows[header.row - header.depth + 1 : header.row + 1]
        for phrase in row.phrases
    ]
    found = {code for text in texts for code in re.findall(r"[^A-Z]([A-Z]{3})\)?\Z", text) if code in CODES}
    return found.pop() if len(found) == 1 else None


def _with_description(rows: list[Row], position: int, header: Header) -> Header:
    """Where a line of headings names no description, the lines above it or the one below may."""
    if header.depth > 1 or _describes(rows[position]):
        return header
    for above in (1, 2):
        if position >= above and any(_describes(row) for row in rows[position - above : position]):
            higher = _header_at(rows, position - above, above + 1)
            if higher is not None and higher.has("description"):
                return higher
    deeper = _header_at(rows, position, 2)
    second = _columns_of(rows[position + 1]) if deeper is not None else []
    return deeper if deeper is not None and any(column.kind == "description" for column in second) else header


def _describes(row: Row) -> bool:
    return any(column.kind in ("description", "item") for column in _columns_of(row))


def _header_at(rows: list[Row], position: int, depth: int) -> Header | None:
    group = rows[position : position + depth]
    if len(group) < depth or any(row.page != group[0].page for row in group):
        return None
    if depth > 1 and not _is_stacked(group):
        return None
    columns = (
        _merge_levels([column for row in group for column in _columns_of(row)]) if depth > 1 else _columns_of(group[0])
    )
    columns = _described(_with_net(_priced(columns)))
    kinds = [column.kind for column in columns]
    known = {"description", "quantity", "price", "net"} & set(kinds)
    if "net" not in known and "price" in known and "unit" not in known and "quantity" in known:
        return None
    doubled = "price" in known and kinds.count("net") == 2  # `Amount` for how many and `Total` for how much
    if (
        "net" in known
        and (len(known) >= 3 or doubled or (len(known) == 2 and "price" not in known))
        and kinds.count("net") <= 3
    ):
        return Header(tuple(_settle(columns)), position + depth - 1, group[0].page, depth)
    return None


def _described(columns: list[Column]) -> list[Column]:
    """`Item` and the like head the words of a line, or its code where another column holds the words."""
    items = [place for place, column in enumerate(columns) if column.kind == "item"]
    named = any(column.kind == "description" for column in columns)
    for place in items:
        columns[place] = _as(columns[place], "id" if named or place != items[0] else "description")
    return columns


def _priced(columns: list[Column]) -> list[Column]:
    """Of two prices without an amount (`Prix unitaire`, `Prix HT`) the last is the line's amount."""
    prices = [place for place, column in enumerate(columns) if column.kind == "price"]
    if len(prices) == 2 and not any(column.kind == "net" for column in columns):
        columns[prices[1]] = _as(columns[prices[1]], "net")
    return columns


def _with_net(columns: list[Column]) -> list[Column]:
    """Where no column is called an amount, the last one with tax included is the line's."""
    gross = [place for place, column in enumerate(columns) if column.kind == "gross"]
    if gross and not any(column.kind == "net" for column in columns):
        columns[gross[-1]] = _as(columns[gross[-1]], "net")
    return columns


def _is_stacked(group: list[Row]) -> bool:
    """Rows close under each other and without numbers, as headings written over two or three lines are."""
    close = group[-1].top - group[0].bottom <= 0.9 * (len(group) - 1) * group[0].height
    return close and not any(re.search(r"[0-9]", row.text) for row in group)


def _columns_of(row: Row) -> list[Column]:
    """Headings of a row, longest first: `Unit price` before `Unit`. Words nobody knows make a column of kind "other"."""
    columns: list[Column] = []
    for phrase in row.phrases:
        columns.extend(_headings([word for word in phrase.words if not re.fullmatch(r"[€$£()|:*]+", word.text)]))
    return columns


def _headings(words: list[Word]) -> list[Column]:
    found: list[Column] = []
    start = 0
    while start < len(words):
        for count in range(min(LONGEST_HEADING, len(words) - start), 0, -1):
            kind = heading_kind(" ".join(word.text for word in words[start : start + count]))
            if kind:
                break
        group = words[start : start + count]
        found.append(Column(kind or "other", group[0].left, group[-1].right))
        start += count
    return found


def heading_kind(text: str) -> str | None:
    """What a heading announces, None when it is no known heading. One in two languages says it twice: `Menge / Quantity`."""
    cleaned = text.strip(" :*|()/")
    for _ in range(2):  # a currency, and the word before it: `Amount (EUR)`, `Amount in EUR`
        cleaned = _CURRENCY_BEHIND.sub("", cleaned).strip(" :*|()/")
    kind = next((kind for kind, pattern in COLUMNS if pattern.match(plain(cleaned))), None)
    if kind is None and len(parts := _TWICE.split(cleaned)) == 2:
        kinds = [heading_kind(part) for part in parts]
        kind = kinds[1] if kinds[0] in ("item", None) or kinds[0] == kinds[1] else kinds[0]
        return kind if None not in kinds else None
    return kind


def _merge_levels(columns: list[Column]) -> list[Column]:
    """Headings written over two or three rows: pieces above each other are one column, the known meaning wins."""
    merged: list[Column] = []
    for column in sorted(columns, key=lambda item: item.left):
        last = merged[-1] if merged else None
        if last is not None and min(last.right, column.right) - max(last.left, column.left) > 0:
            kind = column.kind if last.kind == "other" or column.kind == "description" else last.kind
            merged[-1] = Column(kind, min(last.left, column.left), max(last.right, column.right))
        else:
            merged.append(column)
    return merged


def _settle(columns: list[Column]) -> list[Column]:
    """Headings that mean different things beside others: the last amount is the line's, `Unit` without a price is the price."""
    kinds = [column.kind for column in columns]
    settled = list(columns)
    amounts = [place for place, kind in enumerate(kinds) if kind == "net"]
    taxes = [place for place, kind in enumerate(kinds) if kind in ("vat", "tax")]
    priced = len(amounts) == 2 and {"description", "price"} <= set(kinds[: amounts[0]])
    if priced and any(amounts[0] < place < amounts[1] for place in taxes):
        settled[amounts.pop()] = _as(columns[amounts[-1]], "gross")  # the amount, its tax, and both together
    for place in amounts[:-1]:
        first = "description" in kinds and place < kinds.index("description") and "quantity" not in kinds
        settled[place] = _as(settled[place], "quantity" if first else "price" if "price" not in kinds else "other")
    if "price" not in [column.kind for column in settled] and "unit" in kinds:
        place = kinds.index("unit")
        if "quantity" in kinds and kinds.index("quantity") < place:
            settled[place] = _as(settled[place], "price")
    if "description" not in kinds:
        texts = [place for place, kind in enumerate(kinds) if kind in ("other", "id", "position")]
        if texts:
            settled[texts[0]] = _as(settled[texts[0]], "description")
    for kind in ("quantity", "price"):  # two columns of words say one description together
        places = [place for place, column in enumerate(settled) if column.kind == kind]
        for place in places[1:]:
            settled[place] = _as(settled[place], "other")
    return settled


def _as(column: Column, kind: str) -> Column:
    return Column(kind, column.left, column.right)


def column_for(cell: Phrase, columns: tuple[Column, ...], numeric: bool) -> Column:
    """The column a cell belongs to. Numbers go by their nearest edge; text to the heading it stands under or starts after."""
    if numeric:
        return min(columns, key=lambda column: _distance(cell, column))
    under = [column for column in columns if column.kind not in NUMERIC and _overlap(cell, column) > 0]
    if under:
        return max(under, key=lambda column: _overlap(cell, column))
    starting = [
        column
        for place, column in enumerate(columns)
        if cell.left >= column.left - 8 and _before_next(cell, columns, place)
    ]
    return starting[-1] if starting else min(columns, key=lambda column: abs(column.left - cell.left))


def _overlap(cell: Phrase, column: Column) -> float:
    return min(cell.right, column.right) - max(cell.left, column.left)


def _before_next(cell: Phrase, columns: tuple[Column, ...], place: int) -> bool:
    return place + 1 == len(columns) or cell.left < columns[place + 1].left - 2


def _distance(cell: Phrase, column: Column) -> float:
    edges = min(abs(cell.left - column.left), abs(cell.right - column.right), abs(cell.centre - column.centre))
    text_penalty = 25.0 if column.kind in ("description", "other", "id", "date") else 0.0
    return edges + text_penalty - (4.0 if _overlap(cell, column) > 0 else 0.0)
