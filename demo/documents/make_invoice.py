"""Writes the provider's invoices: hybrid (a page with the EN 16931 data inside it), plain, and over-billed.

python -m demo.documents.make_invoice
"""

import io
import re
from datetime import UTC, datetime, time
from pathlib import Path

import facturx
import pikepdf

from demo.documents import facts
from demo.documents.invoice_xml import REVERSE_CHARGE, invoice_xml, payment_sentence
from demo.documents.paper import print_page
from demo.documents.shapes import Invoice, day

FOLDER = Path(__file__).resolve().parent
HYBRID = {
    "invoice-hpe-2027-0014-deposit.pdf": facts.DEPOSIT_INVOICE,
    "invoice-hpe-2027-0015-deposit-over-billed.pdf": facts.OVER_BILLED_INVOICE,
    "invoice-hpe-2027-0022-milestone-1.pdf": facts.MILESTONE_INVOICE,
}
PLAIN = {"invoice-hpe-2027-0014-deposit-plain.pdf": facts.DEPOSIT_INVOICE}
XMP_TIME = re.compile(rb"(<xmp:(?:Create|Modify)Date>)[^<]*(</xmp:)")


def invoice_page(invoice: Invoice) -> bytes:
    """The invoice as a person reads it, a PDF of one page."""
    values = {
        "title": f"Invoice {invoice.number}",
        "subject": f"{facts.PROVIDER.name}, agreement {facts.AGREEMENT_NUMBER}",
        "seller": facts.PROVIDER,
        "buyer": facts.CUSTOMER,
        "number": invoice.number,
        "issued": day(invoice.issued_on),
        "due": day(invoice.due_on),
        "supplied": day(invoice.supplied_on) if invoice.supplied_on else "",
        "agreement": facts.AGREEMENT_NUMBER,
        "currency": facts.CURRENCY,
        "lines": [
            {
                "number": str(number),
                "name": line.name,
                "detail": line.detail,
                "quantity": str(line.quantity),
                "price": f"{line.price:,.2f}",
                "net": f"{line.net:,.2f}",
            }
            for number, line in enumerate(invoice.lines, start=1)
        ],
        "net": f"{invoice.net:,.2f}",
        "reverse_charge": f"{REVERSE_CHARGE}.",
        "payment": payment_sentence(invoice),
        "note": invoice.note,
    }
    return print_page("invoice.html", values, on=invoice.issued_on)


def hybrid_invoice(invoice: Invoice) -> bytes:
    """The page with its data embedded (Factur-X, profile EN 16931); the data is checked against the profile's schema."""
    combined = facturx.generate_from_binary(
        invoice_page(invoice),
        invoice_xml(invoice),
        flavor="factur-x",
        level="en16931",
        check_xsd=True,
        check_schematron=False,
        lang="en-GB",
        afrelationship="alternative",
        pdf_metadata={
            "author": facts.PROVIDER.name,
            "title": f"Invoice {invoice.number}",
            "subject": f"Agreement {facts.AGREEMENT_NUMBER}",
            "keywords": "Factur-X, Invoice",
        },
    )
    return _fix_times(combined, datetime.combine(invoice.issued_on, time(9), tzinfo=UTC))


def _fix_times(pdf: bytes, at: datetime) -> bytes:
    """Replaces the moment of making by the day of the invoice, so that making it again gives the same bytes."""
    stamp = at.strftime("D:%Y%m%d%H%M%S+00'00'")
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.docinfo["/CreationDate"] = document.docinfo["/ModDate"] = pikepdf.String(stamp)
        for member in document.objects:
            if isinstance(member, (pikepdf.Dictionary, pikepdf.Stream)) and "/Params" in member:
                member["/Params"]["/ModDate"] = pikepdf.String(stamp)
        metadata = document.Root.Metadata
        moment = at.strftime("%Y-%m-%dT%H:%M:%S+00:00").encode()
        metadata.write(XMP_TIME.sub(rb"\g<1>" + moment + rb"\g<2>", metadata.read_bytes()))
        document.save(out, deterministic_id=True)
    return out.getvalue()


def write_invoices(folder: Path) -> tuple[Path, ...]:
    """All invoices into a folder; their paths."""
    papers = {name: hybrid_invoice(invoice) for name, invoice in HYBRID.items()}
    papers |= {name: invoice_page(invoice) for name, invoice in PLAIN.items()}
    for name, content in papers.items():
        (folder / name).write_bytes(content)
    return tuple(folder / name for name in papers)


if __name__ == "__main__":
    write_invoices(FOLDER)
