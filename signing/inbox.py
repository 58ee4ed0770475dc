"""Documents that wait for a person's signature."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from flowmono.accounts.models import User
from flowmono.common.inbox import Todo, Waiting, needs_you
from signing.models import Recipient


def _show(recipient: Recipient) -> Todo:
    """What is signed, with whom, and for how much; a contract by its number, as everywhere."""
    envelope = recipient.envelope
    why = recipient.profile_reason or _("Review and sign.")
    return Todo(
        kind=_("Signature"),
        title=str(envelope.contract or envelope.title),
        sentence=why,
        party=envelope.other_party,
        url=reverse("signing:sign", args=[recipient.pk]),
        action=_("Review and sign"),
        since=recipient.invited_at,
        amount=envelope.base_amount,
        shown_amount=envelope.amount,
        currency=envelope.currency,
        key=recipient.pk,
    )


@needs_you("signatures")
def signatures(person: User, at: datetime) -> Iterator[Waiting]:
    rows = Recipient.objects.waiting_for(person).select_related("envelope__contract__vendor")
    yield Waiting(_("Signature"), rows, _show, since="invited_at", amount="envelope__base_amount")
