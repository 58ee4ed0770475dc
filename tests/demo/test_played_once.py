"""The main job is played once: a second start finds it, however its title is written once its draft was read."""

from io import StringIO
from typing import Any

import pytest
from django.core.management.base import CommandError

from contracts import actions
from demo.management.commands.demo import Command
from demo.show import LAST_DRAFT, PAPERS, is_main_job_played
from tests.contracts import scenes
from tests.people import NOON, make_person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("title", ["Professional services agreement", "Professional Services Agreement"])
def test_a_second_start_does_not_play_it_again(title: str) -> None:
    assert not is_main_job_played()

    scenes.uploaded(make_person("pierre"), title=title)

    assert is_main_job_played()


def leave_last_draft(by: Any) -> None:
    actions.upload_draft(by=by, at=NOON, data=(PAPERS / LAST_DRAFT).read_bytes(), filename=LAST_DRAFT)


def test_one_that_came_to_its_end_is_said_to_be_there() -> None:
    said, pierre = StringIO(), make_person("pierre")
    scenes.uploaded(pierre, title="Professional Services Agreement")
    leave_last_draft(pierre)

    Command(stdout=said)._play_main_job(once=True)

    assert "is there already; `make demo RESET=1` begins anew" in said.getvalue()


@pytest.mark.parametrize(
    ("folder", "way"), [("postgres", "`make demo RESET=1` begins anew"), ("", "on an empty database of your server")]
)
def test_one_that_was_interrupted_is_not_said_to_be_there(settings: Any, folder: str, way: str) -> None:
    said, warned = StringIO(), StringIO()
    scenes.uploaded(make_person("pierre"), title="Professional Services Agreement")
    settings.DATABASES["default"]["EMBEDDED"], before = folder, settings.DATABASES["default"].get("EMBEDDED")

    try:
        with pytest.raises(CommandError, match="interrupted before its end"):
            Command(stdout=said)._play_main_job(once=True)
        Command(stdout=said, stderr=warned)._play_main_job(once=False)
    finally:
        settings.DATABASES["default"]["EMBEDDED"] = before

    assert way in warned.getvalue()
    assert not said.getvalue()
