"""The database and the post office go away in the middle of the work: nothing is lost, nothing is done twice."""

import socketserver
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection
from django.db.models import Count

from documents.models import Document
from flowmono import events
from flowmono.ledger.models import Entry
from flowmono.ledger.verification import find_breaks
from flowmono.outbox.models import Delivery, DeliveryState, Letter
from flowmono.outbox.routing import subscribe, unsubscribe
from tests.faults.bells import BellRang, add_copy, ring, write_home
from tests.real import wait_until, worker

pytestmark = [pytest.mark.faults, pytest.mark.usefixtures("committed"), pytest.mark.timeout(240)]
BELLS = 40
# Every other connection of the application to this database: its workers', its clock's, its queue's.
GO_AWAY = """
select count(pg_terminate_backend(pid)) from pg_stat_activity
where datname = current_database() and usename = current_user and pid <> pg_backend_pid()
"""


@pytest.fixture(autouse=True)
def bells() -> Iterator[None]:
    events.REGISTRY["BellRang"] = BellRang
    for receiver in (add_copy, write_home):
        subscribe(BellRang, receiver)
    yield
    for receiver in (add_copy, write_home):
        unsubscribe(BellRang, receiver)
    del events.REGISTRY["BellRang"]


def test_a_database_that_goes_away_in_the_middle_leaves_each_effect_exactly_once(tmp_path: Path) -> None:
    cut = []
    with worker(tmp_path, DJANGO_SETTINGS_MODULE="tests.faults.with_bells") as process:
        ring(BELLS)
        wait_until(lambda: Delivery.objects.filter(state=DeliveryState.DONE).exists())

        for _time in range(10):
            with connection.cursor() as cursor:
                cursor.execute(GO_AWAY)
                cut.append(cursor.fetchone()[0])
            time.sleep(0.4)

        wait_until(lambda: not Delivery.objects.exclude(state=DeliveryState.DONE).exists(), seconds=120)
        assert process.poll() is None

    assert sum(cut) >= 10
    assert Document.objects.filter(title="bell").count() == BELLS
    copies = Document.objects.filter(title="copy").values("case_key").annotate(n=Count("pk"))
    assert sorted(row["n"] for row in copies) == [1] * BELLS
    assert Letter.objects.count() == BELLS
    assert list(find_breaks(Entry.objects.order_by("case_id", "number"))) == []


class PostOffice:
    """A mail server of the test's own; it takes every letter and remembers its Message-ID."""

    def __init__(self) -> None:
        self.taken: Counter[str] = Counter()

    def take(self, letter: bytes) -> None:
        for line in letter.decode().splitlines():
            if line.lower().startswith("message-id:"):
                self.taken[line.partition(":")[2].strip()] += 1

    @contextmanager
    def open_at(self, port: int) -> Iterator[None]:
        office = self

        class Window(socketserver.StreamRequestHandler):
            def say(self, words: bytes) -> None:
                self.wfile.write(words + b"\r\n")

            def handle(self) -> None:
                self.say(b"220 post office")
                for line in self.rfile:
                    verb = line[:4].upper()
                    if verb == b"DATA":
                        self.say(b"354 go on")
                        office.take(b"".join(iter(self.rfile.readline, b".\r\n")))
                    self.say(b"221 good bye" if verb == b"QUIT" else b"250 yes")
                    if verb == b"QUIT":
                        return

        socketserver.ThreadingTCPServer.allow_reuse_address = True
        with socketserver.ThreadingTCPServer(("127.0.0.1", port), Window) as server:
            threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
            yield
            server.shutdown()


def free_port() -> int:
    with socketserver.TCPServer(("127.0.0.1", 0), socketserver.BaseRequestHandler) as probe:
        return int(probe.server_address[1])


def test_letters_wait_while_the_post_office_is_closed_and_then_leave_once(tmp_path: Path) -> None:
    port, office, number = free_port(), PostOffice(), 12
    mail = f"smtp://127.0.0.1:{port}"
    with worker(tmp_path, DJANGO_SETTINGS_MODULE="tests.faults.with_bells", EMAIL_URL=mail) as process:
        ring(number)
        wait_until(lambda: Letter.objects.filter(attempts__gt=0).count() == number)

        # Everything else went on, and why the letters wait can be read.
        wait_until(lambda: not Delivery.objects.exclude(state=DeliveryState.DONE).exists())
        assert not Letter.objects.filter(sent_at__isnull=False).exists()
        assert all(
            error.startswith("ConnectionRefusedError") for error in Letter.objects.values_list("error", flat=True)
        )

        with office.open_at(port):
            wait_until(lambda: not Letter.objects.filter(sent_at__isnull=True).exists(), seconds=90)
            time.sleep(1.5)
        assert process.poll() is None

    ids = {f"<{letter.message_id}@127.0.0.1>" for letter in Letter.objects.all()}
    assert dict(office.taken) == dict.fromkeys(ids, 1)
    assert set(Letter.objects.values_list("error", flat=True)) == {""}
