"""What is still to be billed and paid: a first monthly fee is one of twelve, and the way says so."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from flowmono.common.chain import CURRENT, Case, stages_of
from procurement import actions
from procurement.outlook import Part, counted, outlook_of
from tests.people import NOON
from tests.procurement.stories import approve, at, authorize, item, make_stage, receive, write_invoice

FEE = Decimal("100.00")
HOSTING = item(
    "recurring", "Monthly hosting fee", "100.00", due_period="P1M", due_count=12, due_on=date(2027, 3, 1), quote="100."
)


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ([Part(12, FEE, FEE)], (1, 12)),
        ([Part(12, FEE, Decimal("1199.00"))], (12, 12)),
        ([Part(12, FEE, Decimal("1500.00"))], (12, 12)),
        ([Part(1, FEE, Decimal("50.00")), Part(1, FEE, FEE)], (1, 2)),
        ([Part(1, FEE, Decimal("-100.00"))], (0, 1)),
        ([Part(None, FEE, FEE), Part(1, FEE, FEE)], (2, None)),
        ([Part(1, Decimal(0), Decimal(0))], (0, 0)),
        ([], (0, 0)),
    ],
)
def test_times_are_counted_that_are_covered_in_full(parts, told):
    assert counted(parts) == told


@pytest.fixture
def hosted():
    """Twelve monthly fees, the first of them paid."""
    stage = make_stage(schedule=(HOSTING,))
    stage.order = approve(stage)
    stage.invoice = receive(stage, write_invoice("NL-1", [("Monthly hosting fee", "100.00")], order=stage.order))
    payment = authorize(stage, stage.invoice, date(2027, 4, 7))
    actions.make_batch([payment], by=stage.people.gwen, at=at(date(2027, 4, 8)))
    actions.confirm_payment(payment, by=stage.people.gwen, at=at(date(2027, 4, 9)), reference="STMT 1", early=True)
    return stage


@pytest.mark.django_db
def test_the_way_says_one_of_twelve_so_far_with_no_tick_and_leaves_milestones_out(client, hosted):
    stages = stages_of(Case(hosted.contract.pk, hosted.people.aud, NOON))
    client.force_login(hosted.people.aud)

    way = " ".join(client.get(reverse("contracts:chain", args=[hosted.contract.pk])).content.decode().split())

    assert outlook_of(hosted.contract.pk) == {"invoices": (1, 12), "payments": (1, 12)}
    assert (stages["invoices"].kind, stages["payments"].kind) == (CURRENT, CURRENT)
    assert way.count("1 of 12 so far") == 2
    assert "1 of 1<" not in way
    assert "handed in, then accepted" not in way


@pytest.mark.django_db
def test_a_closed_order_asks_for_nothing_more(hosted):
    type(hosted.order).objects.filter(pk=hosted.order.pk).update(state="closed")

    assert outlook_of(hosted.contract.pk) == {}
