"""A change of the limits in words: a limit that nobody stated is not nothing, the wider one holds."""

from typing import Any

import pytest

from flowmono.governing.registry import KINDS, Change
from flowmono.governing.wording import Line, say_change
from procurement.models import TolerancePolicy
from tests.procurement.stories import make_stage

pytestmark = pytest.mark.django_db
KIND = "procurement.tolerancepolicy"


def lines_of(before: dict[str, Any] | None, after: dict[str, Any] | None) -> list[Line]:
    plain = [None if values is None else {"values": values, "rows": {}} for values in (before, after)]
    return say_change(KINDS[KIND], Change("1", *plain))


def test_a_first_policy_is_compared_with_the_product_s_own_limits():
    said = lines_of(None, {"name": "Ours", "price_tol_pct": "2", "bank_cooloff_days": "5", "stale_days": "365"})

    assert said == [
        Line("Name", "", "Ours"),
        Line("Price, percent", "2 (the product's own)", "2", differs=False),
        Line("Invoice too old after days", "365 (the product's own)", "365", differs=False),
        Line("Days before a new account is paid", "3 (the product's own)", "5"),
    ]


def test_a_limit_that_is_taken_away_gives_way_to_the_wider_one():
    stage = make_stage()
    TolerancePolicy.objects.create(name="Ours", bank_cooloff_days=4)
    vendor = {"name": "Nordlicht", "vendor": str(stage.vendor.pk)}

    said = lines_of({**vendor, "bank_cooloff_days": "9"}, {**vendor, "bank_cooloff_days": None})

    assert said == [Line("Days before a new account is paid", "9", "4 (the company's)")]


def test_a_contract_s_policy_is_compared_with_its_vendor_s():
    stage = make_stage()
    TolerancePolicy.objects.create(name="Ours", bank_cooloff_days=4, stale_days=90)
    TolerancePolicy.objects.create(name="Nordlicht", vendor=stage.vendor, bank_cooloff_days=9)
    contract = {"name": "One job", "contract": str(stage.contract.pk)}

    said = lines_of(contract, {**contract, "bank_cooloff_days": "9", "stale_days": "30"})

    assert said == [
        Line("Invoice too old after days", "90 (the company's)", "30"),
        Line("Days before a new account is paid", "9 (the vendor's)", "9", differs=False),
    ]
