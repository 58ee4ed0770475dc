"""What the rules find before it becomes a reading: items and totals at their spans in the flat text."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from flowmono.intelligence.reader import Due


@dataclass(frozen=True)
class Finding:
    """One schedule item found by a rule. Spans are of the flat text; confidence is the rule's own, before checks."""

    description: str
    kind: str
    start: int
    end: int
    amount: Decimal | None = None
    percent: Decimal | None = None
    currency: str | None = None
    due: Due | None = None
    acceptance: str | None = None
    unit: str | None = None
    optional: bool = False
    amount_is: str | None = None
    percent_base: str | None = None
    confidence: Decimal = Decimal("0.7")
    from_table: bool = False
    after_slash: bool = False
    reckoned: bool = False  # its amount is worked out from another, so that both make the whole proves nothing
    told_elsewhere: bool = (
        False  # another clause says on what it waits: that the sums add up does not make that certain
    )
    share: Fraction | None = None  # in hundredths of the whole, exact where `percent` cannot be

    @property
    def payable(self) -> Decimal | None:
        """What the item comes to over its whole life; None for unit prices and for fees without a known number of payments."""
        if self.amount is None or self.kind == "unit_price" or self.optional:
            return None
        if self.due is not None and self.due.type == "period" and self.amount_is is None:
            return self.amount * self.due.count if self.due.count else None
        return self.amount if self.amount_is != "annual" else None

    def translates(self, other: "Finding") -> bool:
        """Whether one of the two is the other half of a bilingual line: close behind the other and set off by a slash."""
        first, second = sorted((self, other), key=lambda one: one.start)
        return second.after_slash and 0 <= second.start - first.end < 160


@dataclass(frozen=True)
class TotalFound:
    """A stated total of the kind fixed, cap, minimum or estimate; strength orders rival statements.

    moved: it is the new whole that an amendment states. added: what it then adds to what was agreed before, to which its own items come;
    None where that is not said. part: the words may speak of one thing among others, as "a fixed fee for the film" does.
    """

    amount: Decimal
    currency: str | None
    kind: str
    start: int
    end: int
    strength: int
    sure: bool = True
    added: Decimal | None = None
    moved: bool = False
    part: bool = False

    @property
    def scheduled(self) -> Decimal | None:
        """What the items of this very paper should come to; None where nothing says it."""
        return self.added if self.moved else self.amount
