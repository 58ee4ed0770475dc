"""Whose the documents of a contract are: its draft with what became of it, and what was sealed and certified at the end."""

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contracts import policies
from contracts.actions.ending_papers import ENDING
from contracts.models import Contract, State, Term
from contracts.presenting import lost_in_words, move_quotes
from documents.homes import ENCLOSURE, Home, Place, register_home
from documents.models import Document, Origin, TextLayer, Version
from flowmono.accounts.models import User
from signing.models import Envelope

WHY_NOT = {
    State.DRAFT: gettext_lazy("The draft is being converted. Its pages can be prepared after that."),
    State.CHOICE: gettext_lazy("Decide about the open changes first; then there is a PDF to prepare."),
    State.REFUSED: gettext_lazy("The draft could not be converted. Bring another one first."),
    State.CONVERTED: gettext_lazy("The contract is being read. Its pages can be prepared after that."),
    State.IN_APPROVAL: gettext_lazy(
        "It is before its approvers, and a change would be another document than the one they look at. Take it back first."
    ),
    State.APPROVED: gettext_lazy("It is approved: what goes out for signature is what was approved, page for page."),
    State.OUT_FOR_SIGNATURE: gettext_lazy("It is out for signature: what people sign is what was approved."),
    State.SIGNED: gettext_lazy("It is signed. Signed files are never changed; make a copy and prepare that."),
    State.ARCHIVED: gettext_lazy("It is signed. Signed files are never changed; make a copy and prepare that."),
    State.CANCELLED: gettext_lazy("This contract was given up."),
}


def _seen_contract(person: User) -> "QuerySet[Version]":
    contracts = Contract.objects.visible_to(person).order_by()
    kept = (Origin.UPLOADED, Origin.CONVERTED, Origin.DERIVED)
    return Version.objects.filter(document__in=contracts.values("document"), origin__in=kept)


def _seen_sealed(person: User) -> "QuerySet[Version]":
    contracts = Contract.objects.visible_to(person).order_by()
    archived = contracts.filter(archived_version__isnull=False).values("archived_version")
    return Version.objects.filter(
        Q(pk__in=archived) | Q(pk__in=_rounds_without_contract(person).values("current_version"))
    )


def _seen_certificate(person: User) -> "QuerySet[Version]":
    sealed = Contract.objects.visible_to(person).order_by().filter(envelope__certificate_version__isnull=False)
    return Version.objects.filter(
        Q(pk__in=sealed.values("envelope__certificate_version"))
        | Q(pk__in=_rounds_without_contract(person).values("certificate_version"))
    )


def _rounds_without_contract(person: User) -> "QuerySet[Envelope]":
    """Sealed rounds of documents that are no contract, such as those that were sent to many people."""
    seen = Envelope.objects.visible_to(person).order_by().values("pk")
    found: QuerySet[Envelope] = Envelope.objects.filter(
        pk__in=seen, contract=None, state="sealed", certificate_version__isnull=False
    ).order_by()
    return found


def _seen_enclosure(person: User) -> "QuerySet[Version]":
    contracts = Contract.objects.visible_to(person).order_by()
    return Version.objects.filter(document__kind=ENCLOSURE, document__case_key__in=contracts.values("pk"))


def _seen_ending(person: User) -> "QuerySet[Version]":
    contracts = Contract.objects.visible_to(person).order_by()
    return Version.objects.filter(document__kind=ENDING, document__case_key__in=contracts.values("pk"))


def _contract_of(document: Document) -> Contract | None:
    found: Contract | None = Contract.objects.filter(pk=document.case_key).first()
    return found


def _place(document: Document) -> Place | None:
    contract = _contract_of(document)
    if contract is None:
        return _place_of_round(document)
    return Place(
        contract.number, reverse("contracts:versions", args=[contract.pk]), _("Contracts"), reverse("contracts:list")
    )


def _place_of_round(document: Document) -> Place | None:
    """The page of the round without a contract that a document belongs to."""
    envelope = Envelope.objects.filter(pk=document.case_key, contract=None).first()
    if envelope is None:
        return None
    return Place(envelope.title, envelope.get_absolute_url(), _("Sign"), reverse("signing:queue"))


def _may_prepare(document: Document, by: User) -> bool:
    """The requester of a contract, procurement and legal prepare its documents."""
    contract = _contract_of(document)
    return contract is not None and policies.can_prepare_document(contract, by)


def _holds(document: Document, lock: bool) -> str:
    contract = Contract.objects.lock(document.case_key) if lock else _contract_of(document)
    if contract is None or contract.state in {State.REVIEW, State.READY}:
        return ""
    return str(WHY_NOT[contract.state])


def _remarks(document: Document) -> list[str]:
    """The terms whose sentence is no longer in the document as it was prepared."""
    if document.working_id is None:
        return []
    layer = TextLayer.objects.filter(version=document.working_id).first()
    lost = move_quotes(Term.objects.live().filter(contract=document.case_key), layer)
    return [lost_in_words(lost)] if lost else []


register_home(
    Home(
        "contract",
        gettext_lazy("Contract"),
        _seen_contract,
        _place,
        _may_prepare,
        in_place=True,
        holds=_holds,
        remarks=_remarks,
    )
)
register_home(Home("envelope", gettext_lazy("Signed and sealed document"), _seen_sealed, _place, _may_prepare))
register_home(Home("certificate", gettext_lazy("Certificate of completion"), _seen_certificate, _place, _may_prepare))
register_home(Home(ENCLOSURE, gettext_lazy("Enclosure"), _seen_enclosure, _place, _may_prepare, in_place=True))
register_home(Home(ENDING, gettext_lazy("Paper about the early end"), _seen_ending, _place, _may_prepare))
