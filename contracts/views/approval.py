"""Putting a contract before its approvers, and their decisions."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from contracts import actions
from contracts.library import risks_of
from contracts.presenting import recipients_of, submitter_of
from contracts.signatories import too_few_signatories
from contracts.views.frame import BEFORE_SIGNATURE, contract_or_404, door_of, show
from flowmono.approvals.models import Kind
from flowmono.approvals.presenting import latest_request, path_of
from flowmono.common.answering import attempt, take_verdict


@login_required
@require_safe
def people(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who decides and who signs: the path of the approval and the envelope."""
    record = contract_or_404(request, pk)
    asked = latest_request(Kind.CONTRACT, record.pk)
    envelope, recipients = recipients_of(record)
    return show(
        request,
        "people",
        record,
        "people",
        asked=asked,
        steps=path_of(asked),
        submitted_by=submitter_of(record) if asked else "",
        starter=str(record.requester),
        sent_envelope=envelope,
        recipients=recipients,
        unsignable=too_few_signatories(record, request.at.date()),
        standings=risks_of(record) if record.state in BEFORE_SIGNATURE else None,
    )


@login_required
@require_POST
def submit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put it before its approvers; who signs for the other party is taken with it, where the page asked."""
    record = contract_or_404(request, pk)
    said = {name: request.POST.get(name, "") for name in ("signer", "signer_email")}
    return attempt(
        request,
        reverse("contracts:people", args=[record.pk]),
        lambda: actions.submit(record, by=request.user, at=request.at, **said),
        _("The approvers are asked."),
    )


@login_required
@require_POST
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Approve, or reject with a reason."""
    record = contract_or_404(request, pk)
    number = {"number": record.number}
    yes, no = _("You approved %(number)s.") % number, _("You rejected %(number)s.") % number
    return take_verdict(request, record, actions.decide, yes=yes, no=no)


withdraw = door_of(actions.withdraw, gettext_lazy("%(number)s can be corrected again."), asks_why=True)
