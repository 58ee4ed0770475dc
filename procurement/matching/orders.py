"""Which orders the invoice bills, whether they may be billed, and what to propose when it names none (section 5)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext

from procurement.matching.billing import billable_at_once, open_amount
from procurement.matching.case import Case
from procurement.matching.currency import rate_between, rounded, scaled
from procurement.matching.model import RATE, ZERO, InvoiceFacts, OrderFacts, Vendor
from procurement.matching.references import names_order, order_key, same_number, same_order, similarity
from procurement.matching.verdict import Facts, Observation

OPEN_STATES = frozenset({"approved", "open", "sent", "confirmed", "acknowledged", "active"})
CLOSED_STATES = frozenset({"closed", "completed", "done"})
CANCELLED_STATES = frozenset({"cancelled", "canceled", "void", "voided"})
DESCRIBED_LIKENESS = 0.6


@dataclass(frozen=True)
class BilledOrders:
    """The orders that the invoice bills: `header` for lines that name none, `by_line` for those that do.

    `proposed` is an order that a clerk may confirm; nothing is decided on it.
    """

    header: OrderFacts | None
    by_line: Mapping[int, OrderFacts] = field(default_factory=dict)
    proposed: OrderFacts | None = None
    observations: tuple[Observation, ...] = ()

    def of(self, number: int) -> OrderFacts | None:
        """The order that invoice line `number` bills."""
        return self.by_line.get(number, self.header)

    @property
    def all(self) -> tuple[OrderFacts, ...]:
        """Every order billed, each once, the header's first."""
        named = ([self.header] if self.header else []) + list(self.by_line.values())
        return tuple({order.number: order for order in named}.values())


def resolve_orders(case: Case, vendor: Vendor | None) -> BilledOrders:
    """Find the orders by their numbers. A line's own reference wins over the header's.

    Where no order is given as such, the vendor's one order whose number stands anywhere on the invoice is meant.
    """
    invoice = case.invoice
    printed = printed_orders(invoice, case.orders, vendor)
    named = invoice.confirmed_order or invoice.order_ref or _order_of_preceding(case)
    named = named or (printed[0].number if len(printed) == 1 else None)
    header = find_order(case.orders, named, vendor) if named else None
    by_line: dict[int, OrderFacts] = {}
    seen: list[Observation] = []
    undecided = not invoice.lines
    for number, line in invoice.priced_lines:
        order = find_order(case.orders, line.order_ref, vendor) if line.order_ref else None
        if order is not None:
            by_line[number] = order
        elif line.order_ref and not same_order(line.order_ref, named):
            seen.append(Observation("PO_NOT_FOUND", {"reference": line.order_ref}, line=number, at_risk=line.net))
        else:
            undecided = True
    # An order whose every line went elsewhere is not billed by this invoice.
    header = header if undecided else None
    if undecided and header is None and named:
        seen.append(Observation("PO_NOT_FOUND", {"reference": named}, at_risk=invoice.net))
    elif undecided and header is None and len(printed) > 1 and not invoice.is_credit:
        several = ", ".join(order.number for order in printed)
        told: Facts = {"orders": several, "amount": invoice.net, "currency": invoice.currency}
        seen.append(Observation("PO_AMBIGUOUS", told, at_risk=invoice.net))
    elif undecided and header is None and not invoice.is_credit:
        seen.append(Observation("PO_MISSING", {"vendor": vendor.name if vendor else "unknown"}, at_risk=invoice.net))
    proposed = None
    if undecided and header is None and vendor is not None and not invoice.is_credit:
        proposed, notes = propose_order(case, vendor, ambiguity_counts=not named and len(printed) < 2)
        seen.extend(notes)
    return BilledOrders(header, by_line, proposed, tuple(seen))


def printed_orders(
    invoice: InvoiceFacts, orders: tuple[OrderFacts, ...], vendor: Vendor | None
) -> tuple[OrderFacts, ...]:
    """The vendor's orders whose numbers are printed on the invoice; another vendor's mean nothing there."""
    owned = (order for order in orders if vendor is not None and order.vendor == vendor.id)
    return tuple(order for order in owned if order.number in invoice.printed_orders)


def find_order(orders: tuple[OrderFacts, ...], reference: str | None, vendor: Vendor | None) -> OrderFacts | None:
    """The order that a reference names; where two vendors' orders share a number, this vendor's.

    A reference may say more than the number ("our order PO-2026-0042 of 10 January"): the vendor's one order whose
    number stands in it is meant.
    """
    if not reference:
        return None
    found = [order for order in orders if order_key(order.number) == order_key(reference)]
    own = [order for order in found if vendor is not None and order.vendor == vendor.id]
    if own or found:
        return (own or found)[0]
    within = [o for o in orders if vendor is not None and o.vendor == vendor.id and names_order(reference, o.number)]
    return within[0] if len(within) == 1 else None


def _order_of_preceding(case: Case) -> str | None:
    invoice = case.invoice
    if not invoice.is_credit or not invoice.preceding_invoice:
        return None
    wanted = invoice.preceding_invoice
    found = (e for e in case.history if e.alive and not e.is_credit and same_number(e.number, wanted))
    return next((entry.order for entry in found), None)


def propose_order(
    case: Case, vendor: Vendor, *, ambiguity_counts: bool
) -> tuple[OrderFacts | None, tuple[Observation, ...]]:
    """The one open order of the vendor that fits, or PO_AMBIGUOUS when the amounts fit several.

    Exact open amounts come first; where none fits, the only open order, else the only one whose lines are described
    like the invoice's. A proposal is never decided on: a clerk confirms it.
    """
    candidates = [o for o in case.orders if o.vendor == vendor.id and o.status.lower() in OPEN_STATES]
    printed = [order for order in printed_orders(case.invoice, case.orders, vendor) if order in candidates]
    if len(printed) == 1:
        why = gettext("its number stands elsewhere on the invoice")
        return printed[0], (Observation("PO_PROPOSED", {"order": printed[0].number, "why": why}),)
    candidates = printed or candidates
    fitting = {order.number: how for order in candidates if (how := _how_amounts_fit(case, order))}
    exact = [order for order in candidates if order.number in fitting]
    if len(exact) > 1:
        narrowed = _described_alike(case, exact)
        facts: Facts = {"orders": ", ".join(order.number for order in exact), "amount": case.invoice.net}
        facts["currency"] = case.invoice.currency
        if ambiguity_counts:
            return None, (Observation("PO_AMBIGUOUS", facts, at_risk=case.invoice.net),)
        exact = narrowed
    why = fitting[exact[0].number] if exact else ""
    if len(fitting) > 1:
        why = gettext("the amount fits several orders, and its lines are described like the invoice's")
    if not exact:
        exact, why = (candidates, gettext("it is the vendor's only open order")) if len(candidates) == 1 else ([], "")
        if not exact and (exact := _described_alike(case, candidates)):
            why = gettext("its lines are described like the invoice's")
    if len(exact) != 1:
        return None, ()
    return exact[0], (Observation("PO_PROPOSED", {"order": exact[0].number, "why": why}),)


def _how_amounts_fit(case: Case, order: OrderFacts) -> str:
    """In words, which open amounts the invoice's are: all that is open, one line's, or each line's one; "" for none."""
    rate = rate_between(case, case.invoice.currency, order.currency)
    if rate is None:
        return ""
    amounts = [a for line in order.lines if (a := billable_at_once(case, order, line)) is not None and a > 0]
    tolerance = ZERO if rate == 1 else scaled(case.policy.arith_tol, order.currency)
    nets = [line.net for _, line in case.invoice.priced_lines]
    open_amounts = [open_amount(case, order, line) or ZERO for line in order.lines if line.kind != RATE]

    def fits(net: Decimal, among: list[Decimal]) -> bool:
        return any(abs(_converted(net, rate, order.currency) - amount) <= tolerance for amount in among)

    if fits(case.invoice.net, [sum(open_amounts, ZERO)]):
        return gettext("what is open on it is the invoice's net amount")
    if fits(case.invoice.net, amounts):
        return gettext("the invoice's net amount is what is open on one of its lines")
    if nets and all(fits(net, amounts) for net in nets):
        return gettext("each line of the invoice has the amount that is open on one of its lines")
    return ""


def _converted(amount: Decimal, rate: Decimal, currency: str) -> Decimal:
    return amount if rate == 1 else rounded(amount * rate, currency)


def _described_alike(case: Case, orders: list[OrderFacts]) -> list[OrderFacts]:
    """The order with the most invoice lines described alike; none when two have as many."""
    scores = {
        order.number: sum(
            any(similarity(line.description, known.description) >= DESCRIBED_LIKENESS for known in order.lines)
            for _, line in case.invoice.priced_lines
        )
        for order in orders
    }
    best = max(scores.values(), default=0)
    leaders = [order for order in orders if best and scores[order.number] == best]
    return leaders if len(leaders) == 1 else []


def check_orders(case: Case, orders: BilledOrders, vendor: Vendor | None) -> tuple[Observation, ...]:
    """Whether each order is this vendor's and may be billed.

    A credit note is let through whatever the state of its order: it gives back what the order was billed.
    """
    invoice = case.invoice
    seen: list[Observation] = []
    for order in orders.all:
        facts: Facts = {"order": order.number, "status": order.status}
        if vendor is not None and order.vendor != vendor.id:
            owner = next((v.name for v in case.vendors if v.id == order.vendor), "another vendor")
            parties: Facts = {"order": order.number, "vendor": vendor.name, "order_vendor": owner}
            seen.append(Observation("VENDOR_MISMATCH", parties, at_risk=invoice.net))
        if invoice.is_credit or order.status.lower() in OPEN_STATES:
            continue
        seen.append(Observation(_code_of_state(order.status.lower()), facts, at_risk=invoice.net))
    return tuple(seen)


def _code_of_state(status: str) -> str:
    if status in CANCELLED_STATES:
        return "PO_CANCELLED"
    return "PO_CLOSED" if status in CLOSED_STATES else "PO_NOT_APPROVED"
