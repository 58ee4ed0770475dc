"""Words that name the side of a contract: who pays (customer) and who is paid (vendor)."""

import re

CUSTOMER_WORDS = (
    "customer", "client", "buyer", "purchaser", "licensee", "sponsor", "subscriber", "tenant", "lessee", "recipient", "service recipient",
    "renter", "charterer", "charterers", "shipper", "organiser", "organizer", "ordering party", "commissioning party", "bill to", "sold to",
    "auftraggeberin", "kundin", "mieterin", "bestellerin", "käuferin", "opdrachtgever", "huurder", "koper", "beställare", "köpare",
    "reseller", "distributor", "employer", "company", "owner", "principal", "advertiser", "borrower", "end user", "hirer", "franchisee",
    "auftraggeber", "kunde", "käufer", "besteller", "mieter", "lizenznehmer", "abnehmer",
    "cliente", "comprador", "arrendatario", "licenciatario", "contratante", "cliente final",
    "acheteur", "locataire", "licencié", "donneur d'ordre", "maître d'ouvrage", "le client",
)  # fmt: skip
VENDOR_WORDS = (
    "provider", "service provider", "vendor", "supplier", "seller", "contractor", "subcontractor", "consultant", "developer", "licensor",
    "sub-contractor", "main contractor", "service company", "photographer", "architect", "carrier", "caterer", "rights holder", "performer",
    "speaker", "auditor", "translator", "haulier", "facilitator",
    "auftragnehmerin", "unternehmerin", "lieferantin", "vermieterin", "anbieterin", "opdrachtnemer", "verhuurder", "leverancier", "leverantör", "säljare",
    "lessor", "landlord", "manufacturer", "agency", "publisher", "team", "club", "celebrity", "talent", "artist", "advisor", "adviser", "host",
    "auftragnehmer", "unternehmer", "anbieter", "lieferant", "verkäufer", "dienstleister", "lizenzgeber", "vermieter", "werkunternehmer",
    "proveedor", "prestador", "vendedor", "contratista", "licenciante", "arrendador", "adjudicatario", "suministrador",
    "fournisseur", "prestataire", "vendeur", "bailleur", "titulaire", "concédant", "le prestataire", "le fournisseur", "franchisor",
)  # fmt: skip
# Roles that only a party's own definition gives ("the Architect", "the College"): they head no line and label no table.
DEFINED_CUSTOMERS = (
    "charterer", "shipper", "consignor", "depositor", "organiser", "organizer", "broadcaster", "commissioner", "funder", "beneficiary", "renter",
    "college", "university", "school", "authority", "council", "district", "city", "county", "town", "state", "ministry", "municipality",
    "foundation", "trust", "charity", "society", "association", "institution", "institute", "hospital", "library", "museum", "fund", "partner",
    "main partner", "promoter", "festival", "theatre", "gallery", "patient", "insured", "affréteur", "organisateur", "verein",
    "hauptsponsor", "organizador", "veranstalter", "bauherr", "maître de l'ouvrage", "diffuseur", "patrocinador",
)  # fmt: skip
DEFINED_VENDORS = (
    "architect", "engineer", "designer", "surveyor", "carrier", "haulier", "forwarder", "freight forwarder", "caterer", "printer",
    "producer", "photographer", "translator", "interpreter", "auditor", "accountant", "counsel", "law firm", "venue", "hotel", "studio",
    "builder", "installer", "operator", "broker", "warehouse keeper", "warehouse", "warehouseman", "storer", "trainer", "speaker",
    "performer", "author",
    "writer", "composer", "laboratory", "integrator", "rights holder", "right holder", "rightsholder", "grantor", "bailor", "insurer",
    "band", "athlete", "player", "organist", "gardener", "cleaner", "mover", "security company", "bureau", "firm", "fabricator",
    "architekt", "spediteur", "frachtführer", "fotograf", "architecte", "transporteur", "traiteur", "imprimeur", "producteur",
    "arquitecto", "transportista", "ingenieur", "ingénieur", "planer", "rechteinhaber", "exploitant",
)  # fmt: skip
_DEFINED_WEAK = frozenset((
    "trust", "society", "association", "institution", "institute", "fund", "partner", "city", "state", "town", "school", "producer", "operator",
    "studio", "firm", "venue", "promoter", "bureau", "library", "museum", "broadcaster", "engineer", "broker", "counsel", "festival", "theatre",
    "author",
))  # fmt: skip
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
        "publisher",
        "main contractor",
    }
)

LEGAL_FORM = (
    r"(?:Inc(?:orporated)?|P?\.?L\.?L\.?C|L\.?L\.?P|L\.?P|Ltd|Limited|Corp(?:oration)?|Co|Company|P\.?L\.?C|g?GmbH(?: & Co\. KG(?:aA)?)?|AG|SE|KG|OHG|UG"
    r"|e\.? ?K|e\.? ?V|S\.?A\.?S?(?:\.?U)?|S\.?A\.?R\.?L|S\.?L\.?U?|S\.?R\.?L|S\.?p\.?A|B\.?V|N\.?V|K\.?K|Pty|N\.?A|A/S|AS|AB|Oy|OÜ|ApS"
    r"|P\.C|P\.A|DAC|CIC|CLG|PBC|Pvt\.? Ltd|Pty\.? Ltd|Sdn\.? Bhd|ASA|Oyj|GbR|mbH|eG|Zrt|sp\. ?z ?o\. ?o|s\. ?r\. ?o|d\. ?o\. ?o|Kft|Sàrl|Kft)"
)
FORM_END = re.compile(rf"(?:^|[\s,(]){LEGAL_FORM}\.?\)?$", re.IGNORECASE)
FORM_PART = re.compile(rf"^\s*\(?{LEGAL_FORM}\)?\.?(?:,? ?{LEGAL_FORM}\.?)?(?=$|[\s,;()])", re.IGNORECASE)
_CUSTOMER = "|".join(re.escape(word) for word in sorted(CUSTOMER_WORDS, key=len, reverse=True))
_VENDOR = "|".join(re.escape(word) for word in sorted(VENDOR_WORDS, key=len, reverse=True))
_LABEL = rf"(?:{_CUSTOMER}|{_VENDOR})"

# "Provider: Name, …", "Auftraggeber / Customer: Name, …", "CUSTOMER (Buyer): Name"
LABELLED = re.compile(
    rf"^(?:(?:item|box|field|no\.?|line) \d{{1,2}}\b)?[\W\d]{{0,6}}(?:(?:acceptance|accepted|signed) by |for |by )?(?:the )?(?P<label>{_LABEL}(?: ?[/"
    rf"|(] ?(?:the )?{_LABEL}\)?){{0,2}}) ?: ?(?P<value>\S.*)$",
    re.IGNORECASE,
)

# A second label in the same line, where two columns stand side by side: "OWNER: A Ltd  CONTRACTOR: B Ltd".
ANOTHER_LABEL = re.compile(rf"\s(?=(?:the )?{_LABEL} ?: ?\S)", re.IGNORECASE)


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


def leaning_of(alias: str) -> int:
    """How a party's own short name leans: above 0 to the side that pays, below 0 to the one that is paid, 0 where it says nothing.

    Besides the role words, these are words that only a definition uses ("the Architect", "the Charterers"), the plural of each, and the
    last word of several ("the Main Contractor", "the Maintenance Company").
    """
    bare = re.sub(r"^(?:the|le|la|les|der|die|das|el|de)\s+|^l['’]\s?", "", alias.casefold().strip())
    for name in (bare, bare.removesuffix("s"), bare.removesuffix("es")):
        side = side_of(name)
        if side:
            return side[1] if side[0] == "customer" else -side[1]
        for sign, words in ((1, DEFINED_CUSTOMERS), (-1, DEFINED_VENDORS)):
            if name in words:
                return sign * (2 if name in _DEFINED_WEAK else 5)
    parts = bare.split()
    if len(parts) in (2, 3):
        if parts[-1] == "company":
            return -2
        last = leaning_of(parts[-1])
        return last // abs(last) * min(abs(last), 4) if last and parts[-1] not in WEAK_WORDS else 0
    return 0
