"""What people call the number of a bank in its country's clearing system; the systems are ISO 20022's by their codes."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# Code of the system: how the list of a form says it, and what its numbers are called beside one.
SYSTEMS: Final[dict[str, tuple[Promise, Promise]]] = {
    "USABA": (gettext_lazy("United States: routing number"), gettext_lazy("routing number")),
    "GBDSC": (gettext_lazy("United Kingdom: sort code"), gettext_lazy("sort code")),
    "CACPA": (gettext_lazy("Canada: transit number"), gettext_lazy("transit number")),
    "AUBSB": (gettext_lazy("Australia: bank and branch number (BSB)"), gettext_lazy("bank and branch number")),
    "INFSC": (gettext_lazy("India: bank code (IFSC)"), gettext_lazy("bank code")),
    "NZNCC": (gettext_lazy("New Zealand: bank and branch"), gettext_lazy("bank and branch number")),
    "ZANCC": (gettext_lazy("South Africa: branch code"), gettext_lazy("branch code")),
    "CHBCC": (gettext_lazy("Switzerland: clearing number"), gettext_lazy("clearing number")),
    "HKNCC": (gettext_lazy("Hong Kong: bank code"), gettext_lazy("bank code")),
    "SGIBG": (gettext_lazy("Singapore: bank and branch"), gettext_lazy("bank and branch number")),
    "JPZGN": (gettext_lazy("Japan: bank and branch"), gettext_lazy("bank and branch number")),
    "CNAPS": (gettext_lazy("China: bank code"), gettext_lazy("bank code")),
}


def bank_number(system: str, member: str) -> str:
    """ "routing number 011000138"; nothing without a number; a system that nobody named is a bank code."""
    if not member:
        return ""
    _label, words = SYSTEMS.get(system.upper(), (None, None))
    return f"{words or _('bank code')} {member}"
