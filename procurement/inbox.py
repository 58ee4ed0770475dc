"""What waits for a person about money: invoices to look at, payments to put in a file and to confirm, orders sent back."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import CharField, Q
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from flowmono.accounts import roles
from flowmono.accounts.models import User
from flowmono.common.inbox import Todo, Waiting, days_past, needs_you
from flowmono.common.rates import worth
from flowmono.monitoring.models import TrueException
from procurement.alarms import WATCHES
from procurement.models import (
    AuthorizationState,
    Invoice,
    InvoiceState,
    Order,
    OrderState,
    PaymentAuthorization,
    Requisition,
    RequisitionState,
)


def _show_invoice(invoice: Any) -> Todo:
    return Todo(
        kind=_("Invoice"),
        title=_("Invoice %(number)s of %(vendor)s")
        % {"number": invoice.number or invoice.reference, "vendor": invoice.vendor or invoice.seller_name},
        party=str(invoice.vendor or invoice.seller_name),
        sentence=_("Its vendor says: “%(words)s”") % {"words": invoice.answers[-1]["words"][:160]}
        if invoice.answers
        else _("The match has a question that a person answers."),
        url=invoice.get_absolute_url(),
        action=_("Answer the question"),
        since=invoice.received_at,
        amount=invoice.worth,
        shown_amount=invoice.payable,
        currency=invoice.currency,
        key=invoice.pk,
    )


@needs_you("invoices")
def invoices(person: User, at: datetime) -> Iterator[Waiting]:
    """Invoices that a clerk looks at."""
    if not person.has_role(roles.FINANCE, roles.PROCUREMENT):
        return
    # What is raised as an exception waits once, there: with its evidence and the way to the invoice.
    raised = TrueException.objects.waiting().for_roles(person).filter(watch__in=WATCHES).order_by()
    waiting = (
        Invoice.objects.filter(state=InvoiceState.REVIEW)
        .annotate(cause=Cast("pk", CharField()), worth=worth("payable", "currency", at.date()))
        .exclude(cause__in=raised.values("cause"))
        .select_related("vendor")
        .defer("reading")
    )
    yield Waiting(_("Invoice"), waiting, _show_invoice, since="received_at", amount="worth")


@needs_you("payments")
def payments(person: User, at: datetime) -> Iterator[Waiting]:
    """Authorized payments for a third person to put into a file."""
    if not person.has_role(roles.FINANCE):
        return
    waiting = PaymentAuthorization.objects.filter(state=AuthorizationState.AUTHORIZED, is_credit=False)
    # Two people said yes before that, and neither of them is the third; both are there by a constraint.
    others = waiting.exclude(Q(first_person=person.person) | Q(second_person=person.person))

    def show(payment: PaymentAuthorization) -> Todo:
        return Todo(
            kind=_("Payment"),
            title=_("Pay %(vendor)s") % {"vendor": payment.vendor},
            party=str(payment.vendor),
            sentence=_("Authorized; it goes into a payment file."),
            url=payment.get_absolute_url(),
            action=_("Open the payment"),
            since=payment.authorized_at,
            amount=payment.base_amount,
            shown_amount=payment.amount,
            currency=payment.currency,
            days_at_risk=max(0, (at.date() - payment.due_on).days),
            key=payment.pk,
        )

    days = days_past("due_on", at.date())
    rows = others.select_related("vendor")
    yield Waiting(_("Payment"), rows, show, since="authorized_at", amount="base_amount", days=days)


def _show_order(order: Order) -> Todo:
    return Todo(
        kind=_("Order"),
        title=f"{order.number} {order.title}",
        sentence=order.reason,
        url=order.get_absolute_url(),
        action=_("Correct it"),
        since=order.created_at,
        amount=order.base_total,
        shown_amount=order.total,
        currency=order.currency,
        key=order.pk,
        party=str(order.vendor),
    )


@needs_you("orders")
def orders(person: User, at: datetime) -> Iterator[Waiting]:
    """Orders that came back, for who can correct them."""
    if not person.has_role(roles.PROCUREMENT, roles.REQUESTER):
        return
    waiting = Order.objects.filter(state=OrderState.RETURNED).select_related("vendor")
    if not person.has_role(roles.PROCUREMENT):
        waiting = waiting.filter(requester=person)
    yield Waiting(_("Order"), waiting, _show_order, since="created_at", amount="base_total")


@needs_you("requisitions")
def requisitions(person: User, at: datetime) -> Iterator[Waiting]:
    """Approved ones for a buyer; those that came back for who asked."""
    if not person.has_role(roles.PROCUREMENT, roles.REQUESTER):
        return
    mine = Q(state=RequisitionState.RETURNED, requester=person)
    to_buy = Q(state=RequisitionState.APPROVED) & ~Q(requester=person)
    wanted = mine | to_buy if person.has_role(roles.PROCUREMENT) else mine

    def show(one: Requisition) -> Todo:
        late = (at.date() - one.needed_by).days if one.needed_by else 0
        returned = one.state == RequisitionState.RETURNED
        return Todo(
            kind=_("Requisition"),
            title=f"{one.number} {one.title}",
            sentence=one.reason if returned else _("It is approved; it becomes an order or a contract."),
            url=one.get_absolute_url(),
            action=_("Correct it") if returned else _("Buy it"),
            since=one.created_at,
            amount=one.base_estimate,
            shown_amount=one.estimate,
            currency=one.currency,
            days_at_risk=max(0, late),
            key=one.pk,
            party=str(one.vendor or ""),
        )

    days = days_past("needed_by", at.date())
    rows = Requisition.objects.filter(wanted).select_related("vendor")
    yield Waiting(_("Requisition"), rows, show, since="created_at", amount="base_estimate", days=days)
