"""The main job by keyboard alone: from the upload to the signature, to the payment and to the answers in the inbox, no mouse and no address typed."""

import re
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, TimeoutError, expect

from demo.billing import write_invoice
from demo.play import EVIDENCE_FILE
from flowmono.approvals.models import Seat
from procurement.models import OrderLine, PaymentAuthorization
from signing.models import Envelope
from tests.browser.desks import PHONE
from tests.browser.roles.office import Office, heading, last_letter, link_from, status, told
from tests.browser.roles.test_signing import out_for_signature
from tests.signing.life.scenes import outside
from vendors import actions as vendors
from vendors.models import Milestone

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

DRAFT = Path(__file__).resolve().parents[3] / "demo" / "documents" / "professional-services-agreement.docx"
BILL = "HPE-2027-0058"
NORA = "nora.lindholm@vendor.example"
# What has the focus, in words, and whether one sees that it has it.
FOCUS = """() => {
  const at = document.activeElement;
  const style = getComputedStyle(at);
  const words = at.getAttribute("aria-label") || [...(at.labels || [])].map((one) => one.innerText).join(" ") || at.innerText;
  const drawn = style.outlineStyle !== "none" || style.boxShadow !== "none" || at.namespaceURI.endsWith("svg");
  return [(words || "").trim(), at === document.body || drawn];
}"""


def tab_to(page: Page, words: str, *, most: int) -> None:
    """Press Tab until what has the focus begins with these words; on the way one always sees where one is."""
    passed = []
    for _time in range(most):
        page.keyboard.press("Tab")
        name, is_seen = page.evaluate(FOCUS)
        assert is_seen, f"{name or 'something without a name'} has the focus at {page.url}, and nothing shows it"
        passed.append(name[:40])
        if name.startswith(words):
            return
    raise AssertionError(f"“{words}” is not among the next {most} places at {page.url}: {passed}")


def choose_file(page: Page, file: Any) -> None:
    """Open the choice of files of the field that has the focus; the choice itself is the system's. A busy browser may miss a key."""
    for tries_left in (2, 1, 0):
        try:
            with page.expect_file_chooser(timeout=10_000) as asked:
                page.keyboard.press("Space")
        except TimeoutError:
            if not tries_left:
                raise
        else:
            asked.value.set_files(file)
            return


def go_by_search(page: Page, words: str, name: str) -> None:
    """Open what the search over every page finds under these words."""
    page.keyboard.press("Control+k")
    page.keyboard.type(words)
    expect(page.get_by_role("option", name=name).first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")


def test_a_draft_is_started_without_the_mouse_and_each_page_begins_in_its_place(office: Office) -> None:
    pierre = office.at_desk("pierre")
    pierre.keyboard.press("Tab")
    assert pierre.evaluate(FOCUS)[0] == "Skip to the content"
    go_by_search(pierre, "start a contr", "Start a contract")
    expect(heading(pierre)).to_have_text("Start a contract")
    tab_to(pierre, "Skip to the content", most=1)
    pierre.keyboard.press("Enter")
    tab_to(pierre, "Start", most=9)
    pierre.keyboard.press("Enter")
    expect(pierre.get_by_label("Word draft")).to_be_focused()
    choose_file(pierre, {"name": "draft.docx", "mimeType": "application/octet-stream", "buffer": b"no document"})
    tab_to(pierre, "Start", most=7)
    pierre.keyboard.press("Enter")
    expect(pierre.locator(".error-summary")).to_be_focused()
    office.expect_refusal(422)
    tab_to(pierre, "Word draft", most=1)
    pierre.keyboard.press("Enter")
    expect(pierre.get_by_label("Word draft")).to_be_focused()
    choose_file(pierre, DRAFT)
    tab_to(pierre, "Start", most=7)
    pierre.keyboard.press("Enter")

    expect(pierre.locator("#toasts .toast").first).to_be_focused()
    told(pierre, "is being converted and read")
    office.work.settle()
    expect(pierre.get_by_role("heading", name="Schedule")).to_be_visible()
    expect(heading(pierre)).to_be_focused()
    tab_to(pierre, "Skip over the document", most=14)
    pierre.keyboard.press("Enter")
    tab_to(pierre, "page ", most=5)


def test_letters_for_a_reason_that_opens_are_no_shortcuts(office: Office) -> None:
    office.work.ask_for("A drill press", "980")
    abel = office.at_desk("abel")
    mine = abel.locator("[data-todo]", has_text="A drill press")
    expect(mine).to_have_count(1)
    # What others of this office wait for may stand before it.
    for _one in range(abel.locator("[data-todo]").count()):
        abel.keyboard.press("j")
        if mine.evaluate("one => one === document.activeElement || one.contains(document.activeElement)"):
            break
    tab_to(abel, "Reject", most=3)
    # Pressed and typed without a pause, as fast as the browser takes it.
    abel.keyboard.press("Enter")
    abel.keyboard.type("a rather old one is left")
    expect(abel.locator("details[open] textarea")).to_have_value("a rather old one is left")
    abel.keyboard.press("Tab")
    abel.keyboard.press("Enter")
    told(abel, "You rejected RQ-")
    expect(mine).to_have_count(0)


def test_somebody_outside_signs_on_a_small_screen_with_keys_alone(office: Office) -> None:
    out_for_signature(office, "Upkeep of lamps", "services agreement", "1800", outside(1, "Nora Lindholm", NORA))
    phone = office.window("nora's small screen", PHONE)
    phone.goto(office.address + link_from(last_letter(NORA, "/signing/open/"), "/signing/open/"))
    tab_to(phone, "Send me the code", most=6)
    phone.keyboard.press("Enter")
    expect(heading(phone)).to_have_text("Enter your code")
    found = re.search(r"Your code for signing is (\d{6})", last_letter(NORA, "Your code for signing"))
    assert found is not None
    expect(phone.get_by_label("Code", exact=True)).to_be_focused()
    phone.keyboard.type(found.group(1))
    phone.keyboard.press("Enter")

    expect(heading(phone)).to_have_text("Upkeep of lamps")
    tab_to(phone, "Skip over the document", most=8)
    phone.keyboard.press("Enter")
    tab_to(phone, "I ", most=12)
    phone.keyboard.press("Space")
    expect(phone.get_by_role("main").get_by_role("checkbox").first).to_be_checked()
    tab_to(phone, "Sign", most=6)
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("dialog", name=re.compile("You have not seen page"))).to_be_visible()
    tab_to(phone, "Sign all the same", most=4)
    phone.keyboard.press("Enter")
    expect(heading(phone)).to_have_text("You have signed")
    office.work.settle()
    assert Envelope.objects.get(title="Upkeep of lamps").state == "sealed"


def accepted_line(office: Office) -> OrderLine:
    """The order's second milestone, delivered and accepted: what its vendor may bill."""
    line = office.work.order.lines.get(position=3)
    milestone = Milestone.objects.get(term=line.term)
    vera, pierre = office.people["vera"], office.people["pierre"]

    def deliver() -> None:
        at = office.work.play.tick()
        handed_in = vendors.submit_milestone(milestone, by=vera, at=at, note="As agreed.", files=[EVIDENCE_FILE])
        vendors.accept_milestone(handed_in, by=pierre, at=office.work.play.tick(), percent=Decimal(100))

    if not milestone.is_done:
        office.work.do(deliver)
    return line


def select(page: Page, words: str) -> Locator:
    """Step through what waits until the entry with these words is the chosen one."""
    mine = page.locator("[data-todo]", has_text=words)
    expect(mine).to_have_count(1)
    for _one in range(page.locator("[data-todo]").count()):
        page.keyboard.press("j")
        if mine.evaluate("one => one === document.activeElement || one.contains(document.activeElement)"):
            return mine
    raise AssertionError(f"“{words}” cannot be chosen with j")


def test_an_invoice_is_entered_and_two_people_authorize_its_payment_with_keys_alone(office: Office) -> None:
    line = accepted_line(office)
    today = datetime.now(UTC).date()
    bill = write_invoice(
        line.order, line, number=BILL, issued_on=today, quantity=Decimal(1), price=Decimal(line.unit_price)
    )

    hana = office.at_desk("hana")
    hana.keyboard.press("g")
    hana.keyboard.press("n")
    expect(heading(hana)).to_have_text("Invoices")
    tab_to(hana, "Enter an invoice", most=30)
    hana.keyboard.press("Enter")
    expect(heading(hana)).to_have_text("Enter an invoice")
    file = hana.get_by_label("Invoice", exact=True)
    for _one in ("the menu", "the way back", "the field"):
        tab_to(hana, "Invoice", most=40)
        if file.evaluate("one => one === document.activeElement"):
            break
    expect(file).to_be_focused()
    choose_file(hana, {"name": "bill.xml", "mimeType": "application/xml", "buffer": bill})
    tab_to(hana, "Enter", most=5)
    hana.keyboard.press("Enter")
    told(hana, "is being read and matched.")
    office.work.settle()
    expect(status(hana)).to_have_text("Matched", ignore_case=True)
    expect(hana.get_by_role("link", name="Its payment")).to_be_visible()
    tab_to(hana, "Its payment", most=60)
    hana.keyboard.press("Enter")
    expect(heading(hana)).to_have_text(f"Payment to {line.order.vendor}")

    fay = office.at_desk("fay")
    select(fay, BILL)
    tab_to(fay, "Review", most=6)
    fay.keyboard.press("Enter")
    expect(heading(fay)).to_have_text(f"Payment to {line.order.vendor}")
    tab_to(fay, "Authorize", most=60)
    fay.keyboard.press("Enter")
    asked = fay.get_by_role("dialog")
    expect(asked).to_contain_text(f"to {line.order.vendor}, invoice {BILL}?")
    tab_to(fay, "Authorize", most=4)
    fay.keyboard.press("Enter")
    told(fay, "You authorized it.")
    office.work.settle()

    finn = office.at_desk("finn")
    waiting = select(finn, BILL)
    finn.keyboard.press("a")
    expect(waiting.locator("details[open]")).to_contain_text("Authorize €")
    finn.keyboard.press("Enter")
    told(finn, "You authorized it.")
    expect(waiting).to_have_count(0)
    office.work.settle()

    payment = PaymentAuthorization.objects.get(invoice__number=BILL)
    voices = Seat.objects.filter(request__subject_id=payment.pk).exclude(verdict="")
    assert sorted(voices.values_list("decided_by__username", flat=True)) == ["fay", "finn"]
    assert (payment.state, payment.amount) == ("authorized", line.unit_price)
