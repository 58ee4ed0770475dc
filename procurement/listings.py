"""The lists of orders, invoices, payments and payment files."""

from typing import Any

from django.db.models import Case, DateField, F, When
from django.utils.translation import gettext_lazy as _

from flowmono.common.now import moment
from flowmono.common.rates import worth
from flowmono.listing.filters import Choice, Days, mine, values_in
from flowmono.listing.lists import Column, Listing, register, state_words
from procurement.models import (
    AuthorizationState,
    Batch,
    BatchState,
    Invoice,
    InvoiceState,
    Order,
    OrderState,
    PaymentAuthorization,
    Requisition,
    RequisitionState,
)

ANY_STATE = _("Any state")
OVER = (AuthorizationState.PAID, AuthorizationState.REFUSED, AuthorizationState.VOID)


@register
class Orders(Listing):
    name = "orders"
    address = "procurement:orders"
    placeholder = _("Number, title, vendor or department")
    words = ("number", "title", "vendor__name", "department")
    filters = (
        Choice("state", ANY_STATE, OrderState.choices, "state", label=_("State")),
        Choice("department", _("Any department"), values_in(Order.objects, "department"), "department"),
        mine("requester"),
        Days("created_at", _("Drafted"), moments=True),
    )
    columns = (
        Column("number", _("Order"), "number", ("number",)),
        Column("title", "", "title"),
        Column("vendor", _("Vendor"), "vendor.name", ("vendor__name",)),
        Column("state", _("State"), state_words, ("state",)),
        Column(
            "requester",
            _("Asked for by"),
            lambda order: str(order.requester),
            ("requester__first_name", "requester__last_name"),
        ),
        Column("created", _("Drafted"), "created_at", ("created_at",)),
        Column("total", _("Total"), "total", ("base_total",), end=True),
        Column("currency", "", "currency"),
        Column("base_total", "", "base_total"),
        Column("department", "", "department"),
        Column("category", "", "category"),
        Column("contract", "", "contract.number"),
        Column("approved_at", "", "approved_at"),
        Column("sent_at", "", "sent_at"),
    )
    first = "-created"
    tie = ("-created_at", "pk")

    def records(self) -> Any:
        return Order.objects.visible_to(self.person).select_related("vendor", "requester", "contract")


@register
class Requisitions(Listing):
    name = "requisitions"
    address = "procurement:requisitions"
    placeholder = _("Number, what, department or vendor")
    words = ("number", "title", "department", "vendor__name")
    filters = (
        Choice("state", ANY_STATE, RequisitionState.choices, "state", label=_("State")),
        mine("requester"),
        Days("needed_by", _("Needed by")),
    )
    columns = (
        Column("number", _("Requisition"), "number", ("number",)),
        Column("title", "", "title"),
        Column("state", _("State"), state_words, ("state",)),
        Column(
            "requester",
            _("Asked for by"),
            lambda one: str(one.requester),
            ("requester__first_name", "requester__last_name"),
        ),
        Column("vendor", _("Suggested vendor"), "vendor.name", ("vendor__name",)),
        Column("needed", _("Needed by"), "needed_by", ("needed_by",)),
        Column("estimate", _("Estimate"), "estimate", ("base_estimate",), end=True),
        Column("currency", "", "currency"),
        Column("base_estimate", "", "base_estimate"),
        Column("department", "", "department"),
        Column("created", "", "created_at", ("created_at",)),
    )
    first = "-created"
    tie = ("-created_at", "pk")

    def records(self) -> Any:
        return Requisition.objects.visible_to(self.person).select_related("requester", "vendor")


@register
class Invoices(Listing):
    name = "invoices"
    address = "procurement:invoices"
    placeholder = _("Number, seller or order")
    words = ("number", "reference", "seller_name", "vendor__name", "order__number")
    filters = (
        Choice("state", ANY_STATE, InvoiceState.choices, "state", label=_("State")),
        Choice(
            "through",
            _("Any way in"),
            [("portal", _("through the portal")), ("inside", _("entered inside")), ("api", _("by a program"))],
            "through",
            label=_("How it came"),
        ),
        Days("received_at", _("Received"), moments=True),
    )
    columns = (
        Column("reference", "", "reference"),
        Column("number", _("Invoice"), "number", ("number",)),
        Column(
            "vendor", _("Vendor"), lambda one: one.vendor.name if one.vendor else one.seller_name, ("vendor__name",)
        ),
        Column("state", _("State"), state_words, ("state",)),
        Column("order", _("Order"), "order.number", ("order__number",)),
        Column("received", _("Received"), "received_at", ("received_at",)),
        Column("due", _("Due"), "due_on", ("due_on",)),
        Column("payable", _("To pay"), "owed", ("worth",), end=True),
        Column("currency", "", "currency"),
        Column("net", "", "net"),
        Column("tax", "", "tax"),
        Column("gross", "", "gross"),
        Column("issued", "", "issued_on"),
        Column("paid_at", "", "paid_at"),
    )
    first = "-received"
    tie = ("-received_at", "pk")

    def records(self) -> Any:
        seen = Invoice.objects.visible_to(self.person)
        seen = seen.annotate(worth=worth("payable", "currency", moment().date()))
        return seen.select_related("vendor", "order").defer("reading", "corrections", "overrides")


@register
class Payments(Listing):
    name = "payments"
    address = "procurement:payments"
    placeholder = _("Invoice, vendor or order")
    words = ("invoice__number", "invoice__reference", "vendor__name", "order__number")
    filters = (
        Choice("state", ANY_STATE, AuthorizationState.choices, "state", label=_("State")),
        Days("due_on", _("Due")),
    )
    columns = (
        Column("invoice", _("Invoice"), "invoice.number", ("invoice__number",)),
        Column("reference", "", "invoice.reference"),
        Column("vendor", _("Vendor"), "vendor.name", ("vendor__name",)),
        Column("state", _("State"), state_words, ("state",)),
        Column("due", _("Due"), "due_on", ("due_on",)),
        Column("amount", _("Amount"), "amount", ("base_amount",), end=True),
        Column("currency", "", "currency"),
        Column("base_amount", "", "base_amount"),
        Column("order", "", "order.number"),
        Column("file", "", "batch.number"),
        Column("authorized_at", "", "authorized_at"),
        Column("paid_at", "", "paid_at"),
        Column("bank_reference", "", "bank_reference"),
    )
    tie = ("-created_at", "pk")

    def records(self) -> Any:
        seen = PaymentAuthorization.objects.visible_to(self.person)
        alongside = ("vendor", "invoice", "order", "batch")
        return seen.select_related(*alongside).defer("invoice__reading", "invoice__corrections", "invoice__overrides")

    def _order(self) -> list[Any]:
        """Until another order is asked for: what waits for somebody, the first due first; then what is over, the newest first."""
        if "sort" in self.wanted:
            return super()._order()
        is_over = Case(When(state__in=OVER, then=F("due_on")), output_field=DateField())
        return [is_over.desc(nulls_first=True), "due_on", *self.tie]


@register
class Batches(Listing):
    name = "payment-files"
    address = "procurement:batches"
    placeholder = _("Number or who made it")
    words = ("number", "made_by__first_name", "made_by__last_name")
    filters = (
        Choice("state", ANY_STATE, BatchState.choices, "state", label=_("State")),
        Days("made_at", _("Made"), moments=True),
    )
    columns = (
        Column("number", _("File"), "number", ("number",)),
        Column("state", _("State"), state_words, ("state",)),
        Column("payments", _("Payments"), "payments", ("payments",), end=True),
        Column(
            "totals",
            _("Sums"),
            lambda one: "; ".join(f"{key} {sum_}" for key, sum_ in sorted(one.totals.items())),
            end=True,
        ),
        Column("made_by", _("Made by"), lambda one: str(one.made_by)),
        Column("made", _("Made"), "made_at", ("made_at",)),
        Column("sha256", "", "sha256"),
    )
    first = "-made"
    tie = ("-made_at", "pk")

    def records(self) -> Any:
        return Batch.objects.visible_to(self.person).select_related("made_by")
