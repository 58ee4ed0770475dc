"""The main job as people do it: from the upload of a Word draft to a paid invoice, each in their own window of a real browser."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from demo.company import seed_company
from demo.documents import facts
from demo.documents.make_invoice import hybrid_invoice
from flowmono.accounts.models import User
from procurement.models import Order, PaymentAuthorization
from tests.browser.desks import PHONE, WIDE, Desks, come_to_rest, letters_to, link_in, no_sideways_scrolling
from tests.real import web, worker
from vendors.models import BankAccount, Vendor

PAPERS = Path(__file__).resolve().parents[2] / "demo" / "documents"
# What the checklist of a services agreement wants before anything is paid.
VENDOR_PAPERS = {
    "Certificate of insurance": "certificate-of-insurance.pdf",
    "Trade register extract": "company-register-extract.pdf",
    "Tax form": "company-register-extract.pdf",
}
PASSWORD = "a long enough sentence 2027"
TITLE = "Professional Services Agreement"  # as the document says; the file is called otherwise
OUTSIDE = facts.PROVIDER.signatory.email  # the agreement names another for notices: who signs is asked at their own

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("committed"), pytest.mark.timeout(600)]


def heading(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


def status(page: Page) -> Locator:
    """The badge beside the heading."""
    return page.locator(".page-title .badge")


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def read_and_confirm(desks: Desks, people: dict[str, User]) -> str:
    """Pierre brings the draft, Maya compares a term with its sentence and stands behind all of them."""
    pierre = desks.of(people["pierre"])
    pierre.goto(f"{desks.address}/contracts/")
    pierre.get_by_role("link", name="Start a contract").first.click()
    expect(heading(pierre)).to_have_text("Start a contract")
    pierre.get_by_label("Word draft").set_input_files(PAPERS / "professional-services-agreement.docx")
    press(pierre, "Start")
    address = re.sub(r"[?#].*", "", pierre.url)
    expect(pierre.get_by_text("is being converted and read")).to_be_visible()
    expect(pierre.get_by_role("heading", name="Schedule")).to_be_visible()
    expect(status(pierre)).to_have_text("Terms to confirm", ignore_case=True)
    expect(pierre.get_by_text("Confirm all")).to_have_count(0)

    maya = desks.from_inbox(people["maya"], TITLE)
    expect(maya.get_by_text("nobody stands behind them yet")).to_be_visible()
    schedule = maya.locator(".card").filter(has=maya.get_by_role("heading", name="Schedule"))
    row = schedule.get_by_role("listitem").filter(has_text="Factory acceptance test")
    expect(row).to_contain_text("€46,500.00")
    row.get_by_role("link").first.click()
    lit = maya.locator(".lit.is-current")
    expect(lit.first).to_have_accessible_name(re.compile("Factory acceptance test"))
    expect(lit.first).to_be_in_viewport()
    page = maya.locator(".doc-page").filter(has=lit)
    expect(page.locator("canvas")).to_be_visible()
    expect(page.locator(".doc-words")).to_contain_text("Factory acceptance protocol signed")
    maya.get_by_role("link", name=re.compile("Factory acceptance test")).locator("visible=true").first.click()
    expect(row).to_be_in_viewport()
    # Duties are never certain: whoever confirms without looking at each is asked.
    maya.get_by_role("main").get_by_role("link", name="Confirm all at once").click()
    maya.get_by_role("dialog").get_by_role("button", name="Confirm all the same").click()
    return address


def approve_here(page: Page, question: str) -> None:
    """Approve on the record's own page, which asks what "Needs you" asks: the money, what for and with whom."""
    page.get_by_role("main").get_by_role("link", name="Approve", exact=True).click()
    asked = page.get_by_role("dialog")
    expect(asked).to_contain_text(question)
    asked.get_by_role("button", name="Approve", exact=True).click()


def approve_and_send(desks: Desks, people: dict[str, User], address: str) -> None:
    """Pierre submits, three people approve — one without leaving the inbox — and Maya sends it to its signers."""
    come_to_rest()
    pierre = desks.from_inbox(people["pierre"], TITLE)
    press(pierre, "Submit for approval")
    expect(pierre.get_by_text("The approvers are asked.")).to_be_visible()
    expect(status(pierre)).to_have_text("In approval", ignore_case=True)
    expect(pierre.locator(".path-current")).to_contain_text("Lena Vogel")

    come_to_rest()
    lena = desks.from_inbox(people["lena"], TITLE)
    approve_here(lena, "Approve €186,000.00 for")
    expect(lena.get_by_text("You approved CT-")).to_be_visible()

    come_to_rest()
    abel = desks.of(people["abel"])
    abel.goto(desks.address)
    row = abel.get_by_role("main").get_by_role("listitem").filter(has_text=TITLE)
    expect(row).to_contain_text("Business owner, asked by Pierre Dubois")
    row.locator("[data-answer=yes] > summary").click()
    expect(row.get_by_text("Approve €186,000.00 for")).to_be_visible()
    row.locator("[data-answer=yes] [type=submit]").click()
    expect(abel.get_by_text("You approved CT-")).to_be_visible()
    expect(heading(abel)).to_have_text("Needs you")
    expect(abel.get_by_text("Nothing waits for you")).to_be_visible()

    carl = desks.from_inbox(people["carl"], TITLE)
    approve_here(carl, "Approve €186,000.00 for")
    expect(carl.get_by_text("You approved CT-")).to_be_visible()

    come_to_rest()
    maya = desks.from_inbox(people["maya"], TITLE)
    expect(status(maya)).to_have_text("Approved", ignore_case=True)
    maya.goto(f"{address}approval/")
    signers = maya.locator(".card").filter(has=maya.get_by_role("heading", name="Signature"))
    expect(signers).to_contain_text("Sam Whitfield")
    expect(signers).to_contain_text(facts.PROVIDER.signatory.name)
    maya.get_by_role("main").get_by_text("Send for signature", exact=True).first.click()
    asked = maya.get_by_role("dialog")
    expect(asked.get_by_label(facts.PROVIDER.signatory.name)).to_have_value(OUTSIDE)
    expect(asked).to_contain_text("The contract gives it as the signer's own address.")
    asked.get_by_role("button", name="Send for signature").click()
    expect(maya.get_by_text("The contract is on its way to its signers.")).to_be_visible()
    expect(status(maya)).to_have_text("Out for signature", ignore_case=True)


def sign_inside(desks: Desks, people: dict[str, User]) -> None:
    """Sam finds his mark already in its place, reads and signs."""
    come_to_rest()
    sam = desks.from_inbox(people["sam"], TITLE)
    expect(heading(sam)).to_contain_text(TITLE)
    expect(sam.get_by_text("Your mark is in its place.")).to_be_visible()
    expect(sam.locator(".doc-page[data-shown] canvas").first).to_be_visible()
    sam.get_by_role("link", name=re.compile(r"See it on page \d+")).click()
    expect(sam.locator(".doc-over image").first).to_be_in_viewport()
    sam.get_by_role("main").get_by_role("checkbox").check()
    press(sam, "Sign")
    sign_all_the_same(sam)
    expect(sam.get_by_text(f"You signed “{TITLE}”.")).to_be_visible()
    expect(sam.get_by_text("Nothing waits for your signature")).to_be_visible()


def sign_all_the_same(page: Page) -> None:
    """Pages were left out: the page says which, and a person may sign all the same."""
    asked = page.get_by_role("dialog", name=re.compile(r"You have not seen pages? \d"))
    expect(asked).to_contain_text("Which pages you saw is kept with your decision.")
    asked.get_by_role("button", name="Sign all the same").click()


def sign_outside(desks: Desks, mail: Path) -> None:
    """The other party's signatory follows the link on a phone, proves the address with a code, and signs."""
    come_to_rest()
    signatory = facts.PROVIDER.signatory
    (letter,) = letters_to(mail, OUTSIDE, "For your signature")
    assert f"Hello {signatory.name}," in letter
    assert f"“{TITLE}” for Halden & Pryce Engineering Limited." in letter
    phone = desks.window("the other party's phone", PHONE)
    phone.goto(link_in(letter, "/signing/open/"))
    expect(heading(phone)).to_have_text("A document for your signature")
    no_sideways_scrolling(phone)
    phone.get_by_role("button", name="Send me the code").click()
    expect(heading(phone)).to_have_text("Enter your code")
    expect(phone.get_by_text("We sent six digits to v…@haldenpryce.example.")).to_be_visible()
    no_sideways_scrolling(phone)

    come_to_rest()
    code = re.search(r"Your code for signing is (\d{6})", letters_to(mail, OUTSIDE, "")[-1])
    assert code is not None
    phone.get_by_label("Code", exact=True).fill(code.group(1))
    phone.get_by_role("button", name="Continue").click()
    expect(heading(phone)).to_contain_text(TITLE)
    expect(phone.get_by_text("Maya Okafor asks you to sign for Halden & Pryce Engineering Limited")).to_be_visible()
    no_sideways_scrolling(phone)
    phone.get_by_role("link", name="Go to the signature").click()
    phone.get_by_role("main").get_by_role("checkbox").check()
    press(phone, "Sign")
    sign_all_the_same(phone)
    expect(heading(phone)).to_have_text("You have signed")
    expect(phone.get_by_text("Everybody has signed.")).to_be_visible()
    no_sideways_scrolling(phone)


def see_the_chain(desks: Desks, people: dict[str, User], address: str) -> None:
    """The signed contract shows what it set off, each effect once."""
    come_to_rest()
    pierre = desks.of(people["pierre"])
    pierre.goto(address)
    expect(status(pierre)).to_contain_text("in force", ignore_case=True)
    pierre.get_by_role("link", name="What happened").click()
    pierre.get_by_role("link", name="Show every event and step").click()
    tree = pierre.locator(".card").filter(has=pierre.get_by_role("heading", name="What caused what"))
    for effect in ("Open onboarding", "Open workspace", "Draft order", "Open compliance record"):
        expect(tree.get_by_text(effect, exact=True)).to_have_count(1)
    way = pierre.locator(".card").filter(has=pierre.get_by_role("heading", name="From the draft to the last payment"))
    for label in ("Order", "Workspace", "Vendor onboarding", "Obligations"):
        expect(way.locator(".way-fork .way-title").filter(has_text=label)).to_be_visible()


def approve_order(desks: Desks, people: dict[str, User]) -> Order:
    """Abel and Dora read the lines beside the sentences that justify them, and approve."""
    order = Order.objects.get()
    for key in ("abel", "dora"):
        page = desks.from_inbox(people[key], order.number)
        expect(status(page)).to_have_text("In approval", ignore_case=True)
        lines = page.locator(".card").filter(has=page.get_by_role("heading", name="Lines"))
        expect(lines.locator("#line-2")).to_contain_text("Detailed design and interface prototype")
        expect(lines.locator("#line-2 .quote")).to_contain_text("27,900.00")
        expect(page.get_by_text("It waits for you.")).to_be_visible()
        approve_here(page, f"for “{order.number}")
        expect(page.get_by_text("You approved")).to_be_visible()
        come_to_rest()
    page.reload()
    expect(status(page)).to_have_text("Sent to the vendor", ignore_case=True)
    return order


def vendor_enters(desks: Desks, mail: Path) -> Page:
    """Vera follows the link in her letter into the portal and hands in the papers that payments wait for, and a bank account."""
    letter = letters_to(mail, OUTSIDE, "portal")[-1]
    vera = desks.window("vera", WIDE)
    vera.goto(link_in(letter, "/portal/enter/"))
    expect(heading(vera)).to_have_text("Vendor portal of Halden & Pryce Engineering Limited")
    vera.get_by_role("button", name="Enter the portal").click()
    expect(heading(vera)).to_have_text(f"Hello {facts.PROVIDER.signatory.name}")

    for title, file in VENDOR_PAPERS.items():
        row = vera.get_by_role("main").get_by_role("listitem").filter(has_text=title)
        expect(row).to_contain_text("Payments wait for it")
        row.get_by_role("link", name="Hand in").click()
        expect(heading(vera)).to_have_text("Papers")
        vera.get_by_label("File").set_input_files(PAPERS / file)
        if title == "Certificate of insurance":
            vera.get_by_label("Valid from").fill(facts.POLICY.starts_on.isoformat())
            vera.get_by_label("Last day of validity").fill(facts.POLICY.ends_on.isoformat())
        press(vera, "Hand in")
        expect(vera.get_by_text("Thank you. We look at it and tell you here.")).to_be_visible()
        vera.get_by_role("link", name="Overview").click()

    vera.get_by_role("link", name="Bank account").click()
    expect(heading(vera)).to_have_text("Bank account")
    vera.get_by_label("IBAN").fill(facts.PROVIDER.bank.iban)
    vera.get_by_label("BIC").fill(facts.PROVIDER.bank.bic)
    press(vera, "Enter the account")
    expect(
        vera.get_by_text("Entered. We call you to confirm it, on a number from the contract or from our own records.")
    ).to_be_visible()
    expect(vera.get_by_text("We call you back")).to_be_visible()
    return vera


def check_vendor(desks: Desks, people: dict[str, User]) -> None:
    """Maya verifies the papers and calls back about the account; Gwen confirms it as the third person."""
    come_to_rest()
    for title in VENDOR_PAPERS:
        maya = desks.from_inbox(people["maya"], f"Verify “{title}”")
        row = maya.get_by_role("row").filter(has_text=title)
        row.get_by_role("link", name="Verify", exact=True).click()
        dialog = maya.get_by_role("dialog", name="Do you stand behind this paper?")
        expect(dialog.get_by_role("link", name=title)).to_be_visible()
        dialog.get_by_role("button", name="Verify").click()
        expect(row.filter(has_text="verified by Maya Okafor")).to_be_visible()
    expect(maya.get_by_text("was never handed in")).to_have_count(0)

    maya = desks.from_inbox(people["maya"], "Call Halden & Pryce Engineering Limited back")
    maya.get_by_role("link", name="Record the call").click()
    dialog = maya.get_by_role("dialog", name="Did the vendor confirm this account?")
    dialog.get_by_label("Whom you called").fill("Vera Costa, +353 21 555 0118, known from the contract")
    dialog.get_by_role("button", name="Record the call").click()
    accounts = maya.locator("#accounts")
    expect(accounts).to_contain_text("to confirm", ignore_case=True)

    gwen = desks.from_inbox(people["gwen"], "Confirm the account of Halden & Pryce Engineering Limited")
    gwen.get_by_role("link", name="Confirm", exact=True).click()
    gwen.get_by_role("dialog", name="Confirm this account?").get_by_role("button", name="Confirm").click()
    expect(gwen.locator("#accounts")).to_contain_text("verified", ignore_case=True)
    # Nothing is paid to an account in its first three days. The days have passed for this one: the test cannot wait for them.
    BankAccount.objects.update(verified_on=(datetime.now(UTC) - timedelta(days=4)).date())


def deliver(desks: Desks, people: dict[str, User], vera: Page) -> None:
    """Vera hands in the first milestone with its evidence; Pierre looks at it and accepts."""
    name = f"{facts.FIRST_MILESTONE.label} {facts.FIRST_MILESTONE.name}"
    vera.get_by_role("link", name="Overview").click()
    vera.get_by_role("link", name=name).click()
    expect(heading(vera)).to_have_text(name)
    vera.get_by_label("What was delivered").fill("Forty of forty test cases passed.")
    vera.get_by_label("Evidence").set_input_files(PAPERS / "milestone-1-interface-test-report.pdf")
    press(vera, "Hand in")
    expect(vera.get_by_text("Handed in. Pierre Dubois looks at it.")).to_be_visible()
    expect(status(vera)).to_have_text("We look at it", ignore_case=True)

    come_to_rest()
    pierre = desks.from_inbox(people["pierre"], f"Accept “{name}”")
    card = pierre.get_by_role("article").filter(has_text=name)
    expect(card).to_contain_text("Handed in by Vera Costa")
    expect(card.get_by_role("link", name="milestone-1-interface-test-report.pdf")).to_be_visible()
    card.get_by_role("link", name="Accept wholly").click()
    asked = pierre.get_by_role("dialog")
    expect(asked).to_contain_text("Accept €27,900.00 for")
    asked.get_by_role("button", name="Accept wholly").click()
    expect(card).to_contain_text("by Pierre Dubois")
    come_to_rest()


def bill(desks: Desks, people: dict[str, User], vera: Page, folder: Path) -> None:
    """Vera sends an invoice that names the agreement and no order; Fay compares it and says which order it bills."""
    today = datetime.now(UTC).date()
    invoice = replace(
        facts.MILESTONE_INVOICE, issued_on=today, supplied_on=today, due_on=today + timedelta(days=facts.PAYMENT_DAYS)
    )
    paper = folder / "invoice-hpe-2027-0022.pdf"
    paper.write_bytes(hybrid_invoice(invoice))
    vera.get_by_role("link", name="Invoices").click()
    expect(heading(vera)).to_have_text("Invoices")
    vera.get_by_label("Invoice", exact=True).set_input_files(paper)
    press(vera, "Send")
    expect(vera.get_by_text("Your invoice has arrived and is being checked.")).to_be_visible()

    come_to_rest()
    # What stops an invoice waits once, as an exception: it says why, and leads to the invoice.
    trouble = f"An invoice cannot be paid as it is: {invoice.number}"
    names_none = f"No order number could be read on the invoice of {facts.PROVIDER.name}."
    fay = desks.from_inbox(people["fay"], trouble)
    exception = fay.url
    expect(heading(fay)).to_have_text(trouble)
    expect(status(fay)).to_have_text("Open", ignore_case=True)
    expect(fay.get_by_role("main")).to_contain_text(names_none)
    evidence = fay.locator(".card").filter(has=fay.get_by_role("heading", name="Evidence"))
    expect(evidence).to_contain_text("No order number was found on it")
    fay.get_by_role("link", name="Look at the invoice beside its match").click()
    expect(heading(fay)).to_have_text(invoice.number)
    page = fay.get_by_role("figure", name="Page 1")
    expect(page.locator("canvas")).to_be_visible()
    expect(page.locator(".doc-words")).to_contain_text(invoice.number)
    findings = fay.locator(".card").filter(has=fay.get_by_role("heading", name="What the comparison found"))
    expect(findings).to_contain_text(names_none)
    expect(findings).to_contain_text(f"Order {Order.objects.get().number} is proposed")
    press(fay, "Confirm the order")
    come_to_rest()
    fay.reload()
    expect(status(fay)).to_have_text("Matched", ignore_case=True)
    lines = fay.locator(".card").filter(has=fay.get_by_role("heading", name="Line by line"))
    expect(lines).to_contain_text(f"line 2: {facts.FIRST_MILESTONE.label} {facts.FIRST_MILESTONE.name}")
    expect(fay.get_by_role("link", name="Its payment")).to_be_visible()
    fay.goto(exception)
    expect(status(fay)).to_have_text("Cleared by itself", ignore_case=True)
    expect(fay.get_by_text("It cleared by itself: its cause is gone.")).to_be_visible()
    vera.reload()
    expect(vera.get_by_text("€27,900.00")).to_be_visible()


def pay(desks: Desks, people: dict[str, User], folder: Path) -> None:
    """Fay and Finn authorize, Gwen makes the file and enters what the bank says."""
    payment = PaymentAuthorization.objects.get()
    title = f"Payment to {facts.PROVIDER.name}"
    for key in ("fay", "finn"):
        page = desks.of(people[key])
        page.goto(desks.address)
        page.get_by_role("main").get_by_role("listitem").filter(has_text=facts.PROVIDER.name).get_by_role(
            "link", name="Review"
        ).click()
        expect(heading(page)).to_have_text(title)
        expect(page.get_by_text("It waits for you.")).to_be_visible()
        page.get_by_role("main").get_by_role("link", name="Authorize", exact=True).click()
        press(page, "Authorize")
        expect(page.get_by_text("You authorized it.")).to_be_visible()
        if key == "fay":
            expect(page.locator(".path-current")).to_contain_text("Finn Sorensen")
            expect(page.locator(".path-current")).not_to_contain_text("Fay Nakamura")
        come_to_rest()
    page.reload()
    expect(status(page)).to_have_text("Authorized", ignore_case=True)

    gwen = desks.of(people["gwen"])
    gwen.goto(f"{desks.address}/payments/")
    gwen.get_by_role("link", name="To export").click()
    gwen.get_by_role("checkbox", name=facts.PROVIDER.name).check()
    press(gwen, "Make the payment file")
    expect(gwen.get_by_text("is made. Hand it to the bank.")).to_be_visible()
    with gwen.expect_download() as download:
        gwen.get_by_role("link", name="Download the file").click()
    written = Path(download.value.path()).read_text()
    assert facts.PROVIDER.bank.iban in written
    assert '<InstdAmt Ccy="EUR">27900.00</InstdAmt>' in written
    gwen.get_by_role("main").get_by_role("link", name=facts.PROVIDER.name).click()
    gwen.get_by_role("link", name="Paid", exact=True).click()
    dialog = gwen.get_by_role("dialog", name="Has the bank paid it?")
    dialog.get_by_label("Reference on the bank statement").fill("STMT-2026-11-25")
    if (early := dialog.get_by_label("The bank really paid before")).count():
        dialog.get_by_label("Day on the bank statement").fill(f"{datetime.now(UTC):%Y-%m-%d}")
        early.check()
    dialog.get_by_role("button", name="Paid").click()
    expect(gwen.get_by_text("Paid. Budget, balances and scorecard follow.")).to_be_visible()
    expect(status(gwen)).to_have_text("Paid", ignore_case=True)
    payment.refresh_from_db()
    assert payment.state == "paid"


def see_the_end(desks: Desks, people: dict[str, User], address: str, order: Order) -> None:
    """The order's balance and the contract's chain tell that it was paid."""
    come_to_rest()
    pierre = desks.of(people["pierre"])
    pierre.goto(f"{desks.address}{order.get_absolute_url()}")
    balance = pierre.locator(".card").filter(has=pierre.get_by_role("heading", name="Balance"))
    for words, amount in (("Billed", "€27,900.00"), ("Paid", "€27,900.00")):
        expect(balance.locator("div").filter(has=pierre.locator(f"dt:text-is('{words}')")).last).to_contain_text(amount)
    pierre.goto(f"{address}chain/")
    way = pierre.locator(".card").filter(has=pierre.get_by_role("heading", name="From the draft to the last payment"))
    expect(way).to_contain_text(facts.MILESTONE_INVOICE.number)
    pierre.get_by_role("link", name="Show every event and step").click()
    tree = pierre.locator(".card").filter(has=pierre.get_by_role("heading", name="What caused what"))
    expect(tree.get_by_text("Payment confirmed", exact=True)).to_be_visible()


def test_people_carry_a_contract_from_its_draft_to_its_payment(chromium: Browser, tmp_path: Path) -> None:
    people = seed_company(at=datetime.now(UTC), password=PASSWORD)
    mail = tmp_path / "mail"

    with web(tmp_path) as address, worker(tmp_path, FLOWMONO_SITE_URL=address):
        desks = Desks(chromium, address, PASSWORD)
        with desks.photographed(tmp_path / "desks"):
            contract = read_and_confirm(desks, people)
            approve_and_send(desks, people, contract)
            sign_inside(desks, people)
            sign_outside(desks, mail)
            see_the_chain(desks, people, contract)
            order = approve_order(desks, people)
            vera = vendor_enters(desks, mail)
            check_vendor(desks, people)
            deliver(desks, people, vera)
            bill(desks, people, vera, tmp_path)
            pay(desks, people, tmp_path)
            see_the_end(desks, people, contract, order)

    assert Vendor.objects.get().state in {"onboarding", "active"}
    assert desks.complaints == []
