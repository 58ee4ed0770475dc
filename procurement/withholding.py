"""What a contract keeps back from every payment, and what advance it recovers: its verified terms and the books so far."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Q

from flowmono.intelligence.invoices.model import releases_retention
from procurement.matching.model import Advance, ContractFacts, RetentionLedger
from procurement.models import Invoice, InvoiceLine
from vendors.models import Milestone

FIELDS = ("retention", "advance")
PASSED = ("matched", "authorized", "paid", "credited")
# An advance counts as given once two people have authorized it: it leaves with the next payment file.
GIVEN = frozenset({"authorized", "paid"})
_ACCEPTANCE = re.compile(
    r"\b(?:accept|complet|approv|hand-?over|abnahme|fertigstellung|aceptaci|recepci|réception|achèvement)", re.I
)
_DAYS_AFTER = re.compile(r"P(\d+)(BD|D|W) after ")


@dataclass(frozen=True)
class Billed:
    """One line of an invoice that passed: its net, the kind of its order line, and whether it asks for money kept back."""

    net: Decimal
    kind: str
    releases: bool
    given: bool


def with_withholding(contract: ContractFacts, record: Any, invoice: Invoice) -> tuple[ContractFacts, tuple[str, ...]]:
    """The contract's facts with retention and advance by its verified terms, and the labels of those nobody has verified."""
    terms = list(record.terms.live().filter(field__in=FIELDS, percent__isnull=False).order_by("position"))
    unverified = tuple(term.label for term in terms if not term.is_verified)
    stated = {term.field: term for term in reversed(terms) if term.is_verified}
    if not stated:
        return contract, unverified
    lines = _billed(record, invoice)
    deducted = _deducted(record, invoice)
    if (term := stated.get("retention")) is not None:
        ledger = RetentionLedger(
            withheld=sum((kept for kept, _prepaid in deducted), Decimal(0)),
            released=sum((line.net for line in lines if line.releases), Decimal(0)),
            release_on=term.due_on or release_day(term.due_value, _acceptances(record)),
        )
        contract = replace(contract, retention_pct=Decimal(term.percent), retention=ledger)
    if (term := stated.get("advance")) is not None:
        advance = Advance(
            paid=sum((line.net for line in lines if line.kind == "deposit" and line.given), Decimal(0)),
            recovered=sum((prepaid for _kept, prepaid in deducted), Decimal(0)),
            recover_pct=Decimal(term.percent),
        )
        contract = replace(contract, advance=advance)
    return contract, unverified


def release_day(words: str, acceptances: Sequence[tuple[Decimal, date | None]]) -> date | None:
    """The day on which money kept back until acceptance falls due: once all is accepted in full, and the days after it.

    acceptances: (percent, day) of everything that is accepted. None while something is not, or when the words name
    another event, such as the end of a warranty: then the owner of the contract releases the money.
    """
    days = [day for percent, day in acceptances if percent >= 100 and day is not None]
    if not days or len(days) < len(acceptances) or not _ACCEPTANCE.search(words):
        return None
    match = _DAYS_AFTER.match(words)
    if match is None:
        return None if words.startswith("P") else max(days)
    return max(days) + timedelta(days=int(match[1]) * (7 if match[2] == "W" else 1))


def _acceptances(record: Any) -> list[tuple[Decimal, date | None]]:
    found = Milestone.objects.filter(contract=record.pk, kind="milestone")
    return list(found.values_list("accepted_percent", "accepted_on"))


def _billed(record: Any, invoice: Invoice) -> list[Billed]:
    """The lines of the contract's other invoices that passed; a credit note gives back."""
    rows: Iterable[Any] = (
        InvoiceLine.objects.filter(invoice__contract=record.pk, invoice__state__in=PASSED, net__isnull=False)
        .filter(Q(order_line__isnull=True) | ~Q(order_line__kind="milestone"))
        .exclude(invoice=invoice.pk)
        .values_list("net", "description", "order_line__kind", "invoice__doc_type", "invoice__state")
    )
    return [
        Billed(
            net=-abs(net) if doc_type == "credit_note" else net,
            kind=kind or "",
            releases=kind != "retention" and releases_retention(description),
            given=state in GIVEN,
        )
        for net, description, kind, doc_type, state in rows
    ]


def _deducted(record: Any, invoice: Invoice) -> list[tuple[Decimal, Decimal]]:
    """What each of the contract's other invoices that passed had kept back, by us or by the vendor, and deducted as prepaid."""
    rows = (
        Invoice.objects.filter(contract=record.pk, state__in=PASSED, matches__superseded=False)
        .exclude(pk=invoice.pk)
        .values_list("matches__retention", "reading", "corrections")
    )
    said = [(kept, {**reading, **corrections}) for kept, reading, corrections in rows]
    return [
        (Decimal(kept or 0) + max(Decimal(on_it.get("retention") or 0), Decimal(0)), Decimal(on_it.get("prepaid") or 0))
        for kept, on_it in said
    ]
