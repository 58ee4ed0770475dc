"""The auditor: sees everything, decides nothing, takes a case away that proves itself, and checks a document as anybody may."""

import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from contracts.models import Contract
from flowmono.ledger.models import Entry
from tests.browser.desks import PHONE, WIDE, no_sideways_scrolling
from tests.browser.roles.office import Office, card, go, heading, press, status, told, upload

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

PLACES = ("Contracts", "Vendors", "Workspaces", "Requisitions", "Orders", "Invoices", "Payments", "Exceptions")
# What an auditor may send: nothing of it changes a case.
HARMLESS = {"Export", "Filter", "Save this view", "Save the view", "Save", "Print"}


def buttons_of_forms(page: Page) -> set[str]:
    """The words of every button in the page's own part that would send something, dialogs included."""
    words = page.locator(
        "main form[method=post] button[type=submit], main form[method=post] button:not([type])"
    ).evaluate_all("buttons => buttons.map(button => button.textContent.trim().replace(/\\s+/g, ' '))")
    return {str(one) for one in words}


def test_an_auditor_sees_every_case_and_is_offered_no_decision(office: Office) -> None:
    office.work.ask_for("A second torque wrench", "840")
    order = office.work.order

    aud = office.at_desk("aud")
    told(aud, "Nothing waits for you")
    seen = {}
    for place in PLACES:
        aud.get_by_role("navigation", name="Main").get_by_role("link", name=place, exact=True).click()
        expect(heading(aud)).to_have_text(place)
        seen[place] = buttons_of_forms(aud)
        first = aud.locator("main a.row-link").first
        if first.count():
            first.click()
            expect(heading(aud)).not_to_have_text(place)
            seen[f"one of {place}"] = buttons_of_forms(aud)

    offered = {place: words - HARMLESS for place, words in seen.items() if words - HARMLESS}
    assert offered == {}
    assert {f"one of {place}" for place in ("Contracts", "Vendors", "Workspaces", "Requisitions", "Orders")} <= set(
        seen
    )
    aud.goto(f"{office.address}{order.get_absolute_url()}")
    expect(card(aud, "Lines")).to_contain_text("€27,900.00")
    assert aud.request.post(f"{office.address}{order.get_absolute_url()}cancel/", form={"reason": "x"}).status == 403


def test_a_list_is_sorted_on_a_phone_by_a_finger_and_by_keys(office: Office) -> None:
    cheap, dear = office.work.ask_for("A box of drills", "11"), office.work.ask_for("A milling machine", "9900")

    aud = office.at_desk("aud", viewport=PHONE, touch=True)
    aud.goto(f"{office.address}/requisitions/?q=a")
    rows = aud.locator("main a.row-link")
    expect(rows.first).to_have_text(dear.title)
    expect(aud.get_by_role("columnheader")).to_have_count(0)
    order = aud.get_by_label("Sort by")
    order.select_option("Estimate: lowest first")
    expect(aud).to_have_url(f"{office.address}/requisitions/?q=a&sort=estimate")
    expect(order).to_have_value("estimate")
    expect(rows.first).to_have_text(cheap.title)
    no_sideways_scrolling(aud)
    aud.get_by_label("All: choose all rows").tap()
    told(aud, f"{rows.count()} chosen")

    order.focus()
    aud.keyboard.press("ArrowDown")
    expect(order).to_have_value("-estimate")
    expect(rows.first).to_have_text(cheap.title)
    aud.keyboard.press("Enter")
    expect(aud).to_have_url(f"{office.address}/requisitions/?q=a&sort=-estimate")
    expect(rows.first).to_have_text(dear.title)


def test_an_auditor_takes_a_case_away_and_verifies_its_document_in_public(office: Office, tmp_path: Path) -> None:
    contract = Contract.objects.get(pk=office.work.order.contract_id)

    aud = office.at_desk("aud")
    aud.get_by_role("navigation", name="Main").get_by_role("link", name="Contracts").click()
    aud.locator(f'main a[href="{contract.get_absolute_url()}"]').first.click()
    expect(status(aud)).to_contain_text("in force", ignore_case=True)
    with aud.expect_download() as download:
        press(aud, "Export")
    case = tmp_path / "case.zip"
    download.value.save_as(case)
    script = Path(__file__).resolve().parents[3] / "flowmono" / "ledger" / "offline" / "verify.py"
    checked = subprocess.run([sys.executable, script, case], capture_output=True, text=True, check=False)
    assert (checked.returncode, "whole" in checked.stdout) == (0, True), checked.stdout
    assert Entry.objects.filter(case_id=contract.pk, kind="case.exported").count() == 1

    go(aud, "Versions")
    with aud.expect_download() as sealed:
        card(aud, "Versions").get_by_role("listitem").filter(has_text="sealed").get_by_role("link").first.click()
        aud.locator("main dl.facts").get_by_role("link", name=".pdf").first.click()
    data = sealed.value.path().read_bytes()
    anybody = office.window("anybody", WIDE)
    anybody.goto(f"{office.address}/signing/verify/")
    upload(anybody, "Signed PDF", "contract.pdf", data, "application/pdf")
    press(anybody, "Check it")
    told(anybody, "Genuine. It is the document that was sealed here, and nothing in it was changed.")
    expect(card(anybody, "Who signed")).to_contain_text("Sam Whitfield")
    upload(
        anybody,
        "Signed PDF",
        "contract.pdf",
        data.replace(b"/Type /Page", b"/Type /Pagf", 1) + b"\n%more",
        "application/pdf",
    )
    press(anybody, "Check it")
    told(anybody, "Not valid. Do not rely on this file.")
