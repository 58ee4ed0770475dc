"""Gaps and overlaps of approval rules in words, for whoever changes them."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from django.conf import settings
from django.utils.translation import gettext as _

from flowmono.approvals.covering import Gap, Overlap, gaps, opened, overlaps
from flowmono.approvals.models import Kind
from flowmono.approvals.routing import Band
from flowmono.common.templatetags.writing import say_money


def say_holes(bands: Sequence[Band], names: Mapping[int, str], kinds: Iterable[str]) -> tuple[str, ...]:
    """A sentence for each gap and each overlap under these rules; `names` of the rules by their id."""
    said = []
    for kind in sorted(kinds):
        said += [_say_gap(gap) for gap in gaps(bands, kind)]
        said += [_say_overlap(found, names) for found in overlaps(bands, kind)]
    return tuple(said)


def say_opened(now: Sequence[Band], then: Sequence[Band], kinds: Iterable[str]) -> tuple[str, ...]:
    """A sentence for each gap that these rules would have and those of today have not."""
    return tuple(_say_gap(gap) for kind in sorted(kinds) for gap in opened(gaps(now, kind), gaps(then, kind)))


def _say_gap(gap: Gap) -> str:
    facts = {"cases": say_cases(gap.kind, gap.from_amount, gap.below_amount)}
    if not gap.unless:
        return _no_rule(gap.kind) % facts
    narrower = _("; ").join(_(" and ").join(_condition(*one) for one in way) for way in gap.unless)
    return _(
        "%(cases)s would have a rule only where a narrower one fits: %(narrower)s. All others would have none."
    ) % {
        **facts,
        "narrower": narrower,
    }


def _no_rule(kind: str) -> str:
    if kind == Kind.PAYMENT:
        return _("%(cases)s would have no rule: they could not be authorized.")
    return _("%(cases)s would have no rule: they could not be submitted.")


def _say_overlap(found: Overlap, names: Mapping[int, str]) -> str:
    return _(
        "%(cases)s could follow “%(taken)s” or “%(ignored)s”, which have one priority: the older, “%(taken)s”, would be taken."
    ) % {
        "cases": say_cases(found.kind, found.from_amount, found.below_amount),
        "taken": names.get(found.taken.id, ""),
        "ignored": names.get(found.ignored.id, ""),
    }


def say_cases(kind: str, from_amount: Decimal, below_amount: Decimal | None) -> str:
    """Contracts from €25,000.00 to below €50,000.00; Orders of any amount."""
    facts = {"kind": _plural(kind), "from": _money(from_amount), "below": _money(below_amount)}
    if not from_amount and below_amount is None:
        return _("%(kind)s of any amount") % facts
    if below_amount is None:
        return _("%(kind)s from %(from)s") % facts
    if not from_amount:
        return _("%(kind)s below %(below)s") % facts
    return _("%(kind)s from %(from)s to below %(below)s") % facts


def _money(amount: Decimal | None) -> str:
    return "" if amount is None else say_money(amount, settings.COMPANY_CURRENCY)


def _plural(kind: str) -> str:
    words = {
        Kind.CONTRACT: _("Contracts"),
        Kind.REQUISITION: _("Requisitions"),
        Kind.ORDER: _("Orders"),
        Kind.INVOICE: _("Invoices"),
        Kind.PAYMENT: _("Payments"),
        Kind.BANK_ACCOUNT: _("Bank accounts"),
    }
    return words[Kind(kind)]


def _condition(name: str, value: str) -> str:
    words = {
        "category": _("category %(value)s"),
        "department": _("department %(value)s"),
        "vendor_risk": _("vendors of %(value)s risk"),
    }
    return words[name] % {"value": value}
