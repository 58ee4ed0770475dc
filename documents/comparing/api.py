"""Comparing two versions for programs."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers, status, viewsets
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import BaseRouter

from documents.comparing.asking import COMPARABLE, compare_versions
from documents.comparing.presenting import redline_of
from documents.homes import visible_versions
from documents.models import Comparison, ComparisonState
from documents.toolbox.comparison import changed_figures
from flowmono.common.refusals import Invalid


class RedlinePieceSerializer(serializers.Serializer[Any]):
    """Words that stayed, came or went."""

    kind = serializers.ChoiceField(choices=["same", "inserted", "deleted"], read_only=True)
    text = serializers.CharField(read_only=True)


class RedlineClauseSerializer(serializers.Serializer[Any]):
    """A clause of either version. "moved_away" stands where a moved clause stood; its words stand where it went."""

    kind = serializers.ChoiceField(
        choices=["same", "changed", "added", "removed", "moved", "moved_away"], read_only=True
    )
    old_label = serializers.CharField(read_only=True)
    new_label = serializers.CharField(read_only=True)
    pieces = RedlinePieceSerializer(many=True, read_only=True)


class FigureSerializer(serializers.Serializer[Any]):
    """A figure that became another; `old` is empty for one that came, `new` for one that went."""

    clause = serializers.CharField(read_only=True)
    kind = serializers.ChoiceField(choices=["money", "time", "share", "date"], read_only=True)
    old = serializers.CharField(read_only=True)
    new = serializers.CharField(read_only=True)


class ComparisonSerializer(serializers.ModelSerializer[Comparison]):
    """What the newer version says differently: empty while `state` is waiting; `problem` says why there is nothing."""

    counts = serializers.SerializerMethodField()
    figures = serializers.SerializerMethodField()
    clauses = serializers.SerializerMethodField()

    class Meta:
        model = Comparison
        fields = ("id", "older", "newer", "state", "problem", "counts", "figures", "clauses")
        read_only_fields = fields

    @extend_schema_field(serializers.DictField(child=serializers.IntegerField()))
    def get_counts(self, comparison: Comparison) -> dict[str, int]:
        return redline_of(comparison).counts if comparison.state == ComparisonState.DONE else {}

    @extend_schema_field(FigureSerializer(many=True))
    def get_figures(self, comparison: Comparison) -> Any:
        found = changed_figures(redline_of(comparison).clauses) if comparison.state == ComparisonState.DONE else ()
        return FigureSerializer(found, many=True).data

    @extend_schema_field(RedlineClauseSerializer(many=True))
    def get_clauses(self, comparison: Comparison) -> Any:
        found = redline_of(comparison).clauses if comparison.state == ComparisonState.DONE else ()
        return RedlineClauseSerializer(found, many=True).data


class ComparisonAskedSerializer(serializers.Serializer[Any]):
    """Two versions that the caller sees, each a PDF or a Word file."""

    older = serializers.UUIDField()
    newer = serializers.UUIDField()


class ComparisonViewSet(viewsets.GenericViewSet[Comparison]):
    """What one version says differently from another."""

    scope = "documents"
    serializer_class = ComparisonSerializer
    queryset = Comparison.objects.none()
    filter_backends = ()
    pagination_class = None

    @extend_schema(
        operation_id="comparisons_read",
        parameters=[
            OpenApiParameter("older", OpenApiTypes.UUID, required=True, description="The older version."),
            OpenApiParameter("newer", OpenApiTypes.UUID, required=True, description="The newer version."),
        ],
        responses={200: ComparisonSerializer, 202: ComparisonSerializer},
    )
    def list(self, request: Request) -> Response:
        """Compare two versions. Long ones answer 202: ask again until the state is not waiting any more."""
        form = ComparisonAskedSerializer(data=request.query_params)
        form.is_valid(raise_exception=True)
        seen = visible_versions(request.user).filter(media_type__in=COMPARABLE).select_related("document")
        found = {version.pk: version for version in seen.filter(pk__in=form.validated_data.values())}
        for name, pk in form.validated_data.items():
            if pk not in found:
                raise Invalid(_("There is no Word or PDF version %(id)s that you may see.") % {"id": pk}, field=name)
        if len(found) < len(form.validated_data):
            raise Invalid(_("Give two different versions."), field="newer")
        made = compare_versions(found[form.validated_data["older"]], found[form.validated_data["newer"]], at=request.at)
        waits = made.state == ComparisonState.WAITING
        return Response(
            ComparisonSerializer(made).data, status=status.HTTP_202_ACCEPTED if waits else status.HTTP_200_OK
        )


def register(router: BaseRouter) -> None:
    """Put the comparisons under /api/v1/."""
    router.register("comparisons", ComparisonViewSet, basename="comparison")
