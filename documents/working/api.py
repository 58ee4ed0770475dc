"""Documents for programs: what a case holds, their versions and steps; tools used on them, undone and brought back."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import BaseRouter

from documents.homes import visible_documents, visible_versions
from documents.models import Document, Step, Version, standing_key
from documents.serving import serve
from documents.toolbox.limits import MAX_FILE_BYTES, MEGABYTE
from documents.working import actions, putting_away
from documents.working.offers import OFFERS, Result
from documents.working.policies import can_prepare
from documents.working.running import Other, Wanted
from documents.working.words import sentence_of
from flowmono.common.api import Reading
from flowmono.common.bodies import Body, takes_nothing
from flowmono.common.refusals import Invalid, require

TOOLS = [(offer.tool, offer.tool) for offer in OFFERS.values() if offer.result != Result.FILE]


class DocumentSerializer(serializers.ModelSerializer[Document]):
    """A document of a case. `version` is the one that counts now; `copy_of` the version that a copy was made of; `put_away_at`
    when a copy that nobody needs was put away."""

    case = serializers.UUIDField(source="case_key", read_only=True)
    version = serializers.SerializerMethodField()

    class Meta:
        model = Document
        fields = ("id", "case", "title", "kind", "version", "copy_of", "put_away_at", "created_at")
        read_only_fields = fields

    @extend_schema_field(serializers.UUIDField(allow_null=True))
    def get_version(self, document: Document) -> str | None:
        if hasattr(document, "standing"):  # read with the list
            return str(document.standing) if document.standing else None
        version = document.as_it_stands()
        return str(version.pk) if version else None


class VersionSerializer(serializers.ModelSerializer[Version]):
    """Bytes under a hash, and what they were made of."""

    case = serializers.UUIDField(source="document.case_key", read_only=True)

    class Meta:
        model = Version
        fields = (
            "id",
            "document",
            "case",
            "number",
            "origin",
            "name",
            "media_type",
            "size",
            "sha256",
            "derived_from",
            "created_at",
        )
        read_only_fields = fields


class StepSerializer(serializers.ModelSerializer[Step]):
    """One tool used on a document. `options` holds no secrets; `report` says what was done and what could not be kept."""

    by = serializers.CharField(source="by.email", read_only=True, default=None, allow_null=True)
    words = serializers.SerializerMethodField()

    class Meta:
        model = Step
        fields = (
            "id",
            "document",
            "number",
            "tool",
            "options",
            "others",
            "state",
            "words",
            "from_version",
            "to_version",
            "by",
            "at",
            "report",
            "problem",
            "done",
            "total",
        )
        read_only_fields = fields

    @extend_schema_field(OpenApiTypes.STR)
    def get_words(self, step: Step) -> str:
        return sentence_of(step)


class StepAskedSerializer(Body):
    """A tool, its options as docs/toolbox.md lists them, and further versions or files that it takes."""

    tool = serializers.ChoiceField(choices=TOOLS)
    options = serializers.JSONField(default=dict)
    versions = serializers.ListField(
        child=serializers.UUIDField(),
        required=False,
        default=list,
        help_text="Only with tools that take further files: the versions that go in.",
    )
    seen = serializers.UUIDField(
        required=False,
        allow_null=True,
        default=None,
        help_text="Only with a version that you looked at: when another step was made meanwhile, nothing is done.",
    )

    file = serializers.ListField(
        child=serializers.FileField(),
        required=False,
        default=list,
        help_text="Only with tools that take further files: the files, as multipart parts of this name.",
    )

    def validate_options(self, value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise serializers.ValidationError(_("Give the options as an object: {name: value}."))
        return value


class OutcomeSerializer(serializers.Serializer[Any]):
    """What came of it: the step on the document, or the new documents beside it."""

    step = StepSerializer(allow_null=True)
    documents = DocumentSerializer(many=True)


class EnclosureSerializer(Body):
    """A file brought to a case (multipart)."""

    case = serializers.UUIDField(help_text="The case of a document that the caller sees, such as a contract's id.")
    file = serializers.FileField(
        help_text=f"A PDF, at most {MAX_FILE_BYTES // MEGABYTE} MB; one that is damaged or has a password, too."
    )


class DocumentViewSet(Reading):
    """The documents that the caller sees, filtered by ?case=."""

    scope = "documents"
    serializer_class = DocumentSerializer
    queryset = Document.objects.none()
    filterset_fields: ClassVar[Any] = {
        "case_key": ["exact"],
        "kind": ["exact", "in"],
        "put_away_at": ["isnull"],
        "created_at": ["gte", "lte"],
    }
    ordering_fields = ("created_at", "title", "kind")

    def get_queryset(self) -> QuerySet[Document]:
        found = visible_documents(self.request.user)  # type: ignore[arg-type]
        found = found.annotate(standing=standing_key())
        return found.select_related("working", "copy_of__document").order_by("-created_at", "pk")

    @extend_schema(request=EnclosureSerializer, responses={201: DocumentSerializer})
    def create(self, request: Request) -> Response:
        """Bring a PDF of one's own to a case (multipart). It stands beside the other documents, and every tool works on it."""
        form = EnclosureSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        case, file = form.validated_data["case"], form.validated_data["file"]
        if not visible_documents(request.user).filter(case_key=case).exists():  # type: ignore[arg-type]
            raise Invalid(_("There is no case %(id)s that you may see.") % {"id": case}, field="case")
        try:
            (made,) = actions.enclose(case, [(file.name, file.read())], by=request.user, at=request.at)
        except Invalid as refusal:
            raise Invalid(refusal.message, field="file", code=refusal.code) from refusal
        return Response(DocumentSerializer(made).data, status=status.HTTP_201_CREATED)

    def _version(self, document: Document) -> Version:
        version = document.as_it_stands()
        seen = visible_versions(self.request.user)  # type: ignore[arg-type]
        if version is None or not seen.filter(pk=version.pk).exists():
            raise NotFound(_("There is no version of this document that you may see."))
        version.document = document
        return version

    @extend_schema(request=StepAskedSerializer, responses={201: OutcomeSerializer, 202: OutcomeSerializer})
    @action(detail=True, methods=["post"])
    def steps(self, request: Request, pk: str) -> Response:
        """Use a tool. Long work answers 202: ask for the step until its state is done. Files go as multipart parts named `file`."""
        document = self.get_object()
        require(can_prepare, document, request.user)
        form = StepAskedSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        given = form.validated_data
        wanted = Wanted(given["tool"], given["options"], self._others(request, given["versions"], given["file"]))
        if OFFERS[wanted.tool].result == Result.PAPER:
            papers = actions.make_papers(self._version(document), wanted, by=request.user, at=request.at)
            answer = {"step": None, "documents": papers}
            return Response(OutcomeSerializer(answer).data, status=status.HTTP_201_CREATED)
        step = actions.take_step(document, wanted, by=request.user, at=request.at, seen=given["seen"])
        code = status.HTTP_202_ACCEPTED if step.state == "running" else status.HTTP_201_CREATED
        return Response(OutcomeSerializer({"step": step, "documents": []}).data, status=code)

    def _others(self, request: Request, asked: list[Any], files: list[Any]) -> list[Other]:
        seen = {version.pk: version for version in visible_versions(request.user).filter(pk__in=asked)}
        missing = [str(one) for one in asked if one not in seen]
        if missing:
            raise Invalid(_("There is no version %(id)s that you may see.") % {"id": missing[0]}, field="versions")
        for file in files:
            if file.size > MAX_FILE_BYTES:
                raise Invalid(
                    _("%(name)s is too large: at most %(most)s MB are taken.")
                    % {"name": file.name, "most": MAX_FILE_BYTES // MEGABYTE},
                    field="file",
                    code="too_large",
                )
        return [Other.of(seen[one]) for one in asked] + [Other.brought(file.name, file.read()) for file in files]

    @takes_nothing(responses=StepSerializer)
    @action(detail=True, methods=["post"])
    def undo(self, request: Request, pk: str) -> Response:
        """Go back to the version before the last step. Nothing is deleted."""
        return Response(StepSerializer(actions.undo(self.get_object(), by=request.user, at=request.at)).data)

    @takes_nothing(responses=StepSerializer)
    @action(detail=True, methods=["post"])
    def redo(self, request: Request, pk: str) -> Response:
        """Bring back the step that was undone last."""
        return Response(StepSerializer(actions.redo(self.get_object(), by=request.user, at=request.at)).data)

    @takes_nothing(responses={201: DocumentSerializer})
    @action(detail=True, methods=["post"])
    def copy(self, request: Request, pk: str) -> Response:
        """Make a copy of the version that counts. Signed and handed-in files stay as they are; copies are prepared."""
        made = actions.make_copy(self._version(self.get_object()), by=request.user, at=request.at)
        return Response(DocumentSerializer(made).data, status=status.HTTP_201_CREATED)

    @takes_nothing(responses=DocumentSerializer)
    @action(detail=True, methods=["post"], url_path="put-away")
    def put_away(self, request: Request, pk: str) -> Response:
        """Put a copy away that nobody needs any more: it stands in no list of the case and in no search. Nothing is deleted."""
        gone = putting_away.put_away(self.get_object(), by=request.user, at=request.at)
        return Response(DocumentSerializer(gone).data)

    @takes_nothing(responses=DocumentSerializer)
    @action(detail=True, methods=["post"], url_path="bring-back")
    def bring_back(self, request: Request, pk: str) -> Response:
        """Bring back what was put away, as it was."""
        back = putting_away.bring_back(self.get_object(), by=request.user, at=request.at)
        return Response(DocumentSerializer(back).data)


class VersionViewSet(Reading):
    """The versions of the documents that the caller sees."""

    scope = "documents"
    serializer_class = VersionSerializer
    queryset = Version.objects.none()
    filterset_fields: ClassVar[Any] = {
        "document": ["exact"],
        "document__case_key": ["exact"],
        "origin": ["exact", "in"],
        "sha256": ["exact"],
    }
    ordering_fields = ("created_at", "number", "size")

    def get_queryset(self) -> QuerySet[Version]:
        found = visible_versions(self.request.user)  # type: ignore[arg-type]
        return found.select_related("document").defer("certificate").order_by("-created_at", "pk")

    @extend_schema(responses={(200, "*/*"): OpenApiTypes.BINARY}, filters=False)
    @action(detail=True, filterset_fields={})
    def file(self, request: Request, pk: str) -> HttpResponse:
        """The bytes; their SHA-256 is the version's."""
        return serve(request, get_object_or_404(self.get_queryset(), pk=pk), attachment=True)  # type: ignore[arg-type]


class StepViewSet(Reading):
    """The steps of the documents that the caller sees."""

    scope = "documents"
    serializer_class = StepSerializer
    queryset = Step.objects.none()
    filterset_fields: ClassVar[Any] = {"document": ["exact"], "tool": ["exact"], "state": ["exact", "in"]}
    ordering_fields = ("number", "at")

    def get_queryset(self) -> QuerySet[Step]:
        seen = visible_documents(self.request.user).values("pk")  # type: ignore[arg-type]
        found: QuerySet[Step] = Step.objects.filter(document__in=seen)
        return found.select_related("by", "from_version__document").order_by("-at", "pk")

    @takes_nothing(responses=StepSerializer)
    @action(detail=True, methods=["post"])
    def stop(self, request: Request, pk: str) -> Response:
        """Stop a step that is at work; the document stays as it is."""
        return Response(StepSerializer(actions.stop(self.get_object(), by=request.user, at=request.at)).data)


def register(router: BaseRouter) -> None:
    """Put the endpoints of documents under /api/v1/."""
    router.register("documents", DocumentViewSet, basename="document")
    router.register("document-versions", VersionViewSet, basename="document-version")
    router.register("document-steps", StepViewSet, basename="document-step")
