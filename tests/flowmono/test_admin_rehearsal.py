"""A changed rule tried on past cases: by the routing's own choice, case by case, and nothing is written."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from documents.models import Document
from flowmono.approvals import actions
from flowmono.approvals.comparing import Decider, RuleOf, StepOf, differs, way_of
from flowmono.approvals.models import Request, Rule, RuleStep
from flowmono.approvals.rehearsing import rehearse_rule
from flowmono.approvals.routing import Band, Facts
from flowmono.governing.plain import plain_of
from flowmono.governing.registry import KINDS, Change
from flowmono.governing.rehearsal import Differing, Rehearsal, sum_up
from flowmono.outbox.models import RecordedEvent
from tests.flowmono.approval_scenes import rule_of
from tests.people import NOON, make_people

DAY = timedelta(days=1)
ABEL, CARL, DORA = (Decider(name.lower(), name) for name in ("Abel", "Carl", "Dora"))
ANYTHING = Facts("order", Decimal(100))


def rule(*steps: StepOf, key: int = 1, below: int | None = None) -> RuleOf:
    band = Band(key, "order", key, Decimal(0), None if below is None else Decimal(below))
    return RuleOf(band, f"Rule {key}", steps)


def step(*deciders: Decider, sequence: int = 1, everybody: bool = False) -> StepOf:
    return StepOf(sequence, "Owner", everybody, deciders)


# --- who would decide, on plain values -------------------------------------------------------------------------------


def test_the_rule_that_routing_takes_is_the_one_that_is_compared() -> None:
    small, large = rule(step(ABEL), below=50), rule(step(CARL), key=2)

    assert way_of([small, large], Facts("order", Decimal(49)), frozenset()).rule == "Rule 1"
    assert way_of([small, large], Facts("order", Decimal(50)), frozenset()).rule == "Rule 2"
    assert way_of([small], Facts("order", Decimal(50)), frozenset()).key is None


@pytest.mark.parametrize(
    ("now", "then", "is_other"),
    [
        ((step(ABEL),), (step(ABEL),), False),
        ((step(ABEL),), (StepOf(7, "Another title", False, (ABEL,)),), False),
        ((step(ABEL, CARL),), (step(CARL, ABEL),), False),
        ((step(ABEL, CARL),), (step(ABEL, CARL, everybody=True),), True),
        ((step(ABEL),), (step(CARL),), True),
        ((step(ABEL), step(CARL, sequence=2)), (step(ABEL), step(CARL)), True),
        ((step(ABEL), step(CARL, sequence=2)), (step(ABEL), step(CARL, sequence=9)), False),
        ((step(ABEL),), (), True),
    ],
)
def test_a_way_is_another_when_other_people_decide_or_in_another_order(
    now: tuple[StepOf, ...], then: tuple[StepOf, ...], is_other: bool
) -> None:
    before, after = (way_of([rule(*steps)], ANYTHING, frozenset()) for steps in (now, then))

    assert differs(before, after) is is_other


def test_whoever_has_a_part_in_the_case_is_left_out_and_two_accounts_count_once() -> None:
    twice = Decider("abel", "Abel's other account")

    way = way_of([rule(step(ABEL, twice, CARL, DORA))], ANYTHING, frozenset({"dora"}))

    assert [one.name for one in way.steps[0].deciders] == ["Abel", "Carl"]


def test_a_way_that_needs_more_people_than_there_are_cannot_be_completed() -> None:
    way = way_of([rule(step(ABEL), step(ABEL, sequence=2))], ANYTHING, frozenset())

    assert not way.can_be_completed
    assert way_of([rule(step(ABEL), step(ABEL, CARL, sequence=2))], ANYTHING, frozenset()).can_be_completed


def test_amounts_are_summed_by_currency() -> None:
    cases = [
        Differing("1", "/", NOON, "", "", Decimal("1.50"), "EUR"),
        Differing("2", "/", NOON, "", "", Decimal("2.50"), "EUR"),
        Differing("3", "/", NOON, "", "", Decimal("9"), "CHF"),
        Differing("4", "/", NOON, "", ""),
    ]

    found = Rehearsal("", 6, 6, tuple(cases))

    assert sum_up(cases) == [("CHF", Decimal(9)), ("EUR", Decimal("4.00"))]
    assert (found.unchanged, found.is_whole, found.sums) == (2, True, sum_up(cases))


# --- on what was really put before approvers -------------------------------------------------------------------------


def put(by: Any, amount: str, *, days_ago: int = 0, title: str = "") -> Request:
    subject = Document(case_key=uuid4(), title="order", kind="test")
    subject.save()
    return actions.route(
        subject,
        Facts("order", Decimal(amount)),
        title=title or f"Order of {amount}",
        url="/orders/1/",
        requested_by=by,
        barred=(),
        at=NOON - days_ago * DAY,
        amount=Decimal(amount),
        currency="EUR",
    )


def changed(record: Rule, **values: Any) -> Change:
    before = plain_of(KINDS["approvals.rule"], record)
    return Change(str(record.pk), before, {**before, "values": {**before["values"], **values}})


def told(found: Rehearsal) -> list[tuple[str, str, str]]:
    return [(case.title, case.now, case.then) for case in found.differing]


@pytest.mark.django_db
def test_a_moved_limit_names_the_cases_that_would_go_to_other_people() -> None:
    pierre, abel, carl = make_people("pierre", "abel", "carl")
    small = rule_of({"people": [abel], "title": "Owner"})
    Rule.objects.filter(pk=small.pk).update(below_amount=Decimal(1000), priority=1)
    small.refresh_from_db()
    rule_of({"people": [abel], "title": "Owner"}, {"people": [carl], "title": "Chief", "sequence": 2})
    for amount, days_ago in (("900", 1), ("1000", 2), ("4999.99", 3), ("5000", 4), ("2000", 60)):
        put(pierre, amount, days_ago=days_ago)
    kept = (RecordedEvent.objects.count(), list(Request.objects.order_by("pk").values()))

    month = rehearse_rule(changed(small, below_amount="5000"), NOON - 30 * DAY, NOON)
    quarter = rehearse_rule(changed(small, below_amount="5000"), NOON - 90 * DAY, NOON)

    now, then = "Owner (Abel Lindqvist), then Chief (Carl Brandt)", "Owner (Abel Lindqvist)"
    assert told(month) == [("Order of 1000", now, then), ("Order of 4999.99", now, then)]
    assert (month.looked_at, month.there_were, month.sums) == (4, 4, [("EUR", Decimal("5999.990"))])
    assert [title for title, _now, _then in told(quarter)] == ["Order of 1000", "Order of 4999.99", "Order of 2000"]
    assert (RecordedEvent.objects.count(), list(Request.objects.order_by("pk").values())) == kept


@pytest.mark.django_db
def test_a_gap_between_rules_is_said_before_it_is_there() -> None:
    pierre, abel = make_people("pierre", "abel")
    only = rule_of({"people": [abel], "title": "Owner"})
    put(pierre, "900")

    raised = rehearse_rule(changed(only, from_amount="1000"), NOON - 30 * DAY, NOON)
    switched_off = rehearse_rule(changed(only, active=False), NOON - 30 * DAY, NOON)
    deleted = rehearse_rule(Change(str(only.pk), plain_of(KINDS["approvals.rule"], only), None), NOON - DAY, NOON)

    nobody = [("Order of 900", "Owner (Abel Lindqvist)", "No rule covers it: nobody could be asked.")]
    assert told(raised) == told(switched_off) == told(deleted) == nobody
    assert raised.warnings == ("Orders below €1,000.00 would have no rule: they could not be submitted.",)
    assert deleted.warnings == ("Orders of any amount would have no rule: they could not be submitted.",)


@pytest.mark.django_db
def test_a_new_rule_takes_only_the_cases_it_is_for_and_who_asked_does_not_decide() -> None:
    pierre, abel, carl = make_people("pierre", "abel", "carl")
    rule_of({"people": [abel, carl], "title": "Owner"})
    put(abel, "100", title="Asked by Abel")
    put(pierre, "100", title="Asked by Pierre", days_ago=1)
    put(pierre, "900", title="Too large", days_ago=2)
    draft = Rule(name="Small", kind="order", priority=1, below_amount=Decimal(500))
    values = {
        "name": "Small",
        "kind": "order",
        "priority": "1",
        "from_amount": "0",
        "below_amount": "500",
        "category": "",
        "department": "",
        "vendor_risk": "",
        "active": True,
    }
    steps = [
        {
            "id": None,
            "values": {
                "sequence": "1",
                "title": "Owner",
                "mode": "any",
                "role": None,
                "people": [str(abel.pk)],
                "hours": "48",
                "escalate_to": None,
            },
        }
    ]

    found = rehearse_rule(Change("", None, {"values": values, "rows": {"steps": steps}}), NOON - 30 * DAY, NOON)

    assert told(found) == [
        ("Asked by Abel", "Owner (Carl Brandt)", "Owner (nobody): too few people are left to complete it."),
        ("Asked by Pierre", "Owner (Abel Lindqvist or Carl Brandt)", "Owner (Abel Lindqvist)"),
    ]
    assert draft.pk is None
    assert RuleStep.objects.count() == 1


@pytest.mark.django_db
def test_a_record_that_came_twice_is_looked_at_once_and_statements_stay_few(
    django_assert_max_num_queries: Any,
) -> None:
    pierre, abel, carl = make_people("pierre", "abel", "carl")
    rule = rule_of({"people": [abel], "title": "Owner"})
    subject = Document(case_key=uuid4(), title="order", kind="test")
    subject.save()
    for days_ago, amount in ((5, "100"), (1, "700")):
        actions.route(
            subject,
            Facts("order", Decimal(amount)),
            title=f"Order of {amount}",
            url="/orders/1/",
            requested_by=pierre,
            barred=(),
            at=NOON - days_ago * DAY,
        )
    for number in range(20):
        put(carl, "100", title=f"Order {number}", days_ago=10)

    with django_assert_max_num_queries(8):
        found = rehearse_rule(changed(rule, from_amount="500"), NOON - 30 * DAY, NOON)

    assert (found.looked_at, found.there_were, len(found.differing)) == (21, 21, 20)
    assert "Order of 700" not in [case.title for case in found.differing]
