"""Where a person puts right what a step was refused for, when one place does it."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from flowmono.accounts.models import User
from flowmono.outbox.models import Delivery


@dataclass(frozen=True)
class Remedy:
    """A link to the place, and what to do after."""

    label: str
    url: str
    then: str


def remedy_of(delivery: Delivery, person: User) -> Remedy | None:
    """The place where this person can put right why the step was refused; None when no one place does, or it is not theirs."""
    if delivery.refusal == "rate_missing" and person.has_perm("common.add_exchangerate") and person.is_staff:
        return Remedy(
            _("Enter the rate"),
            f"{reverse('admin:common_exchangerate_add')}?{urlencode(_rate_of(delivery))}",
            _("When the rate is there, try the step again."),
        )
    return None


def _rate_of(delivery: Delivery) -> dict[str, str]:
    """What the form is filled in with: the rate counts from the day of the event on."""
    values = {**delivery.event.values, **(delivery.corrected_values or {})}
    happened = timezone.localtime(delivery.event.at).date()
    filled = {"into": settings.COMPANY_CURRENCY, "valid_on": happened.isoformat()}
    if isinstance(values.get("currency"), str):
        filled["currency"] = values["currency"]
    return filled
