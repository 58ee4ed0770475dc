"""Webhooks for programs: endpoints set up and changed, messages looked at and sent again."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import BaseRouter

from flowmono.common.api import Reading
from flowmono.common.bodies import Body, takes_nothing
from flowmono.common.refusals import require
from flowmono.webhooks import actions, policies
from flowmono.webhooks.models import Attempt, Endpoint, Sending, check_events, check_url


class EndpointShape(serializers.ModelSerializer[Endpoint]):
    """Where events are sent. The secret is never in it."""

    events = serializers.ListField(child=serializers.CharField(max_length=80), read_only=True)

    class Meta:
        model = Endpoint
        fields = (
            "id",
            "url",
            "description",
            "events",
            "active",
            "made_at",
            "failures",
            "failing_since",
            "disabled_because",
        )
        read_only_fields = fields


class EndpointWithSecret(EndpointShape):
    """The same with its secret: only in the answer that makes it."""

    secret = serializers.CharField(read_only=True)

    class Meta(EndpointShape.Meta):
        fields = (*EndpointShape.Meta.fields, "secret")
        read_only_fields = fields


class EndpointEntry(Body):
    """What is entered about an endpoint."""

    url = serializers.CharField(max_length=500, validators=[check_url], help_text="An https address.")
    description = serializers.CharField(max_length=200, required=False, allow_blank=True)
    events = serializers.ListField(
        child=serializers.CharField(max_length=80),
        allow_empty=False,
        max_length=100,
        validators=[check_events],
        help_text='Names of events, or ["*"] for every one.',
    )
    active = serializers.BooleanField(required=False)


class AttemptShape(serializers.ModelSerializer[Attempt]):
    """One call and what it answered: the status, or why there was none, and the first kilobyte."""

    class Meta:
        model = Attempt
        fields = ("at", "status", "milliseconds", "answer", "error")
        read_only_fields = fields


class SendingShape(serializers.ModelSerializer[Sending]):
    """One event on its way to one endpoint."""

    message_id = serializers.CharField(read_only=True, help_text="The webhook-id header.")
    event = serializers.CharField(source="event_name", read_only=True)

    class Meta:
        model = Sending
        fields = ("id", "message_id", "endpoint", "event", "state", "attempts", "made_at", "next_try_at", "sent_at")
        read_only_fields = fields


class WholeSending(SendingShape):
    """The same with what is sent and the log of its attempts."""

    body = serializers.SerializerMethodField()
    log = AttemptShape(many=True, read_only=True)

    class Meta(SendingShape.Meta):
        fields = (*SendingShape.Meta.fields, "body", "log")
        read_only_fields = fields

    @extend_schema_field({"type": "string"})
    def get_body(self, sending: Sending) -> str:
        """What is sent, byte for byte."""
        return sending.body().decode()


class EndpointViewSet(Reading):
    """Webhook endpoints."""

    scope = "webhooks"
    readers = staticmethod(policies.can_see_webhooks)
    writers = staticmethod(policies.can_set_up_webhooks)
    serializer_class = EndpointShape
    queryset = Endpoint.objects.none()
    filterset_fields: ClassVar[Any] = {"active": ["exact"]}
    ordering_fields = ("made_at", "failures")

    def get_queryset(self) -> QuerySet[Endpoint]:
        require(policies.can_see_webhooks, self.request.user)
        return Endpoint.objects.order_by("made_at", "pk")

    def _values(self, request: Request, **options: Any) -> dict[str, Any]:
        form = EndpointEntry(data=request.data, **options)
        form.is_valid(raise_exception=True)
        return dict(form.validated_data)

    def _with_secret(self, endpoint: Endpoint, secret: str, code: int) -> Response:
        return Response({**EndpointShape(endpoint).data, "secret": secret}, status=code)

    @extend_schema(request=EndpointEntry, responses={201: EndpointWithSecret})
    def create(self, request: Request) -> Response:
        """Set up an endpoint. The answer holds its secret, this once."""
        require(policies.can_set_up_webhooks, request.user)
        made = actions.create_endpoint(by=request.user, at=request.at, values=self._values(request))  # type: ignore[arg-type,attr-defined]
        return self._with_secret(*made, status.HTTP_201_CREATED)

    @extend_schema(request=EndpointEntry, responses=EndpointShape)
    @action(detail=True, methods=["post"])
    def change(self, request: Request, pk: str) -> Response:
        """Other values; what is left out stays. Switched on again, it is sent what it is owed."""
        require(policies.can_set_up_webhooks, request.user)
        facts = {"by": request.user, "at": request.at, "values": self._values(request, partial=True)}  # type: ignore[attr-defined]
        return Response(EndpointShape(actions.change_endpoint(self.get_object(), **facts)).data)

    @takes_nothing(responses=EndpointWithSecret)
    @action(detail=True, methods=["post"], url_path="exchange-secret")
    def exchange_secret(self, request: Request, pk: str) -> Response:
        """A new secret, in the answer this once. The former one signs beside it for 24 hours."""
        made = actions.exchange_secret(self.get_object(), by=request.user, at=request.at)  # type: ignore[arg-type,attr-defined]
        return self._with_secret(*made, status.HTTP_200_OK)

    @takes_nothing(responses={201: SendingShape})
    @action(detail=True, methods=["post"])
    def test(self, request: Request, pk: str) -> Response:
        """Send a message of the type Test."""
        sending = actions.send_test(self.get_object(), by=request.user, at=request.at)  # type: ignore[arg-type,attr-defined]
        return Response(SendingShape(sending).data, status=status.HTTP_201_CREATED)


class SendingViewSet(Reading):
    """Webhook messages, with the log of their attempts."""

    scope = "webhooks"
    readers = staticmethod(policies.can_see_webhooks)
    writers = staticmethod(policies.can_send_again)
    serializer_class = SendingShape
    whole = WholeSending
    queryset = Sending.objects.none()
    filterset_fields: ClassVar[Any] = {"endpoint": ["exact"], "state": ["exact"], "made_at": ["gte", "lte"]}
    ordering_fields = ("made_at", "sent_at", "attempts")

    def get_queryset(self) -> QuerySet[Sending]:
        require(policies.can_see_webhooks, self.request.user)
        found = Sending.objects.select_related("event").order_by("-made_at", "pk")
        return found if self.action == "list" else found.prefetch_related("log")

    def get_serializer_class(self) -> Any:
        return SendingShape if self.action == "list" else WholeSending

    @takes_nothing(responses=WholeSending)
    @action(detail=True, methods=["post"], url_path="send-again")
    def send_again(self, request: Request, pk: str) -> Response:
        """Send it again with all its attempts, under the same id."""
        sending = actions.send_again(self.get_object(), by=request.user, at=request.at)  # type: ignore[arg-type,attr-defined]
        return Response(WholeSending(self.get_queryset().get(pk=sending.pk)).data)


def register(router: BaseRouter) -> None:
    """Put the endpoints of webhooks under /api/v1/."""
    router.register("webhook-endpoints", EndpointViewSet, basename="webhook-endpoint")
    router.register("webhook-messages", SendingViewSet, basename="webhook-message")
