"""The billed lines of an invoice, read from the columns of its table."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import accumulate

from ..amounts import NotANumber, read_printed_number
from ..model import InvoiceLine, releases_retention
from ..rows import Phrase, Row
from .cells import cells_of
from .columns import Header, find_headers, heading_kind
from .figures import AMOUNT, read_amount
from .totals import column_sum_kind, part_kind, split_inside, sum_kind
from .vocabulary import CARRIED, GROUP_SUM, OTHER_TABLE, TAX_ROW, plain

MAX_LINES = 2_000
_TAKEN_OFF = re.compile(
    r"\b(?:less|minus|paid|received|already|credit(?:ed)?|deduct\w*|abz\w*|bereits|erhalten\w*|gezahlt\w*|geleistet\w*|versés?|payés?|déduire|déjà|recibid\w+|pagad\w+|descont\w+"
    r"|reeds|betaald)\b",
    re.IGNORECASE,
)
AMOUNTS = frozenset({"price", "net"})
_CURRENCY_ALONE = re.compile(r"[A-Z]{3}|[€$£¥]|zł|Kč|Ft|kr\.?")
_QUANTITY = re.compile(
    r"(?P<number>-?[0-9][0-9.,'\u2019 \u00a0\u202f]*)\s*(?P<unit>[^\W\d][\w().²³/-]{0,14}\.?)?(?:\s|\Z)"
)


@dataclass(frozen=True)
class ReadLine:
    """A line with the words of its row, its page and the position of its row in the document, as evidence."""

    line: InvoiceLine
    quote: str
    page: int
    row: int = 0


def read_lines(rows: list[Row], mark: str | None) -> list[ReadLine]:
    """The lines below every header row of a line table, in order."""
    headers = find_headers(rows)
    found: list[ReadLine] = []
    for place, header in enumerate(headers):
        end = headers[place + 1].row if place + 1 < len(headers) else len(rows)
        if place and not _same_table(headers[0], header):
            continue
        found.extend(_lines_below(rows, header, end, mark))
        if len(found) > MAX_LINES:
            break
    return found[:MAX_LINES]


def _same_table(first: Header, header: Header) -> bool:
    """A table goes on when the next page repeats its headings; another set of headings is another table."""
    return [column.kind for column in first.columns] == [column.kind for column in header.columns]


def _lines_below(rows: list[Row], header: Header, end: int, mark: str | None) -> list[ReadLine]:
    found: list[ReadLine] = []
    ended = attached = False
    ahead = ""  # text that stands above its line, where numbers are set level with the middle of a description
    body = rows[header.row + 1 : end]
    running = _running_rows(rows)
    taken = False  # the row was the lower half of the one above
    for place, row in enumerate(body):
        if taken:
            taken = False
            continue
        if (round(row.top), row.text) in running:
            attached, ahead = False, ""
            continue
        cells = cells_of(row, header.columns, mark)
        if place + 1 < len(body) and (lower := _lower_half(cells, row, body[place + 1], header, mark)):
            cells, taken = lower, True
        line = _line_of(cells, mark)
        if line is not None and _repeats(line, found, row):
            attached, ahead = False, ""
        elif _heads_another_table(row):
            ended, attached, ahead = True, False, ""
        elif (line is not None and _adds_up_all(line, found)) or (
            _is_sum(row, line, mark) and (ended or not _bills_advance(row, line, mark))
        ):
            ended, attached = True, False
        elif line is not None and _bills(line) and (not ended or _multiplies(line)):
            described = replace(line, description=f"{ahead} {line.description}".strip())
            found.append(ReadLine(described, row.text, row.page, header.row + 1 + place))
            attached, ahead = True, ""
        elif _is_text(cells) and place + 1 < len(body) and _belongs_below(body, place, header, mark):
            ahead = f"{ahead} {_text(cells, 'description')}".strip()
        elif attached and _is_text(cells) and _is_close(row, body[place - 1]):
            found[-1] = _extended(found[-1], cells)
        elif attached and _counts(found[-1], cells) and _is_close(row, body[place - 1]):
            found[-1] = _counted(found[-1], cells, mark)
        else:
            attached, ahead = False, ""
    return found


def _running_rows(rows: list[Row]) -> frozenset[tuple[int, str]]:
    """The rows that stand at the same height of several pages with the same words: heads and feet, which bill nothing."""
    pages: dict[tuple[int, str], set[int]] = {}
    for row in rows:
        pages.setdefault((round(row.top), row.text), set()).add(row.page)
    return frozenset(running for running, on in pages.items() if len(on) > 1)


def _repeats(line: InvoiceLine, found: list[ReadLine], row: Row) -> bool:
    """The row says again what stands above it: a sum carried over a page, or the sum of a group of lines."""
    if line.quantity is not None or line.unit_price is not None or line.net is None:
        return False
    if any(CARRIED.match(plain(phrase.text)) for phrase in row.phrases):
        return True
    sums = accumulate(read.line.net or Decimal(0) for read in reversed(found))
    return bool(GROUP_SUM.search(line.description)) and sum_kind(line.description) is None and line.net in tuple(sums)


def _adds_up_all(line: InvoiceLine, found: list[ReadLine]) -> bool:
    """An amount with neither quantity nor price that is what all lines above add up to, which have both: their sum, whatever it is called."""
    bare = line.quantity is None and line.unit_price is None and line.net
    if not bare or not all(read.line.quantity is not None and read.line.unit_price is not None for read in found):
        return False
    return bool(found) and line.net == sum((read.line.net or Decimal(0) for read in found), Decimal(0))


def _heads_another_table(row: Row) -> bool:
    """The row is the headings of a table of taxes, allowances or due days: words alone, several of them such a table's."""
    if len(row.phrases) < 3 or re.search(r"[0-9]", row.text):
        return False
    if any(heading_kind(phrase.text) in ("description", "item", "quantity") for phrase in row.phrases):
        return False
    sums = {column_sum_kind(phrase.text) for phrase in row.phrases} & {"net", "tax", "gross"}
    return len(sums) >= 2 or sum(bool(OTHER_TABLE.search(phrase.text)) for phrase in row.phrases) >= 2


def _lower_half(
    cells: dict[str, list[Phrase]], row: Row, below: Row, header: Header, mark: str | None
) -> dict[str, list[Phrase]] | None:
    """The cells of a row whose amount is set a little lower than its quantity and price, with that amount."""
    if "net" in cells or not {"quantity", "price"} <= set(cells):
        return None
    if below.page != row.page or below.top - row.bottom > 0.4 * row.height:
        return None
    lower = cells_of(below, header.columns, mark)
    if {"quantity", "price"} & set(lower) or _number(lower, "net", mark) is None:
        return None
    return {
        kind: cells.get(kind, []) + lower.get(kind, [])
        for kind in (*cells, *(kind for kind in lower if kind not in cells))
    }


def _is_text(cells: dict[str, list[Phrase]]) -> bool:
    """The row goes on with a description; a currency that was wrapped under its amount says nothing of its own."""
    told = {kind for kind in cells if kind not in AMOUNTS or not _CURRENCY_ALONE.fullmatch(_text(cells, kind))}
    return "description" in cells and told <= {"description", "id", "position"}


def _counts(read: ReadLine, cells: dict[str, list[Phrase]]) -> bool:
    """The row is the quantity of the line above, set level with the middle of its wrapped cells."""
    return read.line.quantity is None and "quantity" in cells and set(cells) <= {"position", "quantity", "unit"}


def _is_close(row: Row, previous: Row) -> bool:
    return row.page == previous.page and row.top - previous.bottom <= 1.0 * row.height


def _belongs_below(body: list[Row], place: int, header: Header, mark: str | None) -> bool:
    """The row overlaps the row of numbers below it, and stands nearer to it than to the row above."""
    row, below = body[place], body[place + 1]
    if below.page != row.page or below.top > row.bottom:
        return False
    line = _line_of(cells_of(below, header.columns, mark), mark)
    nearer = place == 0 or below.middle - row.middle < row.middle - body[place - 1].middle
    return nearer and line is not None and line.net is not None


def _bills(line: InvoiceLine) -> bool:
    """The row has an amount, and words or nothing for a description: a row of bare numbers belongs to a table of sums."""
    if line.net is None or TAX_ROW.match(line.description):
        return False
    if not line.description and line.unit and line.quantity is None and line.unit_price is None:
        return False  # the word beside the amount is its label, set under another heading
    return bool(re.search(r"[^\W\d]{2}|\A\Z", line.description)) or _multiplies(line)


def _is_sum(row: Row, line: InvoiceLine | None, mark: str | None) -> bool:
    """The row states a sum of the document, or a share of one, and bills nothing."""
    bare = line is None or (line.quantity is None and line.unit_price is None)
    for place, phrase in enumerate(row.phrases if bare else row.phrases[:2]):
        inside = split_inside(phrase.text, mark)
        label = inside[0] if inside else phrase.text
        has_amount = inside is not None or any(
            read_amount(other.text, mark) is not None for other in row.phrases[place + 1 :]
        )
        if has_amount and sum_kind(label) and len(row.phrases) - place <= 3:
            return True
    return bare and line is not None and part_kind(line.description) is not None


def _bills_advance(row: Row, line: InvoiceLine | None, mark: str | None) -> bool:
    """The row bills a deposit: among the lines, before any sum, with an amount and no word or sign that takes it off."""
    if line is None or line.net is None or line.net <= 0 or _TAKEN_OFF.search(row.text):
        return False
    labels = [split_inside(phrase.text, mark) for phrase in row.phrases]
    return "prepaid" in {
        sum_kind(label[0] if label else phrase.text) for label, phrase in zip(labels, row.phrases, strict=True)
    }


def _line_of(cells: dict[str, list[Phrase]], mark: str | None) -> InvoiceLine | None:
    if not cells:
        return None
    quantity, unit = _quantity(cells, mark)
    rate = _percent(_text(cells, "vat"))
    line = InvoiceLine(
        description=_text(cells, "description") or _named_by_code(cells),
        id=_text(cells, "position") or None,
        seller_id=_text(cells, "id") or None,
        quantity=quantity,
        unit=unit or _text(cells, "unit") or None,
        unit_price=_number(cells, "price", mark),
        net=_number(cells, "net", mark),
        vat_rate=rate,
    )
    line = replace(line, retention_release=releases_retention(line.description))
    if line.quantity is None:
        line = replace(line, quantity=_unnamed_quantity(line, cells, mark))
    return replace(line, allowance=_allowance(line, _percent(_text(cells, "discount"))))


def _named_by_code(cells: dict[str, list[Phrase]]) -> str:
    """Where nothing stands in the column of words, the words of the column of codes."""
    code = _text(cells, "id")
    return code if re.search(r"[^\W\d]{3}", code) else ""


def _unnamed_quantity(line: InvoiceLine, cells: dict[str, list[Phrase]], mark: str | None) -> Decimal | None:
    """Under a heading that names no quantity (`#`): a number of the row that makes its price its amount."""
    if line.unit_price is None or line.net is None or not line.net:
        return None
    numbers = (read_amount(piece.text, mark) for kind in ("position", "other", "id") for piece in cells.get(kind, []))
    return next(
        (number for number in numbers if number and abs(number * line.unit_price - line.net) <= Decimal("0.005")), None
    )


def _text(cells: dict[str, list[Phrase]], kind: str) -> str:
    return " ".join(piece.text for piece in cells.get(kind, []))


def _number(cells: dict[str, list[Phrase]], kind: str, mark: str | None) -> Decimal | None:
    """The number of a cell, what follows it (a currency, a tax) left aside."""
    text = re.sub(r"(?<=[0-9])\s?[A-Z*]\Z", "", _text(cells, kind))  # a letter behind it says how it is taxed
    whole = read_amount(text, mark)
    if whole is not None:
        return whole
    match = AMOUNT.match(text)
    if match is None or text[match.end() :].lstrip().startswith("%"):
        return None
    return read_amount(f"{'-' if '-' in match['before'] + match['sign'] else ''}{match['number']}", mark)


def _quantity(cells: dict[str, list[Phrase]], mark: str | None) -> tuple[Decimal | None, str | None]:
    match = _QUANTITY.match(_text(cells, "quantity"))
    if not match:
        return None, None
    try:
        return read_printed_number(match["number"].strip(), mark), match["unit"]
    except NotANumber:
        return None, None


def _percent(text: str) -> Decimal | None:
    match = re.search(r"([0-9]{1,2}(?:[.,][0-9]{1,2})?)\s*%?", text)
    return Decimal(match[1].replace(",", ".")) if match else None


def _allowance(line: InvoiceLine, discount: Decimal | None) -> Decimal:
    """What the discount column takes off; zero unless it explains the difference between quantity × price and the amount."""
    if line.quantity is None or line.unit_price is None or line.net is None or not discount:
        return Decimal(0)
    full = line.quantity * line.unit_price
    return full - line.net if abs(full * (100 - discount) / 100 - line.net) <= Decimal("0.02") else Decimal(0)


def _multiplies(line: InvoiceLine) -> bool:
    if line.quantity is None or line.unit_price is None or line.net is None:
        return False
    return abs(line.quantity * line.unit_price - line.allowance - line.net) <= Decimal("0.02")


def _counted(read: ReadLine, cells: dict[str, list[Phrase]], mark: str | None) -> ReadLine:
    quantity, unit = _quantity(cells, mark)
    line = read.line
    unit = line.unit or unit or _text(cells, "unit") or None
    position = line.id or _text(cells, "position") or None
    return replace(read, line=replace(line, quantity=quantity, unit=unit, id=position))


def _extended(read: ReadLine, cells: dict[str, list[Phrase]]) -> ReadLine:
    description = f"{read.line.description} {_text(cells, 'description')}".strip()[:400]
    return replace(read, line=replace(read.line, description=description))
