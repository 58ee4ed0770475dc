"""Two roles: the owner alters tables, the product uses them, and neither the product nor its admin rewrites the past."""

from uuid import uuid4

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, connections, transaction

from flowmono.ledger.models import Entry, Head, write_entry
from tests.people import NOON

pytestmark = pytest.mark.usefixtures("committed")


def run(statement: str) -> list[tuple[object, ...]]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall()) if cursor.description else []


def test_the_product_is_neither_owner_nor_superuser() -> None:
    assert run("select current_user") == [(settings.APPLICATION_ROLE,)] == [("flowmono",)]
    assert run("select rolsuper, rolcreatedb, rolcreaterole from pg_roles where rolname = current_user") == [
        (False, False, False)
    ]
    owners = run("select distinct tableowner from pg_tables where schemaname = 'public'")
    assert owners == [("flowmono_owner",)]


@pytest.mark.parametrize(
    "statement",
    [
        "alter table accounts_user add column spare text",
        "drop table outbox_delivery",
        "create table spare (id int)",
        "truncate ledger_entry",
        "update ledger_entry set body = '{}'",
        "delete from ledger_entry",
        "update ledger_head set number = 0",
        "delete from ledger_head",
        "insert into ledger_head (case_id, number, hash) values (gen_random_uuid(), 9, '')",
        "alter table ledger_entry disable trigger all",
        "drop trigger ledger_takes_place on ledger_entry",
        "create or replace function ledger_take_place() returns trigger language plpgsql as 'begin return null; end'",
        "set session_replication_role = replica",
        "set role flowmono_owner",
    ],
)
def test_the_product_can_neither_alter_tables_nor_rewrite_the_ledger(statement: str) -> None:
    with transaction.atomic():
        write_entry(case_id=uuid4(), kind="told", at=NOON, facts={"word": "bell"})
    before = (list(Entry.objects.values_list("hash", "body")), list(Head.objects.values_list("number", "hash")))

    with pytest.raises(DatabaseError):
        run(statement)

    assert before == (list(Entry.objects.values_list("hash", "body")), list(Head.objects.values_list("number", "hash")))


def test_the_owner_too_is_stopped_by_the_trigger_until_it_takes_it_away() -> None:
    with transaction.atomic():
        write_entry(case_id=uuid4(), kind="told", at=NOON, facts={})

    with pytest.raises(DatabaseError, match="append-only"), connections["owner"].cursor() as cursor:
        cursor.execute("update ledger_entry set body = '{}'")
    connections["owner"].close()
