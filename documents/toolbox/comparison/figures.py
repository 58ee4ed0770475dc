"""The figures that two versions say differently: money, lengths of time, shares and dates, each with the clause it stands in."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from documents.toolbox.comparison.redlining import Clause

FigureKind = Literal["money", "time", "share", "date"]
_NUMBER = r"\d{1,3}(?:[.,'’\u00a0\u202f ]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d+)?"
_CURRENCY = r"EUR|USD|GBP|CHF|SEK|NOK|DKK|PLN|CZK|JPY|CAD|AUD|€|\$|£|¥"
_UNITS = {
    "day": r"days?|tagen?|tage|jours?|d[ií]as?|giorn[oi]|dag(?:en)?",
    "working day": r"(?:working|business) days?|werktagen?|arbeitstagen?|jours ouvr(?:és|ables)|d[ií]as h[aá]biles|giorni lavorativi|werkdagen",
    "week": r"weeks?|wochen?|semaines?|semanas?|settiman[ae]|we(?:ek|ken)",
    "month": r"months?|monaten?|monat|mois|mes(?:es)?|mes[ei]|maand(?:en)?",
    "year": r"years?|jahren?|jahr|ans?|années?|años?|ann[oi]|jaar",
    "hour": r"hours?|stunden?|heures?|horas?|or[ae]|uur",
}
_UNIT = "|".join(_UNITS[name] for name in ("working day", "day", "week", "month", "year", "hour"))
_MONTH = (
    r"(?:jan|feb|mar|mär|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez|janv|févr|mars|avr|juin|juil|août|déc|ene|abr|ago|dic|gen|mag|giu|lug|set|"
    r"ott|maa|mei)[a-zäûéíú]*\.?"
)
_FIGURE = re.compile(
    rf"(?P<date>\b\d{{4}}-\d\d-\d\d\b|\b\d{{1,2}}[./]\d{{1,2}}[./]\d{{4}}\b|\b\d{{1,2}}\.?\s+{_MONTH}\s+\d{{4}}\b|\b{_MONTH}\s+\d{{1,2}},\s+\d{{4}}\b)"
    rf"|(?P<money>(?:\b(?:EUR|USD|GBP|CHF|SEK|NOK|DKK|PLN|CZK|JPY|CAD|AUD)|[€$£¥])\s?(?:{_NUMBER})|(?:{_NUMBER})\s?(?:{_CURRENCY})(?!\w))"
    rf"|(?P<share>\b(?:{_NUMBER})\s?(?:%|per\s?cent\b|percent\b|prozent\b))"
    rf"|(?P<time>\b\d{{1,4}}\)?[\s-](?:{_UNIT})\b)",
    re.IGNORECASE,
)
_HEADING = re.compile(r"^[^.:;]{2,60}[.:]?(?=\s|$)")


@dataclass(frozen=True)
class Change:
    """One figure that became another; old is "" for one that came, new for one that went. clause: where, "3. Payment"."""

    clause: str
    kind: FigureKind
    old: str
    new: str
    place: int


def changed_figures(clauses: Sequence[Clause]) -> tuple[Change, ...]:
    """Every figure that is not the same in the newer version, in its order. `place` is the number of the clause, from 0.

    Figures of one kind that stand at the same place of a clause are one that changed; a clause that came or went as a whole
    brings or takes its figures.
    """
    return tuple(change for place, clause in enumerate(clauses) for change in _changes_in(clause, place))


def _changes_in(clause: Clause, place: int) -> Iterator[Change]:
    if clause.kind in ("same", "moved_away"):
        return
    old = "".join(piece.text for piece in clause.pieces if piece.kind != "inserted")
    new = "".join(piece.text for piece in clause.pieces if piece.kind != "deleted")
    before, after = _figures(old), _figures(new)
    name = _name_of(clause, new or old)
    matcher = SequenceMatcher(
        None, [key for _kind, _said, key in before], [key for _k, _s, key in after], autojunk=False
    )
    for verb, i1, i2, j1, j2 in matcher.get_opcodes():
        if verb != "equal":
            yield from _paired(name, before[i1:i2], after[j1:j2], place)


Figure = tuple[FigureKind, str, str]


def _figures(text: str) -> list[Figure]:
    """(kind, as it is said, as it is compared) of each figure in a text."""
    found: list[Figure] = []
    for match in _FIGURE.finditer(text):
        kind: FigureKind = match.lastgroup  # type: ignore[assignment]
        said = " ".join(match[0].replace(")", "").split())
        key = re.sub(r"[\s'’\u00a0\u202f]", "", said.casefold())
        found.append((kind, said, f"{kind} {key}"))
    return found


def _paired(name: str, before: Sequence[Figure], after: Sequence[Figure], place: int) -> Iterator[Change]:
    left = list(before)
    for kind, said, _key in after:
        match = next((one for one in left if one[0] == kind), None)
        if match is not None:
            left.remove(match)
        yield Change(name, kind, match[1] if match else "", said, place)
    for kind, said, _key in left:
        yield Change(name, kind, said, "", place)


def _name_of(clause: Clause, text: str) -> str:
    """The clause's number and the words that head it, "3. Payment"; its first words where it has no heading."""
    label = clause.new_label or clause.old_label
    heading = _HEADING.match(text)
    words = heading[0].rstrip(".:") if heading and len(heading[0].split()) <= 6 else " ".join(text.split()[:5])
    return " ".join(filter(None, (label, words)))
