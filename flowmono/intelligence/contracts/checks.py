"""Sums done over what was read: shares against a hundred, parts against the total, shares against amounts."""

from collections.abc import Sequence
from decimal import Decimal

from flowmono.intelligence.contracts.findings import Finding, TotalFound
from flowmono.intelligence.contracts.totals import schedule_sums
from flowmono.intelligence.reader import Check

_CENT = Decimal("0.01")


def check_sums(items: Sequence[Finding], total: TotalFound | None, adds_up: bool) -> tuple[Check, ...]:
    """Every sum that the reading allows, each with whether it agrees and a sentence that says so."""
    checks: list[Check] = []
    shares = [item.percent for item in items if item.percent is not None and item.percent_base is None]
    if len(shares) > 1:
        whole = sum(shares, Decimal(0))
        checks.append(Check("shares", whole == 100, f"The percentages add up to {whole} %."))
    computed = [
        item for item in items if item.percent is not None and item.percent_base is None and item.amount is None
    ]
    if total is not None and computed:
        checks.append(_computed_amounts(computed, total))
    if total is not None and total.kind != "minimum":
        checks += _against_total(items, total, adds_up)
    return tuple(checks)


def _computed_amounts(items: Sequence[Finding], total: TotalFound) -> Check:
    """Says which amounts the text does not state: they are computed from the percentage and the total, to the cent."""
    said = "; ".join(
        f"{item.percent} % of {total.amount:f} is {(total.amount * (item.percent or 0) / 100).quantize(_CENT):f} ({item.description})"
        for item in items
    )
    return Check("computed_amounts", True, f"The text gives only percentages, the amounts are computed: {said}.")


def _against_total(items: Sequence[Finding], total: TotalFound, adds_up: bool) -> list[Check]:
    checks: list[Check] = []
    wrong = [
        item
        for item in items
        if item.percent is not None
        and item.amount is not None
        and item.percent_base is None
        and abs(total.amount * item.percent / 100 - item.amount) > _CENT
    ]
    compared = [item for item in items if item.percent is not None and item.amount is not None]
    if compared:
        said = "; ".join(
            f"{item.percent} % of {total.amount} is {total.amount * (item.percent or 0) / 100:f}, the text says {item.amount}"
            for item in wrong
        )
        checks.append(Check("shares_and_amounts", not wrong, said or "Every percentage agrees with its amount."))
    sums = sorted(schedule_sums(items))
    whole = total.scheduled
    if sums and whole is not None:
        within = total.kind == "cap" and sums[0] <= whole
        listed = " or ".join(f"{amount:f}" for amount in sums)
        verdict = "as the contract says" if adds_up or whole in sums else f"the contract says {whole:f}"
        checks.append(
            Check(
                "parts_and_total",
                adds_up or within or whole in sums,
                f"The schedule adds up to {listed}; {verdict}.",
            )
        )
    return checks
