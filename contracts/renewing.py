"""The terms that follow one another where a contract renews by itself. Pure."""

import re
from datetime import date, timedelta

from contracts.periods import last_day
from flowmono.intelligence.contracts.durations import find_durations
from flowmono.intelligence.contracts.renewal import find_denied_renewal
from flowmono.intelligence.contracts.source import fold
from flowmono.intelligence.reader import Evidence

_RENEWED = re.compile(
    r"\b(?:successive|additional|further|renewal|subsequent|consecutive|another|renew\w*|extend\w*|prolong\w*|verlängert sich)\b"
    r"(?:\W+[^\W\d]+){0,4}?\W*$",
    re.IGNORECASE,
)
_SUCCESSIVE = re.compile(r"\b(?:successive|additional|further|consecutive)\b", re.IGNORECASE)
_NOTICE_AFTER = re.compile(
    r"['’]?s?\s*(?:(?:or more|calendar|written|prior|advance|in)\s+){0,2}(?:notice|before|prior|vor)\b", re.IGNORECASE
)
_NOTICE_BEFORE = re.compile(r"\bnotice\b(?:\W+[^\W\d]+){0,4}?\W*$", re.IGNORECASE)
MOST_TERMS = 200


def period_of_renewal(sentence: str) -> str:
    """How long each renewed term is (P12M), where the sentence gives one such length; "" where it gives none, or two."""
    found: set[str] = set()
    for one in find_durations(sentence):
        before, own, after = sentence[: one.start], sentence[one.start : one.end], sentence[one.end :]
        if _NOTICE_AFTER.match(after) or _NOTICE_BEFORE.search(before[-120:]):
            continue
        if _RENEWED.search(before[-120:]) or _SUCCESSIVE.search(own):
            found.add(one.iso if one.sure and one.unit in {"D", "W", "M", "Y"} else "")
        elif found:
            return ""  # another length stands behind it, and nothing says which of the terms it is of
    return found.pop() if len(found) == 1 else ""


def end_of_running_term(last: date, period: str, on: date) -> date | None:
    """The last day of the term that runs on this day, where the first one ended on `last` and each that follows is so long."""
    for _count in range(MOST_TERMS):
        if last >= on:
            return last
        following = last_day(last + timedelta(days=1), period)
        if following is None:
            return None
        last = following
    return None


def sentence_against_renewal(text: str) -> Evidence | None:
    """Where a contract says that it does not renew by itself; None where it does not say so."""
    return find_denied_renewal(fold(text)) if "renew" in text.casefold() or "automatic" in text.casefold() else None
