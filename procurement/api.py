"""Orders, invoices, payments and payment files for programs: the same actions as the pages."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpResponse
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import BaseRouter

from documents.serving import serve
from flowmono.common.api import Reading
from flowmono.common.bodies import takes_nothing
from flowmono.common.refusals import require
from flowmono.common.related import each_of, one_of
from flowmono.common.shapes import Reason, Verdict
from procurement import actions, policies, shapes
from procurement.models import Batch, Invoice, Order, OrderState, PaymentAuthorization, RememberedField, Requisition

LINE = ("description", "quantity", "unit", "unit_price")
REVISABLE = {OrderState.APPROVED, OrderState.SENT}


def values_of(request: Request, shape: type[serializers.Serializer[Any]]) -> dict[str, Any]:
    """What was sent, in its shape; a wrong field is told by its name."""
    form = shape(data=request.data, context={"request": request})
    form.is_valid(raise_exception=True)
    return dict(form.validated_data)


class Look(Reading):
    """What the caller sees; what is not theirs does not exist for them."""

    whole: ClassVar[Any]

    def get_serializer_class(self) -> Any:
        return self.whole if self.action == "retrieve" else self.serializer_class

    def answer(self, record: Any, code: int = status.HTTP_200_OK) -> Response:
        """The record as it is now."""
        return Response(self.whole(self.get_queryset().get(pk=record.pk)).data, status=code)


class OrderViewSet(Look):
    """Purchase orders."""

    scope = "orders"
    serializer_class = shapes.OrderShape
    whole = shapes.OrderWithLines
    queryset = Order.objects.none()
    filterset_fields: ClassVar[Any] = {
        "state": ["exact", "in"],
        "number": ["exact"],
        "contract": ["exact"],
        "vendor": ["exact"],
        "department": ["exact"],
        "currency": ["exact"],
        "total": ["gte", "lte"],
        "created_at": ["gte", "lte"],
    }
    ordering_fields = ("created_at", "number", "total", "base_total", "approved_at")
    worth_in: ClassVar[Any] = {"total": "currency"}

    def get_queryset(self) -> QuerySet[Order]:
        found: QuerySet[Order] = Order.objects.visible_to(self.request.user)
        return (
            found.select_related("vendor", "requester")
            .prefetch_related("lines__added_by")
            .order_by("-created_at", "pk")
        )

    @extend_schema(request=Verdict, responses=shapes.OrderWithLines)
    @action(detail=True, methods=["post"])
    def decide(self, request: Request, pk: str) -> Response:
        """Approve, or reject with a reason."""
        values = values_of(request, Verdict)
        return self.answer(actions.decide_order(self.get_object(), by=request.user, at=request.at, **values))

    @takes_nothing(responses=shapes.OrderWithLines)
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, pk: str) -> Response:
        """Put it before its approvers."""
        return self.answer(actions.submit_order(self.get_object(), by=request.user, at=request.at))

    @extend_schema(request=Reason, responses=shapes.OrderWithLines)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str) -> Response:
        """Give it up before it is approved."""
        values = values_of(request, Reason)
        return self.answer(actions.cancel_order(self.get_object(), by=request.user, at=request.at, **values))

    @takes_nothing(responses=shapes.OrderWithLines)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, pk: str) -> Response:
        """Say that nothing more will be billed."""
        return self.answer(actions.close_order(self.get_object(), by=request.user, at=request.at))

    @extend_schema(request=shapes.LineChange, responses=shapes.OrderWithLines)
    @action(detail=True, methods=["post"], url_path="change-line")
    def change_line(self, request: Request, pk: str) -> Response:
        """Change a line of a draft; of an approved order by a revision, which needs a reason and goes round again."""
        order = self.get_object()
        values = values_of(request, shapes.LineChange)
        reason = values.pop("reason")
        line = one_of(order.lines.all(), values.pop("line"), field="line")
        if order.state in REVISABLE:
            changes = [(line, values)]
            actions.revise_order(order, by=request.user, at=request.at, reason=reason, changes=changes)
        else:
            actions.edit_line(line, by=request.user, at=request.at, values=values, reason=reason)
        return self.answer(order)

    @extend_schema(request=shapes.NewLine, responses=shapes.OrderWithLines)
    @action(detail=True, methods=["post"], url_path="add-line")
    def add_line(self, request: Request, pk: str) -> Response:
        """Add a line that no clause names to a draft, with a reason."""
        order, values = self.get_object(), values_of(request, shapes.NewLine)
        reason = values.pop("reason")
        actions.add_line(order, by=request.user, at=request.at, values=values, reason=reason)
        return self.answer(order)

    @extend_schema(request=shapes.LineRemoval, responses=shapes.OrderWithLines)
    @action(detail=True, methods=["post"], url_path="remove-line")
    def remove_line(self, request: Request, pk: str) -> Response:
        """Take a line out of a draft, with a reason."""
        order, values = self.get_object(), values_of(request, shapes.LineRemoval)
        line = one_of(order.lines.all(), values["line"], field="line")
        return self.answer(actions.remove_line(line, by=request.user, at=request.at, reason=values["reason"]))


class InvoiceViewSet(Look):
    """Invoices with their matches."""

    scope = "invoices"
    writers = staticmethod(policies.can_capture)
    serializer_class = shapes.InvoiceShape
    whole = shapes.InvoiceWithMatch
    queryset = Invoice.objects.none()
    filterset_fields: ClassVar[Any] = {
        "state": ["exact", "in"],
        "decision": ["exact"],
        "number": ["exact"],
        "vendor": ["exact"],
        "order": ["exact"],
        "contract": ["exact"],
        "currency": ["exact"],
        "payable": ["gte", "lte"],
        "due_on": ["gte", "lte"],
        "received_at": ["gte", "lte"],
    }
    ordering_fields = ("received_at", "issued_on", "due_on", "payable", "reference")
    worth_in: ClassVar[Any] = {"payable": "currency"}

    def get_queryset(self) -> QuerySet[Invoice]:
        found: QuerySet[Invoice] = Invoice.objects.visible_to(self.request.user)
        found = found.select_related("vendor", "order", "captured_by").defer("reading")
        found = found if self.action == "list" else found.prefetch_related("lines__order_line__order")
        return found.order_by("-received_at", "-reference")

    @extend_schema(request=shapes.Upload, responses={201: shapes.InvoiceWithMatch})
    def create(self, request: Request) -> Response:
        """Enter an invoice (multipart: file). It is read and matched by itself."""
        upload = values_of(request, shapes.Upload)["file"]
        invoice = actions.receive_invoice(
            None, by=request.user, at=request.at, data=upload.read(), filename=upload.name
        )
        return self.answer(invoice, status.HTTP_201_CREATED)

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiResponse(description="The file as it came.")})
    @action(detail=True, methods=["get"])
    def file(self, request: Request, pk: str) -> HttpResponse:
        """The file as it came."""
        return serve(request, self.get_object().version, attachment=True)

    @extend_schema(request=shapes.ChosenOrder, responses=shapes.InvoiceWithMatch)
    @action(detail=True, methods=["post"], url_path="confirm-order")
    def confirm_order(self, request: Request, pk: str) -> Response:
        """Say which order it bills."""
        order = values_of(request, shapes.ChosenOrder)["order"]
        return self.answer(actions.confirm_order(self.get_object(), by=request.user, at=request.at, order=order))

    @takes_nothing(responses=shapes.InvoiceWithMatch)
    @action(detail=True, methods=["post"], url_path="match")
    def match_again(self, request: Request, pk: str) -> Response:
        """Match it again."""
        invoice = self.get_object()
        actions.match_again(invoice, by=request.user, at=request.at)
        return self.answer(invoice)

    @extend_schema(request=shapes.Correction, responses=shapes.InvoiceWithMatch)
    @action(detail=True, methods=["post"])
    def correct(self, request: Request, pk: str) -> Response:
        """Put what the document says in place of what was read."""
        values = values_of(request, shapes.Correction)["values"]
        return self.answer(actions.correct_reading(self.get_object(), by=request.user, at=request.at, values=values))

    @extend_schema(request=shapes.Overriding, responses=shapes.InvoiceWithMatch)
    @action(detail=True, methods=["post"])
    def override(self, request: Request, pk: str) -> Response:
        """Let findings pass, with a reason."""
        values = values_of(request, shapes.Overriding)
        return self.answer(actions.override(self.get_object(), by=request.user, at=request.at, **values))

    @extend_schema(request=Reason, responses=shapes.InvoiceWithMatch)
    @action(detail=True, methods=["post"])
    def reject(self, request: Request, pk: str) -> Response:
        """Send it back to the vendor."""
        values = values_of(request, Reason)
        return self.answer(actions.reject_invoice(self.get_object(), by=request.user, at=request.at, **values))


class PaymentViewSet(Look):
    """Payment authorizations."""

    scope = "payments"
    serializer_class = shapes.PaymentShape
    whole = shapes.PaymentShape
    queryset = PaymentAuthorization.objects.none()
    filterset_fields: ClassVar[Any] = {
        "state": ["exact", "in"],
        "invoice": ["exact"],
        "vendor": ["exact"],
        "contract": ["exact"],
        "batch": ["exact"],
        "amount": ["gte", "lte"],
        "due_on": ["gte", "lte"],
        "paid_at": ["gte", "lte"],
    }
    ordering_fields = ("due_on", "amount", "authorized_at", "paid_at")
    worth_in: ClassVar[Any] = {"amount": "currency"}

    def get_queryset(self) -> QuerySet[PaymentAuthorization]:
        found: QuerySet[PaymentAuthorization] = PaymentAuthorization.objects.visible_to(self.request.user)
        with_all = found.select_related("vendor", "invoice__printed_pages", "account")
        return with_all.defer("invoice__reading", "invoice__printed_pages__rows").order_by("due_on", "pk")

    @extend_schema(request=Verdict, responses=shapes.PaymentShape)
    @action(detail=True, methods=["post"])
    def decide(self, request: Request, pk: str) -> Response:
        """Authorize, or refuse with a reason."""
        values = values_of(request, Verdict)
        return self.answer(actions.decide_payment(self.get_object(), by=request.user, at=request.at, **values))

    @extend_schema(request=Reason, responses=shapes.PaymentShape)
    @action(detail=True, methods=["post"])
    def stop(self, request: Request, pk: str) -> Response:
        """Take it back before it is in a file."""
        values = values_of(request, Reason)
        return self.answer(actions.stop_payment(self.get_object(), by=request.user, at=request.at, **values))

    @extend_schema(request=shapes.Reference, responses=shapes.PaymentShape)
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, pk: str) -> Response:
        """Enter that the bank paid it."""
        values = values_of(request, shapes.Reference)
        return self.answer(actions.confirm_payment(self.get_object(), by=request.user, at=request.at, **values))


class BatchViewSet(Look):
    """Payment files."""

    scope = "payments"
    serializer_class = shapes.BatchShape
    whole = shapes.BatchShape
    queryset = Batch.objects.none()
    filterset_fields: ClassVar[Any] = {"state": ["exact", "in"], "number": ["exact"], "made_at": ["gte", "lte"]}
    ordering_fields = ("made_at", "number")

    def get_queryset(self) -> QuerySet[Batch]:
        found: QuerySet[Batch] = Batch.objects.visible_to(self.request.user)
        return found.select_related("made_by").order_by("-made_at", "pk")

    @extend_schema(request=shapes.Chosen, responses={201: shapes.BatchShape})
    def create(self, request: Request) -> Response:
        """Make a payment file from authorized payments."""
        values = values_of(request, shapes.Chosen)
        seen = PaymentAuthorization.objects.visible_to(request.user)
        chosen = each_of(seen, values["payments"], field="payments")
        batch = actions.make_batch(chosen, by=request.user, at=request.at, version=values["version"])
        return self.answer(batch, status.HTTP_201_CREATED)

    @extend_schema(responses={(200, "application/xml"): OpenApiResponse(description="The payment file.")})
    @action(detail=True, methods=["get"])
    def file(self, request: Request, pk: str) -> HttpResponse:
        """The payment file, for finance alone."""
        batch = self.get_object()
        require(policies.can_pay, request.user)
        return serve(request, batch.version, attachment=True)

    @extend_schema(request=shapes.FilePaid, responses=shapes.BatchShape)
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, pk: str) -> Response:
        """Enter that the bank paid the whole file, or some of its payments, under one reference: all of them or none."""
        batch, values = self.get_object(), values_of(request, shapes.FilePaid)
        keys = values.pop("payments", None)
        only = None if keys is None else each_of(batch.authorizations.all(), keys, field="payments")
        return self.answer(actions.confirm_file(batch, by=request.user, at=request.at, only=only, **values))


class RequisitionViewSet(Look):
    """What people need to be bought."""

    scope = "orders"
    serializer_class = shapes.RequisitionShape
    whole = shapes.RequisitionShape
    queryset = Requisition.objects.none()
    filterset_fields: ClassVar[Any] = {"state": ["exact", "in"], "number": ["exact"]}
    ordering_fields = ("created_at", "number", "needed_by")

    def get_queryset(self) -> QuerySet[Requisition]:
        found: QuerySet[Requisition] = Requisition.objects.visible_to(self.request.user)
        return found.select_related("requester").prefetch_related("lines").order_by("-created_at", "pk")

    @extend_schema(request=shapes.RequisitionEntry, responses={201: shapes.RequisitionShape})
    def create(self, request: Request) -> Response:
        """Draft a requisition: what, why, by when, and its lines. It is submitted apart."""
        values = values_of(request, shapes.RequisitionEntry)
        return self.answer(actions.ask_for(by=request.user, at=request.at, **values), status.HTTP_201_CREATED)

    @extend_schema(request=shapes.RequisitionEntry, responses=shapes.RequisitionShape)
    @action(detail=True, methods=["post"])
    def correct(self, request: Request, pk: str) -> Response:
        """Change a draft, or what was sent back. What is left out stays; lines that are sent take the place of all."""
        requisition = self.get_object()
        form = shapes.RequisitionEntry(data=request.data, partial=True, context={"request": request})
        form.is_valid(raise_exception=True)
        values = dict(form.validated_data)
        known = [{name: getattr(line, name) for name in LINE} for line in requisition.lines.all()]
        facts = {"lines": values.pop("lines", known), "values": values}
        return self.answer(actions.edit_requisition(requisition, by=request.user, at=request.at, **facts))

    @takes_nothing(responses=shapes.RequisitionShape)
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, pk: str) -> Response:
        """Put it before its approvers."""
        return self.answer(actions.submit_requisition(self.get_object(), by=request.user, at=request.at))

    @extend_schema(request=Verdict, responses=shapes.RequisitionShape)
    @action(detail=True, methods=["post"])
    def decide(self, request: Request, pk: str) -> Response:
        """Approve, or reject with a reason."""
        values = values_of(request, Verdict)
        return self.answer(actions.decide_requisition(self.get_object(), by=request.user, at=request.at, **values))

    @extend_schema(request=Reason, responses=shapes.RequisitionShape)
    @action(detail=True, methods=["post"])
    def decline(self, request: Request, pk: str) -> Response:
        """Give it up."""
        values = values_of(request, Reason)
        return self.answer(actions.decline_requisition(self.get_object(), by=request.user, at=request.at, **values))

    @extend_schema(request=shapes.ChosenVendor, responses={201: shapes.OrderWithLines})
    @action(detail=True, methods=["post"])
    def order(self, request: Request, pk: str) -> Response:
        """Draft its order."""
        vendor = values_of(request, shapes.ChosenVendor)["vendor"]
        made = actions.order_from_requisition(self.get_object(), by=request.user, at=request.at, vendor=vendor)
        return Response(shapes.OrderWithLines(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=shapes.ChosenContract, responses=shapes.RequisitionShape)
    @action(detail=True, methods=["post"])
    def contract(self, request: Request, pk: str) -> Response:
        """Say which contract in the making serves it."""
        chosen = values_of(request, shapes.ChosenContract)["contract"]
        requisition = self.get_object()
        return self.answer(
            actions.contract_from_requisition(requisition, by=request.user, at=request.at, contract=chosen)
        )


class RememberedFieldViewSet(Look):
    """Where fields stand in a vendor's invoices, as corrections taught it."""

    scope = "invoices"
    writers = staticmethod(policies.can_forget_some)
    serializer_class = shapes.RememberedShape
    whole = shapes.RememberedShape
    queryset = RememberedField.objects.none()
    filterset_fields: ClassVar[Any] = {"layout__vendor": ["exact"], "state": ["exact", "in"], "field": ["exact"]}
    ordering_fields = ("created_at",)

    def get_queryset(self) -> QuerySet[RememberedField]:
        found: QuerySet[RememberedField] = RememberedField.objects.all()
        if not policies.can_see_memory(self.request.user):
            found = found.none()
        return found.select_related("layout", "taught_by", "taught_from").order_by("-created_at", "pk")

    @takes_nothing(responses=shapes.RememberedShape)
    @action(detail=True, methods=["post"])
    def forget(self, request: Request, pk: str) -> Response:
        """Read this field as if nobody had taught it."""
        return self.answer(actions.forget_field(self.get_object(), by=request.user, at=request.at))


def register(router: BaseRouter) -> None:
    """Put the endpoints of orders, invoices and payments under /api/v1/."""
    router.register("orders", OrderViewSet, basename="order")
    router.register("invoices", InvoiceViewSet, basename="invoice")
    router.register("payments", PaymentViewSet, basename="payment")
    router.register("payment-files", BatchViewSet, basename="payment_file")
    router.register("remembered-fields", RememberedFieldViewSet, basename="remembered_field")
    router.register("requisitions", RequisitionViewSet, basename="requisition")
