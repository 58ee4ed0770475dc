"""The clock starts each task when it is due, on one machine."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone
from django.utils.module_loading import import_string

from flowmono.outbox.clock import start_due
from flowmono.outbox.models import ClockTick
from flowmono.schedules import SCHEDULES

pytestmark = pytest.mark.usefixtures("committed")


def test_a_task_starts_at_once_and_then_in_its_rhythm() -> None:
    ran: list[str] = []

    assert start_due({"watch": 60}, ran.append) == ["watch"]
    assert start_due({"watch": 60}, ran.append) == []
    ClockTick.objects.update(last_started_at=timezone.now() - timedelta(seconds=60))
    assert start_due({"watch": 60}, ran.append) == ["watch"]

    assert ran == ["watch", "watch"]


@pytest.mark.parametrize("known_before", [False, True])
def test_machines_that_look_at_the_clock_together_start_a_tick_once(known_before: bool) -> None:
    if known_before:
        ClockTick.objects.create(name="watch", last_started_at=timezone.now() - timedelta(hours=1))
    start, ran = Barrier(4), []

    def machine() -> None:
        start.wait()
        start_due({"watch": 60}, ran.append)
        connection.close()

    machines = [Thread(target=machine) for _machine in range(4)]
    for thread in machines:
        thread.start()
    for thread in machines:
        thread.join()

    assert ran == ["watch"]


def test_a_task_that_fails_has_its_next_turn_a_rhythm_later() -> None:
    def fail(name: str) -> None:
        raise RuntimeError(name)

    with pytest.raises(RuntimeError):
        start_due({"watch": 60}, fail)

    assert start_due({"watch": 60}, fail) == []


def test_every_scheduled_task_is_there_to_be_called() -> None:
    for every in SCHEDULES:
        assert callable(import_string(every.task)), every.task
        assert every.seconds > 0
