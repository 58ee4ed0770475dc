"""Pages of a document are put in order by mouse and by keyboard; what was done can be undone, and stands in the history."""

import pytest
from playwright.sync_api import Page, expect

from contracts import actions as contracts
from contracts.models import Contract
from documents.models import Document
from tests.browser.desks import PHONE, no_sideways_scrolling
from tests.browser.roles.office import Office, go, press
from tests.browser.test_axe import AXE, complaints
from tests.documents.working.scenes import four_pages, order_of

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

FIRST = ["Services Agreement", "1. Services.", "2. Fees.", "3. Payment."]


def in_review(office: Office, title: str) -> Contract:
    """A draft of four pages, converted and read."""
    play = office.work.play
    return office.work.do(
        lambda: contracts.upload_draft(
            by=play.people["pierre"], at=play.tick(), data=four_pages(), filename="services.docx", title=title
        )
    )


def order_now(contract: Contract) -> list[str]:
    version = Document.objects.get(pk=contract.document_id).as_it_stands()
    assert version is not None
    return order_of(version)


def drag(page: Page, what: int, before: int) -> None:
    """Take a page by the mouse and let it go on the left half of another."""
    leaves = page.locator(".leaf-face")
    start, target = leaves.nth(what - 1).bounding_box(), leaves.nth(before - 1).bounding_box()
    assert start is not None
    assert target is not None
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
    page.mouse.down()
    page.mouse.move(start["x"] + 10, start["y"] + 20, steps=4)
    page.mouse.move(target["x"] + target["width"] / 4, target["y"] + target["height"] / 2, steps=8)
    page.mouse.up()


def test_pages_are_dragged_and_moved_by_keys_and_undone(office: Office) -> None:
    contract = in_review(office, "Catering")
    maya = office.at_desk("maya")
    maya.goto(f"{office.address}{contract.get_absolute_url()}versions/")
    go(maya, "Prepare the document")
    expect(maya.locator(".leaf")).to_have_count(4)

    drag(maya, 4, 1)
    expect(maya.locator("#history")).to_contain_text("Page 4 moved before page 1")
    expect(maya.locator("#tray-says")).to_have_text("Page 4 moved before page 1")
    assert order_now(contract) == [FIRST[3], *FIRST[:3]]

    maya.locator(".leaf-box").first.focus()
    maya.keyboard.press("ArrowRight")
    expect(maya.locator(".leaf-box").nth(1)).to_be_focused()
    maya.keyboard.press("Control+ArrowRight")
    expect(maya.locator("#tray-says")).to_have_text("Page 2 now stands in place 3 of 4.")
    maya.keyboard.press("Control+ArrowRight")
    expect(maya.locator("#history")).to_contain_text("Page 2 moved to the end")
    expect(maya.locator(".leaf-box").nth(3)).to_be_focused()
    assert order_now(contract) == [FIRST[3], FIRST[1], FIRST[2], FIRST[0]]

    maya.keyboard.press("x")
    maya.keyboard.press("r")
    expect(maya.locator("#history")).to_contain_text("Page 4 turned to the right")
    expect(maya.locator(".leaf-box").nth(3)).to_be_focused()
    maya.keyboard.press("Control+z")
    expect(maya.locator(".step-undone")).to_contain_text("Page 4 turned to the right")
    expect(maya.locator("#tray-says")).to_have_text("Page 4 turned to the right: undone")
    maya.locator(".leaf-box").first.focus()
    maya.keyboard.press("Control+z")
    expect(maya.locator(".step-undone")).to_have_count(2)
    maya.keyboard.press("Control+Shift+Z")
    expect(maya.locator(".step-undone")).to_have_count(1)
    assert order_now(contract) == [FIRST[3], FIRST[1], FIRST[2], FIRST[0]]


def test_several_pages_are_chosen_with_shift_and_taken_out(office: Office) -> None:
    contract = in_review(office, "Cleaning")
    maya = office.at_desk("maya")
    maya.goto(f"{office.address}/documents/{contract.document_id}/")

    maya.locator(".leaf-face").nth(1).click()
    maya.locator(".leaf-face").nth(2).click(modifiers=["Shift"])
    expect(maya.locator("[data-says]")).to_have_text("2 of 4 chosen")
    press(maya, "Take out")

    expect(maya.locator("#history")).to_contain_text("Pages 2 to 3 taken out")
    expect(maya.get_by_text("Some terms lost their sentence")).to_be_visible()
    assert order_now(contract) == [FIRST[0], FIRST[3]]


def test_what_is_redacted_is_marked_on_the_page_first(office: Office) -> None:
    contract = in_review(office, "Gardening")
    maya = office.at_desk("maya")
    maya.goto(f"{office.address}/documents/{contract.document_id}/tools/redact/")
    page = maya.locator(".doc-page").first
    expect(page.locator("canvas")).to_be_visible()
    box = page.bounding_box()
    assert box is not None
    maya.mouse.move(box["x"] + box["width"] * 0.1, box["y"] + box["height"] * 0.06)
    maya.mouse.down()
    maya.mouse.move(box["x"] + box["width"] * 0.9, box["y"] + box["height"] * 0.1, steps=6)
    maya.mouse.up()
    expect(maya.locator(".area")).to_have_count(1)
    maya.get_by_label("Words to black out").fill("Alder Foods")
    press(maya, "Show what will go")

    expect(maya.get_by_text("This cannot be undone in the copy")).to_be_visible()
    expect(maya.get_by_role("link", name="Place 1 on page 1").first).to_be_visible()
    press(maya, "Make the redacted copy")
    expect(maya.get_by_text("A copy of").first).to_be_visible()
    paper = Document.objects.get(kind="copy", copy_of__document=contract.document_id)
    assert "Alder" not in " ".join(order_of(paper.as_it_stands()))  # type: ignore[arg-type]
    assert order_now(contract) == FIRST


def test_an_area_to_black_out_is_added_moved_and_sized_by_keys_alone(office: Office) -> None:
    contract = in_review(office, "Laundry")
    maya = office.at_desk("maya")
    maya.goto(f"{office.address}/documents/{contract.document_id}/tools/redact/")
    expect(maya.locator(".doc-page canvas").first).to_be_visible()
    says, area = maya.locator("[data-announces]"), maya.locator(".area")

    maya.get_by_role("button", name="Add an area").focus()
    maya.keyboard.press("Enter")
    expect(says).to_have_text("Area 1 marked on page 1.")
    expect(area).to_be_focused()
    for _time in range(80):
        maya.keyboard.press("ArrowUp")
        maya.keyboard.press("ArrowLeft")
    expect(says).to_have_text("Area 1 on page 1: 0 points from the left, 0 from the top, 180 wide, 18 high")
    maya.keyboard.press("Alt+ArrowDown")
    maya.keyboard.press("Shift+ArrowUp")
    for _time in range(80):
        maya.keyboard.press("Shift+ArrowRight")
    for _time in range(30):
        maya.keyboard.press("Shift+ArrowDown")
    expect(says).to_have_text("Area 1 on page 1: 0 points from the left, 1 from the top, 612 wide, 192 high")
    maya.keyboard.press("PageDown")
    expect(says).to_contain_text("Area 1 on page 2")
    maya.keyboard.press("PageUp")
    expect(area).to_be_focused()
    maya.get_by_role("button", name="Add an area").focus()
    maya.keyboard.press("Space")
    expect(area).to_have_count(2)
    maya.keyboard.press("Delete")
    expect(says).to_have_text("Area 2 on page 1 is not blacked out.")
    expect(area).to_be_focused()
    assert not AXE.is_file() or complaints(maya) == []
    maya.get_by_role("button", name="Show what will go").focus()
    maya.keyboard.press("Enter")

    expect(maya.get_by_text("1 place is marked on the pages.")).to_be_visible()
    maya.get_by_role("button", name="Make the redacted copy").focus()
    maya.keyboard.press("Enter")
    expect(maya.get_by_text("A copy of").first).to_be_visible()
    paper = Document.objects.get(kind="copy", copy_of__document=contract.document_id)
    assert order_of(paper.as_it_stands())[0] != FIRST[0]  # type: ignore[arg-type]
    assert order_of(paper.as_it_stands())[1:] == FIRST[1:]  # type: ignore[arg-type]


def test_on_a_phone_pages_are_moved_by_the_menu(office: Office) -> None:
    contract = in_review(office, "Painting")
    pierre = office.at_desk("pierre", PHONE, name="pierre's phone", touch=True)
    pierre.goto(f"{office.address}/documents/{contract.document_id}/")
    no_sideways_scrolling(pierre)

    pierre.locator(".leaf-face").nth(3).tap()
    pierre.get_by_label("Move before").select_option("2")
    press(pierre, "Move")

    expect(pierre.locator("#history")).to_contain_text("Page 4 moved before page 2")
    assert order_now(contract) == [FIRST[0], FIRST[3], FIRST[1], FIRST[2]]
