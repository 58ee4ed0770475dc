"""What needs a person comes in the order of what is at risk: a pure rule."""

from datetime import timedelta
from decimal import Decimal

import pytest

from flowmono.common.inbox import Todo, rank, weight
from tests.people import NOON


def todo(title: str, amount: str | None = None, *, late: int = 0, hours: float | None = None) -> Todo:
    return Todo(
        kind="Approval",
        title=title,
        sentence="",
        url="/",
        action="Review",
        since=None if hours is None else NOON - timedelta(hours=hours),
        amount=None if amount is None else Decimal(amount),
        days_at_risk=late,
    )


@pytest.mark.parametrize(
    ("thing", "money"),
    [
        (todo("in time", "1000"), Decimal(1000)),
        (todo("one day late", "1000", late=1), Decimal(1100)),
        (todo("ten days late", "1000", late=10), Decimal(2000)),
        (todo("days before it is due", "1000", late=-5), Decimal(1000)),
        (todo("without money", late=4), Decimal(0)),
    ],
)
def test_each_day_at_risk_adds_a_tenth_of_the_money(thing: Todo, money: Decimal) -> None:
    assert weight(thing, NOON)[0] == money


def test_the_most_at_risk_comes_first_and_then_what_has_waited_longest() -> None:
    things = [
        todo("new and free", hours=0),
        todo("small", "10"),
        todo("old and free", hours=50),
        todo("middling and late", "600", late=10),
        todo("large", "1000"),
        todo("of unknown age"),
    ]

    assert [thing.title for thing in rank(things, NOON)] == [
        "middling and late",
        "large",
        "small",
        "old and free",
        "new and free",
        "of unknown age",
    ]


def test_ranking_keeps_everything_and_changes_nothing() -> None:
    things = [todo(str(number), str(number)) for number in range(50)]

    assert set(rank(iter(things), NOON)) == set(things)
    assert rank([], NOON) == []
