"""Questions about people."""

from collections.abc import Iterable
from datetime import date

from flowmono.accounts.models import Absence, User


def stand_ins_for(people: Iterable[User], on: date) -> dict[int, User]:
    """Who decides in whose place on that day, by the absent person's key; in one statement."""
    absences = Absence.objects.filter(person__in={person.pk for person in people}, starts_on__lte=on, ends_on__gte=on)
    found = absences.select_related("delegate").order_by("pk")
    return {absence.person_id: absence.delegate for absence in reversed(found) if absence.delegate.is_active}
