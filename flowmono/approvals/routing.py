"""Which rule fits, in pure functions on plain values."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

ABOVE_EVERY_LIMIT = Decimal("Infinity")


@dataclass(frozen=True)
class Facts:
    """What rules ask about. `amount` is in the company's currency; one that is not known counts as above every limit."""

    kind: str
    amount: Decimal | None = None
    category: str = ""
    department: str = ""
    vendor_risk: str = ""


@dataclass(frozen=True)
class Band:
    """A rule, as the choice sees it."""

    id: int
    kind: str
    priority: int
    from_amount: Decimal
    below_amount: Decimal | None
    category: str = ""
    department: str = ""
    vendor_risk: str = ""


def fits(band: Band, facts: Facts) -> bool:
    """True when every condition that the rule states holds; from_amount is inclusive, below_amount exclusive."""
    amount = ABOVE_EVERY_LIMIT if facts.amount is None else facts.amount
    return (
        band.kind == facts.kind
        and band.from_amount <= amount
        and (band.below_amount is None or amount < band.below_amount)
        and band.category in ("", facts.category)
        and band.department in ("", facts.department)
        and band.vendor_risk in ("", facts.vendor_risk)
    )


def choose(bands: Iterable[Band], facts: Facts) -> Band | None:
    """The fitting rule with the lowest priority number, then the oldest; None when none fits."""
    return min((band for band in bands if fits(band, facts)), key=lambda band: (band.priority, band.id), default=None)


def can_all_be_given(says: Sequence[frozenset[str]]) -> bool:
    """True when every say can be given by a different human being.

    `says` holds, for each say that is still needed, the human beings who may give it; nobody gives two (threat B3). It is
    a matching of says to people, found by augmenting paths.
    """
    giver: dict[str, int] = {}

    def place(say: int, tried: set[str]) -> bool:
        for person in sorted(says[say] - tried):
            tried.add(person)
            if person not in giver or place(giver[person], tried):
                giver[person] = say
                return True
        return False

    return all(place(say, set()) for say in range(len(says)))
