"""A country is one that there is, wherever its two letters are typed."""

import pytest

from contracts import actions as contract_actions
from flowmono.common.countries import demand_country, is_country
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
