"""What a person is asked to sign, and what they decided."""

from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from flowmono.accounts.models import User
from flowmono.listing.filters import Choice, Days
from flowmono.listing.lists import Column, Listing, register, state_words
from signing.actions import waits_of
from signing.models import Envelope, Recipient, RecipientState, SaidCategory
from signing.querysets import IN_ORDER

WAITING = "waiting"
ASIDE = "aside"
RELABELLED = "category_changed"


def _standing(places: Any, what: str, person: Any, _at: Any) -> Any:
    """The person's places in envelopes by how they stand; those that wait only while it is the person's turn."""
    if what in {WAITING, ASIDE}:
        found = places.filter(pk__in=Recipient.objects.waiting_for(person).values("pk"))
        return found.exclude(set_aside_at=None) if what == ASIDE else found
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
                (ASIDE, _("Set aside")),
                (RecipientState.SIGNED, _("Signed or approved by me")),
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
        own = Recipient.objects.filter(user=self.person).select_related(
            "envelope__contract__vendor", "envelope__contract__requester", "delegation__profile__user"
        )
        show = self.wanted.get("show") or WAITING
        return own.exclude(invited_at=None) if show == "everything" else _standing(own, show, self.person, self.at)

    def decorate(self, records: list[Any]) -> None:
        """How each waits on this day, by the same rule as its page: an authority may have ended since it was asked."""
        prefetch_related_objects(records, "envelope__recipients__user")
        waits = waits_of(records, person=self.person, on=self.at.date())
        for place in records:
            place.waits = waits[place.pk]

    def _order(self) -> list[Any]:
        if "sort" not in self.wanted and not self.wanted.get("show"):
            return list(IN_ORDER)
        if "sort" not in self.wanted and self.wanted.get("show") != ASIDE:
            return ["-decided_at", "-invited_at", "pk"]
        return super()._order()


def _reviewers(_person: Any) -> list[tuple[str, str]]:
    """Our own people who have signed something, by name."""
    found = (
        User.objects.filter(signing_places__state=RecipientState.SIGNED).distinct().order_by("first_name", "last_name")
    )
    return [(str(one.pk), str(one)) for one in found[:200]]


def _said_categories(_person: Any) -> list[tuple[str, str]]:
    found = SaidCategory.objects.order_by("category").values_list("category", flat=True).distinct()
    return [(name, name) for name in found[:200]]


@register
class Reviews(Listing):
    """How our own people and others reviewed what they signed; for those who check it."""

    name = "reviews"
    address = "signing:reviews"
    placeholder = _("Document, person or category")
    words = ("envelope__title", "envelope__contract__number", "envelope__category", "name", "email")
    filters = (
        Choice(
            "show",
            _("Reviewed too quickly"),
            [(RELABELLED, _("Category changed")), ("everything", _("Every review"))],
            lambda places, _what, _person, _at: places,
            chips=True,
        ),
        Choice("person", _("Anybody"), _reviewers, "user"),
        Days("decided_at", _("Decided"), moments=True),
    )
    columns = (
        Column("document", _("Document"), "envelope.title", ("envelope__title",)),
        Column("person", _("By"), "name", ("name",)),
        Column("party", "", "party"),
        Column("category", _("Category"), "envelope.category", ("envelope__category",)),
        Column("review", _("The review"), lambda place: place.evidence.get("pace", "")),
        Column("category_changes", "", lambda place: " ".join(place.evidence.get("category_changes", ()))),
        Column("seconds", "", lambda place: place.evidence.get("seconds")),
        Column("seconds_needed", "", lambda place: place.evidence.get("seconds_needed")),
        Column("decided", _("Decided"), "decided_at", ("decided_at",)),
        Column("amount", _("Amount"), "envelope.amount", ("envelope__base_amount",), end=True),
        Column("currency", "", "envelope.currency"),
    )
    first = "decided"
    tie = ("-decided_at", "pk")

    def records(self) -> Any:
        signed = Recipient.objects.filter(state=RecipientState.SIGNED, evidence__has_key="too_quick")
        seen = signed.filter(envelope__in=Envelope.objects.visible_to(self.person).values("pk"))
        found = seen.select_related("envelope__contract__vendor", "user")
        show = self.wanted.get("show")
        if show == RELABELLED:
            return found.filter(evidence__has_key="category_changes")
        return found if show == "everything" else found.filter(evidence__too_quick=True)


@register
class Sayings(Listing):
    """What people said documents are."""

    name = "sayings"
    address = "signing:sayings"
    placeholder = _("Document or category")
    words = ("title", "category", "read_as")
    filters = (
        Choice(
            "show",
            _("In use"),
            [("taken_back", _("Taken back"))],
            lambda sayings, _what, _person, _at: sayings,
            chips=True,
        ),
        Choice("category", _("Any category"), _said_categories, "category"),
        Days("said_at", _("Said"), moments=True),
    )
    columns = (
        Column("document", _("Document"), "title", ("title",)),
        Column("category", _("It is"), "category", ("category",)),
        Column("read_as", _("Read as"), "read_as", ("read_as",)),
        Column("said_by", _("Said by"), "said_by"),
        Column("said", _("Said"), "said_at", ("said_at",)),
        Column("taken_back", "", "taken_back_at"),
    )
    first = "-said"
    tie = ("-said_at", "-pk")

    def records(self) -> Any:
        taken_back = self.wanted.get("show") == "taken_back"
        found = SaidCategory.objects.select_related("said_by", "taken_back_by")
        return found.filter(taken_back_at__isnull=not taken_back)
