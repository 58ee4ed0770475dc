"""What is watched about money: over-billing, duplicates, bank accounts, invoices that cannot go on."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy

from flowmono.monitoring.registry import Finding, watch
from procurement import early
from procurement.alarms import BANK, DUPLICATE, HOLD, OVER_BILLING, payee_findings, standing_findings


@watch(OVER_BILLING, gettext_lazy("More is billed than was agreed or accepted"))
def over_billing(at: datetime) -> Iterator[Finding | None]:
    """Invoices that bill more than the order, the clause or the acceptance allows."""
    yield from standing_findings(OVER_BILLING, at)


@watch(DUPLICATE, gettext_lazy("An invoice was sent twice"))
def duplicate_invoice(at: datetime) -> Iterator[Finding | None]:
    """Invoices that are, or probably are, a copy of another."""
    yield from standing_findings(DUPLICATE, at)


@watch(BANK, gettext_lazy("A bank account is new, changed or unverified"))
def bank_account_changed(at: datetime) -> Iterator[Finding | None]:
    """Invoices and payments on their way to an account that may not be paid."""
    yield from standing_findings(BANK, at)
    yield from payee_findings(at.date())


@watch(HOLD, gettext_lazy("An invoice cannot be paid as it is"))
def invoice_hold(at: datetime) -> Iterator[Finding | None]:
    """Invoices that wait for an event or for a person, for any other reason."""
    yield from standing_findings(HOLD, at)


@watch("before_force", gettext_lazy("Work or money comes before its contract is in force"))
def before_force(at: datetime) -> Iterator[Finding | None]:
    """Contracts that are signed, begin on a later day, and have work accepted, or money asked for or paid, already."""
    yield from early.before_force_findings(at)
