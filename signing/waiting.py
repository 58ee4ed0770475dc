"""Why a document that everybody has signed has no seal yet, in the words of the last failed attempt."""

from flowmono.outbox.models import Delivery, DeliveryState
from signing.models import Envelope, EnvelopeState


def why_unsealed(envelope: Envelope) -> str:
    """The reason why the seal waits; "" when it does not, or has not been tried yet."""
    if envelope.state != EnvelopeState.COMPLETED:
        return ""
    waiting = (
        Delivery.objects.filter(
            event__name="EnvelopeCompleted",
            event__case_id=envelope.case,
            receiver__endswith="seal_envelope",
            state__in=[DeliveryState.WAITING, DeliveryState.INCIDENT],
        )
        .exclude(error="")
        .order_by("-pk")
        .first()
    )
    return waiting.error.strip().splitlines()[0] if waiting else ""
