"""Signing for programs: envelopes and their people read; sent, taken back, asked again. Signing itself is a person's act on a page."""

from datetime import datetime
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import BaseRouter

from flowmono.common.api import Reading
from flowmono.common.bodies import Body, takes_nothing
from flowmono.common.choosing import known_categories
from flowmono.common.refusals import Conflict, Invalid, require
from flowmono.common.shapes import Reason
from signing import actions, policies
from signing.actions.bringing import bring_document
from signing.api_bringing import DocumentBrought, WithFiles
from signing.api_bulk import BulkViewSet
from signing.api_delegations import DelegationViewSet
from signing.api_people import PeopleTakingPart
from signing.api_places import LayoutViewSet, WithPlaces
from signing.api_sayings import SayingViewSet
from signing.models import (
    CategoryChange,
    ChangeState,
    Envelope,
    EnvelopeState,
    Handover,
    HandoverState,
    Recipient,
    Role,
    Sitting,
)
from signing.waiting import why_unsealed


class HandoverSerializer(serializers.ModelSerializer[Handover]):
    """Who was asked before, who instead, by whom and why."""

    class Meta:
        model = Handover
        fields = (
            "how",
            "state",
            "from_name",
            "from_email",
            "to_name",
            "to_email",
            "reason",
            "by_name",
            "at",
            "decided_at",
        )
        read_only_fields = fields


class SittingSerializer(serializers.ModelSerializer[Sitting]):
    """One signing in person: who handed the device over, how they made sure who it is, and how it ended."""

    host = serializers.CharField(source="host.email", read_only=True)
    in_words = serializers.CharField(
        read_only=True, help_text=_("The same in one sentence, as the certificate says it.")
    )

    class Meta:
        model = Sitting
        fields = ("host", "name", "known_by", "known_words", "begun_at", "taken_at", "ended", "ended_at", "in_words")
        read_only_fields = fields


class RecipientSerializer(serializers.ModelSerializer[Recipient]):
    """One person's place, without any secret of theirs."""

    reviewed_too_quickly = serializers.SerializerMethodField(
        help_text=_(
            "Whether the document was signed faster than anybody reads, or with pages unopened; null before that."
        )
    )

    agreed_to = serializers.SerializerMethodField(
        help_text=_("The sentence that the person agreed to, to sign or to approve; null before that.")
    )
    agreed_to_sha256 = serializers.SerializerMethodField(help_text=_("The SHA-256 of that sentence; null before that."))
    shown_sha256 = serializers.SerializerMethodField(
        help_text=_("The SHA-256 of the file that the person was shown when they decided; null before that.")
    )
    signed_sha256 = serializers.SerializerMethodField(
        help_text=_("The SHA-256 of the file with the person’s signature; null before that, and for who only approves.")
    )
    handovers = HandoverSerializer(many=True, read_only=True)
    in_person = SittingSerializer(
        source="sittings", many=True, read_only=True, help_text=_("The signings in person on a device of ours.")
    )
    delegated_by = serializers.SerializerMethodField(
        help_text=_("By whose delegated authority the mark is placed, by their address; null for the person's own.")
    )
    next_reminder_at = serializers.SerializerMethodField(
        help_text=_("When the clock reminds this person next; null when it does not.")
    )

    class Meta:
        model = Recipient
        fields = (
            "id",
            "envelope",
            "order",
            "role",
            "name",
            "email",
            "title",
            "party",
            "proof",
            "phone",
            "printed_name",
            "state",
            "invited_at",
            "viewed_at",
            "decided_at",
            "set_aside_at",
            "reminded_at",
            "next_reminder_at",
            "delegated_by",
            "stays_because",
            "reviewed_too_quickly",
            "agreed_to",
            "agreed_to_sha256",
            "shown_sha256",
            "signed_sha256",
            "reason",
            "handovers",
            "in_person",
        )
        read_only_fields = fields

    def get_delegated_by(self, recipient: Recipient) -> str | None:
        """Whose authority it is."""
        return recipient.delegation.owner.email if recipient.delegation else None

    def get_next_reminder_at(self, recipient: Recipient) -> datetime | None:
        """When the next reminder goes by itself."""
        if "most_reminders" not in self.context:
            self.context["most_reminders"] = actions.times_of_company().reminders_most
        return actions.reminder_of(recipient, most=self.context["most_reminders"])

    def get_reviewed_too_quickly(self, recipient: Recipient) -> bool | None:
        """What was found when the person signed."""
        found: bool | None = recipient.evidence.get("too_quick")
        return found

    def get_agreed_to(self, recipient: Recipient) -> str | None:
        """In the words and the language in which it was agreed to."""
        return _kept(recipient, "consent")

    def get_agreed_to_sha256(self, recipient: Recipient) -> str | None:
        """As it was kept with the decision."""
        return _kept(recipient, "consent_sha256")

    def get_shown_sha256(self, recipient: Recipient) -> str | None:
        """What lay before the person."""
        return _kept(recipient, "shown_sha256")

    def get_signed_sha256(self, recipient: Recipient) -> str | None:
        """What the signature made; who approves makes none."""
        return _kept(recipient, "signed_sha256") if recipient.role == Role.SIGNER else None


def _kept(recipient: Recipient, what: str) -> str | None:
    """What was kept as evidence when the person decided; None where it was not."""
    found = recipient.evidence.get(what)
    return str(found) if found else None


class CategoryChangeSerializer(serializers.ModelSerializer[CategoryChange]):
    """What became of the category of a round, by whom, and who agreed."""

    by = serializers.CharField(source="by.email", read_only=True)
    decided_by = serializers.CharField(source="decided_by.email", read_only=True, default=None, allow_null=True)
    in_words = serializers.CharField(read_only=True)

    class Meta:
        model = CategoryChange
        fields = ("was", "was_sure", "now", "how", "state", "by", "at", "decided_by", "decided_at", "in_words")
        read_only_fields = fields


def _file_of(envelope: Envelope, what: str) -> str:
    return f"/api/v1/envelopes/{envelope.pk}/{what}/"


class EnvelopeSerializer(serializers.ModelSerializer[Envelope]):
    """An envelope with its people and the hash of the document as it may be read."""

    recipients = RecipientSerializer(many=True, read_only=True)
    category_changes = CategoryChangeSerializer(many=True, read_only=True)
    sent_by = serializers.CharField(source="sent_by.email", read_only=True, default=None, allow_null=True)
    sha256 = serializers.CharField(
        source="version_to_read.sha256",
        read_only=True,
        default=None,
        allow_null=True,
        help_text=_(
            "The SHA-256 of the document as it may be read: as it was prepared until it is sealed, then of the sealed file. "
            "Whoever signs before that was shown the former."
        ),
    )
    sealed_document = serializers.SerializerMethodField(
        help_text=_(
            "Where the signed and sealed document is fetched; null until it is sealed, and once it was disposed of."
        )
    )
    certificate = serializers.SerializerMethodField(
        help_text=_(
            "Where its certificate of completion is fetched; null until it is sealed, and once it was disposed of."
        )
    )
    certificate_sha256 = serializers.CharField(
        source="certificate_version.sha256", read_only=True, default=None, allow_null=True
    )
    disposed_at = serializers.DateTimeField(
        read_only=True,
        allow_null=True,
        help_text=_("When its papers were disposed of, after their time; null while they are there."),
    )
    waiting_because = serializers.SerializerMethodField(
        help_text=_("Why a document that everybody has signed has no seal yet; empty when it does not wait.")
    )

    class Meta:
        model = Envelope
        fields = (
            "id",
            "contract",
            "title",
            "category",
            "category_confidence",
            "category_reason",
            "category_asked",
            "category_changes",
            "amount",
            "currency",
            "state",
            "sent_by",
            "sent_at",
            "expires_at",
            "remind_after",
            "remind_every",
            "completed_at",
            "sealed_at",
            "level_wanted",
            "level_reached",
            "waiting_because",
            "sha256",
            "sealed_document",
            "certificate",
            "certificate_sha256",
            "kept_until",
            "disposed_at",
            "reason",
            "created_at",
            "recipients",
        )
        read_only_fields = fields

    def get_sealed_document(self, envelope: Envelope) -> str | None:
        """Where the finished document is fetched."""
        there = envelope.state == EnvelopeState.SEALED and envelope.disposed_at is None
        return _file_of(envelope, "document") if there else None

    def get_certificate(self, envelope: Envelope) -> str | None:
        """Where its certificate of completion is fetched."""
        there = envelope.certificate_version_id and envelope.disposed_at is None
        return _file_of(envelope, "certificate") if there else None

    def get_waiting_because(self, envelope: Envelope) -> str:
        """Why its seal waits."""
        return why_unsealed(envelope)


class PersonAsked(Body):
    """Who is asked. The address of one of our own people makes it their place, to be signed inside."""

    name = serializers.CharField(max_length=120)
    email = serializers.EmailField()
    title = serializers.CharField(max_length=120, required=False, default="", allow_blank=True)
    proof = serializers.CharField(
        max_length=20,
        required=False,
        help_text=_("How somebody without an account proves who they are: email, text, or a way of this installation."),
    )
    phone = serializers.CharField(
        max_length=30,
        required=False,
        allow_blank=True,
        help_text=_("For a code by text message: the number with its country, such as +4930123456."),
    )


class ColleagueAsked(Body):
    """A colleague, by the address of their account, and why."""

    colleague = serializers.EmailField()
    reason = serializers.CharField(max_length=500)


class HandoverAnswer(Body):
    """Whether the sender agrees."""

    agreed = serializers.BooleanField()


class PutOff(Body):
    """Whether the document comes later, or is taken up again."""

    later = serializers.BooleanField(required=False, default=True)


class TimeGiven(Body):
    """How long there is for signing, and how often people are reminded (days; 0: not)."""

    sign_by = serializers.DateField(
        required=False, allow_null=True, help_text=_("Only with another last day; what is left out stays as it is.")
    )
    remind_after = serializers.IntegerField(required=False, min_value=0, max_value=90)
    remind_every = serializers.IntegerField(required=False, min_value=0, max_value=90)


class CategorySaid(Body):
    """What kind of document it is, by the name of a category."""

    category = serializers.CharField(max_length=60)


class CategoryAnswer(Body):
    """Whether it is what a signer says."""

    agreed = serializers.BooleanField()


class EnvelopeViewSet(WithFiles, WithPlaces):
    """The envelopes that the caller sees."""

    scope = "signing"
    serializer_class = EnvelopeSerializer
    queryset = Envelope.objects.none()
    filterset_fields: ClassVar[Any] = {
        "state": ["exact", "in"],
        "contract": ["exact"],
        "category": ["exact"],
        "sent_at": ["gte", "lte"],
        "expires_at": ["gte", "lte"],
        "created_at": ["gte", "lte"],
    }
    ordering_fields = ("created_at", "sent_at", "expires_at", "title")

    def get_queryset(self) -> QuerySet[Envelope]:
        seen = Envelope.objects.filter(pk__in=Envelope.objects.visible_to(self.request.user).values("pk"))
        found: QuerySet[Envelope] = (
            seen.select_related("sent_by", "current_version__derived_from", "certificate_version")
            .prefetch_related(
                "recipients__handovers",
                "recipients__sittings__host",
                "recipients__envelope",
                "category_changes__by",
                "category_changes__decided_by",
                "recipients__delegation__profile__user",
            )
            .order_by("-created_at", "pk")
        )
        return found

    def _answer(self, envelope: Envelope, code: int = 200) -> Response:
        return Response(EnvelopeSerializer(self.get_queryset().get(pk=envelope.pk)).data, status=code)

    @extend_schema(request=DocumentBrought, responses={201: EnvelopeSerializer})
    def create(self, request: Request) -> Response:
        """Bring a document of your own (multipart), without a contract: a draft round for these people. Nothing is sent by this."""
        form = DocumentBrought(data=request.data)
        form.is_valid(raise_exception=True)
        said = dict(form.validated_data)
        file = said.pop("file")
        facts = {**said, "data": file.read(), "filename": file.name}
        return self._answer(bring_document(by=request.user, at=request.at, **facts), 201)

    @takes_nothing(responses=EnvelopeSerializer)
    @action(detail=True, methods=["post"])
    def send(self, request: Request, pk: str) -> Response:
        """Send it to its signers. A contract's envelope leaves with its contract, so that both move on together."""
        envelope = self.get_object()
        if envelope.contract_id:
            raise Conflict(
                _("This document belongs to a contract. Send the contract instead."), code="send_the_contract"
            )
        return self._answer(actions.send_envelope(envelope, by=request.user, at=request.at))

    @extend_schema(request=Reason, responses=EnvelopeSerializer)
    @action(detail=True, methods=["post"])
    def void(self, request: Request, pk: str) -> Response:
        """Take it back; links stop working."""
        form = Reason(data=request.data)
        form.is_valid(raise_exception=True)
        envelope = actions.void(self.get_object(), by=request.user, at=request.at, **form.validated_data)
        return self._answer(envelope)

    @extend_schema(request=TimeGiven, responses=EnvelopeSerializer)
    @action(detail=True, methods=["post"])
    def time(self, request: Request, pk: str) -> Response:
        """Say until which day it can be signed, and how often its signers are reminded; what is left out stays as it is."""
        envelope, form = self.get_object(), TimeGiven(data=request.data)
        form.is_valid(raise_exception=True)
        kept = {
            "sign_by": envelope.expires_at.date() if envelope.expires_at else None,
            "remind_after": envelope.remind_after,
            "remind_every": envelope.remind_every,
        }
        wanted = {**kept, **form.validated_data}
        return self._answer(actions.set_time(envelope, by=request.user, at=request.at, **wanted))

    @extend_schema(request=PeopleTakingPart, responses=EnvelopeSerializer)
    @action(detail=True, methods=["post"])
    def people(self, request: Request, pk: str) -> Response:
        """Say who takes part before it is sent, in place of those who stand there: who signs, approves, reads or gets a copy."""
        envelope, form = self.get_object(), PeopleTakingPart(data=request.data)
        form.is_valid(raise_exception=True)
        people, anew = form.as_places(), form.validated_data["places_anew"]
        actions.set_people(envelope, by=request.user, at=request.at, people=people, places_anew=anew)
        return self._answer(envelope)

    @extend_schema(request=CategorySaid, responses=EnvelopeSerializer)
    @action(detail=True, methods=["post"], url_path="correct-category")
    def correct_category(self, request: Request, pk: str) -> Response:
        """Say what kind of document it is; marks that were placed are chosen anew.

        Where it is certain already, what somebody says who signs it or does not send documents only waits, as `category_asked`.
        """
        envelope, form = self.get_object(), CategorySaid(data=request.data)
        form.is_valid(raise_exception=True)
        category = form.validated_data["category"]
        if category not in known_categories():
            raise Invalid(_("There is no such category."), field="category")
        return self._answer(actions.correct_category(envelope, by=request.user, at=request.at, category=category))

    @extend_schema(request=CategoryAnswer, responses=EnvelopeSerializer)
    @action(detail=True, methods=["post"], url_path="answer-category")
    def answer_category(self, request: Request, pk: str) -> Response:
        """Agree that it is what a signer says (`category_asked`), or not; who said so takes it back by `agreed` false."""
        envelope, form = self.get_object(), CategoryAnswer(data=request.data)
        form.is_valid(raise_exception=True)
        if not policies.can_send(envelope, request.user):
            require(policies.can_say_category, envelope, request.user)
        change = envelope.category_changes.filter(state=ChangeState.ASKED).first()
        if change is None:
            raise Conflict(_("Nobody has named another category."))
        answer = actions.agree_to_category if form.validated_data["agreed"] else actions.refuse_category
        return self._answer(answer(change, by=request.user, at=request.at))


class RecipientViewSet(Reading):
    """The people in the envelopes that the caller sees."""

    scope = "signing"
    serializer_class = RecipientSerializer
    queryset = Recipient.objects.none()
    filterset_fields: ClassVar[Any] = {
        "envelope": ["exact"],
        "state": ["exact", "in"],
        "role": ["exact"],
        "email": ["iexact"],
    }
    ordering_fields = ("order", "name", "invited_at", "decided_at")

    def get_queryset(self) -> QuerySet[Recipient]:
        visible = Envelope.objects.visible_to(self.request.user).values("pk")
        found: QuerySet[Recipient] = (
            Recipient.objects.filter(envelope__in=visible)
            .select_related("envelope", "delegation__profile__user")
            .prefetch_related("handovers", "sittings__host")
            .order_by("envelope", "order", "pk")
        )
        return found

    @takes_nothing(responses=RecipientSerializer)
    @action(detail=True, methods=["post"], url_path="ask-again")
    def ask_again(self, request: Request, pk: str) -> Response:
        """Write to this person again; a former link stops working."""
        found = actions.ask_again(self.get_object(), by=request.user, at=request.at)
        return Response(RecipientSerializer(found).data)

    @takes_nothing(responses=RecipientSerializer)
    @action(detail=True, methods=["post"])
    def remind(self, request: Request, pk: str) -> Response:
        """Remind this person now; their link stays the same."""
        found = actions.remind(self.get_object(), by=request.user, at=request.at)
        return Response(RecipientSerializer(found).data)

    @extend_schema(request=PutOff, responses=RecipientSerializer)
    @action(detail=True, methods=["post"], url_path="set-aside")
    def set_aside(self, request: Request, pk: str) -> Response:
        """Put one's own place off, so that it comes after all others; with `later` false it is taken up again. It signs nothing."""
        form = PutOff(data=request.data)
        form.is_valid(raise_exception=True)
        found = actions.set_aside(self.get_object(), by=request.user, at=request.at, **form.validated_data)
        return Response(RecipientSerializer(found).data)

    @extend_schema(request=ColleagueAsked, responses=RecipientSerializer)
    @action(detail=True, methods=["post"])
    def delegate(self, request: Request, pk: str) -> Response:
        """Hand one's own place to a colleague whose mark covers the document; it signs nothing."""
        place, form = self.get_object(), ColleagueAsked(data=request.data)
        form.is_valid(raise_exception=True)
        require(policies.can_pass_on, place, request.user)
        wanted = form.validated_data["colleague"].casefold()
        colleague = next((one for one in actions.colleagues_for(place) if one.email.casefold() == wanted), None)
        if colleague is None:
            raise Invalid(_("Choose a colleague who may sign."), field="colleague")
        reason = form.validated_data["reason"]
        found = actions.delegate(place, by=request.user, at=request.at, colleague=colleague, reason=reason)
        return Response(RecipientSerializer(found).data)

    @takes_nothing(responses=RecipientSerializer)
    @action(detail=True, methods=["post"], url_path="take-back")
    def take_back(self, request: Request, pk: str) -> Response:
        """Sign oneself after all what passed to a colleague in one's absence and is not signed yet."""
        found = actions.take_place_back(self.get_object(), by=request.user, at=request.at)
        return Response(RecipientSerializer(found).data)

    @extend_schema(request=HandoverAnswer, responses=RecipientSerializer)
    @action(detail=True, methods=["post"], url_path="answer-handover")
    def answer_handover(self, request: Request, pk: str) -> Response:
        """Agree that somebody else signs, whom the signer named, or leave the place as it is."""
        place, form = self.get_object(), HandoverAnswer(data=request.data)
        form.is_valid(raise_exception=True)
        require(policies.can_send, place.envelope, request.user)
        wish = place.handovers.filter(state=HandoverState.ASKED).first()
        if wish is None:
            raise Conflict(_("Nobody was named to sign instead."), code="no_wish")
        answer = actions.agree_to_handover if form.validated_data["agreed"] else actions.refuse_handover
        return Response(RecipientSerializer(answer(wish, by=request.user, at=request.at)).data)

    @extend_schema(request=PersonAsked, responses=RecipientSerializer)
    @action(detail=True, methods=["post"])
    def change(self, request: Request, pk: str) -> Response:
        """Correct who is asked, until they have signed; a former link stops working."""
        form = PersonAsked(data=request.data)
        form.is_valid(raise_exception=True)
        place = self.get_object()
        require(policies.can_send, place.envelope, request.user)
        found = actions.change_recipient(place, by=request.user, at=request.at, **form.validated_data)
        return Response(RecipientSerializer(found).data)


def register(router: BaseRouter) -> None:
    """Put the endpoints of signing under /api/v1/."""
    router.register("envelopes", EnvelopeViewSet, basename="envelope")
    router.register("delegations", DelegationViewSet, basename="delegation")
    router.register("bulk-sendings", BulkViewSet, basename="bulk-sending")
    router.register("said-categories", SayingViewSet, basename="said-category")
    router.register("layouts", LayoutViewSet, basename="layout")
    router.register("recipients", RecipientViewSet, basename="recipient")
