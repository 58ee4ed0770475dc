"""Single sentences that change one value: amounts raised or lowered, terms extended, days, names and law changed.

Each gives the new value with its quote, and the arithmetic that the sentence does: what it says was there before, by how much it moves.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from flowmono.intelligence.amending.instructions import Instruction
from flowmono.intelligence.amending.model import Scalar
from flowmono.intelligence.contracts.dates import DateMention, add_months, find_dates
from flowmono.intelligence.contracts.durations import Duration, find_durations
from flowmono.intelligence.contracts.money import MoneyMention, find_money
from flowmono.intelligence.contracts.source import Source
from flowmono.intelligence.reader import Evidence

_TOTAL = re.compile(
    r"\b(?:total|aggregate|contract (?:price|value|sum|amount)|overall|maximum|not[- ]to[- ]exceed|cap|ceiling|gesamt\w*|agreement value"
    r"|order value|fixed (?:fee|price)|budget)\b",
    re.IGNORECASE,
)
_RATE = re.compile(
    r"\b(?:rates?|per (?:hour|day|month|year|unit|user|seat|piece|licen[cs]e)|hourly|daily|monthly|annual(?:ly)?|quarterly|yearly|unit price"
    r"|price per|subscription fee)\b",
    re.IGNORECASE,
)
_UP = re.compile(r"\b(?:increas\w+|rais\w+|added to)\b", re.IGNORECASE)
_DOWN = re.compile(r"\b(?:decreas\w+|reduc\w+|lower\w+)\b", re.IGNORECASE)
_EXTENDS = re.compile(
    r"\b(?:exten\w+|prolong\w+|renewed|postpon\w+|continue\w*|shorten\w*|brought forward|end date|expir\w+|terminat\w+|ends?|mov\w+|chang\w+)\b",
    re.IGNORECASE,
)
_TERM = re.compile(
    r"\b(?:terms?|agreement|contract|period|end date|expir\w+|expiry|services? end|termination date|duration|vertrag\w*)\b",
    re.IGNORECASE,
)
_PAYMENT = re.compile(r"\b(?:pay\w*|invoic\w+|net)\b", re.IGNORECASE)
_NOTICE = re.compile(r"\bnotice\b", re.IGNORECASE)
_INSTEAD = re.compile(
    r"\b(?:instead of|in lieu of|rather than|in place of|not|formerly|previously|no longer)\W{0,3}(?:within |on |until |the )?\W{0,3}$",
    re.IGNORECASE,
)
_FROM = re.compile(
    r"\bfrom\W{0,3}(?:its current |the current |the present |an amount of |a total of |currently )?\W{0,3}$",
    re.IGNORECASE,
)
_BY = re.compile(
    r"\bby\W{0,3}(?:an amount of |a further |a total of |an additional |additional |further |up to )?\W{0,3}$",
    re.IGNORECASE,
)
_NAME = r"(?P<%s>[“\"„]?[A-Z][\w&.’'-]*(?:,? (?:[A-Z&][\w&.’'-]*|of|and|the|de|y|und))*[”\"“]?)"
_RENAMED = re.compile(
    rf"\b(?:has changed|changed|changes|changing) (?:its|the) (?:corporate |company |legal |registered )?name (?:from {_NAME % 'old'} )?to {_NAME % 'new'}"
    rf"|\bname of the (?P<role>[A-Z]\w+) is (?:hereby )?(?:changed|amended) (?:from {_NAME % 'old3'} )?to {_NAME % 'new3'}"
    rf"|{_NAME % 'old2'},? (?:is|has been|was) (?:hereby )?(?:renamed|now (?:known|trading) as|re-?named to) (?:as |to )?{_NAME % 'new2'}"
)
_PAYER = re.compile(r"\b(?:Customer|Client|Buyer|Purchaser|Licensee|Company|Principal|Auftraggeber)\b")
_PAYEE = re.compile(
    r"\b(?:Supplier|Vendor|Contractor|Consultant|Provider|Seller|Licensor|Service Provider|Auftragnehmer)\b"
)


@dataclass(frozen=True)
class Delta:
    """A change of one value. field: as in model.FIELDS, or "item" for a price or day of the schedule, "party" when it is not said whose name.

    after is None when the sentence only says by how much (`by`, signed for money). before: what the sentence says was there.
    """

    field: str
    after: Scalar | None
    quote: Evidence
    told: Evidence
    before: Scalar | None = None
    by: Decimal | str | None = None
    subject: str = ""
    currency: str = ""


def read_delta(source: Source, one: Instruction) -> list[Delta]:
    """What a sentence changes by itself; nothing when it is no such sentence."""
    words = source.flat[one.start : one.end]
    for read in (_renamed, _payment, _notice, _money, _end):
        found = read(source, one, words)
        if found:
            return found
    return []


def _quoted(source: Source, one: Instruction, mention: MoneyMention | DateMention | Duration) -> Evidence:
    return source.evidence(one.start + mention.start, one.start + mention.end)


def _renamed(source: Source, one: Instruction, words: str) -> list[Delta]:
    match = _RENAMED.search(words)
    if match is None:
        return []
    name = next(key for key in ("new", "new2", "new3") if match[key])
    new = match[name].strip('“”"„ .,')
    start = one.start + match.start(name) + match[name].find(new)
    old = next((match[key].strip('“”"„ .,') for key in ("old", "old2", "old3") if match[key]), None)
    side = match["role"] or words
    field = "payee" if _PAYEE.search(side) and not _PAYER.search(side) else "payer" if _PAYER.search(side) else "party"
    return [Delta(field, new, source.evidence(start, start + len(new)), one.evidence(source), before=old)]


def _payment(source: Source, one: Instruction, words: str) -> list[Delta]:
    if not _PAYMENT.search(words) or find_money(words):
        return []
    lengths = [length for length in find_durations(words) if length.days]
    return _moved_length(source, one, words, lengths, "payment_days") if lengths and not _NOTICE.search(words) else []


def _notice(source: Source, one: Instruction, words: str) -> list[Delta]:
    if not _NOTICE.search(words) or find_money(words):
        return []
    lengths = [length for length in find_durations(words) if length.days or length.months]
    return _moved_length(source, one, words, lengths, "notice_days") if lengths else []


def _days(length: Duration) -> int:
    return length.days or (length.months or 0) * 30


def _moved_length(source: Source, one: Instruction, words: str, lengths: list[Duration], field: str) -> list[Delta]:
    roles = [(length, _role(words, length.start)) for length in lengths]
    before = next((length for length, role in roles if role in {"from", "instead"}), None)
    after = next((length for length, role in reversed(roles) if role == "to"), None)
    if before is None:
        # "from thirty (30) to forty-five (45) days": the unit stands with the second alone.
        bare = re.search(r"\bfrom (?:\w+[ -]?\w* \()?(?P<n>\d{1,3})\)? (?:days )?to\b", words)
        stated = int(bare["n"]) if bare else None
    else:
        stated = _days(before)
    if after is None:
        return []
    return [Delta(field, _days(after), _quoted(source, one, after), one.evidence(source), before=stated)]


def _role(words: str, position: int) -> str:
    """What a value is by the word before it: the one before, the difference, or the new one."""
    lead = words[max(0, position - 45) : position]
    if _INSTEAD.search(lead):
        return "instead"
    if _FROM.search(lead):
        return "from"
    return "by" if _BY.search(lead) else "to"


def _money(source: Source, one: Instruction, words: str) -> list[Delta]:
    amounts = find_money(words)
    if not amounts:
        return []
    roles = [(amount, _role(words, amount.start)) for amount in amounts]
    before = next((amount for amount, role in roles if role in {"from", "instead"}), None)
    step = next((amount for amount, role in roles if role == "by"), None)
    new = next((amount for amount, role in roles if role == "to"), None)
    down = _DOWN.search(words) is not None and not _UP.search(words)
    added = re.search(r"\b(?:shall be|is|are|will be) added to\b", words[new.end :]) if step is None and new else None
    if added:
        step, new = new, None
    if step is None and new is None:
        return []
    subject = words[amounts[0].end :] if added else words[: amounts[0].start]
    field = "total" if _TOTAL.search(subject) and not _RATE.search(subject) else "item"
    if field == "item" and not (_RATE.search(words) or before or step) and _TOTAL.search(words):
        field = "total"
    quoted = new or step
    assert quoted is not None  # noqa: S101 - one of the two is there
    by = None if step is None else -step.amount if down else step.amount
    return [
        Delta(
            field,
            new.amount if new else None,
            _quoted(source, one, quoted),
            one.evidence(source),
            before=before.amount if before else None,
            by=by,
            subject=_subject(subject),
            currency=quoted.currency or "",
        )
    ]


def _subject(words: str) -> str:
    """What the sentence speaks of, without its beginning and its verb."""
    plain = re.split(r"\b(?:is|are|shall|will)\b", words)[0]
    plain = re.sub(r"^\W*(?:\d+(?:\.\d+)*[.)]?\s*)?(?:the|in|under)?\b", "", plain, flags=re.IGNORECASE)
    return " ".join(plain.split()).strip(" ,.;:")


def _end(source: Source, one: Instruction, words: str) -> list[Delta]:
    if not (_EXTENDS.search(words) and _TERM.search(words)):
        return _moved_day(source, one, words)
    if re.search(r"\b(?:milestone|payment|instal\w+|delivery|deliverable)\b", words, re.IGNORECASE) and not re.search(
        r"\b(?:term of|end date|expir)", words, re.IGNORECASE
    ):
        return _moved_day(source, one, words)
    days = [(day, _role(words, day.start)) for day in find_dates(words) if not _is_of_effect(words, day.start)]
    before = next((day for day, role in days if role in {"from", "instead"}), None)
    after = next((day for day, role in reversed(days) if role == "to"), None)
    lengths = find_durations(words)
    step = next(
        (
            length
            for length in lengths
            if _role(words, length.start) == "by"
            or re.search(
                r"\b(?:for|an?|additional|further|another)\W*(?:additional |further |period of )?$",
                words[: length.start],
                re.IGNORECASE,
            )
        ),
        None,
    )
    if after is None and step is None:
        return []
    quoted: DateMention | Duration = after or step  # type: ignore[assignment]
    return [
        Delta(
            "ends_on",
            after.day if after else None,
            _quoted(source, one, quoted),
            one.evidence(source),
            before=before.day if before else None,
            by=step.iso if step else None,
        )
    ]


def _moved_day(source: Source, one: Instruction, words: str) -> list[Delta]:
    """The day of a milestone or payment: "the due date of Milestone 2 is moved from 30 June 2027 to 31 July 2027"."""
    if not re.search(
        r"\b(?:mov|postpon|chang|reschedul|bring|brought|extend|defer|due|delivery date)\w*", words, re.IGNORECASE
    ):
        return []
    days = [(day, _role(words, day.start)) for day in find_dates(words) if not _is_of_effect(words, day.start)]
    before = next((day for day, role in days if role in {"from", "instead"}), None)
    after = next((day for day, role in reversed(days) if role == "to"), None)
    if after is None or not days:
        return []
    subject = _subject(words[: days[0][0].start])
    return [
        Delta(
            "item",
            after.day,
            _quoted(source, one, after),
            one.evidence(source),
            before=before.day if before else None,
            subject=subject,
        )
    ]


def _is_of_effect(words: str, position: int) -> bool:
    """The day on which the change begins, or on which the agreement was made: no value of a field."""
    lead = words[max(0, position - 40) : position]
    return bool(
        re.search(
            r"\b(?:effective|with effect|as of|as from|dated|made on|entered into on|agreement of|starting|beginning|commencing)\W*(?:from |on "
            r"|as of )?(?:the )?\W*$",
            lead,
            re.IGNORECASE,
        )
    )


def end_after(old: date, iso: str) -> date | None:
    """The last day that is a length of time later than another; None for lengths that are no months, years, weeks or days."""
    found = re.fullmatch(r"P(\d+)([DWMY])", iso)
    if found is None:
        return None
    count, unit = int(found[1]), found[2]
    if unit in "MY":
        return add_months(old + timedelta(days=1), count * (12 if unit == "Y" else 1)) - timedelta(days=1)
    return old + timedelta(days=count * (7 if unit == "W" else 1))
