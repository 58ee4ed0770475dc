"""Who is told of what happened: each function takes one event and tells the people concerned, as each of them chose.

They are deliveries of their own (flowmono/workflows.py), so that nothing else waits for them. Those who are asked for
something are told where they are asked: approvers in flowmono.approvals.asking, signers in signing.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from contracts.models import Contract
from flowmono import events
from flowmono.accounts import roles
from flowmono.accounts.models import User
from flowmono.approvals.models import Request, RequestState, Seat, StepState, Verdict
from flowmono.common.money import write_money
from flowmono.common.templatetags.writing import say_day
from flowmono.monitoring.models import ExceptionState, TrueException
from flowmono.notices.telling import settle, tell
from procurement.models import Invoice, InvoiceState, PaymentAuthorization
from signing.actions.summaries import owe
from signing.models import Envelope, Role, Topic

# Exceptions that say that a step failed, rather than that a case is outside the rules.
FAILED_STEPS = frozenset({"stalled_delivery", "stuck_letter", "watch_failed"})


def tell_who_asked(event: events.ApprovalDecided) -> None:
    """Whoever asked, and whoever needs the contract, hear who decided, and why not."""
    seat = Seat.objects.select_related("request__requested_by", "step", "approver", "decided_by").get(
        uuid=event.seat_id
    )
    request: Request = seat.request
    needs_it = Contract.objects.select_related("requester").filter(pk=request.subject_id).first()
    concerned = {request.requested_by, needs_it.requester if needs_it else None} - {None, seat.decided_by}
    if not concerned:
        return
    words = _("%(who)s approved %(title)s") if event.verdict == Verdict.YES else _("%(who)s rejected %(title)s")
    who = str(seat.decided_by)
    if seat.decided_by != seat.approver:
        who = _("%(one)s, for %(other)s,") % {"one": seat.decided_by, "other": seat.approver}
    tell(
        sorted(concerned, key=str),
        "decision",
        key=f"decided:{seat.uuid}",
        title=words % {"who": who, "title": request.title},
        sentence=event.reason or seat.step.title,
        url=request.url,
        at=event.at,
        case_id=event.case_id,
    )


def settle_decided(event: events.ApprovalDecided) -> None:
    """Who was asked and need not decide any more, because they or somebody else did, need not read that they were asked."""
    seats = Seat.objects.filter(request__seats__uuid=event.seat_id)
    still_asked = Q(verdict="", step__state=StepState.OPEN, step__request__state=RequestState.OPEN)
    settle((f"approval:{uuid}" for uuid in seats.exclude(still_asked).values_list("uuid", flat=True)), at=event.at)


def settle_resolved(event: events.ExceptionResolved) -> None:
    """An exception that is over need not be read of any more."""
    settle([f"exception:{event.exception_id}"], at=event.at)


def tell_of_refused_signature(event: events.SignerDeclined) -> None:
    """Whoever sent it, and whoever needs the contract, hear the reason."""
    envelope = Envelope.objects.select_related("sent_by").get(pk=event.envelope_id)
    contract = Contract.objects.select_related("requester").filter(pk=event.contract_id).first()
    recipient = envelope.recipients.filter(pk=event.recipient_id).first()
    approves = recipient is not None and recipient.role == Role.APPROVER
    said = _("%(who)s declined to approve %(title)s") if approves else _("%(who)s declined to sign %(title)s")
    tell(
        [envelope.sent_by, contract.requester if contract else None],
        "declined",
        key=f"declined:{event.recipient_id}",
        title=said % {"who": recipient.name if recipient else _("A signer"), "title": envelope.title},
        sentence=event.reason,
        url=(contract or envelope).get_absolute_url(),
        at=event.at,
        case_id=event.case_id,
    )


def tell_of_expired_round(event: events.EnvelopeExpired) -> None:
    """Whoever sent it, and whoever needs the contract, hear that the time is over and that it has to be sent anew."""
    envelope = Envelope.objects.select_related("sent_by").get(pk=event.envelope_id)
    contract = Contract.objects.select_related("requester").filter(pk=event.contract_id).first()
    if owe(envelope, envelope.sent_by, Topic.EXPIRED, at=event.at):
        return
    tell(
        [envelope.sent_by, contract.requester if contract else None],
        "round",
        key=f"expired:{event.envelope_id}",
        title=_("Not signed in time: %(title)s") % {"title": envelope.title},
        sentence=event.reason,
        url=(contract or envelope).get_absolute_url(),
        at=event.at,
        case_id=event.case_id,
    )


def tell_of_held_invoice(event: events.InvoiceMatched) -> None:
    """Whoever ordered hears that the invoice cannot be paid as it is."""
    if event.decision != "HOLD":
        return
    invoice = Invoice.objects.select_related("order__requester", "vendor").defer("reading").get(pk=event.invoice_id)
    if invoice.state != InvoiceState.HELD or invoice.order is None:
        return
    tell(
        [invoice.order.requester],
        "invoice",
        key=f"held:{invoice.pk}:{event.codes}",
        title=_("Held: invoice %(number)s of %(vendor)s")
        % {"number": invoice.number or invoice.reference, "vendor": invoice.vendor or invoice.seller_name},
        sentence=_amount(invoice.payable, invoice.currency),
        url=invoice.get_absolute_url(),
        at=event.at,
        case_id=event.case_id,
    )


def tell_of_answered_invoice(event: events.InvoiceAnswered) -> None:
    """Whoever ordered, and finance, hear what the vendor says about the invoice that waits."""
    _tell_about_invoice(
        event.invoice_id,
        _("%(vendor)s answered about invoice %(number)s"),
        event.words,
        key=f"answered:{event.invoice_id}:{event.at.isoformat()}",
        at=event.at,
    )


def tell_of_withdrawn_invoice(event: events.InvoiceWithdrawn) -> None:
    """Whoever ordered, and finance, hear that the vendor took the invoice back and why."""
    _tell_about_invoice(
        event.invoice_id,
        _("%(vendor)s withdrew invoice %(number)s"),
        event.reason,
        key=f"withdrawn:{event.invoice_id}",
        at=event.at,
    )


def _tell_about_invoice(invoice_id: UUID, title: str, words: str, *, key: str, at: datetime) -> None:
    invoice = Invoice.objects.select_related("order__requester", "vendor").defer("reading").get(pk=invoice_id)
    tell(
        [invoice.order.requester if invoice.order else None, *User.objects.in_role(roles.FINANCE)],
        "invoice",
        key=key,
        title=title % {"number": invoice.number or invoice.reference, "vendor": invoice.vendor or invoice.seller_name},
        sentence=words,
        url=invoice.get_absolute_url(),
        at=at,
        case_id=invoice.case,
    )


def tell_of_authorized_payment(event: events.PaymentAuthorized) -> None:
    """Whoever ordered hears that the money goes out."""
    payment = (
        PaymentAuthorization.objects.select_related("invoice__order__requester", "vendor")
        .defer("invoice__reading")
        .get(pk=event.authorization_id)
    )
    order = payment.invoice.order
    tell(
        [order.requester if order else None],
        "payment",
        key=f"authorized:{payment.pk}",
        title=_("The payment to %(vendor)s is authorized") % {"vendor": payment.vendor},
        sentence=_amount(event.amount, event.currency),
        url=payment.invoice.get_absolute_url(),
        at=event.at,
        case_id=event.case_id,
    )


def tell_of_paid_invoice(event: events.PaymentConfirmed) -> None:
    """Whoever ordered, and whoever needs the contract, hear that the bank paid."""
    payment = (
        PaymentAuthorization.objects.select_related("invoice__order__requester", "vendor")
        .defer("invoice__reading")
        .get(pk=event.authorization_id)
    )
    invoice, order = payment.invoice, payment.invoice.order
    contract = Contract.objects.select_related("requester").filter(pk=event.contract_id).first()
    facts: dict[str, Any] = {
        "key": f"paid:{payment.pk}",
        "title": _("Paid: invoice %(number)s of %(vendor)s")
        % {"number": invoice.number or invoice.reference, "vendor": payment.vendor},
        "sentence": _("%(amount)s on %(day)s")
        % {"amount": _amount(event.amount, event.currency), "day": say_day(payment.paid_at or event.at)},
        "at": event.at,
        "case_id": event.case_id,
    }
    ordered = order.requester if order else None
    tell([ordered], "paid", url=invoice.get_absolute_url(), **facts)
    if contract is not None and contract.requester != ordered:
        tell([contract.requester], "paid", url=contract.get_absolute_url(), **facts)


def tell_owners(event: events.ExceptionRaised) -> None:
    """Everybody in the role that owns an exception hears of it; of one in shadow nobody does."""
    found = TrueException.objects.get(pk=event.exception_id)
    if found.shadow or found.state != ExceptionState.OPEN:
        return
    tell(
        User.objects.in_role(found.owner_role),
        "incident" if found.watch in FAILED_STEPS else "exception",
        key=f"exception:{found.pk}",
        title=found.title,
        sentence=found.sentence,
        url=found.get_absolute_url(),
        at=event.at,
        case_id=event.case_id,
    )


def _amount(amount: Any, currency: str) -> str:
    return write_money(amount, currency) if amount is not None and currency else ""
