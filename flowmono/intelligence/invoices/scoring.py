"""A reading as the records of labelled invoices are written, so that it can be scored against them."""

from typing import Any

from .model import SCHEMATRON_FATAL, InvoiceReading
from .record import matching_record


def scored_record(reading: InvoiceReading, file: str) -> dict[str, Any]:
    """The record of one file: the matcher's keys, the first account as `iban` and the doubtful fields as `flagged`.

    What is no invoice, or cannot be read as one, has its `file` and a `doc_type` of None alone. An e-invoice that breaks a rule of its
    own standard keeps what it says, with every amount and account flagged.
    """
    if reading.document_problem not in (None, SCHEMATRON_FATAL):
        return {"file": file, "doc_type": None}
    flagged = list(reading.doubtful)
    if {"net", "tax", "gross"} & set(flagged):
        flagged.append("payable")
    if reading.document_problem:
        flagged += ["net", "tax", "gross", "payable", "iban"]
    account = next((item.iban or item.number for item in reading.accounts if item.iban or item.number), None)
    flagged = list(dict.fromkeys(flagged))
    return matching_record(reading) | {"file": file, "flagged": flagged, "iban": reading.iban or account}
