"""What becomes of a category's documents, its steps among it, is changed by two administrators; one alone changes nothing."""

from typing import Any

import pytest
from django.test import Client

from contracts.models import Category, PreparationStep
from flowmono.governing import actions
from flowmono.governing.models import Proposal
from flowmono.governing.wording import say_change
from tests.flowmono.test_admin_changes import administrator
from tests.people import NOON

pytestmark = pytest.mark.django_db


def category() -> Category:
    """Page numbers first, then a stamp; kept without an end."""
    made, _made = Category.objects.update_or_create(name="NDA", defaults={"kept_years": None})
    made.steps.all().delete()
    PreparationStep.objects.create(category=made, position=1, tool="number", options="text = Page {n}")
    PreparationStep.objects.create(category=made, position=2, tool="stamp", options="text = DRAFT")
    return made


def form_of(record: Category, **values: Any) -> dict[str, Any]:
    """What the admin's form of a category sends, with its steps as they are."""
    steps = list(record.steps.order_by("position"))
    sent: dict[str, Any] = {
        "name": record.name,
        "description": record.description,
        "checklist": record.checklist,
        "active": "on",
        "our_signers": record.our_signers,
        "kept_from": record.kept_from,
        "remote_reading": record.remote_reading,
        "steps-TOTAL_FORMS": len(steps),
        "steps-INITIAL_FORMS": len(steps),
    }
    for number, step in enumerate(steps):
        sent |= {
            f"steps-{number}-id": step.pk,
            f"steps-{number}-category": record.pk,
            f"steps-{number}-position": step.position,
            f"steps-{number}-tool": step.tool,
            f"steps-{number}-options": step.options,
        }
    return sent | values


CHANGED = {
    "kept_years": "10",
    "steps-0-options": "text = Page {n} of {total}",
    "steps-1-DELETE": "on",
    "steps-TOTAL_FORMS": 3,
    "steps-2-position": 3,
    "steps-2-tool": "clean",
    "steps-2-options": "",
}


def steps_of(record: Category) -> list[tuple[int, str, str]]:
    return list(record.steps.order_by("position").values_list("position", "tool", "options"))


def test_steps_of_a_category_are_in_force_when_a_second_administrator_says_yes(client: Client) -> None:
    ada, noor, record = administrator(), administrator("noor"), category()
    before = steps_of(record)
    client.force_login(ada)

    answer = client.post(f"/admin/contracts/category/{record.pk}/change/", form_of(record, **CHANGED))
    assert answer.status_code == 302, answer.context["errors"]
    proposal = actions.propose(
        Proposal.objects.latest("created_at"), by=ada, at=NOON, reason="The archive asks for it."
    )
    meanwhile = steps_of(record)
    lines = [line.label for line in say_change(proposal.kind, proposal.change)]
    actions.approve(proposal, by=noor, at=NOON)

    record.refresh_from_db()
    assert meanwhile == before
    assert len(lines) >= 4
    assert record.kept_years == 10
    assert steps_of(record) == [(1, "number", "text = Page {n} of {total}"), (3, "clean", "")]


def test_options_that_a_tool_does_not_know_are_refused_on_the_form_in_words(client: Client) -> None:
    record = category()
    client.force_login(administrator())

    answer = client.post(
        f"/admin/contracts/category/{record.pk}/change/", form_of(record, **{"steps-0-options": "word = Page"})
    )

    assert answer.status_code == 200
    assert "“number” has no option “word”. Its options: text, position" in answer.content.decode()
    assert not Proposal.objects.exists()
