"""Finance: an invoice that bills too much is sent back, the right one is paid by three people, and the bank confirms it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from lxml import etree
from playwright.sync_api import Page, expect

from demo.billing import write_invoice
from demo.documents import facts
from demo.documents.make_invoice import invoice_page
from flowmono.approvals.models import Seat
from procurement.models import Batch, Invoice, PaymentAuthorization
from tests.browser.roles.office import Office, card, entry, go, heading, press, status, told, upload

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

OVER_BILLED = facts.OVER_BILLED_INVOICE.number
DEPOSIT = "HPE-2027-0016"
NAMESPACES = {"p": "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"}


def enter(page: Page, name: str, data: bytes) -> None:
    """Enter an invoice that came by mail."""
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Invoices").click()
    go(page, "Enter an invoice")
    expect(heading(page)).to_have_text("Enter an invoice")
    upload(page, "Invoice", name, data)
    press(page, "Enter")


def test_a_clerk_sends_back_what_bills_too_much_and_three_people_pay_what_is_right(office: Office) -> None:
    order = office.work.order
    today = datetime.now(UTC).date()
    paper = invoice_page(replace(facts.OVER_BILLED_INVOICE, issued_on=today, due_on=today + timedelta(days=30)))
    right = write_invoice(
        order, order.lines.get(position=1), number=DEPOSIT, issued_on=today, quantity=Decimal(1), price=Decimal(18600)
    )

    hana = office.at_desk("hana")
    enter(hana, "scan.txt", b"An invoice, in a way.")
    told(hana, "Send the invoice as a PDF or as an XML e-invoice (UBL, CII).")
    expect(hana.get_by_label("Invoice", exact=True)).to_have_attribute("aria-invalid", "true")
    office.expect_refusal(422)
    enter(hana, "scan.pdf", paper)
    told(hana, "is being read and matched.")
    office.work.settle()
    expect(heading(hana)).to_have_text(OVER_BILLED)
    expect(card(hana, "Let a finding pass")).to_have_count(0)

    trouble = f"An invoice cannot be paid as it is: {OVER_BILLED}"
    fay = office.at_desk("fay")
    entry(fay, trouble).get_by_role("link", name=trouble).first.click()
    expect(heading(fay)).to_have_text(trouble)
    exception = fay.url
    go(fay, "Look at the invoice beside its match")
    expect(heading(fay)).to_have_text(OVER_BILLED)
    press(fay, "Confirm the order")
    told(fay, "The invoice is matched with that order.")
    expect(card(fay, "What the comparison found")).to_contain_text("€9,300.00")
    lines = card(fay, "Line by line")
    expect(lines).to_contain_text("Deposit on signature")
    expect(lines).to_contain_text(f"bills {order.number}, line 1")
    expect(lines).to_contain_text("€27,900.00")
    expect(lines.locator(".quote").first).to_contain_text("18,600.00")
    fay.get_by_role("main").get_by_text("Send back", exact=True).first.click()
    dialog = fay.get_by_role("dialog", name="Send this invoice back?")
    dialog.get_by_label("Reason").fill("The deposit is 10 %, not 15 %: EUR 18,600.00.")
    dialog.get_by_role("button", name="Send back").click()
    told(fay, "The vendor is told why.")
    expect(status(fay)).to_have_text("Rejected", ignore_case=True)
    office.work.settle()
    fay.goto(exception)
    expect(status(fay)).to_have_text("Cleared by itself", ignore_case=True)

    enter(hana, "right.xml", right)
    office.work.settle()
    expect(status(hana)).to_have_text("Matched", ignore_case=True)
    expect(card(hana, "What the e-invoice says")).to_contain_text("€18,600.00")
    expect(card(hana, "Line by line")).to_contain_text("€18,600.00")
    go(hana, "Its payment")
    expect(hana.get_by_role("main").get_by_role("link", name="Authorize")).to_have_count(0)

    authorize(office)
    hand_to_the_bank(office)

    payment = PaymentAuthorization.objects.get(invoice__number=DEPOSIT)
    voices = Seat.objects.filter(request__subject_id=payment.pk).exclude(verdict="")
    assert sorted(voices.values_list("decided_by__username", flat=True)) == ["fay", "finn"]
    assert (payment.state, payment.bank_reference, payment.amount) == ("paid", "STMT-41", Decimal("18600.00"))
    assert Invoice.objects.get(number=OVER_BILLED).state == "rejected"


def authorize(office: Office) -> None:
    """Fay and then Finn; the first cannot be the second too."""
    fay = office.at_desk("fay")
    go(fay, "Needs you")
    entry(fay, facts.PROVIDER.name).get_by_role("link", name="Review").click()
    expect(heading(fay)).to_have_text(f"Payment to {facts.PROVIDER.name}")
    expect(card(fay, "Justified by")).to_contain_text("Deposit")
    fay.get_by_role("main").get_by_role("link", name="Authorize", exact=True).click()
    press(fay, "Authorize")
    told(fay, "You authorized it.")
    expect(fay.get_by_role("main").get_by_role("link", name="Authorize")).to_have_count(0)
    office.work.settle()

    finn = office.at_desk("finn")
    waiting = entry(finn, facts.PROVIDER.name)
    expect(waiting).to_contain_text("€18,600.00")
    finn.keyboard.press("j")
    expect(finn.locator(".is-selected")).to_contain_text(facts.PROVIDER.name)
    finn.keyboard.press("a")
    expect(waiting).to_contain_text("Authorize €18,600.00")
    finn.keyboard.press("Escape")
    expect(waiting.get_by_role("textbox")).to_have_count(0)
    finn.keyboard.press("a")
    finn.keyboard.press("Enter")
    told(finn, "You authorized it.")
    expect(waiting).to_have_count(0)
    office.work.settle()
    finn.get_by_role("navigation", name="Main").get_by_role("link", name="Payments").click()
    go(finn, "To export")
    told(finn, "You authorized it; somebody else exports it.")
    expect(finn.get_by_role("checkbox", name=f"{facts.PROVIDER.name}, invoice {DEPOSIT}")).to_have_count(0)


def hand_to_the_bank(office: Office) -> None:
    """Gwen makes the file, downloads it, and enters what the statement says."""
    gwen = office.at_desk("gwen")
    gwen.get_by_role("navigation", name="Main").get_by_role("link", name="Payments").click()
    go(gwen, "To export")
    press(gwen, "Make the payment file")
    told(gwen, "Choose")
    office.expect_refusal(422)
    gwen.get_by_role("checkbox", name=f"{facts.PROVIDER.name}, invoice {DEPOSIT}").check()
    press(gwen, "Make the payment file")
    batch = Batch.objects.get()
    told(gwen, f"{batch.number} is made. Hand it to the bank.")
    with gwen.expect_download() as download:
        go(gwen, "Download the file")
    file = etree.fromstring(download.value.path().read_bytes())
    paid = file.xpath("//p:CdtTrfTxInf/p:Amt/p:InstdAmt", namespaces=NAMESPACES)
    assert [(one.get("Ccy"), one.text) for one in paid] == [("EUR", "18600.00")]
    assert file.xpath("//p:CdtrAcct/p:Id/p:IBAN/text()", namespaces=NAMESPACES) == [facts.PROVIDER.bank.iban]
    gwen.get_by_role("main").get_by_role("link", name=facts.PROVIDER.name).click()
    gwen.get_by_role("link", name="Paid", exact=True).click()
    dialog = gwen.get_by_role("dialog", name="Has the bank paid it?")
    dialog.get_by_role("button", name="Paid").click()
    expect(dialog).to_be_visible()
    dialog.get_by_label("Reference on the bank statement").fill("STMT-41")
    day = f"{datetime.now(UTC):%Y-%m-%d}"
    dialog.get_by_label("Day on the bank statement").fill(day)
    dialog.get_by_role("button", name="Paid").click()
    # The bank was asked to pay later: the answer is in the dialog, which is open again with what she entered.
    expect(dialog.get_by_role("alert")).to_contain_text("or tick that it really paid before")
    expect(dialog.get_by_label("Reference on the bank statement")).to_have_value("STMT-41")
    expect(dialog.get_by_label("Day on the bank statement")).to_have_value(day)
    dialog.get_by_label("The bank really paid before").check()
    dialog.get_by_role("button", name="Paid").click()
    told(gwen, "Paid. Budget, balances and scorecard follow.")
    expect(status(gwen)).to_have_text("Paid", ignore_case=True)
    office.work.settle()
