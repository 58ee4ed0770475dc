"""Money as programs read it: with its currency's own number of decimals, in every shape and in what webhooks tell."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from flowmono.accounts.models import AccessToken
from flowmono.common.fields import COMPANYS, AmountField, CurrencyField, PriceField
from flowmono.common.models import ExchangeRate
from flowmono.common.money import plain_money
from flowmono.outbox.models import RecordedEvent
from tests.people import NOON, make_person
from tests.procurement.stories import accept as accept_milestone
from tests.procurement.stories import approve, authorize, make_stage, receive, write_invoice

JSON = "application/json"


@pytest.mark.parametrize(
    ("amount", "currency", "written"),
    [
        ("200000.000", "EUR", "200000.00"),
        ("0", "EUR", "0.00"),
        ("-12.5", "USD", "-12.50"),
        ("200000.000", "JPY", "200000"),
        ("1E+3", "JPY", "1000"),
        ("0.5", "KWD", "0.500"),
        ("0.125000", "EUR", "0.125"),
        ("12.340", "", "12.34"),
    ],
)
def test_an_amount_has_its_currencys_decimals_and_is_never_rounded(amount: str, currency: str, written: str) -> None:
    assert plain_money(Decimal(amount), currency) == written


def columns_of_money() -> Iterator[Any]:
    for model in apps.get_models():
        if not model._meta.proxy:
            yield from (one for one in model._meta.get_fields() if isinstance(one, AmountField | PriceField))


def test_every_column_of_money_knows_the_way_to_its_currency() -> None:
    lost = []
    for column in columns_of_money():
        if column.currency == COMPANYS:
            continue
        model = column.model
        *relations, last = column.currency.split(".")
        try:
            for name in relations:
                model = model._meta.get_field(name).related_model
            if not isinstance(model._meta.get_field(last), CurrencyField):
                lost.append(str(column))
        except LookupError as gone:
            lost.append(f"{column}: {gone}")

    assert lost == []


def program(who: str) -> Client:
    scopes = [
        f"{about}:{verb}"
        for about in ("orders", "invoices", "payments", "contracts", "vendors")
        for verb in ("read", "write")
    ]
    _token, secret = AccessToken.issue(owner=make_person(who), name="ERP", scopes=scopes, at=NOON)
    return Client(headers={"authorization": f"Bearer {secret}"})


@pytest.mark.django_db
def test_a_chain_in_euro_is_read_in_cents() -> None:
    stage = make_stage()
    order = approve(stage)
    accept_milestone(stage, "M1 Interface design")
    invoice = receive(stage, write_invoice("INV-1", [("M1 Interface design", "8000.00")], order=order))
    payment = authorize(stage, invoice)
    aud = program("aud")

    read = {
        name: aud.get(f"/api/v1/{name}/{one.pk}/").json()
        for name, one in {"orders": order, "invoices": invoice, "payments": payment}.items()
    }

    assert re.fullmatch(r"\d+\.\d\d", read["orders"]["total"])
    assert re.fullmatch(r"\d+\.\d\d", read["orders"]["base_total"])
    assert {line["amount"] for line in read["orders"]["lines"] if line["amount"]} >= {"8000.00"}
    assert (read["invoices"]["net"], read["invoices"]["lines"][0]["net"]) == ("8000.00", "8000.00")
    assert read["invoices"]["lines"][0]["order_net"] == "8000.00"
    assert re.fullmatch(r"\d+\.\d\d", read["payments"]["amount"])
    assert read["invoices"]["match"]["amount_at_risk"] == "0.00"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("currency", "price", "read", "estimate"),
    [("JPY", "1500", "1500", "3000"), ("KWD", "1.5", "1.500", "3.000"), ("EUR", "0.125", "0.125", "0.25")],
)
def test_yen_have_no_decimals_and_dinars_three(currency: str, price: str, read: str, estimate: str) -> None:
    make_stage()
    for other in ("JPY", "KWD"):
        ExchangeRate.objects.create(currency=other, into="EUR", rate=Decimal("0.5"), valid_on=date(2026, 1, 1))
    line = {"description": "Sensor", "quantity": "2", "unit": "piece", "unit_price": price}
    need = {
        "title": "Sensors",
        "need": "For the bench.",
        "needed_by": "2027-06-01",
        "currency": currency,
        "lines": [line],
    }

    made = program("pierre").post("/api/v1/requisitions/", need, JSON).json()

    assert "lines" in made, made
    assert (made["lines"][0]["unit_price"], made["estimate"]) == (read, estimate)


@pytest.mark.django_db
def test_what_is_announced_names_money_alike() -> None:
    stage = make_stage()
    order = approve(stage)

    told = RecordedEvent.objects.filter(name="OrderApproved").latest("pk").values

    assert told["currency"] == "EUR"
    assert told["total"] == plain_money(order.total, "EUR")
    assert re.fullmatch(r"\d+\.\d\d", told["total"])


@pytest.mark.django_db
def test_the_currency_of_a_line_costs_no_statement_of_its_own() -> None:
    stage = make_stage()
    order = approve(stage)
    accept_milestone(stage, "M1 Interface design")
    invoice = receive(stage, write_invoice("INV-1", [("M1 Interface design", "8000.00")], order=order))
    aud = program("aud")

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert aud.get(f"/api/v1/invoices/{invoice.pk}/").status_code == 200
        return len(asked)

    before = cost()
    line = invoice.lines.get()
    for position in range(2, 12):
        line.pk, line.position, line._state.adding = None, position, True
        line.save(force_insert=True)

    assert cost() <= before


@pytest.mark.django_db
def test_limits_are_in_the_companys_currency() -> None:
    stage = make_stage()
    order = approve(stage)

    with override_settings(COMPANY_CURRENCY="JPY"):
        read = program("aud").get(f"/api/v1/orders/{order.pk}/").json()

    assert re.fullmatch(r"\d+", read["base_total"])
    assert re.fullmatch(r"\d+\.\d\d", read["total"])
