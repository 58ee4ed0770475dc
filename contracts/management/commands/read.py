"""Read one file as the product does, in a limited child: a contract in Word or PDF, or an invoice; and say everything that was read."""

import hashlib
import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from documents.converter import ConversionRefused
from documents.converter.sandbox import convert_in_child
from documents.finding.reading import PDF, read_file
from flowmono.intelligence.category import classify
from flowmono.intelligence.invoices import InvoiceReading, read_invoice_in_child
from flowmono.intelligence.invoices.record import write_record
from flowmono.intelligence.reader import PageSpan, UnreadableText
from flowmono.intelligence.readers import contract_reader
from flowmono.intelligence.spans.reader import read_spans
from flowmono.intelligence.telling import tell_contract

INVOICE = "invoice"
_WHY = {
    "protected": "The PDF asks for a password. Save it without one.",
    "damaged": "The PDF is damaged and cannot be opened.",
    "too_slow": "Reading the PDF took too long and was stopped.",
    "too_heavy": "Reading the PDF needed more memory than a document may.",
}


class Command(BaseCommand):
    help = __doc__ or ""
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--json", action="store_true", help="everything as JSON instead of a few lines")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            data = file.read_bytes()
        except OSError as problem:
            raise CommandError(str(problem)) from problem
        told = {"file": file.name, "sha256": hashlib.sha256(data).hexdigest(), **tell_file(data, file.name)}
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1))
        else:
            self._say(told)

    def _say(self, told: dict[str, Any]) -> None:
        contract, invoice = told["contract"], told["invoice"]
        for name, field in contract["fields"].items() if contract else ():
            value = {
                key: field[key] for key in ("value", "amount", "days", "percent", "auto") if field.get(key) is not None
            }
            self.stdout.write(f"{name}: {' '.join(map(str, value.values())) or '–'} ({field['confidence']})")
        for name in ("number", "issue_date", "seller_name", "buyer_name", "currency", "net", "tax", "gross", "payable"):
            if invoice:
                self.stdout.write(f"{name}: {invoice[name] or '–'}")


def tell_file(data: bytes, name: str) -> dict[str, Any]:
    """The readings of one file: `contract` for what has pages of text, `invoice` for what is one; the other is None.

    Raises CommandError, whose sentence says why, for what can be read as neither.
    """
    if data.startswith(b"PK"):
        return {"kind": "contract", "contract": _tell_text(*_of_word(data)), "invoice": None}
    if b"%PDF-" not in data[:2048] and b"\0" not in data[:2048] and b"<" not in data[:2048]:
        raise CommandError(
            "The file is neither Word nor PDF, XML nor a picture: there is nothing here that could be read."
        )
    invoice = read_invoice_in_child(data, name)
    if b"%PDF-" not in data[:2048] or invoice.source in ("ocr", "hybrid"):
        return {"kind": INVOICE, "contract": None, "invoice": _tell_invoice(invoice)}
    text, pages = _of_pdf(data)
    contract = _tell_text(text, pages)
    is_invoice = contract["category"]["value"] == INVOICE and not invoice.document_problem
    return {
        "kind": INVOICE if is_invoice else "contract",
        "contract": contract,
        "invoice": _tell_invoice(invoice) if is_invoice else None,
    }


def _of_word(data: bytes) -> tuple[str, list[PageSpan]]:
    try:
        made = convert_in_child(data)
    except ConversionRefused as refusal:
        raise CommandError(str(refusal)) from refusal
    return made.text, [PageSpan(page.number, page.start, page.end) for page in made.pages]


def _of_pdf(data: bytes) -> tuple[str, list[PageSpan]]:
    read = read_file(data, PDF)
    if read.problem:
        raise CommandError(_WHY.get(read.problem, f"The PDF cannot be read: {read.problem}."))
    pages, text = [], ""
    for number, page in enumerate(read.pages, 1):
        pages.append(PageSpan(number, len(text), len(text) + len(page) + 1))
        text += page + "\n"
    return text, pages


def _tell_text(text: str, pages: list[PageSpan]) -> dict[str, Any]:
    try:
        reading = contract_reader().read(text, pages)
    except UnreadableText as problem:
        raise CommandError(str(problem)) from problem
    return tell_contract(reading, read_spans(text), text, pages, classify(text))


def _tell_invoice(reading: InvoiceReading) -> dict[str, Any]:
    if reading.document_problem and reading.number is None:
        raise CommandError(f"{reading.document_problem}: {reading.problem_detail}")
    return {name: value for name, value in write_record(reading).items() if name != "printed"}
