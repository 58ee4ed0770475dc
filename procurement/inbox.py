"""What waits for a person about money: invoices to look at, payments to put in a file and to confirm, orders sent back."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import CharField, Q
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from flowmono.accounts import roles
from flowmono.accounts.models import User
from flowmono.common.inbox import Todo, needs_you
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

MOST = 100


@needs_you("invoices")
def invoices(person: User, at: datetime) -> Iterator[Todo]:
    """Invoices that a clerk looks at."""
    if not person.has_role(roles.FINANCE, roles.PROCUREMENT):
        return
    # What is raised as an exception waits once, there: with its evidence and the way to the invoice.
    raised = TrueException.objects.waiting().for_roles(person).filter(watch__in=WATCHES).order_by()
    waiting = (
        Invoice.objects.filter(state=InvoiceState.REVIEW)
        .annotate(cause=Cast("pk", CharField()))
        .exclude(cause__in=raised.values("cause"))
        .select_related("vendor")
        .defer("reading")
    )
    for invoice in waiting.order_by("received_at")[:MOST]:
        yield Todo(
            kind=_("Invoice"),
            title=_("Invoice %(number)s of %(vendor)s")
            % {"number": invoice.number or invoice.reference, "vendor": invoice.vendor or invoice.seller_name},
            sentence=_("The match has a question that a person answers."),
            url=invoice.get_absolute_url(),
            action=_("Look at it"),
            since=invoice.received_at,
            amount=invoice.payable,
            shown_amount=invoice.payable,
            currency=invoice.currency,
            key=invoice.pk,
        )


@needs_you("payments")
def payments(person: User, at: datetime) -> Iterator[Todo]:
    """Authorized payments for a third person to put into a file."""
    if not person.has_role(roles.FINANCE):
        return
    waiting = PaymentAuthorization.objects.filter(state=AuthorizationState.AUTHORIZED, is_credit=False)
    for payment in waiting.select_related("vendor", "invoice").defer("invoice__reading").order_by("due_on")[:MOST]:
        if person.person in {payment.first_person, payment.second_person}:
            continue
        yield Todo(
            kind=_("Payment"),
            title=_("Pay %(vendor)s") % {"vendor": payment.vendor},
            sentence=_("Authorized; it goes into a payment file."),
            url=payment.get_absolute_url(),
            action=_("Look at it"),
            since=payment.authorized_at,
            amount=payment.base_amount,
            shown_amount=payment.amount,
            currency=payment.currency,
            days_at_risk=max(0, (at.date() - payment.due_on).days),
            key=payment.pk,
        )


@needs_you("orders")
def orders(person: User, at: datetime) -> Iterator[Todo]:
    """Orders that came back, for who can correct them."""
    if not person.has_role(roles.PROCUREMENT, roles.REQUESTER):
        return
    waiting = Order.objects.filter(state=OrderState.RETURNED).select_related("vendor")
    if not person.has_role(roles.PROCUREMENT):
        waiting = waiting.filter(requester=person)
    for order in waiting.order_by("created_at")[:MOST]:
        yield Todo(
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
        )


@needs_you("requisitions")
def requisitions(person: User, at: datetime) -> Iterator[Todo]:
    """Approved ones for a buyer; those that came back for who asked."""
    if not person.has_role(roles.PROCUREMENT, roles.REQUESTER):
        return
    mine = Q(state=RequisitionState.RETURNED, requester=person)
    to_buy = Q(state=RequisitionState.APPROVED) & ~Q(requester=person)
    wanted = mine | to_buy if person.has_role(roles.PROCUREMENT) else mine
    for one in Requisition.objects.filter(wanted).order_by("needed_by", "created_at")[:MOST]:
        late = (at.date() - one.needed_by).days if one.needed_by else 0
        returned = one.state == RequisitionState.RETURNED
        yield Todo(
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
        )
