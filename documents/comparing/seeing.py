"""Which comparisons with a brought file a person sees."""

from django.db.models import Q, QuerySet

from documents.homes import visible_versions
from documents.models import Comparison
from flowmono.accounts.models import User


def brought_by(person: User) -> QuerySet[Comparison]:
    """The comparisons with a file that this person brought, as long as they see the version it is compared with."""
    seen = visible_versions(person).values("pk")
    own = Comparison.objects.filter(Q(older__in=seen) | Q(newer__in=seen), brought_by=person)
    return own.select_related("older__document", "newer__document")
