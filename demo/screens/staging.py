"""Cases in the states that the main job has left behind, for whoever looks at every screen: each made by the people's own acts."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from contracts import actions as contracts
from contracts.models import Contract
from demo.documents import facts
from demo.play import EVIDENCE, Stuck, approve_contract
from demo.reviewing import read_document
from demo.screens.keeping import keep_until_over, sign_without_contract
from demo.screens.many import let_one_run_out, send_to_many
from demo.screens.stopping import stop_for_want_of_a_rate
from demo.show import Beside
from flowmono.accounts.models import User
from flowmono.outbox.models import RecordedEvent
from procurement import actions as procurement
from signing import actions as signing
from signing.models import Recipient
from vendors.models import Vendor

PAPERS = Path(__file__).resolve().parents[1] / "documents"
DRAFT = PAPERS / "professional-services-agreement.docx"
PAPER_INVOICE = PAPERS / "invoice-hpe-2027-0014-deposit-plain.pdf"
CHANGED = PAPERS / "professional-services-agreement-draft-with-changes.docx"
EARLIEST = datetime(2027, 1, 4, 9, tzinfo=UTC)


def stage(say: Callable[[str], None]) -> None:
    """One contract whose terms are to be confirmed, with two versions; one before its approvers; one approved and not sent yet; one out
    for our signature, one that only the other party has still to sign; an invoice on paper; one document for many people; a contract of
    long ago whose papers need not be kept any longer; one whose order waits at the incident desk; and a document that was signed without a
    contract."""
    newest = RecordedEvent.objects.order_by("-at").values_list("at", flat=True).first()
    play = Beside(say, newest or EARLIEST)
    play.people = {person.username: person for person in User.objects.all()}
    _bring(play, "Calibration line, second year")
    contracts.replace_draft(
        play.deal, by=play.people["pierre"], at=play.tick(), data=CHANGED.read_bytes(), filename=CHANGED.name
    )
    play.settle()
    contracts.choose_changes(play.deal, by=play.people["pierre"], at=play.tick(), choice="accept")
    play.settle()
    _bring(play, "Calibration line, spare parts")
    _confirm(play)
    contracts.submit(play.deal, by=play.people["pierre"], at=play.tick())
    play.settle()
    _bring(play, "Calibration line, site Gdańsk")
    _confirm(play)
    approve_contract(play)
    play.settle()
    for title in ("Calibration line, site Łódź", "Calibration line, site Porto"):
        _bring(play, title)
        _confirm(play)
        approve_contract(play)
        contracts.send_for_signature(play.deal, by=play.people["maya"], at=play.tick())
        play.settle()
    _sign_for_us(play)
    _bill_on_paper(play)
    keep_until_over(play)
    stop_for_want_of_a_rate(play)
    sign_without_contract(play)
    let_one_run_out(play)
    send_to_many(play)


def _bring(play: Beside, title: str) -> Contract:
    play.contract = contracts.upload_draft(
        by=play.people["pierre"], at=play.tick(), data=DRAFT.read_bytes(), filename=DRAFT.name, title=title
    )
    play.settle()
    play.say(f"{play.deal.number} {title} is {play.deal.get_state_display()}.")
    return play.contract


def _confirm(play: Beside) -> None:
    contracts.confirm_terms(play.deal, by=play.people["maya"], at=play.tick())
    play.settle()


def _sign_for_us(play: Beside) -> None:
    """Our signatory signs what was brought last; the other party is asked by letter."""
    place = Recipient.objects.filter(envelope=play.deal.envelope, state__in=["invited", "viewed"]).first()
    if place is None or place.user is None:
        raise Stuck("Nobody of ours is asked to sign.")
    seen, done = read_document(place, at=play.tick())
    play.at = max(play.tick(), done)
    signing.sign(place, by=place.user, at=play.at, seen_sha256=seen, consent=True, evidence=EVIDENCE)
    play.settle()


def _bill_on_paper(play: Beside) -> None:
    """An invoice comes as a mere picture of paper: what was read of it can be corrected."""
    vendor = Vendor.objects.get(name=facts.PROVIDER.name)
    procurement.receive_invoice(
        vendor, by=play.people["fay"], at=play.tick(), data=PAPER_INVOICE.read_bytes(), filename=PAPER_INVOICE.name
    )
    play.settle()
