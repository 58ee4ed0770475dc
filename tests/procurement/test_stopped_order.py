"""An order that could not be drafted: the way of its contract says that it stopped, why, and who can put it right."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from flowmono.common.chain import _STAGE_OF_STEP, STOPPED, WAITING, Case, stages_of, what_waits
from flowmono.common.models import ExchangeRate
from flowmono.common.now import moment
from flowmono.common.templatetags.writing import say_moment
from flowmono.monitoring.actions import run_watch
from flowmono.monitoring.registry import WATCHES
from flowmono.outbox.actions import retry
from flowmono.outbox.delivering import deliver
from flowmono.outbox.inbox import incidents
from flowmono.outbox.models import Delivery, DeliveryState
from flowmono.outbox.routing import path_of
from flowmono.outbox.watches import stalled_delivery
from flowmono.workflows import WORKFLOWS
from procurement import reactions
from procurement.views.lineage import DRAFTS_THE_ORDER
from tests.people import NOON, make_person
from tests.procurement.stories import approve, make_stage, signed

pytestmark = pytest.mark.django_db
WHY = "There is no exchange rate from USD to EUR on 1 Mar 2027. An administrator can enter one."


@pytest.fixture
def stopped():
    """A contract in dollars that binds while nobody has entered a rate for them."""
    stage = make_stage(currency="USD")
    stage.contract.announce(signed(stage.contract))
    stage.contract.save()
    stage.step = Delivery.objects.get(receiver=path_of(reactions.draft_order))
    deliver(stage.step.pk)
    stage.step.refresh_from_db()
    return stage


def page_of(client, person, contract, name="contracts:chain"):
    client.force_login(person)
    return " ".join(client.get(reverse(name, args=[contract.pk])).content.decode().split())


def test_the_drawn_way_marks_the_order_as_stopped_and_says_why_and_who_can_do_what(client, stopped):
    maya, url = stopped.people.maya, reverse("outbox:delivery", args=[stopped.step.pk])
    stages = stages_of(Case(stopped.contract.pk, maya, NOON))

    way = page_of(client, maya, stopped.contract)

    (station,) = stages["order"].stations
    assert stopped.step.state == DeliveryState.INCIDENT
    assert (stages["order"].kind, station.title, station.why) == (STOPPED, "Draft order", WHY)
    assert station in what_waits(stages)
    assert way.count(WHY) == 2  # above the way, and at the order
    assert way.count("procurement or an administrator, to put it right and try it again") == 2
    assert way.count(f'href="{url}"') == 2
    assert "drafted from the schedule" not in way


def test_what_justifies_each_payment_does_not_promise_an_order_that_stopped(client, stopped):
    told = page_of(client, stopped.people.maya, stopped.contract, "procurement:lineage")

    assert "The order could not be drafted" in told
    assert WHY in told
    assert "Nothing is ordered yet" not in told


def test_who_does_not_see_the_desk_reads_what_stopped_and_is_not_sent_there(client, stopped):
    way = page_of(client, stopped.people.pierre, stopped.contract)

    assert way.count(WHY) == 2
    assert "/orchestration/" not in way.partition('id="way"')[2].partition('id="lineage"')[0]


def test_the_desk_leads_an_administrator_to_the_form_of_the_rate_with_the_currency_filled_in(client, stopped):
    ada = stopped.people.maya
    ada.is_staff = ada.is_superuser = True
    ada.save()
    client.force_login(ada)
    desk = reverse("outbox:delivery", args=[stopped.step.pk])

    told = client.get(desk)
    form = client.get(told.context["remedy"].url)

    assert "Enter the rate" in told.content.decode()
    assert form.context["adminform"].form.initial["currency"] == "USD"
    assert form.context["adminform"].form.initial["into"] == "EUR"

    ExchangeRate.objects.create(currency="USD", into="EUR", rate="0.92", valid_on=date(2027, 1, 1), source="bank")
    client.post(reverse("outbox:retry", args=[stopped.step.pk]))
    deliver(stopped.step.pk)

    stopped.step.refresh_from_db()
    assert (stopped.step.state, stopped.step.refusal) == (DeliveryState.DONE, "")
    assert client.get(desk).context["remedy"] is None


def test_who_may_not_enter_rates_is_not_sent_to_their_form(client, stopped):
    client.force_login(stopped.people.maya)

    told = client.get(reverse("outbox:delivery", args=[stopped.step.pk]))

    assert "Enter the rate" not in told.content.decode()


def test_what_an_unexpected_error_says_is_for_those_who_see_the_desk(client, stopped):
    Delivery.objects.filter(pk=stopped.step.pk).update(error="KeyError: 'rate'\n\nTraceback: line 3")

    seen = {key: page_of(client, getattr(stopped.people, key), stopped.contract) for key in ("maya", "pierre")}

    assert "KeyError" in seen["maya"]
    assert "KeyError" not in seen["pierre"]
    assert "It could not be done; the reason is at the incident desk." in seen["pierre"]


def test_once_it_was_put_right_the_way_shows_the_order_alone(client, stopped):
    ExchangeRate.objects.create(currency="USD", into="EUR", rate="0.90", valid_on=date(2027, 2, 1))

    retry(stopped.step, by=stopped.people.maya, at=NOON)
    deliver(stopped.step.pk)

    stages = stages_of(Case(stopped.contract.pk, stopped.people.maya, NOON))
    assert [one.title for one in stages["order"].stations] == ["PO-2027-0001"]
    assert WHY not in page_of(client, stopped.people.maya, stopped.contract)


def test_a_step_that_belongs_to_no_station_is_told_beside_them(client, stopped):
    Delivery.objects.filter(pk=stopped.step.pk).update(receiver="flowmono.telling.tell_owners")

    stages = stages_of(Case(stopped.contract.pk, stopped.people.maya, NOON))
    way = page_of(client, stopped.people.maya, stopped.contract)

    assert (stages["order"].kind, stages["steps"].kind) == (WAITING, STOPPED)
    assert "Steps that did not happen" in way


def test_an_incident_moves_the_page_that_shows_the_way(client, stopped):
    client.force_login(stopped.people.maya)
    topic = f"way:{stopped.contract.pk}"
    before = client.get(reverse("live"), {"t": [topic]}).json()

    Delivery.objects.filter(pk=stopped.step.pk).update(state=DeliveryState.SKIPPED, skipped_reason="Ordered by hand.")

    assert client.get(reverse("live"), {"t": [topic]}).json() != before


@pytest.mark.parametrize("address", ["/orchestration/deliveries/", "/orchestration/"])
def test_a_step_is_found_by_the_number_that_its_row_shows(client, stopped, address):
    client.force_login(stopped.people.maya)
    number = stopped.contract.number

    def found(text):
        return [one.receiver for one in client.get(address, {"q": text}).context["page"]]

    assert path_of(reactions.draft_order) in found(number)
    assert path_of(reactions.draft_order) in found(f"draft {number.lower()}")
    assert found("CT-1999-0001") == []


def test_the_steps_of_an_order_are_found_by_its_own_number(client):
    stage = make_stage()
    order = approve(stage)
    client.force_login(stage.people.maya)

    page = client.get("/orchestration/deliveries/", {"q": order.number}).context["page"]

    assert order.label in {one.event.subject for one in page}


def test_every_step_that_is_drawn_somewhere_is_one_of_the_workflow():
    known = {path_of(reaction) for steps in WORKFLOWS.values() for reaction in steps}

    assert {DRAFTS_THE_ORDER, *_STAGE_OF_STEP} <= known


def test_where_the_clock_runs_ahead_a_step_that_just_stopped_is_not_months_late(client, stopped, settings):
    settings.CLOCK_AHEAD = timedelta(days=65)
    at = moment()

    (waiting,) = incidents(stopped.people.maya, at)
    todo = waiting.show(waiting.rows.get(pk=stopped.step.pk))
    (found,) = [one for one in stalled_delivery(at) if one is not None]

    assert (todo.days_at_risk, todo.since.date()) == (0, at.date())
    assert found.days == 0
    assert say_moment(todo.since).removesuffix(" UTC") in page_of_desk(client, stopped)


def test_a_step_that_failed_waits_once_for_who_can_put_it_right(client, stopped):
    ada = make_person("ada")
    run_watch(WATCHES["stalled_delivery"], at=NOON)
    client.force_login(ada)

    inbox = client.get("/").content.decode()
    exceptions = client.get("/exceptions/").content.decode()

    assert inbox.count("“Draft order” did not happen") == 1
    assert "“Draft order” does not happen" not in inbox
    assert "“Draft order” does not happen" in exceptions


def page_of_desk(client, stopped):
    client.force_login(stopped.people.maya)
    return client.get(reverse("outbox:delivery", args=[stopped.step.pk])).content.decode()
