"""A contract that is out for signature is taken back on its own page, while our signatory has it open."""

from copy import copy
from pathlib import Path

import pytest
from playwright.sync_api import expect

from contracts import actions as contracts
from contracts.models import Contract
from demo.play import DOCUMENTS, approve_contract
from signing.models import Recipient
from tests.browser.roles.office import Office, heading, status, told
from tests.browser.roles.test_two_browsers import at_signature, stayed
from tests.signing.life.scenes import make_mark

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

DRAFT: Path = DOCUMENTS / "professional-services-agreement.docx"
TITLE = "Polishing line, first year"


def out_for_signature(office: Office) -> Contract:
    """Pierre brings it, Maya confirms its terms, the approvers agree, and it leaves for its signers."""
    work = office.work

    def prepare() -> Contract:
        play = copy(work.play)
        pierre, maya = work.people["pierre"], work.people["maya"]
        play.contract = contracts.upload_draft(
            by=pierre, at=work.play.tick(), data=DRAFT.read_bytes(), filename=DRAFT.name, title=TITLE
        )
        play.settle()
        contracts.confirm_terms(play.deal, by=maya, at=work.play.tick())
        play.settle()
        approve_contract(play)
        contracts.send_for_signature(play.deal, by=maya, at=work.play.tick())
        play.settle()
        return play.deal

    return work.do(prepare)


def test_a_contract_is_taken_back_on_its_page_and_who_had_it_open_reads_why_and_signs_nothing(office: Office) -> None:
    make_mark(office.people["sam"], name="Polishing")
    contract = out_for_signature(office)
    place = Recipient.objects.get(envelope=contract.envelope, user=office.people["sam"])
    desk = at_signature(office, contract.envelope)
    sender = office.at_desk("maya")
    sender.goto(office.address + contract.get_absolute_url())
    expect(status(sender)).to_have_text("out for signature", ignore_case=True)

    sender.get_by_text("Take back", exact=True).first.click()
    dialog = sender.get_by_role("dialog", name="Take the contract back from its signers?")
    told(sender, "it is submitted and approved again before it is sent again")
    dialog.get_by_role("button", name="Take back").click()
    expect(dialog).to_be_visible()
    dialog.get_by_label("Reason").fill("The second year was left out.")
    dialog.get_by_role("button", name="Take back").click()
    expect(dialog).to_have_count(0)
    office.work.settle()

    told(desk, "Maya Okafor took the document back.")
    told(desk, "The second year was left out.")
    stayed(desk)
    desk.reload()
    told(desk, "The second year was left out.")
    expect(desk.get_by_role("main").get_by_role("button", name="Sign", exact=True)).to_have_count(0)
    sender.goto(office.address + contract.get_absolute_url())
    expect(status(sender)).to_have_text("ready to submit", ignore_case=True)
    expect(heading(sender)).to_contain_text(TITLE)
    assert Recipient.objects.get(pk=place.pk).state == "closed"
