"""The decision: every rule is asked, every answer is kept, the worst decides (sections 3 and 12)."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext as _

from procurement.matching.amounts import check_arithmetic, check_dates, check_document, check_tax, readable_all_the_same
from procurement.matching.assignment import Assignment, assign_lines, assign_totals
from procurement.matching.bank import check_bank
from procurement.matching.billing import other_documents
from procurement.matching.case import Case
from procurement.matching.codes import Severity, owner_of, severity_of, visible_to_vendor
from procurement.matching.credit import check_advance, check_credit, check_releases, retention_of
from procurement.matching.currency import check_currency, rate_between
from procurement.matching.duplicates import check_duplicates
from procurement.matching.lines import Group, group_lines, judge_ceilings, judge_group, judge_unmatched
from procurement.matching.model import ZERO, Policy, Vendor
from procurement.matching.orders import BilledOrders, check_orders, resolve_orders
from procurement.matching.parties import identify_parties
from procurement.matching.references import same_order
from procurement.matching.verdict import Decision, Facts, Finding, LineVerdict, Observation, RetentionVerdict, Verdict
from procurement.matching.words import describe

_DECISION_OF = {
    Severity.INFO: Decision.AUTHORIZE,
    Severity.REVIEW: Decision.REVIEW,
    Severity.HOLD: Decision.HOLD,
    Severity.REJECT: Decision.REJECT,
}
AUTOMATIC = "auto"


def match(case: Case) -> Verdict:
    """Decide one invoice from stored facts alone. The same case always gives the same verdict; nothing is changed."""
    document = check_document(case)
    if _stops_reading(case, document):
        return _unread(case, document)
    parties = identify_parties(case)
    case = replace(case, policy=policy_in_force(case, parties.vendor))
    orders = resolve_orders(case, parties.vendor)
    rates, currency = _rates(case, orders)
    assignments, totals = _assign(case, orders, rates)
    groups = () if case.invoice.is_credit else group_lines(case, assignments)
    observations = (
        *document,
        *parties.observations,
        *orders.observations,
        *check_orders(case, orders, parties.vendor),
        *check_dates(case, orders.all, assignments),
        *check_arithmetic(case),
        *currency,
        *totals,
        *check_tax(case, assignments),
        *check_duplicates(case, parties.vendor, *_as_if_confirmed(case, orders, rates, assignments)),
        *check_bank(case, parties.vendor),
        *_judge_money(case, parties.vendor, assignments, groups),
    )
    return _conclude(case, parties.vendor, orders, assignments, groups, observations)


def _stops_reading(case: Case, document: tuple[Observation, ...]) -> bool:
    """Whether what the reader found leaves nothing to compare."""
    unread = case.invoice.document_problem is not None or any(seen.code == "DOC_NOT_INVOICE" for seen in document)
    return unread and not any(readable_all_the_same(case, seen.code) for seen in document)


def policy_in_force(case: Case, vendor: Vendor | None) -> Policy:
    """The company's policy, changed by the vendor's and then by the contract's: the most specific wins."""
    policy = case.policy
    if vendor is not None and vendor.policy:
        policy = policy.changed(vendor.policy, "vendor")
    if case.contract is not None and case.contract.policy:
        policy = policy.changed(case.contract.policy, "contract")
    return policy


def _rates(case: Case, orders: BilledOrders) -> tuple[dict[str, Decimal | None], tuple[Observation, ...]]:
    """Per order the rate from the invoice's currency, and what is wrong with currencies, each complaint once."""
    rates: dict[str, Decimal | None] = {}
    seen: dict[tuple[str, str], Observation] = {}
    for order in orders.all:
        rates[order.number], found = check_currency(case, order)
        for observation in found:
            seen.setdefault((observation.code, order.currency), observation)
    return rates, tuple(seen.values())


def _assign(
    case: Case, orders: BilledOrders, rates: dict[str, Decimal | None]
) -> tuple[tuple[Assignment, ...], tuple[Observation, ...]]:
    """The lines beside their order lines. An invoice without lines is matched on its total, or not at all."""
    invoice = case.invoice
    if invoice.lines or orders.header is None:
        return assign_lines(case, orders, rates), ()
    assigned = assign_totals(case, orders.header, rates.get(orders.header.number))
    facts: Facts = {"net": invoice.net, "currency": invoice.currency, "order": orders.header.number}
    if assigned is not None and assigned.order_line is not None:
        return (assigned,), (Observation("MATCHED_ON_TOTALS", {**facts, "order_line": assigned.order_line.line}),)
    if invoice.is_credit:
        return (), ()
    return (), (Observation("DOC_NO_LINES", facts, at_risk=invoice.net),)


def _as_if_confirmed(
    case: Case, orders: BilledOrders, rates: dict[str, Decimal | None], assignments: tuple[Assignment, ...]
) -> tuple[BilledOrders, tuple[Assignment, ...]]:
    """The lines as they would be matched on the proposed order: enough to recognise a copy before a clerk confirms."""
    if orders.proposed is None:
        return orders, assignments
    supposed = replace(orders, header=orders.proposed)
    rate, _ = check_currency(case, orders.proposed)
    return supposed, assign_lines(case, supposed, {**rates, orders.proposed.number: rate})


def _judge_money(
    case: Case, vendor: Vendor | None, assignments: tuple[Assignment, ...], groups: tuple[Group, ...]
) -> tuple[Observation, ...]:
    """What is owed: a credit note against its invoice, anything else against order, acceptance and contract."""
    if case.invoice.is_credit:
        return check_credit(case, vendor)
    judged = tuple(observation for group in groups for observation in judge_group(group))
    return (
        *judged,
        *judge_ceilings(case, groups, judged),
        *judge_unmatched(case, assignments),
        *check_releases(case, assignments),
        *check_advance(case, assignments),
    )


def _conclude(
    case: Case,
    vendor: Vendor | None,
    orders: BilledOrders,
    assignments: tuple[Assignment, ...],
    groups: tuple[Group, ...],
    observations: tuple[Observation, ...],
) -> Verdict:
    """Weigh the observations, and when nothing stops the invoice say how much may be paid and who approves it."""
    findings = [_finding(case, observation) for observation in observations]
    decision = _worst(findings)
    amount, retention = None, None
    if decision == Decision.AUTHORIZE:
        amount, retention = _authorize(case, assignments)
        findings += [_finding(case, observation) for observation in _applied(case, retention)]
    lines = tuple(_line_verdict(case, assigned, groups, findings) for assigned in assignments)
    return Verdict(
        decision=decision,
        findings=tuple(findings),
        lines=lines,
        authorize_amount=amount,
        retention=retention,
        route=() if amount is None else route_of(case, orders, amount, automatic=not findings),
        assignments={
            a.number: (a.order.number, a.order_line.line)
            for a in assignments
            if a.order is not None and a.order_line is not None
        },
        policy=case.policy,
        vendor=vendor.id if vendor else None,
        orders=tuple(order.number for order in orders.all),
        proposed_order=orders.proposed.number if orders.proposed else None,
    )


def _unread(case: Case, document: tuple[Observation, ...]) -> Verdict:
    findings = tuple(_finding(case, observation) for observation in document)
    return Verdict(
        decision=_worst(findings),
        findings=findings,
        lines=(),
        authorize_amount=None,
        retention=None,
        route=(),
        assignments={},
        policy=case.policy,
        vendor=None,
        orders=(),
        proposed_order=None,
    )


def _worst(findings: Iterable[Finding]) -> Decision:
    return _DECISION_OF[max((finding.severity for finding in findings), default=Severity.INFO)]


def _finding(case: Case, observation: Observation) -> Finding:
    severity = severity_of(observation.code, case.invoice.source, case.policy.schematron_severity)
    return Finding(
        code=observation.code,
        severity=severity,
        line=observation.line,
        amount_at_risk=observation.at_risk,
        owner=owner_of(observation.code, severity),
        facts=observation.facts,
        sentence=describe(observation),
        visible_to_vendor=visible_to_vendor(observation.code),
    )


def _authorize(case: Case, assignments: tuple[Assignment, ...]) -> tuple[Decimal, RetentionVerdict | None]:
    """The payable as written less what the contract keeps back; a credit note gives its gross back."""
    if case.invoice.is_credit:
        return -abs(case.invoice.gross), None
    retention = retention_of(case, assignments)
    return case.invoice.payable - (retention.amount if retention else ZERO), retention


def _applied(case: Case, retention: RetentionVerdict | None) -> tuple[Observation, ...]:
    invoice = case.invoice
    if invoice.is_credit:
        return (Observation("CREDIT_APPLIED", {"gross": abs(invoice.gross), "currency": invoice.currency}),)
    if retention is None:
        return ()
    kept = retention.amount + retention.on_invoice
    facts: Facts = {"percent": retention.percent, "base": retention.base, "amount": kept}
    return (Observation("RETENTION_APPLIED", {**facts, "currency": invoice.currency}),)


def route_of(case: Case, orders: BilledOrders, amount: Decimal, *, automatic: bool) -> tuple[str, ...]:
    """The role that approves an amount of the invoice's currency by its size in base currency.

    `automatic` says that no rule found anything. Where the policy gives a window, invoices of the same vendor and
    order within it count together, so that a bill cut in pieces goes where the whole would go.
    """
    base = case.policy.base_currency or (orders.all[0].currency if orders.all else case.invoice.currency)
    rate = rate_between(case, case.invoice.currency, base)
    # Without a rate to the base currency nobody can say that the amount is small: the top level decides.
    size = None if rate is None else abs(amount) * rate
    if size is not None and automatic and size <= case.policy.auto_authorize_limit:
        return (AUTOMATIC,)
    if size is not None and case.policy.split_window_days:
        size += _billed_nearby(case, orders) * (rate or ZERO)
    for level in case.policy.approval_levels:
        if level.up_to is None or (size is not None and size <= level.up_to):
            return (level.role,)
    return (case.policy.approval_levels[-1].role,) if case.policy.approval_levels else ()


def _billed_nearby(case: Case, orders: BilledOrders) -> Decimal:
    issued, total = case.invoice.issue_date, ZERO
    for entry in other_documents(case):
        if (
            entry.issue_date is None
            or issued is None
            or entry.is_credit
            or entry.currency not in {None, case.invoice.currency}
        ):
            continue
        near = abs((issued - entry.issue_date).days) <= case.policy.split_window_days
        mine = any(o.vendor == entry.vendor and same_order(o.number, entry.order) for o in orders.all)
        total += entry.gross if near and mine else ZERO
    return total


def _line_verdict(case: Case, assigned: Assignment, groups: tuple[Group, ...], findings: list[Finding]) -> LineVerdict:
    """One invoice line beside its order line, with the findings about it in words."""
    group = next((g for g in groups if assigned in g.members), None)
    about = [
        f
        for f in findings
        if (f.line is not None and f.line == assigned.number) or assigned.number in f.facts.get("lines", ())
    ]
    ordered = group.line.value if group else None
    accepted = None if group is None or ordered is None else ordered * group.accepted.share
    if group is not None and group.line.qty and group.accepted.quantity:
        accepted = group.accepted.quantity * group.line.unit_price
    three_way = case.policy.match_mode == "3way" and group is not None and group.accepted.recorded
    return LineVerdict(
        invoice_line=assigned.number,
        description=assigned.line.description,
        order=assigned.order.number if assigned.order else None,
        order_line=assigned.order_line.line if assigned.order_line else None,
        how=assigned.how,
        billed_before=group.billed.amount if group else None,
        this=assigned.net if assigned.net is not None else assigned.line.net,
        ordered=ordered,
        accepted=accepted,
        limit=accepted if three_way and accepted is not None else ordered,
        unit=group.line.unit if group else None,
        codes=tuple(dict.fromkeys(f.code for f in about)),
        result=" ".join(f.sentence for f in about) or _agrees(assigned),
    )


def _agrees(assigned: Assignment) -> str:
    if assigned.order is None:
        return _("Not compared: no order is decided.")
    if assigned.order_line is None:
        return _("On no order line.")
    facts = {"order": assigned.order.number, "line": assigned.order_line.line, "how": _(assigned.how)}
    if assigned.how == "none":
        return _("Agrees with order %(order)s, line %(line)s, matched.") % facts
    if assigned.how == "totals":
        return _("Agrees with order %(order)s, line %(line)s, matched by the invoice's total.") % facts
    return _("Agrees with order %(order)s, line %(line)s, matched by %(how)s.") % facts
