"""Places on documents for programs: read, arranged, found anew, taken from a layout; and the layouts."""

from dataclasses import asdict
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from flowmono.common.api import Reading
from flowmono.common.bodies import Body, takes_nothing
from flowmono.common.refusals import Invalid, require
from signing import actions, policies
from signing.fields import MOST_FIELDS, MOST_OPTIONS, Kind, Laid
from signing.models import Envelope, Layout
from signing.overlaps import touching_in_words


class PlaceSerializer(Body):
    """A place that a signer fills. `signer` counts the signers from 0; the box is in points from the lower left corner of its page."""

    kind = serializers.ChoiceField(choices=Kind.choices)
    signer = serializers.IntegerField(min_value=0, max_value=999)
    page = serializers.IntegerField(min_value=1, max_value=99_999)
    x = serializers.FloatField(min_value=-14_400, max_value=14_400)
    y = serializers.FloatField(min_value=-14_400, max_value=14_400)
    width = serializers.FloatField(min_value=0, max_value=14_400)
    height = serializers.FloatField(min_value=0, max_value=14_400)
    label = serializers.CharField(max_length=120, required=False, default="", allow_blank=True)
    required = serializers.BooleanField(required=False, default=True)
    options = serializers.ListField(
        child=serializers.CharField(max_length=200), required=False, default=list, max_length=MOST_OPTIONS
    )


class PlacesSerializer(serializers.Serializer[Any]):
    """Every place of a document, and which of them cover a part of each other: that is no fault, but mostly not meant."""

    places = PlaceSerializer(many=True)
    overlaps = serializers.ListField(
        child=serializers.CharField(),
        read_only=True,
        help_text=_("One sentence for every two places that lie on one another, as the page says it; empty: none do."),
    )


class Arranging(Body):
    """Give the places, or the name of a layout; with neither, those are taken that the document's own words have."""

    places = PlaceSerializer(many=True, required=False, max_length=MOST_FIELDS)
    layout = serializers.CharField(max_length=80, required=False)


class LayoutName(Body):
    """What a layout is called. One of the same name is replaced."""

    name = serializers.CharField(max_length=80)


class LayoutSerializer(serializers.ModelSerializer[Layout]):
    """Places that were kept for documents of the same make."""

    places = PlaceSerializer(many=True, read_only=True)

    class Meta:
        model = Layout
        fields = ("id", "name", "category", "signers", "pages", "kept_at", "places")
        read_only_fields = fields


class LayoutViewSet(Reading):
    """The kept layouts, for whoever sends documents."""

    scope = "signing"
    serializer_class = LayoutSerializer
    queryset = Layout.objects.none()
    filterset_fields: ClassVar[Any] = {"name": ["exact", "icontains"], "category": ["exact"], "signers": ["exact"]}
    ordering_fields = ("name", "kept_at")

    def get_queryset(self) -> QuerySet[Layout]:
        may = policies.can_keep_layouts(self.request.user)
        return Layout.objects.order_by("name") if may else Layout.objects.none()

    @takes_nothing(responses={204: None})
    @action(detail=True, methods=["post"])
    def forget(self, request: Request, pk: str) -> Response:
        """Drop it; documents that were arranged by it keep their places."""
        actions.forget_layout(self.get_object(), by=request.user, at=request.at)
        return Response(status=204)


class WithPlaces(Reading):
    """The doors to the places of an envelope, mixed into its endpoint."""

    @extend_schema(responses=PlacesSerializer)
    @action(detail=True, methods=["get"])
    def places(self, request: Request, pk: str) -> Response:
        """Where its signers sign and what they fill in."""
        return Response(_said(self.get_object()))

    @extend_schema(request=Arranging, responses=PlacesSerializer)
    @action(detail=True, methods=["post"])
    def arrange(self, request: Request, pk: str) -> Response:
        """Put places on a document that is not sent yet, in place of those that stand on it."""
        envelope, form = self.get_object(), Arranging(data=request.data)
        form.is_valid(raise_exception=True)
        require(policies.can_send, envelope, request.user)
        places, name = form.validated_data.get("places"), form.validated_data.get("layout")
        if places is not None and name:
            raise Invalid(_("Give the places or a layout, not both."), field="layout")
        if name:
            layout = get_object_or_404(Layout, name=name)
            envelope = actions.use_layout(envelope, by=request.user, at=request.at, layout=layout)
        else:
            laid = None if places is None else [Laid(**{**one, "options": tuple(one["options"])}) for one in places]
            envelope = actions.arrange_places(envelope, by=request.user, at=request.at, laid=laid)
        return Response(_said(envelope))

    @extend_schema(request=LayoutName, responses=LayoutSerializer)
    @action(detail=True, methods=["post"], url_path="keep-layout")
    def keep_layout(self, request: Request, pk: str) -> Response:
        """Keep its places under a name."""
        form = LayoutName(data=request.data)
        form.is_valid(raise_exception=True)
        layout = actions.keep_layout(self.get_object(), by=request.user, at=request.at, **form.validated_data)
        return Response(LayoutSerializer(layout).data)


def _said(envelope: Envelope) -> dict[str, Any]:
    """The places as plain data, without what the document prints beside them, which is not theirs to give; and those that overlap."""
    signers = actions.signers_of(envelope)
    laid = actions.places_of(envelope, signers)
    return {
        "places": PlaceSerializer([asdict(one) for one in laid], many=True).data,
        "overlaps": touching_in_words(laid, [one.name for one in signers]),
    }
