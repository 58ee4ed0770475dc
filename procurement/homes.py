"""Whose papers these are: invoices as they came, and orders as they were sent."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.homes import Home, Place, register_home
from documents.models import Document, Version
from flowmono.accounts import roles
from flowmono.accounts.models import User
from procurement import policies
from procurement.models import Invoice, Order


def _seen_invoices(person: User) -> "QuerySet[Version]":
    invoices = Invoice.objects.visible_to(person).order_by()
    return Version.objects.filter(document__in=invoices.values("document"))


def _place_of_invoice(document: Document) -> Place | None:
    invoice = Invoice.objects.filter(document=document).first()
    return None if invoice is None else Place(str(invoice), invoice.get_absolute_url(), _("Invoices"))


def _may_prepare_invoice(document: Document, by: User) -> bool:
    return policies.can_prepare_invoice(by)


def _seen_orders(person: User) -> "QuerySet[Version]":
    orders = Order.objects.visible_to(person).order_by().filter(document__isnull=False)
    return Version.objects.filter(document__in=orders.values("document"))


def _place_of_order(document: Document) -> Place | None:
    order = Order.objects.filter(document=document).first()
    return None if order is None else Place(str(order), order.get_absolute_url(), _("Orders"))


def _may_prepare_order(document: Document, by: User) -> bool:
    """Procurement prepares copies of orders."""
    return by.has_role(roles.PROCUREMENT)


register_home(Home("invoice", gettext_lazy("Invoice"), _seen_invoices, _place_of_invoice, _may_prepare_invoice))
register_home(Home("order", gettext_lazy("Order"), _seen_orders, _place_of_order, _may_prepare_order))
