"""Contracts for programs: everything that people do with them on pages, their terms, and what they ask for once they are signed."""

from collections.abc import Callable
from tempfile import TemporaryFile
from typing import Any, ClassVar

from django.db.models import Prefetch, QuerySet
from django.http import FileResponse
from django.utils.translation import gettext as _
from django_filters import BooleanFilter, CharFilter, UUIDFilter
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import BaseRouter

from contracts import actions, policies
from contracts.amending import amendment_of, amendments_of
from contracts.api_rounds import KeptRoundViewSet
from contracts.library import answers_of, risks_of, standings_of
from contracts.models import (
    Contract,
    ContractClause,
    Ending,
    Obligation,
    SecondReading,
    StandardClause,
    Term,
    TermState,
)
from contracts.remote_shapes import SecondReadingSerializer
from contracts.shapes import (
    AbsentSerializer,
    AnswerSerializer,
    ChoiceSerializer,
    ClauseStandingSerializer,
    ContractClauseSerializer,
    ContractCorrectionSerializer,
    ContractSerializer,
    ConversionSerializer,
    DisposalSerializer,
    DraftedSerializer,
    DraftUploadSerializer,
    EarlyEndSerializer,
    EndingPaperSerializer,
    FileSerializer,
    NoticeGivenSerializer,
    ObligationSayingSerializer,
    ObligationSerializer,
    QuestionSerializer,
    StandardClauseSerializer,
    StatementSerializer,
    TermCorrectionSerializer,
    TermSerializer,
)
from contracts.shapes_amendments import AmendmentSerializer, AmendsSerializer
from contracts.summary import summary_of
from documents.models import Origin
from flowmono.common.api import Reading
from flowmono.common.bodies import takes_nothing
from flowmono.common.lists import RelatedByKey
from flowmono.common.shapes import Reason, Verdict


class ContractViewSet(Reading):
    """The contracts that the caller sees; what is not theirs does not exist for them."""

    scope = "contracts"
    serializer_class = ContractSerializer
    queryset = Contract.objects.none()
    filterset_fields: ClassVar[Any] = {
        "state": ["exact", "in"],
        "category": ["exact"],
        "number": ["exact"],
        "title": ["icontains"],
        "vendor": ["exact"],
        "department": ["exact"],
        "currency": ["exact"],
        "total": ["gte", "lte"],
        "orderable": ["exact"],
        "ends_on": ["gte", "lte"],
        "signed_at": ["gte", "lte"],
        "kept_until": ["gte", "lte"],
        "created_at": ["gte", "lte"],
    }
    ordering_fields = ("created_at", "number", "title", "total", "ends_on", "signed_at")
    worth_in: ClassVar[Any] = {"total": "currency"}

    def get_queryset(self) -> QuerySet[Contract]:
        found: QuerySet[Contract] = Contract.objects.visible_to(self.request.user)
        return (
            found.select_related("vendor", "requester")
            .prefetch_related("holds", Prefetch("endings", Ending.objects.select_related("paper")))
            .order_by("-created_at", "pk")
        )

    def _values(self, request: Request, shape: type[serializers.Serializer[Any]], **options: Any) -> dict[str, Any]:
        form = shape(data=request.data, context={"request": request}, **options)
        form.is_valid(raise_exception=True)
        return dict(form.validated_data)

    def _answer(self, contract: Contract, code: int = status.HTTP_200_OK) -> Response:
        return Response(ContractSerializer(self.get_queryset().get(pk=contract.pk)).data, status=code)

    def _drafted(self, contract: Contract, code: int = status.HTTP_200_OK) -> Response:
        fresh = self.get_queryset().get(pk=contract.pk)
        fresh.same_file_as = Contract.objects.visible_to(self.request.user).of_same_draft(fresh)
        return Response(DraftedSerializer(fresh).data, status=code)

    def _because(self, request: Request, act: Callable[..., Any]) -> Response:
        """Do what needs a reason, and answer with the contract as it then is."""
        contract = self.get_object()
        act(contract, by=request.user, at=request.at, **self._values(request, Reason))
        return self._answer(contract)

    def _dispose(self, act: Callable[..., Any], **values: Any) -> Response:
        """Do it, and answer with the disposal as it then is."""
        done = act(self.get_object(), by=self.request.user, at=self.request.at, **values)  # type: ignore[attr-defined]
        return Response(DisposalSerializer(done).data)

    @extend_schema(request=DraftUploadSerializer, responses={201: DraftedSerializer})
    def create(self, request: Request) -> Response:
        """Start a contract from a Word draft (multipart: file, title, department, vendor, signer, signer_email)."""
        values = self._values(request, DraftUploadSerializer)
        upload = values.pop("file")
        contract = actions.upload_draft(
            by=request.user,
            at=request.at,
            data=upload.read(),
            filename=upload.name,
            **values,
        )
        return self._drafted(contract, status.HTTP_201_CREATED)

    @extend_schema(request=FileSerializer, responses=DraftedSerializer)
    @action(detail=True, methods=["post"], url_path="replace-draft")
    def replace_draft(self, request: Request, pk: str) -> Response:
        """Put another file in the place of the draft (multipart: file); it is converted and read anew."""
        contract = self.get_object()
        upload = self._values(request, FileSerializer)["file"]
        facts = {"data": upload.read(), "filename": upload.name}
        return self._drafted(actions.replace_draft(contract, by=request.user, at=request.at, **facts))

    @extend_schema(request=ContractCorrectionSerializer, responses=ContractSerializer)
    @action(detail=True, methods=["post"])
    def correct(self, request: Request, pk: str) -> Response:
        """Correct what was read about the contract as a whole."""
        values = self._values(request, ContractCorrectionSerializer, partial=True)
        return self._answer(actions.correct_contract(self.get_object(), by=request.user, at=request.at, values=values))

    @extend_schema(request=ChoiceSerializer, responses=ContractSerializer)
    @action(detail=True, methods=["post"], url_path="choose-changes")
    def choose_changes(self, request: Request, pk: str) -> Response:
        """Accept or reject all open changes of the draft."""
        values = self._values(request, ChoiceSerializer)
        return self._answer(actions.choose_changes(self.get_object(), by=request.user, at=request.at, **values))

    @extend_schema(responses=ConversionSerializer, filters=False)
    @action(detail=True, filterset_fields={})
    def conversion(self, request: Request, pk: str) -> Response:
        """The certificate of the newest conversion: words, fonts, what is not drawn, open changes, who accepted it."""
        version = self.get_object().document.newest(Origin.CONVERTED)
        if version is None:
            raise NotFound(_("There is no PDF yet."))
        return Response(ConversionSerializer(version).data)

    @takes_nothing(responses=ConversionSerializer)
    @action(detail=True, methods=["post"], url_path="accept-rendering")
    def accept_rendering(self, request: Request, pk: str) -> Response:
        """Say that the PDF shows what the draft says."""
        contract = actions.accept_rendering(self.get_object(), by=request.user, at=request.at)
        return Response(ConversionSerializer(contract.document.newest(Origin.CONVERTED)).data)

    @takes_nothing(responses=ContractSerializer)
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, pk: str) -> Response:
        """Stand behind all terms."""
        return self._answer(actions.confirm_terms(self.get_object(), by=request.user, at=request.at))

    @takes_nothing(responses=TermSerializer(many=True))
    @action(detail=True, methods=["post"], url_path="confirm-certain", pagination_class=None)
    def confirm_certain(self, request: Request, pk: str) -> Response:
        """Stand behind every value of which the reader was certain; the answer is what is still to be looked at one by one."""
        contract = self.get_object()
        actions.confirm_certain(contract, by=request.user, at=request.at)
        return Response(TermSerializer(contract.terms.unverified().select_related("verified_by"), many=True).data)

    @extend_schema(request=AbsentSerializer, responses={201: TermSerializer})
    @action(detail=True, methods=["post"], url_path="say-absent")
    def say_absent(self, request: Request, pk: str) -> Response:
        """Say that the contract does not say it: of a fact that the reader did not find either."""
        contract = self.get_object()
        term = actions.say_absent(contract, by=request.user, at=request.at, **self._values(request, AbsentSerializer))
        return Response(TermSerializer(term).data, status=status.HTTP_201_CREATED)

    @takes_nothing(responses=ContractSerializer)
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, pk: str) -> Response:
        """Put it before its approvers."""
        return self._answer(actions.submit(self.get_object(), by=request.user, at=request.at))

    @extend_schema(request=Verdict, responses=ContractSerializer)
    @action(detail=True, methods=["post"])
    def decide(self, request: Request, pk: str) -> Response:
        """Approve, or reject with a reason."""
        values = self._values(request, Verdict)
        return self._answer(actions.decide(self.get_object(), by=request.user, at=request.at, **values))

    @takes_nothing(responses=ContractSerializer)
    @action(detail=True, methods=["post"])
    def send(self, request: Request, pk: str) -> Response:
        """Send it to its signers."""
        return self._answer(actions.send_for_signature(self.get_object(), by=request.user, at=request.at))

    @extend_schema(request=Reason, responses=ContractSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        """Take it back from its approvers, to correct it. What is out for signature is taken back by its envelope's void."""
        return self._because(request, actions.withdraw)

    @extend_schema(request=Reason, responses=ContractSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str) -> Response:
        """Give it up before it is signed; it stays on record with the reason."""
        return self._because(request, actions.cancel)

    @takes_nothing(responses=ContractSerializer)
    @action(detail=True, methods=["post"], url_path="prepare-again")
    def prepare_again(self, request: Request, pk: str) -> Response:
        """Try the step of its sequence that did not work once more, and go on from there."""
        return self._answer(actions.prepare_again(self.get_object(), by=request.user, at=request.at))

    @extend_schema(request=Reason, responses=ContractSerializer)
    @action(detail=True, methods=["post"], url_path="leave-out-preparation")
    def leave_out_preparation(self, request: Request, pk: str) -> Response:
        """Go on with the document as it stands, without the steps of the sequence that are missing."""
        return self._because(request, actions.leave_out_preparation)

    @extend_schema(request=EarlyEndSerializer, responses=ContractSerializer)
    @action(detail=True, methods=["post"], url_path="end-early")
    def end_early(self, request: Request, pk: str) -> Response:
        """Note that it ends before its own end; noted again while its day is not over, it is corrected. As multipart, `file` is its paper."""
        contract, values = self.get_object(), self._values(request, EarlyEndSerializer)
        file = values.pop("file", None)
        paper = (file.name, file.read()) if file else None
        actions.end_early(contract, by=request.user, at=request.at, paper=paper, **values)
        return self._answer(contract)

    @extend_schema(request=EndingPaperSerializer, responses=ContractSerializer)
    @action(detail=True, methods=["post"], url_path="ending-paper")
    def ending_paper(self, request: Request, pk: str) -> Response:
        """Bring the paper of an early end after it was noted (multipart: file); another one takes the place of the one before."""
        contract, file = self.get_object(), self._values(request, EndingPaperSerializer)["file"]
        actions.bring_ending_paper(contract, by=request.user, at=request.at, paper=(file.name, file.read()))
        return self._answer(contract)

    @extend_schema(request=Reason, responses=ContractSerializer)
    @action(detail=True, methods=["post"], url_path="take-ending-back")
    def take_ending_back(self, request: Request, pk: str) -> Response:
        """Take its early end back while its day is not over: the contract goes on as it says itself."""
        return self._because(request, actions.take_ending_back)

    @extend_schema(request=Reason, responses=ContractSerializer)
    @action(detail=True, methods=["post"])
    def hold(self, request: Request, pk: str) -> Response:
        """Hold its papers, whatever its sequence says about keeping them."""
        return self._because(request, actions.place_hold)

    @extend_schema(request=Reason, responses=ContractSerializer)
    @action(detail=True, methods=["post"], url_path="lift-hold")
    def lift_hold(self, request: Request, pk: str) -> Response:
        """Lift the hold; whoever placed it lets somebody else do it."""
        return self._because(request, actions.lift_hold)

    @extend_schema(request=Reason, responses=DisposalSerializer)
    @action(detail=True, methods=["post"], url_path="ask-disposal")
    def ask_disposal(self, request: Request, pk: str) -> Response:
        """Ask that its papers be disposed of, when their time is over and nothing keeps them; another person decides."""
        return self._dispose(actions.ask_disposal, **self._values(request, Reason))

    @takes_nothing(responses=DisposalSerializer)
    @action(detail=True, methods=["post"], url_path="dispose")
    def dispose(self, request: Request, pk: str) -> Response:
        """Dispose of its papers for good, as another person asked; the answer is the certificate."""
        return self._dispose(actions.dispose_of_papers)

    @extend_schema(request=Reason, responses=DisposalSerializer)
    @action(detail=True, methods=["post"], url_path="keep-papers")
    def keep_papers(self, request: Request, pk: str) -> Response:
        """Turn the wish to dispose of its papers down, or take one's own back."""
        return self._dispose(actions.keep_papers, **self._values(request, Reason))

    @takes_nothing(
        responses={(200, "application/zip"): OpenApiResponse(description="The archive.", response=bytes)},
    )
    @action(detail=True, methods=["post"])
    def export(self, request: Request, pk: str) -> FileResponse:
        """The whole case as one archive that can be checked without the server; who took it is written in the ledger."""
        contract = self.get_object()
        archive = TemporaryFile()  # noqa: SIM115 - the response closes it when it is sent
        actions.export_case(contract, by=request.user, at=request.at, out=archive)
        archive.seek(0)
        return FileResponse(
            archive, as_attachment=True, filename=f"{contract.number}.zip", content_type="application/zip"
        )

    @extend_schema(responses=TermSerializer(many=True), filters=False)
    @action(detail=True, pagination_class=None, filterset_fields={})
    def terms(self, request: Request, pk: str) -> Response:
        """Every term that stands, in the contract's order."""
        found = self.get_object().terms.live().select_related("verified_by")
        return Response(TermSerializer(found, many=True).data)

    @takes_nothing(responses={202: SecondReadingSerializer})
    @action(detail=True, methods=["post"], url_path="ask-second-reading")
    def ask_second_reading(self, request: Request, pk: str) -> Response:
        """Ask the remote reader, where it is on and the category allows it; the answer is among the second readings when it is there."""
        asked = actions.ask_second_reading(self.get_object(), by=request.user, at=request.at)
        return Response(SecondReadingSerializer(asked).data, status=status.HTTP_202_ACCEPTED)

    @extend_schema(responses=ClauseStandingSerializer(many=True), filters=False)
    @action(detail=True, pagination_class=None, filterset_fields={})
    def clauses(self, request: Request, pk: str) -> Response:
        """Each kind of clause that the contract or the clause library has: what it says, the nearest of our texts, the risk."""
        rows = standings_of(self.get_object()).rows
        return Response(ClauseStandingSerializer(rows, many=True).data)

    @extend_schema(
        parameters=[OpenApiParameter("question", str, required=True, description="In your own words, in English.")],
        responses=AnswerSerializer(many=True),
        filters=False,
    )
    @action(detail=True, pagination_class=None, filterset_fields={}, filter_backends=())
    def ask(self, request: Request, pk: str) -> Response:
        """What the contract says about a question: passages of its text, the one that says most first; none when it has no word of it."""
        contract = self.get_object()
        form = QuestionSerializer(data=request.query_params)
        form.is_valid(raise_exception=True)
        found = answers_of(contract, form.validated_data["question"])
        return Response(AnswerSerializer(found, many=True).data)

    @extend_schema(responses=StatementSerializer(many=True), filters=False)
    @action(detail=True, pagination_class=None, filterset_fields={})
    def summary(self, request: Request, pk: str) -> Response:
        """The contract in short: sentences about what was read, each with the places that it rests on; nothing without one."""
        contract = self.get_object()
        kept = list(contract.terms.exclude(state=TermState.DROPPED).select_related("verified_by"))
        standings = risks_of(contract)
        found = summary_of(
            contract,
            [term for term in kept if term.state != TermState.ABSENT],
            [term for term in kept if term.state == TermState.ABSENT],
            standings.rows if standings else (),
        )
        return Response(StatementSerializer(found, many=True).data)

    @extend_schema(responses=AmendmentSerializer, filters=False)
    @action(detail=True, filterset_fields={})
    def amendment(self, request: Request, pk: str) -> Response:
        """What it changes against the agreement that it amends, field by field, each value with its sentence before and after."""
        contract = self.get_object()
        seen = Contract.objects.visible_to(request.user).filter(pk=contract.amends_id)
        found = amendment_of(contract) if contract.amends_id and seen.exists() else None
        if found is None:
            raise NotFound(_("It amends no agreement that you may see."))
        return Response(AmendmentSerializer(found).data)

    @extend_schema(responses=AmendmentSerializer(many=True), filters=False)
    @action(detail=True, pagination_class=None, filterset_fields={})
    def amendments(self, request: Request, pk: str) -> Response:
        """By what it was amended: those that bind in the order of their signature, then those in the making."""
        found = amendments_of(self.get_object(), request.user)
        return Response(AmendmentSerializer(found, many=True).data)

    @extend_schema(request=AmendsSerializer, responses=ContractSerializer)
    @action(detail=True, methods=["post"], url_path="say-amends")
    def say_amends(self, request: Request, pk: str) -> Response:
        """Say which signed agreement it changes, or with null that it changes none; until it is submitted."""
        contract = self.get_object()
        values = self._values(request, AmendsSerializer)
        return self._answer(actions.say_amends(contract, by=request.user, at=request.at, **values))


class ContractClauseViewSet(Reading):
    """The clauses of the contracts that the caller sees, those of earlier drafts too."""

    scope = "contracts"
    serializer_class = ContractClauseSerializer
    queryset = ContractClause.objects.none()
    filterset_fields: ClassVar[Any] = {
        "contract": ["exact"],
        "version": ["exact"],
        "kind": ["exact"],
        "state": ["exact", "in"],
        "confidence": ["gte", "lte"],
    }
    ordering_fields = ("position", "confidence", "kind")

    def get_queryset(self) -> QuerySet[ContractClause]:
        found: QuerySet[ContractClause] = ContractClause.objects.visible_to(self.request.user)
        return found.select_related("judged_by").order_by("contract", "position", "pk")

    @takes_nothing(responses=ContractClauseSerializer)
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, pk: str) -> Response:
        """Say that it is a clause of its kind."""
        return self._judged(actions.confirm_clause(self.get_object(), by=request.user, at=request.at))

    @takes_nothing(responses=ContractClauseSerializer)
    @action(detail=True, methods=["post"])
    def reject(self, request: Request, pk: str) -> Response:
        """Say that it is no clause of its kind; it stays on record and counts no more."""
        return self._judged(actions.reject_clause(self.get_object(), by=request.user, at=request.at))

    def _judged(self, clause: ContractClause) -> Response:
        return Response(ContractClauseSerializer(self.get_queryset().get(pk=clause.pk)).data)


class SecondReadingViewSet(Reading):
    """What was sent to the remote reader about contracts that the caller sees, and what came of it."""

    scope = "contracts"
    serializer_class = SecondReadingSerializer
    queryset = SecondReading.objects.none()
    filterset_fields: ClassVar[Any] = {
        "contract": ["exact"],
        "state": ["exact", "in"],
        "outcome": ["exact"],
        "category": ["exact"],
        "asked_at": ["gte", "lte"],
    }
    ordering_fields = ("asked_at", "characters", "cost")

    def get_queryset(self) -> QuerySet[SecondReading]:
        found: QuerySet[SecondReading] = SecondReading.objects.visible_to(self.request.user)
        return found.select_related("asked_by").order_by("-asked_at", "pk")


class StandardClauseViewSet(Reading):
    """The clause library: the company's own texts, kind by kind. Administrators change it."""

    scope = "contracts"
    serializer_class = StandardClauseSerializer
    queryset = StandardClause.objects.none()
    filterset_fields: ClassVar[Any] = {"kind": ["exact"], "category": ["exact"], "active": ["exact"]}
    ordering_fields = ("kind", "position", "name")

    def get_queryset(self) -> QuerySet[StandardClause]:
        by = self.request.user
        texts = StandardClause.objects.all() if policies.can_see_library(by) else StandardClause.objects.none()
        return texts.select_related("category").order_by("kind", "position", "name", "pk")


class TermViewSet(Reading):
    """The terms of the contracts that the caller sees."""

    scope = "contracts"
    serializer_class = TermSerializer
    queryset = Term.objects.none()
    filterset_fields: ClassVar[Any] = {
        "contract": ["exact"],
        "field": ["exact"],
        "item_kind": ["exact"],
        "state": ["exact", "in"],
        "due_on": ["gte", "lte"],
    }
    ordering_fields = ("position", "due_on", "amount", "confidence")
    worth_in: ClassVar[Any] = {"amount": "currency"}

    def get_queryset(self) -> QuerySet[Term]:
        found: QuerySet[Term] = Term.objects.visible_to(self.request.user)
        return found.select_related("verified_by").order_by("contract", "position", "pk")

    @extend_schema(request=TermCorrectionSerializer, responses=TermSerializer)
    @action(detail=True, methods=["post"])
    def correct(self, request: Request, pk: str) -> Response:
        """Put other values in the place of what was read. What the contract itself keeps, such as its total, is corrected there."""
        form = TermCorrectionSerializer(data=request.data, partial=True)
        form.is_valid(raise_exception=True)
        term = actions.correct_term(self.get_object(), by=request.user, at=request.at, values=form.validated_data)
        return Response(TermSerializer(term).data)

    @takes_nothing(responses=TermSerializer)
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, pk: str) -> Response:
        """Stand behind this value as it was read."""
        return Response(TermSerializer(actions.confirm_term(self.get_object(), by=request.user, at=request.at)).data)

    @takes_nothing(responses=TermSerializer)
    @action(detail=True, methods=["post"])
    def drop(self, request: Request, pk: str) -> Response:
        """Say that it is no term of its contract; of what a contract says once, such as its end, that it does not say it ("absent")."""
        return Response(TermSerializer(actions.drop_term(self.get_object(), by=request.user, at=request.at)).data)


class ObligationFilters(RelatedByKey):
    """By contract, department, side, owner, day, whether it was verified, and how far it is."""

    contract = UUIDFilter(field_name="record__contract")
    department = CharFilter(field_name="record__contract__department")
    owner = CharFilter(field_name="owner__email", lookup_expr="iexact")
    is_open = BooleanFilter(field_name="done_at", lookup_expr="isnull")
    is_verified = BooleanFilter(field_name="verified_at", lookup_expr="isnull", exclude=True)
    has_owner = BooleanFilter(field_name="owner", lookup_expr="isnull", exclude=True)

    class Meta:
        model = Obligation
        fields: ClassVar[Any] = {
            "kind": ["exact", "in"],
            "document_kind": ["exact"],
            "side": ["exact"],
            "state": ["exact", "in"],
            "due_on": ["gte", "lte", "isnull"],
            "done_at": ["gte", "lte"],
        }


class ObligationViewSet(Reading):
    """What the signed contracts that the caller sees ask for: notice, papers, deliveries, instalments, duties, the end of the term.

    `due_on` is null where the contract gives no day that can be counted; `due_basis` says how a day was found.
    """

    scope = "contracts"
    serializer_class = ObligationSerializer
    queryset = Obligation.objects.none()
    filterset_class = ObligationFilters
    ordering_fields = ("due_on", "done_at", "created_at", "kind")

    def get_queryset(self) -> QuerySet[Obligation]:
        found: QuerySet[Obligation] = Obligation.objects.visible_to(self.request.user)
        beside = ("record", "term", "owner", "verified_by", "done_by")
        return found.select_related(*beside).order_by("due_on", "created_at", "pk")

    @extend_schema(request=NoticeGivenSerializer, responses=ObligationSerializer)
    @action(detail=True, methods=["post"])
    def settle(self, request: Request, pk: str) -> Response:
        """Mark it as done: it is met, or was decided about; it is watched no longer. What is delivered or paid is done by itself."""
        form = NoticeGivenSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        return self._said(
            actions.settle_obligation(self.get_object(), by=request.user, at=request.at, **form.validated_data)
        )

    @extend_schema(request=Reason, responses=ObligationSerializer)
    @action(detail=True, methods=["post"], url_path="set-aside")
    def set_aside(self, request: Request, pk: str) -> Response:
        """Mark it as not applicable, and say why."""
        return self._because(request, actions.set_aside_obligation)

    @extend_schema(request=Reason, responses=ObligationSerializer)
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, pk: str) -> Response:
        """Take back that it is done or does not apply, and say why."""
        return self._because(request, actions.reopen_obligation)

    @takes_nothing(responses=ObligationSerializer)
    @action(detail=True, methods=["post"])
    def verify(self, request: Request, pk: str) -> Response:
        """Stand behind it as it is: what it asks for, of whom, and its day."""
        return self._said(actions.verify_obligation(self.get_object(), by=request.user, at=request.at))

    @extend_schema(request=ObligationSayingSerializer, responses=ObligationSerializer)
    @action(detail=True, methods=["post"])
    def correct(self, request: Request, pk: str) -> Response:
        """Name who answers for it, whose it is, its day. Whoever says one of the last two stands behind both."""
        obligation = self.get_object()
        form = ObligationSayingSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        return self._said(
            actions.say_of_obligation(obligation, by=request.user, at=request.at, values=form.validated_data)
        )

    def _because(self, request: Request, act: Callable[..., Obligation]) -> Response:
        obligation = self.get_object()
        form = Reason(data=request.data)
        form.is_valid(raise_exception=True)
        return self._said(act(obligation, by=request.user, at=request.at, **form.validated_data))

    def _said(self, obligation: Obligation) -> Response:
        return Response(ObligationSerializer(self.get_queryset().get(pk=obligation.pk)).data)


def register(router: BaseRouter) -> None:
    """Put the endpoints of contracts under /api/v1/."""
    router.register("contracts", ContractViewSet, basename="contract")
    router.register("clauses", ContractClauseViewSet, basename="clause")
    router.register("second-readings", SecondReadingViewSet, basename="second-reading")
    router.register("standard-clauses", StandardClauseViewSet, basename="standard-clause")
    router.register("terms", TermViewSet, basename="term")
    router.register("kept-rounds", KeptRoundViewSet, basename="kept-round")
    router.register("obligations", ObligationViewSet, basename="obligation")
