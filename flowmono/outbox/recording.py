"""Writing an event down: the event, its ledger entry, one delivery per receiver, and the queue's tasks, together."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.db import connection
from django.utils import timezone
from psycopg.types.json import Jsonb
from simple_history.utils import bulk_create_with_history

from flowmono.common import acting
from flowmono.common.money import plain_money
from flowmono.common.now import moment_of_change
from flowmono.events import Event
from flowmono.ledger.models import write_entry
from flowmono.outbox.broker import enqueue
from flowmono.outbox.models import Record, RecordedEvent
from flowmono.outbox.routing import paths_for

DELIVER = "flowmono.outbox.delivering.deliver"
# In an event that names a currency every other number with decimals is money.
SHARES = frozenset({"percent"})


def values_of(event: Event) -> dict[str, Any]:
    """The event's values as JSON can hold them; its money has its currency's own number of decimals."""
    currency = getattr(event, "currency", "")
    amounts = {
        field.name: getattr(event, field.name) for field in fields(event) if currency and field.name not in SHARES
    }
    money = {name: plain_money(one, currency) for name, one in amounts.items() if isinstance(one, Decimal)}
    return {**event.to_plain(), **money}


def record(event: Event, *, subject: str, steps: Sequence[dict[str, Any]] = ()) -> RecordedEvent:
    """Write one event inside the caller's transaction and owe it to each of its receivers."""
    now = acting.current()
    values = values_of(event)
    recorded = RecordedEvent(
        name=type(event).event_name(),
        case_id=event.case_id,
        at=event.at,
        recorded_at=timezone.now(),
        subject=subject,
        values=values,
        actor_kind=now.actor.kind,
        actor_id=now.actor.id,
        actor_label=now.actor.label[:200],
        caused_by_id=now.delivery_id,
        chain_id=now.chain_id or uuid4(),
    )
    facts = {"event": values, "subject": subject, "by": str(now.actor), "by_id": now.actor.id}
    if steps:
        facts["steps"] = list(steps)
    write_entry(case_id=event.case_id, kind=type(event).event_name(), at=event.at, facts=facts)
    owed = _tell(recorded, paths_for(type(event)))
    if owed:
        enqueue(DELIVER, [(number,) for number in owed])
    return recorded


# One statement for the event and what is owed of it: this is on the way of everything that happens.
TELL = """
with told as (
  insert into outbox_recordedevent
    (name, case_id, at, recorded_at, subject, "values", actor_kind, actor_id, actor_label, caused_by_id, chain_id)
  values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) returning id
), owed as (
  insert into outbox_delivery (event_id, receiver, state, attempts, next_try_at, error, skipped_reason)
  select told.id, asked.receiver, 'waiting', 0, now(), '', ''
  from told, unnest(%s::text[]) with ordinality as asked (receiver, place) order by asked.place returning id
)
select (select id from told), array(select id from owed order by id)
"""


def _tell(recorded: RecordedEvent, receivers: list[str]) -> list[int]:
    """Write the event and one delivery per receiver; the event gets its number, the deliveries' numbers are returned."""
    facts = [
        Jsonb(value) if name == "values" else value
        for name, value in ((name, getattr(recorded, name)) for name in COLUMNS)
    ]
    with connection.cursor() as cursor:
        cursor.execute(TELL, [*facts, receivers])
        number, owed = cursor.fetchone()
    recorded.pk = number
    recorded._state.adding, recorded._state.db = False, connection.alias
    return list(owed)


COLUMNS = (
    "name",
    "case_id",
    "at",
    "recorded_at",
    "subject",
    "values",
    "actor_kind",
    "actor_id",
    "actor_label",
    "caused_by_id",
    "chain_id",
)


def save_together(records: Sequence[Record], *, at: datetime) -> None:
    """Save new records of one kind, with their history, in two statements.

    A record that has something to announce, or that has moved through its states, is saved by itself, as always.
    """
    quiet = [record for record in records if not record.announced and not record.has_moved]
    for record in quiet:
        record.created_at = record.created_at or at
    if quiet:
        now = acting.current()
        bulk_create_with_history(
            quiet,
            type(quiet[0]),
            default_date=moment_of_change(),
            default_change_reason=str(now.actor)[:100],
            custom_historical_attrs={"history_user_id": now.user_id},
        )
    for record in records:
        if record not in quiet:
            record.save()
