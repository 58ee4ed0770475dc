"""A contract that contradicts itself: the value is asked about, and both sentences stand on its page and for programs."""

import pytest
from django.test import Client

from contracts import actions
from contracts.checking import check_of
from contracts.models import Contract
from contracts.querysets import LOOK_TWICE
from tests.api.test_contracts import program
from tests.contracts import scenes
from tests.people import NOON, make_people

pytestmark = pytest.mark.django_db

SPAIN = "6. General. This Agreement is governed by the laws of Spain."
LATER = "7. Invoices. The Customer shall pay each invoice within 60 days of receipt of the invoice."


def contradicting() -> Contract:
    (pierre,) = make_people("pierre")
    return scenes.converted(pierre, paragraphs=(*scenes.TEXT, SPAIN, LATER))


def test_what_is_contradicted_is_not_certain_and_is_asked_about_one_by_one() -> None:
    contract = contradicting()

    terms = list(contract.terms.live())
    law = next(term for term in terms if term.field == "governing_law")
    pay = next(term for term in terms if term.field == "payment_terms")
    assert law.confidence < LOOK_TWICE
    assert pay.confidence < LOOK_TWICE
    assert [(one["value"], one["quote"]) for one in law.rivals] == [("Spain", SPAIN.removeprefix("6. General. "))]
    assert [one["value"] for one in pay.rivals] == ["60"]
    assert {"governing_law", "payment_terms"} <= {place.field for place in check_of(contract, terms, []).places[:8]}
    (maya,) = make_people("maya")
    actions.confirm_certain(contract, by=maya, at=NOON)
    assert not contract.terms.get(pk=law.pk).is_verified


def test_both_sentences_stand_on_the_page_until_somebody_corrects_the_value(client: Client) -> None:
    contract = contradicting()
    (maya,) = make_people("maya")
    client.force_login(maya)
    law = contract.terms.get(field="governing_law")

    asked = client.get(f"{contract.get_absolute_url()}?check={law.pk}").content.decode()
    actions.correct_contract(contract, by=maya, at=NOON, values={"governing_law": "Spain"})
    corrected = client.get(f"{contract.get_absolute_url()}?check={law.pk}").content.decode()

    checked = asked[asked.index('id="contract-check"') : asked.index('id="contract-terms"')]
    assert "The contract contradicts itself here" in checked
    assert "governed by the laws of England" in checked
    assert "governed by the laws of Spain" in checked
    rival = law.rivals[0]
    assert f"?passage={rival['start']}-{rival['end']}#passage" in checked
    checked = corrected[corrected.index('id="contract-check"') : corrected.index('id="contract-terms"')]
    assert "The contract contradicts itself here" not in checked


def test_programs_read_what_contradicts_a_term() -> None:
    contract = contradicting()

    found = program("maya").get(f"/api/v1/terms/?contract={contract.pk}&field=governing_law").json()["results"]

    (law,) = found
    assert [one["value"] for one in law["rivals"]] == ["Spain"]
    assert law["rivals"][0]["quote"] in SPAIN
