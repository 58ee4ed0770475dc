"""The time of a signature round: until when, who is reminded when, reminding somebody now."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from flowmono.common.refusals import Conflict, Invalid, require
from signing import actions, policies
from signing.forms import TimeForm
from signing.models import Recipient
from signing.views.reviewing import envelope_or_404


@login_required
def time(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Until when it can be signed, and how often its signers are reminded."""
    record = envelope_or_404(request, pk)
    require(policies.can_send, record, request.user)
    if record.state not in {"draft", "sent"}:
        raise Conflict(_("This signature round is already %(state)s.") % {"state": record.get_state_display()})
    times = actions.times_of_company()
    form = TimeForm(
        request.POST or None,
        initial={
            "sign_by": record.expires_at.date() if record.expires_at else None,
            "remind_after": record.remind_after,
            "remind_every": record.remind_every,
        },
    )
    if record.state == "draft":
        form.fields["sign_by"].help_text = _("Left empty: %(days)s days after it is sent.") % {
            "days": times.sign_within
        }
    else:
        form.fields["sign_by"].required = True
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_time(record, by=request.user, at=request.at, **form.cleaned_data)
        except Invalid as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, _("The time of the signature round is changed."))
            return redirect(record)
    facts = {"envelope": record, "form": form, "most": times.reminders_most, "warn_before": times.warn_before}
    return render(request, "signing/time.html", facts, status=422 if form.errors else 200)


@login_required
@require_POST
def remind(request: HttpRequest, pk: UUID, recipient: UUID) -> HttpResponse:
    """Remind this person now; their link stays the same."""
    record = envelope_or_404(request, pk)
    found = get_object_or_404(Recipient, envelope=record, pk=recipient)
    actions.remind(found, by=request.user, at=request.at)
    messages.success(request, _("%(name)s is reminded.") % {"name": found.name})
    return redirect(record)
