"""`manage.py read`: one file, everything that was read from it, each value with its words."""

import io
import json
from io import StringIO
from pathlib import Path
from typing import Any

import docx
import pytest
from django.core.management import CommandError, call_command

from tests.intelligence.invoices import pages
from tests.intelligence.invoices.documents import UBL

AGREEMENT = (
    "Services Agreement",
    "This Services Agreement is made on March 3, 2027 between Harbour Glass Inc. (“Client”) and Kestrel Software LLC (“Developer”).",
    "Client shall pay Developer a fee of USD 12,000.00: 50% (USD 6,000.00) on signature and 50% (USD 6,000.00) upon acceptance of the Portal.",
    "Invoices are payable within 30 days of the invoice date.",
    "This Agreement is governed by the laws of the State of Delaware.",
)


def read(tmp_path: Path, name: str, data: bytes, *options: str) -> str:
    (tmp_path / name).write_bytes(data)
    said = StringIO()
    call_command("read", str(tmp_path / name), *options, stdout=said)
    return said.getvalue()


def told(tmp_path: Path, name: str, data: bytes) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(read(tmp_path, name, data, "--json"))
    return said


def word() -> bytes:
    document, file = docx.Document(), io.BytesIO()
    for paragraph in AGREEMENT:
        document.add_paragraph(paragraph)
    document.save(file)
    return file.getvalue()


def page() -> bytes:
    return pages.draw("".join(f"<p>{paragraph}</p>" for paragraph in AGREEMENT))


@pytest.mark.parametrize(("name", "made"), [("deal.docx", word), ("deal.pdf", page)])
def test_a_contract_is_told_field_by_field_with_quote_page_and_confidence(tmp_path: Path, name: str, made: Any) -> None:
    said = told(tmp_path, name, made())

    fields = said["contract"]["fields"]
    assert (said["kind"], said["invoice"]) == ("contract", None)
    law = fields["governing_law"]
    assert (law["value"], law["page"]) == ("State of Delaware", 1)
    assert law["quote"] in AGREEMENT[-1]
    assert {"start", "end", "confidence", "model", "version"} <= set(law)
    assert fields["total"]["amount"] == "12000.00"
    assert fields["payment_terms"]["days"] == 30
    assert [item["amount"] for item in said["contract"]["schedule"]] == ["6000.00", "6000.00"]
    best = said["contract"]["clauses"]["Governing Law"][0]
    assert best == law["candidates"][0]
    assert best["quote"] == AGREEMENT[-1]


def test_what_a_contract_does_not_say_is_told_as_absent(tmp_path: Path) -> None:
    fields = told(tmp_path, "deal.docx", word())["contract"]["fields"]

    assert (fields["renewal"]["value"], fields["renewal"]["absent"]) == (None, True)
    assert fields["renewal"]["confidence"] > 0.5
    # Nothing was ever measured about retentions that are not there.
    assert (fields["retention"]["absent"], fields["retention"]["confidence"]) == (True, None)


def test_an_invoice_is_told_as_one(tmp_path: Path) -> None:
    printed, structured = told(tmp_path, "bill.pdf", pages.GERMAN), told(tmp_path, "bill.xml", UBL.encode())

    assert (printed["kind"], structured["kind"]) == ("invoice", "invoice")
    assert (printed["invoice"]["number"], printed["invoice"]["gross"]) == ("RE-2026-0815", "5271.22")
    assert {"field": "gross", "quote": "Rechnungsbetrag  5.271,22 €", "page": 1, "path": None} in printed["invoice"][
        "evidence"
    ]
    assert (structured["contract"], structured["invoice"]["source"]) == (None, "xml")


def test_without_json_a_few_lines_say_it(tmp_path: Path) -> None:
    assert "gross: 5271.22" in read(tmp_path, "bill.pdf", pages.GERMAN).splitlines()
    assert "governing_law: State of Delaware" in read(tmp_path, "deal.docx", word())


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("notes.md", b"just words", "neither Word nor PDF"),
        ("deal.docx", b"PK\x03\x04 cut off", "damaged"),
        ("blank.pdf", pages.draw(""), "No words|no text"),
        ("bill.xml", b"<order/>", "not a supported e-invoice"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, name: str, data: bytes, sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        read(tmp_path, name, data, "--json")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        call_command("read", str(tmp_path / "nothing.pdf"))
