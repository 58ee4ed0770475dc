"""What is remembered of vendors' invoices, in words."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from flowmono.accounts.models import User
from flowmono.intelligence.invoices.memory import CERTAIN, SAME_ALWAYS, trust
from procurement import policies
from procurement.models import Invoice, RememberedField, RememberedState, VendorLayout
from procurement.naming import field_words
from vendors.models import Vendor


@dataclass(frozen=True)
class Place:
    """One field of a layout: its name and place in words, and whether this person may have it forgotten."""

    record: RememberedField
    name: str
    where: str
    stood: str
    sure: int
    may_forget: bool

    @property
    def key(self) -> str:
        return str(self.record.pk)


@dataclass(frozen=True)
class Layout:
    """One layout: what is used of it, and what was replaced or forgotten."""

    record: VendorLayout
    used: list[Place]
    past: list[Place]


@dataclass(frozen=True)
class ReadByMemory:
    """A field of an invoice that was read by memory: its name, how sure in percent, and whether a person is asked."""

    name: str
    sure: int
    asked: bool


def layouts_of(vendor: Vendor, person: User) -> list[Layout]:
    """What is remembered of a vendor's invoices, the oldest layout first: two statements, however many."""
    fields = RememberedField.objects.filter(layout__vendor=vendor)
    fields = fields.select_related("layout", "taught_by", "taught_from", "forgotten_by")
    places: dict[Any, list[Place]] = {}
    for record in fields.order_by("field", "-version"):
        places.setdefault(record.layout_id, []).append(_place(record, person))
    layouts = VendorLayout.objects.filter(vendor=vendor).select_related("first_seen")
    return [
        Layout(
            layout,
            [place for place in places.get(layout.pk, []) if place.record.state == RememberedState.USED],
            [place for place in places.get(layout.pk, []) if place.record.state != RememberedState.USED],
        )
        for layout in layouts
    ]


def _place(record: RememberedField, person: User) -> Place:
    used = record.state == RememberedState.USED
    confidence = trust(record.right, record.wrong, borne_out=record.field != "currency")
    return Place(
        record,
        field_words(record.field),
        where_in_words(record),
        _("%(right)s of %(all)s") % {"right": record.right, "all": record.right + record.wrong},
        percent(confidence),
        used and policies.can_forget(record, person),
    )


def where_in_words(record: RememberedField) -> str:
    """Where a field stands on the page."""
    if record.value is None:
        return _("nowhere: “%(value)s” is something else") % {"value": record.instead_of}
    if record.field in SAME_ALWAYS or not record.spots:
        return _("always “%(value)s”") % {"value": record.value}
    first, *others = record.spots
    more = len([spot for spot in others if spot["way"] != "at"])
    return _place_in_words(first) + (
        ngettext(", or %(n)s other place that showed the same", ", or %(n)s other places that showed the same", more)
        % {"n": more}
        if more
        else ""
    )


def _place_in_words(spot: dict[str, Any]) -> str:
    label = spot["said"]
    if spot["way"] == "right":
        return _("behind “%(label)s”") % {"label": label}
    if spot["way"] == "below":
        return _("below “%(label)s”") % {"label": label}
    if spot["y"] < 0:
        return _("at its place near the foot of page %(page)s") % {"page": spot["page"]}
    return _("at its place near the head of page %(page)s") % {"page": spot["page"]}


def read_by_memory(invoice: Invoice) -> list[ReadByMemory]:
    """The fields of an invoice that were read by what corrections of earlier ones taught."""
    pages = getattr(invoice, "printed_pages", None)
    return [
        ReadByMemory(
            field_words(entry["field"]),
            percent(Decimal(entry["confidence"])),
            Decimal(entry["confidence"]) < CERTAIN,
        )
        for entry in (pages.recalled if pages is not None else [])
    ]


def unseen_by_people(invoice: Invoice) -> list[ReadByMemory]:
    """Those fields where nobody has looked at this very invoice: whoever authorizes its payment compares them first."""
    return [] if invoice.corrections else read_by_memory(invoice)


def names_unseen(invoice: Invoice) -> list[str]:
    """The same fields by the names that programs know."""
    pages = None if invoice.corrections else getattr(invoice, "printed_pages", None)
    return [entry["field"] for entry in (pages.recalled if pages is not None else [])]


def percent(share: Decimal) -> int:
    """A share from 0 to 1 in whole percent."""
    return int((share * 100).quantize(Decimal(1)))
