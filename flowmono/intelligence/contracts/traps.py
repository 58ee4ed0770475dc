"""Amounts that are not the price: insurance, liability, penalties, interest, bonuses, shares, illustrations."""

import re
from decimal import Decimal

# Around the amount itself.
_NEAR = re.compile(
    r"\b(?:insur(?!er)\w+|coverage|per occurrence|each occurrence|per event|(?<!non[- ])deductible|combined single limit|policy limits?|liabilit\w+|indemnif\w+"
    r"|damages|penalt\w+|vertragsstrafe|haftung\w*"
    r"|versicherung\w*|deckungssumme|seguro|responsabilidad|penalizaci\w+|assurance|responsabilité|pénalités?|late (?:fees?|charges?|payments?)"
    r"|interest|overdue|past due|per annum interest"
    r"|bonus(?:es)?|royalt\w+|commissions?|revenues?|net sales|gross sales|shares|stock|warrants?|options? to|retail value|retail price"
    r"|list price|suggested|market capitali[sz]ation|salary|salaries"
    r"|targets?|trade value|in-kind|winners?|prizes?|pots?|downstream|capital contribution\w*|committed capital|indebtedness|borrow\w+|loans?"
    r"|termination (?:fee|payment|charge|minimum)\w*"
    r"|early termination|liquidated|out-of-pocket|travel|per diem|reimburs\w+|reisekosten|spesen|dietas|frais de déplacement|service credits?"
    r"|fine|per-?day delay|delay damages"
    r"|expenses (?:which |that )?(?:shall|will|may|must|do|does|can)? ?(?:not )?(?:to )?exceed|benefits? allowance"
    r"|worth of|value of this package|not less than .{0,30} in the aggregate|valued at|fair market|resale|msrp|funding|escrow"
    r"|audit (?:fees?|costs?|rights?|charges?)|costs? of (?:the |an |any |such )?audit"
    r"|arbitrat\w+|customs (?:purposes|value)|for customs"
    r"|per share|exercise price|strike price"
    r"|donations?|quotas?|cancellation fee|performance bond|marketing budget|valuable consideration|principal amount|public offer\w*"
    r"|subsistence|private vehicle|(?:daily|meal|mileage) allowance|is waived|are waived|waives|replacement (?:value|cost)|insured? (?:for|value)"
    r"|boetes?|verbeurt|aansprakelijk\w*|\w*verzekering\w*|dekking|eigen risico|subsidie"
    r"|face amount|purchase of shares|directly to (?:the|that|its) (?!provider|vendor|supplier|contractor|consultant|seller|licensor|company)\w+)\b",
    re.IGNORECASE,
)  # fmt: skip
# In the heading or the opening words of the clause.
_HEADING = re.compile(
    r"^\W{0,4}(?:[\d.()a-zA-Z]{1,6}\W{1,3}|(?:\w{5,14}(?:er|ta|tava|ena|a|e)\. ))?(?:\w+ )?(?:insurance|limitations?(?: of liability)?|liability"
    r"|indemni\w+|delay|termination"
    r"|late (?:payment|fee|charge)\w*|interest|warrant\w+|service levels?"
    r"|general cap|increased cap|haftung|versicherung|verzug|vertragsstrafe|seguros?|responsabilidad|penalidades|assurances?|pénalités|expenses"
    r"|reimbursement|confidential\w*)\b",
    re.IGNORECASE,
)  # fmt: skip
# Before an amount, in its own clause: what is taken off, what another pays, what a price is measured by.
_TAKEN_OFF = re.compile(
    r"\b(?:deduct(?:s|ed|ions?)?|withhold|set off|reduced?(?: \w+){0,6} by|reduction of|abatement|demurrage|detention|malus|abzug"
    r"|(?:employees|staff|participants|guests|members|pupils) contribute|stipend|nominal value|earnest money|breach"
    r"|(?:policy|insurance|an|the) excess(?! of)|(?:index|reference|diesel|fuel|market|spot) price"
    r"|price of (?:[\w-]+ ){0,3}(?:diesel|fuel|oil|copper|steel)|reminder"
    r"|(?:rates?|prices?|fees?)(?: (?:will|shall|then))? (?:rises?|falls?|increases?|decreases?|goe?s? (?:up|down))(?: or \w+)?[^.;:]{0,20}? by\b"
    r"|\d ?%(?: of [^.;:]{3,40})? (?:up )?to a maximum of|\bin which case"
    r"|values? (?:these|this|the|its|them) [^.;]{0,40}\bat|fails? to|(?:not|never) (?:hire|employ|solicit|recruit)"
    r"|guarantees? (?:for|of|over|amounting)|guarantees? from (?:a|its|the) (?:\w+ )?(?:bank|insurer|surety)"
    r"|absence of|late arrival|failure to|failing which|(?:loss|lost|damaged?|destroyed|verlust|verlorene?[rns]?|perte|pérdida|verlies)\b(?! of time)"
    r"|assum(?:ed|es|ing)|by way of (?:illustration|example)|for (?:illustration|example)|would (?:produce|yield|give|result in|amount to|come to)"
    r"|(?:if|where|when|should|falls)\b[^.;:]{0,50}\b(?:cancels?|cancelled)|damage deposit|no-?show)\b[^.;:]{0,70}:?\W*$"
    # These only where nothing stands between them and the amount.
    r"|\b(?:less(?! than)|keeps?)\W*$",
    re.IGNORECASE,
)
# Anywhere before a ceiling in its sentence: what is bounded is taken off or lost, and no work.
TAKES_OFF = re.compile(
    r"\b(?:deduct\w*|credit(?:s|ed)?|rebate[sd]?|set[ -]?off|penalt(?:y|ies)|delay(?:ed|s)?|cancels?|cancel(?:led|s|lation)|terminat\w+|forfeit\w*"
    r"|abzug|abziehen|minder\w+|vertragsstrafe\w*|pönale|verzug\w*|pénalités?|retard|penali\w+|retraso|boetes?|verbeurt)\b",
    re.IGNORECASE,
)
# Straight after it: a rate of expenses, a price for a lapse.
_LAPSE = re.compile(
    r"^\W{0,3}(?:(?:per|je|pro|par|por) (?:gebeurtenis|aanspraak|schadegeval|ereignis|schadens?fall|sinistre|siniestro)\b|/ ?km\b|(?:per|a|pro|je|par"
    r"|por) (?:kilomet(?:re|er)|km|mile)\b"
    r"|(?:per|for (?:each|every)) (?:claim|reminder|breach|lapse|failure|missed|late|event of)\b)",
    re.IGNORECASE,
)
# What is taken from the other side: "Rs. 800 per head per day shall be recovered".
_RECOVERED = re.compile(r"^[^.;]{0,80}\b(?:shall|will) be (?:recovered|debited|deducted|forfeited)\b", re.IGNORECASE)
# What was paid before is no price that is still owed: "$32,100, the receipt of which is acknowledged", "has advanced the sum of $63,309".
_PAID_ALREADY = re.compile(
    r"^[^.;]{0,60}\b(?:the )?receipt (?:and sufficiency )?of which (?:is|are|has been|have been)\b", re.IGNORECASE
)
_ADVANCED_SO_FAR = re.compile(
    r"\b(?:has|have|had) (?:to date |already |previously |heretofore )?(?:advanced|prepaid)\b[^.;:]{0,60}$",
    re.IGNORECASE,
)
# What a side spends as it likes, on its own campaigns or machines, is not paid to the other.
SPENT = re.compile(
    r"\b(?:shall|will|must|agrees? to|undertakes? to|obligated to|obliged to|required to) (?:allocate|spend|expend|invest)\b"
    r"(?! [^.;:]{0,40}\b(?:with|from) the\b)"
    r"[^.;:]{0,110}$",
    re.IGNORECASE,
)
# What building or investing is expected to cost one side is no price of the other.
_EXPECTED_COST = re.compile(
    r"\b(?:expected|anticipated|projected|estimated)(?: total)? (?:project|construction|investment|development) costs?\b[^.;]{0,20}$",
    re.IGNORECASE,
)
# "… one third of the price (approximately $6.65)" reckons a share, and "suggested" ones bind nobody.
_ABOUT_A_SHARE = re.compile(
    r"(?:\d ?%|\bper ?cent\b|\b(?:half|third|quarter|fifth|tenth)\b)[^.;:]{0,80}\((?:or )?(?:approximately|approx\.?|about|roughly|ca\.)\s*$",
    re.IGNORECASE,
)
LIABILITY = re.compile(r"\b(?:liab\w+|damages|negligence|tort|indemn\w+|haftung|responsabili\w+)\b", re.IGNORECASE)
_IN_KIND = re.compile(
    r"\b(?:resources|products|services|inventory|media|goods|credits?) (?:with (?:a )?values? )?equal to\W*$",
    re.IGNORECASE,
)
# "Monthly revenues shall be calculated on a fee equal to …": how somebody's takings are counted, not what is owed.
_TAKINGS = re.compile(
    r"\b(?:revenues?|net sales|gross sales|turnover|receipts|umsatz\w*|ingresos|chiffre d['’]affaires)\b[^.;]{0,70}\b"
    r"(?:(?:is|are|be) (?:calculated|computed|determined|counted)|means?|berechnet|se calcula\w*)\b[^.]*$",
    re.IGNORECASE,
)
_SALARY = re.compile(r"\b(?:employee|employment|your salary|salary)\b", re.IGNORECASE)
_DAY_RATE_OF_DELAY = re.compile(r"\bper (?:day|week) (?:of|apply|for each)\b", re.IGNORECASE)
_PAYS_BACK = re.compile(r"\b(?:refund|credit|rebate|gutschrift|reembolso|avoir)\b", re.IGNORECASE)


_OWED_WHATEVER = re.compile(r"^(?:royalt|commission|revenue)", re.IGNORECASE)
_AT_LEAST = re.compile(r"\b(?:guaranteed|minimum(?: \w+)?|min\.) $", re.IGNORECASE)
_ADVANCED = re.compile(r"^ (?:advances?|prepayments?|minimums?|guarantees?)\b", re.IGNORECASE)
_TO_REIMBURSE = re.compile(r"^[\s)]*(?:\([^()]*\))?\s*to $")
_WILL_PAY = re.compile(r"\b(?:shall|will|agrees? to) (?:promptly )?pay\b[^.;$€£]{0,60}$", re.IGNORECASE)
# "33% or $1 per subscription, whichever is greater": one end of a share.
_OR_A_SHARE = re.compile(r"(?:\d ?%|\bper ?cent(?:age)?\b)[^.;]{0,60}\bor\b[^.;]{0,20}$", re.IGNORECASE)
_WHICHEVER = re.compile(r"^[^.;]{0,80}\bwhichever\b", re.IGNORECASE)


_CONSIDERATION = re.compile(r"\bconsideration (?:of|for) [^.;]{0,60}$", re.IGNORECASE)
_NOMINAL = Decimal(10)


def is_nominal(amount: Decimal, before: str) -> bool:
    """Whether a sum is the dollar or ten that makes a promise binding: "in consideration of the sum of $10.00 paid by each party"."""
    return amount <= _NOMINAL and _CONSIDERATION.search(before[-100:]) is not None


def is_trap(before: str, after: str, line_opening: str) -> bool:
    """Whether an amount between these words, in a line that opens so, is something other than a price owed."""
    near = f"{before[-150:]} § {after[:110]}"
    earlier = before[-175:-150]
    if _HEADING.match(line_opening):
        return True
    if _OR_A_SHARE.search(before[-90:]) and _WHICHEVER.match(after):
        return True
    if _IN_KIND.search(before[-60:]) or _TAKINGS.search(before):
        return True
    if _PAID_ALREADY.match(after) or _ADVANCED_SO_FAR.search(before[-110:]) or _ABOUT_A_SHARE.search(before[-140:]):
        return True
    if SPENT.search(before[-170:]) or _EXPECTED_COST.search(before[-90:]):
        return True
    if _TAKEN_OFF.search(before[-150:]) or _LAPSE.match(after[:50]) or _RECOVERED.match(after):
        return True
    for match in _NEAR.finditer(near):
        if not _harmless(match, near, earlier):
            return True
    return bool(
        _DAY_RATE_OF_DELAY.search(after[:40]) and re.search(r"delay|late|verzug|retraso|retard", near, re.IGNORECASE)
    ) or bool(_PAYS_BACK.search(near) and not re.search(r"\b(?:fee|price|pay)\b", before[-60:], re.IGNORECASE))


def _harmless(match: "re.Match[str]", near: str, earlier: str = "") -> bool:
    """Words of a trap in a harmless place: after a full stop, "excluding travel", "plus reimbursement", "insurance services"."""
    middle = near.index("§")
    between = near[match.end() : middle] if match.end() <= middle else near[middle : match.start()]
    if re.search(
        r"[.;]\s+(?:[-–] )?(?:\d{1,2}(?:\.\d{1,2})*\.? )?[A-Z(•●]|\s\d{1,2}\.\d{1,2}(?:\.\d{1,2})*\.? [A-Z]", between
    ):
        return True
    lead = f"{earlier}{near[: match.start()]}"[-25:]
    owed = _OWED_WHATEVER.search(match.group())
    if owed and (_AT_LEAST.search(lead) or _ADVANCED.match(near[match.end() :])):
        return True  # A minimum royalty and an advance on royalties are owed whatever is sold.
    if match.group().casefold().startswith("reimburs") and match.start() > middle:
        # "Will pay EUR 5,000,000 to reimburse a part of the costs": a sum of its own, whatever it makes good.
        return bool(_TO_REIMBURSE.match(near[middle + 1 : match.start()]) and _WILL_PAY.search(near[:middle]))
    return bool(
        re.search(
            r"\b(?:excluding|exclusive of|excl\.?|including|inclusive of|incl\.?|plus"
            r"|without|not including|in addition to|other than|zuzüglich|ohne|no)\W+(?:\w+\W+){0,2}$",
            lead,
            re.IGNORECASE,
        )
    )
