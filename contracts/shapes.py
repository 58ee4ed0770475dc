"""The shapes in which programs read and send contracts, terms and obligations."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from contracts import actions
from contracts.clauses import RISKS
from contracts.force import IN_FORCE
from contracts.models import Contract, ContractClause, Disposal, How, Obligation, Side, StandardClause, Term
from contracts.terms import ASKED_FIELDS
from documents.models import Version
from flowmono.accounts.models import User
from flowmono.common.bodies import Body
from flowmono.common.related import SeenField
from flowmono.intelligence.asking import LONGEST_QUESTION


class ContractSerializer(serializers.ModelSerializer[Contract]):
    """A contract as a whole."""

    requester = serializers.CharField(source="requester.email", read_only=True)
    vendor_name = serializers.CharField(source="vendor.name", read_only=True, default="")
    sequence = serializers.DictField(
        read_only=True,
        help_text=_("The sequence that the case keeps: steps, our_signers, sends_by_itself, kept_years, kept_from."),
    )
    preparation = serializers.DictField(
        read_only=True, help_text=_("How far it is: steps made (ids), problem, left_out, doubts.")
    )
    in_force = serializers.SerializerMethodField(
        help_text=_("Whether it is signed and in force today, by effective_on, ends_on and renews.")
    )
    ended_early = serializers.SerializerMethodField(
        help_text=_("Who ended it before its own end, and how; empty where nobody did. stops_on is its last day.")
    )
    ended_early_paper = serializers.SerializerMethodField(
        help_text=_("The document version of the paper that came with it: document-versions/{id}/file/ is the file.")
    )
    held = serializers.SerializerMethodField(help_text=_("Why the papers are held; empty when they are not."))

    class Meta:
        model = Contract
        fields = (
            "id",
            "number",
            "title",
            "state",
            "document",
            "amends",
            "amends_nothing",
            "category",
            "category_confidence",
            "category_reason",
            "requester",
            "department",
            "vendor",
            "vendor_name",
            "customer_name",
            "counterparty_name",
            "counterparty_tax_id",
            "counterparty_country",
            "counterparty_address",
            "counterparty_email",
            "counterparty_signer",
            "counterparty_signer_title",
            "currency",
            "total",
            "total_kind",
            "payment_days",
            "payment_from",
            "effective_on",
            "starts_on_signature",
            "ends_on",
            "runs_until",
            "stops_on",
            "renews",
            "in_force",
            "ended_early",
            "ended_early_paper",
            "notice_days",
            "governing_law",
            "orderable",
            "why_not",
            "checks",
            "open_changes",
            "found",
            "unfilled",
            "problem",
            "signed_at",
            "sequence",
            "preparation",
            "kept_until",
            "held",
            "created_at",
        )
        read_only_fields = fields

    def get_in_force(self, contract: Contract) -> bool:
        """True on every day in force, the first and the last included."""
        return contract.standing == IN_FORCE

    def get_ended_early(self, contract: Contract) -> str:
        """As EarlyEnd.how names it."""
        return next((one.how for one in contract.endings.all() if one.taken_back_at is None), "")

    @extend_schema_field(serializers.UUIDField(allow_null=True))
    def get_ended_early_paper(self, contract: Contract) -> str | None:
        """Null where none came, or its papers were disposed of."""
        papers = (one.paper for one in contract.endings.all() if one.taken_back_at is None and one.paper)
        return next((str(paper.pk) for paper in papers if paper.disposed_at is None), None)

    def get_held(self, contract: Contract) -> str:
        """The reason of the open hold."""
        return next((hold.reason for hold in contract.holds.all() if hold.lifted_at is None), "")


class DisposedPaperSerializer(serializers.Serializer[Any]):
    """A version that was disposed of."""

    document = serializers.CharField(read_only=True)
    kind = serializers.CharField(read_only=True)
    version = serializers.UUIDField(read_only=True)
    number = serializers.IntegerField(read_only=True)
    name = serializers.CharField(read_only=True)
    sha256 = serializers.CharField(read_only=True)
    size = serializers.IntegerField(read_only=True)
    made_at = serializers.DateTimeField(read_only=True)


class DisposalSerializer(serializers.ModelSerializer[Disposal]):
    """A wish to dispose of the papers of a contract, or of a signature round without one; once it is done, the certificate."""

    asked_by = serializers.CharField(source="asked_by.email", read_only=True)
    decided_by = serializers.CharField(source="decided_by.email", read_only=True, default=None, allow_null=True)
    rule = serializers.DictField(read_only=True, help_text=_("category, kept_years, kept_from and kept_until."))
    papers = DisposedPaperSerializer(many=True, read_only=True)
    certificate_sha256 = serializers.CharField(
        source="fingerprint",
        read_only=True,
        help_text=_("Of rule and papers; the ledger keeps it once it is done."),
    )

    class Meta:
        model = Disposal
        fields = (
            "id",
            "contract",
            "envelope",
            "reason",
            "asked_by",
            "asked_at",
            "decided_by",
            "decided_at",
            "decided_because",
            "is_done",
            "rule",
            "papers",
            "certificate_sha256",
        )
        read_only_fields = fields


class RivalSerializer(serializers.Serializer[Any]):
    """Another sentence that says a term differently. `start` and `end` count characters of the reading text."""

    value = serializers.CharField(read_only=True, help_text=_("Days, an amount, an ISO date, or the name of a law."))
    quote = serializers.CharField(read_only=True)
    start = serializers.IntegerField(read_only=True)
    end = serializers.IntegerField(read_only=True)
    page = serializers.IntegerField(read_only=True, allow_null=True)


class TermSerializer(serializers.ModelSerializer[Term]):
    """One term with its evidence."""

    reader = serializers.CharField(
        read_only=True,
        help_text=_("Who read the value that stands: “person” where somebody corrected it, else as `model`."),
    )
    verified_by = serializers.CharField(source="verified_by.email", read_only=True, default=None, allow_null=True)
    rivals = RivalSerializer(many=True, read_only=True)

    class Meta:
        model = Term
        fields = (
            "id",
            "contract",
            "field",
            "position",
            "label",
            "value",
            "item_kind",
            "description",
            "amount",
            "percent",
            "currency",
            "due_type",
            "due_value",
            "due_period",
            "due_count",
            "due_on",
            "acceptance",
            "unit",
            "optional",
            "quote",
            "start",
            "end",
            "page",
            "rivals",
            "confidence",
            "model",
            "model_version",
            "reader",
            "state",
            "verified_by",
            "verified_at",
        )
        read_only_fields = fields


class ContractClauseSerializer(serializers.ModelSerializer[ContractClause]):
    """A stretch of a version of the contract that was read as a clause of a kind. `start` and `end` count characters of its reading text."""

    judged_by = serializers.CharField(source="judged_by.email", read_only=True, default=None, allow_null=True)
    counts = serializers.BooleanField(
        read_only=True,
        help_text=_("It is such a clause: confirmed, or more likely one than not and nobody said otherwise."),
    )

    class Meta:
        model = ContractClause
        fields = (
            "id",
            "contract",
            "version",
            "kind",
            "position",
            "quote",
            "start",
            "end",
            "page",
            "confidence",
            "model",
            "model_version",
            "state",
            "counts",
            "judged_by",
            "judged_at",
        )
        read_only_fields = fields


class StandardClauseSerializer(serializers.ModelSerializer[StandardClause]):
    """A text of the clause library; without a `category` it is for every contract."""

    category = serializers.CharField(source="category.name", read_only=True, default=None, allow_null=True)

    class Meta:
        model = StandardClause
        fields = (
            "id",
            "kind",
            "name",
            "category",
            "position",
            "text",
            "risk",
            "risk_different",
            "risk_missing",
            "active",
        )
        read_only_fields = fields


class DeviationPieceSerializer(serializers.Serializer[Any]):
    """Words of our text and of the contract: "deleted" are only in ours, "inserted" only in the contract."""

    kind = serializers.ChoiceField(choices=["same", "inserted", "deleted"], read_only=True)
    text = serializers.CharField(read_only=True)


class DeviationFigureSerializer(serializers.Serializer[Any]):
    """A figure that is not the same: `old` in our text, `new` in the contract, empty where there is none."""

    kind = serializers.ChoiceField(choices=["money", "time", "share", "date"], read_only=True)
    old = serializers.CharField(read_only=True)
    new = serializers.CharField(read_only=True)


class ClauseStandingSerializer(serializers.Serializer[Any]):
    """How a contract stands to the clause library in one kind of clause."""

    kind = serializers.CharField(read_only=True)
    title = serializers.CharField(read_only=True)
    standing = serializers.ChoiceField(
        choices=["standard", "figures", "worded", "different", "missing", "no_standard"],
        source="deviation.standing",
        read_only=True,
        help_text=_(
            "Our very words; other figures; other words; another clause; no such clause; or nothing to compare with."
        ),
    )
    risk = serializers.ChoiceField(choices=list(RISKS), source="deviation.risk", read_only=True)
    nearest = serializers.CharField(
        source="deviation.nearest.name",
        read_only=True,
        default=None,
        allow_null=True,
        help_text=_("The name of the nearest standard clause."),
    )
    alike_percent = serializers.IntegerField(
        source="deviation.alike_percent", read_only=True, help_text=_("Words in common with it, in percent.")
    )
    pieces = DeviationPieceSerializer(source="deviation.pieces", many=True, read_only=True)
    figures = DeviationFigureSerializer(source="deviation.figures", many=True, read_only=True)
    clauses = ContractClauseSerializer(many=True, read_only=True)
    doubtful = ContractClauseSerializer(
        many=True, read_only=True, help_text=_("What a person should say yes or no to.")
    )


class QuestionSerializer(serializers.Serializer[Any]):
    """What somebody wants to know of a contract, in their own words."""

    question = serializers.CharField(max_length=LONGEST_QUESTION)


class AnswerSerializer(serializers.Serializer[Any]):
    """A passage of the contract that says something about the question. `start` and `end` count characters of its reading text."""

    quote = serializers.CharField(read_only=True)
    start = serializers.IntegerField(read_only=True)
    end = serializers.IntegerField(read_only=True)
    page = serializers.IntegerField(read_only=True, allow_null=True)


class ConversionSerializer(serializers.ModelSerializer[Version]):
    """How the PDF was made of the draft: the conversion certificate, and who accepted the rendering."""

    accepted_by = serializers.CharField(source="accepted_by.email", read_only=True, default=None, allow_null=True)
    certificate = serializers.DictField(read_only=True)

    class Meta:
        model = Version
        fields = ("id", "number", "name", "sha256", "created_at", "certificate", "accepted_by", "accepted_at")
        read_only_fields = fields


class SameDraftSerializer(serializers.ModelSerializer[Contract]):
    """Another contract that was started from the same file."""

    url = serializers.CharField(source="get_absolute_url", read_only=True, help_text=_("Its page."))

    class Meta:
        model = Contract
        fields = ("id", "number", "title", "state", "url")
        read_only_fields = fields


class DraftedSerializer(ContractSerializer):
    """A contract whose draft was just brought. The same file twice is taken, and said."""

    same_file_as = SameDraftSerializer(
        many=True,
        read_only=True,
        help_text=_("Contracts that you may see and that were started from the very same file, the newest first."),
    )

    class Meta(ContractSerializer.Meta):
        fields = (*ContractSerializer.Meta.fields, "same_file_as")
        read_only_fields = fields


class FileSerializer(Body):
    """A Word draft."""

    file = serializers.FileField()


class DraftUploadSerializer(FileSerializer):
    """A Word draft and what is known about it beforehand."""

    vendor = SeenField(
        "vendors.Vendor",
        question="to_deal_with",
        required=False,
        allow_null=True,
        default=None,
        help_text=_("Left out: as the draft names it."),
    )
    title = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)
    department = serializers.CharField(max_length=120, required=False, default="", allow_blank=True)
    signer = serializers.CharField(
        max_length=120,
        required=False,
        default="",
        allow_blank=True,
        help_text=_("Who signs for the other party, where it is known; it goes before what the draft names."),
    )
    signer_email = serializers.EmailField(
        required=False, default="", allow_blank=True, help_text=_("Where the contract is sent for their signature.")
    )


class ChoiceSerializer(Body):
    """What becomes of the open changes."""

    choice = serializers.ChoiceField(choices=["accept", "reject"])


class ContractCorrectionSerializer(Body, serializers.ModelSerializer[Contract]):
    """What a person may correct about a contract; what is left out stays."""

    class Meta:
        model = Contract
        fields = actions.CORRECTABLE


class TermCorrectionSerializer(Body, serializers.ModelSerializer[Term]):
    """What a person may correct about a term; what is left out stays."""

    class Meta:
        model = Term
        fields = actions.TERM_CORRECTABLE


class StatementSourceSerializer(serializers.Serializer[Any]):
    """A sentence of the contract. `start` and `end` count characters of its reading text."""

    quote = serializers.CharField(read_only=True)
    start = serializers.IntegerField(read_only=True, allow_null=True)
    end = serializers.IntegerField(read_only=True, allow_null=True)
    page = serializers.IntegerField(read_only=True, allow_null=True)


class StatementSerializer(serializers.Serializer[Any]):
    """One sentence about a contract, in our words, and what it rests on."""

    about = serializers.CharField(read_only=True, help_text=_("Such as total, end, obligation, deviation, or absent."))
    words = serializers.CharField(read_only=True)
    verified = serializers.BooleanField(
        source="is_verified", read_only=True, help_text=_("A person stands behind all of it.")
    )
    sources = StatementSourceSerializer(many=True, read_only=True)


class AbsentSerializer(Body):
    """A fact that a contract may leave out."""

    field = serializers.ChoiceField(choices=list(ASKED_FIELDS))


def _email(who: str) -> serializers.CharField:
    """The address of a person; null for nobody."""
    return serializers.CharField(source=f"{who}.email", read_only=True, default=None, allow_null=True)


class ObligationSerializer(serializers.ModelSerializer[Obligation]):
    """What a signed contract asks of one side, with the day by which, who answers for it, and the term that says it."""

    contract = serializers.UUIDField(source="record.contract_id", read_only=True)
    title = serializers.CharField(read_only=True, help_text=_("What it asks for, in short."))
    quote = serializers.CharField(
        source="term.quote",
        read_only=True,
        default="",
        help_text=_("The sentence that it rests on; empty without one."),
    )
    page = serializers.IntegerField(source="term.page", read_only=True, default=None, allow_null=True)
    owner = _email("owner")
    verified = serializers.BooleanField(
        source="is_verified",
        read_only=True,
        help_text=_("A person stands behind it: what it asks for, of whom, and its day."),
    )
    verified_by = _email("verified_by")
    done_by = _email("done_by")

    class Meta:
        model = Obligation
        fields = (
            "id", "contract", "kind", "title", "text", "document_kind", "side", "due_on", "due_basis", "term", "quote", "page", "owner",
            "verified", "verified_by", "verified_at", "state", "done_at", "done_by", "reason", "created_at",
        )  # fmt: skip
        read_only_fields = fields


class EarlyEndSerializer(Body):
    """That a signed contract ends before its own end."""

    ends_on = serializers.DateField(help_text=_("The last day on which the contract is in force."))
    how = serializers.ChoiceField(choices=How.choices, help_text=_("Who ended it, and on what ground."))
    reason = serializers.CharField(max_length=500)
    file = serializers.FileField(
        required=False,
        help_text=_(
            "The letter or agreement that says so, a PDF or Word document. Left out: the one that is there stays."
        ),
    )


class EndingPaperSerializer(Body):
    """The letter or agreement of an early end that is on record."""

    file = serializers.FileField(help_text=_("The letter or agreement that says so, a PDF or Word document."))


class NoticeGivenSerializer(Body):
    """Of the notice window of a contract that renews by itself: that notice was given."""

    notice_given_on = serializers.DateField(
        required=False,
        help_text=_(
            "Only with the window of a contract that renews by itself: the day on which notice was given; it then ends with its term. "
            "Left out: it goes on."
        ),
    )


class ObligationSayingSerializer(Body):
    """Who answers for an obligation, whose it is, and its day; what is left out stays."""

    owner = serializers.EmailField(
        required=False,
        allow_null=True,
        help_text=_("The address of a colleague who sees the contract; null for nobody."),
    )
    side = serializers.ChoiceField(choices=Side.choices, required=False, allow_blank=True)
    due_on = serializers.DateField(required=False, allow_null=True, help_text=_("Null: no day is known."))

    def validate_owner(self, email: str | None) -> User | None:
        if email is None:
            return None
        found = User.objects.filter(email__iexact=email, is_active=True).first()
        if found is None or not found.works_inside:
            raise serializers.ValidationError(_("There is no colleague with this address."))
        return found
