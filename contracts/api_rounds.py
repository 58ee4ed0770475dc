"""For programs: how long the papers are kept of documents that were signed without a contract, and what people do about it."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from contracts import actions
from contracts.shapes import DisposalSerializer
from flowmono.common.api import Reading
from flowmono.common.bodies import Body, takes_nothing
from flowmono.common.shapes import Reason
from signing.models import Envelope


class KeptRoundSerializer(serializers.ModelSerializer[Envelope]):
    """A signature round without a contract, and how long its papers are kept. Its id is that of the envelope."""

    kept_years = serializers.IntegerField(
        source="keeping.kept_years",
        read_only=True,
        default=None,
        allow_null=True,
        help_text=_("How many years the rule of its category keeps it; null before it is sealed, and without an end."),
    )
    kept_from = serializers.CharField(
        source="keeping.kept_from",
        read_only=True,
        default=None,
        allow_null=True,
        help_text=_("From when they are counted: end, signature or archive (the day of the seal)."),
    )
    ended_on = serializers.DateField(
        source="keeping.ended_on",
        read_only=True,
        default=None,
        allow_null=True,
        help_text=_("The last day of the agreement, where somebody said it."),
    )
    held = serializers.SerializerMethodField(help_text=_("The reason of the open hold; empty when there is none."))
    disposed_at = serializers.DateTimeField(
        read_only=True,
        allow_null=True,
        help_text=_("When its papers were disposed of, after their time; null while they are there."),
    )

    class Meta:
        model = Envelope
        fields = (
            "id",
            "title",
            "category",
            "state",
            "sealed_at",
            "kept_years",
            "kept_from",
            "ended_on",
            "kept_until",
            "held",
            "disposed_at",
        )
        read_only_fields = fields

    def get_held(self, envelope: Envelope) -> str:
        """The reason of the open hold."""
        return next((hold.reason for hold in envelope.holds.all() if hold.lifted_at is None), "")


class EndOfAgreement(Body):
    """The last day of an agreement, and where that is known from."""

    ended_on = serializers.DateField(help_text=_("The last day of the agreement."))
    reason = serializers.CharField(max_length=500, help_text=_("Where this day stands, or who said it."))


class KeptRoundViewSet(Reading):
    """Signature rounds without a contract that the caller sees, and how long their papers are kept."""

    scope = "contracts"
    serializer_class = KeptRoundSerializer
    queryset = Envelope.objects.none()
    filterset_fields: ClassVar[Any] = {
        "state": ["exact", "in"],
        "category": ["exact"],
        "kept_until": ["gte", "lte", "isnull"],
        "sealed_at": ["gte", "lte"],
    }
    ordering_fields = ("kept_until", "sealed_at", "title")

    def get_queryset(self) -> QuerySet[Envelope]:
        seen = Envelope.objects.visible_to(self.request.user).order_by().values("pk")
        found: QuerySet[Envelope] = Envelope.objects.filter(pk__in=seen, contract=None)
        return found.select_related("current_version").prefetch_related("holds").order_by("kept_until", "pk")

    def _answer(self, envelope: Envelope) -> Response:
        return Response(KeptRoundSerializer(self.get_queryset().get(pk=envelope.pk)).data)

    def _because(self, request: Request, act: Callable[..., Any]) -> Response:
        envelope, form = self.get_object(), Reason(data=request.data)
        form.is_valid(raise_exception=True)
        act(envelope, by=request.user, at=request.at, **form.validated_data)
        return self._answer(envelope)

    def _dispose(self, request: Request, act: Callable[..., Any], *, asks_why: bool) -> Response:
        envelope, values = self.get_object(), {}
        if asks_why:
            form = Reason(data=request.data)
            form.is_valid(raise_exception=True)
            values = form.validated_data
        return Response(DisposalSerializer(act(envelope, by=request.user, at=request.at, **values)).data)

    @extend_schema(request=EndOfAgreement, responses=KeptRoundSerializer)
    @action(detail=True, methods=["post"], url_path="say-end")
    def say_end(self, request: Request, pk: str) -> Response:
        """Say when the agreement ends, where its rule counts from that day; it may be corrected until the papers are disposed of."""
        envelope, form = self.get_object(), EndOfAgreement(data=request.data)
        form.is_valid(raise_exception=True)
        return self._answer(actions.say_end(envelope, by=request.user, at=request.at, **form.validated_data))

    @extend_schema(request=Reason, responses=KeptRoundSerializer)
    @action(detail=True, methods=["post"])
    def hold(self, request: Request, pk: str) -> Response:
        """Hold its papers, whatever its rule says about keeping them."""
        return self._because(request, actions.place_hold)

    @extend_schema(request=Reason, responses=KeptRoundSerializer)
    @action(detail=True, methods=["post"], url_path="lift-hold")
    def lift_hold(self, request: Request, pk: str) -> Response:
        """Lift the hold; whoever placed it lets somebody else do it."""
        return self._because(request, actions.lift_hold)

    @extend_schema(request=Reason, responses=DisposalSerializer)
    @action(detail=True, methods=["post"], url_path="ask-disposal")
    def ask_disposal(self, request: Request, pk: str) -> Response:
        """Ask that its papers be disposed of, when their time is over and nothing keeps them; another person decides."""
        return self._dispose(request, actions.ask_disposal, asks_why=True)

    @takes_nothing(responses=DisposalSerializer)
    @action(detail=True, methods=["post"], url_path="dispose")
    def dispose(self, request: Request, pk: str) -> Response:
        """Dispose of its papers for good, as another person asked; the answer is the certificate."""
        return self._dispose(request, actions.dispose_of_papers, asks_why=False)

    @extend_schema(request=Reason, responses=DisposalSerializer)
    @action(detail=True, methods=["post"], url_path="keep-papers")
    def keep_papers(self, request: Request, pk: str) -> Response:
        """Turn the wish to dispose of its papers down, or take one's own back."""
        return self._dispose(request, actions.keep_papers, asks_why=True)
