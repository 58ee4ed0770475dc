"""What the reader of invoices returns: plain, frozen values with the field names of the matching specification."""

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

Source = Literal["xml", "hybrid", "pdf", "ocr"]
DocumentType = Literal["invoice", "credit_note"]

# UNTDID 1001 codes that reduce what is owed. 389 (self-billed invoice, the German "Gutschrift") is an invoice and
# 384 (corrected invoice) carries its own sign, so neither is in this set.
CREDIT_TYPE_CODES = frozenset({"81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "532"})

# Problems of the document itself; with one of these nothing else about the invoice is to be believed.
NOT_INVOICE = "DOC_NOT_INVOICE"
UNREADABLE = "DOC_UNREADABLE"
ENCRYPTED = "DOC_ENCRYPTED"
MALFORMED_XML = "DOC_MALFORMED_XML"
UNSUPPORTED_SYNTAX = "DOC_UNSUPPORTED_SYNTAX"
SCHEMATRON_FATAL = "DOC_SCHEMATRON_FATAL"


# A final invoice that restates partial invoices (ZUGFeRD EXTENDED).
FINAL_TYPE_CODE = "877"

_RELEASE = re.compile(
    r"(?:releas\w*|payment|return|auszahlung|freigabe|rückzahlung|lib[eé]ration|restitution|liberación|devolución|svincolo)\b.{0,25}"
    r"\b(?:retention|retainage|holdback|(?:sicherheits)?einbehalts?|retenue de garantie|retenci[oó]n|ritenut[ae])"
    r"|\b(?:retention|retainage|holdback)(?: money)? (?:release|payment|return)\b",
    re.IGNORECASE,
)


def releases_retention(description: str) -> bool:
    """The words of a line ask for money that was kept back earlier, such as "Release of retention"."""
    return _RELEASE.search(description) is not None


class DocumentRefused(Exception):
    """The file cannot be read as an invoice. `code` is a DOC_* code; the message says in a sentence what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class NothingFound(DocumentRefused):
    """The pages show neither a number nor a total under labels that the reader knows, and call themselves nothing else either."""


class OnlyPictures(DocumentRefused):
    """What the file shows is a picture: its words must be recognised before anything can be read."""


@dataclass(frozen=True)
class Evidence:
    """Where a value was read: the field (`gross`, `lines.0.net`), the words as they stand there and the page (from 1).

    `page` is None for a value from structured data; `quote` is then the text of its element and `path` its path.
    """

    field: str
    quote: str
    page: int | None = None
    path: str | None = None


@dataclass(frozen=True)
class TaxGroup:
    """One row of the tax breakdown. `rate` in per cent; `reason` is the exemption text, `reason_code` its VATEX code."""

    category: str | None
    rate: Decimal | None
    base: Decimal | None
    tax: Decimal | None
    reason: str | None = None
    reason_code: str | None = None


@dataclass(frozen=True)
class Adjustment:
    """An allowance (reduces) or a charge (adds) on the whole document; `amount` as written."""

    amount: Decimal
    reason: str | None = None
    vat_rate: Decimal | None = None
    vat_category: str | None = None


@dataclass(frozen=True)
class Period:
    """The days a document or line bills; either end may be open."""

    start: date | None
    end: date | None


@dataclass(frozen=True)
class Account:
    """A bank account as printed: an `iban`, or a `number` with its bank: US `routing` number, UK `sort_code`, Australian `bsb`."""

    iban: str | None = None
    bic: str | None = None
    routing: str | None = None
    sort_code: str | None = None
    bsb: str | None = None
    number: str | None = None
    holder: str | None = None

    @property
    def written(self) -> str | None:
        """The account in one text: the IBAN, or "Routing 011000138 · Account 4457091233"."""
        if self.iban:
            return self.iban
        parts = (("Routing", self.routing), ("Sort code", self.sort_code), ("BSB", self.bsb), ("Account", self.number))
        return " · ".join(f"{word} {value}" for word, value in parts if value) or None


@dataclass(frozen=True)
class InvoiceLine:
    """One billed line. `unit_price` is per `base_quantity` (1 when None); `allowance` is what the line takes off (a charge is negative).

    `kind` is "detail" for a line that counts towards the total, "group" or "information" for one that does not
    (CII LineStatusReasonCode); `parent` is the id of the line above it. `retention_release` marks a line that says it asks
    for money kept back earlier.
    """

    description: str
    id: str | None = None
    detail: str | None = None
    seller_id: str | None = None
    buyer_id: str | None = None
    quantity: Decimal | None = None
    unit: str | None = None
    unit_price: Decimal | None = None
    base_quantity: Decimal | None = None
    net: Decimal | None = None
    vat_rate: Decimal | None = None
    vat_category: str | None = None
    order_ref: str | None = None
    order_line: str | None = None
    allowance: Decimal = Decimal(0)
    period: Period | None = None
    parent: str | None = None
    kind: str = "detail"
    retention_release: bool = False


@dataclass(frozen=True)
class Difference:
    """The structured data and the visible page say different things about one field."""

    field: str
    structured: str
    printed: str
    page: int | None = None


@dataclass(frozen=True)
class PrintedWord:
    """One word of a row; points from the left of its page. `apart`: a wide gap, or nothing, stands before it.

    `sure` is false only for words that were recognised in a picture with little certainty.
    """

    text: str
    left: float
    right: float
    apart: bool = False
    sure: bool = True


@dataclass(frozen=True)
class PrintedRow:
    """The words that a person sees at one height of a page, from left to right; points from its top."""

    page: int
    top: float
    bottom: float
    words: tuple[PrintedWord, ...]


@dataclass(frozen=True)
class InvoiceReading:
    """Everything that was read from one file. Amounts are Decimal in `currency`, signs as written; None means not stated.

    `withheld_tax` is income tax that the buyer keeps back and pays to the tax office (IRPF, ritenuta d'acconto): it is never owed to
    the seller, while `retention` is until the work is accepted.
    `document_problem` is a DOC_* code when the document itself is at fault, `problem_detail` the sentence for people.
    `doubtful` names the fields a person must look at before use. `numbered` is what the page prints with a number in it, in
    reading order, for the numbers that only the reader of the invoice's business knows; `emails` every address it prints.
    `printed` is where the words stand, for what is remembered of a vendor's layout; structured data has none. A value may be
    present beside a problem, for display only.
    """

    source: Source
    sha256: str
    filename: str = ""
    syntax: str | None = None
    profile: str | None = None
    customization: str | None = None
    doc_type: DocumentType | None = None
    type_code: str | None = None
    number: str | None = None
    issue_date: date | None = None
    due_date: date | None = None
    seller_name: str | None = None
    seller_vat: str | None = None
    seller_tax_id: str | None = None
    buyer_name: str | None = None
    buyer_vat: str | None = None
    buyer_reference: str | None = None
    order_ref: str | None = None
    sales_order_ref: str | None = None
    contract_ref: str | None = None
    project_ref: str | None = None
    preceding_invoice: str | None = None
    preceding_invoices: tuple[str, ...] = ()
    partial_invoices: tuple[str, ...] = ()
    currency: str | None = None
    tax_currency: str | None = None
    line_total: Decimal | None = None
    allowance_total: Decimal | None = None
    charge_total: Decimal | None = None
    net: Decimal | None = None
    tax: Decimal | None = None
    gross: Decimal | None = None
    prepaid: Decimal | None = None
    withheld_tax: Decimal | None = None
    retention: Decimal | None = None
    rounding: Decimal | None = None
    payable: Decimal | None = None
    fx_rate: Decimal | None = None
    exemption_reason: str | None = None
    allowances: tuple[Adjustment, ...] = ()
    charges: tuple[Adjustment, ...] = ()
    vat_breakdown: tuple[TaxGroup, ...] = ()
    lines: tuple[InvoiceLine, ...] = ()
    accounts: tuple[Account, ...] = ()
    payment_terms: str | None = None
    payment_ref: str | None = None
    period: Period | None = None
    notes: tuple[str, ...] = ()
    pages: int | None = None
    document_problem: str | None = None
    problem_detail: str = ""
    differences: tuple[Difference, ...] = ()
    doubtful: tuple[str, ...] = ()
    numbered: tuple[str, ...] = field(default=(), repr=False)
    emails: tuple[str, ...] = field(default=(), repr=False)
    evidence: tuple[Evidence, ...] = field(default=(), repr=False)
    printed: tuple[PrintedRow, ...] = field(default=(), repr=False)

    @property
    def iban(self) -> str | None:
        """The IBAN of the first account that has one."""
        return next((account.iban for account in self.accounts if account.iban), None)

    @property
    def bic(self) -> str | None:
        """The BIC that goes with the first IBAN, else the first BIC given."""
        return next((account.bic for account in self.accounts if account.bic), None)

    @property
    def self_billed(self) -> bool:
        """The buyer wrote this invoice in the seller's name (389, the German "Gutschrift")."""
        return self.type_code == "389"

    @property
    def xml_visual_mismatch(self) -> bool:
        """The page shows another number, currency, payable, account or seller than the structured data."""
        return bool(self.differences)

    @property
    def low_confidence(self) -> bool:
        """A person must look at the `doubtful` fields before the values are used."""
        return bool(self.doubtful)

    @property
    def missing(self) -> tuple[str, ...]:
        """What a person must add before the invoice can be matched: each of number, currency, net, gross that was not read."""
        needed = {"number": self.number, "currency": self.currency, "net": self.net, "gross": self.gross}
        return tuple(name for name, value in needed.items() if value is None)

    def evidence_for(self, name: str) -> Evidence | None:
        """Where the value of a field was read, or None when it was not recorded."""
        return next((item for item in self.evidence if item.field == name), None)
