"""An amount that a rule compares with says in which currency it is: where rules are listed and where they are edited."""

from decimal import Decimal

import pytest
from django.test import Client

from procurement.models import Budget, TolerancePolicy
from tests.contracts.scenes import approval_rule
from tests.flowmono.test_admin_changes import administrator

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser() -> Client:
    client = Client()
    client.force_login(administrator())
    return client


def page(browser: Client, address: str) -> str:
    return browser.get(f"/admin/{address}", follow=True).content.decode()


def test_budgets_and_limits_are_listed_with_the_companys_currency(browser: Client) -> None:
    Budget.objects.create(department="Calibration", year=2027, amount=Decimal(120000))
    TolerancePolicy.objects.create(name="Company", auto_authorize_limit=Decimal(500))

    assert "€120,000" in page(browser, "procurement/budget/")
    assert "€500" in page(browser, "procurement/tolerancepolicy/")


def test_where_they_are_edited_the_currency_stands_beside_the_amount(browser: Client) -> None:
    budget = Budget.objects.create(department="Calibration", year=2027, amount=Decimal(120000))
    policy = TolerancePolicy.objects.create(name="Company", auto_authorize_limit=Decimal(500))
    rule = approval_rule()

    tolerances = page(browser, f"procurement/tolerancepolicy/{policy.pk}/change/")

    assert "Amount (EUR)" in page(browser, f"procurement/budget/{budget.pk}/change/")
    assert "Authorized without approval up to (EUR)" in tolerances
    assert "in the order's currency" in tolerances
    assert "(EUR)" in page(browser, f"approvals/rule/{rule.pk}/change/")
