"""Prices in running text: each amount with the words around it becomes a fee, a rate, an instalment, or nothing."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from flowmono.intelligence.contracts.balance import rest_of_parts, said_in_parts
from flowmono.intelligence.contracts.calendar import Calendar
from flowmono.intelligence.contracts.dues import MOMENT, DueFound, find_due, kind_of, tidy_trigger
from flowmono.intelligence.contracts.elsewhere import due_elsewhere
from flowmono.intelligence.contracts.findings import Finding, TotalFound
from flowmono.intelligence.contracts.money import MoneyMention
from flowmono.intelligence.contracts.places import Place, describe, find_places, quote_start, sure
from flowmono.intelligence.contracts.recurring import instalments, payment_rhythm, series_due
from flowmono.intelligence.contracts.source import Line, Source
from flowmono.intelligence.contracts.spread import read_instalments
from flowmono.intelligence.contracts.totals import RIGHT_TO_BUY
from flowmono.intelligence.contracts.traps import LIABILITY, SPENT, TAKES_OFF, is_trap
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
    r"\b(?:additional|extra|overage|excess|beyond|above|exceeding|in excess of|optional|option|if (?:customer|client|requested)|unused|rush"
    r"|surcharge|further|zusätzlich\w*|weitere[rs]?|optional\w*|adicional\w*"
    r"|supplémentaire\w*|upon request|renewal period|right to purchase)\b",
    re.IGNORECASE,
)  # fmt: skip
_CEILING = re.compile(
    r"\b(?:not (?:to )?(?:[\w-]+ ){0,3}?exceed|not-to-exceed|no more than|nicht überschreiten|ceiling|capped|höchstens|maximal|no exceder\w*|ne (?:dépass"
    r"|excéd)\w+|up to a maximum)\b",
    re.IGNORECASE,
)
_AT_MOST = re.compile(
    r"\b(?:(?:up )?to a maximum(?: of)?|(?:is|are|be) limited to|with a maximum of|subject to a (?:maximum|ceiling|limit) of|but not (?:more than"
    r"|exceeding)|höchstens(?: jedoch)?|maximal"
    r"|con un (?:máximo|tope|límite) de|hasta un máximo de|dans la limite de|plafonnée?s? à|avec un maximum de|au maximum|met een maximum van"
    r"|ten hoogste)\W*$",
    re.IGNORECASE,
)
# "10% up to a maximum of CHF 1,500": a share, and no sum of its own.
_SHARE_OF = re.compile(r"\d ?%[^.;:]{0,25}\bmaximum\b[^.;:]{0,8}$", re.IGNORECASE)
_THRESHOLD = re.compile(
    r"\b(?:more than|less than|greater of|exceeds?(?: a value of| the amount of)?|in excess of|at least|over|up to|minimum of|below|above"
    r"|mehr als|mindestens|unter"
    r"|über)\s*(?:an? aggregate of )?$|\bsubject to an? (?:minimum|maximum) (?:\w+ )?charge (?:of|or)\s*$",
    re.IGNORECASE,
)
# "from $100,000 to $400,000 per month": two ends of a range, no price.
_RANGE = re.compile(r"\s*(?:to|through|up to|bis|à|hasta|–|—|-)\s*", re.IGNORECASE)
_OR_MORE = re.compile(r"[\s)]{0,2}or (?:above|more|higher|over|less|below)\b", re.IGNORECASE)
_MINIMUM_FEE = re.compile(r"\bminimum (?:\w+ )?(?:fee|charge|payment|commitment)\b", re.IGNORECASE)
_RECAP = re.compile(r"\b(?:i\.e\.|that is|equal to|totall?ing|=|d\.h\.|es decir|soit|entspricht)\W*$", re.IGNORECASE)
# "(140 seats at $85 each)" says what the price before it is made of.
_PIECES_AT = re.compile(r"\(\d[\d,.]* [\w ]{2,40} (?:at|à|zu|@)\s*$", re.IGNORECASE)
_ABOUT = re.compile(
    r"\b(?:about|approximately|approx\.?|around|roughly|circa|ca\.?|some|etwa|environ|unos)\s*$", re.IGNORECASE
)
_ABOUT_SURE = Decimal("0.6")
_THAT_IS = re.compile(
    r"\b(?:that is(?: to say)?|i\.e\.|d\.h\.|das sind|es decir|soit|corresponding to)\W*$", re.IGNORECASE
)
_FACTORS = re.compile(r"[*×x]\s*\d|\b\d+\s*[×x]\s", re.IGNORECASE)
_SUM_OF_SERIES = re.compile(r"\b(?:instal?lments?|payments|raten|cuotas) (?:of|von|zu|de)\W*(?:US)?$", re.IGNORECASE)
# "If the client agreement does not include a fee, $2.00": a price for the case that another paper names none.
_FALLBACK = re.compile(
    r"\b(?:if|where|unless|absent|in the absence of|falls|wenn|sofern|si|sauf)\b[^.;]{0,90}\b(?:does not|do not|is not|are not|not (?:include|state|set)"
    r"|no|keine?n?|nicht|no (?:incluye|indica)|ne \w+ pas)\b[^.;]{0,90}\b(?:fees?|prices?|rates?|amounts?|gebühr\w*|preis\w*|precio\w*|prix)\b[^.;]*$",
    re.IGNORECASE,
)
_FALLBACK_SURE = Decimal("0.6")
# "The additional EUR 14,000 is payable on …": what was agreed above, not a price for more work.
_AGREED_MORE = re.compile(
    r"\b(?:the (?:additional|further)(?: (?:amount|fee|sum|price))?(?: of)?|of (?:this|that) (?:amount|sum|fee|total))\W*$",
    re.IGNORECASE,
)
# A due that another clause says of a fee of the same name is asked about.
_DUE_ELSEWHERE = Decimal("0.6")
_SAYS_WHEN = re.compile(
    r"^(?:is|are|shall be|will be|falls?|becomes?|to be)\b[^.;]{0,12}?\b(?:due|payable|paid|invoiced)\b", re.IGNORECASE
)
_SUM_OF_PARTS = re.compile(r"\b(?:of which|comprising|consisting of|breakdown|davon)\b", re.IGNORECASE)


def read_prose(
    source: Source,
    money: Sequence[MoneyMention],
    calendar: Calendar,
    totals: Sequence[TotalFound],
    used: Sequence[MoneyMention],
) -> list[Finding]:
    """The schedule items that running text states, in order, without the amounts in ``used``, which belong to other items.

    Totals are left to ``totals`` unless they are paid as one sum.
    """
    total_places = {(total.start, total.end): total for total in totals}
    spans = {total.end: total for total in total_places.values()}
    items: list[Finding] = []
    trapped = -1
    previous: MoneyMention | None = None
    for place in find_places(source, money):
        trap = is_trap(place.before, place.after, place.lead)
        # What follows in the same list is of the same kind: "damages of RMB 500 on the first day, RMB 1,000 on the second".
        goes_on = 0 <= trapped == place.mention.start - len(place.before) and _NEXT_STEP.fullmatch(place.before)
        trapped = place.mention.end if trap or goes_on else -1
        if place.mention in used or trap or goes_on or _is_threshold(place):
            continue
        line = source.lines[source.line_at(place.mention.start)]
        if _SUPPOSED.search(source.flat, max(line.start, place.mention.start - 200), place.mention.start):
            continue
        if SPENT.search(source.flat, max(line.start, place.mention.start - 200), place.mention.start):
            continue
        if _INSURES.search(source.flat, max(line.start, place.sentence_start), place.mention.start):
            continue
        total = spans.get(place.mention.end)
        slashed = bool(re.search(r"[.;] / ", source.flat[max(0, place.mention.start - 110) : place.mention.start]))
        found = [replace(item, after_slash=slashed) for item in _read_place(source, place, calendar, total)]
        if RIGHT_TO_BUY.search(place.before[-260:]):
            found = [replace(item, optional=True) for item in found]
        if found and previous is not None:
            found += rest_of_parts(previous, place, found[0], calendar)
        previous = place.mention
        if _in_a_flat_row(source, place, money) or _FORMULA.match(place.after):
            found = [replace(item, confidence=min(item.confidence, _FALLBACK_SURE)) for item in found]
        if _FALLBACK.search(place.before):
            found = [replace(item, confidence=min(item.confidence, _FALLBACK_SURE)) for item in found]
        items += found
    return items


# "$250,000, plus a percentage of …": the least of what a formula gives.
_FORMULA = re.compile(r"[\s)]*,? plus an? (?!tax|vat|service)", re.IGNORECASE)


def _in_a_flat_row(source: Source, place: Place, money: Sequence[MoneyMention]) -> bool:
    """Whether nothing but blanks parts the amount from a neighbour: cells of a table that lost its columns."""
    at = bisect_left([one.start for one in money], place.mention.start)
    beside = [(money[at - 1].end, place.mention.start)] if at else []
    beside += [(place.mention.end, money[at + 1].start)] if at + 1 < len(money) else []
    return any(start < end and not source.flat[start:end].strip(" |") for start, end in beside)


_NEXT_STEP = re.compile(r" (?:per|a|for each|for every|on|for|in) [^.;:()]{3,60}(?:,| and|, and) ", re.IGNORECASE)
# A sentence that only reckons an example: "For the purpose of evaluation the tender assumed …".
_SUPPOSED = re.compile(
    r"\bfor (?:the )?purposes? of (?:evaluation|comparison|illustration)\b|\bby way of (?:illustration|example)\b"
    r"|\b(?:for (?:example|instance)|e\.g\.|example|beispiel|zum beispiel|z\.b\.|par exemple|por ejemplo|bijvoorbeeld)\b(?=[:,]? )[^.;]*$"
    r"|\b(?:beispielhaft|à titre d['’]exemple)\b",
    re.IGNORECASE,
)


# What is to be insured, at which values: every amount of the list that follows.
_INSURES = re.compile(
    r"\b(?:shall|must|will|to) insure\b(?![^.;]*\b(?:pay|fee)\b)|\breplacement values?\b", re.IGNORECASE
)


def _is_threshold(place: Place) -> bool:
    """Whether the amount only bounds something ("revenues in excess of $1m") or adds up the instalments that follow it."""
    if _RANGE.fullmatch(place.before) or _RANGE.fullmatch(place.after):
        return True
    if _OR_MORE.match(place.after):
        return True
    bound = _THRESHOLD.search(place.before[-30:]) and not _MINIMUM_FEE.search(place.before)
    return bool(bound and not _CEILING.search(place.before[-60:])) or bool(_SUM_OF_SERIES.search(place.after))


def _read_place(source: Source, place: Place, calendar: Calendar, total: TotalFound | None) -> list[Finding]:
    if _PIECES_AT.search(place.before):
        return []
    # "eight equal instalments of £3,125 each": each of them, and no price by the piece.
    one_of_them = bool(instalments(place.before[-60:])) and bool(_EACH.match(place.after))
    per = (
        None
        if one_of_them
        else (
            paid_per(place.after)
            or _paid_before(place)
            or (paid_by_name(place.before) if not instalments(place.before[-60:]) else None)
        )
    )
    if per and _AT_MOST.search(place.before):
        return []  # "con un máximo de 1.200,00 € al mes": how high something else may come.
    if per and per.period and not per.unit:
        return [_recurring(source, place, per, calendar)]
    if per and per.unit:
        # "… for the series, that is EUR 55,000 per episode" only divides what was said before.
        # … and "@ Rs. 82,000 per bus per month, i.e. Rs. 492,000 per month" only says what the sum behind it is made of.
        made_of = per.period and _THAT_IS.search(place.after)
        return [] if made_of or _THAT_IS.search(place.before) else [_rate(place, per)]
    parts = read_instalments(source, place, calendar, total)
    if parts:
        return parts
    line = source.lines[source.line_at(place.mention.start)]
    if not total and _in_price_list(source, place):
        return [replace(_rate(place, PaidFor("piece", None)), confidence=sure(place, Decimal("0.8")))]
    if not total and _NET_OF_TWO.search(source.flat[max(line.start, place.mention.start - 160) : place.mention.start]):
        return [replace(_rate(place, PaidFor("piece", None)), confidence=sure(place, Decimal("0.8")))]
    unit = rate_heading(
        re.split(r"\.\s", source.flat[max(line.start, place.mention.start - 500) : place.mention.start])[-1]
    )
    unit = unit or _listed_under_rates(source, line)
    if unit and not total and not _CEILING.search(place.before[-60:]) and len(place.sentence) < 600:
        return [_rate(place, PaidFor(unit, None), listed=True)]
    if _CEILING.search(place.before[-60:]):
        if _SHARE_OF.search(source.flat[max(line.start, place.mention.start - 60) : place.mention.start]):
            return []
        capped = (total is not None and total.strength >= 3) or bool(
            LIABILITY.search(place.sentence)
            or TAKES_OFF.search(place.sentence[: place.mention.start - place.sentence_start])
        )
        return [] if capped else [_ceiling(place)]
    if total and total.strength >= 3:
        return []
    return _one_off(source, place, calendar)


# "Retail $495 License Wholesale $395": what the reseller pays stands beside what its customers do.
_NET_OF_TWO = re.compile(
    r"\b(?:retail|list|suggested|msrp)\b[^.;]{0,120}\b(?:wholesale|dealer|reseller|distributor|transfer|net)(?: (?:price|cost|fee))?[ :]*$",
    re.IGNORECASE,
)


def _paid_before(place: Place) -> PaidFor | None:
    """What a price is for where that stands before it in a list: "clearing of the paths, per call-out: EUR 365.00"."""
    match = _UNIT_BEFORE.search(place.before)
    per = paid_per(f" per {match['what']}") if match else None
    return replace(per, end=0) if per else None


_EACH = re.compile(r"[\s)]*(?:\([^()]{0,120}\)\s*)?(?:each|jeweils|chacun\w*|cada un\w)\b", re.IGNORECASE)
_UNIT_BEFORE = re.compile(r"(?:^|[,;(–-]\s?|\s)(?:per|je|pro|par|por)\s(?P<what>[\w³²]{2,25})\)?:\s*$", re.IGNORECASE)


def _in_price_list(source: Source, place: Place) -> bool:
    """Whether the amount is one of a list of prices ("Emergency visit: €65.00"): a line beside it says what such a price is for."""
    index = source.line_at(place.mention.start)
    if not _PRICE_LINE.fullmatch(source.lines[index].text):
        return False
    for step in (-1, 1):
        at = index + step
        while (
            0 <= at < len(source.lines)
            and abs(at - index) < 12
            and (line := _PRICE_LINE.fullmatch(source.lines[at].text))
        ):
            if paid_per(line["after"]):
                return True
            at += step
    return False


def _listed_under_rates(source: Source, line: Line) -> str | None:
    """The unit of a bare name and price ("• Partner – £1,460") below a line that ends in a colon and says that rates follow."""
    if not _NAME_AND_PRICE.fullmatch(line.text):
        return None
    index = source.line_at(line.start)
    for above in reversed(source.lines[max(0, index - 12) : index]):
        if not _NAME_AND_PRICE.fullmatch(above.text):
            return rate_heading(above.text[-260:]) if above.text.rstrip().endswith(":") else None
    return None


_NAME_AND_PRICE = re.compile(
    r"\W{0,4}[^\W\d_][^:;\t.\d]{2,60}\s?[–—:-]\s?(?:[A-Z]{3} ?|[A-Z]{0,2}[$€£] ?)\d[\d.,' ]*(?: ?(?:[A-Z]{3}|[$€£]))?[.;,]?"
)
# "Caesarean section, day: €395.00"
_PRICE_LINE = re.compile(
    r"[^:;\t]{3,80}:\s(?:[A-Z]{3} ?|[$€£] ?)?\d[\d.,' ]*(?:[.,][-–—]+)? ?(?:[A-Z]{3}|[$€£])?(?P<after>(?: [^.;:\t\d]{2,40})?)",
)


def _recurring(source: Source, place: Place, per: PaidFor, calendar: Calendar) -> Finding:
    line = source.lines[source.line_at(place.mention.start)]
    begin = max(place.sentence_start, place.mention.start - 600)
    words = source.flat[begin : min(line.end, place.mention.end + 320)]
    offset = place.mention.end - begin
    period = per.period or "P1M"
    rhythm = payment_rhythm(words[max(0, offset - 60) :], period) if period == "P1Y" else None
    bare_minimum = bool(_MINIMUM_FEE.search(place.before))
    due = series_due(rhythm or period, words, offset, calendar, whole_term=not bare_minimum)
    start = quote_start(place)
    return Finding(
        describe(place), "recurring", start, place.mention.end + per.end, amount=place.mention.amount, currency=place.mention.currency, due=due,
        optional=bool(_OPTIONAL.search(place.before[-80:])), amount_is="annual" if rhythm else None,
        confidence=min(
            sure(place, Decimal("0.9") if due.count else Decimal("0.7")),
            _ABOUT_SURE if _ABOUT.search(place.before) else Decimal(1),
        ),
    )  # fmt: skip


def _rate(place: Place, per: PaidFor, *, listed: bool = False) -> Finding:
    use = (
        Due("period", None, per.period)
        if per.period
        else Due("event", "as ordered" if _OPTIONAL.search(place.before) else "as used")
    )
    optional = bool(_OPTIONAL.search(place.before[-110:])) or bool(_recap_follows(place))
    start = place.mention.start - len(place.before) if listed else quote_start(place)
    while listed and place.sentence[start - place.sentence_start : start - place.sentence_start + 1] in " ;,:.":
        start += 1
    bracket = re.match(r"\s*\((?P<name>[^()\d]{3,60})\)", place.after[per.end :])
    name = place.before.strip(" ;,:.") if listed else bracket["name"] if bracket else describe(place)
    name = re.sub(r"^(?:and|und|y|et)\s+", "", name.split(":")[-1].strip()) if listed else name
    return Finding(
        f"{name} rate per {per.unit}" if listed else name, "unit_price", start, place.mention.end + per.end, amount=place.mention.amount,
        currency=place.mention.currency, due=use, unit=per.unit, optional=optional, confidence=sure(place, Decimal("0.9")),
    )  # fmt: skip


def _recap_follows(place: Place) -> bool:
    """Whether the rate is only the arithmetic behind an amount that follows ("for 240 users, i.e. EUR 109,440 per year")."""
    in_brackets = re.search(r"\b(?:for|×|x) \d[\d,.]* .{1,40}\($", place.after.rstrip())
    return bool(in_brackets or _RECAP.search(place.after.rstrip())) or bool(
        _FACTORS.search(place.after[:80]) and place.after.rstrip().endswith("=")
    )


def _ceiling(place: Place) -> Finding:
    return Finding(
        "Ceiling for work at rates", "milestone", quote_start(place), place.mention.end, amount=place.mention.amount, currency=place.mention.currency,
        due=Due("event", "as used"), optional=True, confidence=sure(place, Decimal("0.8")),
    )  # fmt: skip


def _one_off(source: Source, place: Place, calendar: Calendar) -> list[Finding]:
    """A single sum with its own trigger or date; nothing when the words state neither a price nor a due."""
    if re.search(r"\brates?\b[^.;]{0,70}$", place.before, re.IGNORECASE):
        return []
    after = _NEXT_ENTRY.split(place.after[:260])[0]
    earlier = find_due(_LONG_ASIDE.sub(" ", place.before)[-220:], calendar)
    # Where its moment stands before a sum, the verb may stand some entries of the list above.
    opening = source.flat[
        max(
            0, place.mention.start - (700 if earlier and _OPENS_ANEW.match(place.before) else 420)
        ) : place.mention.start
    ]
    priced = _PRICE.search(opening) or _PRICE.search(place.after[:120])
    ends = source.sentence_at(place.mention.start)[1] - place.mention.end
    if earlier and (_OPENS_ANEW.match(after) or 0 <= ends < _FULL_STOP):
        after = ""  # What follows is the moment of another sum, or another sentence.
    clause = re.split(r";\s|,? and the (?:remaining |outstanding )?(?:balance|remainder|rest)\b", after)[0]
    found = find_due(clause, calendar) or find_due(after, calendar)
    in_after = found is not None
    if found is None and after and (moment := MOMENT.match(after)):
        # "$96,200 once all cabinets have been removed": what begins like a moment is one, whatever it is called.
        found, in_after = DueFound(Due("event", tidy_trigger(moment["moment"])), 0, moment.end(), plain=False), True
    found = found or find_due(place.before[-200:], calendar) or earlier or _deposit_due(place)
    elsewhere = None
    if found is None and priced:
        elsewhere = due_elsewhere(source, place, calendar)
        found = elsewhere
    # "of which EUR 4,000 is VAT" names a part; a part with a moment of its own is an instalment.
    if not priced or found is None or (_SUM_OF_PARTS.search(place.before[-40:]) and not in_after):
        return []
    kind = kind_of(found.due, place.before[-70:] + place.after[:60])
    end = place.mention.end + (min(found.end, 240) if in_after else 0)
    follows_another = place.mention.start - len(place.before) > place.sentence_start and not re.match(
        r"\W*\(?\w{1,4}\)", place.before
    )
    name = describe(place)
    nameless = name == place.label or any(said.search(name) for said in (_SUM_OF_PARTS, _AGREED_MORE, _SAYS_WHEN))
    if in_after and (follows_another or nameless):
        name = re.sub(r"\s+", " ", place.after[found.start : found.end]).strip(" .,;:(")
        name = re.sub(r"[\s,;]+(?:and|plus)$", "", name) or describe(place)
    start = (
        place.mention.start
        if in_after and follows_another
        else quote_start(place)
        if in_after
        else place.mention.start - min(len(place.before), 300)
    )
    confidence = Decimal("0.85") if found.plain and in_after else Decimal("0.7")
    if elsewhere is not None:
        confidence = _DUE_ELSEWHERE
    return [
        Finding(
            name, kind, start, end, amount=place.mention.amount,
            currency=place.mention.currency, due=found.due, optional=bool(_OPTIONAL.search(_AGREED_MORE.sub("", place.before)[-60:])),
            acceptance=_acceptance(found.due), confidence=sure(place, confidence),
        )
    ]  # fmt: skip


_FIRST_FEE = re.compile(
    r"\b(?P<name>(?:initial|up-?front)(?: one-time| non-?refundable)?,? (?:[\w-]+ ){0,2}(?:fee|payment)) (?:of|in the amount of|equal to)\W*$",
    re.IGNORECASE,
)
# "… $225,000; and (ii) within thirty days of": the next of a list of payments.
_NEXT_ENTRY = re.compile(r"[;,]\s+(?:(?:and|or)\s+)?\(?(?:[b-h]|[ivx]{2,4}|v|[2-9])\)\s")
# "… USD 500,000 Upon receipt of …": a list without marks, in which each moment stands before its sum.
_OPENS_ANEW = re.compile(
    r"[\s,;]*(?:\d{1,2}(?:\.\d{1,2}){1,3}\.? (?:[A-Z]\w+ ){0,3})?(?:Upon|After|Within|Following) [a-z]"
)
_LONG_ASIDE = re.compile(r"\([^()]{40,}\)")
_FULL_STOP = 4


def _deposit_due(place: Place) -> DueFound | None:
    """A deposit, a down payment or an initial fee without a stated moment is due when the contract is signed."""
    words = place.before[-45:] + "§" + place.after[:45]
    first = None if said_in_parts(place.after) else _FIRST_FEE.search(place.before[-70:])
    if first:
        return DueFound(Due("event", f"{' '.join(first['name'].casefold().split())} on signature"), 0, 1, plain=False)
    match = re.search(
        r"\b(?:deposit|down[ -]?payment|prepayment|advance payment|up-?front|anzahlung|anticipo|acompte)\b",
        words,
        re.IGNORECASE,
    )
    return DueFound(Due("event", f"{match.group().casefold()} on signature"), 0, 1, plain=False) if match else None


def _acceptance(due: Due) -> str | None:
    accepted = re.search(
        r"\b((?:\w+ ){0,2}(?:acceptance|approval|abnahme|aceptación|réception)\b.*)", due.value or "", re.IGNORECASE
    )
    return accepted[1] if accepted and due.type == "event" else None
