"""Which currency a contract pays in."""

import re
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from flowmono.intelligence.contracts.money import MoneyMention
from flowmono.intelligence.contracts.source import Source

_SAID = (
    ("USD", r"\b(?:U\.?S\.? dollars?|United States dollars?|US ?\$|USD)"),
    ("CAD", r"\b(?:Canadian (?:dollars?|currency|funds)|CAN dollars?|CDN|currency of Canada|lawful money of Canada)\b"),
    ("AUD", r"\bAustralian dollars?\b"),
    ("HKD", r"\bHong Kong dollars?\b"),
    ("SGD", r"\bSingapore dollars?\b"),
    ("NZD", r"\bNew Zealand dollars?\b"),
    ("CNY", r"\b(?:RMB|Renminbi|CNY)\b"),
    ("EUR", r"(?:\b(?:EUR|euros?)\b|€)"),
    ("GBP", r"(?:\b(?:GBP|pounds? sterling)\b|£)"),
    ("CHF", r"\b(?:CHF|Swiss francs?|Schweizer Franken)\b"),
    ("JPY", r"\b(?:JPY|Japanese yen)\b"),
)
_DOLLARS = {
    "CAD": r"\b(?:Canada|Ontario|British Columbia|Quebec|Alberta)\b",
    "AUD": r"\b(?:Australia|New South Wales|Queensland)\b",
    "USD": r"\b(?:United States|U\.S\.A?\.?|Delaware|New York|California|Texas|Florida|Washington|Illinois|Nevada|Massachusetts|[A-Z]{2} \d{5})\b",
}


def choose_currency(
    source: Source, money: Sequence[MoneyMention], priced: Sequence[MoneyMention]
) -> tuple[str | None, Decimal, tuple[int, int] | None]:
    """(ISO code, confidence, span of its evidence). The priced amounts decide; a bare $ is settled by what the text says or, last, by place."""
    explicit = Counter(mention.currency for mention in priced if mention.currency)
    if explicit:
        code, count = explicit.most_common(1)[0]
        first = next(mention for mention in priced if mention.currency == code)
        sure = Decimal("0.97") if count == sum(explicit.values()) else Decimal("0.7")
        return code, sure, (first.start, first.end)
    bare = [mention for mention in [*priced, *money] if mention.currency is None]
    said = [
        (len(found), code, found[0])
        for code, pattern in _SAID
        if (found := list(re.finditer(pattern, source.flat, re.IGNORECASE)))
    ]
    if bare:
        dollars = [entry for entry in said if entry[1] in ("USD", "CAD", "AUD", "HKD", "SGD", "NZD")]
        if dollars:
            _, code, match = max(dollars, key=lambda entry: entry[0])
            return code, Decimal("0.9") if len(dollars) == 1 else Decimal("0.6"), (match.start(), match.end())
        places = {code: len(re.findall(pattern, source.flat[:8000])) for code, pattern in _DOLLARS.items()}
        code = max(places, key=lambda name: places[name]) if any(places.values()) else "USD"
        return code if places.get(code, 0) > 2 * places["USD"] else "USD", Decimal("0.75"), (bare[0].start, bare[0].end)
    others = Counter(mention.currency for mention in money if mention.currency)
    if others:
        code = others.most_common(1)[0][0]
        first = next(mention for mention in money if mention.currency == code)
        return code, Decimal("0.6"), (first.start, first.end)
    if said:
        _, code, match = max(said, key=lambda entry: entry[0])
        return code, Decimal("0.5"), (match.start(), match.end())
    return None, Decimal(0), None
