"""The shapes of orders, invoices and payments as programs read and send them."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from flowmono.common.amounts import MoneyField
from flowmono.common.bodies import Body
from flowmono.common.related import SeenField
from procurement.models import (
    Batch,
    Invoice,
    InvoiceLine,
    Match,
    Order,
    OrderLine,
    PaymentAuthorization,
    RememberedField,
    Requisition,
    RequisitionLine,
)
from procurement.pain001 import VERSIONS
from procurement.recollections import names_unseen


class OrderLineShape(serializers.ModelSerializer[OrderLine]):
    added_by = serializers.CharField(source="added_by.email", read_only=True, default="")

    class Meta:
        model = OrderLine
        fields = (
            "id",
            "position",
            "term",
            "kind",
            "description",
            "quantity",
            "unit",
            "unit_price",
            "amount",
            "occurrences",
            "period",
            "due_on",
            "due_text",
            "optional",
            "quote",
            "page",
            "added_by",
            "reason",
        )
        read_only_fields = fields


class OrderShape(serializers.ModelSerializer[Order]):
    requester = serializers.CharField(source="requester.email", read_only=True)
    vendor_name = serializers.CharField(source="vendor.name", read_only=True)

    class Meta:
        model = Order
        fields = (
            "id",
            "number",
            "title",
            "state",
            "contract",
            "vendor",
            "vendor_name",
            "requester",
            "category",
            "department",
            "currency",
            "total",
            "cap",
            "base_total",
            "rate",
            "rate_on",
            "revision",
            "reason",
            "approved_at",
            "sent_at",
            "created_at",
        )
        read_only_fields = fields


class OrderWithLines(OrderShape):
    lines = OrderLineShape(many=True, read_only=True)

    class Meta(OrderShape.Meta):
        fields = (*OrderShape.Meta.fields, "lines")
        read_only_fields = fields


class MatchShape(serializers.ModelSerializer[Match]):
    class Meta:
        model = Match
        fields = (
            "id",
            "number",
            "decision",
            "codes",
            "info",
            "findings",
            "lines",
            "orders",
            "proposed_order",
            "authorize_amount",
            "amount_at_risk",
            "policy",
            "created_at",
        )
        read_only_fields = fields


class InvoiceLineShape(serializers.ModelSerializer[InvoiceLine]):
    class Meta:
        model = InvoiceLine
        fields = (
            "position",
            "description",
            "quantity",
            "unit",
            "unit_price",
            "net",
            "vat_rate",
            "order_line",
            "order_net",
            "how",
            "verdict",
        )
        read_only_fields = fields


class InvoiceShape(serializers.ModelSerializer[Invoice]):
    vendor_name = serializers.CharField(source="vendor.name", read_only=True, default="")
    order_number = serializers.CharField(source="order.number", read_only=True, default="")
    captured_by = serializers.CharField(source="captured_by.email", read_only=True)

    class Meta:
        model = Invoice
        fields = (
            "id",
            "reference",
            "number",
            "state",
            "decision",
            "doc_type",
            "source",
            "vendor",
            "vendor_name",
            "seller_name",
            "order",
            "order_number",
            "contract",
            "currency",
            "net",
            "tax",
            "gross",
            "payable",
            "issued_on",
            "due_on",
            "received_at",
            "captured_by",
            "sha256",
            "reason",
            "paid_at",
        )
        read_only_fields = fields


class InvoiceWithMatch(InvoiceShape):
    lines = InvoiceLineShape(many=True, read_only=True)
    match = serializers.SerializerMethodField()
    withheld_tax = MoneyField(
        source="said_withheld_tax",
        currency="currency",
        max_digits=18,
        decimal_places=3,
        read_only=True,
        allow_null=True,
        help_text=_("Income tax that the invoice takes off for the tax office; it is not payable to the vendor."),
    )

    class Meta(InvoiceShape.Meta):
        fields = (*InvoiceShape.Meta.fields, "withheld_tax", "corrections", "overrides", "answers", "lines", "match")
        read_only_fields = fields

    def get_match(self, invoice: Invoice) -> dict[str, Any] | None:
        """The answer that counts now."""
        current = invoice.matches.filter(superseded=False).defer("inputs").first()
        return MatchShape(current).data if current is not None else None


class RememberedShape(serializers.ModelSerializer[RememberedField]):
    vendor = serializers.UUIDField(source="layout.vendor_id", read_only=True)
    layout = serializers.CharField(source="layout.fingerprint", read_only=True)
    taught_by = serializers.CharField(source="taught_by.email", read_only=True)

    class Meta:
        model = RememberedField
        fields = (
            "id",
            "vendor",
            "layout",
            "field",
            "version",
            "state",
            "spots",
            "value",
            "instead_of",
            "right",
            "wrong",
            "taught_by",
            "taught_from",
            "created_at",
            "forgotten_at",
        )
        read_only_fields = fields


class PaymentShape(serializers.ModelSerializer[PaymentAuthorization]):
    vendor_name = serializers.CharField(source="vendor.name", read_only=True)
    invoice_number = serializers.CharField(source="invoice.number", read_only=True)
    account = serializers.CharField(source="account.masked", read_only=True)
    unseen = serializers.SerializerMethodField(
        help_text=_("Fields of the invoice that were read by what corrections taught and that nobody looked at on it.")
    )

    class Meta:
        model = PaymentAuthorization
        fields = (
            "id",
            "state",
            "invoice",
            "invoice_number",
            "order",
            "contract",
            "vendor",
            "vendor_name",
            "is_credit",
            "amount",
            "currency",
            "base_amount",
            "rate",
            "rate_on",
            "account",
            "due_on",
            "end_to_end_id",
            "authorized_at",
            "batch",
            "asked_on",
            "bank_reference",
            "paid_at",
            "reason",
            "unseen",
        )
        read_only_fields = fields

    def get_unseen(self, payment: PaymentAuthorization) -> list[str]:
        """By the names that they have in the invoice."""
        return names_unseen(payment.invoice)


class BatchShape(serializers.ModelSerializer[Batch]):
    made_by = serializers.CharField(source="made_by.email", read_only=True)

    class Meta:
        model = Batch
        fields = ("id", "number", "state", "format", "payments", "totals", "sha256", "made_by", "made_at")
        read_only_fields = fields


class RequisitionLineShape(Body, serializers.ModelSerializer[RequisitionLine]):
    unit_price = MoneyField(max_digits=16, decimal_places=4, min_value=Decimal(0))
    quantity = serializers.DecimalField(max_digits=16, decimal_places=4, min_value=Decimal("0.0001"))

    class Meta:
        model = RequisitionLine
        fields = ("description", "quantity", "unit", "unit_price")


class RequisitionEntry(Body, serializers.ModelSerializer[Requisition]):
    """What is needed, why, by when, and its lines."""

    lines = RequisitionLineShape(many=True)
    currency = serializers.CharField(min_length=3, max_length=3, required=False)
    vendor = SeenField("vendors.Vendor", question="to_deal_with", required=False, allow_null=True)

    class Meta:
        model = Requisition
        fields = ("title", "need", "needed_by", "vendor", "department", "currency", "lines")


class RequisitionShape(serializers.ModelSerializer[Requisition]):
    requester = serializers.CharField(source="requester.email", read_only=True)
    lines = RequisitionLineShape(many=True, read_only=True)

    class Meta:
        model = Requisition
        fields = (
            "id",
            "number",
            "title",
            "need",
            "needed_by",
            "vendor",
            "department",
            "currency",
            "lines",
            "estimate",
            "requester",
            "state",
            "order",
            "contract",
            "reason",
        )
        read_only_fields = fields


# --- what is sent -----------------------------------------------------------------------------------------------------


class NewLine(Body):
    """A line that no clause names, and why it is ordered. Without a quantity it is a rate."""

    description = serializers.CharField(max_length=300)
    quantity = serializers.DecimalField(max_digits=16, decimal_places=4, allow_null=True, default=None)
    unit = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")
    unit_price = serializers.DecimalField(max_digits=20, decimal_places=6)
    optional = serializers.BooleanField(default=False)
    reason = serializers.CharField(max_length=500)


class LineRemoval(Body):
    line = serializers.UUIDField()
    reason = serializers.CharField(max_length=500)


class ChosenVendor(Body):
    """The vendor that sells it; without one, the one that was suggested."""

    vendor = SeenField("vendors.Vendor", question="to_deal_with", required=False, allow_null=True, default=None)


class ChosenContract(Body):
    contract = SeenField("contracts.Contract")


class LineChange(Body):
    """What changes in a line, and why."""

    line = serializers.UUIDField()
    description = serializers.CharField(max_length=300, required=False)
    quantity = serializers.DecimalField(max_digits=16, decimal_places=4, required=False, allow_null=True)
    unit = serializers.CharField(max_length=40, required=False, allow_blank=True)
    unit_price = serializers.DecimalField(max_digits=20, decimal_places=6, required=False)
    optional = serializers.BooleanField(required=False)
    reason = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class Upload(Body):
    """A file, such as an invoice."""

    file = serializers.FileField()


class ChosenOrder(Body):
    order = SeenField("procurement.Order")


class Correction(Body):
    values = serializers.DictField(child=serializers.CharField(allow_null=True, allow_blank=True))


class Overriding(Body):
    codes = serializers.ListField(child=serializers.CharField(max_length=40), allow_empty=False)
    reason = serializers.CharField(max_length=500)


class Reference(Body):
    reference = serializers.CharField(max_length=140)
    paid_on = serializers.DateField(
        required=False,
        allow_null=True,
        default=None,
        help_text=_("Only with another day than today: the day on the bank's statement."),
    )
    early = serializers.BooleanField(
        required=False,
        default=False,
        help_text=_(
            "True where the bank really paid before the day that the payment file asks for; refused without it."
        ),
    )


class FilePaid(Reference):
    """What the statement says about a payment file."""

    payments = serializers.ListField(
        child=serializers.UUIDField(),
        required=False,
        allow_empty=False,
        max_length=500,
        help_text=_(
            "Only with some of them: the payments of the file that the bank made. Left out: all that are open."
        ),
    )


class Chosen(Body):
    payments = serializers.ListField(child=serializers.UUIDField(), allow_empty=False, max_length=500)
    version = serializers.ChoiceField(choices=list(VERSIONS), required=False, default="pain.001.001.09")
