"""A party's numbers are told apart, and a vendor keeps what was read about it."""

from html import unescape
from uuid import uuid4

import pytest
from django.urls import reverse

from flowmono import events
from flowmono.common.refusals import Invalid
from flowmono.common.tax_numbers import Numbers, is_doubtful, may_be_vat_id, tell_numbers_apart
from tests.people import NOON, make_person
from vendors import actions, reactions
from vendors.models import Vendor


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        ("DE 811 569 869", Numbers("DE811569869")),
        ("USt-IdNr.: DE811569869", Numbers("DE811569869")),
        ("VAT registration number: FR 40303265045", Numbers("FR40303265045")),
        ("HRB 12345, USt-IdNr.: DE811569869", Numbers("DE811569869", "HRB 12345")),
        ("VAT no. GB 980 7806 84, company no. 09482715", Numbers("GB980780684", "company no. 09482715")),
        ("DE 811 569 868", Numbers("DE811569868")),
        ("EIN 84-1234567", Numbers(tax_id="EIN 84-1234567")),
        ("CHE-123.456.789 MWST", Numbers(tax_id="CHE-123.456.789 MWST")),
        ("811569869", Numbers(tax_id="811569869")),
        ("", Numbers()),
    ],
)
def test_a_vat_number_is_told_from_every_other(written, numbers):
    assert tell_numbers_apart(written) == numbers


def test_only_a_number_whose_rule_is_known_can_be_doubtful():
    doubtful = [
        number for number in ("DE811569869", "DE811569868", "DE81", "GB980780684", "US1234", "") if is_doubtful(number)
    ]

    assert doubtful == ["DE811569868", "DE81"]


def confirmed(**facts):
    given = {
        "counterparty": "Nordlicht Beratung GmbH",
        "tax_id": "",
        "country": "DE",
        "email": "office@nordlicht.example",
        "category": "services agreement",
    }
    contract = uuid4()
    return events.TermsConfirmed(case_id=contract, at=NOON, contract_id=contract, **given | facts)


@pytest.mark.django_db
def test_a_vendor_keeps_the_address_and_each_number_in_its_place():
    reactions.register_counterparty(
        confirmed(tax_id="HRB 12345, DE 811 569 868", address="Speicherstraße 4, 20457 Hamburg")
    )

    vendor = Vendor.objects.get()
    assert (vendor.vat_id, vendor.tax_id, vendor.address) == (
        "DE811569868",
        "HRB 12345",
        "Speicherstraße 4, 20457 Hamburg",
    )
    assert vendor.vat_id_is_doubtful


@pytest.mark.django_db
def test_a_number_that_stood_in_the_wrong_place_moves_and_what_people_entered_stays():
    kept = Vendor(name="Nordlicht Beratung GmbH", tax_id="DE 811 569 869", address="Hafen 1, Hamburg")
    kept.save()

    reactions.register_counterparty(confirmed(tax_id="DE811569869", address="Speicherstraße 4, 20457 Hamburg"))

    vendor = Vendor.objects.get()
    assert (vendor.vat_id, vendor.tax_id, vendor.address) == ("DE811569869", "", "Hafen 1, Hamburg")


@pytest.mark.django_db
def test_a_vat_number_with_wrong_check_digits_is_flagged_on_the_page(client):
    vendor = Vendor(name="Nordlicht Beratung GmbH", vat_id="DE811569868")
    vendor.save()
    client.force_login(make_person("maya"))

    page = client.get(vendor.get_absolute_url()).content.decode()

    assert "The check digits do not agree" in page


@pytest.mark.parametrize(
    ("number", "country", "may"),
    [
        ("DE811569869", "DE", True),
        ("DE811569868", "DE", True),  # a slip in its check digits: kept, and flagged on its page
        ("NL 8009.59.804.B01", "DE", True),
        ("XX1", "DE", False),
        ("DE12", "DE", False),
        ("811569869", "DE", False),
        ("CHE-123.456.788", "FR", False),
        ("GB980780684", "GB", True),
        ("GB98", "GB", False),
        ("NO923609016", "NO", True),
        ("12-3456789", "US", True),
        ("XX1", "", True),
    ],
)
def test_a_vat_number_has_the_shape_that_the_countries_of_europe_give_it(number, country, may):
    assert may_be_vat_id(number, country) is may


@pytest.mark.django_db
def test_no_door_takes_a_number_that_is_no_vat_number(client):
    client.force_login(make_person("maya"))
    values = {"name": "Nordlicht Beratung GmbH", "vat_id": "XX1", "country": "DE", "risk": "low"}

    page = client.post(reverse("vendors:new"), values)
    told = client.post("/api/v1/vendors/", values, content_type="application/json")

    assert (page.status_code, told.status_code) == (422, 400)
    assert "“XX1” is no VAT number: those of DE begin with the country" in unescape(page.content.decode())
    assert list(told.json()["errors"]) == ["vat_id"]
    assert not Vendor.objects.exists()


@pytest.mark.django_db
def test_a_number_that_a_contract_gave_is_judged_again_only_when_somebody_changes_it(client):
    vendor = Vendor(name="Nordlicht Beratung GmbH", vat_id="XX1", country="DE")
    vendor.save()
    maya = make_person("maya")

    actions.correct_vendor(vendor, by=maya, at=NOON, values={"name": "Nordlicht Beratung", "vat_id": "XX1"})
    with pytest.raises(Invalid, match="“XX2” is no VAT number"):
        actions.correct_vendor(vendor, by=maya, at=NOON, values={"vat_id": "XX2"})

    vendor.refresh_from_db()
    assert (vendor.name, vendor.vat_id) == ("Nordlicht Beratung", "XX1")
