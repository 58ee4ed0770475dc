"""Deliveries for programs: look, retry, skip, correct, with the policies of the incident desk."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import BaseRouter

from flowmono.common.api import Reading
from flowmono.common.bodies import Body, takes_nothing
from flowmono.common.refusals import Conflict, require
from flowmono.common.shapes import Reason
from flowmono.events import REGISTRY, Event
from flowmono.outbox import actions, policies
from flowmono.outbox.correcting import read_plain
from flowmono.outbox.forms import CorrectionForm, key_of
from flowmono.outbox.models import Correction, Delivery


class CorrectionShape(serializers.ModelSerializer[Correction]):
    """Who corrected what, when and why."""

    by = serializers.CharField(source="by.email", read_only=True)

    class Meta:
        model = Correction
        fields = ("changes", "reason", "by", "at")


class DeliveryShape(serializers.ModelSerializer[Delivery]):
    """One event on its way to one step."""

    event = serializers.CharField(source="event.name", read_only=True)
    subject = serializers.CharField(source="event.subject", read_only=True)
    case_id = serializers.UUIDField(source="event.case_id", read_only=True)
    error = serializers.SerializerMethodField()

    class Meta:
        model = Delivery
        fields = (
            "id",
            "event",
            "subject",
            "case_id",
            "receiver",
            "state",
            "attempts",
            "next_try_at",
            "started_at",
            "finished_at",
            "error",
            "skipped_reason",
        )

    def get_error(self, delivery: Delivery) -> str:
        """What went wrong, in one line."""
        return delivery.error.strip().partition("\n")[0]


class WholeDelivery(DeliveryShape):
    """The same with what the step is given, what was announced, and every correction."""

    values = serializers.JSONField(read_only=True)
    announced = serializers.JSONField(source="event.values", read_only=True)
    corrections = CorrectionShape(many=True, read_only=True)

    class Meta(DeliveryShape.Meta):
        fields = (*DeliveryShape.Meta.fields, "values", "announced", "corrections")


class OtherValues(Body):
    """Values by their names, and why they are right. What is not named stays."""

    values = serializers.DictField(child=serializers.JSONField(allow_null=True))  # type: ignore[assignment]
    reason = serializers.CharField()


class DeliveryViewSet(Reading):
    """What was owed to each step: done, waiting, or an incident that waits for a person."""

    scope = "deliveries"
    readers = staticmethod(policies.can_see_the_desk)
    writers = staticmethod(policies.can_run_the_desk)
    serializer_class = DeliveryShape
    whole = WholeDelivery
    queryset = Delivery.objects.none()
    filterset_fields: ClassVar[Any] = {
        "state": ["exact", "in"],
        "receiver": ["exact"],
        "event__name": ["exact"],
        "event__case_id": ["exact"],
    }
    ordering_fields = ("next_try_at", "started_at", "finished_at", "attempts")

    def get_queryset(self) -> QuerySet[Delivery]:
        require(policies.can_see_the_desk, self.request.user)
        found = Delivery.objects.select_related("event").order_by("-id")
        return found if self.action == "list" else found.prefetch_related("corrections__by")

    def get_serializer_class(self) -> Any:
        return DeliveryShape if self.action == "list" else WholeDelivery

    def _answer(self, delivery: Delivery) -> Response:
        return Response(WholeDelivery(self.get_queryset().get(pk=delivery.pk)).data)

    @takes_nothing(responses=WholeDelivery)
    @action(detail=True, methods=["post"])
    def retry(self, request: Request, pk: str) -> Response:
        """Try again now, with all attempts anew."""
        return self._answer(actions.retry(self.get_object(), by=request.user, at=request.at))  # type: ignore[arg-type]

    @extend_schema(request=Reason, responses=WholeDelivery)
    @action(detail=True, methods=["post"])
    def skip(self, request: Request, pk: str) -> Response:
        """Let this step not happen, and say why."""
        form = Reason(data=request.data)
        form.is_valid(raise_exception=True)
        facts = {"by": request.user, "at": request.at, "reason": form.validated_data["reason"]}
        return self._answer(actions.skip(self.get_object(), **facts))

    @extend_schema(request=OtherValues, responses=WholeDelivery)
    @action(detail=True, methods=["post"])
    def correct(self, request: Request, pk: str) -> Response:
        """Give the step other values of the event and try it again."""
        require(policies.can_run_the_desk, request.user)
        sent = OtherValues(data=request.data)
        sent.is_valid(raise_exception=True)
        delivery = self.get_object()
        event_class = REGISTRY.get(delivery.event.name)
        if event_class is None:
            raise Conflict(_("Nothing of this name is announced any more. Skip the step, or bring the event back."))
        values = _read(event_class, delivery, sent.validated_data["values"], sent.validated_data["reason"])
        facts = {"by": request.user, "at": request.at, "reason": sent.validated_data["reason"], "values": values}
        return self._answer(actions.correct(delivery, **facts))


def _read(event_class: type[Event], delivery: Delivery, sent: dict[str, Any], reason: str) -> dict[str, Any]:
    """What was sent, by the types of the event's values. Raises ValidationError naming the values that do not fit."""
    slots = {slot.name: slot for slot in CorrectionForm(event_class, delivery.values).slots}
    unknown = {name: [_("This value is not there, or cannot be corrected.")] for name in sent if name not in slots}
    if unknown:
        raise serializers.ValidationError(unknown)
    now = {name: read_plain(slot, delivery.values.get(name)) for name, slot in slots.items()}
    data = {key_of(slots[name]): value for name, value in {**now, **sent}.items()}
    form = CorrectionForm(event_class, delivery.values, {**data, "reason": reason})
    form.is_valid()  # what was not sent may be wrong as it stands; it is not asked about
    wrong = {name: form.errors[key_of(slots[name])] for name in sent if key_of(slots[name]) in form.errors}
    if wrong:
        raise serializers.ValidationError(wrong)
    return {name: value for name, value in form.wanted.items() if name in sent}


def register(router: BaseRouter) -> None:
    router.register("deliveries", DeliveryViewSet, basename="delivery")
