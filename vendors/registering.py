"""Is this counterparty a vendor we know? A pure rule on names and numbers."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Known:
    """A vendor, as the comparison sees it."""

    id: UUID
    name: str
    tax_id: str
    vat_id: str


def find_same(name: str, tax_id: str, vendors: Iterable[Known]) -> UUID | None:
    """The vendor with this tax or VAT number, else the one of exactly this name (case, blanks and dots apart), else None.

    The legal form is part of the name: "Nordbau GmbH" is not "Nordbau Service GmbH" nor "Nordbau AG".
    """
    number = fold_number(tax_id)
    by_name = None
    for vendor in vendors:
        if number and number in {fold_number(vendor.tax_id), fold_number(vendor.vat_id)}:
            return vendor.id
        other = {fold_number(vendor.tax_id), fold_number(vendor.vat_id)} - {""}
        if fold_name(vendor.name) == fold_name(name) and not (number and other):
            by_name = by_name or vendor.id
    return by_name


def fold_name(name: str) -> str:
    """Small letters, no dots or commas, single blanks."""
    return " ".join(re.sub(r"[.,]", " ", name.casefold()).split())


def fold_number(number: str) -> str:
    """Letters and digits only, without a leading word such as EIN or NIF."""
    return re.sub(r"^(EIN|NIF|CIF|VATNO|VAT|USTIDNR|USTID|SIREN|KVK)", "", re.sub(r"[^A-Z0-9]", "", number.upper()))
