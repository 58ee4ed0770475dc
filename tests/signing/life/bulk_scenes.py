"""One document for many people, in the states in which stories begin: made by the real actions, with real files."""

import io
from functools import lru_cache
from typing import Any

from docx import Document as Word
from weasyprint import HTML

from contracts.models import Category
from flowmono.accounts.models import User
from flowmono.outbox.delivering import drain
from signing.actions import bulk, bulk_sending
from signing.models import Bulk
from tests.people import NOON, make_person

LIST = (
    b"name,email,title,party\n"
    b"Vera Halloran,vera@example.com,Director,Halden & Pryce Ltd\n"
    b"Tomas Lind,tomas@example.org,Owner,Lind AB\n"
    b"Ana Ruiz,ana@example.net,,\n"
)


@lru_cache(maxsize=1)
def pdf() -> bytes:
    """A letter of one page with a block for whoever signs."""
    words = "<h1>Non-disclosure agreement</h1><p>What is told in confidence stays with whom it was told.</p>"
    block = "<p style='margin-top:4cm'>Signature: ______________________</p><p>Name: ____________________</p>"
    page = f"<html lang=en><title>Non-disclosure agreement</title>{words}{block}</html>"
    return bytes(HTML(string=page).write_pdf())


def word(*paragraphs: str) -> bytes:
    draft = Word()
    for text in paragraphs or ("Agreement with {party} in {city}.", "What is told in confidence stays."):
        draft.add_paragraph(text)
    file = io.BytesIO()
    draft.save(file)
    return file.getvalue()


def begun(by: User | None = None, data: bytes | None = None, filename: str = "nda.pdf", **facts: Any) -> Bulk:
    """With its paper, without its list."""
    Category.objects.get_or_create(name=facts.get("category", "nda"))
    about = bulk.About(**{"title": "NDA 2027", "category": "nda", **facts})
    return bulk.make_bulk(about, by=by or make_person("maya"), at=NOON, data=data or pdf(), filename=filename)


def listed(people: bytes = LIST, **facts: Any) -> Bulk:
    """With paper and list."""
    made = begun(**facts)
    return bulk.bring_list(made, by=make_person("maya"), at=NOON, data=people, filename="people.csv")


def started(people: bytes = LIST, **facts: Any) -> Bulk:
    """Its rounds are to leave; nobody has delivered anything yet."""
    return bulk_sending.send_bulk(listed(people, **facts), by=make_person("maya"), at=NOON)


def sent(people: bytes = LIST, **facts: Any) -> Bulk:
    """Every round has left."""
    made = started(people, **facts)
    drain()
    return Bulk.objects.get(pk=made.pk)
