"""The worker of one machine: the task queue, the clock, and the signer that alone holds the key."""

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from flowmono.outbox.clock import tick_for_ever


class Command(BaseCommand):
    help = "Deliver events, send letters and run schedules until stopped. Start as many as you like, on any machine."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stopping = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_signal: self.stopping.set())
        clock = threading.Thread(target=tick_for_ever, args=(self.stopping.is_set, self.stderr.write), daemon=True)
        clock.start()
        queue = self._start_queue()
        while not self.stopping.is_set():
            if queue.poll() is not None:
                self.stderr.write("The queue stopped by itself; starting it again.")
                _end_group_of(queue)
                time.sleep(1)
                queue = self._start_queue()
            self.stopping.wait(0.5)
        self._stop(queue)
        clock.join(timeout=3)

    def _start_queue(self) -> "subprocess.Popen[bytes]":
        """The queue in a process group of its own, so that a stop that takes too long can end all of it at once."""
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "run_queue", "--parent", str(os.getpid())]
        return subprocess.Popen(command, start_new_session=True)

    def _stop(self, queue: "subprocess.Popen[bytes]") -> None:
        """Let running tasks end; after ten seconds stop asking. What was unfinished is still owed."""
        if queue.poll() is None:
            os.kill(queue.pid, signal.SIGTERM)
            try:
                queue.wait(timeout=10)
            except subprocess.TimeoutExpired:
                _end_group_of(queue)


def _end_group_of(queue: "subprocess.Popen[bytes]") -> None:
    """Nobody of an ended queue stays: its parts would go on claiming tasks beside those of the next."""
    with suppress(ProcessLookupError):
        os.killpg(queue.pid, signal.SIGKILL)
