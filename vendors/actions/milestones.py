"""Delivering: a vendor hands in with evidence, the requester accepts wholly or in part, or sends back."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.conf import settings
from django.utils.translation import gettext as _

from documents.models import Document, Origin, add_version
from flowmono.accounts.models import User
from flowmono.common.acting import action
from flowmono.common.refusals import Conflict, Invalid, require
from vendors import policies
from vendors.models import Evidence, Milestone, MilestoneState, Workspace, WorkspaceState
from vendors.models.workspace import WHOLE
from vendors.uploads import check_upload


def _lock(milestone: Milestone) -> Milestone:
    locked: Milestone = (
        Milestone.objects.select_for_update(of=("self",))
        .select_related("workspace__vendor", "submitted_by")
        .get(pk=milestone.pk)
    )
    return locked


@action
def submit_milestone(
    milestone: Milestone, *, by: User, at: datetime, note: str, files: Sequence[tuple[str, bytes]] = ()
) -> Milestone:
    """Hand a milestone in with evidence: files as (name, bytes), or at least a note that says where it can be seen."""
    milestone = _lock(milestone)
    require(policies.can_submit_milestone, milestone, by)
    if not milestone.may_be_handed_in:
        raise Conflict(
            _("This milestone is %(state)s; it cannot be handed in now.") % {"state": milestone.get_state_display()}
        )
    if not files and not note.strip():
        raise Invalid(
            _("Add evidence: a file, or a note that says what was delivered and where it can be seen."), field="note"
        )
    for name, data in files:
        media_type = check_upload(data, name, limit_mb=settings.UPLOAD_LIMIT_MB)
        paper = Document(case_key=milestone.contract_id, title=name[:200], kind="evidence")
        paper.save()
        add_version(paper, data, name=name, media_type=media_type, origin=Origin.UPLOADED)
        Evidence(milestone=milestone, document=paper, submitted_by=by).save()
    milestone.submit(by=by, at=at, note=note.strip())
    milestone.save()
    return milestone


@action
def accept_milestone(
    milestone: Milestone, *, by: User, at: datetime, percent: Decimal = WHOLE, reason: str = ""
) -> Milestone:
    """Accept what was handed in, wholly or in part (`reason`: what is missing); never less than was accepted before."""
    milestone = _lock(milestone)
    require(policies.can_accept_milestone, milestone, by)
    if milestone.state != MilestoneState.SUBMITTED:
        raise Conflict(
            _("This milestone is %(state)s; there is nothing to accept.") % {"state": milestone.get_state_display()}
        )
    if not percent.is_finite() or not 0 < percent <= 100:
        raise Invalid(_("Accept between 0 and 100 percent."), field="percent")
    if percent < milestone.accepted_percent:
        raise Invalid(
            _("%(share)s percent were already accepted; that cannot be taken back here.")
            % {"share": milestone.accepted_percent.normalize()},
            field="percent",
        )
    milestone.accept(by=by, on=at.date(), percent=percent, at=at, reason=reason.strip())
    milestone.save()
    _close_if_done(milestone.workspace)
    return milestone


def _close_if_done(workspace: Workspace) -> None:
    """Close the workspace whose milestones are all accepted wholly."""
    workspace = Workspace.objects.lock(workspace)
    left = workspace.milestones.exclude(state=MilestoneState.ACCEPTED, accepted_percent__gte=WHOLE)
    if workspace.state == WorkspaceState.RUNNING and not left.exists():
        workspace.close()
        workspace.save()


@action
def send_milestone_back(milestone: Milestone, *, by: User, at: datetime, reason: str) -> Milestone:
    """Say what is missing; the vendor hands it in again."""
    milestone = _lock(milestone)
    require(policies.can_accept_milestone, milestone, by)
    if not reason.strip():
        raise Invalid(_("Say what is missing; the vendor reads this."), field="reason")
    if milestone.state != MilestoneState.SUBMITTED:
        raise Conflict(
            _("This milestone is %(state)s; there is nothing to send back.") % {"state": milestone.get_state_display()}
        )
    milestone.send_back(by=by, reason=reason.strip(), at=at)
    milestone.save()
    return milestone
