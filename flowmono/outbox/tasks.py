"""What the queue and the clock call."""

from flowmono.outbox import delivering, letters


def sweep() -> int:
    """Pay debts that are due: deliveries and letters."""
    return delivering.sweep() + letters.sweep_letters()


def send_letter(letter_id: int) -> bool:
    """Send one letter."""
    return letters.send(letter_id)
