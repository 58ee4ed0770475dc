"""The list of contracts."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from contracts.models import Contract, State
from flowmono.listing.filters import Choice, Days, mine, values_in
from flowmono.listing.lists import Column, Listing, register, state_words


@register
class Contracts(Listing):
    name = "contracts"
    address = "contracts:list"
    placeholder = _("Number, title, vendor or category")
    words = ("number", "title", "counterparty_name", "vendor__name", "category")
    filters = (
        Choice("state", _("Any state"), State.choices, "state", label=_("State")),
        Choice("category", _("Any category"), values_in(Contract.objects, "category"), "category"),
        Choice("department", _("Any department"), values_in(Contract.objects, "department"), "department"),
        mine("requester"),
        Days("ends_on", _("Ends")),
    )
    columns = (
        Column("number", "", "number"),
        Column("title", _("Contract"), "title", ("title",)),
        Column(
            "vendor",
            _("Other party"),
            lambda one: one.vendor.name if one.vendor else one.counterparty_name,
            ("vendor__name", "counterparty_name"),
        ),
        Column("state", _("State"), state_words, ("state",)),
        Column(
            "requester",
            _("Started by"),
            lambda one: str(one.requester),
            ("requester__first_name", "requester__last_name"),
        ),
        Column("ends_on", _("Ends"), "ends_on", ("ends_on",)),
        Column("total", _("Total"), "total", ("total",), end=True),
        Column("currency", "", "currency"),
        Column("category", "", "category"),
        Column("department", "", "department"),
        Column("effective_on", "", "effective_on"),
        Column("renews", "", "renews"),
        Column("notice_days", "", "notice_days"),
        Column("created", "", "created_at", ("created_at",)),
        Column("signed_at", "", "signed_at"),
    )
    first = "-created"
    tie = ("-created_at", "-number")

    def records(self) -> Any:
        seen = Contract.objects.visible_to(self.person)
        return seen.select_related("vendor", "requester").defer("found", "checks", "problem")
