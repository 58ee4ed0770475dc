"""A purchase without a contract: somebody asks, the rules find who approves, a buyer orders it or makes a contract of it."""

from datetime import date
from decimal import Decimal
from typing import ClassVar

import pytest
from django.urls import reverse

from flowmono.common.inbox import waiting_for
from flowmono.common.models import ExchangeRate
from flowmono.common.refusals import Conflict, Invalid, NotAllowed
from flowmono.outbox.models import RecordedEvent
from procurement import actions
from procurement.forms import BuyForm
from procurement.models import Budget, Order, Requisition
from tests.people import NOON
from tests.procurement.stories import make_stage
from tests.procurement.test_api import call

pytestmark = pytest.mark.django_db
WRENCHES = [{"description": "Torque wrench", "quantity": Decimal(2), "unit": "piece", "unit_price": Decimal("310.50")}]


def ask(stage, **facts):
    words = {"title": "Torque wrenches", "need": "For the new bench.", "lines": WRENCHES, **facts}
    return actions.ask_for(by=stage.people.pierre, at=NOON, **words)


def approved(stage, **facts):
    asked = actions.submit_requisition(ask(stage, **facts), by=stage.people.pierre, at=NOON)
    return actions.decide_requisition(asked, by=stage.people.abel, at=NOON, verdict="yes")


def test_what_is_asked_for_is_approved_by_rule_and_becomes_an_order_with_its_lines():
    stage = make_stage()
    asked = approved(stage)
    assert (asked.number, asked.estimate, asked.state) == ("RQ-2027-0001", Decimal("621.00"), "approved")

    order = actions.order_from_requisition(asked, by=stage.people.maya, at=NOON, vendor=stage.vendor)

    asked.refresh_from_db()
    assert (asked.state, asked.order) == ("ordered", order)
    assert (order.total, order.requester, order.state) == (Decimal("621.00"), stage.people.pierre, "draft")
    line = order.lines.get()
    assert (line.added_by, line.reason) == (stage.people.pierre, "Asked for in RQ-2027-0001: For the new bench.")
    names = list(RecordedEvent.objects.filter(case_id=asked.pk).order_by("id").values_list("name", flat=True))
    assert names == [
        "ApprovalRequested",
        "RequisitionSubmitted",
        "ApprovalDecided",
        "RequisitionApproved",
        "RequisitionServed",
    ]


def test_the_order_of_a_requisition_goes_to_its_own_approvers():
    stage = make_stage()
    order = actions.order_from_requisition(approved(stage, vendor=stage.vendor), by=stage.people.maya, at=NOON)

    order = actions.submit_order(order, by=stage.people.maya, at=NOON)

    assert order.state == "in_approval"


def test_a_no_goes_back_with_its_reason_and_is_corrected_and_asked_again():
    stage = make_stage()
    asked = actions.submit_requisition(ask(stage), by=stage.people.pierre, at=NOON)
    asked = actions.decide_requisition(asked, by=stage.people.abel, at=NOON, verdict="no", reason="One is enough.")
    assert (asked.state, asked.reason) == ("returned", "One is enough.")

    one = [{**WRENCHES[0], "quantity": Decimal(1)}]
    asked = actions.edit_requisition(asked, by=stage.people.pierre, at=NOON, values={}, lines=one)
    asked = actions.submit_requisition(asked, by=stage.people.pierre, at=NOON)

    assert (asked.state, asked.estimate, asked.lines.count()) == ("in_approval", Decimal("310.50"), 1)


def test_an_approved_requisition_becomes_a_contract_in_the_making():
    stage = make_stage(state="review", signed_at=None)
    asked = approved(stage)

    asked = actions.contract_from_requisition(asked, by=stage.people.maya, at=NOON, contract=stage.contract)

    assert (asked.state, asked.contract) == ("contracted", stage.contract)


def test_nobody_approves_or_buys_what_they_asked_for_and_nothing_is_bought_before_the_yes():
    stage = make_stage()
    asked = actions.submit_requisition(ask(stage), by=stage.people.pierre, at=NOON)

    with pytest.raises(NotAllowed):
        actions.decide_requisition(asked, by=stage.people.pierre, at=NOON, verdict="yes")
    with pytest.raises(Conflict, match="Only an approved requisition"):
        actions.order_from_requisition(asked, by=stage.people.maya, at=NOON, vendor=stage.vendor)
    with pytest.raises(NotAllowed):
        actions.order_from_requisition(asked, by=stage.people.fay, at=NOON, vendor=stage.vendor)
    with pytest.raises(NotAllowed):
        actions.ask_for(by=stage.people.fay, at=NOON, title="Pens", need="To write.", lines=WRENCHES)

    asked.refresh_from_db()
    assert asked.state == "in_approval"
    assert Order.objects.count() == 0


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"title": " "}, "title"),
        ({"need": ""}, "need"),
        ({"needed_by": date(2020, 1, 1)}, "needed_by"),
        ({"lines": []}, "lines"),
        ({"lines": [{**WRENCHES[0], "quantity": Decimal(0)}]}, "lines"),
        ({"lines": [{**WRENCHES[0], "unit_price": None}]}, "lines"),
    ],
)
def test_what_is_missing_is_said_by_its_field(facts, field):
    stage = make_stage()

    with pytest.raises(Invalid) as refusal:
        ask(stage, **facts)

    assert refusal.value.field == field
    assert Requisition.objects.count() == 0


def test_a_requisition_waits_in_the_inbox_of_its_approver_and_then_of_its_buyer():
    stage = make_stage()
    asked = actions.submit_requisition(ask(stage), by=stage.people.pierre, at=NOON)
    waits = [todo for todo in waiting_for(stage.people.abel, NOON) if todo.key and todo.url == asked.get_absolute_url()]
    assert [todo.decide_url for todo in waits] == [reverse("procurement:requisition_decide", args=[asked.pk])]

    actions.decide_requisition(asked, by=stage.people.abel, at=NOON, verdict="yes")

    assert [todo.title for todo in waiting_for(stage.people.maya, NOON) if todo.key == asked.pk] == [
        "RQ-2027-0001 Torque wrenches"
    ]


def test_a_person_asks_on_the_page_and_a_buyer_orders_it_there(client, django_assert_max_num_queries):
    stage = make_stage()
    Budget.objects.create(department="Calibration", year=2027, amount=50000)
    rows = {"line-TOTAL_FORMS": "3", "line-INITIAL_FORMS": "0", "line-0-description": "Torque wrench"}
    rows |= {"line-0-quantity": "2", "line-0-unit": "piece", "line-0-unit_price": "310.50"}
    client.force_login(stage.people.pierre)
    assert client.get(reverse("procurement:requisitions")).status_code == 200
    assert client.get(reverse("procurement:requisition_new")).status_code == 200
    wanted = {"title": "Wrenches", "need": "Bench.", "department": "Calibration", "then": "submit", **rows}

    answer = client.post(reverse("procurement:requisition_new"), wanted)

    asked = Requisition.objects.get()
    assert (answer.status_code, answer["Location"], asked.state) == (302, asked.get_absolute_url(), "in_approval")
    client.force_login(stage.people.abel)
    client.post(reverse("procurement:requisition_decide", args=[asked.pk]), {"verdict": "yes"})
    client.force_login(stage.people.maya)
    with django_assert_max_num_queries(15):
        page = client.get(asked.get_absolute_url())
    assert "Draft the order" in page.content.decode()
    with django_assert_max_num_queries(8):
        client.get(reverse("procurement:requisitions"))
    made = client.post(reverse("procurement:requisition_order", args=[asked.pk]), {"vendor": stage.vendor.pk})
    assert made["Location"] == Order.objects.get().get_absolute_url()


@pytest.mark.parametrize(
    ("who", "status"), [("pierre", 200), ("maya", 200), ("abel", 200), ("carl", 404), ("olu", 404), ("vera", 404)]
)
def test_who_sees_a_requisition(client, who, status):
    stage = make_stage()
    asked = actions.submit_requisition(ask(stage), by=stage.people.pierre, at=NOON)
    client.force_login(getattr(stage.people, who))

    assert client.get(asked.get_absolute_url()).status_code in ({status, 302} if who == "vera" else {status})


def test_a_program_asks_submits_and_orders(client):
    stage = make_stage()
    wanted = {
        "title": "Wrenches",
        "need": "Bench.",
        "lines": [{"description": "W", "quantity": "2", "unit": "", "unit_price": "10"}],
    }

    made = call(client, stage.people.pierre, "post", "requisitions/", wanted).json()
    call(client, stage.people.pierre, "post", f"requisitions/{made['id']}/submit/")
    call(client, stage.people.abel, "post", f"requisitions/{made['id']}/decide/", {"verdict": "yes"})
    order = call(
        client, stage.people.maya, "post", f"requisitions/{made['id']}/order/", {"vendor": str(stage.vendor.pk)}
    )

    assert (made["number"][:3], made["estimate"], order.status_code) == ("RQ-", "20.00", 201)
    assert order.json()["lines"][0]["added_by"] == stage.people.pierre.email


def test_a_requisition_without_a_line_says_so_beside_the_lines_and_a_buyer_chooses_the_vendor(client):
    people = make_stage().people
    client.force_login(people.pierre)
    nothing = {"line-TOTAL_FORMS": "3", "line-INITIAL_FORMS": "0"}
    entered = {"title": "A wrench", "need": "The old one is worn out.", "currency": "EUR", **nothing}

    page = client.post(reverse("procurement:requisition_new"), entered)

    words = "Say what you need in at least one row, and in at most 100."
    assert page.status_code == 422
    assert page.content.decode().count(words) == 2
    assert 'value="A wrench"' in page.content.decode()
    assert BuyForm(person=people.maya)["vendor"].subwidgets[0].data["label"] == "Choose"


def _rows(*lines):
    """What the form sends of its lines."""
    names = ("description", "quantity", "unit", "unit_price")
    cells = {f"line-{n}-{name}": value for n, line in enumerate(lines) for name, value in zip(names, line, strict=True)}
    return {"line-TOTAL_FORMS": str(len(lines)), "line-INITIAL_FORMS": "0", **cells}


def _written(page):
    """The rows of the form as the page shows them."""
    return [
        tuple(str(row[name].value() or "") for name in ("description", "quantity")) for row in page.context["lines"]
    ]


class TestLinesOfTheForm:
    ENTERED: ClassVar = {"title": "A wrench", "need": "The old one is worn out.", "currency": "NOK"}
    TWO = (("Torque wrench", "2", "piece", "310.50"), ("Case", "1", "", "40"))

    @pytest.fixture
    def page(self, client):
        client.force_login(make_stage().people.pierre)
        ExchangeRate.objects.create(
            currency="NOK", into="EUR", rate=Decimal("0.09"), valid_on=date(2020, 1, 1), source="Bank"
        )
        return lambda **facts: client.post(reverse("procurement:requisition_new"), {**self.ENTERED, **facts})

    def test_a_line_is_added_and_what_was_written_stays_without_a_word_about_what_is_missing(self, page):
        answer = page(**_rows(*self.TWO), then="add")

        assert answer.status_code == 200
        assert _written(answer) == [("Torque wrench", "2"), ("Case", "1"), ("", "")]
        assert 'value="A wrench"' in answer.content.decode()
        assert not answer.context["form"].errors
        assert Requisition.objects.count() == 0

    def test_a_line_is_taken_out_and_the_last_one_leaves_an_empty_row(self, page):
        one = page(**_rows(*self.TWO), remove="0")
        none = page(**_rows(self.TWO[0]), remove="0")

        assert _written(one) == [("Case", "1")]
        assert _written(none) == [("", "")]

    def test_the_sums_are_counted_in_the_chosen_currency_and_what_cannot_be_read_is_left_out(self, page):
        answer = page(**_rows(*self.TWO, ("Bolts", "many", "", "3")), then="count")

        sums = [row.amount() for row in answer.context["lines"]]
        assert sums == [Decimal("621.00"), Decimal(40), None]
        assert answer.context["lines"].total() == Decimal("661.00")
        assert answer.context["currency"] == "NOK"

    def test_no_more_rows_than_a_requisition_may_have(self, page):
        full = page(**_rows(*[("Bolt", "1", "", "1")] * 100), then="add")

        assert len(full.context["lines"].forms) == 100
        assert "Add a line" not in full.content.decode()

    def test_the_currencies_that_the_company_deals_in_are_offered_first_and_no_other_letters_are_taken(self, page):
        kept = page(**_rows(*self.TWO))
        refused = page(**_rows(*self.TWO), currency="QQQ")

        assert kept.status_code == 302, kept.context["form"].errors
        assert Requisition.objects.get().currency == "NOK"
        assert refused.status_code == 422
        (_words, usual), (_others, others) = refused.context["form"].fields["currency"].choices
        assert next(code for code, _name in usual) == "EUR"
        assert "NOK" in dict(usual)
        assert "JPY" in dict(others) or "JPY" in dict(usual)
        assert "XAU" not in dict(others)

    def test_a_line_that_cannot_be_taken_is_named_above_the_form_by_its_place(self, page):
        refused = page(**_rows(self.TWO[0], ("Case", "-1", "", "40")))

        assert refused.status_code == 422
        assert "Line 2: Quantity: Enter more than 0." in refused.content.decode()

    def test_a_line_emptied_in_a_draft_is_none_any_more(self, client, page):
        page(**_rows(*self.TWO))
        draft = Requisition.objects.get()

        client.post(
            reverse("procurement:requisition_edit", args=[draft.pk]),
            {**self.ENTERED, **_rows(self.TWO[0], ("", "", "", "")), "line-INITIAL_FORMS": "2"},
        )

        assert [line.description for line in draft.lines.all()] == ["Torque wrench"]
