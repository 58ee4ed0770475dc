"""Who decides about a round that is out: who sent it or, where they are away or send no documents any more, everybody who does."""

from datetime import date

from django.db.models import Exists, OuterRef

from flowmono.accounts import roles
from flowmono.accounts.models import Absence, User

SENDERS = (roles.PROCUREMENT, roles.LEGAL)


def sender_is_here(envelope: str, on: date) -> Exists:
    """In a query: whether who sent the round that is reached by this path is here on a day and may still send documents."""
    away = Absence.objects.filter(person=OuterRef("pk"), starts_on__lte=on, ends_on__gte=on)
    return Exists(User.objects.in_role(*SENDERS).filter(pk=OuterRef(f"{envelope}__sent_by")).exclude(Exists(away)))


def who_decides(sender: User | None, *, on: date) -> list[User]:
    """Whom to tell that something about a round is to be decided; sender: who sent it, None where a rule did."""
    if sender is not None and sender.has_role(*SENDERS):
        away = sender.absences.filter(starts_on__lte=on, ends_on__gte=on)
        if not away.exists():
            return [sender]
    return list(User.objects.in_role(*SENDERS))
