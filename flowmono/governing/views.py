"""A proposed change: what would be otherwise, what it would have made of past cases, and the answer to it."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from flowmono.accounts import roles
from flowmono.accounts.models import User
from flowmono.common.refusals import Invalid, require
from flowmono.governing import actions, policies
from flowmono.governing.listings import Changes
from flowmono.governing.models import Proposal
from flowmono.governing.rehearsal import DAYS, MOST_SHOWN, Rehearsal
from flowmono.governing.wording import say_change


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 - login_required stands before
    return request.user


def _find(request: HttpRequest, pk: str) -> Proposal:
    require(policies.can_see_changes, request.user)
    found: Proposal = get_object_or_404(
        Proposal.objects.visible_to(_person(request)).select_related("proposed_by", "decided_by"), pk=pk
    )
    return found


@login_required
def proposals(request: HttpRequest) -> HttpResponse:
    """Every change of a rule that was proposed, and what became of it."""
    require(policies.can_see_changes, request.user)
    return Changes(request).respond("governing/list.html")


@login_required
def proposal(request: HttpRequest, pk: str) -> HttpResponse:
    """One change in words, tried on past cases as long as it is open."""
    return _page(request, _find(request, pk))


def _page(request: HttpRequest, found: Proposal, *, problem: Invalid | None = None, status: int = 200) -> HttpResponse:
    by = _person(request)
    is_author = policies.is_author(found, by)
    days = _days(request)
    facts: dict[str, Any] = {
        "proposal": found,
        "lines": say_change(found.kind, found.change),
        "is_stale": found.is_open and actions.is_stale(found),
        "may_propose": is_author and found.can("propose"),
        "may_withdraw": is_author and found.can("withdraw"),
        "may_decide": found.can("reject") and policies.can_decide(found, by),
        "record_url": _record_url(found) if policies.can_propose(by) else "",
        "problem": problem,
        "typed": request.POST.get("reason", ""),
        "days": days,
    }
    if found.is_open and found.kind.tried is not None:
        facts |= _rehearsal(found.kind.tried(found.change, request.at - timedelta(days=days), request.at))  # type: ignore[attr-defined]
        facts["spans"] = [{"days": span, "current": span == days} for span in DAYS]
    if facts["may_decide"] and not facts["is_stale"]:
        facts["doubts"] = actions.doubts_about(found)
    if found.is_open:
        others = User.objects.in_role(roles.ADMINISTRATOR).exclude(person__in=[found.proposed_person, *found.concerned])
        facts["others"] = list(others.order_by("first_name", "email")[:6])
    return render(request, "governing/proposal.html", facts, status=status)


def _days(request: HttpRequest) -> int:
    asked = request.GET.get("days", "")
    return int(asked) if asked.isdecimal() and int(asked) in DAYS else DAYS[1]


def _rehearsal(found: Rehearsal) -> dict[str, Any]:
    return {"rehearsal": found, "shown": found.differing[:MOST_SHOWN], "hidden": len(found.differing[MOST_SHOWN:])}


def _record_url(found: Proposal) -> str:
    """The record's page in the administration, or the list of its kind when there is none (any more)."""
    of = found.kind.model._meta
    try:
        if found.key and found.kind.model._default_manager.filter(pk=found.key).exists():
            return reverse(f"admin:{of.app_label}_{of.model_name}_change", args=[found.key])
        return reverse(f"admin:{of.app_label}_{of.model_name}_changelist")
    except NoReverseMatch:
        return ""


@login_required
@require_POST
def propose(request: HttpRequest, pk: str) -> HttpResponse:
    """Ask the other administrators."""
    found = _find(request, pk)
    try:
        actions.propose(found, by=_person(request), at=request.at, reason=request.POST.get("reason", ""))  # type: ignore[attr-defined]
    except Invalid as problem:
        return _page(request, found, problem=problem, status=400)
    messages.success(
        request, _("Proposed. The other administrators are told; it takes effect when one of them approves.")
    )
    return redirect(found)


@login_required
@require_POST
def approve(request: HttpRequest, pk: str) -> HttpResponse:
    """Let it take effect."""
    found = _find(request, pk)
    seen = request.POST.get("all_the_same") == "yes"
    actions.approve(found, by=_person(request), at=request.at, all_the_same=seen)  # type: ignore[attr-defined]
    words = _("Approved. It is in force from now on. %(meanwhile)s") % {"meanwhile": found.kind.meanwhile}
    messages.success(request, words)
    return redirect(found)


@login_required
@require_POST
def reject(request: HttpRequest, pk: str) -> HttpResponse:
    """Say no, and why."""
    found = _find(request, pk)
    actions.reject(found, by=_person(request), at=request.at, reason=request.POST.get("reason", ""))  # type: ignore[attr-defined]
    messages.success(request, _("Rejected. Nothing was changed; whoever proposed it is told why."))
    return redirect(found)


@login_required
@require_POST
def withdraw(request: HttpRequest, pk: str) -> HttpResponse:
    """Take one's own back."""
    found = _find(request, pk)
    actions.withdraw(found, by=_person(request), at=request.at)  # type: ignore[attr-defined]
    messages.success(request, _("Withdrawn. Nothing was changed."))
    return redirect("governing:list")
