"""What is kept and what is not: signed bytes stay as they are, secrets stay nowhere."""

import re

from django.core import mail
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from documents.models import Document
from documents.pages import draw_page, frames_of
from documents.working import actions as working
from flowmono.outbox.delivering import drain
from flowmono.outbox.letters import send
from flowmono.outbox.models import Letter
from signing.models import Envelope
from tests.documents.working import scenes as contracts
from tests.people import NOON, make_person
from tests.signing.life.scenes import OUTSIDER, inside, make_mark, outside, sent, sign


def sealed() -> Envelope:
    """Signed by both and sealed."""
    sam = make_person("sam")
    make_mark(sam)
    envelope = sent(inside(sam), outside())
    drain()
    sign(envelope, sam.email)
    drain()
    sign(envelope, OUTSIDER)
    drain()
    return Envelope.objects.select_related("current_version", "certificate_version").get(pk=envelope.pk)


def test_signed_bytes_are_the_same_after_everything_that_is_done_with_them(committed: None):
    envelope = sealed()
    version = envelope.current_version
    before = version.content()
    maya = make_person("maya")
    browser = Client()
    browser.force_login(maya)

    # Who works on the contract may make a copy of its papers.
    with transaction.atomic():
        contract = contracts.in_review(make_person("pierre"))
    Document.objects.filter(pk=envelope.document_id).update(case_key=contract.pk)
    version.document.refresh_from_db()

    frames_of(version)
    draw_page(before, 1)
    copy = working.make_copy(version, by=maya, at=NOON)
    drain()
    address = reverse("signing:envelope_file", args=[envelope.pk, "document"])
    got = browser.get(address).content

    assert got == version.content() == before
    recorded = Envelope.objects.get(pk=envelope.pk).current_version
    assert (recorded.sha256, recorded.pk) == (version.sha256, version.pk)
    assert copy.versions.get().content() != before
    assert copy.copy_of_id == version.pk


def everything_in_the_database() -> str:
    """All rows of all tables as text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        names = [name for (name,) in cursor.fetchall()]
        found = []
        for name in names:
            cursor.execute(f'SELECT t::text FROM "{name}" t')
            found += [row for (row,) in cursor.fetchall()]
    return "\n".join(found)


def deliver_letters() -> None:
    drain()
    for letter in Letter.objects.filter(sent_at=None):
        send(letter.pk)


def test_a_link_and_a_code_are_nowhere_once_they_were_written(committed: None):
    envelope = sent(outside(1))
    deliver_letters()
    link = re.search(r"/signing/open/([\w-]+)/", mail.outbox[-1].body)
    browser = Client()
    browser.post(link.group(0))
    deliver_letters()
    code = re.search(r"code for signing is (\d{6})", mail.outbox[-1].body)
    assert browser.post(reverse("signing:code"), {"code": code.group(1)}).url == reverse("signing:document")

    kept = everything_in_the_database()

    assert envelope.title in kept
    assert len(link.group(1)) >= 43, "256 bits"
    assert link.group(1) not in kept
    assert f"is {code.group(1)}" not in kept
