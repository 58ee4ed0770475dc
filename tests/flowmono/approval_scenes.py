"""Rules and requests for stories about approvals."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.contrib.auth.models import Group

from documents.models import Document
from flowmono.accounts.models import User
from flowmono.approvals import actions
from flowmono.approvals.models import Request, Rule, RuleStep
from flowmono.approvals.routing import Facts
from tests.people import NOON


def rule_of(*steps: dict[str, Any], kind: str = "order") -> Rule:
    """An active rule for every amount; each step takes title, and role (a group's name) or people, mode, sequence, hours."""
    rule = Rule.objects.create(name="Orders of any amount", kind=kind)
    for number, facts in enumerate(steps, start=1):
        given = dict(facts)
        people: Iterable[User] = given.pop("people", ())
        for name in ("role", "escalate_to"):
            if name in given:
                given[name] = Group.objects.get(name=given[name])
        step = RuleStep.objects.create(rule=rule, **{"title": f"Step {number}", "sequence": number, **given})
        step.people.set(people)
    return rule


def put_forward(
    by: User | None, *, barred: Iterable[User] = (), subject: Document | None = None, at: datetime = NOON
) -> Request:
    """A record put before its approvers by this person."""
    if subject is None:
        subject = Document(case_key=uuid4(), title="order", kind="test")
        subject.save()
    return actions.route(
        subject,
        Facts("order", Decimal("1200.00")),
        title="PO-2027-0001 Calibration",
        url="/orders/1/",
        requested_by=by,
        barred=barred,
        at=at,
        amount=Decimal("1200.00"),
        currency="EUR",
    )


def say(request: Request, by: User, verdict: str = "yes", reason: str = "", at: datetime = NOON) -> Request:
    return actions.decide(request, by=by, at=at, verdict=verdict, reason=reason)
