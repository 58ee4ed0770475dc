"""Whether a contract renews by itself, the notice that stops it, and the most that its prices may rise."""

import re
from decimal import Decimal

from flowmono.intelligence.contracts.durations import Duration, find_durations
from flowmono.intelligence.contracts.source import Source
from flowmono.intelligence.reader import Evidence, Renewal

AUTO = re.compile(
    r"\b(?:auto(?:matic(?:ally)?)?[- ]?(?:\w+ )?(?:renew|extend)\w*|(?:renew|extend)\w* automatically|successive\b[^.;]{0,40}?\b(?:terms|periods)"
    r"|verlängert sich"
    r"|automatisch|renovará automáticamente|prórroga tácita|tacite reconduction|non-renewal notice)",
    re.IGNORECASE,
)
_INCREASE = re.compile(
    r"\b(?:increase|raise|erhöh\w*|incremento|augment\w*)\w*\b[^.;]{0,80}?(?:up to|more than|exceed\w*|by|höchstens"
    r"|um)\W+(?:\w+\W+){0,4}?(?P<percent>\d{1,2}(?:[.,]\d{1,2})?) ?\)?%",
    re.IGNORECASE,
)
_NO_RENEWAL = re.compile(
    r"\b(?:shall|will|does|do|is|are) not (?:be )?(?:automatic\w*|renew\w*|extend\w*)|\bno automatic (?:renewal|extension)",
    re.IGNORECASE,
)
# A contract that says of itself, and on no condition, that it does not go on.
_ENDS_FOR_GOOD = re.compile(
    r"\b(?:it|agreement|contract|order|term|licen[cs]e|subscription|statement of work)\W+(?:shall|will|does|is) not "
    r"(?:be )?(?:automatically )?(?:renew(?:s|ed)?\b|(?:extend(?:s|ed)?) automatically|automatically (?:renew|extend)\w*)"
    r"|\bno automatic (?:renewal|extension)\b|\bnot (?:be )?automatically renew\w*",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"\b(?:if|where|when|unless|should|that|which|provided|until|notice|notif\w+|elects?|decides?)\b", re.IGNORECASE
)
_BY_PARTY = re.compile(r"\b(?:notice|notif\w+|unless|elects?|states?|stating|that it)\b[^.;]{0,60}$", re.IGNORECASE)
_PERIOD_BEFORE = re.compile(
    r"\b(?:successive|additional|further|renewal|subsequent|initial|consecutive|periods?|terms?)(?: \w+){0,2}? (?:of|for)(?: up to)?\W*$"
    r"|\b(?:successive|additional|further|renewal|subsequent|consecutive|for|another|weitere\w*|um)(?: an?)?\W*$",
    re.IGNORECASE,
)
_PERIOD_AFTER = re.compile(
    r"\W*(?:each\b|(?:renewal|successive|additional|extension) |(?:renewal |successive |additional )?(?:terms?|periods?)\b|thereafter)",
    re.IGNORECASE,
)
_NOTICE_AFTER = re.compile(
    r"['’]?s?\W*(?:(?:or more|calendar|in)\W+)?(?:prior|written|advance|notice|before|previous|ahead|vor|zum ende|zum|antes|de antelación|avant"
    r"|de préavis)\b",
    re.IGNORECASE,
)
_NOTICE_BEFORE = re.compile(
    r"\b(?:notice|frist|preaviso|préavis|antelación|notif\w+)\b[^.;]{0,60}$|\b(?:at least|not less than|no (?:later|fewer|less) than|mindestens"
    r"|spätestens|al menos"
    r"|au moins)\W*$",
    re.IGNORECASE,
)
_STOPS = re.compile(
    r"\b(?:non-?renewal|not (?:to )?(?:renew|extend)|(?:prevent|stop|decline|oppose|opt out of|object to)\w* (?:\w+ ){0,3}(?:renewal|extension)"
    r"|nichtverlängerung)\b",
    re.IGNORECASE,
)


def find_renewal(source: Source) -> Renewal | None:
    """Automatic renewal with its notice window and the cap on price rises, where the text has them."""
    match = AUTO.search(source.flat)
    increase = next(
        (
            found
            for found in _INCREASE.finditer(source.flat)
            if "renew" in source.flat[found.start() : found.end() + 80].casefold()
        ),
        None,
    )
    if match is None:
        return None
    line = source.lines[source.line_at(match.start())]
    start, end = (line.start, line.end) if len(line.text) < 500 else source.sentence_at(match.start())
    window = source.flat[start : min(line.end, end + 400)]
    denied = _NO_RENEWAL.search(window)
    if denied and not _BY_PARTY.search(window[: denied.start()]):
        return None
    notice = notice_in(window) or _elsewhere(source)
    days = notice.days if notice and notice.days else notice.months * 30 if notice and notice.months else None
    cap = Decimal(increase["percent"].replace(",", ".")) if increase else None
    return Renewal(True, days, cap, source.evidence(start, min(end, start + 500)))


def find_denied_renewal(source: Source) -> Evidence | None:
    """The sentence by which a contract does not renew by itself; None where it says nothing of it, or says so on a condition only."""
    for match in _ENDS_FOR_GOOD.finditer(source.flat):
        start, end = source.sentence_at(match.start())
        if not _CONDITION.search(source.flat[start : match.start()]):
            return source.evidence(start, end)
    return None


def notice_in(text: str) -> Duration | None:
    """The length of notice that a text asks for; never the length of the period that is renewed."""
    durations = find_durations(text)
    ranked = []
    for index, duration in enumerate(durations):
        left = durations[index - 1].end if index else 0
        right = durations[index + 1].start if index + 1 < len(durations) else len(text)
        before, after = (
            text[max(left, duration.start - 120) : duration.start],
            text[duration.end : min(right, duration.end + 80)],
        )
        worth = 2 * bool(_NOTICE_AFTER.match(after)) + bool(_NOTICE_BEFORE.search(before))
        loose = bool(
            re.search(r"\b(?:notice|prior|before|vor (?:ablauf|ende)|antes|avant|frist)\b", after, re.IGNORECASE)
        )
        if worth == 0 and (not loose or _PERIOD_BEFORE.search(before) or _PERIOD_AFTER.match(after)):
            continue
        ranked.append((worth, -index, duration))
    return max(ranked)[2] if ranked else None


def _elsewhere(source: Source) -> Duration | None:
    """The notice in a sentence of its own, away from the clause that renews."""
    for match in _STOPS.finditer(source.flat):
        start, end = source.sentence_at(match.start())
        found = notice_in(source.flat[start:end])
        if found:
            return found
    return None
