"""What waits for a person about contracts: drafts that need a word, terms to confirm, contracts to submit and to send, obligations."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from contracts.models import Contract, Obligation, Side, State
from contracts.obliging import DELIVERY, END_OF_TERM, INSTALMENT, NOTICE_WINDOW
from contracts.preparing import waits_because
from flowmono.accounts import roles
from flowmono.accounts.models import User
from flowmono.common.inbox import Answer, Todo, Waiting, days_past, needs_you
from flowmono.common.rates import worth
from flowmono.common.templatetags.writing import say_day

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


# How long before its day an obligation is put before its owner.
IN_SIGHT = timedelta(days=14)


@needs_you("obligations")
def obligations(person: User, at: datetime) -> Iterator[Waiting]:
    """Ours, verified, overdue or due within two weeks, for who answers for them.

    What is followed elsewhere is asked about there: deliveries in their workspace, instalments with their invoices. Of a contract that
    renews by itself procurement is told by the watch over notice.
    """
    if not person.may_decide:
        return
    today = at.date()
    mine = Obligation.objects.open().filter(
        owner=person, side__in=[Side.OURS, Side.BOTH], verified_by__isnull=False, due_on__lte=today + IN_SIGHT
    )
    mine = mine.exclude(kind__in=[DELIVERY, INSTALMENT, END_OF_TERM])
    if person.has_role(roles.PROCUREMENT):
        mine = mine.exclude(kind=NOTICE_WINDOW, record__contract__renews=True)

    def show(obligation: Any) -> Todo:
        contract = obligation.record.contract
        left = (obligation.due_on - today).days
        late = _("It was due on %(day)s. %(contract)s") if left < 0 else _("It is due on %(day)s. %(contract)s")
        return Todo(
            kind=_("Obligation"),
            title=obligation.title,
            sentence=late % {"day": say_day(obligation.due_on), "contract": contract},
            url=obligation.get_absolute_url(),
            action=_("Open"),
            since=obligation.created_at,
            days_at_risk=-left if left < 0 else 0,
            key=obligation.pk,
            party=str(contract.vendor or contract.counterparty_name),
            answers=_ways(obligation, contract),
        )

    rows = mine.select_related("record__contract__vendor", "term")
    yield Waiting(_("Obligation"), rows, show, since="created_at", days=days_past("due_on", today))


def _ways(obligation: Any, contract: Any) -> tuple[Answer, ...]:
    """Done in one press; a window for notice is answered on its page, which says what letting it pass means."""
    if obligation.kind == NOTICE_WINDOW:
        return ()
    return (Answer("yes", _("Done"), reverse("contracts:settle", args=[contract.pk, obligation.pk])),)
