"""Structured data wins over the picture, but the picture is read too: what a payer would see must be what the data says."""

import re
from decimal import Decimal

from .model import Difference, InvoiceReading


def compare_with_page(structured: InvoiceReading, visible: InvoiceReading) -> tuple[Difference, ...]:
    """Where number, currency, payable, IBAN or seller VAT id differ between the data and the page, and hidden text.

    A field the page does not show, or that could not be read from it, is no difference: only a value that is printed and
    different is one.
    """
    found = [
        _texts("number", structured.number, visible.number, visible),
        _texts(
            "currency", structured.currency, visible.currency if "currency" not in visible.doubtful else None, visible
        ),
        _texts("seller_vat", structured.seller_vat, _sellers_vat(structured, visible), visible),
        _ibans(structured, visible),
        _payable(structured, visible),
    ]
    return tuple(item for item in found if item is not None) + visible.differences


def _sellers_vat(structured: InvoiceReading, visible: InvoiceReading) -> str | None:
    """The VAT number the page gives the seller; none where the page shows the data's number but seems to give it the buyer."""
    swapped = (
        structured.seller_vat and visible.buyer_vat and _folded(structured.seller_vat) == _folded(visible.buyer_vat)
    )
    return None if swapped else visible.seller_vat


def _texts(name: str, written: str | None, printed: str | None, visible: InvoiceReading) -> Difference | None:
    if not written or not printed or _folded(written) == _folded(printed):
        return None
    return Difference(name, written, printed, _page(visible, name))


def _ibans(structured: InvoiceReading, visible: InvoiceReading) -> Difference | None:
    """Every account printed must be one of the data's accounts; the page may show fewer."""
    written = [_folded(account.iban or account.number or "") for account in structured.accounts]
    if not written:
        return None
    for account in visible.accounts:
        printed = account.iban or account.number
        if printed and not any(_folded(printed) in item or item in _folded(printed) for item in written):
            return Difference("iban", written[0], printed, _page(visible, "iban"))
    return None


def _payable(structured: InvoiceReading, visible: InvoiceReading) -> Difference | None:
    """The printed sum to pay, or the printed total where a prepayment is only in the data; signs of credit notes are not compared."""
    if structured.payable is None or visible.payable is None:
        return None
    accepted = {abs(amount) for amount in (structured.payable, structured.gross) if amount is not None}
    printed = [amount for amount in (visible.payable, visible.gross) if amount is not None]
    if any(abs(amount) in accepted for amount in printed) or _close(printed, accepted):
        return None
    return Difference("payable", str(structured.payable), str(visible.payable), _page(visible, "payable"))


def _close(printed: list[Decimal], accepted: set[Decimal]) -> bool:
    return any(abs(abs(amount) - other) <= Decimal("0.01") for amount in printed for other in accepted)


def _folded(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).upper()


def _page(visible: InvoiceReading, name: str) -> int | None:
    evidence = visible.evidence_for(name)
    return evidence.page if evidence else None
