"""Two versions in a real browser: from the list of versions to the changes, walked by keyboard, and to paper; and words found in pages."""

from pathlib import Path

import pytest
from django.db import transaction
from playwright.sync_api import Browser, expect

from documents.models import Origin, TextLayer, add_version
from documents.toolbox.reading import page_texts
from tests.browser.desks import PHONE, Desks, no_sideways_scrolling
from tests.contracts import scenes
from tests.people import make_person
from tests.real import web

PASSWORD = "a long enough sentence 2027"

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("committed"), pytest.mark.timeout(240)]


def test_a_later_version_is_compared_walked_by_keyboard_and_taken_along_as_a_file(
    chromium: Browser, tmp_path: Path
) -> None:
    pierre = make_person("pierre")
    pierre.set_password(PASSWORD)
    pierre.save()
    with transaction.atomic():
        contract = scenes.converted(pierre)
        first = contract.document.newest(Origin.CONVERTED)
        later = add_version(
            contract.document, first.content(), name="later.pdf", media_type="application/pdf", origin=Origin.CONVERTED
        )
        layer = TextLayer.objects.get(version=first)
        words = layer.text.replace("24,000.00", "26,500.00").replace("within 30 days", "within 45 days")
        TextLayer.objects.create(version=later, text=words, pages=layer.pages, runs=layer.runs)

    with web(tmp_path) as address:
        desks = Desks(chromium, address, PASSWORD)
        page = desks.of(pierre)
        page.goto(f"{address}/contracts/{contract.pk}/versions/")
        page.get_by_role("link", name=f"What changed since version {first.number}").first.click()

        expect(page.get_by_role("heading", name="Figures that changed")).to_be_visible()
        expect(page.get_by_role("listitem").filter(has_text="30 days")).to_contain_text("45 days")
        changes = page.locator("[data-change]")
        expect(changes).to_have_count(2)
        page.keyboard.press("n")
        expect(changes.nth(0)).to_be_focused()
        page.keyboard.press("j")
        expect(changes.nth(1)).to_be_focused()
        page.keyboard.press("p")
        expect(changes.nth(0)).to_be_focused()
        page.get_by_role("link", name="Whole text").click()
        expect(page.locator(".clause")).to_have_count(7)
        page.get_by_role("link", name="Side by side").click()
        expect(page.locator(".clause-sides").last).to_contain_text("45")
        with page.expect_download() as taken:
            page.get_by_role("link", name="Download as PDF").click()
        text = " ".join(" ".join(page_texts(Path(taken.value.path()).read_bytes())).split())
        assert "30 days → 45 days" in text
        page.set_viewport_size(PHONE)
        no_sideways_scrolling(page)

        page.goto(f"{address}/documents/search/?q=receipt+of+invoi")
        page.get_by_role("link", name="Services Agreement").first.click()
        expect(page.locator(".lit").first).to_be_attached()
        assert desks.complaints == []
