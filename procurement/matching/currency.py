"""Precision of currencies and the rate between two of them (sections 9 and 10)."""

from decimal import ROUND_HALF_UP, Context, Decimal

from babel.core import get_global

from procurement.matching.case import Case
from procurement.matching.model import OrderFacts
from procurement.matching.verdict import Facts, Observation

CENT = Decimal("0.01")
# A quantity times a price may have more digits than the default 28 that arithmetic keeps.
WIDE = Context(prec=60)


def minor_unit(currency: str) -> Decimal:
    """The smallest amount of a currency: 0.01 for EUR, 1 for JPY, 0.001 for KWD; 0.01 for one that is not known."""
    fractions = get_global("currency_fractions")
    digits = fractions.get(currency.upper(), fractions["DEFAULT"])[0]
    return Decimal(1).scaleb(-digits)


def rounded(amount: Decimal, currency: str) -> Decimal:
    """An amount rounded half up to the currency's minor unit."""
    return amount.quantize(minor_unit(currency), rounding=ROUND_HALF_UP, context=WIDE)


def scaled(tolerance: Decimal, currency: str) -> Decimal:
    """A tolerance that is written in cents, in the minor units of `currency`: 0.01 EUR is 1 JPY."""
    return tolerance / CENT * minor_unit(currency)


def rate_between(case: Case, source: str, target: str) -> Decimal | None:
    """How many `target` one `source` is on the day; the inverse of a stored rate serves too; None when none is kept."""
    if source == target:
        return Decimal(1)
    direct = case.rates.get(source + target)
    if direct is not None:
        return direct
    inverse = case.rates.get(target + source)
    return None if not inverse else 1 / inverse


def check_currency(case: Case, order: OrderFacts) -> tuple[Decimal | None, tuple[Observation, ...]]:
    """The rate from the invoice's to the order's currency, None when they cannot be compared, and what is wrong."""
    invoice = case.invoice
    if invoice.currency == order.currency:
        return Decimal(1), ()
    allowed = case.contract.allowed_currencies if case.contract else ()
    pair: Facts = {"invoice_currency": invoice.currency, "order_currency": order.currency, "order": order.number}
    if invoice.currency not in allowed:
        facts: Facts = {**pair, "allowed": ", ".join(allowed) or "no other currency"}
        return None, (Observation("CURRENCY_MISMATCH", facts, at_risk=None),)
    rate = rate_between(case, invoice.currency, order.currency)
    if rate is None:
        return None, (Observation("FX_RATE_MISSING", {**pair, "date": invoice.issue_date or case.today}),)
    if invoice.fx_rate is not None:
        off = abs(invoice.fx_rate - rate) / rate * 100
        if off > case.policy.fx_tol_pct:
            risk = rounded(abs(invoice.fx_rate - rate) * invoice.net, order.currency)
            facts = {
                **pair,
                "stated": invoice.fx_rate,
                "stored": rate,
                "off": off,
                "limit": case.policy.fx_tol_pct,
            }
            facts["limit_source"] = case.policy.source_of("fx_tol_pct")
            return rate, (Observation("FX_RATE_OUT_OF_RANGE", facts, at_risk=risk),)
    return rate, ()
