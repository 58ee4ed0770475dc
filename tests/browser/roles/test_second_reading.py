"""Procurement asks a model elsewhere to read a contract a second time, and sees beside the terms what it said."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from contracts import actions
from contracts.models import Category, RemoteReader
from tests.browser.desks import PHONE, no_sideways_scrolling
from tests.browser.roles.office import Office, card, heading, press, told
from tests.contracts.remote.model_server import Model, serving
from tests.contracts.remote.scenes import CATEGORY, HONEST, allow, reader_at
from tests.contracts.scenes import TEXT, word_file

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

SAID = [
    *HONEST[1:],
    ("payment", "10000.00", "of which EUR 10,000.00 is payable on 30 April 2027"),
    ("effective_on", "2027-04-01", "provide the services described in this Agreement from 1 April 2027"),
    ("agreement_on", "2027-04-30", "is payable on 30 April 2027"),
    ("title", "Master Agreement", "Master Agreement of somebody else"),
]


@contextmanager
def remote_reader(says: list[tuple[str, str, str]]) -> Iterator[Model]:
    """A remote reader for this story alone: the company is that of others, too."""
    with serving(says=says) as model:
        reader = reader_at(model)
        allow("on_request")
        try:
            yield model
        finally:
            Category.objects.filter(name=CATEGORY).update(remote_reading="never")
            RemoteReader.objects.filter(pk=reader.pk).update(active=False)


def test_a_second_reading_is_asked_for_and_stands_beside_the_terms(office: Office) -> None:
    paragraphs = ("Services Agreement for second looks", *TEXT[1:])
    with remote_reader(SAID) as model:
        contract = office.work.do(
            lambda: actions.upload_draft(
                by=office.people["pierre"],
                at=office.work.play.tick(),
                data=word_file(*paragraphs),
                filename="second-looks.docx",
            )
        )
        office.work.settle()
        # One instalment is taken for no term: the second reading says that a price is missing.
        office.work.do(
            lambda: actions.drop_term(
                contract.terms.schedule().get(amount=10_000), by=office.people["maya"], at=office.work.play.tick()
            )
        )
        page = office.at_desk("maya")
        page.goto(office.address + contract.get_absolute_url())
        expect(heading(page)).to_contain_text("Services Agreement for second looks")
        reading = card(page, "Second reading")
        expect(reading).to_contain_text("The whole text of this contract is sent to the model")
        assert model.got == []

        press(page, "Ask the remote reader")
        told(page, "What it says appears here")
        assert model.got == []

        # The worker asks; what it brings appears in the page that is open.
        office.work.settle()
        expect(reading).to_contain_text("It says something else")
        assert len(model.got) == 1

    expect(reading).to_contain_text("A price that no term has")
    expect(reading).to_contain_text("10,000.00")
    expect(reading).to_contain_text("Its quote does not stand in the document.")
    reading.get_by_role("link", name=re.compile("page 1")).first.click()
    expect(page).to_have_url(re.compile(r"\?passage=\d+-\d+#passage$"))
    expect(page.locator("#passage").first).to_be_visible()

    # The auditor finds the use, on a telephone as well.
    auditor = office.at_desk("aud", PHONE)
    auditor.goto(f"{office.address}/contracts/second-readings/?q={contract.number}")
    expect(auditor.get_by_role("main")).to_contain_text("meridian-large")
    no_sideways_scrolling(auditor)
