"""The test database is real: made by the owner of the tables, used by the application's own role."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

from flowmono.common import embedded


def _administrator() -> "psycopg.Connection[Any]":
    """A superuser's connection: only it may make databases."""
    folder = settings.DATABASES["default"].get("EMBEDDED")
    if not folder:
        raise RuntimeError("Tests use the embedded PostgreSQL. Unset DATABASE_URL.")
    return psycopg.connect(
        host=str(embedded.ensure_running(folder)), user="postgres", dbname="postgres", autocommit=True
    )


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any, request: pytest.FixtureRequest) -> Iterator[None]:
    """A database per worker process, migrated by the owner; the application's role may not alter the ledger."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    name = f"test_flowmono_{worker}"
    with django_db_blocker.unblock(), _administrator() as administrator:
        administrator.execute(f'drop database if exists "{name}" with (force)')
        administrator.execute(f'create database "{name}" owner flowmono_owner')
        administrator.execute(f'alter database "{name}" set synchronous_commit = off')
        embedded.prepare_database(embedded.ensure_running(settings.DATABASES["default"]["EMBEDDED"]), name)
        for alias in connections:
            connections[alias].close()
            connections[alias].settings_dict["NAME"] = name
        call_command("migrate", verbosity=0, database="owner")
        connections["owner"].close()
    yield
    with django_db_blocker.unblock():
        connections.close_all()
        with _administrator() as administrator:
            administrator.execute(f'drop database if exists "{name}" with (force)')


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """For tests that commit for real (threads, workers, triggers at commit); the owner empties the tables afterwards."""
    with django_db_blocker.unblock():
        _empty_tables()  # what a killed test left behind
        try:
            yield
        finally:
            _empty_tables()
            connection.close()


def _empty_tables() -> None:
    """Truncate everything but what migrations seeded."""
    kept = {"django_migrations", "django_content_type", "auth_permission", "auth_group"}
    owner = connections["owner"]
    with owner.cursor() as cursor:
        names = [name for name in owner.introspection.table_names(cursor) if name not in kept]
        cursor.execute(f"truncate {', '.join(names)} restart identity cascade")
    owner.close()


@pytest.fixture(autouse=True)
def files_stay_here(tmp_path: Any, settings: Any) -> None:
    """Every test has its own storage and its own mail folder."""
    stores = {**settings.STORAGES}
    stores["default"] = {**stores["default"], "OPTIONS": {"location": tmp_path / "files"}}
    settings.STORAGES = stores
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
