"""What happens to orders, invoices and payments by themselves."""

from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from documents.models import Document, Origin, add_version
from flowmono import events
from flowmono.common.models import next_number
from flowmono.common.money import round_money
from flowmono.common.refusals import Refused
from flowmono.outbox.letters import write_letter
from flowmono.outbox.models import RecordedEvent
from flowmono.outbox.recording import record
from procurement.actions.judging import judge, lock_invoice, put_reading, read_file
from procurement.actions.ordering import lock_order, locked_rate
from procurement.actions.orders import put_before_approvers
from procurement.actions.payments import relieve, route_for_payment
from procurement.actions.remembering import learn_when_known, read_by_memory
from procurement.addressing import Reader, reader_of_invoices, reader_of_orders
from procurement.drafting import DraftLine, DraftOrder, Item, draft_order_lines
from procurement.line_names import line_name
from procurement.matching import Decision
from procurement.models import (
    AuthorizationState,
    Invoice,
    InvoiceState,
    Order,
    OrderLine,
    OrderState,
    PaymentAuthorization,
)
from procurement.order_pdf import draw_order
from procurement.remittance import advice_of, transfer_of


def draft_order(event: events.ContractSigned) -> None:
    """Draft the order that the contract's terms ask for, each line with its sentence; or say why there is nothing to order."""
    if Order.objects.filter(contract_id=event.contract_id).exclude(state=OrderState.CANCELLED).exists():
        return
    contract: Any = (
        Order._meta.get_field("contract").related_model.objects.select_related("requester").get(pk=event.contract_id)
    )
    terms = list(contract.terms.to_order())
    reason = _what_is_revised(contract, terms) or _why_nothing(contract, terms)
    draft = None if reason else _draft_of(contract, terms)
    if draft is None or not draft.lines:
        _skip(event, reason or _("No item of the schedule has a price."))
        return
    rate = locked_rate(contract.currency, event.at)
    order = Order(
        number=next_number("PO", event.at.year),
        contract_id=contract.pk,
        vendor_id=event.vendor_id,
        requester=contract.requester,
        title=contract.title,
        category=contract.category,
        department=contract.department,
        currency=contract.currency,
        total=draft.total,
        cap=draft.cap,
        base_total=round_money(draft.total * rate, settings.COMPANY_CURRENCY),
        rate=rate,
        rate_on=event.at.date(),
    )
    order.begin(lines=len(draft.lines), at=event.at)
    order.save()
    lines = [_line(order, position, line) for position, line in enumerate(draft.lines, 1)]
    bulk_create_with_history(lines, OrderLine, default_date=event.at)


def _what_is_revised(contract: Any, terms: list[Any]) -> str:
    """An amendment that adds no item changes what is ordered already: that order is revised, none is drafted beside it."""
    if contract.amends_id is None or terms:
        return ""
    order = Order.objects.filter(contract_id=contract.amends_id).exclude(state=OrderState.CANCELLED).first()
    if order is None:
        return ""
    return _("It amends an agreement that is ordered already: revise %(order)s with what changed.") % {
        "order": order.number
    }


def _why_nothing(contract: Any, terms: list[Any]) -> str:
    if not contract.orderable:
        return str(contract.why_not) or _("The contract has no orderable terms.")
    if not terms:
        return _("The contract's schedule is empty.")
    return "" if contract.currency else _("The contract names no currency.")


def _draft_of(contract: Any, terms: list[Any]) -> DraftOrder:
    items = [
        Item(
            key=term,
            kind=term.item_kind,
            description=line_name(
                term.description or term.label, term.item_kind, unit=term.unit, period=term.due_period
            ),
            amount=term.amount,
            optional=term.optional,
            unit=term.unit,
            period=term.due_period,
            count=term.due_count,
            due_on=term.due_on,
        )
        for term in terms
    ]
    return draft_order_lines(
        items,
        currency=contract.currency,
        stated_total=None if contract.amends_id else contract.total,
        total_kind="" if contract.amends_id else contract.total_kind,
        starts_on=contract.effective_on,
        ends_on=contract.ends_on,
    )


def _line(order: Order, position: int, draft: DraftLine) -> OrderLine:
    term: Any = draft.item.key
    return OrderLine(
        order=order,
        position=position,
        term=term,
        kind=draft.item.kind,
        description=draft.item.description[:300],
        quantity=draft.quantity,
        unit=draft.item.unit[:40],
        unit_price=draft.unit_price,
        amount=draft.amount,
        occurrences=draft.occurrences,
        period=draft.item.period,
        due_on=draft.item.due_on,
        due_text=term.due_value,
        optional=draft.optional,
        quote=term.quote,
        page=term.page,
    )


def _skip(event: events.ContractSigned, reason: str) -> None:
    """Say once that there is nothing to order."""
    if RecordedEvent.objects.filter(name="OrderSkipped", case_id=event.case_id).exists():
        return
    skipped = events.OrderSkipped(case_id=event.case_id, at=event.at, contract_id=event.contract_id, reason=reason)
    record(skipped, subject=f"contracts.contract:{event.contract_id}")


def submit_drafted_order(event: events.OrderDrafted) -> None:
    """Route the drafted order to its approvers. Where no rule fits, or nobody is left to decide, this becomes an incident."""
    order = lock_order(Order(pk=event.order_id))
    if order.state == OrderState.DRAFT:
        put_before_approvers(order, requested_by=None, at=event.at)


def send_order_to_vendor(event: events.OrderApproved) -> None:
    """Make the order's PDF, keep it, and write to the vendor with it."""
    order = lock_order(Order(pk=event.order_id))
    if order.state != OrderState.APPROVED:
        return
    reader = _reader_of(order)
    paper = order.document
    if paper is None:
        paper = Document(case_key=order.case, title=f"{order.number} {order.title}"[:200], kind="order")
        paper.save()
    name = f"{order.number}{f'-R{order.revision}' if order.revision else ''}.pdf"
    version = add_version(paper, draw_order(order), name=name, media_type="application/pdf", origin=Origin.GENERATED)
    write_letter(
        key=f"order:{order.pk}:{order.revision}",
        to=reader.email,
        subject=_("Purchase order %(number)s") % {"number": order.number},
        template="order_sent.txt",
        facts={"reader": reader, "order": order},
        attachments=[version],
        case_id=order.case,
    )
    order.send(document=paper, to=reader.email, at=event.at)
    order.save()


def _reader_of(order: Order) -> Reader:
    """Who reads the vendor's orders. Raises Refused when nobody there has an address."""
    reader = reader_of_orders(order.vendor)
    if reader is None:
        raise Refused(
            _("%(vendor)s has no e-mail address. Enter one on the vendor's page, then try again.")
            % {"vendor": order.vendor}
        )
    return reader


def read_received_invoice(event: events.InvoiceReceived) -> None:
    """Read the file in a child process, by what is remembered of its vendor's layout, and keep every value with its evidence."""
    invoice = lock_invoice(Invoice(pk=event.invoice_id))
    if invoice.state != InvoiceState.RECEIVED:
        return
    reading = read_file(invoice.version, at=event.at)
    put_reading(invoice, read_by_memory(invoice, reading))
    invoice.take_reading(at=event.at)
    invoice.save()


def match_read_invoice(event: events.InvoiceRead) -> None:
    """Match the invoice with its order, clause, acceptance, and everything billed before."""
    invoice = lock_invoice(Invoice(pk=event.invoice_id))
    if invoice.state == InvoiceState.READ:
        judge(invoice, at=event.at)
        learn_when_known(invoice, at=event.at)


def match_waiting_invoices(
    event: events.MilestoneAccepted
    | events.BankAccountVerified
    | events.ComplianceDocumentVerified
    | events.ChecklistPointWaived
    | events.VendorReleased
    | events.OrderApproved
    | events.ContractEndedEarly
    | events.ContractGoesOn,
) -> None:
    """Something that invoices may have waited for has happened: match those again that it concerns, the oldest first."""
    waiting = Invoice.objects.waiting_for_match()
    vendor_id = getattr(event, "vendor_id", None)
    contract_id = getattr(event, "contract_id", None)
    if vendor_id is not None:
        waiting = waiting.filter(vendor_id=vendor_id)
    else:
        vendors = Order.objects.filter(contract_id=contract_id).values("vendor_id")
        waiting = waiting.filter(Q(contract_id=contract_id) | Q(vendor_id__in=vendors))
    for pk in waiting.order_by("received_at", "reference").values_list("pk", flat=True):
        judge(lock_invoice(Invoice(pk=pk)), at=event.at)


def route_payment(event: events.InvoiceMatched) -> None:
    """Ask for the payment of an invoice that agrees with everything. What cannot be asked for becomes an incident."""
    if event.decision != Decision.AUTHORIZE:
        return
    invoice = lock_invoice(Invoice(pk=event.invoice_id))
    answer = invoice.matches.filter(superseded=False).first()
    asked = invoice.authorizations.live().exists()
    if invoice.state == InvoiceState.MATCHED and answer is not None and answer.pk == event.match_id and not asked:
        route_for_payment(invoice, answer, at=event.at)


def relieve_budget(event: events.PaymentConfirmed) -> None:
    """Move what was paid from committed to spent."""
    relieve(PaymentAuthorization.objects.get(pk=event.authorization_id), at=event.at)


def advise_vendor_of_payment(event: events.PaymentConfirmed) -> None:
    """Write to the vendor what a transfer paid: once for each transfer, when all that it pays is entered as paid."""
    transfer = transfer_of(PaymentAuthorization.objects.get(pk=event.authorization_id))
    first = transfer[0]
    reader = reader_of_invoices(first.invoice) or reader_of_orders(first.vendor)
    if reader is None or any(one.state != AuthorizationState.PAID for one in transfer):
        return
    advice = advice_of(transfer)
    write_letter(
        key=f"remittance:{first.pk}",
        to=reader.email,
        subject=_("We paid %(amount)s to you") % {"amount": advice.amount},
        template="remittance.txt",
        facts={"reader": reader, "advice": advice},
        case_id=first.case,
    )
