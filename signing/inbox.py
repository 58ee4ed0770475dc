"""Documents that wait for a person's signature."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from flowmono.accounts.models import User
from flowmono.common.inbox import Todo, needs_you
from signing.models import Recipient


@needs_you("signatures")
def signatures(person: User, at: datetime) -> Iterator[Todo]:
    for recipient in Recipient.objects.waiting_for(person)[:100]:
        envelope = recipient.envelope
        yield Todo(
            kind=_("Signature"),
            title=envelope.title,
            sentence=recipient.profile_reason or _("Review and sign."),
            url=reverse("signing:sign", args=[recipient.pk]),
            action=_("Review and sign"),
            since=recipient.invited_at,
            amount=envelope.base_amount,
            shown_amount=envelope.amount,
            currency=envelope.currency,
            key=recipient.pk,
        )
