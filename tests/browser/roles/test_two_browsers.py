"""Two browsers at the same time: one of ours at a desk, the other party on a telephone; what one does appears in the other's open page."""

import base64
import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from signing import actions
from signing.checking import check
from signing.models import Envelope, Recipient
from tests.browser.desks import PHONE, no_sideways_scrolling
from tests.browser.roles.office import Office, card, heading, last_letter, link_from, press, status, told
from tests.browser.roles.test_placing import for_many
from tests.browser.roles.test_signing import out_for_signature, read_every_page
from tests.signing.life.scenes import outside
from tests.signing.life.test_outside import drawing

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


def ours(office: Office, order: int = 1) -> actions.Place:
    sam = office.people["sam"]
    return actions.Place(order, str(sam), sam.email, user=sam, title="Managing Director", party="Brightwater")


def sent(office: Office, title: str, *places: actions.Place) -> Envelope:
    return out_for_signature(office, title, "services agreement", "9000", *places)


def watching(page: Page) -> None:
    """From here on it would show if the page were loaded anew."""
    page.evaluate("window.isTheSamePage = true")


def stayed(page: Page) -> None:
    assert page.evaluate("window.isTheSamePage") is True


def at_round(office: Office, key: str, envelope: Envelope) -> Page:
    """The page about the round, open before one of ours."""
    page = office.at_desk(key)
    page.goto(office.address + envelope.get_absolute_url())
    watching(page)
    return page


def at_signature(office: Office, envelope: Envelope) -> Page:
    """The document open before our signatory."""
    page = office.at_desk("sam")
    place = Recipient.objects.get(envelope=envelope, user=office.people["sam"])
    page.goto(f"{office.address}/signing/place/{place.pk}/")
    expect(heading(page)).to_have_text(envelope.title)
    watching(page)
    return page


def on_telephone(office: Office, email: str, envelope: Envelope) -> Page:
    """The document open before somebody outside, by the letter's link and the code."""
    phone = office.window(f"telephone of {email.partition('@')[0]}", PHONE, touch=True)
    phone.goto(office.address + link_from(last_letter(email, "/signing/open/"), "/signing/open/"))
    phone.get_by_role("button", name="Send me the code").tap()
    expect(heading(phone)).to_have_text("Enter your code")
    code = re.search(r"Your code for signing is (\d{6})", last_letter(email, "Your code for signing"))
    assert code is not None
    phone.get_by_label("Code", exact=True).fill(code.group(1))
    phone.get_by_role("button", name="Continue").tap()
    expect(heading(phone)).to_have_text(envelope.title)
    no_sideways_scrolling(phone)
    watching(phone)
    return phone


def consent(page: Page) -> None:
    page.get_by_role("main").get_by_role("checkbox").check()


def sealed_file(office: Office, page: Page, link: str, envelope: Envelope) -> bytes:
    """What this window gets under a link, which our own verifier knows as the sealed document with both signatures."""
    address = page.get_by_role("link", name=link).get_attribute("href")
    assert address is not None
    data = page.context.request.get(office.address + address).body()
    checked = office.work.do(lambda: check(data, at=datetime.now(UTC)))
    assert checked.verdict.reasons == ()
    assert (checked.verdict.valid, checked.envelope, checked.role) == (True, envelope, "document")
    assert len(checked.people) == 2
    return data


def test_one_after_the_other_the_second_is_asked_after_the_first_and_both_get_the_same_sealed_file(
    office: Office,
) -> None:
    nora = "nora.berg@vendor.example"
    envelope = sent(office, "Sorting line", ours(office, 1), outside(2, "Nora Berg", nora))
    assert Recipient.objects.get(envelope=envelope, email=nora).state == "waiting"
    desk = at_signature(office, envelope)
    read_every_page(desk)
    consent(desk)
    press(desk, "Sign")
    told(desk, "You signed “Sorting line”.")
    desk = at_round(office, "sam", envelope)
    office.work.settle()

    phone = on_telephone(office, nora, envelope)
    expect(card(phone, "Who takes part")).to_contain_text("Sam Whitfield")
    read_every_page(phone)
    consent(phone)
    press(phone, "Sign")
    expect(heading(phone)).to_have_text("You have signed")
    watching(phone)
    expect(status(desk)).to_have_text("signed, being sealed", ignore_case=True)
    office.work.settle()

    expect(status(desk)).to_have_text("sealed", ignore_case=True)
    told(phone, "The document is sealed")
    assert sealed_file(office, desk, "Signed document", envelope) == sealed_file(
        office, phone, "Download the signed document", envelope
    )
    stayed(desk)
    stayed(phone)


def test_two_sign_at_the_same_moment_and_the_file_holds_both(office: Office) -> None:
    olaf = "olaf.lind@vendor.example"
    envelope = sent(office, "Packing line", ours(office), outside(1, "Olaf Lind", olaf))
    desk, phone = at_signature(office, envelope), on_telephone(office, olaf, envelope)
    for page in (desk, phone):
        read_every_page(page)
        consent(page)

    for page in (desk, phone):
        page.get_by_role("main").get_by_role("button", name="Sign", exact=True).click(no_wait_after=True)
    told(desk, "You signed “Packing line”.")
    expect(heading(phone)).to_have_text("You have signed")
    office.work.settle()

    told(phone, "The document is sealed")
    sealed_file(office, phone, "Download the signed document", envelope)


def test_who_still_has_the_page_open_reads_who_declined_and_why_and_cannot_sign_any_more(office: Office) -> None:
    pia = "pia.holm@vendor.example"
    envelope = sent(office, "Painting line", ours(office), outside(1, "Pia Holm", pia))
    desk, phone = at_signature(office, envelope), on_telephone(office, pia, envelope)
    consent(desk)

    phone.get_by_role("main").get_by_text("Decline", exact=True).first.tap()
    dialog = phone.get_by_role("dialog", name="Decline to sign?")
    dialog.get_by_label("Reason").fill("The delivery dates are wrong.")
    dialog.get_by_role("button", name="Decline").tap()
    expect(heading(phone)).to_have_text("You have declined")
    no_sideways_scrolling(phone)

    told(desk, "Pia Holm declined.")
    told(desk, "The delivery dates are wrong.")
    stayed(desk)
    expect(desk.get_by_role("main").get_by_role("checkbox")).to_be_checked()
    press(desk, "Sign")
    desk.get_by_role("button", name="Sign all the same").click()
    expect(heading(desk)).to_have_text("This cannot be done now")
    told(desk, "Pia Holm declined. The delivery dates are wrong. Nothing was signed.")
    office.expect_refusal(409)
    assert Recipient.objects.get(envelope=envelope, user=office.people["sam"]).state == "closed"


def test_the_sender_agrees_to_somebody_else_whose_link_works_while_the_former_page_says_so(office: Office) -> None:
    rolf, tea = "rolf.dahl@vendor.example", "tea.dahl@vendor.example"
    envelope = sent(office, "Cooling line", outside(1, "Rolf Dahl", rolf))
    sender, former = at_round(office, "maya", envelope), on_telephone(office, rolf, envelope)

    former.get_by_role("link", name="Somebody else should sign").tap()
    for label, words in (("Name", "Tea Dahl"), ("E-mail", tea), ("Reason", "She runs the company.")):
        former.get_by_label(label).first.fill(words)
    former.get_by_role("button", name="Tell the sender").tap()
    told(former, "Until they agree, the document still waits for you.")
    no_sideways_scrolling(former)
    former.get_by_role("link", name="Back to the document").tap()
    expect(heading(former)).to_have_text("Cooling line")
    watching(former)
    sender.get_by_role("button", name="Ask Tea Dahl instead").click()

    told(sender, "Tea Dahl is asked to sign.")
    told(former, "Somebody else is asked now.")
    stayed(former)
    phone = on_telephone(office, tea, envelope)
    watching(sender)
    read_every_page(phone)
    consent(phone)
    press(phone, "Sign")
    expect(heading(phone)).to_have_text("You have signed")
    office.work.settle()
    expect(status(sender)).to_have_text("sealed", ignore_case=True)
    stayed(sender)
    told(sender, f"Rolf Dahl ({rolf}) named Tea Dahl ({tea}) to sign instead. Maya Okafor agreed.")
    former.reload()
    expect(heading(former)).to_have_text("Nothing is asked of you any more")
    no_sideways_scrolling(former)
    office.expect_refusal(410)


def test_when_its_last_day_is_over_an_open_page_says_so_and_the_link_says_it_kindly(office: Office) -> None:
    ulla = "ulla.stern@vendor.example"
    envelope = sent(office, "Drying line", outside(1, "Ulla Stern", ulla))
    letter = link_from(last_letter(ulla, "/signing/open/"), "/signing/open/")
    phone = on_telephone(office, ulla, envelope)
    sender = at_round(office, "maya", envelope)
    read_every_page(phone)
    consent(phone)

    def let_its_day_pass() -> None:
        today = office.work.play.at.date() + timedelta(days=2)
        timed = actions.set_time(
            envelope,
            by=office.people["maya"],
            at=office.work.play.tick(),
            sign_by=today,
            remind_after=0,
            remind_every=0,
        )
        actions.expire_due(at=timed.expires_at + timedelta(minutes=1))

    office.work.do(let_its_day_pass)

    told(phone, "The time for signing is over.")
    stayed(phone)
    expect(status(sender)).to_have_text("expired", ignore_case=True)
    press(phone, "Sign")
    expect(heading(phone)).to_have_text("Nothing is asked of you any more")
    told(phone, "Missing: Ulla Stern.")
    no_sideways_scrolling(phone)
    office.expect_refusal(409)
    later = office.window("ulla's other telephone", PHONE, touch=True)
    later.goto(office.address + letter)
    expect(heading(later)).to_have_text("This link does not work any more")
    told(later, "ask the person who sent you the document to send it again")
    office.expect_refusal(410)
    assert "was not signed by everybody in time" in last_letter(ulla, "Drying line")


def test_taken_back_while_somebody_has_it_open_nothing_is_signed_and_they_read_why(office: Office) -> None:
    vera = "vera.moss@vendor.example"
    envelope = sent(office, "Cutting line", outside(1, "Vera Moss", vera))
    sender, phone = at_round(office, "maya", envelope), on_telephone(office, vera, envelope)
    read_every_page(phone)
    consent(phone)

    sender.get_by_text("Take back", exact=True).first.click()
    dialog = sender.get_by_role("dialog", name="Take it back from its signers?")
    dialog.get_by_label("Reason").fill("The price list is the old one.")
    dialog.get_by_role("button", name="Take back").click()
    told(sender, "The signature round is taken back; its links no longer work.")

    told(phone, "Maya Okafor took the document back.")
    told(phone, "The price list is the old one.")
    told(phone, "What you entered on this page was not sent.")
    stayed(phone)
    expect(phone.get_by_role("main").get_by_role("checkbox")).to_be_checked()
    press(phone, "Sign")
    expect(heading(phone)).to_have_text("Nothing is asked of you any more")
    told(phone, "You have left nothing on it, and nothing was changed.")
    no_sideways_scrolling(phone)
    office.expect_refusal(409)
    assert Recipient.objects.get(envelope=envelope, email=vera).state == "closed"


def test_on_a_telephone_a_picture_of_ones_signature_is_brought_and_stands_in_the_document(office: Office) -> None:
    kim = "kim.sand@vendor.example"
    envelope = sent(office, "Milling line", outside(1, "Kim Sand", kim))
    phone = on_telephone(office, kim, envelope)
    picture = phone.get_by_label("The picture of your signature")
    expect(picture).to_be_hidden()
    phone.get_by_text("Use a picture of it").tap()
    expect(picture).to_be_visible()
    no_sideways_scrolling(phone)
    read_every_page(phone)
    consent(phone)

    press(phone, "Sign")
    told(phone, "Choose the picture of your signature, or let it be written for you.")
    office.expect_refusal(422)
    drawn = base64.b64decode(drawing().partition(",")[2])
    picture.set_input_files({"name": "signature.png", "mimeType": "image/png", "buffer": drawn})
    read_every_page(phone)
    consent(phone)
    press(phone, "Sign")

    expect(heading(phone)).to_have_text("You have signed")
    assert Recipient.objects.get(envelope=envelope, email=kim).evidence["mark_kind"] == "uploaded"


def test_the_head_of_what_is_sent_to_many_follows_when_the_last_one_left(office: Office) -> None:
    made = for_many(office)
    page = office.at_desk("maya")
    page.goto(office.address + made.get_absolute_url())
    page.get_by_role("main").get_by_text("Send 3 rounds", exact=True).first.click()
    page.get_by_role("dialog", name="Send 3 rounds?").get_by_role("button", name="Send 3 rounds").click()
    told(page, "Sending has begun, one round after the other.")
    expect(status(page)).to_contain_text("being sent", ignore_case=True)
    watching(page)

    office.work.settle()

    expect(page.locator("#page-head")).to_contain_text("0 of 3 signed", timeout=30_000)
    expect(status(page)).to_have_text(re.compile("^\\s*sent\\s*$", re.IGNORECASE))
    expect(page.get_by_role("button", name="Pause")).to_have_count(0)
    expect(page.get_by_role("main").get_by_text("Remind all", exact=True).first).to_be_visible()
    stayed(page)
