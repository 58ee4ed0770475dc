"""Words that tell whether a contract says a value at all: where a field's numbers alone leave open if the best one is meant."""

import re

import numpy as np

from flowmono.intelligence.spans.categories import CATEGORIES
from flowmono.intelligence.spans.looking import Look

_HEAD = 2_500
_STRETCHES = 3
_FAINTEST = -5.0


def _patterns(*words: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in words)


_CUES = {
    "Effective Date": _patterns(
        r"effective date", r"[“\"]effective date[”\"]", r"effective (?:as of|on|from|upon|beginning)",
        r"(?:shall|will) (?:be|become|take|come into) (?:effect|force)", r"date (?:first|last) (?:above|written|set forth)",
        r"date (?:hereof|of this agreement)", r"(?:shall|will) commence", r"commencement date",
        r"(?:last|date of) (?:signature|execution)|later of|signature date|executed by both", r"closing date", r"launch date",
        r"as of (?:this|the|\w)",
    ),
    "Renewal Term": _patterns(
        r"automatic(?:ally)? (?:be )?(?:renew|extend)", r"renew", r"successive", r"additional (?:\w+[ ()-]*)?(?:year|term|period|month)",
        r"option to (?:renew|extend)", r"renewal term", r"mutual(?:ly)? (?:written )?agree", r"month.to.month|year.to.year",
    ),
    "Notice Period To Terminate Renewal": _patterns(
        r"automatic(?:ally)? (?:be )?(?:renew|extend)", r"not (?:to|less than) (?:renew)?", r"non-?renewal|not to renew|intention not|desire not",
        r"days.{0,30}prior to the (?:end|expiration)", r"renew", r"prior to the (?:end|expir)",
    ),
}  # fmt: skip
# Days of effect stand in the opening as often as in a clause of their own.
_ALSO_IN_HEAD = {"Effective Date"}


def cues(look: Look, field: str) -> list[float]:
    """For each cue of the field whether the likeliest stretches hold it, and for some fields whether the opening does."""
    patterns = _CUES.get(field)
    if patterns is None:
        return []
    looked = [_best(look, field)]
    if field in _ALSO_IN_HEAD:
        looked.append(" ".join(look.seen.text[:_HEAD].split()))
    return [float(bool(pattern.search(words))) for words in looked for pattern in patterns]


def _best(look: Look, field: str) -> str:
    column = look.seen.second[:, CATEGORIES.index(field)]
    order = np.argsort(-column, kind="stable")[:_STRETCHES]
    chosen = [look.seen.segments[index] for index in sorted(int(index) for index in order) if column[index] > _FAINTEST]
    return "\n".join(" ".join(look.seen.text[one.start : one.end].split()) for one in chosen)
