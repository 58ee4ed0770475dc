"""The insights pages: exact figures of rows that really are there, who sees them, and what they cost."""

import csv
import io
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.template import Context, Template
from django.test import Client

from contracts.models import Contract
from documents.models import Document, Version
from flowmono.approvals.models import Request, Step
from flowmono.insights.asking import Asked
from flowmono.insights.figures import Period
from flowmono.insights.presenting import Chart, Heading
from flowmono.monitoring.models import TrueException
from procurement.models import Invoice, Order
from tests.people import NOON, make_person
from tests.procurement.stories import accept, approve, authorize, make_stage, receive, write_invoice
from vendors.models import Vendor

pytestmark = pytest.mark.django_db
SIGNED_IN = 3
SEE = {"maya", "fay", "lena", "dora", "carl", "aud", "ada"}
FIRST = datetime(2027, 1, 1, tzinfo=UTC)


def asked(category: str = "", department: str = "") -> Asked:
    return Asked(
        Period(date(2027, 1, 1), date(2027, 3, 31)),
        first=FIRST,
        end=datetime(2027, 4, 1, tzinfo=UTC),
        now=NOON,
        category=category,
        department=department,
    )


def paper() -> Version:
    document = Document(title="Paper", kind="contract", case_key=uuid4())
    document.save()
    version = Version(
        document=document,
        number=1,
        origin="uploaded",
        name="a.pdf",
        media_type="application/pdf",
        size=1,
        sha256="0" * 64,
    )
    version.save()
    return version


def contract(number: int, at: datetime, **facts: Any) -> Contract:
    made = Contract(
        number=f"CT-2027-{number:04d}",
        title=f"Agreement {number}",
        requester=make_person("pierre"),
        document=paper().document,
        created_at=at,
        **facts,
    )
    made.save()
    return made


def vendor() -> Vendor:
    found, _made = Vendor.objects.get_or_create(name="Nordlicht GmbH", defaults={"created_at": FIRST})
    return found


def order(of: Contract, total: str, sent_at: datetime) -> Order:
    version = paper()
    made = Order(
        number=of.number.replace("CT", "PO"), contract=of, vendor=vendor(), requester=of.requester, title=of.title,
        currency="EUR", total=Decimal(total), base_total=Decimal(total), rate_on=sent_at.date(), state="sent",
        approved_at=sent_at, sent_at=sent_at, document=version.document,
    )  # fmt: skip
    made.save()
    return made


def invoice(reference: str, at: datetime, of: Contract | None = None, **facts: Any) -> Invoice:
    version = paper()
    values = {
        "number": reference, "vendor": vendor(), "currency": "EUR", "payable": Decimal(10), "state": "matched",
        "document": version.document, "version": version, "sha256": "0" * 64, "captured_by": make_person("fay"),
    } | facts  # fmt: skip
    made = Invoice(reference=reference, received_at=at, contract=of, **values)
    made.save()
    return made


def test_an_invoice_is_straight_through_when_nobody_corrected_confirmed_or_let_something_pass() -> None:
    january, march = FIRST + timedelta(days=4), FIRST + timedelta(days=62)
    invoice("R1", january)
    invoice("R2", january, overrides=[{"code": "PRICE_OVER"}])
    invoice("R3", january, corrections={"number": "R3"})
    invoice("R4", march, state="held")
    invoice("R5", march, state="paid", paid_at=march)
    invoice("R6", march, state="received")
    invoice("R7", FIRST - timedelta(seconds=1))

    months = asked().straight_through()

    assert [(one.month.month, one.straight, one.decided) for one in months] == [(1, 1, 3), (2, 0, 0), (3, 1, 2)]


def test_each_step_is_measured_in_hours_when_it_ended() -> None:
    for number, days in ((1, 2), (2, 4), (3, 6)):
        one = contract(number, FIRST, state="signed", vendor=vendor(), signed_at=FIRST + timedelta(days=days + 1))
        request = Request(
            kind="contract", subject_id=one.pk, case_key=one.pk, title="x", url="/", rule_name="r", requested_at=FIRST,
            state="granted", closed_at=FIRST + timedelta(days=days),
        )  # fmt: skip
        request.save()
        order(one, "100.00", FIRST + timedelta(days=days + 1, hours=5))

    found = asked().cycle()

    assert (found[1].count, found[1].median, found[1].p90) == (3, 96.0, pytest.approx(134.4))
    assert (found[2].median, found[2].p90) == (24.0, 24.0)
    assert (found[3].median, found[3].p90) == (5.0, 5.0)
    assert set(found) == {1, 2, 3}


def test_filters_narrow_every_figure() -> None:
    software = contract(1, FIRST, category="Software", department="IT")
    lease = contract(2, FIRST, category="Lease", department="IT")
    invoice("R1", FIRST, software)
    invoice("R2", FIRST, lease)

    counted = {
        "all": sum(one.decided for one in asked().straight_through()),
        "software": sum(one.decided for one in asked(category="Software").straight_through()),
        "it": sum(one.decided for one in asked(department="IT").straight_through()),
        "none": sum(one.decided for one in asked(category="Software", department="HR").straight_through()),
    }

    assert counted == {"all": 2, "software": 1, "it": 2, "none": 0}
    assert asked().choices() == {"category": ["Lease", "Software"], "department": ["IT"]}


def test_waiting_is_told_by_step_and_team_and_counts_what_waits_now() -> None:
    one = contract(1, FIRST)
    request = Request(
        kind="contract", subject_id=one.pk, case_key=one.pk, title="x", url="/", rule_name="r", requested_at=FIRST
    )
    request.save()
    Step.objects.create(
        uuid=uuid4(), request=request, sequence=1, title="Legal", mode="any", state="done",
        opened_at=FIRST, closed_at=FIRST + timedelta(hours=10),
    )  # fmt: skip
    Step.objects.create(
        uuid=uuid4(),
        request=request,
        sequence=2,
        title="CFO",
        mode="any",
        state="open",
        opened_at=NOON - timedelta(hours=30),
    )

    found = {(what, who): (span.count, span.median, span.waiting, hours) for what, who, span, hours in asked().waits()}

    assert found == {("approval", "Legal"): (1, 10.0, 0, 10.0), ("approval", "CFO"): (1, 30.0, 1, 30.0)}


def test_spend_is_ordered_billed_and_paid_of_the_largest_contracts_and_of_all() -> None:
    for number, total in ((1, "100.00"), (2, "300.00"), (3, "200.00")):
        one = contract(number, FIRST, state="signed", vendor=vendor(), signed_at=FIRST)
        order(one, total, FIRST)

    listed, total, contracts = asked().spend(2)

    assert [(one.number, one.ordered, one.billed, one.left) for one in listed] == [
        ("CT-2027-0002", Decimal("300.00"), Decimal(0), Decimal("300.00")),
        ("CT-2027-0003", Decimal("200.00"), Decimal(0), Decimal("200.00")),
    ]
    assert (total.ordered, contracts) == (Decimal("600.00"), 3)


def test_more_paid_than_ordered_is_explained_in_one_sentence_and_only_then(client: Client) -> None:
    stage = make_stage()
    stage.order = approve(stage)
    accept(stage, "M1 Interface design")
    authorize(stage, receive(stage, write_invoice("NL-1", [("M1 Interface design", "8000.00")], order=stage.order)))
    Contract.objects.update(signed_at=FIRST, ends_on=None)
    client.force_login(stage.people.aud)
    address = "/insights/?from=2027-01-01&until=2027-06-30"

    within = client.get(address).content.decode()
    Order.objects.update(base_total=Decimal("5000.00"))
    over = client.get(address).content.decode()

    assert "More than 100 % is possible" not in within
    assert "More than 100 % is possible: an order counts without tax" in over


def test_exceptions_are_counted_by_watch_and_by_what_became_of_them() -> None:
    for number, state in enumerate(["handled", "handled", "dismissed", "cleared", "open"]):
        TrueException(
            watch="late", cause=str(number), title="Late", sentence="Late.", owner_role="Finance", case_key=uuid4(), url="/",
            raised_at=FIRST, state=state,
        ).save()  # fmt: skip

    (found,) = asked().exceptions(str.upper)

    assert (found.title, found.raised, found.open, found.precision) == ("LATE", 5, 1, 67)


@pytest.mark.parametrize(
    ("who", "status"),
    [
        (who, 200 if who in SEE else 403)
        for who in ("maya", "fay", "lena", "dora", "carl", "aud", "ada", "pierre", "abel", "sam", "vera")
    ],
)
def test_the_figures_are_for_those_who_answer_for_the_whole(who: str, status: int, client: Client) -> None:
    client.force_login(make_person(who))

    answers = [client.get("/insights/"), client.get("/insights/spend.csv")]

    assert {answer.status_code for answer in answers} <= {status, 302 if who == "vera" else status}


def test_what_looks_through_the_whole_period_is_fetched_by_the_page_and_is_there_at_once_without_javascript(
    client: Client,
) -> None:
    client.force_login(make_person("maya"))
    period = "from=2027-01-01&until=2027-03-31"

    page = client.get(f"/insights/?{period}").content.decode()
    more = client.get(f"/insights/?{period}&part=more").content.decode()
    whole = client.get(f"/insights/?{period}&part=all").content.decode()

    assert 'hx-get="/insights/?from=2027-01-01&amp;until=2027-03-31&amp;part=more"' in page
    assert 'href="/insights/?from=2027-01-01&amp;until=2027-03-31&amp;part=all"' in page
    for title in ("Where time waits", "Approval times"):
        assert title not in page.split('class="charts"')[1]
        assert title in more
        assert title in whole
    assert "<html" not in more
    assert "part=more" not in whole
    assert "part=" not in more  # the CSV behind a chart is of the period alone


def test_the_page_takes_ten_statements(client: Client, django_assert_max_num_queries: Any) -> None:
    client.force_login(make_person("maya"))
    invoice("R1", FIRST, contract(1, FIRST))

    with django_assert_max_num_queries(10 + SIGNED_IN):
        page = client.get("/insights/?from=2027-01-01&until=2027-03-31").content.decode()

    assert "1 of 1 invoices" in page
    assert "The table behind it" in page
    assert "<script>" not in page


def test_an_empty_company_reads_as_sentences(client: Client) -> None:
    client.force_login(make_person("maya"))

    page = client.get("/insights/?part=all").content.decode()

    assert "No invoice was decided in this period." in page
    assert "Nothing waited in this period." in page


def test_the_table_behind_a_chart_is_a_csv(client: Client) -> None:
    client.force_login(make_person("maya"))
    one = contract(1, FIRST, state="signed", vendor=vendor(), signed_at=FIRST)
    order(one, "1234.50", FIRST)

    answer = client.get("/insights/spend.csv?from=2027-01-01&until=2027-03-31")
    rows = list(csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig"), newline="")))

    assert [(row["number"], row["ordered"], row["paid"]) for row in rows] == [("CT-2027-0001", "1234.50", "0.00")]
    assert client.get("/insights/secrets.csv").status_code == 404


def test_the_table_behind_a_chart_has_room_for_its_figures_and_writes_months_as_the_chart_does() -> None:
    chart = Chart(
        "spend",
        "Spend",
        "",
        (
            Heading("number", "Contract", "under"),
            Heading("title", "Contract"),
            Heading("team", "Team", "under"),
            Heading("month", "Month", "month"),
            Heading("ordered", "Ordered", "money"),
        ),
        [("CT-2027-0001", "Advice: Legal review", "Legal review", "2026-02", Decimal(5))],
    )

    words = Template('{% include "insights/_chart.html" %}').render(Context({"chart": chart, "currency": "EUR"}))

    assert [heading.key for heading in chart.shown] == ["title", "month", "ordered"]
    assert '<span class="sub">CT-2027-0001</span>' in words
    assert "Feb 2026" in words
    assert "2026-02" not in words
