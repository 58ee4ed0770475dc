"""Steps that are asked at the same time stand side by side on the path of an approval."""

import re
from typing import Any

import pytest
from django.template.loader import render_to_string

from flowmono.common.templatetags.flowmono import side_by_side


def step(title: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"title": title, "kind": kind, **more}


def test_neighbours_of_one_sequence_are_one_place_of_the_path() -> None:
    legal, owner, cfo = (
        step("Legal", "done", sequence=1),
        step("Owner", "done", sequence=2),
        step("CFO", "current", sequence=2),
    )

    groups = side_by_side([legal, owner, cfo])

    assert [group["steps"] for group in groups] == [[legal], [owner, cfo]]
    assert [group["kind"] for group in groups] == ["done", "current"]


def test_steps_without_a_sequence_come_one_after_another() -> None:
    groups = side_by_side([step("Entered", "done"), step("Call back", "waiting")])

    assert [len(group["steps"]) for group in groups] == [1, 1]


@pytest.mark.parametrize(
    ("kinds", "is_said"),
    [
        (["rejected", "current"], "rejected"),
        (["done", "waiting"], "waiting"),
        (["done", "skipped"], "done"),
        (["skipped", "skipped"], "skipped"),
    ],
)
def test_a_place_is_as_far_as_the_step_that_is_furthest_behind(kinds: list[str], is_said: str) -> None:
    (group,) = side_by_side([step("One", kind, sequence=3) for kind in kinds])

    assert group["kind"] == is_said


def test_the_path_says_that_they_are_asked_at_the_same_time() -> None:
    steps = [
        step("Legal", "done", sequence=1),
        step("Owner", "waiting", sequence=2),
        step("CFO", "waiting", sequence=2),
    ]

    drawn = render_to_string("components/path.html", {"steps": steps})

    assert re.findall(r'<ul class="path-beside"\s+aria-label="([^"]+)"', drawn) == ["At the same time"]
    assert re.findall(r'path-title">(\w+)', drawn) == ["Legal", "Owner", "CFO"]
