"""Whether the invoice agrees with itself: sums, VAT, dates, and what the reader says about the document."""

from collections import defaultdict
from datetime import timedelta
from decimal import Decimal

from django.utils.translation import gettext

from procurement.matching.assignment import Assignment
from procurement.matching.case import Case
from procurement.matching.codes import CODES
from procurement.matching.currency import rounded, scaled
from procurement.matching.model import ZERO, InvoiceFacts, InvoiceLine, OrderFacts
from procurement.matching.verdict import Facts, Observation

HUNDRED = Decimal(100)
MOST_TAX_ROUNDING = Decimal("0.50")
# The coarsest cash rounding in use is to five whole units (HUF), so by at most 2.50.
MOST_CASH_ROUNDING = Decimal("2.50")
ZERO_RATED_WITH_REASON = frozenset({"AE", "E", "K", "O", "G"})
READABLE_TYPES = frozenset({"invoice", "credit_note", "self_billed", "prepayment", "partial", "final", "corrected"})


def check_document(case: Case) -> tuple[Observation, ...]:
    """What the reader found (section 6). A document problem comes alone: nothing else can be compared."""
    invoice = case.invoice
    seen = []
    if invoice.document_problem is not None or invoice.doc_type not in READABLE_TYPES:
        problem = invoice.document_problem or "DOC_NOT_INVOICE"
        code = problem if problem in CODES and problem.startswith("DOC_") else "DOC_UNREADABLE"
        facts: Facts = {"found": invoice.doc_type, "number": invoice.number, "why": "the reader was not sure of it"}
        seen.append(Observation(code, {**facts, "net": invoice.net, "currency": invoice.currency, "order": "none"}))
        if not readable_all_the_same(case, code):
            return tuple(seen)
    if invoice.xml_visual_mismatch:
        seen.append(Observation("DOC_XML_VISUAL_MISMATCH", {"number": invoice.number}, at_risk=invoice.payable))
    if invoice.low_confidence or invoice.issue_date is None:
        why = "the reader was not sure of it" if invoice.low_confidence else "it shows no invoice date"
        seen.append(Observation("DOC_LOW_CONFIDENCE", {"why": why}))
    if invoice.is_negative:
        seen.append(Observation("NEGATIVE_INVOICE_AS_CREDIT", {"gross": invoice.gross, "currency": invoice.currency}))
    return tuple(seen)


def readable_all_the_same(case: Case, code: str) -> bool:
    """Whether the policy only wants a look at what the reader found, so that everything else is compared as well."""
    return code == "DOC_SCHEMATRON_FATAL" and case.policy.schematron_severity != "REJECT"


def check_arithmetic(case: Case) -> tuple[Observation, ...]:
    """ARITH_LINES, ARITH_TOTAL, ARITH_PAYABLE, each within one minor unit (section 6)."""
    invoice = case.invoice
    tolerance = scaled(case.policy.arith_tol, invoice.currency)
    seen = [*_line_arithmetic(invoice, tolerance)]
    lines = sum((line.net for _, line in invoice.priced_lines), ZERO)
    base: Facts = {"currency": invoice.currency, "limit": tolerance}
    expected = lines - invoice.allowance_total + invoice.charge_total
    if invoice.lines and abs(expected - invoice.net) > tolerance:
        facts: Facts = {**base, "expected": expected, "printed": invoice.net}
        facts["what"] = "the lines less allowances plus charges against the net total"
        seen.append(Observation("ARITH_LINES", facts, at_risk=_excess(invoice.net, expected)))
    elif invoice.lines and invoice.line_total is not None and abs(lines - invoice.line_total) > tolerance:
        facts = {
            **base,
            "expected": lines,
            "printed": invoice.line_total,
            "what": "the lines against their printed sum",
        }
        seen.append(Observation("ARITH_LINES", facts, at_risk=_excess(invoice.line_total, lines)))
    expected = invoice.net + invoice.tax
    if abs(expected - invoice.gross) > tolerance:
        facts = {**base, "expected": expected, "printed": invoice.gross}
        seen.append(Observation("ARITH_TOTAL", facts, at_risk=_excess(invoice.gross, expected)))
    # A negative deduction, or rounding by more than cash rounding, would ask for more than was invoiced.
    rounding = invoice.rounding if abs(invoice.rounding) <= MOST_CASH_ROUNDING else ZERO
    deducted = [invoice.prepaid, invoice.withheld_tax, invoice.retention]
    if not invoice.is_credit:
        deducted = [max(part, ZERO) for part in deducted]
    expected = invoice.gross - sum(deducted, ZERO) + rounding
    if abs(expected - invoice.payable) > tolerance:
        facts = {**base, "expected": expected, "printed": invoice.payable}
        seen.append(Observation("ARITH_PAYABLE", facts, at_risk=_excess(invoice.payable, expected)))
    return tuple(seen)


def _line_arithmetic(invoice: InvoiceFacts, tolerance: Decimal) -> tuple[Observation, ...]:
    seen = []
    for number, line in invoice.priced_lines:
        if line.quantity is None or line.unit_price is None:
            continue
        exact = line.quantity * line.unit_price / line.base_qty - line.allowance + line.charge
        expected = rounded(exact, invoice.currency)
        if abs(expected - line.net) > tolerance:
            facts: Facts = {"currency": invoice.currency, "limit": tolerance, "expected": expected, "printed": line.net}
            facts["what"] = f"quantity times price of line {number} against its amount"
            seen.append(Observation("ARITH_LINES", facts, line=number, at_risk=_excess(line.net, expected)))
    return tuple(seen)


def _excess(printed: Decimal, expected: Decimal) -> Decimal:
    return max(printed - expected, ZERO)


def check_tax(case: Case, assignments: tuple[Assignment, ...]) -> tuple[Observation, ...]:
    """TAX_RATE_MISMATCH, REVERSE_CHARGE_VIOLATION, TAX_AMOUNT, EXEMPT_REASON_MISSING (section 9)."""
    seen: list[Observation] = []
    for assigned in assignments:
        seen.extend(_line_tax(case.invoice, assigned))
    return (*seen, *_tax_amount(case), *_exempt_reason(case.invoice))


def _line_tax(invoice: InvoiceFacts, assigned: Assignment) -> tuple[Observation, ...]:
    known, line = assigned.order_line, assigned.line
    if known is None or assigned.releases_retention:
        return ()
    rate = line.vat_rate if line.vat_rate is not None else invoice.tax_rate
    number = assigned.number or None
    seen = []
    if rate is not None and known.vat_rate is not None and rate != known.vat_rate:
        facts: Facts = {"invoice_rate": rate, "order_rate": known.vat_rate, "order_line": known.line}
        risk = max(rate - known.vat_rate, ZERO) * line.net / HUNDRED
        seen.append(Observation("TAX_RATE_MISMATCH", facts, line=number, at_risk=rounded(risk, invoice.currency)))
    charged = rate > 0 if rate is not None else invoice.tax > 0
    if known.vat_category == "AE" and charged:
        tax = rounded(line.net * rate / HUNDRED, invoice.currency) if rate is not None else invoice.tax
        facts = {"tax": tax, "currency": invoice.currency, "order_line": known.line}
        seen.append(Observation("REVERSE_CHARGE_VIOLATION", facts, line=number, at_risk=tax))
    return tuple(seen)


def _tax_amount(case: Case) -> tuple[Observation, ...]:
    """VAT recomputed per rate on its base, half up; skipped when a base cannot be known."""
    invoice = case.invoice
    bases = _tax_bases(invoice)
    if bases is None:
        return ()
    expected = sum((rounded(base * rate / HUNDRED, invoice.currency) for rate, base in bases.items()), ZERO)
    per_line = scaled(Decimal("0.01"), invoice.currency) * len(invoice.lines)
    limit = max(
        scaled(case.policy.tax_tol, invoice.currency), min(per_line, scaled(MOST_TAX_ROUNDING, invoice.currency))
    )
    if abs(expected - invoice.tax) <= limit:
        return ()
    facts: Facts = {"expected": expected, "printed": invoice.tax, "limit": limit, "currency": invoice.currency}
    return (Observation("TAX_AMOUNT", facts, at_risk=_excess(invoice.tax, expected)),)


def _tax_bases(invoice: InvoiceFacts) -> dict[Decimal, Decimal] | None:
    """The taxable base per rate. Document-level allowances and charges have a rate only in the VAT breakdown."""
    bases: dict[Decimal, Decimal] = defaultdict(Decimal)
    listed = sum((one.amount for one in invoice.adjustments), ZERO)
    all_rated = bool(invoice.adjustments) and all(one.vat_rate is not None for one in invoice.adjustments)
    if all_rated and invoice.lines and listed == invoice.charge_total - invoice.allowance_total:
        for one in invoice.adjustments:
            bases[one.vat_rate or ZERO] += one.amount
    elif invoice.allowance_total or invoice.charge_total or not invoice.lines:
        for group in invoice.vat_breakdown:
            if group.base is None or (group.rate is None and group.tax != 0):
                return None
            bases[group.rate or ZERO] += group.base
        if not bases and not invoice.lines and invoice.tax_rate is not None:
            bases[invoice.tax_rate] = invoice.net
        return dict(bases) or None
    for _, line in invoice.priced_lines:
        rate = _rate_of(line, invoice)
        if rate is None:
            return None
        bases[rate] += line.net
    return dict(bases)


def _rate_of(line: InvoiceLine, invoice: InvoiceFacts) -> Decimal | None:
    if line.vat_rate is None and line.vat_category in ZERO_RATED_WITH_REASON:
        return ZERO
    return line.vat_rate if line.vat_rate is not None else invoice.tax_rate


def _exempt_reason(invoice: InvoiceFacts) -> tuple[Observation, ...]:
    if invoice.exemption_reason:
        return ()
    explained = {group.category for group in invoice.vat_breakdown if group.reason}
    categories = {
        line.vat_category
        for _, line in invoice.priced_lines
        if line.vat_category in ZERO_RATED_WITH_REASON and not line.vat_rate and not line.exemption_reason
    }
    categories |= {g.category for g in invoice.vat_breakdown if g.category in ZERO_RATED_WITH_REASON and not g.rate}
    missing = sorted(category for category in categories - explained if category)
    return (Observation("EXEMPT_REASON_MISSING", {"category": ", ".join(missing)}),) if missing else ()


def check_dates(
    case: Case, orders: tuple[OrderFacts, ...], assignments: tuple[Assignment, ...]
) -> tuple[Observation, ...]:
    """DATE_FUTURE, DATE_STALE, DATE_BEFORE_PO, CONTRACT_EXPIRED, DUE_DATE_OVERRIDDEN (section 5)."""
    invoice, issued = case.invoice, case.invoice.issue_date
    if issued is None:
        return ()
    seen = []
    days: Facts = {"issued": issued, "today": case.today}
    if issued > case.today:
        seen.append(Observation("DATE_FUTURE", days))
    if (case.today - issued).days > case.policy.stale_days:
        limit = {"age": (case.today - issued).days, "limit": case.policy.stale_days}
        seen.append(Observation("DATE_STALE", {**days, **limit, "limit_source": case.policy.source_of("stale_days")}))
    for order in orders:
        if order.ordered_on is not None and issued < order.ordered_on:
            facts: Facts = {"issued": issued, "order": order.number, "ordered": order.ordered_on}
            seen.append(Observation("DATE_BEFORE_PO", facts, at_risk=invoice.net))
    return (*seen, *_contract_dates(case, assignments))


def _contract_dates(case: Case, assignments: tuple[Assignment, ...]) -> tuple[Observation, ...]:
    """The contract's end and its payment terms. Money kept back falls due after the end, and credits come when they come."""
    invoice, contract, issued = case.invoice, case.contract, case.invoice.issue_date
    if contract is None or issued is None or invoice.is_credit:
        return ()
    seen = []
    only_releases = bool(assignments) and all(assigned.releases_retention for assigned in assignments)
    if contract.end is not None and issued > contract.end and not only_releases:
        facts: Facts = {"issued": issued, "end": contract.end, "contract": contract.id or "the contract"}
        seen.append(Observation("CONTRACT_EXPIRED", facts, at_risk=invoice.net))
    if contract.terms_days is not None and invoice.due_date is not None:
        due = (contract.terms_from or issued) + timedelta(days=contract.terms_days)
        if invoice.due_date < due:
            since = gettext("receipt") if contract.terms_from else gettext("the invoice's date")
            facts = {"printed": invoice.due_date, "due": due, "days": contract.terms_days, "since": since}
            seen.append(Observation("DUE_DATE_OVERRIDDEN", facts))
    return tuple(seen)
