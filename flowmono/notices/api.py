"""What a person was told, for programs: their own notices, read and unread, and how they want to hear of each kind of thing."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest
from django_filters import BooleanFilter
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import BaseRouter

from flowmono.common.api import Reading
from flowmono.common.bodies import Body, takes_nothing
from flowmono.common.lists import RelatedByKey
from flowmono.common.related import each_of
from flowmono.common.scopes import works_inside
from flowmono.notices import actions
from flowmono.notices.kinds import KINDS, Kind, Way
from flowmono.notices.models import Choice, Notice


class NoticeShape(serializers.ModelSerializer[Notice]):
    """One thing that this person was told."""

    url = serializers.CharField(read_only=True, help_text="The page where it leads.")

    class Meta:
        model = Notice
        fields = ("id", "kind", "title", "sentence", "url", "at", "read_at")
        read_only_fields = fields


class ReadShape(Body):
    """Which notices were read; without any, all of them."""

    notices = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**63 - 1),
        required=False,
        max_length=500,
        help_text="The ids of one's own notices; all of them when it is left out.",
    )


class MarkedShape(serializers.Serializer[Any]):
    """How many were marked, and how many are still unread."""

    marked = serializers.IntegerField(read_only=True)
    unread = serializers.IntegerField(read_only=True)


class WayEntry(Body):
    """How this person wants to hear of one kind of thing."""

    kind = serializers.ChoiceField(choices=[(kind.name, kind.title) for kind in KINDS.values()])
    way = serializers.ChoiceField(choices=Way.choices)


class WayShape(serializers.Serializer[Any]):
    """How this person hears of one kind of thing."""

    kind = serializers.ChoiceField(choices=[(kind.name, kind.title) for kind in KINDS.values()])
    way = serializers.ChoiceField(choices=Way.choices)
    title = serializers.CharField(read_only=True)
    fixed = serializers.BooleanField(read_only=True, help_text="True where everybody is told in one way.")


class NoticeFilters(RelatedByKey):
    """By kind, moment, and whether it was read."""

    unread = BooleanFilter(field_name="read_at", lookup_expr="isnull")

    class Meta:
        model = Notice
        fields: ClassVar[Any] = {"kind": ["exact", "in"], "at": ["gte", "lte"]}


class NoticeViewSet(Reading):
    """What the token's owner was told: their own notices, nobody else's."""

    scope = "notices"
    readers = staticmethod(works_inside)
    writers = staticmethod(works_inside)
    serializer_class = NoticeShape
    queryset = Notice.objects.none()
    filterset_class = NoticeFilters
    ordering_fields = ("at", "title")

    def get_queryset(self) -> QuerySet[Notice]:
        found: QuerySet[Notice] = Notice.objects.of(self.request.user)
        return found

    @extend_schema(request=ReadShape, responses=MarkedShape, operation_id="notices_read_several")
    @action(detail=False, methods=["post"], url_path="read")
    def mark_read(self, request: Request) -> Response:
        """Mark some, or all, as read. What was read already stays."""
        form = ReadShape(data=request.data)
        form.is_valid(raise_exception=True)
        keys = form.validated_data.get("notices")
        if keys is not None:
            each_of(self.get_queryset(), keys, field="notices")
        marked = actions.mark_read(by=request.user, at=request.at, keys=keys)  # type: ignore[attr-defined]
        left = Notice.objects.of(request.user).unread().count()
        return Response({"marked": marked, "unread": left})

    @takes_nothing(responses=NoticeShape)
    @action(detail=True, methods=["post"], url_path="read")
    def mark_one(self, request: Request, pk: str) -> Response:
        """Mark one as read."""
        notice = self.get_object()
        actions.mark_read(by=request.user, at=request.at, keys=[notice.pk])  # type: ignore[attr-defined]
        return Response(NoticeShape(self.get_queryset().get(pk=notice.pk)).data)


class WayViewSet(viewsets.GenericViewSet[Choice]):
    """How the token's owner hears of each kind of thing."""

    scope = "notices"
    readers = staticmethod(works_inside)
    writers = staticmethod(works_inside)
    serializer_class = WayShape
    queryset = Choice.objects.none()
    filter_backends = ()
    pagination_class = None

    @extend_schema(responses=WayShape(many=True))
    def list(self, request: Request) -> Response:
        """Every kind of notice, and how this person hears of it."""
        return Response(ways_of(request))

    @extend_schema(request=WayEntry, responses={200: WayShape(many=True)})
    def create(self, request: Request) -> Response:
        """Choose how to hear of one kind of thing. The answer is every kind as it now is."""
        form = WayEntry(data=request.data)
        form.is_valid(raise_exception=True)
        actions.choose_way(**form.validated_data, by=request.user, at=request.at)  # type: ignore[attr-defined]
        return Response(ways_of(request))


def ways_of(request: Request | HttpRequest) -> list[dict[str, Any]]:
    """Every kind of notice with the way that this person chose, or that is usual."""
    chosen = dict(Choice.objects.filter(person=request.user).values_list("kind", "way"))
    return list(WayShape([_way(kind, chosen) for kind in KINDS.values()], many=True).data)


def _way(kind: Kind, chosen: dict[str, str]) -> dict[str, Any]:
    way = kind.default if kind.fixed else chosen.get(kind.name, kind.default)
    return {"kind": kind.name, "way": str(way), "title": str(kind.title), "fixed": kind.fixed}


def register(router: BaseRouter) -> None:
    """Put the endpoints of notices under /api/v1/."""
    router.register("notices", NoticeViewSet, basename="notice")
    router.register("notice-choices", WayViewSet, basename="notice-choice")
