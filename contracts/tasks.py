"""What the clock calls."""

from django.db import transaction

from contracts.sending import send_when_cured, waiting_in_doubt
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
