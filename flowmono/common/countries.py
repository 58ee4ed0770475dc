"""Countries by their two letters (ISO 3166-1 alpha-2)."""

import pycountry
from django.utils.translation import gettext as _

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
