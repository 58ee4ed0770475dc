"""The lists of vendors and of workspaces."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from flowmono.listing.filters import Choice
from flowmono.listing.lists import Column, Listing, register, state_words
from vendors.models import Risk, Vendor, VendorState, Workspace, WorkspaceState
from vendors.presenting import glance


def _needing(vendors: Any, what: str, _person: Any, _at: Any) -> Any:
    """The vendors that somebody has to look at. They carry the figures of with_standing."""
    if what == "attention":
        return vendors.filter(Q(state__in=[VendorState.ON_HOLD, VendorState.BLOCKED]) | Q(lapsed__gt=0))
    return vendors.filter(to_verify__gt=0) if what == "verify" else vendors.filter(accounts_waiting__gt=0)


@register
class Vendors(Listing):
    name = "vendors"
    address = "vendors:list"
    placeholder = _("Name, number or category")
    words = ("name", "legal_name", "vat_id", "tax_id", "category")
    filters = (
        Choice("state", _("Any state"), VendorState.choices, "state", label=_("State")),
        Choice("risk", _("Any risk"), Risk.choices, "risk", label=_("Risk")),
        Choice(
            "show",
            _("All"),
            [
                ("attention", _("Not in good standing")),
                ("verify", _("Papers to verify")),
                ("account", _("Accounts to check")),
            ],
            _needing,
            chips=True,
        ),
    )
    columns = (
        Column("name", _("Vendor"), "name", ("name",)),
        Column("standing", _("Standing"), "glance.words"),
        Column("state", _("State"), state_words, ("state",)),
        Column("risk", _("Risk"), "get_risk_display", ("risk_rank",)),
        Column("expires", _("Next paper lapses"), "next_expiry", ("next_expiry",)),
        Column("to_check", _("To check"), lambda one: one.to_verify + one.accounts_waiting, end=True),
        Column("why", "", "glance.why"),
        Column("legal_name", "", "legal_name"),
        Column("country", "", "country"),
        Column("vat_id", "", "vat_id"),
        Column("tax_id", "", "tax_id"),
        Column("category", "", "category"),
        Column("papers_lapsed", "", "lapsed"),
        Column("accounts_verified", "", "accounts_verified"),
    )
    first = "name"
    tie = ("name", "pk")

    def records(self) -> Any:
        return Vendor.objects.visible_to(self.person).with_standing(self.at.date())

    def decorate(self, records: list[Any]) -> None:
        for vendor in records:
            vendor.glance = glance(vendor, self.at.date())


def _showing(workspaces: Any, what: str, person: Any, at: Any) -> Any:
    """The workspaces with something late, something to accept, or one's own."""
    if what == "mine":
        return workspaces.filter(requester=person)
    return workspaces.late(at.date()) if what == "late" else workspaces.with_something_to_accept()


@register
class Workspaces(Listing):
    name = "workspaces"
    address = "vendors:workspaces"
    placeholder = _("Title, vendor or contract")
    words = ("title", "vendor__name", "contract__number")
    filters = (
        Choice("state", _("Any state"), WorkspaceState.choices, "state", label=_("State")),
        Choice(
            "show",
            _("All"),
            [("accept", _("To accept")), ("late", _("Late")), ("mine", _("Mine"))],
            _showing,
            chips=True,
        ),
    )
    columns = (
        Column("title", _("Workspace"), "title", ("title",)),
        Column("contract", "", "contract.number"),
        Column("vendor", _("Vendor"), "vendor.name", ("vendor__name",)),
        Column("state", _("State"), state_words, ("state",)),
        Column("done", _("Delivered"), "done", ("done",)),
        Column("milestones", "", "steps"),
        Column("late", "", "late"),
        Column("to_accept", "", "to_accept"),
        Column("next_due", _("Next due"), "next_due", ("next_due",)),
        Column("accepts", _("Accepts"), lambda one: str(one.requester), ("requester__first_name",)),
        Column("started_at", "", "started_at"),
        Column("created", "", "created_at", ("created_at",)),
    )
    first = "-created"
    tie = ("-created_at", "pk")

    def records(self) -> Any:
        seen = Workspace.objects.visible_to(self.person).with_progress(self.at.date())
        return seen.select_related("vendor", "contract", "requester")
