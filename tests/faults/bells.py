"""An event of the fault runs' own, light enough to be announced by the hundred: a bell leads to a copy and to a letter."""

import dataclasses
import time
from uuid import UUID, uuid4

from documents.models import Document
from flowmono import events
from flowmono.outbox.letters import write_letter
from tests.people import NOON


@dataclasses.dataclass(frozen=True, kw_only=True)
class BellRang(events.Event):
    """A bell rang."""

    document_id: UUID


# Known only where it is wanted: the product's own registry must not hold it while other tests look.
del events.REGISTRY["BellRang"]


def add_copy(event: BellRang) -> None:
    """One copy for each bell; slow enough to be interrupted."""
    Document(case_key=event.case_id, title="copy", kind="test").save()
    time.sleep(0.05)


def write_home(event: BellRang) -> None:
    """One letter for each bell."""
    facts = {"contact": {"name": "Vera"}, "secret": "x", "days": 7}
    write_letter(
        key=f"bell:{event.document_id}",
        to="vera@example.com",
        subject="A bell",
        template="portal_link.txt",
        facts=facts,
    )


def ring(times: int) -> None:
    """That many bells, each announced in a transaction of its own."""
    for _time in range(times):
        document = Document(case_key=uuid4(), title="bell", kind="test")
        document.announce(BellRang(case_id=document.case_key, at=NOON, document_id=document.pk))
        document.save()
