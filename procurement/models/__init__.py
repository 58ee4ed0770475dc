"""Buying: orders, budgets, invoices, matches and payments."""

from procurement.models.budgets import Budget, Commitment, Relief
from procurement.models.invoices import NOT_OWED, OPEN_STATES, Invoice, InvoiceLine, InvoiceState, Match, stopping
from procurement.models.orders import (
    Order,
    OrderLine,
    OrderState,
    Revision,
)
from procurement.models.payments import AuthorizationState, Batch, BatchState, PaymentAuthorization
from procurement.models.remembering import PrintedPages, RememberedField, RememberedState, VendorLayout
from procurement.models.requisitions import Requisition, RequisitionLine, RequisitionState
from procurement.models.tolerances import TolerancePolicy

__all__ = [
    "NOT_OWED",
    "OPEN_STATES",
    "AuthorizationState",
    "Batch",
    "BatchState",
    "Budget",
    "Commitment",
    "Invoice",
    "InvoiceLine",
    "InvoiceState",
    "Match",
    "Order",
    "OrderLine",
    "OrderState",
    "PaymentAuthorization",
    "PrintedPages",
    "Relief",
    "RememberedField",
    "RememberedState",
    "Requisition",
    "RequisitionLine",
    "RequisitionState",
    "Revision",
    "TolerancePolicy",
    "VendorLayout",
    "stopping",
]
