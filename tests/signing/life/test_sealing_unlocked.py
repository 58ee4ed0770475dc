"""A seal asks clocks and authorities outside while nothing is locked, and is made once, whoever makes it (threats A12, A14)."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from flowmono.outbox.delivering import deliver
from flowmono.outbox.models import Delivery, DeliveryState
from signing import outward, sealing
from signing.models import Envelope, Recipient
from tests.people import make_person
from tests.signing.crypto.outside import Outside
from tests.signing.life.scenes import inside, make_mark, sent, sign
from tests.signing.life.test_delegation import leave, lend, signatory
from tests.signing.life.test_levels import clock, debt, due_now

__all__ = ["clock"]
pytestmark = [pytest.mark.threats, pytest.mark.usefixtures("committed")]


class Slow:
    """A clock that answers when it is told to: `asked` is set by the first question, `answer` lets it go."""

    def __init__(self, outside: Outside) -> None:
        self.asked, self.answer = threading.Event(), threading.Event()
        self._stamp = outside.stamp
        outside.stamp = self.stamp

    def stamp(self, data: bytes) -> bytes:
        self.asked.set()
        assert self.answer.wait(30)
        return self._stamp(data)


@pytest.fixture
def slow(settings: Any, clock: Outside) -> Iterator[Slow]:
    settings.TIMESTAMP_SECONDS = 30.0
    outward.forget()
    slow = Slow(clock)
    yield slow
    slow.answer.set()


@pytest.fixture
def envelope(settings: Any, slow: Slow) -> Envelope:
    """Signed by everybody, with a seal at B-LTA wanted."""
    settings.SEAL_LEVEL = "B-LTA"
    sam = make_person("sam")
    make_mark(sam)
    envelope = sent(inside(sam))
    sign(envelope, sam.email)
    return Envelope.objects.get(pk=envelope.pk)


@contextmanager
def being_sealed(envelope: Envelope, slow: Slow, workers: int = 1) -> Iterator[list[bool]]:
    """So many workers are at the seal, each waiting for the clock, while the block runs; then they end. What each came to."""
    owed, came_to = debt(envelope).pk, []

    def work() -> None:
        try:
            came_to.append(deliver(owed))
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _worker in range(workers)]
    for number, thread in enumerate(threads):
        slow.asked.clear()
        if number:
            due_now(envelope)
        thread.start()
        assert slow.asked.wait(30)
    try:
        yield came_to
    finally:
        slow.answer.set()
        for thread in threads:
            thread.join(60)


def in_another_transaction(what: Callable[[Envelope], Any], envelope: Envelope) -> None:
    """Changes the row at once, or fails: it does not wait for a lock."""
    with transaction.atomic():
        mine = Envelope.objects.select_for_update(nowait=True).get(pk=envelope.pk)
        what(mine)
        mine.save()


def seals_of(envelope: Envelope) -> list[str]:
    return list(envelope.document.versions.filter(origin="sealed").values_list("sha256", flat=True))


def test_while_a_clock_outside_is_slow_others_write_to_the_same_rows(envelope: Envelope, slow: Slow):
    with being_sealed(envelope, slow) as came_to:
        in_another_transaction(lambda mine: setattr(mine, "message", "said meanwhile"), envelope)
        with transaction.atomic():
            Delivery.objects.select_for_update(nowait=True).get(pk=debt(envelope).pk)

    envelope.refresh_from_db()
    assert came_to == [True]
    assert (envelope.state, envelope.level_reached, envelope.message) == ("sealed", "B-LTA", "said meanwhile")
    assert sealing.level_of(envelope.current_version.content(), "Seal") == "B-LTA"


def test_nobody_else_takes_up_a_seal_that_is_being_asked_for(envelope: Envelope, slow: Slow):
    with being_sealed(envelope, slow) as came_to:
        second = deliver(debt(envelope).pk)
        attempts, next_try = debt(envelope).attempts, debt(envelope).next_try_at

    assert (second, attempts, came_to) == (False, 1, [True])
    assert next_try > timezone.now() + timedelta(seconds=60)


def test_two_sealers_at_once_yield_one_seal(envelope: Envelope, slow: Slow):
    with being_sealed(envelope, slow, workers=2) as came_to:
        pass

    envelope.refresh_from_db()
    assert sorted(came_to) == [False, True]
    assert seals_of(envelope) == [envelope.current_version.sha256]
    assert debt(envelope).state == DeliveryState.DONE


def test_a_seal_of_what_was_wanted_before_is_thrown_away_and_made_anew(envelope: Envelope, slow: Slow):
    with being_sealed(envelope, slow) as came_to:
        in_another_transaction(lambda mine: setattr(mine, "level_wanted", "B-T"), envelope)

    assert came_to == [False]
    assert seals_of(envelope) == []
    assert "changed while its seal was made" in debt(envelope).error

    deliver(due_now(envelope).pk)

    envelope.refresh_from_db()
    assert (envelope.state, envelope.level_reached) == ("sealed", "B-T")


def test_a_round_that_ended_otherwise_meanwhile_gets_no_seal(envelope: Envelope, slow: Slow):
    with being_sealed(envelope, slow):
        Envelope.objects.filter(pk=envelope.pk).update(state="voided")

    assert seals_of(envelope) == []
    assert debt(envelope).state == DeliveryState.DONE


def test_authority_is_delegated_while_a_round_that_names_the_mark_is_held_elsewhere():
    sam, lena = make_person("sam"), signatory("lena")
    mark = make_mark(sam)
    round_of_sam = sent(inside(sam))
    leave(sam)
    held, goes_on = threading.Event(), threading.Event()

    def lay() -> None:
        """Whoever holds the round writes what names the mark; the database looks at that name when they end."""
        with transaction.atomic():
            Envelope.objects.lock(round_of_sam.pk)
            Recipient.objects.filter(envelope=round_of_sam).update(profile=None)
            Recipient.objects.filter(envelope=round_of_sam).update(profile=mark)
            held.set()
            assert goes_on.wait(60)
        connection.close()

    with ThreadPoolExecutor(1) as elsewhere:
        laying = elsewhere.submit(lay)
        assert held.wait(60)
        threading.Timer(0.5, goes_on.set).start()  # by then the delegation holds the mark and waits for the round
        made = lend(sam, lena)
        laying.result(timeout=60)

    assert Recipient.objects.get(envelope=round_of_sam).passed_by == made
