"""Walk to screens in a real browser, signed in as whoever looks at them. Needs Playwright and a Chromium."""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from playwright.sync_api import Browser, Page, Response, sync_playwright
from playwright.sync_api import Error as BrowserError

from demo.screens.table import NOBODY, VENDOR, Screen

THEMES = ("light", "dark")
WIDTHS = {390: 844, 1440: 1000}
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")


class NotThere(Exception):
    """A screen could not be reached; the message says where the way ended."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """A Chromium without a window: the machine's own, or Playwright's."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(QUIET))
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Walk:
    """One window per person on one installation.

    `email_of` gives the address of an employee by key; `vendor_link` makes the portal's link of the vendor's contact.
    A patient walk also waits until nothing more is fetched, which pictures of documents need.
    """

    browser: Browser
    address: str
    password: str
    email_of: Callable[[str], str]
    vendor_link: Callable[[], str]
    patient: bool = True
    pages: dict[str, Page] = field(default_factory=dict)
    found: dict[tuple[str, str, tuple[str, ...]], str] = field(default_factory=dict)

    def go(self, screen: Screen, *, width: int, theme: str) -> Page:
        """Show a screen at a width in a theme, at rest."""
        page = self.page_of(screen.who)
        page.set_viewport_size({"width": width, "height": WIDTHS[width]})
        page.emulate_media(color_scheme="dark" if theme == "dark" else "light", reduced_motion="reduce")
        self._open(page, screen)
        for step in screen.steps:
            verb, _, what = step.partition(" ")
            if verb == "press":
                page.keyboard.press(what)
            else:
                page.locator(what).first.click()
        come_to_rest(page, patient=self.patient)
        return page

    def page_of(self, who: str) -> Page:
        """The window of a person; they sign in the first time."""
        if who not in self.pages:
            context = self.browser.new_context(locale="en-GB", timezone_id="UTC", bypass_csp=True)
            page = context.new_page()
            page.set_default_timeout(10_000)
            self.pages[who] = page
            if who == VENDOR:
                page.goto(self.vendor_link())
                page.locator("main form button, form button").first.click()
                page.wait_for_url("**/portal/")
            elif who != NOBODY:
                page.goto(f"{self.address}/account/login/")
                page.locator("input[name=login]").fill(self.email_of(who))
                page.locator("input[name=password]").fill(self.password)
                page.locator("input[name=password]").press("Enter")
                page.wait_for_url(f"{self.address}/")
        return self.pages[who]

    def _open(self, page: Page, screen: Screen) -> None:
        key = (screen.who, screen.address, screen.follow)
        known = self.found.get(key)
        answer = page.goto(known or self.address + screen.address, wait_until="load")
        if known is None:
            for pattern in screen.follow:
                answer = page.goto(self._link(page, pattern, screen), wait_until="load")
            self.found[key] = page.url
        _expect(screen, answer, page)

    def _link(self, page: Page, pattern: str, screen: Screen) -> str:
        addresses: list[str] = page.eval_on_selector_all(
            "a[href]", "links => links.map(link => link.getAttribute('href'))"
        )
        for address in addresses:
            if re.search(pattern, address):
                return self.address + address
        raise NotThere(f"{screen.name}: {page.url} has no link to {pattern}")


def _expect(screen: Screen, answer: Response | None, page: Page) -> None:
    status = answer.status if answer else 0
    if status != screen.status:
        raise NotThere(f"{screen.name}: {page.url} answered {status}, not {screen.status}")


def come_to_rest(page: Page, *, patient: bool) -> None:
    """Wait until fonts and what the page fetches by itself are there, two seconds at most."""
    with suppress(BrowserError):  # a page that goes on asking is as much at rest as it will be
        page.wait_for_function("!document.querySelector('.htmx-request')", timeout=2_000)
        if patient:
            page.wait_for_load_state("networkidle", timeout=2_000)
    page.evaluate("document.fonts.ready.then(() => true)")
