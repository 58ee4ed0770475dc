"""What approval rules leave uncovered, and where two of them could both be meant: pure, on plain values."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from flowmono.approvals.routing import Band

# What a rule asks for besides kind and amount, as names of Band.
CONDITIONS = ("category", "department", "vendor_risk")


@dataclass(frozen=True)
class Gap:
    """Amounts from (inclusive) to below (exclusive; None: without limit) for which nobody could be asked.

    unless: what a case must be (pairs of a condition and its value) so that one of the narrower rules fits after all.
    """

    kind: str
    from_amount: Decimal
    below_amount: Decimal | None
    unless: tuple[tuple[tuple[str, str], ...], ...] = ()


@dataclass(frozen=True)
class Overlap:
    """Amounts for which two rules of one priority fit: the older one is taken, the other one is not."""

    kind: str
    from_amount: Decimal
    below_amount: Decimal | None
    taken: Band
    ignored: Band


def gaps(bands: Iterable[Band], kind: str) -> list[Gap]:
    """The amounts, from zero on, that no rule of the kind covers for every case; the smallest first.

    A case that names no category, department or risk is covered by rules without such a condition only, and whatever covers
    it covers every case: so these rules are looked at first, and narrower ones say what else helps.
    """
    mine = [band for band in bands if band.kind == kind]
    edges = sorted({Decimal(0), *(edge for band in mine for edge in (band.from_amount, band.below_amount) if edge)})
    found: list[Gap] = []
    for number, start in enumerate(edges):
        end = edges[number + 1] if number + 1 < len(edges) else None
        here = [_conditions(band) for band in mine if _covers(band, start)]
        if () in here:
            continue
        unless = tuple(sorted(set(here)))
        last = found[-1] if found else None
        if last is not None and last.below_amount == start and last.unless == unless:
            found[-1] = Gap(kind, last.from_amount, end, unless)
        else:
            found.append(Gap(kind, start, end, unless))
    return found


def opened(before: Sequence[Gap], after: Iterable[Gap]) -> list[Gap]:
    """The gaps that were not there before: those that no earlier gap held whole, with no more to help than helps now."""

    def was_there(gap: Gap) -> bool:
        return any(
            old.kind == gap.kind
            and old.from_amount <= gap.from_amount
            and (old.below_amount is None or (gap.below_amount is not None and gap.below_amount <= old.below_amount))
            and set(old.unless) <= set(gap.unless)
            for old in before
        )

    return [gap for gap in after if not was_there(gap)]


def overlaps(bands: Iterable[Band], kind: str) -> list[Overlap]:
    """Each two rules of the kind and of one priority that could fit the same case, with the amounts for which they do."""
    mine = sorted((band for band in bands if band.kind == kind), key=lambda band: (band.priority, band.id))
    return list(_overlaps(mine))


def _overlaps(bands: Sequence[Band]) -> Iterator[Overlap]:
    for older, newer in combinations(bands, 2):
        if older.priority != newer.priority or not _agree(older, newer):
            continue
        start = max(older.from_amount, newer.from_amount)
        ends = [end for end in (older.below_amount, newer.below_amount) if end is not None]
        if not ends or start < min(ends):
            yield Overlap(older.kind, start, min(ends, default=None), older, newer)


def _agree(one: Band, other: Band) -> bool:
    """True when one case can meet the conditions of both."""
    pairs = [(getattr(one, name), getattr(other, name)) for name in CONDITIONS]
    return all("" in pair or pair[0] == pair[1] for pair in pairs)


def _covers(band: Band, amount: Decimal) -> bool:
    return band.from_amount <= amount and (band.below_amount is None or amount < band.below_amount)


def _conditions(band: Band) -> tuple[tuple[str, str], ...]:
    return tuple((name, getattr(band, name)) for name in CONDITIONS if getattr(band, name))
