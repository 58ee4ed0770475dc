"""Writing an event down: the event, its ledger entry, one delivery per receiver, and the queue's tasks, together."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from flowmono.common import acting
from flowmono.events import Event
from flowmono.ledger.models import write_entry
from flowmono.outbox.broker import enqueue
from flowmono.outbox.models import Delivery, Record, RecordedEvent
from flowmono.outbox.routing import paths_for

DELIVER = "flowmono.outbox.delivering.deliver"


def record(event: Event, *, subject: str, steps: Sequence[dict[str, Any]] = ()) -> RecordedEvent:
    """Write one event inside the caller's transaction and owe it to each of its receivers."""
    now = acting.current()
    values = event.to_plain()
    recorded = RecordedEvent.objects.create(
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
    deliveries = Delivery.objects.bulk_create(
        [Delivery(event=recorded, receiver=path) for path in paths_for(type(event))]
    )
    if deliveries:
        enqueue(DELIVER, [(delivery.pk,) for delivery in deliveries])
    return recorded


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
            default_date=timezone.now(),
            default_change_reason=str(now.actor)[:100],
            custom_historical_attrs={"history_user_id": now.user_id},
        )
    for record in records:
        if record not in quiet:
            record.save()
