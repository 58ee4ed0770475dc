"""A change of rules that leaves cases without a rule is approved only by who has read that: on the page and through the API."""

from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from flowmono.accounts import roles
from flowmono.accounts.models import AccessToken, User
from flowmono.approvals.covering import Gap, opened
from flowmono.approvals.models import Rule
from flowmono.common.refusals import Conflict
from flowmono.governing import actions
from flowmono.governing.models import Proposal
from flowmono.governing.plain import plain_of
from flowmono.governing.registry import KINDS
from tests.flowmono.approval_scenes import rule_of
from tests.people import NOON, make_person

HOLE = "Orders from €20,000.00 would have no rule: they could not be submitted."


def gap(start: int, end: int | None, *unless: tuple[tuple[str, str], ...]) -> Gap:
    return Gap("order", Decimal(start), None if end is None else Decimal(end), unless)


def test_a_gap_is_new_unless_an_earlier_one_held_it_whole() -> None:
    before = [gap(100, 200)]

    assert opened(before, [gap(100, 200), gap(120, 150)]) == []
    assert opened(before, [gap(100, 300)]) == [gap(100, 300)]
    assert opened(before, [gap(100, None)]) == [gap(100, None)]
    assert opened([], [gap(0, 10)]) == [gap(0, 10)]


def test_a_gap_that_loses_a_narrower_rule_is_new() -> None:
    works, sites = (("category", "works"),), (("category", "sites"),)

    assert opened([gap(0, 10, works)], [gap(0, 10)]) == [gap(0, 10)]
    assert opened([gap(0, 10, works)], [gap(0, 10, works, sites)]) == []


def administrator(key: str) -> User:
    person = User.objects.create_user(key, f"{key}@example.com", first_name=key.title(), is_staff=True)
    person.groups.set(Group.objects.filter(name=roles.ADMINISTRATOR))
    return person


def proposed(rule: Rule, **values: Any) -> Proposal:
    """A change that Ada proposes."""
    ada, kind = administrator("ari"), KINDS["approvals.rule"]
    plain = plain_of(kind, rule)
    found = actions.prepare(kind, rule, {**plain, "values": {**plain["values"], **values}}, by=ada, at=NOON)
    assert found is not None
    return actions.propose(found, by=ada, at=NOON, reason="Small orders wait too long.")


@pytest.fixture
def rule() -> Rule:
    """The only rule of orders, for any amount."""
    return rule_of({"people": [make_person("abel")]})


@pytest.mark.django_db
def test_the_page_asks_with_exactly_that_sentence_before_anything_changes(client: Client, rule: Rule) -> None:
    proposal = proposed(rule, below_amount="20000")
    client.force_login(administrator("noor"))
    url = f"{proposal.get_absolute_url()}approve/"

    page = client.get(proposal.get_absolute_url()).content.decode()
    hasty = client.post(url)
    rule.refresh_from_db()
    kept = rule.below_amount
    client.post(url, {"all_the_same": "yes"})

    rule.refresh_from_db()
    asked = page.partition('<dialog id="approve"')[2].partition("</dialog>")[0]
    assert HOLE in asked
    assert "Approve all the same" in asked
    assert (hasty.status_code, HOLE in hasty.content.decode(), kept) == (409, True, None)
    assert rule.below_amount == 20000


@pytest.mark.django_db
def test_a_program_is_refused_with_the_sentence_and_with_how_to_go_on(rule: Rule) -> None:
    proposal = proposed(rule, below_amount="20000")
    _token, secret = AccessToken.issue(
        owner=administrator("noor"), name="ERP", scopes=["rules:read", "rules:write"], at=NOON
    )
    program = Client(headers={"authorization": f"Bearer {secret}"})
    url = f"/api/v1/rule-changes/{proposal.pk}/approve/"

    hasty = program.post(url, {}, content_type="application/json")
    knowing = program.post(url, {"all_the_same": True}, content_type="application/json")

    assert (hasty.status_code, hasty.json()["code"]) == (409, "asks_first")
    assert HOLE in hasty.json()["detail"]
    assert "“all_the_same”: true" in hasty.json()["detail"]
    assert (knowing.status_code, knowing.json()["state"]) == (200, "applied")


@pytest.mark.django_db
@pytest.mark.parametrize("values", [{"active": False}, {"from_amount": "10"}, {"category": "works"}])
def test_whatever_takes_a_rule_away_from_cases_is_asked_about(rule: Rule, values: dict[str, Any]) -> None:
    proposal = proposed(rule, **values)

    with pytest.raises(Conflict, match=r"no rule|have none"):
        actions.approve(proposal, by=administrator("noor"), at=NOON)

    assert Proposal.objects.get(pk=proposal.pk).state == "waiting"


@pytest.mark.django_db
def test_a_change_that_leaves_nobody_without_a_rule_is_approved_at_once(client: Client, rule: Rule) -> None:
    proposal = proposed(rule, priority="7")
    noor = administrator("noor")
    client.force_login(noor)

    page = client.get(proposal.get_absolute_url()).content.decode()
    actions.approve(proposal, by=noor, at=NOON)

    assert '<dialog id="approve"' not in page
    rule.refresh_from_db()
    assert rule.priority == 7
