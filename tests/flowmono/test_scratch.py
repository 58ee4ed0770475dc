"""A template of the tests' database goes on from an earlier one where migrations were only added."""

from flowmono.common.scratch import template_to_go_on_from

FILES = {"a/0001_initial.py": "11", "a/0002_more.py": "22", "b/0001_initial.py": "33"}


def test_the_template_that_ran_the_most_of_what_still_stands_is_gone_on_from() -> None:
    made = {
        "template_little": {"a/0001_initial.py": "11"},
        "template_more": {"a/0001_initial.py": "11", "b/0001_initial.py": "33"},
    }

    assert template_to_go_on_from(made, FILES) == "template_more"


def test_a_template_that_ran_what_was_changed_or_taken_away_since_is_left_alone() -> None:
    made = {
        "template_changed": {"a/0001_initial.py": "11", "a/0002_more.py": "other"},
        "template_gone": {"a/0001_initial.py": "11", "a/0002_less.py": "22"},
    }

    assert template_to_go_on_from(made, FILES) == ""


def test_without_a_template_everything_is_run() -> None:
    assert template_to_go_on_from({}, FILES) == ""
