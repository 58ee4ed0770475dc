"""A review too quick to have been one: words on the pages against the time they were in sight."""

import pytest

from signing.pace import Reading, in_time, judge, share_out, times_told_at_once


def test_a_review_at_the_speed_of_reading_says_nothing():
    pace = judge([Reading(1, 450, True, 30), Reading(2, 450, True, 30)])

    assert (pace.is_too_quick, pace.words) == (False, "")


@pytest.mark.parametrize(("seconds", "quick"), [(29, True), (30, False)])
def test_nobody_reads_fifteen_words_a_second(seconds: int, quick: bool):
    assert judge([Reading(1, 450, True, seconds)]).is_too_quick is quick


def test_time_counts_over_all_pages_because_people_go_back_and_forth():
    assert not judge([Reading(1, 450, True, 58), Reading(2, 450, True, 2)]).is_too_quick


def test_a_page_without_words_needs_a_second():
    assert judge([Reading(1, 0, True, 0)]).needs == 1


def test_pages_that_were_not_opened_are_named_in_runs():
    readings = [Reading(page, 0, page in {1, 6}, 5) for page in range(1, 10)]

    pace = judge(readings)

    assert pace.unseen == (2, 3, 4, 5, 7, 8, 9)
    assert pace.words == "Pages 2–5, 7–9 were not opened."


def test_both_are_said_with_the_time_that_reading_takes():
    pace = judge([Reading(1, 4500, True, 12), Reading(2, 10, False, 0)])

    assert pace.words == (
        "Page 2 was not opened. The document was in sight for 12 seconds; to read what was opened takes at least 5 minutes."
    )


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 seconds"),
        (119, "119 seconds"),
        (120, "2 minutes"),
        (340, "5 minutes 40 seconds"),
        (361, "6 minutes 1 second"),
    ],
)
def test_time_is_said_to_the_second(seconds: int, words: str):
    assert in_time(seconds) == words


def test_just_before_its_end_the_time_and_the_limit_are_not_the_same_figure():
    pace = judge([Reading(1, 5400, True, 340)])

    assert pace.hurry_words == (
        "The document was in sight for 5 minutes 40 seconds; to read what was opened takes at least 6 minutes."
    )
    assert pace.rest_words == "It takes 20 seconds more."


def test_seconds_that_did_not_go_by_are_not_believed():
    assert share_out({1: 300, 2: 100}, at_most=40) == {1: 30, 2: 10}
    assert share_out({1: 30, 2: -5}, at_most=40) == {1: 30}
    assert share_out({1: 30}, at_most=-3) == {1: 0}


@pytest.mark.parametrize(
    ("seen", "times", "seconds", "told"),
    [
        ([1, 2, 3], {1: 5, 2: 4}, 60, {1: 5, 2: 4, 3: 0}),
        ([1, 2], {}, 9, {1: 4, 2: 4}),
        ([1], {0: 50, 7: 50}, 0, {1: 0}),
        ([], {}, 900, {}),
    ],
)
def test_what_a_browser_tells_with_its_submit_alone(
    seen: list[int], times: dict[int, int], seconds: int, told: dict[int, int]
):
    assert times_told_at_once(seen, times, seconds, total=3) == told
