"""One document for many people, for programs: begun with its paper and list, looked over row by row, sent, followed."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from flowmono.common.amounts import MoneyField
from flowmono.common.api import Reading
from flowmono.common.bodies import Body, takes_nothing
from flowmono.common.refusals import Invalid
from flowmono.common.shapes import Reason
from signing.actions import bulk, bulk_following, bulk_laying, bulk_sending
from signing.api_places import PlaceSerializer
from signing.fields import MOST_FIELDS, Laid
from signing.listings_bulk import standing_of
from signing.models import Bulk, BulkRow, Layout, OursWhen


class BulkSerializer(serializers.ModelSerializer[Bulk]):
    """One document for many people, and how they stand."""

    made_by = serializers.CharField(source="made_by.email", read_only=True)
    started_by = serializers.CharField(source="started_by.email", read_only=True, default=None, allow_null=True)
    ours = serializers.CharField(source="ours.email", read_only=True, default=None, allow_null=True)
    sha256 = serializers.CharField(source="source.sha256", read_only=True)
    counts = serializers.SerializerMethodField(
        help_text=_("How many people stand how: faulty, waiting, out, signed, declined, expired, taken_back, failed, …")
    )

    class Meta:
        model = Bulk
        fields = (
            "id",
            "title",
            "category",
            "state",
            "blanks",
            "ours",
            "ours_when",
            "sign_by",
            "amount",
            "currency",
            "layout_name",
            "sha256",
            "list_name",
            "list_letters",
            "list_separator",
            "list_unused",
            "counts",
            "made_by",
            "created_at",
            "started_by",
            "started_at",
            "ended_at",
        )
        read_only_fields = fields

    def get_counts(self, record: Bulk) -> dict[str, int]:
        """How everybody stands."""
        return bulk_following.counts_of(record)


class BulkRowSerializer(serializers.ModelSerializer[BulkRow]):
    """One person of the list: what is wrong in the line, how it stands, and the round that they were sent."""

    line = serializers.IntegerField(source="number", read_only=True)
    faults = serializers.ListField(source="fault_words", child=serializers.CharField(), read_only=True)
    standing = serializers.CharField(read_only=True)
    amount = MoneyField(
        source="shown_amount",
        currency="shown_currency",
        max_digits=18,
        decimal_places=3,
        read_only=True,
        allow_null=True,
        help_text=_("What this one is worth: as the list says it, else as it was said of each."),
    )
    currency = serializers.CharField(source="shown_currency", read_only=True)

    class Meta:
        model = BulkRow
        fields = (
            "line",
            "name",
            "email",
            "title",
            "party",
            "phone",
            "values",
            "amount",
            "currency",
            "faults",
            "standing",
            "reason",
            "envelope",
        )
        read_only_fields = fields


class BulkBegun(Body):
    """The document (PDF or Word), what is said of it, and the list if it is there already (CSV)."""

    file = serializers.FileField()
    title = serializers.CharField(max_length=150)
    category = serializers.CharField(max_length=60)
    ours = serializers.EmailField(
        required=False, default="", allow_blank=True, help_text=_("The address of one of ours who signs too.")
    )
    ours_when = serializers.ChoiceField(choices=OursWhen.choices, required=False, default=OursWhen.AFTER.value)
    sign_by = serializers.DateField(required=False, allow_null=True, default=None)
    amount = serializers.DecimalField(
        max_digits=18, decimal_places=3, min_value=0, required=False, allow_null=True, default=None
    )
    currency = serializers.RegexField(r"^[A-Z]{3}$", required=False, default="", allow_blank=True)
    layout = serializers.PrimaryKeyRelatedField(
        queryset=Layout.objects.all(), required=False, allow_null=True, default=None
    )
    list = serializers.FileField(required=False, allow_null=True, default=None)


class ListBrought(Body):
    """The list of people, as a CSV file."""

    list = serializers.FileField()


class ArrangingMany(Body):
    """Places by the position of their signer (from 0); left out: they are found in each document."""

    places = PlaceSerializer(many=True, required=False, allow_null=True, max_length=MOST_FIELDS)


class SendingToMany(Body):
    """What the sender knows: that faulty lines are left out, and to how many people it goes."""

    leave_out = serializers.BooleanField(required=False, default=False)
    people = serializers.IntegerField(
        required=False,
        allow_null=True,
        default=None,
        min_value=0,
        help_text=_("When it would go to another number of people, nothing is sent."),
    )


@extend_schema_view(
    list=extend_schema(description=_("The documents for many people that the caller sees.")),
)
class BulkViewSet(Reading):
    """One document for many people; each gets a signature round of their own."""

    scope = "signing"
    serializer_class = BulkSerializer
    queryset = Bulk.objects.none()
    filterset_fields: ClassVar[Any] = {
        "state": ["exact", "in"],
        "category": ["exact"],
        "created_at": ["gte", "lte"],
    }
    ordering_fields = ("created_at", "title")

    def get_queryset(self) -> QuerySet[Bulk]:
        found: QuerySet[Bulk] = Bulk.objects.visible_to(self.request.user)
        return found.select_related("made_by", "started_by", "ours", "source").order_by("-created_at", "pk")

    def _answer(self, record: Bulk, code: int = status.HTTP_200_OK) -> Response:
        return Response(BulkSerializer(self.get_queryset().get(pk=record.pk)).data, status=code)

    def _done(self, request: Request, act: Callable[..., Bulk], **facts: Any) -> Response:
        return self._answer(act(self.get_object(), by=request.user, at=request.at, **facts))  # type: ignore[attr-defined]

    @extend_schema(request=BulkBegun, responses={201: BulkSerializer})
    def create(self, request: Request) -> Response:
        """Begin with the document and, if it is there, the list (multipart). Nothing is sent by this."""
        form = BulkBegun(data=request.data)
        form.is_valid(raise_exception=True)
        said = dict(form.validated_data)
        file, people, email = said.pop("file"), said.pop("list"), said.pop("ours")
        ours = bulk.may_sign_for_us().filter(email__iexact=email).first() if email else None
        if email and ours is None:
            raise Invalid(_("No signatory has this address."), field="ours")
        about = bulk.About(**said, ours=ours)
        made = bulk.make_bulk_with_list(
            about,
            by=request.user,
            at=request.at,
            data=file.read(),
            filename=file.name,
            people=(people.read(), people.name) if people else None,
        )
        return self._answer(made, status.HTTP_201_CREATED)

    @extend_schema(request=ListBrought, responses=BulkSerializer)
    @action(detail=True, methods=["post"], url_path="list")
    def bring_list(self, request: Request, pk: str) -> Response:
        """Bring the list of people (multipart: list), in place of one that was brought before."""
        record, form = self.get_object(), ListBrought(data=request.data)
        form.is_valid(raise_exception=True)
        file = form.validated_data["list"]
        facts = {"data": file.read(), "filename": file.name}
        return self._answer(bulk.bring_list(record, by=request.user, at=request.at, **facts))

    @extend_schema(request=ArrangingMany, responses=BulkSerializer)
    @action(detail=True, methods=["post"])
    def arrange(self, request: Request, pk: str) -> Response:
        """Put places on everybody's document before it is sent, arranged on the one of the line that is shown; none: they are found."""
        form = ArrangingMany(data=request.data)
        form.is_valid(raise_exception=True)
        places = form.validated_data.get("places")
        laid = None if places is None else [Laid(**{**one, "options": tuple(one["options"])}) for one in places]
        return self._done(request, bulk_laying.arrange_bulk, laid=laid)

    @extend_schema(responses=BulkRowSerializer(many=True), filters=False)
    @action(detail=True, methods=["get"])
    def people(self, request: Request, pk: str) -> Response:
        """Everybody on the list, page by page: what is wrong in the line, how it stands, the round that they were sent."""
        page = self.paginate_queryset(standing_of(self.get_object().rows.select_related("bulk").order_by("number")))
        return self.get_paginated_response(BulkRowSerializer(page, many=True).data)

    @extend_schema(request=SendingToMany, responses=BulkSerializer)
    @action(detail=True, methods=["post"])
    def send(self, request: Request, pk: str) -> Response:
        """Send each person whose line has no fault a round of their own; they leave one after the other."""
        form = SendingToMany(data=request.data)
        form.is_valid(raise_exception=True)
        return self._done(request, bulk_sending.send_bulk, **form.validated_data)

    @takes_nothing(responses=BulkSerializer)
    @action(detail=True, methods=["post"])
    def pause(self, request: Request, pk: str) -> Response:
        """Send nothing more until it goes on."""
        return self._done(request, bulk_sending.pause_bulk)

    @takes_nothing(responses=BulkSerializer)
    @action(detail=True, methods=["post"], url_path="go-on")
    def go_on(self, request: Request, pk: str) -> Response:
        """Send what was not sent yet."""
        return self._done(request, bulk_sending.go_on_with_bulk)

    @takes_nothing(responses=BulkSerializer)
    @action(detail=True, methods=["post"])
    def stop(self, request: Request, pk: str) -> Response:
        """Give up what was not sent yet."""
        return self._done(request, bulk_sending.stop_bulk)

    @takes_nothing(responses=BulkSerializer)
    @action(detail=True, methods=["post"], url_path="try-again")
    def try_again(self, request: Request, pk: str) -> Response:
        """Try once more to send to those to whom it could not be sent."""
        return self._done(request, bulk_sending.try_again)

    @takes_nothing(responses=BulkSerializer)
    @action(detail=True, methods=["post"])
    def remind(self, request: Request, pk: str) -> Response:
        """Remind everybody whose turn it is and who has not signed."""
        return self._done(request, bulk_following.remind_all)

    @extend_schema(request=Reason, responses=BulkSerializer)
    @action(detail=True, methods=["post"], url_path="take-back")
    def take_back(self, request: Request, pk: str) -> Response:
        """Take back every round of it that is open; everybody who was asked is told why."""
        form = Reason(data=request.data)
        form.is_valid(raise_exception=True)
        return self._done(request, bulk_following.take_all_back, **form.validated_data)
