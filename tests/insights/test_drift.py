"""Drift and cost of reading: what chance explains is not called drift, what it does not is; each reading is measured."""

from dataclasses import replace
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
    compare_means,
    drift,
    newcombe,
    quantile_for,
    student,
    versions,
    wilson,
)
from flowmono.insights.figures import Period, recent_part_of
from flowmono.intelligence.invoices import READER_VERSION
from procurement import actions
from tests.contracts import scenes
from tests.people import NOON, make_people, make_person
from tests.procurement.stories import at, make_stage, receive
from tests.procurement.test_reading import CORRECTED, WHOLE, pdf_of

SIGNED_IN = 3


def looked(name: str, lately: bool, count: int, right: int, *, what: str = "field") -> Looked:
    """So many contracts with one value each."""
    return Looked(what, name, lately, count, count, right, count, right, right)


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


def spread(lately: bool, sums: list[tuple[float, float]]) -> Looked:
    """Contracts with (values, hits) each."""
    n, x = sum(n for n, _ in sums), sum(x for _, x in sums)
    squares = sum(n * n for n, _ in sums), sum(x * x for _, x in sums), sum(n * x for n, x in sums)
    return Looked("whole", "sure", lately, len(sums), n, x, *squares)


def test_a_mean_that_stands_is_not_said_to_have_moved_and_one_that_fell_is() -> None:
    before = spread(False, [(10, 9.0), (10, 8.6), (10, 9.2), (10, 8.8), (10, 9.1), (10, 9.0)])
    fallen = spread(True, [(10, 5.0), (10, 5.6), (10, 5.2), (10, 4.8), (10, 5.1)])

    assert compare_means("x", before, replace(before, lately=True), 2.0).verdict == "steady"
    assert compare_means("x", before, fallen, 2.0).verdict == "worse"


def test_one_contract_that_was_read_badly_is_chance_however_many_values_it_has() -> None:
    before = spread(False, [(20, 19.0)] * 8 + [(20, 20.0)] * 8)
    one_bad = spread(True, [(20, 19.0)] * 3 + [(20, 20.0)] * 3 + [(60, 0.0)])
    as_if_alone = Looked("whole", "right", True, 180, 180, 117, 180, 117, 117)

    assert compare("x", before, one_bad, quantile_for(10)).verdict == "steady"
    assert compare("x", before, as_if_alone, quantile_for(10)).verdict == "worse"


def test_the_fewer_contracts_the_wider_the_interval() -> None:
    assert student(1.959964, 11) == pytest.approx(2.228, abs=0.01)  # Student's table, 10 degrees of freedom
    assert student(1.959964, 10_000) == pytest.approx(1.96, abs=0.001)


def test_where_all_agree_contracts_count_and_not_their_values() -> None:
    assert spread(False, [(20, 20.0)] * 6).worth == 6
    assert spread(False, [(1, 1.0)] * 30 + [(1, 0.0)] * 30).worth == pytest.approx(60, rel=0.05)


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
    assert chart.note == "1 measure has changed by more than chance."
    assert next(row for row in chart.rows if row[0] == "Right: Title")[1:5] == (95, 200, 50, 60)


def test_too_few_values_are_not_compared() -> None:
    assert compare("x", looked("x", False, 200, 200), looked("x", True, 4, 0), 2.0) == Change("x", (100, 200), (0, 4))
    assert drift([looked("title", True, 3, 0)], [], 28).bars == []


def test_invoices_are_compared_by_what_they_were_read_from() -> None:
    found = changes([], [Taken("pdf", False, 100, 10, 5, 0), Taken("pdf", True, 40, 30, 30, 0)])

    assert [(one.name, one.before, one.lately, one.verdict) for one in found] == [
        ("Not corrected: PDFs", (95, 100), (25, 40), "worse")
    ]


def test_each_version_of_the_reader_has_its_own_row() -> None:
    chart = versions(
        [looked("embedded 1", False, 10, 9, what="version"), looked("embedded 2", False, 10, 5, what="version")]
    )

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
    assert costs[1].startswith(f"Invoice,embedded {READER_VERSION},1,")
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
