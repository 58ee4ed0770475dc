"""Whose turn it is, from the moment a document is sent."""

import pytest

from flowmono.common.refusals import Invalid
from signing import actions
from signing.models import RecipientState
from tests.people import NOON, make_people, make_person
from tests.signing.life import scenes

pytestmark = pytest.mark.django_db


def test_the_first_signer_is_invited_with_the_sending_itself_and_only_the_second_waits_for_others() -> None:
    pierre = make_person("pierre")
    envelope = scenes.prepared(scenes.inside(pierre), scenes.outside())

    actions.send_envelope(envelope, by=make_person("maya"), at=NOON)

    assert [one.state for one in envelope.recipients.order_by("order")] == [
        RecipientState.INVITED,
        RecipientState.WAITING,
    ]


def test_two_of_the_same_place_in_the_order_are_invited_together() -> None:
    pierre = make_person("pierre")
    envelope = scenes.prepared(scenes.inside(pierre), scenes.outside(order=1))

    actions.send_envelope(envelope, by=make_person("maya"), at=NOON)

    assert {one.state for one in envelope.recipients.all()} == {RecipientState.INVITED}


def test_the_signed_file_is_called_by_title_and_that_it_is_signed() -> None:
    envelope = scenes.prepared(scenes.outside(order=1), title="Services: A/B")

    assert envelope.name_of_signed_file == "Services A B signed.pdf"


def test_one_address_has_one_place_whichever_door_it_is_corrected_by() -> None:
    maya, sam, vera = make_people("maya", "sam", "vera")
    envelope = scenes.sent(scenes.inside(sam), scenes.outside())
    theirs = scenes.place_of(envelope, scenes.OUTSIDER)

    with pytest.raises(Invalid, match="Each signer needs their own") as refused:
        actions.change_recipient(theirs, by=maya, at=NOON, name="Vera Halloran", email=sam.email.upper())

    assert refused.value.field == "email"
    theirs.refresh_from_db()
    assert theirs.email == scenes.OUTSIDER

    changed = actions.change_recipient(theirs, by=maya, at=NOON, name="Vera Costa", email=vera.email)

    # A vendor's contact has an account for the portal, and is none of ours.
    assert (changed.email, changed.user) == (vera.email, None)
