"""What the early end of a contract leaves over: the vendor is asked for it no longer, and nobody is late with it."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from contracts import actions as contracts
from contracts.models import Contract
from tests.people import NOON, make_person
from tests.vendors.stage import make_contract, make_vendor, sign, start
from vendors import actions, watches
from vendors.models import Milestone, Workspace

pytestmark = pytest.mark.django_db

# “Concept” is due on 30 April, “Build” on 31 July.
ENDS = date(2027, 5, 31)
AUTUMN = datetime(2027, 9, 1, 9, tzinfo=UTC)


def running() -> Workspace:
    _onboarding, workspace = sign(make_contract(make_vendor()))
    return start(workspace)


def end(workspace: Workspace) -> None:
    contract = Contract.objects.get(pk=workspace.contract_id)
    facts = {"ends_on": ENDS, "how": "ours_convenience", "reason": "The plant closes."}
    contracts.end_early(contract, by=make_person("maya"), at=NOON, **facts)


def of(workspace: Workspace, title: str) -> Milestone:
    found: Milestone = Milestone.objects.get(workspace=workspace, title=title)
    return found


def signed_in(key: str, settings: Any) -> Client:
    settings.CLOCK_AHEAD = AUTUMN - timezone.now()
    client = Client()
    client.force_login(make_person(key))
    return client


def test_the_portal_asks_only_for_what_was_due_before_the_contract_ended(settings: Any) -> None:
    workspace = running()
    vera = signed_in("vera", settings)
    build = reverse("portal:milestone", args=[of(workspace, "Build").pk])
    before = vera.get(reverse("portal:home")).content.decode()

    end(workspace)
    home = vera.get(reverse("portal:home")).content.decode()
    work = vera.get(reverse("portal:work")).content.decode()
    page = vera.get(build).content.decode()

    assert ("Concept" in before, "Build" in before) == (True, True)
    assert ("Concept" in home, "Build" in home) == (True, False)
    concept, left = work.split("Build", 1)
    assert ("To hand in" in concept, "days late" in concept) == (True, True)
    assert ("Not asked for any more" in left, "31 May 2027" in left) == (True, True)
    assert ("To hand in" in left, "days late" in left, ">Hand in<" in left) == (False, False, False)
    assert "Hand it in only where we agreed on it with you." in page
    assert ("The plant closes." in page, "days late" in page) == (False, False)


def test_what_both_agreed_on_may_be_handed_in_all_the_same_and_is_looked_at() -> None:
    workspace = running()
    end(workspace)

    actions.submit_milestone(of(workspace, "Build"), by=make_person("vera"), at=NOON, note="As agreed on the phone.")

    build = of(workspace, "Build")
    assert (build.state, build.falls_after_end) == ("submitted", False)


def test_nobody_inside_is_told_that_it_is_late(settings: Any) -> None:
    workspace = running()
    maya = signed_in("maya", settings)
    before = [one.title for one in watches.late_milestone(AUTUMN) if one is not None]

    end(workspace)

    assert before == ["Late: Concept", "Late: Build"]
    assert [one.title for one in watches.late_milestone(AUTUMN) if one is not None] == ["Late: Concept"]
    counted = Workspace.objects.with_progress(AUTUMN.date()).get(pk=workspace.pk)
    assert (counted.late, counted.next_due) == (1, date(2027, 4, 30))
    page = maya.get(workspace.get_absolute_url()).content.decode()
    assert page.count("Nobody is asked for it any more, unless both agree on it.") == 1
    chain = maya.get(reverse("contracts:chain", args=[workspace.contract_id])).content.decode()
    assert chain.count("due after the contract ended") == 1


def test_what_has_no_day_is_left_over_once_the_contract_is_over_and_what_was_kept_back_never(settings: Any) -> None:
    workspace = running()
    end(workspace)
    build, concept = of(workspace, "Build"), of(workspace, "Concept")
    build.due_on, concept.due_on, concept.kind = None, date(2027, 8, 31), "retention"
    build.save()
    concept.save()

    settings.CLOCK_AHEAD = NOON - timezone.now()
    while_in_force = of(workspace, "Build").falls_after_end
    settings.CLOCK_AHEAD = AUTUMN - timezone.now()

    assert (while_in_force, of(workspace, "Build").falls_after_end) == (False, True)
    assert of(workspace, "Concept").falls_after_end is False


def test_when_the_end_is_taken_back_it_is_asked_for_again() -> None:
    workspace = running()
    end(workspace)
    left = of(workspace, "Build").falls_after_end

    contract = Contract.objects.get(pk=workspace.contract_id)
    contracts.take_ending_back(contract, by=make_person("maya"), at=NOON, reason="The plant stays.")

    assert (left, of(workspace, "Build").falls_after_end) == (True, False)
