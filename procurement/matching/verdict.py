"""What matching answers: a decision, the findings behind it, and each line beside its order line."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from procurement.matching.codes import Severity
from procurement.matching.model import Policy

Facts = dict[str, Any]


class Decision(StrEnum):
    """What happens to the invoice."""

    AUTHORIZE = "AUTHORIZE"
    REVIEW = "REVIEW"
    HOLD = "HOLD"
    REJECT = "REJECT"


@dataclass(frozen=True)
class Observation:
    """Something a rule saw: a code, the numbers compared, and the amount that paying now would put at risk."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    line: int | None = None
    at_risk: Decimal | None = None


@dataclass(frozen=True)
class Finding:
    """An observation with its consequences: how severe, who must act, in words, and whether the vendor sees it.

    `line` counts the invoice's lines from 1. `amount_at_risk` is in the order's currency, never negative.
    """

    code: str
    severity: Severity
    line: int | None
    amount_at_risk: Decimal | None
    owner: str
    facts: Mapping[str, Any]
    sentence: str
    visible_to_vendor: bool


@dataclass(frozen=True)
class LineVerdict:
    """An invoice line beside the order line it bills: amounts net in the order's currency, quantities in its unit.

    `how` names the way it was matched (order line, article number, description, quantity and price, totals, schedule,
    retention, charge, none). `limit` is the most that may be billed on the order line today, before included.
    """

    invoice_line: int
    description: str
    order: str | None
    order_line: str | None
    how: str
    billed_before: Decimal | None
    this: Decimal
    ordered: Decimal | None
    accepted: Decimal | None
    limit: Decimal | None
    unit: str | None
    codes: tuple[str, ...]
    result: str


@dataclass(frozen=True)
class RetentionVerdict:
    """What is kept back, in the invoice's currency: `percent` of `base`, less what the invoice deducts by itself.

    `amount` is deducted from the payment; `amount` + `on_invoice` belongs in the contract's retention ledger.
    """

    amount: Decimal
    on_invoice: Decimal
    percent: Decimal
    base: Decimal


@dataclass(frozen=True)
class Verdict:
    """The answer for one invoice. `policy` holds the limits that were in force and where each came from."""

    decision: Decision
    findings: tuple[Finding, ...]
    lines: tuple[LineVerdict, ...]
    authorize_amount: Decimal | None
    retention: RetentionVerdict | None
    route: tuple[str, ...]
    assignments: Mapping[int, tuple[str, str]]
    policy: Policy
    vendor: str | None
    orders: tuple[str, ...]
    proposed_order: str | None

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes that stop the invoice, sorted, each once."""
        return tuple(sorted({f.code for f in self.findings if f.severity > Severity.INFO}))

    @property
    def info(self) -> tuple[str, ...]:
        """The codes that only inform, sorted, each once."""
        return tuple(sorted({f.code for f in self.findings if f.severity == Severity.INFO}))

    @property
    def amount_at_risk(self) -> Decimal:
        """The largest amount that any one finding puts at risk; findings overlap, so they are not added up."""
        return max((f.amount_at_risk for f in self.findings if f.amount_at_risk is not None), default=Decimal(0))
