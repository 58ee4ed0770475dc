"""A worker that is asked to stop ends with everything that it started, whatever it was doing."""

import os
import signal
import time
from pathlib import Path

import pytest
from django.db import transaction
from django_q.models import OrmQ

from flowmono.outbox.broker import enqueue
from tests.real import wait_until, worker

PARTS = 6  # the queue, its guard, its pusher, its monitor and two workers
SECONDS = 15

pytestmark = [pytest.mark.faults, pytest.mark.usefixtures("committed"), pytest.mark.timeout(120)]


def descendants_of(pid: int) -> list[int]:
    """Every living process that this one started, however far down, even in another session."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                state, parent = (entry / "stat").read_text().rpartition(")")[2].split()[:2]
            except OSError:
                continue
            if state != "Z":
                parents[int(entry.name)] = int(parent)
    found, looked_at = [], [pid]
    while looked_at:
        above = looked_at.pop()
        below = [child for child, parent in parents.items() if parent == above]
        found += below
        looked_at += below
    return found


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def is_queue(pid: int) -> bool:
    try:
        return b"run_queue" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


@pytest.mark.parametrize("doing", ["nothing", "more than it can hold"])
def test_a_worker_that_is_stopped_leaves_nobody_behind(doing: str, tmp_path: Path) -> None:
    if doing == "more than it can hold":
        with transaction.atomic():
            enqueue("time.sleep", [(0.3,)] * 60)
    with worker(tmp_path) as process:
        wait_until(lambda: len([pid for pid in descendants_of(process.pid) if is_queue(pid)]) >= PARTS)
        if doing == "more than it can hold":
            wait_until(lambda: OrmQ.objects.count() < 50)
        started = descendants_of(process.pid)

        asked = time.monotonic()
        os.kill(process.pid, signal.SIGTERM)
        code = process.wait(timeout=SECONDS)

        wait_until(lambda: not any(is_alive(pid) for pid in started), seconds=SECONDS)
        assert code == 0
        assert time.monotonic() - asked < SECONDS


def test_a_worker_that_is_killed_takes_everybody_with_it(tmp_path: Path) -> None:
    with transaction.atomic():
        enqueue("time.sleep", [(0.3,)] * 60)
    with worker(tmp_path) as process:
        wait_until(lambda: len([pid for pid in descendants_of(process.pid) if is_queue(pid)]) >= PARTS)
        started = descendants_of(process.pid)

        os.kill(process.pid, signal.SIGKILL)
        code = process.wait(timeout=SECONDS)

        wait_until(lambda: not any(is_alive(pid) for pid in started), seconds=SECONDS)
        assert len(started) >= PARTS
        assert code == -signal.SIGKILL


def test_a_queue_that_is_killed_leaves_none_of_its_parts_and_is_followed_by_another(tmp_path: Path) -> None:
    with worker(tmp_path) as process:
        wait_until(lambda: len([pid for pid in descendants_of(process.pid) if is_queue(pid)]) >= PARTS)
        started = [pid for pid in descendants_of(process.pid) if is_queue(pid)]

        for pid in started:
            if os.getpgid(pid) == pid:
                os.kill(pid, signal.SIGKILL)

        wait_until(lambda: not any(is_alive(pid) for pid in started), seconds=SECONDS)
        wait_until(lambda: len([pid for pid in descendants_of(process.pid) if is_queue(pid)]) >= PARTS, seconds=40)
        followers = [pid for pid in descendants_of(process.pid) if is_queue(pid)]
        assert not set(followers) & set(started)
        assert process.poll() is None
