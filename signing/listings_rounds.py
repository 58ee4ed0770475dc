"""Signature rounds: what was sent to be signed, and what is prepared for it."""

from typing import Any

from django.db.models import Q, prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from flowmono.listing.filters import Choice, Days, mine
from flowmono.listing.lists import Column, Listing, register, state_words
from signing.models import ACTING, Envelope, EnvelopeState, Recipient, RecipientState


def _by_contract(rounds: Any, what: str, _person: Any, _at: Any) -> Any:
    return rounds.filter(contract__isnull=what == "without")


@register
class Rounds(Listing):
    """Every signature round that the person sees."""

    name = "signature-rounds"
    address = "signing:rounds"
    placeholder = _("Title, contract, category or person")
    words = ("title", "contract__number", "category")
    filters = (
        Choice("state", _("Any state"), EnvelopeState.choices, "state"),
        mine("sent_by", _("Sent by anybody"), _("Sent by me")),
        Choice(
            "of", _("Any document"), [("contract", _("Contracts")), ("without", _("Other documents"))], _by_contract
        ),
        Days("sent_at", _("Sent"), moments=True),
        Days("expires_at", _("Sign by"), moments=True),
    )
    columns = (
        Column("title", _("Document"), "title", ("title",)),
        Column("contract", "", "contract.number"),
        Column("party", "", "named_party"),
        Column("category", _("Category"), "category", ("category",)),
        Column("state", _("State"), state_words, ("state",)),
        Column("signed", "", "signed"),
        Column("people", "", "acting"),
        Column("sent", _("Sent"), "sent_at", ("sent_at",)),
        Column("sent_by", "", "sent_by"),
        Column("sign_by", _("Sign by"), "expires_at", ("expires_at",)),
        Column("amount", _("Amount"), "amount", ("base_amount",), end=True),
        Column("currency", "", "currency"),
    )
    first = "-sent"
    tie = ("-created_at", "pk")

    def records(self) -> Any:
        seen = Envelope.objects.filter(pk__in=Envelope.objects.visible_to(self.person).values("pk"))
        return seen.select_related("contract__vendor", "sent_by")

    def besides(self, word: str) -> Q:
        """A round is found by everybody who takes part in it, and for whom."""
        named = Q(name__icontains=word) | Q(email__icontains=word) | Q(party__icontains=word)
        return Q(pk__in=Recipient.objects.filter(named).values("envelope"))

    def decorate(self, records: list[Any]) -> None:
        """How many act in each, and how many of them have."""
        prefetch_related_objects(records, "recipients")
        for envelope in records:
            acting = [one for one in envelope.recipients.all() if one.role in ACTING]
            envelope.acting = len(acting)
            envelope.signed = sum(one.state == RecipientState.SIGNED for one in acting)
