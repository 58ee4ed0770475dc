"""Terms beside the document: what is certain accepted together, the rest asked one by one by keyboard, each lit on its page."""

import pytest
from playwright.sync_api import Locator, Page, expect

from contracts import actions
from contracts.models import Contract
from flowmono.common.models import Company
from tests.browser.desks import PHONE
from tests.browser.roles.office import Office, card, heading, press, status, told
from tests.contracts import scenes

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

TITLE = "Upkeep of lanterns"
DRAFT = (
    TITLE,
    "This agreement is made on 1 March 2027 between {customer} (the “Customer”) and Lantern Upkeep Ltd, a company "
    "registered in England (the “Supplier”).",
    "1. Services. The Supplier shall maintain the lanterns of the yard from 1 April 2027.",
    "2. Fees. The Customer shall pay the Supplier a fixed fee of EUR 24,000.00, of which EUR 10,000.00 is payable on 30 April 2027 "
    "and EUR 14,000.00 is payable on 30 June 2027.",
    "3. Payment. The Customer shall pay each invoice within 30 days of receipt of the invoice.",
    "4. Term. This Agreement ends on 31 March 2028.",
    *(
        f"{n}. Lanterns. The lanterns of row {n} are looked after as the others are, and cleaned in spring."
        for n in range(5, 40)
    ),
    "40. Invoices. Invoices are payable within 45 days of receipt.",
)


def brought(office: Office, title: str) -> Contract:
    """Pierre's draft, converted and read."""
    pierre, at = office.people["pierre"], office.work.play.tick()
    customer = office.work.do(lambda: Company.here().name)
    file = scenes.word_file(*(words.replace("{customer}", customer) for words in DRAFT))
    made: Contract = office.work.do(
        lambda: actions.upload_draft(by=pierre, at=at, data=file, filename="lanterns.docx", title=title)
    )
    return made


def lit(page: Page) -> Locator:
    """The place on the page that is asked about."""
    return page.locator(".doc-pages .lit.is-current").first


def test_legal_accepts_what_is_certain_and_answers_the_rest_by_keyboard(office: Office) -> None:
    contract = brought(office, TITLE)
    maya = office.at_desk("maya")
    maya.goto(office.address + contract.get_absolute_url())
    expect(heading(maya)).to_have_text(TITLE)
    check = card(maya, "Check what was read")
    expect(check).to_contain_text("3 need your eye")
    # A term of the list lights its sentence on the page.
    maya.locator("#contract-terms li.shows", has_text="End date").get_by_role("link", name="page").click()
    expect(lit(maya)).to_be_in_viewport()

    check.get_by_role("button", name="Accept the").click()
    told(maya, "values are confirmed")
    expect(check.get_by_role("progressbar")).to_be_visible()
    expect(check.get_by_role("button", name="Accept the")).to_have_count(0)
    expect(maya.locator("#contract-terms").get_by_text("look twice")).to_have_count(1)

    maya.keyboard.press("n")
    expect(check.get_by_role("heading", level=3)).to_contain_text("Payment term")
    expect(check.get_by_role("heading", level=3)).to_be_focused()
    expect(check.get_by_role("heading", level=3)).to_be_in_viewport()
    expect(lit(maya)).to_have_attribute("aria-label", "Payment term")
    expect(lit(maya)).to_be_in_viewport()
    maya.keyboard.press("n")
    expect(check.get_by_role("heading", level=3)).to_contain_text("Renewal")
    maya.keyboard.press("p")
    expect(check.get_by_role("heading", level=3)).to_contain_text("Payment term")
    maya.keyboard.press("c")
    days = check.get_by_label("Payment term in days")
    expect(days).to_be_focused()
    days.fill("45")
    maya.keyboard.press("Enter")
    expect(check.get_by_role("heading", level=3)).to_contain_text("Renewal")
    maya.keyboard.press("x")
    expect(check.get_by_role("heading", level=3)).to_contain_text("Governing law")
    maya.keyboard.press("x")
    told(maya, "Somebody has looked at every value.")
    expect(card(maya, "What it does not say").get_by_text("not in the contract")).to_have_count(2)

    press(maya, "Confirm all terms")
    expect(status(maya)).to_have_text("Ready to submit", ignore_case=True)
    contract.refresh_from_db()
    assert (contract.payment_days, contract.renews, contract.governing_law) == (45, False, "")


def test_on_a_phone_the_question_stays_before_the_reader(office: Office) -> None:
    contract = brought(office, "Upkeep of lanterns at sea")
    phone = office.at_desk("maya", PHONE, name="maya's phone", touch=True)
    phone.goto(office.address + contract.get_absolute_url())
    check = card(phone, "Check what was read")
    check.get_by_role("link", name="Go through the rest").click()
    expect(check.get_by_role("heading", level=3)).to_contain_text("Payment term")
    expect(check.get_by_role("button", name="Accept")).to_be_in_viewport()

    check.get_by_role("button", name="Accept").click()
    expect(check.get_by_role("heading", level=3)).to_contain_text("Renewal")
    expect(check.get_by_role("button", name="The contract does not say it")).to_be_in_viewport()
