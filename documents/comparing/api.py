"""Comparing two versions for programs."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers, status, viewsets
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import BaseRouter

from documents.comparing.asking import COMPARABLE, compare_file, compare_versions
from documents.comparing.presenting import redline_of
from documents.comparing.seeing import brought_by
from documents.homes import visible_versions
from documents.models import Comparison, ComparisonState
from documents.toolbox.comparison import changed_figures
from flowmono.common.bodies import Body
from flowmono.common.refusals import Invalid
from flowmono.common.related import one_of


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
    """What the newer version says differently: empty while `state` is waiting; `problem` says why there is nothing.

    Of a comparison with a brought file one of `older` and `newer` is null: `brought_name` stands in its place.
    """

    counts = serializers.SerializerMethodField()
    figures = serializers.SerializerMethodField()
    clauses = serializers.SerializerMethodField()

    class Meta:
        model = Comparison
        fields = ("id", "older", "newer", "brought_name", "state", "problem", "counts", "figures", "clauses")
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


class BroughtSerializer(Body):
    """A file to compare with a version, and which of the two is the newer."""

    version = serializers.UUIDField(help_text="A Word or PDF version that the caller sees.")
    file = serializers.FileField(help_text="A PDF or a Word file (.docx), at most 50 MB.")
    is_newer = serializers.BooleanField(default=True, help_text="False where the file is the older of the two.")


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
        seen = visible_versions(request.user).filter(media_type__in=COMPARABLE).select_related("document")  # type: ignore[arg-type]
        found = {version.pk: version for version in seen.filter(pk__in=form.validated_data.values())}
        for name, pk in form.validated_data.items():
            if pk not in found:
                raise Invalid(_("There is no Word or PDF version %(id)s that you may see.") % {"id": pk}, field=name)
        if len(found) < len(form.validated_data):
            raise Invalid(_("Give two different versions."), field="newer")
        older, newer = (found[form.validated_data[name]] for name in ("older", "newer"))
        made = compare_versions(older, newer, at=request.at)  # type: ignore[attr-defined]
        waits = made.state == ComparisonState.WAITING
        return Response(
            ComparisonSerializer(made).data, status=status.HTTP_202_ACCEPTED if waits else status.HTTP_200_OK
        )

    def get_queryset(self) -> QuerySet[Comparison]:
        return brought_by(self.request.user)  # type: ignore[arg-type]

    @extend_schema(responses=ComparisonSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """A comparison with a file that one brought oneself: what there is once the state is not waiting any more."""
        return Response(ComparisonSerializer(self.get_object()).data)

    @extend_schema(request=BroughtSerializer, responses={201: ComparisonSerializer, 202: ComparisonSerializer})
    def create(self, request: Request) -> Response:
        """Compare a version with a file (multipart). Long ones answer 202: ask for the comparison by its id."""
        form = BroughtSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        given = form.validated_data
        seen = visible_versions(request.user).filter(media_type__in=COMPARABLE).select_related("document")  # type: ignore[arg-type]
        version, file = one_of(seen, given["version"], field="version"), given["file"]
        by, at = request.user, request.at  # type: ignore[attr-defined]
        made = compare_file(version, file.read(), file.name, is_newer=given["is_newer"], by=by, at=at)  # type: ignore[arg-type]
        waits = made.state == ComparisonState.WAITING
        code = status.HTTP_202_ACCEPTED if waits else status.HTTP_201_CREATED
        return Response(ComparisonSerializer(made).data, status=code)


def register(router: BaseRouter) -> None:
    """Put the comparisons under /api/v1/."""
    router.register("comparisons", ComparisonViewSet, basename="comparison")
