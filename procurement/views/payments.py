"""Payments: what waits for people, what goes into a file, and the files."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from documents.serving import serve
from flowmono.accounts.models import User
from flowmono.approvals.inbox import question_before_yes
from flowmono.approvals.models import Kind, Verdict
from flowmono.approvals.presenting import kept_for_later, latest_request, open_seat, path_of
from flowmono.common.refusals import Conflict, Invalid, require
from flowmono.common.templatetags.writing import say_day, say_money
from flowmono.listing.lists import Act, picked_keys
from flowmono.listing.picking import do_each
from procurement import actions, policies
from procurement.early import early_payment
from procurement.forms import BatchForm, ReasonForm, ReferenceForm
from procurement.hands import why_not_you
from procurement.listings import Batches, Payments
from procurement.models import AuthorizationState, Batch, PaymentAuthorization
from procurement.paying_days import Asked, asked_today
from procurement.presenting import billed_lines, let_pass_in, sums_of
from procurement.recollections import unseen_by_people
from procurement.views.frame import attempt, reason_of, take_verdict, visible_or_404
from vendors.clearing import bank_number

ALONGSIDE = (
    "contract",
    "invoice__captured_by",
    "match",
    "order__requester",
    "vendor",
    "batch",
    "account__proposed_by",
    "account__called_by",
    "account__verified_by",
)


def _payment(request: HttpRequest, pk: UUID) -> PaymentAuthorization:
    found: PaymentAuthorization = visible_or_404(request, PaymentAuthorization, pk, *ALONGSIDE)
    return found


def _tabs(current: str, by: User) -> list[dict[str, Any]]:
    pages = [("payments", _("Authorizations"))]
    if policies.can_see_export(by):
        pages += [("export", _("To export")), ("batches", _("Payment files"))]
    return [
        {"label": label, "url": reverse(f"procurement:{name}"), "current": name == current} for name, label in pages
    ]


@login_required
@require_safe
def payments(request: HttpRequest) -> HttpResponse:
    """The list of authorizations: filtered, searched, sorted, fifty a page."""
    require(policies.can_list_payments, request.user)
    acts = []
    if policies.can_pay(request.user):
        acts = [Act(_("Put into a payment file"), reverse("procurement:export"), "landmark", changes=False)]
    return Payments(request).respond("procurement/payments.html", tabs=_tabs("payments", request.user), acts=acts)


@login_required
@require_safe
def payment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One authorization: amount, account, what justifies it, and its people as a path."""
    record = _payment(request, pk)
    asked = latest_request(Kind.PAYMENT, record.pk)
    may = record.state == AuthorizationState.ROUTED and policies.can_authorize(record, request.user)
    seat, kept = (open_seat(asked, request.user), kept_for_later(asked, request.user)) if may else (None, None)
    steps = path_of(asked)
    facts = {
        "payment": record,
        "head_follows": f"case:{record.case}",
        "invoice": record.invoice,
        "lines": billed_lines(record.invoice, record.match),
        "sums": sums_of(record.invoice, record),
        "passed": let_pass_in(record.match, record.invoice),
        "unseen": unseen_by_people(record.invoice),
        "asked": asked,
        "steps": steps,
        "bank_number": bank_number(record.payee.get("clearing_system", ""), record.payee.get("clearing_member", "")),
        "why_not": "" if seat or kept or asked is None else why_not_you(record, request.user, steps, asked.barred),
        "early": early_payment(record, on=(record.paid_at or request.at).date()),
        "before": _said_yes(asked),
        "sure": question_before_yes(asked),
        "seat": seat,
        "kept": kept,
        "may_stop": record.can("void") and policies.can_void(record, request.user),
        "may_confirm": record.state == AuthorizationState.BATCHED
        and not record.is_credit
        and policies.can_pay(request.user),
        "reject_form": ReasonForm(auto_id="reject_%s"),
        "stop_form": ReasonForm(auto_id="stop_%s"),
        "reference_form": _reference_form(request, record.batch, [record.executed_on]),
        "asked_today": _asked_today(request, record),
    }
    return render(request, "procurement/payment.html", facts)


def _asked_today(request: HttpRequest, record: PaymentAuthorization) -> Asked | None:
    """What a file made now would ask the bank for; None for a credit note and for what no file takes any more."""
    if record.is_credit or record.state not in {AuthorizationState.ROUTED, AuthorizationState.AUTHORIZED}:
        return None
    return asked_today([record], on=request.at.date())[0]  # type: ignore[attr-defined]


def _said_yes(asked: Any) -> str:
    """Who has authorized it already, by name; "" for nobody."""
    if asked is None:
        return ""
    given = asked.seats.filter(verdict=Verdict.YES).select_related("decided_by").order_by("decided_at", "pk")
    return ", ".join(dict.fromkeys(str(seat.decided_by) for seat in given))


@login_required
@require_POST
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Authorize, or refuse with a reason."""
    record = _payment(request, pk)
    return take_verdict(
        request, record, actions.decide_payment, yes=lambda: _what_follows(record), no=_("You refused it.")
    )


def _what_follows(record: PaymentAuthorization) -> str:
    """What happens to the money after a yes: it waits for the others who are asked, or is ready to be paid."""
    record.refresh_from_db()
    said = {"amount": say_money(record.amount, record.currency), "vendor": record.vendor}
    if record.state == AuthorizationState.ROUTED:
        words = _("You authorized it. %(amount)s to %(vendor)s waits for the others who are asked.")
    else:
        words = _("You authorized it. %(amount)s to %(vendor)s goes into the next payment file.")
    return words % said


@login_required
@require_POST
def stop(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take the payment back before it is in a file."""
    record = _payment(request, pk)
    return attempt(
        request,
        record,
        lambda: actions.stop_payment(record, by=request.user, at=request.at, reason=reason_of(request)),
        _("The payment is stopped; its invoice is held."),
    )


def _paid_on(request: HttpRequest) -> date | None:
    """The day that was entered; None for an empty field. Raises Invalid for what is no day."""
    said = request.POST.get("paid_on", "").strip()
    try:
        return date.fromisoformat(said) if said else None
    except ValueError:
        raise Invalid(_("Enter a day, such as 2027-04-02."), field="paid_on") from None


def _reference_form(request: HttpRequest, batch: Batch | None, asked: Iterable[date | None]) -> ReferenceForm:
    """The day on which the bank was asked to pay, once it is there; none before the file was made, none to come.

    asked: the days that the file names for the payments. While one of them is still to come, no day is suggested.
    """
    today = request.at.date()  # type: ignore[attr-defined]
    last = max((day for day in asked if day is not None), default=today)
    form = ReferenceForm(auto_id="paid_%s", initial={"paid_on": last if last <= today else None})
    day = form.fields["paid_on"]
    day.widget.attrs["max"] = today.isoformat()
    day.required = True
    if batch is None or last <= batch.made_at.date():
        del form.fields["early"]
    else:
        form.fields["early"].help_text = _("The bank was asked to pay on %(day)s.") % {"day": say_day(last)}
    if batch is not None:
        day.widget.attrs["min"] = batch.made_at.date().isoformat()
        day.help_text = _("From %(day)s, when the payment file was made, to today.") % {"day": say_day(batch.made_at)}
    return form


@login_required
@require_POST
def paid(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Enter that the bank paid it."""
    record = _payment(request, pk)
    return attempt(
        request,
        record,
        lambda: actions.confirm_payment(
            record,
            by=request.user,
            at=request.at,
            reference=request.POST.get("reference", ""),
            paid_on=_paid_on(request),
            early="early" in request.POST,
        ),
        _("Paid. Budget, balances and scorecard follow."),
    )


def _to_export(request: HttpRequest) -> Any:
    waiting = PaymentAuthorization.objects.visible_to(request.user).to_export()
    return waiting.select_related("vendor", "invoice", "account").defer("invoice__reading").order_by("due_on", "pk")


@login_required
def export(request: HttpRequest) -> HttpResponse:
    """Choose authorized payments and make the file."""
    waiting = _to_export(request)
    form = BatchForm(request.POST if request.method == "POST" else None, payments=waiting)
    if request.method == "POST" and form.is_valid():
        try:
            batch = actions.make_batch(
                list(form.cleaned_data["payments"]),
                by=request.user,
                at=request.at,
                version=form.cleaned_data["version"] or "pain.001.001.09",
            )
        except (Invalid, Conflict) as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("%(number)s is made. Hand it to the bank.") % {"number": batch.number})
            return redirect(batch)
    require(policies.can_see_export, request.user)
    asked = asked_today(list(waiting[:200]), on=request.at.date())
    rows = [one.payment for one in asked]
    facts = {
        "asked": asked,
        "hand_in_today": [one for one in asked if one.is_today and not one.payment.is_credit],
        "picked": {str(key) for key in picked_keys(request.GET, PaymentAuthorization)},
        "mine": {row.pk for row in rows if request.user.person in {row.first_person, row.second_person}},
        "form": form,
        "tabs": _tabs("export", request.user),
        "may_export": policies.can_pay(request.user),
    }
    return render(request, "procurement/export.html", facts, status=422 if form.errors else 200)


@login_required
@require_safe
def batches(request: HttpRequest) -> HttpResponse:
    """The payment files, the newest first."""
    require(policies.can_see_export, request.user)
    return Batches(request).respond("procurement/batches.html", tabs=_tabs("batches", request.user))


@login_required
@require_safe
def batch(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One payment file with its payments, to download and to confirm."""
    record = visible_or_404(request, Batch, pk, "made_by", "version")
    rows = list(record.authorizations.select_related("vendor", "invoice", "batch").defer("invoice__reading"))
    open_rows = [row for row in rows if row.state == AuthorizationState.BATCHED and not row.is_credit]
    facts = {
        "batch": record,
        "rows": rows,
        "open_rows": open_rows if policies.can_pay(request.user) else [],
        "reference_form": _reference_form(request, record, (row.executed_on for row in open_rows)),
        "execution_days": sorted({row.executed_on for row in rows if not row.is_credit}),
        "totals": [(currency, Decimal(amount)) for currency, amount in record.totals.items()],
        "may_download": policies.can_pay(request.user),
    }
    return render(request, "procurement/batch.html", facts)


@login_required
@require_POST
def batch_paid(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Enter that the bank paid those payments of the file that were left picked, all under one reference."""
    record: Batch = visible_or_404(request, Batch, pk)
    require(policies.can_pay, request.user)
    reference = request.POST.get("reference", "")
    picked = record.authorizations.filter(pk__in=picked_keys(request.POST, PaymentAuthorization)).order_by("pk")
    do_each(
        request,
        picked,
        lambda one: actions.confirm_payment(
            one,
            by=request.user,
            at=request.at,
            reference=reference,
            paid_on=_paid_on(request),
            early="early" in request.POST,
        ),
        lambda n: (
            ngettext(
                "%(n)s payment is paid. Budget, balances and scorecard follow.",
                "%(n)s payments are paid. Budgets, balances and scorecards follow.",
                n,
            )
            % {"n": n}
        ),
    )
    return redirect(record)


@login_required
@require_safe
def batch_file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The payment file, for finance alone."""
    record = visible_or_404(request, Batch, pk, "version")
    require(policies.can_pay, request.user)
    return serve(request, record.version, attachment=True)
