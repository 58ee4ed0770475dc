"""Drift and cost of reading: what chance explains is not called drift, what it does not is; each reading is measured."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from documents.models import ReadingEffort
from flowmono.insights.drift import (
    Change,
    Looked,
    Taken,
    changes,
    compare,
    drift,
    newcombe,
    quantile_for,
    versions,
    welch,
    wilson,
)
from flowmono.insights.figures import Period, recent_part_of
from procurement import actions
from tests.contracts import scenes
from tests.people import NOON, make_people, make_person
from tests.procurement.stories import at, make_stage, receive
from tests.procurement.test_reading import CORRECTED, WHOLE, pdf_of

SIGNED_IN = 3


def looked(field: str, lately: bool, count: int, right: int, *, version: str = "embedded 1") -> Looked:
    return Looked(field, version, lately, count, right, 0.9 * count, 0.81 * count, right)


def test_the_interval_of_a_share_is_wilsons() -> None:
    low, high = wilson(81, 263, 1.959964)

    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)  # Newcombe 1998, table I


def test_the_interval_of_a_difference_is_newcombes() -> None:
    low, high = newcombe((48, 80), (56, 70), 1.959964)

    assert (round(low, 4), round(high, 4)) == (0.0524, 0.3339)  # Newcombe 1998, table II, 56/70 less 48/80, method 10


@given(st.integers(1, 400), st.integers(1, 400), st.data())
def test_a_share_that_stands_is_never_said_to_have_moved(before: int, lately: int, data: Any) -> None:
    right = data.draw(st.integers(0, before))
    low, high = newcombe((right, before), (round(right * lately / before), lately), quantile_for(1))

    assert -1.0000001 <= low <= high <= 1.0000001
    if lately % before == 0:
        assert low <= 0 <= high


def test_a_mean_that_stands_is_not_said_to_have_moved_and_one_that_fell_is() -> None:
    assert welch((50, 45.0, 41.0), (50, 45.0, 41.0), 2.0)[0] < 0 < welch((50, 45.0, 41.0), (50, 45.0, 41.0), 2.0)[1]
    assert welch((50, 45.0, 41.0), (50, 30.0, 20.0), 2.0)[1] < 0


def test_chance_is_not_called_drift() -> None:
    found = changes([looked("title", False, 40, 37), looked("title", True, 12, 10)], [])

    assert {one.verdict for one in found} == {"steady"}


def test_a_field_that_is_right_much_less_often_is_named_and_the_others_are_not() -> None:
    values = [
        looked("title", False, 200, 190),
        looked("title", True, 60, 30),
        looked("payer", False, 200, 180),
        looked("payer", True, 60, 54),
    ]

    told = {one.name: one.verdict for one in changes(values, [])}
    chart = drift(values, [], 28)

    assert (told["Right: Title"], told["Right: Customer"]) == ("worse", "steady")
    assert "measures have changed by more than chance" in chart.note
    assert next(row for row in chart.rows if row[0] == "Right: Title")[1:5] == (95, 200, 50, 60)


def test_too_few_values_are_not_compared() -> None:
    assert compare("x", (200, 200), (0, 4), 2.0) == Change("x", (100, 200), (0, 4))
    assert drift([looked("title", True, 3, 0)], [], 28).bars == []


def test_invoices_are_compared_by_what_they_were_read_from() -> None:
    found = changes([], [Taken("pdf", False, 100, 10, 5, 0), Taken("pdf", True, 40, 30, 30, 0)])

    assert [(one.name, one.before, one.lately, one.verdict) for one in found] == [
        ("Not corrected: PDFs", (95, 100), (25, 40), "worse")
    ]


def test_each_version_of_the_reader_has_its_own_row() -> None:
    chart = versions([looked("title", False, 10, 9), looked("title", True, 10, 5, version="embedded 2")])

    assert [row[:3] for row in chart.rows] == [("embedded 1", 10, 90), ("embedded 2", 10, 50)]


def test_the_last_weeks_of_a_short_period_are_its_second_half() -> None:
    assert recent_part_of(Period(date(2027, 1, 1), date(2027, 12, 31))) == timedelta(days=28)
    assert recent_part_of(Period(date(2027, 1, 1), date(2027, 1, 10))) == timedelta(days=5)


@pytest.mark.django_db
def test_reading_is_measured_and_stands_on_the_page_and_in_the_csv(client: Client) -> None:
    stage = make_stage()
    invoice = receive(stage, pdf_of(WHOLE), name="invoice.pdf")
    actions.correct_reading(invoice, by=stage.people.fay, at=at(date(2027, 4, 5)), values=CORRECTED)
    client.force_login(stage.people.aud)
    period = "from=2027-01-01&until=2027-12-31"

    effort = ReadingEffort.objects.get()
    page = client.get(f"/insights/reading/?{period}").content.decode()
    costs = client.get(f"/insights/cost.csv?{period}").getvalue().decode("utf-8-sig").splitlines()
    hands = client.get(f"/insights/by-hand.csv?{period}").getvalue().decode("utf-8-sig").splitlines()

    assert (effort.kind, effort.version, effort.reader) == ("invoice", invoice.version, "embedded")
    assert effort.cpu_seconds > 0
    assert effort.megabytes is not None
    assert effort.megabytes > 10
    assert "What reading costs" in page
    assert costs[1].startswith("Invoice,embedded 2,1,")
    assert hands[1].startswith("PDFs,1,")
    assert hands[1].split(",")[4] == "1"


@pytest.mark.django_db
def test_the_terms_of_a_contract_are_measured_as_well() -> None:
    make_people()
    scenes.converted(make_person("pierre"))

    effort = ReadingEffort.objects.get()
    assert (effort.kind, effort.megabytes) == ("contract", None)
    assert effort.cpu_seconds > Decimal(0)


@pytest.mark.django_db
def test_the_page_takes_five_statements_and_reads_as_sentences_when_empty(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    client.force_login(make_person("maya"))

    with django_assert_max_num_queries(5 + SIGNED_IN):
        page = client.get(f"/insights/reading/?from={NOON:%Y}-01-01&until={NOON:%Y}-12-31").content.decode()

    for words in (
        "Nothing was read in this period.",
        "No invoice was read in this period.",
        "Too few values were looked at",
    ):
        assert words in page


@pytest.mark.django_db
@pytest.mark.parametrize(("who", "status"), [("maya", 200), ("ada", 200), ("aud", 200), ("pierre", 403), ("olu", 403)])
def test_the_page_is_for_those_who_see_the_figures(who: str, status: int, client: Client) -> None:
    client.force_login(make_person(who))

    assert client.get("/insights/reading/").status_code == status
