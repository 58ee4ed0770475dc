"""Changes of rules that wait for a second person, and those that their author has not proposed yet."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from flowmono.accounts import roles
from flowmono.accounts.models import User
from flowmono.common.inbox import Todo, Waiting, needs_you
from flowmono.governing.models import Proposal


def _show_waiting(proposal: Proposal) -> Todo:
    return Todo(
        kind=_("Change of a rule"),
        title=proposal.title,
        sentence=_("%(who)s proposes it: %(why)s") % {"who": proposal.proposed_by, "why": proposal.reason},
        url=proposal.get_absolute_url(),
        action=_("Review"),
        since=proposal.proposed_at,
        key=proposal.pk,
    )


def _show_draft(proposal: Proposal) -> Todo:
    return Todo(
        kind=_("Change to propose"),
        title=proposal.title,
        sentence=_("You prepared this change and have not proposed it yet."),
        url=proposal.get_absolute_url(),
        action=_("Finish"),
        since=proposal.created_at,
        key=proposal.pk,
    )


@needs_you("changes of rules")
def changes(person: User, at: datetime) -> Iterator[Waiting]:
    if not person.has_role(roles.ADMINISTRATOR):
        return
    rows = Proposal.objects.select_related("proposed_by").defer("before", "after")
    yield Waiting(_("Change of a rule"), rows.waiting_for(person), _show_waiting, since="proposed_at")
    yield Waiting(_("Change to propose"), rows.drafts_of(person), _show_draft, since="created_at")
