"""Who takes part is said before a round is sent: people come, go, change their part and their order, and the places follow the signers."""

from dataclasses import replace
from typing import Any

import pytest

from flowmono.common.refusals import Conflict, NotAllowed
from flowmono.outbox.models import RecordedEvent
from signing import actions
from signing.models import Envelope, Recipient, Role
from tests.people import NOON, make_person
from tests.signing.life.scenes import OUTSIDER, inside, make_mark, outside, place_of, prepared, sent

pytestmark = pytest.mark.django_db
BEN = "ben@vendor.example"


def as_places(envelope: Envelope) -> list[actions.Place]:
    """Those who stand there, as a person would send them back unchanged."""
    return [
        actions.Place(one.order, one.name, one.email, title=one.title, party=one.party, role=one.role, key=one.pk)
        for one in envelope.recipients.order_by("order", "created_at")
    ]


def put(envelope: Envelope, people: list[actions.Place], **more: Any) -> Envelope:
    return actions.set_people(envelope, by=make_person("maya"), at=NOON, people=people, **more)


def standing(envelope: Envelope) -> list[tuple[int, str, str]]:
    return list(envelope.recipients.order_by("order", "email").values_list("order", "email", "role"))


@pytest.fixture
def envelope() -> Envelope:
    sam = make_person("sam")
    make_mark(sam)
    return prepared(inside(sam), outside())


def arranged(envelope: Envelope) -> Envelope:
    """The places of this envelope, moved by a person."""
    laid = actions.places_of(envelope, actions.signers_of(envelope))
    moved = [replace(one, x=one.x + 5) for one in laid]
    return actions.arrange_places(envelope, by=make_person("maya"), at=NOON, laid=moved)


def test_people_are_added_with_their_part_and_order_and_the_places_are_found_for_every_signer(envelope: Envelope):
    pierre, people = make_person("pierre"), as_places(envelope)
    added = [
        outside(2, "Ben Pryce", BEN),
        actions.Place(1, "Pierre Dubois", pierre.email, role=Role.APPROVER),
        outside(3, "Rhea Pryce", "rhea@vendor.example", role=Role.VIEWER),
    ]

    put(envelope, [*people, *added])

    assert standing(envelope) == [
        (1, "pierre@example.com", "approver"),
        (1, "sam@example.com", "signer"),
        (2, BEN, "signer"),
        (2, OUTSIDER, "signer"),
        (3, "rhea@vendor.example", "viewer"),
    ]
    assert place_of(envelope, "pierre@example.com").user == pierre
    assert set(envelope.fields.values_list("recipient__email", flat=True)) == {"sam@example.com", OUTSIDER, BEN}
    said = RecordedEvent.objects.get(name="PeopleOfRoundSet").values["people"]
    assert "2. Ben Pryce <ben@vendor.example>, signer" in said


def test_a_signer_who_is_taken_out_takes_the_places_along(envelope: Envelope):
    people = [one for one in as_places(envelope) if one.email != OUTSIDER]

    put(envelope, people)

    assert standing(envelope) == [(1, "sam@example.com", "signer")]
    assert set(envelope.fields.values_list("recipient__email", flat=True)) == {"sam@example.com"}


def test_somebody_else_in_a_row_keeps_the_row_and_two_may_change_addresses(envelope: Envelope):
    first, second = as_places(envelope)
    kept = {one.pk for one in envelope.recipients.all()}

    put(envelope, [replace(first, email=second.email, name=second.name), replace(second, email="sam@example.com")])

    assert {one.pk for one in envelope.recipients.all()} == kept
    assert standing(envelope) == [(1, OUTSIDER, "signer"), (2, "sam@example.com", "signer")]


def test_another_order_leaves_arranged_places_with_their_signers(envelope: Envelope):
    arranged(envelope)
    before = dict(envelope.fields.values_list("recipient__email", "x"))
    first, second = as_places(envelope)

    put(envelope, [replace(first, order=2), replace(second, order=1)])

    assert dict(envelope.fields.values_list("recipient__email", "x")) == before
    assert [one.email for one in actions.signers_of(envelope)] == [OUTSIDER, "sam@example.com"]


def test_a_signer_less_on_arranged_places_is_asked_about_first(envelope: Envelope):
    arranged(envelope)
    people = [one for one in as_places(envelope) if one.email != OUTSIDER]

    with pytest.raises(Conflict) as refused:
        put(envelope, people)
    there = standing(envelope)
    put(envelope, people, places_anew=True)

    assert refused.value.code == "places_are_arranged"
    assert len(there) == 2
    assert standing(envelope) == [(1, "sam@example.com", "signer")]


def test_a_reader_more_leaves_the_document_as_it_is(envelope: Envelope):
    arranged(envelope)
    before = Envelope.objects.get(pk=envelope.pk).current_version_id

    put(envelope, [*as_places(envelope), outside(3, "Rhea", "rhea@vendor.example", role=Role.VIEWER)])

    assert Envelope.objects.get(pk=envelope.pk).current_version_id == before


def test_every_reason_is_said_beside_its_row_and_nothing_changes(envelope: Envelope):
    first, second = as_places(envelope)
    before = standing(envelope)
    people = [first, replace(second, name=" ", email="nobody", order=0), outside(2, "Sam", "SAM@example.com")]

    with pytest.raises(actions.PeopleRefused) as refused:
        put(envelope, people)

    assert [(fault.row, fault.field) for fault in refused.value.faults] == [
        (1, "name"),
        (1, "email"),
        (1, "order"),
        (2, "email"),
    ]
    assert standing(envelope) == before


def test_somebody_signs_and_of_a_contract_somebody_of_the_other_side():
    ours = actions.Place(1, "Sam", "sam@example.com", user=make_person("sam"))
    reads = actions.Place(1, "Rhea", "rhea@vendor.example", role=Role.VIEWER)

    nobody = actions.faults_of_people([reads], our_names=(), needs_others=False)
    one_side = actions.faults_of_people([ours, reads], our_names=(), needs_others=True)
    both = actions.faults_of_people([ours, outside()], our_names=(), needs_others=True)

    assert [fault.words for fault in nobody] == ["Nobody signs. Name at least one person who signs."]
    assert [fault.words for fault in one_side] == [
        "Nobody signs for the other side. Name at least one person of theirs who signs."
    ]
    assert both == []


def test_who_signs_for_the_company_has_an_account():
    stranger = actions.Place(1, "Sam", "sam@elsewhere.example", party="Brightwater Group")

    faults = actions.faults_of_people([stranger], our_names={"brightwater group"}, needs_others=False)

    assert [(fault.row, fault.field) for fault in faults] == [(0, "email")]


def test_once_it_is_sent_nobody_changes_who_takes_part():
    sam = make_person("sam")
    make_mark(sam)
    envelope = sent(inside(sam), outside())

    with pytest.raises(Conflict, match="sent already"):
        put(envelope, as_places(envelope)[:1])

    assert envelope.recipients.count() == 2


def test_only_who_sends_documents_says_who_takes_part(envelope: Envelope):
    with pytest.raises(NotAllowed):
        actions.set_people(envelope, by=make_person("abel"), at=NOON, people=as_places(envelope))

    assert Recipient.objects.filter(envelope=envelope).count() == 2
