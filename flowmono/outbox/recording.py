"""Writing an event down: the event, its ledger entry, one delivery per receiver, and the queue's tasks, together."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django.utils import timezone

from flowmono.common import acting
from flowmono.events import Event
from flowmono.ledger.models import write_entry
from flowmono.outbox.broker import enqueue
from flowmono.outbox.models import Delivery, RecordedEvent
from flowmono.outbox.routing import receivers_of

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
        [Delivery(event=recorded, receiver=path) for path in receivers_of(type(event))]
    )
    if deliveries:
        enqueue(DELIVER, [(delivery.pk,) for delivery in deliveries])
    return recorded
