"""Who sends the invoice, and to whom (section 5)."""

from dataclasses import dataclass

from stdnum.eu import vat as eu_vat
from stdnum.gb import vat as gb_vat

from procurement.matching.case import Case
from procurement.matching.model import Buyer, InvoiceFacts, Vendor
from procurement.matching.references import alphanumeric, name_similarity
from procurement.matching.verdict import Facts, Observation

VENDOR_NAME_LIKENESS = 0.9
BUYER_NAME_LIKENESS = 0.8
SHORTEST_TAX_ID = 8
_EU_PREFIXES = frozenset(
    "AT BE BG CY CZ DE DK EE EL ES FI FR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()  # noqa: SIM905
)


@dataclass(frozen=True)
class Parties:
    """The vendor that the invoice comes from, None when it is not in the master, and what was noticed."""

    vendor: Vendor | None
    observations: tuple[Observation, ...]


def identify_parties(case: Case) -> Parties:
    """Find the vendor by VAT id, else by name, and check that the invoice is addressed to one of our companies."""
    invoice = case.invoice
    vendor, seen = identify_vendor(invoice, case.vendors)
    return Parties(vendor, (*seen, *check_buyer(invoice, case.buyers)))


def identify_vendor(
    invoice: InvoiceFacts, vendors: tuple[Vendor, ...]
) -> tuple[Vendor | None, tuple[Observation, ...]]:
    """The vendor whose VAT id is printed; else the one whose name is at least 0.9 alike, the closest first."""
    printed = alphanumeric(invoice.seller_vat or "")
    by_vat = [v for v in vendors if printed and v.vat_id and _same_tax_id(printed, alphanumeric(v.vat_id))]
    vendor = _closest_name(invoice.seller_name, by_vat) or (by_vat[0] if by_vat else None)
    seen: list[Observation] = []
    if vendor is None:
        vendor = _closest_name(invoice.seller_name, list(vendors), VENDOR_NAME_LIKENESS)
        if vendor is None:
            facts: Facts = {"name": invoice.seller_name or "no name", "vat_id": invoice.seller_vat or "no VAT id"}
            return None, (Observation("VENDOR_UNKNOWN", facts, at_risk=invoice.net),)
        if printed and vendor.vat_id:
            facts = {"name": vendor.name, "printed": invoice.seller_vat, "stored": vendor.vat_id}
            seen.append(Observation("VAT_ID_MISMATCH", facts, at_risk=invoice.net))
    if invoice.seller_vat and not vendor.vat_verified and not plausible_vat_id(invoice.seller_vat):
        seen.append(Observation("VAT_ID_INVALID", {"printed": invoice.seller_vat, "name": vendor.name}))
    if vendor.status.lower() not in {"active", "approved"}:
        facts = {"name": vendor.name, "status": vendor.status}
        seen.append(Observation("VENDOR_BLOCKED", facts, at_risk=invoice.net))
    return vendor, tuple(seen)


def _same_tax_id(printed: str, stored: str) -> bool:
    """Equal, or the stored id inside what is printed ("VAT no. GB 284 7193 06, company no. 09482715")."""
    return printed == stored or (len(stored) >= SHORTEST_TAX_ID and stored in printed)


def _closest_name(name: str | None, vendors: list[Vendor], at_least: float = 0.0) -> Vendor | None:
    if not name or not vendors:
        return None
    best = max(vendors, key=lambda vendor: name_similarity(name, vendor.name))
    return best if name_similarity(name, best.name) >= at_least else None


def plausible_vat_id(text: str) -> bool:
    """Whether the check digits of an EU or UK VAT id are right. An id of another country or scheme counts as plausible."""
    number = alphanumeric(text)
    if number[:2] in _EU_PREFIXES:
        return bool(eu_vat.is_valid(number))
    if number[:2] == "GB" and any(ch.isdigit() for ch in number):
        return bool(gb_vat.is_valid(number))
    return True


def check_buyer(invoice: InvoiceFacts, buyers: tuple[Buyer, ...]) -> tuple[Observation, ...]:
    """BUYER_MISMATCH when the printed VAT id is none of ours, or without one when the name is not alike (0.8)."""
    if not buyers or _addressed_to_us(invoice, buyers):
        return ()
    facts: Facts = {
        "printed": " ".join(filter(None, (invoice.buyer_name, invoice.buyer_vat))),
        "ours": ", ".join(buyer.name for buyer in buyers),
    }
    return (Observation("BUYER_MISMATCH", facts, at_risk=invoice.net),)


def _addressed_to_us(invoice: InvoiceFacts, buyers: tuple[Buyer, ...]) -> bool:
    ours = {alphanumeric(buyer.vat_id) for buyer in buyers if buyer.vat_id}
    if invoice.buyer_vat and ours:
        return alphanumeric(invoice.buyer_vat) in ours
    if not invoice.buyer_name:
        # A till receipt or a scan may name nobody; the order then says whose it is.
        return True
    return any(name_similarity(invoice.buyer_name, buyer.name) >= BUYER_NAME_LIKENESS for buyer in buyers)
