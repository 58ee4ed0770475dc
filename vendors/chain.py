"""The vendor's stations of a case: onboarding, workspace, and each milestone."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from flowmono.common.chain import CURRENT, DONE, STOPPED, WAITING, Case, Expected, Station, stations_of, steps_at
from vendors.models import Milestone, MilestoneState, Onboarding, Workspace, WorkspaceState

steps_at("draft", "vendors.reactions", "register_counterparty")
steps_at("onboarding", "vendors.reactions", "open_onboarding", "invite_contact", "ask_for_paper_again")
steps_at("workspace", "vendors.reactions", "open_workspace")
steps_at("milestones", "vendors.reactions", "start_milestones", "tell_requester", "tell_vendor")


@stations_of
def stations(case: Case) -> Iterator[Station | Expected]:
    for onboarding in _onboardings(case.pk):
        yield _onboarding(onboarding)
    seen = Milestone.objects.visible_to(case.person).filter(contract_id=case.pk)
    milestones = list(seen.select_related("workspace__requester", "accepted_by", "contract").order_by("position"))
    if not milestones and _has_none(case):
        yield Expected("milestones", 0, 0)
    workspace = milestones[0].workspace if milestones else _empty_workspace(case)
    if workspace is None:
        return
    states = {WorkspaceState.PLANNED: WAITING, WorkspaceState.CLOSED: DONE}
    yield Station(
        "workspace",
        _("Workspace"),
        states.get(WorkspaceState(workspace.state), CURRENT),
        str(workspace.get_state_display()),
        who=str(workspace.requester),
        at=workspace.started_at or workspace.created_at,
        url=workspace.get_absolute_url(),
        more=_("opens with the order") if workspace.state == WorkspaceState.PLANNED else "",
    )
    for milestone in milestones:
        yield _milestone(milestone, case.at)


def _empty_workspace(case: Case) -> Workspace | None:
    """A workspace without milestones."""
    seen = Workspace.objects.visible_to(case.person).filter(contract_id=case.pk)
    found: Workspace | None = seen.select_related("requester").first()
    return found


def _has_none(case: Case) -> bool:
    """Whether the signature opened a workspace with no milestone in it, whoever may see which."""
    there: bool = Workspace.objects.filter(contract_id=case.pk).exists()
    return there and not Milestone.objects.filter(contract_id=case.pk).exists()


def _onboardings(case: UUID) -> Any:
    required = Q(items__required=True)
    return (
        Onboarding.objects.filter(contract_id=case)
        .select_related("vendor")
        .annotate(
            asked=Count("items", filter=required),
            proved=Count("items", filter=required & Q(items__state__in=["done", "waived"])),
        )
        .order_by("created_at")
    )


def _onboarding(onboarding: Any) -> Station:
    complete = onboarding.completed_at is not None or onboarding.asked == onboarding.proved
    return Station(
        "onboarding",
        _("Vendor onboarding"),
        DONE if complete else CURRENT,
        _("complete")
        if complete
        else _("%(done)s of %(all)s proved") % {"done": onboarding.proved, "all": onboarding.asked},
        who=str(onboarding.vendor),
        at=onboarding.completed_at or onboarding.created_at,
        waits_for="" if complete else _("%(vendor)s, to hand in what is missing") % {"vendor": onboarding.vendor},
        since=None if complete else onboarding.created_at,
        url=onboarding.vendor.get_absolute_url(),
    )


def _milestone(milestone: Milestone, at: datetime) -> Station:
    late = milestone.is_late(at.date())
    submitted = milestone.state == MilestoneState.SUBMITTED
    kind = CURRENT if submitted or milestone.is_part_accepted else WAITING
    if milestone.is_done:
        kind = DONE
    elif milestone.state == MilestoneState.RETURNED or (late and not submitted):
        kind = STOPPED
    elif milestone.state == MilestoneState.OPEN:
        kind = CURRENT
    words = str(milestone.get_state_display())
    if late and not submitted:
        words = _("%(state)s, late") % {"state": words}
    if milestone.falls_after_end:
        kind, words = WAITING, _("due after the contract ended")
    waits_for = _("%(who)s, to accept it") % {"who": milestone.workspace.requester} if submitted else ""
    return Station(
        "milestones",
        milestone.title,
        kind,
        words,
        who=str(milestone.accepted_by or "") if milestone.is_done else "",
        at=milestone.accepted_on or milestone.due_on,
        amount=milestone.amount,
        currency=milestone.currency,
        waits_for=waits_for,
        since=milestone.submitted_at if submitted else None,
        url=milestone.get_absolute_url(),
        more="" if milestone.accepted_on or not milestone.due_on else _("due"),
    )
