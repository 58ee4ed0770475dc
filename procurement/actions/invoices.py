"""What people do with invoices: hand in, confirm an order, correct what was read, let a finding pass, send back."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.utils.translation import gettext as _

from documents.models import Document, Origin, add_version
from flowmono.accounts.models import User
from flowmono.common.acting import action
from flowmono.common.bodies import said_of_unknown
from flowmono.common.models import next_number
from flowmono.common.refusals import Conflict, Invalid, NotAllowed, require
from procurement import policies
from procurement.actions.judging import (
    clear_alarms,
    drop_payment,
    judge,
    lock_invoice,
    only_open_contract,
    open_orders_of,
    put_columns,
    raise_alarms,
    tell_vendor,
)
from procurement.actions.remembering import note_correction
from procurement.models import OPEN_STATES, Invoice, InvoiceState, Match, Order
from procurement.naming import DEDUCTED, words_of
from vendors.models import Vendor

AMOUNTS = ("net", "tax", "gross", *DEDUCTED, "payable")
DAYS = ("issue_date", "due_date")
TEXTS = ("number", "currency", "seller_name", "seller_vat", "order_ref", "iban", "preceding_invoice")
CORRECTABLE = (*TEXTS, *DAYS, *AMOUNTS)


def media_type_of(data: bytes) -> str:
    """PDF or XML, judged by the first bytes. Raises Invalid for anything else, an empty file, or one that is too large."""
    if not data:
        raise Invalid(_("The file is empty. Choose it again."), field="file")
    if len(data) > settings.UPLOAD_LIMIT_MB * 1024 * 1024:
        raise Invalid(_("The file is larger than %(limit)s MB.") % {"limit": settings.UPLOAD_LIMIT_MB}, field="file")
    if b"%PDF-" in data[:1024]:
        return "application/pdf"
    start = data[:200].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").replace(b"\x00", b"")
    if start.startswith(b"<"):
        return "application/xml"
    raise Invalid(_("Send the invoice as a PDF or as an XML e-invoice (UBL, CII)."), field="file")


@action
def receive_invoice(vendor: Vendor | None, *, by: User, at: datetime, data: bytes, filename: str) -> Invoice:
    """Capture an invoice. A vendor's contact sends for its own company; our people enter what came another way.

    Nothing stops the capture of a readable file, not even that it was sent before: what is wrong stops the payment.
    """
    sent_by_vendor = vendor is not None and policies.can_send_invoice(vendor, by)
    if not sent_by_vendor:
        require(policies.can_capture, by)
    media_type = media_type_of(data)
    invoice = Invoice(id=uuid4(), vendor=vendor, captured_by=by, received_at=at)
    invoice.reference = next_number("IN", at.year)
    invoice.through = "portal" if sent_by_vendor else "inside"
    if vendor is not None:
        invoice.contract_id = only_open_contract(open_orders_of(vendor))
    paper = Document(case_key=invoice.case, title=filename[:200] or invoice.reference, kind="invoice")
    paper.save()
    invoice.document = paper
    invoice.version = add_version(paper, data, name=filename, media_type=media_type, origin=Origin.UPLOADED)
    invoice.sha256 = invoice.version.sha256
    invoice.begin(at=at)
    invoice.save()
    return invoice


def _demand_open(invoice: Invoice) -> None:
    if invoice.state not in OPEN_STATES:
        raise Conflict(
            _("This invoice is %(state)s; nothing can be changed about its match.")
            % {"state": invoice.get_state_display()}
        )


@action
def match_again(invoice: Invoice, *, by: User, at: datetime) -> Match:
    """Ask the matcher again, after something outside has changed."""
    invoice = lock_invoice(invoice)
    require(policies.can_clerk, invoice, by)
    _demand_open(invoice)
    answer = judge(invoice, at=at)
    if answer is None:
        raise Conflict(_("This invoice cannot be matched now."))
    return answer


@action
def confirm_order(invoice: Invoice, *, by: User, at: datetime, order: Order) -> Invoice:
    """Say which order an invoice bills that names none, or several fit; it is matched anew."""
    invoice = lock_invoice(invoice)
    require(policies.can_clerk, invoice, by)
    _demand_open(invoice)
    if invoice.vendor_id is not None and order.vendor_id != invoice.vendor_id:
        raise Invalid(
            _("This invoice is from %(vendor)s, and %(other)s has %(order)s: choose an order of the same vendor.")
            % {"order": order.number, "other": order.vendor, "vendor": invoice.vendor},
            field="order",
        )
    invoice.confirmed_order, invoice.confirmed_by = order, by
    judge(invoice, at=at, keep=True)
    return invoice


@action
def correct_reading(invoice: Invoice, *, by: User, at: datetime, values: Mapping[str, Any]) -> Invoice:
    """Put what the document says in place of what was read; whoever does so has looked at all of it. It is matched anew,
    and what it teaches about the vendor's layout is remembered.

    A structured invoice is not corrected by us: its vendor sends another.
    """
    invoice = lock_invoice(invoice)
    require(policies.can_clerk, invoice, by)
    if invoice.state == InvoiceState.REJECTED and not invoice.is_refused_as_read:
        raise Conflict(_("A person sent this invoice back. Its vendor sends another."))
    if invoice.state not in {*OPEN_STATES, InvoiceState.REJECTED}:
        raise Conflict(
            _("This invoice is %(state)s; it is too late to correct it.") % {"state": invoice.get_state_display()}
        )
    if invoice.source in {"xml", "hybrid"}:
        raise Conflict(_("An e-invoice counts as the vendor wrote it. Send it back and ask for another."))
    checked = {name: _checked(name, value) for name, value in values.items()}
    for name in DEDUCTED:
        if not invoice.is_credit and (checked.get(name) or "").startswith("-"):
            raise Invalid(_("Enter what is taken off without a minus sign."), field=name)
    seen_by_a_person = {"low_confidence": False, "doubtful": [], "document_problem": None, "doc_type": _kind(invoice)}
    invoice.corrections = {**invoice.corrections, **checked, **seen_by_a_person}
    put_columns(invoice)
    note_correction(invoice, by=by, at=at)
    if invoice.state == InvoiceState.READ:
        raise Conflict(_("This invoice is just being matched. Try again in a moment."))
    drop_payment(invoice, at=at)
    invoice.read_again(at=at)
    invoice.save()
    return invoice


def _kind(invoice: Invoice) -> str:
    """Invoice or credit note, as it was read; what nobody could tell is an invoice, which is checked harder."""
    return invoice.doc_type or "invoice"


def _checked(name: str, value: Any) -> str | None:
    """A corrected value as it is stored: text; amounts and days in their plain form. Raises Invalid."""
    if name not in CORRECTABLE:
        no = _("%(name)s cannot be corrected.") % {"name": name[:60]}
        raise Invalid(said_of_unknown(name, CORRECTABLE, no), field=name[:60])
    if value in (None, ""):
        return None
    if name in AMOUNTS:
        try:
            amount = value if isinstance(value, Decimal) else Decimal(str(value))
        except InvalidOperation:
            raise Invalid(_("Enter an amount, such as 1250.00."), field=name) from None
        if not amount.is_finite() or abs(amount) >= Decimal(10) ** 15:
            raise Invalid(_("Enter an amount, such as 1250.00."), field=name)
        return f"{amount:f}"
    if name in DAYS:
        try:
            return (value if isinstance(value, date) else date.fromisoformat(str(value))).isoformat()
        except ValueError:
            raise Invalid(_("Enter a day, such as 2027-04-02."), field=name) from None
    text = " ".join(str(value).split())
    if name == "currency" and not (len(text) == 3 and text.isalpha() and text.isupper()):
        raise Invalid(_("Write the currency as three capital letters, such as EUR."), field=name)
    return text


@action
def override(invoice: Invoice, *, by: User, at: datetime, codes: Iterable[str], reason: str) -> Invoice:
    """Let findings of these codes pass, with a reason that stays. What was REJECTed and what concerns bank accounts never."""
    invoice = lock_invoice(invoice)
    require(policies.can_override, invoice, by)
    _demand_open(invoice)
    if not reason.strip():
        raise Invalid(_("Say why this may pass; the auditor reads it."), field="reason")
    current = invoice.matches.filter(superseded=False).first()
    wanted = set(codes)
    found = [told for told in (current.stops if current else []) if told["code"] in wanted]
    unknown = wanted - {told["code"] for told in found}
    if not wanted:
        raise Invalid(_("Choose at least one finding."), field="codes")
    if unknown:
        raise Invalid(_("This match has no finding %(codes)s.") % {"codes": ", ".join(sorted(unknown))}, field="codes")
    for told in found:
        if not told["may_be_overridden"]:
            raise NotAllowed(
                _("“%(what)s” cannot be let pass: %(sentence)s")
                % {"what": words_of(told["code"]), "sentence": told["sentence"]},
                code="never_overridden",
            )
    entry = {"reason": reason.strip(), "by": str(by.pk), "name": str(by), "at": at.isoformat()}
    invoice.overrides = [
        *invoice.overrides,
        *({**entry, "key": told["key"], "code": told["code"], "sentence": told["sentence"]} for told in found),
    ]
    judge(invoice, at=at, keep=True)
    return invoice


@action
def reject_invoice(invoice: Invoice, *, by: User, at: datetime, reason: str) -> Invoice:
    """Send an invoice back to its vendor with the reason and what the match says that the vendor may read."""
    invoice = lock_invoice(invoice)
    require(policies.can_reject, invoice, by)
    _demand_open(invoice)
    if not reason.strip():
        raise Invalid(_("Say what is wrong; the vendor reads this."), field="reason")
    current = invoice.matches.filter(superseded=False).first()
    drop_payment(invoice, at=at)
    invoice.reject(reason=reason.strip(), at=at)
    invoice.save()
    tell_vendor(invoice, [reason.strip(), *(current.vendor_sentences() if current else [])])
    clear_alarms(invoice, at=at)
    return invoice


@action
def answer_about_invoice(invoice: Invoice, *, by: User, at: datetime, words: str) -> Invoice:
    """The vendor tells us what we asked about an invoice that waits; whoever looks at it reads it. What it says decides nothing by itself."""
    invoice = lock_invoice(invoice)
    require(policies.can_speak_for_invoice, invoice, by)
    if not invoice.can("hear_answer"):
        raise Conflict(
            _("This invoice waits for no answer. Write to your contact with us if something is wrong with it.")
        )
    if not words.strip():
        raise Invalid(_("Write what you want to tell us."), field="words")
    invoice.answers = [*invoice.answers, {"words": words.strip(), "name": str(by), "at": at.isoformat()}]
    invoice.hear_answer(words=words.strip(), at=at)
    invoice.save()
    current = invoice.matches.filter(superseded=False).first()
    if current is not None:
        raise_alarms(invoice, current, at=at)
    return invoice


@action
def withdraw_invoice(invoice: Invoice, *, by: User, at: datetime, reason: str) -> Invoice:
    """The vendor takes an invoice back as long as its payment is not authorized; nobody need decide about it any more."""
    invoice = lock_invoice(invoice)
    require(policies.can_speak_for_invoice, invoice, by)
    if not invoice.can("withdraw"):
        raise Conflict(_("This invoice cannot be withdrawn now. Send a credit note, or write to your contact with us."))
    if not reason.strip():
        raise Invalid(_("Say why you withdraw it; our people read this."), field="reason")
    drop_payment(invoice, at=at)
    invoice.withdraw(reason=reason.strip(), at=at)
    invoice.save()
    clear_alarms(invoice, at=at)
    return invoice
