"""Net, tax and gross whose labels nobody knows, by what they make of each other: a rate, a column that adds up."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from ..rows import Row
from .figures import AMOUNT, find_amounts, read_amount
from .totals import CENT, DEDUCTED, HIGHEST_TAX, Sum, split_inside, sum_kind
from .vocabulary import OWED_BEFORE, TAX_ROW, TAX_WITH_RATE, plain

EDGE = 6.0  # points between the right edges of amounts of one column
LONGEST_COLUMN = 12
CENTS = -2  # the exponent of an amount printed with two decimals
FARTHEST = 24  # letters between a rate and its amount in a sentence


@dataclass(frozen=True)
class Deduced:
    """The three sums; `sure` when one tax, its rate and the amounts printed leave nothing else."""

    sums: tuple[Sum, Sum, Sum]
    sure: bool


def deduce_sums(rows: list[Row], mark: str | None, printed: frozenset[Decimal]) -> Deduced | None:
    """Net, tax and gross of a page whose labelled sums do not add up; None where nothing printed makes them."""
    return _by_rate(rows, mark, printed) or _by_column(rows, mark)


def names_unread_tax(rows: list[Row], mark: str | None) -> bool:
    """The page names a tax above zero: by its rate, or by what stands under its heading."""
    for place, row in enumerate(rows):
        if any(_rate(match) > 0 for match in TAX_WITH_RATE.finditer(plain(row.text))):
            return True
        heads = [phrase for phrase in row.phrases if len(row.phrases) > 2 and TAX_ROW.match(plain(phrase.text))]
        for below in rows[place + 1 : place + 7] if heads else []:
            for phrase in below.phrases:
                under = any(min(phrase.right, head.right) > max(phrase.left, head.left) for head in heads)
                if under and (read_amount(phrase.text.rstrip(" %"), mark) or 0) > 0:
                    return True
    return False


@dataclass(frozen=True)
class _Tax:
    rate: Decimal
    amount: Decimal
    row: int


def _by_rate(rows: list[Row], mark: str | None, printed: frozenset[Decimal]) -> Deduced | None:
    """A tax that is named with its rate: the amount printed of which it is that share, and both together, printed too."""
    taxes = {(tax.rate, tax.amount): tax for tax in _named_taxes(rows, mark)}
    based = [(tax, base) for tax in taxes.values() if (base := _base_of(tax, printed)) is not None]
    if not based:
        return None
    net, amount = sum((base for _, base in based), Decimal(0)), sum((tax.amount for tax, _ in based), Decimal(0))
    if net + amount in printed:
        row = based[-1][0].row
        sure = len(taxes) == 1 and not _says_more(rows, row, mark, {net, amount, net + amount})
        return Deduced(_three(net, amount, rows, row), sure)
    single = [(tax, base) for tax, base in based if base + tax.amount in printed]
    if len(single) != 1:
        return None
    tax, base = single[0]
    return Deduced(_three(base, tax.amount, rows, tax.row), sure=False)


def _says_more(rows: list[Row], row: int, mark: str | None, known: set[Decimal]) -> bool:
    """Below the tax stands money whose label says neither that it was taken off nor that it is to be paid."""
    for below in rows[row:]:
        label = sum_kind(below.phrases[0].text)
        inside = split_inside(below.phrases[0].text, mark)
        named = {label, sum_kind(inside[0]) if inside else None} & {*DEDUCTED, "payable"}
        amounts = [amount for phrase in below.phrases for amount in find_amounts(phrase.text, mark)]
        if not named and any(amount.as_tuple().exponent == CENTS and abs(amount) not in known for amount in amounts):
            return True
    return False


def _named_taxes(rows: list[Row], mark: str | None) -> Iterator[_Tax]:
    for place, row in enumerate(rows):
        for match in TAX_WITH_RATE.finditer(plain(row.text)):
            amount = AMOUNT.search(row.text, match.end())
            if amount is None or len(row.text[match.end() : amount.start()].strip()) > FARTHEST:
                continue
            value = next(iter(find_amounts(amount[0], mark)), None)
            if value is not None and value > 0 and _rate(match) > 0:
                yield _Tax(_rate(match), value, place)


def _rate(match: re.Match[str]) -> Decimal:
    return Decimal((match["rate"] or match["before"]).replace(",", "."))


def _base_of(tax: _Tax, printed: frozenset[Decimal]) -> Decimal | None:
    """The one printed amount of which the tax is its share."""
    bases = [base for base in printed if base > 0 and abs(_share(base, tax.rate) - tax.amount) <= CENT]
    return bases[0] if len(bases) == 1 else None


def _share(base: Decimal, rate: Decimal) -> Decimal:
    return (base * rate / 100).quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True)
class _Entry:
    """An amount of a column with the words before it."""

    label: str
    amount: Decimal
    right: float
    row: int
    page: int

    @property
    def is_tax(self) -> bool:
        return sum_kind(self.label) == "tax" or (sum_kind(self.label) is None and self.rate is not None)

    @property
    def rate(self) -> Decimal | None:
        match = TAX_WITH_RATE.search(plain(self.label))
        return _rate(match) if match else None

    @property
    def belongs(self) -> bool:
        """The entry may be a share of the total below it: no payment, nothing owed from before, no rate of another kind."""
        other = sum_kind(self.label) in (*DEDUCTED, "payable") or OWED_BEFORE.search(plain(self.label))
        return self.amount >= 0 and not other and (self.is_tax or "%" not in self.label)


def _by_column(rows: list[Row], mark: str | None) -> Deduced | None:
    """A total whose column adds up to it: what bears the name of a tax is the tax, the rest the net. Never sure."""
    entries = list(_entries(rows, mark))
    for place in range(len(entries) - 1, 1, -1):
        total = entries[place]
        if sum_kind(total.label) not in ("gross", "payable", None) or total.amount <= 0:
            continue
        above = [one for one in entries[:place] if one.page == total.page and abs(one.right - total.right) < EDGE]
        parts: list[_Entry] = []
        for entry in reversed(above[-LONGEST_COLUMN:]):
            if not entry.belongs:
                break
            parts.append(entry)
            if sum((part.amount for part in parts), Decimal(0)) == total.amount and len(parts) > 1:
                tax = sum((part.amount for part in parts if part.is_tax), Decimal(0))
                if tax and tax <= HIGHEST_TAX * (total.amount - tax):
                    return Deduced(_three(total.amount - tax, tax, rows, total.row), sure=False)
    return None


def _entries(rows: list[Row], mark: str | None) -> Iterator[_Entry]:
    for place, row in enumerate(rows):
        last = row.phrases[-1]
        amount, label = read_amount(last.text, mark), " ".join(phrase.text for phrase in row.phrases[:-1])
        if amount is None and (inside := split_inside(last.text, mark)) is not None:
            label, amount = f"{label} {inside[0]}".strip(), inside[1]
        if amount is not None:
            yield _Entry(label, amount, last.right, place, row.page)


def _three(net: Decimal, tax: Decimal, rows: list[Row], row: int) -> tuple[Sum, Sum, Sum]:
    quote, page = rows[row].text, rows[row].page
    return (
        Sum("net", net, quote, page, row),
        Sum("tax", tax, quote, page, row),
        Sum("gross", net + tax, quote, page, row),
    )
