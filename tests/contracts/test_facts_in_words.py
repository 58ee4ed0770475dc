"""What the facts of a contract say of what was not read, and of a number that cannot be right."""

import pytest
from django.test import Client
from django.urls import reverse

from contracts import actions
from contracts.models import Contract
from tests.contracts import scenes
from tests.people import NOON, make_person

pytestmark = pytest.mark.django_db


def facts_of(contract: Contract, client: Client) -> str:
    words = client.get(contract.get_absolute_url()).content.decode()
    return words[words.index("In force") :]


def test_what_was_not_read_about_renewal_is_not_told_as_a_fact(client: Client) -> None:
    maya = make_person("maya")
    client.force_login(maya)
    contract = scenes.to_review(make_person("pierre"))
    assert "renews by itself, notice 60 days before" in " ".join(facts_of(contract, client).split())

    actions.drop_term(contract.terms.get(field="renewal"), by=maya, at=NOON)

    assert "no renewal stated" in facts_of(contract, client)
    assert "does not renew by itself" not in facts_of(contract, client)


def test_a_contract_that_says_it_does_not_renew_is_told_so_with_its_sentence(client: Client) -> None:
    client.force_login(make_person("maya"))
    said = "It does not renew automatically."
    text = tuple(
        words.split(" It renews for")[0] + f" {said}" if "It renews for" in words else words for words in scenes.TEXT
    )
    contract = scenes.to_review(make_person("pierre"), paragraphs=text)

    told = facts_of(contract, client)
    asked = client.get(contract.get_absolute_url(), {"check": "renewal"}).content.decode()

    assert not contract.terms.filter(field="renewal").exists()
    assert ("does not renew by itself" in told, "no renewal stated" in told) == (True, False)
    assert f'title="{said}"' in told
    assert (f"“{said}”" in asked, "It does not renew <kbd>x</kbd>" in " ".join(asked.split())) == (True, True)


def test_a_number_whose_check_digits_are_wrong_is_kept_and_said_to_be_doubtful(client: Client) -> None:
    maya = make_person("maya")
    client.force_login(maya)
    contract = scenes.to_review(make_person("pierre"))
    actions.correct_contract(contract, by=maya, at=NOON, values={"counterparty_tax_id": "GB123456789"})

    assert "check digits of the VAT number do not agree" in client.get(contract.get_absolute_url()).content.decode()
    assert (
        "Its check digits do not agree" in client.get(reverse("contracts:facts", args=[contract.pk])).content.decode()
    )

    actions.correct_contract(contract, by=maya, at=NOON, values={"counterparty_tax_id": "GB980780684"})
    assert "check digits" not in client.get(contract.get_absolute_url()).content.decode()
