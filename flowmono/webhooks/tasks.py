"""What the queue and the clock call."""

from flowmono.webhooks import sending


def send_due() -> int:
    """Send what is due; return how many messages were taken."""
    return sending.send_due()


def sweep() -> None:
    """Queue the sending when something is due."""
    sending.sweep()


def forget_old() -> int:
    """Delete what was settled long ago."""
    return sending.forget_old()
