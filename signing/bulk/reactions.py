"""What happens by itself when one document goes to many people: one round after the other leaves, reminders, taking back."""

from flowmono import events
from signing.actions import bulk_following, bulk_sending


def send_next_of_many(
    event: events.SendingToManyStarted | events.OneOfManySent | events.OneOfManyFailed,
) -> None:
    """Send the next one, in one transaction with the word that it was sent; the word brings the one after it."""
    bulk_sending.send_next(event.bulk_id, run=event.run, at=event.at)


def remind_many(event: events.ManyReminded) -> None:
    """Remind everybody of it whose turn it is."""
    bulk_following.remind_open(event.bulk_id, at=event.at)


def take_many_back(event: events.ManyTakenBack) -> None:
    """Take back every round of it that is still open."""
    bulk_following.take_open_back(event.bulk_id, reason=event.reason, at=event.at)


def tell_that_all_had_their_turn(event: events.SendingToManyEnded) -> None:
    """Whoever sent it hears that it is done, and how many could not be sent."""
    bulk_following.tell_that_it_ended(event.bulk_id, sent=event.sent, failed=event.failed, at=event.at)
