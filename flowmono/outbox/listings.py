"""The list of deliveries: each event on its way to each step."""

from typing import Any, ClassVar

from django.db.models import Q
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from flowmono.common.templatetags.writing import write_name
from flowmono.events import REGISTRY
from flowmono.listing.filters import Choice, Days
from flowmono.listing.lists import Column, Listing, register, state_words
from flowmono.outbox.models import Delivery, DeliveryState, RecordedEvent
from flowmono.outbox.naming import Named, events_about, names_of, steps_named

_say = lazy(write_name, str)
_EVENTS = tuple((name, _say(name)) for name in sorted(REGISTRY))


@register
class Deliveries(Listing):
    name = "deliveries"
    address = "outbox:deliveries"
    placeholder = _("Step, or the name of a record")
    words = ("event__subject",)
    filters = (
        Choice("state", _("Every state"), DeliveryState.choices, "state", label=_("State")),
        Choice("event", _("Every event"), _EVENTS, "event__name", label=_("Event")),
        Days("event__at", _("Happened"), moments=True),
    )
    columns = (
        Column("step", _("Step"), "step", ("receiver",)),
        Column("record", "", lambda one: str(one.record)),
        Column("event", _("After"), "event.name", ("event__name",)),
        Column("state", _("State"), state_words, ("state",)),
        Column("attempts", _("Attempts"), "attempts", ("attempts",), end=True),
        Column("finished", _("When"), "finished_at", ("finished_at",)),
        Column("happened", "", "event.at"),
        Column("next_try", "", "next_try_at"),
        Column("error", "", lambda one: one.error.strip().partition("\n")[0]),
        Column("skipped_reason", "", "skipped_reason"),
    )
    tie = ("-id",)
    topic = "deliveries"
    names: ClassVar[dict[str, Named]] = {}

    def records(self) -> Any:
        return Delivery.objects.select_related("event").defer("corrected_values", "event__values")

    def look_ahead(self, records: Any) -> None:
        """What all their records are called, however many rows there are: a record has many deliveries."""
        self.names = names_of(records.order_by().values_list("event__subject", flat=True).distinct())

    def besides(self, word: str) -> Q:
        """Steps that are called so, and those of the records that the rows name, and of their cases."""
        return steps_named(word) | Q(event__in=RecordedEvent.objects.filter(events_about(word)).values("pk"))

    def decorate(self, records: list[Any]) -> None:
        """Each delivery with what the record that it is about is called, and where it is."""
        names = self.names or names_of(delivery.event.subject for delivery in records)
        for delivery in records:
            delivery.record = names[delivery.event.subject]


@register
class Incidents(Deliveries):
    """What waits for a person at the desk."""

    name = "incidents"
    address = "outbox:desk"
    filters = Deliveries.filters[1:]
    page_size = 25

    def records(self) -> Any:
        return super().records().filter(state=DeliveryState.INCIDENT)
