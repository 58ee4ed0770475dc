"""Sums that a sentence moves: "the total fee is increased by EUR 14,000 to EUR 38,000". The difference is no total, nor is what was there before."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from flowmono.intelligence.contracts.findings import TotalFound
from flowmono.intelligence.contracts.money import MoneyMention
from flowmono.intelligence.contracts.source import Source

_MOVES = re.compile(r"\b(?:increas|rais|decreas|reduc|lower|chang|adjust|amend|revis)\w*\b", re.IGNORECASE)
_DOWN = re.compile(r"\b(?:decreas|reduc|lower)\w*\b", re.IGNORECASE)
# What earlier papers did is told, not done.
_TOLD = re.compile(
    r"\b(?:was|were|had been|has been|have been) (?:\w+ ){0,2}?(?:increas|rais|decreas|reduc|lower|chang|adjust|amend|revis)\w*",
    re.IGNORECASE,
)
_LEAD = r"\W{0,3}(?:(?:an?|the|its) )?(?:(?:new|additional|further|current|present|total|aggregate|fixed) ){0,2}(?:(?:amount|sum|total|fee|price) of )?\W{0,3}$"
_BY = re.compile(rf"\bby{_LEAD}", re.IGNORECASE)
_FROM = re.compile(rf"\b(?:from|instead of|in place of|in lieu of){_LEAD}", re.IGNORECASE)
_SWAPS = re.compile(
    r"\b(?:is|are|shall be)(?: hereby)?(?: deleted and)? (?:replaced|substituted) (?:by|with)\b", re.IGNORECASE
)
_TO = re.compile(rf"\bto{_LEAD}", re.IGNORECASE)
_WHOLE = re.compile(
    r"\b(?:total|aggregate|overall|contract (?:price|value|sum|amount)|agreement value|order value|fixed (?:fee|price)|budget"
    r"|maximum|not[- ]to[- ]exceed|cap|ceiling)\b",
    re.IGNORECASE,
)
_CEILING = re.compile(r"\b(?:maximum|not[- ]to[- ]exceed|cap|ceiling)\b", re.IGNORECASE)
_RATE = re.compile(
    r"\b(?:rates?|per (?:hour|day|month|year|unit|user|piece)|hourly|daily|monthly|annual|yearly|liability)\b",
    re.IGNORECASE,
)
_AMENDMENT = re.compile(
    r"\b(?:amendment|addendum|change order|variation agreement|supplement(?:al|ary)? agreement)\b", re.IGNORECASE
)
_HEAD = 600


@dataclass(frozen=True)
class Moved:
    """What sentences move: `parts` are differences and sums of before, `totals` what an amendment states as the new whole.

    gone: those of the parts that were a whole before. moves: an amendment moves the whole, whether or not it states what comes out.
    """

    parts: tuple[MoneyMention, ...] = ()
    totals: tuple[TotalFound, ...] = ()
    gone: tuple[MoneyMention, ...] = ()
    moves: bool = False


def find_moved(source: Source, money: Sequence[MoneyMention]) -> Moved:
    """The sums of the sentences that raise or lower something."""
    sentences: dict[tuple[int, int], list[MoneyMention]] = {}
    for mention in money:
        sentences.setdefault(source.sentence_at(mention.start), []).append(mention)
    amends = _AMENDMENT.search(source.flat[:_HEAD]) is not None
    parts: list[MoneyMention] = []
    totals: list[TotalFound] = []
    gone: list[MoneyMention] = []
    moves = False
    for (start, end), mentions in sentences.items():
        words = source.flat[start:end]
        subject = source.flat[start : mentions[0].start]
        step, before, new = _roles(source, start, words, mentions)
        if step is None and before is None and (new is None or not amends):
            continue
        parts += [one for one in (step, before) if one is not None]
        if not amends or _TOLD.search(words) or not _WHOLE.search(subject) or _RATE.search(subject):
            continue
        moves = True
        gone += [before] if before is not None else []
        if new is not None:
            totals.append(_new_whole(words, start, step, before, new))
    return Moved(tuple(parts), tuple(totals), tuple(gone), moves)


def _roles(
    source: Source, start: int, words: str, mentions: Sequence[MoneyMention]
) -> tuple[MoneyMention | None, MoneyMention | None, MoneyMention | None]:
    """What the amounts of a sentence are to one another: the difference, what was there before, and what comes out."""
    swap = _SWAPS.search(words)
    if swap is not None and len(mentions) > 1:
        old = [one for one in mentions if one.start < start + swap.start()]
        new = [one for one in mentions if one.start >= start + swap.end()]
        return (None, old[-1], new[0]) if old and new else (None, None, None)
    leads = [(one, source.flat[max(start, one.start - 60) : one.start]) for one in mentions]
    before = next((one for one, lead in leads if _FROM.search(lead)), None)
    if not _MOVES.search(words) and not (before is not None and re.search(r"\bnew\b", words, re.IGNORECASE)):
        return None, None, None
    step = next((one for one, lead in leads if _BY.search(lead)), None)
    new_one = next((one for one, lead in leads if _TO.search(lead)), None)
    if new_one is None and before is not None and re.search(r"\bnew\b", words[: before.start - start], re.IGNORECASE):
        new_one = next((one for one in mentions if one.start < before.start), None)
    return step, before, new_one


def _new_whole(
    words: str, start: int, step: MoneyMention | None, before: MoneyMention | None, new: MoneyMention
) -> TotalFound:
    """What the whole comes to from now on, with what it is more than before: nothing where it is less, None where that is not said."""
    more = step.amount if step is not None else new.amount - before.amount if before is not None else None
    added = Decimal(0) if _DOWN.search(words) else None if more is None else max(more, Decimal(0))
    kind = "cap" if _CEILING.search(words) else "fixed"
    return TotalFound(
        new.amount, new.currency, kind, max(start, new.end - 300), new.end, 9, new.sure, added=added, moved=True
    )
