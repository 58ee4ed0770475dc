"""What people do with a contract before it is signed."""

from collections.abc import Mapping
from datetime import datetime
from typing import IO, Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contracts import policies
from contracts.drafts import DOCX, check_draft, title_of_file
from contracts.models import Contract, Obligation, State, Term, TermState
from contracts.terms import FACT_OF, SAID_BY, SHARES, words_of_share
from documents import exporting
from documents.models import Document, Origin, Version, add_version
from flowmono.accounts.models import User
from flowmono.approvals import actions as approvals
from flowmono.approvals.models import Kind, Request, RequestState
from flowmono.approvals.routing import Facts
from flowmono.common.acting import action
from flowmono.common.models import next_number
from flowmono.common.rates import in_company_currency
from flowmono.common.refusals import Conflict, Invalid, require
from flowmono.ledger.models import take_places, write_entry
from signing import actions as signing
from signing.models import Envelope

# The columns that a person may correct, each named as on the page.
CORRECTABLE = (
    "title",
    "category",
    "department",
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
    "payment_days",
    "effective_on",
    "starts_on_signature",
    "ends_on",
    "renews",
    "notice_days",
    "governing_law",
)
TERM_CORRECTABLE = (
    "description",
    "item_kind",
    "amount",
    "percent",
    "due_on",
    "due_value",
    "due_count",
    "acceptance",
    "unit",
    "optional",
    "value",
)


@action
def upload_draft(
    *, by: User, at: datetime, data: bytes, filename: str, title: str = "", department: str = "", vendor: Any = None
) -> Contract:
    """Start a contract from a Word draft; it is converted and read by itself. Raises Invalid when the file cannot be one."""
    require(policies.can_start, by)
    check_draft(data, filename, limit_mb=settings.UPLOAD_LIMIT_MB)
    contract = Contract(
        number=next_number("CT", at.year),
        title=title.strip()[:200] or title_of_file(filename),
        requester=by,
        department=department or by.department,
        vendor=vendor,
    )
    document = Document(case_key=contract.id, title=contract.title, kind="contract")
    document.save()
    add_version(document, data, name=filename, media_type=DOCX, origin=Origin.UPLOADED)
    contract.document = document
    contract.begin(at=at)
    contract.save()
    return contract


@action
def replace_draft(contract: Contract, *, by: User, at: datetime, data: bytes, filename: str) -> Contract:
    """Put another file in the place of the draft; its terms are read anew."""
    contract = Contract.objects.lock(contract)
    require(policies.can_work_on, contract, by)
    check_draft(data, filename, limit_mb=settings.UPLOAD_LIMIT_MB)
    _demand(contract, "replace_draft")
    add_version(contract.document, data, name=filename, media_type=DOCX, origin=Origin.UPLOADED)
    _drop_envelope(contract, at=at, reason=_("The draft was replaced."))
    contract.replace_draft(at=at)
    contract.save()
    return contract


def _drop_envelope(contract: Contract, *, at: datetime, reason: str) -> None:
    """Void what was prepared and not yet sent. Whoever may work on the contract may: nobody outside knows of it."""
    for envelope in Envelope.objects.select_for_update().filter(contract=contract, state="draft"):
        for recipient in envelope.recipients.all():
            recipient.close()
            recipient.save()
        envelope.void(reason=reason, at=at)
        envelope.save()


@action
def choose_changes(contract: Contract, *, by: User, at: datetime, choice: str) -> Contract:
    """Say what becomes of the open tracked changes: "accept" or "reject" all."""
    contract = Contract.objects.lock(contract)
    require(policies.can_work_on, contract, by)
    if choice not in {"accept", "reject"}:
        raise Invalid(_("Choose whether to accept or to reject the open changes."), field="choice")
    _demand(contract, "choose_changes")
    contract.choose_changes(choice, at=at)
    contract.save()
    return contract


@action
def accept_rendering(contract: Contract, *, by: User, at: datetime) -> Contract:
    """Stand behind the conversion: the PDF shows what the draft says. Saying it twice is saying it once."""
    contract = Contract.objects.lock(contract)
    require(policies.can_accept_rendering, contract, by)
    if contract.state not in {State.REVIEW, State.READY}:
        raise Conflict(_("The PDF is looked at before the contract is submitted; it is %(state)s.") % _state(contract))
    version = Version.objects.lock(_conversion_of(contract))
    if version.accepted_at is None:
        version.accept(by=by, at=at)
        version.save()
        facts = {"version": str(version.pk), "sha256": version.sha256, "by": str(by.as_actor())}
        write_entry(case_id=contract.case, kind="rendering.accepted", at=at, facts=facts)
    return contract


def _conversion_of(contract: Contract) -> Version:
    version = contract.document.newest(Origin.CONVERTED)
    if version is None:
        raise Conflict(_("There is no PDF yet."))
    return version


def _demand_whole_rendering(contract: Contract) -> None:
    """A PDF that lacks words of its draft goes on only when somebody has looked at it."""
    version = contract.document.newest(Origin.CONVERTED)
    if version is not None and version.words_lost and version.accepted_at is None:
        raise Conflict(
            ngettext(
                "%(n)s word of the draft was not found in the PDF. Compare them, then say that the rendering is right or bring another draft.",
                "%(n)s words of the draft were not found in the PDF. Compare them, then say that the rendering is right or bring another draft.",
                version.words_lost,
            )
            % {"n": version.words_lost},
            code="words_missing",
        )


@action
def correct_contract(contract: Contract, *, by: User, at: datetime, values: Mapping[str, Any]) -> Contract:
    """Correct what was read about the contract as a whole."""
    contract = Contract.objects.lock(contract)
    require(policies.can_confirm_terms, contract, by)
    _demand_open_terms(contract)
    changed = [name for name in CORRECTABLE if name in values and getattr(contract, name) != values[name]]
    for name in changed:
        setattr(contract, name, values[name])
    if "title" in changed:
        contract.document.title = contract.title
        contract.document.save()
    changed += _leave_dates_to_signature(contract, changed)
    for name in changed:
        _correct_what_says_it(contract, name, by=by, at=at)
    if contract.state == State.READY and any(name.startswith("counterparty_") for name in changed):
        _demand_counterparty(contract)
        contract.vendor = None  # the other party is looked for among the vendors anew
        contract.confirm_terms(at=at)
    contract.save()
    return contract


def _leave_dates_to_signature(contract: Contract, changed: list[str]) -> list[str]:
    """In force from the last signature: no first day is known yet, and an end that nobody entered follows from the term."""
    if not contract.starts_on_signature:
        return []
    if "effective_on" in changed and contract.effective_on is not None:
        raise Invalid(
            _("Either the day is stated, or it is that of the last signature: leave one of them empty."),
            field="effective_on",
        )
    left = ["effective_on"] if contract.effective_on is not None else []
    computed = contract.terms.live().filter(field="ends_on").first()
    by_period = computed is None or computed.day is None or computed.state == TermState.READ
    if "starts_on_signature" in changed and "ends_on" not in changed and contract.ends_on and by_period:
        left += ["ends_on"] if contract.stated_term() else []
    for name in left:
        setattr(contract, name, None)
    return left


def _correct_what_says_it(contract: Contract, column: str, *, by: User, at: datetime) -> None:
    """The term that was read for a column follows it, so that the two never disagree."""
    term = contract.terms.live().filter(field=SAID_BY.get(column, "")).first()
    if term is None:
        return
    value = getattr(contract, column)
    if column == "total":
        term.amount = value
    term.value = "" if value is None else str(value)
    term.correct(by=by, at=at)
    term.save()


@action
def correct_term(term: Term, *, by: User, at: datetime, values: Mapping[str, Any]) -> Term:
    """Put another value in the place of what was read; the quote stays as evidence of what the text says."""
    contract = Contract.objects.lock(term.contract_id)
    term = Term.objects.lock(term)
    require(policies.can_confirm_terms, contract, by)
    _demand_open_terms(contract)
    _demand_no_fact(term)
    for name in TERM_CORRECTABLE:
        if name in values:
            setattr(term, name, values[name])
    if "due_on" in values and term.due_type in {"date", "period"}:
        term.due_value = term.due_on.isoformat() if term.due_on else ""
    if term.field in SHARES:
        if term.percent is None or not 0 < term.percent <= 100:
            raise Invalid(_("Enter a percentage above 0 and up to 100."), field="percent")
        term.value = words_of_share(term.field, term.percent, term.due_value)
    term.correct(by=by, at=at)
    term.save()
    return term


@action
def drop_term(term: Term, *, by: User, at: datetime) -> Term:
    """Say that it is no term of this contract."""
    contract = Contract.objects.lock(term.contract_id)
    term = Term.objects.lock(term)
    require(policies.can_confirm_terms, contract, by)
    _demand_open_terms(contract)
    term.drop(by=by, at=at)
    term.save()
    return term


def _demand_no_fact(term: Term) -> None:
    """What orders and signatures go by is kept once, with the contract: correcting it there corrects the term that says it."""
    if term.field in FACT_OF:
        raise Invalid(
            _("“%(label)s” is one of the facts of the contract: correct it among them, and this term follows.")
            % {"label": term.label}
        )


def _demand_open_terms(contract: Contract) -> None:
    if contract.state not in {State.REVIEW, State.READY}:
        raise Conflict(_("Terms can be corrected until the contract is submitted; it is %(state)s.") % _state(contract))


@action
def confirm_terms(contract: Contract, *, by: User, at: datetime) -> Contract:
    """Stand behind all terms that were read; the counterparty becomes, or is found as, a vendor."""
    contract = Contract.objects.lock(contract)
    require(policies.can_confirm_terms, contract, by)
    _demand(contract, "confirm_terms")
    _demand_counterparty(contract)
    if contract.orderable and not contract.currency:
        raise Invalid(_("Name the currency; the order is drafted in it."), field="currency")
    for term in contract.terms.filter(state=TermState.READ):
        term.confirm(by=by, at=at)
        term.save()
    contract.confirm_terms(at=at)
    contract.save()
    return contract


def _demand_counterparty(contract: Contract) -> None:
    if not contract.counterparty_name.strip():
        raise Invalid(_("Name the other party: it becomes the vendor."), field="counterparty_name")


@action
def submit(contract: Contract, *, by: User, at: datetime) -> Contract:
    """Put the contract before the approvers that the rules name."""
    contract = (
        Contract.objects.select_for_update(of=("self",)).select_related("vendor", "requester").get(pk=contract.pk)
    )
    require(policies.can_submit, contract, by)
    _demand(contract, "submit")
    _demand_whole_rendering(contract)
    if contract.vendor is None:
        raise Conflict(_("The vendor is still being registered. Try again in a moment."))
    base = (
        in_company_currency(contract.total, contract.currency, at.date())
        if contract.total and contract.currency
        else None
    )
    facts = Facts("contract", base, contract.category, contract.department, contract.vendor.risk)
    request = approvals.route(
        contract,
        facts,
        title=f"{contract.number} {contract.title}",
        url=contract.get_absolute_url(),
        requested_by=by,
        barred=[contract.requester],
        at=at,
        amount=contract.total,
        currency=contract.currency,
    )
    contract.submit(approval_id=request.pk, at=at)
    contract.save()
    return contract


@action
def decide(contract: Contract, *, by: User, at: datetime, verdict: str, reason: str = "") -> Contract:
    """Take one approver's decision; the last yes approves, one no returns the contract."""
    contract = Contract.objects.lock(contract)
    request = Request.objects.filter(kind=Kind.CONTRACT, subject_id=contract.pk).order_by("-requested_at").first()
    if request is None or contract.state != State.IN_APPROVAL:
        raise Conflict(_("This contract waits for no approval; it is %(state)s.") % _state(contract), code="decided")
    request = approvals.decide(request, by=by, at=at, verdict=verdict, reason=reason)
    if request.state == RequestState.GRANTED:
        contract.approve(at=at)
    elif request.state == RequestState.REFUSED:
        contract.take_back(reason=reason, at=at)
    contract.save()
    return contract


@action
def withdraw(contract: Contract, *, by: User, at: datetime, reason: str) -> Contract:
    """Take the contract back from its approvers, to correct it; nobody need decide any more."""
    contract = Contract.objects.lock(contract)
    require(policies.can_submit, contract, by)
    if not reason.strip():
        raise Invalid(_("Say why it is taken back; the approvers read it."), field="reason")
    if contract.state != State.IN_APPROVAL:
        raise Conflict(_("This contract waits for no approval; it is %(state)s.") % _state(contract))
    approvals.supersede(Kind.CONTRACT, contract, at=at)
    contract.take_back(reason=reason.strip(), at=at)
    contract.save()
    return contract


@action
def send_for_signature(contract: Contract, *, by: User, at: datetime) -> Contract:
    """Send the prepared envelope to its signers."""
    contract = Contract.objects.lock(contract)
    require(policies.can_send, contract, by)
    _demand(contract, "send_for_signature")
    envelope = Envelope.objects.filter(contract=contract, state="draft").first()
    if envelope is None:
        raise Conflict(_("The envelope is still being prepared. Try again in a moment."))
    envelope = signing.send_envelope(envelope, by=by, at=at)
    contract.send_for_signature(envelope=envelope, at=at)
    contract.save()
    return contract


@action
def cancel(contract: Contract, *, by: User, at: datetime, reason: str) -> Contract:
    """Give the contract up; it stays on record with the reason."""
    contract = Contract.objects.lock(contract)
    require(policies.can_cancel, contract, by)
    if not reason.strip():
        raise Invalid(_("Say why the contract is given up."), field="reason")
    _demand(contract, "cancel")
    _drop_envelope(contract, at=at, reason=reason.strip())
    contract.cancel(reason=reason.strip(), at=at)
    contract.save()
    return contract


@action
def settle_obligation(obligation: Obligation, *, by: User, at: datetime) -> Obligation:
    """Note that an obligation is met, or that a notice window was decided about; it is watched no longer."""
    obligation = Obligation.objects.lock(obligation)
    require(policies.can_settle, obligation, by)
    if obligation.done_at is not None:
        raise Conflict(_("This is already marked as done."))
    obligation.settle(at=at)
    obligation.save()
    return obligation


@action
def export_case(contract: Contract, *, by: User, at: datetime, out: IO[bytes]) -> dict[str, Any]:
    """Write the whole case as one archive to `out`; who took it is written in the ledger first, and so is part of it."""
    require(policies.can_export, contract, by)
    write_entry(case_id=contract.case, kind="case.exported", at=at, facts={"by": str(by.as_actor())})
    take_places()
    return exporting.export_case(contract.case, out, title=str(contract), by=str(by), at=at)


def _state(contract: Contract) -> dict[str, str]:
    return {"state": contract.get_state_display()}


def _demand(contract: Contract, transition: str) -> None:
    if not contract.can(transition):
        raise Conflict(_("This cannot be done now: the contract is %(state)s.") % _state(contract), code="wrong_state")
