"""django-q2's queue on its own table: claimed with FOR UPDATE SKIP LOCKED, woken by LISTEN/NOTIFY.

A task is deleted when it is claimed. That is safe because the queue is only speed: what must happen is a Delivery (or
another row with a due time), and sweep() puts it in the queue again until it is done. The stock broker polls every 0.2 s
and runs a task twice when it outlives `retry`; this one does neither.
"""

import logging
import time
from collections.abc import Sequence
from typing import Any

import psycopg
from django.db import connection
from django.utils import timezone
from django_q.brokers import Broker
from django_q.conf import Conf
from django_q.humanhash import uuid as task_name
from django_q.models import OrmQ
from django_q.signing import SignedPackage

log = logging.getLogger(__name__)
CHANNEL = "flowmono_queue"
CLAIM = f"""
delete from {OrmQ._meta.db_table} where id in (
  select id from {OrmQ._meta.db_table} where key = %s and lock <= now() order by id limit %s for update skip locked
) returning id, payload
"""  # noqa: S608 - the table's name is the library's own
PUT = f"""
with put as (
  insert into {OrmQ._meta.db_table} (key, lock, payload)
  select %s, %s, task.payload from unnest(%s::text[]) with ordinality as task (payload, place) order by task.place
)
select pg_notify(%s, '')
"""  # noqa: S608 - the table's name is the library's own


def enqueue(function: str, argument_lists: Sequence[tuple[Any, ...]]) -> None:
    """Put one task per argument list in the queue, in the caller's transaction; workers wake when it commits."""
    now = timezone.now()
    payloads = []
    for arguments in argument_lists:
        name, identity = task_name()
        task = {
            "id": identity,
            "name": name,
            "func": function,
            "args": arguments,
            "kwargs": {},
            "started": now,
            "ack_failure": True,
        }
        payloads.append(SignedPackage.dumps(task))
    with connection.cursor() as cursor:
        cursor.execute(PUT, [Conf.CLUSTER_NAME, now, payloads, CHANNEL])


class PostgresBroker(Broker):  # type: ignore[misc]
    """Wakes at the commit of whoever enqueued; waits at most a second so that a stop is noticed."""

    def __init__(self, list_key: str | None = None) -> None:
        super().__init__(list_key)
        self._line: psycopg.Connection[Any] | None = None

    def __getstate__(self) -> Any:
        return self.list_key, self._info

    def __setstate__(self, state: Any) -> None:
        super().__setstate__(state)
        self._line = None

    @staticmethod
    def get_connection(list_key: str | None = None) -> Any:
        return OrmQ.objects

    def _open_line(self) -> "psycopg.Connection[Any]":
        """A connection of our own, listening: Django's may not wait for notifications."""
        if self._line is None or self._line.closed:
            parameters = connection.get_connection_params()
            for ours in ("cursor_factory", "context", "prepare_threshold", "pool"):
                parameters.pop(ours, None)
            self._line = psycopg.connect(**parameters, autocommit=True)
            self._line.execute(f"listen {CHANNEL}")
        return self._line

    def enqueue(self, task: str) -> int:
        row = OrmQ.objects.create(key=self.list_key or Conf.CLUSTER_NAME, payload=task, lock=timezone.now())
        with connection.cursor() as cursor:
            cursor.execute(f"notify {CHANNEL}")
        return int(row.pk)

    def dequeue(self) -> list[tuple[int, str]] | None:
        """Up to `bulk` tasks; None when a second passed without any. A lost connection is opened anew."""
        try:
            line = self._open_line()
            claimed = self._claim(line)
            if claimed:
                return claimed
            # The wait is over before the next statement: inside the generator the connection is locked.
            woken = list(line.notifies(timeout=1.0, stop_after=1))
            return (self._claim(line) or None) if woken else None
        except psycopg.OperationalError:
            log.warning("The queue's database connection was lost; opening another.")
            self._line = None
            time.sleep(1)
        return None

    def _claim(self, line: "psycopg.Connection[Any]") -> list[tuple[int, str]]:
        return sorted(line.execute(CLAIM, (self.list_key, Conf.BULK)).fetchall())

    def queue_size(self) -> int:
        return OrmQ.objects.filter(key=self.list_key).count()

    def lock_size(self) -> int:
        return 0

    def delete_queue(self) -> None:
        OrmQ.objects.filter(key=self.list_key).delete()

    def purge_queue(self) -> None:
        self.delete_queue()

    def delete(self, task_id: int) -> None:
        """Nothing to do: a claimed task is already gone."""

    acknowledge = delete
    fail = delete

    def ping(self) -> bool:
        return True

    def info(self) -> str:
        return "PostgreSQL, LISTEN/NOTIFY"
