"""Signing: the signatory's queue with each mark in its place, and the other party's signatory on a telephone."""

import re
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from flowmono.common.models import Company
from signing import actions
from signing.models import Envelope, Recipient
from tests.browser.desks import PHONE, no_sideways_scrolling
from tests.browser.roles.office import Office, card, heading, last_letter, link_from, press, told
from tests.signing.life.scenes import make_mark, make_paper, outside

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

NORA = "nora.lindholm@vendor.example"


def out_for_signature(
    office: Office, title: str, category: str, amount: str | None, *places: actions.Place
) -> Envelope:
    """Maya sends a document to these people."""
    work = office.work

    def send() -> Envelope:
        facts = {"title": title, "category": category, "currency": "EUR", "contract_id": None}
        worth = Decimal(amount) if amount else None
        envelope = actions.prepare_envelope(
            make_paper(), places=places, at=work.play.tick(), amount=worth, base_amount=worth, **facts
        )
        return actions.send_envelope(envelope, by=work.people["maya"], at=work.play.tick())

    return work.do(send)


def read_every_page(page: Page) -> None:
    """Scroll through the document until the page says that all of it was seen."""
    sheets = page.locator("[data-page]")
    # The sheets are there once the document is read, which a busy machine takes its time for.
    expect(sheets.nth(1)).to_be_attached()
    for number in range(sheets.count()):
        sheets.nth(number).scroll_into_view_if_needed()
        expect(sheets.nth(number)).to_have_attribute("data-shown", "")
    total = sheets.count()
    expect(page.get_by_text(f"Pages seen: {total} of {total}")).to_be_attached()


def test_a_signatory_reviews_and_submits_one_after_the_other_and_declines_with_a_reason(office: Office) -> None:
    sam = office.people["sam"]
    make_mark(sam, name="Confidentiality", categories=["NDA"], limit=Decimal(0))
    place = actions.Place(1, str(sam), sam.email, user=sam, title="Managing Director", party="Brightwater")
    secrecy = out_for_signature(office, "Secrecy agreement", "NDA", None, place, outside(2))
    upkeep = out_for_signature(office, "Upkeep agreement", "services agreement", "24000", place, outside(2))
    lease = out_for_signature(office, "Lease of a hall", "lease", "96000", place, outside(2))

    page = office.at_desk("sam")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Sign").click()
    expect(page.get_by_text("3 documents wait for you.")).to_be_visible()
    for title, amount in (("Upkeep agreement", "€24,000.00"), ("Lease of a hall", "€96,000.00")):
        row = page.get_by_role("row").filter(has_text=title)
        expect(row).to_contain_text(amount)
        expect(row).to_contain_text("mark in its place", ignore_case=True)
    page.get_by_role("link", name="Begin with the first").click()
    expect(heading(page)).to_have_text("Secrecy agreement")
    expect(page.get_by_role("navigation", name="Where this page lies")).to_contain_text("1 of 3")
    page.evaluate("window.isTheSamePage = true")
    page.keyboard.press("n")
    expect(heading(page)).to_have_text("Upkeep agreement")
    expect(heading(page)).to_be_focused()
    expect(page.locator("body > [role=status]")).to_have_text("Document 2 of 3: Upkeep agreement")
    page.go_back()
    expect(heading(page)).to_have_text("Secrecy agreement")
    page.keyboard.press("s")
    told(page, "“Secrecy agreement” is set aside.")
    expect(heading(page)).to_have_text("Upkeep agreement")
    page.keyboard.press("n")
    expect(heading(page)).to_have_text("Lease of a hall")
    page.keyboard.press("n")
    expect(heading(page)).to_have_text("Secrecy agreement")
    press(page, "Take up again")
    expect(page.get_by_role("navigation", name="Where this page lies")).to_contain_text("1 of 3")
    assert page.evaluate("window.isTheSamePage") is True

    told(page, "Your mark is in its place.")
    read_every_page(page)
    press(page, "Sign")
    expect(heading(page)).to_have_text("Secrecy agreement")
    assert Recipient.objects.get(envelope=secrecy, user=sam).state == "viewed"
    page.get_by_role("main").get_by_role("checkbox").check()
    press(page, "Sign")
    told(page, "You signed “Secrecy agreement”.")

    expect(heading(page)).to_have_text("Upkeep agreement")
    told(page, "The mark “All contracts” may be used for documents of every category, whatever the amount.")
    read_every_page(page)
    page.get_by_role("main").get_by_role("checkbox").check()
    press(page, "Sign")
    told(page, "You signed “Upkeep agreement”.")

    expect(heading(page)).to_have_text("Lease of a hall")
    page.get_by_role("main").get_by_text("Decline", exact=True).first.click()
    dialog = page.get_by_role("dialog", name="Decline to sign?")
    dialog.get_by_role("button", name="Decline").click()
    expect(dialog).to_be_visible()
    dialog.get_by_label("Reason").fill("The hall is too small for the line.")
    dialog.get_by_role("button", name="Decline").click()
    told(page, "You declined “Lease of a hall”. The sender is told why.")
    told(page, "Nothing waits for your signature")

    office.work.settle()
    states = Envelope.objects.filter(pk__in=[secrecy.pk, upkeep.pk, lease.pk]).values_list("title", "state", "reason")
    assert sorted(states) == [
        ("Lease of a hall", "declined", "The hall is too small for the line."),
        ("Secrecy agreement", "sent", ""),
        ("Upkeep agreement", "sent", ""),
    ]


def test_a_mark_is_chosen_by_category_and_chosen_anew_when_the_category_is_corrected(office: Office) -> None:
    sam = office.people["sam"]
    make_mark(sam, name="Licences", categories=["licence"], limit=None)
    place = actions.Place(1, str(sam), sam.email, user=sam, title="Managing Director", party="Brightwater")
    out_for_signature(office, "Use of drawings", "licence", "3000", place, outside(2))

    page = office.at_desk("sam")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Sign").click()
    page.get_by_role("link", name="Use of drawings").click()
    told(page, "More than one of your marks covers this document.")
    expect(page.get_by_role("main").get_by_role("button", name="Sign", exact=True)).to_have_count(0)
    page.get_by_role("radio", name="Licences").check()
    press(page, "Place this mark")
    told(page, "The mark “Licences” may be used for licence, whatever the amount.")
    page.get_by_role("main").get_by_text("Wrong category?", exact=True).click()
    dialog = page.get_by_role("dialog", name="Which category is it?")
    dialog.get_by_label("Category").select_option("SOW")
    dialog.get_by_role("button", name="Save").click()

    told(page, "Maya Okafor is asked whether this is SOW. Until then no mark is placed.")
    expect(heading(page)).to_have_text("Use of drawings")
    expect(page.get_by_role("main").get_by_role("button", name="Sign", exact=True)).to_have_count(0)
    maya = office.at_desk("maya")
    maya.goto(f"{office.address}{Envelope.objects.get(title='Use of drawings').get_absolute_url()}")
    press(maya, "Agree: it is SOW")
    page.reload()
    told(page, "The mark “All contracts” may be used for documents of every category, whatever the amount.")
    page.get_by_role("main").get_by_role("checkbox").check()
    press(page, "Sign")
    unseen = page.get_by_role("dialog", name="You have not seen pages 2–3")
    unseen.get_by_role("button", name="Sign all the same").click()
    told(page, "You signed “Use of drawings”.")


def test_what_has_to_be_read_first_says_how_long_it_takes_and_offers_nothing_that_is_refused(office: Office) -> None:
    sam = office.people["sam"]
    place = actions.Place(1, str(sam), sam.email, user=sam, title="Managing Director", party="Brightwater")
    out_for_signature(office, "Lease of a yard", "lease", "24000", place, outside(2))
    office.work.do(lambda: Company.objects.update(second_look_from=Decimal("10000")))

    try:
        page = office.at_desk("sam")
        page.get_by_role("navigation", name="Main").get_by_role("link", name="Sign").click()
        page.get_by_role("link", name="Lease of a yard").click()
        page.get_by_role("main").get_by_role("checkbox").check()
        press(page, "Sign")
        first = page.get_by_role("dialog", name="It has to be read first")
        expect(first.get_by_text("You have not seen pages 2–3 yet.")).to_be_visible()
        expect(first.get_by_role("button")).to_have_count(0)
        first.get_by_role("link", name="Show me page 2").click()
        read_every_page(page)
        press(page, "Sign")
        expect(first.get_by_text(re.compile(r"To have read it takes \d+ s more"))).to_be_visible()
        expect(first.get_by_role("link", name="Back to the document")).to_be_visible()
        # Once it is read, nothing stands in the way.
        expect(first).to_be_hidden(timeout=100_000)
        press(page, "Sign")
        told(page, "You signed “Lease of a yard”.")
    finally:
        office.work.do(lambda: Company.objects.update(second_look_from=None))


def test_somebody_outside_signs_on_a_telephone_and_the_link_is_used_up(office: Office) -> None:
    out_for_signature(
        office, "Calibration of six stations", "services agreement", "18600", outside(1, "Nora Lindholm", NORA)
    )

    phone = office.window("nora's telephone", PHONE, touch=True)
    link = office.address + link_from(last_letter(NORA, "/signing/open/"), "/signing/open/")
    phone.goto(link)
    expect(heading(phone)).to_have_text("A document for your signature")
    no_sideways_scrolling(phone)
    phone.get_by_role("button", name="Send me the code").tap()
    told(phone, "We sent six digits to n…@vendor.example.")
    found = re.search(r"Your code for signing is (\d{6})", last_letter(NORA, "Your code for signing"))
    assert found is not None
    code = found.group(1)
    phone.get_by_label("Code", exact=True).fill("000000" if code != "000000" else "111111")
    phone.get_by_role("button", name="Continue").tap()
    told(phone, "This is not the code. 4 tries are left.")
    office.expect_refusal(422)
    no_sideways_scrolling(phone)
    phone.get_by_label("Code", exact=True).fill(f"{code[:3]} {code[3:]}")
    phone.get_by_role("button", name="Continue").tap()

    expect(heading(phone)).to_have_text("Calibration of six stations")
    told(phone, "Maya Okafor asks you to sign for Halden & Pryce Ltd")
    no_sideways_scrolling(phone)
    read_every_page(phone)
    phone.get_by_role("link", name="Go to the signature").tap()
    press(phone, "Sign")
    expect(heading(phone)).to_have_text("Calibration of six stations")
    phone.get_by_role("main").get_by_role("checkbox").tap()
    phone.get_by_role("radio", name="Draw it myself").check()
    phone.get_by_role("main").get_by_role("button", name="Sign", exact=True).tap()
    told(phone, "How your signature looks: Draw your signature in the box, or let it be written for you.")
    office.expect_refusal(422)
    expect(phone.get_by_text(re.compile(r"Pages seen: (\d+) of \1"))).to_be_attached()
    phone.get_by_role("radio", name="written in").first.check()
    phone.get_by_role("main").get_by_role("button", name="Sign", exact=True).tap()
    expect(heading(phone)).to_have_text("You have signed")
    told(phone, "Everybody has signed.")

    office.work.settle()
    phone.reload()
    no_sideways_scrolling(phone)
    expect(card(phone, "Who takes part")).to_contain_text("Nora Lindholm")
    with phone.expect_download() as download:
        phone.get_by_role("link", name="Download the signed document").tap()
    assert download.value.path().read_bytes().startswith(b"%PDF")
    assert "Calibration of six stations" in last_letter(NORA, "signed")
    assert Envelope.objects.get(title="Calibration of six stations").state == "sealed"
    evidence = Recipient.objects.get(email=NORA, envelope__title="Calibration of six stations").evidence
    assert (evidence["pages_total"], len(evidence["pages_seen"])) == (evidence["pages_total"], evidence["pages_total"])
    for name in ("nora's telephone again", "somebody else"):
        later = office.window(name, PHONE, touch=True)
        later.goto(link)
        expect(heading(later)).to_have_text("It was signed with this link")
        told(later, "in a message whose subject begins with “Signed by everyone”")
        no_sideways_scrolling(later)
        office.expect_refusal(410)
