"""What a transfer paid, as its payee reads it: every invoice with what it asked for, what was kept back or taken off, and what came."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from flowmono.common.templatetags.writing import say_day, say_money
from procurement.models import PaymentAuthorization
from procurement.payees import tail_of


@dataclass(frozen=True)
class Paid:
    """One invoice or credit note of a transfer: what it is called, and the steps from what it asks for to what was paid."""

    invoice: Any
    called: str
    steps: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Advice:
    """One transfer: its sum, the day on which the bank made it, the account, and our references."""

    amount: str
    on: date
    account: str
    file: str
    reference: str
    paid: tuple[Paid, ...]


def transfer_of(payment: PaymentAuthorization) -> list[PaymentAuthorization]:
    """What was paid in one transfer with it: alone, or all to its account where a credit note was taken off. The first due comes first."""
    batch: Any = payment.batch
    same = batch.authorizations.filter(account_id=payment.account_id, currency=payment.currency)
    if not same.filter(is_credit=True).exists():
        same = same.filter(pk=payment.pk)
    found = same.select_related("invoice", "match", "vendor", "batch").defer("invoice__reading")
    return list(found.order_by("is_credit", "due_on", "pk"))


def advice_of(transfer: Sequence[PaymentAuthorization]) -> Advice:
    """The transfer in words and amounts."""
    first = transfer[0]
    batch: Any = first.batch
    paid_at: Any = first.paid_at
    return Advice(
        amount=say_money(sum((one.amount for one in transfer), Decimal(0)), first.currency),
        on=paid_at.date(),
        account=tail_of(first.payee),
        file=batch.number,
        reference=first.end_to_end_id,
        paid=tuple(_paid(one) for one in transfer),
    )


def _paid(one: PaymentAuthorization) -> Paid:
    invoice = one.invoice
    facts = {
        "number": invoice.number or invoice.reference,
        "day": say_day(invoice.issued_on) if invoice.issued_on else "",
    }
    if one.is_credit:
        words = _("Credit note %(number)s of %(day)s") if invoice.issued_on else _("Credit note %(number)s")
    else:
        words = _("Invoice %(number)s of %(day)s") if invoice.issued_on else _("Invoice %(number)s")
    steps = [(label, say_money(size, one.currency)) for label, size in steps_of(one)]
    widest = max(len(amount) for _label, amount in steps)  # the letter is plain text: its amounts end under each other
    return Paid(invoice, words % facts, tuple((label, amount.rjust(widest)) for label, amount in steps))


def steps_of(one: PaymentAuthorization) -> list[tuple[str, Decimal]]:
    """From what the invoice asks for to what was paid: what the contract keeps back, and what else was taken off."""
    amount = Decimal(one.amount)
    if one.is_credit:
        return [(_("taken off"), amount)]
    asked = one.invoice.payable
    if asked is None or asked == amount:
        return [(_("paid"), amount)]
    kept = min(Decimal(one.match.retention), max(asked - amount, Decimal(0)))
    steps = [(_("asked for"), asked)]
    if kept:
        steps.append((_("kept back, as the contract says"), -kept))
    if rest := amount - asked + kept:
        steps.append((_("taken off") if rest < 0 else _("added"), rest))
    return [*steps, (_("paid"), amount)]
