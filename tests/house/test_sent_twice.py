"""Every form that a page of the product shows is sent twice as it stands, as a second click does or the same page after “back”:
the act is done once, and the second answer is a page, never a fault. Sent from another tab afterwards, it is no fault either.

The pages are those of the small company of the house; each form is filled as a person who fills what must be filled.
"""

from collections.abc import Iterator
from datetime import timedelta
from html.parser import HTMLParser
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client, override_settings
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from flowmono.common import once
from flowmono.common.models import IdempotentReply
from tests.house.company import COLUMNS, arguments, browser_of, make_company
from tests.house.test_routes import is_api, names, read_table
from vendors.models import Vendor

pytestmark = pytest.mark.threats

PEOPLE = tuple(column for column in COLUMNS if column not in {"anon", "none", "rival", "token", "other"})
TOKEN = "csrfmiddlewaretoken"
PDF = b"%PDF-1.7\n%%EOF\n"
# What a person does to their own session or sight, which the next request would undo; and the sign-in's own pages.
NOT_ASKED = {"account_logout", "me:sign_out_everywhere", "set_language"}
TYPED = {
    "email": "ola@vendor.example",
    "date": "2027-09-30",
    "number": "1",
    "url": "https://hooks.example.com/",
    "time": "09:00",
}


class Forms(HTMLParser):
    """The forms of a page that post: where to, and their fields as they stand, with what must be filled in filled."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, list[tuple[str, Any]]]] = []
        self._form: list[tuple[str, Any]] | None = None
        self._select = ""
        self._picked: list[tuple[str, bool]] = []
        self._radios: set[str] = set()
        self._is_pressed = False
        self._area: tuple[str, str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        if tag == "form" and facts.get("method", "").lower() == "post":
            self._form, self._radios, self._is_pressed = [], set(), False
            self.found.append((facts.get("action", ""), self._form))
        if self._form is None or "disabled" in facts:
            return
        name, value, kind = facts.get("name", ""), facts.get("value", ""), facts.get("type", "text")
        if tag == "select":
            self._select, self._picked = name, []
        elif tag == "option" and self._select:
            self._picked.append((value, "selected" in facts))
        elif tag == "textarea" and name:
            self._area = (name, "")
        elif tag == "button" and facts.get("type", "submit") == "submit" and not self._is_pressed:
            self._is_pressed = True  # Enter presses the first button
            self._form.extend([(name, value)] if name else [])
        elif tag == "input" and name:
            self._take_input(name, value, kind, facts)

    def _take_input(self, name: str, value: str, kind: str, facts: dict[str, str]) -> None:
        assert self._form is not None
        if kind == "file":
            self._form.append((name, SimpleUploadedFile("Paper.pdf", PDF, "application/pdf")))
        elif kind == "radio":
            if name not in self._radios:
                self._radios.add(name)
                self._form.append((name, value))
        elif kind == "checkbox":
            if "checked" in facts or "required" in facts:
                self._form.append((name, value or "on"))
        elif kind not in {"submit", "button", "reset"}:
            self._form.append((name, value or (TYPED.get(kind, "It is so.") if "required" in facts else "")))

    def handle_data(self, data: str) -> None:
        if self._area:
            self._area = (self._area[0], self._area[1] + data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        if self._form is None:
            return
        if tag == "textarea" and self._area:
            self._form.append((self._area[0], self._area[1].strip() or "We agreed on this."))
            self._area = None
        elif tag == "select" and self._select:
            chosen = [value for value, is_chosen in self._picked if is_chosen] or [v for v, _c in self._picked if v][:1]
            self._form.extend((self._select, value) for value in chosen)
            self._select = ""


def fields_of(form: list[tuple[str, Any]]) -> dict[str, Any]:
    """What a browser would send; a name that comes several times with all of its values."""
    found: dict[str, list[Any]] = {}
    for name, value in form:
        if isinstance(value, SimpleUploadedFile):
            value.seek(0)
        found.setdefault(name, []).append(value)
    return {name: values if len(values) > 1 else values[0] for name, values in found.items()}


def everything() -> dict[str, int]:
    """How many records there are of each kind, what is kept of forms and sessions aside."""
    tables = sorted({model._meta.db_table for model in apps.get_models() if model not in {IdempotentReply, Session}})
    pieces = [f"select '{table}', count(*) from \"{table}\"" for table in tables]
    with connection.cursor() as cursor:
        cursor.execute(" union all ".join(pieces))
        return dict(cursor.fetchall())


@pytest.fixture(scope="module")
def company(
    django_db_setup: None, django_db_blocker: Any, files_of_the_module: Any
) -> Iterator[tuple[SimpleNamespace, dict[str, Client]]]:
    """The company and a browser for everybody in it, as their browsers behave: with the tokens of their forms."""
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(NEEDS_YOU_COUNT=""):
        found = make_company()
        yield found, {column: browser_of(found, column) for column in PEOPLE}
        transaction.set_rollback(True)


def forms_of(found: SimpleNamespace, browsers: dict[str, Client]) -> Iterator[tuple[str, str, str, Any]]:
    """Each form once: (who, its page, where it goes, its fields), of the first person who is shown it."""
    seen = set()
    table = read_table()
    for (method, name), codes in sorted(table.items()):
        if method != "GET" or is_api(name):
            continue
        for column in PEOPLE:
            if codes[column] != "200":
                continue
            page = reverse(name, kwargs=arguments(found, name, names()[name][1]))
            answer = browsers[column].get(page)
            if answer.status_code != 200 or answer.streaming or not answer["Content-Type"].startswith("text/html"):
                continue
            reader = Forms()
            reader.feed(answer.content.decode())
            for action, fields in reader.found:
                target = urlsplit(action).path or page
                try:
                    where = resolve(target).view_name
                except Resolver404:  # pragma: no cover - the test says so
                    raise AssertionError(f"A form of {page} leads nowhere: {action}") from None
                kind = (where, tuple(sorted({field for field, _value in fields if "-" not in field})))
                if kind in seen or where in NOT_ASKED or where.startswith("admin:"):
                    continue
                seen.add(kind)
                yield column, page, action or page, fields


def send(browser: Client, page: str, action: str, fields: Any) -> Any:
    return browser.post(action, fields_of(fields), headers={"referer": f"http://testserver{page}"})


def test_every_form_of_every_page_sent_twice_does_its_act_once(
    company: tuple[SimpleNamespace, dict[str, Client]],
) -> None:
    found, browsers = company
    wrong, asked, done = [], set(), set()
    for column, page, action, fields in list(forms_of(found, browsers)):
        where = resolve(urlsplit(action).path).view_name
        assert any(name == TOKEN for name, _value in fields), f"{page}: the form for {action} has no token"
        asked.add(where)
        browser, cookies = browsers[column], browsers[column].cookies.copy()
        with transaction.atomic():
            before = everything()
            first = send(browser, page, action, fields)
            then = everything()
            second = send(browser, page, action, fields)
            twice = everything()
            elsewhere = send(browser, page, action, [(n, v) for n, v in fields if n != TOKEN])
            transaction.set_rollback(True)
        browser.cookies = cookies
        codes = (first.status_code, second.status_code, elsewhere.status_code)
        what = f"{where} of {page} as {column}: {codes}"
        if first.status_code in {302, 303} and then != before:
            done.add(where)
        if max(codes) >= 500:
            wrong.append(f"{what}: a fault")
        if first.status_code in {302, 303} and then != before and twice != then:
            more = {table: twice[table] - then[table] for table in then if twice[table] != then[table]}
            wrong.append(f"{what}: done twice, {more}")

    assert wrong == [], "\n".join(wrong)
    assert len(asked) > 70, sorted(asked)
    assert len(done) > 35, sorted(done)


def test_an_act_whose_form_no_page_shows_just_now_is_done_once_too(
    company: tuple[SimpleNamespace, dict[str, Client]],
) -> None:
    found, browsers = company
    wrong, asked = [], set()
    for (method, name), codes in sorted(read_table().items()):
        if method != "POST" or is_api(name) or name in NOT_ASKED:
            continue
        column = next((one for one in PEOPLE if codes[one] in {"200", "302", "400", "409", "422"}), None)
        if column is None:
            continue
        asked.add(name)
        browser, cookies = browsers[column], browsers[column].cookies.copy()
        address = reverse(name, kwargs=arguments(found, name, names()[name][1]))
        fields = [(TOKEN, f"token-of-{name}"), ("reason", "We agreed on this."), ("verdict", "yes")]
        with transaction.atomic():
            first = send(browser, "/", address, fields)
            then = everything()
            second = send(browser, "/", address, fields)
            twice = everything()
            transaction.set_rollback(True)
        browser.cookies = cookies
        if max(first.status_code, second.status_code) >= 500:
            wrong.append(f"{name} as {column}: {first.status_code}, {second.status_code}")
        if first.status_code in {302, 303} and then != twice:
            wrong.append(f"{name} as {column}: done twice")

    assert wrong == [], "\n".join(wrong)
    assert len(asked) > 100, len(asked)


class TestOneForm:
    """What the form of a new vendor does, for everybody who comes back to it."""

    PAGE = "/vendors/new/"

    @pytest.fixture
    def maya(self, company: tuple[SimpleNamespace, dict[str, Client]]) -> Iterator[Client]:
        with transaction.atomic():
            yield company[1]["proc"]
            transaction.set_rollback(True)

    def send(self, browser: Client, **facts: str) -> Any:
        reader = Forms()
        reader.feed(browser.get(self.PAGE).content.decode())
        [form] = [fields for action, fields in reader.found if action in {"", self.PAGE}]
        known = fields_of(form) | {"name": "Kestrel Optics AS", "country": "NO", TOKEN: "one"}
        return browser.post(self.PAGE, known | facts, headers={"referer": f"http://testserver{self.PAGE}"})

    def vendors(self) -> int:
        return Vendor.objects.filter(name__startswith="Kestrel").count()

    def test_sent_again_leads_to_what_was_made_and_says_so(self, maya: Client) -> None:
        first = self.send(maya)
        second = self.send(maya)

        assert (first.status_code, second.status_code, self.vendors()) == (302, 302, 1)
        assert second["Location"] == first["Location"]
        assert (
            "This was sent twice from the same page, and was done once."
            in maya.get(second["Location"]).content.decode()
        )

    def test_of_a_page_read_anew_it_is_another_wish(self, maya: Client) -> None:
        self.send(maya)
        self.send(maya, **{TOKEN: "another"})

        assert self.vendors() == 2

    def test_with_other_words_it_is_another_wish(self, maya: Client) -> None:
        self.send(maya)
        self.send(maya, name="Kestrel Lenses AS")

        assert self.vendors() == 2

    def test_what_was_refused_is_tried_again(self, maya: Client) -> None:
        refused = self.send(maya, name="")

        assert refused.status_code in {200, 400, 422}
        assert not IdempotentReply.objects.filter(route=f"POST {self.PAGE}").exists()

    def test_while_the_first_is_at_work_the_second_waits_for_it_and_does_nothing(
        self, maya: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.send(maya)
        IdempotentReply.objects.filter(route=f"POST {self.PAGE}").update(status=once.AT_WORK, reply=b"")
        monkeypatch.setattr(once, "WAITS_FOR", timedelta(0))

        answer = self.send(maya)

        assert (answer.status_code, answer["Location"], self.vendors()) == (302, self.PAGE, 1)
        assert "This is still being done." in maya.get(self.PAGE).content.decode()

    def test_what_a_killed_server_left_at_work_is_done_by_the_next(self, maya: Client) -> None:
        self.send(maya)
        Vendor.objects.filter(name__startswith="Kestrel").update(name="Nobody")
        IdempotentReply.objects.filter(route=f"POST {self.PAGE}").update(
            status=once.AT_WORK, created_at=timezone.now() - 2 * once.GIVEN_UP_AFTER
        )

        assert (self.send(maya).status_code, self.vendors()) == (302, 1)
