"""Reads invoices of strangers: e-invoices in XML, PDFs that carry one, and the visible page of PDFs."""

from .model import InvoiceLine, InvoiceReading
from .reading import read_invoice
from .record import matching_record
from .sandbox import read_invoice_in_child

__all__ = ["InvoiceLine", "InvoiceReading", "matching_record", "read_invoice", "read_invoice_in_child"]
