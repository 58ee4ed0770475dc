"""The changes of rules, the newest first."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from flowmono.governing.models import Proposal, ProposalState, Verb
from flowmono.listing.filters import Choice, Days
from flowmono.listing.lists import Column, Listing, register, state_words


@register
class Changes(Listing):
    """What was proposed about rules, and what became of it."""

    name = "changes"
    address = "governing:list"
    placeholder = _("Record or reason")
    words = ("title", "reason", "answer")
    filters = (
        Choice("state", _("All"), ProposalState.choices, "state", chips=True),
        Choice("verb", _("Every kind of change"), Verb.choices, "verb", label=_("Change")),
        Days("created_at", _("Prepared"), moments=True),
    )
    columns = (
        Column("title", _("What"), "title", ("title",)),
        Column("kind", "", "kind_name"),
        Column("verb", "", lambda one: str(one.get_verb_display())),
        Column("reason", "", "reason"),
        Column("proposed_by", _("Proposed by"), lambda one: str(one.proposed_by)),
        Column("proposed_at", "", "proposed_at", ("proposed_at",)),
        Column("decided_by", _("Answered by"), lambda one: str(one.decided_by or "")),
        Column("decided_at", "", "decided_at", ("decided_at",)),
        Column("answer", "", "answer"),
        Column("state", _("State"), state_words, ("state",)),
    )

    def records(self) -> Any:
        found = Proposal.objects.visible_to(self.person).select_related("proposed_by", "decided_by")
        return found.defer("before", "after")

    def _order(self) -> list[Any]:
        return super()._order() if "sort" in self.wanted else ["-created_at", "pk"]
