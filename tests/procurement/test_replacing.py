"""An invoice that was sent back and replaced asks nothing of anybody any more; until then it does."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from flowmono.common.chain import Case, stages_of
from procurement import actions
from procurement.portal import tiles
from procurement.replacing import Sent, replacements
from tests.procurement.stories import accept, approve, at, authorize, make_stage, receive, write_invoice

DAY = date(2027, 4, 4)
SENT_BACK, OTHER = uuid4(), uuid4()


def sent(key, hour, **facts):
    known = {
        "vendor": "nordlicht",
        "number": f"n{hour}",
        "replaces": "",
        "sum": (None, "EUR"),
        "sent_back": key == SENT_BACK,
    }
    return Sent(key=key, arrived=(at(DAY, hour), ""), **known | facts)


@pytest.mark.parametrize(
    ("first", "second", "replaced"),
    [
        ({"lines": True, "once": frozenset("a")}, {"lines": True, "once": frozenset("ab")}, True),
        ({"lines": True, "once": frozenset("a")}, {"lines": True, "once": frozenset("b")}, False),
        ({"lines": True}, {"lines": True}, False),
        ({"lines": True, "number": "7"}, {"lines": True, "number": "7"}, True),
        ({"lines": True, "number": "RE/14"}, {"lines": True, "number": "re/14-2"}, True),
        ({"lines": True, "number": "RE-1"}, {"lines": True, "number": "RE-14"}, False),
        ({"lines": True, "number": "RE/14"}, {"lines": True, "replaces": "RE/14"}, True),
        ({"sum": (8000, "EUR")}, {"sum": (8000, "EUR")}, True),
        ({"sum": (8000, "EUR")}, {"sum": (8000, "USD")}, False),
        ({"number": ""}, {"sum": (8000, "EUR")}, True),
        ({"number": ""}, {"vendor": "another"}, False),
    ],
)
def test_a_later_invoice_takes_the_place_of_one_that_billed_the_same(first, second, replaced):
    found = replacements([sent(SENT_BACK, 9, **first), sent(OTHER, 12, **second)])

    assert found == ({SENT_BACK: OTHER} if replaced else {})


def test_an_earlier_invoice_takes_the_place_of_its_copy_only():
    line = {"lines": True, "once": frozenset("a")}

    copy = replacements([sent(OTHER, 9, number="7", **line), sent(SENT_BACK, 12, number="7", **line)])
    another = replacements([sent(OTHER, 9, **line), sent(SENT_BACK, 12, **line)])

    assert (copy, another) == ({SENT_BACK: OTHER}, {})


@pytest.mark.django_db
def test_the_way_is_calm_and_the_portal_silent_once_the_replacement_is_paid(client):
    stage = make_stage()
    stage.order = approve(stage)
    accept(stage, "M1 Interface design")
    first = receive(stage, write_invoice("NL-1", [("M1 Interface design", "9000.00")], order=stage.order))
    actions.reject_invoice(first, by=stage.people.fay, at=at(DAY), reason="1,000 too much.")
    case = Case(stage.order.contract_id, stage.people.aud, at(DAY))

    red = stages_of(case)["invoices"]
    asked = [tile.title for tile in tiles(stage.order.vendor, at(DAY)) if tile.asks]
    second = receive(
        stage, write_invoice("NL-2", [("M1 Interface design", "8000.00")], order=stage.order), on=date(2027, 4, 5)
    )
    payment = authorize(stage, second, day=date(2027, 4, 6))
    actions.make_batch([payment], by=stage.people.gwen, at=at(date(2027, 4, 7)))
    actions.confirm_payment(payment, by=stage.people.gwen, at=at(date(2027, 4, 8)), reference="STMT 1", early=True)
    calm = stages_of(case)["invoices"]
    client.force_login(stage.people.vera)
    page = client.get(reverse("procurement:portal_invoice", args=[first.pk])).content.decode()

    assert (red.kind, asked) == ("stopped", ["Invoice NL-1"])
    assert (calm.kind, calm.done) == ("current", 2)  # nothing is stopped; the second milestone is still to be billed
    assert (calm.expected.done, calm.expected.whole) == (1, 2)
    assert [(one.title, one.words) for one in calm.stations] == [
        ("NL-1", "sent back, replaced by NL-2"),
        ("NL-2", "paid"),
    ]
    assert calm.stations[0].url == first.get_absolute_url()
    assert [tile.title for tile in tiles(stage.order.vendor, at(DAY)) if "Invoice" in tile.title] == []
    assert "Invoice NL-2 took its place." in page
    assert "Send a corrected invoice" not in page
