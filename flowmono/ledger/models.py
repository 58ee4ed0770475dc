"""The ledger: one hash-chained, append-only list of entries per case.

An entry is written without its place; when the transaction commits, a deferred trigger gives it the next number of its
case, the hash of the entry before and its own (see migration 0002). So the lock on a case is held only at commit, and a
rolled-back change leaves no gap. The application's role may insert, never update or delete.
"""

import hashlib
import json
import uuid
from datetime import datetime
from typing import Any

from django.db import connection, models

GENESIS = "0" * 64


class Entry(models.Model):
    """One thing that happened in one case. `body` is the canonical JSON text that the hash covers."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case_id = models.UUIDField()
    number = models.PositiveBigIntegerField(null=True, editable=False)
    kind = models.CharField(max_length=80)
    at = models.DateTimeField()
    body = models.TextField()
    previous_hash = models.CharField(max_length=64, blank=True, editable=False)
    hash = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = "entry"
        verbose_name_plural = "entries"
        ordering = ["case_id", "number"]
        constraints = [models.UniqueConstraint(fields=["case_id", "number"], name="one_entry_per_place_in_a_case")]

    def __str__(self) -> str:
        return f"{self.case_id} #{self.number} {self.kind}"

    @property
    def facts(self) -> dict[str, Any]:
        """The body, read."""
        facts: dict[str, Any] = json.loads(self.body)
        return facts


class Head(models.Model):
    """The last number and hash of a case. Only the trigger writes here."""

    case_id = models.UUIDField(primary_key=True)
    number = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.case_id} #{self.number}"


def canonical(facts: dict[str, Any]) -> str:
    """The one text of these facts: sorted keys, no spaces, plain values; what cannot be plain raises TypeError."""
    return json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain)


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    if isinstance(value, uuid.UUID) or type(value).__name__ == "Decimal":
        return str(value)
    raise TypeError(f"{type(value).__name__} does not belong in the ledger.")


def chained_hash(case_id: str, number: int, previous_hash: str, body: str) -> str:
    """sha256 over "case|number|previous|body" in UTF-8: the rule the trigger follows, and the offline verifier."""
    return hashlib.sha256(f"{case_id}|{number}|{previous_hash}|{body}".encode()).hexdigest()


APPEND = """
insert into ledger_entry (id, case_id, kind, at, body, previous_hash, hash) values (%s, %s, %s, %s, %s, '', '')
"""


def write_entry(*, case_id: uuid.UUID, kind: str, at: datetime, facts: dict[str, Any]) -> uuid.UUID:
    """Append to a case's ledger, in the transaction of the change it tells of; the entry's key."""
    key = uuid.uuid4()
    with connection.cursor() as cursor:
        cursor.execute(APPEND, [key, case_id, kind, at, canonical(facts)])
    return key


def take_places() -> None:
    """Give the entries written so far their places now, not at commit: for whoever reads the ledger in the same transaction.

    The cases' heads stay locked until the transaction ends.
    """
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("set constraints all deferred")
