"""Invoices: the list, entering one, and one invoice beside its match with what people do about it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from documents.serving import serve
from flowmono.common.edited import status_of
from flowmono.common.now import as_seen
from flowmono.common.refusals import Invalid, require
from flowmono.outbox.models import Letter
from procurement import actions, policies
from procurement.actions.invoices import CORRECTABLE
from procurement.actions.judging import REJECTED_LETTER
from procurement.forms import ConfirmForm, CorrectionForm, OverrideForm, ReasonForm, UploadForm
from procurement.hands import who_is_next
from procurement.listings import Invoices
from procurement.models import OPEN_STATES, Invoice, InvoiceState, Match, Order
from procurement.naming import field_words, words_of
from procurement.presenting import (
    answers_of,
    beside_each_other,
    billed_lines,
    findings_of,
    sums_of,
    verdict_of,
    what_helps,
)
from procurement.recollections import read_by_memory
from procurement.views.frame import attempt, back, reason_of, visible_or_404

BEING_WORKED_ON = (InvoiceState.RECEIVED, InvoiceState.READ)


def _invoice(request: HttpRequest, pk: UUID) -> Invoice:
    found: Invoice = visible_or_404(
        request,
        Invoice,
        pk,
        "vendor",
        "order__requester",
        "contract",
        "version",
        "captured_by",
        "confirmed_order",
        "printed_pages",
    )
    return found


def _match(invoice: Invoice) -> Match | None:
    found: Match | None = invoice.matches.filter(superseded=False).defer("inputs").first()
    return found


@login_required
@require_safe
def invoices(request: HttpRequest) -> HttpResponse:
    """The list: filtered, searched, sorted, fifty a page."""
    require(policies.can_list_invoices, request.user)
    return Invoices(request).respond("procurement/invoices.html", may_capture=policies.can_capture(request.user))


@login_required
def upload(request: HttpRequest) -> HttpResponse:
    """Enter an invoice that came another way than the portal."""
    require(policies.can_capture, request.user)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            record = actions.receive_invoice(None, by=request.user, at=request.at, data=file.read(), filename=file.name)
        except Invalid as refusal:
            form.add_error("file", refusal.message)
        else:
            messages.success(request, _("%(reference)s is being read and matched.") % {"reference": record.reference})
            return redirect(record)
    return render(request, "procurement/upload.html", {"form": form}, status=422 if form.errors else 200)


def possible(invoice: Invoice, person: Any) -> dict[str, bool]:
    """What this person may do with the invoice in its present state: one entry per button."""
    is_open = invoice.state in OPEN_STATES and invoice.state != InvoiceState.READ
    clerk = policies.can_clerk(invoice, person)
    readable = invoice.source not in {"xml", "hybrid"}
    return {
        "again": is_open and clerk,
        "confirm": is_open and clerk,
        "correct": (is_open or invoice.is_refused_as_read) and clerk and readable,
        "override": is_open and policies.can_override(invoice, person),
        "prepare": policies.can_prepare_invoice(person),
        "reject": is_open and policies.can_reject(invoice, person),
    }


def _orders_to_confirm(invoice: Invoice) -> Any:
    open_orders = Order.objects.open_for_billing().select_related("vendor").order_by("-created_at")
    return open_orders.filter(vendor_id=invoice.vendor_id) if invoice.vendor_id else open_orders


def _codes(match: Match | None) -> list[tuple[str, str]]:
    """What may be let pass: each code once, with its words and the lines that it concerns."""
    lines: dict[tuple[str, str], list[str]] = {}
    for said in findings_of(match):
        if said.may_be_overridden:
            lines.setdefault((said.code, said.words), []).extend([str(said.line)] if said.line else [])
    return [(code, f"{words} ({_in_lines(of)})" if of else words) for (code, words), of in lines.items()]


def _in_lines(lines: list[str]) -> str:
    said = ngettext("line %(lines)s", "lines %(lines)s", len(lines))
    return said % {"lines": ", ".join(lines)}


@login_required
@require_safe
def invoice(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The invoice beside its match, line by line, the verdict in words, and what this person may do."""
    record = _invoice(request, pk)
    part = request.htmx and request.htmx.target  # type: ignore[attr-defined]
    if request.htmx and not part and record.state not in BEING_WORKED_ON:  # type: ignore[attr-defined]
        # It has its number, a state and buttons now, which stand outside of what was asked for.
        return HttpResponseClientRefresh()
    match = _match(record)
    may = possible(record, request.user)
    words, kind, why = verdict_of(record, match)
    payment = record.authorizations.live().first()
    codes = _codes(match)
    asks_for_order = may["confirm"] and match is not None and (match.proposed_order or not match.orders)
    facts = {
        "invoice": record,
        "head_follows": f"case:{record.case}",
        "match": match,
        "verdict": {
            "words": words,
            "kind": kind,
            "why": " ".join(filter(None, [why, who_is_next(payment, request.user)])),
        },
        "findings": findings_of(match),
        "helps": what_helps(match),
        "passed": [{**entry, "words": words_of(entry["code"])} for entry in record.overrides],
        "lines": billed_lines(record, match),
        "sums": sums_of(record),
        "may": may,
        "working": record.state in BEING_WORKED_ON,
        "payment": payment,
        "confirm_form": _confirm_form(record, match) if asks_for_order else None,
        "override_form": _override_form(request, codes) if may["override"] and codes else None,
        "reject_form": ReasonForm(auto_id="reject_%s"),
        "told": _told(record),
        "remembered": read_by_memory(record) if policies.can_see_memory(request.user) else [],
        "answers": answers_of(record),
    }
    return render(request, "procurement/invoice.html", facts)


def _told(record: Invoice) -> dict[str, Any] | None:
    """The letter with which the vendor was last told why this invoice came back: to whom, and when it was sent."""
    if record.state != InvoiceState.REJECTED:
        return None
    letters = Letter.objects.filter(key__startswith=f"{REJECTED_LETTER}:{record.pk}:")
    letter = letters.only("to", "written_at", "sent_at").order_by("-written_at").first()
    return letter and {"to": letter.to, "sent_at": letter.sent_at and as_seen(letter.sent_at)}


def _override_form(request: HttpRequest, codes: list[tuple[str, str]]) -> OverrideForm:
    """The findings that may pass, the only one ticked already; or what was entered, when something in it was missing."""
    kept = request.session.pop("let_pass", None)
    ticked = [codes[0][0]] if len(codes) == 1 else []
    return OverrideForm(kept, codes=codes, auto_id="override_%s", initial={"codes": ticked})


def _confirm_form(record: Invoice, match: Match | None) -> ConfirmForm:
    orders = _orders_to_confirm(record)
    proposed = orders.filter(number=match.proposed_order).first() if match and match.proposed_order else None
    return ConfirmForm(orders=orders, initial={"order": proposed})


@login_required
@require_safe
def beside(request: HttpRequest, pk: UUID, other: UUID) -> HttpResponse:
    """Two invoices side by side, fact by fact, what differs marked: whether one is the other again."""
    first, second = _invoice(request, pk), _invoice(request, other)
    facts = {"invoice": first, "other": second, "rows": beside_each_other(first, second)}
    return render(request, "procurement/beside.html", facts)


@login_required
@require_safe
def file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The invoice as it came."""
    return serve(request, _invoice(request, pk).version)


@login_required
@require_POST
def again(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Match it again."""
    record = _invoice(request, pk)
    actions.match_again(record, by=request.user, at=request.at)
    return back(request, record, _("The invoice was matched again."))


@login_required
@require_POST
def confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say which order it bills."""
    record = _invoice(request, pk)
    form = ConfirmForm(request.POST, orders=_orders_to_confirm(record))
    if not form.is_valid():
        messages.error(request, _("Choose one of the orders."))
        return back(request, record)
    actions.confirm_order(record, by=request.user, at=request.at, order=form.cleaned_data["order"])
    return back(request, record, _("The invoice is matched with that order."))


@login_required
@require_POST
def let_pass(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let findings pass, with a reason."""
    record = _invoice(request, pk)
    codes, reason = request.POST.getlist("codes"), reason_of(request)
    entered = {"codes": codes, "reason": reason}
    offered = _codes(_match(record))
    if possible(record, request.user)["override"] and offered and not OverrideForm(entered, codes=offered).is_valid():
        # The invoice's page says beside each field what is missing, with what was entered.
        request.session["let_pass"] = entered
        return back(request, record)
    return attempt(
        request,
        record,
        lambda: actions.override(record, by=request.user, at=request.at, codes=codes, reason=reason),
        _("Your reason is on record; the invoice was matched again."),
    )


@login_required
@require_POST
def reject(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send it back to the vendor."""
    record = _invoice(request, pk)
    return attempt(
        request,
        record,
        lambda: actions.reject_invoice(record, by=request.user, at=request.at, reason=reason_of(request)),
        _("The vendor is told why."),
    )


@login_required
def correct(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put what the document says in place of what was read."""
    record = _invoice(request, pk)
    require(policies.can_clerk, record, request.user)
    said = {**record.reading, **record.corrections}
    form = CorrectionForm(request.POST or None, initial={name: said.get(name) for name in CORRECTABLE})
    if request.method == "POST" and form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name in CORRECTABLE}
        try:
            actions.correct_reading(record, by=request.user, at=request.at, values=values)
        except Invalid as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            return back(request, record, _("Corrected; the invoice is matched again."))
    doubtful = [field_words(name) for name in record.reading.get("doubtful") or []]
    facts = {"invoice": record, "form": form, "doubtful": doubtful, "remembered": read_by_memory(record)}
    return render(request, "procurement/correct.html", facts, status=status_of(form))
