"""Exceptions for programs: what is open and what became of it, with evidence; handled or dismissed, as on the pages."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import Resolver404, resolve, reverse
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import BaseRouter

from flowmono.common.api import Reading
from flowmono.common.refusals import require
from flowmono.common.shapes import Reason
from flowmono.monitoring import actions, policies
from flowmono.monitoring.models import TrueException
from flowmono.monitoring.records import watch_name


class OptionShape(serializers.Serializer[Any]):
    """One way to deal with it: what it is called, the page where people do it, and the record in this API whose verbs do it."""

    label = serializers.CharField(read_only=True)  # type: ignore[assignment]
    url = serializers.CharField(read_only=True, help_text="The page where people do it.")
    record = serializers.CharField(
        read_only=True, help_text="The record in this API; empty where it is none of the API's."
    )


class ExceptionShape(serializers.ModelSerializer[TrueException]):
    """Something that fell outside the rules: what, how much money and how many days are at risk, and who answers it."""

    watch_title = serializers.SerializerMethodField(help_text="What the watch looks for, in words.")
    case = serializers.UUIDField(source="case_key", read_only=True, help_text="The case that it belongs to.")
    url = serializers.CharField(read_only=True, help_text="The page of the record that it is about.")
    record = serializers.SerializerMethodField(
        help_text="The record in this API that it is about; empty where it is none of the API's."
    )
    resolved_by = serializers.CharField(source="resolved_by.email", read_only=True, default=None, allow_null=True)

    class Meta:
        model = TrueException
        fields = (
            "id",
            "watch",
            "watch_title",
            "title",
            "sentence",
            "state",
            "owner_role",
            "case",
            "url",
            "record",
            "amount",
            "currency",
            "days",
            "shadow",
            "raised_at",
            "since",
            "seen_again",
            "resolved_at",
            "resolved_by",
            "reason",
        )
        read_only_fields = fields

    @extend_schema_field({"type": "string"})
    def get_watch_title(self, exception: TrueException) -> str:
        return watch_name(exception.watch)

    @extend_schema_field({"type": "string"})
    def get_record(self, exception: TrueException) -> str:
        return ExceptionViewSet.address_of(exception.url)


class WholeException(ExceptionShape):
    """The same with its evidence and the ways to deal with it."""

    evidence = serializers.DictField(read_only=True, help_text="What the watch found, by name.")
    options = serializers.SerializerMethodField()

    class Meta(ExceptionShape.Meta):
        fields = (*ExceptionShape.Meta.fields, "evidence", "options")
        read_only_fields = fields

    @extend_schema_field(OptionShape(many=True))
    def get_options(self, exception: TrueException) -> list[dict[str, str]]:
        """What its watch proposes; the record itself is always named above."""
        found = [{**option, "record": ExceptionViewSet.address_of(option["url"])} for option in exception.options]
        return list(OptionShape(found, many=True).data)


class ExceptionViewSet(Reading):
    """Exceptions: what fell outside the rules. The list leaves out what watches in shadow would raise; ask for ?shadow=true.

    `records` says under which name of the API the record of a page is; flowmono/api.py fills it.
    """

    scope = "exceptions"
    readers = staticmethod(policies.can_see_queue)
    writers = staticmethod(policies.can_answer)
    serializer_class = ExceptionShape
    whole = WholeException
    records: ClassVar[Mapping[str, str]] = {}
    queryset = TrueException.objects.none()
    filterset_fields: ClassVar[Any] = {
        "state": ["exact", "in"],
        "watch": ["exact", "in"],
        "owner_role": ["exact", "in"],
        "case_key": ["exact"],
        "shadow": ["exact"],
        "days": ["gte", "lte"],
        "amount": ["gte", "lte"],
        "currency": ["exact"],
        "raised_at": ["gte", "lte"],
        "resolved_at": ["gte", "lte"],
    }
    ordering_fields = ("raised_at", "days", "amount", "resolved_at", "title")
    worth_in: ClassVar[Mapping[str, str]] = {"amount": "currency"}

    @classmethod
    def address_of(cls, page: str) -> str:
        """Where the record of one of our pages is in the API; empty for a page that is no record's."""
        try:
            found = resolve(page.partition("#")[0].partition("?")[0])
        except Resolver404:
            return ""
        name = cls.records.get(found.view_name, "")
        return reverse(f"{name}-detail", args=[found.kwargs["pk"]]) if name and "pk" in found.kwargs else ""

    def get_queryset(self) -> QuerySet[TrueException]:
        require(policies.can_see_queue, self.request.user)
        found: QuerySet[TrueException] = TrueException.objects.select_related("resolved_by")
        if self.action == "list":
            found = found.defer("evidence", "options")
            if "shadow" not in self.request.query_params:
                found = found.filter(shadow=False)
        return found.order_by("-raised_at", "pk")

    def get_serializer_class(self) -> Any:
        return ExceptionShape if self.action == "list" else WholeException

    def _answer(self, request: Request, act: Callable[..., TrueException]) -> Response:
        form = Reason(data=request.data)
        form.is_valid(raise_exception=True)
        done = act(self.get_object(), by=request.user, at=request.at, **form.validated_data)  # type: ignore[attr-defined]
        return Response(WholeException(self.get_queryset().get(pk=done.pk)).data)

    @extend_schema(request=Reason, responses=WholeException)
    @action(detail=True, methods=["post"])
    def handle(self, request: Request, pk: str) -> Response:
        """It was true and was dealt with: say what was done."""
        return self._answer(request, actions.handle)

    @extend_schema(request=Reason, responses=WholeException)
    @action(detail=True, methods=["post"])
    def dismiss(self, request: Request, pk: str) -> Response:
        """It was no exception: say why. It counts against how often the watch is right."""
        return self._answer(request, actions.dismiss)


def register(router: BaseRouter) -> None:
    """Put the endpoint of exceptions under /api/v1/."""
    router.register("exceptions", ExceptionViewSet, basename="exception")
