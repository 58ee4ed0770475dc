"""Where a text may name a party: runs of capitalised words that end like a name."""

import re
from collections.abc import Iterable

from flowmono.intelligence.contracts.names import cut_name
from flowmono.intelligence.contracts.roles import LEGAL_FORM

MOST = 1_200
_WORD = (
    r"(?:[A-Z0-9][\w.&'’/\-]*|[a-z0-9]{1,40}(?:\.[a-z]{1,20}){0,3}\.(?:com|net|org|f\.|l\.)[\w.]*"
    r"|[a-z][A-Z][\w.&'’-]*|\([A-Z][\w ]{1,20}\)(?=,? ?(?:Co|Ltd|Inc|Pty|LLC|Limited)))"
)
_JOIN = rf"(?:,?\s+(?={_WORD})|,?\s+(?:of|and|the|&|for|de|du|la|van|von|und|-|–)\s+(?:the\s+)?(?={_WORD})|\s+[&/–-]\s*(?={_WORD}))"
_RUN = re.compile(rf"(?<![^\W_]){_WORD}(?:{_JOIN}{_WORD}){{0,14}}")
_SPLIT = re.compile(r",?\s+(?:and|AND|And|&)\s+|,\s+|\s{3,}|\n\s*|\s[-–]\s|:\s")
_FORM = re.compile(rf"\b{LEGAL_FORM}\b\.?", re.IGNORECASE)


def find_names(text: str, areas: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Distinct spans inside the areas, in order; at most 1,200."""
    found: dict[tuple[int, int], None] = {}
    for begin, stop in areas:
        for run in _RUN.finditer(text, begin, stop):
            for first, last in _cuts(text, run.start(), run.end()):
                _add(found, text, first, last)
            first, last = cut_name(text[run.start() : min(run.start() + 200, stop)])
            _add(found, text, run.start() + first, run.start() + last)
        if len(found) > MOST:
            break
    return sorted(found)[:MOST]


def _cuts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The run, its beginnings up to a legal form, and its parts between commas and conjunctions."""
    edges = [(start, start)] + [gap.span() for gap in _SPLIT.finditer(text, start, end)] + [(end, end)]
    forms = [form.end() for form in _FORM.finditer(text, start, end)]
    spans = []
    for index, (_, first) in enumerate(edges[:-1][:7]):
        stops = [edge[0] for edge in edges[index + 1 : index + 4]] + [
            form for form in forms if first < form <= first + 130
        ][:2]
        spans += [(first, last) for last in stops]
    return spans


def _add(found: dict[tuple[int, int], None], text: str, start: int, end: int) -> None:
    while end > start and text[end - 1] in " ,;:-–\n\t&":
        end -= 1
    if 1 < end - start <= 130 and any(letter.isalpha() for letter in text[start:end]):
        found[(start, end)] = None
