"""What an event owes to webhooks: one message for each endpoint that asks for it, sent by a task of its own."""

from flowmono.common import acting
from flowmono.events import Event
from flowmono.outbox.broker import enqueue
from flowmono.outbox.models import Delivery
from flowmono.webhooks.models import SEND, Endpoint, Sending


def owe_messages(event: Event) -> None:
    """Write one message per endpoint; written twice it is written once."""
    delivery = Delivery.objects.select_related("event").get(pk=acting.current().delivery_id)
    recorded = delivery.event
    owed = [
        Sending(endpoint=endpoint, event=recorded, made_at=recorded.recorded_at, next_try_at=recorded.recorded_at)
        for endpoint in Endpoint.objects.asking_for(event.event_name())
    ]
    if owed:
        Sending.objects.bulk_create(owed, ignore_conflicts=True)
        enqueue(SEND, [()])
