"""How far the preparation is: written by one process, read by the others, shown while it lasts."""

import os
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from demo.preparing import (
    Progress,
    forget_progress,
    hold_clock,
    is_history_on_its_way,
    preparation,
    read_progress,
    write_progress,
)
from flowmono.outbox.clock import start_due
from flowmono.schedules import SCHEDULES
from tests.people import make_person


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, settings: Any) -> None:
    settings.VAR_DIR = tmp_path
    settings.CLOCK_AHEAD = timedelta(days=60)


def page() -> str:
    return render_to_string("components/preparation.html", preparation(RequestFactory().get("/")))


def test_what_one_process_writes_the_other_reads() -> None:
    assert read_progress() is None

    write_progress(Progress(12, 60))

    assert read_progress() == Progress(12, 60)

    forget_progress()

    assert read_progress() is None


def test_the_main_job_lets_nobody_look_for_exceptions_while_the_past_is_played_beside_it() -> None:
    before = is_history_on_its_way()
    write_progress(Progress(12, 60))
    during = is_history_on_its_way()
    write_progress(Progress(60, 60, 214.5))

    assert (before, during, is_history_on_its_way()) == (False, True, False)


def test_pages_say_how_far_it_is_until_it_is_complete() -> None:
    write_progress(Progress(40, 60))
    assert "40 of 60 contracts" in page()

    write_progress(Progress(60, 60, 214.5))
    assert 'id="preparation"' in page()
    assert "callout" not in page()
    assert "data-live" not in page()


@pytest.mark.django_db
def test_an_open_page_follows_it_and_loses_it_when_it_is_complete(client: Client) -> None:
    client.force_login(make_person("maya"))
    write_progress(Progress(40, 60))
    before = client.get("/live/", {"t": "preparation"}).json()["topics"]["preparation"]
    write_progress(Progress(41, 60))
    then = client.get("/live/", {"t": "preparation"}).json()["topics"]["preparation"]

    following = client.get("/live/preparation/").content.decode()
    write_progress(Progress(60, 60, 214.5))

    assert before != then
    assert "41 of 60 contracts" in following
    assert 'value="41"' in following
    assert client.get("/live/", {"t": "preparation"}).json()["topics"]["preparation"] == ""
    assert client.get("/live/preparation/").content.decode().strip() == ""


def test_a_preparation_that_nobody_goes_on_with_is_no_longer_promised(tmp_path: Path) -> None:
    write_progress(Progress(3, 8))
    assert "3 of 8 contracts" in page()

    left = time.time() - 700
    os.utime(tmp_path / "demonstration.json", (left, left))

    assert "callout" not in page()


def test_an_installation_that_is_no_demonstration_reads_no_file(settings: Any) -> None:
    settings.CLOCK_AHEAD = timedelta(0)
    write_progress(Progress(40, 60))

    assert page().strip() == ""


def test_a_file_that_is_half_there_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "demonstration.json").write_text('{"done": 1')

    assert read_progress() is None


@pytest.mark.django_db
def test_the_days_tasks_do_not_start_while_the_past_is_played() -> None:
    hold_clock()

    started: list[str] = []
    start_due({every.task: every.seconds for every in SCHEDULES}, started.append)

    assert "flowmono.monitoring.tasks.look" not in started
    assert "flowmono.approvals.tasks.escalate" not in started
    assert "flowmono.outbox.tasks.sweep" in started
