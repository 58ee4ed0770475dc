"""Which mark is laid: one that fits is, several or none are asked about, and an amount at the limit is within it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from signing.authority import Mark, Paper, choose_mark, obstacle

TODAY = date(2027, 3, 1)


def paper(**facts: Any) -> Paper:
    values = {"category": "NDA", "base_amount": Decimal("50000"), "on": TODAY, "confidence": Decimal("0.94")}
    return Paper(**{**values, **facts})


def mark(name: str, **facts: Any) -> Mark:
    return Mark(**{"id": name, "name": name, "categories": ("NDA",), "limit": Decimal("50000"), **facts})


@pytest.mark.parametrize(
    ("amount", "laid"),
    [("49999.999", "one"), ("50000", "one"), ("50000.001", None), (None, None)],
)
def test_an_amount_up_to_and_at_the_limit_is_within_authority_and_the_next_is_not(amount: str | None, laid: str | None):
    choice = choose_mark([mark("one")], paper(base_amount=Decimal(amount) if amount else None))

    assert choice.mark_id == laid
    assert choice.among == ()


def test_of_two_that_fit_neither_is_laid_and_both_are_named():
    choice = choose_mark([mark("Narrow"), mark("All", categories=(), limit=None)], paper())

    assert choice.mark_id is None
    assert choice.among == ("All", "Narrow")
    assert choice.reason == "More than one of your marks covers this document: “All”, “Narrow”. Choose one."


def test_the_one_that_was_chosen_among_several_is_laid_and_says_so():
    choice = choose_mark([mark("Narrow"), mark("All", categories=(), limit=None)], paper(), chosen="Narrow")

    assert choice.mark_id == "Narrow"
    assert choice.reason.startswith("You chose it among 2 that cover this document.")


def test_what_was_chosen_and_covers_the_document_no_more_is_dropped():
    marks = [mark("Narrow", limit=Decimal(10)), mark("A", limit=None), mark("B", limit=None)]

    assert choose_mark(marks, paper(), chosen="Narrow").mark_id is None


def test_of_two_marks_only_the_one_whose_limit_suffices_is_laid():
    assert choose_mark([mark("small", limit=Decimal(49999)), mark("large")], paper()).mark_id == "large"


def test_no_mark_that_fits_names_the_obstacle_of_each():
    choice = choose_mark([mark("Leases", categories=("lease",)), mark("Small", limit=Decimal(100))], paper())

    assert choice.mark_id is None
    assert choice.reason == "“Leases” is not bound to NDA; “Small” covers up to 100.00 EUR; this is 50,000.00 EUR"


def test_who_has_no_mark_is_told_to_make_one():
    assert choose_mark([], paper()).reason == "You have no signature mark yet. Make one in your profile."


@pytest.mark.parametrize(("confidence", "laid"), [("0.8", "one"), ("0.79", None), (None, "one")])
def test_a_category_that_is_not_sure_lays_no_mark_that_is_bound_to_one(confidence: str | None, laid: str | None):
    choice = choose_mark([mark("one")], paper(confidence=Decimal(confidence) if confidence else None))

    assert choice.mark_id == laid


def test_a_category_that_is_not_sure_is_asked_also_where_the_read_one_would_fit_nobody():
    choice = choose_mark([mark("one", categories=("lease",))], paper(confidence=Decimal("0.4")))

    assert choice.reason == "It is not certain that this is NDA. Say which category it is, then your mark is placed."


def test_where_only_a_mark_for_every_category_fits_the_category_decides_nothing():
    marks = [mark("all", categories=()), mark("small", limit=Decimal(1))]

    assert choose_mark(marks, paper(confidence=Decimal("0.4"))).mark_id == "all"


@pytest.mark.parametrize(
    ("authority", "document", "words"),
    [
        ({"department": "IT"}, {"department": "it"}, ""),
        ({"department": "IT"}, {"department": "Sales"}, "“one” is only for IT"),
        ({"department": "IT"}, {}, "“one” is only for IT"),
        ({"counterparties": ("Halden & Pryce Ltd.",)}, {"counterparty": "Halden & Pryce Ltd"}, ""),
        ({"counterparties": ("Halden",)}, {"counterparty": "Other AG"}, "“one” is not for contracts with Other AG"),
        ({"counterparties": ("Halden",)}, {}, "“one” is not for contracts with an unknown party"),
        ({"valid_until": date(2027, 3, 1)}, {}, ""),
        ({"valid_until": date(2027, 2, 28)}, {}, "“one” is not valid on this day"),
        ({"valid_from": date(2027, 3, 2)}, {}, "“one” is not valid on this day"),
        ({"active": False}, {}, "“one” is switched off"),
        ({}, {"category": ""}, "“one” is not bound to an unknown category"),
    ],
)
def test_department_other_party_and_days_bound_what_a_mark_covers(
    authority: dict[str, Any], document: dict[str, Any], words: str
):
    assert obstacle(mark("one", **authority), paper(**document)) == words
