"""Days as contracts write them, blanks to fill in included, and the lines that can be a document's name: the short spans that people mark."""

import re
from dataclasses import dataclass
from datetime import date

from flowmono.intelligence.contracts.dates import find_dates

_MONTH = r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
_DAY = r"(?:\d{1,2}|[_\[\]●•*.\-\u2013]{1,20})"
_ORDINAL = r"(?:\s?(?:st|nd|rd|th|s t|t h|n d|r d))?"
_YEAR = r"(?:(?:19|20)\s?\d\d(?!\d)|(?:19|20)?[_\[\]●•*]{1,12}\d{0,2}|['’]?\d\d\b|\d{4}|(?:nineteen|two) (?:hundred|thousand)[a-z -]{0,40})"
_BLANK = r"[_\[\]●•*\s]{1,40}"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:this\s+)?(?:the\s+)?{_DAY}{_ORDINAL}\s*\(?(?:\w+\)?\s+)?days?\s*(?:of|in)?\s*(?:{_MONTH}|[_\[\]●•*]{{1,30}}|,)"
        rf"\s*(?:in the year)?[,\s]{{0,12}}(?:of\s)?{_YEAR}",
        rf"\b(?:the\s+)?[a-z]+(?:[ -][a-z]+)? day of {_MONTH}[,\s]{{0,6}}(?:in the year )?(?:of )?{_YEAR}",
        rf"\b{_MONTH}\s{{0,12}}{_DAY}{_ORDINAL}[,.\s]{{1,40}}{_YEAR}",
        rf"\b{_DAY}{_ORDINAL}[\s,]{{0,12}}(?:of\s)?{_MONTH}[,.\s-]{{1,40}}{_YEAR}",
        rf"\b{_DAY}-{_MONTH}-{_YEAR}",
        r"(?<![\d/.-])\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?(?:\d{4}|\d\d)(?![\d/-])",
        r"\b(?:19|20)\d\d-\d\d-\d\d\b",
        rf"\b{_MONTH}\s{{0,12}}(?:of\s)?[_\[\]●•*]{{1,12}}[,\s]{{1,12}}{_YEAR}",
        rf"\b{_MONTH}[,\s]{{1,12}}(?:of\s)?(?:19|20)\d\d\b",
        rf"\bthis\s+{_BLANK}day\s+of\s+[^.;\n]{{0,40}}?(?:{_YEAR}|\d\d)",
        rf"\b{_MONTH}\s{{1,12}}\d{{1,2}}{_ORDINAL}(?=[\s,.;)])",
    )
)
_LAST_FIGURES = re.compile(r"\d\d\Z")


@dataclass(frozen=True)
class Day:
    """A day in a text, half-open offsets; ``value`` is None where a part of it is left blank."""

    start: int
    end: int
    value: date | None


def find_days(text: str, start: int = 0, end: int | None = None) -> list[Day]:
    """All days of a stretch of the text in order, none inside another."""
    stop = len(text) if end is None else end
    taken = bytearray(stop - start + 1)
    found = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(text, start, stop):
            first, last = match.span()
            if any(taken[first - start : last - start]):
                continue
            taken[first - start : last - start] = b"\x01" * (last - first)
            found.append(Day(first, last, value_of(match.group())))
    return sorted(found, key=lambda day: day.start)


def value_of(words: str) -> date | None:
    """The day that the words name; years of two figures are of 1960 to 2059."""
    flat = " ".join(re.sub(r"(?<=\d) ?(?:s ?t|n ?d|r ?d|t ?h)\b", "", words).split())
    flat = re.sub(r"(?<=\d)\s*\([^)]*\)", "", flat)
    flat = re.sub(r"\b(?:this|the|in the year)\b", " ", flat, flags=re.IGNORECASE)
    flat = " ".join(re.sub(r"\bdays?\b(?: (?:of|in))?", " ", flat).split())
    flat = re.sub(r"(?<=\d)-(?=[A-Z])|(?<=[a-z])-(?=\d)", " ", flat)
    flat = re.sub(r"\s+,", ",", flat)
    known = find_dates(flat)
    if known:
        return known[0].day
    short = re.sub(
        r"['’]?\b(\d\d)\Z", lambda year: f"{1900 + int(year[1]) if int(year[1]) >= 60 else 2000 + int(year[1])}", flat
    )
    if short == flat:
        return None
    known = find_dates(re.sub(r"(?<=\d)[.-](?=\d)", "/", short)) or find_dates(short)
    return known[0].day if known else None


HEAD = 6_000
_KIND = (
    r"(?:agreement|contract|amendment|addendum|lease|licen[cs]e|order|statement of work|sow|exhibit|schedule|plan|memorandum|letter|terms|indenture"
    r"|deed|note|endorsement|power of attorney|statement|appendix|undertaking|arrangement|understanding|policy|guaranty|guarantee|release|application"
    r"|guidelines|program|announcement)s?"
)
_TITLED = re.compile(rf"\b{_KIND}\b", re.IGNORECASE)
_SMALL = r"(?:and|of|for|the|to|in|on|by|with|or|a|an|de|&|/|between|-|–|No\.?|\d{1,4})"
_RUN = re.compile(rf"(?:[A-Z][\w&'’/.-]*|\d+[A-Z][\w-]*)(?:,?\s+(?:[A-Z][\w&'’/.-]*,?|{_SMALL}|\([^()\n]{{1,40}}\)))*")
_LINES = re.compile(r"[^\n]+")
_LEAD = re.compile(
    r"(?:(?:THIS|This|The|THE|EXHIBIT|Exhibit|Ex|EX)\b[-\s]*(?:(?:\d+(?:\.\d+)*[a-z]?|[A-Z])\s+)?(?:\([a-z0-9.]+\)\s*)*)+"
)
_EDGE = re.compile(
    r"\s{2,}|\n|^|[.;:)\]”\"]\s|\b(?:FORM OF|Form of|form of|THIS|This|this|THE|The|the|Inc\.?|INC\.?|LLC|CORP\.?|an?|COPY|Copy|VERSION)\s"
    r"|\b(?:EXHIBIT|Exhibit)\s\S{1,9}\s"
)
_INNER = re.compile(
    r"\s{4,}|\s(?=(?:THIS|This)\s)|(?<=[a-z]\.)\s|\s(?=(?:DATED|Dated|dated|BETWEEN|Between|between|BY AND|By and|by and|AMONG|among|made|is)\b)"
)


def find_titles(text: str) -> list[tuple[int, int]]:
    """Spans near the beginning, and in headings of what is attached, that may name the document; distinct, in order."""
    found: dict[tuple[int, int], None] = {}
    head = text[:HEAD]
    lines = [(line.start(), line.end()) for line in _LINES.finditer(head)]
    for index, (start, end) in enumerate(lines):
        _add_title(found, head, start, min(end, start + 300))
        if index + 1 < len(lines) and end - start < 90 and lines[index + 1][1] - lines[index + 1][0] < 90:
            _add_title(found, head, start, lines[index + 1][1])
        place = start
        for gap in [*_INNER.finditer(head, start, min(end, start + 400)), None]:
            stop = gap.start() if gap else min(end, start + 400)
            _add_title(found, head, place, stop)
            place = gap.end() if gap else stop
    for run in _RUN.finditer(head):
        if run.end() - run.start() < 200:
            _add_title(found, head, *run.span())
            last = max((kind.end() for kind in _TITLED.finditer(run.group())), default=0)
            _add_title(found, head, run.start(), run.start() + last)
    for kind in list(_TITLED.finditer(head))[:60]:
        left = max(0, kind.start() - 130)
        edges = [edge.end() for edge in _EDGE.finditer(head, left, kind.start() + 1) if edge.end() <= kind.start()]
        for edge in edges[-5:]:
            _add_title(found, head, edge, kind.end())
    return sorted(found)


def _add_title(found: dict[tuple[int, int], None], text: str, start: int, end: int) -> None:
    lead = _LEAD.match(text, start, end)
    for begin in {start, lead.end() if lead else start}:
        first, last = begin, end
        while first < last and not (text[first].isalnum() or text[first] in "[("):
            first += 1
        while last > first and not (text[last - 1].isalnum() or text[last - 1] in ")]"):
            last -= 1
        if 3 < last - first < 160 and _TITLED.search(text, first, last):
            found[(first, last)] = None
