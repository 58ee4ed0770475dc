"""Words that name the side of a contract: who pays (customer) and who is paid (vendor)."""

import re

CUSTOMER_WORDS = (
    "customer", "client", "buyer", "purchaser", "licensee", "sponsor", "subscriber", "tenant", "lessee", "recipient", "service recipient",
    "reseller", "distributor", "employer", "company", "owner", "principal", "advertiser", "borrower", "end user", "hirer", "franchisee",
    "auftraggeber", "kunde", "käufer", "besteller", "mieter", "lizenznehmer", "abnehmer",
    "cliente", "comprador", "arrendatario", "licenciatario", "contratante", "cliente final",
    "acheteur", "locataire", "licencié", "donneur d'ordre", "maître d'ouvrage", "le client",
)  # fmt: skip
VENDOR_WORDS = (
    "provider", "service provider", "vendor", "supplier", "seller", "contractor", "subcontractor", "consultant", "developer", "licensor",
    "lessor", "landlord", "manufacturer", "agency", "publisher", "team", "club", "celebrity", "talent", "artist", "advisor", "adviser", "host",
    "auftragnehmer", "anbieter", "lieferant", "verkäufer", "dienstleister", "lizenzgeber", "vermieter", "werkunternehmer",
    "proveedor", "prestador", "vendedor", "contratista", "licenciante", "arrendador", "adjudicatario", "suministrador",
    "fournisseur", "prestataire", "vendeur", "bailleur", "titulaire", "concédant", "le prestataire", "le fournisseur", "franchisor",
)  # fmt: skip
ROLE_WORDS = frozenset({*CUSTOMER_WORDS, *VENDOR_WORDS})
# These words say little on their own: "Company" pays its consultant but is paid by its client.
WEAK_WORDS = frozenset(
    {
        "company",
        "owner",
        "principal",
        "employer",
        "reseller",
        "distributor",
        "team",
        "club",
        "host",
        "recipient",
        "borrower",
    }
)

LEGAL_FORM = (
    r"(?:Inc(?:orporated)?|L\.?L\.?C|L\.?L\.?P|L\.?P|Ltd|Limited|Corp(?:oration)?|Co|Company|P\.?L\.?C|g?GmbH(?: & Co\. KG(?:aA)?)?|AG|SE|KG|OHG|UG"
    r"|e\.? ?K|e\.? ?V|S\.?A\.?S?(?:\.?U)?|S\.?A\.?R\.?L|S\.?L\.?U?|S\.?R\.?L|S\.?p\.?A|B\.?V|N\.?V|K\.?K|Pty|N\.?A|A/S|AS|AB|Oy|OÜ|ApS"
    r"|sp\. ?z ?o\. ?o|s\. ?r\. ?o|d\. ?o\. ?o|Kft|Sàrl|Kft)"
)
FORM_END = re.compile(rf"(?:^|[\s,(]){LEGAL_FORM}\.?\)?$", re.IGNORECASE)
FORM_PART = re.compile(rf"^\s*\(?{LEGAL_FORM}\)?\.?(?:,? ?{LEGAL_FORM}\.?)?(?=$|[\s,;()])", re.IGNORECASE)
_CUSTOMER = "|".join(re.escape(word) for word in sorted(CUSTOMER_WORDS, key=len, reverse=True))
_VENDOR = "|".join(re.escape(word) for word in sorted(VENDOR_WORDS, key=len, reverse=True))
_LABEL = rf"(?:{_CUSTOMER}|{_VENDOR})"

# "Provider: Name, …", "Auftraggeber / Customer: Name, …", "CUSTOMER (Buyer): Name"
LABELLED = re.compile(
    rf"^[\W\d]{{0,6}}(?:(?:acceptance|accepted|signed) by |for |by )?(?:the )?(?P<label>{_LABEL}(?: ?[/|(] ?(?:the )?{_LABEL}\)?){{0,2}}) ?: ?(?P<value>\S.*)$",
    re.IGNORECASE,
)


def side_of(word: str) -> tuple[str, int] | None:
    """("customer" or "vendor", how strongly from 1 to 6) for a role word such as "Auftraggeber / Customer"; None for other words."""
    found: tuple[str, int] | None = None
    for part in re.split(r"\s*[/|()]\s*", word.casefold()):
        name = part.strip().removeprefix("the ").strip()
        weight = 1 if name in WEAK_WORDS else 6
        if name in CUSTOMER_WORDS:
            found = max(found or ("", 0), ("customer", weight), key=lambda side: side[1])
        elif name in VENDOR_WORDS:
            found = max(found or ("", 0), ("vendor", weight), key=lambda side: side[1])
    return found
