"""The contract in short: each sentence rests on one of the contract, what nobody looked at is marked, and nothing is made up."""

import pytest
from django.test import Client

from contracts import actions
from contracts.library import standings_of
from contracts.models import Contract, StandardClause
from contracts.summary import Statement, summary_of
from tests.api.test_contracts import program
from tests.contracts import scenes
from tests.people import NOON, make_people, make_person

pytestmark = pytest.mark.django_db

CAP = (
    "6. Liability. Except for liability that cannot be limited by law, neither party’s total liability under this Agreement shall exceed "
    "EUR 100,000.00 in any contract year."
)


def told(contract: Contract) -> list[Statement]:
    contract = Contract.objects.get(pk=contract.pk)
    return summary_of(contract, list(contract.terms.live()), list(contract.terms.absent()), standings_of(contract).rows)


def words(contract: Contract, about: str) -> list[str]:
    return [one.words for one in told(contract) if one.about == about]


def test_it_says_who_what_when_and_by_which_law() -> None:
    contract = scenes.to_review(make_person("pierre"))

    assert words(contract, "parties") == [
        "“Services Agreement” between Alder Foods Ltd, who pays, and Brightwell Consulting Ltd, who is paid."
    ]
    assert words(contract, "total") == ["€24,000.00 is paid in all."]
    assert words(contract, "payment") == ["Invoices are paid within 30 days from receipt."]
    assert words(contract, "end") == ["It ends on 31 Mar 2028."]
    assert words(contract, "renewal") == [
        "It renews by itself unless notice is given 60 days before its end, on 31 Jan 2028 at the latest."
    ]
    assert words(contract, "law") == ["Governing law: England."]


def test_each_sentence_rests_on_one_that_stands_in_the_contract_and_none_is_verified_before_somebody_did() -> None:
    maya, pierre = make_people("maya", "pierre")
    contract = scenes.to_review(pierre)

    found = told(contract)

    text = "\n".join(scenes.TEXT)
    assert found
    for one in found:
        assert one.sources
        assert all(source.quote and text[source.start : source.end] == source.quote for source in one.sources)
        assert not one.is_verified
    actions.confirm_term(contract.terms.get(field="total"), by=maya, at=NOON)
    assert [one.about for one in told(contract) if one.is_verified] == ["total"]


def test_places_are_named_page_by_page_and_counted_on_each() -> None:
    contract = scenes.to_review(make_person("pierre"))
    for page, field in ((2, "payer"), (2, "payee"), (1, "document_name")):
        contract.terms.filter(field=field).update(page=page)

    def places() -> list[tuple[str, str]]:
        (parties,) = [one for one in told(contract) if one.about == "parties"]
        return [(place.words, place.name) for place in parties.places if place.source.start is not None]

    assert places() == [("page 1", "page 1"), ("page 2", "page 2"), ("2", "page 2, place 2")]
    contract.terms.filter(field="payee").update(start=None, end=None)
    assert places() == [("page 1", "page 1"), ("page 2", "page 2")]


def test_a_value_without_a_sentence_is_not_said() -> None:
    contract = scenes.to_review(make_person("pierre"))
    contract.terms.filter(field="governing_law").update(quote="", start=None, end=None)

    assert words(contract, "law") == []


def test_a_corrected_value_is_said_as_it_was_corrected() -> None:
    maya, pierre = make_people("maya", "pierre")
    contract = scenes.to_review(pierre)

    actions.correct_contract(contract, by=maya, at=NOON, values={"payment_days": 45})

    assert words(contract, "payment") == ["Invoices are paid within 45 days from receipt."]


def test_what_is_absent_is_said_when_somebody_decided_it_and_not_before() -> None:
    maya, pierre = make_people("maya", "pierre")
    contract = scenes.converted(pierre, paragraphs=scenes.TEXT[:5])
    assert words(contract, "absent") == []

    actions.say_absent(contract, by=maya, at=NOON, field="governing_law")

    (absent,) = [one for one in told(contract) if one.about == "absent"]
    assert (absent.words, absent.by) == ("It does not say: Governing law.", str(maya))


def test_a_clause_that_differs_from_our_text_is_said_with_both_figures_and_a_missing_one_is_not() -> None:
    contract = scenes.converted(make_person("pierre"), paragraphs=(*scenes.TEXT, CAP))
    ours = CAP[14:].replace("100,000.00", "1,000,000.00")
    StandardClause.objects.create(kind="Cap On Liability", name="One million", text=ours, risk_different="high")
    StandardClause.objects.create(kind="Insurance", name="Cover", text="Insurance of EUR 1.00.", risk_missing="high")

    assert words(contract, "deviation") == [
        "Ceiling on liability differs from our text “One million”: ours says EUR 1,000,000.00, the contract EUR 100,000.00."
    ]


def test_other_words_of_the_same_law_are_called_other_words() -> None:
    contract = scenes.converted(make_person("pierre"), paragraphs=scenes.TEXT)
    ours = "The law of England applies to all that arises from or in connection with it, without its rules of conflict."
    StandardClause.objects.create(kind="Governing Law", name="England", text=ours, risk_different="medium")

    assert words(contract, "deviation") == [
        "Governing law is worded otherwise than our text “England”; the comparison shows how."
    ]


def test_the_page_leads_from_each_sentence_to_its_place_and_programs_read_the_same(client: Client) -> None:
    maya, pierre = make_people("maya", "pierre")
    contract = scenes.to_review(pierre)
    total = contract.terms.get(field="total")
    client.force_login(maya)

    html = client.get(contract.get_absolute_url()).content.decode()
    rows = program("maya").get(f"/api/v1/contracts/{contract.pk}/summary/").json()

    short = html.split(">In short<")[1].split("</section>")[0]
    assert f'href="#{total.anchor}"' in short
    (row,) = [one for one in rows if one["about"] == "total"]
    assert (row["words"], row["verified"]) == ("€24,000.00 is paid in all.", False)
    assert row["sources"][0]["quote"] == total.quote


def test_an_instalment_that_a_person_made_a_milestone_is_told_with_the_condition_that_it_waits_for() -> None:
    maya, pierre = make_people("maya", "pierre")
    contract = scenes.to_review(pierre)
    before = words(contract, "schedule")
    assert before
    assert "accepted" not in before[0]
    first = contract.terms.live().filter(field="schedule").first()

    actions.correct_term(first, by=maya, at=NOON, values={"item_kind": "milestone", "due_value": ""})
    (after,) = words(contract, "schedule")

    assert after.count("once it is accepted") == 1
