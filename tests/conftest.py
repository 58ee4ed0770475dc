"""The test database is real: made by the owner of the tables, used by the application's own role."""

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.db import connection
from django.test import override_settings
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from whitenoise.middleware import WhiteNoiseMiddleware

from flowmono.common.scratch import Emptying, scratch_database
from flowmono.webhooks import asking

# Collecting garbage as often as Python does by itself is a tenth of the tests' time; little of what they make is a circle.
gc.set_threshold(100_000, 20, 20)

# A test never asserts a time: a busy machine finds no fault where there is none.
hypothesis_settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("house")

# Passwords of tests protect nobody: a million rounds for each is a third of a second. Servers in processes of their own keep them.
PBKDF2PasswordHasher.iterations = 1_000

_look_for_static_files = WhiteNoiseMiddleware.add_files_from_finders
_static_files: dict[str, Any] = {}


def _look_once(middleware: WhiteNoiseMiddleware) -> None:
    """The files of the pages are looked for once in a process: each new client of a test would look through all of them."""
    if not _static_files:
        _look_for_static_files(middleware)
        _static_files.update(middleware.files)
    middleware.files.update(_static_files)


WhiteNoiseMiddleware.add_files_from_finders = _look_once


def pytest_collection_finish() -> None:
    """What was imported for the tests stays to the end: it is not searched for garbage again and again."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of two workers, one makes the database while the other runs what needs none; files of the browser do not come last.

    What stays of the order is that in which files were found: those of one folder may share what is made for the folder.
    """
    if not hasattr(config, "workerinput"):
        return
    with_database = {item.path for item in items if _needs_the_database(item)}
    first = next((item.path for item in items if item.path in with_database), None)

    def turn(item: pytest.Item) -> int:
        if item.path == first:
            return 0
        if item.path not in with_database:
            return 1
        return 2 if "browser" in item.path.parts else 3

    items.sort(key=turn)


def _needs_the_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(fixtures & {"db", "django_db_setup"})


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any, request: pytest.FixtureRequest) -> Iterator[None]:
    """A database per worker process, migrated by the owner; the application's role may not alter the ledger."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    with django_db_blocker.unblock(), scratch_database(f"test_flowmono_{worker}_{os.getpid()}"):
        yield


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """For tests that commit for real (threads, workers, triggers at commit); the owner empties the tables afterwards."""
    with django_db_blocker.unblock(), emptied():
        yield


@contextmanager
def emptied() -> Iterator[None]:
    """Empty tables now, and again at the end."""
    _empty_tables()  # what a killed test left behind
    try:
        yield
    finally:
        _empty_tables()
        connection.close()


def _empty_tables() -> None:
    """Delete everything but what migrations seeded."""
    _emptying()()


KEPT_TABLES = ("django_migrations", "django_content_type", "auth_permission", "auth_group")


@cache
def _emptying() -> Emptying:
    """One for each process, for as long as it runs."""
    return Emptying(keep=KEPT_TABLES)


@pytest.fixture(autouse=True)
def every_test_has_its_own_endpoints() -> Iterator[None]:
    """What a test that was rolled back asked for is not remembered by the next."""
    yield
    asking.forget()


@pytest.fixture(scope="module")
def files_of_the_module(tmp_path_factory: Any) -> Iterator[Any]:
    """A storage for what a whole module makes once; inside, settings.STORAGES is what this gives."""
    stores = files_at(tmp_path_factory.mktemp("files"))
    with override_settings(STORAGES=stores):
        yield stores


def files_at(folder: Path) -> dict[str, Any]:
    """settings.STORAGES with the product's files in a folder."""
    kept = django_settings.STORAGES["default"]
    return {**django_settings.STORAGES, "default": {**kept, "OPTIONS": {"location": folder}}}


@pytest.fixture(autouse=True)
def files_stay_here(tmp_path: Any, settings: Any) -> None:
    """Every test has its own storage and its own mail folder."""
    settings.STORAGES = files_at(tmp_path / "files")
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
