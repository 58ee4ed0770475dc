"""The one interface to reading a contract: the values, the protocol, and the gate that no unquoted value passes.

Every reader (the embedded one, a remote one, a person) answers with a ``Reading``. Offsets in evidence count characters of the very text
that was given to the reader; a quote is the text between its offsets, verbatim.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple, Protocol, TypeVar

LONGEST_TEXT = 4_000_000
# The reader of a value that a person put in place of what was read; who and when stand beside it.
PERSON = "person"

Role = Literal["customer", "vendor", "other"]
ItemKind = Literal["milestone", "date", "recurring", "deposit", "retention", "unit_price", "on_signature"]
DueType = Literal["date", "period", "relative", "event"]
TotalKind = Literal["fixed", "cap", "minimum", "estimate"]
AmountIs = Literal["series_total", "annual"]


class UnreadableText(ValueError):
    """The text cannot be read as a contract; the message says why and what to do."""


class PageSpan(NamedTuple):
    """One page: its number (from 1) and the half-open span of its text."""

    number: int
    start: int
    end: int


@dataclass(frozen=True)
class Evidence:
    """A verbatim quote: ``text[start:end] == quote``; page is None where the source has no pages."""

    quote: str
    start: int
    end: int
    page: int | None = None


@dataclass(frozen=True)
class Value:
    """One value read from the contract, with its evidence and who read it. Confidence is between 0 and 1."""

    field: str
    value: str | Decimal | date | int | bool
    evidence: Evidence | None
    confidence: Decimal
    model: str
    version: str


@dataclass(frozen=True)
class Due:
    """When an item falls due.

    ``date``: value is an ISO date. ``period``: value is the start (ISO date) or None, period an ISO duration such as P1M, count the
    number of occurrences or None. ``relative``: value is "P30D after <trigger>" (BD counts business days). ``event``: the trigger in words.
    """

    type: DueType
    value: str | None = None
    period: str | None = None
    count: int | None = None


@dataclass(frozen=True)
class ScheduleItem:
    """One thing that the payer owes the payee: an instalment, a recurring fee or a unit price.

    ``amount`` is per occurrence unless ``amount_is`` says "series_total" (the sum of all occurrences) or "annual" (a yearly amount
    paid in smaller periods). ``percent`` is of the contract's total unless ``percent_base`` names another base. ``optional`` items
    exist but are not part of the firm order.
    """

    description: str
    kind: ItemKind
    amount: Decimal | None
    percent: Decimal | None
    currency: str | None
    due: Due
    evidence: Evidence
    confidence: Decimal
    acceptance: str | None = None
    unit: str | None = None
    optional: bool = False
    amount_is: AmountIs | None = None
    percent_base: str | None = None


@dataclass(frozen=True)
class Party:
    """A company or person that the contract binds. Roles follow the money: the customer pays, the vendor is paid."""

    name: str
    role: Role
    evidence: Evidence
    confidence: Decimal
    aliases: tuple[str, ...] = ()
    tax_id: str | None = None
    address: str | None = None
    email: str | None = None
    signer_name: str | None = None
    signer_title: str | None = None


@dataclass(frozen=True)
class Total:
    """The value that the contract itself states, in its currency; ``fixed`` unless it is a ceiling, a minimum or an estimate."""

    amount: Decimal
    currency: str | None
    kind: TotalKind
    evidence: Evidence
    confidence: Decimal


@dataclass(frozen=True)
class PaymentTerms:
    """The general term for paying invoices: calendar days counted from receipt, invoice_date, acceptance, month_end or event_date."""

    days: int
    counted_from: str
    evidence: Evidence
    confidence: Decimal


@dataclass(frozen=True)
class Retention:
    """A share of every payment that is kept back, in percent of its net, and what releases it where the text says so."""

    percent: Decimal
    release: Due | None
    evidence: Evidence
    confidence: Decimal


@dataclass(frozen=True)
class Advance:
    """How an advance is recovered: by so many percent of the net of each invoice that follows, until it is repaid."""

    recover_percent: Decimal
    evidence: Evidence
    confidence: Decimal


@dataclass(frozen=True)
class Renewal:
    """Whether the term renews by itself, how many days' notice stops it, and the most that prices may rise, in percent."""

    auto: bool
    notice_days: int | None
    increase_cap_percent: Decimal | None
    evidence: Evidence
    confidence: Decimal = Decimal("0.8")


@dataclass(frozen=True)
class Obligation:
    """Something that a compliance record lists: kind is insurance, liability_cap, termination_notice, renewal_notice, data_protection,
    audit or confidentiality; ``due`` is an ISO duration where the text gives one."""

    kind: str
    text: str
    evidence: Evidence
    due: str | None = None
    amount: Decimal | None = None
    currency: str | None = None


@dataclass(frozen=True)
class Clause:
    """A stretch of the text that says what clauses of a kind say; kind is one of flowmono.intelligence.spans.categories.CLAUSES."""

    kind: str
    evidence: Evidence
    confidence: Decimal


@dataclass(frozen=True)
class Rival:
    """Another sentence of the contract that says a field differently: of payment_terms its days, of total its amount, of ends_on its ISO date."""

    field: str
    value: str
    evidence: Evidence


@dataclass(frozen=True)
class Check:
    """One sum done over what was read; a disagreement is kept and shown, never mended."""

    name: str
    agrees: bool
    explanation: str


@dataclass(frozen=True)
class Reading:
    """All that one reader found in one contract. ``why_not`` is a sentence exactly when ``orderable`` is False."""

    model: str
    version: str
    orderable: bool
    why_not: str | None
    parties: tuple[Party, ...] = ()
    payer: Value | None = None
    payee: Value | None = None
    title: Value | None = None
    # The words by which it changes another agreement: its prices may then be the new whole of one that is ordered already.
    amends: Value | None = None
    agreement_on: Value | None = None
    effective_on: Value | None = None
    # The words that say that it is in force from the last signature; effective_on is None then.
    starts_on_signature: Value | None = None
    ends_on: Value | None = None
    term: Value | None = None
    renewal: Renewal | None = None
    governing_law: Value | None = None
    currency: Value | None = None
    total: Total | None = None
    payment_terms: PaymentTerms | None = None
    retention: Retention | None = None
    advance: Advance | None = None
    schedule: tuple[ScheduleItem, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    clauses: tuple[Clause, ...] = ()
    checks: tuple[Check, ...] = ()
    rivals: tuple[Rival, ...] = ()


class ContractReader(Protocol):
    """Reads the commercial terms of one contract. The same text gives the same reading."""

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    def read(self, text: str, pages: Sequence[PageSpan] = ()) -> Reading:
        """The terms found in the text; raises UnreadableText when the text is empty or longer than LONGEST_TEXT characters."""


def require_readable(text: str) -> None:
    """Raise UnreadableText for a text that no reader should be asked to read."""
    if not text.strip():
        raise UnreadableText("The document has no text. If it is a scan, run text recognition first.")
    if len(text) > LONGEST_TEXT:
        raise UnreadableText(
            f"The text has {len(text)} characters; at most {LONGEST_TEXT} are read. Split the document first."
        )


def enforce_quotes(reading: Reading, text: str) -> Reading:
    """The reading without any value whose quote does not stand verbatim in the text at its offsets.

    A quote that stands elsewhere in the text (white space folded) is moved there; one that stands nowhere is discarded together with
    its value. Single values lose their field, list entries disappear; when nothing priced is left, the reading is no longer orderable.
    """

    def proven(value: Value | None) -> Value | None:
        evidence = _find_quote(value.evidence, text) if value is not None and value.evidence is not None else None
        return replace(value, evidence=evidence) if value is not None and evidence is not None else None

    schedule = _only_proven(reading.schedule, text)
    total = _only_proven((reading.total,) if reading.total else (), text)
    orderable = reading.orderable and bool(schedule or total)
    why_not = reading.why_not if orderable == reading.orderable else "no price is left whose quote stands in the text"
    return replace(
        reading,
        orderable=orderable,
        why_not=why_not,
        parties=_only_proven(reading.parties, text),
        payer=proven(reading.payer),
        payee=proven(reading.payee),
        title=proven(reading.title),
        amends=proven(reading.amends),
        agreement_on=proven(reading.agreement_on),
        effective_on=proven(reading.effective_on),
        starts_on_signature=proven(reading.starts_on_signature),
        ends_on=proven(reading.ends_on),
        term=proven(reading.term),
        governing_law=proven(reading.governing_law),
        currency=proven(reading.currency),
        renewal=next(iter(_only_proven((reading.renewal,) if reading.renewal else (), text)), None),
        total=next(iter(total), None),
        payment_terms=next(iter(_only_proven((reading.payment_terms,) if reading.payment_terms else (), text)), None),
        retention=next(iter(_only_proven((reading.retention,) if reading.retention else (), text)), None),
        advance=next(iter(_only_proven((reading.advance,) if reading.advance else (), text)), None),
        schedule=schedule,
        obligations=_only_proven(reading.obligations, text),
        clauses=_only_proven(reading.clauses, text),
        rivals=_only_proven(reading.rivals, text),
    )


Quoted = TypeVar(
    "Quoted", Rival, Party, ScheduleItem, Obligation, Clause, Renewal, Total, PaymentTerms, Retention, Advance
)


def _only_proven(entries: Sequence[Quoted], text: str) -> tuple[Quoted, ...]:
    """The entries whose quote stands in the text, each with its evidence where the quote stands."""
    proven = ((entry, _find_quote(entry.evidence, text)) for entry in entries)
    return tuple(replace(entry, evidence=evidence) for entry, evidence in proven if evidence is not None)


def _find_quote(evidence: Evidence, text: str) -> Evidence | None:
    """The evidence at a place where its quote truly stands, or None."""
    start, end = evidence.start, evidence.end
    if 0 <= start < end <= len(text) and text[start:end] == evidence.quote:
        return evidence
    words = evidence.quote.split()
    if not words or len(words) > 400:
        return None
    match = re.search(r"\s+".join(re.escape(word) for word in words), text)
    if match is None:
        return None
    return replace(evidence, quote=match.group(), start=match.start(), end=match.end())
