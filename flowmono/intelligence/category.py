"""Which kind of document a text is, from its title and the words that only such documents use.

The answer routes signing: a mark is pre-applied only where the category is certain, so an unsure answer must look unsure.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

HEAD = 1500
TITLE_LINES = 12

OTHER = "other"

# Name, title pattern, words of the body. Order settles ties: the more special document first.
_RULES: tuple[tuple[str, str, str], ...] = (
    (
        "certificate of insurance",
        r"certificate of (?:liability )?insurance|evidence of insurance|versicherungsbest[äa]tigung|certificado de seguro|attestation d['’]assurance",
        r"certificate holder|acord|insurer\(?s?\)? affording coverage|policy (?:eff|exp)|additional insured|named insured|policy number",
    ),
    (
        "invoice",
        r"(?:tax |commercial |proforma )?invoice|rechnung|factura|facture",
        r"invoice (?:no|number|date)|bill to|amount due|total due|remit to|rechnungsnummer|rechnungsdatum|zahlbar bis|n[º°o]\.? de factura|iban",
    ),
    (
        "purchase order",
        r"purchase order|bestellung|orden de compra|pedido|bon de commande",
        r"(?:po|purchase order) (?:no|number|date)|ship to|deliver to|buyer[:\s]|line item|bestellnummer|requisition",
    ),
    (
        "amendment",
        r"(?:first |second |third |fourth |fifth )?(?:amendment|addendum|change order|nachtrag|änderungsvereinbarung|modificaci[oó]n|adenda|avenant)\b",
        r"is hereby amended|amends the agreement|except as (?:expressly )?amended|remain in full force and effect|the original agreement"
        r"|wird wie folgt geändert|queda modificad|est modifié",
    ),
    (
        "DPA",
        r"data (?:processing|protection) (?:agreement|addendum|terms)|auftragsverarbeitung\w*|encargo de tratamiento|sous-traitance de données|\bdpa\b",
        r"data subject|controller|processor|sub-?processor|personal data|gdpr|standard contractual clauses|auftragsverarbeiter|supervisory authority",
    ),
    (
        "NDA",
        r"non-?disclosure|confidentiality (?:agreement|undertaking)|\bnda\b|geheimhaltungs\w*|vertraulichkeits\w*|acuerdo de confidencialidad"
        r"|accord de confidentialité",
        r"disclosing party|receiving party|discloser|recipient|confidential information|purpose of evaluating|offenlegende partei|parte reveladora",
    ),
    (
        "employment",
        r"employment (?:agreement|contract)|offer of employment|arbeitsvertrag|contrato de trabajo|contrat de travail",
        r"your employment|the employee|base salary|annual leave|probation\w*|holiday entitlement|severance|arbeitnehmer|trabajador|salarié",
    ),
    (
        "lease",
        r"\blease\b|tenancy agreement|rental agreement|mietvertrag|contrato de arrendamiento|bail (?:commercial|professionnel)|contrat de location",
        r"\blessor|\blessee|landlord|tenant|monthly rent|leased premises|security deposit|vermieter|mieter|arrendador|arrendatario|bailleur|preneur",
    ),
    (
        "order form",
        r"order form|bestellformular|formulario de pedido|bon de commande logiciel",
        r"order date|subscription (?:period|term)|named users|framework terms|this order form|auto-renewal|cloud service fees",
    ),
    (
        "SOW",
        r"statement of work|\bsow\b|work order|leistungsbeschreibung|leistungsschein|orden de trabajo|declaraci[oó]n de trabajo",
        r"deliverables?|milestones?|this sow|acceptance criteri|key individuals|sow (?:date|term)|overall timeline|rejection period",
    ),
    (
        "software subscription",
        r"(?:cloud(?: service)?|saas|subscription|hosting|software as a service|software (?:subscription|service"
        r"|hosting)s?)[\w ()-]{0,20}(?:agreement|terms|contract)|saas-vertrag",
        r"saas|uptime|service level|hosted|subscription|authorized users|cloud service|service credits|log-?in",
    ),
    (
        "licence",
        r"licen[cs]e agreement|licen[cs]ing agreement|lizenzvertrag|contrato de licencia|contrat de licence|licen[cs]e\b",
        r"licensor|licensee|grants? (?:to )?\w* ?(?:a )?(?:non-?exclusive|exclusive)|royalt\w+|licensed (?:materials|marks|products|technology)"
        r"|lizenzgeber|licenciante",
    ),
    (
        "MSA",
        r"master (?:services?|agreement|subscription|purchase|supply)[\w ]{0,30}|framework (?:agreement|terms)|rahmenvertrag|contrato marco"
        r"|contrat[- ]cadre|\bmsa\b",
        r"statements? of work|order of precedence|work orders?|each sow|from time to time enter into|einzelauftrag|standard terms|key terms",
    ),
    (
        "services agreement",
        r"(?:professional |consulting |maintenance |outsourcing |development |service|services |marketing |support )[\w &/-]{0,40}?(?:agreement|contract)"
        r"|consult\w+ agreement|agreement for services|dienst(?:leistungs)?vertrag|werkvertrag|beratungsvertrag|contrato de (?:prestaci[oó]n de )?servicios"
        r"|contrat de (?:prestations? de )?services?",
        r"the services|consultant|contractor|provider will perform|independent contractor|leistungen|servicios|prestations",
    ),
)
# Cover pages carry the name of their master agreement above their own: their own name, alone on its line, says more.
_SPECIAL = frozenset({"order form", "SOW", "amendment", "DPA"})
# "Services Agreement with Statement of Work", "Order Form under the Master Agreement": the second document is not this one.
_ANNEXED = re.compile(
    r"(?:\b(?:with|including|incl\.|incorporating|together with|under|pursuant to|governed by|issued under|to|mit|con|avec)\b(?: (?:the|an?|its|that"
    r"|certain|annexed|attached|related|our|your|der|dem"
    r"|einer|la|le|une?))*|^(?:annex|schedule|appendix|anlage|attachment|anexo|annexe) \w{1,3}\b.*|\b(?:agreement|contract|vertrag|contrato"
    r"|contrat) (?:and|und|y|et|&)(?: the)?)\W*$",
    re.IGNORECASE,
)  # fmt: skip
_EMPLOYED = re.compile(r"\bemploy(?:ee|ment|er)\b", re.IGNORECASE)
_FURNITURE = re.compile(r"(?:ex(?:hibit)?s?[ -.]*[\d.]+$|page \d|source:|\d+$|-\d+-$)", re.IGNORECASE)
_FURNITURE_LEAD = re.compile(r"^(?:exhibits? [\d.]+|\(translation\)) +", re.IGNORECASE)
_COMPILED = tuple(
    (name, re.compile(title, re.IGNORECASE), re.compile(body, re.IGNORECASE)) for name, title, body in _RULES
)


@dataclass(frozen=True)
class Category:
    """A document category, how sure (0 to 1; a mark may be pre-applied from 0.8), and a short reason for people."""

    name: str
    confidence: Decimal
    reason: str


def classify(text: str) -> Category:
    """The category of a document's text. An empty or unknown text is "other" with the confidence that this deserves."""
    if not text.strip():
        return Category(OTHER, Decimal("0"), _("the document has no text"))
    titles = _title_lines(text)
    scored = [(*_score(name, titles, text, title, body), name) for name, title, body in _COMPILED]
    best = max(scored, key=lambda entry: entry[0])
    points, heading, words, name = best
    if points < Decimal("2.4"):
        return Category(
            OTHER, Decimal("0.4"), _("neither the title nor the wording is that of a known kind of document")
        )
    rivals = [other for other in scored if other is not best]
    margin = points - max(other[0] for other in rivals)
    return Category(name, _confidence(points, margin, bool(heading)), _reason(heading, words))


def _reason(heading: str, words: Sequence[str]) -> str:
    """What spoke for the category: the title, and the words that its documents use."""
    said = [
        _("the title says “%(title)s”") % {"title": heading} if heading else _("the title names no kind of document")
    ]
    if words:
        used = ", ".join(f"“{word}”" for word in words[:3])
        said.append(_("the text uses %(words)s") % {"words": used})
    return "; ".join(said)


def _title_lines(text: str) -> list[str]:
    """The short lines at the top, exhibit numbers and the like left out."""
    lines = (re.sub(r"\s+", " ", line).strip() for line in text[:6000].split("\n"))
    named = [line[:110] for line in lines if len(line) > 2 and not _FURNITURE.match(line)]
    return [_FURNITURE_LEAD.sub("", line) for line in named[:TITLE_LINES]]


def _score(
    name: str, titles: list[str], text: str, title: "re.Pattern[str]", body: "re.Pattern[str]"
) -> tuple[Decimal, str, list[str]]:
    """Points for a title near the top and for the different body words found, with the evidence."""
    points, heading = Decimal(0), ""
    for place, line in enumerate(titles):
        match = next((found for found in title.finditer(line) if not _ANNEXED.search(line[: found.start()])), None)
        # A heading is mostly the kind of document, or in capitals; a sentence that mentions one is not a heading.
        if match and (len(line) < 70 or match.start() < 12 or match.group().isupper()):
            share = Decimal(len(match.group())) / Decimal(len(line))
            worth = (
                Decimal(6)
                - Decimal(place) / 2
                + share * 2
                + (2 if share == 1 and name in _SPECIAL else 0)
                + (name == "MSA")
            )
            if worth > points:
                points, heading = worth, match.group().strip()
    words = list(dict.fromkeys(match.group().casefold().strip() for match in body.finditer(text[:40_000])))
    worth = min(Decimal(len(words)) * Decimal("0.6"), Decimal(3))
    if name == "employment" and len(_EMPLOYED.findall(text)) >= 20 and len(words) >= 3:
        worth = Decimal(9)
    return points + worth, heading, words


def _confidence(points: Decimal, margin: Decimal, titled: bool) -> Decimal:
    sure = Decimal("0.5") + min(margin, Decimal(3)) / 10 + min(points, Decimal(9)) / 45
    return min(sure if titled else min(sure, Decimal("0.65")), Decimal("0.98")).quantize(Decimal("0.01"))
