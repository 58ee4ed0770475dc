"""What people do with orders, invoices and payments."""

from procurement.actions.batches import make_batch
from procurement.actions.invoices import (
    answer_about_invoice,
    confirm_order,
    correct_reading,
    match_again,
    override,
    receive_invoice,
    reject_invoice,
    withdraw_invoice,
)
from procurement.actions.lines import add_line, edit_line, remove_line
from procurement.actions.orders import cancel_order, close_order, decide_order, revise_order, submit_order
from procurement.actions.payments import confirm_file, confirm_payment, decide_payment, stop_payment
from procurement.actions.remembering import forget_field
from procurement.actions.requisitions import (
    ask_for,
    contract_from_requisition,
    decide_requisition,
    decline_requisition,
    edit_requisition,
    order_from_requisition,
    submit_requisition,
)

__all__ = [
    "add_line",
    "answer_about_invoice",
    "ask_for",
    "cancel_order",
    "close_order",
    "confirm_file",
    "confirm_order",
    "confirm_payment",
    "contract_from_requisition",
    "correct_reading",
    "decide_order",
    "decide_payment",
    "decide_requisition",
    "decline_requisition",
    "edit_line",
    "edit_requisition",
    "forget_field",
    "make_batch",
    "match_again",
    "order_from_requisition",
    "override",
    "receive_invoice",
    "reject_invoice",
    "remove_line",
    "revise_order",
    "stop_payment",
    "submit_order",
    "submit_requisition",
    "withdraw_invoice",
]
