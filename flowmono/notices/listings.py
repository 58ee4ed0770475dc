"""What a person was told, as a list."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from flowmono.listing.filters import Choice, Days
from flowmono.listing.lists import Column, Listing, register
from flowmono.notices.kinds import KINDS
from flowmono.notices.models import Notice


@register
class Notices(Listing):
    """One's own notices, the newest first."""

    name = "notices"
    address = "notices:list"
    placeholder = _("What it says")
    words = ("title", "sentence")
    filters = (
        Choice(
            "unread",
            _("Read and unread"),
            [("1", _("Only unread"))],
            lambda records, _value, _person, _at: records.unread(),
            label=_("Read or unread"),
        ),
        Choice("kind", _("Every kind"), [(kind.name, kind.title) for kind in KINDS.values()], "kind", label=_("Kind")),
        Days("at", _("Told"), moments=True),
    )
    columns = (
        Column("at", _("When"), "at", ("at",)),
        Column("kind", "", "kind"),
        Column("title", _("What"), "title", ("title",)),
        Column("sentence", "", "sentence"),
        Column("read_at", "", "read_at"),
    )
    first = "-at"
    tie = ("-id",)
    topic = "notices"

    def records(self) -> Any:
        return Notice.objects.of(self.person)
