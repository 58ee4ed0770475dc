"""Workspaces: the milestones of a contract on a timeline, with their evidence and their acceptance."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from documents.models import Version
from documents.serving import serve
from flowmono.accounts.models import User
from flowmono.common.answering import reason_of
from flowmono.common.money import Money
from flowmono.common.rates import worth
from flowmono.common.refusals import Invalid, require
from flowmono.common.templatetags.writing import reading_locale, write_amount
from vendors import actions, policies
from vendors.forms import AcceptForm, ReasonForm
from vendors.listings import Workspaces
from vendors.models import Evidence, Milestone, Workspace
from vendors.presenting import line_kind, question_before_accepting, sums_of
from vendors.views.frame import back, inside

PAGE = 50


@inside
@require_safe
def workspaces(request: HttpRequest) -> HttpResponse:
    """The list."""
    require(policies.can_list, request.user)
    return Workspaces(request).respond("vendors/workspaces.html")


def with_evidence(milestones: Any) -> Any:
    """The milestones with their term, people, and files, in a fixed number of queries."""
    versions = Prefetch("evidence__document__versions", queryset=Version.objects.order_by("number"))
    return milestones.select_related("term", "accepted_by", "submitted_by").prefetch_related(
        Prefetch("evidence", queryset=Evidence.objects.select_related("document").order_by("created_at")), versions
    )


@inside
@require_safe
def workspace(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One workspace."""
    seen = Workspace.objects.filter(pk__in=Workspace.objects.visible_to(request.user).values("pk"))
    found = get_object_or_404(seen.select_related("vendor", "contract", "requester"), pk=pk)
    today = request.at.date()
    priced = found.milestones.annotate(worth=worth("amount", "currency", today))
    milestones = list(with_evidence(priced))
    for milestone in milestones:
        milestone.workspace, milestone.contract = found, found.contract
    facts = {
        "workspace": found,
        "steps": [_step(milestone, request.user, today) for milestone in milestones],
        "sums": [one | {"note": _of_what(found.contract, one["total"])} for one in sums_of(milestones)],
        "done": sum(milestone.is_done for milestone in milestones),
        "late": sum(milestone.is_late(today) for milestone in milestones),
        "contract_url": _contract_url(found, request.user),
    }
    return render(request, "vendors/workspace.html", facts)


def _of_what(contract: Any, deliveries: Money) -> str:
    """What the sum of the deliveries leaves out, where the contract is worth more: what is charged by time or use."""
    if contract.total is None or contract.currency != deliveries.currency or contract.total <= deliveries.amount:
        return ""
    total = write_amount(contract.total, contract.currency, reading_locale())
    return _("of %(total)s; the rest is charged by time or use") % {"total": total}


def _contract_url(workspace: Workspace, person: User) -> str:
    """The contract's page, when there is one and this person may open it."""
    contracts = type(workspace.contract).objects.visible_to(person)
    try:
        address = reverse("contracts:contract", args=[workspace.contract_id])
    except NoReverseMatch:
        return ""
    return address if contracts.filter(pk=workspace.contract_id).exists() else ""


def _step(milestone: Milestone, person: User, today: Any) -> dict[str, Any]:
    decides = milestone.state == "submitted" and policies.can_accept_milestone(milestone, person)
    return {
        "record": milestone,
        "key": str(milestone.position),
        "kind": line_kind(milestone, today),
        "term": milestone.term,
        "files": evidence_of(milestone),
        "may_prepare": policies.can_prepare_evidence(milestone, person),
        "begins_on": milestone.precedes_force(today),
        "may_decide": decides,
        "sure": question_before_accepting(milestone, today) if decides else "",
        "part": AcceptForm(auto_id=f"part-{milestone.position}-%s"),
        "send_back": ReasonForm(auto_id=f"back-{milestone.position}-%s"),
    }


def evidence_of(milestone: Milestone) -> list[tuple[Evidence, Version | None]]:
    """What was handed in with a milestone of with_evidence, each with its file."""
    return [(one, _newest(one)) for one in milestone.evidence.all()]


def _newest(evidence: Evidence) -> Version | None:
    versions = list(evidence.document.versions.all())
    return versions[-1] if versions else None


def milestone_or_404(request: HttpRequest, pk: UUID, milestone: UUID) -> Milestone:
    """A milestone of a workspace that this person sees."""
    seen = Milestone.objects.filter(pk__in=Milestone.objects.visible_to(request.user).values("pk"), workspace_id=pk)
    found: Milestone = get_object_or_404(seen.select_related("workspace__vendor", "workspace__requester"), pk=milestone)
    return found


@inside
@require_POST
def accept(request: HttpRequest, pk: UUID, milestone: UUID) -> HttpResponse:
    """Accept a milestone, wholly or in part."""
    found = milestone_or_404(request, pk, milestone)
    percent = _percent(request)
    actions.accept_milestone(found, by=request.user, at=request.at, percent=percent, reason=reason_of(request, 1000))
    words = _("“%(title)s” is accepted.")
    if percent < 100:
        words = _("%(percent)s percent of “%(title)s” are accepted; the vendor hands in the rest.")
    return back(request, found, words % {"title": found.title, "percent": percent.normalize()})


def _percent(request: HttpRequest) -> Decimal:
    form = AcceptForm({"percent": request.POST.get("percent", "100"), "reason": request.POST.get("reason", "")})
    if not form.is_valid():
        raise Invalid(_("Accept between 0 and 100 percent."), field="percent")
    percent: Decimal = form.cleaned_data["percent"]
    return percent


@inside
@require_POST
def send_back(request: HttpRequest, pk: UUID, milestone: UUID) -> HttpResponse:
    """Send a milestone back."""
    found = milestone_or_404(request, pk, milestone)
    actions.send_milestone_back(found, by=request.user, at=request.at, reason=reason_of(request, 1000))
    return back(request, found, _("“%(title)s” was sent back.") % {"title": found.title})


@inside
@require_safe
def evidence(request: HttpRequest, pk: UUID, evidence: UUID) -> HttpResponse:
    """A file that was handed in with a milestone."""
    seen = Workspace.objects.visible_to(request.user).filter(pk=pk)
    found = get_object_or_404(Evidence.objects.select_related("document"), pk=evidence, milestone__workspace__in=seen)
    version = found.document.newest()
    if version is None:
        raise Http404
    return serve(request, version)
