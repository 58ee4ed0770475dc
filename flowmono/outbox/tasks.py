"""What the queue calls."""

from flowmono.outbox import delivering


def sweep() -> int:
    """Pay debts that are due."""
    return delivering.sweep()
