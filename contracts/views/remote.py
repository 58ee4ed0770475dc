"""Asking the remote reader for a second reading, and what was sent to it."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from contracts import actions
from contracts.listings import SecondReadings
from contracts.views.frame import back, contract_or_404


@login_required
@require_POST
def ask(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Have the worker send the text; the answer appears beside the terms."""
    record = contract_or_404(request, pk)
    asked = actions.ask_second_reading(record, by=request.user, at=request.at)
    return back(request, record, _("%(model)s is asked for a second reading.") % {"model": asked.model})


@login_required
@require_safe
def uses(request: HttpRequest) -> HttpResponse:
    """Every use of the remote reader on contracts that this person sees; ?format=csv gives it as a file."""
    return SecondReadings(request).respond("contracts/second_readings.html")
