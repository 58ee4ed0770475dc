"""Delegated authority in pure rules: when it covers a document, what may be delegated, and to whom a place passes."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from signing.authority import Lent, Mark, Paper, choose_mark, obstacle
from signing.lending import Part, reason_against, stand_in

TODAY = date(2027, 3, 1)
ANNA, BEN, CARL = "Anna Berg", "Ben Ode", "Carl Roth"


def paper(**facts: Any) -> Paper:
    values = {"category": "NDA", "base_amount": Decimal("50000"), "on": TODAY, "confidence": Decimal("0.94")}
    return Paper(**{**values, **facts})


def lent(key: str = "d", *, mark: dict[str, Any] | None = None, **facts: Any) -> Mark:
    values = {
        "owner": ANNA,
        "delegate": BEN,
        "person": "ben",
        "starts_on": date(2027, 2, 1),
        "ends_on": date(2027, 5, 3),
        "drawn_with": "own",
    }
    own = {"name": "Contracts", "categories": ("NDA", "lease"), "limit": Decimal("60000"), **(mark or {})}
    return Mark(id=key, lent=Lent(**{**values, **facts}), **own)


def test_a_delegated_mark_is_laid_and_says_for_whom():
    choice = choose_mark([lent()], paper())

    assert choice.mark_id == "d"
    assert choice.reason == "For Anna Berg, who delegated “Contracts” until 2027-05-03."


@pytest.mark.parametrize(
    ("on", "covers"),
    [(date(2027, 1, 31), False), (date(2027, 2, 1), True), (date(2027, 5, 3), True), (date(2027, 5, 4), False)],
)
def test_it_covers_from_its_first_day_to_its_last(on: date, covers: bool):
    assert (obstacle(lent(), paper(on=on)) == "") is covers


@pytest.mark.parametrize(
    ("facts", "about", "words"),
    [
        ({}, {"on": date(2027, 5, 4)}, "the delegation of Anna Berg ended on 2027-05-03"),
        ({}, {"on": date(2027, 1, 31)}, "the delegation of Anna Berg begins on 2027-02-01"),
        ({"ended": "taken_back"}, {}, "the delegation of Anna Berg was taken back"),
        ({"ended": "refused"}, {}, "Ben Ode refused the delegation of Anna Berg"),
        ({"allowed": False}, {}, "“Contracts” of Anna Berg may not be delegated any more"),
        ({"owner_signs": False}, {}, "Anna Berg may not sign for the company any more"),
        ({"delegate_signs": False}, {}, "Ben Ode may not sign for the company any more"),
        ({}, {"requester": "ben"}, "Ben Ode asked for this contract, so somebody else signs it for Anna Berg"),
        ({}, {"people": ("x", "ben")}, "Ben Ode has another place in this round, so somebody else signs for Anna Berg"),
        ({"drawn_with": ""}, {}, "Ben Ode has no mark of their own to sign with for Anna Berg"),
        ({"categories": ("lease",)}, {}, "the delegation of Anna Berg is not for NDA"),
        ({"categories": ("lease",)}, {"category": ""}, "the delegation of Anna Berg is not for an unknown category"),
        (
            {"limit": Decimal("49999.99")},
            {},
            "the delegation of Anna Berg covers up to 49,999.99 EUR; this is 50,000.00 EUR",
        ),
        (
            {"limit": Decimal("49999.99")},
            {"base_amount": None},
            "the delegation of Anna Berg covers up to 49,999.99 EUR and the amount is not known",
        ),
        ({"mark": {"active": False}}, {}, "“Contracts (Anna Berg)” is switched off"),
        (
            {"mark": {"limit": Decimal("100")}},
            {},
            "“Contracts (Anna Berg)” covers up to 100.00 EUR; this is 50,000.00 EUR",
        ),
        ({"mark": {"valid_until": date(2027, 2, 28)}}, {}, "“Contracts (Anna Berg)” is not valid on this day"),
        ({"mark": {"department": "Legal"}}, {}, "“Contracts (Anna Berg)” is only for Legal"),
        (
            {"mark": {"counterparties": ("Halden",)}},
            {"counterparty": "Ose"},
            "“Contracts (Anna Berg)” is not for contracts with Ose",
        ),
    ],
)
def test_what_is_against_it_is_said_in_words(facts: dict[str, Any], about: dict[str, Any], words: str):
    choice = choose_mark([lent(**facts)], paper(**about))

    assert (choice.mark_id, choice.reason) == (None, words)


def test_an_amount_at_the_delegated_limit_is_covered_and_never_more_than_the_mark_itself_covers():
    assert obstacle(lent(limit=Decimal("50000")), paper()) == ""
    assert obstacle(lent(limit=Decimal("90000"), mark={"limit": Decimal("49999")}), paper()) != ""


def test_of_an_own_mark_and_a_delegated_one_neither_is_laid_before_the_person_says_which():
    marks = [Mark("own", "Mine"), lent()]

    asked = choose_mark(marks, paper())
    chosen = choose_mark(marks, paper(), chosen="d")

    assert (asked.mark_id, asked.among) == (None, ("d", "own"))
    assert (
        asked.reason == "More than one of your marks covers this document: “Contracts (Anna Berg)”, “Mine”. Choose one."
    )
    assert chosen.mark_id == "d"
    assert chosen.reason.endswith("For Anna Berg, who delegated “Contracts” until 2027-05-03.")


def test_a_category_that_is_not_sure_is_asked_before_a_delegation_for_some_categories_decides():
    choice = choose_mark([lent(categories=("lease",), mark={"categories": ()})], paper(confidence=Decimal("0.5")))

    assert choice.reason.startswith("It is not certain that this is NDA.")


@pytest.mark.parametrize(
    ("part", "against"),
    [
        ({}, ("", "")),
        ({"limit": Decimal("60000"), "categories": ("lease",)}, ("", "")),
        ({"limit": Decimal("60000.01")}, ("limit", "“Contracts” itself covers up to €60,000.00.")),
        ({"limit": Decimal(0)}, ("limit", "Give an amount above 0, or none to delegate as much as the mark covers.")),
        ({"categories": ("NDA", "loan")}, ("categories", "“Contracts” itself is not for loan.")),
        ({"ends_on": date(2027, 2, 28)}, ("ends_on", "The last day comes before the first.")),
        ({"starts_on": date(2027, 2, 28)}, ("starts_on", "The first day is past. Begin today or later.")),
        ({"ends_on": date(2028, 3, 2)}, ("ends_on", "Delegate for at most a year at once.")),
        ({"ends_on": date(2027, 12, 2)}, ("ends_on", "“Contracts” itself is valid until 2027-12-01.")),
    ],
)
def test_only_what_the_mark_itself_has_may_be_delegated_and_not_for_ever(
    part: dict[str, Any], against: tuple[str, str]
):
    valid = None if part.get("ends_on") == date(2028, 3, 2) else date(2027, 12, 1)
    mark = Mark("m", "Contracts", ("NDA", "lease"), Decimal("60000"), valid_until=valid)
    wanted = Part(**{"starts_on": TODAY, "ends_on": TODAY, **part})

    assert reason_against(mark, wanted, today=TODAY) == against


def test_a_mark_that_covers_nothing_yet_cannot_be_delegated():
    field, words = reason_against(Mark("m", "New", limit=Decimal(0)), Part(TODAY, TODAY), today=TODAY)

    assert (field, words) == ("profile", "“New” covers nothing yet: an administrator gives it a limit.")


@pytest.mark.parametrize(
    ("marks", "about", "passes", "words"),
    [
        ([], {}, None, "Anna Berg is away and has let nobody sign in their place."),
        ([lent()], {}, "d", "Anna Berg is away; Ben Ode signs by their delegation."),
        (
            [lent(), lent("e", delegate=CARL, person="carl", limit=Decimal(10))],
            {},
            "d",
            "Anna Berg is away; Ben Ode signs by their delegation.",
        ),
        (
            [lent(), lent("e", delegate=CARL, person="carl")],
            {},
            None,
            "Anna Berg is away, and more than one delegation covers this document: Ben Ode (“Contracts”), Carl Roth (“Contracts”).",
        ),
        (
            [lent(limit=Decimal(10))],
            {},
            None,
            "Anna Berg is away, and nobody can sign in their place: the delegation of Anna Berg covers up to 10.00 EUR; this is 50,000.00 EUR.",
        ),
        (
            [lent(away=True)],
            {},
            None,
            "Anna Berg is away, and nobody can sign in their place: Ben Ode is away too.",
        ),
        (
            [lent()],
            {"confidence": Decimal("0.5")},
            None,
            "Anna Berg is away, and it is not certain what kind of document this is. Say it first.",
        ),
    ],
)
def test_a_place_passes_to_the_only_one_who_may_sign_it_and_else_it_is_said_why_it_stays(
    marks: list[Mark], about: dict[str, Any], passes: str | None, words: str
):
    choice = stand_in(marks, paper(**about), owner=ANNA)

    assert (choice.mark_id, choice.reason) == (passes, words)
