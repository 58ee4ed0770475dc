"""An exception is read by people: words for keys, days for dates, one step to deal with it, and how far to trust its watch."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from flowmono.accounts import roles
from flowmono.common.watching import WATCHES, Watch
from flowmono.monitoring import actions
from flowmono.monitoring.evidence import Fact, facts_of, label_of
from flowmono.monitoring.models import TrueException, WatchRun
from flowmono.monitoring.registry import Finding, Option
from tests.people import NOON, make_person


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("invoice_id", "Invoice"),
        ("valid until", "Valid until"),
        ("acceptedPercent", "Accepted percent"),
        ("quote", "What the contract says"),
        ("paid", "Paid"),
    ],
)
def test_a_key_is_read_as_words(name: str, label: str) -> None:
    assert label_of(name) == label


def test_evidence_is_told_by_its_kind_and_what_only_a_database_knows_is_left_out() -> None:
    evidence = {
        "vendor": "Halden",
        "contract": "",
        "called by": "None",
        "invoice_id": str(UUID(int=7)),
        "due": "2027-03-01",
        "owed since": "2027-03-01T12:00:00+00:00",
        "found": "price above the order; duplicate",
        "error": "KeyError: a; b",
        "quote": "Payment is due; interest runs.",
        "number": "2027-03-01-17",
    }

    assert list(facts_of(evidence)) == [
        Fact("Vendor", "Halden", "text"),
        Fact("Due", date(2027, 3, 1), "day"),
        Fact("Owed since", datetime(2027, 3, 1, 12, tzinfo=UTC), "moment"),
        Fact("Found", ["price above the order", "duplicate"], "list"),
        Fact("Error", "KeyError: a; b", "text"),
        Fact("What the contract says", "Payment is due; interest runs.", "quote"),
        Fact("Number", "2027-03-01-17", "text"),
    ]


def raise_one(cause: str = "c", **facts: Any) -> TrueException:
    given = {"url": "/invoices/1/", "options": (Option("Look at the invoice", "/invoices/1/match/"),), **facts}
    finding = Finding(
        cause=cause,
        title="The invoice is over the order",
        sentence="It bills 900.00 more than was ordered.",
        owner_role=roles.FINANCE,
        case_id=uuid4(),
        evidence={"invoice_id": str(uuid4()), "due": "2027-03-04", "quote": "The price is fixed."},
        **given,
    )
    return actions.raise_exception("over_billing", finding, at=NOON)


@pytest.mark.django_db
def test_the_page_says_what_is_known_in_words_and_leads_on_in_one_step(client: Client) -> None:
    fay = make_person("fay")
    client.force_login(fay)
    for number, answer in enumerate([actions.handle, actions.handle, actions.dismiss]):
        answer(raise_one(f"earlier-{number}"), by=fay, at=NOON, reason="Seen.")

    page = client.get(raise_one().get_absolute_url()).text

    assert 'href="/invoices/1/match/"' in page
    assert "Look at the invoice" in page
    assert "4 Mar 2027" in page
    assert "The price is fixed." in page
    assert "right 2 of 3 times" in page
    assert "nvoice_id" not in page


@pytest.mark.django_db
def test_without_a_way_of_its_own_the_record_is_opened(client: Client) -> None:
    client.force_login(make_person("aud"))

    page = client.get(raise_one(options=()).get_absolute_url()).text

    assert 'href="/invoices/1/"' in page
    assert "Finance or procurement answers it." in page
    assert "Nobody has answered one of its exceptions yet." in page


@pytest.mark.django_db
def test_an_exception_costs_ten_statements_at_most(client: Client, django_assert_max_num_queries: Any) -> None:
    client.force_login(make_person("fay"))
    found = raise_one()

    with django_assert_max_num_queries(10 + 2):
        assert client.get(found.get_absolute_url()).status_code == 200


@pytest.mark.django_db
def test_the_watches_page_tells_which_watch_cannot_look_and_when_each_looked(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(at: datetime) -> Any:
        raise RuntimeError("the lens is dirty")

    for name in list(WATCHES):
        monkeypatch.delitem(WATCHES, name)
    monkeypatch.setitem(WATCHES, "dirty", Watch("dirty", "A milestone is late", break_down))
    monkeypatch.setitem(WATCHES, "clean", Watch("clean", "A paper lapses", lambda at: iter([None, None])))
    actions.run_all(at=NOON)
    client.force_login(make_person("ada"))

    answer = client.get(reverse("monitoring:watches"))

    records = {record.name: record for record in answer.context["records"]}
    assert (records["dirty"].is_blind, records["clean"].is_blind) == (True, False)
    assert (records["clean"].looked_at, records["clean"].last_looked) == (2, WatchRun.objects.get().at)
    assert "Cannot look" in answer.text
    assert records["watch_failed"].title == "Watch failed"
