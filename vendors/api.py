"""Vendors and workspaces for programs: read, enter, hold and release; papers verified; accounts checked; milestones accepted."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import UUIDFilter
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import BaseRouter

from flowmono.common.api import Reading, Scoped
from flowmono.common.bodies import takes_nothing
from flowmono.common.lists import RelatedByKey
from vendors import actions, policies
from vendors.models import BankAccount, ComplianceDocument, Contact, Milestone, OnboardingItem, Vendor, Workspace
from vendors.shapes import (
    AcceptSerializer,
    AccountEntrySerializer,
    AccountSerializer,
    CallSerializer,
    ConfirmSerializer,
    ContactEntrySerializer,
    ContactSerializer,
    MilestoneSerializer,
    PaperSerializer,
    PaperUploadSerializer,
    PaperVerifySerializer,
    PointSerializer,
    ReasonSerializer,
    VendorEntrySerializer,
    VendorSerializer,
    WorkspaceSerializer,
)


class WorksInside(BasePermission):
    """These endpoints are for the company's own people and programs; vendors have the portal."""

    message = _("Vendors use the portal.")

    def has_permission(self, request: Request, view: Any) -> bool:
        return bool(request.user.works_inside)  # type: ignore[union-attr]


INSIDE: list[type[BasePermission]] = [IsAuthenticated, Scoped, WorksInside]


class Seen(Reading):
    """Reading what the caller sees; what is not theirs does not exist for them."""

    scope = "vendors"
    permission_classes = INSIDE

    def values(self, shape: type[Any], **options: Any) -> dict[str, Any]:
        """What was sent, checked. Raises ValidationError."""
        form = shape(data=self.request.data, context={"request": self.request}, **options)
        form.is_valid(raise_exception=True)
        return dict(form.validated_data)

    def answer(self, record: Any, code: int = status.HTTP_200_OK) -> Response:
        """The record as it now is."""
        fresh = self.get_queryset().get(pk=record.pk)
        return Response(self.get_serializer(fresh).data, status=code)


class VendorViewSet(Seen):
    """Vendors."""

    serializer_class = VendorSerializer
    queryset = Vendor.objects.none()
    filterset_fields: ClassVar[Any] = {
        "name": ["icontains"],
        "state": ["exact", "in"],
        "risk": ["exact"],
        "category": ["exact"],
        "country": ["exact"],
        "vat_id": ["exact"],
        "tax_id": ["exact"],
    }
    ordering_fields = ("name", "risk", "country", "created_at")

    def get_queryset(self) -> QuerySet[Vendor]:
        seen: QuerySet[Vendor] = Vendor.objects.visible_to(self.request.user)
        return seen.prefetch_related("compliance_documents", "onboardings__items").order_by("name", "pk")

    @extend_schema(request=VendorEntrySerializer, responses={201: VendorSerializer})
    def create(self, request: Request) -> Response:
        """Enter a vendor by hand."""
        values = self.values(VendorEntrySerializer)
        return self.answer(
            actions.create_vendor(by=request.user, at=request.at, values=values), status.HTTP_201_CREATED
        )

    @extend_schema(request=VendorEntrySerializer, responses=VendorSerializer)
    @action(detail=True, methods=["post"])
    def correct(self, request: Request, pk: str) -> Response:
        """Correct what is on record."""
        values = self.values(VendorEntrySerializer, partial=True)
        return self.answer(actions.correct_vendor(self.get_object(), by=request.user, at=request.at, values=values))

    @extend_schema(request=ReasonSerializer, responses=VendorSerializer)
    @action(detail=True, methods=["post"])
    def hold(self, request: Request, pk: str) -> Response:
        """Stop payments."""
        return self.answer(
            actions.hold_vendor(self.get_object(), by=request.user, at=request.at, **self.values(ReasonSerializer))
        )

    @extend_schema(request=ReasonSerializer, responses=VendorSerializer)
    @action(detail=True, methods=["post"])
    def block(self, request: Request, pk: str) -> Response:
        """Do no more business with it."""
        return self.answer(
            actions.block_vendor(self.get_object(), by=request.user, at=request.at, **self.values(ReasonSerializer))
        )

    @extend_schema(request=ReasonSerializer, responses=VendorSerializer)
    @action(detail=True, methods=["post"])
    def release(self, request: Request, pk: str) -> Response:
        """Lift the hold, or the block."""
        return self.answer(
            actions.release_vendor(self.get_object(), by=request.user, at=request.at, **self.values(ReasonSerializer))
        )


class ContactViewSet(Seen):
    """The people who speak for vendors."""

    serializer_class = ContactSerializer
    queryset = Contact.objects.none()
    filterset_fields: ClassVar[Any] = {"vendor": ["exact"], "email": ["iexact"], "active": ["exact"]}
    ordering_fields = ("name", "email", "created_at")

    def get_queryset(self) -> QuerySet[Contact]:
        seen = Vendor.objects.visible_to(self.request.user).values("pk")
        found: QuerySet[Contact] = Contact.objects.filter(vendor__in=seen)
        return found.order_by("name", "pk")

    @extend_schema(request=ContactEntrySerializer, responses={201: ContactSerializer})
    def create(self, request: Request) -> Response:
        """Add a person who speaks for a vendor; the same address again is no error. They are invited apart."""
        values = self.values(ContactEntrySerializer)
        vendor = values.pop("vendor")
        return self.answer(
            actions.add_contact(vendor, by=request.user, at=request.at, **values), status.HTTP_201_CREATED
        )

    @takes_nothing(responses=ContactSerializer)
    @action(detail=True, methods=["post"])
    def invite(self, request: Request, pk: str) -> Response:
        """Send them a new link to the portal. The link is in the letter alone."""
        contact = self.get_object()
        actions.invite_to_portal(contact, by=request.user, at=request.at)
        return self.answer(contact)

    @takes_nothing(responses=ContactSerializer)
    @action(detail=True, methods=["post"])
    def remove(self, request: Request, pk: str) -> Response:
        """They no longer speak for the vendor: their links and their way into the portal end at once."""
        return self.answer(actions.remove_contact(self.get_object(), by=request.user, at=request.at))


class PointFilters(RelatedByKey):
    """By vendor, contract, kind and state."""

    vendor = UUIDFilter(field_name="onboarding__vendor")
    contract = UUIDFilter(field_name="onboarding__contract")

    class Meta:
        model = OnboardingItem
        fields: ClassVar[Any] = {
            "state": ["exact", "in"],
            "wanted": ["exact"],
            "document_kind": ["exact"],
            "required": ["exact"],
            "gates_payment": ["exact"],
        }


class PointViewSet(Seen):
    """The points of vendors' checklists."""

    serializer_class = PointSerializer
    queryset = OnboardingItem.objects.none()
    filterset_class = PointFilters
    ordering_fields = ("created_at", "position", "title")

    def get_queryset(self) -> QuerySet[OnboardingItem]:
        seen = Vendor.objects.visible_to(self.request.user).values("pk")
        found: QuerySet[OnboardingItem] = OnboardingItem.objects.filter(onboarding__vendor__in=seen)
        return found.select_related("onboarding").order_by("onboarding", "position", "pk")

    @extend_schema(request=ReasonSerializer, responses=PointSerializer)
    @action(detail=True, methods=["post"])
    def waive(self, request: Request, pk: str) -> Response:
        """Say that it is not needed here, and why."""
        return self.answer(
            actions.waive_item(self.get_object(), by=request.user, at=request.at, **self.values(ReasonSerializer))
        )


class PaperViewSet(Seen):
    """Vendors' papers."""

    serializer_class = PaperSerializer
    queryset = ComplianceDocument.objects.none()
    filterset_fields: ClassVar[Any] = {
        "vendor": ["exact"],
        "kind": ["exact"],
        "state": ["exact", "in"],
        "contract": ["exact"],
        "valid_until": ["lte", "gte"],
    }
    ordering_fields = ("created_at", "valid_until", "kind")

    def get_queryset(self) -> QuerySet[ComplianceDocument]:
        seen: QuerySet[ComplianceDocument] = ComplianceDocument.objects.visible_to(self.request.user)
        return seen.select_related("submitted_by", "verified_by").order_by("-created_at", "pk")

    @extend_schema(request=PaperUploadSerializer, responses={201: PaperSerializer})
    def create(self, request: Request) -> Response:
        """Hand a paper in on the vendor's behalf."""
        values = self.values(PaperUploadSerializer)
        vendor, file = values.pop("vendor"), values.pop("file")
        paper = actions.hand_in_document(
            vendor, by=request.user, at=request.at, data=file.read(), filename=file.name, **values
        )
        return self.answer(paper, status.HTTP_201_CREATED)

    @extend_schema(request=PaperVerifySerializer, responses=PaperSerializer)
    @action(detail=True, methods=["post"])
    def verify(self, request: Request, pk: str) -> Response:
        """Stand behind it, with the last day that it names itself."""
        values = self.values(PaperVerifySerializer)
        return self.answer(actions.verify_document(self.get_object(), by=request.user, at=request.at, **values))

    @extend_schema(request=ReasonSerializer, responses=PaperSerializer)
    @action(detail=True, methods=["post"])
    def reject(self, request: Request, pk: str) -> Response:
        """Send it back."""
        return self.answer(
            actions.reject_document(self.get_object(), by=request.user, at=request.at, **self.values(ReasonSerializer))
        )


class AccountViewSet(Seen):
    """Vendors' bank accounts."""

    serializer_class = AccountSerializer
    queryset = BankAccount.objects.none()
    filterset_fields: ClassVar[Any] = {"vendor": ["exact"], "state": ["exact", "in"], "currency": ["exact"]}
    ordering_fields = ("created_at", "verified_on")

    def get_queryset(self) -> QuerySet[BankAccount]:
        if not policies.can_see_papers(self.request.user):
            return BankAccount.objects.none()
        seen: QuerySet[BankAccount] = BankAccount.objects.visible_to(self.request.user)
        return seen.select_related("vendor", "proposed_by", "called_by", "verified_by").order_by("-created_at", "pk")

    @extend_schema(request=AccountEntrySerializer, responses={201: AccountSerializer})
    def create(self, request: Request) -> Response:
        """Enter an account; two other people check it."""
        values = self.values(AccountEntrySerializer)
        vendor = values.pop("vendor")
        account = actions.propose_account(vendor, by=request.user, at=request.at, values=values)
        return self.answer(account, status.HTTP_201_CREATED)

    @extend_schema(request=CallSerializer, responses=AccountSerializer)
    @action(detail=True, methods=["post"])
    def call(self, request: Request, pk: str) -> Response:
        """Record the call-back."""
        return self.answer(
            actions.call_back(self.get_object(), by=request.user, at=request.at, **self.values(CallSerializer))
        )

    @extend_schema(request=ConfirmSerializer, responses=AccountSerializer)
    @action(detail=True, methods=["post"])
    def verify(self, request: Request, pk: str) -> Response:
        """Confirm it after the call-back. It takes the place of older ones for its currency, unless they are kept."""
        values = self.values(ConfirmSerializer)
        return self.answer(actions.verify_account(self.get_object(), by=request.user, at=request.at, **values))

    @extend_schema(request=ReasonSerializer, responses=AccountSerializer)
    @action(detail=True, methods=["post"])
    def reject(self, request: Request, pk: str) -> Response:
        """It is not the vendor's account."""
        return self.answer(
            actions.reject_account(self.get_object(), by=request.user, at=request.at, **self.values(ReasonSerializer))
        )

    @extend_schema(request=ReasonSerializer, responses=AccountSerializer)
    @action(detail=True, methods=["post"])
    def retire(self, request: Request, pk: str) -> Response:
        """Nothing is paid to it any more."""
        return self.answer(
            actions.retire_account(self.get_object(), by=request.user, at=request.at, **self.values(ReasonSerializer))
        )


class WorkspaceViewSet(Seen):
    """Workspaces."""

    serializer_class = WorkspaceSerializer
    queryset = Workspace.objects.none()
    filterset_fields: ClassVar[Any] = {"vendor": ["exact"], "contract": ["exact"], "state": ["exact", "in"]}
    ordering_fields = ("created_at", "started_at", "title")

    def get_queryset(self) -> QuerySet[Workspace]:
        seen: QuerySet[Workspace] = Workspace.objects.visible_to(self.request.user)
        return seen.select_related("vendor", "requester").order_by("-created_at", "pk")


class MilestoneViewSet(Seen):
    """Milestones."""

    serializer_class = MilestoneSerializer
    queryset = Milestone.objects.none()
    filterset_fields: ClassVar[Any] = {
        "workspace": ["exact"],
        "contract": ["exact"],
        "state": ["exact", "in"],
        "kind": ["exact"],
        "due_on": ["lte", "gte"],
    }
    ordering_fields = ("position", "due_on", "amount", "accepted_on")
    worth_in: ClassVar[Any] = {"amount": "currency"}

    def get_queryset(self) -> QuerySet[Milestone]:
        seen: QuerySet[Milestone] = Milestone.objects.visible_to(self.request.user)
        return seen.select_related("term", "submitted_by", "accepted_by", "contract").order_by("workspace", "position")

    @extend_schema(request=AcceptSerializer, responses=MilestoneSerializer)
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, pk: str) -> Response:
        """Accept it, wholly or in part."""
        return self.answer(
            actions.accept_milestone(self.get_object(), by=request.user, at=request.at, **self.values(AcceptSerializer))
        )

    @extend_schema(request=ReasonSerializer, responses=MilestoneSerializer)
    @action(detail=True, methods=["post"], url_path="send-back")
    def send_back(self, request: Request, pk: str) -> Response:
        """Send it back."""
        return self.answer(
            actions.send_milestone_back(
                self.get_object(), by=request.user, at=request.at, **self.values(ReasonSerializer)
            )
        )


def register(router: BaseRouter) -> None:
    """Put the endpoints of vendors under /api/v1/."""
    router.register("vendors", VendorViewSet, basename="vendor")
    router.register("vendor-contacts", ContactViewSet, basename="vendor-contact")
    router.register("checklist-points", PointViewSet, basename="checklist-point")
    router.register("vendor-documents", PaperViewSet, basename="vendor-document")
    router.register("bank-accounts", AccountViewSet, basename="bank-account")
    router.register("workspaces", WorkspaceViewSet, basename="workspace")
    router.register("milestones", MilestoneViewSet, basename="milestone")
