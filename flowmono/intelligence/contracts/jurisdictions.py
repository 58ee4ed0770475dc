"""Places whose law can govern a contract: states, provinces and countries, by the names and adjectives that contracts use."""

import re
from dataclasses import dataclass

from babel import Locale

_STATES = (
    "Alabama", "Alaska", "Arizona", "Arkansas", "California", "Colorado", "Connecticut", "Delaware", "District of Columbia", "Florida", "Georgia", "Hawaii",
    "Idaho", "Illinois", "Indiana", "Iowa", "Kansas", "Kentucky", "Louisiana", "Maine", "Maryland", "Massachusetts", "Michigan", "Minnesota", "Mississippi",
    "Missouri", "Montana", "Nebraska", "Nevada", "New Hampshire", "New Jersey", "New Mexico", "New York", "North Carolina", "North Dakota", "Ohio",
    "Oklahoma", "Oregon", "Pennsylvania", "Rhode Island", "South Carolina", "South Dakota", "Tennessee", "Texas", "Utah", "Vermont", "Virginia",
    "Washington", "West Virginia", "Wisconsin", "Wyoming", "Puerto Rico", "Alberta", "British Columbia", "Manitoba", "New Brunswick", "Newfoundland",
    "Nova Scotia", "Ontario", "Quebec", "Saskatchewan", "New South Wales", "Queensland", "South Australia", "Tasmania", "Western Australia",
)  # fmt: skip
_ALSO = {
    "england and wales": "England and Wales", "england & wales": "England and Wales", "england": "England", "wales": "Wales", "scotland": "Scotland",
    "northern ireland": "Northern Ireland", "english": "England", "hong kong": "Hong Kong", "hksar": "Hong Kong", "macau": "Macau",
    "people's republic of china": "China", "p.r. china": "China", "p.r.c.": "China", "prc": "China", "p. r. china": "China",
    "republic of korea": "Korea", "south korea": "Korea", "korea": "Korea", "korean": "Korea",
    "united states of america": "United States", "united states": "United States", "u.s.a.": "United States", "usa": "United States",
    "united kingdom": "United Kingdom", "swiss": "Switzerland", "german": "Germany", "deutsches": "Germany", "deutschem": "Germany", "french": "France",
    "italian": "Italy", "spanish": "Spain", "dutch": "Netherlands", "the netherlands": "Netherlands", "holland": "Netherlands", "belgian": "Belgium",
    "swedish": "Sweden", "danish": "Denmark", "norwegian": "Norway", "finnish": "Finland", "austrian": "Austria", "israeli": "Israel",
    "japanese": "Japan", "chinese": "China", "canadian": "Canada", "australian": "Australia", "irish": "Ireland", "indian": "India",
    "taiwan": "Taiwan", "republic of china": "Taiwan", "russian federation": "Russia", "schweizerisches": "Switzerland", "österreichisches": "Austria",
    "d.c.": "District of Columbia", "columbia": "District of Columbia", "québec": "Quebec", "czech republic": "Czech Republic",
}  # fmt: skip


@dataclass(frozen=True)
class Jurisdiction:
    """A place named in a text: its common name and its half-open span."""

    name: str
    start: int
    end: int


def _names() -> dict[str, str]:
    countries = {str(name).casefold(): str(name) for code, name in Locale("en").territories.items() if len(code) == 2}
    states = {name.casefold(): name for name in _STATES}
    return {key: name for key, name in (countries | states | _ALSO).items() if len(key) > 2}


_NAMES = _names()
_PLACE = re.compile(
    rf"(?<![\w-])(?:{'|'.join(r'[ ]+'.join(map(re.escape, key.split())) for key in sorted(_NAMES, key=len, reverse=True))})(?!\w)",
    re.IGNORECASE,
)


def find_jurisdictions(text: str) -> list[Jurisdiction]:
    """Every place named in a text, blanks folded; only where it is written with a capital."""
    return [
        Jurisdiction(_NAMES[" ".join(match.group().casefold().replace("’", "'").split())], match.start(), match.end())
        for match in _PLACE.finditer(text.replace("’", "'"))
        if match.group()[0].isupper()
    ]
