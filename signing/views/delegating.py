"""Letting somebody sign for oneself: what one delegated, what one was given, and what passed on in one's absence."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from flowmono.common.refusals import Invalid, NotAllowed, require
from signing import actions, policies
from signing.forms_delegating import DelegationForm
from signing.models import Recipient, SignatureProfile
from signing.models.delegations import Delegation

# How many delegations that are over are listed: the newest.
PAST = 50


@login_required
@require_safe
def delegations(request: HttpRequest) -> HttpResponse:
    """Whom I let sign for me, for whom I may sign, and what passed to somebody while I was away."""
    require(policies.can_keep_profiles, request.user)
    today = request.at.date()
    known = Delegation.objects.select_related("profile__user", "delegate")
    mine, given = known.filter(profile__user=request.user), known.filter(delegate=request.user)
    marks = SignatureProfile.objects.filter(user=request.user, active=True).order_by("name")
    rows = [(one, one.standing(today)) for one in [*mine, *given]]
    facts = {
        "marks": [one for one in marks if one.may_be_delegated],
        "has_marks": bool(marks),
        "mine": [row for row in rows if row[0].profile.user_id == request.user.pk and row[1] in {"open", "planned"}],
        "given": [row for row in rows if row[0].delegate_id == request.user.pk and row[1] in {"open", "planned"}],
        "past": sorted(
            (row for row in rows if row[1] not in {"open", "planned"}), key=lambda row: row[0].ends_on, reverse=True
        )[:PAST],
        "passed": Recipient.objects.passed_on_from(request.user),
        "company_currency": settings.COMPANY_CURRENCY,
    }
    return render(request, "signing/delegations.html", facts)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delegate(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let a colleague sign with the authority of one of one's marks."""
    mark = get_object_or_404(SignatureProfile, pk=pk, user=request.user)
    require(policies.can_use_profile, mark, request.user)
    if not mark.may_be_delegated:
        raise NotAllowed(_("An administrator has not allowed that this mark is delegated."), code="not_delegable")
    form = DelegationForm(
        request.POST or None,
        mark=mark,
        people=actions.who_may_sign_for(request.user),
        today=request.at.date(),
        currency=settings.COMPANY_CURRENCY,
    )
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            actions.delegate_authority(
                mark,
                by=request.user,
                at=request.at,
                delegate=values["delegate"],
                part=form.part(),
                reason=values["reason"],
            )
        except Invalid as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, _("%(name)s may sign for you. They are told.") % {"name": values["delegate"]})
            return redirect("signing:delegations")
    facts = {"form": form, "mark": mark, "company_currency": settings.COMPANY_CURRENCY}
    return render(request, "signing/delegate.html", facts, status=422 if form.errors else 200)


@login_required
@require_POST
def take_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End what one delegated, at once."""
    found = get_object_or_404(Delegation, pk=pk, profile__user=request.user)
    actions.take_back_delegation(found, by=request.user, at=request.at)
    messages.success(request, _("%(name)s does not sign for you any more.") % {"name": found.delegate})
    return redirect("signing:delegations")


@login_required
@require_POST
def refuse(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that one does not sign for somebody, with a reason."""
    found = get_object_or_404(Delegation, pk=pk, delegate=request.user)
    actions.refuse_delegation(found, by=request.user, at=request.at, reason=request.POST.get("reason", "")[:500])
    messages.success(request, _("You do not sign for %(name)s. They are told why.") % {"name": found.owner})
    return redirect("signing:delegations")


@login_required
@require_POST
def take_place_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Sign oneself what passed to a colleague in one's absence."""
    place = get_object_or_404(Recipient, pk=pk, passed_by__profile__user=request.user)
    actions.take_place_back(place, by=request.user, at=request.at)
    messages.success(request, _("It waits for you again."))
    return redirect("signing:sign", pk=place.pk)
