"""Days as XML and as people write them in English, German, Spanish, French, Italian, Dutch, Portuguese, the tongues of the North, Polish and Czech."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:Z|[+-][0-9]{2}:[0-9]{2}|T[0-9:.Z+-]*)?\Z")
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})\Z")

_MONTH_NAMES = (
    "jan january januar jänner enero janvier gennaio janeiro januari ene janv gen stycznia ledna tammikuuta",
    "feb february februar febrero février fevrier febbraio fevereiro februari fév févr fev lutego února helmikuuta",
    "mar march märz maerz marzo mars março maart mrz mär mrt marts marca března maaliskuuta",
    "apr april abril avril aprile abr avr kwietnia dubna huhtikuuta",
    "may mai mayo maggio maio mei mag maj maja května toukokuuta",
    "jun june juni junio juin giugno junho giu czerwca června kesäkuuta",
    "jul july juli julio juillet luglio julho juil lug lipca července heinäkuuta",
    "aug august agosto août aout augustus ago aoû augusti sierpnia srpna elokuuta",
    "sep sept september septiembre septembre settembre setembro set września září syyskuuta",
    "oct october oktober octubre octobre ottobre outubro okt ott out października října lokakuuta",
    "nov november noviembre novembre novembro listopada listopadu marraskuuta",
    "dec december dezember diciembre décembre decembre dicembre dezembro dez dic déc desember grudnia prosince joulukuuta",
)
MONTHS = {word: number for number, words in enumerate(_MONTH_NAMES, start=1) for word in words.split()}
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))

DATE_SHAPE = (
    r"(?:[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{4}/[0-9]{1,2}/[0-9]{1,2}|[0-9]{4}\.[0-9]{1,2}\.[0-9]{1,2}"
    r"|[0-9]{1,2}[./-][0-9]{1,2}[./-](?:[0-9]{4}|[0-9]{2})"
    rf"|[0-9]{{1,2}}(?:st|nd|rd|th|er)?[\s.-]+(?:de\s+)?(?:{_MONTH})\.?[\s,-]+(?:de[l]?\s+)?(?:[0-9]{{4}}|[0-9]{{2}})"
    rf"|(?:{_MONTH})\.?[\s-]+[0-9]{{1,2}}(?:st|nd|rd|th)?,?[\s-]+[0-9]{{4}})"
)
DATE = re.compile(rf"(?<![\w/.-]){DATE_SHAPE}(?=T[0-9]{{2}}:|(?![\w/-]))", re.IGNORECASE)


class NotADate(ValueError):
    """The text is not a day that exists."""


@dataclass(frozen=True)
class PrintedDate:
    """A day as printed. `day` is the reading with the day first; `swapped` the month-first one when both are possible."""

    quote: str
    day: date
    swapped: date | None = None


def read_xml_date(text: str, style: str | None = None) -> date:
    """A day in ISO 8601 or in UN/CEFACT format 102 (YYYYMMDD). Raises NotADate for anything else or impossible days."""
    text = text.strip()
    match = _COMPACT.match(text) if style == "102" else _ISO.match(text) or _COMPACT.match(text)
    if not match:
        raise NotADate(f"“{text[:40]}” is not a date in the expected form.")
    return _day(int(match[1]), int(match[2]), int(match[3]), text)


def read_printed_date(text: str) -> PrintedDate:
    """The first day printed in a text. Raises NotADate when there is none or it does not exist."""
    match = DATE.search(text)
    if not match:
        raise NotADate(f"“{text.strip()[:40]}” holds no date.")
    quote = match[0]
    if named := re.search(rf"({_MONTH})", quote, re.IGNORECASE):
        numbers = [int(n) for n in re.findall(r"[0-9]+", quote)]
        day_of_month, year = numbers[0], numbers[1]
        return PrintedDate(quote, _day(_full_year(year), MONTHS[named[1].lower()], day_of_month, quote))
    first, second, third = (int(n) for n in re.findall(r"[0-9]+", quote))
    if len(re.findall(r"[0-9]+", quote)[0]) == 4:
        return PrintedDate(quote, _day(first, second, third, quote))
    year = _full_year(third)
    if "." in quote or first > 12:  # a point between the parts is never month-first
        return PrintedDate(quote, _day(year, second, first, quote))
    if second > 12:
        return PrintedDate(quote, _day(year, first, second, quote))
    return PrintedDate(quote, _day(year, second, first, quote), _day(year, first, second, quote))


def choose_order(dates: list[PrintedDate], month_first: bool | None, gap: int | None) -> bool:
    """Whether the document writes the month first.

    A printed date that can only be read one way decides; then `month_first` (what the currency or address suggests);
    then, where issue and due date come as the first two, the order under which they lie `gap` days apart.
    """
    for item in dates:
        parts = re.findall(r"[0-9]+", item.quote)
        if item.swapped is None and "/" in item.quote and len(parts) == 3 and len(parts[0]) <= 2:
            return int(parts[1]) > 12
    if gap is not None and len(dates) >= 2 and dates[0].swapped and dates[1].swapped:
        day_first = dates[1].day - dates[0].day == timedelta(days=gap)
        swapped = dates[1].swapped - dates[0].swapped == timedelta(days=gap)
        if day_first != swapped:
            return swapped
    return bool(month_first)


def _full_year(year: int) -> int:
    return year if year > 99 else 2000 + year


def _day(year: int, month: int, day: int, text: str) -> date:
    try:
        found = date(year, month, day)
    except ValueError:
        raise NotADate(f"“{text[:40]}” is not a day that exists.") from None
    if not 1900 <= year <= 2200:
        raise NotADate(f"“{text[:40]}” is not a plausible year.")
    return found
