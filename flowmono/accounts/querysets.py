"""Questions about people."""

from datetime import date

from flowmono.accounts.models import Absence, User


def stand_in_for(person: User, on: date) -> User | None:
    """Who decides in this person's place on that day; None when the person is there."""
    absence = (
        Absence.objects.select_related("delegate").filter(person=person, starts_on__lte=on, ends_on__gte=on).first()
    )
    return absence.delegate if absence and absence.delegate.is_active else None
