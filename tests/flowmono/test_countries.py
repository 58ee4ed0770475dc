"""A country is one that there is, wherever its two letters are typed."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from contracts import actions as contract_actions
from flowmono.common.countries import CountryField, country_named, country_of_address, demand_country, is_country
from flowmono.common.refusals import Invalid
from tests.contracts import scenes
from tests.people import NOON, make_people
from vendors import actions as vendor_actions
from vendors.actions.accounts import checked_account
from vendors.models import Vendor


@pytest.mark.parametrize("code", ["DE", "XK", "TW"])
def test_a_country_that_there_is_is_known(code):
    assert is_country(code)


@pytest.mark.parametrize("code", ["XX", "EU", "UK", "de", "D", "1A"])
def test_letters_that_no_country_has_are_refused_with_what_to_write(code):
    assert not is_country(code)
    with pytest.raises(Invalid, match="Write two letters, such as DE"):
        demand_country(code)


@pytest.mark.django_db
def test_a_contract_a_vendor_and_an_account_refuse_it_and_keep_what_they_had():
    maya, pierre = make_people("maya", "pierre")
    contract = scenes.to_review(pierre)

    with pytest.raises(Invalid) as refused:
        contract_actions.correct_contract(contract, by=maya, at=NOON, values={"counterparty_country": "XX"})
    assert refused.value.field == "counterparty_country"
    contract.refresh_from_db()
    assert contract.counterparty_country != "XX"

    with pytest.raises(Invalid) as refused:
        vendor_actions.create_vendor(by=maya, at=NOON, values={"name": "Halden", "country": "XX"})
    assert refused.value.field == "country"
    assert not Vendor.objects.filter(name="Halden").exists()
    assert vendor_actions.create_vendor(by=maya, at=NOON, values={"name": "Nowhere yet", "country": ""}).pk

    account = {"holder": "Halden", "bban": "123", "clearing_system": "GBDSC", "clearing_member": "20", "country": "XX"}
    with pytest.raises(Invalid) as refused:
        checked_account(account)
    assert refused.value.field == "country"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("United Kingdom", "GB"),
        ("the Netherlands", "NL"),
        ("Deutschland", "DE"),
        ("gb", "GB"),
        ("UK", "GB"),
        ("Un", ""),
        ("Atlantis", ""),
    ],
)
def test_a_country_is_known_by_its_name_and_by_its_letters(words, code):
    assert country_named(words) == code


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("8 Foundry Lane, Leeds LS1 4AP, United Kingdom", "GB"),
        ("Hafenstraße 12, 20457 Hamburg, Deutschland", "DE"),
        ("1 Main Street, Atlanta, Georgia", ""),
        ("1 Main Street, Los Angeles, CA", ""),
        ("8 Foundry Lane, Leeds", ""),
        ("", ""),
    ],
)
def test_an_address_says_its_country_only_where_it_ends_in_one(address, code):
    assert country_of_address(address) == code


@pytest.mark.parametrize("words", ["Un", "United Kingdon", "XX"])
def test_what_is_no_country_is_refused_and_never_cut_short(words):
    with pytest.raises(ValidationError, match="There is no country"):
        CountryField().clean(words)


@pytest.mark.django_db
def test_the_facts_take_a_country_by_its_name_and_refuse_what_is_none(client):
    maya, pierre = make_people("maya", "pierre")
    contract = scenes.to_review(pierre)
    client.force_login(maya)
    page = reverse("contracts:facts", args=[contract.pk])
    shown = client.get(page).context["form"]
    values = {name: shown[name].value() or "" for name in shown.fields} | {"starts_on_signature": "", "renews": ""}

    taken = client.post(page, values | {"counterparty_country": "United Kingdom"})
    refused = client.post(page, values | {"counterparty_country": "Un"})

    contract.refresh_from_db()
    assert (taken.status_code, refused.status_code, contract.counterparty_country) == (302, 422, "GB")
    assert "There is no country “Un”." in refused.content.decode()


@pytest.mark.django_db
def test_the_other_partys_country_is_read_from_its_address():
    text = (
        *scenes.TEXT[:1],
        "This Services Agreement is made on 1 March 2027 between Alder Foods Ltd, a company registered in England (the “Customer”), "
        "and Brightwell Consulting Ltd, 8 Foundry Lane, Leeds LS1 4AP, United Kingdom (the “Supplier”).",
        *scenes.TEXT[2:],
    )
    contract = scenes.converted(make_people("pierre")[0], paragraphs=text)

    assert contract.counterparty_address == "8 Foundry Lane, Leeds LS1 4AP, United Kingdom"
    assert contract.counterparty_country == "GB"
