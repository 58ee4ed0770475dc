"""Places on a document are moved, stretched and added by the mouse before it is sent: on one round, and for many people at once."""

from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from contracts.models import Category
from signing import actions
from signing.actions import bulk
from signing.models import Bulk, Envelope, Field
from tests.browser.roles.office import Office, press, told
from tests.signing.life.bulk_scenes import LIST, pdf
from tests.signing.life.scenes import make_paper, outside

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


def prepared(office: Office) -> Envelope:
    """A document for one person, not sent yet."""
    office_play = office.work.play
    facts = {"title": "Lease of a press", "category": "lease", "currency": "EUR", "contract_id": None}

    def prepare() -> Envelope:
        return actions.prepare_envelope(
            make_paper(),
            places=[outside(1, "Vera Moss", "vera.press@vendor.example")],
            at=office_play.tick(),
            amount=Decimal(100),
            base_amount=Decimal(100),
            **facts,
        )

    return office.work.do(prepare)


def for_many(office: Office) -> Bulk:
    """A document for three people, not sent yet."""
    maya, play = office.people["maya"], office.work.play

    def begin() -> Bulk:
        Category.objects.get_or_create(name="NDA")
        about = bulk.About(title="NDA of the press", category="NDA")
        made = bulk.make_bulk(about, by=maya, at=play.tick(), data=pdf(), filename="nda.pdf")
        return bulk.bring_list(made, by=maya, at=play.tick(), data=LIST, filename="people.csv")

    return office.work.do(begin)


def drag(page: Page, place: Locator, right: float, down: float, *, corner: bool = False) -> None:
    """Take hold of a place in its middle, or of its corner, and let it go elsewhere."""
    place.scroll_into_view_if_needed()
    held = place.locator(".placing-corner") if corner else place
    box = held.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + right / 2, y + down / 2, steps=3)
    page.mouse.move(x + right, y + down, steps=3)
    page.mouse.up()


def test_places_are_taken_by_the_mouse_moved_stretched_added_and_undone(office: Office) -> None:
    envelope = prepared(office)
    before = Field.objects.get(envelope=envelope, kind="signature")
    page = office.at_desk("maya")
    page.goto(f"{office.address}/signing/envelopes/{envelope.pk}/places/")
    place = page.locator(".placing-place").first
    expect(place).to_be_visible()
    # The words of the page are there too: they must not lie between the hand and the place.
    expect(page.locator(".doc-words span").first).to_be_attached()

    drag(page, place, -30, -40)
    drag(page, place, 24, 12, corner=True)
    page.get_by_role("button", name="Text", exact=True).click()
    page.get_by_label("What to enter").fill("Order number")
    drag(page, page.locator(".placing-place").last, 20, 60)
    page.get_by_role("button", name="Signature", exact=True).click()
    expect(page.locator(".placing-place")).to_have_count(3)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".placing-place")).to_have_count(2)
    press(page, "Save the places")
    told(page, "The places are saved.")

    after = Field.objects.get(envelope=envelope, kind="signature")
    assert (after.x < before.x, after.y > before.y) == (True, True)
    grown = (float(after.width - before.width), float(after.height - before.height))
    assert 10 < grown[0] < 40, "the corner follows the hand"
    assert 4 < grown[1] < 30, "the corner follows the hand"
    assert Field.objects.get(envelope=envelope, kind="text").label == "Order number"


def test_a_box_to_tick_is_moved_by_its_middle_stays_square_and_is_told_of_where_it_covers_another(
    office: Office,
) -> None:
    envelope = prepared(office)
    page = office.at_desk("maya")
    page.goto(f"{office.address}/signing/envelopes/{envelope.pk}/places/")
    page.get_by_role("button", name="Box to tick").click()
    box = page.locator(".placing-place.is-chosen")
    page.get_by_label("What to enter").fill("Insurance seen")
    began = box.bounding_box()

    drag(page, box, 60, 30)
    moved = box.bounding_box()
    drag(page, box, 16, 3, corner=True)
    press(page, "Save the places")
    told(page, "The places are saved.")

    assert began is not None
    assert moved is not None
    assert (round(moved["x"] - began["x"]), round(moved["y"] - began["y"])) == (60, 30)
    assert (moved["width"], moved["height"]) == (began["width"], began["height"])
    tick = Field.objects.get(envelope=envelope, kind="checkbox")
    assert tick.width == tick.height > 16
    expect(page.get_by_text("Some places lie on one another")).to_have_count(0)

    signature = page.locator(".placing-place").filter(has_text="Signature").bounding_box()
    there = page.get_by_role("button", name="Insurance seen").filter(has=page.locator(".placing-words")).bounding_box()
    assert signature is not None
    assert there is not None
    over = page.locator(".placing-place:not(:has-text('Signature'))")
    drag(page, over, signature["x"] + 20 - there["x"], signature["y"] + 10 - there["y"])
    press(page, "Save the places")
    told(page, "The places are saved.")
    expect(page.get_by_text("Some places lie on one another")).to_be_visible()
    expect(page.get_by_text("“Insurance seen” of Vera Moss")).to_be_visible()


def test_what_is_not_saved_is_dropped_only_when_asked_and_a_refused_save_can_be_taken_back(office: Office) -> None:
    envelope = prepared(office)
    page = office.at_desk("maya")
    page.goto(f"{office.address}/signing/envelopes/{envelope.pk}/places/")
    page.get_by_role("button", name="Text", exact=True).click()
    expect(page.locator(".placing-place")).to_have_count(2)

    press(page, "Find them again")
    asks = page.get_by_role("dialog", name="Drop what is not saved?")
    expect(asks).to_be_visible()
    asks.get_by_role("link", name="Cancel").click()
    expect(page.locator(".placing-place")).to_have_count(2)
    press(page, "Save the places")
    expect(page.get_by_text("The places are not saved yet")).to_be_visible()
    expect(page.locator(".placing-place")).to_have_count(2)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".placing-place")).to_have_count(1)
    page.get_by_role("button", name="Text", exact=True).click()
    press(page, "Find them again")
    asks.get_by_role("button", name="Drop them").click()

    told(page, "found again")
    # The refusal that this is about: an entry without its words.
    office.complaints[:] = [one for one in office.complaints if "422" not in one]
    expect(page.locator(".placing-place")).to_have_count(1)


AT_ONCE = """(place) => {
  const before = place.getBoundingClientRect().x;
  place.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true, cancelable: true }));
  return place.getBoundingClientRect().x - before;
}"""


def test_a_place_that_was_added_moves_by_keys_at_once_and_enter_leads_to_its_words(office: Office) -> None:
    envelope = prepared(office)
    page = office.at_desk("maya")
    page.goto(f"{office.address}/signing/envelopes/{envelope.pk}/places/")
    expect(page.locator(".placing-place")).to_have_count(1)

    page.get_by_role("button", name="Text", exact=True).click()
    added = page.locator(".placing-place.is-chosen")
    expect(added).to_be_focused()
    expect(page.locator("[data-announces]")).to_contain_text("press Enter")
    before = added.bounding_box()
    page.keyboard.press("ArrowRight")
    # It stands where it went in the same moment, not a frame later.
    assert added.evaluate(AT_ONCE) > 0
    expect(page.locator("[data-announces]")).not_to_contain_text("press Enter")
    after = added.bounding_box()
    page.keyboard.press("Enter")
    expect(page.get_by_label("What to enter")).to_be_focused()
    page.get_by_role("button", name="Initials", exact=True).click()

    assert before is not None
    assert after is not None
    assert after["x"] > before["x"]
    expect(page.locator(".placing-place.is-chosen")).to_have_text("VM")


def test_what_is_arranged_on_the_document_of_one_stands_on_everybodys(office: Office) -> None:
    made = for_many(office)
    (was,) = [one for one in made.sample_places if one["kind"] == "signature"]
    page = office.at_desk("maya")
    page.goto(f"{office.address}/signing/many/{made.pk}/paper/")
    page.get_by_role("link", name="Arrange the places").click()
    # The line for the signature and that for the name were found.
    expect(page.locator(".placing-place")).to_have_count(2)
    place = page.locator(".placing-place").filter(has_text="Signature")
    expect(page.locator(".doc-words span").first).to_be_attached()

    drag(page, place, 50, 30)
    press(page, "Save the places")

    told(page, "They stand on everybody's document.")
    (now,) = [one for one in Bulk.objects.get(pk=made.pk).layout_places if one["kind"] == "signature"]
    assert (now["x"] > was["x"] + 10, now["y"] < was["y"] - 10) == (True, True)


def test_a_telephone_is_asked_for_once_the_code_goes_there_and_the_focus_is_in_the_new_row(
    office: Office, settings: Any
) -> None:
    settings.TEXT_MESSAGES = "flowmono.outbox.texting.ByHttp"
    envelope = prepared(office)
    page = office.at_desk("maya")
    page.goto(f"{office.address}/signing/envelopes/{envelope.pk}/people/")
    rows = page.get_by_role("main").get_by_role("group")
    phone, way = rows.nth(0).get_by_label("Telephone"), rows.nth(0).get_by_label("Recognised by")

    expect(way).to_be_visible()
    expect(phone).to_be_hidden()
    way.select_option(label="Code by text message")
    expect(phone).to_be_visible()
    press(page, "Add a person")

    expect(rows).to_have_count(2)
    expect(rows.nth(1).get_by_label("Order")).to_be_focused()
