"""What is read on paper: all pages of a document, whole fingerprints, and nothing that only a screen can open."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from django.db import transaction
from playwright.sync_api import Browser, expect
from pypdf import PdfReader

from tests.browser.desks import Desks
from tests.contracts import scenes
from tests.people import make_person
from tests.real import web

PASSWORD = "a long enough sentence 2027"
LONG = (
    *scenes.TEXT,
    *(f"{n}. The parties agree on rule {n}, which is as long as rules are. " * 6 for n in range(6, 60)),
)

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("committed"), pytest.mark.timeout(240)]


def test_every_page_is_drawn_where_it_is_wanted(chromium: Browser, tmp_path: Path) -> None:
    pierre = make_person("pierre")
    pierre.set_password(PASSWORD)
    pierre.save()
    with transaction.atomic():
        contract = scenes.converted(pierre, paragraphs=LONG)

    with web(tmp_path) as address:
        page = Desks(chromium, address, PASSWORD).of(pierre)
        page.add_init_script(
            "window.print = () => { document.documentElement.dataset.onPaper = document.querySelectorAll('.doc-page canvas').length; };"
        )
        page.goto(f"{address}{contract.get_absolute_url()}")
        sheets = page.locator(".doc-page")
        drawn = page.locator(".doc-page[data-shown]")
        expect(drawn.first).to_be_visible(timeout=30_000)
        pages = sheets.count()

        assert pages >= 6
        expect(drawn).not_to_have_count(pages)
        page.locator("[data-doc-scroll]").focus()
        page.keyboard.press("End")
        expect(sheets.last).to_have_attribute("data-shown", "", timeout=30_000)
        page.keyboard.press("Control+p")
        expect(page.locator("html")).to_have_attribute("data-on-paper", str(pages), timeout=30_000)


def test_a_fingerprint_is_whole_on_paper_and_what_nobody_opened_is_left_out(chromium: Browser, tmp_path: Path) -> None:
    pierre = make_person("pierre")
    pierre.set_password(PASSWORD)
    pierre.save()
    with transaction.atomic():
        contract = scenes.converted(pierre)
    version = contract.document.newest("converted")

    with web(tmp_path) as address:
        page = Desks(chromium, address, PASSWORD).of(pierre)
        page.goto(f"{address}{contract.get_absolute_url()}versions/?show={version.pk}")
        whole = page.locator("code", has_text=re.compile(f"^{version.sha256}$"))
        cut = page.locator("code", has_text=re.compile(f"^{version.sha256[:16]}$"))
        expect(cut.first).to_be_visible()
        expect(whole).to_be_hidden()
        page.emulate_media(media="print")
        expect(whole).to_be_visible()
        expect(cut.first).to_be_hidden()
        # Its facts begin under their heading, on the sheet that has the room.
        first = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages[0].extract_text()
        assert "Fingerprint" in first
        assert "Counted" in first
        page.goto(f"{address}{contract.get_absolute_url()}chain/")
        causes = page.get_by_role("heading", name="What caused what")
        expect(causes).to_have_count(0)
        page.emulate_media(media="screen")
        expect(causes).to_be_visible()
