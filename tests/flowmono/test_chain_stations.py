"""The stations of a case: arranged on the way, told as a whole, the longest wait first. Pure."""

from datetime import UTC, datetime, timedelta

import pytest

from flowmono.common.chain import CURRENT, DONE, STOPPED, WAITING, Expected, Stage, Station, arrange, what_waits

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)


def station(stage: str, kind: str, **facts: object) -> Station:
    return Station(stage, stage.title(), kind, kind, **facts)  # type: ignore[arg-type]


def test_every_stage_has_its_place_even_with_nothing_in_it() -> None:
    stages = arrange([station("payments", DONE), station("draft", DONE), station("payments", CURRENT)])

    assert list(stages) == [
        "draft", "approval", "signature", "archive", "order", "workspace", "onboarding", "obligations", "milestones",
        "invoices", "payments", "steps",
    ]  # fmt: skip
    assert len(stages["payments"].stations) == 2
    assert stages["invoices"].stations == ()


@pytest.mark.parametrize(
    ("kinds", "whole"),
    [
        ([DONE, DONE], DONE),
        ([DONE, WAITING], CURRENT),
        ([DONE, CURRENT], CURRENT),
        ([WAITING, WAITING], WAITING),
        ([DONE, CURRENT, STOPPED], STOPPED),
        ([], WAITING),
    ],
)
def test_a_stage_is_told_as_a_whole(kinds: list[str], whole: str) -> None:
    assert Stage("invoices", tuple(station("invoices", kind) for kind in kinds)).kind == whole


def test_whoever_was_asked_first_is_named_first_and_what_has_no_day_last() -> None:
    stages = arrange(
        [
            station("order", CURRENT, waits_for="Abel", since=NOON),
            station("invoices", STOPPED, waits_for="finance"),
            station("payments", CURRENT, waits_for="Fay", since=NOON - timedelta(days=1)),
            station("draft", DONE),
        ]
    )

    assert [one.waits_for for one in what_waits(stages)] == ["Fay", "Abel", "finance"]


@pytest.mark.parametrize(
    ("expected", "whole", "left_out"),
    [
        (Expected("invoices", 1, 12), CURRENT, False),
        (Expected("invoices", 1, None), CURRENT, False),
        (Expected("invoices", 12, 12), DONE, False),
        (None, DONE, False),
    ],
)
def test_a_stage_is_not_done_while_the_agreement_asks_for_more(
    expected: Expected | None, whole: str, left_out: bool
) -> None:
    told: list[Station | Expected] = [station("invoices", DONE)]
    stage = arrange([*told, *([expected] if expected else [])])["invoices"]

    assert (stage.kind, stage.more_to_come, stage.is_left_out) == (whole, whole == CURRENT, left_out)


def test_a_stage_of_which_the_case_has_none_is_left_out_and_one_that_is_not_known_is_not() -> None:
    stages = arrange([Expected("milestones", 0, 0)])

    assert (stages["milestones"].is_left_out, stages["invoices"].is_left_out) == (True, False)
