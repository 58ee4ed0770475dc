"""The approver: what waits is decided from the keyboard, sent back with a reason, on a telephone, and never twice."""

import pytest
from playwright.sync_api import expect

from flowmono.approvals.models import Request, Seat
from procurement.models import Requisition
from tests.browser.desks import PHONE, no_sideways_scrolling
from tests.browser.roles.office import Office, entry, heading, press, status, told

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


def verdicts(asked: Requisition) -> list[tuple[str, str, str]]:
    """Who said what, and why."""
    said = Seat.objects.filter(request__subject_id=asked.pk).exclude(verdict="")
    return list(said.values_list("decided_by__username", "verdict", "reason"))


def test_an_approver_answers_from_the_keyboard_alone_and_the_next_entry_is_chosen(office: Office) -> None:
    asked = {
        title: office.work.ask_for(title, price)
        for title, price in (("A torque wrench", "840"), ("A label printer", "310"), ("A granite plate", "2600"))
    }

    abel = office.at_desk("abel")
    for title, amount in (("A torque wrench", "€840.00"), ("A label printer", "€310.00")):
        expect(entry(abel, title)).to_contain_text(amount)
        expect(entry(abel, title)).to_contain_text("asked by Pierre Dubois")
    order = [one.inner_text() for one in abel.locator("[data-todo] a.items-title").all()]
    abel.keyboard.press("j")
    abel.keyboard.press("j")
    expect(abel.locator(".is-selected a.items-title")).to_have_text(order[1])
    abel.keyboard.press("k")
    expect(abel.locator(".is-selected a.items-title")).to_have_text(order[0])
    abel.keyboard.press("a")

    told(abel, "You approved RQ-")
    expect(abel.locator("[data-todo]")).to_have_count(2)
    expect(abel.locator(".is-selected a.items-title")).to_have_text(order[1])
    expect(abel.locator(".is-selected a.items-title")).to_be_focused()
    abel.keyboard.press("r")
    expect(abel.get_by_label("Why? Whoever asked reads this.").locator("visible=true")).to_be_focused()
    abel.keyboard.type("Borrow the one of the workshop.")
    abel.keyboard.press("Tab")
    abel.keyboard.press("Enter")
    expect(abel.locator("[data-todo]")).to_have_count(1)
    expect(abel.locator(".is-selected a.items-title")).to_be_focused()
    abel.keyboard.press("Enter")
    titles = [one.partition(" · ")[2] for one in order]
    expect(heading(abel)).to_have_text(titles[2])
    press(abel, "Approve")
    told(abel, "You approved RQ-")
    abel.get_by_role("link", name="Needs you").first.click()
    told(abel, "Nothing waits for you")

    assert [verdicts(asked[title]) for title in titles] == [
        [("abel", "yes", "")],
        [("abel", "no", "Borrow the one of the workshop.")],
        [("abel", "yes", "")],
    ]
    office.work.settle()
    pierre = office.at_desk("pierre")
    entry(pierre, titles[1]).get_by_role("link", name=titles[1]).first.click()
    expect(heading(pierre)).to_have_text(titles[1])
    told(pierre, "Borrow the one of the workshop.")


def test_an_approver_decides_on_a_telephone_and_says_why_not(office: Office) -> None:
    office.work.ask_for("A forklift for a week", "1900")

    abel = office.at_desk("abel", PHONE, touch=True)
    no_sideways_scrolling(abel)
    entry(abel, "A forklift for a week").get_by_role("link", name="A forklift for a week").first.tap()
    expect(heading(abel)).to_have_text("A forklift for a week")
    no_sideways_scrolling(abel)
    expect(abel.get_by_role("main")).to_contain_text("€1,900.00")
    abel.get_by_role("main").get_by_text("Reject", exact=True).first.tap()
    dialog = abel.get_by_role("dialog", name="Reject this requisition?")
    dialog.get_by_role("button", name="Reject").tap()
    expect(dialog).to_be_visible()
    dialog.get_by_role("textbox").fill("The hall is closed that week.")
    dialog.get_by_role("button", name="Reject").tap()

    told(abel, "You rejected RQ-")
    no_sideways_scrolling(abel)


def test_what_a_second_tab_decided_is_said_and_nothing_is_done_twice(office: Office) -> None:
    plates, wrench = office.work.ask_for("Ten base plates", "95", quantity=10), office.work.ask_for("A wrench", "60")

    first = office.at_desk("abel")
    entry(first, "Ten base plates").get_by_role("link", name="Ten base plates").first.click()
    second = office.at_desk("abel", name="abel's second window")
    entry(second, "Ten base plates").get_by_role("link", name="Ten base plates").first.click()
    second.route("**/live/**", lambda asked: asked.abort("aborted"))  # it has not heard yet
    pierre = office.at_desk("pierre")
    pierre.goto(f"{office.address}{plates.get_absolute_url()}")
    expect(pierre.locator(".path-current")).to_contain_text("Budget owner")
    first.get_by_role("main").get_by_role("button", name="Approve", exact=True).dblclick()
    told(first, "You approved RQ-")
    expect(status(first)).to_have_text("Approved, to be bought", ignore_case=True)
    # Whoever looks on sees it without loading the page anew.
    expect(status(pierre)).to_have_text("Approved, to be bought", ignore_case=True)
    expect(pierre.locator(".path-done")).to_contain_text("Abel Lindqvist")
    press(second, "Approve")

    expect(heading(second)).to_have_text("This cannot be done now")
    told(second, "This requisition is approved, to be bought; there is nothing to decide.")
    told(second, "Nothing was changed. Go back and look where it stands now.")
    office.expect_refusal(409)
    second.get_by_role("link", name="Back to the page before").click()
    expect(heading(second)).to_have_text("Ten base plates")
    expect(status(second)).to_have_text("Approved, to be bought", ignore_case=True)
    expect(second.get_by_role("main").get_by_role("button", name="Approve", exact=True)).to_have_count(0)
    assert verdicts(plates) == [("abel", "yes", "")]

    second.unroute("**/live/**")
    go_home = second.get_by_role("link", name="Needs you").first
    go_home.click()
    first.get_by_role("link", name="Needs you").first.click()
    entry(first, "A wrench").get_by_role("button", name="Approve").dblclick()
    told(first, "You approved RQ-")
    entry(second, "A wrench").get_by_role("button", name="Approve").click()
    told(second, "This requisition is approved, to be bought; there is nothing to decide.")
    expect(heading(second)).to_have_text("Needs you")
    office.expect_refusal(409)
    assert verdicts(wrench) == [("abel", "yes", "")]
    assert (
        Request.objects.filter(subject_id__in=[plates.pk, wrench.pk]).values_list("state", flat=True).distinct().get()
        == "granted"
    )


def test_whose_session_ends_while_they_write_signs_in_and_finds_every_word_again(office: Office) -> None:
    asked = office.work.ask_for("A pallet truck", "1400")
    abel = office.people["abel"]
    page = office.at_desk("abel")

    def signed_out_then_in_again() -> None:
        told(page, "You were signed out meanwhile, and nothing was changed. Sign in to go on.")
        page.get_by_label("E-mail address").fill(abel.email)
        page.get_by_label("Password").fill(office.password)
        page.get_by_role("button", name="Sign in", exact=True).click()
        told(page, "It did not go through. What you entered stands here again")

    entry(page, "A pallet truck").locator("summary", has_text="Reject").click()
    page.keyboard.type("The one of the warehouse")
    page.context.clear_cookies(name="sessionid")
    page.locator("details[open]").get_by_role("button", name="Reject").click()
    signed_out_then_in_again()
    expect(heading(page)).to_have_text("Needs you")
    expect(page.locator("details[open] textarea")).to_have_value("The one of the warehouse")

    page.goto(f"{office.address}{asked.get_absolute_url()}")
    page.get_by_role("main").get_by_text("Reject", exact=True).first.click()
    dialog = page.get_by_role("dialog", name="Reject this requisition?")
    dialog.get_by_role("textbox").fill("The one of the warehouse is free.")
    page.context.clear_cookies(name="sessionid")
    dialog.get_by_role("button", name="Reject").click()
    signed_out_then_in_again()
    expect(heading(page)).to_have_text("A pallet truck")
    expect(dialog.get_by_role("textbox")).to_have_value("The one of the warehouse is free.")
    assert verdicts(asked) == []
    dialog.get_by_role("button", name="Reject").click()
    told(page, "You rejected RQ-")
    assert verdicts(asked) == [("abel", "no", "The one of the warehouse is free.")]
