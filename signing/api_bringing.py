"""A document of one's own brought to be signed, and what came of a round, for programs."""

from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request

from documents.serving import serve
from flowmono.common.api import Reading
from flowmono.common.bodies import Body
from signing.api_people import PeopleTakingPart

A_PDF = {(200, "application/pdf"): OpenApiResponse(description=_("The file."), response=bytes)}


class DocumentBrought(Body):
    """A document (PDF or Word), what is said of it, and who takes part. Sent as multipart, `people` is a list in JSON."""

    file = serializers.FileField()
    title = serializers.CharField(max_length=200)
    category = serializers.CharField(max_length=60)
    amount = serializers.DecimalField(
        max_digits=18, decimal_places=3, min_value=0, required=False, allow_null=True, default=None
    )
    currency = serializers.RegexField(r"^[A-Z]{3}$", required=False, default="", allow_blank=True)
    people = serializers.JSONField(
        help_text=_("A list of people as for `people`: order, role, name, email, title, party.")
    )

    def validate_people(self, said: Any) -> Any:
        """Each person as `people` of a round that stands already."""
        form = PeopleTakingPart(data={"people": said})
        form.is_valid(raise_exception=True)
        return form.as_places()


class WithFiles(Reading):
    """The files of a round, by the scope of the round itself."""

    @extend_schema(responses=A_PDF, filters=False)
    @action(detail=True, methods=["get"], pagination_class=None, filter_backends=())
    def document(self, request: Request, pk: str) -> HttpResponse:
        """The signed and sealed document. 404 until it is sealed: partly signed copies are withheld from everybody."""
        envelope = self.get_object()
        if envelope.state != "sealed":
            raise Http404
        return serve(
            request, envelope.current_version, attachment=True, name=envelope.name_of(envelope.current_version)
        )

    @extend_schema(responses=A_PDF, filters=False)
    @action(detail=True, methods=["get"], pagination_class=None, filter_backends=())
    def certificate(self, request: Request, pk: str) -> HttpResponse:
        """The certificate of completion. 404 until the document is sealed."""
        envelope = self.get_object()
        if envelope.certificate_version is None:
            raise Http404
        kept = envelope.certificate_version
        return serve(request, kept, attachment=True, name=envelope.name_of(kept))
