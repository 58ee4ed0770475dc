"""The lists of contracts and of their documents."""

from typing import Any

from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext_lazy as _

from contracts.force import STANDINGS
from contracts.models import (
    KINDS,
    OUTCOMES,
    Contract,
    Obligation,
    ObligationState,
    ReadingState,
    SecondReading,
    Side,
    State,
)
from documents.models import Origin, Version
from flowmono.common.now import moment
from flowmono.common.rates import worth
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
        Choice(
            "force",
            _("In force or not"),
            STANDINGS,
            lambda records, value, _person, at: records.standing(value, at.date()),
            label=_("In force"),
        ),
        Choice("category", _("Any category"), values_in(Contract.objects, "category"), "category"),
        Choice("department", _("Any department"), values_in(Contract.objects, "department"), "department"),
        mine("requester"),
        Days("last_day", _("Ends")),
    )
    columns = (
        Column("number", "", "number"),
        Column("title", _("Contract"), "title", ("title",)),
        Column(
            "vendor",
            _("Other party"),
            lambda one: one.vendor.name if one.vendor else one.counterparty_name,
            ("party",),
        ),
        Column("state", _("State"), state_words, ("state",)),
        Column(
            "requester",
            _("Started by"),
            lambda one: str(one.requester),
            ("requester__first_name", "requester__last_name"),
        ),
        Column("ends_on", _("Ends"), "last_day", ("last_day",)),
        Column("total", _("Total"), "total", ("worth",), end=True),
        Column("currency", "", "currency"),
        Column("category", "", "category"),
        Column("department", "", "department"),
        Column("effective_on", "", "effective_on"),
        Column("renews", "", "renews"),
        Column("in_force", "", lambda one: one.shown_state[1] if one.standing else ""),
        Column("notice_days", "", "notice_days"),
        Column("created", "", "created_at", ("created_at",)),
        Column("signed_at", "", "signed_at"),
    )
    first = "-created"
    tie = ("-created_at", "-number")

    def records(self) -> Any:
        seen = Contract.objects.visible_to(self.person).annotate(
            worth=worth("total", "currency", moment().date()),
            last_day=Coalesce("stops_on", "runs_until", "ends_on"),
            party=Coalesce("vendor__name", NullIf("counterparty_name", Value(""))),
        )
        return seen.select_related("vendor", "requester").defer("found", "checks", "problem")


WITHIN = ("30", "90")
EVERY_STATE = "all"
MOST_NAMED = 50


def _due(records: Any, value: str, _person: Any, at: Any) -> Any:
    if value in WITHIN:
        return records.due_within(int(value), at.date())
    return records.overdue(at.date()) if value == "overdue" else records.filter(due_on__isnull=True)


def _signed(person: Any) -> list[tuple[str, str]]:
    """The contracts signed last that ask for something; any other is named in the address, or found by its words."""
    seen = Contract.objects.filter(pk__in=Contract.objects.visible_to(person).values("pk"), compliance__isnull=False)
    newest = seen.order_by("-signed_at", "pk").values_list("number", "title")[:MOST_NAMED]
    return [(number, f"{number} {title}") for number, title in newest]


@register
class Obligations(Listing):
    """What all signed contracts that a person sees ask for, the next day first; the answered ones under their state."""

    name = "obligations"
    address = "contracts:obligations"
    placeholder = _("What, contract or other party")
    words = ("text", "record__contract__number", "record__contract__title", "record__contract__vendor__name")
    filters = (
        Choice(
            "state",
            _("Open"),
            [*(one for one in ObligationState.choices if one[0] != ObligationState.OPEN), (EVERY_STATE, _("all"))],
            lambda records, _value, _person, _at: records,
            chips=True,
        ),
        Choice(
            "due",
            _("Any day"),
            [
                ("overdue", _("overdue")),
                ("30", _("within 30 days")),
                ("90", _("within 90 days")),
                ("none", _("without a day")),
            ],
            _due,
            label=_("Due"),
        ),
        Choice(
            "whose",
            _("Everybody’s"),
            [("mine", _("Mine")), ("nobody", _("Nobody’s"))],
            lambda records, value, person, _at: records.filter(owner=person if value == "mine" else None),
            label=_("Owner"),
        ),
        Choice(
            "side",
            _("Either party"),
            [*Side.choices, ("unsaid", _("not said"))],
            lambda records, value, _person, _at: records.filter(side="" if value == "unsaid" else value),
            label=_("To be met by"),
        ),
        Choice(
            "verified",
            _("Verified or not"),
            [("yes", _("verified")), ("no", _("not verified yet"))],
            lambda records, value, _person, _at: records.filter(verified_by__isnull=value == "no"),
            label=_("Verified"),
        ),
        Choice("kind", _("Any kind"), list(KINDS.items()), "kind", label=_("Kind")),
        Choice(
            "contract",
            _("Any contract"),
            _signed,
            "record__contract__number",
            label=_("Contract"),
        ),
        Choice(
            "department",
            _("Any department"),
            values_in(Contract.objects, "department"),
            "record__contract__department",
            label=_("Department"),
        ),
        Days("due_on", _("Due")),
    )
    columns = (
        Column("obligation", _("Obligation"), "title"),
        Column("contract", _("Contract"), "record.contract.number", ("record__contract__number",)),
        Column("title", "", "record.contract.title"),
        Column("other_party", "", "record.contract.vendor.name"),
        Column("side", _("To be met by"), lambda one: one.get_side_display(), ("side",)),
        Column("due", _("Due"), "due_on", ("due_on",)),
        Column("owner", _("Owner"), lambda one: str(one.owner or ""), ("owner__first_name", "owner__last_name")),
        Column("state", _("State"), state_words, ("state", "done_at")),
        Column("kind", "", lambda one: one.kind_words),
        Column("due_basis", "", lambda one: one.get_due_basis_display()),
        Column("quote", "", "term.quote"),
        Column("page", "", "term.page"),
        Column("verified_by", "", lambda one: str(one.verified_by or "")),
        Column("verified_at", "", "verified_at"),
        Column("done_at", "", "done_at", ("done_at",)),
        Column("done_by", "", lambda one: str(one.done_by or "")),
        Column("reason", "", "reason"),
        Column("department", "", "record.contract.department"),
    )
    first = "due"
    tie = ("created_at", "term__position", "pk")

    def records(self) -> Any:
        seen = Obligation.objects.visible_to(self.person).select_related(
            "record__contract__vendor", "term", "owner", "verified_by", "done_by"
        )
        state = self.wanted.get("state") or ObligationState.OPEN
        return seen if state == EVERY_STATE else seen.filter(state=state)

    def _order(self) -> list[Any]:
        if "sort" not in self.wanted and self.wanted.get("state") in {
            ObligationState.DONE,
            ObligationState.NOT_APPLICABLE,
        }:
            return ["-done_at", "pk"]
        return super()._order()


ORIGINS = (
    (Origin.SEALED, _("sealed")),
    (Origin.CONVERTED, _("converted to PDF")),
    (Origin.UPLOADED, _("uploaded draft")),
)


@register
class Documents(Listing):
    """Every version of a contract's document that its page shows: drafts, conversions, and what was sealed at the end."""

    name = "documents"
    address = "contracts:documents"
    placeholder = _("File, title or fingerprint")
    words = ("name", "document__title", "sha256")
    filters = (
        Choice("origin", _("Any origin"), ORIGINS, "origin", label=_("Origin")),
        Days("created_at", _("Made"), moments=True),
    )
    columns = (
        Column("name", _("Document"), "name", ("name",)),
        Column("title", "", "document.title"),
        Column("contract", _("Contract"), "contract_number"),
        Column("origin", _("Origin"), "get_origin_display", ("origin",)),
        Column("version", _("Version"), "number", end=True),
        Column("made", _("Made"), "created_at", ("created_at",)),
        Column("size", _("Size"), "size", ("size",), end=True),
        Column("media_type", "", "media_type"),
        Column("sha256", "", "sha256"),
    )
    first = "-made"
    tie = ("-created_at", "pk")

    def records(self) -> Any:
        seen = Contract.objects.visible_to(self.person).order_by()
        open_ones = Q(document__in=seen.values("document"), origin__in=[Origin.UPLOADED, Origin.CONVERTED])
        found = Version.objects.filter(open_ones | Q(pk__in=seen.values("archived_version")))
        # The person sees the contract of each of these, so the contract need not be asked for again with its rights.
        about = Q(document=OuterRef("document")) | Q(archived_version=OuterRef("pk"))
        contract = Contract.objects.filter(about).order_by("created_at")
        return (
            found.select_related("document")
            .defer("certificate")
            .annotate(
                contract_pk=Subquery(contract.values("pk")[:1]),
                contract_number=Subquery(contract.values("number")[:1]),
                contract_title=Subquery(contract.values("title")[:1]),
            )
        )


@register
class SecondReadings(Listing):
    """What was sent to the remote reader, by whom or by what, and what came of it."""

    name = "second-readings"
    address = "contracts:second_readings"
    placeholder = _("Number, title, model or fingerprint")
    words = ("contract__number", "contract__title", "model", "text_sha256")
    filters = (
        Choice("state", _("Any state"), ReadingState.choices, "state", label=_("State")),
        Choice("outcome", _("Any outcome"), tuple(OUTCOMES.items()), "outcome", label=_("Outcome")),
        Choice("category", _("Any category"), values_in(SecondReading.objects, "category"), "category"),
        Days("asked_at", _("Asked"), moments=True),
    )
    columns = (
        Column("contract", _("Contract"), lambda one: one.contract.number, ("contract__number",)),
        Column("title", "", lambda one: one.contract.title),
        Column("asked", _("Asked"), "asked_at", ("asked_at",)),
        Column("asked_by", "", lambda one: str(one.asked_by or "")),
        Column("category", "", "category"),
        Column("model", _("Model"), "model", ("model",)),
        Column("address", "", "address"),
        Column("characters", _("Characters"), "characters", ("characters",), end=True),
        Column("text_sha256", "", "text_sha256"),
        Column("state", _("State"), state_words, ("state",)),
        Column("outcome", "", lambda one: one.outcome_words),
        Column("detail", "", "detail"),
        Column("sent", "", "sent"),
        Column("tokens_in", "", "tokens_in"),
        Column("tokens_out", "", "tokens_out"),
        Column("milliseconds", "", "milliseconds"),
        Column("cost", _("Cost"), "cost", ("cost",), end=True),
        Column("currency", "", "currency"),
    )
    first = "-asked"
    tie = ("-asked_at", "pk")

    def records(self) -> Any:
        return SecondReading.objects.visible_to(self.person).select_related("contract", "asked_by").defer("findings")
