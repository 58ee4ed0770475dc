"""What justifies each payment of a contract: a part of the contract's page, and a page of its own without scripts."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from flowmono.accounts.models import User
from flowmono.outbox.stopped import Stopped, stopped_steps
from procurement.lineage import threads_of
from procurement.models import Order

# The step whose order the page shows.
DRAFTS_THE_ORDER = "procurement.reactions.draft_order"


@login_required
@require_safe
def lineage(request: HttpRequest, contract: UUID) -> HttpResponse:
    """From each sentence of the schedule to the payments made on it."""
    contracts = Order._meta.get_field("contract").related_model
    found = contracts.objects.visible_to(request.user).filter(pk=contract).first()
    if found is None:
        raise Http404
    threads = threads_of(found.pk, request.user)
    facts = {
        "contract": found,
        "threads": [thread for thread in threads if not thread.is_unused],
        "unused": [thread for thread in threads if thread.is_unused],
        "stopped": None if threads else _stopped_order(found.pk, request.user),
    }
    return render(request, "procurement/_lineage.html" if request.htmx else "procurement/lineage.html", facts)


def _stopped_order(contract: UUID, person: User) -> Stopped | None:
    """Why no order was drafted from the schedule, when that step did not happen."""
    return next((one for one in stopped_steps(contract, person) if one.receiver == DRAFTS_THE_ORDER), None)
