"""Is the ledger whole? Recomputes every hash, and compares with anchors kept outside the database."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from flowmono.ledger.models import GENESIS, Entry, Head, chained_hash


@dataclass(frozen=True)
class Break:
    """Where a case's chain is broken, and how, in words."""

    case_id: str
    number: int
    what: str

    def __str__(self) -> str:
        return f"case {self.case_id}, entry {self.number}: {self.what}"


def find_breaks(entries: Iterable[Entry]) -> Iterator[Break]:
    """The first break of each case; `entries` come ordered by case and number."""
    case, number, previous, broken = "", 0, GENESIS, False
    for entry in entries:
        if str(entry.case_id) != case:
            case, number, previous, broken = str(entry.case_id), 0, GENESIS, False
        if broken:
            continue
        found = _break_at(entry, number + 1, previous)
        if found:
            broken = True
            yield Break(case, number + 1, found)
        number, previous = entry.number or 0, entry.hash


def _break_at(entry: Entry, number: int, previous: str) -> str:
    if entry.number != number:
        return f"it is missing; the next one found is {entry.number}"
    if entry.previous_hash != previous:
        return "it does not follow from the entry before"
    if entry.hash != chained_hash(str(entry.case_id), number, previous, entry.body):
        return "its text was changed after it was written"
    return ""


def heads() -> dict[str, tuple[int, str]]:
    """The last number and hash of every case, as the entries themselves say."""
    last = Entry.objects.filter(number__isnull=False).order_by("case_id", "-number").distinct("case_id")
    return {str(entry.case_id): (entry.number or 0, entry.hash) for entry in last}


def find_missing_tails(anchors: dict[str, tuple[int, str]]) -> Iterator[Break]:
    """Cases that are shorter than an anchor says, or that hold another entry at the anchored place."""
    known = heads()
    for case, (number, digest) in anchors.items():
        if known.get(case, (0, ""))[0] < number:
            yield Break(
                case, known.get(case, (0, ""))[0] + 1, f"the ledger once reached entry {number}; its end is missing"
            )
        elif not Entry.objects.filter(case_id=case, number=number, hash=digest).exists():
            yield Break(case, number, "another entry stands where the anchor was taken")
    for head in Head.objects.all():
        if known.get(str(head.case_id), (0, ""))[0] < head.number:
            yield Break(str(head.case_id), head.number, "the last entries are missing")


def read_anchors(file: Path) -> dict[str, tuple[int, str]]:
    """The newest anchor of each case in a file of JSON lines."""
    anchors: dict[str, tuple[int, str]] = {}
    for line in file.read_text().splitlines():
        anchor = json.loads(line)
        anchors[anchor["case"]] = (anchor["number"], anchor["hash"])
    return anchors
