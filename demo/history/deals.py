"""One contract from its draft to its last invoice, as the people of the company play it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any

from contracts import actions as contracts
from contracts.models import Contract, State, Term
from demo.documents import facts
from demo.documents.agreements import Agreement, Side, Signer, build_agreement
from demo.history.billing import plan_bills
from demo.history.onboarding import onboard
from demo.history.plan import CANCELLED, DECLINED, SENT_BACK, Deal
from demo.history.stories import Script, Story
from demo.history.subjects import HEADINGS
from demo.reviewing import read_document
from flowmono.accounts.models import User
from flowmono.approvals.models import Kind, Request, Seat
from procurement import actions as procurement
from procurement.models import Invoice, Order, OrderLine
from signing import actions as signing
from signing.models import Envelope, Recipient
from vendors import actions as vendors
from vendors.models import Vendor

EVIDENCE = {
    "address": "demonstration",
    "browser": "demonstration",
    "authenticated": "played: this signature is a demonstration",
    "seconds": "90",
}
CUSTOMER = Side(
    facts.CUSTOMER.name,
    facts.CUSTOMER.address,
    "VAT ID",
    facts.CUSTOMER.vat_id,
    Signer(facts.CUSTOMER.signatory.name, facts.CUSTOMER.signatory.role, facts.CUSTOMER.signatory.email),
    facts.CUSTOMER.notices_email,
)
LAWS = {"GB": "England and Wales", "CH": "Switzerland", "US": "the State of New York"}
NO_TO_CONTRACT = (
    "The notice period is too long for what we buy; ask for thirty days.",
    "The price was agreed with a discount of three percent; it is missing.",
    "Liability is open upwards. Legal needs a limit before I can agree.",
)
NO_TO_ORDER = (
    "Two of these lines belong to next year's budget; split them.",
    "The cost centre is wrong: this is paid by the project.",
)
NO_TO_SIGN = ("Our board wants a shorter payment term before it signs.", "The scope has changed since we talked.")


def draft_of(deal: Deal) -> bytes:
    """The Word draft of a deal."""
    return build_agreement(
        Agreement(
            number=deal.number,
            title=HEADINGS[deal.subject.kind],
            kind=deal.subject.kind,
            subject=deal.subject.words,
            form=deal.form,
            customer=CUSTOMER,
            vendor=deal.firm.side,
            effective_on=deal.effective_on,
            ends_on=deal.ends_on,
            currency=deal.firm.currency,
            total=deal.total,
            items=deal.items,
            payment_days=deal.payment_days,
            period=deal.period,
            periods=deal.periods,
            renews=deal.renews,
            notice_days=deal.notice_days,
            law=LAWS.get(deal.firm.address.country_code, "Germany"),
            insurance=deal.total * 2 if deal.total and deal.variant % 2 else None,
            fee=deal.fee,
            variant=deal.variant,
        )
    )


def tell_deal(story: Story, deal: Deal, *, begun: Callable[[Deal], None]) -> Script:
    """The whole life of one contract; `begun` hears when its draft is there."""
    people = story.stage.people
    yield story.office(deal.begins_on)
    asks, buys = people[deal.requester], people[deal.buyer]
    pk = story.once(
        "upload",
        lambda: contracts.upload_draft(
            by=asks,
            at=story.tick(),
            data=draft_of(deal),
            filename=f"{deal.number} {deal.title}.docx".replace(":", ""),
            title=deal.title,
            department=deal.department,
        ),
    )
    begun(deal)
    contract = Contract.objects.get(pk=pk)
    if deal.rest == "draft":
        return
    yield story.later(0, 2)
    story.once("correct", lambda: _correct(contract, deal, by=buys, at=story.tick()))
    if deal.rest == "review":
        return
    story.once("confirm", lambda: contracts.confirm_terms(contract, by=buys, at=story.tick()))
    story.once("risk", lambda: _judge_risk(contract, deal, by=buys, at=story.tick()))
    yield story.later(1, 3)
    if deal.rest == "ready":
        return
    yield from _approve(story, deal, contract)
    if deal.fate == CANCELLED or deal.rest in {"in approval", "first step", "approved"}:
        return
    yield story.later(0, 2)
    yield from _sign(story, deal, contract)
    contract.refresh_from_db()
    if contract.state in {State.SIGNED, State.ARCHIVED}:
        onboarding = Story(story.stage, f"{deal.key}:onboarding", story.at)
        story.stage.begin(onboarding, onboard(onboarding, deal, contract))
        yield from _order(story, deal, contract)


def _correct(contract: Contract, deal: Deal, *, by: User, at: datetime) -> None:
    """What a buyer puts right in what was read: a name for a fee, the sort of goods, the other party of a secret."""
    values: dict[str, Any] = {}
    if deal.subject.kind == "goods":
        values["category"] = "supply agreement"
    contract.refresh_from_db()
    if not contract.counterparty_name:
        values |= {
            "counterparty_name": deal.firm.name,
            "counterparty_tax_id": deal.firm.tax_id,
            "counterparty_email": deal.firm.email,
            "counterparty_signer": deal.firm.signer.name,
            "counterparty_signer_title": deal.firm.signer.title,
        }
    if not contract.counterparty_country:
        values["counterparty_country"] = deal.firm.address.country_code
    if values:
        contracts.correct_contract(contract, by=by, at=at, values=values)
    for term in Term.objects.filter(contract=contract, field="schedule", item_kind="recurring"):
        name = f"{deal.period.capitalize()} fee: {deal.subject.short}"
        contracts.correct_term(term, by=by, at=at, values={"description": name})


def _judge_risk(contract: Any, deal: Deal, *, by: User, at: datetime) -> None:
    """The buyer says how much depends on the vendor, when it is new."""
    contract.refresh_from_db()
    vendor = Vendor.objects.get(pk=contract.vendor_id)
    if vendor.risk == "medium" and deal.risk != "medium" and not vendor.onboardings.exists():
        vendors.correct_vendor(vendor, by=by, at=at, values={"risk": deal.risk})


def _approve(story: Story, deal: Deal, contract: Contract) -> Script:
    """Before the approvers, once or, when one of them says no, twice."""
    asks, buys = story.stage.people[deal.requester], story.stage.people[deal.buyer]
    story.once("submit", lambda: contracts.submit(contract, by=asks, at=story.tick()))
    if deal.rest == "in approval":
        return

    def decide(by: User, verdict: str, reason: str) -> Contract:
        return contracts.decide(contract, by=by, at=story.tick(), verdict=verdict, reason=reason)

    if deal.fate in {SENT_BACK, CANCELLED}:
        reason = story.random.choice(NO_TO_CONTRACT)
        yield from say(story, "no", Kind.CONTRACT, contract.pk, decide, no=reason)
        yield story.later(2, 6)
        if deal.fate == CANCELLED:
            story.once(
                "cancel",
                lambda: contracts.cancel(
                    contract, by=asks, at=story.tick(), reason="The offer of another firm is better in every point."
                ),
            )
            return
        days = 30 if deal.payment_days != 30 else 45
        story.once(
            "amend",
            lambda: contracts.correct_contract(contract, by=buys, at=story.tick(), values={"payment_days": days}),
        )
        story.once("submit again", lambda: contracts.submit(contract, by=asks, at=story.tick()))
    most = 1 if deal.rest == "first step" else 9
    yield from say(story, "yes", Kind.CONTRACT, contract.pk, decide, most=most)


def say(
    story: Story,
    label: str,
    kind: str,
    subject: Any,
    decide: Callable[[User, str, str], Any],
    *,
    no: str = "",
    most: int = 9,
    within: int = 3,
) -> Script:
    """Each open seat speaks within some days until the request is closed; with `no`, the first one refuses with that reason."""
    for number in range(most):
        yield story.later(0, within)
        name = f"{label} {number + 1}"
        if not story.did(name):
            request = Request.objects.filter(kind=kind, subject_id=subject, state="open").first()
            by = next_voice(request, story.chance(name)) if request is not None else None
            if by is None:
                return
            verdict = "no" if no else "yes"
            story.once(name, lambda by=by, verdict=verdict: decide(by, verdict, no))
        if no:
            return


def next_voice(request: Any, random: Random) -> User | None:
    """Who speaks next: not who spoke already, rather not who is needed later, and for who is away the stand-in."""
    spoken = set(request.seats.exclude(verdict="").values_list("decided_person", flat=True))
    seats = list(
        Seat.objects.filter(request=request, verdict="").select_related("approver", "stand_in", "step").order_by("pk")
    )
    later = {seat.approver.person for seat in seats if seat.step.state == "waiting"}
    able = [
        person
        for seat in seats
        if seat.step.state == "open"
        for person in [seat.stand_in or seat.approver]
        if person.person not in spoken and str(person.person) not in request.barred
    ]
    first = [person for person in able if person.person not in later] or able
    # Whoever knows the department decides most often: the one of the same department, else anybody.
    own = [person for person in first if person.department == request.facts.get("department")]
    chosen: User | None = own[0] if own else random.choice(first or [None])
    return chosen


def _sign(story: Story, deal: Deal, contract: Contract) -> Script:
    """Sent by the buyer, signed by both sides; one vendor in a while declines, and signs what is sent again."""
    buys, asks = story.stage.people[deal.buyer], story.stage.people[deal.requester]
    rounds = 2 if deal.fate == DECLINED else 1
    for turn in range(1, rounds + 1):
        story.once(f"send {turn}", lambda: contracts.send_for_signature(contract, by=buys, at=story.tick()))
        if deal.rest == "out":
            return
        yield story.later(0, 2)
        story.once(f"we sign {turn}", lambda: _put_signature(contract, at=story.tick()))
        if deal.rest == "signing":
            return
        yield story.later(1, 5)
        if deal.rest == "declined" or turn < rounds:
            reason = story.random.choice(NO_TO_SIGN)
            story.once(f"decline {turn}", lambda reason=reason: _decline(contract, reason, at=story.tick()))
            if deal.rest == "declined":
                return
            yield story.later(2, 5)
            story.once("submit for signing", lambda: contracts.submit(contract, by=asks, at=story.tick()))

            def decide(by: User, verdict: str, reason: str) -> Contract:
                return contracts.decide(contract, by=by, at=story.tick(), verdict=verdict, reason=reason)

            yield from say(story, "yes again", Kind.CONTRACT, contract.pk, decide)
            yield story.later(0, 1)
            continue
        story.once(f"they sign {turn}", lambda: _put_signature(contract, at=story.tick()))


def _turn_of(contract: Contract) -> Recipient:
    contract.refresh_from_db()
    recipient: Recipient = Recipient.objects.get(envelope=contract.envelope, state__in=["invited", "viewed"])
    return recipient


def _put_signature(contract: Contract, *, at: datetime) -> Recipient:
    """Whose turn it is opens the document and signs it."""
    recipient = _turn_of(contract)
    who: Any = recipient.user or recipient
    # Opening locks the place alone and signing the round first; both are one act here, and others lock a round before its places.
    Envelope.objects.lock(recipient.envelope_id)
    # Who signed before may have read for longer than the story went on meanwhile.
    at = max(at, (recipient.invited_at or at) + timedelta(minutes=1))
    # One in a while only leafs through, so that the list of reviews has something to show.
    seen, done = read_document(recipient, at=at, quickly=int(contract.number[-4:]) % 11 == 0)
    return signing.sign(
        recipient, by=who, at=done + timedelta(seconds=20), seen_sha256=seen, consent=True, evidence=EVIDENCE
    )


def _decline(contract: Contract, reason: str, *, at: datetime) -> Recipient:
    recipient = _turn_of(contract)
    who: Any = recipient.user or recipient
    return signing.decline(recipient, by=who, at=at, reason=reason, evidence=EVIDENCE)


def _order(story: Story, deal: Deal, contract: Contract) -> Script:
    """The order that followed by itself is decided, perhaps revised; then its work is delivered and billed."""
    order = Order.objects.filter(contract=contract).first()
    if order is None or deal.rest == "order":
        return
    buys = story.stage.people[deal.buyer]

    def decide(by: User, verdict: str, reason: str) -> Order:
        return procurement.decide_order(order, by=by, at=story.tick(), verdict=verdict, reason=reason)

    if deal.order_fate == "returned":
        reason = story.random.choice(NO_TO_ORDER)
        yield from say(story, "no to order", Kind.ORDER, order.pk, decide, no=reason)
        yield story.later(1, 4)
        story.once("order again", lambda: procurement.submit_order(order, by=buys, at=story.tick()))
    yield from say(story, "yes to order", Kind.ORDER, order.pk, decide)
    order.refresh_from_db()
    plan_bills(story, deal, contract, order)
    if deal.order_fate == "revised":
        yield story.later(25, 50)
        story.once("revise", lambda: _revise(order, by=buys, at=story.tick()))
        yield from say(story, "yes to revision", Kind.ORDER, order.pk, decide)
    if deal.ends_on is not None and deal.ends_on < story.stage.today:
        yield story.office(deal.ends_on + timedelta(days=75))
        story.once("close", lambda: _close(order, by=buys, at=story.tick()))


def _revise(order: Order, *, by: User, at: datetime) -> Any:
    """The last line costs four percent more: the scope grew."""
    line = OrderLine.objects.filter(order=order, unit_price__isnull=False).order_by("-position").first()
    if line is None or not Order.objects.get(pk=order.pk).can("reopen"):
        return None
    changes = [(line, {"unit_price": round(line.unit_price * 104 / 100, 0 if order.currency == "JPY" else 2)})]
    return procurement.revise_order(
        order,
        by=by,
        at=at,
        reason="The scope grew in the second workshop; the vendor offered four percent.",
        changes=changes,
    )


def _close(order: Order, *, by: User, at: datetime) -> Any:
    """Nothing more is to be billed; an order with an invoice that nobody has settled stays open."""
    order.refresh_from_db()
    unsettled = Invoice.objects.filter(order=order).exclude(state__in=["paid", "rejected", "withdrawn", "credited"])
    if not order.can("close") or unsettled.exists():
        return None
    return procurement.close_order(order, by=by, at=at)
