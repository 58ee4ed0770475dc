"""What the vendor portal says about orders and invoices: links, tiles, and an invoice's state in the vendor's words."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from procurement.models import Invoice, InvoiceState, Order
from procurement.replacing import replaced_among
from vendors.portal_links import Place, Tile, offer, offer_tiles

WORDS = {
    InvoiceState.RECEIVED: (gettext_lazy("We are reading it"), "info"),
    InvoiceState.READ: (gettext_lazy("We are checking it"), "info"),
    InvoiceState.REVIEW: (gettext_lazy("We are checking it"), "info"),
    InvoiceState.HELD: (gettext_lazy("It waits"), "warn"),
    InvoiceState.REJECTED: (gettext_lazy("Sent back to you"), "bad"),
    InvoiceState.MATCHED: (gettext_lazy("Checked, payment is being authorized"), "good"),
    InvoiceState.AUTHORIZED: (gettext_lazy("To be paid"), "good"),
    InvoiceState.PAID: (gettext_lazy("Paid"), "good"),
    InvoiceState.CREDITED: (gettext_lazy("Taken off a payment"), "good"),
    InvoiceState.WITHDRAWN: (gettext_lazy("Withdrawn by you"), "neutral"),
}

STOPPED = {InvoiceState.HELD, InvoiceState.REJECTED}
# So many of the newest invoices are looked through for the first page, and so many that stopped are shown there.
LOOKED_AT, TILES = 100, 5


def status_of(invoice: Invoice) -> tuple[str, str]:
    """(words, kind): where the invoice stands, as its vendor reads it."""
    words, kind = WORDS[InvoiceState(invoice.state)]
    return str(words), kind


def offer_pages() -> None:
    """Add orders and invoices to the portal."""
    offer(Place("procurement:portal_orders", gettext_lazy("Orders"), 12))
    offer(Place("procurement:portal_invoices", gettext_lazy("Invoices"), 14))
    offer_tiles(tiles)


def tiles(vendor: Any, at: Any) -> Iterator[Tile]:
    """Invoices that came back and that no other replaced, or that wait, and the newest order."""
    newest_invoices = list(
        Invoice.objects.filter(vendor=vendor)
        .defer("reading", "corrections", "overrides")
        .order_by("-received_at")[:LOOKED_AT]
    )
    replaced = replaced_among(newest_invoices)
    stopped = [one for one in newest_invoices if one.state in STOPPED and one.pk not in replaced]
    for invoice in stopped[:TILES]:
        words, kind = status_of(invoice)
        yield Tile(
            title=_("Invoice %(number)s") % {"number": invoice.number or invoice.reference},
            words=words,
            url=reverse("procurement:portal_invoice", args=[invoice.pk]),
            kind=kind,
            asks=invoice.state == InvoiceState.REJECTED,
        )
    newest = Order.objects.filter(vendor=vendor, state="sent").order_by("-sent_at").first()
    if newest is not None:
        yield Tile(
            title=_("Order %(number)s") % {"number": newest.number},
            words=newest.title,
            url=reverse("procurement:portal_order", args=[newest.pk]),
        )
