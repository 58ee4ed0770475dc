"""Being away, for programs: one's own absences, and whom one stands in for."""

from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django_filters import CharFilter
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import BaseRouter

from flowmono.accounts.models import Absence, User
from flowmono.approvals import absences
from flowmono.common.api import Reading
from flowmono.common.bodies import Body, takes_nothing
from flowmono.common.lists import RelatedByKey
from flowmono.common.refusals import Invalid, require
from flowmono.common.scopes import works_inside


class AbsenceShape(serializers.ModelSerializer[Absence]):
    """Who is away from which day to which, and who decides meanwhile."""

    person = serializers.CharField(source="person.email", read_only=True)
    delegate = serializers.CharField(source="delegate.email", read_only=True)

    class Meta:
        model = Absence
        fields = ("id", "person", "delegate", "starts_on", "ends_on")
        read_only_fields = fields


class AbsenceEntry(Body):
    """The first and the last day away, and the colleague who decides in one's place."""

    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    delegate = serializers.EmailField(help_text="The address of one of the colleagues that stand-ins lists.")


class StandIn(serializers.Serializer[Any]):
    """A colleague who may decide by some rule."""

    name = serializers.CharField(source="get_full_name", read_only=True)
    email = serializers.EmailField(read_only=True)
    title = serializers.CharField(read_only=True)


class AbsenceFilters(RelatedByKey):
    """By whose it is, and by its days."""

    person = CharFilter(field_name="person__email", lookup_expr="iexact")
    delegate = CharFilter(field_name="delegate__email", lookup_expr="iexact")

    class Meta:
        model = Absence
        fields: ClassVar[Any] = {"starts_on": ["gte", "lte"], "ends_on": ["gte", "lte"]}


class AbsenceViewSet(Reading):
    """The absences of the token's owner, and those in which they decide for somebody."""

    scope = "absences"
    readers = staticmethod(works_inside)
    writers = staticmethod(works_inside)
    serializer_class = AbsenceShape
    queryset = Absence.objects.none()
    filterset_class = AbsenceFilters
    ordering_fields = ("starts_on", "ends_on")

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Only the company's own people: who may approve is not for vendors."""
        super().initial(request, *args, **kwargs)
        require(works_inside, request.user)

    def get_queryset(self) -> QuerySet[Absence]:
        found = Absence.objects.filter(Q(person=self.request.user) | Q(delegate=self.request.user))
        return found.select_related("person", "delegate").order_by("-starts_on", "pk")

    @extend_schema(request=AbsenceEntry, responses={201: AbsenceShape})
    def create(self, request: Request) -> Response:
        """Enter an absence of one's own. From its first day the delegate decides what waits."""
        form = AbsenceEntry(data=request.data)
        form.is_valid(raise_exception=True)
        person: User = request.user  # type: ignore[assignment]
        values = form.validated_data
        wanted = values.pop("delegate").lower()
        delegate = next((one for one in absences.who_can_stand_in(person) if one.email.lower() == wanted), None)
        if delegate is None:
            raise Invalid(_("Choose a colleague who may approve."), field="delegate")
        made = absences.go_away(person, by=person, at=request.at, delegate=delegate, **values)  # type: ignore[attr-defined]
        return Response(AbsenceShape(made).data, status=status.HTTP_201_CREATED)

    @takes_nothing(responses={204: None})
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str) -> Response:
        """End an absence of one's own, or give it up before it begins. What waits is one's own again."""
        absences.come_back(self.get_object(), by=request.user, at=request.at)  # type: ignore[attr-defined, arg-type]
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(responses=StandIn(many=True), filters=False)
    @action(detail=False, methods=["get"], url_path="stand-ins", pagination_class=None, filter_backends=())
    def stand_ins(self, request: Request) -> Response:
        """The colleagues who can decide in one's place, by name."""
        return Response(StandIn(absences.who_can_stand_in(request.user), many=True).data)  # type: ignore[arg-type]


def register(router: BaseRouter) -> None:
    """Put the endpoint of absences under /api/v1/."""
    router.register("absences", AbsenceViewSet, basename="absence")
