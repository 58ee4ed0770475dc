"""Plays every person of one chain, from the Word draft to the payment, through the same actions that pages and endpoints call.

The clock is simulated: it follows the contract's and the invoice's dates. Between two acts everything that is due is
delivered in this process, so that what happens by itself happens at once.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from contracts import actions as contracts
from contracts.models import Contract, State
from demo.billing import bill_first_payable
from demo.company import seed_company
from demo.documents import facts
from demo.documents.sheet import print_sheet
from demo.reviewing import read_document
from flowmono.accounts.models import User
from flowmono.approvals.models import Kind, Request, Seat
from flowmono.common.acting import SYSTEM, acting
from flowmono.common.models import Company
from flowmono.common.money import Money
from flowmono.intelligence.invoices import InvoiceReading, read_invoice
from flowmono.outbox.delivering import drain
from flowmono.outbox.models import Delivery
from procurement import actions as procurement
from procurement.models import Batch, Invoice, Match, Order, PaymentAuthorization
from signing import actions as signing
from signing.models import ACTING, Recipient, Role
from vendors import actions as vendors
from vendors.models import Milestone, OnboardingItem, Vendor, Workspace

Say = Callable[[str], None]
EVIDENCE = {
    "address": "127.0.0.1",
    "browser": "None: played by the demonstration",
    "authenticated": "the demonstration, which plays every person",
    "seconds": "60",
}

DOCUMENTS = Path(__file__).parent / "documents"
EVIDENCE_FILE = (
    "acceptance-evidence.pdf",
    (DOCUMENTS / "milestone-1-interface-test-report.pdf").read_bytes(),
)
PAPERS_AT_HAND = {"insurance": "certificate-of-insurance.pdf", "trade_register": "company-register-extract.pdf"}


class Stuck(Exception):
    """The chain cannot go on; the message says where and why."""


@dataclass
class Bill:
    """An invoice file to be sent by the vendor, and what it says."""

    name: str
    data: bytes
    reading: InvoiceReading

    @property
    def issued_on(self) -> date | None:
        return self.reading.issue_date


@dataclass
class Play:
    """One chain while it is played: the clock, the cast, and what came of it."""

    say: Say
    at: datetime
    deliver: Callable[[], Any] = drain
    people: dict[str, User] = field(default_factory=dict)
    contract: Contract | None = None
    invoice: Invoice | None = None

    def tick(self, **step: int) -> datetime:
        """Let time pass (a minute unless told otherwise) and return the moment."""
        self.at += timedelta(**(step or {"minutes": 1}))
        return self.at

    def forward_to(self, day: date, hour: int = 9) -> datetime:
        """Let time pass until a day; never backwards."""
        self.at = max(self.at + timedelta(minutes=1), datetime.combine(day, time(hour), UTC))
        return self.at

    def settle(self) -> None:
        """Let everything that follows by itself happen. Raises Stuck when a step cannot be done."""
        self.deliver()
        failed = Delivery.objects.unpaid().select_related("event").first()
        if failed is not None:
            raise Stuck(
                f"{failed.event.name} → {failed.step}: {failed.error.splitlines()[0] if failed.error else 'not delivered'}"
            )

    @property
    def deal(self) -> Contract:
        if self.contract is None:
            raise Stuck("There is no contract yet.")
        self.contract = Contract.objects.select_related("vendor", "envelope").get(pk=self.contract.pk)
        return self.contract


def play_chain(draft: Path, invoices: Sequence[Path], *, say: Say, deliver: Callable[[], Any] = drain) -> Play:
    """Carry one draft as far as it goes. With several invoices the last one is the one that is followed to its payment."""
    bills = [Bill(path.name, path.read_bytes(), read_invoice(path.read_bytes(), path.name)) for path in invoices]
    start = min((bill.issued_on for bill in bills if bill.issued_on), default=None)
    play = Play(say, datetime.combine((start or date(2027, 1, 4)) - timedelta(days=60), time(9), UTC), deliver)
    play.people = seed_company(at=play.at, name="(named by the contract)")
    draft_to_terms(play, draft)
    play.at = max(play.at, _signing_day(play.deal, start) - timedelta(days=3))
    approve_contract(play)
    sign_contract(play)
    if not Order.objects.filter(contract=play.deal).exists():
        say(f"No order: {play.deal.why_not or 'no orderable terms'}.")
        return play
    approve_order(play)
    ready_vendor(play, bills[0].reading if bills else None)
    for bill in bills or [bill_first_payable(play)]:
        deliver_what_is_billed(play, bill)
        send_invoice(play, bill)
        pay_if_authorized(play)
    return play


def _signing_day(contract: Contract, first_invoice: date | None) -> datetime:
    """The effective date, unless an invoice comes before it: then ten days before that invoice."""
    day = contract.effective_on
    if first_invoice is not None and (day is None or day > first_invoice - timedelta(days=10)):
        day = first_invoice - timedelta(days=10)
    return datetime.combine(day or date(2027, 1, 4), time(9), UTC)


def draft_to_terms(play: Play, draft: Path) -> None:
    """Upload, convert, read; accept open changes; a person confirms the terms."""
    pierre, maya = play.people["pierre"], play.people["maya"]
    play.contract = contracts.upload_draft(by=pierre, at=play.tick(), data=draft.read_bytes(), filename=draft.name)
    play.say(f"Pierre uploads {draft.name}: {play.contract.number}.")
    play.settle()
    if play.deal.state == State.CHOICE:
        play.say(f"Open changes: {play.deal.problem}. Pierre accepts them all.")
        contracts.choose_changes(play.deal, by=pierre, at=play.tick(), choice="accept")
        play.settle()
    if play.deal.state == State.REFUSED:
        raise Stuck(f"The draft cannot be converted: {play.deal.problem}")
    version = play.deal.document.newest("converted")
    play.say(
        f"It is a PDF of {len(version.layer.pages)} pages; {play.deal.terms.live().count()} terms are read, each with its quote."
    )
    company = Company.here()
    if play.deal.customer_name:
        company.name = play.deal.customer_name
        with acting(SYSTEM, at=play.at):
            company.save()
    values = _missing(play.deal)
    if values:
        contracts.correct_contract(play.deal, by=maya, at=play.tick(), values=values)
    contracts.confirm_terms(play.deal, by=maya, at=play.tick())
    play.say("Maya confirms the terms.")
    play.settle()


def _missing(contract: Contract) -> dict[str, Any]:
    """What a person would add by hand where the text does not say it."""
    values: dict[str, Any] = {}
    if not contract.counterparty_name:
        values["counterparty_name"] = "The other party"
    if not contract.counterparty_email:
        values["counterparty_email"] = "signer@vendor.example"
    if contract.orderable and not contract.currency:
        values["currency"] = "EUR"
    return values


def approve_contract(play: Play) -> None:
    """By rule, whoever has a seat says yes."""
    contracts.submit(play.deal, by=play.people["pierre"], at=play.tick())
    _everyone_says_yes(
        play, Kind.CONTRACT, play.deal.pk, lambda by: contracts.decide(play.deal, by=by, at=play.tick(), verdict="yes")
    )
    play.settle()


def _everyone_says_yes(play: Play, kind: str, subject_id: Any, decide: Callable[[User], Any]) -> None:
    """Each open seat in turn, by people who have not spoken and who are not the only one for a later step."""
    while True:
        request = Request.objects.filter(kind=kind, subject_id=subject_id, state="open").first()
        if request is None:
            return
        by = _next_approver(request)
        if by is None:
            raise Stuck(f"Nobody can decide “{request.title}” any more.")
        decide(by)
        play.say(f"{by} approves {request.get_kind_display()} “{request.title}”.")


def _next_approver(request: Request) -> User | None:
    spoken = set(request.seats.exclude(verdict="").values_list("decided_person", flat=True))
    seats = Seat.objects.filter(request=request, verdict="").select_related("approver", "step")
    later = {seat.approver.person for seat in seats if seat.step.state == "waiting"}
    able = [seat.approver for seat in seats if seat.step.state == "open" and seat.approver.person not in spoken]
    return min(able, key=lambda person: (person.person in later, person.pk), default=None)


def sign_contract(play: Play) -> None:
    """Send for signature; the signatory and the other party sign; the chain starts."""
    contracts.send_for_signature(play.deal, by=play.people["maya"], at=play.tick())
    play.settle()
    while True:
        asked = Recipient.objects.filter(envelope=play.deal.envelope, state__in=["invited", "viewed"], role__in=ACTING)
        recipient = asked.first()
        if recipient is None:
            break
        who: Any = recipient.user or recipient
        seen, done = read_document(recipient, at=play.tick())
        # Reading takes its time: whoever is asked next opens the document after that.
        play.at = max(play.tick(), done)
        signing.sign(recipient, by=who, at=play.at, seen_sha256=seen, consent=True, evidence=EVIDENCE)
        if recipient.role == Role.APPROVER:
            play.say(f"{recipient.name} approves the document before it is signed.")
        else:
            play.say(f"{recipient.name} signs for {recipient.party or 'the other party'}.")
        play.settle()
    if play.deal.state not in {State.SIGNED, State.ARCHIVED}:
        raise Stuck(f"The contract is {play.deal.get_state_display()}.")
    play.say("The contract is signed; onboarding, workspace, order and compliance record open by themselves.")


def approve_order(play: Play) -> None:
    """The approvers decide on the drafted order; the vendor is sent it."""
    order = Order.objects.get(contract=play.deal)
    _everyone_says_yes(
        play, Kind.ORDER, order.pk, lambda by: procurement.decide_order(order, by=by, at=play.tick(), verdict="yes")
    )
    play.settle()
    order.refresh_from_db()
    play.say(f"{order.number} is {order.get_state_display()}.")


def ready_vendor(play: Play, reading: InvoiceReading | None) -> None:
    """The vendor's contact gets an account; its bank account was checked by three people earlier; it hands in its papers."""
    vendor = Vendor.objects.get(pk=play.deal.vendor_id)
    earlier = play.at - timedelta(days=50)
    # A vendor that the company has known for longer than this contract: its account was checked back then.
    Vendor.objects.filter(pk=vendor.pk, created_at__gt=earlier).update(
        created_at=earlier - timedelta(days=1), created_by=play.people["maya"]
    )
    contact = vendor.contacts.first() or vendors.add_contact(
        vendor, by=play.people["maya"], at=earlier, name="Vera Costa", email="vera.costa@vendor.example"
    )
    vera = vendors.account_of(contact)
    play.people["vera"] = vera
    account = vendors.propose_account(vendor, by=vera, at=earlier, values=account_values(vendor, reading))
    account = vendors.call_back(
        account, by=play.people["maya"], at=earlier, contact="Vera Costa, +353 21 555 0118, number from the contract"
    )
    vendors.verify_account(account, by=play.people["gwen"], at=earlier)
    play.settle()
    hand_in_papers(play, vendor)


def hand_in_papers(play: Play, vendor: Vendor) -> None:
    """The vendor hands in every paper that its checklists ask for; legal & compliance verifies each. Payments wait for them."""
    asked = OnboardingItem.objects.filter(onboarding__vendor=vendor, wanted="document", required=True, state="open")
    ends_on = max(play.deal.ends_on or play.at.date(), play.at.date())
    for item in asked.order_by("onboarding__created_at", "position"):
        name, data, valid_until = _paper_for(item, vendor, on=play.at.date(), lasts=date(ends_on.year + 1, 12, 31))
        paper = vendors.hand_in_document(
            vendor,
            by=play.people["vera"],
            at=play.tick(),
            kind=item.document_kind,
            title=item.title,
            data=data,
            filename=name,
            valid_until=valid_until,
        )
        play.settle()
        vendors.verify_document(paper, by=play.people["lena"], at=play.tick())
        play.say(f"Vera hands in “{item.title}”; Lena verifies it.")
        play.settle()


def _paper_for(item: OnboardingItem, vendor: Vendor, *, on: date, lasts: date) -> tuple[str, bytes, date | None]:
    """The file, and its last day where the paper has one. The demonstration's own vendor has real-looking papers."""
    ready = PAPERS_AT_HAND.get(item.document_kind) if vendor.name == facts.PROVIDER.name else None
    if ready is not None:
        until = facts.POLICY.ends_on if item.expires else None
        if until is None or until >= on:
            return ready, (DOCUMENTS / ready).read_bytes(), until
    lines = [f"{vendor.name}", f"Issued on {on.isoformat()} for the play of this chain."]
    if item.expires:
        lines.append(f"Valid until {lasts.isoformat()}.")
    return f"{item.document_kind or 'paper'}.pdf", print_sheet(item.title, lines), lasts if item.expires else None


def account_values(vendor: Vendor, reading: InvoiceReading | None) -> dict[str, str]:
    """The account that the invoice prints, or one made for the play."""
    for printed in reading.accounts if reading else ():
        if printed.iban:
            return {"holder": vendor.name, "iban": printed.iban, "bic": printed.bic or ""}
        clearing = {"USABA": printed.routing, "GBDSC": printed.sort_code, "AUBSB": printed.bsb}
        for system, member in clearing.items():
            if member and printed.number:
                country = {"USABA": "US", "GBDSC": "GB", "AUBSB": "AU"}[system]
                number = {"bban": printed.number, "clearing_system": system, "clearing_member": member}
                return {"holder": vendor.name, "country": country, **number}
    return {"holder": vendor.name, "iban": facts.PROVIDER.bank.iban, "bic": facts.PROVIDER.bank.bic}


def deliver_what_is_billed(play: Play, bill: Bill) -> None:
    """The vendor hands in the milestones that the invoice bills, and the requester accepts them, the day before."""
    workspace = Workspace.objects.filter(contract=play.deal).first()
    if bill.issued_on:
        play.forward_to(bill.issued_on - timedelta(days=1))
    for milestone in _billed_milestones(workspace, bill) if workspace else []:
        vendors.submit_milestone(
            milestone,
            by=play.people["vera"],
            at=play.tick(),
            note="Delivered as agreed; see the evidence.",
            files=[EVIDENCE_FILE],
        )
        milestone = vendors.accept_milestone(milestone, by=play.people["pierre"], at=play.tick(), percent=Decimal(100))
        play.say(f"Vera hands in “{milestone.title}” with evidence; Pierre accepts it.")
        play.settle()


def _billed_milestones(workspace: Workspace, bill: Bill) -> list[Milestone]:
    """The open milestones that the invoice's lines bill: by name, else by amount. What is due by time is not handed in."""
    every = list(workspace.milestones.exclude(kind="retention").order_by("position"))
    billed = {milestone.pk: milestone for line in bill.reading.lines if (milestone := _billed_by(line, every))}
    return [milestone for milestone in billed.values() if milestone.state in {"open", "returned"}]


def _billed_by(line: Any, milestones: list[Milestone]) -> Milestone | None:
    words = (line.description or "").casefold()
    named = max(milestones, key=lambda one: fuzz.token_set_ratio(one.title.casefold(), words), default=None)
    if named is not None and fuzz.token_set_ratio(named.title.casefold(), words) >= 75:
        return named
    return next((one for one in milestones if one.amount is not None and one.amount == line.net), None)


def send_invoice(play: Play, bill: Bill) -> None:
    """The vendor sends the invoice through the portal; it is read and matched; a clerk confirms a proposed order."""
    vendor = Vendor.objects.get(pk=play.deal.vendor_id)
    at = play.forward_to(bill.issued_on, hour=10) if bill.issued_on else play.tick()
    play.invoice = procurement.receive_invoice(
        vendor, by=play.people["vera"], at=at, data=bill.data, filename=bill.name
    )
    play.settle()
    match = newest_match(play.invoice)
    order = Order.objects.get(contract=play.deal)
    if match is not None and _needs_confirmation(match):
        procurement.confirm_order(play.invoice, by=play.people["fay"], at=play.tick(), order=order)
        play.say("A clerk confirms the proposed order.")
        play.settle()
        match = newest_match(play.invoice)
    if match is None:
        raise Stuck("The invoice was not matched.")
    play.say(f"{bill.name} is matched: {match.decision}{' — ' + ', '.join(match.codes) if match.codes else ''}.")


def _needs_confirmation(match: Match) -> bool:
    return bool({"PO_PROPOSED", "PO_MISSING", "PO_AMBIGUOUS"} & {*match.codes, *match.info})


def newest_match(invoice: Invoice) -> Match | None:
    """The match that counts now."""
    return Match.objects.filter(invoice=invoice).order_by("-created_at", "-number").first()


def pay_if_authorized(play: Play) -> None:
    """Two people authorize, a third makes the payment file, and the bank's confirmation is entered."""
    authorization = PaymentAuthorization.objects.filter(invoice=play.invoice).order_by("-created_at").first()
    if authorization is None:
        return
    _everyone_says_yes(
        play,
        Kind.PAYMENT,
        authorization.pk,
        lambda by: procurement.decide_payment(authorization, by=by, at=play.tick(), verdict="yes"),
    )
    play.settle()
    authorization.refresh_from_db()
    if authorization.state != "authorized":
        return
    batch = _make_batch(play, authorization)
    play.say(f"Payment file {batch} with {Money(authorization.amount, authorization.currency)}.")
    paid_at, fay = play.tick(days=1), play.people["fay"]
    procurement.confirm_payment(authorization, by=fay, at=paid_at, reference="STMT-1", early=True)
    play.settle()
    play.say("The bank's confirmation is entered: paid.")


def _make_batch(play: Play, authorization: PaymentAuthorization) -> Batch:
    """By somebody in finance who did not authorize."""
    deciders = set(Seat.objects.filter(request__subject_id=authorization.pk).values_list("decided_person", flat=True))
    for key in ("gwen", "finn", "fay"):
        if play.people[key].person not in deciders:
            batch: Batch = procurement.make_batch([authorization], by=play.people[key], at=play.tick())
            play.settle()
            return batch
    raise Stuck("Everybody in finance has authorized; nobody is left to make the file.")
