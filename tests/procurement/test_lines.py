"""The lines of a drafted order are added, changed and removed, each with a reason; the total and the path follow."""

from decimal import Decimal

import pytest
from django.urls import reverse

from flowmono.approvals.models import Request
from flowmono.common.refusals import Conflict, Invalid, NotAllowed
from flowmono.ledger.models import Entry, take_places
from procurement import actions
from procurement.models import OrderLine
from tests.people import NOON
from tests.procurement.stories import draft, make_rule, make_stage

pytestmark = pytest.mark.django_db
WANTED = {"description": "On-site training", "quantity": Decimal(2), "unit": "day", "unit_price": Decimal("900.00")}


def returned(stage):
    order = draft(stage)
    return actions.decide_order(order, by=stage.people.abel, at=NOON, verdict="no", reason="Training is missing.")


def test_a_line_that_no_clause_names_says_who_added_it_and_why(client):
    stage = make_stage()
    order = returned(stage)

    line = actions.add_line(order, by=stage.people.maya, at=NOON, values=WANTED, reason="Agreed on the phone.")

    order.refresh_from_db()
    assert (line.position, line.amount, line.term) == (4, Decimal("1800.00"), None)
    assert (order.total, order.base_total) == (Decimal("21800.000"), Decimal("21800.000"))
    client.force_login(stage.people.maya)
    page = client.get(order.get_absolute_url()).content.decode()
    assert f"No clause: added by {stage.people.maya}." in page
    assert "Agreed on the phone." in page


def test_each_change_of_a_line_is_in_its_history_and_in_the_ledger():
    stage = make_stage()
    order = returned(stage)
    line = order.lines.get(position=2)

    actions.edit_line(
        line, by=stage.people.maya, at=NOON, values={"unit_price": Decimal("11000")}, reason="A discount."
    )
    actions.remove_line(order.lines.get(position=1), by=stage.people.maya, at=NOON, reason="Done in house.")

    order.refresh_from_db()
    assert order.total == Decimal("11000.000")
    take_places()
    told = [entry for entry in Entry.objects.filter(case_id=order.case) if entry.kind.startswith("order.line_")]
    assert [entry.kind for entry in told] == ["order.line_changed", "order.line_removed"]
    assert all(words in entry.body for entry, words in zip(told, ("A discount.", "Done in house."), strict=True))
    assert OrderLine.history.filter(order=order, position=1, history_type="-").count() == 1


def test_the_path_of_approval_follows_the_total():
    stage = make_stage()
    order = returned(stage)
    make_rule("order", "Director", start=100000)

    actions.add_line(
        order, by=stage.people.maya, at=NOON, values={**WANTED, "unit_price": Decimal(5000)}, reason="More."
    )
    actions.submit_order(order, by=stage.people.maya, at=NOON)

    assert Request.objects.get(subject_id=order.pk, state="open").rule_name == "order from 25000"


def test_a_line_changes_only_with_a_reason_by_who_may_and_while_the_order_is_a_draft():
    stage = make_stage()
    order = draft(stage)
    line = order.lines.get(position=1)

    with pytest.raises(Conflict, match="while an order is a draft"):
        actions.remove_line(line, by=stage.people.maya, at=NOON, reason="No.")
    actions.decide_order(order, by=stage.people.abel, at=NOON, verdict="no", reason="Too much.")
    with pytest.raises(Invalid, match="Say why"):
        actions.remove_line(line, by=stage.people.maya, at=NOON, reason=" ")
    with pytest.raises(NotAllowed):
        actions.add_line(order, by=stage.people.fay, at=NOON, values=WANTED, reason="No.")
    with pytest.raises(Invalid, match="Say what one costs"):
        actions.add_line(order, by=stage.people.maya, at=NOON, values={**WANTED, "unit_price": None}, reason="x")

    assert order.lines.count() == 3


def test_lines_are_added_changed_and_removed_on_the_page(client):
    stage = make_stage()
    order = returned(stage)
    client.force_login(stage.people.maya)
    new = reverse("procurement:order_line_new", args=[order.pk])

    form = {"description": "Training", "quantity": "1", "unit": "day", "unit_price": "900", "reason": ""}
    missing = client.post(new, form)
    added = client.post(new, {**form, "reason": "Agreed."})
    line = order.lines.get(description="Training")
    removed = client.post(reverse("procurement:order_line_remove", args=[order.pk, line.pk]), {"reason": "Not now."})

    assert (missing.status_code, added.status_code, removed.status_code) == (422, 302, 302)
    assert "Say why the line changes" in missing.content.decode()
    assert order.lines.count() == 3
