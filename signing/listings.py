"""What a person is asked to sign, and what they decided."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from flowmono.listing.filters import Choice, Days
from flowmono.listing.lists import Column, Listing, register, state_words
from signing.models import Recipient, RecipientState

WAITING = "waiting"


def _standing(places: Any, what: str, person: Any, _at: Any) -> Any:
    """The person's places in envelopes by how they stand; those that wait only while it is the person's turn."""
    if what == WAITING:
        return places.filter(pk__in=Recipient.objects.waiting_for(person).values("pk"))
    return places.filter(state=what)


@register
class Signatures(Listing):
    name = "signatures"
    address = "signing:queue"
    placeholder = _("Document, party or category")
    words = ("envelope__title", "envelope__contract__number", "envelope__category", "party")
    filters = (
        Choice(
            "show",
            _("Waits for me"),
            [
                (RecipientState.SIGNED, _("Signed by me")),
                (RecipientState.DECLINED, _("Declined by me")),
                ("everything", _("Everything")),
            ],
            lambda places, _what, _person, _at: places,
            chips=True,
        ),
        Days("invited_at", _("Asked"), moments=True),
    )
    columns = (
        Column("document", _("Document"), "envelope.title", ("envelope__title",)),
        Column("party", "", "party"),
        Column("category", _("Category"), "envelope.category", ("envelope__category",)),
        Column("role", "", "get_role_display"),
        Column("state", _("State"), state_words, ("state",)),
        Column("asked", _("Asked"), "invited_at", ("invited_at",)),
        Column("decided", "", "decided_at", ("decided_at",)),
        Column("amount", _("Amount"), "envelope.amount", ("envelope__amount",), end=True),
        Column("currency", "", "envelope.currency"),
    )
    first = "asked"
    tie = ("invited_at", "pk")

    def records(self) -> Any:
        own = Recipient.objects.filter(user=self.person).select_related("envelope__contract__vendor", "profile")
        show = self.wanted.get("show") or WAITING
        return own.exclude(invited_at=None) if show == "everything" else _standing(own, show, self.person, self.at)

    def _order(self) -> list[Any]:
        if "sort" not in self.wanted and self.wanted.get("show"):
            return ["-decided_at", "-invited_at", "pk"]
        return super()._order()
