"""Documents that wait for a person's signature."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from flowmono.accounts.models import User
from flowmono.common.inbox import Todo, Waiting, needs_you
from flowmono.common.templatetags.writing import as_read
from signing.models import CategoryChange, Handover, Recipient


def _show(recipient: Recipient) -> Todo:
    """What is signed, with whom, and for how much; a contract by its number, as everywhere."""
    envelope = recipient.envelope
    why = as_read(recipient.profile_reason) or _("Review and sign.")
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


def _show_wish(wish: Handover) -> Todo:
    """Who wishes that somebody else signs, and whom."""
    envelope = wish.recipient.envelope
    facts = {"was": wish.from_name, "now": wish.to_name, "address": wish.to_email}
    return Todo(
        kind=_("Somebody else should sign"),
        title=str(envelope.contract or envelope.title),
        sentence=_("%(was)s wishes that %(now)s (%(address)s) signs instead.") % facts,
        party=envelope.other_party,
        url=envelope.get_absolute_url(),
        action=_("Decide"),
        since=wish.at,
        amount=envelope.base_amount,
        shown_amount=envelope.amount,
        currency=envelope.currency,
        key=wish.recipient_id,
    )


@needs_you("wishes that somebody else signs")
def wishes(person: User, at: datetime) -> Iterator[Waiting]:
    """What signers of the documents that this person sent wish, or of those whose sender is not here: whoever sends documents decides."""
    rows = Handover.objects.waiting_for(person, on=at.date()).select_related("recipient__envelope__contract__vendor")
    yield Waiting(
        _("Somebody else should sign"), rows, _show_wish, since="at", amount="recipient__envelope__base_amount"
    )


def _show_change(change: CategoryChange) -> Todo:
    """Who says that a document is of another kind, and of which."""
    envelope = change.envelope
    return Todo(
        kind=_("Which category is it?"),
        title=str(envelope.contract or envelope.title),
        sentence=change.in_words,
        party=envelope.other_party,
        url=envelope.get_absolute_url(),
        action=_("Decide"),
        since=change.at,
        amount=envelope.base_amount,
        shown_amount=envelope.amount,
        currency=envelope.currency,
        key=change.pk,
    )


@needs_you("categories that signers name")
def categories(person: User, at: datetime) -> Iterator[Waiting]:
    """What signers say that a document is, against what was certain: nothing is signed for us before it is decided."""
    rows = CategoryChange.objects.waiting_for(person, on=at.date()).select_related("by", "envelope__contract__vendor")
    yield Waiting(_("Which category is it?"), rows, _show_change, since="at", amount="envelope__base_amount")
