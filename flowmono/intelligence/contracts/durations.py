"""Lengths of time: "thirty (30) days", "12 months", "8 Wochen", "dos años", "15 business days"."""

import re
from dataclasses import dataclass

from flowmono.intelligence.contracts.numbers import COUNT, WORDS, parse_words

_UNITS = {
    "D": "days?|calendar days?|tage?n?|kalendertage?n?|días?(?: naturales)?|jours?(?: calendaires)?|(?:kalender)?dagen",
    "BD": r"business days?|working days?|bank(?:ing)? days?|werktage?n?|arbeitstage?n?|bankarbeitstage?n?|días (?:hábiles|laborables)|jours ouvr(?:és"
    r"|ables)|werkdagen",
    "W": "weeks?|wochen?|semanas?|semaines?|weken",
    "M": "(?:calendar )?months?|monate?n?|mes(?:es)?|mois|maand(?:en)?",
    "Y": "(?:contract |calendar )?years?|jahre?n?|años?|ans?|années?|jaar|jaren",
}  # fmt: skip
_ADJECTIVE = r"(?:(?:full|consecutive|calendar|additional|successive|net|further) )?"
_UNIT = "|".join(f"(?P<{code}>{words})" for code, words in sorted(_UNITS.items(), key=lambda item: item[0] != "BD"))
DURATION = re.compile(
    rf"\b(?P<count>{COUNT})[ -]?(?:\((?P<figure>\d{{1,4}})\))?[ -]?{_ADJECTIVE}(?:{_UNIT})\b", re.IGNORECASE
)

PERIODS = {
    "P1M": r"month(?:ly)?|monatlich\w*|monat\w*|mensual(?:es)?|mes|mensuel(?:le)?s?|mois|maandelijks\w*|maand",
    "P3M": r"quarter(?:ly)?|vierteljährlich\w*|quartal\w*|trimestral(?:es)?|trimestre|trimestriel(?:le)?s?|kwartaal",
    "P6M": r"semi-?annual(?:ly)?|half-?year(?:ly)?|bi-?annual(?:ly)?|halbjährlich\w*|semestral(?:es)?|semestre|semestriel(?:le)?s?",
    "P1Y": r"(?:contract |calendar |subscription |license |licence )?year(?:ly)?|annual(?:ly)?|annum|jährlich\w*|jahr\w*|anual(?:es)?|año"
    r"|annuel(?:le)?s?|jaar(?:lijks\w*)?",
    "P1W": r"week(?:ly)?|wöchentlich\w*|woche|semanal(?:es)?|semana|hebdomadaires?|semaine",
}
_MONTHS = {"M": 1, "Y": 12}


@dataclass(frozen=True)
class Duration:
    """A length of time; unit is D, BD (business days), W, M or Y. ``sure`` is False when words and figure disagree."""

    count: int
    unit: str
    start: int
    end: int
    sure: bool = True

    @property
    def iso(self) -> str:
        """ISO 8601 style; business days as P15BD."""
        return f"P{self.count}{self.unit}"

    @property
    def days(self) -> int | None:
        """Calendar days where the length is a fixed number of them; business days count as they are; None for months and years."""
        return {"D": self.count, "BD": self.count, "W": self.count * 7}.get(self.unit)

    @property
    def months(self) -> int | None:
        return self.count * _MONTHS[self.unit] if self.unit in _MONTHS else None


def find_durations(text: str) -> list[Duration]:
    """All lengths of time in a text, in order. The figure in brackets decides over the words before it."""
    return [duration for match in DURATION.finditer(text) if (duration := _from_match(match)) is not None]


def _from_match(match: "re.Match[str]") -> Duration | None:
    unit = next(code for code in _UNITS if match[code])
    word = match["count"]
    words = re.search(WORDS + "$", word, re.IGNORECASE)
    said = parse_words(words.group() if words else word)
    figure = int(match["figure"]) if match["figure"] else None
    count = figure if figure is not None else said
    if not count:
        return None
    return Duration(count, unit, match.start(), match.end(), sure=figure is None or said in (None, figure))


def period_of(text: str) -> str | None:
    """The ISO duration behind "monthly", "per quarter", "jährlich"; None for anything else."""
    word = text.strip().casefold()
    return next((iso for iso, pattern in PERIODS.items() if re.fullmatch(pattern, word)), None)


def months_in(iso: str) -> int | None:
    """Whole months in an ISO duration of months or years; None for days and weeks."""
    match = re.fullmatch(r"P(\d+)([MY])", iso)
    return int(match[1]) * _MONTHS[match[2]] if match else None
