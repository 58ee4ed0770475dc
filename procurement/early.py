"""What happens before a contract is in force, by the day that it states: work that is accepted, and money that is asked for or paid."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from flowmono.accounts import roles
from flowmono.common.money import round_money, write_money
from flowmono.common.templatetags.writing import say_day, write_day
from flowmono.monitoring.registry import Finding, Option
from procurement.models import AuthorizationState, InvoiceLine, PaymentAuthorization
from vendors.models import DUE_BY_SIGNATURE, Milestone

ASKED_FOR = (
    AuthorizationState.ROUTED,
    AuthorizationState.AUTHORIZED,
    AuthorizationState.BATCHED,
    AuthorizationState.PAID,
)


@dataclass(frozen=True)
class Early:
    """Why a payment comes before its contract: the first day of the contract, and what was accepted before it."""

    begins_on: date
    deliveries: tuple[Milestone, ...]

    @property
    def words(self) -> str:
        """One sentence for each, as the reader writes days."""
        said = [_("Its contract is in force from %(day)s.") % {"day": say_day(self.begins_on)}]
        for one in self.deliveries:
            said.append(
                _("“%(title)s” was accepted on %(day)s, before that.")
                % {"title": one.title, "day": say_day(one.accepted_on)}
            )
        return " ".join(said)


def early_payment(payment: PaymentAuthorization, *, on: date) -> Early | None:
    """Whether a payment comes before its contract is in force, or pays for what was accepted before; None when it does not.

    What the signature itself makes due, such as a deposit, comes before that day rightly.
    """
    begins = payment.contract.effective_on if payment.contract is not None else None
    if begins is None or payment.is_credit:
        return None
    lines = InvoiceLine.objects.filter(invoice_id=payment.invoice_id)
    accepted = tuple(_accepted_early().filter(term__in=lines.values("order_line__term")).order_by("position"))
    if accepted or (on < begins and lines.exclude(order_line__kind__in=DUE_BY_SIGNATURE).exists()):
        return Early(begins, accepted)
    return None


def _accepted_early() -> Any:
    """Deliveries that a person accepted before the contract was in force."""
    early = Milestone.objects.filter(accepted_by__isnull=False, accepted_on__lt=F("contract__effective_on"))
    return early.exclude(kind__in=DUE_BY_SIGNATURE)


@dataclass
class _Case:
    """What happened in one contract before its first day."""

    contract: Any
    deliveries: list[Milestone] = field(default_factory=list)
    payments: list[PaymentAuthorization] = field(default_factory=list)


def before_force_findings(at: datetime) -> Iterator[Finding | None]:
    """Of every contract that is signed and not in force yet and has deliveries or payments: one exception with all that came
    before its first day; None where nothing did."""
    today = at.date()
    cases: dict[Any, _Case] = {}
    waiting = Milestone.objects.filter(contract__effective_on__gt=today).exclude(kind__in=DUE_BY_SIGNATURE)
    for milestone in waiting.select_related("contract", "workspace__vendor").order_by("contract_id", "position"):
        case = cases.setdefault(milestone.contract_id, _Case(milestone.contract))
        if milestone.accepted_by_id is not None:
            case.deliveries.append(milestone)
    for payment in _payments_before(today):
        cases.setdefault(payment.contract_id, _Case(payment.contract)).payments.append(payment)
    for case in cases.values():
        yield _finding(case, today) if case.deliveries or case.payments else None


def _payments_before(today: date) -> list[PaymentAuthorization]:
    found = PaymentAuthorization.objects.filter(
        contract__effective_on__gt=today, state__in=ASKED_FOR, is_credit=False
    ).select_related("contract", "invoice")
    payments = list(found.order_by("contract_id", "created_at", "pk"))
    kinds: dict[Any, set[str | None]] = defaultdict(set)
    lines = InvoiceLine.objects.filter(invoice__in=[one.invoice_id for one in payments])
    for invoice, kind in lines.values_list("invoice", "order_line__kind"):
        kinds[invoice].add(kind)
    return [one for one in payments if kinds[one.invoice_id] - set(DUE_BY_SIGNATURE)]


def _finding(case: _Case, today: date) -> Finding:
    contract = case.contract
    begins = contract.effective_on
    facts = {"number": contract.number, "title": contract.title, "day": write_day(begins, "en")}
    said = [_("“%(title)s” is in force from %(day)s.") % facts]
    if case.deliveries:
        words = ngettext(
            "%(n)s delivery is accepted already: %(titles)s.",
            "%(n)s deliveries are accepted already: %(titles)s.",
            len(case.deliveries),
        )
        said.append(words % {"n": len(case.deliveries), "titles": ", ".join(one.title for one in case.deliveries)})
    if case.payments:
        told = [f"{write_money(one.amount, one.currency)} ({one.get_state_display()})" for one in case.payments]
        said.append(_("Paid, or on its way to be: %(payments)s.") % {"payments": ", ".join(told)})
    said.append(
        _("Have both sides confirm in writing that the work begins earlier, or stop the payment until that day.")
    )
    return Finding(
        cause=f"{contract.pk}:{begins.isoformat()}",
        title=_("%(number)s: work or money before it is in force") % facts,
        sentence=" ".join(said),
        owner_role=roles.PROCUREMENT,
        case_id=contract.pk,
        url=contract.get_absolute_url(),
        amount=_at_risk(case),
        currency=contract.currency,
        days=(begins - today).days,
        evidence={
            "contract": contract.number,
            "vendor": str(contract.vendor or ""),
            "in force from": begins,
            "signed": contract.signed_at.date() if contract.signed_at else "",
            "accepted": "; ".join(f"{one.title}, {write_day(one.accepted_on, 'en')}" for one in case.deliveries),
            "payments": "; ".join(f"{one.invoice.number}, {one.get_state_display()}" for one in case.payments),
        },
        options=_ways(case),
    )


def _at_risk(case: _Case) -> Decimal | None:
    """What was accepted or is asked for early, whichever is more, in the contract's currency; None where neither has an amount in it."""
    currency = case.contract.currency
    accepted = sum(
        (
            one.amount * one.accepted_percent / 100
            for one in case.deliveries
            if one.amount is not None and one.currency == currency
        ),
        Decimal(0),
    )
    asked = sum((one.amount for one in case.payments if one.currency == currency), Decimal(0))
    return round_money(max(accepted, asked), currency) or None


def _ways(case: _Case) -> Sequence[Option]:
    paper = Option(_("Look at the contract"), reverse("contracts:contract", args=[case.contract.pk]))
    work = [Option(_("Look at the workspace"), one.get_absolute_url()) for one in case.deliveries[:1]]
    stops = [
        Option(_("Look at the payment of %(number)s") % {"number": one.invoice.number}, one.get_absolute_url())
        for one in case.payments[:3]
    ]
    return (paper, *work, *stops)
