"""Comparing what is billed on each order line with what was agreed, accepted and billed before (section 4)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from procurement.matching.assignment import Assignment
from procurement.matching.billing import HUNDRED, Accepted, Billed, accepted_of, billed_before, billed_on_order
from procurement.matching.case import Case
from procurement.matching.currency import scaled
from procurement.matching.model import COUNTED_KINDS, RATE, RECURRING, RETENTION, ZERO, OrderFacts, OrderLine
from procurement.matching.periods import MONTHS_IN, month_number, occurrences_named
from procurement.matching.units import unit_factor
from procurement.matching.verdict import Facts, Observation

NOTABLY_UNDER = Decimal("0.10")


@dataclass(frozen=True)
class Group:
    """All lines of the invoice that bill one order line, with what is known of that order line."""

    case: Case
    order: OrderFacts
    line: OrderLine
    members: tuple[Assignment, ...]
    billed: Billed
    accepted: Accepted

    @property
    def net(self) -> Decimal | None:
        """The amount billed now, in the order's currency; None when no exchange rate is known."""
        nets = [member.net for member in self.members]
        return None if any(net is None for net in nets) else sum((net for net in nets if net is not None), ZERO)

    @property
    def three_way(self) -> bool:
        return self.case.policy.match_mode == "3way"

    @property
    def tolerance(self) -> Decimal:
        """One minor unit of the order's currency."""
        return scaled(self.case.policy.arith_tol, self.order.currency)

    @property
    def last(self) -> int | None:
        return self.members[-1].number or None

    def saw(self, code: str, at_risk: Decimal | None, member: Assignment | None = None, **facts: Any) -> Observation:
        """An observation about this order line, with the facts that every message about it tells."""
        common: Facts = {
            "order": self.order.number,
            "order_line": self.line.line,
            "description": self.line.description,
            "currency": self.order.currency,
            "documents": self.billed.documents,
        }
        number = self.last if member is None else (member.number or None)
        if member is None and len(self.members) > 1:
            common["lines"] = tuple(m.number for m in self.members)
        risk = None if at_risk is None else max(at_risk, ZERO)
        return Observation(code, {**common, **facts}, line=number, at_risk=risk)


def group_lines(case: Case, assignments: tuple[Assignment, ...]) -> tuple[Group, ...]:
    """The matched lines, gathered by the order line that they bill."""
    gathered: dict[tuple[str, str], list[Assignment]] = {}
    for assigned in assignments:
        if assigned.order is not None and assigned.order_line is not None:
            gathered.setdefault((assigned.order.number, assigned.order_line.line), []).append(assigned)
    groups = []
    for members in gathered.values():
        order, line = members[0].order, members[0].order_line
        if order is not None and line is not None:
            billed, accepted = billed_before(case, order, line), accepted_of(case, order, line)
            groups.append(Group(case, order, line, tuple(members), billed, accepted))
    return tuple(groups)


def judge_group(group: Group) -> tuple[Observation, ...]:
    """Everything that is wrong, or worth knowing, about what is billed on one order line."""
    if group.line.kind == RETENTION:
        return ()
    if group.line.kind in COUNTED_KINDS:
        return judge_counted(group)
    if group.line.kind == RATE:
        return judge_rate(group)
    if group.line.kind == RECURRING:
        return judge_recurring(group)
    return judge_value(group)


def judge_counted(group: Group) -> tuple[Observation, ...]:
    """Goods and time: unit, price and quantity."""
    comparable, seen = _comparable(group)
    seen += _judge_prices(group, comparable)
    quantity = sum((_quantity(member, group.line) for member in comparable), ZERO)
    if quantity <= 0:
        return tuple(seen)
    cumulative = group.billed.quantity + quantity
    slack = 1 + group.case.policy.qty_tol_pct / HUNDRED
    facts: Facts = {
        "before": group.billed.quantity,
        "this": quantity,
        "cumulative": cumulative,
        "unit": group.line.unit or "",
    }
    facts |= {"tolerance": group.case.policy.qty_tol_pct, "limit_source": group.case.policy.source_of("qty_tol_pct")}
    ordered = group.line.qty
    if ordered is not None and cumulative > ordered * slack:
        risk = min(cumulative - ordered * slack, quantity) * group.line.unit_price
        seen.append(group.saw("QTY_OVER_ORDERED", risk, ordered=ordered, limit=ordered * slack, **facts))
    elif group.three_way and (group.line.kind != RATE or group.accepted.recorded):
        limit = group.accepted.quantity * slack
        if cumulative > limit:
            risk = min(cumulative - limit, quantity) * group.line.unit_price
            seen.append(group.saw("QTY_OVER_ACCEPTED", risk, accepted=group.accepted.quantity, limit=limit, **facts))
    return tuple(seen)


def judge_rate(group: Group) -> tuple[Observation, ...]:
    """A rate agreed in the contract: the price is compared, the quantity is open up to a ceiling."""
    seen = list(judge_counted(group))
    ceiling, net = group.line.cap_amount, group.net
    if ceiling is not None and net is not None and net > 0 and group.billed.amount + net > ceiling + group.tolerance:
        seen.append(_overbilled(group, net, ceiling))
    return tuple(seen)


def _comparable(group: Group) -> tuple[list[Assignment], list[Observation]]:
    """The lines whose unit can be brought to the order line's, and UNIT_MISMATCH for the others."""
    comparable, seen = [], []
    for member in group.members:
        if unit_factor(member.line.unit, group.line) is None:
            net = member.net
            facts: Facts = {"invoice_unit": member.line.unit, "order_unit": group.line.unit}
            seen.append(group.saw("UNIT_MISMATCH", net, member, **facts))
        else:
            comparable.append(member)
    return comparable, seen


def _quantity(member: Assignment, line: OrderLine) -> Decimal:
    """The quantity in the order line's unit; where none is printed, as much as the amount buys."""
    factor = unit_factor(member.line.unit, line) or Decimal(1)
    if member.line.quantity is not None:
        return member.line.quantity * factor
    return member.net / line.unit_price if member.net is not None and line.unit_price else ZERO


def _judge_prices(group: Group, members: list[Assignment]) -> list[Observation]:
    """PRICE_OVER, PRICE_WITHIN_TOLERANCE and PRICE_UNDER per line, and PRICE_OVER for all lines taken together.

    Together, because a dearer price cut into many lines would otherwise pass the absolute limit once per line.
    """
    seen: list[Observation] = []
    total_over, total_agreed = ZERO, ZERO
    for member in members:
        over, agreed = _price_over(member, group.line)
        if over is None:
            continue
        total_over += max(over, ZERO)
        total_agreed += agreed
        seen += _judge_price(group, over, agreed, member)
    if len(members) > 1 and not any(observation.code == "PRICE_OVER" for observation in seen):
        together = _judge_price(group, total_over, total_agreed, None)
        seen += [observation for observation in together if observation.code == "PRICE_OVER"]
    return seen


def _price_over(member: Assignment, line: OrderLine) -> tuple[Decimal | None, Decimal]:
    """By how much the line costs more than agreed (negative: less), and the agreed amount; None when not comparable.

    over = (unit price × rate ÷ base quantity − agreed price) × quantity − line allowance.
    """
    rate, quantity = member.rate, _quantity(member, line)
    if rate is None or member.line.quantity is None or quantity <= 0:
        return None, ZERO
    agreed = line.unit_price * quantity
    if member.line.unit_price is None:
        return member.line.net * rate - agreed, agreed
    billed = member.line.unit_price * rate / member.line.base_qty * member.line.quantity
    return billed - agreed - (member.line.allowance - member.line.charge) * rate, agreed


def _judge_price(group: Group, over: Decimal, agreed: Decimal, member: Assignment | None) -> list[Observation]:
    policy = group.case.policy
    limit = min(policy.price_tol_pct / HUNDRED * agreed, policy.price_tol_abs)
    facts: Facts = {
        "over": over,
        "agreed": agreed,
        "billed": agreed + over,
        "limit": limit,
        "percent": policy.price_tol_pct,
        "absolute": policy.price_tol_abs,
        "limit_source": policy.source_of("price_tol_pct"),
    }
    if over > limit:
        return [group.saw("PRICE_OVER", over, member, **facts)]
    if over > 0:
        return [group.saw("PRICE_WITHIN_TOLERANCE", over, member, **facts)]
    if -over > NOTABLY_UNDER * agreed:
        return [group.saw("PRICE_UNDER", ZERO, member, **facts)]
    return []


def judge_value(group: Group) -> tuple[Observation, ...]:
    """A milestone, deposit or dated payment: value V, billed B, this n, accepted A (section 4, Milestone)."""
    value, net = group.line.value, group.net
    before, tolerance = group.billed.amount, group.tolerance
    accepted_share = _accepted_share(group)
    seen: list[Observation] = []
    if value is not None and net is not None and net > 0:
        if before > 0 and value - before <= tolerance:
            seen.append(group.saw("MILESTONE_ALREADY_BILLED", net, before=before, this=net, value=value))
        elif before + net > value + tolerance:
            seen.append(_overbilled(group, net, value))
    if not group.three_way or (net is not None and net <= 0):
        return tuple(seen)
    if accepted_share == 0:
        seen.append(group.saw("MILESTONE_NOT_ACCEPTED", net, this=net or ZERO))
    elif value is not None and net is not None:
        accepted = value * accepted_share
        if accepted + tolerance < before + net <= value + tolerance:
            facts: Facts = {"before": before, "this": net, "accepted": accepted, "percent": accepted_share * HUNDRED}
            risk = min(before + net - accepted, net)
            seen.append(group.saw("MILESTONE_OVERBILLED", risk, cumulative=before + net, value=value, **facts))
    return tuple(seen)


def _accepted_share(group: Group) -> Decimal:
    """The accepted share of the value. A payment due on a day needs no acceptance: the day accepts it."""
    due = group.line.due_on
    if not group.accepted.recorded and due is not None and group.case.today >= due:
        return Decimal(1)
    return group.accepted.share


def _overbilled(group: Group, net: Decimal, value: Decimal) -> Observation:
    before = group.billed.amount
    facts: Facts = {"before": before, "this": net, "cumulative": before + net, "value": value}
    return group.saw("PO_OVERBILLED", min(before + net - value, net), **facts)


def judge_recurring(group: Group) -> tuple[Observation, ...]:
    """A periodic fee: each period is billed once and at its price, and only as many periods as were ordered."""
    seen: list[Observation] = []
    periods = dict(group.billed.periods)
    # The largest first, so that the order in which the vendor wrote the lines changes nothing.
    for member in sorted(group.members, key=lambda member: member.net or ZERO, reverse=True):
        net = member.net
        if net is None or net <= 0:
            continue
        named = _named_periods(group, member)
        seen += _judge_periods(group, member, net, named, periods)
        for occurrence in named:
            periods[occurrence] = periods.get(occurrence, ZERO) + net / len(named)
    stopped = any(observation.code != "PRICE_WITHIN_TOLERANCE" for observation in seen)
    value, net = group.line.value, group.net
    if net is None or net <= 0 or stopped:
        return tuple(seen)
    before = group.billed.amount
    slack = group.tolerance + _fee_limit(group, net)
    if value is not None and before + net > value + slack:
        seen.append(_overbilled(group, net, value))
    elif group.three_way and group.accepted.recorded and value is not None:
        accepted = value * group.accepted.share
        if accepted == 0:
            seen.append(group.saw("MILESTONE_NOT_ACCEPTED", net, this=net))
        elif before + net > accepted + slack:
            facts: Facts = {
                "before": before,
                "this": net,
                "accepted": accepted,
                "percent": group.accepted.share * HUNDRED,
            }
            risk = min(before + net - accepted, net)
            seen.append(group.saw("MILESTONE_OVERBILLED", risk, cumulative=before + net, value=value, **facts))
    return tuple(seen)


def _named_periods(group: Group, member: Assignment) -> tuple[int, ...]:
    text = member.line.period or member.line.description
    return tuple(sorted(occurrences_named(group.line, text, group.case.invoice.issue_date) or ()))


def _fee_limit(group: Group, agreed: Decimal) -> Decimal:
    policy = group.case.policy
    return min(policy.price_tol_pct / HUNDRED * agreed, policy.price_tol_abs)


def _judge_periods(
    group: Group, member: Assignment, net: Decimal, named: tuple[int, ...], periods: dict[int, Decimal]
) -> list[Observation]:
    """One line of a periodic fee. Without a named period only price and, later, the sum can be compared."""
    fee = group.line.unit_price * (group.line.qty if group.line.qty is not None else 1)
    if fee <= 0:
        return []
    count = group.line.occurrences
    outside = [p for p in named if p < 0 or (count is not None and p >= count)]
    if outside:
        total = fee * count if count is not None else ZERO
        facts: Facts = {
            "before": group.billed.amount,
            "this": net,
            "cumulative": group.billed.amount + net,
            "value": total,
        }
        return [group.saw("PO_OVERBILLED", net * len(outside) / len(named), member, **facts)]
    billed = [p for p in named if periods.get(p, ZERO) > 0 and fee - periods[p] <= group.tolerance]
    if billed:
        before = sum((periods[p] for p in billed), ZERO)
        facts = {"before": before, "this": net, "value": fee * len(billed)}
        return [group.saw("MILESTONE_ALREADY_BILLED", net * len(billed) / len(named), member, **facts)]
    if named and _far_ahead(group, named[0]):
        return [group.saw("MILESTONE_NOT_ACCEPTED", net, member, this=net)]
    whole = len(named) or max(1, int((net + _fee_limit(group, net)) / fee))
    before = sum((periods.get(p, ZERO) for p in named), ZERO)
    over = before + net - fee * whole
    return [o for o in _judge_price(group, over, fee * whole, member) if o.code != "PRICE_UNDER"]


def _far_ahead(group: Group, occurrence: int) -> bool:
    """Whether a period begins more than one period after the invoice: a fee in advance is billed once, not for years."""
    length, start, issued = MONTHS_IN.get(group.line.period or ""), group.line.starts_on, group.case.invoice.issue_date
    if length is None or start is None or issued is None or group.accepted.recorded:
        return False
    return month_number(start) + occurrence * length > month_number(issued) + length


def judge_ceilings(case: Case, groups: tuple[Group, ...], found: Iterable[Observation]) -> tuple[Observation, ...]:
    """PO_OVERBILLED when an order's ceiling is crossed by all its lines together and no line says so already."""
    flagged = {str(o.facts.get("order")) for o in found if o.code == "PO_OVERBILLED"}
    seen = []
    for order in {group.order.number: group.order for group in groups}.values():
        nets = [group.net for group in groups if group.order.number == order.number]
        if order.cap is None or order.number in flagged or any(net is None for net in nets):
            continue
        this, before = sum((net for net in nets if net is not None), ZERO), billed_on_order(case, order)
        if this > 0 and before + this > order.cap + scaled(case.policy.arith_tol, order.currency):
            facts: Facts = {"order": order.number, "order_line": "all lines", "description": "the order's ceiling"}
            sums: Facts = {"before": before, "this": this, "cumulative": before + this, "value": order.cap}
            risk = min(before + this - order.cap, this)
            facts_all = {**facts, **sums, "currency": order.currency, "documents": ()}
            seen.append(Observation("PO_OVERBILLED", facts_all, at_risk=risk))
    return tuple(seen)


def judge_unmatched(case: Case, assignments: tuple[Assignment, ...]) -> tuple[Observation, ...]:
    """LINE_UNMATCHED for lines on no order line; carriage within its limit is CHARGE_ACCEPTED, above UNPLANNED_CHARGE.

    Charges on the document count with the carriage lines: they are paid as well.
    """
    seen = []
    for assigned in assignments:
        alone = assigned.order is not None and assigned.order_line is None
        if alone and assigned.how == "none" and assigned.line.net != 0:
            facts: Facts = {"description": assigned.line.description, "net": assigned.line.net}
            facts |= {"currency": case.invoice.currency, "order": assigned.order.number if assigned.order else ""}
            risk = max(assigned.net or assigned.line.net, ZERO)
            seen.append(Observation("LINE_UNMATCHED", facts, line=assigned.number, at_risk=risk))
    carriage = [a for a in assignments if a.is_charge and a.order is not None]
    rate = next((a.rate for a in assignments if a.order is not None), None)
    on_document = max(case.invoice.charge_total - case.invoice.allowance_total, ZERO) if rate is not None else ZERO
    amount = sum((a.net or ZERO for a in carriage), ZERO) + on_document * (rate or ZERO)
    if amount <= 0:
        return tuple(seen)
    limit = case.policy.unplanned_charge_abs
    order = next((a.order for a in assignments if a.order is not None), None)
    facts = {"amount": amount, "limit": limit, "limit_source": case.policy.source_of("unplanned_charge_abs")}
    facts |= {"currency": order.currency if order else case.invoice.currency}
    code = "CHARGE_ACCEPTED" if amount <= limit else "UNPLANNED_CHARGE"
    seen.append(Observation(code, facts, line=carriage[-1].number if carriage else None, at_risk=amount))
    return tuple(seen)
