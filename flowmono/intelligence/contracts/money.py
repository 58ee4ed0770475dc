"""Amounts of money in running text: where they stand, how much, in which currency, and how sure that is."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from babel.numbers import get_currency_precision, list_currencies

from flowmono.intelligence.contracts.numbers import FIGURES, SCALE, WORDS, parse_figures, parse_words

_SIGNS = {
    "US$": "USD", "US $": "USD",
    "USD$": "USD", "U.S.$": "USD", "C$": "CAD", "CA$": "CAD", "CDN$": "CAD", "CAD$": "CAD", "A$": "AUD", "AU$": "AUD", "AUS$": "AUD",
    "AUS $": "AUD", "AUD$": "AUD",
    "HK$": "HKD", "S$": "SGD",
    "NZ$": "NZD", "R$": "BRL", "MX$": "MXN", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "RMB": "CNY", "RMB¥": "CNY", "CN¥": "CNY",
    "Fr.": "CHF", "SFr.": "CHF",
    "₩": "KRW", "zł": "PLN", "Rs.": "INR", "Rs": "INR", "Ksh.": "KES", "Ksh": "KES", "KSh": "KES", "₦": "NGN", "₱": "PHP", "₺": "TRY", "₪": "ILS", "$": "",
}  # fmt: skip
_NAMES = {
    "us dollars": "USD", "u.s. dollars": "USD", "united states dollars": "USD", "canadian dollars": "CAD", "cdn": "CAD", "can dollars": "CAD",
    "australian dollars": "AUD", "dollars": "", "dollar": "", "euros": "EUR", "euro": "EUR", "pounds sterling": "GBP", "pounds": "GBP", "yen": "JPY",
    "japanese yen": "JPY", "swiss francs": "CHF", "schweizer franken": "CHF", "franken": "CHF", "rmb": "CNY", "yuan": "CNY", "renminbi": "CNY",
    "rupees": "INR", "€": "EUR", "£": "GBP", "円": "JPY", "zł": "PLN", "kr": "", "cnd": "CAD", "rmb yuan": "CNY", "singapore dollars": "SGD",
    "hong kong dollars": "HKD", "swedish kronor": "SEK", "danish kroner": "DKK", "norwegian kroner": "NOK",
}  # fmt: skip
_CODES = sorted(
    code
    for code in list_currencies()
    if code not in {"ALL", "TOP", "SOS", "GEL", "MOP", "PEN", "BOB", "LAK", "BAM", "TRY", "CUP", "SIT", "RON"}
)
_CODE = "|".join(_CODES)
_SIGN = "|".join(re.escape(sign) for sign in sorted(_SIGNS, key=len, reverse=True))
_NAME = "|".join(re.escape(name) for name in sorted(_NAMES, key=len, reverse=True))

_BEFORE = re.compile(
    rf"(?:(?<![A-Za-z])(?P<code>{_CODE})[ ]?\$?[ ]?|(?<![A-Za-z])(?P<sign>{_SIGN})[ ]?)(?P<figures>{FIGURES})(?:[ ]?(?P<scale>{SCALE})\b\.?)?"
    rf"(?P<after>[ ](?:{_CODE}|CDN|CND|CNY)\b|(?-i:USD|CAD|AUD|EUR|GBP|CHF)\b)?(?P<tail>[.]?(?:/[-=–]?|-|—|–)(?=[\s).,;]|$))?",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"(?<![\w.,])(?P<figures>{FIGURES})(?:[ ]?(?P<scale>{SCALE})\b\.?)?(?:[ ]?(?P<code>(?:{_CODE}|EUROS?))\b|[ ]?(?P<name>{_NAME})(?!\w))",
    re.IGNORECASE,
)
# A bare R before figures is a rand where the figures are grouped or have cents, or words say what it is for: "R448A" is a coolant.
_RAND = re.compile(
    rf"(?<![A-Za-z\d.])R ?(?P<figures>(?={FIGURES})(?:\d{{1,3}}(?:[., ]\d{{3}})+(?:[.,]\d{{2}})?|\d{{1,6}}[.,]\d{{2}}|\d{{2,6}}(?=,? (?:per|a|an|each"
    rf"|for|plus|excl|incl|towards|is|and)\b)))(?![\w])"
    rf"(?:[ ]?(?P<scale>million|billion|m|bn)\b)?"
)
_SPELLED = re.compile(rf"\b(?P<words>{WORDS})(?:[ ]and[ ](?:no|00|xx)/100)?[ ]*(?P<name>{_NAME})\b", re.IGNORECASE)
_SPELLED_BEFORE = re.compile(
    rf"\b(?:{WORDS})(?:[ ]and[ ](?:no|\d\d|xx)/100)?[ ]*(?:{_NAME}|{_CODE})?,?[ ]*\((?:the[ ])?$", re.IGNORECASE
)
_REPEATED = re.compile(
    rf"[ ]?\((?:say[ ])?(?P<words>{WORDS})(?:[ ]and[ ](?:no|\d\d|xx)/100)?[ ]*(?:{_NAME}|{_CODE})?\)", re.IGNORECASE
)
_STERLING = re.compile(
    r"£|\bGBP\b|\bsterling\b|\bpence\b|\b(?:England|United Kingdom|Scotland|Ireland)\b|\bpounds? \d", re.IGNORECASE
)
_POUNDS = re.compile(r"\bpounds$", re.IGNORECASE)
_LONGEST_WORDS = 160


@dataclass(frozen=True)
class MoneyMention:
    """One amount in the flat text. ``currency`` is None for a bare $ or kr; ``sure`` is False when words and figures disagree."""

    amount: Decimal
    currency: str | None
    start: int
    end: int
    figures_start: int
    figures_end: int
    sure: bool = True


def find_money(flat: str) -> list[MoneyMention]:
    """All amounts with a currency sign, code or name, in order. Words beside figures are one mention with them."""
    found: list[MoneyMention] = []
    taken = bytearray(len(flat) + 1)
    for match in _BEFORE.finditer(flat):
        _add(found, taken, _from_match(match, flat))
    for match in _RAND.finditer(flat) if "R" in flat else ():
        rands = parse_figures(match["figures"], match["scale"])
        if rands is not None:
            _add(found, taken, MoneyMention(rands, "ZAR", match.start(), match.end(), match.start(), match.end()))
    for match in _AFTER.finditer(flat):
        _add(found, taken, _from_match(match, flat))
    found = [_with_words_after(mention, flat) for mention in found]
    for mention in found:
        taken[mention.start : mention.end] = b"\x01" * (mention.end - mention.start)
    for match in _SPELLED.finditer(flat):
        amount = parse_words(match["words"])
        if amount is not None and amount > 20 and not re.match(r",?\s*\(", flat[match.end() : match.end() + 4]):
            currency = _NAMES[match["name"].casefold()] or None
            _add(
                found,
                taken,
                MoneyMention(Decimal(amount), currency, match.start(), match.end(), match.start(), match.end()),
            )
    if not _STERLING.search(flat):
        # "36,000 pounds": where nothing else is sterling, they are a weight.
        found = [mention for mention in found if not _POUNDS.search(flat, mention.start, mention.end)]
    return sorted(found, key=lambda mention: mention.start)


def _with_words_after(mention: MoneyMention, flat: str) -> MoneyMention:
    """The mention with the words that repeat it in brackets: "£7,850 (seven thousand eight hundred and fifty pounds)"."""
    match = _REPEATED.match(flat, mention.end)
    said = parse_words(match["words"]) if match else None
    if match is None or said is None:
        return mention
    agrees = Decimal(said) == mention.amount or mention.amount != mention.amount.to_integral_value()
    return replace(mention, end=match.end(), sure=mention.sure and agrees)


def _add(found: list[MoneyMention], taken: bytearray, mention: MoneyMention | None) -> None:
    """Keep a mention unless it overlaps one that is kept already."""
    if mention and not any(taken[mention.start : mention.end]):
        taken[mention.start : mention.end] = b"\x01" * (mention.end - mention.start)
        found.append(mention)


def _from_match(match: "re.Match[str]", flat: str) -> MoneyMention | None:
    groups = match.groupdict()
    scale = groups.get("scale")
    # "30m" after a euro sign is thirty million; "5 m" or "5 k" without a sign is a length or a code.
    if scale and scale.islower() and len(scale) == 1 and match["figures"].endswith(" "):
        scale = None
    amount = parse_figures(match["figures"], scale)
    currency = _currency(groups)
    if amount is None or currency == "?" or amount >= Decimal(10) ** 15:
        return None
    if groups.get("code") and not groups["code"].isupper() and groups["code"].upper() not in ("EURO", "EUROS"):
        return None
    start, sure = _take_words(match.start(), flat, amount)
    end = match.end()
    return MoneyMention(amount, currency or None, start, end, match.start(), end, sure)


def _currency(groups: dict[str, str | None]) -> str:
    after = (groups.get("after") or "").strip().upper()
    if after:
        return {"CDN": "CAD", "CND": "CAD"}.get(after, after)
    if groups.get("code"):
        code = str(groups["code"]).upper()
        return "EUR" if code.startswith("EURO") else code
    if groups.get("sign"):
        sign = str(groups["sign"])
        return next((code for name, code in _SIGNS.items() if name.casefold() == sign.casefold()), "?")
    return _NAMES.get(str(groups.get("name")).casefold(), "?")


def _take_words(start: int, flat: str, amount: Decimal) -> tuple[int, bool]:
    """Where "five thousand dollars ($5,000)" begins, and whether the words say the same as the figures."""
    before = flat[max(0, start - _LONGEST_WORDS) : start].replace("\u00ad", "-").replace("\n", " ")
    if not before.endswith("("):
        return start, True
    match = _SPELLED_BEFORE.search(before)
    if match is None:
        return start, True
    words = re.match(WORDS, match.group(), re.IGNORECASE)
    said = parse_words(words.group()) if words else None
    agrees = said is None or Decimal(said) == amount or amount != amount.to_integral_value()
    return start - len(before) + match.start(), agrees


def decimals_of(currency: str | None) -> int:
    """How many decimals the currency writes: 2 for EUR, 0 for JPY; 2 for an unknown currency."""
    return get_currency_precision(currency) if currency else 2
