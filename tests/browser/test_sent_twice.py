"""A form that is sent twice, in a real browser: by a second click, by both clicks arriving at once, and by the same page after “back”."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.desks import Desks
from tests.people import make_person
from tests.real import web
from vendors.models import Vendor

PASSWORD = "a long enough sentence 2027"

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("committed"), pytest.mark.timeout(240)]

# Both requests are on their way before the first is answered: what a page without its scripts does at a second click.
AT_ONCE = """() => {
  const form = document.querySelector("#main form[method=post]");
  const once = () => fetch(form.action, { method: "POST", body: new FormData(form) }).then((answer) => answer.url);
  return Promise.all([once(), once()]);
}"""


@pytest.fixture
def page(chromium: Browser, tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Iterator[Page]:
    """Maya at the form of a new vendor, filled in."""
    with web(tmp_path_factory.mktemp("twice")) as address:
        maya = make_person("maya")
        maya.set_password(PASSWORD)
        maya.save()
        page = Desks(chromium, address, PASSWORD).of(maya)
        page.goto(f"{address}/vendors/new/")
        page.get_by_label("Name", exact=True).fill("Kestrel Optics AS")
        yield page


def test_a_second_click_two_at_once_and_the_page_after_back_make_one_vendor(page: Page) -> None:
    button = page.locator("#main form[method=post] button[type=submit]").first
    form = page.url

    button.dblclick()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Kestrel Optics AS")
    made = page.url
    assert Vendor.objects.count() == 1

    page.go_back()
    expect(page).to_have_url(form)
    page.locator("#main form[method=post] button[type=submit]").first.click()
    expect(page.locator("#toasts")).to_contain_text("This was sent twice from the same page, and was done once.")
    assert Vendor.objects.count() == 1
    assert page.url == made

    page.goto(form)
    page.get_by_label("Name", exact=True).fill("Kestrel Lenses AS")
    ways = page.evaluate(AT_ONCE)
    assert ways[0] == ways[1] != made
    assert Vendor.objects.filter(name="Kestrel Lenses AS").count() == 1
