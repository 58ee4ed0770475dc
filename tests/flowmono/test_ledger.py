"""The ledger is whole, or says where it is not."""

from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, connections, transaction

from flowmono.ledger.models import Entry, write_entry
from flowmono.ledger.verification import find_breaks, find_missing_tails, heads
from tests.people import NOON

pytestmark = pytest.mark.usefixtures("committed")


def _write_three(case: UUID) -> None:
    for number in range(3):
        with transaction.atomic():
            write_entry(case_id=case, kind="told", at=NOON, facts={"n": number, "word": "Überweisung"})


def _breaks() -> list[str]:
    return [str(found) for found in find_breaks(Entry.objects.order_by("case_id", "number"))]


def test_entries_take_their_places_when_they_commit() -> None:
    case = uuid4()

    _write_three(case)

    assert list(Entry.objects.filter(case_id=case).order_by("number").values_list("number", flat=True)) == [1, 2, 3]
    assert _breaks() == []


def test_a_rolled_back_entry_leaves_no_gap() -> None:
    case = uuid4()
    _write_three(case)

    with pytest.raises(RuntimeError), transaction.atomic():
        write_entry(case_id=case, kind="told", at=NOON, facts={})
        raise RuntimeError
    _write_three(case)

    assert heads()[str(case)][0] == 6
    assert _breaks() == []


@pytest.mark.parametrize(
    "statement", ["update ledger_entry set body = '{}'", "delete from ledger_entry", "truncate ledger_entry"]
)
def test_the_application_may_neither_change_nor_remove_an_entry(statement: str) -> None:
    _write_three(uuid4())

    with pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute(statement)

    assert Entry.objects.count() == 3


def _as_owner(statement: str, *values: object) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("alter table ledger_entry disable trigger ledger_is_append_only")
        cursor.execute(statement, values)
        cursor.execute("alter table ledger_entry enable trigger ledger_is_append_only")


def test_an_edit_by_the_owner_of_the_database_is_found() -> None:
    case = uuid4()
    _write_three(case)

    _as_owner("update ledger_entry set body = replace(body, '1', '9') where number = 2")

    assert _breaks() == [f"case {case}, entry 2: its text was changed after it was written"]


def test_a_removed_entry_is_found() -> None:
    case = uuid4()
    _write_three(case)

    _as_owner("delete from ledger_entry where number = 2")

    assert _breaks() == [f"case {case}, entry 2: it is missing; the next one found is 3"]


def test_a_lost_tail_is_found_against_an_anchor_kept_elsewhere() -> None:
    case = uuid4()
    _write_three(case)
    anchors = heads()

    _as_owner("delete from ledger_entry where number = 3")
    _as_owner("update ledger_head set number = 2")

    assert _breaks() == []
    assert [found.number for found in find_missing_tails(anchors)] == [3]
