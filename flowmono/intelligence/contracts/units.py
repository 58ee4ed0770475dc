"""What an amount is paid for: "per hour", "je Stunde", "monthly fee of", "hourly rates: Analyst"."""

import re
from dataclasses import dataclass

from flowmono.intelligence.contracts.durations import PERIODS, period_of

_PERIOD = "|".join(PERIODS.values())
_PER = re.compile(
    r"^[\s)]*(?:\((?:[^()]{0,60})\)\s*)?(?:(?:HT|TTC|netto|net|excl\. btw)\s+)?(?:[\"“(][^()\"”]{0,40}[\"”)]\)?\s*)?(?:(?:plus|exclusive of|excluding"
    r"|net of|excl\.?|zzgl\.?"
    r"|más) [^.;]{0,25}? )?(?:in cash )?"
    r"(?:\(?(?:per|pro|je|por|par|for each|for every|during each|in each|each|every|an?(?= (?:month|year|week|day|hour|quarter)\b)|al(?= (?:mes"
    r"|año|trimestre|día)\b)|cada|chaque|im|pa\.?)\b|/ ?(?:per)?"
    r"|for (?=said))\s*(?P<what>[^.;()\t\n,:]{2,60})",
    re.IGNORECASE,
)
# "US$300,000 annually"
_ADVERB = re.compile(
    r"^[\s)]*(?P<word>annually|yearly|quarterly|monthly|weekly|semi-?annually)\b"
    r"(?! (?:basis|instal?lments?|payments?|fees?|charges?|hosting|rent|rates?|services?|support|maintenance|subscriptions?))"
)
_WHAT = re.compile(
    r"^(?:(?:named|active|additional|standard|further|extra|subsequent|calendar|contract|subscription|full|man|person|working|licensed|concurrent|1"
    r"|one|said|potential"
    r"|completed|angefangene|natürliche) )*(?P<noun>[\w-]+)"
    rf"(?:(?: ?/ ?| per | pro | je | por | par | and | a )(?:contract |calendar )?(?P<period>{_PERIOD})\b)?",
    re.IGNORECASE,
)
_ADJECTIVE = re.compile(
    rf"\b(?P<word>{_PERIOD}|hourly|daily|per diem|day|hour|stündlich\w*|täglich\w*|stundensatz|tagessatz|monatspauschale|jahresgebühr"
    rf"|tarifa horaria|taux horaire)[ -]"
    r"(?:\w+[ -]){0,3}?(?:fees?|rates?|retainers?|charges?|rent|payments?|price|instal?lments?|subscription|amount|sum|remuneration|compensation"
    r"|\w{0,20}pauschale|\w{0,20}gebühr|\w{0,20}vergütung|\w{0,20}miete|satz|cuota|tarifa|honorari\w+"
    r"|redevance|loyer|forfait|licen[cs]e fee)\b[^.;\t]{0,45}$",
    re.IGNORECASE,
)
_NOUN_FIRST = re.compile(
    r"\b(?:cuota|tarifa|renta|honorarios|precio|pago|importe|redevance|loyer|forfait|abonnement|prix|honoraires|rémunération) (?:\w+ )?"
    rf"(?P<word>{_PERIOD}|horaria|diaria|horaire|journalier)\b[^.;\t]{{0,45}}$",
    re.IGNORECASE,
)
_CHARGED = re.compile(
    rf"\b(?:charged|invoiced|billed) (?P<word>{_PERIOD})\b[^.;\t]{{0,50}}?\b(?:amount|sum|rate|instal?lments?) of\W*$",
    re.IGNORECASE,
)
_SATZ = re.compile(
    r"\b(?:stundensatz|stundensätze|tagessatz|hourly rates?|daily rates?|day rates?"
    r"|(?:charged|billed|invoiced) by the (?:hour|day)|rate per (?:hour|day)|tarifa horaria|tarifas horarias"
    r"|taux horaires?|time and materials?)\b",
    re.IGNORECASE,
)
_NOT_UNITS = frozenset(
    {
        "total",
        "of",
        "the",
        "period",
        "maximum",
        "fixed",
        "result",
        "month's",
        "this",
        "such",
        "part",
        "sponsorship",
        "deposit",
        "fee",
        "one-time",
        "minimum",
    }
)
_HOURS = {"hour": "hour", "hourly": "hour", "stunde": "hour", "hora": "hour", "heure": "hour", "day": "day", "daily": "day", "tag": "day",
"personentag": "day",
          "manntag": "day",
          "día": "day", "jour": "day", "person-day": "day", "hours": "hour", "stundensatz": "hour", "tagessatz": "day"}  # fmt: skip


@dataclass(frozen=True)
class PaidFor:
    """The unit or the period that an amount is for: exactly one of them, or a unit with the period it is counted in."""

    unit: str | None
    period: str | None
    end: int = 0


def paid_per(after: str) -> PaidFor | None:
    """What "per …" straight after an amount says, with how far the words reach; None when they say nothing."""
    adverb = _ADVERB.match(after)
    if adverb:
        return PaidFor(None, period_of(adverb["word"].casefold()), adverb.end())
    match = _PER.match(after)
    what = _WHAT.match(match["what"]) if match else None
    if not match or not what:
        return None
    noun = what["noun"].casefold()
    reach = match.start("what") + what.end()
    period = "P1Y" if noun == "an" else period_of(noun) or period_of(match["what"][: what.end()].strip())
    if period:
        return PaidFor(None, period, reach)
    if noun in _NOT_UNITS or noun.isdigit() or len(noun) < 2:
        return None
    second = period_of(what["period"]) if what["period"] else None
    unit = _HOURS.get(noun, what["noun"] if what["noun"].isupper() else noun)
    if second:
        unit = (
            f"{unit}-{ {'P1M': 'month', 'P1Y': 'year', 'P1W': 'week', 'P3M': 'quarter', 'P6M': 'half-year'}[second] }"
        )
    return PaidFor(unit, second, reach)


def paid_by_name(before: str) -> PaidFor | None:
    """What the words before an amount say: "a fixed monthly retainer of", "an hourly rate of"."""
    matches = [*_ADJECTIVE.finditer(before), *_NOUN_FIRST.finditer(before), *_CHARGED.finditer(before)]
    if not matches:
        return None
    word = matches[-1]["word"].casefold()
    period = period_of(word)
    if period:
        return PaidFor(None, period)
    return PaidFor("day" if re.match(r"da|di|jour|tä|tages|per diem", word) else "hour", None)


def rate_heading(before: str) -> str | None:
    """The unit when the sentence introduces a list of rates ("at the following hourly rates: …"); None otherwise."""
    match = _SATZ.search(before)
    if not match:
        return None
    return "day" if re.search(r"da[iy]|tag", match.group(), re.IGNORECASE) else "hour"
