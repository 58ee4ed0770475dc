"""Who is kept for a later step is told so on every page, and finds no button there that would be refused."""

from decimal import Decimal

import pytest
from django.urls import reverse

from contracts import actions as contract_actions
from flowmono.accounts import roles
from flowmono.approvals.models import Rule
from flowmono.approvals.presenting import kept_for_later, latest_request, open_seat, path_of
from flowmono.approvals.reactions import tell_approvers
from flowmono.common.inbox import Inbox
from flowmono.notices.models import Notice
from procurement import actions
from tests.contracts.scenes import in_approval
from tests.people import NOON, make_people, make_person
from tests.procurement.stories import (
    accept,
    approve,
    at,
    draft,
    hear,
    make_rule,
    make_stage,
    receive,
    route,
    write_invoice,
)

pytestmark = pytest.mark.django_db
NOT_NOW = "You are not asked at this step."
MINE = "It waits for you."
YES = 'name="verdict" value="yes"'
NO = 'name="verdict" value="no"'


def shown(client, person, url):
    """Of what a page may say to an approver, what it says to this person."""
    client.force_login(person)
    response = client.get(url)
    assert response.status_code == 200
    said = response.content.decode()
    return {words for words in (NOT_NOW, MINE, YES, NO) if words in said}


def two_steps(kind, first=roles.APPROVER, second=roles.DIRECTOR):
    Rule.objects.filter(kind=kind).delete()
    return make_rule(kind, first, second)


def decide(kind, record, person, verdict="yes", **more):
    return getattr(actions, f"decide_{kind}")(record, by=person, at=NOON, verdict=verdict, **more)


def test_an_order_says_to_the_director_that_the_first_step_is_for_the_others_and_then_that_it_waits_for_them(client):
    stage = make_stage()
    two_steps("order")
    order = draft(stage)
    abel, dora = stage.people.abel, stage.people.dora

    assert shown(client, dora, order.get_absolute_url()) == {NOT_NOW, NO}
    said = client.get(order.get_absolute_url()).content.decode()
    assert "Your decision is needed at “Director 2”, and each person decides once." in said
    assert "“Approver 1” waits for Abel Lindqvist. You can say no already." in said
    assert shown(client, abel, order.get_absolute_url()) == {MINE, YES, NO}
    assert [step["more"] for step in path_of(latest_request("order", order.pk))] == ["Abel Lindqvist", "Dora Marchetti"]
    client.force_login(dora)
    assert client.post(reverse("procurement:order_decide", args=[order.pk]), {"verdict": "yes"}).status_code == 409

    decide("order", order, abel)

    assert shown(client, dora, order.get_absolute_url()) == {MINE, YES, NO}
    assert decide("order", order, dora).state == "approved"


def test_what_needs_a_person_and_their_bell_ask_only_where_their_yes_counts():
    stage = make_stage()
    two_steps("order")
    order = draft(stage)
    abel, dora = stage.people.abel, stage.people.dora

    hear_all_asked()
    assert (titles(abel), titles(dora)) == ([order_title(order)], [])
    assert list(Notice.objects.filter(kind="approval").values_list("person__username", flat=True)) == ["abel"]

    decide("order", order, abel)
    hear_all_asked()

    assert (titles(abel), titles(dora)) == ([], [order_title(order)])
    assert Notice.objects.filter(kind="approval", person=dora).count() == 1


def hear_all_asked():
    hear(tell_approvers, "ApprovalRequested")


def titles(person):
    return [todo.title for todo in Inbox(person, NOON, names=["approvals"]).part()]


def order_title(order):
    return latest_request("order", order.pk).title


def test_they_may_say_no_before_their_step_comes(client):
    stage = make_stage()
    two_steps("order")
    order = draft(stage)
    client.force_login(stage.people.dora)

    url = reverse("procurement:order_decide", args=[order.pk])
    client.post(url, {"verdict": "no", "reason": "Too dear."})

    order.refresh_from_db()
    assert (order.state, order.reason) == ("returned", "Too dear.")


def test_a_requisition_says_whom_it_waits_for(client):
    stage = make_stage()
    two_steps("requisition")
    wrenches = [
        {"description": "Torque wrench", "quantity": Decimal(4), "unit": "piece", "unit_price": Decimal("220.00")}
    ]
    asked = actions.ask_for(
        by=stage.people.pierre, at=NOON, title="Torque wrenches", need="The old ones fail.", lines=wrenches
    )
    actions.submit_requisition(asked, by=stage.people.pierre, at=NOON)

    assert shown(client, stage.people.dora, asked.get_absolute_url()) == {NOT_NOW, NO}
    assert shown(client, stage.people.abel, asked.get_absolute_url()) == {MINE, YES, NO}


def test_a_payment_says_whom_it_waits_for(client):
    stage = make_stage()
    two_steps("payment", roles.FINANCE, roles.DIRECTOR)
    fay, dora = stage.people.fay, stage.people.dora
    dora.groups.add(fay.groups.get(name=roles.FINANCE))
    order = approve(stage)
    accept(stage, "M1 Interface design")
    payment = route(receive(stage, write_invoice("R-7", [("M1 Interface design", "8000.00")], order=order)))

    assert shown(client, dora, payment.get_absolute_url()) == {NOT_NOW, NO}
    assert shown(client, fay, payment.get_absolute_url()) == {MINE, YES, NO}

    actions.decide_payment(payment, by=fay, at=at(NOON), verdict="yes")
    assert shown(client, dora, payment.get_absolute_url()) == {MINE, YES, NO}


def test_a_contract_says_whom_it_waits_for_on_the_page_of_its_people(client):
    abel, dora = make_people("abel", "dora")
    contract = in_approval(make_person("pierre"), confirmed_by=make_person("lena"))
    people = reverse("contracts:people", args=[contract.pk])

    assert shown(client, dora, people) == {NOT_NOW, NO}
    assert shown(client, abel, people) == {MINE, YES, NO}

    contract_actions.decide(contract, by=abel, at=NOON, verdict="yes")
    assert shown(client, dora, people) == {MINE, YES, NO}


def test_who_has_spoken_or_has_no_seat_is_not_kept_for_anything():
    stage = make_stage()
    two_steps("order")
    order = draft(stage)
    abel, dora, olu = stage.people.abel, stage.people.dora, stage.people.olu
    decide("order", order, abel)

    asked = latest_request("order", order.pk)

    assert [kept_for_later(asked, person) for person in (abel, dora, olu)] == [None, None, None]
    assert [open_seat(asked, person) is not None for person in (abel, dora, olu)] == [False, True, False]
