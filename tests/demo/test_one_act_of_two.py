"""What the history does as one act though a person does it as two: it locks like everything else that works on a round."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contracts.models import Contract
from demo.history.deals import _put_signature
from signing.models import RecipientState
from tests.contracts import scenes
from tests.people import NOON, make_person
from tests.signing.life.scenes import OUTSIDER, outside, place_of, sent


@pytest.mark.django_db
def test_who_opens_a_document_and_signs_it_in_one_act_has_the_round_before_the_place() -> None:
    contract = scenes.ready(make_person("pierre"), make_person("maya"))
    envelope = sent(outside(1))
    Contract.objects.filter(pk=contract.pk).update(envelope=envelope)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        _put_signature(contract, at=NOON)

    locks = [one["sql"] for one in asked.captured_queries if "FOR UPDATE" in one["sql"]]
    assert ['FROM "signing_envelope"' in locks[0], 'FROM "signing_recipient"' in locks[1]] == [True, True]
    assert place_of(envelope, OUTSIDER).state == RecipientState.SIGNED
