"""Why a sending to many people stands still though nobody paused it, in the words of the last failed attempt."""

from flowmono.outbox.models import Delivery, DeliveryState
from signing.models import Bulk, BulkState


def why_it_waits(bulk: Bulk) -> str:
    """The reason; "" while it goes on."""
    if bulk.state != BulkState.RUNNING:
        return ""
    held = (
        Delivery.objects.filter(
            event__case_id=bulk.case,
            receiver__endswith="send_next_of_many",
            state__in=[DeliveryState.WAITING, DeliveryState.INCIDENT],
        )
        .exclude(error="")
        .order_by("-pk")
        .first()
    )
    return held.error.strip().splitlines()[0] if held else ""
