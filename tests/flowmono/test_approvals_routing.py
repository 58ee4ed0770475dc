"""Which rule fits, and whether its steps can be filled: pure rules, no database."""

from decimal import Decimal

import pytest

from flowmono.approvals.routing import Band, Facts, can_all_be_given, choose, fits

SMALL = Band(1, "order", 10, Decimal(0), Decimal(25000))
LARGE = Band(2, "order", 20, Decimal(25000), None)
SOFTWARE = Band(3, "order", 5, Decimal(0), None, category="software")
RISKY = Band(4, "order", 5, Decimal(0), None, vendor_risk="high")
LABS = Band(5, "order", 1, Decimal(0), None, department="Labs")
BANDS = [SMALL, LARGE, SOFTWARE, RISKY, LABS]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (Facts("order", Decimal("0.00")), SMALL),
        (Facts("order", None), LARGE),
        (Facts("order", None, category="software"), SOFTWARE),
        (Facts("order", Decimal("24999.999")), SMALL),
        (Facts("order", Decimal(25000)), LARGE),
        (Facts("order", Decimal(10) ** 9), LARGE),
        (Facts("order", Decimal(100), category="software"), SOFTWARE),
        (Facts("order", Decimal(100), category="services"), SMALL),
        (Facts("order", Decimal(100), vendor_risk="high"), RISKY),
        (Facts("order", Decimal(100), category="software", vendor_risk="high"), SOFTWARE),
        (Facts("order", Decimal(100), category="software", department="Labs"), LABS),
        (Facts("contract", Decimal(100)), None),
        (Facts("order", Decimal(-1)), None),
    ],
)
def test_the_fitting_rule_with_the_lowest_priority_is_chosen(facts: Facts, expected: Band | None) -> None:
    assert choose(BANDS, facts) == expected


def test_an_amount_that_is_not_known_fits_no_rule_with_an_upper_limit() -> None:
    assert choose([SMALL], Facts("order", None)) is None


def test_of_two_equal_rules_the_older_is_chosen() -> None:
    younger = Band(9, "order", 10, Decimal(0), None)

    assert choose([younger, SMALL], Facts("order", Decimal(5))) == SMALL


def test_the_lower_end_of_a_band_belongs_to_it_and_the_upper_does_not() -> None:
    assert fits(LARGE, Facts("order", Decimal(25000)))
    assert not fits(SMALL, Facts("order", Decimal(25000)))


@pytest.mark.parametrize(
    ("says", "possible"),
    [
        ([], True),
        ([{"dora"}], True),
        ([set()], False),
        ([{"abel", "dora"}, {"dora"}], True),
        ([{"dora"}, {"dora"}], False),
        ([{"abel", "dora"}, {"abel", "dora"}, {"abel", "dora"}], False),
        ([{"abel", "carl", "dora"}, {"abel", "dora"}, {"dora"}], True),
        ([{"abel", "dora"}, {"abel", "dora"}, {"carl"}, set()], False),
    ],
)
def test_every_say_needs_a_human_being_of_its_own(says: list[set[str]], possible: bool) -> None:
    assert can_all_be_given([frozenset(people) for people in says]) is possible
