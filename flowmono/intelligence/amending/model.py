"""The values: what an agreement says, what an amendment says about it, and how the two stand to each other."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from flowmono.intelligence.reader import Evidence

# The fields that are compared, in the order in which people look at them.
FIELDS = (
    "payer", "payee", "total", "currency", "payment_days", "effective_on", "ends_on", "term", "renews", "notice_days", "governing_law",
)  # fmt: skip
Scalar = str | Decimal | date | int | bool
Standing = Literal["changed", "unchanged", "removed", "new"]
SumKind = Literal["increase", "stated_before", "extension", "schedule"]


@dataclass(frozen=True)
class Said:
    """A value and where it is said; `where` names the document for whoever asked, `key` the record of theirs that holds it.

    evidence is None for a value that a person entered without a sentence.
    """

    value: Scalar
    evidence: Evidence | None = None
    where: str = ""
    key: str = ""
    confidence: Decimal = Decimal("0.8")


@dataclass(frozen=True)
class Item:
    """One priced item of a schedule. `amount` is per occurrence; `due` is the day, or the words that say when."""

    description: str
    kind: str = "milestone"
    amount: Decimal | None = None
    percent: Decimal | None = None
    currency: str = ""
    due_on: date | None = None
    due: str = ""
    period: str = ""
    count: int | None = None
    unit: str = ""
    optional: bool = False
    evidence: Evidence | None = None
    where: str = ""
    key: str = ""
    confidence: Decimal = Decimal("0.8")


@dataclass(frozen=True)
class Terms:
    """What an agreement says. text: the text that the evidence points into, for finding its sections; empty when that is not known."""

    fields: Mapping[str, Said] = field(default_factory=dict)
    items: tuple[Item, ...] = ()
    text: str = ""

    @property
    def currency(self) -> str:
        said = self.fields.get("currency")
        return str(said.value) if said else next((item.currency for item in self.items if item.currency), "")


@dataclass(frozen=True)
class Sum:
    """Arithmetic that the amendment itself does, done again: what should come out, what the text says. A disagreement is kept and shown."""

    kind: SumKind
    agrees: bool
    expected: Scalar
    found: Scalar
    evidence: Evidence | None = None


@dataclass(frozen=True)
class FieldChange:
    """How one field stands: `before` in the agreement, `after` in the amendment, `told` the words that change it."""

    field: str
    standing: Standing
    before: Said | None = None
    after: Said | None = None
    told: Evidence | None = None


@dataclass(frozen=True)
class ItemChange:
    """How one item of the schedule stands; `what` names the columns that differ: description, amount, due, unit."""

    standing: Standing
    before: Item | None = None
    after: Item | None = None
    what: tuple[str, ...] = ()
    told: Evidence | None = None


@dataclass(frozen=True)
class Comparison:
    """All fields and items of both, the sums, and the passages that change something which is no field here."""

    fields: tuple[FieldChange, ...] = ()
    items: tuple[ItemChange, ...] = ()
    sums: tuple[Sum, ...] = ()
    other: tuple[Evidence, ...] = ()

    @property
    def changes(self) -> tuple[FieldChange, ...]:
        """The fields that are not as they were."""
        return tuple(one for one in self.fields if one.standing != "unchanged")

    @property
    def item_changes(self) -> tuple[ItemChange, ...]:
        """The items that are not as they were."""
        return tuple(one for one in self.items if one.standing != "unchanged")

    @property
    def agrees(self) -> bool:
        """False when a sum of the amendment does not come out."""
        return all(one.agrees for one in self.sums)
