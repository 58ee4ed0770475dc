"""Chromium as people use it: one window per person, and everything that a page complains about is written down."""

import shutil
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

# Without its windows the same Chromium needs less than half the processor time.
CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium") or "/usr/bin/chromium"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, Any]:
    """Fixtures know at their end whether the journey failed."""
    report = yield
    if call.when == "call":
        item.stash[FAILED] = report.failed
    return report


@contextmanager
def open_chromium() -> Iterator[Browser]:
    """A real Chromium without a window."""
    with pytest.MonkeyPatch.context() as surroundings, sync_playwright() as playwright:
        # Playwright runs an event loop in this thread, in which Django would refuse the test's own look into the database.
        surroundings.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def chromium() -> Iterator[Browser]:
    """A real Chromium for one test."""
    with open_chromium() as browser:
        yield browser
