"""The one clock of the doors. Only the demonstration sets it ahead, so that its papers of 2027 are of its own time."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone


def moment() -> datetime:
    """Now, as people and watches see it. The outbox keeps the machine's own time."""
    return timezone.now() + settings.CLOCK_AHEAD
