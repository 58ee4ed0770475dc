"""Delivering: counted first, claimed inside the receiver's own transaction, done exactly once in our database.

What a receiver has to ask of servers outside is asked between the two, while nothing is locked (routing.asks_outside).
"""

import logging
import traceback
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from flowmono.common.acting import Actor, acting
from flowmono.common.refusals import NotNow, Refused
from flowmono.outbox import faults
from flowmono.outbox.broker import enqueue
from flowmono.outbox.models import Delivery, DeliveryState
from flowmono.outbox.recording import DELIVER
from flowmono.outbox.routing import OUTSIDE, find_receiver

log = logging.getLogger(__name__)
SWEEP_AT_ONCE = 500


class Counted(NamedTuple):
    """An attempt that was committed: its number, and whose it is."""

    attempt: int
    receiver: str


def deliver(delivery_id: int) -> bool:
    """Try to deliver once; True when the receiver's effect and "done" were committed by this call.

    The attempt is committed before the work, so that a killed worker cannot erase it and a document that kills every
    worker ends in quarantine. The claim compares that number: whoever counted last runs, everybody else goes home.
    """
    counted = _count_attempt(delivery_id)
    if counted is None:
        return False
    try:
        return _run(delivery_id, counted)
    except Exception as error:
        _note_failure(delivery_id, counted.attempt, error)
        return False


# One statement: count, unless another worker holds the row, is between its count and its claim (the back-off has not
# passed yet), or every attempt is used up. A first attempt is never late: clocks of two machines may differ.
# Who asks servers outside is given more time before anybody else takes it up.
# The commit does not wait for the disk: what a killed worker must not erase is already in the server's memory.
COUNT = """
with soon as (select set_config('synchronous_commit', 'off', true))
update outbox_delivery set attempts = attempts + 1, started_at = %(now)s,
  next_try_at = %(now)s + make_interval(secs => greatest((%(waits)s::float[])[least(attempts + 1, %(most)s)],
                                        case when receiver = any(%(outside)s::text[]) then %(patience)s::float end))
from soon where id = (select id from outbox_delivery where id = %(id)s and state = 'waiting' and attempts <= %(most)s
              and (attempts = 0 or next_try_at <= %(now)s) for update skip locked)
returning attempts, receiver
"""


DONE = "update outbox_delivery set state = 'done', finished_at = %s, error = '', refusal = '' where id = %s"


def _count_attempt(delivery_id: int) -> Counted | None:
    """Commit one more attempt; None when there is nothing to do, somebody else is at it, or all attempts are used."""
    waits = settings.OUTBOX_BACKOFF
    facts = {"id": delivery_id, "now": timezone.now(), "waits": waits, "most": len(waits)}
    facts |= {"outside": list(OUTSIDE), "patience": settings.OUTBOX_PATIENCE}
    with connection.cursor() as cursor:
        cursor.execute(COUNT, facts)
        counted = cursor.fetchone()
    if counted is None:
        _quarantine_if_used_up(delivery_id)
        return None
    return Counted(*counted)


def _quarantine_if_used_up(delivery_id: int) -> None:
    """What has used every attempt and is still waiting killed its worker each time: it waits for a person."""
    words = "Every attempt ended without a word: the worker was killed each time."
    used_up = Delivery.objects.filter(
        pk=delivery_id,
        state=DeliveryState.WAITING,
        attempts__gt=len(settings.OUTBOX_BACKOFF),
        next_try_at__lte=timezone.now(),
    )
    with transaction.atomic():
        delivery = used_up.select_for_update(skip_locked=True).first()
        if delivery is not None:
            delivery.state, delivery.error = DeliveryState.INCIDENT, delivery.error or words
            delivery.save(update_fields=["state", "error"])


def _run(delivery_id: int, counted: Counted) -> bool:
    waiting = Delivery.objects.select_related("event").filter(pk=delivery_id, state=DeliveryState.WAITING)
    brought: tuple[Any, ...] = ()
    if counted.receiver in OUTSIDE:
        asking = waiting.first()
        if asking is None:
            return False
        # Who is slower than the patience may still be the first to bring it: whoever holds the row then does it, once.
        brought = (_ask_outside(asking, OUTSIDE[counted.receiver]),)
    else:
        waiting = waiting.filter(attempts=counted.attempt)
    with transaction.atomic():
        delivery = waiting.select_for_update(of=("self",), skip_locked=True).first()
        if delivery is None:
            return False
        recorded = delivery.event
        event = delivery.given
        receiver = find_receiver(type(event), delivery.receiver)
        if receiver is None:
            raise Refused(
                _(
                    "Nothing named %(receiver)s listens to %(event)s any more. Skip this delivery, or bring the step back."
                )
                % {"receiver": delivery.receiver, "event": recorded.name}
            )
        faults.reach(delivery.receiver, "before")
        actor = Actor("event", str(recorded.pk), recorded.name)
        with acting(actor, at=recorded.at, delivery_id=delivery.pk, chain_id=recorded.chain_id):
            receiver.function(event, *brought)
        with connection.cursor() as cursor:
            cursor.execute(DONE, [timezone.now(), delivery.pk])
    faults.reach(delivery.receiver, "after")
    return True


def _ask_outside(delivery: Delivery, ask: Callable[[Any], Any]) -> Any:
    """What the receiver needs from servers outside; no transaction is open meanwhile, unless the caller's own is."""
    recorded = delivery.event
    with acting(Actor("event", str(recorded.pk), recorded.name), at=recorded.at, chain_id=recorded.chain_id):
        return ask(delivery.given)


def _next_try(attempts: int, now: datetime) -> datetime:
    waits = settings.OUTBOX_BACKOFF
    return now + timedelta(seconds=waits[min(attempts, len(waits)) - 1])


def _note_failure(delivery_id: int, attempt: int, error: Exception) -> None:
    """Say what went wrong; after the last attempt it is an incident that waits for a person."""
    words = error.message if isinstance(error, Refused) else f"{type(error).__name__}: {error}"
    log.warning("Delivery %s failed at attempt %s: %s", delivery_id, attempt, words)
    detail = "" if isinstance(error, Refused) else "\n\n" + "".join(traceback.format_exception(error))[-4000:]
    most = len(settings.OUTBOX_BACKOFF)
    last = attempt > most or (isinstance(error, Refused) and error.needs_a_person)
    if isinstance(error, NotNow):
        # What waits for somebody else's server has no last attempt: it keeps the longest wait, and one attempt in hand, so that a
        # worker that is stopped in the middle of it makes no incident.
        last, attempt_kept = False, min(attempt, max(most - 1, 1))
    else:
        attempt_kept = attempt
    with transaction.atomic():
        Delivery.objects.filter(pk=delivery_id, state=DeliveryState.WAITING, attempts=attempt).update(
            error=words + detail,
            refusal=error.code if isinstance(error, Refused) else "",
            attempts=attempt_kept,
            state=DeliveryState.INCIDENT if last else DeliveryState.WAITING,
            next_try_at=_next_try(attempt, timezone.now()),
        )


def sweep() -> int:
    """Put every debt that is due in the queue again; return how many. Old debts have no age limit."""
    due = list(
        Delivery.objects.due(timezone.now()).order_by("next_try_at").values_list("pk", flat=True)[:SWEEP_AT_ONCE]
    )
    if due:
        with transaction.atomic():
            enqueue(DELIVER, [(pk,) for pk in due])
    return len(due)


def drain(limit: int = 10_000) -> int:
    """Deliver everything that is due in this process, in order, until nothing is; return how many were delivered.

    For commands that play a whole chain without a worker. Failures stay with their back-off.
    """
    delivered = 0
    for _turn in range(limit):
        pending = Delivery.objects.filter(state=DeliveryState.WAITING, attempts=0).values_list("pk", flat=True).first()
        if pending is None:
            return delivered
        delivered += deliver(pending)
    return delivered
