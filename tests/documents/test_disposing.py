"""The files of disposed papers go, and a file that somebody brings at that very moment is there afterwards."""

from threading import Event, Thread
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.db import connection, transaction

from documents.disposing import erase_files
from documents.models import Document, Origin, Step, Version, add_version
from tests.people import NOON

pytestmark = pytest.mark.usefixtures("committed")
DATA = b"%PDF-1.7 the very same bytes"
PATIENCE = 20.0


def document() -> Document:
    made = Document(case_key=uuid4(), title="Paper", kind="copy")
    made.save()
    return made


def add(paper: Document) -> Version:
    with transaction.atomic():
        return add_version(paper, DATA, name="paper.pdf", media_type="application/pdf", origin=Origin.UPLOADED)


def disposed() -> Version:
    version = add(document())
    version.disposed_at = NOON
    version.save()
    return version


def erase(version: Version) -> int:
    return erase_files([version.document.case_key])


def at_work(work: Any) -> Thread:
    """The work in a thread with a connection of its own."""

    def do() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = Thread(target=do)
    thread.start()
    return thread


def somebody_waits() -> None:
    """Returns when another connection waits for the bytes."""
    with connection.cursor() as cursor:
        for _time in range(int(PATIENCE / 0.02)):
            cursor.execute("select pg_sleep(0.02), count(*) from pg_locks where locktype = 'advisory' and not granted")
            if cursor.fetchone()[1]:
                return
    raise AssertionError("nobody waited")


def test_a_file_that_is_brought_while_it_is_about_to_be_erased_stays() -> None:
    old, paper, brought = disposed(), document(), Event()
    erased: list[int] = []

    eraser = at_work(lambda: brought.wait(PATIENCE) and erased.append(erase(old)))
    with transaction.atomic():
        new = add_version(paper, DATA, name="p.pdf", media_type="application/pdf", origin=Origin.UPLOADED)
        brought.set()
        somebody_waits()
    eraser.join(PATIENCE)

    assert erased == [0]
    assert new.content() == DATA


def test_a_file_that_is_brought_while_it_is_being_erased_is_stored_anew() -> None:
    old, paper, gone = disposed(), document(), Event()
    added: list[Version] = []

    bringer = at_work(lambda: gone.wait(PATIENCE) and added.append(add(paper)))
    with transaction.atomic():
        erased = erase(old)
        was_there = default_storage.exists(old.path)
        gone.set()
        somebody_waits()
    bringer.join(PATIENCE)

    assert (erased, was_there) == (1, False)
    assert added[0].content() == DATA


def test_a_file_that_work_under_way_needs_stays() -> None:
    old, paper = disposed(), document()
    source = add_version_of_other_bytes(paper)
    step = Step(document=paper, number=1, tool="merge", from_version=source, at=NOON)
    step.others = [{"name": "paper.pdf", "sha256": old.sha256, "version": ""}]
    step.start(total=3, at=NOON)
    step.save()

    kept = erase(old)
    step.fail(reason="Stopped.", at=NOON)
    step.save()

    assert (kept, erase(old)) == (0, 1)


def add_version_of_other_bytes(paper: Document) -> Version:
    with transaction.atomic():
        return add_version(paper, b"%PDF-1.7 other", name="o.pdf", media_type="application/pdf", origin=Origin.UPLOADED)
