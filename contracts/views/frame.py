"""What every page of one contract shares: the record, its tabs, and what this person may do now."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from contracts import policies
from contracts.amending import AMENDMENT
from contracts.customers import other_customer
from contracts.forms import ReasonForm
from contracts.models import Contract, State, TermState
from contracts.presenting import asked_to_sign, recipients_of
from contracts.presenting_endings import ending_of
from contracts.unfilled import gaps_of
from documents.models import Origin, TextLayer
from flowmono.approvals.inbox import question_before_yes
from flowmono.approvals.models import Kind
from flowmono.approvals.presenting import kept_for_later, latest_request, open_seat
from flowmono.common import answering

BEFORE_SIGNATURE = (State.REVIEW, State.READY, State.IN_APPROVAL, State.APPROVED, State.OUT_FOR_SIGNATURE)
WORKING = (State.DRAFT, State.CONVERTED)
# How many values that the reader was not certain of are named before all terms are confirmed at once.
SHOWN_UNSURE = 12
REASONS = ("reject", "cancel", "withdraw", "void", "leave_out", "go_on")
ALONGSIDE = ("vendor", "requester", "document", "envelope", "archived_version", "compliance")


def contract_or_404(request: HttpRequest, pk: UUID, *more: str) -> Contract:
    """The contract with what its pages show (and `more` of its relations), when this person may see it."""
    contracts = Contract.objects.filter(pk__in=Contract.objects.visible_to(request.user).values("pk"))
    return get_object_or_404(contracts.select_related(*ALONGSIDE, *more), pk=pk)


def possible(contract: Contract, person: Any) -> dict[str, bool]:
    """What this person may do with the contract in its present state: one entry per button."""
    reviewing = contract.state in {State.REVIEW, State.READY}
    return {
        "choose": contract.can("choose_changes") and policies.can_work_on(contract, person),
        "accept_rendering": reviewing and policies.can_accept_rendering(contract, person),
        "replace": policies.can_replace_draft(contract, person),
        "correct": reviewing and policies.can_confirm_terms(contract, person),
        "confirm": contract.state == State.REVIEW and policies.can_confirm_terms(contract, person),
        "submit": contract.can("submit") and policies.can_submit(contract, person),
        "withdraw": contract.state == State.IN_APPROVAL and policies.can_submit(contract, person),
        "send": contract.can("send_for_signature") and policies.can_send(contract, person),
        "void": contract.state == State.OUT_FOR_SIGNATURE and policies.can_send(contract, person),
        "ever_send": policies.can_send(contract, person),
        "cancel": contract.can("cancel") and policies.can_cancel(contract, person),
        "export": policies.can_export(contract, person),
    }


def show(
    request: HttpRequest, template: str, contract: Contract, tab: str, status: int = 200, **more: Any
) -> HttpResponse:
    """One page of a contract."""
    may = possible(contract, request.user)
    deciding = None
    if contract.state == State.IN_APPROVAL:
        deciding = more["asked"] if "asked" in more else latest_request(Kind.CONTRACT, contract.pk)
    return render(
        request,
        f"contracts/{template}.html",
        {
            "contract": contract,
            "may": may,
            "to_sign": asked_to_sign(contract, recipients_of(contract)[1]) if may["send"] else [],
            "other_customer": other_customer(contract) if contract.state in BEFORE_SIGNATURE else "",
            "left_to_check": _left_to_check(contract, more) if may["confirm"] else 0,
            "unsure": list(contract.terms.unsure()[:SHOWN_UNSURE]) if may["confirm"] else [],
            "unnamed": may["submit"] and not (contract.counterparty_signer and contract.counterparty_email),
            "gaps": gaps_of(contract) if contract.state in BEFORE_SIGNATURE else [],
            **ending_of(contract, request.user, today=request.at.date()),  # type: ignore[attr-defined]
            "seat": open_seat(deciding, request.user),
            "kept": kept_for_later(deciding, request.user),
            "sure": question_before_yes(deciding),
            "tabs": _tabs(contract, tab),
            "working": contract.state in WORKING,
            "head_follows": f"case:{contract.pk}",
            "reason": {name: ReasonForm(auto_id=f"{name}_%s") for name in REASONS},
            **more,
        },
        status=status,
    )


def _left_to_check(contract: Contract, shown: dict[str, Any]) -> int:
    """How many values nobody has looked at: while there are any, looking at them is the way on, and confirming all at once beside it."""
    check = shown.get("check")
    left: int = check.open if check is not None else contract.terms.filter(state=TermState.READ).count()
    return left


def _tabs(contract: Contract, current: str) -> list[dict[str, Any]]:
    pages = [
        ("contract", _("Document and terms")),
        ("clauses", _("Clauses")),
        ("people", _("Approval and signature")),
        ("chain", _("What happened")),
        ("versions", _("Versions")),
        ("sequence", _("Sequence and keeping")),
    ]
    if contract.amends_id is not None or contract.category == AMENDMENT or current == "amendment":
        pages.insert(1, ("amendment", _("What it changes")))
    if getattr(contract, "compliance", None) is not None:
        pages.insert(pages.index(("versions", _("Versions"))), ("compliance", _("Obligations")))
    return [
        {"label": label, "url": reverse(f"contracts:{name}", args=[contract.pk]), "current": name == current}
        for name, label in pages
    ]


def layer_of(record: Contract) -> TextLayer | None:
    """The text of the document as it stands."""
    layers = TextLayer.objects.filter(version__document=record.document_id).select_related(
        "version__accepted_by", "base__accepted_by"
    )
    if record.document.working_id is not None:
        return layers.filter(version=record.document.working_id).first()
    return layers.filter(version__origin=Origin.CONVERTED).order_by("-version__number").first()


def back(request: HttpRequest, contract: Contract, words: str = "", page: str = "contract") -> HttpResponse:
    """Go back to where the person came from inside our site, or to a page of the contract, and say what was done."""
    return answering.back(request, reverse(f"contracts:{page}", args=[contract.pk]), words)


def door_of(act: Callable[..., Any], words: Any, page: str = "contract", *, asks_why: bool = False) -> Any:
    """The view through which a person does one act to a contract; then these words, with its %(number)s, on that page of it.

    act: takes the contract, `by`, `at`, and with `asks_why` the `reason` that the person wrote.
    """

    @wraps(act)
    def door(request: HttpRequest, pk: UUID) -> HttpResponse:
        record = contract_or_404(request, pk)
        why = {"reason": answering.reason_of(request)} if asks_why else {}
        act(record, by=request.user, at=request.at, **why)  # type: ignore[attr-defined]
        return back(request, record, str(words) % {"number": record.number}, page)

    return login_required(require_POST(door))
