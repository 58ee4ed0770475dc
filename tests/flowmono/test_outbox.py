"""Events survive a crash, reach each receiver once, and end at a desk when they cannot."""

import dataclasses
from collections.abc import Iterator
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.utils import timezone
from django_q.models import OrmQ

from documents.models import Document
from flowmono import events
from flowmono.common.acting import acting
from flowmono.common.refusals import Conflict, Invalid, NotAllowed
from flowmono.ledger.models import Entry
from flowmono.outbox import actions
from flowmono.outbox.causation import lines_of, tree_of
from flowmono.outbox.delivering import deliver, drain, sweep
from flowmono.outbox.models import Delivery, DeliveryState, RecordedEvent
from flowmono.outbox.routing import subscribe, unsubscribe
from tests.people import NOON, make_person

pytestmark = pytest.mark.usefixtures("committed")


@dataclasses.dataclass(frozen=True, kw_only=True)
class BellRang(events.Event):
    """A test's own event."""

    document_id: UUID


del events.REGISTRY["BellRang"]


@dataclasses.dataclass(frozen=True, kw_only=True)
class EchoHeard(events.Event):
    """What a bell leads to."""

    document_id: UUID


del events.REGISTRY["EchoHeard"]


def add_copy(event: BellRang) -> None:
    document = Document(case_key=event.case_id, title="copy", kind="test")
    document.announce(EchoHeard(case_id=event.case_id, at=event.at, document_id=document.pk))
    document.save()


def break_down(event: BellRang) -> None:
    Document(case_key=event.case_id, title="half done", kind="test").save()
    raise RuntimeError("the paper jammed")


@pytest.fixture(autouse=True)
def bells() -> Iterator[None]:
    events.REGISTRY.update(BellRang=BellRang, EchoHeard=EchoHeard)
    yield
    for receiver in (add_copy, break_down):
        unsubscribe(BellRang, receiver)
    del events.REGISTRY["BellRang"], events.REGISTRY["EchoHeard"]


def ring() -> Document:
    document = Document(case_key=uuid4(), title="bell", kind="test")
    document.announce(BellRang(case_id=document.case_key, at=NOON, document_id=document.pk))
    document.save()
    return document


def test_a_saved_record_says_what_it_announced_in_one_transaction() -> None:
    subscribe(BellRang, add_copy)

    document = ring()

    recorded = RecordedEvent.objects.get()
    assert recorded.event == BellRang(case_id=document.case_key, at=NOON, document_id=document.pk)
    assert recorded.deliveries.get().state == DeliveryState.WAITING
    assert Entry.objects.get().kind == "BellRang"
    assert OrmQ.objects.count() == 1
    assert document.history.count() == 1


def test_a_rollback_unsays_everything() -> None:
    subscribe(BellRang, add_copy)

    with pytest.raises(RuntimeError), transaction.atomic():
        ring()
        raise RuntimeError

    assert [RecordedEvent.objects.count(), Delivery.objects.count(), Entry.objects.count(), OrmQ.objects.count()] == [
        0
    ] * 4
    assert Document.objects.count() == 0


def test_a_record_never_saved_says_nothing() -> None:
    document = Document(case_key=uuid4(), title="bell", kind="test")

    document.announce(BellRang(case_id=document.case_key, at=NOON, document_id=document.pk))

    assert len(document.announced) == 1
    assert RecordedEvent.objects.count() == 0


def test_a_delivery_happens_once_however_often_it_is_tried() -> None:
    subscribe(BellRang, add_copy)
    ring()
    delivery = Delivery.objects.get()

    results = [deliver(delivery.pk) for _try in range(10)]

    assert results == [True] + [False] * 9
    assert Document.objects.filter(title="copy").count() == 1


def test_eight_workers_at_once_make_one_effect() -> None:
    subscribe(BellRang, add_copy)
    ring()
    delivery = Delivery.objects.get()
    start, results = Barrier(8), []

    def work() -> None:
        start.wait()
        results.append(deliver(delivery.pk))
        connection.close()

    workers = [Thread(target=work) for _worker in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    Delivery.objects.update(next_try_at=timezone.now())
    deliver(delivery.pk)

    assert sum(results) <= 1
    assert Document.objects.filter(title="copy").count() == 1


def test_a_failure_leaves_nothing_half_done_and_is_tried_again_later(settings) -> None:
    settings.OUTBOX_BACKOFF = [60, 60]
    subscribe(BellRang, break_down)
    ring()

    deliver(Delivery.objects.get().pk)

    delivery = Delivery.objects.get()
    assert delivery.state == DeliveryState.WAITING
    assert delivery.attempts == 1
    assert delivery.error.startswith("RuntimeError: the paper jammed")
    assert delivery.next_try_at > timezone.now() + timedelta(seconds=50)
    assert not Document.objects.filter(title="half done").exists()


def test_after_the_last_attempt_it_waits_at_the_desk_and_the_others_went_on(settings) -> None:
    settings.OUTBOX_BACKOFF = [0]
    subscribe(BellRang, break_down)
    subscribe(BellRang, add_copy)
    ring()

    for delivery in Delivery.objects.all():
        for _try in range(3):
            deliver(delivery.pk)

    assert Delivery.objects.incidents().get().attempts == 2
    assert Document.objects.filter(title="copy").count() == 1


def lack_a_rule(event: BellRang) -> None:
    raise Conflict("No approval rule covers this.", code="no_rule")


def test_what_only_a_person_can_heal_waits_at_the_desk_at_once() -> None:
    subscribe(BellRang, lack_a_rule)
    ring()

    deliver(Delivery.objects.get().pk)
    unsubscribe(BellRang, lack_a_rule)

    delivery = Delivery.objects.incidents().get()
    assert (delivery.attempts, delivery.error) == (1, "No approval rule covers this.")


def test_a_worker_killed_at_every_attempt_is_quarantined(settings) -> None:
    settings.OUTBOX_BACKOFF = [0, 0]
    subscribe(BellRang, add_copy)
    ring()
    Delivery.objects.update(attempts=3)

    deliver(Delivery.objects.get().pk)

    delivery = Delivery.objects.get()
    assert delivery.state == DeliveryState.INCIDENT
    assert "killed" in delivery.error
    assert not Document.objects.filter(title="copy").exists()


def test_the_sweep_pays_what_a_lost_queue_forgot() -> None:
    subscribe(BellRang, add_copy)
    ring()
    OrmQ.objects.all().delete()

    swept = sweep()

    assert swept == 1
    assert OrmQ.objects.count() == 1


def test_the_desk_tries_again_when_the_cause_is_gone(settings) -> None:
    settings.OUTBOX_BACKOFF = [0]
    maya, olu = make_person("maya"), make_person("olu")
    subscribe(BellRang, break_down)
    ring()
    delivery = Delivery.objects.get()
    Delivery.objects.update(state=DeliveryState.INCIDENT, attempts=2)

    with pytest.raises(NotAllowed):
        actions.retry(delivery, by=olu, at=NOON)
    actions.retry(delivery, by=maya, at=NOON)

    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == (DeliveryState.WAITING, 0)
    assert Entry.objects.filter(kind="delivery.retried").count() == 1


def test_skipping_needs_a_reason_and_happens_once() -> None:
    maya = make_person("maya")
    subscribe(BellRang, break_down)
    ring()
    delivery = Delivery.objects.get()

    with pytest.raises(Invalid):
        actions.skip(delivery, by=maya, at=NOON, reason="  ")
    actions.skip(delivery, by=maya, at=NOON, reason="the bell was only a test")
    with pytest.raises(Conflict):
        actions.skip(delivery, by=maya, at=NOON, reason="again")

    delivery.refresh_from_db()
    assert (delivery.state, delivery.skipped_reason) == (DeliveryState.SKIPPED, "the bell was only a test")


def test_the_tree_shows_who_began_and_what_followed() -> None:
    maya = make_person("maya")
    subscribe(BellRang, add_copy)
    with acting(maya, at=NOON):
        document = ring()

    drain()

    assert list(lines_of(tree_of(document.case_key))) == [
        "BellRang  (Maya Okafor)",
        "  → add copy",
        "    EchoHeard",
    ]
    chains = set(RecordedEvent.objects.values_list("chain_id", flat=True))
    assert len(chains) == 1


def test_what_is_announced_while_the_tree_is_read_waits_for_the_next_look() -> None:
    subscribe(BellRang, add_copy)
    document = ring()
    rung: list[Document] = []

    def ring_in_between(execute: Any, sql: str, *rest: Any) -> Any:
        if "outbox_delivery" in sql and not rung:
            rung.append(document)
            with transaction.atomic():
                document.announce(BellRang(case_id=document.case_key, at=NOON, document_id=document.pk))
                document.save()
        return execute(sql, *rest)

    with connection.execute_wrapper(ring_in_between):
        first = list(lines_of(tree_of(document.case_key)))

    assert len(rung) == 1
    assert len([line for line in first if line.startswith("BellRang")]) == 1
    assert len([line for line in lines_of(tree_of(document.case_key)) if line.startswith("BellRang")]) == 2


def test_events_keep_their_values_through_the_database() -> None:
    for name, event_class in events.REGISTRY.items():
        hints = {field.name: field for field in dataclasses.fields(event_class)}

        assert {"case_id", "at"} <= set(hints), name
