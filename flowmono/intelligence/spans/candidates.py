"""The short spans of a contract that a field's value may come from, each with what the models look at."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from flowmono.intelligence.contracts.durations import find_durations
from flowmono.intelligence.contracts.jurisdictions import find_jurisdictions
from flowmono.intelligence.spans.around import around
from flowmono.intelligence.spans.categories import CATEGORIES
from flowmono.intelligence.spans.features import Hashes
from flowmono.intelligence.spans.mentions import find_days, find_titles
from flowmono.intelligence.spans.party_names import find_names
from flowmono.intelligence.spans.segments import Segment

Floats = NDArray[np.float32]

MOST = 300
# Stretches that are looked through for names: few contracts have more than thirty, those of consortia a hundred.
MOST_NAMING = 120
_META = (
    "Document Name", "Parties", "Agreement Date", "Effective Date", "Expiration Date", "Renewal Term", "Notice Period To Terminate Renewal",
    "Governing Law",
)  # fmt: skip
_COLUMNS = [CATEGORIES.index(name) for name in _META]
_ENDLESS = re.compile(
    r"\b(?:perpetual(?:ly)?|in perpetuity|indefinite(?:ly)?|(?:until|unless) (?:sooner |earlier )?(?:it is )?(?:terminated|cancell?ed)\b|evergreen"
    r"|no (?:fixed|expiration))",
    re.IGNORECASE,
)
_ANNIVERSARY = re.compile(
    r"\b(?P<word>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|fifteenth|twentieth|\d{1,2} ?(?:st|nd|rd|th))(?: \([\w ]{1,8}\))?"
    r" (?:annual |full |yearly )?(?:anniversary|contract year|license year|calendar year)",
    re.IGNORECASE,
)
_ORDINAL = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10, "fifteenth": 15,
    "twentieth": 20,
}  # fmt: skip
_BROKEN = re.compile(r"(?<=\w)\(|(?<=\d)~|\(\s+|\s+\)|\(I\)")
_MENDED = {"(I)": "(1)", "~": " "}
_YEARLY = re.compile(
    r"\b(?:from )?(?P<unit>year|month)[ -]to[ -](?:year|month)\b|\b(?P<often>annual(?:ly)?|yearly|monthly)\b"
    r"|\b(?:successive|additional|further|each|another) (?:contract |calendar )?(?P<one>year|month)s?\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Candidate:
    """A span with the value that our normalisers make of it (None: it has none), and the stretch that it stands in.

    ``start`` and ``end`` are offsets in the text; for lengths of time and places those of the whole stretch.
    """

    start: int
    end: int
    value: str | None
    segment: int


@dataclass(frozen=True)
class Group:
    """All candidates of one kind in one contract: their hashed surroundings and their numbers, in the same order."""

    candidates: list[Candidate]
    hashed: list[Hashes]
    numbers: Floats


@dataclass(frozen=True)
class Seen:
    """A contract as the first two looks left it: log-odds of both for each stretch and category."""

    text: str
    segments: Sequence[Segment]
    first: Floats
    second: Floats


def day_group(seen: Seen) -> Group:
    """Days: for the dates of agreement, effect and end."""
    days = find_days(seen.text)
    if len(days) > MOST:
        days = days[: MOST // 2] + days[-MOST // 2 :]
    found = [Candidate(day.start, day.end, day.value.isoformat() if day.value else None, 0) for day in days]
    return _group(seen, found)


def title_group(seen: Seen) -> Group:
    """What may be the document's name."""
    spans = find_titles(seen.text)[:MOST]
    found = [Candidate(start, end, " ".join(seen.text[start:end].split()), 0) for start, end in spans]
    return _group(seen, found)


def name_group(seen: Seen) -> Group:
    """What may be a party's name, near the beginning and where parties seem to be named."""
    column = seen.first[:, CATEGORIES.index("Parties")]
    best = {int(index) for index in np.argsort(-column, kind="stable")[:MOST_NAMING] if column[index] > -4}
    areas = [(one.start, one.end) for index, one in enumerate(seen.segments) if index in best or one.start < 2_500]
    spans = find_names(seen.text, areas)
    found = [Candidate(start, end, " ".join(seen.text[start:end].split()), 0) for start, end in spans]
    return _group(seen, found)


def length_group(seen: Seen) -> Group:
    """Lengths of time where a term, a renewal or a notice seems to be agreed, and the words for no end."""
    chosen = _best(seen, ("Expiration Date", "Renewal Term", "Notice Period To Terminate Renewal"), 6)
    found, flats, spans = [], [], []
    for index in chosen:
        segment = seen.segments[index]
        flat = _mended(" ".join(seen.text[segment.start : segment.end].split()))
        said = [(one.start, one.end, _iso(one.count, one.unit)) for one in find_durations(flat)]
        said += [(match.start(), match.end(), "perpetual") for match in _ENDLESS.finditer(flat)]
        said += [
            (match.start(), match.end(), "P1M" if "month" in match.group().lower() else "P1Y")
            for match in _YEARLY.finditer(flat)
        ]
        said += [(match.start(), match.end(), f"P{_ordinal(match['word'])}Y") for match in _ANNIVERSARY.finditer(flat)]
        for start, end, value in said:
            found.append(Candidate(segment.start, segment.end, value, index))
            flats.append(flat)
            spans.append((start, end))
    return _group(seen, found[:MOST], flats, spans)


def place_group(seen: Seen) -> Group:
    """Places where the governing law seems to be agreed."""
    found, flats, spans = [], [], []
    for index in _best(seen, ("Governing Law",), 5):
        segment = seen.segments[index]
        flat = " ".join(seen.text[segment.start : segment.end].split())
        for place in find_jurisdictions(flat):
            found.append(Candidate(segment.start, segment.end, place.name, index))
            flats.append(flat)
            spans.append((place.start, place.end))
    return _group(seen, found[:MOST], flats, spans)


def _mended(flat: str) -> str:
    """Lengths of time whose brackets or figures were scanned badly, in the usual form: "thirty(30)", "3~year", "one (I)"."""
    return _BROKEN.sub(
        lambda match: _MENDED.get(match.group(), " (" if match.group() == "(" else match.group().strip()), flat
    )


def _ordinal(word: str) -> int:
    return _ORDINAL.get(word.lower()) or int(re.sub(r"\D", "", word) or 1)


def _iso(count: int, unit: str) -> str:
    if unit == "W":
        return f"P{count * 7}D"
    if unit == "M" and count % 12 == 0:
        return f"P{count // 12}Y"
    return f"P{count}{unit.removeprefix('B') if unit == 'BD' else unit}"


def _best(seen: Seen, names: Sequence[str], most: int) -> list[int]:
    """The stretches that come first for each of the categories at the second look, in order of the text."""
    kept: set[int] = set()
    for name in names:
        first, second = (column[:, CATEGORIES.index(name)] for column in (seen.first, seen.second))
        order = np.lexsort((-first, -second))
        kept |= {int(index) for index in order[:most] if first[index] > -6.5}
    return sorted(kept)


def _group(
    seen: Seen, found: list[Candidate], flats: Sequence[str] = (), spans: Sequence[tuple[int, int]] = ()
) -> Group:
    text, segments = seen.text, seen.segments
    starts = np.array([segment.start for segment in segments])
    highest = seen.second[:, _COLUMNS].max(axis=0)
    hashed, rows, kept = [], [], []
    values = Counter(candidate.value for candidate in found)
    said = Counter(" ".join(text[one.start : one.end].lower().split()) for one in found)
    for index, one in enumerate(found):
        place = one.segment if flats else max(int(np.searchsorted(starts, one.start, side="right")) - 1, 0)
        segment = segments[place]
        here, span = (flats[index], spans[index]) if flats else (text, (one.start, one.end))
        hashed.append(around(here, *span, segment))
        words = here[span[0] : span[1]]
        rows.append([
            one.start, one.start / len(text), len(text), index, len(found) - index, values[one.value], said[" ".join(words.lower().split())],
            one.value is None, span[1] - span[0], len(words.split()), words.isupper(), words[:1].islower(), span[0] - (0 if flats else segment.start),
            segment.end - segment.start, segment.is_heading, place, *seen.first[place, _COLUMNS], *seen.second[place, _COLUMNS], *highest,
        ])  # fmt: skip
        kept.append(Candidate(one.start, one.end, one.value, place))
    return Group(kept, hashed, np.array(rows, dtype=np.float32).reshape(len(rows), 16 + 3 * len(_COLUMNS)))


GROUPS = {"day": day_group, "title": title_group, "name": name_group, "length": length_group, "place": place_group}
