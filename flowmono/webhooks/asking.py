"""Is there an endpoint that asks for an event? Remembered for some seconds, so that an event nobody asks for costs nothing."""

import time
from typing import Any, Final

from django.db.models.signals import post_delete, post_save

from flowmono.events import Event
from flowmono.webhooks.models import EVERYTHING, Endpoint

REMEMBERED_FOR: Final = 5.0
_remembered: tuple[float, frozenset[str]] | None = None


def is_asked_for(event_class: type[Event]) -> bool:
    """True when an active endpoint asks for it. Other processes learn of a change within five seconds."""
    names = _names()
    return event_class.event_name() in names or EVERYTHING in names


def forget(**_signal: Any) -> None:
    """Ask the database again next time."""
    global _remembered
    _remembered = None


def follow_endpoints() -> None:
    """From now on this process forgets whenever an endpoint is saved here."""
    for signal in (post_save, post_delete):
        signal.connect(forget, sender=Endpoint, dispatch_uid=f"webhooks.asking.{id(signal)}")


def _names() -> frozenset[str]:
    global _remembered
    now = time.monotonic()
    if _remembered is None or now - _remembered[0] > REMEMBERED_FOR:
        asked = Endpoint.objects.filter(active=True).values_list("events", flat=True)
        _remembered = (now, frozenset(name for names in asked for name in names))
    return _remembered[1]
