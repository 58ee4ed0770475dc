"""Who signs a contract for the company."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from contracts.models import Contract
from flowmono.accounts import roles
from flowmono.accounts.models import User
from flowmono.common.refusals import Refused
from signing.models import SignatureProfile


def signatories(contract: Contract, base: Decimal | None, on: date, count: int) -> list[User]:
    """Who sign for the company: different people, first the holders of a mark that covers category and amount, then any
    signatories. Raises Refused when there are not enough."""
    profiles = (
        SignatureProfile.objects.filter(active=True, user__is_active=True)
        .select_related("user")
        .order_by("limit", "created_at")
    )
    covering = [
        profile.user
        for profile in profiles
        if profile.covers(category=contract.category, base_amount=base, on=on)
        and profile.user.has_role(roles.SIGNATORY)
    ]
    found: dict[str, User] = {}
    for person in [*covering, *User.objects.in_role(roles.SIGNATORY).order_by("pk")]:
        if len(found) < count:
            found.setdefault(str(person.person), person)
    if not found:
        raise Refused(
            _("Nobody has the role Signatory. An administrator can give it to the people who sign for the company.")
        )
    if len(found) < count:
        raise Refused(
            _("%(count)s people sign such a contract for us, and only %(found)s have the role Signatory.")
            % {"count": count, "found": len(found)},
            code="too_few_people",
        )
    return list(found.values())
