"""A document of one's own goes to one person for signature, from the pages alone."""

import re

import pytest
from playwright.sync_api import expect

from signing.models import Envelope
from tests.browser.roles.office import Office, card, go, heading, last_letter, press, status, told, upload
from tests.browser.roles.test_signing import read_every_page
from tests.browser.roles.test_two_browsers import consent, on_telephone
from tests.signing.life import bulk_scenes

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

KAJA = "kaja.wolff@visit.example"


def test_a_document_is_brought_sent_and_signed_on_a_telephone(office: Office) -> None:
    maya = office.at_desk("maya")
    maya.goto(office.address + "/signing/")
    go(maya, "Send a document")
    expect(heading(maya)).to_have_text("Send a document for signature")
    upload(maya, "Document", "visit.pdf", bulk_scenes.pdf(), "application/pdf")
    maya.get_by_label("Title").fill("Visit of the new hall")
    maya.get_by_label("Category").select_option("NDA")
    maya.get_by_label("Who signs").fill("Kaja Wolff")
    maya.get_by_label("E-mail address").fill(KAJA)
    press(maya, "Go on")

    expect(heading(maya)).to_have_text("Visit of the new hall")
    expect(status(maya)).to_have_text("being prepared", ignore_case=True)
    told(maya, "place on the document")
    go(maya, "Send for signature")
    dialog = maya.get_by_role("dialog", name="Send it for signature?")
    expect(dialog).to_contain_text("Kaja Wolff")
    dialog.get_by_role("button", name="Send", exact=True).click()
    expect(status(maya)).to_have_text("out for signature", ignore_case=True)
    office.work.settle()
    assert "Visit of the new hall" in last_letter(KAJA, "/signing/open/")

    envelope = office.work.do(lambda: Envelope.objects.get(title="Visit of the new hall"))
    phone = on_telephone(office, KAJA, envelope)
    expect(card(phone, "Who takes part")).to_contain_text("Kaja Wolff")
    read_every_page(phone)
    consent(phone)
    press(phone, "Sign")
    expect(heading(phone)).to_have_text("You have signed")
    office.work.settle()
    expect(status(maya)).to_have_text("sealed", ignore_case=True)

    go(maya, "Signature rounds")
    row = maya.get_by_role("row").filter(has_text="Visit of the new hall")
    expect(row).to_contain_text(re.compile("sealed", re.IGNORECASE))
    expect(row).to_contain_text("1 of 1 done")
