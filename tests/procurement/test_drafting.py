"""The lines of an order from a contract's schedule: pure rules."""

from datetime import date
from decimal import Decimal

import pytest

from procurement.drafting import Item, count_periods, draft_order_lines


def order_of(*items, currency="EUR", total=None, kind="", starts=None, ends=None):
    return draft_order_lines(
        items, currency=currency, stated_total=total, total_kind=kind, starts_on=starts, ends_on=ends
    )


def test_a_periodic_fee_is_ordered_as_often_as_the_contract_says():
    fee = Item("a", "recurring", "Licence", Decimal("109440.00"), period="P1Y", count=3)

    order = order_of(fee, Item("b", "on_signature", "Set-up", Decimal("12500.00")))

    assert order.total == Decimal("340820.00")
    assert order.lines[0].amount == Decimal("328320.00")


def test_a_periodic_fee_without_a_count_runs_until_the_contract_ends():
    fee = Item("a", "recurring", "Hosting", Decimal("175.00"), period="P1M", due_on=date(2027, 3, 1))

    order = order_of(fee, ends=date(2028, 2, 29))

    assert (order.lines[0].occurrences, order.total) == (12, Decimal("2100.00"))


def test_a_periodic_fee_without_an_end_stays_open_and_counts_nothing():
    order = order_of(Item("a", "recurring", "Hosting", Decimal("175.00"), period="P1M"))

    assert (order.lines[0].occurrences, order.lines[0].amount, order.total) == (None, None, Decimal(0))


def test_items_without_a_price_are_left_out_and_options_count_nothing():
    order = order_of(
        Item("a", "milestone", "On shipment", None),
        Item("b", "milestone", "Travel", Decimal("6000.00"), optional=True),
        Item("c", "milestone", "Work", Decimal("100.00")),
    )

    assert [line.item.key for line in order.lines] == ["b", "c"]
    assert order.total == Decimal("100.00")


def test_only_rates_with_a_stated_total_order_the_total():
    order = order_of(Item("a", "unit_price", "Hour", Decimal("185.00")), total=Decimal("96000.00"), kind="estimate")

    assert (order.total, order.cap) == (Decimal("96000.00"), None)


def test_yen_have_no_cents():
    order = order_of(Item("a", "recurring", "Fee", Decimal("33333.4"), count=3, period="P1M"), currency="JPY")

    assert order.total == Decimal("100000")


@pytest.mark.parametrize(
    ("period", "starts", "ends", "count"),
    [
        ("P1M", date(2027, 1, 1), date(2027, 12, 31), 12),
        ("P1M", date(2027, 1, 15), date(2027, 2, 14), 1),
        ("P1M", date(2027, 1, 15), date(2027, 2, 15), 2),
        ("P3M", date(2027, 1, 1), date(2027, 12, 31), 4),
        ("P1Y", date(2027, 1, 1), date(2029, 12, 31), 3),
        ("P1M", date(2027, 1, 1), date(2026, 1, 1), None),
        ("P1W", date(2027, 1, 1), date(2027, 2, 1), None),
        ("P1M", None, date(2027, 2, 1), None),
    ],
)
def test_begun_periods_count_as_periods(period, starts, ends, count):
    assert count_periods(period, starts, ends) == count
