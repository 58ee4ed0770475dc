"""Changes of rules for programs: what is proposed, in words; put forward, approved, rejected or taken back by two people."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import BaseRouter

from flowmono.common.api import Reading
from flowmono.common.refusals import require
from flowmono.common.shapes import Nothing, Reason
from flowmono.governing import actions, policies
from flowmono.governing.models import Proposal
from flowmono.governing.registry import KINDS
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


class ChangeViewSet(Reading):
    """Changes of rules: proposed by one administrator, in force when another approves. They are prepared in the administration."""

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

    @extend_schema(request=Reason, responses=WholeChange)
    @action(detail=True, methods=["post"])
    def propose(self, request: Request, pk: str) -> Response:
        """Put what one prepared before the other administrators, and say why."""
        return self._answer(actions.propose(self.get_object(), **self._facts(request, because=True)))

    @extend_schema(request=Nothing, responses=WholeChange)
    @action(detail=True, methods=["post"])
    def approve(self, request: Request, pk: str) -> Response:
        """Let it take effect. Never for whoever proposed it, nor for those whose own access it changes."""
        return self._answer(actions.approve(self.get_object(), **self._facts(request, because=False)))

    @extend_schema(request=Reason, responses=WholeChange)
    @action(detail=True, methods=["post"])
    def reject(self, request: Request, pk: str) -> Response:
        """Say no, and why; nothing changes."""
        return self._answer(actions.reject(self.get_object(), **self._facts(request, because=True)))

    @extend_schema(request=Nothing, responses=WholeChange)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        """Take one's own back before anybody decided."""
        return self._answer(actions.withdraw(self.get_object(), **self._facts(request, because=False)))


def register(router: BaseRouter) -> None:
    """Put the endpoint of changed rules under /api/v1/."""
    router.register("rule-changes", ChangeViewSet, basename="rule-change")
