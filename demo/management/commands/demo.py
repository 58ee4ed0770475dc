"""Show the product: a small company, the main job step by step, then web and worker on one address until Ctrl-C."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connections
from django.utils import timezone

from contracts.models import Contract
from demo.company import PASSWORD
from demo.documents import facts
from demo.show import show_main_job
from flowmono.common import embedded
from flowmono.outbox.models import RecordedEvent

WHO = ("maya", "pierre", "abel", "sam", "fay", "ada")


class Command(BaseCommand):
    help = "Load a small company, run the main job on its contract, then serve. A second run keeps its data."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--reset", action="store_true", help="Begin anew: forget the demonstration's data.")
        parser.add_argument("--address", default="127.0.0.1:8000")
        parser.add_argument("--once", action="store_true", help="Stop after the main job; do not serve.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["reset"]:
            self._forget()
        self.stdout.write("Preparing the database …")
        call_command("migrate", verbosity=0)
        if Contract.objects.exists():
            self.stdout.write("The demonstration is there already; `make demo RESET=1` begins anew.")
        else:
            show_main_job(self.stdout.write)
        if not options["once"]:
            self._serve(options["address"])

    def _forget(self) -> None:
        """Drop the embedded database and the files; a server of yours is never emptied."""
        folder = settings.DATABASES["default"].get("EMBEDDED")
        if not folder:
            raise SystemExit(
                "RESET works on the demonstration's own database only; DATABASE_URL names a server of yours."
            )
        connections.close_all()
        embedded.recreate_database(folder, settings.DATABASES["default"]["NAME"])

    def _days_ahead(self) -> int:
        """How far the clock must run ahead so that time goes on from the last thing that happened in the demonstration."""
        last = RecordedEvent.objects.order_by("-at").values_list("at", flat=True).first()
        return max(0, (last - timezone.now()).days + 1) if last else 0

    def _serve(self, address: str) -> None:
        """Web and worker as children; both end when this ends."""
        manage = str(Path(settings.BASE_DIR) / "manage.py")
        environment = {
            **os.environ,
            "FLOWMONO_SITE_URL": f"http://{address}",
            "FLOWMONO_CLOCK_AHEAD_DAYS": str(self._days_ahead()),
        }
        connections.close_all()
        children = [
            subprocess.Popen([sys.executable, manage, "work"], env=environment, start_new_session=True),
            subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "gunicorn",
                    "--config",
                    "python:flowmono.serving",
                    "flowmono.wsgi",
                    "--bind",
                    address,
                ],
                env=environment,
                cwd=settings.BASE_DIR,
                start_new_session=True,
            ),
        ]
        self._say_who(address)
        stop = []
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_signal: stop.append(True))
        while not stop and all(child.poll() is None for child in children):
            time.sleep(0.3)
        for child in children:
            if child.poll() is None:
                child.terminate()
        for child in children:
            try:
                child.wait(timeout=15)
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
        folder = settings.DATABASES["default"].get("EMBEDDED")
        if folder:
            embedded.stop(folder)
        self.stdout.write("Stopped.")

    def _say_who(self, address: str) -> None:
        people = {employee.key: employee for employee in facts.EMPLOYEES}
        self.stdout.write(
            f"\nFlowmono is at http://{address} — sign in with one of these and the password {PASSWORD}\n"
        )
        others = [key for key, employee in people.items() if employee.roles and key not in WHO]
        for key in (*WHO, *others):
            person = people[key]
            self.stdout.write(f"  {person.email:<38} {person.name}, {', '.join(person.roles)}")
        self.stdout.write(
            f"\nMail is written to {settings.EMAIL_FILE_PATH}: approvers, signers and the vendor find their links there. "
            "Ctrl-C stops everything.\n"
        )
