"""Dates, moments, names and amounts, as a reader of a locale writes them."""

import re
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import Literal
from zlib import crc32

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time, get_timezone_name
from babel.numbers import format_decimal, get_currency_precision, is_currency, parse_pattern
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext

from flowmono.common.money import write_money
from flowmono.common.naming import in_plain_words
from flowmono.common.reading import number_locale

# Plain English writes the day first, with the month as a word: 5 Nov 2026 cannot be misread on either side of an ocean.
_DATE_LOCALES = {"en": "en_GB"}

_CODE_TOUCHING_DIGIT = re.compile(r"(?<=[A-Z]{3})(?=\d)|(?<=\d)(?=[A-Z]{3})")


@lru_cache(64)
def known_locale(language: str) -> str:
    """The locale that Babel knows for a language code such as "de" or "pt-br"; English where it knows none."""
    try:
        return str(Locale.parse(language, sep="-"))
    except (UnknownLocaleError, ValueError):
        return "en"


@lru_cache(64)
def _dates_of(locale: str) -> Locale:
    """How dates are written in a locale, read once: a page writes hundreds of them."""
    return Locale.parse(_DATE_LOCALES.get(locale, locale))


def write_day(day: date, locale: str) -> str:
    """5 Nov 2026."""
    return _day_in_words(day.year, day.month, day.day, "medium", locale)


def write_moment(moment: datetime, locale: str) -> str:
    """5 Nov 2026, 14:05, in the moment's own zone."""
    return f"{write_day(moment, locale)}, {_clock_in_words(moment.hour, moment.minute, locale)}"


def write_moment_fully(moment: datetime, locale: str) -> str:
    """Thursday 5 November 2026, 14:05:09 (Central European Standard Time)."""
    day = _day_in_words(moment.year, moment.month, moment.day, "full", locale)
    clock = format_skeleton("Hms", moment, tzinfo=moment.tzinfo, locale=_dates_of(locale))
    return f"{day}, {clock} ({get_timezone_name(moment, locale=_dates_of(locale))})"


# What stands in a page many times is worked out once. Only bare numbers are the keys: two moments that are equal may be of two
# days, each in its own zone.
@lru_cache(4096)
def _day_in_words(year: int, month: int, day: int, form: Literal["medium", "full"], locale: str) -> str:
    return format_date(date(year, month, day), format=form, locale=_dates_of(locale))


@lru_cache(4096)
def _clock_in_words(hour: int, minute: int, locale: str) -> str:
    return format_time(time(hour, minute), format="short", locale=_dates_of(locale))


def say_day(day: date) -> str:
    """A day inside a sentence, as the reader of now writes it."""
    return write_day(day, reading_locale())


def say_moment(moment: datetime) -> str:
    """A moment inside a sentence, in the reader's zone, which is named: 5 Nov 2026, 14:05 CET."""
    here = timezone.localtime(moment) if timezone.is_aware(moment) else timezone.make_aware(moment)
    return f"{write_moment(here, reading_locale())} {here.tzname()}"


def reading_locale() -> str:
    """The locale of the language that is spoken now."""
    return known_locale(get_language() or settings.LANGUAGE_CODE)


def write_amount(amount: Decimal, currency: str, locale: str) -> str:
    """The amount with its currency; the bare number where the currency is not known."""
    if not currency:
        return format_decimal(amount, locale=locale)
    # CLDR's rule of currency spacing, which Babel leaves out: a code that touches a digit stands apart from it.
    return _CODE_TOUCHING_DIGIT.sub("\u00a0", write_money(amount, currency, locale))


def say_money(amount: Decimal, currency: str) -> str:
    """An amount inside a sentence, as the reader of now writes numbers: €18,600.00, 18.600,00\u00a0€.

    More decimals than the currency has are written only where the amount has them: the price of a unit may.
    """
    locale = number_locale.get() or reading_locale()
    exponent = amount.normalize().as_tuple().exponent
    digits = get_currency_precision(currency) if currency else 2
    places = max(digits, min(-exponent, digits + 2)) if isinstance(exponent, int) else digits
    if places == digits:
        return write_amount(amount, currency, locale)
    if not currency:
        return format_decimal(amount, format="#,##0." + "0" * places, locale=locale)
    pattern = parse_pattern(Locale.parse(locale).currency_formats["standard"].pattern)
    pattern.frac_prec = (places, places)
    written = pattern.apply(amount, locale, currency=currency, currency_digits=False)
    return _CODE_TOUCHING_DIGIT.sub("\u00a0", written)


def as_read(words: str) -> str:
    """A kept sentence as the reader of now reads it: amounts ("18,600.00 EUR") and days ("2026-11-05") written their way,
    and moments ("2026-11-05 14:05 UTC") in their zone.

    Sentences are kept once for everybody, with all of these as programs write them. Three capitals that are no currency
    stay, and so do digits that are part of a number of a document.
    """
    said = _KEPT_AMOUNT.sub(_say_amount, words)
    return _KEPT_DAY.sub(_say_kept_day, _KEPT_MOMENT.sub(_say_kept_moment, said))


_KEPT_AMOUNT = re.compile(r"(?<![\w.,-])(-?\d{1,3}(?:,\d{3})*(?:\.\d+)?) ([A-Z]{3})(?!\w)")
_KEPT_MOMENT = re.compile(r"(?<![\w.-])(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(?: UTC|Z|\+00:00)(?!\w)")
_KEPT_DAY = re.compile(r"(?<![\w.-])(\d{4}-\d\d-\d\d)(?![\w-])")


def _say_amount(found: re.Match[str]) -> str:
    if not is_currency(found[2]):
        return found.group()
    return say_money(Decimal(found[1].replace(",", "")), found[2])


def _say_kept_moment(found: re.Match[str]) -> str:
    try:
        return say_moment(datetime.fromisoformat(f"{found[1]} {found[2]}+00:00"))
    except ValueError:
        return found.group()


def _say_kept_day(found: re.Match[str]) -> str:
    try:
        return say_day(date.fromisoformat(found[1]))
    except ValueError:
        return found.group()


def write_rate(rate: Decimal, locale: str) -> str:
    """A number with all its digits: 0.0062, 1.17."""
    return format_decimal(rate.normalize(), format="#,##0.########", locale=locale)


def initials(name: str) -> str:
    """The first letters of the first and the last word: "Maya de Vries" gives MV."""
    words = [word for word in name.replace("@", " ").replace(".", " ").split() if word[:1].isalnum()]
    if not words:
        return "?"
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


def colour_of(name: str, colours: int = 5) -> int:
    """Which of the colours, from 1, a name always gets."""
    return crc32(name.encode("utf-8")) % colours + 1


def write_name(name: str) -> str:
    """A name of the code as people say it: "ContractSigned" and "open_workspace" become "Contract signed", "Open workspace"."""
    return gettext(plain_name(name)) if name else ""


def plain_name(name: str) -> str:
    """The words of write_name in English, as translators find them."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).replace("_", " ").lower()
    return in_plain_words(words[:1].upper() + words[1:])


def shorten(text: str, most: int) -> str:
    """At most so many characters of a text, cut between two words; an ellipsis stands for what is left out."""
    if len(text) <= most:
        return text
    whole, _, _ = text[: most - 1].rpartition(" ")  # two characters are those of the end
    return f"{(whole or text[: most - 2]).rstrip(' ,;:.(–-')}\N{NO-BREAK SPACE}…"


def write_periods(text: str) -> str:
    """Text in which a period of ISO 8601 is said in words: "P6M after Final Acceptance" becomes "6 months after …"."""
    return _PERIOD.sub(_say_period, text)


_PERIOD = re.compile(r"\bP(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(\d+)H)?\b(?<!P)")


def _say_period(found: re.Match[str]) -> str:
    counts = [int(number or 0) for number in found.groups()]
    said = [_units(count)[place] % {"count": count} for place, count in enumerate(counts) if count]
    return ", ".join(said) or found.group()


def _units(count: int) -> tuple[str, str, str, str, str]:
    """Years, months, weeks, days and hours as said of so many."""
    return (
        ngettext("%(count)s year", "%(count)s years", count),
        ngettext("%(count)s month", "%(count)s months", count),
        ngettext("%(count)s week", "%(count)s weeks", count),
        ngettext("%(count)s day", "%(count)s days", count),
        ngettext("%(count)s hour", "%(count)s hours", count),
    )


def read_periods(text: str) -> str:
    """The reverse of write_periods: "6 months after Final Acceptance" becomes "P6M after Final Acceptance"."""
    spoken = {}
    for count in (1, 2, 5):  # a language may have a form of its own for each
        for letter, words in zip("YMWDH", _units(count), strict=True):
            spoken[re.escape(words).replace(re.escape("%(count)s"), r"(\d+)")] = letter
    one = "|".join(sorted((words.replace("(", "(?:") for words in spoken), key=len, reverse=True))
    series = re.compile(rf"\b(?:{one})\b(?:, (?:{one})\b)*")

    def as_period(found: re.Match[str]) -> str:
        counts = [
            next(f"{match[1]}{letter}" for words, letter in spoken.items() if (match := re.fullmatch(words, part)))
            for part in found.group().split(", ")
        ]
        days, hours = ["".join(one for one in counts if one.endswith("H") is timed) for timed in (False, True)]
        return f"P{days}T{hours}" if hours else f"P{days}"

    return series.sub(as_period, text)
