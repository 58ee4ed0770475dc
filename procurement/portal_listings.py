"""A vendor's own orders and invoices as it lists them in the portal: in its words, narrowed, sorted, and as CSV."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from flowmono.listing.filters import Choice, Days
from flowmono.listing.lists import Column, Listing
from procurement.models import Invoice, InvoiceState, Order
from procurement.portal import status_of

STANDS = {
    "checked": (_("Being checked"), (InvoiceState.RECEIVED, InvoiceState.READ, InvoiceState.REVIEW)),
    "waits": (_("It waits"), (InvoiceState.HELD,)),
    "back": (_("Sent back to you"), (InvoiceState.REJECTED,)),
    "withdrawn": (_("Withdrawn"), (InvoiceState.WITHDRAWN,)),
    "to-pay": (_("To be paid"), (InvoiceState.MATCHED, InvoiceState.AUTHORIZED)),
    "paid": (_("Paid"), (InvoiceState.PAID, InvoiceState.CREDITED)),
}


class OfVendor(Listing):
    """A list that shows one vendor's records, whoever of it asks."""

    def __init__(self, request: HttpRequest, vendor_id: UUID) -> None:
        super().__init__(request)
        self.vendor_id = vendor_id


def _standing(invoices: Any, stand: str, _person: Any, _at: Any) -> Any:
    return invoices.filter(state__in=STANDS[stand][1])


class PortalInvoices(OfVendor):
    name = "portal-invoices"
    address = "procurement:portal_invoices"
    placeholder = _("Number of the invoice or order")
    words = ("number", "reference", "order__number")
    filters = (
        Choice(
            "stands",
            _("Wherever it stands"),
            [(key, label) for key, (label, _states) in STANDS.items()],
            _standing,
            label=_("Where it stands"),
        ),
        Days("received_at", _("Sent"), moments=True),
    )
    columns = (
        Column("number", _("Invoice"), lambda one: one.number or one.reference, ("number",)),
        Column("order", _("Order"), "order.number", ("order__number",)),
        Column("sent", _("Sent"), "received_at", ("received_at",)),
        Column("due", _("Due"), "due_on", ("due_on",)),
        Column("stands", _("Where it stands"), lambda one: status_of(one)[0], ("state",)),
        Column("payable", _("To pay"), "payable", ("payable",), end=True),
        Column("currency", "", "currency"),
        Column("paid_at", "", "paid_at"),
    )
    first = "-sent"
    tie = ("-received_at", "pk")

    def records(self) -> Any:
        found = Invoice.objects.filter(vendor_id=self.vendor_id).select_related("order")
        return found.defer("reading", "corrections", "overrides")

    def decorate(self, records: list[Any]) -> None:
        for invoice in records:
            invoice.stands = status_of(invoice)


class PortalOrders(OfVendor):
    name = "portal-orders"
    address = "procurement:portal_orders"
    placeholder = _("Number or title")
    words = ("number", "title")
    filters = (Days("sent_at", _("Sent"), moments=True),)
    columns = (
        Column("number", _("Order"), "number", ("number",)),
        Column("title", "", "title"),
        Column("sent", _("Sent"), "sent_at", ("sent_at",)),
        Column("total", _("Worth"), "total", ("total",), end=True),
        Column("currency", "", "currency"),
    )
    first = "-sent"
    tie = ("-sent_at", "pk")

    def records(self) -> Any:
        return Order.objects.shown_to_vendor(self.vendor_id)
