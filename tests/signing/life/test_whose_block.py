"""A Word document with a block for each party: everybody signs in their own, also while nobody knows yet who signs for the other."""

import io
from datetime import timedelta
from uuid import uuid4

import docx
import pytest

from documents.models import Document, Version
from signing import actions
from signing.bulk.papers import keep_paper
from signing.fields import Kind
from signing.models import Envelope
from tests.people import NOON, make_person
from tests.signing.life.scenes import place_of, prepared

pytestmark = pytest.mark.django_db
US, THEM = "Brightwater Instruments GmbH", "Northgate Tools Ltd"
OPEN = "sign@northgate.example"


def agreement(*blocks: tuple[str, str]) -> Version:
    """Converted from Word: (party, label of the line) one below the other."""
    written = docx.Document()
    written.add_heading("Supply agreement")
    written.add_paragraph(f"{THEM} supplies to {US} what is ordered.")
    for party, label in blocks:
        for line in (f"For {party}", f"{label} ______________", "Name: ______________", "Date: ______________"):
            written.add_paragraph(line)
    data = io.BytesIO()
    written.save(data)
    document = Document(case_key=uuid4(), title="Supply agreement", kind="contract")
    document.save()
    return keep_paper(document, data.getvalue(), "supply.docx").pdf


def drafted(paper: Version, name: str) -> Envelope:
    sam = make_person("sam")
    people = [
        actions.Place(1, str(sam), sam.email, user=sam, title="Managing Director", party=US),
        actions.Place(2, name, OPEN, party=THEM),
    ]
    return actions.prepare_envelope(
        paper, contract_id=None, title="Supply agreement", category="supply", places=people, at=NOON
    )


def rows_of(envelope: Envelope) -> dict[str, list[tuple[int, float]]]:
    """For each person, the page and height of where they sign and of their date."""
    found: dict[str, list[tuple[int, float]]] = {}
    for field in envelope.fields.filter(kind__in=[Kind.SIGNATURE, Kind.DATE]).order_by("page", "-y"):
        found.setdefault(field.recipient.email, []).append((field.page, float(field.y)))
    return found


@pytest.mark.parametrize("ours_first", [True, False])
def test_everybody_signs_in_the_block_of_their_party_before_and_after_a_name_is_known(ours_first: bool):
    blocks = [(US, "Signature:"), (THEM, "By:")]
    envelope = drafted(agreement(*(blocks if ours_first else blocks[::-1])), THEM)
    sam = make_person("sam").email

    unknown = rows_of(envelope)
    actions.change_recipient(
        place_of(envelope, OPEN),
        by=make_person("maya"),
        at=NOON + timedelta(minutes=1),
        name="Rita Alder",
        email=OPEN,
        title="Director",
    )
    envelope.refresh_from_db()
    known = rows_of(envelope)

    assert {page for rows in unknown.values() for page, _y in rows} == {1}
    assert [len(unknown[who]) for who in (sam, OPEN)] == [2, 2]
    first, second = (sam, OPEN) if ours_first else (OPEN, sam)
    assert min(unknown[first]) > max(unknown[second])
    assert known == unknown


def test_a_changed_name_finds_its_own_block_and_what_was_arranged_by_hand_stays():
    envelope = prepared(
        actions.Place(1, str(make_person("sam")), make_person("sam").email, user=make_person("sam"), party=US),
        actions.Place(2, THEM, OPEN, party=THEM),
    )
    before, maya = envelope.current_version, make_person("maya")

    actions.change_recipient(place_of(envelope, OPEN), by=maya, at=NOON, name="Rita Alder", email=OPEN)
    envelope.refresh_from_db()
    found_again = envelope.current_version
    actions.arrange_places(envelope, by=maya, at=NOON, laid=actions.places_of(envelope, actions.signers_of(envelope)))
    envelope.refresh_from_db()
    arranged = envelope.current_version
    actions.change_recipient(place_of(envelope, OPEN), by=maya, at=NOON, name="Rita Berg", email=OPEN)
    envelope.refresh_from_db()

    assert found_again.pk != before.pk
    assert envelope.current_version == arranged
    assert place_of(envelope, OPEN).name == "Rita Berg"
