"""The messages of one endpoint, as a list like the others: narrowed, sorted, and as CSV."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from flowmono.common.templatetags.writing import write_name
from flowmono.listing.filters import Choice
from flowmono.listing.lists import EVERYTHING, Column, Listing, state_words
from flowmono.outbox.naming import names_of
from flowmono.webhooks.models import Endpoint, SendingState


class Messages(Listing):
    """Its address is its endpoint's, so no views of it are saved: it is not registered."""

    name = "webhook-messages"
    filters = (Choice("state", _("All"), SendingState.choices, "state", label=_("State"), chips=True),)
    columns = (
        Column("event", _("Event"), lambda one: write_name(one.event_name), ("event__name",)),
        Column("record", "", lambda one: str(one.record)),
        Column("state", _("State"), state_words, ("state",)),
        Column("attempts", _("Attempts"), "attempts", ("attempts",), end=True),
        Column("made", _("Made"), "made_at", ("made_at",)),
        Column("taken", _("Taken, or next tried"), "sent_at", ("sent_at", "next_try_at")),
        Column("next_try", "", "next_try_at"),
        Column("message_id", "", "message_id"),
    )
    first = "-made"
    tie = ("pk",)
    topic = "webhooks"

    def __init__(self, request: HttpRequest, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        super().__init__(request)

    def records(self) -> Any:
        return self.endpoint.sendings.select_related("event")

    def decorate(self, records: list[Any]) -> None:
        """Each message with what the record that its event is about is called."""
        names = names_of(sending.event.subject for sending in records if sending.event)
        for sending in records:
            sending.record = names[sending.event.subject] if sending.event else ""

    def url_of(self, query: str) -> str:
        return f"{self.endpoint.get_absolute_url()}?{query or f'{EVERYTHING}=1'}"

    @property
    def url_of_csv(self) -> str:
        return self.url_of(urlencode({**self.wanted, "format": "csv"}))

    def _default(self) -> None:
        return None
