"""Prices in running text: each amount with the words around it becomes a fee, a rate, an instalment, or nothing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from flowmono.intelligence.contracts.calendar import Calendar
from flowmono.intelligence.contracts.dates import DateMention, find_dates
from flowmono.intelligence.contracts.dues import find_due, kind_of
from flowmono.intelligence.contracts.findings import Finding, TotalFound
from flowmono.intelligence.contracts.money import MoneyMention
from flowmono.intelligence.contracts.recurring import even_series, instalments, payment_rhythm, series_due
from flowmono.intelligence.contracts.source import Source
from flowmono.intelligence.contracts.traps import is_trap
from flowmono.intelligence.contracts.units import PaidFor, paid_by_name, paid_per, rate_heading
from flowmono.intelligence.reader import Due

_PRICE = re.compile(
    r"\b(?:pay\w*|paid|fees?|prices?|pricing|costs?|charge[sd]?|charging|rates?|remunerat\w+|compensat\w+|retainer|instal?lments?|deposit"
    r"|prepayment|due|rent|subscription|purchase|licen[cs]e|consideration"
    r"|vergütung\w*|honorar\w*|preis\w*|zahl\w+|gebühr\w*|rate[n]?|miete|betrag|beträgt|precio\w*|pag\w+|cuota\w*|tarifa\w*|importe|honorarios"
    r"|prix|pay\w+|redevance|loyer|montant|tarif|facturé\w*|acompte)\b",
    re.IGNORECASE,
)  # fmt: skip
_OPTIONAL = re.compile(
    r"\b(?:additional|extra|overage|excess|beyond|in excess of|optional|option|if (?:customer|client|requested)|outside the|unused|rush"
    r"|surcharge|further|zusätzlich\w*|weitere[rs]?|optional\w*|adicional\w*"
    r"|supplémentaire\w*|upon request|renewal period|right to purchase)\b",
    re.IGNORECASE,
)  # fmt: skip
_CEILING = re.compile(
    r"\b(?:not (?:to )?exceed|not-to-exceed|no more than|nicht überschreiten|ceiling|capped|höchstens|maximal|no exceder\w*|ne (?:dépass"
    r"|excéd)\w+|up to a maximum)\b",
    re.IGNORECASE,
)
_THRESHOLD = re.compile(
    r"\b(?:more than|less than|greater of|exceeds?|in excess of|at least|over|up to|minimum of|below|above|mehr als|mindestens|unter"
    r"|über)\s*(?:an? aggregate of )?$",
    re.IGNORECASE,
)
_MINIMUM_FEE = re.compile(r"\bminimum (?:\w+ )?(?:fee|charge|payment|commitment)\b", re.IGNORECASE)
_RECAP = re.compile(r"\b(?:i\.e\.|that is|equal to|totall?ing|=|d\.h\.|es decir|soit|entspricht)\W*$", re.IGNORECASE)
_FACTORS = re.compile(r"[*×x]\s*\d|\b\d+\s*[×x]\s", re.IGNORECASE)
_SUM_OF_PARTS = re.compile(r"\b(?:of which|comprising|consisting of|breakdown|davon)\b", re.IGNORECASE)


_FILLER = re.compile(
    r"\b(?:of|is|are|at|will be|shall be|in the amount of|the sum of|for|amount(?:s|ing)? to|a|an|fixed|von|de|beträgt|payable|charged|rate"
    r"|at a rate|be|the|pay|basis|on a time and materials basis|i\.e|i\.e\.)\s*$",
    re.IGNORECASE,
)  # fmt: skip


@dataclass(frozen=True)
class Place:
    """An amount with the words before and after it up to its neighbours, and the whole sentence."""

    mention: MoneyMention
    before: str
    after: str
    sentence: str
    sentence_start: int
    lead: str
    label: str


def read_prose(
    source: Source,
    money: Sequence[MoneyMention],
    calendar: Calendar,
    totals: Sequence[TotalFound],
    currency: str | None,
) -> list[Finding]:
    """The schedule items that running text states, in order. Totals are left to ``totals`` unless they are paid as one sum."""
    total_places = {(total.start, total.end): total for total in totals}
    spans = {total.end: total for total in total_places.values()}
    items: list[Finding] = []
    for place in _places(source, money):
        if is_trap(place.before, place.after, place.lead) or (
            _THRESHOLD.search(place.before[-30:]) and not _MINIMUM_FEE.search(place.before)
        ):
            continue
        total = spans.get(place.mention.end)
        items += _read_place(source, place, calendar, total)
    return [replace(item, currency=item.currency or currency) for item in items]


def _places(source: Source, money: Sequence[MoneyMention]) -> list[Place]:
    places = []
    for index, mention in enumerate(money):
        start, end = source.sentence_at(mention.start)
        line = source.lines[source.line_at(mention.start)]
        left = max([start, *(other.end for other in money[:index] if start <= other.start)])
        right = min([max(end, mention.end), *(other.start for other in money[index + 1 :] if other.start < end)])
        if right - mention.end < 3 and end < line.end:
            right = min([source.sentence_at(end + 1)[1], *(other.start for other in money[index + 1 : index + 2])])
        cell = source.flat.rfind("\t", line.start, mention.start)
        lead = source.flat[cell + 1 if cell > 0 else line.start :][:110]
        places.append(
            Place(
                mention,
                source.flat[max(left, cell + 1) : mention.start],
                source.flat[mention.end : right],
                source.flat[start:end],
                start,
                lead,
                _label(source, mention.start),
            )
        )
    return places


def _label(source: Source, position: int) -> str:
    """The label of the cover-page row that an amount stands in, on the row itself or on a following line of the same cell."""
    index = source.line_at(position)
    for line in source.lines[max(0, index - 4) : index + 1][::-1]:
        if line.is_row and line.start < position:
            first = line.cells[0]
            return first if 2 < len(first) < 60 else ""
        if line.start < position and len(line.text) < 40 and line.text.endswith(":"):
            return line.text
    return ""


def _read_place(source: Source, place: Place, calendar: Calendar, total: TotalFound | None) -> list[Finding]:
    per = paid_per(place.after) or (paid_by_name(place.before) if not instalments(place.before[-60:]) else None)
    if per and per.period and not per.unit:
        return [_recurring(source, place, per, calendar)]
    if per and per.unit:
        return [_rate(place, per)]
    parts = instalments(place.sentence)
    if parts:
        return _instalments(source, place, parts, calendar, total)
    line = source.lines[source.line_at(place.mention.start)]
    unit = rate_heading(
        re.split(r"\.\s", source.flat[max(line.start, place.mention.start - 500) : place.mention.start])[-1]
    )
    if unit and not total and not _CEILING.search(place.before[-60:]) and len(place.sentence) < 600:
        return [_rate(place, PaidFor(unit, None), listed=True)]
    if _CEILING.search(place.before[-60:]):
        return [_ceiling(place)] if not total or total.strength < 3 else []
    if total and total.strength >= 2:
        return []
    return _one_off(source, place, calendar)


def _recurring(source: Source, place: Place, per: PaidFor, calendar: Calendar) -> Finding:
    line = source.lines[source.line_at(place.mention.start)]
    words = source.flat[place.sentence_start : min(line.end, place.mention.end + 320)]
    offset = place.mention.end - place.sentence_start
    period = per.period or "P1M"
    rhythm = payment_rhythm(words[max(0, offset - 60) :], period) if period == "P1Y" else None
    bare_minimum = bool(_MINIMUM_FEE.search(place.before))
    due = series_due(rhythm or period, words, offset, calendar, whole_term=not bare_minimum)
    start = _quote_start(place)
    return Finding(
        _describe(place), "recurring", start, place.mention.end + per.end, amount=place.mention.amount, currency=place.mention.currency, due=due,
        optional=bool(_OPTIONAL.search(place.before[-80:])), amount_is="annual" if rhythm else None,
        confidence=_sure(place, Decimal("0.9") if due.count else Decimal("0.7")),
    )  # fmt: skip


def _rate(place: Place, per: PaidFor, *, listed: bool = False) -> Finding:
    use = (
        Due("period", None, per.period)
        if per.period
        else Due("event", "as ordered" if _OPTIONAL.search(place.before) else "as used")
    )
    optional = bool(_OPTIONAL.search(place.before[-110:])) or bool(_recap_follows(place))
    start = place.mention.start - len(place.before) if listed else _quote_start(place)
    while listed and place.sentence[start - place.sentence_start : start - place.sentence_start + 1] in " ;,:.":
        start += 1
    name = place.before.strip(" ;,:.") if listed else _describe(place)
    name = re.sub(r"^(?:and|und|y|et)\s+", "", name.split(":")[-1].strip()) if listed else name
    return Finding(
        f"{name} rate per {per.unit}" if listed else name, "unit_price", start, place.mention.end + per.end, amount=place.mention.amount,
        currency=place.mention.currency, due=use, unit=per.unit, optional=optional, confidence=_sure(place, Decimal("0.9")),
    )  # fmt: skip


def _recap_follows(place: Place) -> bool:
    """Whether the rate is only the arithmetic behind an amount that follows ("for 240 users, i.e. EUR 109,440 per year")."""
    return bool(_RECAP.search(place.after.rstrip())) or bool(
        _FACTORS.search(place.after[:80]) and place.after.rstrip().endswith("=")
    )


def _ceiling(place: Place) -> Finding:
    return Finding(
        _describe(place), "milestone", _quote_start(place), place.mention.end, amount=place.mention.amount, currency=place.mention.currency,
        due=Due("event", "as used"), optional=True, confidence=_sure(place, Decimal("0.8")),
    )  # fmt: skip


def _instalments(
    source: Source, place: Place, parts: tuple[int | None, str | None], calendar: Calendar, total: TotalFound | None
) -> list[Finding]:
    """Instalments of one sentence: each dated, evenly spread, or counted from a start. The amount is one of them, or their sum."""
    count, period = parts
    line = source.lines[source.line_at(place.mention.start)]
    words = source.flat[place.mention.start : min(line.end, place.mention.end + 420)]
    own = source.flat[place.mention.start : place.mention.end + len(place.after)]
    dates = find_dates(own)
    single = bool(
        re.search(
            r"(?:instal?lments?|payments?|raten|cuotas) (?:of|in the amount of|von|de)\W*(?:US\$|[A-Z]{3})?\W*$",
            place.before,
            re.IGNORECASE,
        )
    ) or bool(re.match(r"[\s)]*(?:\([^)]*\) )?each\b", place.after))
    if len(dates) > 1 and count in (None, len(dates)):
        return _dated_instalments(place, dates, period, single)
    if (total and not single and not period) or (count is None and period is None):
        return []
    due = (
        series_due(period, words, place.mention.end - place.mention.start, calendar, whole_term=False)
        if period
        else None
    )
    if due is None:
        return []
    due = replace(due, count=count or due.count)
    return [
        Finding(
            _describe(place), "recurring", _quote_start(place), place.mention.end, amount=place.mention.amount, currency=place.mention.currency, due=due,
            amount_is=None if single else "series_total", confidence=_sure(place, Decimal("0.75")),
        )
    ]  # fmt: skip


def _one_off(source: Source, place: Place, calendar: Calendar) -> list[Finding]:
    """A single sum with its own trigger or date; nothing when the words state neither a price nor a due."""
    opening = source.flat[max(0, place.sentence_start - 160) : place.sentence_start]
    priced = (
        _PRICE.search(place.before[-160:])
        or _PRICE.search(place.after[:120])
        or re.search(r"(?:as follows|schedule|payments?):?\W*$", opening, re.IGNORECASE)
    )
    found = find_due(place.after[:260], calendar) if _has_due(place.after, calendar) else None
    in_after = found is not None
    found = found or find_due(_last_part(place.before), calendar)
    if not priced or found is None or _SUM_OF_PARTS.search(place.before[-40:]):
        return []
    kind = kind_of(found.due, place.before[-70:] + place.after[:60])
    end = place.mention.end + (min(found.end, 240) if in_after else 0)
    confidence = Decimal("0.85") if found.plain and in_after else Decimal("0.7")
    return [
        Finding(
            _describe(place), kind, _quote_start(place) if len(place.before) < 120 else place.mention.start, end, amount=place.mention.amount,
            currency=place.mention.currency, due=found.due, optional=bool(_OPTIONAL.search(place.before[-60:])), acceptance=_acceptance(found.due), confidence=_sure(place, confidence),
        )
    ]  # fmt: skip


def _has_due(after: str, calendar: Calendar) -> bool:
    return find_due(after[:260], calendar) is not None


def _last_part(before: str) -> str:
    return before[-200:]


def _acceptance(due: Due) -> str | None:
    accepted = re.search(
        r"\b((?:\w+ ){0,2}(?:acceptance|approval|abnahme|aceptación|réception)\b.*)", due.value or "", re.IGNORECASE
    )
    return accepted[1] if accepted and due.type == "event" else None


def _quote_start(place: Place) -> int:
    """Where the quote begins: with the words that name the fee, at most a clause before the amount."""
    cut = max(
        (match.end() for match in re.finditer(r"[;:,.]\s|\]\s|\b(?:is|are|pay|at|of)\s", place.before[:-1])), default=0
    )
    near = max(cut, len(place.before) - 60)
    return (
        place.mention.start - len(place.before[near:].lstrip()) if place.before[near:].strip() else place.mention.start
    )


def _describe(place: Place) -> str:
    """A short name for the item: the words before the amount, else the bracket after it, the row's label, or the words after it."""
    before = re.split(r"[;\t●•]|\]\s|\.\s(?=[A-Z])", place.before)[-1]
    before = re.sub(r"^.{0,40}?(?:fee structure|fees|as follows)\s*:\s*", "", before, flags=re.IGNORECASE).strip(
        " ,:-–—§"
    )
    clean = before
    for _ in range(3):
        clean = _FILLER.sub("", clean).strip(" ,:(")
    clean = re.sub(r"^(?:per (?:hour|day|\w+ ?\w*)\b|\(\w+\)|and|or|und|i\.e\.?|[\s,)])+", "", clean).strip()
    if len(re.findall(r"[^\W\d_]{3,}", clean)) >= 1 and not re.fullmatch(r"(?:per|for) .{0,60}", clean):
        return clean[-110:].lstrip(" ,)")
    bracket = re.match(r"[^()]{0,30}\((?P<name>[^()\d]{3,60})\)", place.after)
    label = place.label if len(re.findall(r"[^\W\d_]{3,}", place.label)) else ""
    after = re.split(r"[.;,]\s", place.after.strip(" .,-–—)"))[0][:110].strip()
    return bracket["name"] if bracket else label or after or "Payment"


def _sure(place: Place, confidence: Decimal) -> Decimal:
    """Less sure when words and figures of the amount disagree."""
    return confidence if place.mention.sure else min(confidence, Decimal("0.4"))


def _dated_instalments(place: Place, dates: list[DateMention], period: str | None, single: bool) -> list[Finding]:
    """Instalments whose dates are all written: one series when they are evenly apart and called monthly or so, else one item per date."""
    mention = place.mention
    start, end = _quote_start(place), mention.start + dates[-1].end
    series = even_series(dates)
    confidence = _sure(place, Decimal("0.9"))
    if series and (period or not single):
        kind, share = "recurring", None if single else "series_total"
        return [
            Finding(_describe(place), kind, start, end, amount=mention.amount, currency=mention.currency, due=series, amount_is=share, confidence=confidence)
        ]  # fmt: skip
    if not single:
        return []
    return [
        Finding(
            f"Instalment {number} of {len(dates)}", "date", start, end, amount=mention.amount, currency=mention.currency,
            due=Due("date", day.day.isoformat()), confidence=confidence,
        )
        for number, day in enumerate(dates, 1)
    ]  # fmt: skip
