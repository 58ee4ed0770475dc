"""The clock: starts each scheduled task when it is due, on one machine only."""

import time
from collections.abc import Callable
from datetime import timedelta
from importlib import import_module

from django.conf import settings
from django.db import close_old_connections, transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from flowmono.outbox.models import ClockTick


def start_due(tasks: dict[str, float], run: Callable[[str], None]) -> list[str]:
    """Run every task whose rhythm (seconds) has passed since it last started anywhere; return their names."""
    started = []
    for name, seconds in tasks.items():
        now = timezone.now()
        with transaction.atomic():
            tick, made = ClockTick.objects.select_for_update().get_or_create(
                name=name, defaults={"last_started_at": now}
            )
            due = made or now - tick.last_started_at >= timedelta(seconds=seconds)
            if due and not made:
                tick.last_started_at = now
                tick.save(update_fields=["last_started_at"])
        if due:
            run(name)
            started.append(name)
    return started


def run_task(name: str) -> None:
    """Call a task by its dotted name."""
    import_string(name)()


def tick_for_ever(should_stop: Callable[[], bool], report: Callable[[str], None]) -> None:
    """Look at the clock twice a second until told to stop. A task that fails is reported and tried at its next turn."""
    tasks = {every.task: every.seconds for every in import_module(settings.SCHEDULES_MODULE).SCHEDULES}
    while not should_stop():
        try:
            start_due(tasks, run_task)
        except Exception as error:
            report(f"A scheduled task failed: {type(error).__name__}: {error}")
            close_old_connections()
        time.sleep(0.5)
