"""Net, tax and gross together: of all amounts that a page prints those three that make each other and stand where such sums stand."""

import itertools
import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ..rows import Phrase, Row
from ..visible.vocabulary import OWED_BEFORE, TAX_ROW, plain
from .amounts import EDGE, HALF, RATES
from .candidates import Candidate

Floats = NDArray[np.float32]

SUMS = ("net", "tax", "gross", "payable")
SAID_FIRST = 10  # amounts that are tried in each place, the likeliest first
MOST_PARTS = 3  # taxes by rate
# The chance from which three sums are shown; a person is asked about them in any case. A total alone says little about tax.
LEAST, LEAST_UNTAXED = 0.3, 0.9
FAR = 99.0
_HIGHEST_RATE = 27
_CENT = Decimal("0.01")
_UNPRINTED = 0.3  # what a missing net or tax costs, as a chance
_PARTS = 0.05  # the same of a net whose taxes are printed in parts
_PERCENT = re.compile(r"([0-9]{1,2}(?:[.,][0-9]{1,3})?)\s*%")
_WAYS = (
    "printed",
    "without tax",
    "tax not printed",
    "net not printed",
    "taxes by rate",
    "two equal taxes",
    "income tax kept back",
)


@dataclass(frozen=True)
class Three:
    """Net, tax and gross, never below zero, with the chance that they are the invoice's; `phrase` is the gross, or what is to be paid of it."""

    net: Decimal
    tax: Decimal
    gross: Decimal
    chance: float
    phrase: Phrase
    row: int
    negative: bool  # the gross is printed with a minus
    withheld: Decimal | None = None

    @property
    def is_likely(self) -> bool:
        """Whether the three are worth being shown."""
        return self.chance >= (LEAST if self.tax else LEAST_UNTAXED)


@dataclass(frozen=True)
class _Way:
    """One way to make the three: which of `_WAYS`, the chances of net and tax that it rests on, what was kept back, where it ends."""

    kind: str
    net: float
    tax: float
    parts: int
    based: int
    withheld: Decimal | None = None


@dataclass(frozen=True)
class Combinations:
    """Every net, tax and gross that the likeliest amounts make, the likeliest way to each, and a row of numbers each for the trees."""

    threes: list[tuple[Decimal, Decimal, Decimal]]
    ways: list[_Way]
    table: Floats


@dataclass(frozen=True)
class _Spot:
    chance: float
    candidate: Candidate


class Amounts:
    """The distinct amounts of a document with their best chances, and what the pages say of rates and taxes."""

    def __init__(
        self, rows: Sequence[Row], candidates: Sequence[Candidate], chances: dict[str, Sequence[float]]
    ) -> None:
        self.rows = rows
        self.count = Counter(abs(Decimal(one.value)) for one in candidates)
        self._by_row: dict[int, set[Decimal]] = {}
        for one in candidates:
            self._by_row.setdefault(one.row, set()).add(abs(Decimal(one.value)))
        self.spots: dict[str, dict[Decimal, _Spot]] = {name: {} for name in SUMS}
        for name in SUMS:
            for one, chance in zip(candidates, chances[name], strict=True):
                value = abs(Decimal(one.value))
                known = self.spots[name].get(value)
                if known is None or chance > known.chance:
                    self.spots[name][value] = _Spot(chance, one)

    def chance(self, name: str, value: Decimal) -> float:
        spot = self.spots[name].get(value)
        return spot.chance if spot else 0.0

    @cached_property
    def best(self) -> dict[str, float]:
        """The highest chance of each sum."""
        return {name: max((spot.chance for spot in self.spots[name].values()), default=0.0) for name in SUMS}

    @cached_property
    def first(self) -> dict[str, list[Decimal]]:
        """The likeliest amounts of each sum."""
        return {
            name: sorted(self.spots[name], key=lambda value, name=name: -self.spots[name][value].chance)[:SAID_FIRST]
            for name in SUMS
        }

    @cached_property
    def rates(self) -> list[Decimal]:
        """The percentages printed that could be a tax."""
        found = {Decimal(said.replace(",", ".")) for row in self.rows for said in _PERCENT.findall(row.text)}
        return sorted(rate for rate in found if 0 < rate <= _HIGHEST_RATE)

    @cached_property
    def taxed(self) -> int:
        """How often a tax is named."""
        return sum(TAX_ROW.search(plain(phrase.text)) is not None for row in self.rows for phrase in row.phrases)

    @cached_property
    def largest(self) -> Decimal:
        return max(self.count, default=Decimal(1)) or Decimal(1)

    @cached_property
    def owed(self) -> bool:
        """Something from before is in what is to be paid, so that only sums that are all printed are this invoice's."""
        return any(OWED_BEFORE.search(plain(phrase.text)) for row in self.rows for phrase in row.phrases)

    @cached_property
    def shares(self) -> set[tuple[Decimal, Decimal, Decimal]]:
        """Rows of a table of taxes, each with net, tax and gross of its own; a row that the others make is none."""
        found = [three for values in self._by_row.values() if (three := _three_of(values)) is not None]
        total = sum((gross for _, _, gross in found), Decimal(0))
        return {three for three in found if len(found) > 1 and total != 2 * three[2]}

    def at_two_rates(self, net: Decimal, tax: Decimal, withheld: Decimal) -> bool:
        """The tax and the income tax are shares of the net at two different rates that are printed."""
        of_tax, of_income = (
            {rate for rate in self.rates if abs(net * rate / 100 - share) <= _CENT} for share in (tax, withheld)
        )
        return bool(of_tax and of_income and of_tax != of_income)

    def has_base(self, tax: Decimal) -> bool:
        """An amount is printed of which the tax is a share at a rate that is printed."""
        return any(abs(base * rate / 100 - tax) <= _CENT for rate in self.rates for base in self.count if tax < base)


def _three_of(values: set[Decimal]) -> tuple[Decimal, Decimal, Decimal] | None:
    """Net, tax and gross of one row, where its amounts make them."""
    for gross in sorted(values, reverse=True):
        for tax in sorted(values):
            if 0 < tax < gross and gross - tax in values and tax <= (gross - tax) * HALF:
                return gross - tax, tax, gross
    return None


def combinations(amounts: Amounts) -> Combinations:
    """What the likeliest amounts make."""
    found: dict[tuple[Decimal, Decimal, Decimal], tuple[_Way, list[float]]] = {}
    for three, way in _made(amounts):
        net, tax, _ = three
        if net <= 0 or tax < 0 or tax > net * HALF or three in amounts.shares:
            continue
        if amounts.owed and way.kind not in ("printed", "without tax"):
            continue
        numbers = _numbers_of(amounts, three, way)
        if three not in found or numbers[5] > found[three][1][5]:
            found[three] = (way, numbers)
    table = np.array([numbers for _, numbers in found.values()], dtype=np.float32)
    return Combinations(list(found), [way for way, _ in found.values()], table)


def _made(amounts: Amounts) -> list[tuple[tuple[Decimal, Decimal, Decimal], _Way]]:
    found: list[tuple[tuple[Decimal, Decimal, Decimal], _Way]] = []
    zero, chance, first = Decimal(0), amounts.chance, amounts.first
    no_tax, no_net = 1 - amounts.best["tax"], 1 - amounts.best["net"]
    for gross in (value for value in first["gross"] if value > 0):
        untaxed = _Way("without tax", chance("net", gross), max(chance("tax", zero), no_tax), 0, 0)
        found.append(((gross, zero, gross), untaxed))
        for net in (value for value in first["net"] if 0 < value < gross):
            tax = gross - net
            if tax in amounts.count:
                found.append(((net, tax, gross), _Way("printed", chance("net", net), chance("tax", tax), 1, 1)))
            else:
                way = _Way("tax not printed", chance("net", net), no_tax * _UNPRINTED, 0, 0)
                found.append(((net, tax, gross), way))
        taxes = [value for value in first["tax"] if 0 < value < gross * HALF]
        for tax in taxes:
            if gross - tax not in amounts.count:
                way = _Way("net not printed", no_net * _UNPRINTED, chance("tax", tax), 1, 1)
                found.append(((gross - tax, tax, gross), way))
            if amounts.count[tax] > 1:
                found.append(_by_parts(amounts, "two equal taxes", (tax, tax), gross))
        for count in range(2, MOST_PARTS + 1):
            found += [_by_parts(amounts, "taxes by rate", some, gross) for some in itertools.combinations(taxes, count)]
    return found + _kept_back(amounts)


def _by_parts(
    amounts: Amounts, kind: str, parts: tuple[Decimal, ...], gross: Decimal
) -> tuple[tuple[Decimal, Decimal, Decimal], _Way]:
    tax = sum(parts, Decimal(0))
    net_chance = max(amounts.chance("net", gross - tax), _PARTS * (1 - amounts.best["net"]))
    together = math.prod(amounts.chance("tax", part) for part in parts) ** (1 / len(parts))
    based = sum(amounts.has_base(part) for part in set(parts))
    return (gross - tax, tax, gross), _Way(kind, net_chance, together, len(parts), based)


def _kept_back(amounts: Amounts) -> list[tuple[tuple[Decimal, Decimal, Decimal], _Way]]:
    """Net and tax less an income tax, both at printed rates, are what is to be paid; the gross itself is not printed."""
    found = []
    for paid, net, tax in itertools.product(amounts.first["payable"], amounts.first["net"], amounts.first["tax"]):
        withheld = net + tax - paid
        if not 0 < tax < net or not 0 < withheld < net * HALF or withheld not in amounts.count:
            continue
        if net + tax in amounts.count or not amounts.at_two_rates(net, tax, withheld):
            continue
        way = _Way("income tax kept back", amounts.chance("net", net), amounts.chance("tax", tax), 1, 2, withheld)
        found.append(((net, tax, net + tax), way))
    return found


def _numbers_of(amounts: Amounts, three: tuple[Decimal, Decimal, Decimal], way: _Way) -> list[float]:
    """How likely each of the three is and how far behind the likeliest, whether the rate is known or printed, and how they stand."""
    net, tax, gross = three
    ended = gross - (way.withheld or 0)
    own = {"net": way.net, "tax": way.tax, "gross": amounts.chance("gross", gross)}
    paid = amounts.chance("payable", ended)
    if way.withheld is not None:
        own["gross"] = paid
    rate, close = tax / net * 100, _CENT * 100 / net * 2
    printed = min((abs(rate - one) for one in amounts.rates), default=Decimal(FAR))
    lawful = min(abs(rate - one) for one in RATES)
    net_spot, tax_spot = amounts.spots["net"].get(net), amounts.spots["tax"].get(tax)
    gross_spot = amounts.spots["gross"].get(gross) or amounts.spots["payable"].get(ended)
    logs = {name: _log(value) for name, value in own.items()}
    tops = {name: _log(value) for name, value in amounts.best.items()}
    return [
        float(_WAYS.index(way.kind)), logs["net"], logs["tax"], logs["gross"], _log(paid), sum(logs.values()),
        tops["net"] - _log(amounts.chance("net", net)), tops["tax"] - _log(amounts.chance("tax", tax)),
        tops["gross"] - logs["gross"], tops["payable"] - _log(paid),
        float(printed <= close), float(lawful <= close), float(rate), min(float(printed), FAR), float(len(amounts.rates)), float(amounts.taxed),
        float(gross / amounts.largest), float(amounts.count[gross]), float(amounts.count[net]), float(amounts.count[tax]), float(amounts.count.total()),
        float(way.parts), float(way.based), tops["net"], tops["tax"], tops["gross"],
        *_standing(net_spot, gross_spot), *_standing(tax_spot, gross_spot), *_standing(net_spot, tax_spot),
        float(tax in amounts.count), float(net in amounts.count), gross_spot.candidate.row / len(amounts.rows) if gross_spot else -1.0,
    ]  # fmt: skip


def _standing(one: _Spot | None, other: _Spot | None) -> tuple[float, float]:
    """How many rows below the first amount the other stands, and whether both end in one column."""
    if one is None or other is None:
        return FAR, -1.0
    aligned = abs(one.candidate.phrase.right - other.candidate.phrase.right) < EDGE
    return float(other.candidate.row - one.candidate.row), float(aligned)


def _log(chance: float) -> float:
    return math.log(max(chance, 1e-5))


def likeliest(amounts: Amounts, made: Combinations, chances: Sequence[float]) -> Three | None:
    """The combination with the highest chance, of which each has one; None where the amounts make none."""
    if not made.threes:
        return None
    place = max(range(len(chances)), key=lambda at: chances[at])
    (net, tax, gross), withheld = made.threes[place], made.ways[place].withheld
    spot = amounts.spots["gross"][gross] if withheld is None else amounts.spots["payable"][gross - withheld]
    one = spot.candidate
    return Three(net, tax, gross, float(chances[place]), one.phrase, one.row, Decimal(one.value) < 0, withheld)
