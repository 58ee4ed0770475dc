"""What is remembered of vendors' invoices, in words."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from flowmono.accounts.models import User
from flowmono.intelligence.invoices.memory import CERTAIN, trust
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
    confidence = trust(record.right, record.wrong, borne_out=True)
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
    spot = record.spots[0] if record.spots else None
    if spot is None:
        return _("always “%(value)s”, which the page does not print") % {"value": record.value}
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


def percent(share: Decimal) -> int:
    """A share from 0 to 1 in whole percent."""
    return int((share * 100).quantize(Decimal(1)))
