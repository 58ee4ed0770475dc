"""What a signatory reads in "Needs you" before they open anything."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from flowmono.common.inbox import waiting_for
from signing import actions
from tests.contracts.scenes import to_review
from tests.people import NOON, make_person
from tests.signing.life.scenes import inside, outside, prepared, sent

pytestmark = pytest.mark.django_db


def test_a_contract_is_named_by_its_number_its_other_party_and_its_amount() -> None:
    pierre = make_person("pierre")
    contract = to_review(make_person("maya"))
    envelope = prepared(inside(pierre), outside())
    envelope.contract = contract
    envelope.save()
    actions.send_envelope(envelope, by=make_person("maya"), at=NOON)

    (todo,) = [todo for todo in waiting_for(pierre, NOON) if todo.kind == "Signature"]

    assert todo.title == f"{contract.number} {contract.title}"
    assert todo.shown_party == "Brightwell Consulting Ltd"
    assert (todo.shown_amount, todo.currency) == (Decimal("24000"), "EUR")


def test_a_document_that_is_no_contract_is_named_by_its_title() -> None:
    pierre = make_person("pierre")
    sent(inside(pierre), outside())

    (todo,) = [todo for todo in waiting_for(pierre, NOON) if todo.kind == "Signature"]

    assert todo.title == "Services agreement"
    assert todo.shown_party == ""


def test_with_nothing_set_aside_the_queue_says_what_waits_there(client: Client) -> None:
    pierre = make_person("pierre")
    sent(inside(pierre), outside())
    client.force_login(pierre)

    aside = client.get(reverse("signing:queue"), {"show": "aside"}).content.decode()
    searched = client.get(reverse("signing:queue"), {"show": "aside", "q": "lease"}).content.decode()

    assert "Nothing is set aside" in aside
    assert "Nothing fits" in searched
