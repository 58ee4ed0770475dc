"""How well contracts are read, as the insights page says it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from contracts import actions
from contracts.models import Contract
from flowmono.common.acting import SYSTEM, acting
from flowmono.insights.reading import BOUNDS, Judged, calibration_error, reading_by_field, sureness, tally
from tests.contracts import scenes
from tests.people import NOON, make_people, make_person

PERIOD = f"from={NOON:%Y}-01-01&until={NOON:%Y}-12-31"


def test_a_reader_that_is_right_as_often_as_it_is_sure_is_not_off() -> None:
    assert calibration_error([Judged("title", 3, 8, 1, 1, Decimal("8.0"))]) == Decimal("0.000")
    assert calibration_error([]) is None


def test_too_sure_in_one_stretch_and_too_modest_in_another_do_not_cancel_out() -> None:
    found = [Judged("title", 5, 5, 5, 0, Decimal("10")), Judged("title", 1, 10, 0, 0, Decimal("5"))]

    assert calibration_error(found) == Decimal("0.500")


COUNTS = st.integers(0, 30)
FOUND = st.lists(
    st.builds(
        lambda place, *counts: Judged("total", place, *counts, Decimal(sum(counts)) * BOUNDS[place] / 100),
        st.integers(0, len(BOUNDS) - 2), COUNTS, COUNTS, COUNTS,
    )
)  # fmt: skip


@given(FOUND)
def test_nothing_is_lost_between_the_charts(found: list[Judged]) -> None:
    by_field, by_sureness = reading_by_field(found), sureness(found)

    assert sum(row[1] for row in by_field.rows) == sum(row[1] for row in by_sureness.rows) == tally(found).count
    error = calibration_error(found)
    assert error is None or 0 <= error <= 1


@pytest.mark.django_db
def test_what_people_confirm_correct_and_drop_stands_on_the_page_and_in_the_csv(client: Client) -> None:
    make_people()
    maya = make_person("maya")
    contract = scenes.converted(make_person("pierre"))
    line = contract.terms.schedule().get(amount=14_000)
    actions.drop_term(contract.terms.live().get(field="renewal"), by=maya, at=NOON)
    actions.correct_term(line, by=maya, at=NOON, values={"description": "Two instalments"})
    actions.confirm_terms(Contract.objects.get(pk=contract.pk), by=maya, at=NOON)
    client.force_login(maya)

    page = client.get(f"/insights/reading/?{PERIOD}").content.decode()
    fields = client.get(f"/insights/reading.csv?{PERIOD}").getvalue().decode("utf-8-sig")
    sure = client.get(f"/insights/sureness.csv?{PERIOD}").getvalue().decode("utf-8-sig")

    assert "What people said of what was read" in page
    assert "percentage points apart" in page
    assert "Schedule,2,1,1,0,50," in fields
    assert "Renewal,1,0,0,1,0," in fields
    assert "Governing law,1,1,0,0,100," in fields
    assert (
        sum(int(line.split(",")[1]) for line in sure.splitlines()[1:])
        == contract.terms.exclude(verified_by=None).count()
    )


@pytest.mark.django_db
def test_what_went_because_the_draft_was_replaced_is_nobodys_verdict(client: Client) -> None:
    make_people()
    maya, pierre = make_person("maya"), make_person("pierre")
    contract = scenes.converted(pierre)
    before = NOON - timedelta(hours=1)
    actions.correct_term(contract.terms.schedule().first(), by=maya, at=before, values={"description": "First"})
    later = Contract.objects.get(pk=contract.pk)
    actions.replace_draft(later, by=pierre, at=NOON, data=scenes.word_file(), filename="again.docx")
    with acting(SYSTEM, at=NOON):
        scenes.convert_and_read(Contract.objects.get(pk=contract.pk))
    client.force_login(maya)

    fields = client.get(f"/insights/reading.csv?{PERIOD}").getvalue().decode("utf-8-sig")

    assert "Schedule" not in fields
