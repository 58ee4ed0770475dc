"""The main job is played once: a second start finds it, however its title is written once its draft was read."""

import pytest

from demo.show import is_main_job_played
from tests.contracts import scenes
from tests.people import make_person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("title", ["Professional services agreement", "Professional Services Agreement"])
def test_a_second_start_does_not_play_it_again(title: str) -> None:
    assert not is_main_job_played()

    scenes.uploaded(make_person("pierre"), title=title)

    assert is_main_job_played()
