"""The frame in a real browser: entries answered by keyboard, pages that follow, and the search over any page."""

from collections.abc import Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser, expect

from flowmono.accounts import roles
from flowmono.accounts.models import User
from flowmono.monitoring.models import TrueException
from tests.browser.conftest import open_chromium
from tests.browser.desks import PHONE, WIDE, Desks, no_sideways_scrolling
from tests.flowmono.test_pages import raise_one
from tests.people import CAST, make_person
from tests.real import web

PASSWORD = "a long enough sentence 2027"

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("committed"), pytest.mark.timeout(240)]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Iterator[str]:
    """One server for all tests here; each begins with empty tables."""
    with web(tmp_path_factory.mktemp("shell")) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests here."""
    with open_chromium() as browser:
        yield browser


@pytest.fixture
def chromium(browser: Browser) -> Iterator[Browser]:
    """It, with the windows of this test alone."""
    yield browser
    for window in browser.contexts:
        window.close()


def maya_with(*causes: str) -> User:
    """Maya, with these exceptions to answer."""
    maya = make_person("maya")
    maya.set_password(PASSWORD)
    maya.save()
    for cause in causes:
        raise_one(cause)
    return maya


def test_entries_are_answered_by_keyboard_and_other_windows_follow_without_losing_what_is_typed(
    chromium: Browser, address: str
) -> None:
    maya = maya_with("one", "two", "three")
    desks, other = Desks(chromium, address, PASSWORD), Desks(chromium, address, PASSWORD)
    here, there = desks.of(maya), other.of(maya)
    expect(here.locator("[data-todo]")).to_have_count(3)

    there.locator("[data-todo]").nth(2).locator("summary", has_text="Dismiss").click()
    typing = there.locator("details[open]").get_by_label("Why is it no exception?")
    typing.fill("It was")
    here.keyboard.press("j")
    first = here.locator("[data-todo].is-selected").get_attribute("id")
    here.keyboard.press("r")
    here.keyboard.type("Agreed by phone.")
    here.locator("details[open]").get_by_role("button", name="Dismiss").click()

    expect(here.locator("[data-todo]")).to_have_count(2)
    expect(here.get_by_role("status").filter(has_text="Dismissed")).to_be_visible()
    expect(here.locator("[data-todo].is-selected a.items-title")).to_be_focused()
    assert here.locator(f"#{first}").count() == 0
    there.wait_for_timeout(6000)
    expect(typing).to_have_value("It was")
    there.locator("details[open]").get_by_role("button", name="Cancel").click()
    expect(there.locator("[data-todo]")).to_have_count(2, timeout=15_000)
    expect(there.locator("#needs-you-count")).to_contain_text("2")
    assert TrueException.objects.filter(state="dismissed", reason="Agreed by phone.").count() == 1
    assert desks.complaints + other.complaints == []


def test_the_search_opens_over_any_page_finds_and_goes_with_the_keyboard_alone(chromium: Browser, address: str) -> None:
    maya = maya_with("one")
    desks = Desks(chromium, address, PASSWORD)
    page = desks.of(maya)
    page.goto(f"{address}/contracts/")

    page.keyboard.press("Control+k")
    field = page.get_by_role("combobox", name="Search things and actions")
    expect(field).to_be_focused()
    field.press_sequentially("late mile")
    answer = page.get_by_role("option", name="Milestone one is late")
    expect(answer).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", "found-exceptions-1")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_contain_text("Milestone one is late")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("group", name="You opened lately")).to_contain_text("Milestone one is late")
    page.keyboard.press("Escape")
    expect(field).to_be_hidden()

    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.get_by_role("banner").get_by_label("Search").click()
    field.press_sequentially("go to ord")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Orders")
    no_sideways_scrolling(page)
    # The width to which a page of 1280 px shrinks when somebody makes it four times as large (WCAG 1.4.10).
    page.set_viewport_size({"width": 320, "height": 256})
    page.goto(f"{address}/exceptions/")
    expect(page.get_by_role("link", name="Watches, and how often")).to_be_visible()
    no_sideways_scrolling(page)
    assert desks.complaints == []


def test_the_first_page_says_nothing_in_anybodys_console_in_any_light_or_width(chromium: Browser, address: str) -> None:
    people = [make_person(key) for key, (_first, _last, names) in CAST.items() if set(names) - {roles.VENDOR_CONTACT}]
    for role in (roles.PROCUREMENT, roles.FINANCE, roles.LEGAL, roles.ADMINISTRATOR):
        raise_one(f"of {role}", owner=role)
        raise_one(f"another of {role}", owner=role)
    said: list[str] = []

    for person in people:
        browser = Client()
        browser.force_login(person)
        context = chromium.new_context(viewport=PHONE, color_scheme="dark")  # type: ignore[arg-type]
        context.add_cookies([{"name": "sessionid", "value": browser.cookies["sessionid"].value, "url": address}])
        page = context.new_page()
        page.on("console", lambda message, who=person: said.append(f"{who}: {message.text}"))
        page.on("pageerror", lambda error, who=person: said.append(f"{who}: {error}"))
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_have_text("Needs you")
        page.set_viewport_size(WIDE)  # type: ignore[arg-type]
        page.emulate_media(color_scheme="light")
        page.keyboard.press("?")
        page.keyboard.press("Escape")
        if page.locator("[data-todo]").count():
            page.locator("[data-answer=no] > summary").first.click()
            page.locator("details[open] textarea").fill("It was agreed by phone.")
            page.locator("details[open] [type=submit]").click()
            expect(page.get_by_role("status").filter(has_text="Dismissed")).to_be_visible()
        context.close()

    assert len(people) == 12
    assert said == []


MOVES = """() => [...document.querySelectorAll("*")].flatMap((one) => [null, "::before", "::after"].map((part) => getComputedStyle(one, part)))
  .filter((style) => style.animationName !== "none" || style.transitionDuration.split(",").some((time) => parseFloat(time) > 0)).length"""


def test_nothing_moves_for_who_asked_for_that_and_something_does_for_who_did_not(
    chromium: Browser, address: str
) -> None:
    client = Client()
    client.force_login(maya_with("one"))
    session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}
    moving = {}

    for motion in ("reduce", "no-preference"):
        context = chromium.new_context(viewport=WIDE, reduced_motion=motion)  # type: ignore[arg-type]
        context.add_cookies([session])  # type: ignore[list-item]
        page = context.new_page()
        for path in ("/", "/contracts/", "/exceptions/", "/insights/", "/me/"):
            page.goto(address + path)
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            moving[motion, path] = page.evaluate(MOVES)

    assert {path: count for (motion, path), count in moving.items() if motion == "reduce" and count} == {}
    assert all(count for (motion, _path), count in moving.items() if motion != "reduce")
