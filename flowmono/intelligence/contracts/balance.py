"""What is left of a price: "EUR 10,000 on signature and the balance on 30 June". Its amount is reckoned, so a person is always asked."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from flowmono.intelligence.contracts.calendar import Calendar
from flowmono.intelligence.contracts.dues import find_due, kind_of
from flowmono.intelligence.contracts.findings import Finding, TotalFound
from flowmono.intelligence.contracts.money import MoneyMention, find_money
from flowmono.intelligence.contracts.places import Place
from flowmono.intelligence.contracts.source import Source

RECKONED = Decimal("0.5")
_BALANCE = re.compile(
    r"\b(?:the (?:\w+ )?(?:balance|remainder|rest)|the (?:remaining|outstanding) (?:amount|sum|part|fees?|price)|der restbetrag|die restzahlung|der rest"
    r"|el resto|el saldo|le solde|le reste)\b(?P<after>[^.;\n]{4,140})",
    re.IGNORECASE,
)
# The balance of something else: of a term, of a claim that is overdue, of what was not paid in time.
_OTHER = re.compile(
    r"^\s*(?:of (?:the|this|its|such) (?:\w+ )?(?:agreement|contract|term|period|invoice|account|section|clause|year|month|services)|due (?:under|from)|owed)"
    r"|\b(?:overdue|late|interest|refund\w*|terminat\w*|breach|default|if|provisions?|remains? in)\b",
    re.IGNORECASE,
)
_PAID = re.compile(
    r"\b(?:pay\w*|paid|due|fee|price|of which|instal\w*|zahl\w*|fällig|pag\w+|pay[ée]\w*)\b", re.IGNORECASE
)


def with_balance(source: Source, items: list[Finding], total: TotalFound | None, calendar: Calendar) -> list[Finding]:
    """The items with what the text calls the balance, where they come to less than a fixed price. That they then add up proves nothing."""
    left = _left(items, total)
    if total is None or left is None:
        return items
    for match in _BALANCE.finditer(source.flat):
        start, end = source.sentence_at(match.start())
        after = match["after"]
        due = find_due(after, calendar)
        if due is None or find_money(after) or _OTHER.search(after) or not _PAID.search(source.flat[start:end]):
            continue
        item = Finding(
            "Balance", kind_of(due.due, after), match.start(), match.end(), left, None, total.currency, due.due, confidence=RECKONED
        )  # fmt: skip
        return [*(_own_due(source, one, item, calendar) for one in items), item]
    return items


_IN_PARTS = re.compile(
    r"[\s)]*(?:is |are |shall be |to be )?(?:due and )?(?:payable|paid|of which|as follows|in two)\b[^$€£]{0,40}",
    re.IGNORECASE,
)


def said_in_parts(after: str) -> bool:
    """Whether the words behind a sum begin to say its parts: "payable as follows:"."""
    return bool(
        re.match(
            r"[\s)]*(?:is |are |shall be |to be )?(?:due and )?(?:payable |paid )?as follows\b", after, re.IGNORECASE
        )
    )


def rest_of_parts(whole: MoneyMention, place: Place, part: Finding, calendar: Calendar) -> list[Finding]:
    """What "$2,500,000 payable as follows: $2,000,000 on 30 September and the balance within sixty days" leaves, as an item of its own."""
    left = whole.amount - place.mention.amount
    match = _BALANCE.search(place.after)
    if left <= 0 or part.kind in ("recurring", "unit_price") or match is None or not _IN_PARTS.fullmatch(place.before):
        return []
    due = find_due(match["after"], calendar)
    if due is None or _OTHER.search(match["after"]):
        return []
    start = place.mention.end + match.start()
    return [
        Finding(
            "Balance", kind_of(due.due, match["after"]), start, place.mention.end + match.end(), left, None, place.mention.currency, due.due,
            confidence=RECKONED, reckoned=True,
        )
    ]  # fmt: skip


def _left(items: Sequence[Finding], total: TotalFound | None) -> Decimal | None:
    """What the single payments leave of a fixed price; None where that cannot be said, or is nothing."""
    if total is None or total.moved or total.kind != "fixed":
        return None
    firm = [item for item in items if not item.optional and item.kind != "unit_price"]
    if not firm or any(item.payable is None or item.kind in {"recurring", "retention"} for item in firm):
        return None
    left = total.amount - sum((item.payable or Decimal(0) for item in firm), Decimal(0))
    return left if left > 0 else None


def _own_due(source: Source, item: Finding, balance: Finding, calendar: Calendar) -> Finding:
    """A payment of the same sentence is due when the words before the balance say, not when those behind it do."""
    same = source.sentence_at(item.start) == source.sentence_at(balance.start)
    if not same or item.start > balance.start or item.due != balance.due:
        return item
    own = find_due(source.flat[item.end : balance.start], calendar) or find_due(
        source.flat[item.start : balance.start], calendar
    )
    if own is None:
        return replace(item, due=None, confidence=min(item.confidence, RECKONED))
    words = source.flat[item.start : balance.start]
    return replace(item, description=own.due.value or item.description, due=own.due, kind=kind_of(own.due, words))
