"""Gaps between approval rules and rules that fit the same cases: found on plain values, and said to who changes them."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from flowmono.approvals.covering import Gap, gaps, overlaps
from flowmono.approvals.holes import say_holes
from flowmono.approvals.routing import Band, Facts, choose


def band(key: int, start: int, end: int | None = None, *, priority: int = 100, **conditions: str) -> Band:
    return Band(key, "contract", priority, Decimal(start), None if end is None else Decimal(end), **conditions)


def test_what_lies_between_two_rules_is_a_gap() -> None:
    found = gaps([band(1, 0, 25000), band(2, 50000)], "contract")

    assert found == [Gap("contract", Decimal(25000), Decimal(50000))]


def test_without_any_rule_every_amount_is_a_gap() -> None:
    assert gaps([band(1, 0)], "order") == [Gap("order", Decimal(0), None)]


def test_a_rule_for_everything_leaves_no_gap_whatever_narrower_ones_say() -> None:
    assert gaps([band(1, 0), band(2, 10, 20, category="works")], "contract") == []


def test_a_gap_that_only_narrower_rules_cover_says_which() -> None:
    found = gaps([band(1, 0, 100), band(2, 0, category="works", department="Ops")], "contract")

    assert found == [Gap("contract", Decimal(100), None, ((("category", "works"), ("department", "Ops")),))]


def test_two_rules_of_one_priority_that_fit_the_same_case_overlap() -> None:
    older, newer = band(1, 0, 100), band(2, 50, 200)

    (found,) = overlaps([newer, older], "contract")

    assert (found.taken, found.ignored, found.from_amount, found.below_amount) == (older, newer, 50, 100)


def test_rules_that_differ_in_priority_or_exclude_each_other_do_not_overlap() -> None:
    first, second = band(1, 0, category="works"), band(2, 0, category="goods")

    assert overlaps([first, second, band(3, 0, priority=200)], "contract") == []


def test_they_are_said_in_plain_words() -> None:
    bands = [band(1, 0, 25000), band(2, 50000), band(3, 60000, category="works")]

    said = say_holes(bands, {1: "Small", 2: "Large", 3: "Works"}, ["contract"])

    assert said == (
        "Contracts from €25,000.00 to below €50,000.00 would have no rule: they could not be submitted.",
        "Contracts from €60,000.00 could follow “Large” or “Works”, which have one priority: the older, “Large”, would be taken.",
    )


CONDITIONS = st.sampled_from(["", "a", "b"])


@st.composite
def bands(draw: st.DrawFn) -> list[Band]:
    found = []
    for key in range(draw(st.integers(0, 5))):
        start, width = draw(st.integers(0, 6)), draw(st.none() | st.integers(1, 6))
        end = None if width is None else start + width
        priority = draw(st.integers(1, 2))
        found.append(band(key, start, end, priority=priority, category=draw(CONDITIONS), department=draw(CONDITIONS)))
    return found


@given(bands(), st.integers(0, 14), CONDITIONS, CONDITIONS)
def test_a_case_has_no_rule_exactly_when_it_lies_in_a_gap(
    rules: list[Band], amount: int, category: str, department: str
) -> None:
    facts = Facts("contract", Decimal(amount), category, department)
    here = [
        gap
        for gap in gaps(rules, "contract")
        if gap.from_amount <= amount and (gap.below_amount is None or amount < gap.below_amount)
    ]

    covered = not here or any(all(getattr(facts, name) == value for name, value in way) for way in here[0].unless)

    assert (choose(rules, facts) is not None) is covered


@given(bands(), st.integers(0, 14), CONDITIONS, CONDITIONS)
def test_only_rules_that_overlap_are_decided_by_their_age(
    rules: list[Band], amount: int, category: str, department: str
) -> None:
    facts = Facts("contract", Decimal(amount), category, department)
    other_way_round = [
        Band(-one.id, one.kind, one.priority, one.from_amount, one.below_amount, one.category, one.department)
        for one in rules
    ]

    taken, reversed_taken = choose(rules, facts), choose(other_way_round, facts)

    if taken is not None and reversed_taken is not None and taken.id != -reversed_taken.id:
        pairs = {(one.taken.id, one.ignored.id) for one in overlaps(rules, "contract")}
        assert (taken.id, -reversed_taken.id) in pairs
