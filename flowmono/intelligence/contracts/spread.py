"""One sum paid in parts or later: instalments, a list of yearly amounts, a total with its payment sentence."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from flowmono.intelligence.contracts.calendar import Calendar
from flowmono.intelligence.contracts.dates import DateMention, add_months, find_dates, month_named
from flowmono.intelligence.contracts.dues import find_due, kind_of
from flowmono.intelligence.contracts.durations import PERIODS, months_in
from flowmono.intelligence.contracts.findings import Finding, TotalFound
from flowmono.intelligence.contracts.money import MoneyMention
from flowmono.intelligence.contracts.places import Place, describe, quote_start, sure
from flowmono.intelligence.contracts.recurring import even_series, instalments, payment_rhythm, period_named, series_due
from flowmono.intelligence.contracts.source import Source
from flowmono.intelligence.contracts.traps import is_trap
from flowmono.intelligence.reader import Due

_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()  # noqa: SIM905
_CARDINALS = "one two three four five six seven eight nine ten".split()  # noqa: SIM905
_YEAR = rf"(?:(?P<ordinal>{'|'.join(_ORDINALS)}) (?:contract |license |licence )?year|(?:contract |license )?year (?P<number>\d{{1,2}}|{'|'.join(_CARDINALS)}))"
_YEAR_BEFORE = re.compile(rf"\b{_YEAR}\b[^;]{{0,40}}?\W*$", re.IGNORECASE)
_YEAR_AFTER = re.compile(rf"^[\s)]*(?:,? ?(?:for|in|during) )(?:the )?{_YEAR}\b", re.IGNORECASE)
_EACH_ONE = re.compile(
    r"(?:instal?lments?|payments?|raten|cuotas)(?: to (?:[\w.,'’&]+ ){1,6}?)? ?(?:of|in the amount of|von|de)\W*(?:US\$|[A-Z]{3})?\W*$",
    re.IGNORECASE,
)
_PAY = re.compile(
    r"\b(?:pay\w*|paid|remit\w*|due|invoice[sd]?|billed|instal?lments?|balance|fällig|zahl\w+|bezahl\w+|pag\w+|factur\w+|payé\w*|réglé\w*)\b",
    re.IGNORECASE,
)
_RHYTHM = re.compile(
    rf"\b(?:invoic\w+|paid|payable|billed)\b[^.;]{{0,60}}?\b(?P<word>{'|'.join(PERIODS.values())})\b", re.IGNORECASE
)
_INVOICE_TERM = re.compile(
    r"\b(?:receipt|date|receiving) of (?:the |an? |any |each |such )?\w* ?invoice|invoice date|rechnung|factura|facture\b",
    re.IGNORECASE,
)
_OWN_DAY = re.compile(
    r"[\s,(]{0,3}(?:is )?(?:due|payable|to be paid)(?: (?:and payable|on|by|before|in advance)){1,3} (?=\w*\W{0,2}\w)[^.;$€£]{4,24}\d{4}",
    re.IGNORECASE,
)
_PERIOD_OF_COUNT = {12: "P1M", 4: "P3M", 2: "P6M", 1: "P1Y"}


def read_instalments(source: Source, place: Place, calendar: Calendar, total: TotalFound | None) -> list[Finding]:
    """Instalments of one sentence: each dated, evenly spread, or counted from a start. The amount is one of them, or their sum."""
    parts = instalments(f"{place.before} § {place.after}")
    if parts is None:
        return []
    count, period = parts
    line = source.lines[source.line_at(place.mention.start)]
    words = source.flat[place.mention.start : min(line.end, place.mention.end + 420)]
    dates = find_dates(source.flat[place.mention.start : place.mention.end + len(place.after)])
    single = bool(_EACH_ONE.search(place.before)) or bool(re.match(r"[\s)]*(?:\([^)]*\) )?each\b", place.after))
    if len(dates) > 1 and count in (None, len(dates)):
        return _dated_instalments(place, dates, period, single)
    named = _named_instalments(place, count, calendar) if single else []
    if named:
        return named
    period = period or _each_period(place.after)
    if period is None or (total and total.strength >= 3 and not single):
        return []
    due = series_due(period, words, place.mention.end - place.mention.start, calendar, whole_term=False)
    due = replace(due, count=count or due.count)
    due = _on_days_of_a_year(due, words, calendar) if due.count is None and not single else due
    return [
        Finding(
            describe(place), "recurring", quote_start(place), place.mention.end, amount=place.mention.amount, currency=place.mention.currency, due=due,
            amount_is=None if single else "series_total", confidence=sure(place, Decimal("0.75")),
        )
    ]  # fmt: skip


_DAYS_OF_A_YEAR = re.compile(
    r"(?P<days>[A-Z][a-z]{2,8} \d{1,2}(?:st|nd|rd|th)?(?:,? (?:and )?[A-Z][a-z]{2,8} \d{1,2}(?:st|nd|rd|th)?){1,11}) of the first (?:\w+ )?[Yy]ear"
)


def _on_days_of_a_year(due: Due, words: str, calendar: Calendar) -> Due:
    """A sum in parts on days that are named without their year: "on January 1, April 1, July 1 and October 1 of the first year"."""
    match = _DAYS_OF_A_YEAR.search(words)
    days = re.findall(r"[A-Z][a-z]{2,8} \d{1,2}", match["days"]) if match else []
    if not days or 12 // (months_in(due.period or "") or 12) != len(days):
        return due
    first = find_dates(f"{days[0]}, {calendar.start.day.year}") if calendar.start else []
    return replace(due, count=len(days), value=first[0].day.isoformat() if first else due.value)


def _each_period(after: str) -> str | None:
    """The period of "payable on the first day of each month"."""
    match = re.search(
        r"\beach,? (?:being )?(?:an? )?[\"“](?P<named>weekly|monthly|quarterly|yearly|annual) (?:instal?lment|payment)"
        r"|\b(?:each|every) (?:calendar )?(?P<word>week|month|quarter|year)\b"
        r"|\b(?:zu beginn|zum (?:beginn|anfang|ende)|anfang|ende|am ersten)\b[^.;]{0,20}?\b(?:eines|jedes|je|des)(?: jeden)? (?P<german>quartal|monat"
        r"|jahr)\w*"
        r"|\b(?:début|fin|premier jour|terme)\b[^.;]{0,12}?\b(?:chaque|de) (?P<french>trimestre|mois|année|semestre)"
        r"|\b(?:inicio|comienzo|final|principio)\b[^.;]{0,12}?\bcada (?P<spanish>trimestre|mes|año|semestre)",
        after[:120],
        re.IGNORECASE,
    )
    return period_named(next(word for word in match.groups() if word)) if match else None


def _named_instalments(place: Place, count: int | None, calendar: Calendar) -> list[Finding]:
    """Equal instalments of which each has a moment of its own: "the first upon signature, the second upon delivery"."""
    marks = list(_ORDINAL_MARK.finditer(place.after))
    if not count or count != len(marks):
        return []
    items: list[Finding] = []
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        words = place.after[mark.end() : following.start() if following else len(place.after)]
        due = find_due(words, calendar)
        if due is None:
            return []
        start = place.mention.start if mark is marks[0] else place.mention.end + mark.start()
        items.append(
            Finding(
                f"Instalment {len(items) + 1} of {count}", kind_of(due.due, words), start, place.mention.end + mark.end() + max(due.end, 1),
                amount=place.mention.amount, currency=place.mention.currency, due=due.due, confidence=sure(place, Decimal("0.85")),
            )
        )  # fmt: skip
    return items


_ORDINAL_MARK = re.compile(
    r"\b(?:the )?(?:first|second|third|fourth|fifth|sixth)(?= (?:upon|on|when|after|at|within|by|once|in)\b)",
    re.IGNORECASE,
)


def _dated_instalments(place: Place, dates: list[DateMention], period: str | None, single: bool) -> list[Finding]:
    """Instalments whose dates are all written: one series when they are evenly apart and called monthly or so, else one item per date."""
    mention = place.mention
    start, end = quote_start(place), mention.start + dates[-1].end
    series = even_series(dates)
    confidence = sure(place, Decimal("0.9"))
    if series and (period or not single):
        share = None if single else "series_total"
        return [
            Finding(
                describe(place),
                "recurring",
                start,
                end,
                amount=mention.amount,
                currency=mention.currency,
                due=series,
                amount_is=share,
                confidence=confidence,
            )
        ]
    if not single:
        return []
    return [
        Finding(
            f"Instalment {number} of {len(dates)}", "date", start, end, amount=mention.amount, currency=mention.currency,
            due=Due("date", day.day.isoformat()), confidence=confidence,
        )
        for number, day in enumerate(dates, 1)
    ]  # fmt: skip


def read_years(
    source: Source, money: Sequence[MoneyMention], calendar: Calendar
) -> tuple[list[Finding], list[MoneyMention]]:
    """Lists of yearly amounts ("First Contract Year: $ 200,000", "$1,250,000 for Contract Year 1"), and every amount of such lists."""
    items: list[Finding] = []
    used: list[MoneyMention] = []
    run: list[tuple[int, MoneyMention]] = []
    beside: list[MoneyMention] = []  # further columns of a table that lost its columns
    for index, mention in enumerate([*money, None]):
        number = _year_of(source, money, index) if mention is not None else None
        if (
            mention is not None
            and number is not None
            and (number == run[-1][0] + 1 if run else _may_be_first(number))
            and (not run or mention.start - run[-1][1].end < 250)
        ):
            run.append((number, mention))
            continue
        if mention is not None and run and not source.flat[money[index - 1].end : mention.start].strip():
            beside.append(mention)
            continue
        found = _yearly_items(source, run, calendar, beside) if len(run) > (1 if run and run[0][0] == 1 else 2) else []
        used += [*(one for _, one in run), *beside] if found else []
        items += found
        run = [(number, mention)] if mention is not None and number is not None and _may_be_first(number) else []
        beside = []
    return items, used


def _may_be_first(number: int) -> bool:
    """Whether a list of years may begin so: with the first one, or with a year of the calendar."""
    return number == 1 or number > _CALENDAR_YEARS


def _year_of(source: Source, money: Sequence[MoneyMention], index: int) -> int | None:
    mention = money[index]
    left = max(money[index - 1].end if index else 0, mention.start - 90)
    right = min(money[index + 1].start if index + 1 < len(money) else len(source.flat), mention.end + 60)
    after = _YEAR_AFTER.match(source.flat[mention.end : right])
    match = after or _YEAR_BEFORE.search(source.flat[left : mention.start])
    if match is None:
        named = _CALENDAR_YEAR.search(source.flat[left : mention.start])
        # "June 30, 1998" is a day.
        return int(named["year"]) if named and month_named(source.flat[left : mention.start]) is None else None
    if match["ordinal"]:
        return _ORDINALS.index(match["ordinal"].casefold()) + 1
    number = match["number"].casefold()
    return int(number) if number.isdigit() else _CARDINALS.index(number) + 1


def _yearly_items(
    source: Source, run: list[tuple[int, MoneyMention]], calendar: Calendar, beside: Sequence[MoneyMention] = ()
) -> list[Finding]:
    first, last = run[0][1], run[-1][1]
    line = source.lines[source.line_at(first.start)]
    listed = bool(beside) or run[0][0] > 1  # a table that lost its columns: what it lists stands in the lines above
    before = source.flat[max(0 if listed else line.start, first.start - (900 if listed else 320)) : first.start]
    following = source.flat[last.end : last.end + 900]
    if listed and not _YEARLY_PAY.search(before):
        return []
    if is_trap(before[-200:], source.flat[first.end : first.end + 60], "") or not _PAY.search(before):
        return []
    if all(_OWN_DAY.match(source.flat, mention.end) for _, mention in run):
        return []  # Each is paid on a day of its own.
    parts = instalments(following)
    period = parts[1] or _period_of(parts[0], following) if parts else None
    if listed:
        at_once = following[:_BESIDE_A_LIST]
        period = _rhythm_said(at_once) or period or _rhythm_said(following) or _rhythm_said(before)
        parts = None
    items = []
    for number, mention in run:
        start = _year_start(calendar, following if period else "", number)
        count = (parts[0] if parts else None) or 12 // (months_in(period or "P1Y") or 12)
        due = Due("period", start, period or "P1Y", count if period else 1)
        begin, end = max(line.start, mention.start - (20 if number > 1 else 0)), min(mention.end + 24, len(source.flat))
        items.append(
            Finding(
                f"{'Contract year' if number < _CALENDAR_YEARS else 'Year'} {number}", "recurring", begin, end, amount=mention.amount,
                currency=mention.currency, due=due,
                amount_is="series_total" if period else None, confidence=Decimal("0.6") if listed else Decimal("0.8"),
            )
        )  # fmt: skip
    return items


_BESIDE_A_LIST = 200
_CALENDAR_YEARS = 1900
_CALENDAR_YEAR = re.compile(r"(?<![\d,/.-])(?<!, )(?P<year>(?:19|20)\d\d)\s*:?\s*$")
_YEARLY_PAY = re.compile(
    r"\b(?:(?:shall|will|agrees? to) (?:pay|make)|annual (?:fee|payment|amount)s?|minimum (?:annual )?payments?|payable|to be paid)\b",
    re.IGNORECASE,
)
_HALVES = re.compile(
    r"\b(?:one-?half|half|50%)\b[^.;]{0,90}\b(?:each|every|per|of such|of that) (?:\w+ )?year\b|\btwo equal\b",
    re.IGNORECASE,
)


def _rhythm_said(words: str) -> str | None:
    """In which smaller parts yearly amounts are paid, as a sentence beside their list says."""
    return payment_rhythm(words, "P1Y") or ("P6M" if _HALVES.search(words) else None)


def _period_of(count: int | None, words: str) -> str | None:
    if re.search(r"\b(?:each|every|per) month\b", words[:400], re.IGNORECASE):
        return "P1M"
    return _PERIOD_OF_COUNT.get(count or 0)


def _year_start(calendar: Calendar, words: str, number: int) -> str | None:
    """The first payment of a contract year: the month that the instalment sentence names, else the contract's own start."""
    if number > _CALENDAR_YEARS:
        return date(number, calendar.start.day.month if calendar.start else 1, 1).isoformat()
    if calendar.start is None:
        return None
    begun = add_months(calendar.start.day, 12 * (number - 1))
    month = month_named(re.split(r"\.\s", words)[0]) if words else None
    if month:
        begun = date(begun.year + (month < begun.month), month, 1)
    return begun.isoformat()


def read_lump(source: Source, total: TotalFound, calendar: Calendar) -> Finding:
    """A total without a schedule as one item, with the due of the sentence that says when it is paid; "on invoice" when none does."""
    sentence = source.sentence_at(total.end - 1)
    own = source.flat[total.end : sentence[1]]
    due, place = _due_of_lump(source, own, total.end, calendar), (total.start, total.end)
    if due is not None:
        place = (total.start, min(sentence[1], total.end + 200))
    for start, end in source.sentences:
        if due is not None or start < sentence[1] or start > total.end + 3000:
            continue
        words = source.flat[start:end]
        if _PAY.search(words) and not is_trap(words[:150], "", words[:90]):
            due = _rhythm_of_lump(words, source.flat[max(0, total.start - 200) : total.start], calendar)
            due = due or _due_of_lump(source, words, start, calendar)
            place = (start, end) if due is not None and end - start < 500 else place
    series = due is not None and due.type == "period"
    words = source.flat[place[0] : place[1]]
    return Finding(
        "Contract price", "recurring" if series else kind_of(due, words), place[0], place[1], amount=total.amount, currency=total.currency,
        due=due or Due("event", "on invoice"), amount_is="series_total" if series else None, 
        confidence=Decimal("0.75") if due and total.sure else Decimal("0.5"),
    )  # fmt: skip


def _rhythm_of_lump(words: str, before: str, calendar: Calendar) -> Due | None:
    """A yearly sum that is invoiced in smaller periods: "the annual amount … invoiced quarterly"."""
    if not re.search(r"\b(?:annual|yearly|year \d{4}|per year|jährlich\w*|anual|annuel)\b", before, re.IGNORECASE):
        return None
    match = _RHYTHM.search(words)
    period = period_named(match["word"]) if match else None
    size = months_in(period) if period else None
    if not period or not size or size >= 12:
        return None
    return Due("period", calendar.start.day.isoformat() if calendar.start else None, period, 12 // size)


def _due_of_lump(source: Source, words: str, start: int, calendar: Calendar) -> Due | None:
    parts = instalments(words)
    if parts and parts[1]:
        due = series_due(parts[1], words, 0, calendar, whole_term=False)
        return replace(due, count=parts[0] or due.count) if parts[0] or due.count else None
    for clause in re.split(r",\s", words):
        found = find_due(clause, calendar)
        if found and not _INVOICE_TERM.search(found.due.value or ""):
            return found.due
    return None
