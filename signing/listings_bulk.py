"""Documents that were sent to many people, and the people of one of them."""

from typing import Any

from django.db.models import Case, CharField, Count, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from flowmono.listing.filters import Choice, Days, mine
from flowmono.listing.lists import EVERYTHING, Column, Listing, register, state_words
from signing.actions.bulk_following import STANDINGS
from signing.models import Bulk, BulkRow, BulkState

# How a person of the list stands, in words, and the colour of it.
STANDING_WORDS: dict[str, Any] = {
    "faulty": _("faulty"),
    "waiting": _("not sent yet"),
    "out": _("out for signature"),
    "signed": _("signed"),
    "declined": _("declined"),
    "expired": _("expired"),
    "taken_back": _("taken back"),
    "failed": _("could not be sent"),
    "left_out": _("left out"),
    "stopped": _("not sent, stopped"),
}
KINDS = {
    "faulty": "bad",
    "failed": "bad",
    "declined": "bad",
    "expired": "bad",
    "out": "info",
    "signed": "good",
    "taken_back": "neutral",
}


@register
class Bulks(Listing):
    """Every document for many people that the person sees."""

    name = "sent-to-many"
    address = "signing:bulks"
    placeholder = _("Title or category")
    words = ("title", "category", "list_name")
    filters = (
        Choice("state", _("Any state"), BulkState.choices, "state"),
        mine("made_by"),
        Days("created_at", _("Made"), moments=True),
    )
    columns = (
        Column("title", _("Document"), "title", ("title",)),
        Column("category", _("Category"), "category", ("category",)),
        Column("state", _("State"), state_words, ("state",)),
        Column("people", _("People"), "people", ("people",), end=True),
        Column("signed", _("Signed"), "signed", ("signed",), end=True),
        Column("made", _("Made"), "created_at", ("created_at",)),
        Column("made_by", "", "made_by"),
        Column("started", "", "started_at"),
    )
    first = "-made"
    tie = ("-created_at", "pk")

    def records(self) -> Any:
        signed = Count("rows", filter=Q(rows__envelope__state__in=["completed", "sealed"]))
        seen = Bulk.objects.visible_to(self.person).select_related("made_by")
        return seen.annotate(people=Count("rows"), signed=signed, rounds=Count("rows__envelope"))


def standing_of(rows: "QuerySet[BulkRow]") -> "QuerySet[BulkRow]":
    """The rows, each with how it stands."""
    whens = [When(which, then=Value(name)) for name, which in STANDINGS.items()]
    return rows.annotate(standing=Case(*whens, default=Value("waiting"), output_field=CharField()))


def _narrowed(rows: Any, what: str, _person: Any, _at: Any) -> Any:
    return rows.filter(STANDINGS[what])


class BulkPeople(Listing):
    """The people of one document for many. `bulk` is set by who answers."""

    name = "people-of-many"
    address = "signing:bulk"
    placeholder = _("Name, address or company")
    words = ("name", "email", "party")
    filters = (Choice("show", _("Everybody"), list(STANDING_WORDS.items()), _narrowed, chips=True),)
    columns = (
        Column("name", _("Name"), "name", ("name",)),
        Column("line", _("Line"), "number", ("number",)),
        Column("email", _("E-mail address"), "email", ("email",)),
        Column("title", "", "title"),
        Column("party", _("For whom"), "party", ("party",)),
        Column("phone", "", "phone"),
        Column("amount", _("Amount"), "shown_amount", ("amount",), end=True),
        Column("currency", "", "shown_currency"),
        Column("state", _("State"), lambda row: STANDING_WORDS[row.standing], ("standing",)),
        Column("reason", "", lambda row: row.told),
        Column("sent", "", "envelope.sent_at"),
        Column("signed", "", "envelope.completed_at"),
    )
    first = "line"
    tie = ("number",)
    bulk: Bulk

    def records(self) -> Any:
        return standing_of(self.bulk.rows.select_related("envelope", "bulk"))

    def decorate(self, records: list[Any]) -> None:
        for row in records:
            row.bulk = self.bulk
            row.kind = KINDS.get(row.standing, "neutral")
            row.words = STANDING_WORDS[row.standing]
            ended = row.envelope.reason if row.envelope else ""
            row.told = " ".join(row.fault_words) or row.reason or ended

    def url_of(self, query: str) -> str:
        return f"{reverse(self.address, args=[self.bulk.pk])}?{query or f'{EVERYTHING}=1'}"

    @property
    def url_of_csv(self) -> str:
        asked = self.query + "&" if self.query else ""
        return f"{reverse(self.address, args=[self.bulk.pk])}?{asked}format=csv"
