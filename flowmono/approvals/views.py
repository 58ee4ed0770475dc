"""One's absences: entering one, ending it, and whom one stands in for."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from flowmono.accounts.models import Absence
from flowmono.approvals import absences
from flowmono.approvals.forms import AbsenceForm
from flowmono.common.refusals import Invalid


@login_required
def away(request: HttpRequest) -> HttpResponse:
    """When this person is away and who decides meanwhile; whom they stand in for."""
    person, at = request.user, request.at  # type: ignore[attr-defined]
    form = AbsenceForm(request.POST or None, person=person, today=at.date())  # type: ignore[arg-type]
    if request.method == "POST" and form.is_valid():
        try:
            absences.go_away(person, by=person, at=at, **form.cleaned_data)  # type: ignore[arg-type]
        except Invalid as refusal:
            form.add_error(refusal.field or None, refusal.message)
        else:
            messages.success(
                request, _("It is noted. %(name)s decides in your place.") % {"name": form.cleaned_data["delegate"]}
            )
            return redirect("approvals:away")
    current = Absence.objects.filter(ends_on__gte=at.date()).order_by("starts_on")
    facts = {
        "form": form,
        "absences": current.filter(person=person).select_related("delegate"),
        "stands_in": current.filter(delegate=person).select_related("person"),
        "today": at.date(),
        "tab": "away",
    }
    return render(request, "accounts/away.html", facts, status=422 if form.errors else 200)


@login_required
@require_POST
def back(request: HttpRequest, pk: int) -> HttpResponse:
    """End an absence."""
    absence = get_object_or_404(Absence, pk=pk, person=request.user)
    absences.come_back(absence, by=request.user, at=request.at)  # type: ignore[attr-defined, arg-type]
    messages.success(request, _("Welcome back. What waits is yours to decide again."))
    return redirect("approvals:away")
