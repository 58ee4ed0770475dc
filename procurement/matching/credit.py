"""Credit notes, money kept back and its release, advances and final invoices (section 8)."""

from datetime import date
from decimal import Decimal

from procurement.matching.assignment import Assignment
from procurement.matching.billing import HUNDRED, accepted_of, billed_before, other_documents
from procurement.matching.case import Case
from procurement.matching.currency import rounded, scaled
from procurement.matching.model import PREPAYMENT_TYPE_CODE, RETENTION, ZERO, HistoryEntry, Vendor
from procurement.matching.references import same_number, same_order
from procurement.matching.verdict import Facts, Observation, RetentionVerdict


def check_credit(case: Case, vendor: Vendor | None) -> tuple[Observation, ...]:
    """CN_NO_REFERENCE when the invoice that is credited is not known, CN_EXCEEDS_INVOICE when it is credited over."""
    invoice = case.invoice
    original = _credited_invoice(case, vendor)
    if original is None:
        facts: Facts = {"reference": invoice.preceding_invoice or "none"}
        return (Observation("CN_NO_REFERENCE", facts, at_risk=abs(invoice.net)),)
    earlier = [
        entry
        for entry in other_documents(case)
        if entry.is_credit
        and entry.vendor == original.vendor
        and entry.preceding_invoice
        and same_number(entry.preceding_invoice, original.number)
    ]
    before = sum((abs(entry.gross) for entry in earlier), ZERO)
    total = before + abs(invoice.gross)
    if total <= original.gross + scaled(case.policy.arith_tol, invoice.currency):
        return ()
    facts = {
        "before": before,
        "this": abs(invoice.gross),
        "cumulative": total,
        "original": original.gross,
        "reference": original.number,
        "currency": invoice.currency,
        "documents": tuple(entry.number for entry in earlier),
    }
    return (Observation("CN_EXCEEDS_INVOICE", facts, at_risk=total - original.gross),)


def _credited_invoice(case: Case, vendor: Vendor | None) -> HistoryEntry | None:
    """The vendor's invoice that the credit note names; of several with that number the latest."""
    wanted = case.invoice.preceding_invoice
    if not wanted or vendor is None:
        return None
    found = [
        entry
        for entry in other_documents(case)
        if not entry.is_credit and entry.vendor == vendor.id and same_number(entry.number, wanted)
    ]
    return max(found, key=lambda entry: entry.issue_date or date.min, default=None)


def check_releases(case: Case, assignments: tuple[Assignment, ...]) -> tuple[Observation, ...]:
    """RETENTION_RELEASE_EARLY and RETENTION_EXCEEDS_BALANCE for the lines that ask for money kept back."""
    seen: list[Observation] = []
    asked = ZERO
    for assigned in assignments:
        if not assigned.releases_retention:
            continue
        if assigned.order_line is not None and assigned.order_line.kind == RETENTION:
            seen.extend(_check_retention_line(case, assigned))
        else:
            asked += assigned.line.net
            seen.extend(_check_release_day(case, assigned))
    if asked > 0:
        seen.extend(_check_balance(case, asked, assignments))
    return tuple(seen)


def _check_retention_line(case: Case, assigned: Assignment) -> tuple[Observation, ...]:
    """The part of the price that an order keeps for last: payable from its day, or once its event was accepted."""
    order, line = assigned.order, assigned.order_line
    if order is None or line is None:
        return ()
    net = assigned.net if assigned.net is not None else assigned.line.net
    ledger = case.contract.retention if case.contract else None
    release_on = line.release_on or (ledger.release_on if ledger else None)
    due = case.today >= release_on if release_on is not None else accepted_of(case, order, line).share > 0
    seen = []
    if not due:
        facts: Facts = {"release_on": release_on or "its release event", "today": case.today, "amount": net}
        facts |= {"currency": order.currency, "order": order.number, "order_line": line.line}
        seen.append(Observation("RETENTION_RELEASE_EARLY", facts, line=assigned.number or None, at_risk=max(net, ZERO)))
    balance = (line.value or ZERO) - billed_before(case, order, line).amount
    if net > balance + scaled(case.policy.arith_tol, order.currency):
        facts = {"asked": net, "balance": balance, "currency": order.currency}
        risk = min(net - balance, net)
        seen.append(Observation("RETENTION_EXCEEDS_BALANCE", facts, line=assigned.number or None, at_risk=risk))
    return tuple(seen)


def _check_release_day(case: Case, assigned: Assignment) -> tuple[Observation, ...]:
    ledger = case.contract.retention if case.contract else None
    release_on = ledger.release_on if ledger else None
    if release_on is not None and case.today >= release_on:
        return ()
    if ledger is None:
        # Nothing was kept back, so there is no day to wait for; the balance says what is wrong.
        return ()
    facts: Facts = {"release_on": release_on or "a day that the contract does not name", "today": case.today}
    facts |= {"amount": assigned.line.net, "currency": case.invoice.currency}
    return (Observation("RETENTION_RELEASE_EARLY", facts, line=assigned.number or None, at_risk=assigned.line.net),)


def _check_balance(case: Case, asked: Decimal, assignments: tuple[Assignment, ...]) -> tuple[Observation, ...]:
    ledger = case.contract.retention if case.contract else None
    balance = ledger.withheld - ledger.released if ledger else ZERO
    if asked <= balance:
        return ()
    number = next((a.number for a in reversed(assignments) if a.releases_retention), None)
    facts: Facts = {"asked": asked, "balance": balance, "currency": case.invoice.currency}
    return (Observation("RETENTION_EXCEEDS_BALANCE", facts, line=number or None, at_risk=min(asked - balance, asked)),)


def retention_of(case: Case, assignments: tuple[Assignment, ...]) -> RetentionVerdict | None:
    """What the contract keeps back from this payment, in the invoice's currency; None when nothing.

    The base is the net, or the gross by policy, without lines that release money kept back. What the invoice already
    deducts is not deducted again. VAT is unaffected.
    """
    invoice, contract = case.invoice, case.contract
    if contract is None or contract.retention_pct <= 0 or invoice.is_credit:
        return None
    base = new_supply_net(case, assignments)
    if case.policy.retention_base == "gross":
        base += invoice.tax
    if base <= 0:
        return None
    on_invoice = max(invoice.retention, ZERO)
    due = rounded(base * contract.retention_pct / HUNDRED, invoice.currency) - on_invoice
    amount = max(min(due, invoice.payable), ZERO)
    return RetentionVerdict(amount, on_invoice, contract.retention_pct, base) if amount or on_invoice else None


def new_supply_net(case: Case, assignments: tuple[Assignment, ...]) -> Decimal:
    """The net of what is billed for the first time: the invoice's net without lines that release retention."""
    return case.invoice.net - sum((a.line.net for a in assignments if a.releases_retention), ZERO)


def check_advance(case: Case, assignments: tuple[Assignment, ...]) -> tuple[Observation, ...]:
    """ADVANCE_NOT_DEDUCTED when less is deducted than the contract recovers, or not what partial invoices add up to."""
    invoice = case.invoice
    tolerance = scaled(case.policy.arith_tol, invoice.currency)
    if invoice.is_final and (partials := _partial_invoices(case)):
        billed = sum((entry.gross for entry in partials), ZERO)
        if abs(invoice.prepaid - billed) <= tolerance:
            return ()
        facts: Facts = {"prepaid": invoice.prepaid, "expected": billed, "currency": invoice.currency}
        facts |= {"why": "the earlier partial invoices add up to it", "documents": tuple(e.number for e in partials)}
        return (Observation("ADVANCE_NOT_DEDUCTED", facts, at_risk=max(billed - invoice.prepaid, ZERO)),)
    advance = case.contract.advance if case.contract else None
    if advance is None or invoice.type_code == PREPAYMENT_TYPE_CODE or _only_deposits(assignments):
        return ()
    share = rounded(advance.recover_pct / HUNDRED * new_supply_net(case, assignments), invoice.currency)
    expected = max(min(advance.paid - advance.recovered, share), ZERO)
    if invoice.prepaid >= expected - tolerance:
        return ()
    facts = {"prepaid": invoice.prepaid, "expected": expected, "currency": invoice.currency, "documents": ()}
    facts["why"] = f"the contract recovers its advance by {advance.recover_pct.normalize():f} % of each invoice"
    return (Observation("ADVANCE_NOT_DEDUCTED", facts, at_risk=expected - invoice.prepaid),)


def _only_deposits(assignments: tuple[Assignment, ...]) -> bool:
    kinds = {a.order_line.kind for a in assignments if a.order_line is not None}
    return kinds == {"deposit"}


def _partial_invoices(case: Case) -> tuple[HistoryEntry, ...]:
    """The earlier partial invoices that a final invoice deducts: those it lists, else all on the same order."""
    invoice = case.invoice
    earlier = [entry for entry in other_documents(case) if not entry.is_credit]
    if invoice.partial_invoices:
        return tuple(e for e in earlier if any(same_number(e.number, listed) for listed in invoice.partial_invoices))
    return tuple(e for e in earlier if invoice.prepaid > 0 and same_order(e.order, invoice.order_ref))
