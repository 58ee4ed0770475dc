"""For programs: what people said about the kind of documents."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from flowmono.common.api import Reading
from flowmono.common.bodies import takes_nothing
from signing import actions, policies
from signing.models import SaidCategory


class SayingSerializer(serializers.ModelSerializer[SaidCategory]):
    """What a person said a document is; documents like it are read the same way until it is taken back."""

    said_by = serializers.CharField(source="said_by.email", read_only=True)
    taken_back_by = serializers.CharField(source="taken_back_by.email", read_only=True, default=None, allow_null=True)

    class Meta:
        model = SaidCategory
        fields = (
            "id",
            "document",
            "title",
            "category",
            "read_as",
            "said_by",
            "said_at",
            "taken_back_by",
            "taken_back_at",
        )
        read_only_fields = fields


class SayingViewSet(Reading):
    """What people said about the kind of documents."""

    scope = "signing"
    serializer_class = SayingSerializer
    queryset = SaidCategory.objects.none()
    filterset_fields: ClassVar[Any] = {
        "category": ["exact"],
        "document": ["exact"],
        "said_at": ["gte", "lte"],
        "taken_back_at": ["isnull"],
    }
    ordering_fields = ("said_at", "category", "title")

    def get_queryset(self) -> QuerySet[SaidCategory]:
        found: QuerySet[SaidCategory] = SaidCategory.objects.select_related("said_by", "taken_back_by")
        return found if policies.can_see_sayings(self.request.user) else found.none()

    @takes_nothing(responses=SayingSerializer)
    @action(detail=True, methods=["post"], url_path="take-back")
    def take_back(self, request: Request, pk: str) -> Response:
        """Read no document by it any more; what was read by it stays as it is."""
        found = actions.take_back_saying(self.get_object(), by=request.user, at=request.at)
        return Response(SayingSerializer(found).data)
