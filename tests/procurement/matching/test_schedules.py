"""Orders drafted from a contract: periodic fees, rates, ceilings, deposits, dated payments, retention."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from procurement.matching import Case, Decision, match
from procurement.matching.model import (
    BankAccount,
    Buyer,
    HistoryEntry,
    HistoryLine,
    InvoiceFacts,
    InvoiceLine,
    MilestoneFacts,
    OrderFacts,
    OrderLine,
    Vendor,
)

FEE = OrderLine(
    "1", "recurring", "Monthly hosting", Decimal(500), occurrences=3, period="P1M", starts_on=date(2027, 1, 1)
)
RATE = OrderLine(
    "2", "unit_price", "Engineer hourly rate", Decimal(120), qty=None, unit="hour", cap_amount=Decimal(2400)
)
DEPOSIT = OrderLine("3", "deposit", "Deposit on signature", Decimal(900))
DATED = OrderLine("4", "date", "Onboarding fee", Decimal(700), due_on=date(2027, 2, 1))
KEPT = OrderLine("5", "retention", "Retention", Decimal(300), release_on=date(2028, 1, 1))
GO_LIVE = OrderLine("6", "milestone", "Go-live", Decimal(2000))
ORDER = OrderFacts(
    "PO-9", "H", "EUR", "approved", date(2026, 12, 1), (FEE, RATE, DEPOSIT, DATED, KEPT, GO_LIVE), None, True
)
SIGNED = MilestoneFacts("PO-9", "3", accepted_pct=Decimal(100))


def line(description, net, quantity="1", **more):
    net, quantity = Decimal(net), Decimal(quantity)
    return InvoiceLine(description, net, quantity, unit_price=net / quantity, **more)


def invoice(*lines, number="H-31", issued=date(2027, 2, 3)):
    net = sum((one.net for one in lines), Decimal(0))
    return InvoiceFacts(
        number=number,
        source="pdf",
        currency="EUR",
        net=net,
        tax=Decimal(0),
        gross=net,
        payable=net,
        issue_date=issued,
        seller_name="Hostwerk GmbH",
        buyer_name="Lindenhof Klinikum gGmbH",
        order_ref="PO-9",
        tax_rate=Decimal(0),
        lines=lines,
    )


def posted(number, order_line, net, period=None, issued=date(2027, 1, 4)):
    net = Decimal(net)
    billed = (HistoryLine(order_line, net, period=period),)
    return HistoryEntry(number, "H", "invoice", "posted", net, net, issued, "PO-9", lines=billed)


def decide(*lines, history=(), order=ORDER, today=date(2027, 2, 5), **facts):
    account = BankAccount("DE48370400440812345678", verified=True, verified_on=date(2026, 1, 1))
    return match(
        Case(
            today=today,
            invoice=replace(invoice(*lines), **facts),
            buyers=(Buyer("Lindenhof Klinikum gGmbH"),),
            vendors=(Vendor("H", "Hostwerk GmbH", bank_accounts=(account,)),),
            orders=(order,),
            milestones=(SIGNED,),
            history=tuple(history),
        )
    )


def test_a_second_month_is_paid_like_the_first():
    january = posted("H-30", "1", "500", "Hosting January 2027")

    verdict = decide(line("Hosting February 2027", "500"), history=[january])

    assert verdict.codes == ()
    assert verdict.authorize_amount == Decimal(500)
    assert verdict.assignments == {1: ("PO-9", "1")}


def test_the_same_month_in_other_words_is_billed_twice():
    january = posted("H-12", "1", "500", "Monthly hosting – January 2027")

    verdict = decide(line("Hosting Jan-27", "500"), history=[january])

    assert verdict.codes == ("MILESTONE_ALREADY_BILLED",)
    assert verdict.amount_at_risk == Decimal(500)


def test_a_month_after_the_last_one_is_over_the_order():
    verdict = decide(line("Hosting April 2027", "500"), issue_date=date(2027, 4, 1), today=date(2027, 4, 2))

    assert verdict.codes == ("PO_OVERBILLED",)


def test_a_fourth_fee_that_names_no_month_is_over_the_order():
    history = [posted(f"H-{n}", "1", "500", issued=date(2027, n, 4)) for n in (1, 2, 3)]

    verdict = decide(
        line("Monthly hosting", "500"), history=history, issue_date=date(2027, 4, 1), today=date(2027, 4, 2)
    )

    assert verdict.codes == ("PO_OVERBILLED",)
    assert verdict.amount_at_risk == Decimal(500)


def test_three_months_at_once_are_three_periods():
    verdict = decide(line("Hosting Jan – Mar 2027", "1500"))

    assert verdict.codes == ()


def test_a_month_far_ahead_waits():
    verdict = decide(line("Hosting March 2027", "500"), issue_date=date(2027, 1, 5), today=date(2027, 1, 6))

    assert verdict.codes == ("MILESTONE_NOT_ACCEPTED",)


@pytest.mark.parametrize(("net", "code"), [("510.00", ""), ("510.01", "PRICE_OVER")])
def test_a_fee_may_rise_within_the_price_tolerance_only(net, code):
    verdict = decide(line("Hosting February 2027", net))

    assert " ".join(verdict.codes) == code
    assert bool(verdict.info.count("PRICE_WITHIN_TOLERANCE")) == (not code)


def test_two_lines_for_one_month_are_added_up():
    verdict = decide(line("Hosting February 2027", "400"), line("Hosting Feb 2027, rest", "200"))

    assert verdict.codes == ("PRICE_OVER",)
    assert verdict.amount_at_risk == Decimal(100)


def test_hours_are_paid_at_the_rate_up_to_the_ceiling():
    verdict = decide(line("Engineer, 20 hours", "2400", "20"))

    assert verdict.codes == ()
    assert verdict.assignments == {1: ("PO-9", "2")}


def test_hours_above_the_ceiling_are_over_the_order():
    verdict = decide(line("Engineer, 5 hours", "600", "5"), history=[posted("H-2", "2", "1920", "Engineer")])

    assert verdict.codes == ("PO_OVERBILLED",)
    assert verdict.amount_at_risk == Decimal(120)


def test_dearer_hours_are_a_price_difference():
    verdict = decide(line("Engineer, 10 hours", "1300", "10"))

    assert verdict.codes == ("PRICE_OVER",)
    assert verdict.amount_at_risk == Decimal(100)


def test_all_lines_together_may_not_cross_the_orders_ceiling():
    capped = replace(ORDER, cap=Decimal(1000))

    verdict = decide(line("Hosting February 2027", "500"), line("Engineer, 5 hours", "600", "5"), order=capped)

    assert verdict.codes == ("PO_OVERBILLED",)
    assert verdict.amount_at_risk == Decimal(100)


def test_a_deposit_is_found_in_another_language_and_payable_once_the_contract_is_signed():
    verdict = decide(line("Anticipo 10%", "900"))

    assert verdict.codes == ()
    assert verdict.assignments == {1: ("PO-9", "3")}


@pytest.mark.parametrize(("today", "codes"), [(date(2027, 1, 31), ("MILESTONE_NOT_ACCEPTED",)), (date(2027, 2, 1), ())])
def test_a_dated_payment_is_due_on_its_day(today, codes):
    verdict = decide(line("Onboarding fee", "700"), today=today, issue_date=date(2027, 1, 30))

    assert verdict.codes == codes


@pytest.mark.parametrize(
    ("today", "codes"), [(date(2027, 12, 31), ("RETENTION_RELEASE_EARLY",)), (date(2028, 1, 1), ())]
)
def test_retention_is_payable_from_its_day(today, codes):
    verdict = decide(line("Retention 5 %", "300"), today=today, issue_date=date(2027, 12, 30))

    assert verdict.codes == codes


def test_more_retention_than_is_kept_is_held():
    verdict = decide(line("Retention", "300.02"), today=date(2028, 1, 2), issue_date=date(2028, 1, 1))

    assert verdict.codes == ("RETENTION_EXCEEDS_BALANCE",)
    assert verdict.amount_at_risk == Decimal("0.02")


def test_work_that_the_contract_does_not_price_is_on_no_line():
    verdict = decide(line("Furniture for the server room", "450"))

    assert verdict.codes == ("LINE_UNMATCHED",)
    assert verdict.amount_at_risk == Decimal(450)


@pytest.mark.parametrize(
    ("first", "copy", "code"),
    [
        ("2027/H-31", "2027-H-31/R", "DUP_PROBABLE"),
        ("H-0031-2027", "2027/31/H", "DUP_PROBABLE"),
        ("2027-H-31", "31", "DUP_PROBABLE"),
        ("2027-H-31", "2027/12", None),
        ("2027/H-31", "2027H0031", "DUP_EXACT"),
        ("2027/H-31", "2027H31", "DUP_EXACT"),
        ("2027/H-31", "H-32", None),
    ],
)
def test_a_renumbered_copy_of_a_milestone_is_recognised(first, copy, code):
    verdict = decide(line("Go-live", "2000"), history=[posted(first, "6", "2000")], number=copy)

    found = [known for known in verdict.codes if known.startswith("DUP_")]
    assert found == ([code] if code else [])
    assert "MILESTONE_ALREADY_BILLED" in verdict.codes


def test_rent_with_consecutive_numbers_that_contain_each_other_is_no_copy():
    january = posted("RENT-2027", "1", "500", "Hosting January 2027")

    verdict = decide(line("Hosting February 2027", "500"), history=[january], number="RENT-2027-2")

    assert verdict.codes == ()


def test_an_order_that_is_only_proposed_still_shows_a_copy():
    earlier = posted("A/2026/391", "3", "900", issued=date(2027, 1, 20))

    verdict = decide(line("Anticipo 10%", "900"), history=[earlier], number="391", order_ref=None)

    assert verdict.codes == ("DUP_PROBABLE", "PO_MISSING")
    assert verdict.decision == Decision.HOLD
    assert verdict.proposed_order == "PO-9"


def test_a_clerks_confirmation_stands_for_the_missing_number():
    verdict = decide(line("Hosting February 2027", "500"), order_ref="lost", confirmed_order="PO-9")

    assert verdict.codes == ()
    assert verdict.orders == ("PO-9",)
