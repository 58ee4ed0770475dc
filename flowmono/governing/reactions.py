"""Telling administrators: the others when a change is proposed, its author when it was decided."""

from django.utils.translation import gettext as _

from flowmono import events
from flowmono.accounts import roles
from flowmono.accounts.models import User
from flowmono.governing.models import Proposal, ProposalState
from flowmono.notices.telling import tell


def tell_administrators(event: events.ChangeProposed) -> None:
    """Every other administrator hears that a rule is to be changed, and why."""
    proposal = Proposal.objects.select_related("proposed_by").get(pk=event.proposal_id)
    if proposal.state != ProposalState.WAITING:
        return
    others = User.objects.in_role(roles.ADMINISTRATOR).exclude(
        person__in=[proposal.proposed_person, *proposal.concerned]
    )
    tell(
        others,
        "change",
        key=f"change:{proposal.pk}",
        title=_("%(who)s proposes a change: %(title)s") % {"who": proposal.proposed_by, "title": proposal.title},
        sentence=proposal.reason,
        url=proposal.get_absolute_url(),
        at=event.at,
        case_id=event.case_id,
    )


def tell_author(event: events.ChangeDecided) -> None:
    """Whoever proposed it hears that it is in force, or why it is not."""
    proposal = Proposal.objects.select_related("proposed_by", "decided_by").get(pk=event.proposal_id)
    if proposal.decided_by is None:
        return
    words = _("%(who)s approved your change: %(title)s")
    if event.outcome == ProposalState.REJECTED:
        words = _("%(who)s rejected your change: %(title)s")
    tell(
        [proposal.proposed_by],
        "decision",
        key=f"change-decided:{proposal.pk}",
        title=words % {"who": proposal.decided_by, "title": proposal.title},
        sentence=event.reason,
        url=proposal.get_absolute_url(),
        at=event.at,
        case_id=event.case_id,
    )
