"""Labels and the values that belong to them: on the same phrase, to the right, or below."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..dates import DATE
from ..rows import Phrase, Row
from .vocabulary import LABELS, SEPARATOR, plain

_PARTS = re.compile(r"\s+[·|•●]\s+|\s+-\s+(?=[A-ZÀ-Þ])")
_TOKEN = re.compile(r"[#]?([A-Za-z0-9][\w./\\–-]*)")
_MONEY = re.compile(r"(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+(?=\.)|[0-9]{1,3}(?:\.[0-9]{3})+(?=,))[.,][0-9]{2}\Z")

STACK = 16  # rows above and below a label in which others of its column are looked for
ALIGNED = 3.0  # points between the left edges of what stands in one column

Accept = Callable[[str], str | None]


@dataclass(frozen=True)
class Found:
    """A value as printed, with the phrase it stands in. `sure` grows with how closely label and value belong together."""

    value: str
    quote: str
    page: int
    sure: int
    phrase: Phrase


def parts_of(text: str) -> list[str]:
    """The statements of a phrase that puts several in one line: `IBAN X · BIC Y`."""
    return [part.strip() for part in _PARTS.split(text) if part.strip()]


def labelled(rows: list[Row], name: str, accept: Accept, skip: frozenset[int] = frozenset()) -> Iterator[Found]:
    """Every value of a label in reading order. `accept` gives the value held by a text, or None when it holds none.

    Rows in `skip` hold no labels: they are the headings of a table of lines.
    """
    for position, row in enumerate(rows):
        if position in skip:
            continue
        for place, phrase in enumerate(row.phrases):
            for part in parts_of(phrase.text):
                match = LABELS[name].match(plain(part))
                if match:
                    yield from _value_of(rows, position, place, part[match.end() :], accept)


def _value_of(rows: list[Row], position: int, place: int, rest: str, accept: Accept) -> Iterator[Found]:
    row = rows[position]
    phrase = row.phrases[place]
    stripped = re.sub(rf"^{SEPARATOR}", "", rest)
    if stripped:
        if value := accept(stripped):
            yield Found(value, phrase.text, phrase.page, 3 if rest.lstrip().startswith((":", "#")) else 2, phrase)
        return
    below = phrase_below(rows, position, phrase)
    under = accept(below.text) if below is not None else None
    if place + 1 < len(row.phrases) and not (under and _heads_its_value(rows, position, phrase)):
        neighbour = row.phrases[place + 1]
        if value := accept(re.sub(rf"^{SEPARATOR}", "", neighbour.text)):
            yield Found(value, f"{phrase.text} {neighbour.text}", phrase.page, 3, neighbour)
            return
    if below is not None and under:
        yield Found(under, f"{phrase.text} {below.text}", phrase.page, 2, below)


def _heads_its_value(rows: list[Row], position: int, phrase: Phrase) -> bool:
    """The label stands in a column in which values stand right under their labels, as another label of that column shows."""
    return (
        sum(
            _is_above_value(rows, place, other)
            for place, row in enumerate(rows[max(0, position - STACK) : position + STACK], max(0, position - STACK))
            for other in row.phrases
            if other.page == phrase.page and abs(other.left - phrase.left) < ALIGNED
        )
        > 1
    )


def _is_above_value(rows: list[Row], position: int, phrase: Phrase) -> bool:
    below = phrase_below(rows, position, phrase, reach=1.0) if is_label(phrase.text) else None
    return (
        below is not None
        and abs(below.left - phrase.left) < ALIGNED
        and bool(re.search(r"[0-9]", below.text))
        and not is_label(below.text)
    )


def is_label(text: str) -> bool:
    """The text is a label and no more."""
    return any(
        (match := pattern.match(plain(text))) and not text[match.end() :].strip(" :.") for pattern in LABELS.values()
    )


def extend_downwards(rows: list[Row], found: Found) -> str:
    """The value with the line below it, when its own line breaks off with a comma or hyphen."""
    if not found.value.endswith((",", "-", "–")):
        return found.value
    for position, row in enumerate(rows):
        if found.phrase in row.phrases:
            below = phrase_below(rows, position, found.phrase, reach=0.6)
            return f"{found.value} {below.text}" if below is not None else found.value
    return found.value


def phrase_below(rows: list[Row], position: int, phrase: Phrase, reach: float = 2.6) -> Phrase | None:
    """The nearest phrase under another one, starting, ending or centred with it, within `reach` letter heights."""
    height = phrase.bottom - phrase.top
    for row in rows[position + 1 : position + 8]:
        if row.page != phrase.page or row.top - phrase.bottom > reach * height:
            return None
        if row.top < phrase.bottom - 0.5 * height:
            continue
        for candidate in row.phrases:
            if (
                min(phrase.right, candidate.right) - max(phrase.left, candidate.left) > 0
                or abs(candidate.left - phrase.left) < 6
            ):
                return candidate
    return None


def accept_identifier(text: str) -> str | None:
    """A document number: the first token, or the first two when only the second has a digit; never a date or an amount."""
    if re.match(r"(?:page|seite|pagina|página)\b", text.strip(), re.IGNORECASE):
        return None
    tokens = re.sub(r"\A(?:n|nr|no|num|nº|n°)\.?\s+", "", text.strip(), flags=re.IGNORECASE).split()[:2]
    for count in (1, 2):
        candidate = " ".join(tokens[:count]).lstrip("#:").rstrip(",;:)")
        match = _TOKEN.match(candidate)
        if not match or not re.search(r"[0-9]", candidate) or len(candidate) > 40:
            continue
        if DATE.match(candidate) or _MONEY.match(candidate) or "@" in candidate or candidate.endswith("%"):
            return None
        if count == 2 and not re.fullmatch(r"[A-Za-z]{1,6}\.?", tokens[0]):
            return None
        return candidate
    return None


def accept_reference(text: str) -> str | None:
    """A free reference: the whole phrase when it is short and says something."""
    value = re.split(r"[.;·]?\s+(?=IBAN\b)", " ".join(text.split()))[0].strip(" :;")
    return value if 1 < len(value) <= 80 and re.search(r"\w", value) else None


def accept_date(text: str) -> str | None:
    """The first day in a text, when little stands before it."""
    text = re.sub(r"\A\s*/\s*[^\d]{0,25}", "", text)  # a second label: `Invoice date / Delivery date 07 January`
    match = DATE.search(text)
    return match[0] if match and match.start() <= 14 else None
