"""Sending: counted before the call, called outside every transaction, noted afterwards; at least once, under the same id.

One process sends at a time, so that slow receivers never hold more than one worker; a receiver that fails is left alone for
a while, longer each time, so that it holds nobody up. Once it answers again, everything that it is owed is due at once.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from flowmono.accounts import roles
from flowmono.accounts.models import User
from flowmono.common.refusals import Refused
from flowmono.notices.telling import tell
from flowmono.outbox.broker import enqueue
from flowmono.webhooks.calling import SECONDS, Answer, post
from flowmono.webhooks.models import SEND, Attempt, Endpoint, Sending, SendingState
from flowmono.webhooks.signatures import headers_for

log = logging.getLogger(__name__)
# Seconds until a message is tried again, after its first attempt, its second, and so on: some three days in all.
WAITS: Final = (5, 60, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400)
# A worker that is killed during a call leaves its message to be tried again after this.
LEASE: Final = timedelta(seconds=6 * SECONDS)
LONGEST_QUIET: Final = 300
GONE: Final = 410
KEPT_FOR: Final = timedelta(days=90)
_LOCK: Final = 0x666D7765686B  # any number, the same in every process

CLAIM = """
update webhooks_sending set attempts = attempts + 1, next_try_at = %(leased)s where id = (
  select message.id from webhooks_sending message join webhooks_endpoint receiver on receiver.id = message.endpoint_id
  where message.state = 'waiting' and message.next_try_at <= %(now)s
    and receiver.active and (receiver.quiet_until is null or receiver.quiet_until <= %(now)s)
  order by (receiver.failing_since is not null), message.next_try_at, message.made_at limit 1 for update of message skip locked
) returning id
"""


def send_due(*, seconds: float = 30) -> int:
    """Send what is due, the longest waiting first, for so many seconds; return how many were taken by their receivers.

    Goes home at once when another process is sending; that one sees what is due here too.
    """
    taken = 0
    with _alone() as mine:
        if not mine:
            return 0
        end = time.monotonic() + seconds
        while (sending := _claim(timezone.now())) is not None:
            taken += _send(sending)
            if time.monotonic() > end:
                with transaction.atomic():
                    enqueue(SEND, [()])
                break
    return taken


@contextmanager
def _alone() -> Iterator[bool]:
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s)", [_LOCK])
        mine = bool(cursor.fetchone()[0])
    try:
        yield mine
    finally:
        if mine:
            with connection.cursor() as cursor:
                cursor.execute("select pg_advisory_unlock(%s)", [_LOCK])


def _claim(now: datetime) -> Sending | None:
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, {"now": now, "leased": now + LEASE})
        row = cursor.fetchone()
    return Sending.objects.select_related("endpoint", "event").get(pk=row[0]) if row else None


def _send(sending: Sending) -> bool:
    endpoint, at, body = sending.endpoint, timezone.now(), sending.body()
    try:
        headers = headers_for(endpoint.secrets_at(at), message_id=sending.message_id, at=at, body=body)
    except Refused as refusal:
        answer = Answer(None, error=refusal.message)
    else:
        headers |= {"Content-Type": "application/json", "User-Agent": "Flowmono-Webhooks/1"}
        answer = post(endpoint.url, body, headers, loopback=settings.WEBHOOK_LOOPBACK)
    note(sending, answer, at=at)
    return answer.is_taken


@transaction.atomic
def note(sending: Sending, answer: Answer, *, at: datetime) -> None:
    """Write down what came of an attempt, and what follows from it for the message and its endpoint."""
    Attempt.objects.create(
        sending=sending,
        at=at,
        status=answer.status,
        milliseconds=answer.milliseconds,
        answer=answer.text,
        error=answer.error[:300],
    )
    if answer.is_taken:
        _note_taken(sending, timezone.now())
    else:
        _note_failed(sending, answer, timezone.now())


def _note_taken(sending: Sending, now: datetime) -> None:
    Sending.objects.filter(pk=sending.pk).update(state=SendingState.SENT, sent_at=now)
    healed = Endpoint.objects.filter(pk=sending.endpoint_id, failures__gt=0).update(
        failures=0, failing_since=None, quiet_until=None
    )
    if healed:
        owed = Sending.objects.filter(endpoint=sending.endpoint_id, state=SendingState.WAITING)
        owed.update(next_try_at=now)


def _note_failed(sending: Sending, answer: Answer, now: datetime) -> None:
    last = sending.attempts > len(WAITS)
    Sending.objects.filter(pk=sending.pk, state=SendingState.WAITING).update(
        state=SendingState.FAILED if last else SendingState.WAITING,
        next_try_at=now + timedelta(seconds=WAITS[min(sending.attempts, len(WAITS)) - 1]),
    )
    endpoint = Endpoint.objects.select_for_update().get(pk=sending.endpoint_id)
    endpoint.failures += 1
    endpoint.failing_since = endpoint.failing_since or now
    quiet = min(WAITS[0] * 2 ** min(endpoint.failures - 1, 10), LONGEST_QUIET)
    endpoint.quiet_until = now + timedelta(seconds=quiet)
    Endpoint.objects.filter(pk=endpoint.pk).update(
        failures=endpoint.failures, failing_since=endpoint.failing_since, quiet_until=endpoint.quiet_until
    )
    days = settings.WEBHOOK_DAYS_OF_FAILING
    if answer.status == GONE:
        switch_off(endpoint, because=_("It answered 410: it is gone for good."), at=now)
    elif now - endpoint.failing_since >= timedelta(days=days):
        switch_off(endpoint, because=_("Nothing was taken for %(days)s days.") % {"days": days}, at=now)


def switch_off(endpoint: Endpoint, *, because: str, at: datetime) -> None:
    """Send nothing more there, and tell the administrators; what it is owed waits."""
    endpoint.active, endpoint.disabled_because = False, because[:300]
    endpoint.save()
    tell(
        User.objects.in_role(roles.ADMINISTRATOR),
        "incident",
        key=f"webhook-off:{endpoint.pk}:{at.isoformat()}",
        title=_("The webhook “%(name)s” is switched off") % {"name": endpoint},
        sentence=_("%(why)s What it is owed waits until somebody switches it on.") % {"why": because},
        url=endpoint.get_absolute_url(),
        at=at,
    )


def sweep() -> None:
    """Queue the sending when something is due that nobody sends. The clock calls it."""
    due = Sending.objects.filter(
        state=SendingState.WAITING, next_try_at__lte=timezone.now(), endpoint__active=True
    ).exclude(endpoint__quiet_until__gt=timezone.now())
    if due.exists():
        with transaction.atomic():
            enqueue(SEND, [()])


def forget_old() -> int:
    """Delete messages, and their logs, that were settled 90 days ago; return how many. The clock calls it."""
    old = Sending.objects.filter(made_at__lt=timezone.now() - KEPT_FOR).exclude(state=SendingState.WAITING)
    return old.delete()[1].get("webhooks.Sending", 0)
