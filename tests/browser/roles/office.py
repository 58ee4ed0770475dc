"""What journeys share: the people's windows, and the work that others have done before a journey begins."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Self, TypeVar
from urllib.parse import urlsplit

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from playwright.sync_api import Locator, Page, expect

from demo.play import DOCUMENTS, Play, approve_contract, approve_order, draft_to_terms, ready_vendor, sign_contract
from flowmono.accounts.models import User
from flowmono.outbox.models import Letter
from procurement import actions as procurement
from procurement.models import Order, Requisition
from tests.browser.desks import WIDE, Desks, link_in

T = TypeVar("T")
BACKEND = "flowmono.accounts.backends.SignIn"


class Work:
    """What people do before a journey begins, by the real actions, and what follows from them.

    It is done in a thread of its own: the browser's event loop runs in the tests' thread, and seals are not made beside one.
    """

    def __init__(self, *, at: datetime) -> None:
        self.play = Play(lambda _words: None, at)
        self._thread = ThreadPoolExecutor(1)
        self._order: Order | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._thread.submit(lambda: connection.close()).result()
        self._thread.shutdown()

    @property
    def people(self) -> dict[str, User]:
        """Everybody by their key."""
        return self.play.people

    def do(self, act: Callable[[], T]) -> T:
        """Do something and let everything happen that follows by itself."""

        def act_and_settle() -> T:
            made = act()
            self.play.settle()
            return made

        return self._thread.submit(act_and_settle).result(timeout=120)

    def settle(self) -> None:
        """Let everything happen that follows by itself from what was done in the browser."""
        self.do(lambda: None)

    def ask_for(self, title: str, price: str, *, quantity: int = 1) -> Requisition:
        """Pierre asks for something, and its approvers are asked."""

        def ask() -> Requisition:
            line = {
                "description": title,
                "quantity": Decimal(quantity),
                "unit": "piece",
                "unit_price": Decimal(price),
            }
            pierre, at = self.people["pierre"], self.play.tick()
            asked = procurement.ask_for(
                by=pierre, at=at, title=title, need="For the line.", lines=[line], currency="EUR"
            )
            return procurement.submit_requisition(asked, by=pierre, at=at)

        return self.do(ask)

    @property
    def order(self) -> Order:
        """The order of the demonstration's agreement, sent to its vendor, whose papers and account are verified."""
        if self._order is None:
            self.do(self._agree)
            self._order = Order.objects.get(contract=self.play.contract)
        return self._order

    def _agree(self) -> None:
        play = self.play
        draft_to_terms(play, DOCUMENTS / "professional-services-agreement.docx")
        approve_contract(play)
        sign_contract(play)
        approve_order(play)
        ready_vendor(play, None)


@dataclass
class Office(Desks):
    """The windows of one journey. Who works here is signed in already: signing in is another story."""

    work: Work = field(kw_only=True)

    @property
    def people(self) -> dict[str, User]:
        """Everybody by their key."""
        return self.work.people

    def at_desk(self, key: str, viewport: dict[str, int] = WIDE, *, name: str = "", touch: bool = False) -> Page:
        """This person's window on their first page. Another name is another window of the same person."""
        name = name or key
        if name not in self.pages:
            page = self.window(name, viewport, touch=touch)
            page.context.add_cookies(
                [{"name": "sessionid", "value": _session_of(self.people[key]), "url": self.address}]
            )
            page.goto(self.address)
        return self.pages[name]

    def expect_refusal(self, status: int) -> None:
        """A page answered with this status, as it should, and the browser said so; nothing else was complained of."""
        said = (f"gave {status}", f"status of {status}", f"Error Code {status}")
        told = [words for words in self.complaints if any(part in words for part in said)]
        assert told, f"no answer with {status} in {self.complaints}"
        self.complaints[:] = [words for words in self.complaints if words not in told]


def _session_of(person: User) -> str:
    person.refresh_from_db(fields=["password"])  # who signed in by password in another story has it hashed anew
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def heading(page: Page) -> Locator:
    """The first heading."""
    return page.get_by_role("heading", level=1)


def status(page: Page) -> Locator:
    """The badge beside the heading."""
    return page.locator(".page-title .badge")


def card(page: Page, title: str) -> Locator:
    """The part of a page under this heading."""
    return page.locator(".card").filter(has=page.get_by_role("heading", name=title, exact=True))


def entry(page: Page, title: str) -> Locator:
    """What waits under this title in "Needs you"."""
    return page.get_by_role("main").get_by_role("listitem").filter(has_text=title)


def press(page: Page, name: str) -> None:
    """A button of the page, not of its frame."""
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def go(page: Page, *places: str) -> None:
    """Follow links by their words, one after the other."""
    for words in places:
        page.get_by_role("link", name=words).first.click()


def told(page: Page, words: str) -> None:
    """The page says these words where everybody sees them."""
    expect(page.get_by_text(words).first).to_be_visible()


def last_letter(address: str, part: str) -> str:
    """The body of the last letter to an address that holds some part."""
    return str(Letter.objects.filter(to=address, body__contains=part).latest("id").body)


def link_from(letter: str, part: str) -> str:
    """The path of the link in a letter that holds some part."""
    return urlsplit(link_in(letter, part)).path


def upload(page: Page, label: str, name: str, data: bytes, kind: str = "application/octet-stream") -> None:
    """Choose a file that lies nowhere."""
    page.get_by_label(label, exact=True).set_input_files([{"name": name, "mimeType": kind, "buffer": data}])
