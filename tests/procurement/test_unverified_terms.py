"""Money does not move on a term that only a reader saw: by the action, the page and the endpoint; once a person stands behind it, it does."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from contracts.models import Term
from flowmono.approvals.models import Seat
from flowmono.common.refusals import Conflict
from procurement import actions
from tests.people import NOON
from tests.procurement.stories import accept, approve, at, make_stage, receive, route, write_invoice
from tests.procurement.test_api import call

pytestmark = pytest.mark.django_db
APRIL = date(2027, 4, 5)
M1 = "M1 Interface design"


@pytest.fixture
def staged():
    """A payment before its two people, and the line of the order that its invoice bills."""
    stage = make_stage()
    order = approve(stage)
    accept(stage, M1)
    stage.payment = route(receive(stage, write_invoice("NL-1", [(M1, "8000.00")], order=order)))
    stage.line = stage.payment.invoice.lines.get().order_line
    return stage


def read_only(stage, field, label):
    """A term of which nobody has said that it is right."""
    return Term.objects.create(
        contract=stage.contract,
        field=field,
        label=label,
        value="10 %",
        percent=Decimal(10),
        state="read",
        created_at=NOON,
    )


def said_yes(stage):
    return Seat.objects.filter(request__subject_id=stage.payment.pk).exclude(verdict="").count()


def test_a_price_that_only_the_reader_saw_pays_nothing_at_any_door(client, staged):
    staged.line.term = read_only(staged, "schedule", "Price")
    staged.line.save()
    fay, key = staged.people.fay, staged.payment.pk
    client.force_login(fay)

    page = client.post(reverse("procurement:payment_decide", args=[key]), {"verdict": "yes"}, follow=True)
    endpoint = call(client, fay, "post", f"payments/{key}/decide/", {"verdict": "yes"})
    with pytest.raises(Conflict) as refused:
        actions.decide_payment(staged.payment, by=fay, at=at(APRIL), verdict="yes")

    assert f"Nobody has verified the term behind “{M1}”" in page.content.decode()
    assert (endpoint.status_code, endpoint.json()["code"]) == (409, "term_unverified")
    assert refused.value.code == "term_unverified"
    assert said_yes(staged) == 0

    Term.objects.update(state="confirmed", verified_by=staged.people.lena, verified_at=NOON)
    actions.decide_payment(staged.payment, by=fay, at=at(APRIL), verdict="yes")
    assert said_yes(staged) == 1


@pytest.mark.parametrize("field", ["retention", "advance"])
def test_what_counts_for_every_payment_is_verified_before_any_is_paid(staged, field):
    read_only(staged, field, "What is kept back")

    with pytest.raises(Conflict) as refused:
        actions.decide_payment(staged.payment, by=staged.people.fay, at=at(APRIL), verdict="yes")

    assert refused.value.code == "term_unverified"
    assert "“What is kept back”" in str(refused.value)
    assert said_yes(staged) == 0
