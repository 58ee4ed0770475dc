"""Price tables: which rows are one table, what each column holds, and the items in its rows."""

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal

from flowmono.intelligence.contracts.beside import as_trigger, note_beside, with_note
from flowmono.intelligence.contracts.calendar import Calendar
from flowmono.intelligence.contracts.columns import column_name
from flowmono.intelligence.contracts.dates import find_dates
from flowmono.intelligence.contracts.dues import DueFound, find_due, is_criterion, kind_of
from flowmono.intelligence.contracts.durations import period_of
from flowmono.intelligence.contracts.findings import Finding
from flowmono.intelligence.contracts.headless import FROM, bare_columns
from flowmono.intelligence.contracts.money import find_money
from flowmono.intelligence.contracts.numbers import FIGURES, parse_figures
from flowmono.intelligence.contracts.source import Line, Source
from flowmono.intelligence.contracts.stacked import WIDTHS, is_headed, stack
from flowmono.intelligence.contracts.total_rows import adds_up_unnamed
from flowmono.intelligence.reader import Due

_ENTRY_NAME = re.compile(
    r"(?:rate ?/ ?)?(?:instal?lments?|payments?|raten?|tranches?|cuotas?|plazos?|échéances?|fees?|charges?|services?|items?"
    r"|deliverables?)(?: no\.?| name| /.*)?",
    re.IGNORECASE,
)
_TOTAL_ROW = re.compile(
    r"^(?:(?:grand |sub)?-?total\b|total\b|sum\b|gesamt|summe|zwischensumme|importe total|suma|montant total|somme|totaal\b|subtotaal|totale\b|vat\b"
    r"|mwst|ust|iva\b|tva\b"
    r"|tax\b|[cis]?gst\b|(?:add|plus|zzgl\.?|zuzüglich)\W{1,3}(?:\d{1,2} ?% ?)?(?:[cis]?gst|vat|mwst|ust|umsatzsteuer|mehrwertsteuer|sales tax|tax|iva|tva)\b"
    r"|net total|(?:contract|purchase|order) (?:price|sum|value)$|fixed (?:fee|price)$)",
    re.IGNORECASE,
)  # fmt: skip
_BARE = re.compile(rf"^[^\w\d]{{0,3}}(?P<figures>{FIGURES})(?:[.,][-–—]+)?\W{{0,3}}$")
_PERCENT = re.compile(
    r"(?<![\d.,])(?P<figures>\d{1,3}(?:[.,]\d{1,2})?) ?(?:%|percent\b|per cent\b|prozent\b|v\. ?h\.)", re.IGNORECASE
)
_BARE_PERCENT = re.compile(r"^\s*(\d{1,3}(?:[.,]\d{1,2})?)\s*$")
_TRAP_HEAD = re.compile(
    r"\b(?:insurance|coverage|limit|liabilit|service level|credit|uptime|penalt|bonus|sales target|threshold|sla|severity)\b",
    re.IGNORECASE,
)
# Work that is only priced here: it is ordered later, if ever.
_EXTRA = (
    r"(?:change (?:orders?|requests?)|(?:additional|extra|further|out[- ]of[- ]scope|optional|supplementary|ad[- ]hoc) (?:work|services?|hours"
    r"|support|tasks?|assistance)|variations?"
    r"|zusatzleistungen|zusätzliche leistungen|mehrleistungen|trabajos adicionales|servicios adicionales|prestations supplémentaires|travaux supplémentaires)"
)
ON_CALL = re.compile(
    rf"\b{_EXTRA}\b[^.]{{0,160}}\b(?:rates?|charged|priced?s?|billed|invoiced|fees?|tarif\w*|vergüt\w*|berechnet|facturad\w+|facturée?s?)\b"
    rf"|\b(?:rates?|prices?|fees?|charges?|rate card|stundensätze|tarifas|tarifs)\b[^.]{{0,80}}\b(?:for|to|of|on|für|para|pour)\b[^.]{{0,60}}\b{_EXTRA}\b"
    r"|\b(?:on|upon) (?:written )?request\b|\bif (?:and when |and to the extent )?(?:ordered|requested|instructed|called off)\b|\bauf abruf\b|\bbei bedarf\b"
    r"|\b(?:do(?:es)? not|no) (?:oblige|obligation|commit\w*)\b[^.]{0,60}\b(?:order|purchase|buy)\b",
    re.IGNORECASE,
)  # fmt: skip
_MONTH_ROW = re.compile(r"[^\W\d_]{3,10}\.? (?:de )?\d{4}")


@dataclass
class Table:
    """Rows of one table; ``columns`` names what each column holds. Offsets are of the flat text."""

    header: Line
    columns: list[str]
    rows: list[Line] = field(default_factory=list)
    currency: str | None = None


def find_tables(source: Source) -> list[Table]:
    """All tables with a header that names an amount, a rate or a percentage."""
    tables = _find_stacked(source)
    lines = source.lines
    index = 0
    while index < len(lines):
        table = _open_table(lines[index]) if lines[index].is_row else None
        if table is None:
            bare = bare_columns(lines, index) if lines[index].is_row else None
            if bare:
                columns, count = bare
                blank = Line(lines[index].start, lines[index].start, "\t" * (len(columns) - 1))
                tables.append(Table(blank, columns, rows=list(lines[index : index + count])))
                index += count
                continue
        index += 1
        if table is None:
            continue
        if index < len(lines) and lines[index].is_row and len(lines[index].cells) == len(table.columns) - 1:
            # A nested table that fills a cover-page cell begins on the row of the cell's label.
            table.columns = table.columns[1:]
        while index < len(lines) and _belongs(lines[index], table):
            table.rows.append(lines[index])
            index += 1
        if table.rows:
            tables.append(table)
    return sorted(tables, key=lambda one: one.header.start)


def _find_stacked(source: Source) -> list[Table]:
    tables: list[Table] = []
    index = 0
    while index < len(source.all_lines):
        found = None
        if not source.all_lines[index].is_row:
            found = _open_stacked(source, index) or _open_trap(source, index) or _open_list(source, index)
        if found is None:
            index += 1
            continue
        table, index = found
        tables.append(table)
    return tables


def _open_stacked(source: Source, first: int) -> tuple[Table, int] | None:
    """The table whose cells stand one under another from this line on, with the index of the line after it; None for other lines.

    Every row has its figure where the header says so, and two rows at least do. A heading above the header, or the first row
    beneath it, may look like a part of it: the reading in which most columns have a name that is known is the right one.
    """
    best: tuple[int, Table, int] | None = None
    for start, width in ((start, width) for start in (first, first + 1) for width in WIDTHS):
        header = stack(source, start, width)
        table = _open_table(header) if header and not is_headed(header) and not _holds_values(header) else None
        if table is None:
            continue
        index = start + width
        while (row := stack(source, index, width)) and _has_its_figures(row, table):
            table.rows.append(row)
            index += width
        known = sum(name not in ("text", "empty") for name in table.columns)
        known += bool(_ENTRY_NAME.fullmatch(table.header.cells[0]))
        if len(table.rows) > 1 and (best is None or known > best[0]):
            best = known, table, index
    if best is None:
        return None
    _known, table, index = best
    closing = stack(source, index, 2)
    if closing and _TOTAL_ROW.match(closing.cells[0]) and _is_figure(closing.cells[1]):
        # A total has no other cells: its figure belongs under those that it adds up.
        place = max(i for i, name in enumerate(table.columns) if name in _FIGURES_IN)
        cells = [closing.cells[0], *[""] * (len(table.columns) - 1)]
        cells[place] = closing.cells[1]
        table.rows.append(Line(closing.start, closing.end, "\t".join(cells)))
        index += 2
    return table, index


def _holds_values(header: Line) -> bool:
    """Whether a cell of what may be a header is one of a row: a day, a code, a figure, or the price before its name."""
    first = column_name(header.cells[0])
    return first in ("unit_price", "quantity") or any(
        find_dates(cell) or re.fullmatch(r"[A-Z]{0,3}[-. ]?\d[\d.,]*\W{0,2}", cell) for cell in header.cells
    )


def _open_trap(source: Source, first: int) -> tuple[Table, int] | None:
    """A table of two columns that deducts, credits or insures: its amounts are no prices."""
    header = stack(source, first, 2)
    if header is None or any(len(cell) > 60 or cell.endswith((".", ":")) for cell in header.cells):
        return None
    if not _TRAP_HEAD.search(header.cells[0]) or not _TAKES.search(header.cells[1]):
        return None
    table, index = Table(header, ["text", "ignored"]), first + 2
    while (row := stack(source, index, 2)) and any(char.isdigit() for char in row.cells[1]) and len(row.cells[1]) < 40:
        table.rows.append(row)
        index += 2
    return (table, index) if len(table.rows) > 1 else None


_TAKES = re.compile(
    r"\b(?:deduct\w*|credits?|penalt\w+|malus|reduc\w+|limits?|sum insured|cover(?:age)?|minimum|abzug|pénalité|deducci\w+)\b",
    re.IGNORECASE,
)
_LISTS_PRICES = re.compile(
    r"\b(?:prices?|rates?|fees?|charges?|preise|sätze|prix|tarifs?|precios|tarifas)\b", re.IGNORECASE
)


def _open_list(source: Source, first: int) -> tuple[Table, int] | None:
    """Names and prices one under another below a sentence that ends in a colon and says what each price is for; no header."""
    intro = source.all_lines[first]
    if not (intro.text.rstrip().endswith(":") and _LISTS_PRICES.search(intro.text) and _PER_EACH.search(intro.text)):
        return None
    table, index = Table(Line(intro.start, intro.end, intro.text), ["text", "unit_price"]), first + 1
    while (row := stack(source, index, 2)) and _has_its_figures(row, table):
        table.rows.append(row)
        index += 2
    return (table, index) if len(table.rows) > 1 else None


_FIGURES_IN = ("amount", "unit_price", "percent")
_ADDS_UP = re.compile(r"\b(?:sub-?)?total\b|\bsumme\b|\bsumma\b", re.IGNORECASE)


def _has_its_figures(row: Line, table: Table) -> bool:
    """Whether the figures of a row stand where the header has them, and nowhere else a price; a sum of rows is no row."""
    for name, cell in zip(table.columns, row.cells, strict=True):
        if name in _FIGURES_IN and not _is_figure(cell):
            return False
        if name == "text" and (_BARE.match(cell) or (len(cell) < 20 and find_money(cell))) and not cell.isdigit():
            return False
        if name == "quantity" and not (cell[:1].isdigit() and len(cell) < 25):
            return False
        if len(cell) < 60 and _ADDS_UP.search(cell):
            return False
    return not _TOTAL_ROW.match(row.cells[0])


def _is_figure(cell: str) -> bool:
    return bool(_BARE.match(cell) or _PERCENT.match(cell) or (len(cell) < 40 and find_money(cell)))


def _open_table(line: Line) -> Table | None:
    cells = line.cells
    if (
        len([cell for cell in cells if cell]) < 2
        or any(len(cell) > 60 for cell in cells)
        or _TRAP_HEAD.search(line.text)
    ):
        return None
    if any(_BARE.match(cell) or find_money(cell) for cell in cells) or _TOTAL_ROW.match(cells[0]):
        return None
    columns = [
        "text" if _ENTRY_NAME.fullmatch(cells[0]) else column_name(cells[0]),
        *(column_name(cell) for cell in cells[1:]),
    ]
    if not {"amount", "unit_price", "percent"} & set(columns) or columns[0] in ("amount", "percent") or ":" in cells[0]:
        return None
    if any(cell.endswith(".") and len(cell) > 25 for cell in cells):
        return None
    if columns.count("due") > 1:
        # Beside a day, what is called an event is what is priced.
        columns = ["text" if _HAPPENING.fullmatch(cell) else name for name, cell in zip(columns, cells, strict=True)]
    mentions = [code for cell in cells for code in re.findall(r"\(?\b([A-Z]{3})\b\)?", cell)]
    signs = {"$": None, "€": "EUR", "£": "GBP", "¥": "JPY"}
    currency = next((mention.currency for code in mentions for mention in find_money(f"{code} 100")), None)
    currency = currency or next((signs[sign] for cell in cells for sign in signs if sign in cell), None)
    return Table(line, columns, currency=currency)


_HAPPENING = re.compile(r"(?:events?|sessions?|veranstaltung|événement|evento)", re.IGNORECASE)


def _belongs(line: Line, table: Table) -> bool:
    return line.is_row and abs(len(line.cells) - len(table.columns)) <= 1 and line.start - table.header.end < 20_000


def read_table(source: Source, table: Table, calendar: Calendar) -> tuple[list[Finding], Decimal | None]:
    """The items in a table's rows and what its total row says. Rows that only add up others are not items."""
    items: list[Finding] = []
    total: Decimal | None = None
    note = note_beside(source, table.header.start, table.rows[-1].end)
    if _is_trap_table(table):
        return [], None
    each = _priced_each(source, table)
    only_rates = bool(each) or ("unit_price" in table.columns and "amount" not in table.columns)
    for row in table.rows:
        cells = dict(zip(_keys(table.columns), row.cells, strict=False))
        first = next((cell for cell in row.cells if cell), "")
        amount, currency = _amount_in(row, table)
        if _TOTAL_ROW.match(first) and not (only_rates and amount != _sum_of(items)):
            total = (
                amount
                if amount is not None
                and re.match(
                    r"(?:grand )?total|gesamt|summe|sum|importe total|suma|montant total|somme|totaa?le?\b|contract|fixed|purchase|order",
                    first,
                    re.IGNORECASE,
                )
                else total
            )
            continue
        if adds_up_unnamed(row.cells, amount, [item.amount for item in items]):
            total = amount
            continue
        item = _item(table, row, cells, (amount, currency), calendar, note, each)
        if item:
            items.append(item)
    if total is None and _prices_extras(table, items):
        items = [
            replace(item, kind="unit_price", due=Due("event", "as used"), unit="piece", optional=True) for item in items
        ]
    on_call = _is_on_call(source, table)
    items = [replace(item, optional=True) if on_call and item.kind == "unit_price" else item for item in items]
    if re.match(r"options?\b", table.header.cells[0], re.IGNORECASE):
        items = [replace(item, optional=True, due=Due("event", "as ordered")) for item in items]
    return [with_note(item, note) for item in items], total


def _prices_extras(table: Table, items: list[Finding]) -> bool:
    """Whether a table of charges lists what may be asked for, each time: nothing falls due by itself and nothing is added up."""
    return bool(
        _EXTRAS.fullmatch(table.header.cells[0])
        and items
        and all(item.due is None and item.percent is None and item.kind == "milestone" for item in items)
        and any(re.search(r"\b(?:each|every|per)\b", item.description, re.IGNORECASE) for item in items)
    )


_EXTRAS = re.compile(
    r"(?:(?:additional|accessorial|extra|other|ancillary|further) )?(?:charges?|surcharges?|extras?|fees?|services?|items?)",
    re.IGNORECASE,
)


def _sum_of(items: list[Finding]) -> Decimal:
    """What a row that adds up says. "Total viable count" in a list of prices is none."""
    return sum((item.amount for item in items if item.amount is not None), Decimal(0))


def _priced_each(source: Source, table: Table) -> str | None:
    """What each price of a table is for, where the words above it say so: "B. Visits (per subject)", "the prices apply per sample:"."""
    index = source.line_at(table.header.start)
    above = " ".join(line.text[-160:] for line in source.lines[max(0, index - 1) : index] if not line.is_row)
    match = _PER_EACH.search(f"{above} {table.header.text}")
    return match["unit"].casefold() if match else None


_PER_EACH = re.compile(
    r"\b(?:per|for each|for every|je|pro|par|por)\s+(?:completed |single |individual )?(?P<unit>visit|subject|patient|sample|analysis|test|piece|unit|trip"
    r"|journey|pallet|copy|word|page|shift|guest|person|head|besuch|probe|stück|fahrt|échantillon|visite)\b",
    re.IGNORECASE,
)


def _is_trap_table(table: Table) -> bool:
    """Whether a table says what is insured, deducted or credited, and prices nothing."""
    return "ignored" in table.columns and not {"amount", "unit_price", "percent"} & set(table.columns)


def _is_on_call(source: Source, table: Table) -> bool:
    """Whether the lines that introduce a table, or the sentence after it, say that its prices are for work not yet ordered."""
    index = source.line_at(table.header.start)
    above = []
    for line in source.lines[max(0, index - 4) : index][::-1]:
        if line.is_row:
            break
        above.append(line.text[:900])
        if len(above) > 1 and len(line.text) < 90:
            break
    after = source.lines[source.line_at(table.rows[-1].end - 1) + 1 :][:1]
    below = [after[0].text[:300]] if after and not after[0].is_row and len(after[0].text) > 90 else []
    return any(ON_CALL.search(words) for words in [*above, *below])


def _keys(columns: list[str]) -> list[str]:
    """Column names made unique: due, due2, …"""
    keys: list[str] = []
    for name in columns:
        keys.append(name if name not in keys else f"{name}{sum(key.startswith(name) for key in keys) + 1}")
    return keys


def _amount_in(row: Line, table: Table) -> tuple[Decimal | None, str | None]:
    """The row's amount: in the last amount column that has one, else in the unit price column, else any money in the row."""
    places = [index for index, name in enumerate(table.columns) if name == "amount"][::-1]
    places += [index for index, name in enumerate(table.columns) if name == "unit_price"]
    cells = row.cells
    if len(cells) != len(table.columns):
        places = []
    for place in places:
        mentions = find_money(cells[place])
        bare = _BARE.match(cells[place])
        if mentions:
            return mentions[0].amount, mentions[0].currency or table.currency
        if bare:
            return parse_figures(bare["figures"]), table.currency
    for cell in cells[1:]:
        mentions = find_money(cell)
        if mentions:
            return mentions[0].amount, mentions[0].currency or table.currency
    return None, table.currency


def _percent_in(row: Line, table: Table) -> Decimal | None:
    cells = row.cells
    for index, name in enumerate(table.columns):
        bare = _BARE_PERCENT.match(cells[index]) if name == "percent" and index < len(cells) else None
        if bare:
            return Decimal(bare[1].replace(",", "."))
    match = next(
        (
            match
            for cell, name in zip(cells, table.columns, strict=False)
            if name not in ("acceptance",) and (match := _PERCENT.search(cell))
        ),
        None,
    )
    within = Decimal(match["figures"].replace(",", ".")) if match else None
    return within if within is not None and ("percent" in table.columns or _shares_add_up(table)) else None


def _shares_add_up(table: Table) -> bool:
    """Whether percentages in the rows' text columns add up to a hundred: then they are shares, not criteria."""
    shares = [
        Decimal(match["figures"].replace(",", "."))
        for row in table.rows
        if (match := _PERCENT.search(" ".join(row.cells[:-1])))
    ]
    return sum(shares) == 100


def _item(
    table: Table,
    row: Line,
    cells: dict[str, str],
    price: tuple[Decimal | None, str | None],
    calendar: Calendar,
    note: str,
    each: str | None,
) -> Finding | None:
    amount, currency = price
    percent = _percent_in(row, table)
    if amount is None and percent is None:
        return None
    label = cells.get("number", "")
    texts = [cell for name, cell in cells.items() if name.startswith("text") and cell] or [
        cell for name, cell in cells.items() if name.startswith(("due", "acceptance")) and cell
    ]
    description = texts[0] if texts else next((cell for cell in row.cells if cell and not _BARE.match(cell)), "")
    if len(texts) > 1 and re.fullmatch(r"[A-Z]{1,3}[-. ]?\d{1,3}", texts[0].strip(".")):
        # A milestone's code says nothing: what is delivered stands in the column beside it.
        description = f"{texts[0].strip('.')} — {texts[1]}"
    if re.fullmatch(r"[A-Z]{1,3}[-. ]?\d{1,3}|\d{1,3}", label.strip(".")) and not label.strip(".").isdigit():
        description = f"{label} {description}"
    if re.fullmatch(r"\d{1,2}\W{0,2}\(\d{1,3}(?:[.,]\d+)? ?%\)", description):
        description = next(
            (cell for name, cell in reversed(cells.items()) if name.startswith("due") and cell), description
        )
    if description.strip(" .").isdigit():
        description = f"{table.header.cells[0].split('/')[-1].strip()} {description}"
        description = f"{description} — {texts[1]}" if len(texts) > 1 and not _BARE.match(texts[1]) else description
    due = _row_due(_payment_first(table, cells), description, calendar)
    if due is None and not note:
        due = _planned(cells)
    acceptance = cells["acceptance"] if is_criterion(cells.get("acceptance", "")) else None
    unit = (
        _unit(table, cells) or _said_per(row) or (each if "quantity" not in table.columns and percent is None else None)
    )
    if unit and period_of(unit) and any(find_dates(cell) for name, cell in cells.items() if name.startswith("due")):
        unit = None  # A yearly fee with a day of its own in each row is paid on those days.
    if unit or ("unit_price" in table.columns and "amount" not in table.columns):
        period = period_of(unit or "")
        kind = "recurring" if period else "unit_price"
        found = _of_its_year(table, row, period) if period else Due("event", "as used")
        return Finding(
            description,
            kind,
            row.start,
            row.end,
            amount=amount,
            currency=currency,
            due=found,
            unit=unit,
            confidence=Decimal("0.85"),
        )
    kind = kind_of(
        due.due if due else None,
        " ".join([description, *(cell for name, cell in cells.items() if name.startswith("due"))]),
        acceptance,
    )
    return Finding(
        description, kind, row.start, row.end, amount=amount, percent=percent, currency=currency, due=due.due if due else None,
        acceptance=acceptance or _bracketed(description, due), confidence=Decimal("0.95") if due and due.plain else Decimal("0.85"), from_table=True,
    )  # fmt: skip


def _of_its_year(table: Table, row: Line, period: str) -> Due:
    """When a fee of a period is due: once, on the day from which its row runs, where the row has one."""
    begins = [
        dates[0].day
        for head, cell in zip(table.header.cells[-len(table.columns) :], row.cells, strict=False)
        if FROM.fullmatch(head.strip()) and (dates := find_dates(cell))
    ]
    return Due("period", begins[0].isoformat(), period, 1) if begins else Due("period", None, period)


def _said_per(row: Line) -> str | None:
    """What a price is for where a cell of its row says no more than that: "per sample", "each"."""
    found = next((match for cell in row.cells[1:] if (match := _PER_CELL.fullmatch(cell))), None)
    return (found["unit"] or "piece").strip() if found else None


_PER_CELL = re.compile(
    r"(?:per|pro|je|par|por|for each|for every)\s+(?P<unit>[^\d.;:]{2,60})|each|je stück|pièce|cada uno|p\.? ?st\.?",
    re.IGNORECASE,
)


def _payment_first(table: Table, cells: dict[str, str]) -> dict[str, str]:
    """The cells of a row, the column in which a payment falls due before those in which something else happens."""
    heads = dict(zip(_keys(table.columns), table.header.cells, strict=False))
    return dict(sorted(cells.items(), key=lambda cell: not _PAYMENT_HEAD.search(heads.get(cell[0], ""))))


_PAYMENT_HEAD = re.compile(
    r"\b(?:pay\w*|invoic\w*|due|fällig\w*|zahl\w*|rechnung\w*|échéance|paiement|vencimiento|pago)\b", re.IGNORECASE
)


def _row_due(cells: dict[str, str], description: str, calendar: Calendar) -> DueFound | None:
    """The due in the row's due columns, the English one first, else in its description."""
    columns = [cell for name, cell in cells.items() if name.startswith("due") and cell]
    english = [
        cell for cell in columns if re.search(r"\b(?:on|upon|after|of the|within|by|before|following|days?)\b", cell)
    ]
    for cell in [*english, *columns]:
        found = find_due(cell, calendar)
        if found:
            return found
        if len(cell) > 3 and not find_dates(cell):
            return DueFound(Due("event", as_trigger(cell)), 0, len(cell), plain=False)
    found = find_due(description, calendar)
    others = [cell for name, cell in cells.items() if name.startswith("text") and cell and cell not in description]
    found = found or next(
        (due for cell in others if (due := find_due(cell, calendar)) and due.due.type != "date"), None
    )
    if found is None and _NAMES_AN_EVENT.match(description):
        return DueFound(Due("event", as_trigger(description)), 0, len(description))
    return found


_NAMES_AN_EVENT = re.compile(
    r"(?:[A-Z]{1,3}[-. ]?\d{1,3} (?:— )?)?(?:(?:final|provisional|written|site|factory|formal) )?(?:acceptance|approval|sign-?off"
    r"|abnahme|réception|aceptación) (?:of|by|der|des|von|du|de la|del|de)\b",
    re.IGNORECASE,
)


def _planned(cells: dict[str, str]) -> DueFound | None:
    """The planned date of a row, or the first day of the month that names it, where nothing says that acceptance decides."""
    for cell in [
        *(cell for name, cell in cells.items() if name == "target"),
        *(cell for cell in cells.values() if _MONTH_ROW.fullmatch(cell)),
    ]:
        dates = find_dates(cell) or find_dates(f"1 {cell}")
        if dates:
            return DueFound(Due("date", dates[0].day.isoformat()), 0, len(cell), plain=False)
    return None


def _unit(table: Table, cells: dict[str, str]) -> str | None:
    if "unit" in cells and cells["unit"] and "quantity" not in table.columns:
        return cells["unit"].removeprefix("per ").strip()
    if "amount" in table.columns and "quantity" in table.columns:
        # "Hours per week | Charge per month": what the charge itself is for decides.
        shown = table.header.cells[-len(table.columns) :]
        heads = [head for head, name in zip(shown, table.columns, strict=True) if name == "amount"]
        said = _PER_PERIOD.search(heads[-1])
        return said["period"] if said else None
    words = table.header.text.casefold()
    each = next((match for cell in table.header.cells if (match := _PER_HEAD.fullmatch(cell))), None)
    if each and not period_of(each["unit"]):
        return each["unit"].casefold()
    for unit, pattern in (
        ("hour", r"hour|stunde|hora|heure"),
        ("day", r"\bday|daily|tages|tag\b|día|jour"),
        ("month", r"per (?:calendar )?month|monthly|monatlich|/month|mensual"),
        ("year", r"per (?:calendar |contract )?year|annual|p\. ?a\.|jährlich|anual"),
    ):
        if re.search(pattern, words) and ("unit_price" in table.columns or unit in ("month", "year")):
            return unit
    return None


_PER_PERIOD = re.compile(
    r"\b(?:per|je|pro|par|por) (?:calendar )?(?P<period>week|month|quarter|year|monat|jahr|mois|mes)\b", re.IGNORECASE
)
_PER_HEAD = re.compile(
    r"(?:(?:price|rate|fee|charge) )?(?:per|je|pro|par|por) (?P<unit>\w{3,20})(?: (?:per|a|je|pro|par|por) \w+)?",
    re.IGNORECASE,
)


def _bracketed(description: str, due: DueFound | None) -> str | None:
    """The condition in brackets after an accepted event: "Provisional acceptance (load test passed)"."""
    bracket = re.search(r"\(([^()]{6,120})\)\s*$", description)
    if bracket:
        return bracket[1]
    value = (due.due.value or "") if due and due.due.type == "event" else ""
    accepted = re.match(r"(?:on|after|upon|at) ((?:\w+ ){0,3}acceptance\b.*)", value)
    return accepted[1] if accepted else None
