"""The main job on the demonstration's own contract, told step by step, and a few cases that still wait for somebody."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from contracts import actions as contracts
from contracts.models import Contract
from demo.amending import bring_amendment
from demo.company import PASSWORD, seed_company
from demo.documents import facts
from demo.history.stories import NotSettled, settle
from demo.obligations import look_after_obligations
from demo.play import (
    Bill,
    Play,
    Stuck,
    approve_contract,
    approve_order,
    deliver_what_is_billed,
    draft_to_terms,
    pay_if_authorized,
    ready_vendor,
    send_invoice,
    sign_contract,
)
from demo.preparing import is_history_on_its_way
from flowmono.common.models import Company
from flowmono.common.now import as_played
from flowmono.governing import actions as governing
from flowmono.governing.plain import plain_of
from flowmono.governing.registry import KINDS
from flowmono.intelligence.invoices import read_invoice
from flowmono.monitoring.actions import run_all
from signing import actions as signing
from signing.lending import Part
from signing.models import Envelope, EnvelopeState, Role, SignatureProfile

PAPERS = Path(__file__).parent / "documents"
MAIN_TITLE = "Professional services agreement"
LAST_DRAFT = "professional-services-agreement-draft-with-changes.docx"
LENT_FOR = timedelta(days=120)
SECOND_LOOK_FROM = Decimal("100000")


class Beside(Play):
    """A play beside which another process plays too: it waits for what that one has in its hands."""

    def settle(self) -> None:
        try:
            settle()
        except NotSettled as problem:
            raise Stuck(str(problem)) from None


def is_main_job_played() -> bool:
    """True when the contract of the main job is there, whatever became of it."""
    return Contract.objects.filter(title__istartswith=MAIN_TITLE, requester__username="pierre").exists()


def is_main_job_complete() -> bool:
    """True when it came to its last step, the draft that waits with open changes; what broke off before that has none."""
    drafts = Contract.objects.filter(requester__username="pierre")
    return is_main_job_played() and drafts.filter(document__versions__name=LAST_DRAFT).exists()


@as_played()
def show_main_job(say: Callable[[str], None]) -> None:
    """Carry the demonstration's contract from its draft to its first payment, saying each step."""
    numbered = _numbered(say)
    play = Beside(numbered, datetime(2027, 1, 4, 9, tzinfo=UTC))
    play.people = seed_company(at=play.at, password=PASSWORD)
    say(f"{facts.CUSTOMER.name} buys from {facts.PROVIDER.name}.")
    draft_to_terms(play, PAPERS / "professional-services-agreement.docx")
    approve_contract(play)
    ask_second_look(play)
    _say_who_takes_part(play)
    sign_contract(play)
    approve_order(play)
    bills = [_bill("invoice-hpe-2027-0014-deposit.pdf"), _bill("invoice-hpe-2027-0015-deposit-over-billed.pdf")]
    ready_vendor(play, bills[0].reading)
    for bill in bills:
        deliver_what_is_billed(play, bill)
        send_invoice(play, bill)
        pay_if_authorized(play)
    look_after_obligations(play)
    bring_amendment(play)
    let_deputy_sign(play)
    _leave_work(play, say)


def ask_second_look(play: Play) -> None:
    """From an amount on, our own people sign only what they opened and read page by page; two administrators decide that."""
    kind, company = KINDS["common.company"], Company.here()
    after = plain_of(kind, company)
    after["values"]["second_look_from"] = f"{SECOND_LOOK_FROM:f}"
    ada, noor = play.people["ada"], play.people["noor"]
    prepared = governing.prepare(kind, company, after, by=ada, at=play.tick())
    if prepared is None:
        return
    reason = "The audit asked that nobody signs a large contract without having read it."
    governing.propose(prepared, by=ada, at=play.tick(), reason=reason)
    governing.approve(prepared, by=noor, at=play.tick())
    play.say("Ada and Noor decide that from €100,000 on, what we sign must have been opened and read page by page.")


def _say_who_takes_part(play: Play) -> None:
    """Legal approves the document first; then both sides sign, in whichever order they come to it, and finance reads along."""
    envelope = Envelope.objects.get(contract=play.deal, state=EnvelopeState.DRAFT)
    lena, fay = play.people["lena"], play.people["fay"]
    signers = [
        signing.Place(2, one.name, one.email, title=one.title, party=one.party) for one in envelope.recipients.all()
    ]
    people = [
        signing.Place(1, str(lena), lena.email, title=lena.title, role=Role.APPROVER),
        *signers,
        signing.Place(2, str(fay), fay.email, title=fay.title, role=Role.VIEWER),
    ]
    signing.set_people(envelope, by=play.people["maya"], at=play.tick(), people=people)
    play.say("Maya lets Lena approve the document before both sides sign, and shows it to Fay.")
    play.settle()


def _bill(name: str) -> Bill:
    data = (PAPERS / name).read_bytes()
    return Bill(name, data, read_invoice(data, name))


def let_deputy_sign(play: Play) -> None:
    """The managing director travels: for some weeks the deputy may sign smaller contracts by his authority, in her own name."""
    sam, greta = play.people["sam"], play.people["greta"]
    at = play.tick()
    part = Part(at.date(), at.date() + LENT_FOR, limit=Decimal("50000.00"))
    mark = SignatureProfile.objects.get(user=sam, name="All contracts")
    reason = "I travel a lot this spring. Nobody should wait for my signature on smaller contracts."
    signing.delegate_authority(mark, by=sam, at=at, delegate=greta, part=part, reason=reason)
    play.say("Sam lets Greta sign contracts up to €50,000 for him, in her own name, until the summer.")
    play.settle()


def _leave_work(play: Play, say: Callable[[str], None]) -> None:
    """A second draft waits with open changes, so that the first page somebody opens has something to do."""
    draft = PAPERS / LAST_DRAFT
    contracts.upload_draft(by=play.people["pierre"], at=play.tick(days=1), data=draft.read_bytes(), filename=draft.name)
    play.settle()
    if is_history_on_its_way():
        # Seen from this day, the cases of two years ago that are being played now would all be overdue.
        say("Monitoring looks at everything once the history is there.")
        return
    runs = run_all(at=play.tick(days=1))
    say(
        f"Monitoring: {sum(run.looked_at for run in runs)} cases looked at, {sum(run.raised for run in runs)} exceptions."
    )


def _numbered(say: Callable[[str], None]) -> Callable[[str], None]:
    count = 0

    def say_numbered(words: str) -> None:
        nonlocal count
        count += 1
        say(f"{count:>3}. {words}")

    return say_numbered
