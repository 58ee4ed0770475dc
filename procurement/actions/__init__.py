"""What people do with orders, invoices and payments."""

from procurement.actions.orders import (
    ask_for,
    cancel_order,
    close_order,
    decide_order,
    edit_line,
    order_from_requisition,
    revise_order,
    submit_order,
)

__all__ = [
    "ask_for",
    "cancel_order",
    "close_order",
    "decide_order",
    "edit_line",
    "order_from_requisition",
    "revise_order",
    "submit_order",
]
