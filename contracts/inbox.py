"""What waits for a person about contracts: drafts that need a word, terms to confirm, contracts to submit and to send."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from contracts import policies
from contracts.models import Contract, State
from flowmono.accounts.models import User
from flowmono.common.inbox import Todo, needs_you

WORDS = {
    State.CHOICE: (_("Open changes"), _("Choose what becomes of the open changes"), policies.can_work_on),
    State.REFUSED: (_("Draft"), _("The draft could not be converted"), policies.can_work_on),
    State.REVIEW: (_("Terms"), _("Confirm or correct the terms that were read"), policies.can_confirm_terms),
    State.READY: (_("Contract"), _("Put it before its approvers"), policies.can_submit),
    State.APPROVED: (_("Contract"), _("Send it for signature"), policies.can_send),
}


@needs_you("contracts")
def contracts(person: User, at: datetime) -> Iterator[Todo]:
    waiting = Contract.objects.visible_to(person).filter(state__in=list(WORDS)).select_related("requester")
    for contract in waiting[:100]:
        kind, sentence, policy = WORDS[contract.state]
        if policy(contract, person):
            yield Todo(
                kind=kind,
                title=str(contract),
                sentence=contract.problem.splitlines()[0] if contract.problem else sentence,
                url=contract.get_absolute_url(),
                action=_("Open"),
                since=contract.created_at,
                amount=contract.total,
                shown_amount=contract.total,
                currency=contract.currency,
                key=contract.pk,
            )
