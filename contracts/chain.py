"""The contract's own stations: draft, approval, signature, archive, and the obligations that it opened."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from contracts.models import Contract, Obligation, State
from contracts.obliging import END_OF_TERM
from flowmono.approvals.waiting import Decision, decisions_in
from flowmono.common.chain import CURRENT, DONE, STOPPED, WAITING, Case, Station, stations_of, steps_at
from signing.models import Recipient, RecipientState
from signing.querysets import IN_ROUND

WORKED_ON = (State.DRAFT, State.CHOICE, State.REFUSED, State.CONVERTED, State.REVIEW, State.READY)
BOUND = (State.SIGNED, State.ARCHIVED)

steps_at(
    "draft", "contracts.reactions", "convert_draft", "read_terms", "prepare_document", "go_on_preparing", "link_vendor"
)
steps_at("draft", "documents.reactions", "do_piece")
steps_at("signature", "contracts.reactions", "prepare_envelope", "bind_contract", "take_back")
steps_at("signature", "signing.reactions", "invite_signers", "invite_next", "say_that_it_ended")
steps_at("archive", "signing.reactions", "seal_envelope", "send_completed_copies")
steps_at("archive", "contracts.reactions", "archive_contract", "erase_papers")
steps_at("obligations", "contracts.reactions", "open_compliance_record")


@stations_of
def stations(case: Case) -> Iterator[Station]:
    contract = case.shared.get("contract") or Contract.objects.select_related("requester").filter(pk=case.pk).first()
    if contract is None:
        return
    decision = decisions_in(case).get(contract.pk, Decision())
    yield _draft(contract)
    yield _approval(contract, decision)
    yield from _signatures(contract)
    yield _archive(contract)
    yield from _obligations(contract, case.at)


def _draft(contract: Contract) -> Station:
    url = reverse("contracts:contract", args=[contract.pk])
    moves = {
        State.DRAFT: (_("being converted"), _("the conversion")),
        State.CONVERTED: (_("being read"), _("the reading of its terms")),
        State.CHOICE: (
            _("has open changes"),
            _("%(who)s, to choose what becomes of them") % {"who": contract.requester},
        ),
        State.REFUSED: (
            _("could not be converted"),
            _("%(who)s, to bring another draft") % {"who": contract.requester},
        ),
        State.REVIEW: (_("terms to confirm"), _("procurement or legal, to confirm the terms")),
        State.READY: (_("ready to submit"), _("%(who)s, to submit it") % {"who": contract.requester}),
    }
    state = State(contract.state)
    words, waits_for = moves.get(state, (_("started"), ""))
    kind = STOPPED if state in {State.REFUSED, State.CANCELLED} else CURRENT if state in WORKED_ON else DONE
    return Station(
        "draft",
        _("Draft"),
        kind,
        str(contract.get_state_display()) if state == State.CANCELLED else words,
        who=str(contract.requester),
        at=contract.created_at,
        amount=contract.total,
        currency=contract.currency,
        waits_for=waits_for,
        since=contract.created_at if waits_for else None,
        url=url,
    )


def _approval(contract: Contract, decision: Decision) -> Station:
    state = State(contract.state)
    kind = CURRENT if state == State.IN_APPROVAL else WAITING if state in {*WORKED_ON, State.CANCELLED} else DONE
    words = {CURRENT: _("in approval"), WAITING: _("not yet asked"), DONE: _("approved")}[kind]
    rejected = kind == WAITING and bool(decision.reason)
    return Station(
        "approval",
        _("Approval"),
        STOPPED if rejected else kind,
        _("sent back") if rejected else words,
        who=decision.decided_by,
        at=decision.decided_at,
        waits_for=decision.waits_for if kind == CURRENT else "",
        since=decision.since,
        more=f"“{decision.reason}”" if rejected else "",
        url=reverse("contracts:people", args=[contract.pk]),
    )


def _signatures(contract: Contract) -> Iterator[Station]:
    url = reverse("contracts:people", args=[contract.pk])
    state = State(contract.state)
    if state == State.APPROVED:
        waits_for = _("procurement or legal, to send it for signature")
        yield Station("signature", _("Signature"), CURRENT, _("ready to send"), waits_for=waits_for, url=url)
        return
    if state not in {State.OUT_FOR_SIGNATURE, *BOUND}:
        yield Station("signature", _("Signature"), WAITING, _("not yet sent"), url=url)
        return
    places = Recipient.objects.filter(envelope=contract.envelope_id, role__in=["signer", "approver"])
    for place in places.order_by(*IN_ROUND):
        asked = place.state in {RecipientState.INVITED, RecipientState.VIEWED}
        kind = DONE if place.state == RecipientState.SIGNED else CURRENT if asked else WAITING
        yield Station(
            "signature",
            place.party or _("Signature"),
            STOPPED if place.state == RecipientState.DECLINED else kind,
            str(place.get_state_display()),
            who=place.name,
            at=place.decided_at,
            waits_for=place.name if asked else "",
            since=place.invited_at,
            url=url,
        )


def _archive(contract: Contract) -> Station:
    state = State(contract.state)
    kind = DONE if state == State.ARCHIVED else CURRENT if state == State.SIGNED else WAITING
    words = {DONE: _("sealed and archived"), CURRENT: _("being sealed"), WAITING: _("after the signatures")}[kind]
    return Station(
        "archive",
        _("Archive"),
        kind,
        words,
        at=contract.signed_at if kind == DONE else None,
        url=reverse("contracts:versions", args=[contract.pk]),
    )


def _obligations(contract: Contract, at: datetime) -> Iterator[Station]:
    if contract.state not in BOUND:
        return
    today = at.date()
    found = Obligation.objects.filter(record__contract=contract).aggregate(
        all=Count("pk"),
        done=Count("pk", filter=Q(done_at__isnull=False)),
        late=Count("pk", filter=Q(done_at__isnull=True, due_on__lt=today) & ~Q(kind=END_OF_TERM)),
    )
    late = _("%(n)s overdue") % {"n": found["late"]} if found["late"] else ""
    settled = _("%(done)s of %(all)s settled") % found if found["all"] else _("none in the text")
    yield Station(
        "obligations",
        _("Obligations"),
        STOPPED if found["late"] else DONE if found["done"] == found["all"] else CURRENT,
        late or settled,
        at=contract.signed_at,
        waits_for="",
        url=reverse("contracts:compliance", args=[contract.pk]),
    )
