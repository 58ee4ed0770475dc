"""Invented numbers whose check digits are right: tax numbers, IBANs and routing numbers that belong to nobody."""

import string
from collections.abc import Callable
from random import Random

from schwifty import IBAN
from stdnum.at import uid as austria
from stdnum.be import vat as belgium
from stdnum.ch import vat as switzerland
from stdnum.cz import dic as czechia
from stdnum.de import vat as germany
from stdnum.dk import cvr as denmark
from stdnum.fr import tva as france
from stdnum.gb import vat as britain
from stdnum.ie import vat as ireland
from stdnum.it import iva as italy
from stdnum.nl import btw as netherlands
from stdnum.pl import nip as poland
from stdnum.se import vat as sweden
from stdnum.us import ein as america

# How a tax number of a country looks (9: a digit, A: a letter) and what says that it is right.
SHAPES: dict[str, tuple[str, str, Callable[[str], bool]]] = {
    "AT": ("VAT ID", "ATU99999999", austria.is_valid),
    "BE": ("VAT ID", "BE0999999999", belgium.is_valid),
    "CH": ("VAT ID", "CHE999999999MWST", switzerland.is_valid),
    "CZ": ("VAT ID", "CZ99999999", czechia.is_valid),
    "DE": ("VAT ID", "DE999999999", germany.is_valid),
    "DK": ("VAT ID", "DK99999999", denmark.is_valid),
    "FR": ("VAT ID", "FR99999999999", france.is_valid),
    "GB": ("VAT ID", "GB999999999", britain.is_valid),
    "IE": ("VAT ID", "IE9999999A", ireland.is_valid),
    "IT": ("VAT ID", "IT99999999999", italy.is_valid),
    "NL": ("VAT ID", "NL999999999B99", netherlands.is_valid),
    "PL": ("VAT ID", "PL9999999999", poland.is_valid),
    "SE": ("VAT ID", "SE999999999901", sweden.is_valid),
    "US": ("EIN", "99-9999999", america.is_valid),
}
TRIES = 2_000_000
UNASSIGNED_DISTRICT = "17"  # the Federal Reserve has no district of this number


def tax_number(country: str, random: Random) -> str:
    """A tax number of the country with a right check digit; empty for a country without a shape here."""
    if country not in SHAPES:
        return ""
    _label, shape, is_valid = SHAPES[country]
    for _try in range(TRIES):
        number = "".join(_drawn(sign, random) for sign in shape)
        if is_valid(number):
            return number
    raise ValueError(f"No tax number of the shape {shape} passes its check.")


def tax_label(country: str) -> str:
    """What a tax number of the country is called."""
    return SHAPES[country][0] if country in SHAPES else "Company number"


def _drawn(sign: str, random: Random) -> str:
    if sign == "9":
        return str(random.randrange(10))
    return random.choice(string.ascii_uppercase) if sign == "A" else sign


def iban(country: str, random: Random) -> str:
    """An IBAN of the country whose check digits are right; its bank is invented."""
    return str(IBAN.random(country_code=country, random=random, use_registry=False))


def routing_number(random: Random) -> str:
    """Nine digits of an American bank that cannot be: the checksum is right, the district is none."""
    digits = [int(sign) for sign in UNASSIGNED_DISTRICT] + [random.randrange(10) for _place in range(6)]
    weights = (3, 7, 1, 3, 7, 1, 3, 7)
    check = -sum(digit * weight for digit, weight in zip(digits, weights, strict=True)) % 10
    return "".join(str(digit) for digit in (*digits, check))
