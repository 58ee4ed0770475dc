"""An order that is its requisition unchanged says so to who approves it, and who approved that; one that is not says in what."""

from decimal import Decimal

import pytest

from flowmono.approvals.models import Kind
from flowmono.approvals.presenting import latest_request
from flowmono.common.inbox import waiting_for
from flowmono.common.refusals import NotAllowed
from procurement import actions
from procurement.as_asked import Compared, Wanted, as_asked, compare
from procurement.models import Order
from tests.people import NOON
from tests.procurement.stories import draft, make_stage, make_vendor

WRENCHES = [
    {"description": "Torque wrench", "quantity": Decimal(2), "unit": "piece", "unit_price": Decimal("310.50")},
    {"description": "Case", "quantity": Decimal(1), "unit": "piece", "unit_price": Decimal("40.00")},
]


def ordered(stage, vendor=None, *, suggested=None):
    """Pierre asked, of this vendor or of none; Abel approved, Maya drafted the order."""
    people = stage.people
    asked = actions.ask_for(
        by=people.pierre, at=NOON, title="Torque wrenches", need="For the bench.", lines=WRENCHES, vendor=suggested
    )
    asked = actions.submit_requisition(asked, by=people.pierre, at=NOON)
    asked = actions.decide_requisition(asked, by=people.abel, at=NOON, verdict="yes")
    return actions.order_from_requisition(asked, by=people.maya, at=NOON, vendor=vendor)


def seen(client, person, order):
    client.force_login(person)
    return " ".join(client.get(order.get_absolute_url()).content.decode().split())


@pytest.mark.django_db
def test_a_vendor_that_was_chosen_after_the_yes_is_said_to_who_approves_the_order(client):
    stage = make_stage()
    order = ordered(stage, vendor=stage.vendor)
    order = actions.submit_order(order, by=stage.people.maya, at=NOON)
    stage.number = order.requisition.number

    said = seen(client, stage.people.abel, order)

    assert "Not as it was asked for and approved." in said  # the requisition named no vendor
    assert f"It was approved as requisition {stage.number} by Abel Lindqvist on 1 Mar 2027." in said
    assert "Nordlicht Software GmbH was chosen afterwards." in said


@pytest.mark.django_db
def test_with_the_vendor_the_amount_and_the_lines_that_were_approved_it_is_unchanged(client):
    stage = make_stage()
    order = actions.submit_order(ordered(stage, suggested=stage.vendor), by=stage.people.maya, at=NOON)
    number = order.requisition.number

    said = seen(client, stage.people.abel, order)
    (todo,) = [one for one in waiting_for(stage.people.abel, NOON) if one.kind == "Approval"]

    remark = f"Nothing has changed since it was approved as {number} by Abel Lindqvist on 1 Mar 2027."
    assert latest_request(Kind.ORDER, order.pk).remark == remark
    assert todo.sentence.endswith(remark)
    assert "As it was asked for and approved." in said
    assert "Not as it was" not in said
    assert "An order binds us to its vendor, so its own approvers decide about it once more." in said


@pytest.mark.django_db
def test_a_changed_price_an_added_line_and_another_vendor_are_named(client):
    stage = make_stage()
    other = make_vendor("Sudwind Werkzeug GmbH", vat_id="")
    order = ordered(stage, vendor=other, suggested=stage.vendor)
    first = order.lines.get(position=1)
    actions.edit_line(
        first, by=stage.people.maya, at=NOON, values={"unit_price": Decimal("320.00")}, reason="A new price list."
    )
    values = {"description": "Freight", "quantity": Decimal(1), "unit_price": Decimal("15.00")}
    actions.add_line(order, by=stage.people.maya, at=NOON, values=values, reason="Sent by road.")
    order = actions.submit_order(Order.objects.get(pk=order.pk), by=stage.people.maya, at=NOON)

    assert as_asked(order).differs == (
        "The vendor is Sudwind Werkzeug GmbH, not Nordlicht Software GmbH.",
        "It comes to €695.00, not €661.00.",
        "Line 1 was changed.",
        "Nobody had asked for line 3.",
    )
    assert "It is not as it was approved as" in latest_request(Kind.ORDER, order.pk).remark
    assert "Not as it was asked for and approved." in seen(client, stage.people.abel, order)


@pytest.mark.django_db
def test_duties_stay_apart_and_an_order_from_a_contract_has_no_such_words(client):
    stage = make_stage()
    order = actions.submit_order(ordered(stage, suggested=stage.vendor), by=stage.people.maya, at=NOON)

    with pytest.raises(NotAllowed):
        actions.decide_order(order, by=stage.people.pierre, at=NOON, verdict="yes")
    assert actions.decide_order(order, by=stage.people.abel, at=NOON, verdict="yes").state == "approved"

    other = draft(stage)
    assert as_asked(other) is None
    assert "asked for and approved" not in seen(client, stage.people.abel, other)


def line(position, **facts):
    known = {"description": "Case", "quantity": Decimal(1), "unit": "piece", "unit_price": Decimal(40)}
    return Wanted(position, **{**known, **facts})


@pytest.mark.parametrize(
    ("ordered_lines", "found"),
    [
        ([line(1), line(2)], Compared()),
        ([line(1), line(2, quantity=Decimal("1.000"))], Compared()),
        ([line(1), line(2, quantity=Decimal(2))], Compared(changed=(2,))),
        ([line(1), line(2, optional=True)], Compared(changed=(2,))),
        ([line(1)], Compared(removed=(2,))),
        ([line(1), line(2), line(4)], Compared(added=(4,))),
    ],
)
def test_lines_are_compared_by_their_places(ordered_lines, found):
    assert compare([line(1), line(2)], ordered_lines) == found
