"""The queue of true exceptions."""

from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from flowmono.common.now import moment
from flowmono.common.rates import worth
from flowmono.common.templatetags.writing import write_name
from flowmono.listing.filters import Choice, Days
from flowmono.listing.lists import Column, Listing, register, state_words
from flowmono.monitoring.models import ExceptionState, TrueException
from flowmono.monitoring.registry import WATCHES

SHADOW = "shadow"


def watch_title(watch: str) -> str:
    """What a watch looks for, in words; for what is raised where it happens, its name."""
    return str(WATCHES[watch].title) if watch in WATCHES else write_name(watch)


def _watches(_person: Any) -> list[tuple[str, str]]:
    """Every watch, and the kinds of exception that are raised where they happen: one statement."""
    others = TrueException.objects.exclude(watch__in=list(WATCHES)).order_by("watch").values_list("watch", flat=True)
    return [(name, watch_title(name)) for name in [*sorted(WATCHES), *others.distinct()]]


@register
class Exceptions(Listing):
    """What is open, the most at risk first; the answered ones under their state; what watches in shadow would raise."""

    name = "exceptions"
    address = "monitoring:exceptions"
    placeholder = _("What it says")
    words = ("title", "sentence")
    filters = (
        Choice(
            "state",
            _("Open"),
            [*(choice for choice in ExceptionState.choices if choice[0] != "open"), (SHADOW, _("in shadow"))],
            lambda records, _value, _person, _at: records,
            chips=True,
        ),
        Choice("watch", _("Every watch"), _watches, "watch", label=_("Watch")),
        Choice(
            "mine",
            _("Everybody’s"),
            [("1", _("Of my roles"))],
            lambda records, _value, person, _at: records.for_roles(person),
            label=_("Whose"),
        ),
        Days("raised_at", _("Raised"), moments=True),
    )
    columns = (
        Column("title", _("Exception"), "title", ("title",)),
        Column("sentence", "", "sentence"),
        Column("watch", "", "watch"),
        Column("owner", _("Owner"), "owner_role", ("owner_role",)),
        Column("raised", _("Raised"), "raised_at", ("raised_at",)),
        Column("days", _("Days at risk"), "days", ("days",), end=True),
        Column("amount", _("At risk"), "amount", ("worth",), end=True),
        Column("currency", "", "currency"),
        Column("state", "", state_words),
        Column("resolved_at", "", "resolved_at", ("resolved_at",)),
        Column("resolved_by", "", lambda one: str(one.resolved_by or "")),
        Column("reason", "", "reason"),
    )

    def records(self) -> Any:
        state = self.wanted.get("state") or ExceptionState.OPEN
        found = TrueException.objects.annotate(worth=worth("amount", "currency", moment().date()))
        found = found.select_related("resolved_by").defer("evidence", "options")
        if state == SHADOW:
            return found.filter(state=ExceptionState.OPEN, shadow=True)
        return found.filter(state=state, shadow=False)

    def _order(self) -> list[Any]:
        if "sort" in self.wanted:
            return super()._order()
        if self.wanted.get("state"):
            return [F("resolved_at").desc(nulls_last=True), "-raised_at", "pk"]
        return [F("worth").desc(nulls_last=True), F("days").desc(nulls_last=True), "created_at", "pk"]
