"""Rows of a list are picked, and something is done with exactly these: written to a file, tried again, entered as paid."""

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from flowmono.notices.models import Notice
from flowmono.outbox.models import Delivery, DeliveryState
from procurement import actions
from tests.flowmono.test_notices import tell_one
from tests.flowmono.test_pages import owe
from tests.listing.test_lists import contract
from tests.people import make_people, make_person
from tests.procurement.stories import accept, approve, at, authorize, make_stage, receive, write_invoice

pytestmark = pytest.mark.django_db


def said(answer: Any) -> list[str]:
    return [str(message) for message in answer.context["messages"]]


def test_the_csv_has_the_picked_rows_in_the_order_of_the_list_and_nothing_else(client: Client) -> None:
    client.force_login(make_person("maya"))
    made = [contract(number) for number in (1, 2, 3)]

    answer = client.get(
        "/contracts/", {"format": "csv", "sort": "title", "pick": [str(made[2].pk), str(made[0].pk), "x"]}
    )

    rows = csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig"), newline=""))
    assert [row["number"] for row in rows] == ["CT-2027-0001", "CT-2027-0003"]


def test_a_row_that_one_may_not_see_is_not_in_the_csv_although_it_is_picked(client: Client) -> None:
    foreign = contract(1, by="maya")
    client.force_login(make_person("pierre"))

    answer = client.get("/contracts/", {"format": "csv", "pick": str(foreign.pk)})

    assert answer.getvalue().decode("utf-8-sig").count("\r\n") == 1


def test_each_row_has_a_box_that_says_what_it_picks_and_the_list_asks_for_itself(client: Client) -> None:
    client.force_login(make_person("maya"))
    one = contract(1)

    page = client.get("/contracts/").content.decode()

    assert f'value="{one.pk}"' in page
    assert 'aria-label="Choose Agreement 001"' in page
    assert 'id="records"' in page
    assert 'data-live="events"' in page


def test_no_token_stands_in_the_address_of_a_csv(client: Client) -> None:
    client.force_login(make_person("fay"))
    tell_one(make_person("fay"))

    page = client.get(reverse("notices:list")).content.decode()

    form = page[page.index('id="picking"') : page.index("data-pick-none")]
    assert 'method="get"' in form
    assert '<input type="hidden" name="csrf' not in form
    assert 'formmethod="post"' in form


def test_the_picked_notices_are_read_and_the_others_are_not(client: Client) -> None:
    fay = make_person("fay")
    for number in range(3):
        tell_one(fay, key=str(number))
    told = Notice.objects.order_by("key")
    client.force_login(fay)

    client.post(reverse("notices:read"), {"pick": [told[0].pk, told[2].pk]})

    assert list(Notice.objects.unread().values_list("key", flat=True)) == ["1"]


def test_steps_are_tried_again_together_and_what_is_done_is_said(client: Client) -> None:
    client.force_login(make_person("ada"))
    broken, done = owe(1), owe(2, DeliveryState.DONE)

    answer = client.post(reverse("outbox:retry_picked"), {"pick": [broken.pk, done.pk]}, follow=True)

    assert said(answer) == ["1 step is being tried again.", "This delivery is already done."]
    assert list(Delivery.objects.order_by("pk").values_list("state", flat=True)) == ["waiting", "done"]


@pytest.mark.parametrize("who", ["fay", "aud", "olu"])
def test_others_try_nothing_again(who: str, client: Client) -> None:
    client.force_login(make_person(who))
    broken = owe(1)

    answer = client.post(reverse("outbox:retry_picked"), {"pick": broken.pk})

    broken.refresh_from_db()
    assert (answer.status_code, broken.state) == (403, "incident")


@pytest.fixture
def file_of_two() -> Any:
    """A payment file with two payments, and the stage it was made on."""
    stage = make_stage()
    stage.order = approve(stage)
    paid = []
    for number, title, amount in (("NL-1", "M1 Interface design", "8000.00"), ("NL-2", "M2 Installation", "12000.00")):
        accept(stage, title)
        invoice = receive(stage, write_invoice(number, [(title, amount)], order=stage.order))
        paid.append(authorize(stage, invoice))
    stage.batch = actions.make_batch(paid, by=stage.people.gwen, at=at(date(2027, 4, 6)))
    return stage


def test_all_payments_of_a_file_but_one_are_entered_as_paid_under_one_reference(
    file_of_two: Any, client: Client
) -> None:
    client.force_login(file_of_two.people.gwen)
    first, second = file_of_two.batch.authorizations.order_by("amount")

    answer = client.post(
        reverse("procurement:batch_paid", args=[file_of_two.batch.pk]),
        {"pick": [first.pk], "reference": "STMT-7", "early": "on"},
        follow=True,
    )

    first.refresh_from_db()
    second.refresh_from_db()
    assert said(answer) == ["1 payment is paid. Budget, balances and scorecard follow."]
    assert (first.state, first.bank_reference, second.state) == ("paid", "STMT-7", "batched")


def test_without_a_reference_nothing_is_paid_and_the_reason_is_said_once(file_of_two: Any, client: Client) -> None:
    client.force_login(file_of_two.people.gwen)
    keys = list(file_of_two.batch.authorizations.values_list("pk", flat=True))

    answer = client.post(
        reverse("procurement:batch_paid", args=[file_of_two.batch.pk]), {"pick": keys, "reference": " "}, follow=True
    )

    assert said(answer) == ["Enter the reference on the bank statement."]
    assert set(file_of_two.batch.authorizations.values_list("state", flat=True)) == {"batched"}


def test_only_finance_enters_payments_of_a_file(file_of_two: Any, client: Client) -> None:
    (aud,) = make_people("aud")
    client.force_login(aud)
    keys = list(file_of_two.batch.authorizations.values_list("pk", flat=True))

    answer = client.post(
        reverse("procurement:batch_paid", args=[file_of_two.batch.pk]), {"pick": keys, "reference": "STMT-7"}
    )

    assert answer.status_code == 403
    assert set(file_of_two.batch.authorizations.values_list("state", flat=True)) == {"batched"}


def test_the_list_of_payments_begins_with_what_waits_the_first_due_first(file_of_two: Any, client: Client) -> None:
    client.force_login(file_of_two.people.gwen)
    first, second = file_of_two.batch.authorizations.order_by("amount")
    actions.confirm_payment(first, by=file_of_two.people.gwen, at=at(date(2027, 4, 7)), reference="STMT-7", early=True)

    page = client.get(reverse("procurement:payments")).context["page"]

    assert [(row.pk, row.state) for row in page] == [(second.pk, "batched"), (first.pk, "paid")]


def test_what_was_picked_on_the_list_is_ticked_on_the_page_of_exports(client: Client) -> None:
    stage = make_stage()
    stage.order = approve(stage)
    accept(stage, "M1 Interface design")
    invoice = receive(stage, write_invoice("NL-1", [("M1 Interface design", "8000.00")], order=stage.order))
    payment = authorize(stage, invoice)
    client.force_login(stage.people.gwen)

    page = client.get(reverse("procurement:export"), {"pick": str(payment.pk)})

    assert page.context["picked"] == {str(payment.pk)}
    assert "checked" in page.content.decode().partition(f'value="{payment.pk}"')[2].partition(">")[0]
