"""Countries by their two letters (ISO 3166-1 alpha-2)."""

import re
from functools import cache

import pycountry
from babel import Locale
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazily

from flowmono.common.refusals import Invalid

# Kosovo has no code of its own in ISO 3166-1; banks and the IBAN registry use this one (SWIFT registry, 2014).
BESIDES = frozenset({"XK"})


def is_country(code: str) -> bool:
    """True for the two capital letters of a country that there is."""
    return code in BESIDES or (code == code.upper() and pycountry.countries.get(alpha_2=code) is not None)


def demand_country(code: str, *, field: str = "country") -> None:
    """Raise Invalid for letters that no country has; "" is no country and stays allowed."""
    if code and not is_country(code):
        raise Invalid(
            _("No country has the letters “%(code)s”. Write two letters, such as DE.") % {"code": code[:10]},
            field=field,
        )


# Names that no register of countries has, as addresses write them.
_ALSO = {
    "uk": "GB", "u.k.": "GB", "great britain": "GB", "england": "GB", "scotland": "GB", "wales": "GB", "northern ireland": "GB",
    "usa": "US", "u.s.a.": "US", "united states of america": "US", "czech republic": "CZ", "holland": "NL", "south korea": "KR", "turkey": "TR",
}  # fmt: skip
# A state of the United States has the name, or the letters, of a country: in an address it is not known which is meant.
_ALSO_A_STATE = frozenset({"georgia"})


@cache
def _named() -> dict[str, str]:
    names = {
        str(name).casefold(): code
        for language in ("pl", "it", "nl", "es", "fr", "de", "en")
        for code, name in Locale(language).territories.items()
        if is_country(code)
    }
    for country in pycountry.countries:
        for kind in ("name", "official_name", "common_name"):
            if hasattr(country, kind):
                names[str(getattr(country, kind)).casefold()] = country.alpha_2
    return names | _ALSO


def country_named(words: str) -> str:
    """The two letters of a country that is called so, in one of seven languages, or that has these letters; "" when none is."""
    plain = " ".join(words.split()).strip(" .,;")
    if is_country(plain.upper()):
        return plain.upper()
    name = plain.casefold().removeprefix("the ")
    return _named().get(name, "") or _named().get(plain.casefold(), "")


def country_of_address(address: str) -> str:
    """The country in which an address ends; "" where it ends in none, or where two letters could be those of a state."""
    last = re.split(r"[,;\n]", address.strip(" .,;\n"))[-1].strip()
    if (len(last) < 3 and last.casefold() not in _ALSO) or last.casefold() in _ALSO_A_STATE:
        return ""
    return country_named(last)


class CountryField(forms.CharField):
    """A country by its name or its two letters; kept by its letters. What is no country is refused, never cut short."""

    def __init__(self, **options: object) -> None:
        told = {"max_length": 60, "required": False, "help_text": _lazily("Its name or its two letters, such as DE.")}
        super().__init__(**(told | options))  # type: ignore[arg-type]

    def clean(self, value: object) -> str:
        """The letters of the country that was written."""
        written = str(super().clean(value))
        code = country_named(written)
        if written and not code:
            raise forms.ValidationError(
                _("There is no country “%(words)s”. Write its name or its two letters, such as DE.")
                % {"words": written}
            )
        return code
