"""The shapes in which programs read and enter what concerns vendors."""

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from flowmono.common.bodies import Body
from flowmono.common.related import SeenField
from vendors.models import (
    BankAccount,
    ComplianceDocument,
    Contact,
    Milestone,
    OnboardingItem,
    Risk,
    Vendor,
    Workspace,
)
from vendors.models.workspace import WHOLE


class VendorSerializer(serializers.ModelSerializer[Vendor]):
    """A vendor, whether it may be paid today, and if not, why."""

    standing = serializers.SerializerMethodField()

    class Meta:
        model = Vendor
        fields = (
            "id",
            "name",
            "legal_name",
            "tax_id",
            "vat_id",
            "country",
            "email",
            "address",
            "category",
            "risk",
            "state",
            "hold_reason",
            "standing",
            "created_at",
        )
        read_only_fields = fields

    @extend_schema_field({"type": "object", "properties": {"ok": {"type": "boolean"}, "reasons": {"type": "array"}}})
    def get_standing(self, vendor: Vendor) -> dict[str, Any]:
        points = [point for onboarding in vendor.onboardings.all() for point in onboarding.items.all()]
        standing = vendor.standing_with(vendor.compliance_documents.all(), points, self._today())
        return {"ok": standing.ok, "reasons": list(standing.reasons)}

    def _today(self) -> date:
        at = getattr(self.context.get("request"), "at", None) or timezone.now()
        return at.date()


class VendorEntrySerializer(Body, serializers.ModelSerializer[Vendor]):
    """What is entered about a vendor; what is left out stays."""

    class Meta:
        model = Vendor
        fields = ("name", "legal_name", "tax_id", "vat_id", "country", "email", "address", "category", "risk")
        # The action says whose number it is; the serializer need not ask the database.
        extra_kwargs: ClassVar[Any] = {"vat_id": {"validators": []}, "risk": {"default": Risk.MEDIUM}}


@extend_schema_serializer(component_name="ShortReason")
class ReasonSerializer(Body):
    """Why, in at most 300 characters."""

    reason = serializers.CharField(max_length=300)


class ContactSerializer(serializers.ModelSerializer[Contact]):
    """A person who speaks for a vendor. Who was removed stays on record and is not active."""

    has_entered = serializers.SerializerMethodField(help_text=_("Whether they have an account for the portal."))

    class Meta:
        model = Contact
        fields = ("id", "vendor", "name", "email", "phone", "active", "has_entered")
        read_only_fields = fields

    @extend_schema_field({"type": "boolean"})
    def get_has_entered(self, contact: Contact) -> bool:
        return contact.user_id is not None


class ContactEntrySerializer(Body):
    """A person who is to speak for a vendor."""

    vendor = SeenField("vendors.Vendor")
    name = serializers.CharField(max_length=120)
    email = serializers.EmailField()
    phone = serializers.CharField(max_length=40, required=False, default="", allow_blank=True)


class PointSerializer(serializers.ModelSerializer[OnboardingItem]):
    """One point of the checklist that a signed contract opened for a vendor."""

    vendor = serializers.UUIDField(source="onboarding.vendor_id", read_only=True)
    contract = serializers.UUIDField(source="onboarding.contract_id", read_only=True, allow_null=True)

    class Meta:
        model = OnboardingItem
        fields = (
            "id",
            "vendor",
            "contract",
            "position",
            "wanted",
            "document_kind",
            "title",
            "required",
            "gates_payment",
            "state",
            "waived_reason",
        )
        read_only_fields = fields


class PaperSerializer(serializers.ModelSerializer[ComplianceDocument]):
    """A vendor's paper and the days it is valid."""

    submitted_by = serializers.CharField(source="submitted_by.email", read_only=True)
    verified_by = serializers.CharField(source="verified_by.email", read_only=True, default=None, allow_null=True)

    class Meta:
        model = ComplianceDocument
        fields = (
            "id",
            "vendor",
            "contract",
            "kind",
            "title",
            "valid_from",
            "valid_until",
            "state",
            "superseded",
            "submitted_by",
            "verified_by",
            "verified_at",
            "reason",
            "created_at",
        )
        read_only_fields = fields


class PaperUploadSerializer(Body):
    """A paper handed in on the vendor's behalf (multipart)."""

    vendor = SeenField("vendors.Vendor")
    kind = serializers.CharField(max_length=40)
    title = serializers.CharField(max_length=160, required=False, default="", allow_blank=True)
    file = serializers.FileField()
    valid_from = serializers.DateField(required=False, default=None, allow_null=True)
    valid_until = serializers.DateField(required=False, default=None, allow_null=True)


class AccountSerializer(serializers.ModelSerializer[BankAccount]):
    """A bank account, its number by its last four characters, and who did what."""

    number = serializers.CharField(source="masked", read_only=True)
    proposed_by = serializers.CharField(source="proposed_by.email", read_only=True)
    called_by = serializers.CharField(source="called_by.email", read_only=True, default=None, allow_null=True)
    verified_by = serializers.CharField(source="verified_by.email", read_only=True, default=None, allow_null=True)

    class Meta:
        model = BankAccount
        fields = (
            "id",
            "vendor",
            "holder",
            "number",
            "bic",
            "country",
            "currency",
            "state",
            "proposed_by",
            "called_by",
            "called_at",
            "called_contact",
            "verified_by",
            "verified_on",
            "reason",
            "created_at",
        )
        read_only_fields = fields


class AccountEntrySerializer(Body):
    """An account: an IBAN, or a number with its clearing code."""

    vendor = SeenField("vendors.Vendor")
    holder = serializers.CharField(max_length=140)
    iban = serializers.CharField(max_length=42, required=False, allow_blank=True)
    bban = serializers.CharField(max_length=34, required=False, allow_blank=True)
    clearing_system = serializers.CharField(max_length=5, required=False, allow_blank=True)
    clearing_member = serializers.CharField(max_length=35, required=False, allow_blank=True)
    bic = serializers.CharField(max_length=14, required=False, allow_blank=True)
    country = serializers.CharField(max_length=2, required=False, allow_blank=True)
    currency = serializers.CharField(max_length=3, required=False, allow_blank=True)


class PaperVerifySerializer(Body):
    """The last day on which a paper is valid, as it says itself."""

    valid_until = serializers.DateField(
        required=False, help_text=_("Left out: the day that was handed in with it stands.")
    )


class CallSerializer(Body):
    """Whom you called, on which number known before."""

    contact = serializers.CharField(max_length=200)


class ConfirmSerializer(Body):
    """Whether the vendor's older accounts for the same currency may still be paid to."""

    keep_older = serializers.BooleanField(required=False, default=False)


class WorkspaceSerializer(serializers.ModelSerializer[Workspace]):
    """The workspace of a contract."""

    vendor_name = serializers.CharField(source="vendor.name", read_only=True)
    requester = serializers.CharField(source="requester.email", read_only=True)

    class Meta:
        model = Workspace
        fields = ("id", "contract", "vendor", "vendor_name", "requester", "title", "state", "started_at", "created_at")
        read_only_fields = fields


class MilestoneSerializer(serializers.ModelSerializer[Milestone]):
    """A milestone with the sentence that promises it."""

    quote = serializers.CharField(source="term.quote", read_only=True, default="")
    page = serializers.IntegerField(source="term.page", read_only=True, default=None, allow_null=True)
    submitted_by = serializers.CharField(source="submitted_by.email", read_only=True, default=None, allow_null=True)
    accepted_by = serializers.CharField(source="accepted_by.email", read_only=True, default=None, allow_null=True)
    falls_after_end = serializers.BooleanField(
        read_only=True,
        help_text=_("It was due after the last day of a contract that was ended: it is asked for no longer, nor late."),
    )

    class Meta:
        model = Milestone
        fields = (
            "id",
            "workspace",
            "contract",
            "term",
            "position",
            "title",
            "kind",
            "amount",
            "currency",
            "due_on",
            "due_text",
            "acceptance",
            "quote",
            "page",
            "state",
            "falls_after_end",
            "note",
            "submitted_at",
            "submitted_by",
            "accepted_percent",
            "accepted_on",
            "accepted_by",
            "reason",
        )
        read_only_fields = fields


class AcceptSerializer(Body):
    """How much of it is accepted, and what is still missing."""

    percent = serializers.DecimalField(
        max_digits=7, decimal_places=4, default=WHOLE, max_value=WHOLE, min_value=Decimal(0)
    )
    reason = serializers.CharField(max_length=1000, required=False, default="", allow_blank=True)
