"""The vendor portal's pages of orders and invoices: a vendor's own, ever."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from documents.serving import serve
from flowmono.common.answering import attempt, reason_of
from flowmono.common.refusals import Invalid
from procurement import actions, policies
from procurement.forms import AnswerForm, ReasonForm, UploadForm
from procurement.models import Invoice, InvoiceState, Order
from procurement.portal import status_of
from procurement.portal_listings import PortalInvoices, PortalOrders
from procurement.presenting import answers_of, balance_of, lines_of
from procurement.remittance import steps_of
from procurement.replacing import replaced_among
from procurement.when_paid import when_paid
from vendors.models import Contact
from vendors.portal import for_contacts, show_portal

MOST_LETTERS = 1000
# While an invoice is read and matched its page waits for what comes of it.
UNDER_WAY = (InvoiceState.RECEIVED, InvoiceState.READ)


@for_contacts
@require_safe
def orders(request: HttpRequest, contact: Contact) -> HttpResponse | StreamingHttpResponse:
    """The orders that were sent to this vendor."""
    listing = PortalOrders(request, contact.vendor_id)
    if request.GET.get("format") == "csv":
        return listing.csv()
    return show_portal(request, "procurement/portal/orders.html", contact, page=listing.page, listing=listing)


def _own_order(contact: Contact, pk: UUID) -> Order:
    found: Order = get_object_or_404(
        Order.objects.shown_to_vendor(contact.vendor_id).select_related("document", "requester", "contract"), pk=pk
    )
    return found


@for_contacts
@require_safe
def order(request: HttpRequest, contact: Contact, pk: UUID) -> HttpResponse:
    """One order with what has been billed on it."""
    record = _own_order(contact, pk)
    lines = lines_of(record)
    return show_portal(
        request, "procurement/portal/order.html", contact, order=record, lines=lines, balance=balance_of(record, lines)
    )


@for_contacts
@require_safe
def order_file(request: HttpRequest, contact: Contact, pk: UUID) -> HttpResponse:
    """The order as a PDF."""
    record = _own_order(contact, pk)
    version = record.document.newest() if record.document is not None else None
    if version is None:
        raise Http404
    return serve(request, version)


@for_contacts
def invoices(request: HttpRequest, contact: Contact) -> HttpResponse | StreamingHttpResponse:
    """Send an invoice; see where the earlier ones are, and why one waits."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            record = actions.receive_invoice(
                contact.vendor, by=request.user, at=request.at, data=file.read(), filename=file.name
            )
        except Invalid as refusal:
            form.add_error("file", refusal.message)
        else:
            messages.success(request, _("Your invoice has arrived and is being checked."))
            return redirect("procurement:portal_invoice", pk=record.pk)
    listing = PortalInvoices(request, contact.vendor_id)
    if request.GET.get("format") == "csv":
        return listing.csv()
    return show_portal(
        request,
        "procurement/portal/invoices.html",
        contact,
        status=422 if form.errors else 200,
        page=listing.page,
        listing=listing,
        form=form,
    )


def _own_invoice(contact: Contact, pk: UUID) -> Invoice:
    found: Invoice = get_object_or_404(
        Invoice.objects.select_related("order", "version", "vendor"), pk=pk, vendor_id=contact.vendor_id
    )
    return found


@for_contacts
@require_safe
def invoice(request: HttpRequest, contact: Contact, pk: UUID) -> HttpResponse:
    """One invoice: where it stands and what the vendor may read about it.

    A page that is open while it is read and matched asks again, and is told to load anew when that is done.
    """
    record = _own_invoice(contact, pk)
    under_way = record.state in UNDER_WAY
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponse(status=204) if under_way else HttpResponseClientRefresh()
    match = record.matches.filter(superseded=False).defer("inputs").first()
    payment = record.authorizations.live().select_related("account", "batch").first()
    others = Invoice.objects.filter(vendor_id=contact.vendor_id).defer("reading", "corrections", "overrides")
    replaced = replaced_among(list(others)) if record.state == InvoiceState.REJECTED else {}
    speaks = policies.can_speak_for_invoice(record, request.user)  # type: ignore[arg-type]
    return show_portal(
        request,
        "procurement/portal/invoice.html",
        contact,
        invoice=record,
        status_words=status_of(record),
        under_way=under_way,
        sentences=match.vendor_sentences() if match else [],
        payment=payment,
        taken_off=steps_of(payment)[1:-1] if payment and record.paid_at else [],
        when=when_paid(record, payment, match, on=request.at.date()),  # type: ignore[attr-defined]
        replaced_by=replaced.get(record.pk),
        may={"answer": speaks and record.can("hear_answer"), "withdraw": speaks and record.can("withdraw")},
        answers=answers_of(record),
        answer_form=AnswerForm(auto_id="answer_%s"),
        reason_form=ReasonForm(auto_id="withdraw_%s"),
    )


@for_contacts
@require_POST
def answer(request: HttpRequest, contact: Contact, pk: UUID) -> HttpResponse:
    """Tell us what we asked about an invoice."""
    record, words = _own_invoice(contact, pk), request.POST.get("words", "")[:MOST_LETTERS]
    facts = {"by": request.user, "at": request.at, "words": words}
    page = reverse("procurement:portal_invoice", args=[record.pk])
    return attempt(
        request, page, lambda: actions.answer_about_invoice(record, **facts), _("Thank you. Our people read it.")
    )


@for_contacts
@require_POST
def withdraw(request: HttpRequest, contact: Contact, pk: UUID) -> HttpResponse:
    """Take an invoice back."""
    record = _own_invoice(contact, pk)
    facts = {"by": request.user, "at": request.at, "reason": reason_of(request)}
    page = reverse("procurement:portal_invoice", args=[record.pk])
    return attempt(
        request, page, lambda: actions.withdraw_invoice(record, **facts), _("Withdrawn. Nobody will pay it.")
    )


@for_contacts
@require_safe
def invoice_file(request: HttpRequest, contact: Contact, pk: UUID) -> HttpResponse:
    """The invoice as it was sent."""
    return serve(request, _own_invoice(contact, pk).version)
