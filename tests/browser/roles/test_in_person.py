"""Signing in person on a telephone: Maya hands it to the other party's signatory, who draws a signature, and it is hers again by password."""

from datetime import timedelta

import pytest
from django.db.models import F
from playwright.sync_api import Page, expect

from signing.models import Envelope, Recipient, Sitting
from tests.browser.desks import PHONE, no_sideways_scrolling
from tests.browser.roles.office import Office, heading, last_letter, press, told
from tests.browser.roles.test_signing import out_for_signature, read_every_page
from tests.signing.life.scenes import outside

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

TITLE, VIKTOR = "Repair of a press", "viktor.halden@vendor.example"


def draw(page: Page) -> None:
    """A line with the finger on the pad."""
    pad = page.locator("[data-canvas]")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    x, y, width, height = box["x"], box["y"], box["width"], box["height"]
    page.mouse.move(x + 0.1 * width, y + 0.7 * height)
    page.mouse.down()
    for part in (0.3, 0.5, 0.7, 0.9):
        page.mouse.move(x + part * width, y + (0.3 if part in {0.3, 0.7} else 0.8) * height, steps=4)
    page.mouse.up()


def test_a_signer_draws_a_signature_on_the_hosts_telephone_which_is_the_hosts_again_by_password(office: Office) -> None:
    envelope = out_for_signature(
        office, TITLE, "services agreement", "4800", outside(1, "Viktor Halden", VIKTOR), outside(2)
    )
    phone = office.at_desk("maya", PHONE, name="maya's telephone", touch=True)
    phone.goto(office.address + envelope.get_absolute_url())
    expect(phone.get_by_role("link", name="Sign in person")).to_have_count(1)
    phone.get_by_role("link", name="Sign in person").tap()

    told(phone, "You are signed out on this device.")
    no_sideways_scrolling(phone)
    press(phone, "Sign me out and hand over")
    # Asked once each, beside the question: how the person is known, and that they are here.
    expect(phone.locator(".field-error:visible")).to_have_count(2)
    phone.get_by_role("radio", name="Identity card").check()
    expect(phone.locator(".field-error:visible")).to_have_count(1)
    phone.get_by_role("checkbox", name="Viktor Halden is here with me").check()
    press(phone, "Sign me out and hand over")
    expect(heading(phone)).to_have_text("This is for you, Viktor Halden")
    told(phone, "Maya Okafor, who saw an identity card, handed you this device.")
    no_sideways_scrolling(phone)

    # Back leads to nothing of the host's.
    phone.go_back()
    expect(heading(phone)).to_have_text("Sign in")
    phone.go_back()
    expect(heading(phone)).to_have_text("Sign in")
    phone.goto(office.address + "/contracts/")
    expect(heading(phone)).to_have_text("Sign in")

    phone.goto(office.address + "/signing/document/")
    phone.get_by_role("button", name="I am Viktor Halden: show me the document").tap()
    expect(heading(phone)).to_have_text(TITLE)
    expect(phone.get_by_role("navigation")).to_have_count(0)
    expect(phone.get_by_role("link", name="Download")).to_have_count(0)
    no_sideways_scrolling(phone)
    read_every_page(phone)
    phone.get_by_role("link", name="Go to the signature").tap()
    phone.get_by_text("Draw it myself").tap()
    draw(phone)
    phone.get_by_role("main").get_by_role("checkbox").tap()
    phone.get_by_role("main").get_by_role("button", name="Sign", exact=True).tap()
    expect(heading(phone)).to_have_text("You have signed. Thank you.")
    told(phone, "Please hand the device back to Maya Okafor.")
    no_sideways_scrolling(phone)

    phone.get_by_role("link", name="Sign in").tap()
    phone.get_by_label("E-mail address").fill(office.people["maya"].email)
    phone.get_by_label("Password").fill(office.password)
    phone.get_by_role("button", name="Sign in", exact=True).click()
    expect(heading(phone)).to_have_text(TITLE)
    told(phone, "in person, before Maya Okafor, who saw an identity card")

    office.work.settle()
    evidence = Recipient.objects.get(envelope=envelope, email=VIKTOR).evidence
    assert (evidence["mark_kind"], evidence["pages_seen"]) == ("drawn", list(range(1, evidence["pages_total"] + 1)))
    assert "on a device of Maya Okafor" in last_letter(VIKTOR, "in person")
    assert Envelope.objects.get(pk=envelope.pk).state == "sent"


def test_a_telephone_left_lying_stops_showing_the_document_by_itself(office: Office) -> None:
    envelope = out_for_signature(
        office, "Spare parts of a press", "services agreement", "900", outside(1, "Ines Halden", "ines@vendor.example")
    )
    phone = office.at_desk("maya", PHONE, name="maya's second telephone", touch=True)
    phone.goto(office.address + envelope.get_absolute_url())
    phone.get_by_role("link", name="Sign in person").tap()
    phone.get_by_role("radio", name="In another way").check()
    phone.get_by_label("In which other way?").fill("introduced by Viktor Halden")
    phone.get_by_role("checkbox", name="Ines Halden is here with me").check()
    press(phone, "Sign me out and hand over")
    phone.clock.install()
    phone.get_by_role("button", name="I am Ines Halden: show me the document").tap()
    expect(heading(phone)).to_have_text("Spare parts of a press")
    read_every_page(phone)
    phone.wait_for_load_state("networkidle")

    with phone.expect_response("**/in-person/awake/") as told_of_touch:
        phone.mouse.wheel(0, 200)
        phone.clock.fast_forward("00:31")
    assert told_of_touch.value.status == 204
    Sitting.objects.filter(recipient__envelope=envelope).update(seen_at=F("seen_at") - timedelta(minutes=16))
    phone.clock.fast_forward("16:00")

    expect(heading(phone)).to_have_text("Signing in person is over on this device")
    told(phone, "Nobody touched the device for a while.")
    no_sideways_scrolling(phone)
    office.expect_refusal(410)
