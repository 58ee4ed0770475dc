"""The contract of long ago that the screens show: its time is over, it owes nothing, and two people dispose of its papers."""

from datetime import UTC, date, datetime

import pytest

from contracts import actions as contracts
from demo.company import seed_company
from demo.play import Play
from demo.screens.keeping import keep_until_over

pytestmark = pytest.mark.django_db


def test_its_papers_are_kept_for_ten_years_after_its_end_and_then_two_people_may_dispose_of_them():
    play = Play(lambda _words: None, datetime(2027, 1, 22, 9, tzinfo=UTC))
    play.people = seed_company(at=play.at)

    keep_until_over(play)
    contracts.ask_disposal(play.deal, by=play.people["lena"], at=play.tick(), reason="The ten years are over.")
    done = contracts.dispose_of_papers(play.deal, by=play.people["noor"], at=play.tick())

    assert (play.deal.category, play.deal.kept_until) == ("NDA", date(2026, 2, 28))
    assert done.is_done
