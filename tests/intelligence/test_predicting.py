"""The commands that read many files for a scorer: one line for each, whatever it is."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.intelligence.invoices import pages
from tests.intelligence.invoices.documents import CII, UBL, hybrid

BILLING = """Services Agreement

Client shall pay Developer a fee of USD 12,000.00: 50% (USD 6,000.00) on signature and 50% (USD 6,000.00) upon acceptance of the Portal.
Invoices are payable within 30 days of the invoice date.
"""


def predicted(command: str, folder: Path, *options: str) -> dict[str, dict[str, Any]]:
    """The lines that a command wrote, by what names them; the last thing it said is how many there are."""
    out, said = folder.parent / "out.jsonl", StringIO()
    call_command(command, str(folder), str(out), *options, stdout=said, stderr=StringIO())
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert said.getvalue().startswith(f"{len(rows)} ")
    return {row.get("file", row.get("id")): row for row in rows}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "in"
    (made / "deeper").mkdir(parents=True)
    return made


def test_every_file_below_the_folder_has_one_line(folder: Path) -> None:
    (folder / "plain.pdf").write_bytes(pages.GERMAN)
    (folder / "deeper" / "bill.XML").write_text(UBL, encoding="utf-8")
    (folder / "note.pdf").write_bytes(pages.draw("<h1>LIEFERSCHEIN 4711</h1><p>40 m Stahl</p><p>Keine Rechnung</p>"))
    (folder / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\nnothing")
    (folder / "empty.jpg").write_bytes(b"")
    (folder / "left.txt").write_text("no invoice", encoding="utf-8")

    found = predicted("predict_invoices", folder)

    assert list(found) == ["broken.png", "deeper/bill.XML", "empty.jpg", "note.pdf", "plain.pdf"]
    nothing = {name: found[name] for name in ("broken.png", "empty.jpg", "note.pdf")}
    assert nothing == {name: {"file": name, "doc_type": None} for name in nothing}
    plain = found["plain.pdf"]
    assert (plain["number"], plain["gross"], plain["iban"]) == ("RE-2026-0815", "5271.22", "DE89370400440532013000")
    assert (plain["flagged"], plain["lines"][1]["quantity"]) == ([], "16.5")
    assert found["deeper/bill.XML"]["doc_type"] == "invoice"


def test_what_the_page_shows_is_read_when_the_xml_is_left_aside(folder: Path) -> None:
    (folder / "hybrid.pdf").write_bytes(hybrid(pages.GERMAN, CII))

    with_xml = predicted("predict_invoices", folder)["hybrid.pdf"]
    visible = predicted("predict_invoices", folder, "--visible")["hybrid.pdf"]

    assert (with_xml["source"], visible["source"]) == ("hybrid", "pdf")
    assert with_xml["number"] != visible["number"] == "RE-2026-0815"


def test_the_terms_of_every_text_are_written_with_their_quotes(folder: Path) -> None:
    (folder / "one.txt").write_bytes(BILLING.replace("\n", "\r\n").encode())
    (folder / "two.txt").write_text(" ", encoding="utf-8")
    (folder / "bytes.txt").write_bytes(b"\xff\xfe\x00 broken")

    found = predicted("predict_terms", folder)

    assert list(found) == ["bytes", "one", "two"]
    one, text = found["one"], BILLING.replace("\n", "\r\n")
    assert (one["orderable"], one["currency"], one["total_value"]["amount"]) == (True, "USD", "12000.00")
    assert (one["payment_terms"]["days"], one["payment_terms"]["from"]) == (30, "invoice_date")
    assert [(item["amount"], item["percent"]) for item in one["schedule"]] == [("6000.00", "50"), ("6000.00", "50")]
    quoted = [one["total_value"], one["payment_terms"], *one["schedule"]]
    assert all(text[said["start"] : said["end"]] == said["quote"] for said in quoted)
    assert (found["two"]["orderable"], found["two"]["schedule"]) == (False, [])


@pytest.mark.parametrize("command", ["predict_invoices", "predict_terms"])
def test_a_folder_that_is_none_is_refused(command: str, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="is no folder"):
        call_command(command, str(tmp_path / "nowhere"), str(tmp_path / "out.jsonl"))
