"""The embedded reader: runs the rules over one contract and puts what they found together."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import cast

from flowmono.intelligence.contracts.amends import find_amended
from flowmono.intelligence.contracts.balance import with_balance
from flowmono.intelligence.contracts.beside import accepted_elsewhere, said_of_rows, with_shared_rows
from flowmono.intelligence.contracts.calendar import Calendar, find_signature_start, read_calendar, runs_from_start
from flowmono.intelligence.contracts.checks import check_sums
from flowmono.intelligence.contracts.clauses import find_clauses
from flowmono.intelligence.contracts.currencies import choose_currency
from flowmono.intelligence.contracts.details import read_parties
from flowmono.intelligence.contracts.findings import Finding, TotalFound
from flowmono.intelligence.contracts.heading import find_law, find_title
from flowmono.intelligence.contracts.money import MoneyMention, find_money
from flowmono.intelligence.contracts.moved import find_moved
from flowmono.intelligence.contracts.obligations import find_obligations
from flowmono.intelligence.contracts.once import (
    in_one_rhythm,
    is_a_part,
    makes_up_a_row,
    without_announced,
    without_components,
)
from flowmono.intelligence.contracts.orderable import judge_order
from flowmono.intelligence.contracts.parties import find_sides, payer_and_payee
from flowmono.intelligence.contracts.payment import TermFound, find_payment_term
from flowmono.intelligence.contracts.price_lines import read_price_lines
from flowmono.intelligence.contracts.prose import read_prose
from flowmono.intelligence.contracts.renewal import find_renewal
from flowmono.intelligence.contracts.rivals import with_rivals
from flowmono.intelligence.contracts.second_opinion import DISPUTED, with_spans
from flowmono.intelligence.contracts.shares import read_shares, with_parts
from flowmono.intelligence.contracts.source import Source, fold
from flowmono.intelligence.contracts.spread import read_lump, read_years
from flowmono.intelligence.contracts.tables import find_tables, read_table
from flowmono.intelligence.contracts.totals import choose_total, find_totals, schedule_sums
from flowmono.intelligence.contracts.traps import is_nominal
from flowmono.intelligence.contracts.unfilled import find_unfilled, without_unfilled
from flowmono.intelligence.contracts.withholding import find_advance, find_retention
from flowmono.intelligence.reader import (
    AmountIs,
    Due,
    ItemKind,
    PageSpan,
    PaymentTerms,
    Reading,
    ScheduleItem,
    Total,
    TotalKind,
    UnreadableText,
    Value,
    enforce_quotes,
    require_readable,
)
from flowmono.intelligence.spans.reader import read_spans

NAME = "rules"
MOST_AMOUNTS = 4000
_ENGLISH = re.compile(r"(?:on|upon|after|within|by|at|following|P\d+\w+ (?:after|before)) ")
VERSION = "4"


# A fee of the running text that has no part in a total to which the schedule adds up without it: it may be the price of another thing.
_OUTSIDE_THE_TOTAL = Decimal("0.7")


@dataclass(frozen=True)
class EmbeddedReader:
    """Careful rules with the span reader beside them; no network. The same text gives the same reading."""

    name: str = NAME
    version: str = VERSION

    def read(self, text: str, pages: Sequence[PageSpan] = ()) -> Reading:
        """The terms found in the text, each with its verbatim quote; raises UnreadableText for an empty or overlong text."""
        require_readable(text)
        source = fold(text, pages)
        calendar = read_calendar(source)
        money = [one for one in find_money(source.flat) if not is_nominal(one.amount, source.flat[: one.start])]
        if len(money) > MOST_AMOUNTS:
            raise UnreadableText(
                f"The text has {len(money)} amounts; at most {MOST_AMOUNTS} are read. Attach a price list apart from the contract."
            )
        items, total, adds_up = find_schedule(source, money, calendar)
        proved = adds_up and not any(item.reckoned for item in items) and not _is_itself(items, total)
        if total is None:
            items = [_of_no_price(item) for item in items]
        orderable, why_not = judge_order(source, items, total)
        code, sure, span = choose_currency(source, money, _priced(money, items, total))
        items = [replace(item, currency=item.currency or code) for item in items] if orderable else []
        total = total if orderable else None
        sides = find_sides(source)
        payer, payee, agree = payer_and_payee(sides)
        side_sure = (
            Decimal("0.95") if agree and payer and payer.label_votes else Decimal("0.85") if agree else Decimal("0.6")
        )
        term, rivals = find_payment_term(source)
        reading = Reading(
            model=self.name,
            version=self.version,
            orderable=orderable,
            why_not=why_not,
            parties=read_parties(source, sides, payer, payee),
            payer=self._value(source, "payer", payer.name.name, (payer.name.start, payer.name.end), side_sure)
            if payer
            else None,
            payee=self._value(source, "payee", payee.name.name, (payee.name.start, payee.name.end), side_sure)
            if payee
            else None,
            currency=self._value(source, "currency", code, span, sure) if code and span else None,
            total=_total(source, total, code, proved),
            payment_terms=_payment_terms(source, term, rivals),
            # A part of the price that the schedule itself keeps for last is kept back once, there.
            retention=None if any(item.kind == "retention" for item in items) else find_retention(source, calendar),
            advance=find_advance(source),
            schedule=tuple(_schedule_item(source, item, proved) for item in items),
            renewal=find_renewal(source),
            obligations=tuple(
                replace(duty, currency=duty.currency or code) if duty.amount is not None else duty
                for duty in find_obligations(source, money)
            ),
            checks=check_sums(items, total, adds_up),
        )
        reading = self._amending(self._with_calendar(reading, source, calendar), source, money)
        own_start = calendar.term is None or runs_from_start(source, calendar)
        spans, ruled = read_spans(text), reading.effective_on
        reading = with_spans(reading, spans, text, pages, reckoned=own_start)
        if calendar.start_is_disputed and ruled is not None and reading.effective_on is not None:
            # The sentence about taking effect says which day; where the text names another as well, a person is asked.
            doubtful = min(reading.effective_on.confidence, DISPUTED)
            reading = replace(reading, effective_on=replace(ruled, confidence=doubtful))
        rival_totals = find_totals(source, money) if reading.amends is None else []
        reading = with_rivals(reading, source, calendar, totals=rival_totals, items=items, terms=rivals)
        reading = replace(reading, clauses=find_clauses(spans, text, pages))
        return enforce_quotes(without_unfilled(reading, find_unfilled(text)), text)

    def _value(self, source: Source, name: str, value: str | date, span: tuple[int, int], sure: Decimal) -> Value:
        return Value(name, value, source.evidence(*span), sure, self.name, self.version)

    def _amending(self, reading: Reading, source: Source, money: Sequence[MoneyMention]) -> Reading:
        """A paper that changes another one: its prices may be the new whole of what is ordered already, so none of them is certain."""
        span = find_amended(source, money)
        if span is None:
            return reading
        words = source.evidence(*span)
        return replace(
            reading,
            amends=Value("amends", " ".join(words.quote.split()), words, DISPUTED, self.name, self.version),
            total=reading.total and replace(reading.total, confidence=min(reading.total.confidence, DISPUTED)),
            schedule=tuple(replace(item, confidence=min(item.confidence, DISPUTED)) for item in reading.schedule),
        )

    def _with_calendar(self, reading: Reading, source: Source, calendar: Calendar) -> Reading:
        title, law = find_title(source), find_law(source)
        agreed = calendar.agreed or calendar.effective
        signature = find_signature_start(source)
        if signature is not None:
            # A day that stands beside such words is that of another agreement.
            calendar = replace(calendar, start=None, effective=None)
        dates = {
            name: Value(
                name, mention.day, source.evidence(mention.start, mention.end), Decimal("0.9") if mention.sure else Decimal("0.5"), self.name, self.version
            )
            for name, mention in (("agreement_on", agreed), ("effective_on", calendar.start or calendar.effective), ("ends_on", calendar.end))
            if mention is not None
        }  # fmt: skip
        return replace(
            reading,
            title=self._value(source, "title", title[0], title[1], Decimal("0.8")) if title else None,
            governing_law=self._value(source, "governing_law", law[0], law[1], Decimal("0.85")) if law else None,
            term=self._value(
                source, "term", calendar.term.iso, (calendar.term.start, calendar.term.end), Decimal("0.8")
            )
            if calendar.term
            else None,
            agreement_on=dates.get("agreement_on"),
            effective_on=dates.get("effective_on"),
            starts_on_signature=self._value(
                source, "starts_on_signature", source.flat[slice(*signature)], signature, Decimal("0.8")
            )
            if signature
            else None,
            ends_on=dates.get("ends_on") or self._computed_end(source, calendar),
        )

    def _computed_end(self, source: Source, calendar: Calendar) -> Value | None:
        """The last day of a term of months or years from a stated day: computed, with the sentence of the term as its evidence."""
        day = calendar.last_day
        if day is None or calendar.term is None or not runs_from_start(source, calendar):
            return None
        sure = Decimal("0.7") if calendar.term.sure else Decimal("0.4")
        return self._value(source, "ends_on", day, (calendar.term.start, calendar.term.end), sure)


def find_schedule(
    source: Source, money: Sequence[MoneyMention], calendar: Calendar
) -> tuple[list[Finding], TotalFound | None, bool]:
    """The schedule items, the stated total, and whether the items add up to it.

    Sentences that call an amount a total are first left out of the schedule; those that turn out to be rivals of the true total are
    read again as what else they may be: a ceiling for extra work, a single payment.
    """
    lists, covered, table_total = _read_tables(source, calendar)
    listed = [item for found in lists for item in found]
    loose = [mention for mention in money if not any(start <= mention.start < end for start, end in covered)]
    shares, used = ([], []) if any(item.percent for item in listed) else read_shares(source, loose, calendar, covered)
    if shares:
        listed, shares = with_shared_rows(source, listed, shares)
    prices, priced = read_price_lines(source, loose)
    loose = [mention for mention in loose if mention not in priced]
    listed = [*listed, *prices]
    years, yearly = read_years(source, loose, calendar)
    structured, used = [*listed, *shares, *years], [*used, *yearly]
    moved = find_moved(source, loose)
    loose = [mention for mention in loose if mention not in moved.gone]
    unmoved = [mention for mention in loose if mention not in moved.parts]
    totals = [*moved.totals, *find_totals(source, [mention for mention in unmoved if mention not in yearly])]
    # "Total viable count" is a row of a price list, not what its rows add up to.
    totals = [one for one in totals if not any(item.start <= one.start < item.end for item in listed)]

    def beside(called_total: Sequence[TotalFound]) -> list[Finding]:
        """The items, with these amounts left out of the schedule as totals."""
        prose = read_prose(source, loose, calendar, called_total, used)
        return in_one_rhythm(without_components(_with_prose(structured, prose), lists))

    items = beside(totals)
    total, adds_up = choose_total(totals, items, table_total, unmoved)
    if total is not None and not adds_up and not moved.moves and is_a_part(total, items):
        # What costs less than the rest of the schedule is one of its prices.
        totals = [rival for rival in totals if rival.amount != total.amount]
        items = beside(totals)
        total, adds_up = choose_total(totals, items, table_total, unmoved)
    if moved.moves:
        return _of_amendment(source, moved.totals, items, calendar)
    if not adds_up and any(rival.strength >= 3 and rival != total for rival in totals):
        kept = [total] if total is not None else []
        items = beside(kept)
        total, adds_up = choose_total(kept, items, table_total, unmoved)
    if total is not None and not total.strength > 1 and _is_no_price(source, total):
        total, adds_up = None, False
    items = with_parts(in_one_rhythm(_without_total(items, total)), total)
    items = without_announced(items, source.flat, total)
    firm = [item for item in items if item.kind != "unit_price" and not item.optional]
    if total is not None and total.kind == "fixed" and not firm:
        items = [*items, read_lump(source, total, calendar)]
    if not adds_up:
        items = with_balance(source, items, total, calendar)
    return items, total, adds_up


def _is_no_price(source: Source, total: TotalFound) -> bool:
    """Whether an amount that no word calls a total, and that equals the sum by accident, insures or limits something."""
    start, _ = source.sentence_at(total.start)
    return _INSURED.search(source.flat, max(start, total.start - 70), total.start) is not None


_INSURED = re.compile(
    r"\b(?:insur(?!er)\w+|liab\w+|polic(?:y|ies)|cover|indemn\w+|haftung\w*|versicherung\w*|assurance|seguro)\b",
    re.IGNORECASE,
)


def _of_amendment(
    source: Source, totals: Sequence[TotalFound], items: list[Finding], calendar: Calendar
) -> tuple[list[Finding], TotalFound | None, bool]:
    """An amendment that moves the whole: its total is the new whole, its items are what it adds.

    Where it does not say what comes out, or says two things, the total is not known. A share of a total is not reckoned: it may be
    one of the whole or of what is added.
    """
    total = totals[0] if len({one.amount for one in totals}) == 1 else None
    items = [replace(item, percent_base="fee") if item.percent is not None else item for item in items]
    if total is None:
        return items, None, False
    items = [item for item in items if item.from_table or item.amount != total.amount]
    adds_up = total.added in schedule_sums(items)
    firm = [item for item in items if item.kind != "unit_price" and not item.optional]
    if total.added and total.kind == "fixed" and not firm:
        items = [*items, replace(read_lump(source, total, calendar), amount=total.added)]
    return items, total, adds_up


def _read_tables(
    source: Source, calendar: Calendar
) -> tuple[list[list[Finding]], list[tuple[int, int]], Decimal | None]:
    """The items of each price table, the spans of the tables, and what a total row says."""
    lists: list[list[Finding]] = []
    covered: list[tuple[int, int]] = []
    total: Decimal | None = None
    for table in find_tables(source):
        found, said = read_table(source, table, calendar)
        found = said_of_rows(source, found, table.rows[-1].end, calendar)
        span = (table.header.start, table.rows[-1].end)
        found = accepted_elsewhere(source, found, span, table.header.text)
        lists.append(found)
        total = said if said is not None else total
        covered.append((table.header.start, table.rows[-1].end))
    return [found for found in lists if not makes_up_a_row(found, lists)], covered, total


def _with_prose(structured: list[Finding], prose: list[Finding]) -> list[Finding]:
    """Listed items with those of running text. What a table lists is the schedule: sentences add to it, they do not repeat its sums."""
    if any(item.from_table and item.kind != "unit_price" for item in structured):
        known = {item.amount for item in structured}
        prose = [item for item in prose if item.amount not in known]
    return _without_repeats([*structured, *prose])


def _without_repeats(items: list[Finding]) -> list[Finding]:
    """One item for each statement: the same amount, kind and due said twice is one thing, the more certain one.

    A sentence and its translation ("… EUR bei Unterzeichnung. / EUR … on signature.") are one statement; the English one is kept.
    """
    kept: list[Finding] = []
    for item in sorted(items, key=lambda one: one.start):
        twin = next((other for other in kept if _same_statement(item, other)), None)
        if twin is None:
            kept.append(item)
        elif item.confidence > twin.confidence or (item.translates(twin) and _in_english(item)):
            kept[kept.index(twin)] = item
    return kept


def _in_english(item: Finding) -> bool:
    return item.due is not None and bool(_ENGLISH.match(item.due.value or ""))


def _same_statement(one: Finding, other: Finding) -> bool:
    if one.from_table or other.from_table or one.amount != other.amount:
        return False
    one_off = {one.kind, other.kind} <= {"on_signature", "milestone", "date", "deposit", "retention"}
    if one_off and one.translates(other):
        return True
    if (one.percent, one.kind, one.unit) != (other.percent, other.kind, other.unit):
        return False
    same_name = one.description == other.description or one.translates(other)
    return one.due == other.due or (one.kind in ("recurring", "unit_price") and same_name)


_OF_NO_PRICE = Decimal("0.7")


def _of_no_price(item: Finding) -> Finding:
    """A share where no price is stated may be one of anything: of profits, of a refund."""
    bare = item.percent is not None and item.amount is None and not item.from_table
    return replace(item, confidence=min(item.confidence, _OF_NO_PRICE)) if bare else item


def _is_itself(items: Sequence[Finding], total: TotalFound | None) -> bool:
    """Whether the only thing that comes to the total is the statement of the total itself, so that it proves nothing."""
    firm = [item for item in items if item.payable is not None]
    return total is not None and len(firm) == 1 and firm[0].start < total.end and total.start < firm[0].end


def _without_total(items: list[Finding], total: TotalFound | None) -> list[Finding]:
    """The items without the one that only repeats the total, as long as others remain."""
    if total is None:
        return items
    rest = [
        item
        for item in items
        if not (item.amount == total.amount and item.kind not in ("recurring", "unit_price") and not item.from_table)
    ]
    firm = [item for item in rest if not item.optional and item.kind != "unit_price"]
    return rest if firm else items


def _priced(money: Sequence[MoneyMention], items: Sequence[Finding], total: TotalFound | None) -> list[MoneyMention]:
    """The amounts that the schedule and the total stand on."""
    spans = [(item.start, item.end) for item in items] + ([(total.start, total.end)] if total else [])
    return [mention for mention in money if any(start <= mention.start < end for start, end in spans)]


def _total(source: Source, total: TotalFound | None, currency: str | None, adds_up: bool) -> Total | None:
    if total is None:
        return None
    sure = (
        Decimal("0.97")
        if adds_up and total.sure
        else Decimal("0.5")
        if not total.sure
        else Decimal("0.85")
        if total.strength >= 5 and not total.part
        else Decimal("0.7")
    )
    return Total(
        total.amount,
        total.currency or currency,
        cast(TotalKind, total.kind),
        source.evidence(total.start, total.end),
        sure,
    )


def _payment_terms(source: Source, term: TermFound | None, rivals: Sequence[TermFound]) -> PaymentTerms | None:
    if term is None:
        return None
    sure = Decimal("0.6") if rivals else Decimal("0.95") if term.score >= 6 else Decimal("0.8")
    return PaymentTerms(term.days, term.counted_from, source.evidence(term.start, term.end), sure)


def _schedule_item(source: Source, item: Finding, adds_up: bool) -> ScheduleItem:
    sure = item.confidence
    if adds_up and item.payable is not None and not item.told_elsewhere:
        sure = max(sure, Decimal("0.95"))
    elif adds_up and not item.from_table and not item.optional and item.kind != "unit_price":
        sure = min(sure, _OUTSIDE_THE_TOTAL)
    description = re.sub(r"\s+", " ", item.description).strip()
    return ScheduleItem(
        description=description[:1].upper() + description[1:],
        kind=cast(ItemKind, item.kind),
        amount=item.amount,
        percent=item.percent,
        currency=item.currency if item.amount is not None else None,
        due=item.due or Due("event", "unspecified"),
        evidence=source.evidence(item.start, item.end),
        confidence=sure if item.due else min(sure, Decimal("0.5")),
        acceptance=item.acceptance,
        unit=item.unit,
        optional=item.optional,
        amount_is=cast("AmountIs | None", item.amount_is),
        percent_base=item.percent_base,
    )
