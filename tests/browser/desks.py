"""The desks of a company in one browser: each person has a window of their own, and complaints of pages are collected."""

import email
import email.policy
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, expect

from flowmono.accounts.models import User
from flowmono.outbox.models import Delivery, DeliveryState, Letter
from tests.real import wait_until

WIDE = {"width": 1440, "height": 1000}
PHONE = {"width": 390, "height": 844}
SECONDS = 60  # patience with a busy machine; what is there is seen at once
# A page that stands there before its scripts came would take a drag or a key for nothing: nobody acts or looks before.
SCRIPTS_CAME = "addEventListener('DOMContentLoaded', () => { document.documentElement.dataset.cameWhole = '' })"
CUT_OFF = re.compile("htmx:(afterRequest|sendError|sendAbort),")


@dataclass
class Desks:
    """Windows of people who work at the same time on one installation."""

    browser: Browser
    address: str
    password: str
    complaints: list[str] = field(default_factory=list)
    pages: dict[str, Page] = field(default_factory=dict)

    def window(self, name: str, viewport: dict[str, int], *, touch: bool = False) -> Page:
        """A window without anybody signed in, with cookies of its own; by touch, a telephone's."""
        facts = {"viewport": viewport, "has_touch": touch, "is_mobile": touch}
        # Nothing moves by itself: windows of ten people that wait would paint all day.
        page = self.browser.new_context(
            locale="en-GB",
            timezone_id="UTC",
            reduced_motion="reduce",
            **facts,  # type: ignore[arg-type]
        ).new_page()
        page.add_init_script(SCRIPTS_CAME)
        page.add_locator_handler(page.locator("html:not([data-came-whole])"), lambda: None)
        page.set_default_timeout(SECONDS * 1000)
        expect.set_options(timeout=SECONDS * 1000)

        def hear(message: ConsoleMessage) -> None:
            # What htmx says of a request that failed is said below, unless the next page only cut it off.
            if message.type in {"error", "warning"} and not CUT_OFF.match(message.text):
                self.complaints.append(f"{name} at {page.url}: {message.text}")

        def look(response: Response) -> None:
            if response.status >= 400:
                self.complaints.append(f"{name}: {response.request.method} {response.url} gave {response.status}")

        def fail(request: Request) -> None:
            if request.failure != "net::ERR_ABORTED":
                self.complaints.append(f"{name}: {request.method} {request.url} failed: {request.failure}")

        page.on("console", hear)
        page.on("requestfailed", fail)
        page.on("pageerror", lambda error: self.complaints.append(f"{name} at {page.url}: {error}"))
        page.on("response", look)
        self.pages[name] = page
        return page

    def of(self, person: User) -> Page:
        """This person's window; they sign in through the form the first time."""
        if person.username in self.pages:
            return self.pages[person.username]
        page = self.window(person.username, WIDE)
        page.goto(self.address)
        expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
        page.get_by_label("E-mail address").fill(person.email)
        page.get_by_label("Password").fill(self.password)
        page.get_by_role("button", name="Sign in", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Needs you")
        return page

    def from_inbox(self, person: User, title: str) -> Page:
        """Open what waits for this person under a title, from their own first page."""
        page = self.of(person)
        page.goto(self.address)
        row = page.get_by_role("main").get_by_role("listitem").filter(has_text=title)
        expect(row).to_have_count(1)
        row.get_by_role("link", name=title).first.click()
        return page

    @contextmanager
    def photographed(self, folder: Path) -> Iterator[None]:
        """What fails in the block, or what a page complained of, leaves photographs of all windows."""
        well = False
        try:
            yield
            well = not self.complaints
        finally:
            if not well:
                self.photograph(folder)

    def photograph(self, folder: Path) -> None:
        """Keep what each window shows last, for whoever looks into a failure."""
        folder.mkdir(exist_ok=True)
        for name, page in self.pages.items():
            page.screenshot(path=folder / f"{name.replace(' ', '-')}.png", full_page=True)

    def close(self) -> None:
        """Close every window."""
        for page in self.pages.values():
            page.context.close()


def come_to_rest() -> None:
    """Everything that follows by itself has happened, and every letter is out."""
    wait_until(
        lambda: (
            not Delivery.objects.filter(state=DeliveryState.WAITING).exists()
            and not Letter.objects.filter(sent_at__isnull=True).exists()
        ),
        seconds=90,
    )
    stuck = Delivery.objects.exclude(state=DeliveryState.DONE).values_list("event__name", "receiver", "error")
    assert list(stuck) == []


def letters_to(folder: Path, address: str, subject: str) -> list[str]:
    """The bodies of the letters in the mail folder to an address whose subject holds some words, in the order they left."""
    found = []
    for path in folder.glob("*.log"):
        # The file backend ends each message with a line of dashes and keeps several in one file.
        for written in re.split(rb"\n-{79}\n", path.read_bytes()):
            letter = email.message_from_bytes(written.lstrip(), policy=email.policy.default)
            if address in str(letter["To"] or "") and subject in str(letter["Subject"] or ""):
                body = letter.get_body(("plain",))
                assert body is not None
                found.append((letter["Date"].datetime, path.stat().st_mtime_ns, body.get_content()))
    return [words for _date, _time, words in sorted(found)]


def link_in(letter: str, part: str) -> str:
    """The link in a letter whose address holds some part."""
    found = re.search(rf"https?://\S*{re.escape(part)}\S*", letter)
    assert found is not None, letter
    return found.group()


def no_sideways_scrolling(page: Page) -> None:
    """On a phone nothing lies beside the screen."""
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider <= 0, f"{page.url} is {wider} px wider than the screen"
