"""How many days an invoice is given, in the words of many contracts, and what looks like such a term and is none."""

import pytest

from flowmono.intelligence.contracts.embedded import EmbeddedReader
from flowmono.intelligence.reader import PaymentTerms

AGREEMENT = """AGREEMENT between Alder Works Ltd ("Client") and Birch Makers Ltd ("Supplier").

1. Price
The Client shall pay a total fee of £9,000 on completion.

2. Payment
"""


def terms_in(clause: str) -> PaymentTerms | None:
    return EmbeddedReader().read(f"{AGREEMENT}{clause}\n").payment_terms


TERMS = [
    ("Payment terms: Net 45.", 45, "invoice_date"),
    ("PAYMENT TERMS\nNet 60 from date of invoice", 60, "invoice_date"),
    ("Invoices are to be settled within two weeks of receipt.", 14, "receipt"),
    (
        "The final date for payment is 21 days after the due date. The due date is the date on which the Client receives the invoice.",
        21,
        "receipt",
    ),
    (
        "The Client pays within 30 days from the date of receipt of the invoice. A discount of 2% is granted for payment within 10 days.",
        30,
        "receipt",
    ),
    ("Rechnungen sind innerhalb von 14 Tagen nach Zugang ohne Abzug zahlbar.", 14, "receipt"),
    ("Zahlungsziel: 30 Tage netto ab Rechnungsdatum.", 30, "invoice_date"),
    ("Les factures sont payables à 45 jours fin de mois.", 45, "month_end"),
    ("Las facturas se abonarán a los 60 días de la fecha de factura.", 60, "invoice_date"),
    ("The Client will pay each application for payment within 14 days of receiving it.", 14, "receipt"),
    ("Terms: 30 days net.", 30, "receipt"),
    (
        "Our invoices fall due on presentation and are to be paid no later than thirty days from their date.",
        30,
        "invoice_date",
    ),
    ("Payment is due upon receipt of the invoice.", 0, "receipt"),
    (
        "The Supplier shall invoice within 10 days after the end of each month. The Client shall pay within 28 days of the invoice.",
        28,
        "invoice_date",
    ),
    (
        "Undisputed amounts shall be paid within thirty (30) days following receipt of a proper invoice; disputes must be raised within 15 days.",
        30,
        "receipt",
    ),
    ("The invoice is payable strictly within 7 days.", 7, "invoice_date"),
    ("Payment: within 20 days of the date of the Supplier's invoice.", 20, "invoice_date"),
]


@pytest.mark.parametrize(("clause", "days", "counted_from"), TERMS)
def test_the_days_of_an_invoice_are_read_with_what_they_are_counted_from(
    clause: str, days: int, counted_from: str
) -> None:
    terms = terms_in(clause)

    assert terms is not None
    assert (terms.days, terms.counted_from) == (days, counted_from)


@pytest.mark.parametrize(
    "clause",
    [
        "All invoices shall be paid by the end of the month following the month of the invoice.",
        "Freight is payable within five banking days after signing of the bills of lading.",
    ],
)
def test_days_of_something_else_are_no_payment_term(clause: str) -> None:
    assert terms_in(clause) is None
