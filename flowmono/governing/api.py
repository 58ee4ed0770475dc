"""Changes of rules for programs: what is proposed, in words; put forward, approved, rejected or taken back by two people."""

from datetime import timedelta
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import BaseRouter

from flowmono.common.amounts import MoneyField
from flowmono.common.api import Reading
from flowmono.common.bodies import Body, takes_nothing
from flowmono.common.refusals import Conflict, Invalid, require
from flowmono.common.shapes import Reason
from flowmono.governing import actions, policies
from flowmono.governing.models import Proposal, Verb
from flowmono.governing.plain import fill, plain_of
from flowmono.governing.preparing import refuse_unfit, require_verb, wanted_of
from flowmono.governing.registry import KINDS, Governed
from flowmono.governing.rehearsal import DAYS, MOST_SHOWN
from flowmono.governing.wording import say_change


class LineShape(serializers.Serializer[Any]):
    """One thing that would be otherwise, in words: as it is, and as it would be."""

    label = serializers.CharField(read_only=True)  # type: ignore[assignment]
    before = serializers.CharField(read_only=True)
    after = serializers.CharField(read_only=True)


class ChangeShape(serializers.ModelSerializer[Proposal]):
    """A change of a rule that one administrator prepared and another lets take effect."""

    kind = serializers.CharField(source="kind_name", read_only=True, help_text="What kind of record it is, in words.")
    proposed_by = serializers.CharField(source="proposed_by.email", read_only=True)
    decided_by = serializers.CharField(source="decided_by.email", read_only=True, default=None, allow_null=True)

    class Meta:
        model = Proposal
        fields = (
            "id",
            "kind",
            "model",
            "key",
            "verb",
            "title",
            "state",
            "reason",
            "proposed_by",
            "proposed_at",
            "decided_by",
            "decided_at",
            "answer",
            "created_at",
        )
        read_only_fields = fields


class WholeChange(ChangeShape):
    """The same with what would be otherwise: in words, and as the values that are kept."""

    lines = serializers.SerializerMethodField()
    before = serializers.DictField(
        read_only=True, allow_null=True, help_text="Values and rows as they are; null for something new."
    )
    after = serializers.DictField(
        read_only=True, allow_null=True, help_text="As they would be; null where it would be deleted."
    )
    is_stale = serializers.SerializerMethodField(
        help_text="True when the record has changed since this was prepared, so that it cannot be approved any more."
    )

    class Meta(ChangeShape.Meta):
        fields = (*ChangeShape.Meta.fields, "lines", "before", "after", "is_stale")
        read_only_fields = fields

    @extend_schema_field(LineShape(many=True))
    def get_lines(self, proposal: Proposal) -> list[dict[str, str]]:
        if proposal.model not in KINDS:
            return []
        return list(LineShape(say_change(proposal.kind, proposal.change), many=True).data)

    @extend_schema_field(serializers.BooleanField())
    def get_is_stale(self, proposal: Proposal) -> bool:
        return proposal.is_open and proposal.model in KINDS and actions.is_stale(proposal)


class RuleShape(serializers.Serializer[Any]):
    """A record that two people change, as it is: its values and its rows."""

    model = serializers.CharField(read_only=True)
    key = serializers.CharField(read_only=True)
    title = serializers.CharField(read_only=True)
    values = serializers.DictField(read_only=True, help_text="Of the fields that two people change.")  # type: ignore[assignment]
    rows = serializers.DictField(
        child=serializers.ListField(child=serializers.DictField()),
        read_only=True,
        help_text="Rows that change with it, such as the steps of an approval rule: each with its id and its values.",
    )


class RowEntry(Body):
    """A row as it would be: with the id of one that there is, or without one for a new row."""

    id = serializers.CharField(required=False, allow_null=True, default=None, max_length=40)
    values = serializers.DictField(default=dict)  # type: ignore[assignment]


class ChangeEntry(Body):
    """What would be otherwise. What is left out stays."""

    model = serializers.ChoiceField(choices=sorted(KINDS), help_text="As rules list it.")
    verb = serializers.ChoiceField(choices=Verb.choices, default=Verb.CHANGE)
    key = serializers.CharField(
        max_length=64, required=False, default="", allow_blank=True, help_text="Of the record; none for a new one."
    )
    values = serializers.DictField(  # type: ignore[assignment]
        default=dict, help_text="Values that would be otherwise, by field: text, number, true or false, a list, null."
    )
    rows = serializers.DictField(
        child=RowEntry(many=True),
        default=dict,
        help_text="By kind of row: all of them as they would be. A row that is not named goes.",
    )


class SumShape(serializers.Serializer[Any]):
    currency = serializers.CharField(read_only=True)
    amount = MoneyField(currency="currency", max_digits=20, decimal_places=3, read_only=True)


class DifferingShape(serializers.Serializer[Any]):
    """A past case that would be dealt with otherwise."""

    title = serializers.CharField(read_only=True)
    url = serializers.CharField(read_only=True, help_text="Its page.")
    at = serializers.DateTimeField(read_only=True)
    now = serializers.CharField(read_only=True)
    then = serializers.CharField(read_only=True)
    amount = MoneyField(currency="currency", max_digits=20, decimal_places=3, read_only=True, allow_null=True)
    currency = serializers.CharField(read_only=True)


class RehearsalShape(serializers.Serializer[Any]):
    """What the change would have made of past cases; the newest fifty that differ are named."""

    what = serializers.CharField(read_only=True)
    days = serializers.IntegerField(read_only=True)
    looked_at = serializers.IntegerField(read_only=True)
    there_were = serializers.IntegerField(read_only=True)
    unchanged = serializers.IntegerField(read_only=True)
    would_differ = serializers.IntegerField(read_only=True)
    warnings = serializers.ListField(child=serializers.CharField(), read_only=True)
    sums = SumShape(many=True, read_only=True)
    differing = DifferingShape(many=True, read_only=True)


class RuleViewSet(viewsets.GenericViewSet[Any]):
    """The records that two people change: approval rules, tolerances, budgets and what else is governed."""

    scope = "rules"
    readers = staticmethod(policies.can_see_changes)
    writers = staticmethod(policies.can_propose)
    serializer_class = RuleShape
    queryset = Proposal.objects.none()
    filter_backends = ()

    @extend_schema(
        parameters=[
            OpenApiParameter("model", str, required=True, enum=sorted(KINDS), description="Which kind of record."),
            OpenApiParameter("key", str, description="A single one."),
        ],
    )
    def list(self, request: Request) -> Response:
        """Every record of one kind with the values that a change may name, in the order in which they were made."""
        require(policies.can_see_changes, request.user)
        kind = KINDS.get(request.query_params.get("model", ""))
        if kind is None:
            raise Invalid(_("Say which kind: %(known)s.") % {"known": ", ".join(sorted(KINDS))}, field="model")
        found = kind.model._default_manager.order_by("pk")
        if "key" in request.query_params:
            found = found.filter(pk__in=[one.pk for one in [record_of(kind, request.query_params["key"])] if one])
        page = self.paginate_queryset(found) or []
        rows = [{"model": kind.label, "key": str(one.pk), "title": str(one), **plain_of(kind, one)} for one in page]
        return self.get_paginated_response(RuleShape(rows, many=True).data)


def record_of(kind: Governed, key: str) -> Model | None:
    """The record with this key; None where there is none."""
    try:
        return kind.model._default_manager.filter(pk=key).first()
    except (ValueError, ValidationError, OverflowError):
        return None


class Approval(Body):
    """Whether one approves a change although it leaves cases without a rule."""

    all_the_same = serializers.BooleanField(
        default=False,
        help_text=_("Needed for a change that leaves cases without a rule; the refusal says which (code asks_first)."),
    )


class ChangeViewSet(Reading):
    """Changes of rules: prepared and proposed by one administrator, in force when another approves."""

    scope = "rules"
    readers = staticmethod(policies.can_see_changes)
    writers = staticmethod(policies.can_propose)
    serializer_class = ChangeShape
    whole = WholeChange
    queryset = Proposal.objects.none()
    filterset_fields: ClassVar[Any] = {
        "state": ["exact", "in"],
        "verb": ["exact"],
        "model": ["exact"],
        "key": ["exact"],
        "proposed_at": ["gte", "lte"],
        "decided_at": ["gte", "lte"],
    }
    ordering_fields = ("created_at", "proposed_at", "decided_at", "title")

    def get_queryset(self) -> QuerySet[Proposal]:
        require(policies.can_see_changes, self.request.user)
        found: QuerySet[Proposal] = Proposal.objects.visible_to(self.request.user)
        found = found.select_related("proposed_by", "decided_by").order_by("-created_at", "pk")
        return found.defer("before", "after") if self.action == "list" else found

    def get_serializer_class(self) -> Any:
        return ChangeShape if self.action == "list" else WholeChange

    def _answer(self, proposal: Proposal) -> Response:
        return Response(WholeChange(self.get_queryset().get(pk=proposal.pk)).data)

    def _facts(self, request: Request, *, because: bool) -> dict[str, Any]:
        facts = {"by": request.user, "at": request.at}  # type: ignore[attr-defined]
        if because:
            form = Reason(data=request.data)
            form.is_valid(raise_exception=True)
            facts |= form.validated_data
        return facts

    @extend_schema(request=ChangeEntry, responses={201: WholeChange})
    def create(self, request: Request) -> Response:
        """Prepare a change. Only its author sees it until it is proposed; what they prepared about the record before is replaced."""
        require(policies.can_propose, request.user)
        form = ChangeEntry(data=request.data)
        form.is_valid(raise_exception=True)
        given = form.validated_data
        kind, verb = KINDS[given["model"]], given["verb"]
        record = kind.model() if verb == Verb.ADD else record_of(kind, given["key"])
        if record is None or (verb == Verb.ADD and given["key"]):
            raise Invalid(_("There is no such record; for a new one leave the key out."), field="key")
        require_verb(kind, verb)
        after = None
        if verb != Verb.DELETE:
            after = wanted_of(kind, record, given["values"], given["rows"])
            refuse_unfit(kind, record, after, by=request.user)  # type: ignore[arg-type]
        if verb == Verb.ADD:
            fill(record, after["values"])
        made = actions.prepare(kind, record, after, by=request.user, at=request.at)  # type: ignore[attr-defined, arg-type]
        if made is None:
            raise Invalid(_("Nothing would change, so there is nothing to propose."), field="values")
        return Response(WholeChange(self.get_queryset().get(pk=made.pk)).data, status=status.HTTP_201_CREATED)

    @extend_schema(
        parameters=[
            OpenApiParameter(
                "days", int, enum=DAYS, default=DAYS[1], description="How many days back cases are tried."
            ),
        ],
        responses=RehearsalShape,
        filters=False,
    )
    @action(detail=True, methods=["get"], filter_backends=(), pagination_class=None)
    def rehearsal(self, request: Request, pk: str) -> Response:
        """What the change would have made of past cases, as long as it is open."""
        found, asked = self.get_object(), request.query_params.get("days", str(DAYS[1]))
        if asked not in map(str, DAYS):
            raise Invalid(_("Choose one of %(days)s days.") % {"days": ", ".join(map(str, DAYS))}, field="days")
        if not found.is_open or found.model not in KINDS or found.kind.tried is None:
            raise Conflict(_("Only an open change of a kind that is tried on past cases can be rehearsed."))
        at = request.at  # type: ignore[attr-defined]
        tried = found.kind.tried(found.change, at - timedelta(days=int(asked)), at)
        facts = {
            name: getattr(tried, name) for name in ("what", "looked_at", "there_were", "unchanged", "warnings")
        } | {
            "days": int(asked),
            "would_differ": len(tried.differing),
            "sums": [{"currency": currency, "amount": amount} for currency, amount in tried.sums],
            "differing": tried.differing[:MOST_SHOWN],
        }
        return Response(RehearsalShape(facts).data)

    @extend_schema(request=Reason, responses=WholeChange)
    @action(detail=True, methods=["post"])
    def propose(self, request: Request, pk: str) -> Response:
        """Put what one prepared before the other administrators, and say why."""
        return self._answer(actions.propose(self.get_object(), **self._facts(request, because=True)))

    @extend_schema(request=Approval, responses=WholeChange)
    @action(detail=True, methods=["post"])
    def approve(self, request: Request, pk: str) -> Response:
        """Let it take effect. Never for whoever proposed it, nor for those whose own access it changes.

        A change that leaves cases without a rule is refused (409, asks_first) until it is sent with all_the_same.
        """
        form = Approval(data=request.data)
        form.is_valid(raise_exception=True)
        facts = self._facts(request, because=False) | form.validated_data
        return self._answer(actions.approve(self.get_object(), **facts))

    @extend_schema(request=Reason, responses=WholeChange)
    @action(detail=True, methods=["post"])
    def reject(self, request: Request, pk: str) -> Response:
        """Say no, and why; nothing changes."""
        return self._answer(actions.reject(self.get_object(), **self._facts(request, because=True)))

    @takes_nothing(responses=WholeChange)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        """Take one's own back before anybody decided."""
        return self._answer(actions.withdraw(self.get_object(), **self._facts(request, because=False)))


def register(router: BaseRouter) -> None:
    """Put the endpoint of changed rules under /api/v1/."""
    router.register("rules", RuleViewSet, basename="rule")
    router.register("rule-changes", ChangeViewSet, basename="rule-change")
