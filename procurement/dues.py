"""When an invoice is due: the one place that says so, for lists, the invoice's page and its payment."""

from datetime import date, timedelta
from typing import Any

from procurement.models import Invoice


def counts_from_receipt(contract: Any) -> bool:
    """Whether the contract's payment term counts from the day on which the invoice came."""
    return "receipt" in contract.payment_from


def due_day(invoice: Invoice, printed: date | None) -> date | None:
    """The day of the contract's payment term, or the later one that the invoice grants; what it prints where no term is agreed."""
    contract: Any = invoice.contract
    days = [printed] if printed else []
    if contract is not None and contract.payment_days is not None:
        received = invoice.received_at.date()
        begins = received if counts_from_receipt(contract) else invoice.issued_on or received
        days.append(begins + timedelta(days=contract.payment_days))
    return max(days, default=None)
