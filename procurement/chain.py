"""The stations of money in a case: the order, its invoices, and their payments."""

from collections.abc import Iterator

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from flowmono.approvals.waiting import Decision, decisions_in
from flowmono.common.chain import CURRENT, DONE, STOPPED, WAITING, Case, Expected, Station, stations_of, steps_at
from procurement.models import (
    AuthorizationState,
    Invoice,
    InvoiceState,
    Match,
    Order,
    OrderState,
    PaymentAuthorization,
    stopping,
)
from procurement.outlook import outlook_of
from procurement.presenting import who_settles
from procurement.replacing import replaced_among

steps_at("order", "procurement.reactions", "draft_order", "submit_drafted_order", "send_order_to_vendor")
steps_at("invoices", "procurement.reactions", "read_received_invoice", "match_read_invoice", "match_waiting_invoices")
steps_at("payments", "procurement.reactions", "route_payment", "relieve_budget")


@stations_of
def stations(case: Case) -> Iterator[Station | Expected]:
    orders = list(Order.objects.filter(contract_id=case.pk).select_related("vendor", "requester"))
    if not orders:
        return
    current = Match.objects.filter(invoice=OuterRef("pk"), superseded=False).values("findings")[:1]
    invoices = Invoice.objects.filter(contract_id=case.pk).annotate(found=Subquery(current))
    invoices = invoices.defer("reading", "corrections", "overrides")
    payments = PaymentAuthorization.objects.filter(contract_id=case.pk).exclude(state=AuthorizationState.VOID)
    shown = {
        model: set(model.objects.visible_to(case.person).filter(contract_id=case.pk).values_list("pk", flat=True))
        for model in (Order, Invoice, PaymentAuthorization)
    }
    decided = decisions_in(case)
    for order in sorted(orders, key=lambda one: one.created_at):
        station = _order(order, decided.get(order.pk, Decision()))
        yield station if order.pk in shown[Order] else _withheld(station, _("An order"))
    sent = list(invoices.order_by("received_at", "reference"))
    replaced = replaced_among(sent)
    for invoice in sent:
        station = _invoice(invoice, replaced.get(invoice.pk))
        yield station if invoice.pk in shown[Invoice] else _withheld(station, _("An invoice"))
    payments = payments.select_related("batch", "invoice")
    for payment in payments.defer("invoice__reading", "invoice__corrections", "invoice__overrides").order_by(
        "created_at"
    ):
        station = _payment(payment, decided.get(payment.pk, Decision()))
        yield station if payment.pk in shown[PaymentAuthorization] else _withheld(station, _("A payment"))
    for stage, (so_far, whole) in outlook_of(case.pk).items():
        yield Expected(stage, so_far, whole)


def _withheld(station: Station, title: str) -> Station:
    """That the record exists and what it has come to, for a reader of the contract who may not see the record itself."""
    return Station(station.stage, title, station.kind, station.words, at=station.at, more=_("details not shown to you"))


def _order(order: Order, decision: Decision) -> Station:
    kinds = {
        OrderState.DRAFT: CURRENT,
        OrderState.IN_APPROVAL: CURRENT,
        OrderState.APPROVED: CURRENT,
        OrderState.RETURNED: STOPPED,
        OrderState.CANCELLED: STOPPED,
    }
    state = OrderState(order.state)
    awaited = {
        OrderState.DRAFT: _("%(who)s, to submit it") % {"who": order.requester},
        OrderState.IN_APPROVAL: decision.waits_for,
        OrderState.RETURNED: _("%(who)s, to change and submit it") % {"who": order.requester},
        OrderState.APPROVED: _("the order to leave for the vendor"),
    }
    since = {OrderState.IN_APPROVAL: decision.since, OrderState.RETURNED: decision.decided_at}
    return Station(
        "order",
        order.number,
        kinds.get(state, DONE),
        str(order.get_state_display()),
        who=decision.decided_by,
        at=order.sent_at or order.approved_at or order.created_at,
        amount=order.total,
        currency=order.currency,
        waits_for=awaited.get(state, ""),
        since=since.get(state) or (order.created_at if state in awaited else None),
        url=order.get_absolute_url(),
        more=f"“{order.reason}”" if state in {OrderState.RETURNED, OrderState.CANCELLED} else "",
    )


def _invoice(invoice: Invoice, replaced_by: Invoice | None) -> Station:
    """One that was sent back stops the case until another stands in its place; it stays to be read."""
    state = InvoiceState(invoice.state)
    stops = stopping(getattr(invoice, "found", None) or [])
    is_copy = (
        state == InvoiceState.HELD and not invoice.reason and any(told["code"].startswith("DUP_") for told in stops)
    )
    held = _("finance, to match it again or send it back") if invoice.reason else who_settles(stops)
    kinds = {
        InvoiceState.REVIEW: STOPPED,
        InvoiceState.HELD: STOPPED,
        InvoiceState.REJECTED: STOPPED,
        InvoiceState.PAID: DONE,
        InvoiceState.CREDITED: DONE,
        InvoiceState.WITHDRAWN: DONE,
    }
    awaited = {
        InvoiceState.REVIEW: _("finance, to look at it"),
        InvoiceState.HELD: held or _("what is missing to match it"),
    }
    words = _("held as a probable duplicate") if is_copy else str(invoice.get_state_display())
    if replaced_by:
        words = _("sent back, replaced by %(other)s") % {"other": replaced_by.number or replaced_by.reference}
    return Station(
        "invoices",
        invoice.number or invoice.reference,
        DONE if replaced_by else kinds.get(state, CURRENT),
        words,
        at=invoice.paid_at or invoice.received_at,
        amount=invoice.payable,
        currency=invoice.currency,
        waits_for=awaited.get(state, ""),
        since=invoice.received_at if state in awaited else None,
        url=invoice.get_absolute_url(),
        more=invoice.reason if state in {InvoiceState.HELD, InvoiceState.WITHDRAWN} else "",
    )


def _payment(payment: PaymentAuthorization, decision: Decision) -> Station:
    state = AuthorizationState(payment.state)
    kinds = {AuthorizationState.REFUSED: STOPPED, AuthorizationState.PAID: DONE, AuthorizationState.VOID: WAITING}
    awaited = {
        AuthorizationState.ROUTED: decision.waits_for,
        AuthorizationState.AUTHORIZED: _("finance, to put it in a payment file"),
        AuthorizationState.BATCHED: _("the bank’s confirmation"),
    }
    since = {
        AuthorizationState.ROUTED: decision.since,
        AuthorizationState.AUTHORIZED: payment.authorized_at,
        AuthorizationState.BATCHED: payment.batch.made_at if payment.batch else None,
    }
    return Station(
        "payments",
        _("For %(invoice)s") % {"invoice": payment.invoice.number},
        kinds.get(state, CURRENT),
        str(payment.get_state_display()),
        who=decision.decided_by,
        at=payment.paid_at or payment.authorized_at,
        amount=payment.amount,
        currency=payment.currency,
        waits_for=awaited.get(state, ""),
        since=since.get(state),
        url=payment.get_absolute_url(),
    )
