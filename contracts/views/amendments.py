"""What an amendment changes, field by field, beside the agreement; and which agreement that is."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from contracts import actions, policies
from contracts.amending import amendable_for, amendment_of, seems_to_amend, supposed_agreement
from contracts.forms import AmendsForm
from contracts.models import Contract, State
from contracts.presenting_amendments import told
from contracts.views.frame import back, contract_or_404, show


@login_required
@require_safe
def amendment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Each field and item with its sentence before and after, the sums done again, and what else is changed."""
    record = contract_or_404(request, pk, "amends")
    found = amendment_of(record) if _may_see_agreement(request, record) else None
    return show(
        request,
        "amendment",
        record,
        "amendment",
        told=told(found) if found else None,
        orders=_orders_of(record, request.user) if found else [],
        **_choice(request, record),
    )


def _may_see_agreement(request: HttpRequest, record: Contract) -> bool:
    """Whoever sees an amendment does not see every agreement by that."""
    return (
        record.amends_id is not None and Contract.objects.visible_to(request.user).filter(pk=record.amends_id).exists()
    )


def _orders_of(record: Contract, person: Any) -> list[Any]:
    """The orders of the agreement that this person sees: an amendment drafts none, they are revised."""
    orders: Any = record.amends.orders  # type: ignore[union-attr]
    return list(orders.visible_to(person).exclude(state="cancelled").order_by("created_at"))


def _choice(request: HttpRequest, record: Contract) -> dict[str, Any]:
    """The form in which a person says which agreement it changes, while that can still be said."""
    if record.state not in {State.REVIEW, State.READY} or not policies.can_work_on(record, request.user):
        return {}
    offered = amendable_for(record, request.user)
    supposed = record.amends or supposed_agreement(record, offered)
    return {
        "form": AmendsForm(
            offered=offered,
            must=_must_name_one(record, request.user),
            initial={"amends": supposed.pk if supposed else None},
        ),
        "supposed": supposed,
    }


def _must_name_one(record: Contract, person: Any) -> bool:
    """That it changes none, although it seems so, is said by those who confirm its terms."""
    return seems_to_amend(record) and not policies.can_confirm_terms(record, person)


@login_required
@require_POST
def amends(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say which agreement it changes, or that it changes none."""
    record = contract_or_404(request, pk)
    offered = amendable_for(record, request.user)
    if record.amends is not None and record.amends not in offered:
        offered = [record.amends, *offered]
    form = AmendsForm(request.POST, offered=offered, must=_must_name_one(record, request.user))
    if not form.is_valid():
        messages.error(request, _("Choose one of the agreements that are offered."))
        return redirect("contracts:amendment", pk=record.pk)
    chosen = form.cleaned_data["amends"]
    actions.say_amends(record, by=request.user, at=request.at, amends=chosen)
    words = _("It changes %(number)s.") % {"number": chosen.number} if chosen else _("It changes no other contract.")
    return back(request, record, words, "amendment")
