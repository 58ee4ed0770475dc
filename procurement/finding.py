"""What can be found about money: orders, invoices and payments."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from documents.finding.facets import register_narrowing, register_values
from flowmono.common.searching import Act, Found, Matches, register_acts, register_kind
from procurement import policies
from procurement.models import Invoice, Order, PaymentAuthorization
from vendors.models import Vendor


def _vendors(words: tuple[str, ...]) -> Any:
    return Vendor.objects.filter(Matches(words)).values("pk")


def _show_order(order: Order) -> Found:
    return Found(str(order), order.get_absolute_url(), str(order.vendor), order)


@register_kind("orders", _("Orders"), "clipboard-list", _show_order, numbers=("number",))
def orders(person: Any, words: tuple[str, ...]) -> Any:
    """Orders by number and title, or by their vendor; the newest first."""
    own = Order.objects.filter(Matches(words)).values("pk")
    found = Order.objects.visible_to(person).filter(Q(pk__in=own) | Q(vendor__in=_vendors(words)))
    return found.select_related("vendor").only("number", "title", "state", "vendor__name").order_by("-created_at")


def _show_invoice(invoice: Invoice) -> Found:
    return Found(str(invoice), invoice.get_absolute_url(), str(invoice.vendor or invoice.seller_name), invoice)


@register_kind("invoices", _("Invoices"), "receipt-text", _show_invoice, numbers=("number", "reference"))
def invoices(person: Any, words: tuple[str, ...]) -> Any:
    """Invoices by our reference, the vendor's number and name; the newest first."""
    found = Invoice.objects.visible_to(person).filter(Matches(words))
    shown = found.select_related("vendor").only("reference", "number", "seller_name", "state", "vendor__name")
    return shown.order_by("-received_at")


def _show_payment(payment: PaymentAuthorization) -> Found:
    title = now_("%(invoice)s to %(vendor)s") % {"invoice": payment.invoice, "vendor": payment.vendor}
    return Found(title, payment.get_absolute_url(), "", payment)


@register_kind("payments", _("Payments"), "landmark", _show_payment, numbers=("invoice__number", "invoice__reference"))
def payments(person: Any, words: tuple[str, ...]) -> Any:
    """Payments by what they pay."""
    paid = Invoice.objects.filter(Matches(words)).values("pk")
    found = PaymentAuthorization.objects.visible_to(person).filter(invoice__in=paid)
    shown = found.select_related("vendor", "invoice").only(
        "state", "vendor__name", "invoice__reference", "invoice__number"
    )
    return shown.order_by("-created_at")


@register_acts
def acts(request: HttpRequest, at: datetime) -> Iterator[Act]:
    if policies.can_capture(request.user):  # type: ignore[arg-type]
        yield Act(
            str(_("Enter an invoice")), reverse("procurement:upload"), "receipt-text", str(_("new upload bill capture"))
        )
    if policies.can_pay(request.user):  # type: ignore[arg-type]
        yield Act(
            str(_("Make a payment file")), reverse("procurement:export"), "landmark", str(_("pay export bank SEPA"))
        )


def _papers_of_invoices(_person: Any, value: str) -> Q:
    """Invoices of vendors of that name, whatever they bill."""
    return Q(pk__in=Invoice.objects.filter(vendor__name__icontains=value).order_by().values("document"))


def _vendors_of_invoices(documents: Mapping[UUID, UUID]) -> Mapping[str, Mapping[UUID, Collection[str]]]:
    named = Invoice.objects.filter(document__in=list(documents), vendor__isnull=False)
    rows = named.order_by().values_list("document", "vendor__name")
    return {"vendor": {document: {name} for document, name in rows}}


register_narrowing("vendor", _papers_of_invoices)
register_values(_vendors_of_invoices)
