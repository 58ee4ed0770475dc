"""What people read: sentences, lines beside order lines, who acts, what the vendor sees, who approves."""

import re
from datetime import date
from decimal import Decimal

import pytest

from procurement.matching.codes import CODES, Severity, owner_of, severity_of, visible_to_vendor
from procurement.matching.currency import rounded, scaled
from procurement.matching.periods import Months, months_named
from procurement.matching.references import contains_number, names_order, number_key, order_key, same_number, similarity
from procurement.matching.scenarios import decide_scenarios
from procurement.matching.words import SENTENCES, WHERE_NOTHING_WAS_BILLED, money_text
from tests.procurement.matching.cases import billed, decide, fastenings, milestone
from tests.procurement.matching.test_codes import PASSED, STOPPED


def test_every_code_has_its_sentence():
    assert set(SENTENCES) == set(CODES)


@pytest.mark.parametrize(("codes", "lines", "changes"), [*STOPPED, *PASSED])
def test_a_finding_is_told_in_whole_sentences(codes, lines, changes):
    verdict = decide(lines, **changes)

    for finding in verdict.findings:
        assert re.fullmatch(r"[A-Z“\d].*\.", finding.sentence)
        assert "{" not in finding.sentence
        assert "None" not in finding.sentence
        assert finding.owner
        assert finding.amount_at_risk is None or finding.amount_at_risk >= 0


def test_a_sentence_tells_both_numbers_the_limit_its_source_and_the_documents():
    verdict = decide([fastenings("30", "13.00")], history=[billed()], vendor={"policy": {"price_tol_abs": "10.00"}})

    over, quantity = verdict.findings
    assert over.sentence == (
        "Order PO-2026-0311, line 30 (Rail fastening type R7): billed 390.00 EUR, agreed 375.00 EUR, so 15.00 EUR over; "
        "7.50 EUR allowed (the lower of 2 % and 10.00 EUR, policy). "
        "Finance asks for a credit or accepts it with a reason."
    )
    assert quantity.sentence == (
        "Order PO-2026-0311, line 30 (Rail fastening type R7): 100 billed before (KK-26-100) plus 30 now make 130 C62, "
        "accepted 120, limit 120 (0 % by policy). It is released when the delivery is accepted."
    )


def test_where_nothing_was_billed_before_no_sum_of_nothing_is_told():
    verdict = decide([fastenings("130")])

    (quantity,) = verdict.findings
    assert quantity.sentence == (
        "Order PO-2026-0311, line 30 (Rail fastening type R7): 130 C62 billed, accepted 120, limit 120 (0 % by policy). "
        "It is released when the delivery is accepted."
    )
    assert set(WHERE_NOTHING_WAS_BILLED) < set(SENTENCES)


def test_a_line_stands_beside_its_order_line():
    verdict = decide([milestone("5000.00")], history=[billed(lines=[{"po_line": "10", "net": "7000.00"}])])

    line = verdict.lines[0]
    assert (line.invoice_line, line.order, line.order_line, line.how) == (1, "PO-2026-0311", "10", "order line")
    assert (line.billed_before, line.this, line.ordered) == (Decimal(7000), Decimal(5000), Decimal(20000))
    assert (line.accepted, line.limit) == (Decimal(12000), Decimal(12000))
    assert line.codes == ()
    assert line.result == "Agrees with order PO-2026-0311, line 10, matched by order line."


def test_a_line_that_does_not_agree_says_why():
    verdict = decide([fastenings(), milestone("100.00", None, description="Winter service")])

    assert verdict.lines[0].codes == ()
    assert verdict.lines[1].codes == ("LINE_UNMATCHED",)
    assert verdict.lines[1].result.startswith("“Winter service” (100.00 EUR) is on no line of order PO-2026-0311.")


@pytest.mark.parametrize(
    ("net", "policy", "role"),
    [
        ("840.33", {}, "manager"),
        ("840.35", {}, "director"),
        ("12000.00", {}, "director"),
        ("840.33", {"auto_authorize_limit": "999.99"}, "auto"),
        ("840.34", {"auto_authorize_limit": "999.99"}, "manager"),
        ("840.33", {"approval_levels": [["500", "clerk"], ["999.99", "head"], [None, "board"]]}, "head"),
        ("840.34", {"approval_levels": {"head": "999.99", "board": None}}, "board"),
    ],
)
def test_the_amount_decides_who_approves(net, policy, role):
    verdict = decide([milestone(net)], policy=policy)

    assert verdict.route == (role,)


def test_a_bill_cut_in_pieces_goes_where_the_whole_would_go():
    pieces = [billed(f"KK-26-{n}", gross="999.00", issue_date="2026-06-08", lines=[]) for n in ("181", "192")]
    lines = [milestone("820.00")]

    assert decide(lines, history=pieces).route == ("manager",)
    assert decide(lines, history=pieces, policy={"split_window_days": "7"}).route == ("director",)


def test_dollars_are_routed_by_their_value_at_home_and_paid_in_dollars():
    verdict = decide(
        [milestone("1000.00")],
        invoice={"currency": "USD"},
        contract={"allowed_currencies": ["USD"]},
        fx={"USDEUR": "0.80"},
    )

    assert verdict.authorize_amount == Decimal("1190.00")
    assert verdict.route == ("manager",)
    assert verdict.lines[0].this == Decimal(800)


def test_yen_are_compared_in_whole_yen():
    verdict = decide(
        [milestone("10005", vat_rate="10", unit_price="10005")],
        rate="10",
        invoice={"currency": "JPY", "net": "10005", "tax": "1000", "gross": "11005", "payable": "11005"},
        order={"currency": "JPY"},
        line={"10": {"vat_rate": "10"}},
    )

    assert verdict.codes == ()
    assert rounded(Decimal("1000.5"), "JPY") == Decimal(1001)
    assert rounded(Decimal("1.0005"), "KWD") == Decimal("1.001")
    assert scaled(Decimal("0.02"), "JPY") == Decimal(2)


def test_retention_of_half_a_cent_is_rounded_up_and_what_the_invoice_kept_is_not_kept_twice():
    kept = decide([milestone("1000.10")], contract={"retention_pct": "5"})
    twice = decide(
        [milestone("1000.10")], contract={"retention_pct": "5"}, invoice={"retention": "50.01", "payable": "1140.11"}
    )

    assert kept.retention.amount == Decimal("50.01")
    assert kept.authorize_amount == Decimal("1140.11")
    assert twice.retention.amount == Decimal(0)
    assert twice.authorize_amount == Decimal("1140.11")


def test_bank_and_master_data_are_never_shown_to_the_vendor():
    shown = {code for code in CODES if visible_to_vendor(code)}

    assert not [code for code in shown if code.startswith(("BANK_", "VENDOR_"))]
    assert not shown & {"DUP_PROBABLE", "VAT_ID_MISMATCH", "UNPLANNED_CHARGE"}
    assert {"DUP_EXACT", "PRICE_OVER", "CN_NO_REFERENCE", "TAX_AMOUNT", "BUYER_MISMATCH"} <= shown


def test_arithmetic_goes_back_from_data_and_is_looked_at_in_a_picture():
    assert severity_of("ARITH_TOTAL", "hybrid") == Severity.REJECT
    assert severity_of("ARITH_TOTAL", "pdf") == Severity.REVIEW
    assert owner_of("ARITH_TOTAL", Severity.REJECT) == "vendor"
    assert owner_of("ARITH_TOTAL", Severity.REVIEW) == "accounts payable clerk"


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        ("589.80", "EUR", "589.80 EUR"),
        ("1320000", "JPY", "1,320,000 JPY"),
        ("1.5", "KWD", "1.500 KWD"),
        ("0.125", "EUR", "0.125 EUR"),
    ],
)
def test_money_is_written_with_its_currencys_precision(amount, currency, text):
    assert money_text(Decimal(amount), currency) == text


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("PO 2026/0042", "PO-2026-0042"),
        ("Bestellung Nr. 2026-42", "PO-2026-0042"),
        ("p.o. 7", "PO-007"),
        ("Auftrag 12/a", "12-A"),
    ],
)
def test_an_order_number_is_the_same_however_it_is_written(written, number):
    assert order_key(written) == order_key(number)


def test_an_order_number_is_found_inside_a_longer_reference():
    assert names_order("Your order PO-2026-0042 of 10 January", "PO-2026-0042")
    assert not names_order("Room 7", "PO-7")


def test_numbers_are_compared_by_their_runs():
    assert number_key("r-2026/0117") == ("R", "2026", "117")
    assert same_number("R 2026 117", "r20260117"[:5] + "117")
    assert not same_number("R-2026-117", "R-2026-1170")
    assert contains_number("R-2026-117A", "R-2026-117")
    assert not contains_number("R-2026-11", "R-2026-1")
    assert similarity("Steel beam HEB 200", "HEB 200 beam, steel") == 1.0


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Retainer Feb-27", (2027, 2), (2027, 2)),
        ("Miete März 2027", (2027, 3), (2027, 3)),
        ("Jan 1 – Dec 31, 2027", (2027, 1), (2027, 12)),
        ("Nov – Jan 2027", (2026, 11), (2027, 1)),
        ("Service 01.02.2027 - 28.02.2027", (2027, 2), (2027, 2)),
        ("Hosting Q2 2027", (2027, 4), (2027, 6)),
        ("Licence 2028", (2028, 1), (2028, 12)),
        ("Retainer February", (2027, 2), (2027, 2)),
    ],
)
def test_a_description_names_its_months(text, first, last):
    named = months_named(text, near=date(2027, 3, 1))

    assert named == Months(first[0] * 12 + first[1] - 1, last[0] * 12 + last[1] - 1)


def test_a_description_without_a_month_names_none():
    assert months_named("What may be needed, 22 hours") is None


def test_a_scenario_that_cannot_be_read_says_which_field_and_the_next_is_decided():
    lines = [
        '{"id": "A", "today": "2026-02-30", "invoice": {"number": "1"}}',
        "",
        "not json",
        '{"id": "B", "invoice": {}}',
        "[1]",
    ]

    answers = list(decide_scenarios(lines))

    assert answers[0] == {"id": "A", "error": "case.today must be a day like 2026-03-31, not '2026-02-30'."}
    assert answers[1]["id"] == "line 3"
    assert answers[1]["error"].startswith("The line is not a JSON object")
    assert answers[2]["error"] == "case.today is missing; give a day like 2026-03-31."
    assert answers[3]["error"] == "The line must be a JSON object."
