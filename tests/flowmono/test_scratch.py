"""A template of the tests' database goes on from an earlier one where migrations were only added; a database in use is emptied."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction

from flowmono.common.scratch import Emptying, template_to_go_on_from
from tests.conftest import KEPT_TABLES
from tests.real import wait_until

FILES = {"a/0001_initial.py": "11", "a/0002_more.py": "22", "b/0001_initial.py": "33"}


def test_the_template_that_ran_the_most_of_what_still_stands_is_gone_on_from() -> None:
    made = {
        "template_little": {"a/0001_initial.py": "11"},
        "template_more": {"a/0001_initial.py": "11", "b/0001_initial.py": "33"},
    }

    assert template_to_go_on_from(made, FILES) == "template_more"


def test_a_template_that_ran_what_was_changed_or_taken_away_since_is_left_alone() -> None:
    made = {
        "template_changed": {"a/0001_initial.py": "11", "a/0002_more.py": "other"},
        "template_gone": {"a/0001_initial.py": "11", "a/0002_less.py": "22"},
    }

    assert template_to_go_on_from(made, FILES) == ""


def test_without_a_template_everything_is_run() -> None:
    assert template_to_go_on_from({}, FILES) == ""


@pytest.mark.usefixtures("committed")
def test_who_empties_the_tables_steps_back_for_one_who_reads_them_the_other_way_round() -> None:
    empty = Emptying(keep=KEPT_TABLES)
    with ThreadPoolExecutor(1) as beside:
        with transaction.atomic(), connection.cursor() as reader:
            reader.execute("select count(*) from vendors_vendor")
            emptying = beside.submit(empty)
            wait_until(lambda: waits_for_a_lock(reader), seconds=20)
            reader.execute("select count(*) from account_emailaddress")
            assert reader.fetchone() == (0,)

        emptying.result(timeout=20)


def waits_for_a_lock(reader: Any) -> bool:
    """Somebody waits for the table that the reader has read."""
    reader.execute("select exists (select 1 from pg_locks where not granted and relation = 'vendors_vendor'::regclass)")
    return bool(reader.fetchone()[0])
