"""What people do with orders, invoices and payments."""

from procurement.actions.batches import make_batch
from procurement.actions.invoices import (
    confirm_order,
    correct_reading,
    match_again,
    override,
    receive_invoice,
    reject_invoice,
)
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
from procurement.actions.payments import confirm_payment, decide_payment, stop_payment

__all__ = [
    "ask_for",
    "cancel_order",
    "close_order",
    "confirm_order",
    "confirm_payment",
    "correct_reading",
    "decide_order",
    "decide_payment",
    "edit_line",
    "make_batch",
    "match_again",
    "order_from_requisition",
    "override",
    "receive_invoice",
    "reject_invoice",
    "revise_order",
    "stop_payment",
    "submit_order",
]
