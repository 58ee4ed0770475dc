"""Work and money before a contract is in force: said on the milestone, to whoever authorizes, and raised by the watch; never silent."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from contracts.models import Contract
from flowmono.approvals.models import Kind
from flowmono.approvals.presenting import latest_request
from flowmono.approvals.reactions import tell_approvers
from flowmono.common.inbox import waiting_for
from flowmono.monitoring.actions import run_watch
from flowmono.monitoring.models import TrueException
from flowmono.monitoring.registry import WATCHES
from flowmono.notices.models import Notice
from procurement import actions
from tests.procurement.stories import accept, approve, at, hear, item, make_stage, receive, route, write_invoice
from vendors.models import Milestone

pytestmark = pytest.mark.django_db
BEGINS = date(2027, 6, 1)
EARLY_DAY, LATER_DAY = date(2027, 4, 5), date(2027, 6, 3)
M1 = "M1 Interface design"


def begun(**facts):
    """A signed contract that is in force from June, with its order approved in March."""
    stage = make_stage(effective_on=BEGINS, **facts)
    stage.order = approve(stage)
    return stage


def seen(client, person, url):
    client.force_login(person)
    response = client.get(url)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def look(on):
    run = run_watch(WATCHES["before_force"], at=at(on))
    return (run.looked_at, run.routine, run.raised)


def pay_for(stage, line=M1, amount="8000.00"):
    return route(receive(stage, write_invoice("R-7", [(line, amount)], order=stage.order)))


def test_the_milestone_says_before_and_after_that_it_is_accepted_before_the_contract_is_in_force(client, settings):
    stage = begun()
    page = Milestone.objects.get(title=M1).workspace.get_absolute_url()
    milestone = Milestone.objects.get(title=M1)
    assert "The contract is in force from" not in seen(client, stage.people.pierre, page)

    milestone.submit(by=stage.people.vera, at=at(EARLY_DAY), note="Done.")
    milestone.save()
    before = milestone.precedes_force(EARLY_DAY)
    in_time = milestone.precedes_force(BEGINS)
    milestone.accept(by=stage.people.pierre, on=EARLY_DAY, percent=Decimal(100), at=at(EARLY_DAY))
    milestone.save()

    assert (before, in_time) == (BEGINS, None)
    said = seen(client, stage.people.pierre, page)
    assert said.count("This was accepted before that day.") == 1


def test_whoever_authorizes_is_told_on_the_page_in_needs_you_and_by_the_bell(client):
    stage = begun()
    accept(stage, M1, on=EARLY_DAY)
    payment = pay_for(stage)
    hear(tell_approvers, "ApprovalRequested")
    fay = stage.people.fay
    remark = "It comes before its contract is in force, from 1 Jun 2027."

    said = seen(client, fay, payment.get_absolute_url())

    assert "Before its contract is in force" in said
    assert "Its contract is in force from 1 Jun 2027." in said
    assert "was accepted on 5 Apr 2027, before that." in said
    assert latest_request(Kind.PAYMENT, payment.pk).remark == remark
    (todo,) = [one for one in waiting_for(fay, at(EARLY_DAY)) if one.kind == "Approval"]
    assert todo.sentence.endswith(remark)
    assert next(way.confirms for way in todo.ways if way.name == "yes").endswith(remark)
    assert Notice.objects.get(person=fay, kind="approval").sentence.endswith(remark)
    assert remark in said  # the question before the yes on its own page is the same


def test_what_the_signature_makes_due_is_paid_before_that_day_without_a_word(client):
    deposit = item("deposit", "Deposit", "4000.00", quote="EUR 4,000 on signature.", page=1)
    stage = begun(schedule=(deposit, item("milestone", M1, "8000.00", quote="EUR 8,000 for M1.", page=1)))
    milestone = Milestone.objects.get(title="Deposit")
    milestone.accept(by=None, on=EARLY_DAY, percent=Decimal(100), at=at(EARLY_DAY))
    milestone.save()
    payment = pay_for(stage, "Deposit", "4000.00")

    assert latest_request(Kind.PAYMENT, payment.pk).remark == ""
    assert "Before its contract is in force" not in seen(client, stage.people.fay, payment.get_absolute_url())
    assert look(EARLY_DAY) == (1, 1, 0)


def test_the_watch_makes_one_exception_of_all_that_comes_early_in_a_contract_and_clears_it_when_the_day_comes():
    stage = begun()
    assert look(EARLY_DAY) == (1, 1, 0)

    accept(stage, M1, on=EARLY_DAY)
    payment = pay_for(stage)
    assert look(EARLY_DAY) == (1, 0, 1)
    found = TrueException.objects.get(watch="before_force")

    assert (found.amount, found.currency, found.days, found.owner_role) == (Decimal(8000), "EUR", 57, "Procurement")
    assert "1 delivery is accepted already: M1 Interface design." in found.sentence
    assert "8,000.00 (to authorize)" in found.sentence
    assert [option["url"] for option in found.options][-1] == payment.get_absolute_url()
    assert found.evidence["accepted"] == "M1 Interface design, 5 Apr 2027"

    actions.decide_payment(payment, by=stage.people.fay, at=at(EARLY_DAY), verdict="no", reason="Too early.")
    assert look(EARLY_DAY) == (1, 0, 1)
    found.refresh_from_db()
    assert "on its way" not in found.sentence

    assert look(LATER_DAY) == (0, 0, 0)
    found.refresh_from_db()
    assert found.state == "cleared"


def test_a_contract_that_was_in_force_has_no_such_words(client):
    stage = begun()
    Contract.objects.filter(pk=stage.contract.pk).update(effective_on=date(2026, 1, 1))
    accept(stage, M1, on=EARLY_DAY)
    payment = pay_for(stage)

    assert "Before its contract is in force" not in seen(client, stage.people.fay, payment.get_absolute_url())
    assert look(EARLY_DAY) == (0, 0, 0)
    assert client.get(reverse("procurement:payments")).status_code == 200
