"""Which currency a contract pays in."""

import re
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from flowmono.intelligence.contracts.money import MoneyMention
from flowmono.intelligence.contracts.source import Source

_SAID = (
    (
        "USD",
        r"\b(?:U\.?S\.? dollars?|United States dollars?|US ?\$|USD|lawful (?:money|currency) of the United States)",
    ),
    ("CAD", r"\b(?:Canadian (?:dollars?|currency|funds)|CAN dollars?|CDN|currency of Canada|lawful money of Canada)\b"),
    ("AUD", r"\b(?:Australian dollars?|AUD)\b"),
    ("HKD", r"\b(?:Hong Kong dollars?|HKD)\b"),
    ("SGD", r"\b(?:Singapore dollars?|SGD)\b"),
    ("NZD", r"\b(?:New Zealand dollars?|NZD)\b"),
    ("SEK", r"\b(?:Swedish (?:kron(?:a|or)|crowns?)|SEK|svenska kronor)\b"),
    ("NOK", r"\b(?:Norwegian (?:kron(?:e|er)|crowns?)|NOK|norske kroner)\b"),
    ("DKK", r"\b(?:Danish (?:kron(?:e|er)|crowns?)|DKK|danske kroner)\b"),
    ("CNY", r"\b(?:RMB|Renminbi|CNY)\b"),
    ("EUR", r"(?:\b(?:EUR|euros?)\b|€)"),
    ("GBP", r"(?:\b(?:GBP|pounds? sterling)\b|£)"),
    ("CHF", r"\b(?:CHF|Swiss francs?|Schweizer Franken)\b"),
    ("JPY", r"\b(?:JPY|Japanese yen)\b"),
)
_OF_CROWNS = {
    "SEK": r"\b(?:Sweden|Sverige|Swedish)\b",
    "NOK": r"\b(?:Norway|Norge|Norwegian)\b",
    "DKK": r"\b(?:Denmark|Danmark|Danish)\b",
}
_OF_DOLLARS = ("USD", "CAD", "AUD", "HKD", "SGD", "NZD")
_DOLLARS = {
    "CAD": r"\b(?:Canada|Ontario|British Columbia|Quebec|Alberta)\b",
    "AUD": r"\b(?:Australia|New South Wales|Queensland|Victoria \d{4}|ABN|ACN|(?:NSW|QLD|VIC|WA|SA|TAS) \d{4})\b",
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
        if source.flat[bare[0].start : bare[0].end].casefold().rstrip(".").endswith("kr"):
            return _crowns(source, bare[0], said)
        dollars = [entry for entry in said if entry[1] in _OF_DOLLARS]
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


def _crowns(
    source: Source, first: MoneyMention, said: Sequence[tuple[int, str, "re.Match[str]"]]
) -> tuple[str | None, Decimal, tuple[int, int] | None]:
    """Whose crowns "kr" means: those that the text names, else those of the country it names most; nobody's where it names none."""
    named = [entry for entry in said if entry[1] in _OF_CROWNS]
    if named:
        _, code, match = max(named, key=lambda entry: entry[0])
        return code, Decimal("0.9") if len(named) == 1 else Decimal("0.6"), (match.start(), match.end())
    places = {code: len(re.findall(pattern, source.flat[:8000])) for code, pattern in _OF_CROWNS.items()}
    code = max(places, key=lambda name: places[name])
    return (code, Decimal("0.75"), (first.start, first.end)) if places[code] else (None, Decimal(0), None)
