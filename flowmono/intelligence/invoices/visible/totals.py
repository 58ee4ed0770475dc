"""The sums at the foot of an invoice: net, tax, gross, what was paid and what is to pay."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import product

from ..dates import DATE
from ..rows import Phrase, Row
from .figures import find_amounts, read_amount
from .pairs import parts_of
from .vocabulary import NET_PART, TAX_PART, TOTALS, plain

CENT = Decimal("0.01")
# What an invoice takes off its gross: paid before, income tax for the tax office, money kept until acceptance.
DEDUCTED = ("prepaid", "withheld_tax", "retention")
_WITHOUT_TAX = re.compile(r"\b(?:excl\w*|exkl\w*|zzgl|ohne|hors|sin|without|before|senza|sem)\b", re.IGNORECASE)
_SAID_BEHIND = re.compile(
    r"(?P<sum>.+?)[\s,]*\(?\s*(?:(?P<net>netto|net|neto|h\.?t\.?|hors taxes?|sin iva)|brutto|gross|t\.?t\.?c\.?)\s*\)?",
    re.IGNORECASE,
)
MAX_CANDIDATES = 40
MOST_ROUNDED, SMALLEST_COIN = Decimal("0.50"), Decimal("0.05")
HIGHEST_TAX = Decimal("0.5")  # of the net: no country takes more
_RATE = re.compile(r"([0-9]{1,2}(?:[.,][0-9]{1,3})?)\s*%")


@dataclass(frozen=True)
class Sum:
    """One labelled sum. `rate` is the tax rate its label names; `row` its position in the document."""

    kind: str
    amount: Decimal
    quote: str
    page: int
    row: int
    rate: Decimal | None = None


@dataclass(frozen=True)
class Totals:
    """The sums chosen, those that a person must check (`doubtful`), and the tax rows with a rate."""

    chosen: dict[str, Sum]
    doubtful: tuple[str, ...]
    rates: tuple[Sum, ...]
    line_total: Decimal | None = None

    def amount(self, kind: str) -> Decimal | None:
        return self.chosen[kind].amount if kind in self.chosen else None


def sum_kind(text: str) -> str | None:
    """Which sum a label names (`line_total`, `net`, `tax`, `gross`, `prepaid`, `withheld_tax`, `retention`, `payable`), None when it names none."""
    label = re.sub(r"\bamt\b\.?", "amount", plain(re.sub(r"[:.\s]+\Z", "", text)), flags=re.IGNORECASE)
    kinds = [kind for kind, pattern in TOTALS if pattern.match(label)]
    if kinds[:1] == ["gross"] and "net" in kinds and _WITHOUT_TAX.search(label):
        return "net"
    return next(iter(kinds), None) or _with_or_without(label)


def _with_or_without(label: str) -> str | None:
    """A known sum with a word behind it that says whether tax is in it: `Zwischensumme (netto)`."""
    said = _SAID_BEHIND.fullmatch(label)
    if said is None or not {"net", "gross"} & {kind for kind, pattern in TOTALS if pattern.match(said["sum"])}:
        return None
    return "net" if said["net"] else "gross"


def part_kind(text: str) -> str | None:
    """`net_part` or `tax_part` for a label of a share of the sums (`Versandkosten netto`), None for any other."""
    if NET_PART.search(text):
        return "net_part"
    return "tax_part" if TAX_PART.search(text) else None


def find_sums(rows: list[Row], mark: str | None) -> list[Sum]:
    """Every labelled sum, in reading order."""
    found = [item for position, row in enumerate(rows) for item in _row_sums(row, position, mark)]
    return found + list(_column_sums(rows, mark))


def _row_sums(row: Row, position: int, mark: str | None) -> Iterator[Sum]:
    for place, phrase in enumerate(row.phrases):
        for part in parts_of(phrase.text):
            readings = [(part, _amount_right(row.phrases[place + 1 :], mark)), split_inside(part, mark)]
            labelled_sums = [(label, amount) for label, amount in filter(None, readings) if amount is not None]
            whole = next(((sum_kind(label), label, amount) for label, amount in labelled_sums if sum_kind(label)), None)
            share = next(
                ((part_kind(label), label, amount) for label, amount in labelled_sums if part_kind(label)),
                None,
            )
            kind, label, amount = whole or share or (None, "", Decimal(0))
            if kind is not None:
                yield Sum(kind, amount, row.text, row.page, position, _rate_of(label) if kind == "tax" else None)


def find_sums_elsewhere(rows: list[Row], mark: str | None) -> list[Sum]:
    """Sums whose amounts stand left of their labels or above them; to be believed only where nothing else adds up."""
    found: list[Sum] = []
    for position, row in enumerate(rows):
        found.extend(filter(None, [_across(row, position, mark)]))
        for text, amount in _amounts_left(row, mark):
            if (kind := sum_kind(text)) is not None:
                found.append(Sum(kind, amount, row.text, row.page, position, _rate_of(text) if kind == "tax" else None))
        found.extend(_three_in_row(row, position, mark))
        heads = [(phrase, kind) for phrase in row.phrases if (kind := sum_kind(phrase.text))]
        above = rows[position - 1] if position else row
        if len({kind for _, kind in heads} & {"net", "tax", "gross"}) >= 2 and above.page == row.page:
            found.extend(filter(None, (_under(above, position, head, kind, mark) for head, kind in heads)))
    return found


def _across(row: Row, position: int, mark: str | None) -> Sum | None:
    """The sum of a row whose label has an amount in each of several columns: `Subtotals  10,208.88  2,039.04`."""
    amounts = [read_amount(phrase.text, mark) for phrase in row.phrases[1:]]
    known = [amount for amount in amounts if amount is not None]
    kind = sum_kind(row.phrases[0].text)
    if kind not in ("net", "tax", "line_total") or len(known) < 2 or len(known) < len(amounts):
        return None
    return Sum(kind, sum(known, Decimal(0)), row.text, row.page, position)


def _three_in_row(row: Row, position: int, mark: str | None) -> list[Sum]:
    """Net, tax and gross of the last row of a table, behind a word for a sum: `Razem: 805,25  142,43  947,68`."""
    place = next((place for place, phrase in enumerate(row.phrases) if sum_kind(phrase.text) in ("net", "gross")), None)
    numbers = [read_amount(phrase.text, mark) for phrase in row.phrases[place + 1 :]] if place is not None else []
    amounts = [number for number in numbers if number is not None]
    if len(amounts) != 3 or amounts[0] + amounts[1] != amounts[2] or not 0 < amounts[1] <= HIGHEST_TAX * amounts[0]:
        return []
    return [
        Sum(kind, amount, row.text, row.page, position)
        for kind, amount in zip(("net", "tax", "gross"), amounts, strict=True)
    ]


def _amounts_left(row: Row, mark: str | None) -> Iterator[tuple[str, Decimal]]:
    """Label and amount of a row that says the amount first: `£120.00 Net`, in one phrase or two."""
    for place, phrase in enumerate(row.phrases):
        words = phrase.text.split()
        for count in range(1, min(4, len(words))):
            if (amount := read_amount(" ".join(words[:count]), mark)) is not None:
                yield " ".join(words[count:]), amount
        if place and place == len(row.phrases) - 1:
            amount = read_amount(row.phrases[place - 1].text, mark)
            if amount is not None:
                yield phrase.text, amount


def split_inside(text: str, mark: str | None) -> tuple[str, Decimal] | None:
    """Label and amount of a phrase that holds both: `Nettobetrag: 496,00 €`."""
    words = text.split()
    if any(match.end() == len(text) for match in DATE.finditer(text)):
        return None  # the year of a day is no amount
    for count in range(1, len(words)):
        amount = read_amount(" ".join(words[count:]), mark)
        label = " ".join(words[:count])
        if amount is not None and not re.search(r"[0-9]\Z", label) and re.search(r"[^\W\d]", label):
            return label, amount
    return None


def _amount_right(phrases: tuple[Phrase, ...], mark: str | None) -> Decimal | None:
    """The amount right of a label: the next phrase, a lone currency or rate between them passed over."""
    for phrase in phrases[:3]:
        amount = read_amount(phrase.text, mark)
        if amount is not None:
            return amount
        if not re.fullmatch(r"[A-Z]{3}|[€$£]|:|\(?[0-9.,]+\s*%\)?", phrase.text):
            return None
    return None


def _rate_of(label: str) -> Decimal | None:
    match = _RATE.search(label)
    return Decimal(match[1].replace(",", ".")) if match else None


def _column_sums(rows: list[Row], mark: str | None) -> Iterator[Sum]:
    """Sums under a row of headings (`Montant HT | TVA | Montant TTC`): the last row of numbers below counts."""
    for position, row in enumerate(rows):
        heads = [(phrase, kind) for phrase in row.phrases if (kind := column_sum_kind(phrase.text))]
        if len({kind for _, kind in heads} & {"net", "tax", "gross"}) < 2:
            continue
        last: list[Sum] = []
        lone: list[Sum] = []  # a total beside several rows of shares, set level with the first of them
        shares: list[tuple[Row, list[Sum]]] = []
        ended = False
        for below in range(position + 1, min(position + 12, len(rows))):
            current = [_under(rows[below], below, head, kind, mark) for head, kind in heads]
            values = [item for item in current if item is not None]
            if rows[below].page != row.page or (
                last and not values and rows[below].top - rows[below - 1].bottom > 2 * row.height
            ):
                ended = rows[below].page == row.page
                break
            if len(values) >= 2:
                last = values
                lone.extend(item for item in values if item.kind in ("gross", "payable"))
                shares.append((rows[below], values))
        named = {item.kind for item in last}
        last = [*last, *(item for item in lone if item.kind not in named)]
        ended = ended or position + 12 > len(rows)
        added = _added_shares(rows, shares, lone, mark) if ended else None
        yield from last if added is None else added


def _added_shares(
    rows: list[Row], shares: list[tuple[Row, list[Sum]]], lone: list[Sum], mark: str | None
) -> list[Sum] | None:
    """The sums of a table of taxes that says no total: each of its rows names its own rate. None for any other table."""
    parts = [
        (row, kinds)
        for row, values in shares
        if {"net", "tax"} <= (kinds := _with_its_tax({item.kind: item for item in values})).keys()
    ]
    if len(parts) < 2 or len(parts) < len(shares) or not all(_names_rate(row, kinds, mark) for row, kinds in parts):
        return None
    last = shares[-1][1][-1]
    totals = {kind: sum((kinds[kind].amount for _, kinds in parts), Decimal(0)) for kind in ("net", "tax")}
    grosses = [kinds["gross"].amount for _, kinds in parts if "gross" in kinds]
    if len(grosses) == len(parts):
        totals["gross"] = sum(grosses, Decimal(0))
        if not any(totals["gross"] in find_amounts(phrase.text, mark) for row in rows for phrase in row.phrases):
            return []  # of shares that make no total the page says, none is one
    beside = [item for item in lone if item.kind not in totals]
    return [*(replace(last, kind=kind, amount=amount) for kind, amount in totals.items()), *beside]


def _with_its_tax(kinds: dict[str, Sum]) -> dict[str, Sum]:
    """A row whose tax stands under a heading nobody knows: the tax is what its gross has more than its net."""
    if "tax" in kinds or not {"net", "gross"} <= kinds.keys():
        return kinds
    gross = kinds["gross"]
    return {**kinds, "tax": replace(gross, kind="tax", amount=gross.amount - kinds["net"].amount)}


def _names_rate(row: Row, kinds: dict[str, Sum], mark: str | None) -> bool:
    """A number of the row is the rate that makes its tax of its net."""
    numbers = [read_amount(phrase.text.rstrip(" %"), mark) for phrase in row.phrases]
    net, tax = kinds["net"].amount, kinds["tax"].amount
    return any(
        number is not None and 0 <= number < 100 and number != tax and abs(net * number / 100 - tax) <= CENT
        for number in numbers
    ) or (tax == 0 and any(number == 0 for number in numbers))


def column_sum_kind(text: str) -> str | None:
    """Which sum a heading of a column announces."""
    folded = text.lower()
    if re.match(r"(?:ink?l|mit|avec|con|med)\b\.? ?\w", folded) and sum_kind(text) in ("tax", None):
        return "gross" if sum_kind(re.sub(r"\A\w+\.?\s*", "", text)) == "tax" else None
    if (
        re.match(r"(?:exk?l|ohne|hors|sin|uden|utan|uten)\b\.? ?\w", folded)
        and sum_kind(re.sub(r"\A\w+\.?\s*", "", text)) == "tax"
    ):
        return "net"
    kind = sum_kind(text)
    if kind:
        return "net" if kind == "line_total" else kind
    for kind, pattern in (
        ("gross", r"\bttc\b|brutto|gross"),
        ("net", r"\bht\b|netto|net\b"),
        ("tax", r"\btva\b|mwst|ust|\bvat\b|btw bedrag"),
    ):
        if re.search(pattern, folded) and not re.search(r"unit|preis|prix|price", folded):
            return kind
    return None


def _under(row: Row, position: int, head: Phrase, kind: str, mark: str | None) -> Sum | None:
    for phrase in row.phrases:
        near = min(phrase.right, head.right) - max(phrase.left, head.left) > 0 or abs(phrase.right - head.right) < 12
        amount = read_amount(phrase.text, mark) if near else None
        if amount is not None:
            return Sum(kind, amount, row.text, row.page, position)
    return None


def choose_totals(sums: list[Sum], line_total: Decimal | None, printed: frozenset[Decimal] = frozenset()) -> Totals:
    """Of all labelled sums those that add up: net + tax = gross. What does not add up is returned as doubtful.

    `printed` are all amounts on the page: one of them may stand for a sum whose label nobody knows, when arithmetic
    leaves no other.
    """
    by_kind: dict[str, list[Sum]] = {}
    for item in sums:
        by_kind.setdefault(item.kind, []).append(item)
    chosen, doubtful = _consistent(by_kind, line_total, printed)
    for kind in (*DEDUCTED, "payable"):
        if kind in by_kind:
            last = by_kind[kind][-1]
            chosen[kind] = last if kind == "payable" else replace(last, amount=abs(last.amount))
    _add_prepaid(chosen, by_kind.get("prepaid", []))
    _settle_payable(chosen, printed)
    if "payable" not in doubtful and not _is_settled(chosen):
        doubtful.append("payable")
    stated = by_kind.get("line_total", [])
    rates = tuple({(item.rate, item.amount): item for item in by_kind.get("tax", []) if item.rate is not None}.values())
    return Totals(chosen, tuple(doubtful), rates, stated[-1].amount if stated else None)


def _consistent(
    by_kind: dict[str, list[Sum]], line_total: Decimal | None, printed: frozenset[Decimal]
) -> tuple[dict[str, Sum], list[str]]:
    net_parts, tax_parts = by_kind.get("net_part", []), by_kind.get("tax_part", [])
    nets = _few([*by_kind.get("line_total", []), *by_kind.get("net", []), *net_parts, *_added("net", net_parts)])
    grosses = _few(by_kind.get("gross", []) + by_kind.get("payable", []) or by_kind.get("last_gross", []))
    stated = by_kind.get("tax", [])
    taxes = _few([*stated, *_added_taxes(stated), *tax_parts, *_added("tax", tax_parts)])
    fitting = [
        trio
        for trio in product(nets, taxes, grosses)
        if abs(trio[0].amount + trio[1].amount - trio[2].amount) <= CENT
        and abs(trio[1].amount) <= HIGHEST_TAX * abs(trio[0].amount)
    ]
    fitting = fitting or _with_withheld(nets, taxes, grosses, by_kind.get("withheld_tax", []))
    fitting = fitting or _with_rounding(nets, taxes, by_kind.get("payable", []), printed)
    fitting = fitting or _with_charges(nets, taxes, grosses, by_kind.get("charge", []))
    fitting = fitting or _with_deduced_net(taxes, grosses, printed) or _without_tax(nets, taxes, grosses, line_total)
    if fitting:
        net, tax, gross = max(
            fitting, key=lambda trio: (line_total == trio[0].amount, gross_rank(trio[2]), trio[2].row)
        )
        return {"net": replace(net, kind="net"), "tax": replace(tax, kind="tax"), "gross": _as_gross(gross)}, []
    best = (("net", _best_net(nets, line_total)), ("tax", _last(taxes)), ("gross", _last(grosses)))
    chosen = {kind: replace(found, kind=kind) for kind, found in best if found}
    if "gross" in chosen:
        chosen["gross"] = _as_gross(max(grosses, key=lambda item: (gross_rank(item), item.row)))
    return chosen, ["net", "tax", "gross", "payable"]


def _few(sums: list[Sum]) -> list[Sum]:
    """The last sums of different amounts: the foot of a document decides, and the search stays small."""
    different = {(item.kind, item.amount): item for item in sums}
    return sorted(different.values(), key=lambda item: item.row)[-MAX_CANDIDATES:]


def _with_withheld(
    nets: list[Sum], taxes: list[Sum], grosses: list[Sum], withheld: list[Sum]
) -> list[tuple[Sum, Sum, Sum]]:
    """Where the only total is what remains after income tax was kept back (IRPF), the gross is net and tax without that."""
    return [
        (net, tax, replace(total, kind="gross", amount=net.amount + tax.amount))
        for net, tax, total, kept in product(nets, taxes, grosses, withheld)
        if kept.amount
        and abs(net.amount + tax.amount - abs(kept.amount) - total.amount) <= CENT
        and abs(tax.amount) <= HIGHEST_TAX * abs(net.amount)
        and abs(kept.amount) <= HIGHEST_TAX * abs(net.amount)
    ]


def _with_rounding(
    nets: list[Sum], taxes: list[Sum], payables: list[Sum], printed: frozenset[Decimal]
) -> list[tuple[Sum, Sum, Sum]]:
    """Where the only total is rounded to whole coins and the rounding is printed, the gross is net and tax before it."""
    return [
        (net, tax, replace(total, kind="gross", amount=net.amount + tax.amount))
        for net, tax, total in product(nets, taxes, payables)
        if tax.amount
        and 0 < abs(over := total.amount - net.amount - tax.amount) <= MOST_ROUNDED
        and not total.amount % SMALLEST_COIN
        and {over, -over} & printed
        and abs(tax.amount) <= HIGHEST_TAX * abs(net.amount)
    ]


def _with_charges(
    nets: list[Sum], taxes: list[Sum], grosses: list[Sum], charges: list[Sum]
) -> list[tuple[Sum, Sum, Sum]]:
    """A net that is printed only in parts: the sum of the lines with the freight added or the discount taken off."""
    extras = {item.amount for item in charges} | {sum((item.amount for item in charges), Decimal(0))}
    extras |= {-amount for amount in extras}
    stated = taxes or [replace(gross, kind="tax", amount=Decimal(0)) for gross in grosses[-1:]]
    return [
        (replace(part, kind="net", amount=part.amount + extra), tax, gross)
        for part, tax, gross, extra in product(nets, stated, grosses, sorted(extras))
        if extra
        and abs(part.amount + extra + tax.amount - gross.amount) <= CENT
        and abs(tax.amount) <= HIGHEST_TAX * abs(part.amount)
    ]


def _with_deduced_net(taxes: list[Sum], grosses: list[Sum], printed: frozenset[Decimal]) -> list[tuple[Sum, Sum, Sum]]:
    """A net whose label is unknown: an amount on the page that is exactly a gross less a tax other than zero."""
    return [
        (Sum("net", gross.amount - tax.amount, gross.quote, gross.page, gross.row), tax, gross)
        for tax, gross in product(taxes, grosses)
        if tax.amount
        and gross.amount - tax.amount in printed
        and abs(tax.amount) <= HIGHEST_TAX * abs(gross.amount - tax.amount)
    ]


def _without_tax(
    nets: list[Sum], taxes: list[Sum], grosses: list[Sum], line_total: Decimal | None
) -> list[tuple[Sum, Sum, Sum]]:
    """An invoice that prints no tax at all: its total is exactly what its lines, or its net, add up to."""
    if taxes:
        return []
    equal = [
        gross for gross in grosses if gross.amount == line_total or any(net.amount == gross.amount for net in nets)
    ]
    return [(replace(gross, kind="net"), replace(gross, kind="tax", amount=Decimal(0)), gross) for gross in equal]


def _added(kind: str, parts: list[Sum]) -> list[Sum]:
    """The sum of the shares of a sum, when there are several."""
    if len(parts) < 2:
        return []
    return [Sum(kind, sum((item.amount for item in parts), Decimal(0)), parts[0].quote, parts[0].page, parts[-1].row)]


def gross_rank(item: Sum) -> int:
    """A total beats an amount due, which may already have payments taken off."""
    return 1 if item.kind == "gross" else 0


def _as_gross(item: Sum) -> Sum:
    return Sum("gross", item.amount, item.quote, item.page, item.row)


def _added_taxes(taxes: list[Sum]) -> list[Sum]:
    """The sum of the taxes per rate, when an invoice prints no total of them."""
    rates = {item.rate: item for item in taxes if item.rate is not None}
    added = [list(rates.values())] if len(rates) > 1 else []
    rows = {item.row: item for item in taxes}  # taxes of two authorities at one rate
    if 1 < len(rows) <= 4:
        added.append(list(rows.values()))
    return [
        Sum("tax", sum((item.amount for item in some), Decimal(0)), some[0].quote, some[0].page, some[0].row)
        for some in added
    ]


def _best_net(nets: list[Sum], line_total: Decimal | None) -> Sum | None:
    return next((item for item in nets if item.amount == line_total), None) or _last(nets)


def _last(items: list[Sum]) -> Sum | None:
    return items[-1] if items else None


def _add_prepaid(chosen: dict[str, Sum], stated: list[Sum]) -> None:
    """Several payments on account are taken off together, where that and no less leads to what is to be paid."""
    gross, payable = chosen.get("gross"), chosen.get("payable")
    parts = list({(item.row, abs(item.amount)): item for item in stated}.values())
    if gross is None or payable is None or len(parts) < 2:
        return
    together = sum((abs(item.amount) for item in parts), Decimal(0))
    other = sum((chosen[kind].amount for kind in DEDUCTED if kind != "prepaid" and kind in chosen), Decimal(0))
    if abs(gross.amount - together - other - payable.amount) <= CENT:
        chosen["prepaid"] = replace(parts[-1], amount=together)


def _is_settled(chosen: dict[str, Sum]) -> bool:
    """What is to be paid is the gross less what was taken off, but for a rounding; anything else has a reason that was not read."""
    gross, payable = chosen.get("gross"), chosen.get("payable")
    if gross is None or payable is None:
        return True
    taken = sum((abs(chosen[kind].amount) for kind in DEDUCTED if kind in chosen), Decimal(0))
    return abs(abs(gross.amount) - taken - abs(payable.amount)) < 1


def _settle_payable(chosen: dict[str, Sum], printed: frozenset[Decimal]) -> None:
    """Gross, prepaid and payable complete each other, as far as what is printed allows."""
    gross, payable = chosen.get("gross"), chosen.get("payable")
    if gross is None:
        return
    if payable is None:
        deducted = sum((abs(chosen[kind].amount) for kind in DEDUCTED if kind in chosen), Decimal(0))
        chosen["payable"] = Sum("payable", gross.amount - deducted, gross.quote, gross.page, gross.row)
    elif (
        not any(kind in chosen for kind in DEDUCTED)
        and {gross.amount - payable.amount, payable.amount - gross.amount} & printed
        and gross.amount > payable.amount > 0
        and gross.amount - payable.amount >= 1  # less is a rounding
    ):
        chosen["prepaid"] = Sum("prepaid", gross.amount - payable.amount, payable.quote, payable.page, payable.row)
