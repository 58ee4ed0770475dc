"""Show the product: a small company, the main job step by step, then web and worker on one address until Ctrl-C."""

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from datetime import time as datetime_time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections
from django.utils import timezone

from demo.answering import wait_until_it_answers
from demo.company import PASSWORD
from demo.documents import facts
from demo.history.playing import (
    CONTRACTS,
    TODAY,
    Keeper,
    is_played,
    play_history,
    prepare_cast,
    seal_for_the_archive,
)
from demo.preparing import Progress, forget_progress, hold_clock, read_progress, write_progress
from demo.show import is_main_job_complete, is_main_job_played, show_main_job
from flowmono.common import embedded
from flowmono.common.now import days_written, forget_days, write_days
from flowmono.outbox.models import RecordedEvent

TENTH = 10
MOVE = "make days N=3"
WHO = ("maya", "pierre", "abel", "sam", "fay", "ada")


class Command(BaseCommand):
    help = "Load a small company, run the main job on its contract, then serve. A second run keeps its data."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--reset", action="store_true", help="Begin anew: forget the demonstration's data.")
        parser.add_argument("--address", default="127.0.0.1:8000")
        parser.add_argument("--once", action="store_true", help="Play everything, then stop; do not serve.")
        parser.add_argument(
            "--history-only", action="store_true", help="Play the company's two years and nothing else."
        )
        parser.add_argument("--beside", action="store_true", help="With --history-only: end when the starter ends.")
        parser.add_argument(
            "--contracts", type=int, default=CONTRACTS, help="How many contracts the two years have; 0 leaves them out."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self._live_at(options["address"])
        seal_for_the_archive()
        if options["reset"]:
            self._forget()
        contracts = options["contracts"]
        if options["history_only"]:
            self._play_history(contracts, beside=options["beside"])
            return
        self.stdout.write("Preparing the database …")
        call_command("migrate", verbosity=0)
        history = self._begin_history(contracts) if contracts and not is_played() else None
        try:
            self._play_main_job(once=options["once"])
            if not options["once"]:
                self._serve(options["address"], history)
            elif history is not None:
                self._follow(history)
                self._tell_end(history)
        finally:
            if history is not None:
                self._end(history)

    def _play_main_job(self, *, once: bool) -> None:
        """Play it where it is not there. One that broke off cannot go on, as its steps begin from nothing: that is said, and what is
        there is served all the same. Raises CommandError where nothing is served."""
        if not is_main_job_played():
            show_main_job(self.stdout.write)
        elif is_main_job_complete():
            self.stdout.write("The demonstration is there already; `make demo RESET=1` begins anew.")
        else:
            anew = "`make demo RESET=1` begins anew and forgets what is there."
            if not settings.DATABASES["default"].get("EMBEDDED"):
                anew = "To begin anew, start it on an empty database of your server."
            words = f"The demonstration was interrupted before its end and cannot go on from where it broke off. {anew}"
            if once:
                raise CommandError(words)
            self.stderr.write(words)

    def _live_at(self, address: str) -> None:
        """Letters and papers made here name the address where this is served, those of the history beside it too."""
        os.environ.setdefault("FLOWMONO_SITE_URL", f"http://{address}")
        settings.SITE_URL = os.environ["FLOWMONO_SITE_URL"].rstrip("/")

    def _begin_history(self, contracts: int) -> "subprocess.Popen[bytes]":
        """Play the two years in a process of its own; one that was interrupted goes on where it was."""
        prepare_cast()
        hold_clock()
        write_progress(Progress(0, contracts))
        self.stdout.write(f"The history of {contracts} contracts is prepared beside this.")
        manage = str(Path(settings.BASE_DIR) / "manage.py")
        connections.close_all()
        return subprocess.Popen(
            [sys.executable, manage, "demo", "--history-only", "--beside", "--contracts", str(contracts)],
            start_new_session=True,
        )

    def _play_history(self, contracts: int, *, beside: bool) -> None:
        call_command("migrate", verbosity=0)
        if is_played():
            self.stdout.write("The history is there already.")
            return
        keeper = Keeper(contracts, starter=os.getppid() if beside else None)
        played = play_history(contracts=contracts, step=keeper.note)
        keeper.end(played.seconds)
        self.stdout.write(f"The history is complete: {played.contracts} contracts in {played.seconds:.0f} s.")
        for words in played.given_up:
            self.stderr.write(f"Left to whoever acted there meanwhile: {words}")

    def _follow(self, history: "subprocess.Popen[bytes]") -> None:
        """Wait until the history is there, saying how far it is."""
        said = -TENTH
        while history.poll() is None:
            said = self._say_progress(said)
            time.sleep(0.5)

    def _say_progress(self, said: int) -> int:
        """Say each tenth contract; return the last number said."""
        progress = read_progress()
        if progress is None or progress.is_complete or progress.done < said + TENTH:
            return said
        self.stdout.write(f"The demonstration's history is being prepared: {progress.done} of {progress.total}.")
        return progress.done

    def _tell_end(self, history: "subprocess.Popen[bytes]") -> None:
        """A preparation that broke off is told; pages do not go on saying that it is on its way."""
        if history.returncode:
            forget_progress()
            self.stderr.write("The history could not be completed. Start again: it is taken up where it broke off.")

    def _end(self, history: "subprocess.Popen[bytes]") -> None:
        """End a preparation that is still on its way; the next start takes it up again."""
        if history.poll() is None:
            history.terminate()
            history.wait(timeout=15)

    def _forget(self) -> None:
        """Drop the embedded database and the files; a server of yours is never emptied."""
        folder = settings.DATABASES["default"].get("EMBEDDED")
        if not folder:
            raise SystemExit(
                "RESET works on the demonstration's own database only; DATABASE_URL names a server of yours."
            )
        forget_progress()
        forget_days()
        connections.close_all()
        embedded.recreate_database(folder, settings.DATABASES["default"]["NAME"])

    def _days_ahead(self) -> int:
        """How far the clock must run ahead so that time goes on from the last thing that happened in the demonstration."""
        newest = RecordedEvent.objects.order_by("-at").values_list("at", flat=True).first()
        last = max(filter(None, [newest, datetime.combine(TODAY, datetime_time(17), UTC)]))
        return max(0, (last - timezone.now()).days + 1, days_written() or 0)

    def _serve(self, address: str, history: "subprocess.Popen[bytes] | None") -> None:
        """Web and worker as children; both end when this ends."""
        manage = str(Path(settings.BASE_DIR) / "manage.py")
        days = self._days_ahead()
        write_days(days)
        environment = {**os.environ, "FLOWMONO_CLOCK_AHEAD_DAYS": str(days)}
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
        stop: list[bool] = []
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_signal: stop.append(True))

        def goes_on() -> bool:
            return not stop and all(child.poll() is None for child in children)

        if wait_until_it_answers(address, goes_on=goes_on):
            self._say_who(address)
        said = 0
        while goes_on():
            time.sleep(0.3)
            if history is not None:
                said = self._say_progress(said)
                history = history if history.poll() is None else self._tell_end(history)
        if history is not None:
            self._end(history)
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
            "\nAn account of a vendor waits some days before it is paid to. To go on at once, move the demonstration’s clock from\n"
            f"another terminal: {MOVE}\nCtrl-C stops everything.\n"
        )
