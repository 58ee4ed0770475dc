"""Each code once where it must be given and once just inside the limit where it must not."""

import pytest

from procurement.matching import Decision
from procurement.matching.codes import CODES
from tests.procurement.matching.cases import (
    FRENCH_IBAN,
    LITHUANIAN_IBAN,
    OTHER_IBAN,
    SISTER_VAT,
    VENDOR_IBAN,
    billed,
    decide,
    fastenings,
    milestone,
    scenario,
)

FREIGHT = {"description": "Versandkosten", "quantity": "1", "unit": "LS", "vat_rate": "19", "vat_category": "S"}
REVERSE = {"30": {"vat_rate": "0", "vat_category": "AE"}}
UNTAXED = {"vat_rate": "0", "vat_category": "AE"}
CREDIT = {"doc_type": "credit_note", "type_code": "381", "number": "G-7", "iban": None}
RETAINED = {
    "retention_pct": "10",
    "retention": {"withheld": "900.00", "released": "100.00", "release_on": "2026-06-15"},
}
RELEASE = {
    "description": "Release of retention",
    "quantity": "1",
    "unit_price": "800.00",
    "net": "800.00",
    "vat_rate": "0",
    "retention_release": True,
}
COPY = scenario()["pos"][0] | {"number": "PO-2026-0400"}
DOLLARS = {"currency": "USD"}
IN_DOLLARS = {"allowed_currencies": ["USD"]}


def freight(net):
    return {**FREIGHT, "unit_price": net, "net": net}


def case(name, expected, lines=None, **changes):
    return pytest.param(set(expected.split()), lines, changes, id=name)


STOPPED = [
    case("a document that is no invoice", "DOC_NOT_INVOICE", invoice={"document_problem": "DOC_NOT_INVOICE"}),
    case("a delivery note", "DOC_NOT_INVOICE", invoice={"doc_type": "delivery_note", "type_code": None}),
    case("a file that cannot be read", "DOC_UNREADABLE", invoice={"document_problem": "DOC_UNREADABLE"}),
    case("an XML file with a DTD", "DOC_MALFORMED_XML", invoice={"document_problem": "DOC_MALFORMED_XML"}),
    case("an unknown syntax", "DOC_UNSUPPORTED_SYNTAX", invoice={"document_problem": "DOC_UNSUPPORTED_SYNTAX"}),
    case("a broken rule of EN 16931", "DOC_SCHEMATRON_FATAL", invoice={"document_problem": "DOC_SCHEMATRON_FATAL"}),
    case(
        "a broken rule that the policy only reviews, with everything else compared",
        "DOC_SCHEMATRON_FATAL BANK_CHANGED",
        policy={"schematron_severity": "review"},
        invoice={"document_problem": "DOC_SCHEMATRON_FATAL", "iban": OTHER_IBAN},
    ),
    case("an uncertain reading", "DOC_LOW_CONFIDENCE", invoice={"source": "ocr", "low_confidence": True}),
    case("an invoice without a date", "DOC_LOW_CONFIDENCE", invoice={"issue_date": None}),
    case(
        "no lines and a net that fits nothing",
        "DOC_NO_LINES",
        [],
        invoice={"net": "1249.99", "gross": "1487.49", "payable": "1487.49"},
    ),
    case(
        "another company's invoice",
        "BUYER_MISMATCH",
        invoice={"buyer_name": "Hafenwerk Logistik GmbH", "buyer_vat": "DE210000033"},
    ),
    case(
        "a buyer's name without VAT id that is not alike",
        "BUYER_MISMATCH",
        invoice={"buyer_name": "Werfthafen KG", "buyer_vat": None},
    ),
    case("payable above what is left", "ARITH_PAYABLE", invoice={"payable": "1487.52"}),
    case("a negative deduction", "ARITH_PAYABLE", invoice={"prepaid": "-500.00", "payable": "1987.50"}),
    case("rounding by more than coins", "ARITH_PAYABLE", invoice={"rounding": "12.50", "payable": "1500.00"}),
    case("arithmetic in a scan", "ARITH_TOTAL", invoice={"source": "ocr", "gross": "1480.00", "payable": "1480.00"}),
    case(
        "a sister company by name",
        "VENDOR_UNKNOWN",
        invoice={"seller_name": "Kessler Anlagen GmbH", "seller_vat": None, "iban": None},
    ),
    case("a vendor on hold", "VENDOR_BLOCKED", vendor={"status": "on_hold"}),
    case(
        "a sister company's invoice on this order",
        "VENDOR_MISMATCH",
        invoice={"seller_name": "Kessler Service GmbH", "seller_vat": SISTER_VAT, "iban": FRENCH_IBAN},
    ),
    case("another VAT id under the same name", "VAT_ID_MISMATCH", invoice={"seller_vat": "DE210000041"}),
    case("a VAT id with wrong check digits", "VAT_ID_MISMATCH VAT_ID_INVALID", invoice={"seller_vat": "DE210000018"}),
    case(
        "a wrong VAT id in the master too",
        "VAT_ID_INVALID",
        vendor={"vat_id": "DE210000018"},
        invoice={"seller_vat": "DE210000018"},
    ),
    case("a cancelled order", "PO_CANCELLED", order={"status": "cancelled"}),
    case("an order in approval", "PO_NOT_APPROVED", order={"status": "draft"}),
    case(
        "no order number and two orders that fit",
        "PO_MISSING PO_AMBIGUOUS",
        [milestone("20000.00")],
        pos=[scenario()["pos"][0], COPY],
        invoice={"order_ref": None},
    ),
    case(
        "no order number and nothing that fits",
        "PO_MISSING",
        [fastenings("99")],
        pos=[scenario()["pos"][0], COPY],
        invoice={"order_ref": None},
    ),
    case("a line of an order that does not exist", "PO_NOT_FOUND", [fastenings(order_ref="PO-2026-0999")]),
    case("a date before the order", "DATE_BEFORE_PO", invoice={"issue_date": "2026-01-31"}),
    case("an invoice 366 days old", "DATE_STALE", order={"date": "2025-01-01"}, invoice={"issue_date": "2025-06-14"}),
    case("work after the contract's end", "CONTRACT_EXPIRED", contract={"end": "2026-06-09"}),
    case("a price 2.4 % over", "PRICE_OVER", [fastenings("20", "12.80")]),
    case(
        "a dearer price cut into small lines",
        "PRICE_OVER",
        [fastenings("60", "12.99", description=f"Part {n}") for n in "12"],
        policy={"price_tol_pct": "5"},
        milestones=[{"po": "PO-2026-0311", "po_line": "30", "accepted_qty": "200"}],
    ),
    case("one more than ordered", "QTY_OVER_ORDERED", [fastenings("101")], history=[billed()]),
    case("nothing accepted in a three-way match", "QTY_OVER_ACCEPTED", milestones=[]),
    case("a milestone over its value", "PO_OVERBILLED", [milestone("20000.02")]),
    case(
        "an unaccepted milestone over its value", "PO_OVERBILLED MILESTONE_NOT_ACCEPTED", [milestone("8000.02", "20")]
    ),
    case("a milestone over what is accepted", "MILESTONE_OVERBILLED", [milestone("12000.02")]),
    case("carriage over the limit", "UNPLANNED_CHARGE", [fastenings(), freight("25.01")]),
    case(
        "a charge on the document over the limit",
        "UNPLANNED_CHARGE",
        invoice={"charge_total": "40.00", "net": "1290.00", "gross": "1527.50", "payable": "1527.50"},
    ),
    case("pieces against metres", "UNIT_MISMATCH", [fastenings(unit="MTR")]),
    case("a credit without its invoice", "CN_NO_REFERENCE", invoice=CREDIT),
    case(
        "a credit of an invoice that was never received",
        "CN_NO_REFERENCE",
        invoice={**CREDIT, "preceding_invoice": "KK-26-999"},
    ),
    case(
        "a credit over the invoice by two cents",
        "CN_EXCEEDS_INVOICE",
        invoice={**CREDIT, "preceding_invoice": "KK-26-100"},
        history=[billed(gross="1487.48")],
    ),
    case("VAT where reverse charge was agreed", "TAX_RATE_MISMATCH REVERSE_CHARGE_VIOLATION", line=REVERSE),
    case("reverse charge without a reason", "EXEMPT_REASON_MISSING", [fastenings(**UNTAXED)], rate="0", line=REVERSE),
    case("VAT three cents off", "TAX_AMOUNT", invoice={"tax": "237.53", "gross": "1487.53", "payable": "1487.53"}),
    case("dollars without a rate", "FX_RATE_MISSING", contract=IN_DOLLARS, invoice=DOLLARS),
    case(
        "a stated rate 2.1 % off",
        "FX_RATE_OUT_OF_RANGE",
        contract=IN_DOLLARS,
        invoice={**DOLLARS, "fx_rate": "1.021"},
        fx={"USDEUR": "1"},
    ),
    case("another currency", "CURRENCY_MISMATCH", invoice=DOLLARS, fx={"USDEUR": "1"}),
    case(
        "a release above what is kept back",
        "RETENTION_EXCEEDS_BALANCE",
        [{**RELEASE, "unit_price": "800.01", "net": "800.01"}],
        rate="0",
        contract=RETAINED,
    ),
    case(
        "a release before its day",
        "RETENTION_RELEASE_EARLY",
        [RELEASE],
        rate="0",
        contract=RETAINED,
        today="2026-06-14",
    ),
    case(
        "an advance not deducted",
        "ADVANCE_NOT_DEDUCTED",
        contract={"advance": {"paid": "5000.00", "recovered": "0.00", "recover_pct": "20"}},
        invoice={"prepaid": "249.98", "payable": "1237.52"},
    ),
    case(
        "a final invoice that deducts too little",
        "ADVANCE_NOT_DEDUCTED",
        invoice={"type_code": "877", "prepaid": "100.00", "payable": "1387.50"},
        history=[billed(gross="119.00", net="100.00")],
    ),
    case("another vendor's account", "BANK_SHARED", invoice={"iban": FRENCH_IBAN}),
    case("a new account in another country", "BANK_CHANGED BANK_COUNTRY_MISMATCH", invoice={"iban": LITHUANIAN_IBAN}),
    case(
        "an account verified two days ago",
        "BANK_COOLING_OFF",
        vendor={"bank_accounts": [{"iban": VENDOR_IBAN, "verified": True, "verified_on": "2026-06-13"}]},
    ),
    case(
        "no account printed and none verified",
        "BANK_UNVERIFIED",
        vendor={"bank_accounts": [{"iban": VENDOR_IBAN}]},
        invoice={"iban": None},
    ),
    case(
        "the same number with another amount",
        "DUP_NUMBER_REUSED",
        history=[billed("KK 26/0204", gross="100.00", lines=[])],
    ),
    case("O for 0 on the same day", "DUP_PROBABLE", history=[billed("KK-26-2O4", issue_date="2026-06-10", lines=[])]),
    case(
        "two digits swapped on the same day",
        "DUP_PROBABLE",
        history=[billed("KK-26-240", issue_date="2026-06-10", lines=[])],
    ),
    case("a suffix within a year", "DUP_PROBABLE", history=[billed("KK-26-204-B", lines=[])]),
    case(
        "the same day, order and lines",
        "DUP_PROBABLE QTY_OVER_ACCEPTED",
        history=[billed("2219", issue_date="2026-06-10")],
    ),
    case(
        "another vendor record with number, date and amount",
        "DUP_PROBABLE",
        history=[billed("KK-26-204", vendor="S", issue_date="2026-06-10")],
    ),
    case("the same number without separators", "DUP_EXACT", history=[billed("KK26204", lines=[])]),
]


@pytest.mark.parametrize(("expected", "lines", "changes"), STOPPED)
def test_an_invoice_is_stopped_by(expected, lines, changes):
    verdict = decide(lines, **changes)

    assert set(verdict.codes) == expected
    worst = max(finding.severity for finding in verdict.findings)
    assert verdict.decision.name == worst.name
    assert verdict.authorize_amount is None
    assert verdict.route == ()


PASSED = [
    case("a clean invoice", ""),
    case(
        "no lines and a net that is one open amount",
        "MATCHED_ON_TOTALS",
        [],
        invoice={"net": "20000.00", "tax": "3800.00", "gross": "23800.00", "payable": "23800.00"},
        milestones=[{"po": "PO-2026-0311", "po_line": "10", "accepted_pct": "100"}],
    ),
    case(
        "a buyer's name written shorter, without VAT id",
        "",
        invoice={"buyer_name": "Hafenwerk Betrieb AG", "buyer_vat": None},
    ),
    case("coins rounded away", "", invoice={"rounding": "0.50", "payable": "1488.00"}),
    case("totals one cent off", "", invoice={"gross": "1487.51", "payable": "1487.51"}),
    case("a vendor by name alone", "", invoice={"seller_name": "KESSLER Kranbau GmbH", "seller_vat": None}),
    case(
        "a wrong VAT id that the register confirmed",
        "",
        vendor={"vat_id": "DE210000018", "vat_verified": True},
        invoice={"seller_vat": "DE210000018"},
    ),
    case("an invoice 365 days old", "", order={"date": "2025-01-01"}, invoice={"issue_date": "2025-06-15"}),
    case("the contract's last day", "", contract={"end": "2026-06-10"}),
    case(
        "an invoice of today on the day of the order",
        "",
        order={"date": "2026-06-15"},
        invoice={"issue_date": "2026-06-15"},
    ),
    case("a price over by exactly 2 %", "PRICE_WITHIN_TOLERANCE", [fastenings("100", "12.75")]),
    case(
        "a price over by exactly the absolute limit",
        "PRICE_WITHIN_TOLERANCE",
        [fastenings("100", "13.00")],
        policy={"price_tol_pct": "9"},
    ),
    case(
        "a dearer price with an allowance on the line",
        "",
        [fastenings("100", "13.50", net="1250.00", allowance="100.00")],
    ),
    case("a price for ten pieces", "", [fastenings("100", "125.00", net="1250.00", base_qty="10")]),
    case("a price under by exactly 10 %", "", [fastenings("100", "11.25")]),
    case(
        "the vendor's tolerance is wider",
        "PRICE_WITHIN_TOLERANCE",
        [fastenings("100", "13.00")],
        vendor={"policy": {"price_tol_pct": "4"}},
    ),
    case("exactly what is accepted, with what was billed before", "", [fastenings("20")], history=[billed()]),
    case("more than accepted in a two-way match", "", [fastenings("200")], policy={"match_mode": "2way"}),
    case("more than accepted within the quantity tolerance", "", [fastenings("126")], policy={"qty_tol_pct": "5"}),
    case("exactly what is accepted of a milestone", "", [milestone("12000.01")]),
    case(
        "a milestone that a credit note gave back",
        "",
        [milestone("12000.00")],
        history=[
            billed(net="12000.00", lines=[{"po_line": "10", "net": "12000.00"}]),
            billed(
                "G-1",
                doc_type="credit_note",
                net="12000.00",
                gross="14280.00",
                preceding_invoice="KK-26-100",
                lines=[{"po_line": "10", "net": "12000.00"}],
            ),
        ],
    ),
    case("carriage at the limit", "CHARGE_ACCEPTED", [fastenings(), freight("25.00")]),
    case("dozens against pieces", "", [fastenings("5", "150.00", unit="DZN")]),
    case(
        "a stored conversion", "", [fastenings("4", "312.50", unit="XBX")], line={"30": {"unit_factors": {"XBX": "25"}}}
    ),
    case(
        "the article number without an order line",
        "",
        [fastenings(order_line=None, description="Klemme", seller_id="KR7-100")],
    ),
    case("the description without an order line", "", [fastenings(order_line=None)]),
    case(
        "another order on the line than in the header",
        "",
        [fastenings(order_ref="PO-2026-0311")],
        invoice={"order_ref": "PO-1999-1"},
    ),
    case(
        "a credit of all that was billed",
        "CREDIT_APPLIED",
        invoice={**CREDIT, "preceding_invoice": "KK 26/0100"},
        history=[billed()],
    ),
    case(
        "a credit of a cancelled order",
        "CREDIT_APPLIED",
        order={"status": "cancelled"},
        invoice={**CREDIT, "preceding_invoice": "KK-26-100"},
        history=[billed()],
    ),
    case(
        "a negative invoice",
        "NEGATIVE_INVOICE_AS_CREDIT CREDIT_APPLIED",
        [fastenings("-100")],
        rate="19",
        invoice={"tax": "-237.50", "gross": "-1487.50", "payable": "-1487.50", "preceding_invoice": "KK-26-100"},
        history=[billed()],
    ),
    case("a Gutschrift that is a self-billed invoice", "", invoice={"doc_type": "credit_note", "type_code": "389"}),
    case("VAT two cents off", "", invoice={"tax": "237.52", "gross": "1487.52", "payable": "1487.52"}),
    case(
        "VAT off where allowances have no rate",
        "",
        invoice={
            "allowance_total": "50.00",
            "net": "1200.00",
            "tax": "230.00",
            "gross": "1430.00",
            "payable": "1430.00",
        },
    ),
    case(
        "reverse charge with its reason on the line",
        "",
        [fastenings(**UNTAXED, exemption_reason="Reverse charge")],
        rate="0",
        line=REVERSE,
    ),
    case(
        "a stated rate exactly 2 % off",
        "",
        contract=IN_DOLLARS,
        invoice={**DOLLARS, "fx_rate": "1.02"},
        fx={"USDEUR": "1"},
    ),
    case("a release on its day of all that is kept", "", [RELEASE], rate="0", contract=RETAINED),
    case("retention", "RETENTION_APPLIED", contract=RETAINED),
    case(
        "an advance deducted to the cent",
        "",
        contract={"advance": {"paid": "5000.00", "recovered": "0.00", "recover_pct": "20"}},
        invoice={"prepaid": "249.99", "payable": "1237.51"},
    ),
    case(
        "a final invoice that deducts what was billed in part",
        "",
        invoice={"type_code": "877", "prepaid": "1487.50", "payable": "0.00"},
        history=[billed()],
    ),
    case(
        "an account verified three days ago",
        "",
        vendor={"bank_accounts": [{"iban": VENDOR_IBAN, "verified": True, "verified_on": "2026-06-12"}]},
    ),
    case("no account printed", "BANK_FROM_MASTER", invoice={"iban": None}),
    case(
        "the same number in another year with another amount",
        "NUMBER_REUSED_NEW_YEAR",
        history=[billed("KK-26-204", gross="9.00", issue_date="2025-12-30", lines=[])],
    ),
    case(
        "the same number and amount 301 days ago, last year",
        "NUMBER_REUSED_NEW_YEAR",
        history=[billed("KK-26-204", issue_date="2025-08-13", lines=[])],
    ),
    case(
        "consecutive numbers and equal amounts a month apart",
        "",
        history=[billed("KK-26-203", issue_date="2026-05-10", lines=[])],
    ),
    case("a suffix after more than a year", "", history=[billed("KK-26-204-B", issue_date="2025-06-09", lines=[])]),
    case(
        "a number that begins like another", "", history=[billed("KK-26-20", lines=[]), billed("KK-26-2041", lines=[])]
    ),
    case("a void invoice with the same number", "", history=[billed("KK-26-204", status="void")]),
]


@pytest.mark.parametrize(("info", "lines", "changes"), PASSED)
def test_an_invoice_is_not_stopped_by(info, lines, changes):
    verdict = decide(lines, **changes)

    assert verdict.codes == ()
    assert verdict.decision == Decision.AUTHORIZE
    assert set(verdict.info) == info


def test_the_same_number_and_amount_within_300_days_is_a_duplicate_across_new_year():
    verdict = decide(history=[billed("KK-26-204", issue_date="2025-08-14", lines=[])])

    assert verdict.codes == ("DUP_EXACT",)


def test_every_code_is_given_somewhere():
    given = set().union(*(set(param.values[0]) for param in [*STOPPED, *PASSED]))
    in_the_worked_cases = {
        *["DOC_ENCRYPTED", "DOC_XML_VISUAL_MISMATCH", "ARITH_LINES", "DUP_FILE", "MILESTONE_NOT_ACCEPTED"],
        *["MILESTONE_ALREADY_BILLED", "PO_CLOSED", "PO_PROPOSED", "LINE_UNMATCHED", "DATE_FUTURE", "PRICE_UNDER"],
        *["DUE_DATE_OVERRIDDEN", "BANK_INVALID_IBAN"],
    }

    assert set(CODES) <= given | in_the_worked_cases
