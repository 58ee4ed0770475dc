"""Reads invoices of strangers: e-invoices in XML, PDFs that carry one, and the visible page of PDFs."""

from .model import InvoiceLine, InvoiceReading
from .reading import read_invoice
from .record import matching_record
from .sandbox import read_invoice_in_child, read_invoice_measured

# Raised with every change of the rules by which invoices are read, so that figures of different readers are kept apart.
READER, READER_VERSION = "embedded", "9"

__all__ = [
    "READER",
    "READER_VERSION",
    "InvoiceLine",
    "InvoiceReading",
    "matching_record",
    "read_invoice",
    "read_invoice_in_child",
    "read_invoice_measured",
]
