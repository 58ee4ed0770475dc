"""Search over the text of documents for programs."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import exceptions, serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import BaseRouter

from documents.finding.facets import FACETS
from documents.finding.forms import SearchForm
from documents.finding.searching import Answer
from flowmono.common.lists import ALWAYS_KNOWN


class PieceSerializer(serializers.Serializer[Any]):
    """Some words of a page, and whether they are what was looked for."""

    text = serializers.CharField(read_only=True)
    is_found = serializers.BooleanField(read_only=True)


class HitSerializer(serializers.Serializer[Any]):
    """A document whose pages hold the words: the version, its best page with the words around the finds, and other pages."""

    document = serializers.UUIDField(source="version.document_id", read_only=True)
    version = serializers.UUIDField(source="version.pk", read_only=True)
    case = serializers.UUIDField(source="version.document.case_key", read_only=True)
    title = serializers.CharField(source="version.document.title", read_only=True)
    kind = serializers.CharField(source="version.document.kind", read_only=True)
    name = serializers.CharField(source="version.name", read_only=True)
    language = serializers.CharField(read_only=True)
    page = serializers.IntegerField(read_only=True)
    other_pages = serializers.ListField(source="others", child=serializers.IntegerField(), read_only=True)
    rank = serializers.FloatField(read_only=True)
    snippet = PieceSerializer(source="pieces", many=True, read_only=True)
    created_at = serializers.DateTimeField(source="version.created_at", read_only=True)


_DATE, _TEXT, _TICK = OpenApiTypes.DATE, OpenApiTypes.STR, OpenApiTypes.BOOL
PARAMETERS = [
    OpenApiParameter(
        "q", _TEXT, required=True, description='Words, "a phrase", -without, this or that; the last word may go on.'
    ),
    OpenApiParameter("kind", _TEXT, description="Only documents of this kind, such as contract or invoice."),
    OpenApiParameter("language", _TEXT, description="Only pages in this language, two letters."),
    OpenApiParameter("since", _DATE, description="Only versions made on this day or later."),
    OpenApiParameter("until", _DATE, description="Only versions made on this day or before."),
    OpenApiParameter("earlier", _TICK, description="Versions that do not count any more are found, too."),
    OpenApiParameter("category", _TEXT, description="Only papers of contracts of this category."),
    OpenApiParameter("state", _TEXT, description="Only papers of contracts in this state."),
    OpenApiParameter("vendor", _TEXT, description="Only papers of vendors in whose name this stands."),
]


class _Hits:
    """An answer as a list that is cut by page before the words are fetched."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __len__(self) -> int:
        return len(self._answer)

    def __getitem__(self, part: slice) -> list[Any]:
        return self._answer.hits(part.start or 0, part.stop)


class SearchViewSet(viewsets.GenericViewSet[Any]):
    """The documents that the caller sees and whose pages hold the words, the best first."""

    scope = "documents"
    serializer_class = HitSerializer
    filter_backends = ()

    @extend_schema(parameters=PARAMETERS, responses=HitSerializer(many=True))
    def list(self, request: Request) -> Response:
        """Search in documents."""
        known = ALWAYS_KNOWN | {one.name for one in PARAMETERS} | set(FACETS)
        unknown = sorted(set(request.query_params) - known)
        if unknown:
            words = _("There is no such parameter here. There are: %(known)s.") % {"known": ", ".join(sorted(known))}
            raise exceptions.ValidationError({unknown[0]: [words]}, code="unknown_parameter")
        form = SearchForm(request.query_params, request.user)  # type: ignore[arg-type]
        if not form.is_valid():
            raise exceptions.ValidationError(
                {name: [str(error) for error in errors] for name, errors in form.errors.items()}
            )
        if not form.cleaned_data["q"]:
            raise exceptions.ValidationError({"q": [_("Give the words to look for.")]})
        answer = Answer(request.user, form.cleaned_data["q"], form.narrowing())  # type: ignore[arg-type]
        if answer.question.only_leaves_out:
            words = _("A minus only leaves documents out. Put a word to look for before it, such as “rent -deposit”.")
            raise exceptions.ValidationError({"q": [words]})
        hits = _Hits(answer)
        page = self.paginate_queryset(hits)  # type: ignore[arg-type]
        return self.get_paginated_response(HitSerializer(page, many=True).data)


def register(router: BaseRouter) -> None:
    """Put the search under /api/v1/."""
    router.register("document-search", SearchViewSet, basename="document-search")
