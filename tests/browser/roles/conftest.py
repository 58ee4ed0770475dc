"""One company, one server and one browser for the journeys of all roles; each journey makes the cases that it is about."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings
from playwright.sync_api import Browser

from demo.company import seed_company
from tests.browser.conftest import FAILED, open_chromium
from tests.browser.roles.office import Office, Work
from tests.conftest import emptied, files_at
from tests.real import web

PASSWORD = "a long enough sentence 2027"


@pytest.fixture(scope="package")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the company keeps its files."""
    return tmp_path_factory.mktemp("office")


@pytest.fixture(autouse=True)
def files_stay_here(folder: Path) -> Iterator[None]:
    """All journeys share one storage: the server's."""
    with override_settings(STORAGES=files_at(folder / "files")):
        yield


@pytest.fixture(scope="package")
def work(django_db_setup: None, django_db_blocker: Any, folder: Path) -> Iterator[Work]:
    """The company with its people, the day before yesterday; nothing has happened yet."""
    shared = override_settings(STORAGES=files_at(folder / "files"))
    start = datetime.now(UTC) - timedelta(days=2)
    with django_db_blocker.unblock(), emptied(), shared, Work(at=start) as work:
        work.do(lambda: work.play.people.update(seed_company(at=work.play.at, password=PASSWORD)))
        yield work


@pytest.fixture(scope="package")
def address(work: Work, folder: Path) -> Iterator[str]:
    """The server."""
    with web(folder) as address:
        yield address


@pytest.fixture(scope="package")
def browser(work: Work) -> Iterator[Browser]:
    """One Chromium for all."""
    with open_chromium() as browser:
        yield browser


@pytest.fixture
def office(
    browser: Browser, address: str, work: Work, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Office]:
    """Windows of this journey's people, photographed when it failed; at the end no page may have complained."""
    office = Office(browser, address, PASSWORD, work=work)
    try:
        yield office
        assert office.complaints == []
    finally:
        if office.complaints or request.node.stash.get(FAILED, True):
            office.photograph(tmp_path / "windows")
        office.close()
