"""Why the papers of a contract are still needed: money and goods that are not settled."""

from collections.abc import Iterator
from uuid import UUID

from django.utils.translation import ngettext

from procurement.models import Invoice, Order, PaymentAuthorization
from procurement.models.invoices import OPEN_STATES, InvoiceState

SETTLED_ORDERS = ("closed", "cancelled")
SETTLED_PAYMENTS = ("paid", "refused", "void")


def why_papers_are_needed(case: UUID) -> Iterator[str]:
    """A sentence each for open orders, invoices and payments of the contract that is this case."""
    orders = Order.objects.filter(contract=case).exclude(state__in=SETTLED_ORDERS).count()
    if orders:
        words = ngettext("%(n)s order of it is open.", "%(n)s orders of it are open.", orders)
        yield words % {"n": orders}
    open_states = (InvoiceState.RECEIVED, *OPEN_STATES, InvoiceState.AUTHORIZED)
    invoices = Invoice.objects.filter(contract=case, state__in=open_states).count()
    if invoices:
        words = ngettext("%(n)s invoice for it is not settled.", "%(n)s invoices for it are not settled.", invoices)
        yield words % {"n": invoices}
    payments = PaymentAuthorization.objects.filter(contract=case).exclude(state__in=SETTLED_PAYMENTS).count()
    if payments:
        words = ngettext("%(n)s payment for it is not made.", "%(n)s payments for it are not made.", payments)
        yield words % {"n": payments}
