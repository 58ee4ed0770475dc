"""Judging: taking in what was read, matching it with everything known, and saying what follows. The same for page and event."""

import dataclasses
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from django.utils.translation import gettext as _

from documents.models import ReadingEffort, Version
from flowmono.approvals import actions as approvals
from flowmono.approvals.models import Kind
from flowmono.intelligence.invoices import READER, READER_VERSION, InvoiceReading, read_invoice_measured
from flowmono.intelligence.invoices.record import write_record
from flowmono.monitoring.actions import clear_exception, raise_exception
from flowmono.outbox.letters import write_letter
from procurement import alarms
from procurement.addressing import reader_of_invoices
from procurement.comparing import Comparison, gather, invoice_facts, key_of
from procurement.deciding import Outcome, settle, to_plain, unreadable, weigh
from procurement.dues import due_day
from procurement.matching import CaseError, Decision, Verdict, match
from procurement.matching.model import InvoiceFacts
from procurement.models import OPEN_STATES, AuthorizationState, Invoice, InvoiceLine, InvoiceState, Match, Order
from procurement.naming import DEDUCTED
from procurement.senders import doubts_about_sender

# What the keys of the letters begin with that tell a vendor why an invoice came back; its id follows.
REJECTED_LETTER = "invoice-rejected"

STATE_OF = {
    Decision.AUTHORIZE: InvoiceState.MATCHED,
    Decision.REVIEW: InvoiceState.REVIEW,
    Decision.HOLD: InvoiceState.HELD,
    Decision.REJECT: InvoiceState.REJECTED,
}


def lock_invoice(invoice: Invoice) -> Invoice:
    """The invoice, read afresh and locked, with what rules ask about."""
    locked: Invoice = (
        Invoice.objects.select_for_update(of=("self",))
        .select_related("vendor", "order__requester", "confirmed_order", "captured_by", "version")
        .get(pk=invoice.pk)
    )
    return locked


def read_file(version: Version, *, at: datetime) -> InvoiceReading:
    """What the file says, read in a child process without rights; what that took is kept."""
    reading, took = read_invoice_measured(version.content(), version.name)
    ReadingEffort.objects.create(
        version=version,
        kind="invoice",
        reader=READER,
        reader_version=READER_VERSION,
        cpu_seconds=round(Decimal(took.cpu), 3),
        megabytes=round(took.peak),
        read_at=at,
    )
    return reading


def put_reading(invoice: Invoice, reading: InvoiceReading) -> None:
    """Write what was read into the invoice's columns and lines; the caller moves the state and saves the invoice."""
    invoice.reading = {name: value for name, value in write_record(reading).items() if name != "printed"}
    invoice.source = reading.source
    invoice.doc_type = reading.doc_type or ""
    put_columns(invoice)
    InvoiceLine.objects.bulk_create(
        InvoiceLine(
            invoice=invoice,
            position=position,
            description=" ".join(filter(None, [line.description, line.detail])),
            quantity=line.quantity,
            unit=(line.unit or "")[:40],
            unit_price=None if line.unit_price is None else round(line.unit_price, 6),
            net=None if line.net is None else round(line.net, 3),
            vat_rate=line.vat_rate if line.vat_rate is not None and abs(line.vat_rate) < 1000 else None,
        )
        for position, line in enumerate(reading.lines, 1)
    )


def put_columns(invoice: Invoice) -> None:
    """Fill the columns that lists and duplicates need from the reading and its corrections."""
    said = {**invoice.reading, **invoice.corrections}
    invoice.number = str(said.get("number") or "")[:120]
    invoice.number_key = key_of(invoice.number)
    invoice.seller_name = str(said.get("seller_name") or "")[:300]
    invoice.currency = str(said.get("currency") or "")[:3]
    for name in ("net", "tax", "gross", "payable"):
        setattr(invoice, name, _amount(said.get(name)))
    if invoice.payable is None and invoice.gross is not None:
        taken_off = [_amount(said.get(name)) or Decimal(0) for name in DEDUCTED]
        invoice.payable = invoice.gross - sum(taken_off) + (_amount(said.get("rounding")) or Decimal(0))
    invoice.issued_on, invoice.due_on = _day(said.get("issue_date")), _day(said.get("due_date"))


def _amount(value: Any) -> Decimal | None:
    amount = None if value in (None, "") else Decimal(str(value))
    return None if amount is None or not amount.is_finite() or abs(amount) >= Decimal(10) ** 15 else round(amount, 3)


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if value else None


def judge(invoice: Invoice, *, at: datetime, keep: bool = False) -> Match | None:
    """Match a locked invoice and let follow what follows. The same answer again changes nothing; None when it is past that.

    keep: the caller has changed the invoice itself, which is then saved in any case.
    """
    if invoice.state not in OPEN_STATES:
        return None
    current: Match | None = invoice.matches.filter(superseded=False).first()
    answer = _answer(invoice, at=at)
    if (
        current is not None
        and invoice.state == STATE_OF[current.decision]
        and not invoice.reason
        and _same(current, answer)
    ):
        if keep:
            invoice.save()
        return current
    if current is not None:
        current.supersede()
        current.save(update_fields=["superseded"])
    answer.invoice, answer.number, answer.created_at = invoice, current.number + 1 if current else 1, at
    answer.save()
    if current is not None:
        drop_payment(invoice, at=at)
    _move(invoice, answer, at=at)
    invoice.save()
    raise_alarms(invoice, answer, at=at)
    return answer


def _answer(invoice: Invoice, *, at: datetime) -> Match:
    """The matcher's answer as a record that is not yet saved; the invoice's vendor, order and lines are set by it."""
    try:
        facts = invoice_facts(invoice)
    except CaseError as problem:
        return _stored(unreadable([str(problem)], invoice.source), None, None)
    comparison = gather(invoice, facts, today=at.date())
    verdict = match(comparison.case)
    outcome = weigh(
        verdict,
        overridden=[entry["key"] for entry in invoice.overrides],
        unverified=_unverified(comparison, verdict),
    )
    outcome = _with_sender(invoice, facts, comparison, verdict, outcome)
    _put_parties(invoice, comparison, verdict)
    _put_lines(invoice, comparison, verdict)
    invoice.due_on = due_day(invoice, facts.due_date)
    return _stored(outcome, verdict, facts, comparison)


def _unverified(comparison: Comparison, verdict: Verdict) -> list[str]:
    """The order lines that the invoice bills and whose term nobody has verified, and such terms about all payments."""
    lines = [comparison.lines[place] for place in dict.fromkeys(verdict.assignments.values())]
    on_lines = [line.description for line in lines if line.term is not None and not line.term.is_verified]
    return [*on_lines, *comparison.unverified]


def _with_sender(
    invoice: Invoice, facts: InvoiceFacts, comparison: Comparison, verdict: Verdict, outcome: Outcome
) -> Outcome:
    """An invoice that may be another company's than its vendor's is held."""
    doubts = doubts_about_sender(invoice, facts, comparison, verdict)
    if not doubts:
        return outcome
    return settle([*outcome.findings, *doubts], [entry["key"] for entry in invoice.overrides])


def _put_parties(invoice: Invoice, comparison: Comparison, verdict: Verdict) -> None:
    if invoice.vendor_id is None and verdict.vendor is not None:
        invoice.vendor = comparison.vendors[verdict.vendor]
    order = comparison.orders.get(verdict.orders[0]) if verdict.orders else None
    invoice.order = order
    if order is not None and order.contract is not None:
        invoice.contract = order.contract


def _put_lines(invoice: Invoice, comparison: Comparison, verdict: Verdict) -> None:
    """Write beside each line which order line it bills and what the comparison says."""
    kept = {line.position: line for line in invoice.lines.all()}
    verdicts = {line.invoice_line: line for line in verdict.lines}
    for position, told in verdicts.items():
        if position not in kept:
            # Matched on its total: one line stands for the whole invoice.
            whole = InvoiceLine(invoice=invoice, position=position, description=_("The whole invoice"), net=invoice.net)
            whole.save()
            kept[position] = whole
        line = kept[position]
        place = verdict.assignments.get(position)
        line.order_line = comparison.lines[place] if place else None
        line.order_net = round(told.this, 3)
        line.how, line.verdict = told.how[:40], told.result
    for position, line in kept.items():
        if position not in verdicts:
            line.order_line, line.order_net, line.how, line.verdict = None, None, "", ""
    InvoiceLine.objects.bulk_update(kept.values(), ["order_line", "order_net", "how", "verdict"])


def _stored(
    outcome: Outcome, verdict: Verdict | None, facts: InvoiceFacts | None, comparison: Comparison | None = None
) -> Match:
    amount, retention = None, Decimal(0)
    if outcome.decision == Decision.AUTHORIZE and facts is not None and verdict is not None:
        amount = verdict.authorize_amount
        if amount is None:
            # Let pass by a person: what the vendor's document says is owed.
            amount = -abs(facts.gross) if facts.is_credit else facts.payable
        retention = verdict.retention.amount if verdict.retention else retention
    return Match(
        decision=str(outcome.decision),
        codes=list(outcome.codes),
        info=list(outcome.info),
        findings=[to_plain(told) for told in outcome.findings],
        lines=[_plain(line) for line in verdict.lines] if verdict else [],
        inputs=_plain(comparison.case) if comparison else {},
        policy=_plain(verdict.policy) if verdict else {},
        orders=list(verdict.orders) if verdict else [],
        proposed_order=(verdict.proposed_order or "") if verdict else "",
        authorize_amount=None if amount is None else round(amount, 3),
        retention=round(retention, 3),
        amount_at_risk=round(outcome.at_risk, 3),
        route=list(verdict.route) if verdict else [],
    )


def _plain(value: Any) -> Any:
    """A value of the matcher as JSON can hold it; amounts and days as text."""
    if isinstance(value, Enum):
        return value.name
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value


def _same(current: Match, answer: Match) -> bool:
    """The same answer: decision, findings, lines, amount and limits. The day on which it was asked does not count."""
    names = ("decision", "findings", "lines", "orders", "policy", "proposed_order", "authorize_amount")
    return all(getattr(current, name) == getattr(answer, name) for name in names)


def drop_payment(invoice: Invoice, *, at: datetime) -> None:
    """Another answer voids the permission that was asked for on the old one; it is asked for anew."""
    payment = invoice.authorizations.select_for_update().filter(state=AuthorizationState.ROUTED).first()
    if payment is not None:
        approvals.supersede(Kind.PAYMENT, payment, at=at)
        payment.void(reason=_("What the invoice says, or what it was compared with, has changed."))
        payment.save()


def _move(invoice: Invoice, answer: Match, *, at: datetime) -> None:
    invoice.reason = ""
    if answer.decision == Decision.AUTHORIZE:
        invoice.pass_match(answer, at=at)
    elif answer.decision == Decision.REVIEW:
        invoice.ask_clerk(answer, at=at)
    elif answer.decision == Decision.HOLD:
        invoice.hold(answer, at=at)
    else:
        invoice.reject_match(answer, reason=" ".join(s["sentence"] for s in answer.stops), at=at)
        tell_vendor(invoice, answer.vendor_sentences())


def tell_vendor(invoice: Invoice, sentences: list[str]) -> None:
    """Write to the vendor why the invoice came back; nothing when there is no reason it may read, or no address."""
    reader = reader_of_invoices(invoice)
    if sentences and reader is not None:
        write_letter(
            key=f"{REJECTED_LETTER}:{invoice.pk}:{invoice.matches.count()}",
            to=reader.email,
            subject=_("Your invoice %(number)s cannot be paid as it is")
            % {"number": invoice.number or invoice.reference},
            template="invoice_rejected.txt",
            facts={"reader": reader, "invoice": invoice, "sentences": sentences},
            case_id=invoice.case,
        )


def raise_alarms(invoice: Invoice, answer: Match, *, at: datetime) -> None:
    """One exception for each kind of what stops the invoice, with what is known now; those of kinds that stop it no more are over."""
    raised = alarms.raised_by(invoice, answer)
    for watch in alarms.WATCHES:
        if watch in raised:
            raise_exception(watch, raised[watch], at=at)
        elif answer.number > 1:
            clear_exception(watch, str(invoice.pk), at=at)


def clear_alarms(invoice: Invoice, *, at: datetime) -> None:
    """A person has dealt with the invoice: nothing about it is open any more."""
    for watch in alarms.WATCHES:
        clear_exception(watch, str(invoice.pk), at=at)


def only_open_contract(orders: Any) -> Any:
    """The contract of the only open order, under whose case a new invoice is filed until it is matched."""
    found = list(orders.values_list("contract_id", flat=True)[:2])
    return found[0] if len(found) == 1 else None


def open_orders_of(vendor: Any) -> Any:
    return Order.objects.open_for_billing().filter(vendor=vendor)
