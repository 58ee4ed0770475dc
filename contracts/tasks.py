"""What the clock and the queue call."""

from django.db import transaction

from contracts import actions
from contracts.models import Contract, Obligation, RemoteReader, State
from contracts.remote import try_reader
from contracts.sending import send_when_cured, waiting_in_doubt
from flowmono.accounts.models import User
from flowmono.common.acting import Actor, acting
from flowmono.common.now import moment

CLOCK = Actor("system", "clock", "Flowmono, by the clock")


def send_what_is_no_longer_in_doubt() -> int:
    """Look again at what its sequence would send but for a doubt; return how many left for their signers."""
    at, left = moment(), 0
    for pk in waiting_in_doubt():
        with acting(CLOCK, at=at), transaction.atomic():
            left += send_when_cured(pk, at=at)
    return left


def open_next_terms() -> int:
    """Put on record the terms that began by themselves; return with how many contracts."""
    at = moment()
    over = list(Contract.objects.went_on_by_itself(at.date()).order_by("pk"))
    for contract in over:
        with acting(CLOCK, at=at), transaction.atomic():
            actions.open_next_term(contract, at=at)
    return len(over)


def settle_ended_terms() -> int:
    """Note of terms whose last day is over that they are; return of how many."""
    at, settled = moment(), 0
    over = Obligation.objects.ended_terms(at.date()).values("record__contract")
    for contract in Contract.objects.filter(pk__in=over, state__in=[State.SIGNED, State.ARCHIVED]).order_by("pk"):
        with acting(CLOCK, at=at), transaction.atomic():
            settled += actions.settle_ended_terms(contract, at=at)
    return settled


def try_remote_reader(reader_id: str, person_id: str) -> None:
    """Ask the remote reader about a text of ours and keep what happened."""
    person = User.objects.get(pk=person_id)
    with acting(person.as_actor(), at=moment()):
        try_reader(RemoteReader.objects.get(pk=reader_id), at=moment())
