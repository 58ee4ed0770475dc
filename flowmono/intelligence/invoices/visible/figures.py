"""Printed numbers on the page: amounts, percentages and the currency they are in."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal

from babel.numbers import get_territory_currencies, list_currencies

from ..amounts import NUMBER_SHAPE, NotANumber, find_decimal_mark, read_printed_number

CODES = frozenset(code for code in list_currencies() if len(code) == 3) - {
    "ALL",
    "TOP",
    "MOP",
    "CUP",
    "BAM",
    "PAB",
    "LAK",
    "CHE",  # stands before the tax number of a Swiss company
    "CHW",
}
SYMBOLS = (
    ("US$", "USD"), ("C$", "CAD"), ("CA$", "CAD"), ("A$", "AUD"), ("AU$", "AUD"), ("NZ$", "NZD"), ("HK$", "HKD"), ("S$", "SGD"), ("R$", "BRL"),
    ("€", "EUR"), ("£", "GBP"), ("₹", "INR"), ("Rs.", "INR"), ("Rs", "INR"), ("¥", "JPY"), ("zł", "PLN"), ("Kč", "CZK"),
    ("RM", "MYR"), ("Fr.", "CHF"), ("SFr.", "CHF"), ("₺", "TRY"), ("$", "USD"),
)  # fmt: skip
# A letter alone is the sign of the rand only before an amount with cents: "R 4 737.66" is one, "R-64" a number of some kind.
_RAND = r"(?<![\w-])R(?=\s?[0-9][0-9 \u00a0,.']{0,16}[.,][0-9]{2}(?![0-9]))"
_SYMBOL = "|".join(re.escape(symbol) for symbol, _ in sorted(SYMBOLS, key=lambda item: -len(item[0]))) + f"|{_RAND}"
_CODE = r"[A-Z]{3}"
_SIGN = r"[-−–+]?\s*"
_US_ADDRESS = re.compile(
    r"[, ](?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY])"
    r"\s+[0-9]{5}(?:-[0-9]{4})?\b"
)
_WITH_CENTS = re.compile(r"(?<![\w.,])[0-9][0-9.,'\u2019 ]*[.,][0-9]{2}(?![\w])")
_DOLLARS = re.compile(r"(?<![A-Za-z0-9])(?:USD|CAD|AUD|NZD|SGD|HKD|MXN|TWD)(?![A-Za-z0-9])")
AMOUNT = re.compile(
    rf"(?<![\w.,/])(?P<before>\(?{_SIGN}(?:(?:{_SYMBOL}|\b{_CODE}\b)\s*)?)(?P<sign>{_SIGN})(?P<number>{NUMBER_SHAPE})"
    rf"(?P<after>-?\)?\s*(?:{_SYMBOL}|\b{_CODE}\b)?)(?![\w/]|[.,][0-9])"
)


def read_amount(text: str, mark: str | None) -> Decimal | None:
    """The amount that makes up a whole text, currency and sign included (`$ -12.00`, `(12,00 €)`); None for anything else."""
    match = AMOUNT.match(text.strip())
    if not match or match.end() != len(text.strip()):
        return None
    letters = re.findall(_CODE, match["before"] + match["after"])
    if any(code not in CODES for code in letters):
        return None
    return _value(match, mark)


def find_amounts(text: str, mark: str | None) -> list[Decimal]:
    """Every amount in a text that is not part of a word, date or percentage."""
    return [value for value, _, _ in place_amounts(text, mark)]


def place_amounts(text: str, mark: str | None) -> Iterator[tuple[Decimal, int, int]]:
    """The same with where each begins and ends, its currency and sign included."""
    for match in AMOUNT.finditer(text):
        if text[match.end() :].lstrip().startswith("%"):
            continue
        if (value := _value(match, mark)) is not None:
            yield value, match.start(), match.end()


def decimal_mark_of(texts: Iterable[str]) -> str | None:
    """The mark before decimals in the numbers of a page's rows, None when nothing settles it."""
    return find_decimal_mark([match for text in texts for match in _WITH_CENTS.findall(text)])


def _value(match: re.Match[str], mark: str | None) -> Decimal | None:
    try:
        value = read_printed_number(match["number"], mark)
    except NotANumber:
        return None
    around = match["before"] + match["sign"] + match["after"]
    negative = any(sign in around for sign in "-−–") or ("(" in match["before"] and ")" in match["after"])
    return -value if negative else value


def find_currency(texts: Iterable[str]) -> tuple[str | None, bool]:
    """The currency most amounts are in, and whether that is certain. A code counts more than a sign; "$" alone is uncertain."""
    votes: Counter[str] = Counter()
    signs: Counter[str] = Counter()
    for text in texts:
        votes.update(
            code
            for code in re.findall(r"(?<![A-Za-z0-9])[A-Z]{3}(?![A-Za-z0-9])", text)
            if code in CODES and _near_money(text, code)
        )
        if sign := next((symbol for symbol, _ in SYMBOLS if _stands_in(symbol, text)), None):
            signs[dict(SYMBOLS)[sign]] += 1
        elif re.search(_RAND, text):
            signs["ZAR"] += 1
    if votes:
        best = votes.most_common(1)[0][0]
        return best, len(votes) == 1 or votes[best] > 1
    if signs:
        best = signs.most_common(1)[0][0]
        return best, len(signs) == 1
    return None, False


def find_heading_currency(texts: Iterable[str]) -> tuple[str | None, bool]:
    """The currency whose sign stands beside words alone, as in the headings of a table (`Amount £`); "$" alone is uncertain."""
    found = {code for text in texts for symbol, code in SYMBOLS if not symbol.isalpha() and symbol in text}
    return (found.copy().pop(), "USD" not in found) if len(found) == 1 else (None, False)


def currency_of_country(code: str | None) -> str | None:
    """The currency of the country of an account or tax number, such as EUR for `IT60…`: a likely one where none is printed."""
    current = get_territory_currencies(code[:2].replace("EL", "GR")) if code else []
    return current[0] if current else None


def country_of_address(texts: Iterable[str]) -> str | None:
    """`US` where an address ends in a state of that country and its postcode; nothing is said of other countries."""
    return "US" if any(_US_ADDRESS.search(text) for text in texts) else None


def name_dollar(currency: str | None, texts: Iterable[str]) -> str | None:
    """A bare "$" is read as the US dollar unless the page names one other dollar and never that one."""
    if currency != "USD":
        return currency
    named = {code for text in texts for code in _DOLLARS.findall(text)}
    return named.pop() if len(named) == 1 else currency


def _stands_in(symbol: str, text: str) -> bool:
    """A sign beside some number; one made of letters only as a word before or behind a number."""
    if symbol.isalpha():
        return bool(re.search(rf"\b{symbol}\s?[0-9]|[0-9]\s?{symbol}\b|\({symbol}\)", text))
    return symbol in text and re.search(r"[0-9]", text) is not None


def _near_money(text: str, code: str) -> bool:
    """The code stands beside a number, or in a line that speaks of totals or currency."""
    beside = rf"{code}\s*[-(]?[0-9]|[0-9]\s*{code}"
    return bool(
        re.search(beside, text)
        or re.search(
            r"total|amount|currency|währung|devise|moneda|betrag|importe|montant|betala|betale|zahlen|payer|pagar|payable|to pay",
            text,
            re.IGNORECASE,
        )
    )
