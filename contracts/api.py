"""Contracts for programs: read, start, confirm, submit, decide, send; terms read and corrected."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.parsers import FormParser, JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import BaseRouter

from contracts import actions
from contracts.models import Contract, Term
from documents.models import Origin, Version
from flowmono.common.api import Reading
from flowmono.common.shapes import Nothing, Verdict


class ContractSerializer(serializers.ModelSerializer[Contract]):
    """A contract as a whole."""

    requester = serializers.CharField(source="requester.email", read_only=True)
    vendor_name = serializers.CharField(source="vendor.name", read_only=True, default="")
    sequence = serializers.DictField(
        read_only=True,
        help_text="The sequence that the case keeps: steps, our_signers, sends_by_itself, kept_years, kept_from.",
    )
    preparation = serializers.DictField(
        read_only=True, help_text="How far it is: steps made (ids), problem, left_out, doubts."
    )
    held = serializers.SerializerMethodField(help_text="Why the papers are held; empty when they are not.")

    class Meta:
        model = Contract
        fields = (
            "id",
            "number",
            "title",
            "state",
            "category",
            "category_confidence",
            "category_reason",
            "requester",
            "department",
            "vendor",
            "vendor_name",
            "customer_name",
            "counterparty_name",
            "counterparty_tax_id",
            "counterparty_country",
            "counterparty_address",
            "counterparty_email",
            "counterparty_signer",
            "counterparty_signer_title",
            "currency",
            "total",
            "total_kind",
            "payment_days",
            "payment_from",
            "effective_on",
            "starts_on_signature",
            "ends_on",
            "renews",
            "notice_days",
            "governing_law",
            "orderable",
            "why_not",
            "checks",
            "open_changes",
            "found",
            "problem",
            "signed_at",
            "sequence",
            "preparation",
            "kept_until",
            "held",
            "created_at",
        )
        read_only_fields = fields

    def get_held(self, contract: Contract) -> str:
        """The reason of the open hold."""
        return next((hold.reason for hold in contract.holds.all() if hold.lifted_at is None), "")


class TermSerializer(serializers.ModelSerializer[Term]):
    """One term with its evidence."""

    verified_by = serializers.CharField(source="verified_by.email", read_only=True, default=None, allow_null=True)

    class Meta:
        model = Term
        fields = (
            "id",
            "contract",
            "field",
            "position",
            "label",
            "value",
            "item_kind",
            "description",
            "amount",
            "percent",
            "currency",
            "due_type",
            "due_value",
            "due_period",
            "due_count",
            "due_on",
            "acceptance",
            "unit",
            "optional",
            "quote",
            "start",
            "end",
            "page",
            "confidence",
            "model",
            "model_version",
            "state",
            "verified_by",
            "verified_at",
        )
        read_only_fields = fields


class ConversionSerializer(serializers.ModelSerializer[Version]):
    """How the PDF was made of the draft: the conversion certificate, and who accepted the rendering."""

    accepted_by = serializers.CharField(source="accepted_by.email", read_only=True, default=None, allow_null=True)
    certificate = serializers.DictField(read_only=True)

    class Meta:
        model = Version
        fields = ("id", "number", "name", "sha256", "created_at", "certificate", "accepted_by", "accepted_at")
        read_only_fields = fields


class DraftUploadSerializer(serializers.Serializer[Any]):
    """A Word draft."""

    file = serializers.FileField()
    title = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)
    department = serializers.CharField(max_length=120, required=False, default="", allow_blank=True)


class ChoiceSerializer(serializers.Serializer[Any]):
    """What becomes of the open changes."""

    choice = serializers.ChoiceField(choices=["accept", "reject"])


class ContractCorrectionSerializer(serializers.ModelSerializer[Contract]):
    """What a person may correct about a contract; what is left out stays."""

    class Meta:
        model = Contract
        fields = actions.CORRECTABLE


class TermCorrectionSerializer(serializers.ModelSerializer[Term]):
    """What a person may correct about a term; what is left out stays."""

    class Meta:
        model = Term
        fields = actions.TERM_CORRECTABLE


class ContractViewSet(Reading):
    """The contracts that the caller sees; what is not theirs does not exist for them."""

    scope = "contracts"
    parser_classes: ClassVar[Any] = [JSONParser, MultiPartParser, FormParser]
    serializer_class = ContractSerializer
    queryset = Contract.objects.none()
    filterset_fields: ClassVar[Any] = {
        "state": ["exact", "in"],
        "category": ["exact"],
        "number": ["exact"],
        "title": ["icontains"],
        "vendor": ["exact"],
        "department": ["exact"],
        "currency": ["exact"],
        "total": ["gte", "lte"],
        "orderable": ["exact"],
        "ends_on": ["gte", "lte"],
        "signed_at": ["gte", "lte"],
        "kept_until": ["gte", "lte"],
        "created_at": ["gte", "lte"],
    }
    ordering_fields = ("created_at", "number", "title", "total", "ends_on", "signed_at")
    worth_in: ClassVar[Any] = {"total": "currency"}

    def get_queryset(self) -> QuerySet[Contract]:
        found: QuerySet[Contract] = Contract.objects.visible_to(self.request.user)
        return found.select_related("vendor", "requester").prefetch_related("holds").order_by("-created_at", "pk")

    def _values(self, request: Request, shape: type[serializers.Serializer[Any]], **options: Any) -> dict[str, Any]:
        form = shape(data=request.data, **options)
        form.is_valid(raise_exception=True)
        return dict(form.validated_data)

    def _answer(self, contract: Contract, code: int = status.HTTP_200_OK) -> Response:
        return Response(ContractSerializer(self.get_queryset().get(pk=contract.pk)).data, status=code)

    @extend_schema(request=DraftUploadSerializer, responses={201: ContractSerializer})
    def create(self, request: Request) -> Response:
        """Start a contract from a Word draft (multipart: file, title, department)."""
        values = self._values(request, DraftUploadSerializer)
        upload = values.pop("file")
        contract = actions.upload_draft(
            by=request.user, at=request.at, data=upload.read(), filename=upload.name, **values
        )
        return self._answer(contract, status.HTTP_201_CREATED)

    @extend_schema(request=ContractCorrectionSerializer, responses=ContractSerializer)
    @action(detail=True, methods=["post"])
    def correct(self, request: Request, pk: str) -> Response:
        """Correct what was read about the contract as a whole."""
        values = self._values(request, ContractCorrectionSerializer, partial=True)
        return self._answer(actions.correct_contract(self.get_object(), by=request.user, at=request.at, values=values))

    @extend_schema(request=ChoiceSerializer, responses=ContractSerializer)
    @action(detail=True, methods=["post"], url_path="choose-changes")
    def choose_changes(self, request: Request, pk: str) -> Response:
        """Accept or reject all open changes of the draft."""
        values = self._values(request, ChoiceSerializer)
        return self._answer(actions.choose_changes(self.get_object(), by=request.user, at=request.at, **values))

    @extend_schema(responses=ConversionSerializer, filters=False)
    @action(detail=True, filterset_fields={})
    def conversion(self, request: Request, pk: str) -> Response:
        """The certificate of the newest conversion: words, fonts, what is not drawn, open changes, who accepted it."""
        version = self.get_object().document.newest(Origin.CONVERTED)
        if version is None:
            raise NotFound(_("There is no PDF yet."))
        return Response(ConversionSerializer(version).data)

    @extend_schema(request=Nothing, responses=ConversionSerializer)
    @action(detail=True, methods=["post"], url_path="accept-rendering")
    def accept_rendering(self, request: Request, pk: str) -> Response:
        """Say that the PDF shows what the draft says."""
        contract = actions.accept_rendering(self.get_object(), by=request.user, at=request.at)
        return Response(ConversionSerializer(contract.document.newest(Origin.CONVERTED)).data)

    @extend_schema(request=Nothing, responses=ContractSerializer)
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, pk: str) -> Response:
        """Stand behind all terms."""
        return self._answer(actions.confirm_terms(self.get_object(), by=request.user, at=request.at))

    @extend_schema(request=Nothing, responses=ContractSerializer)
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, pk: str) -> Response:
        """Put it before its approvers."""
        return self._answer(actions.submit(self.get_object(), by=request.user, at=request.at))

    @extend_schema(request=Verdict, responses=ContractSerializer)
    @action(detail=True, methods=["post"])
    def decide(self, request: Request, pk: str) -> Response:
        """Approve, or reject with a reason."""
        values = self._values(request, Verdict)
        return self._answer(actions.decide(self.get_object(), by=request.user, at=request.at, **values))

    @extend_schema(request=Nothing, responses=ContractSerializer)
    @action(detail=True, methods=["post"])
    def send(self, request: Request, pk: str) -> Response:
        """Send it to its signers."""
        return self._answer(actions.send_for_signature(self.get_object(), by=request.user, at=request.at))

    @extend_schema(responses=TermSerializer(many=True), filters=False)
    @action(detail=True, pagination_class=None, filterset_fields={})
    def terms(self, request: Request, pk: str) -> Response:
        """Every term that stands, in the contract's order."""
        found = self.get_object().terms.live().select_related("verified_by")
        return Response(TermSerializer(found, many=True).data)


class TermViewSet(Reading):
    """The terms of the contracts that the caller sees."""

    scope = "contracts"
    serializer_class = TermSerializer
    queryset = Term.objects.none()
    filterset_fields: ClassVar[Any] = {
        "contract": ["exact"],
        "field": ["exact"],
        "item_kind": ["exact"],
        "state": ["exact", "in"],
        "due_on": ["gte", "lte"],
    }
    ordering_fields = ("position", "due_on", "amount", "confidence")
    worth_in: ClassVar[Any] = {"amount": "currency"}

    def get_queryset(self) -> QuerySet[Term]:
        found: QuerySet[Term] = Term.objects.visible_to(self.request.user)
        return found.select_related("verified_by").order_by("contract", "position", "pk")

    @extend_schema(request=TermCorrectionSerializer, responses=TermSerializer)
    @action(detail=True, methods=["post"])
    def correct(self, request: Request, pk: str) -> Response:
        """Put other values in the place of what was read. What the contract itself keeps, such as its total, is corrected there."""
        form = TermCorrectionSerializer(data=request.data, partial=True)
        form.is_valid(raise_exception=True)
        term = actions.correct_term(self.get_object(), by=request.user, at=request.at, values=form.validated_data)
        return Response(TermSerializer(term).data)


def register(router: BaseRouter) -> None:
    """Put the endpoints of contracts under /api/v1/."""
    router.register("contracts", ContractViewSet, basename="contract")
    router.register("terms", TermViewSet, basename="term")
