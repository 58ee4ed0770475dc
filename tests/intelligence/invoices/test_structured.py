"""E-invoices: every field at its place, and files that are wrong are refused with the code that says why."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from flowmono.intelligence.invoices import matching_record, read_invoice
from flowmono.intelligence.invoices.record import read_record, write_record

from .documents import CII, UBL

SHARED = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "invoices"


def test_a_ubl_invoice_is_read_field_by_field() -> None:
    reading = read_invoice(UBL.encode(), "invoice.xml")

    assert reading.document_problem is None
    assert (reading.number, reading.issue_date, reading.due_date) == (
        "R-2026-117",
        date(2026, 2, 25),
        date(2026, 3, 27),
    )
    assert (reading.seller_name, reading.seller_vat) == ("Nordbau Hoch- und Tiefbau GmbH", "DE136695976")
    assert (reading.net, reading.tax, reading.gross) == (Decimal("100.00"), Decimal("19.00"), Decimal("119.00"))
    assert (reading.prepaid, reading.payable, reading.currency) == (Decimal("20.00"), Decimal("99.00"), "EUR")
    assert (reading.order_ref, reading.iban, reading.profile) == ("PO-2026-0042", "DE89370400440532013000", "EN16931")


def test_a_line_keeps_its_base_quantity_allowance_and_order_line() -> None:
    (line,) = read_invoice(UBL.encode()).lines

    assert (line.quantity, line.unit, line.unit_price, line.base_quantity) == (
        Decimal(40),
        "MTR",
        Decimal("255.00"),
        Decimal(100),
    )
    assert (line.net, line.allowance, line.order_line, line.seller_id) == (
        Decimal("100.00"),
        Decimal("2.00"),
        "3",
        "HEB200",
    )


def test_a_cii_invoice_is_read_with_its_profile() -> None:
    reading = read_invoice(CII.encode())

    assert (reading.number, reading.issue_date, reading.profile, reading.syntax) == (
        "R-1",
        date(2026, 2, 25),
        "MINIMUM",
        "CII",
    )
    assert (reading.net, reading.tax, reading.payable) == (Decimal("100.00"), Decimal("19.00"), Decimal("119.00"))


def test_every_value_says_where_it_was_read() -> None:
    evidence = read_invoice(UBL.encode()).evidence_for("gross")

    assert evidence is not None
    assert (evidence.quote, evidence.path) == ("119.00", "TaxInclusiveAmount")


@pytest.mark.parametrize(
    ("code", "doc_type", "self_billed"),
    [("380", "invoice", False), ("389", "invoice", True), ("384", "invoice", False), ("381", "credit_note", False)],
)
def test_only_the_type_code_makes_a_credit_note(code: str, doc_type: str, self_billed: bool) -> None:
    xml = CII.replace("<ram:TypeCode>380<", f"<ram:Name>GUTSCHRIFT</ram:Name><ram:TypeCode>{code}<")

    reading = read_invoice(xml.encode())

    assert (reading.doc_type, reading.self_billed) == (doc_type, self_billed)


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "1e2", "1,00", "1.234,56", "١٢", "0x10", "", "9" * 16, "1" * 70])
def test_an_amount_that_is_none_never_becomes_a_number(amount: str) -> None:
    xml = UBL.replace(">99.00<", f">{amount}<")

    reading = read_invoice(xml.encode())

    assert reading.document_problem == ("DOC_MALFORMED_XML" if amount else None)
    assert reading.payable is None


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("2026-02-25", "2026-13-45", "DOC_MALFORMED_XML"),
        ("<Invoice ", "<!DOCTYPE Invoice [<!ENTITY x 'y'>]><Invoice ", "DOC_MALFORMED_XML"),
        ("<Invoice ", "<!DOCTYPE html><Invoice ", "DOC_UNSUPPORTED_SYNTAX"),
        ("</Invoice>", "</Invoice><Invoice/>", "DOC_MALFORMED_XML"),
        ("</Invoice>", "", "DOC_MALFORMED_XML"),
        ('currencyID="EUR">119.00', 'currencyID="USD">119.00', "DOC_SCHEMATRON_FATAL"),
        ("<cbc:ID>R-", "<x:y xmlns:x='http://www.w3.org/2001/XInclude'/><cbc:ID>R-", "DOC_SCHEMATRON_FATAL"),
        ("Invoice-2", "Order-2", "DOC_UNSUPPORTED_SYNTAX"),
    ],
)
def test_a_file_that_is_wrong_says_why(old: str, new: str, code: str) -> None:
    xml = UBL.replace(old, new, 1) if "Invoice-2" not in old else UBL.replace("schema:xsd:Invoice-2", "other:Invoice-2")

    reading = read_invoice(xml.encode())

    assert reading.document_problem == code
    assert reading.problem_detail.endswith(".")


def test_a_dtd_is_refused_in_any_encoding() -> None:
    xml = UBL.replace('encoding="UTF-8"', 'encoding="UTF-16"').replace(
        "<Invoice ", "<!DOCTYPE Invoice [<!ENTITY x 'y'>]><Invoice "
    )

    assert read_invoice(xml.encode("utf-16")).document_problem == "DOC_MALFORMED_XML"


def test_an_order_is_no_invoice() -> None:
    xml = UBL.replace("<Invoice ", "<Order ").replace("</Invoice>", "</Order>").replace("xsd:Invoice-2", "xsd:Order-2")

    assert read_invoice(xml.encode()).document_problem == "DOC_NOT_INVOICE"


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "a.xml", "DOC_UNREADABLE"),
        (b"  \n ", "a.pdf", "DOC_UNREADABLE"),
        (b'{"number": 1}', "a.xml", "DOC_MALFORMED_XML"),
        (b"\x89PNG\r\n\x1a\n123", "a.png", "DOC_UNREADABLE"),
        (b"PK\x03\x04abc", "a.pdf", "DOC_UNREADABLE"),
        (b"%PDF-1.7 broken", "a.pdf", "DOC_UNREADABLE"),
    ],
)
def test_what_is_no_document_at_all_is_refused(data: bytes, name: str, code: str) -> None:
    assert read_invoice(data, name).document_problem == code


def test_direction_marks_do_not_survive_in_a_name() -> None:
    xml = UBL.replace("Nordbau Hoch-", "Nordbau \u202eHoch-\u200b")

    assert read_invoice(xml.encode()).seller_name == "Nordbau Hoch- und Tiefbau GmbH"


def test_nesting_beyond_the_limit_is_refused() -> None:
    xml = UBL.replace("<cbc:ID>R-", "<cac:X>" * 80 + "</cac:X>" * 80 + "<cbc:ID>R-")

    assert read_invoice(xml.encode()).document_problem == "DOC_MALFORMED_XML"


def test_a_reading_survives_its_way_through_json() -> None:
    reading = read_invoice(UBL.encode(), "invoice.xml")

    copy = read_record(json.loads(json.dumps(write_record(reading))))

    assert copy == reading


def test_the_record_for_the_matcher_has_its_keys() -> None:
    record = matching_record(read_invoice(UBL.encode()))

    assert record["lines"][0]["order_line"] == "3"
    assert (record["gross"], record["iban"], record["xml_visual_mismatch"], record["low_confidence"]) == (
        "119.00",
        "DE89370400440532013000",
        False,
        False,
    )


def hostile_files() -> list[tuple[str, str]]:
    listing = SHARED / "hostile" / "expected.csv"
    if not listing.exists():
        return []
    rows = (line.split(",") for line in listing.read_text(encoding="utf-8").splitlines()[1:])
    return [(row[0], row[2] if row[2].startswith("DOC_") else "OK_READ") for row in rows if row[2]]


@pytest.mark.skipif(not SHARED.exists(), reason="the hostile files are not on this machine")
@pytest.mark.parametrize(("name", "expected"), [item for item in hostile_files() if item[0] != "pdf_flate_bomb.pdf"])
def test_a_hostile_file_gets_its_code(name: str, expected: str) -> None:
    reading = read_invoice((SHARED / "hostile" / name).read_bytes(), name)

    code = reading.document_problem or ("DOC_XML_VISUAL_MISMATCH" if reading.xml_visual_mismatch else "OK_READ")
    assert code == expected


@pytest.mark.skipif(not SHARED.exists(), reason="the public e-invoices are not on this machine")
def test_public_e_invoices_give_their_core_fields() -> None:
    truth = [json.loads(line) for line in (SHARED / "truth_dev.jsonl").read_text(encoding="utf-8").splitlines()]
    xml = [item for item in truth if item["file"].endswith(".xml")]

    wrong = []
    for item in xml:
        record = matching_record(read_invoice((SHARED / item["file"]).read_bytes(), item["file"]))
        wrong += [
            (item["file"], key)
            for key in ("number", "issue_date", "currency", "seller_name")
            if record[key] != item[key]
        ]
        wrong += [
            (item["file"], key)
            for key in ("net", "tax", "gross", "payable")
            if item[key] and Decimal(record[key] or "NaN") != Decimal(item[key])
        ]

    assert wrong == []


def test_a_rate_that_is_no_number_is_a_fault_and_the_amounts_are_shown_all_the_same() -> None:
    xml = UBL.replace("<cbc:Percent>", "<cbc:Percent>e", 1)
    assert xml != UBL

    reading = read_invoice(xml.encode())

    assert reading.document_problem == "DOC_SCHEMATRON_FATAL"
    assert "is not a decimal number" in reading.problem_detail
    assert reading.gross == read_invoice(UBL.encode()).gross
