"""What needs a person comes in the order of what is at risk: a pure rule."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.template.loader import render_to_string

from flowmono.common.inbox import Answer, Todo, rank, weight
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


def decision(
    amount: str, *, party: str = "Halden", title: str = "CT-2027-0001 Design", worth: str | None = None
) -> Todo:
    return Todo(
        kind="Approval",
        title=title,
        sentence="Budget, asked by Pierre",
        url="/",
        action="Review",
        amount=None if worth == "" else Decimal(worth or amount),
        shown_amount=Decimal(amount),
        currency="EUR",
        decide_url="/decide/",
        party=party,
    )


def test_a_small_yes_is_sent_at_once_and_a_no_always_says_why() -> None:
    yes, no = decision("9999.99").ways

    assert (yes.confirms, yes.asks) == ("", "")
    assert (no.confirms, bool(no.asks)) == ("", True)


@pytest.mark.parametrize(
    ("todo", "question"),
    [
        (decision("10000"), "Approve €10,000.00 for “CT-2027-0001 Design” with Halden?"),
        (decision("900", worth="12000"), "Approve €900.00 for “CT-2027-0001 Design” with Halden?"),
        (decision("-20000", party=""), "Approve -€20,000.00 for “CT-2027-0001 Design”?"),
        (decision("50000", title="PO-7 · Halden: Design"), "Approve €50,000.00 for “PO-7 · Halden: Design”?"),
        (decision("10000", worth=""), "Approve €10,000.00 for “CT-2027-0001 Design” with Halden?"),
    ],
)
def test_a_yes_to_much_money_is_asked_once_more(todo: Todo, question: str) -> None:
    yes, no = todo.ways

    assert yes.confirms == question
    assert no.confirms == ""


@pytest.mark.parametrize(
    ("label", "title", "heard"),
    [
        ("Accept", "Accept “Commissioning”", "Accept “Commissioning”"),
        ("Done", "Data protection", "Done: Data protection"),
        ("Accept", "Acceptance of the plant", "Accept: Acceptance of the plant"),
    ],
)
def test_a_button_is_heard_with_what_it_is_about_and_its_verb_once(label: str, title: str, heard: str) -> None:
    todo = replace(decision("5", title=title), answers=(Answer("yes", label, "/do/"),))

    (way,) = todo.ways
    page = render_to_string("inbox/_todo.html", {"todo": todo, "back": "/"})

    assert way.label + way.about == heard
    assert f'{label}<span class="visually-hidden">{way.about}</span>' in page


def test_the_other_party_is_named_once() -> None:
    assert decision("5").shown_party == "Halden"
    assert decision("5", title="Pay HALDEN").shown_party == ""
    assert decision("5", party="").shown_party == ""
