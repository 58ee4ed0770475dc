"""Walk to screens in a real browser, signed in as whoever looks at them. Needs Playwright and a Chromium."""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Page, Response, sync_playwright
from playwright.sync_api import Error as BrowserError

from demo.screens.letters import code_on
from demo.screens.screen import LINK, NOBODY, SIGNER, VENDOR, Screen

DOCUMENTS = Path(__file__).parents[1] / "documents"
THEMES = ("light", "dark")
WIDTHS = {390: 844, 1440: 1000}
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")


class NotThere(Exception):
    """A screen could not be reached; the message says where the way ended."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """A Chromium without a window: the machine's own, or Playwright's."""
    with sync_playwright() as playwright:
        there = shutil.which("chromium-headless-shell") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=there, args=list(QUIET))
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Walk:
    """One window per person on one installation.

    `email_of` gives the address of an employee by key; `vendor_link` makes the portal's link of the vendor's contact;
    `signer_link` and `signer_code` read the letters of somebody outside who is asked to sign: of the one with this address, or, without
    an address, of whoever was written to last. `signed_file` gives the newest signed document that a letter brought.
    A patient walk also waits until nothing more is fetched, which pictures of documents need.
    """

    browser: Browser
    address: str
    password: str
    email_of: Callable[[str], str]
    vendor_link: Callable[[], str]
    patient: bool = True
    signer_link: Callable[[str], str] | None = None
    signer_code: Callable[[], str] | None = None
    signed_file: Callable[[], tuple[str, bytes]] | None = None
    pages: dict[str, Page] = field(default_factory=dict)
    found: dict[tuple[str, ...], str] = field(default_factory=dict)

    def go(self, screen: Screen, *, width: int, theme: str) -> Page:
        """Show a screen at a width in a theme, at rest."""
        page = self.page_of(screen.who)
        page.set_viewport_size({"width": width, "height": WIDTHS[width]})
        page.emulate_media(color_scheme="dark" if theme == "dark" else "light", reduced_motion="reduce")
        self._open(page, screen)
        for step in screen.steps:
            self._take(page, step)
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
            elif who not in {NOBODY, SIGNER}:
                page.goto(f"{self.address}/account/login/")
                page.locator("input[name=login]").fill(self.email_of(who))
                page.locator("input[name=password]").fill(self.password)
                page.locator("input[name=password]").press("Enter")
                page.wait_for_url(f"{self.address}/")
        return self.pages[who]

    def _open(self, page: Page, screen: Screen) -> None:
        key = (screen.who, screen.address, *screen.follow, *screen.once)
        known = self.found.get(key)
        answer = page.goto(known or self._address_of(screen), wait_until="load")
        if known is None:
            for pattern in screen.follow:
                answer = page.goto(self._link(page, pattern, screen), wait_until="load")
            for step in screen.once:
                self._take(page, step)
            if screen.once:
                # A form's answer may lead on to another page: the address to come back to is the one where that ends.
                come_to_rest(page, patient=True)
            self.found[key] = page.url
        _expect(screen, answer, page)

    def _address_of(self, screen: Screen) -> str:
        if not screen.address.startswith(LINK):
            printed = code_on(self._signed()[1]) if "{printed}" in screen.address else ""
            return self.address + screen.address.replace("{printed}", printed)
        if self.signer_link is None:
            raise NotThere(f"{screen.name}: nobody outside is asked to sign here.")
        return self.signer_link(screen.address.removeprefix(LINK).strip())

    def _take(self, page: Page, step: str) -> None:
        if "{code}" in step and self.signer_code is not None:
            step = step.replace("{code}", self.signer_code())
        if step.startswith("choose ") and step.endswith(" {signed}"):
            name, data = self._signed()
            file = {"name": name, "mimeType": "application/pdf", "buffer": data}
            page.locator(step.split(" ")[1]).first.set_input_files(file)  # type: ignore[arg-type]  # a FilePayload
            return
        _take(page, step)

    def _signed(self) -> tuple[str, bytes]:
        if self.signed_file is None:
            raise NotThere("No letter brought a signed document here.")
        return self.signed_file()

    def _link(self, page: Page, pattern: str, screen: Screen) -> str:
        addresses: list[str] = page.eval_on_selector_all(
            "a[href]", "links => links.map(link => link.getAttribute('href'))"
        )
        for address in addresses:
            if re.search(pattern, address):
                # Without the place on the page: going to the same page's place again would fetch nothing.
                way = address.partition("#")[0]
                return self.address + way if way.startswith("/") else page.url.partition("?")[0] + way
        raise NotThere(f"{screen.name}: {page.url} has no link to {pattern}")


def _take(page: Page, step: str) -> None:
    """Do one step of a screen (demo.screens.table)."""
    verb, _, what = step.partition(" ")
    if verb == "press":
        page.keyboard.press(what)
    elif verb == "fill":
        where, _, words = what.partition(" ")
        page.locator(where).first.fill(words)
    elif verb == "choose":
        where, _, name = what.partition(" ")
        page.locator(where).first.set_input_files(DOCUMENTS / name)
    elif verb == "send":
        with page.expect_navigation():
            page.locator(what).first.evaluate("form => { form.noValidate = true; form.requestSubmit(); }")
    elif verb == "go":
        with page.expect_navigation():
            page.locator(what).first.click()
    elif verb == "post":
        with page.expect_navigation():
            page.evaluate(_POST, what)
    else:
        page.locator(what).first.click()


# A form of its own with the page's token, which asks for something that the page does not offer (any more).
_POST = """address => {
    const form = document.createElement("form");
    form.method = "post";
    form.action = address;
    const token = JSON.parse(document.body.getAttribute("hx-headers"))["x-csrftoken"];
    form.append(Object.assign(document.createElement("input"), {name: "csrfmiddlewaretoken", value: token}));
    document.body.append(form);
    form.submit();
}"""


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
