"""Mail is written where it is caused, and sent once: with one Message-ID, with back-off, without keeping secrets."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from threading import Barrier, Thread
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.utils import timezone
from django_q.models import OrmQ

from flowmono.common import acting
from flowmono.common.models import Company
from flowmono.outbox.letters import WAITS, end_once, send, sweep_letters, write_letter
from flowmono.outbox.models import Letter
from tests.people import make_person

pytestmark = pytest.mark.usefixtures("committed")
SECRET = "7Q2f-a-secret"


class ClosedPostOffice(BaseEmailBackend):
    """A mail server that takes nothing."""

    def send_messages(self, messages: Any) -> int:
        raise ConnectionRefusedError("the post office is closed")


def write(key: str = "invitation:1", **facts: Any) -> Letter:
    given = {"subject": "Your page", "to": "vera@example.com", "template": "portal_link.txt", **facts}
    return write_letter(key=key, facts={"contact": make_person("vera"), "secret": SECRET, "days": 7}, **given)


def test_a_letter_is_written_and_queued_in_one_transaction() -> None:
    letter = write(case_id=uuid4())

    assert (letter.sent_at, letter.attempts, mail.outbox) == (None, 0, [])
    assert OrmQ.objects.count() == 1


def test_a_rollback_unsays_it() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        write()
        raise RuntimeError

    assert (Letter.objects.count(), OrmQ.objects.count(), mail.outbox) == (0, 0, [])


def test_writing_it_twice_is_writing_it_once() -> None:
    first, second = write(), write(subject="Other words")

    assert (first.pk, Letter.objects.get().subject, OrmQ.objects.count()) == (second.pk, "Your page", 1)


def test_its_date_is_of_the_time_its_words_are_of_also_where_the_clock_runs_ahead(settings: Any) -> None:
    settings.CLOCK_AHEAD = timedelta(days=200)
    played = datetime(2027, 1, 21, 14, 30, tzinfo=UTC)

    with acting.acting(acting.SYSTEM, at=played):
        of_the_play = write()
    of_the_clock = write("invitation:2")
    send(of_the_play.pk)
    send(of_the_clock.pk)

    first, second = (parsedate_to_datetime(letter.message()["Date"]) for letter in mail.outbox)
    assert first == played
    assert timedelta(days=199, hours=23) < second - timezone.now() < timedelta(days=200)


def test_it_is_sent_once_however_often_it_is_tried() -> None:
    letter = write()

    sent = [send(letter.pk) for _try in range(3)]

    assert (sent, len(mail.outbox)) == ([True, False, False], 1)
    assert mail.outbox[0].extra_headers["Message-ID"] == f"<{letter.message_id}@127.0.0.1>"
    assert (mail.outbox[0].to, mail.outbox[0].subject) == (["vera@example.com"], "Your page")


def test_eight_senders_at_once_send_one(settings: Any) -> None:
    letter = write()
    start, sent = Barrier(8), []

    def work() -> None:
        start.wait()
        sent.append(send(letter.pk))
        connection.close()

    workers = [Thread(target=work) for _worker in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert (sum(sent), len(mail.outbox)) == (1, 1)


def test_a_mail_server_that_is_down_is_tried_later_and_later_with_the_same_message_id(settings: Any) -> None:
    open_office, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"{__name__}.ClosedPostOffice"
    letter = write()
    waits = []

    for _try in range(len(WAITS) + 1):
        assert send(letter.pk) is False
        letter.refresh_from_db()
        waits.append(round((letter.next_try_at - timezone.now()).total_seconds(), -1))
    settings.EMAIL_BACKEND = open_office
    assert send(letter.pk) is True

    assert waits == [*WAITS, WAITS[-1]]
    assert letter.error == "ConnectionRefusedError: the post office is closed"
    letter.refresh_from_db()
    assert (letter.attempts, letter.error, len(mail.outbox)) == (len(WAITS) + 2, "", 1)
    assert str(letter.message_id) in mail.outbox[0].extra_headers["Message-ID"]


def test_a_missing_attachment_is_noted_and_tried_later() -> None:
    letter = write()
    Letter.objects.update(attachments=[["order.pdf", "application/pdf", "orders/gone.pdf"]])

    assert send(letter.pk) is False

    letter.refresh_from_db()
    assert letter.error.startswith("FileNotFoundError")
    assert (letter.attempts, mail.outbox) == (1, [])


def test_attachments_travel_with_their_names() -> None:
    path = default_storage.save("orders/1.pdf", ContentFile(b"%PDF-1.7"))
    letter = write()
    Letter.objects.update(attachments=[["PO-2027-0001.pdf", "application/pdf", path]])

    send(letter.pk)

    assert mail.outbox[0].attachments == [("PO-2027-0001.pdf", b"%PDF-1.7", "application/pdf")]


def test_a_secret_body_is_blanked_once_it_is_sent_and_not_before(settings: Any) -> None:
    open_office, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"{__name__}.ClosedPostOffice"
    letter = write(secret=True)
    send(letter.pk)
    assert SECRET in Letter.objects.get().body

    settings.EMAIL_BACKEND = open_office
    send(letter.pk)

    assert SECRET in mail.outbox[0].body
    assert SECRET not in str(Letter.objects.values().get())


def test_the_sweep_finds_what_the_queue_forgot_and_nothing_that_is_not_due() -> None:
    write("a:1")
    due = write("a:2")
    Letter.objects.filter(pk=due.pk).update(next_try_at=timezone.now() - timedelta(days=400))
    OrmQ.objects.all().delete()

    assert sweep_letters() == 1
    assert OrmQ.objects.count() == 1


def test_a_subject_never_breaks_into_headers() -> None:
    letter = write(subject="Order\r\nBcc: everyone@example.com")

    assert letter.subject == "Order Bcc: everyone@example.com"


def test_somebody_outside_reads_first_which_company_writes_and_our_own_people_do_not() -> None:
    Company.objects.create(name="Brightwater Ltd")

    outside = write()
    inside = write("notice:1", to=make_person("maya").email)

    assert (outside.subject, inside.subject) == ("Brightwater Ltd: Your page", "Your page")


@pytest.mark.parametrize(
    ("written", "read"),
    [("for Tidewater Inc..", "for Tidewater Inc."), ("and so on...", "and so on..."), ("Done.", "Done.")],
)
def test_a_sentence_that_ends_with_an_abbreviation_has_one_full_stop(written: str, read: str) -> None:
    assert end_once(written) == read
