"""The vendor in the portal: a link by mail, papers and an account with mistakes first, work handed in twice, an invoice until it is paid."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from demo.billing import write_invoice
from demo.documents import facts
from demo.play import DOCUMENTS
from flowmono.approvals.models import Request, Seat
from procurement import actions as procurement
from procurement.models import Order, PaymentAuthorization
from tests.browser.desks import WIDE
from tests.browser.roles.office import Office, card, entry, go, heading, last_letter, link_from, press, status, told

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

VERA = facts.PROVIDER.signatory.email
MILESTONE = f"{facts.FIRST_MILESTONE.label} {facts.FIRST_MILESTONE.name}"
ANOTHER_IBAN = "IE29AIBK93115212345678"
NUMBER = "HPE-2027-0031"


def open_portal(office: Office) -> Page:
    """Vera asks for a link, follows it from her mail, and the link is used up."""
    vera = office.window("vera", WIDE)
    vera.goto(f"{office.address}/portal/")
    expect(heading(vera)).to_have_text("Vendor portal")
    vera.get_by_label("Your e-mail address").fill(VERA)
    vera.get_by_label("Your e-mail address").press("Enter")
    expect(heading(vera)).to_have_text("Look into your mail")
    office.work.settle()
    link = office.address + link_from(last_letter(VERA, "/portal/enter/"), "/portal/enter/")
    vera.goto(link)
    press(vera, "Enter the portal")
    expect(heading(vera)).to_have_text(f"Hello {facts.PROVIDER.signatory.name}")

    stranger = office.window("somebody with vera's mail", WIDE)
    stranger.goto(link)
    expect(stranger.get_by_role("heading", level=1)).to_contain_text("link")
    expect(stranger.get_by_role("button", name="Enter the portal")).to_have_count(0)
    office.expect_refusal(410)
    return vera


def hand_in_a_paper(office: Office, vera: Page) -> None:
    """Without its last day first, then with it."""
    go(vera, "Papers")
    vera.get_by_label("What it is").select_option(label="Certificate of insurance")
    vera.get_by_label("File").set_input_files(DOCUMENTS / "certificate-of-insurance.pdf")
    press(vera, "Hand in")
    told(vera, "Enter the last day on which this document is valid.")
    expect(vera.get_by_label("Last day of validity")).to_have_attribute("aria-invalid", "true")
    expect(vera.get_by_label("What it is").locator("option:checked")).to_have_text("Certificate of insurance")
    office.expect_refusal(422)
    vera.get_by_label("File").set_input_files(DOCUMENTS / "certificate-of-insurance.pdf")
    vera.get_by_label("Last day of validity").fill(facts.POLICY.ends_on.isoformat())
    press(vera, "Hand in")
    told(vera, "Thank you. We look at it and tell you here.")
    before = card(vera, "Handed in before").get_by_role("listitem").filter(has_text="We look at it")
    expect(before).to_contain_text("Certificate of insurance")
    expect(before).to_contain_text("valid until 12 Jun 2027")


def enter_an_account(office: Office, vera: Page) -> None:
    """With a slip in the number first, then right: it is not paid to before it was called back about."""
    go(vera, "Bank account")
    vera.get_by_label("IBAN").fill(ANOTHER_IBAN[:-1] + "9")
    press(vera, "Enter the account")
    told(vera, "This IBAN cannot be right: its check digits do not agree.")
    expect(vera.get_by_label("IBAN")).to_have_value(ANOTHER_IBAN[:-1] + "9")
    office.expect_refusal(422)
    vera.get_by_label("IBAN").fill(ANOTHER_IBAN)
    press(vera, "Enter the account")
    told(vera, "Entered. We call you to confirm it, on a number from the contract or from our own records.")
    entered = card(vera, "On record").locator("ul.items > li").filter(has_text=ANOTHER_IBAN[-4:])
    expect(entered).to_contain_text("We call you back")
    expect(entered.locator(".path-current")).to_contain_text("Call back")


def deliver(office: Office, vera: Page) -> None:
    """Handed in, sent back with a reason, handed in again, accepted."""
    go(vera, "Milestones", MILESTONE)
    expect(card(vera, "What was agreed")).to_contain_text("€27,900.00")
    vera.get_by_label("What was delivered").fill("The dossier.")
    vera.get_by_label("Evidence").set_input_files(DOCUMENTS / "milestone-1-interface-test-report.pdf")
    press(vera, "Hand in")
    told(vera, "Handed in. Pierre Dubois looks at it.")
    office.work.settle()

    pierre = office.at_desk("pierre")
    answer_milestone(pierre, "Send back")
    dialog = pierre.get_by_role("dialog", name="Send this milestone back?")
    dialog.get_by_label("What is missing").fill("Dossier DD-01 is not signed.")
    dialog.get_by_role("button", name="Send back").click()
    expect(pierre.get_by_role("article").filter(has_text=MILESTONE)).to_contain_text("Dossier DD-01 is not signed.")
    office.work.settle()

    go(vera, "Overview")
    told(vera, "Dossier DD-01 is not signed.")
    go(vera, MILESTONE)
    expect(status(vera)).to_have_text("Sent back to you", ignore_case=True)
    vera.get_by_label("What was delivered").fill("Signed on page 12.")
    press(vera, "Hand in")
    told(vera, "We look at it")
    office.work.settle()
    go(pierre, "Needs you")
    answer_milestone(pierre, "Accept wholly")
    asked = pierre.get_by_role("dialog")
    expect(asked).to_contain_text("Accept €27,900.00 for")
    asked.get_by_role("button", name="Accept wholly").click()
    expect(pierre.get_by_role("article").filter(has_text=MILESTONE)).to_contain_text("by Pierre Dubois")
    office.work.settle()


def answer_milestone(pierre: Page, answer: str) -> None:
    """From "Needs you" to the milestone, and the answer's button there."""
    title = f"Accept “{MILESTONE}”"
    entry(pierre, title).get_by_role("link", name=title).first.click()
    shown = pierre.get_by_role("article").filter(has_text=MILESTONE)
    shown.get_by_text(answer, exact=True).first.click()


def pay(office: Office) -> None:
    """Two people authorize, a third makes the file, the bank pays."""
    people, now = office.people, datetime.now(UTC)
    payment = PaymentAuthorization.objects.get(invoice__number=NUMBER)
    for key in ("fay", "finn"):
        office.work.do(lambda key=key: procurement.decide_payment(payment, by=people[key], at=now, verdict="yes"))
    payment.refresh_from_db()
    assert payment.state == "authorized"


def confirm(office: Office) -> None:
    """The file was made, the bank has paid."""
    payment = PaymentAuthorization.objects.get(invoice__number=NUMBER)
    gwen, now = office.people["gwen"], datetime.now(UTC)
    office.work.do(lambda: procurement.make_batch([payment], by=gwen, at=now))
    office.work.do(lambda: procurement.confirm_payment(payment, by=gwen, at=now, reference="STMT-42", early=True))


def bill_of(order: Order) -> bytes:
    """An e-invoice of the first milestone."""
    line = order.lines.get(position=2)
    today = datetime.now(UTC).date()
    return write_invoice(order, line, number=NUMBER, issued_on=today, quantity=Decimal(1), price=Decimal(27900))


def test_a_vendor_hands_in_and_bills_and_sees_the_payment_come(office: Office) -> None:
    order = office.work.order

    vera = open_portal(office)
    hand_in_a_paper(office, vera)
    enter_an_account(office, vera)
    deliver(office, vera)
    go(vera, "Invoices")
    vera.get_by_label("Invoice", exact=True).set_input_files(
        [{"name": "bill.xml", "mimeType": "application/xml", "buffer": bill_of(order)}]
    )
    press(vera, "Send")
    told(vera, "Your invoice has arrived and is being checked.")
    expect(status(vera)).to_have_text("We are reading it", ignore_case=True)
    office.work.settle()

    vera.reload()
    expect(heading(vera)).to_have_text(NUMBER)
    expect(status(vera)).to_have_text("Checked, payment is being authorized", ignore_case=True)
    pay(office)
    vera.reload()
    expect(status(vera)).to_have_text("To be paid", ignore_case=True)
    expect(vera.get_by_role("main")).to_contain_text("€27,900.00")
    confirm(office)
    go(vera, "Invoices")
    row = card(vera, "Sent before").get_by_role("row").filter(has_text=NUMBER)
    expect(row).to_contain_text("Paid")
    assert (
        Request.objects.get(subject_id=PaymentAuthorization.objects.get(invoice__number=NUMBER).pk).state == "granted"
    )
    assert Seat.objects.filter(decided_by__email=VERA).count() == 0
