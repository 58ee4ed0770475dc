"""The seven drafts of the labelled set are read exactly, by rules that know none of them."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from flowmono.intelligence.contracts.embedded import EmbeddedReader
from flowmono.intelligence.reader import Reading, ScheduleItem

DATA = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "terms"
pytestmark = pytest.mark.skipif(not DATA.exists(), reason="the labelled terms are not on this machine")
NAMES = [f"draft-{number}" for number in ("01", "03", "04", "07", "08", "10", "11")]


def label_of(name: str) -> dict[str, Any]:
    rows = (DATA / "terms.jsonl").read_text(encoding="utf-8").splitlines()
    return next(row for row in map(json.loads, rows) if row["id"] == name)


def reading_of(name: str) -> Reading:
    with (DATA / "texts" / f"{name}.txt").open(encoding="utf-8", newline="") as file:
        return EmbeddedReader().read(file.read())


def priced(items: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """What an order needs of each firm item; when a unit price is due is how it is used, not a date."""
    return [
        (
            item["kind"],
            Decimal(item["amount"]),
            item["percent"] and Decimal(item["percent"]),
            due(item["due"], item["kind"]),
        )
        for item in items
        if not item.get("optional")
    ]


def due(due: dict[str, Any], kind: str) -> tuple[Any, ...]:
    if kind == "unit_price":
        return ()
    value = due["value"] if due["type"] != "event" else "an event"
    return due["type"], value, due.get("period"), due.get("count")


def read_item(item: ScheduleItem) -> dict[str, Any]:
    stated = {"type": item.due.type, "value": item.due.value, "period": item.due.period, "count": item.due.count}
    return {"kind": item.kind, "amount": item.amount, "percent": item.percent, "due": stated, "optional": item.optional}


@pytest.mark.parametrize("name", NAMES)
def test_a_draft_is_read_as_its_label_says(name: str) -> None:
    label = label_of(name)

    reading = reading_of(name)

    assert reading.payer is not None
    assert reading.payee is not None
    assert reading.currency is not None
    assert reading.total is not None
    assert reading.payment_terms is not None
    terms = label["payment_terms"]
    assert (reading.payer.value, reading.payee.value, reading.currency.value) == (
        label["payer"],
        label["payee"],
        label["currency"],
    )
    assert (reading.total.amount, reading.total.kind) == (
        Decimal(label["total_value"]["amount"]),
        label["total_value"]["kind"],
    )
    assert (reading.payment_terms.days, reading.payment_terms.counted_from) == (terms["days"], terms["from"])
    assert priced([read_item(item) for item in reading.schedule]) == priced(label["schedule"])
    assert all(check.agrees for check in reading.checks)


def test_acceptance_criteria_come_with_their_milestones() -> None:
    reading = reading_of("draft-01")

    assert [item.acceptance for item in reading.schedule] == [
        item["acceptance"] for item in label_of("draft-01")["schedule"][:4]
    ]
    assert [item.due.value for item in reading.schedule][:1] == ["on written acceptance of milestone M1"]


def test_the_renewal_of_a_subscription_is_read_with_its_notice_and_cap() -> None:
    reading = reading_of("draft-03")

    assert reading.renewal is not None
    assert (reading.renewal.auto, reading.renewal.notice_days, reading.renewal.increase_cap_percent) == (
        True,
        60,
        Decimal(5),
    )


def test_delay_damages_and_insurance_are_obligations_not_prices() -> None:
    reading = reading_of("draft-11")

    assert [
        item.amount for item in reading.schedule if item.amount in (Decimal("1500.00"), Decimal("3000000.00"))
    ] == []
    assert [(one.kind, one.amount) for one in reading.obligations] == [("insurance", Decimal("3000000.00"))]


def test_the_parties_come_with_numbers_addresses_and_signers() -> None:
    vendor = next(party for party in reading_of("draft-10").parties if party.role == "vendor")

    assert (vendor.tax_id, vendor.email) == ("93-4416082", "legal@quillfeather.example")
    assert (vendor.signer_name, vendor.signer_title) == ("Annika Sorensen", "Principal")
    assert vendor.address == "1120 NW Couch Street, Portland, OR 97209"


def test_an_address_in_the_sentence_that_names_the_parties_is_its_partys() -> None:
    reading = EmbeddedReader().read(
        "Inspection Services Agreement\n\nThis Agreement is made on 20 January 2027 between Brightwater Instruments GmbH, Hafenstraße 12, "
        "20457 Hamburg, Germany, e-mail buying@brightwater.example (the “Customer”) and Tarnow Prüftechnik GmbH, 8 Foundry Lane, "
        "10115 Berlin, Germany (the “Provider”), e-mail ines.tarnow@tarnow.example.\n\n1. Price. The Customer shall pay the Provider "
        "EUR 9,800.00 on 30 April 2027.\n\n2. Notices go to archive@elsewhere.example.\n"
    )

    assert {party.role: party.email for party in reading.parties} == {
        "customer": "buying@brightwater.example",
        "vendor": "ines.tarnow@tarnow.example",
    }
