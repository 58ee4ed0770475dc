"""The facts that matching reads: frozen values, money always Decimal, days always date.

Nothing here knows a database. The caller copies what is stored into these values; `matching.decision.match` answers.
Amounts are net of VAT and in the order's currency unless the field says otherwise. Fields that only orders drafted
from a contract use are optional and absent by default, so an ordinary order reads exactly as the specification says.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

ZERO = Decimal(0)

# Billed against a value that acceptance opens, never by quantity and price.
VALUE_KINDS = frozenset({"milestone", "deposit", "on_signature", "date"})
# Billed by quantity and unit price.
COUNTED_KINDS = frozenset({"goods", "time", "service"})
# A contract's periodic fee, its rates, and the part that it keeps back.
RECURRING, RATE, RETENTION = "recurring", "unit_price", "retention"
LINE_KINDS = VALUE_KINDS | COUNTED_KINDS | {RECURRING, RATE, RETENTION}

# An entry with one of these states was never owed and counts for nothing.
DEAD_STATES = frozenset({"rejected", "withdrawn", "void", "voided", "cancelled"})

# UNTDID 1001 codes that reduce what is owed.
CREDIT_TYPE_CODES = frozenset({"81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "532"})
PREPAYMENT_TYPE_CODE = "386"
FINAL_TYPE_CODE = "877"


@dataclass(frozen=True)
class ApprovalLevel:
    """A role that may approve up to and including `up_to` (base currency); None is without a ceiling."""

    role: str
    up_to: Decimal | None


@dataclass(frozen=True)
class Policy:
    """The limits in force. `sources` names where a changed field came from (policy, vendor, contract)."""

    match_mode: str = "3way"
    price_tol_pct: Decimal = Decimal(2)
    price_tol_abs: Decimal = Decimal("50.00")
    qty_tol_pct: Decimal = ZERO
    unplanned_charge_abs: Decimal = Decimal("25.00")
    arith_tol: Decimal = Decimal("0.01")
    tax_tol: Decimal = Decimal("0.02")
    fx_tol_pct: Decimal = Decimal(2)
    stale_days: int = 365
    bank_cooloff_days: int = 3
    auto_authorize_limit: Decimal = ZERO
    retention_base: str = "net"
    approval_levels: tuple[ApprovalLevel, ...] = (
        ApprovalLevel("manager", Decimal(1000)),
        ApprovalLevel("director", Decimal(25000)),
        ApprovalLevel("cfo", None),
    )
    schematron_severity: str = "REJECT"
    base_currency: str | None = None
    split_window_days: int = 0
    sources: tuple[tuple[str, str], ...] = ()

    def changed(self, changes: Mapping[str, Any], source: str) -> "Policy":
        """The policy with `changes` applied; each changed field remembers `source`."""
        kept = tuple(pair for pair in self.sources if pair[0] not in changes)
        return replace(self, **changes, sources=kept + tuple((name, source) for name in sorted(changes)))

    def source_of(self, name: str) -> str:
        """Which document set the limit called `name`: "policy" unless a vendor or contract changed it."""
        return dict(self.sources).get(name, "policy")


@dataclass(frozen=True)
class Buyer:
    """A company of ours that may be invoiced."""

    name: str
    vat_id: str | None = None


@dataclass(frozen=True)
class BankAccount:
    """An account as the vendor master holds it. `iban` is any account text; other schemes are compared as digits."""

    iban: str
    verified: bool = False
    verified_on: date | None = None
    verified_by: str | None = None


@dataclass(frozen=True)
class Vendor:
    """A vendor as the master holds it. `vat_verified` says that a person confirmed the VAT id with its register."""

    id: str
    name: str
    vat_id: str | None = None
    country: str | None = None
    status: str = "active"
    bank_accounts: tuple[BankAccount, ...] = ()
    vat_verified: bool = False
    policy: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class RetentionLedger:
    """What a contract has kept back so far, and the first day on which it may be released."""

    withheld: Decimal = ZERO
    released: Decimal = ZERO
    release_on: date | None = None


@dataclass(frozen=True)
class Advance:
    """An advance that was paid and the share of each invoice's net that recovers it."""

    paid: Decimal
    recovered: Decimal = ZERO
    recover_pct: Decimal = Decimal(100)


@dataclass(frozen=True)
class ContractFacts:
    """What the signed contract says about money."""

    id: str | None = None
    currency: str | None = None
    allowed_currencies: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None
    terms_days: int | None = None
    terms_from: date | None = (
        None  # the day of receipt, where the term counts from it; else the invoice's own date counts
    )
    retention_pct: Decimal = ZERO
    retention: RetentionLedger | None = None
    advance: Advance | None = None
    assignee_account: BankAccount | None = None
    assignee_name: str | None = None
    policy: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class OrderLine:
    """One line of an order: `qty` × `unit_price`, for a periodic fee `occurrences` times.

    `period` (P1M, P3M, P1Y), `starts_on` and `occurrences` belong to recurring lines, `due_on` to lines payable on a
    day, `release_on` to retention, `cap_amount` to rates. `unit_factors` gives, per foreign unit code, how many of
    this line's units one such unit is.
    """

    line: str
    kind: str
    description: str
    unit_price: Decimal
    qty: Decimal | None = Decimal(1)
    unit: str | None = None
    seller_id: str | None = None
    vat_rate: Decimal | None = None
    vat_category: str | None = None
    unit_factors: Mapping[str, Decimal] = field(default_factory=dict)
    occurrences: int | None = None
    period: str | None = None
    starts_on: date | None = None
    due_on: date | None = None
    release_on: date | None = None
    cap_amount: Decimal | None = None

    @property
    def value(self) -> Decimal | None:
        """All that may ever be billed on the line; None when only a rate was agreed."""
        if self.kind == RATE and self.cap_amount is not None:
            return self.cap_amount
        if self.qty is None or (self.kind == RECURRING and self.occurrences is None):
            return None
        return self.qty * self.unit_price * (self.occurrences if self.kind == RECURRING and self.occurrences else 1)


@dataclass(frozen=True)
class OrderFacts:
    """An order to one vendor. `cap` is a ceiling on everything billed; `from_contract` marks a drafted schedule."""

    number: str
    vendor: str
    currency: str
    status: str
    ordered_on: date | None = None
    lines: tuple[OrderLine, ...] = ()
    cap: Decimal | None = None
    from_contract: bool = False


@dataclass(frozen=True)
class MilestoneFacts:
    """What has been accepted of an order line: a share of its value in percent, or a quantity."""

    order: str
    order_line: str
    id: str | None = None
    share_pct: Decimal | None = None
    accepted_pct: Decimal | None = None
    accepted_qty: Decimal | None = None
    accepted_on: date | None = None


@dataclass(frozen=True)
class HistoryLine:
    """What an earlier document billed on one order line. `period` is the text that names the period, if any."""

    order_line: str | None
    net: Decimal
    quantity: Decimal | None = None
    order: str | None = None
    period: str | None = None


@dataclass(frozen=True)
class HistoryEntry:
    """An earlier invoice or credit note of any vendor."""

    number: str
    vendor: str
    doc_type: str
    status: str
    gross: Decimal
    net: Decimal
    issue_date: date | None = None
    order: str | None = None
    type_code: str | None = None
    currency: str | None = None
    sha256: str | None = None
    preceding_invoice: str | None = None
    lines: tuple[HistoryLine, ...] = ()
    id: str | None = None

    @property
    def alive(self) -> bool:
        """Whether the document still counts."""
        return self.status.lower() not in DEAD_STATES

    @property
    def is_credit(self) -> bool:
        """Whether the document gives money back."""
        return is_credit_document(self.doc_type, self.type_code) or self.gross < 0


@dataclass(frozen=True)
class TaxGroup:
    """One row of the invoice's VAT breakdown."""

    rate: Decimal | None
    base: Decimal | None
    tax: Decimal | None
    category: str | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Adjustment:
    """An allowance (negative) or charge (positive) on the whole document, net, with the VAT rate it falls under."""

    amount: Decimal
    vat_rate: Decimal | None = None


@dataclass(frozen=True)
class InvoiceLine:
    """One line as the vendor wrote it. `parent` marks a detail of another line, whose amount is in that line."""

    description: str
    net: Decimal
    quantity: Decimal | None = None
    unit: str | None = None
    unit_price: Decimal | None = None
    base_qty: Decimal = Decimal(1)
    allowance: Decimal = ZERO
    charge: Decimal = ZERO
    vat_rate: Decimal | None = None
    vat_category: str | None = None
    seller_id: str | None = None
    order_line: str | None = None
    order_ref: str | None = None
    retention_release: bool = False
    exemption_reason: str | None = None
    period: str | None = None
    parent: str | None = None


@dataclass(frozen=True)
class InvoiceFacts:
    """The invoice as it was read. `source` is xml, hybrid, pdf or ocr; `net` and the like are what it prints.

    `printed_orders` are numbers of our orders that stand somewhere on it without being given as its order.
    """

    number: str
    source: str
    currency: str
    net: Decimal
    tax: Decimal
    gross: Decimal
    payable: Decimal
    issue_date: date | None = None
    doc_type: str = "invoice"
    type_code: str | None = None
    seller_name: str | None = None
    seller_vat: str | None = None
    buyer_name: str | None = None
    buyer_vat: str | None = None
    order_ref: str | None = None
    printed_orders: tuple[str, ...] = ()
    confirmed_order: str | None = None
    due_date: date | None = None
    line_total: Decimal | None = None
    allowance_total: Decimal = ZERO
    charge_total: Decimal = ZERO
    adjustments: tuple[Adjustment, ...] = ()
    prepaid: Decimal = ZERO
    withheld_tax: Decimal = ZERO
    retention: Decimal = ZERO
    rounding: Decimal = ZERO
    tax_rate: Decimal | None = None
    vat_breakdown: tuple[TaxGroup, ...] = ()
    exemption_reason: str | None = None
    fx_rate: Decimal | None = None
    iban: str | None = None
    preceding_invoice: str | None = None
    partial_invoices: tuple[str, ...] = ()
    sha256: str | None = None
    lines: tuple[InvoiceLine, ...] = ()
    document_problem: str | None = None
    xml_visual_mismatch: bool = False
    low_confidence: bool = False
    id: str | None = None

    @property
    def is_credit(self) -> bool:
        """Whether it is a credit note. The type code decides; the word "Gutschrift" on a 389 does not."""
        return is_credit_document(self.doc_type, self.type_code) or self.is_negative

    @property
    def is_negative(self) -> bool:
        """Whether it is written as an invoice but gives money back."""
        return not is_credit_document(self.doc_type, self.type_code) and self.gross < 0

    @property
    def is_final(self) -> bool:
        """Whether it restates earlier partial invoices and deducts them (BT-113)."""
        return self.type_code == FINAL_TYPE_CODE or bool(self.partial_invoices)

    @property
    def priced_lines(self) -> tuple[tuple[int, InvoiceLine], ...]:
        """The lines that carry money, numbered from 1; details of another line are left out."""
        return tuple((n, line) for n, line in enumerate(self.lines, 1) if line.parent is None)


def is_credit_document(doc_type: str, type_code: str | None) -> bool:
    """Whether a document with this type is a credit note (UNTDID 1001; without a code, what the reader found)."""
    return type_code in CREDIT_TYPE_CODES if type_code else doc_type == "credit_note"
