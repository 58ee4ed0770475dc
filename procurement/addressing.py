"""To whom at a vendor we write: the address, and the name that a letter begins with."""

from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, Subquery

from procurement.models import Invoice


@dataclass(frozen=True)
class Reader:
    """Who reads a letter: their own name where the address is a contact's, else the company's."""

    email: str
    name: str


def reader_of_orders(vendor: Any) -> Reader | None:
    """The vendor's first active contact, else the vendor itself; None where neither has an address."""
    contact = vendor.contacts.filter(active=True).exclude(email="").order_by("created_at").first()
    if contact is not None:
        return Reader(str(contact.email), str(contact.name or vendor))
    return _company(vendor)


def reader_of_invoices(invoice: Invoice) -> Reader | None:
    """Where a vendor hears of this invoice: the contact who sent it, else who sent the vendor's latest, else the vendor.

    Never an address that stands on the invoice itself: anybody can print one. None when none is known.
    """
    vendor: Any = invoice.vendor
    if vendor is None:
        return None
    contacts = vendor.contacts.filter(active=True, user__isnull=False).exclude(email="")
    sent = Invoice.objects.filter(vendor=vendor, captured_by=OuterRef("user"))
    sent_last = sent.order_by("-received_at").values("received_at")[:1]
    known = contacts.annotate(is_sender=Q(user=invoice.captured_by_id), sent_last=Subquery(sent_last))
    sender = known.filter(sent_last__isnull=False).order_by("-is_sender", "-sent_last", "pk").first()
    if sender is not None:
        return Reader(str(sender.email), str(sender.name or vendor))
    return _company(vendor)


def _company(vendor: Any) -> Reader | None:
    """The vendor's own address. Where it is a contact's too, it is they who read it."""
    if not vendor.email:
        return None
    contact = vendor.contacts.filter(active=True, email__iexact=vendor.email).first()
    return Reader(str(vendor.email), str(contact.name if contact is not None and contact.name else vendor))
