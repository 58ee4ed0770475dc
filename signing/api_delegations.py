"""Delegated authority, for programs: what one let colleagues sign and what one was given; delegating, refusing, taking back."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import CharFilter
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from flowmono.accounts.models import User
from flowmono.common.api import Reading
from flowmono.common.bodies import Body, takes_nothing
from flowmono.common.lists import RelatedByKey
from flowmono.common.refusals import Invalid, NotAllowed, require
from flowmono.common.scopes import works_inside
from flowmono.common.shapes import Reason
from signing import actions, policies
from signing.lending import Part
from signing.models import SignatureProfile
from signing.models.delegations import Delegation


class DelegationShape(serializers.ModelSerializer[Delegation]):
    """Whose mark, to whom, from when to when, up to what amount in the company's currency, why, and how it ended."""

    mark = serializers.CharField(source="profile.name", read_only=True)
    owner = serializers.CharField(source="owner.email", read_only=True)
    delegate = serializers.CharField(source="delegate.email", read_only=True)
    standing = serializers.SerializerMethodField(help_text=gettext_lazy("planned, open, over, refused or taken_back."))

    class Meta:
        model = Delegation
        fields = (
            "id",
            "mark",
            "owner",
            "delegate",
            "starts_on",
            "ends_on",
            "categories",
            "limit",
            "reason",
            "standing",
            "refused_at",
            "refused_because",
            "taken_back_at",
            "created_at",
        )
        read_only_fields = fields

    def get_standing(self, delegation: Delegation) -> str:
        """How it stands today."""
        return delegation.standing(self.context["request"].at.date())


class DelegationEntry(Body):
    """A mark of one's own by its name, a colleague, the first and the last day, and which part; nothing said: all of it."""

    mark = serializers.CharField(
        max_length=80, help_text=gettext_lazy("The name of one of the marks that delegations/marks lists.")
    )
    delegate = serializers.EmailField(
        help_text=gettext_lazy("The address of one of those that delegations/colleagues lists.")
    )
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    categories = serializers.ListField(
        child=serializers.CharField(max_length=60), required=False, default=list, max_length=100
    )
    limit = serializers.DecimalField(max_digits=18, decimal_places=3, required=False, allow_null=True, default=None)
    reason = serializers.CharField(max_length=500)


class OwnMarkShape(serializers.ModelSerializer[SignatureProfile]):
    """A mark of one's own that may be delegated, and what it covers."""

    class Meta:
        model = SignatureProfile
        fields = (
            "id",
            "name",
            "categories",
            "limit",
            "department",
            "counterparties",
            "valid_from",
            "valid_until",
        )
        read_only_fields = fields


class ColleagueShape(serializers.Serializer[Any]):
    """A colleague who may sign."""

    name = serializers.CharField(source="get_full_name", read_only=True)
    email = serializers.EmailField(read_only=True)
    title = serializers.CharField(read_only=True)


class DelegationFilters(RelatedByKey):
    """By whose it is, to whom, and by its days."""

    owner = CharFilter(field_name="profile__user__email", lookup_expr="iexact")
    delegate = CharFilter(field_name="delegate__email", lookup_expr="iexact")

    class Meta:
        model = Delegation
        fields: ClassVar[Any] = {"starts_on": ["gte", "lte"], "ends_on": ["gte", "lte"]}


class DelegationViewSet(Reading):
    """The delegations of the token's owner, and those given to them; all, for who looks after authority."""

    scope = "signing"
    readers = staticmethod(works_inside)
    writers = staticmethod(works_inside)
    serializer_class = DelegationShape
    queryset = Delegation.objects.none()
    filterset_class = DelegationFilters
    ordering_fields = ("starts_on", "ends_on", "created_at")

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Only the company's own people: who may sign for it is not for vendors."""
        super().initial(request, *args, **kwargs)
        require(works_inside, request.user)

    def get_queryset(self) -> QuerySet[Delegation]:
        found: QuerySet[Delegation] = Delegation.objects.visible_to(self.request.user)
        return found.select_related("profile__user", "delegate").order_by("-starts_on", "-created_at", "pk")

    def _answer(self, found: Delegation, status_code: int = status.HTTP_200_OK) -> Response:
        return Response(self.get_serializer(found).data, status=status_code)

    @extend_schema(request=DelegationEntry, responses={201: DelegationShape})
    def create(self, request: Request) -> Response:
        """Let a colleague sign with the authority of one's mark, or with a part of it. They are told, and may refuse."""
        form = DelegationEntry(data=request.data)
        form.is_valid(raise_exception=True)
        values, person = form.validated_data, request.user
        require(policies.can_keep_profiles, person)
        mark = SignatureProfile.objects.filter(user=person, name=values["mark"]).first()  # type: ignore[misc]
        if mark is None:
            raise Invalid(_("Name one of your own marks."), field="mark")
        if not mark.may_be_delegated:
            raise NotAllowed(_("An administrator has not allowed that this mark is delegated."), code="not_delegable")
        wanted = values["delegate"].casefold()
        people: list[User] = actions.who_may_sign_for(person)  # type: ignore[arg-type]
        colleague = next((one for one in people if one.email.casefold() == wanted), None)
        if colleague is None:
            raise Invalid(_("Choose a colleague who may sign."), field="delegate")
        part = Part(values["starts_on"], values["ends_on"], tuple(values["categories"]), values["limit"])
        made = actions.delegate_authority(
            mark,
            by=person,  # type: ignore[arg-type]
            at=request.at,  # type: ignore[attr-defined]
            delegate=colleague,
            part=part,
            reason=values["reason"],
        )
        return self._answer(made, status.HTTP_201_CREATED)

    @extend_schema(request=Reason, responses=DelegationShape)
    @action(detail=True, methods=["post"])
    def refuse(self, request: Request, pk: str) -> Response:
        """Not take what one was given; what passed on by it goes back."""
        form = Reason(data=request.data)
        form.is_valid(raise_exception=True)
        return self._answer(
            actions.refuse_delegation(self.get_object(), by=request.user, at=request.at, **form.validated_data)
        )

    @takes_nothing(responses=DelegationShape)
    @action(detail=True, methods=["post"], url_path="take-back")
    def take_back(self, request: Request, pk: str) -> Response:
        """End what one delegated, at once; what passed on by it and is not signed comes back."""
        return self._answer(actions.take_back_delegation(self.get_object(), by=request.user, at=request.at))

    @extend_schema(responses=OwnMarkShape(many=True), filters=False)
    @action(detail=False, methods=["get"], pagination_class=None, filter_backends=())
    def marks(self, request: Request) -> Response:
        """One's own marks that may be delegated, by name."""
        own = SignatureProfile.objects.filter(user=request.user, active=True, may_be_delegated=True)  # type: ignore[misc]
        return Response(OwnMarkShape(own.order_by("name"), many=True).data)

    @extend_schema(responses=ColleagueShape(many=True), filters=False)
    @action(detail=False, methods=["get"], pagination_class=None, filter_backends=())
    def colleagues(self, request: Request) -> Response:
        """The colleagues to whom one may delegate, by name."""
        people: list[User] = actions.who_may_sign_for(request.user)  # type: ignore[arg-type]
        return Response(ColleagueShape(people, many=True).data)
