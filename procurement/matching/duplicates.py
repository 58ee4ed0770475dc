"""Whether the invoice was billed before (section 7; renumbered copies as docs/decisions explains)."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext

from procurement.matching.assignment import Assignment
from procurement.matching.billing import other_documents
from procurement.matching.case import Case
from procurement.matching.model import HistoryEntry, InvoiceFacts, Vendor
from procurement.matching.orders import BilledOrders
from procurement.matching.periods import Months, months_named
from procurement.matching.references import (
    abbreviates_number,
    contains_number,
    misread_or_mistyped,
    number_key,
    rearranged_number,
    same_number,
    same_order,
)
from procurement.matching.verdict import Facts, Observation

# Two documents further apart than this are not one document sent twice.
WINDOW_DAYS = 365
# A vendor that restarts its numbers each year reuses one after about a year.
NEW_YEAR_DAYS = 300

# Of several earlier documents the strongest evidence is told once per code.
_OTHER_RECORD = "another vendor record has the same number, date and amount"


def check_duplicates(
    case: Case, vendor: Vendor | None, orders: BilledOrders, assignments: tuple[Assignment, ...]
) -> tuple[Observation, ...]:
    """DUP_* and NUMBER_REUSED_NEW_YEAR against everything that still counts; invoices with invoices, credits with credits.

    The same file ends the search: its number says nothing more.
    """
    invoice = case.invoice
    others = other_documents(case)
    for entry in others:
        if invoice.sha256 and entry.sha256 == invoice.sha256:
            return (_observed("DUP_FILE", invoice, entry, "the file is the same"),)
    found: dict[str, Observation] = {}
    for entry in others:
        if entry.is_credit != invoice.is_credit:
            continue
        if (observation := _compare(case, vendor, orders, assignments, entry)) is not None:
            found.setdefault(observation.code, observation)
    return tuple(found.values())


def _compare(
    case: Case, vendor: Vendor | None, orders: BilledOrders, assignments: tuple[Assignment, ...], entry: HistoryEntry
) -> Observation | None:
    invoice = case.invoice
    equal_gross = same_gross(invoice, entry)
    if vendor is None or entry.vendor != vendor.id:
        same_day = invoice.issue_date is not None and invoice.issue_date == entry.issue_date
        if equal_gross and same_day and same_number(invoice.number, entry.number):
            return _observed("DUP_PROBABLE", invoice, entry, _OTHER_RECORD)
        return None
    if same_number(invoice.number, entry.number):
        apart = days_apart(invoice.issue_date, entry.issue_date)
        if _other_year(invoice, entry) and (not equal_gross or (apart is not None and apart > NEW_YEAR_DAYS)):
            return _observed("NUMBER_REUSED_NEW_YEAR", invoice, entry, "the number is from another year")
        if equal_gross:
            return _observed("DUP_EXACT", invoice, entry, "number and amount are the same")
        return _observed("DUP_NUMBER_REUSED", invoice, entry, "the number is the same, the amount is not")
    if not equal_gross:
        return None
    why = probable_copy(case, orders, assignments, entry)
    if why:
        period = [gettext("the period is the same")] if _same_period(invoice, entry) else []
        why = ", ".join([gettext("the amount is the same"), *period, why])
    return _observed("DUP_PROBABLE", invoice, entry, why) if why else None


def probable_copy(
    case: Case, orders: BilledOrders, assignments: tuple[Assignment, ...], entry: HistoryEntry
) -> str | None:
    """Why an invoice of the same vendor and gross is probably `entry` again, in words; None when it is not."""
    invoice = case.invoice
    same_day = invoice.issue_date is not None and invoice.issue_date == entry.issue_date
    same_lines = _same_order_lines(orders, assignments, entry)
    if same_day and same_lines:
        return gettext("date, order and order lines are the same")
    if same_day and misread_or_mistyped(invoice.number, entry.number):
        return gettext("the date is the same and the number differs by one character")
    apart = days_apart(invoice.issue_date, entry.issue_date)
    if apart is None or apart > WINDOW_DAYS or _other_period(invoice, entry):
        return None
    if contains_number(invoice.number, entry.number):
        return gettext("one number contains the other")
    if rearranged_number(invoice.number, entry.number):
        return gettext("the number is the same in another order")
    if same_lines and abbreviates_number(invoice.number, entry.number):
        return gettext("one number is a part of the other, for the same order lines")
    return None


def same_gross(invoice: InvoiceFacts, entry: HistoryEntry) -> bool:
    """Whether the gross amounts are equal; a credit is compared by its size."""
    if entry.currency is not None and entry.currency != invoice.currency:
        return False
    return abs(invoice.gross) == abs(entry.gross) if invoice.is_credit else invoice.gross == entry.gross


def days_apart(one: date | None, two: date | None) -> int | None:
    """The days between two dates; None when one is not known."""
    return None if one is None or two is None else abs((one - two).days)


def _other_year(invoice: InvoiceFacts, entry: HistoryEntry) -> bool:
    return bool(invoice.issue_date and entry.issue_date and invoice.issue_date.year != entry.issue_date.year)


def _same_order_lines(orders: BilledOrders, assignments: tuple[Assignment, ...], entry: HistoryEntry) -> bool:
    """Whether both bill the same set of lines of the same orders."""
    names = {order.number: order.number for order in orders.all}
    ours = {
        (a.order.number, number_key(a.order_line.line))
        for a in assignments
        if a.order is not None and a.order_line is not None
    }
    theirs = set()
    for line in entry.lines:
        if line.order_line is None:
            continue
        number = line.order or entry.order
        known = next((name for name in names if same_order(name, number)), number or "")
        theirs.add((known, number_key(line.order_line)))
    return bool(ours) and ours == theirs


def _other_period(invoice: InvoiceFacts, entry: HistoryEntry) -> bool:
    """Whether both name the months they are for and share none: two months' rent, whatever the numbers."""
    ours = _months((line.period or line.description for _, line in invoice.priced_lines), invoice.issue_date)
    theirs = _months((line.period for line in entry.lines), entry.issue_date)
    if ours is None or theirs is None:
        return False
    return ours.last < theirs.first or theirs.last < ours.first


def _same_period(invoice: InvoiceFacts, entry: HistoryEntry) -> bool:
    """Whether both name the months they are for, and name the same."""
    ours = _months((line.period or line.description for _, line in invoice.priced_lines), invoice.issue_date)
    return ours is not None and ours == _months((line.period for line in entry.lines), entry.issue_date)


def _months(texts: Iterable[str | None], near: date | None) -> Months | None:
    found = [m for text in texts if text and (m := months_named(text, near)) is not None]
    return Months(min(m.first for m in found), max(m.last for m in found)) if found else None


def _observed(code: str, invoice: InvoiceFacts, entry: HistoryEntry, why: str) -> Observation:
    facts: Facts = {
        "number": invoice.number,
        "other": entry.number,
        "other_date": entry.issue_date or "no date",
        "other_gross": entry.gross,
        "gross": invoice.gross,
        "currency": invoice.currency,
        "why": why,
        "documents": (entry.number,),
        "other_id": entry.id or "",
    }
    return Observation(code, facts, at_risk=None if code == "NUMBER_REUSED_NEW_YEAR" else abs(invoice.net))
