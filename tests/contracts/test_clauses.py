"""The clauses of a contract beside the company's own texts: found, compared, judged, and seen by whoever approves."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from contracts import actions
from contracts.clauses import KINDS, Passage, Standard, deviation, highest, likeness_of, paragraph_around
from contracts.library import standings_of
from contracts.models import Category, ClauseState, Contract, ContractClause, StandardClause
from flowmono.common.refusals import Conflict, NotAllowed
from flowmono.intelligence.spans.categories import CLAUSES
from tests.contracts import scenes
from tests.people import NOON, make_people, make_person

LAW = "This Agreement is governed by the laws of England."
CAP = (
    "Except for liability that cannot be limited by law, neither party’s total liability under this Agreement shall exceed "
    "EUR 100,000.00 in any contract year."
)
ASSIGN = "Neither party may assign this Agreement without the prior written consent of the other party."
DRAFT = (*scenes.TEXT, f"6. Liability. {CAP}", f"7. Assignment. {ASSIGN}")


def standard(text: str, name: str = "Ours", **facts: Any) -> Standard:
    risks = {"risk": "none", "risk_different": "high", "risk_missing": "medium", **facts}
    return Standard(name, name, text, **risks)


def said(text: str, paragraph: str = "") -> list[Passage]:
    return [Passage(text, paragraph or text)]


# --- comparing --------------------------------------------------------------------------------------------------------


def test_the_very_words_are_the_standard_whatever_their_number_and_capitals() -> None:
    found = deviation(
        said("7.2 NEITHER PARTY may assign this Agreement."), [standard("Neither party may assign this Agreement")]
    )

    assert (found.standing, found.risk, found.alike_percent) == ("standard", "none", 100)


def test_another_figure_in_the_same_words_is_named() -> None:
    ours = CAP.replace("100,000.00", "1,000,000.00")

    found = deviation(said(CAP), [standard(ours)])

    assert (found.standing, found.risk) == ("figures", "high")
    assert [(one.kind, one.old, one.new) for one in found.figures] == [("money", "EUR 1,000,000.00", "EUR 100,000.00")]
    assert "".join(piece.text for piece in found.pieces if piece.kind != "inserted").strip() == ours
    assert "".join(piece.text for piece in found.pieces if piece.kind != "deleted").strip() == CAP


def test_the_nearest_of_several_standards_counts_with_its_own_risk() -> None:
    preferred = standard("This Agreement is governed by the law of the Federal Republic of Germany.", "Germany")
    fallback = standard(LAW, "England", risk="low")

    found = deviation(said(LAW), [preferred, fallback])

    assert found.nearest is fallback
    assert (found.standing, found.risk) == ("standard", "low")


def test_the_law_of_the_same_country_is_nearer_than_more_of_the_same_words() -> None:
    ours = "This Agreement is subject to the law of the Federal Republic of Germany, excluding the Convention on the Sale of Goods."
    preferred, fallback = standard(ours, "Germany"), standard(LAW, "England", risk="low")

    found = deviation(said("This Agreement is governed by the laws of Germany."), [preferred, fallback])

    assert found.nearest is preferred
    assert (found.standing, found.risk) == ("different", "high")
    wales = standard(LAW.replace("England", "England and Wales"), "England and Wales")
    assert deviation(said(LAW), [preferred, wales]).nearest is wales
    elsewhere = deviation(said("This Agreement is governed by the laws of France."), [preferred, fallback])
    assert elsewhere.nearest is fallback


def test_what_is_missing_carries_the_risk_of_the_preferred_text_and_what_has_no_standard_none() -> None:
    first, second = standard("A text.", risk_missing="high"), standard("Another.", risk_missing="none")

    assert (deviation([], [first, second]).standing, deviation([], [first, second]).risk) == ("missing", "high")
    assert (deviation(said(LAW), []).standing, deviation(said(LAW), []).risk) == ("no_standard", "none")


def test_quite_another_clause_is_said_to_be_one() -> None:
    found = deviation(said("The Supplier’s liability is unlimited in every case."), [standard(CAP)])

    assert (found.standing, found.risk) == ("different", "high")


def test_a_clause_of_several_sentences_is_compared_by_its_whole_paragraph() -> None:
    whole = "Liability is capped. In total it is limited to EUR 5,000.00, for all claims."

    found = deviation(said("In total it is limited to EUR 5,000.00, for all claims.", f"9. {whole}"), [standard(whole)])

    assert found.standing == "standard"


def test_a_clause_inside_a_long_paragraph_is_compared_by_its_own_sentence() -> None:
    long = " ".join([ASSIGN, *("Notices are given in writing to the address above." for _ in range(30))])

    assert deviation(said(ASSIGN, long), [standard(ASSIGN)]).standing == "standard"


WORDS = st.lists(st.sampled_from(["the", "party", "shall", "pay", "EUR", "10.00", "within", "30", "days"]), max_size=12)


@given(WORDS, WORDS)
def test_likeness_is_a_share_the_same_both_ways(one: list[str], other: list[str]) -> None:
    here, there = likeness_of(" ".join(one), " ".join(other)), likeness_of(" ".join(other), " ".join(one))

    assert here == there
    assert 0 <= here <= 1
    assert likeness_of(" ".join(one), " ".join(one)) == 1


def test_a_paragraph_is_the_lines_around_a_stretch() -> None:
    text = "Title\n1. One two three.\n2. Four.\n"

    assert paragraph_around(text, text.index("two"), text.index("three")) == "1. One two three."
    assert paragraph_around(text, text.index("2."), len(text)) == "2. Four."


def test_every_kind_that_the_reader_knows_has_words() -> None:
    assert tuple(KINDS) == CLAUSES
    assert highest(["low", "high", "none"]) == "high"
    assert highest([]) == "none"


# --- a contract -------------------------------------------------------------------------------------------------------


def read_contract(**facts: Any) -> Contract:
    make_people()
    return scenes.converted(make_person("pierre"), paragraphs=DRAFT, **facts)


def kinds_of(contract: Contract) -> set[str]:
    return {clause.kind for clause in contract.clauses.all() if clause.counts}


pytestmark = pytest.mark.django_db


def test_reading_a_draft_keeps_its_clauses_with_verbatim_quotes() -> None:
    contract = read_contract()

    assert {"Governing Law", "Cap On Liability", "Anti-Assignment"} <= kinds_of(contract)
    layer = standings_of(contract).layer
    assert layer is not None
    for clause in contract.clauses.all():
        assert layer.text[clause.start : clause.end] == clause.quote
        assert clause.page == 1


def test_the_page_shows_the_nearest_text_what_differs_and_the_risk(client: Client) -> None:
    contract = read_contract()
    ours = CAP.replace("100,000.00", "1,000,000.00")
    StandardClause.objects.create(kind="Cap On Liability", name="One million", text=ours, risk_different="high")
    StandardClause.objects.create(kind="Anti-Assignment", name="Only with consent", text=ASSIGN)
    StandardClause.objects.create(
        kind="Insurance", name="Indemnity", text="Insurance of EUR 1.00.", risk_missing="medium"
    )
    client.force_login(make_person("maya"))

    html = client.get(reverse("contracts:clauses", args=[contract.pk])).content.decode()

    look, rest = html.split("What else it says")
    assert look.index("Ceiling on liability") < look.index("Insurance")
    assert "Ours says EUR 1,000,000.00, the contract EUR 100,000.00." in look
    assert "High risk" in look
    assert "Medium risk" in look
    assert "It says our text “Only with consent”, word for word." in rest


def test_a_text_for_its_category_takes_the_place_of_the_general_one() -> None:
    contract = read_contract()
    own = Category.objects.create(name=contract.category)
    StandardClause.objects.create(kind="Governing Law", name="General", text="The law of Norway governs.")
    StandardClause.objects.create(kind="Governing Law", name="For these", category=own, text=LAW)
    StandardClause.objects.create(kind="Insurance", name="Old", text="Insurance.", risk_missing="high", active=False)

    rows = {row.kind: row for row in standings_of(contract).rows}

    nearest = rows["Governing Law"].deviation.nearest
    assert nearest is not None
    assert (nearest.name, rows["Governing Law"].deviation.standing) == ("For these", "standard")
    assert "Insurance" not in rows


def test_a_person_says_that_it_is_none_and_takes_it_back(client: Client) -> None:
    contract = read_contract()
    StandardClause.objects.create(kind="Anti-Assignment", name="Ours", text=ASSIGN, risk_missing="high")
    clause = contract.clauses.get(kind="Anti-Assignment")
    maya = make_person("maya")
    client.force_login(maya)

    answer = client.post(reverse("contracts:reject_clause", args=[contract.pk, clause.pk]), follow=True)

    assert "that is no such clause" in answer.content.decode()
    assert "Maya Okafor said that this is no such clause." in answer.content.decode()
    row = next(row for row in standings_of(contract).rows if row.kind == "Anti-Assignment")
    assert (row.deviation.standing, row.deviation.risk) == ("missing", "high")
    with pytest.raises(Conflict, match="Somebody said already"):
        actions.reject_clause(clause, by=maya, at=NOON)

    client.post(reverse("contracts:confirm_clause", args=[contract.pk, clause.pk]))

    clause = ContractClause.objects.get(pk=clause.pk)
    assert (clause.state, clause.judged_by) == (ClauseState.CONFIRMED, maya)
    assert standings_of(contract).risk == "none"


def test_who_only_asked_for_the_contract_judges_no_clause(client: Client) -> None:
    contract = read_contract()
    clause = contract.clauses.get(kind="Governing Law")
    pierre = make_person("pierre")
    client.force_login(pierre)

    with pytest.raises(NotAllowed):
        actions.reject_clause(clause, by=pierre, at=NOON)
    assert client.post(reverse("contracts:reject_clause", args=[contract.pk, clause.pk])).status_code == 403
    assert "It is not" not in client.get(reverse("contracts:clauses", args=[contract.pk])).content.decode()


def test_what_the_reader_is_not_sure_of_is_asked_and_counts_only_when_confirmed(client: Client) -> None:
    contract = read_contract()
    maya = make_person("maya")
    StandardClause.objects.create(kind="Anti-Assignment", name="Ours", text=ASSIGN)
    ContractClause.objects.filter(contract=contract).exclude(kind="Cap On Liability").update(confidence="0.31")
    client.force_login(maya)

    html = client.get(reverse("contracts:clauses", args=[contract.pk])).content.decode()
    assert "Nothing that is surely such a clause. Is this one?" in html
    assert "31 % sure" in html
    # Nobody is asked about what the library has no text for.
    assert html.count("31 % sure") == 1
    assert "Anti-Assignment" not in kinds_of(contract)

    actions.confirm_clause(contract.clauses.get(kind="Anti-Assignment"), by=maya, at=NOON)

    assert "Anti-Assignment" in kinds_of(contract)


def test_another_draft_is_read_anew_and_the_first_ones_clauses_stay_with_it() -> None:
    contract = read_contract()
    first = set(contract.clauses.values_list("version", flat=True))
    actions.replace_draft(
        contract, by=make_person("pierre"), at=NOON, data=scenes.word_file(*scenes.TEXT), filename="second.docx"
    )
    scenes.convert_and_read(Contract.objects.get(pk=contract.pk))

    rows = {row.kind for row in standings_of(Contract.objects.get(pk=contract.pk)).rows if row.clauses}

    assert "Governing Law" in rows
    assert "Anti-Assignment" not in rows
    assert contract.clauses.filter(version__in=first, kind="Anti-Assignment").exists()


def test_whoever_approves_is_told_of_the_worst_risk(client: Client) -> None:
    contract = read_contract()
    StandardClause.objects.create(kind="Governing Law", name="Norway", text="The law of Norway.", risk_different="high")
    client.force_login(make_person("lena"))

    for name in ("contract", "people"):  # the page that a letter or “Needs you” leads to, and the one with the path
        html = client.get(reverse(f"contracts:{name}", args=[contract.pk])).content.decode()
        assert html.count("Clauses at a high risk") == 1, name
        assert reverse("contracts:clauses", args=[contract.pk]) in html


def test_a_link_from_a_clause_lights_it_in_the_document(client: Client) -> None:
    contract = read_contract()
    clause = contract.clauses.get(kind="Cap On Liability")
    client.force_login(make_person("maya"))
    page = reverse("contracts:contract", args=[contract.pk])

    lit = client.get(page, {"clause": clause.pk}).content.decode()
    text = client.get(page, {"clause": clause.pk, "view": "text"}).content.decode()

    assert f'id="{clause.anchor}"' in lit
    assert f'id="{clause.anchor}"' in text
    assert f'id="{clause.anchor}"' not in client.get(page, {"clause": "what"}).content.decode()


def test_programs_read_the_same_and_judge_by_the_same_rules(client: Client) -> None:
    contract = read_contract()
    StandardClause.objects.create(kind="Governing Law", name="Norway", text="The law of Norway.", risk_different="high")
    client.force_login(make_person("maya"))

    rows = client.get(f"/api/v1/contracts/{contract.pk}/clauses/").json()
    law = next(row for row in rows if row["kind"] == "Governing Law")
    assert (law["standing"], law["risk"], law["nearest"]) == ("different", "high", "Norway")
    clause = law["clauses"][0]
    assert clause["quote"] in LAW

    answer = client.post(f"/api/v1/clauses/{clause['id']}/reject/", {}, content_type="application/json")
    assert (answer.status_code, answer.json()["state"], answer.json()["counts"]) == (200, "rejected", False)
    again = client.post(f"/api/v1/clauses/{clause['id']}/reject/", {}, content_type="application/json")
    assert again.status_code == 409
    assert [one["name"] for one in client.get("/api/v1/standard-clauses/").json()["results"]] == ["Norway"]
    client.force_login(make_person("vera"))
    assert client.get("/api/v1/standard-clauses/").json().get("results", []) == []


def test_the_number_of_statements_does_not_grow_with_the_clauses() -> None:
    contract = read_contract()
    with CaptureQueriesContext(connection) as few:
        standings_of(contract)
    for number in range(40):
        StandardClause.objects.create(kind=CLAUSES[number % len(CLAUSES)], name=f"No. {number}", text=ASSIGN)
    with CaptureQueriesContext(connection) as many:
        standings_of(contract)

    assert len(few) == len(many)


def test_a_question_is_answered_by_passages_that_lead_into_the_document(client: Client) -> None:
    contract = read_contract()
    client.force_login(make_person("pierre"))
    address = reverse("contracts:clauses", args=[contract.pk])

    html = client.get(address, {"ask": "How much are they liable for?"}).content.decode()

    place = re.search(r"\?passage=(\d+)-(\d+)#passage", html)
    assert place is not None
    layer = standings_of(contract).layer
    assert layer is not None
    assert "EUR 100,000.00" in layer.text[int(place[1]) : int(place[2])]
    document = client.get(contract.get_absolute_url(), {"passage": f"{place[1]}-{place[2]}"}).content.decode()
    assert 'id="passage"' in document
    assert 'id="passage"' not in client.get(contract.get_absolute_url(), {"passage": "9-3"}).content.decode()
    nothing = client.get(address, {"ask": "elephants"}).content.decode()
    assert "No passage has these words" in nothing


def test_programs_ask_too(client: Client) -> None:
    contract = read_contract()
    client.force_login(make_person("maya"))

    found = client.get(f"/api/v1/contracts/{contract.pk}/ask/", {"question": "Which law applies?"})
    empty = client.get(f"/api/v1/contracts/{contract.pk}/ask/")

    assert "laws of England" in found.json()[0]["quote"]
    assert (empty.status_code, "question" in empty.json()["errors"]) == (400, True)
