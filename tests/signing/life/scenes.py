"""Envelopes in the states in which stories begin, made by the real actions, with a real PDF."""

import threading
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any
from uuid import uuid4

from django.db import connection, transaction
from weasyprint import HTML

from documents.models import Document, Origin, Version, add_version
from flowmono.accounts.models import User
from signing import actions
from signing.models import Envelope, Recipient, SignatureProfile
from tests.people import NOON, make_person

OUTSIDER = "vera.halloran@vendor.example"
EVIDENCE = {
    "address": "192.0.2.7",
    "browser": "Firefox",
    "authenticated": "password",
    "pages_seen": [1, 2],
    "seconds": 40,
}


@lru_cache(maxsize=1)
def paper() -> bytes:
    """A contract of two pages."""
    words = "<h1>Services agreement</h1><p>The supplier carries out the services with skill and care.</p>"
    page = f"<html lang=en><title>Services agreement</title>{words}<div style='break-before:page'>{words}</div></html>"
    return bytes(HTML(string=page).write_pdf())


@transaction.atomic
def make_paper(data: bytes | None = None) -> Version:
    document = Document(case_key=uuid4(), title="Services agreement", kind="contract")
    document.save()
    return add_version(
        document,
        data or paper(),
        name="services-agreement.pdf",
        media_type="application/pdf",
        origin=Origin.CONVERTED,
    )


def make_mark(user: User, **facts: Any) -> SignatureProfile:
    values = {
        "name": "Contracts",
        "signed_name": str(user),
        "title": "Managing Director",
        "categories": ["services"],
        "limit": Decimal("50000"),
    }
    mark = SignatureProfile(user=user, **{**values, **facts})
    mark.save()
    return mark


def inside(user: User, order: int = 1, **facts: Any) -> actions.Place:
    return actions.Place(
        order, str(user), user.email, user=user, title="Managing Director", party="Brightwater", **facts
    )


def outside(order: int = 2, name: str = "Vera Halloran", email: str = OUTSIDER, **facts: Any) -> actions.Place:
    return actions.Place(order, name, email, title="Director", party="Halden & Pryce Ltd", **facts)


def prepared(*places: actions.Place, **facts: Any) -> Envelope:
    """A draft envelope for these people."""
    values = {
        "title": "Services agreement",
        "category": "services",
        "category_confidence": Decimal("0.94"),
        "category_reason": "The title says “Services agreement”.",
        "amount": Decimal("24000"),
        "currency": "EUR",
        "base_amount": Decimal("24000"),
    }
    return actions.prepare_envelope(make_paper(), contract_id=None, places=places, at=NOON, **{**values, **facts})


@transaction.atomic
def sent(*places: actions.Place, **facts: Any) -> Envelope:
    """Out for signature; whose turn it is has been asked."""
    envelope = actions.send_envelope(prepared(*places, **facts), by=make_person("maya"), at=NOON)
    return Envelope.objects.get(pk=envelope.pk)


def sign(
    envelope: Envelope,
    email: str,
    *,
    seen: str | None = None,
    consent: bool = True,
    at: datetime | None = None,
    draft: str | None = None,
) -> Recipient:
    """This person opens the document and submits, having been shown it as it may be read (or these bytes)."""
    place, at = place_of(envelope, email), at or NOON + timedelta(hours=1)
    actions.view(place, by=place.user or place, at=at)
    return actions.sign(
        place,
        by=place.user or place,
        at=at,
        seen_sha256=seen or shown_of(envelope),
        seen_draft=draft,
        consent=consent,
        evidence=EVIDENCE,
    )


def shown_of(envelope: Envelope) -> str:
    """The hash of what is laid before everybody: the document without the signatures of a round that is not sealed."""
    return str(Envelope.objects.get(pk=envelope.pk).version_to_read.sha256)


def place_of(envelope: Envelope, email: str) -> Recipient:
    return Recipient.objects.select_related("envelope").get(envelope=envelope, email=email)


def submitted_at_once(envelope: Envelope, emails: list[str]) -> list[Exception]:
    """Each of these submits at the very same moment, on a connection of their own, having been shown the same bytes; what went wrong."""
    shown = shown_of(envelope)
    start, problems = threading.Barrier(len(emails)), []

    def submit(email: str) -> None:
        try:
            start.wait(60)
            sign(envelope, email, seen=shown)
        except Exception as problem:
            problems.append(problem)
        finally:
            connection.close()

    people = [threading.Thread(target=submit, args=(email,)) for email in emails]
    for one in people:
        one.start()
    for one in people:
        one.join()
    return problems
