"""What waits for a person about contracts: drafts that need a word, terms to confirm, contracts to submit and to send."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from contracts.models import Contract, State
from contracts.preparing import waits_because
from flowmono.accounts import roles
from flowmono.accounts.models import User
from flowmono.common.inbox import Todo, Waiting, needs_you
from flowmono.common.rates import worth

WORDS = {
    State.CHOICE: (_("Open changes"), _("Choose what becomes of the open changes")),
    State.REFUSED: (_("Draft"), _("The draft could not be converted")),
    State.REVIEW: (_("Terms"), _("Confirm or correct the terms that were read")),
    State.READY: (_("Contract"), _("Put it before its approvers")),
    State.APPROVED: (_("Contract"), _("Send it for signature")),
}
# What a requester does with their own; procurement and legal do all of it. As contracts.policies say for one contract.
REQUESTERS_OWN = (State.CHOICE, State.REFUSED, State.READY)


def _show(contract: Any) -> Todo:
    kind, sentence = WORDS[contract.state]
    return Todo(
        kind=kind,
        title=str(contract),
        sentence=_why(contract) or sentence,
        url=contract.get_absolute_url(),
        action=_("Open"),
        since=contract.created_at,
        amount=contract.worth,
        shown_amount=contract.total,
        currency=contract.currency,
        key=contract.pk,
        party=str(contract.vendor or contract.counterparty_name),
    )


def _why(contract: Contract) -> str:
    """Why it came back, or why its sequence does not go on by itself."""
    return contract.problem.splitlines()[0] if contract.problem else waits_because(contract)


@needs_you("contracts")
def contracts(person: User, at: datetime) -> Iterator[Waiting]:
    works_on_all = person.has_role(roles.PROCUREMENT, roles.LEGAL)
    if not works_on_all and not person.has_role(roles.REQUESTER):
        return
    kinds = {str(kind): kind for kind, _sentence in WORDS.values()}
    for words, kind in kinds.items():
        states = [
            state
            for state, (named, _sentence) in WORDS.items()
            if str(named) == words and (works_on_all or state in REQUESTERS_OWN)
        ]
        if states:
            rows = (
                Contract.objects.filter(state__in=states)
                .select_related("vendor")
                .annotate(worth=worth("total", "currency", at.date()))
            )
            if not works_on_all:
                rows = rows.filter(requester=person)
            yield Waiting(kind, rows, _show, since="created_at", amount="worth")
