"""The buyer: mistakes are said beside the field and cost nothing, terms are read against their sentences, a line changes with a reason."""

import re

import pytest
from playwright.sync_api import expect

from contracts.models import Contract
from procurement import actions as procurement
from procurement.models import Order, Requisition
from tests.browser.roles.office import Office, card, entry, go, heading, press, status, told, upload
from tests.contracts.scenes import word_file
from tests.procurement.stories import make_vendor

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


def test_a_requester_makes_mistakes_loses_nothing_and_sees_who_decides(office: Office) -> None:
    pierre = office.at_desk("pierre")
    pierre.get_by_role("navigation", name="Main").get_by_role("link", name="Requisitions").click()
    go(pierre, "Ask for something")
    pierre.get_by_label("What do you need?").fill("Torque wrenches")
    pierre.get_by_label("What for?").fill("Station four.")
    pierre.get_by_label("Currency").select_option("ISK")
    pierre.get_by_label("What, line 1").fill("Wrench, 5 to 50 Nm")
    pierre.get_by_label("Quantity, line 1").fill("-3")
    pierre.get_by_label("Price of one, line 1").fill("84.50")
    press(pierre, "Submit for approval")
    expect(pierre.locator(".field-error:visible")).to_contain_text("Enter 0.0001 or more.")
    expect(pierre.get_by_label("Quantity, line 1")).to_be_focused()
    pierre.get_by_label("Quantity, line 1").fill("10")
    expect(pierre.locator(".field-error:visible")).to_have_count(0)
    pierre.get_by_label("Price of one, line 1").fill("84.50")
    press(pierre, "Submit for approval")

    expect(pierre.get_by_role("alert")).to_contain_text("There is a problem")
    expect(pierre.get_by_role("alert")).to_be_focused()
    expect(pierre.get_by_role("alert")).to_contain_text("There is no exchange rate from ISK to EUR")
    expect(pierre.get_by_label("Currency")).to_have_attribute("aria-invalid", "true")
    office.expect_refusal(422)
    assert Requisition.objects.filter(title="Torque wrenches").count() == 0
    expect(pierre.get_by_label("What for?")).to_have_value("Station four.")
    expect(pierre.get_by_label("Price of one, line 1")).to_have_value("84.50")
    pierre.get_by_role("alert").get_by_role("link", name=re.compile("Currency")).click()
    expect(pierre.get_by_label("Currency")).to_be_focused()
    pierre.keyboard.type("EUR")
    expect(pierre.get_by_label("Currency")).to_have_value("EUR")
    press(pierre, "Submit for approval")

    told(pierre, "The approvers are asked.")
    expect(heading(pierre)).to_have_text("Torque wrenches")
    expect(card(pierre, "Lines")).to_contain_text("€845.00")
    expect(pierre.locator(".path-current")).to_contain_text("Budget owner")
    expect(pierre.locator(".path-current")).to_contain_text("Abel Lindqvist")
    told(pierre, "By the rule “Requisitions up to €25,000”")


def test_a_draft_of_the_wrong_kind_is_refused_and_the_right_one_is_read_beside_its_sentences(office: Office) -> None:
    pierre = office.at_desk("pierre")
    pierre.get_by_role("navigation", name="Main").get_by_role("link", name="Contracts").click()
    go(pierre, "Start a contract")
    pierre.get_by_label("Title").fill("Advice on kitchens")
    upload(pierre, "Word draft", "advice.pdf", b"%PDF-1.7 not a Word file")
    press(pierre, "Start")
    expect(pierre.get_by_label("Word draft")).to_have_attribute("aria-invalid", "true")
    expect(pierre.get_by_label("Title")).to_have_value("Advice on kitchens")
    office.expect_refusal(422)
    upload(pierre, "Word draft", "advice.docx", word_file())
    press(pierre, "Start")
    told(pierre, "is being converted and read")
    office.work.settle()

    maya = office.at_desk("maya")
    entry(maya, "Advice on kitchens").get_by_role("link", name="Advice on kitchens").first.click()
    schedule = card(maya, "Schedule")
    expect(schedule).to_contain_text("€14,000.00")
    # Anywhere on the entry leads to its sentence, not only the link of its page.
    schedule.get_by_role("listitem").filter(has_text="€14,000.00").click(position={"x": 24, "y": 12})
    lit = maya.locator(".lit.is-current")
    expect(lit.first).to_be_in_viewport()
    expect(maya.locator(".doc-page").filter(has=lit).locator(".doc-words")).to_contain_text("EUR 14,000.00")
    # The draft is about another company: that is said, and asked about.
    go(maya, "Confirm all at once")
    question = maya.get_by_role("dialog", name="Confirm the terms of a document that is not about our company?")
    expect(question).to_contain_text("Alder Foods Ltd")
    question.get_by_role("button", name="Confirm all the same").click()
    told(maya, "The terms are confirmed.")
    contract = Contract.objects.get(title="Advice on kitchens")
    assert {(term.state, term.verified_by.username) for term in contract.terms.live()} == {("confirmed", "maya")}


def test_a_buyer_orders_what_was_approved_and_changes_a_line_with_a_reason(office: Office) -> None:
    work = office.work
    make_vendor("Norrby Tools AB", vat_id="", country="SE", email="sales@norrby.example")
    asked = work.ask_for("Pressure sensors", "120", quantity=10)
    abel, at = work.people["abel"], work.play.tick
    work.do(lambda: procurement.decide_requisition(asked, by=abel, at=at(), verdict="yes"))

    maya = office.at_desk("maya")
    maya.get_by_role("navigation", name="Main").get_by_role("link", name="Requisitions").click()
    go(maya, "Pressure sensors")
    maya.get_by_label("Vendor", exact=True).select_option(label="Norrby Tools AB")
    press(maya, "Draft the order")
    order = Order.objects.get(title="Pressure sensors")
    told(maya, f"{order.number} is drafted. Look at its lines, then submit it.")
    expect(card(maya, "Balance")).to_contain_text("€1,200.00")
    change_the_line(office, order)

    press(maya, "Submit for approval")
    expect(status(maya)).to_have_text("In approval", ignore_case=True)
    expect(maya.locator(".path-current")).to_contain_text("Budget owner")
    expect(maya.get_by_role("main").get_by_role("button", name="Approve", exact=True)).to_have_count(0)
    work.do(lambda: procurement.decide_order(order, by=abel, at=at(), verdict="yes"))
    maya.reload()
    go(maya, "Change")
    told(maya, "The order was approved. The change goes round again")
    maya.get_by_label("Price of one, without tax").fill("110")
    maya.get_by_label("Why").fill("A discount for twelve.")
    press(maya, "Put the change before its approvers")
    told(maya, "The change is before its approvers.")
    changes = card(maya, "Changes")
    expect(changes).to_contain_text("A discount for twelve.")
    expect(changes).to_contain_text("Line 1, price of one: 120 → 110")
    expect(changes).to_contain_text("-€120.00")
    expect(card(maya, "Balance")).to_contain_text("€1,320.00")


def change_the_line(office: Office, order: Order) -> None:
    """Two more than were asked for: not without a reason."""
    maya = office.at_desk("maya")
    go(maya, "Change")
    expect(heading(maya)).to_have_text("Line 1")
    maya.get_by_label("Quantity").fill("12")
    press(maya, "Save")
    told(maya, "Say why the line changes; the approvers and the auditor read it.")
    expect(maya.get_by_label("Quantity")).to_have_value("12")
    expect(maya.get_by_label("Why")).to_have_attribute("aria-invalid", "true")
    office.expect_refusal(422)
    maya.get_by_label("Why").fill("Two spares.")
    press(maya, "Save")
    told(maya, "The line is changed; the order's total follows.")
    expect(card(maya, "Balance")).to_contain_text("€1,440.00")
    expect(card(maya, "Lines")).to_contain_text("Two spares.")
    order.refresh_from_db()
    assert order.lines.get().quantity == 12
