"""A contract whose amount nobody knows is decided by the rule for the largest, and says so."""

from decimal import Decimal

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from contracts import actions
from contracts.models import Contract
from flowmono.accounts import roles
from flowmono.approvals.models import Request, Rule, RuleStep
from flowmono.common.refusals import Conflict
from flowmono.notices.models import Notice
from flowmono.outbox.delivering import drain
from tests.contracts.scenes import approval_rule, ready
from tests.people import NOON, make_people, make_person

pytestmark = pytest.mark.django_db
WORDS = "The amount is not known, so the highest rule applies."


def small_rule() -> Rule:
    """Up to 25,000 one approver is enough."""
    rule = Rule.objects.create(name="Small", kind="contract", priority=1, from_amount=0, below_amount=Decimal(25000))
    role = Group.objects.get(name=roles.APPROVER)
    RuleStep.objects.create(rule=rule, sequence=1, title="Budget owner", role=role, mode="any")
    return rule


def contract_worth(total: Decimal | None) -> Contract:
    maya = make_person("maya")
    contract = ready(maya, maya)
    Contract.objects.filter(pk=contract.pk).update(total=total)
    return Contract.objects.get(pk=contract.pk)


def test_an_unknown_amount_goes_the_way_of_the_largest_and_every_approver_reads_why():
    maya, abel, _dora = make_people("maya", "abel", "dora")
    approval_rule()
    small_rule()

    actions.submit(contract_worth(None), by=maya, at=NOON)

    request = Request.objects.get()
    assert (request.rule_name, request.steps.count()) == ("Contracts of any amount", 2)
    drain()
    assert WORDS in Notice.objects.get(person=abel).sentence
    browser = Client()
    browser.force_login(maya)
    assert WORDS in browser.get(reverse("contracts:people", args=[request.subject_id])).content.decode()


def test_an_amount_of_nothing_that_a_person_said_is_known():
    maya, _abel, _dora = make_people("maya", "abel", "dora")
    approval_rule()
    small_rule()

    actions.submit(contract_worth(Decimal(0)), by=maya, at=NOON)

    request = Request.objects.get()
    assert (request.rule_name, request.why_highest) == ("Small", "")


def test_where_no_rule_is_for_every_amount_it_is_said_what_to_enter():
    maya, _abel = make_people("maya", "abel")
    small_rule()

    with pytest.raises(Conflict, match=r"covers a contract of every amount\. Enter the amount first"):
        actions.submit(contract_worth(None), by=maya, at=NOON)

    assert not Request.objects.exists()
