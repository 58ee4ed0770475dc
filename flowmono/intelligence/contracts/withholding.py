"""What a contract says about every payment outside its schedule: a share that is kept back, an advance that is recovered."""

import re
from decimal import Decimal

from flowmono.intelligence.contracts.calendar import Calendar
from flowmono.intelligence.contracts.dates import find_dates
from flowmono.intelligence.contracts.dues import find_due, tidy_trigger
from flowmono.intelligence.contracts.numbers import WORDS, parse_words
from flowmono.intelligence.contracts.source import Source
from flowmono.intelligence.reader import Advance, Due, Retention

LONGEST_SENTENCE = 1500
HUNDRED = Decimal(100)
_PERCENT = re.compile(
    rf"(?:(?P<words>{WORDS})[ -]?)?(?:\(?(?<![\d.,])(?P<figures>\d{{1,3}}(?:[.,]\d{{1,2}})?)\s?\)?\s?)?"
    r"(?:%|per ?cent\b|prozent\b|por ciento\b|pour cent\b)",
    re.IGNORECASE,
)
_KEEPS = re.compile(
    r"\b(?:retain(?:s|ed)?|withh(?:o|e)ld(?:s)?|hold(?:s)? back|held back|keep(?:s)? back|kept back|retention|retainage|holdback"
    r"|einbehalt\w*|einzubehalten|behält\b[^.]{0,120}\bein|reten(?:er|drá|ción)\w*|retiene|retenue|retien\w*|retenir)\b",
    re.IGNORECASE,
)
_EACH = (
    r"(?:each|every|all|any|such|the) (?:(?:and every|of the|of its|further|such|progress|interim|partial|milestone|monthly|individual"
    r"|stage|undisputed|net|gross) )*(?:payments?|invoices?|instal?lments?|bills?|applications?)"
    r"|(?:payments?|amounts?|sums?) (?:otherwise |so |then )?(?:due|payable|invoiced|billed)|invoiced (?:amounts?|sums?|values?)"
    r"|jede[rsnm]? (?:\w+)?(?:rechnung|zahlung|rate)|alle[rn]? (?:\w+)?(?:rechnungen|zahlungen|raten)"
    r"|(?:de )?cada (?:una de las )?(?:factura|pago)|(?:de )?chaque (?:facture|paiement|règlement)"
)
_OF_EACH = re.compile(
    rf"(?:of|from|on|von|de|sur|d['’]|vom|aus)?\W*(?:the )?(?:(?:\w+ ){{0,4}}(?:of|from) )?(?:{_EACH})\b", re.IGNORECASE
)
_OF_THE_WHOLE = re.compile(
    r"^\W*(?:of|from|on|von|de)\W+(?:the |its |that )?(?:(?:total|whole|overall|aggregate|full) )?(?:contract|order|purchase|agreement)\W"
    r"(?:price|sum|value|amount)",
    re.IGNORECASE,
)
_NOT_MONEY = re.compile(
    r"\b(?:withholding tax|taxes?|right,? title|ownership|equity|shares?|records?|employees?|personnel|royalt\w+|commission|escrow agent"
    r"|quellensteuer|abzugsteuer|impuestos?|impôts?)\b",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    r"\b(?:until|till|pending|bis(?: zur| zum)?|hasta|jusqu['’](?:à|au)(?: la)?)\b(?P<rest>[^.;]{3,160})", re.IGNORECASE
)
_RELEASES = re.compile(
    r"\b(?:releas\w+|repa(?:y|id)\w*|return\w*|pay(?:able|s)?|paid|fall\w* due|ausgezahlt|auszuzahlen|freigegeben|fällig|liberar\w*"
    r"|libér\w+|restitu\w+|devuel\w+)\b",
    re.IGNORECASE,
)
_KEPT = re.compile(
    r"\b(?:retained|withheld|retention|retainage|holdback|held back|kept back|einbehalt\w*|einbehalten\w*|reten\w+)\b",
    re.IGNORECASE,
)
_IN_PARTS = re.compile(r"\b(?:half|one-half|50 ?%|moiety|remaind\w+|balance|hälfte|mitad|moitié)\b", re.IGNORECASE)

_ADVANCE = re.compile(
    r"\b(?:advances?(?: payments?)?|pre-?payments?|down[ -]?payments?|deposit|an-?zahlung|vorauszahlung|anticipo|avance|acompte)\b",
    re.IGNORECASE,
)
_RECOVERS = re.compile(
    r"\b(?:recover\w*|recoup\w*|deduct\w*|set[- ]?off|offset|credited|amorti[sz]\w*|repaid|verrechnet|angerechnet|abgezogen|descont\w+|deduc\w+"
    r"|amortiz\w+|déduit\w*|imput\w+|récupér\w+)\b",
    re.IGNORECASE,
)
# "is not deducted from later instalments", "wird auf spätere Rechnungen nicht angerechnet", "no será descontado"
_DENIES = re.compile(
    r"\b(?:not|never|no|nor|neither|nicht|keine\w*|ni|ne|pas|nunca|jamais)\b[^.;,]{0,40}$", re.IGNORECASE
)
_SEVERAL = re.compile(
    r"\b(?:each|every|all|subsequent|following|next|first|further|jede\w*|alle\w*|folgende\w*|nächste\w*|cada|siguientes?|chaque|suivant\w*)\b"
    r"[^.;]{0,40}?\b(?:invoices?|payments?|instal?lments?|bills?|\w*rechnung(?:en)?|\w*zahlung(?:en)?|facturas?|pagos?|factures?|paiements?)\b",
    re.IGNORECASE,
)
_LAST_ONLY = re.compile(
    r"\b(?:final|last|closing|schluss|letzte\w*|última|dernière)[ -]?(?:invoice|payment|rechnung|factura|facture)",
    re.IGNORECASE,
)
_PRO_RATA = re.compile(r"\b(?:pro[ -]?rata|proportion\w*|anteilig|proporcional\w*)\b", re.IGNORECASE)


def find_retention(source: Source, calendar: Calendar) -> Retention | None:
    """The share of every payment that is kept back, with what releases it; None where the contract keeps nothing back.

    A share of the whole price is an instalment and belongs to the schedule; only what is taken from each payment counts.
    """
    for index, (start, end) in enumerate(source.sentences):
        text = source.flat[start:end]
        if len(text) > LONGEST_SENTENCE or not _KEEPS.search(text) or _NOT_MONEY.search(text):
            continue
        percent = _share_of_each(text)
        if percent is None:
            continue
        release, stop = _release(source, index, calendar)
        sure = Decimal("0.85") if release is not None else Decimal("0.7")
        return Retention(percent, release, source.evidence(start, stop), sure)
    return None


def _percents(text: str) -> list[tuple[Decimal, int, int]]:
    """Every percentage between nothing and a hundred, with its span."""
    found = []
    for match in _PERCENT.finditer(text):
        if match["figures"]:
            number = Decimal(match["figures"].replace(",", "."))
        elif match["words"] and (said := parse_words(match["words"])) is not None:
            number = Decimal(said)
        else:
            continue
        if 0 < number <= HUNDRED:
            found.append((number, match.start(), match.end()))
    return found


def _share_of_each(text: str) -> Decimal | None:
    """The percentage that the sentence takes from each payment, wherever in the sentence it names the payments."""
    whole = _OF_EACH.search(text)
    for number, start, end in _percents(text):
        after = re.sub(r"^\W*\(?\d{1,3}(?:[.,]\d+)?\s?%\)?", "", text[end:])
        if _OF_THE_WHOLE.match(after):
            continue
        if _OF_EACH.match(after.lstrip(" )")) or (whole is not None and abs(whole.start() - start) < 160):
            return number
    return None


def _release(source: Source, index: int, calendar: Calendar) -> tuple[Due | None, int]:
    """What releases the money, from the sentence itself or one of the two that follow it; and where the evidence ends."""
    start, end = source.sentences[index]
    told = _until(source.flat[start:end], calendar)
    for follower in source.sentences[index + 1 : index + 3]:
        text = source.flat[slice(*follower)]
        if len(text) > LONGEST_SENTENCE or not (_KEPT.search(text) and _RELEASES.search(text)):
            continue
        if _IN_PARTS.search(text):
            return Due("event", re.sub(r"\s+", " ", text).strip()[:300]), follower[1]
        found = find_due(text, calendar)
        if found is not None:
            return found.due, follower[1]
    if told is None and (found := find_due(source.flat[start:end], calendar)) is not None and found.plain:
        told = found.due
    return told, end


def _until(text: str, calendar: Calendar) -> Due | None:
    match = _UNTIL.search(text)
    if match is None:
        return None
    found = find_due(match["rest"], calendar)
    if found is not None and found.due.type in {"relative", "date"}:
        return found.due
    days = find_dates(match["rest"])
    if days:
        return Due("date", days[0].day.isoformat())
    # German puts the particle of "behält … ein" last.
    trigger = re.sub(r"\s+(?:ein|einbehalten|einzubehalten)$", "", tidy_trigger(match["rest"]))
    return Due("event", f"after {trigger}") if trigger else None


def find_advance(source: Source) -> Advance | None:
    """How an advance is taken off the invoices that follow it; None where none is, or only off the last one."""
    for start, end in source.sentences:
        text = source.flat[start:end]
        if len(text) > LONGEST_SENTENCE or not (_ADVANCE.search(text) and _RECOVERS.search(text)):
            continue
        share = _recovered_share(source, text, start)
        if share is not None:
            return Advance(share, source.evidence(start, end), Decimal("0.8"))
    return None


def _recovered_share(source: Source, text: str, start: int) -> Decimal | None:
    """The percentage of each invoice that recovers the advance; a hundred where invoices are used up until it is repaid."""
    recovers = _RECOVERS.search(text)
    if not _SEVERAL.search(text) or _NOT_MONEY.search(text) or (recovers and _DENIES.search(text[: recovers.start()])):
        return None
    for number, _begin, end in _percents(text):
        after = re.sub(r"^\W*\(?\d{1,3}(?:[.,]\d+)?\s?%\)?", "", text[end:])
        if _OF_EACH.match(after.lstrip(" )")):
            return number
    if _PRO_RATA.search(text):
        earlier = source.flat[max(0, start - 600) : start] + text
        shares = [
            number
            for number, begin, _end in _percents(earlier)
            if _ADVANCE.search(earlier[max(0, begin - 80) : begin + 120])
        ]
        return shares[-1] if shares else None
    if _percents(text) or _LAST_ONLY.search(text) or recovers is None:
        return None
    return HUNDRED
