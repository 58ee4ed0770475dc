"""Whether a paper changes another one: its title, a sentence that says so, or a price that is moved instead of agreed.

What such a paper states is the new whole of an agreement that is there already. Ordered beside that agreement it would be paid twice, so
whoever reads it is asked which agreement it changes. Asking once too often costs a click.
"""

import re
from collections.abc import Sequence

from flowmono.intelligence.contracts.money import MoneyMention
from flowmono.intelligence.contracts.source import Source

# A heading within the first lines; the papers about data and security that are annexed to an agreement change no price.
_TITLE = re.compile(
    r"\b(?:amendments?|addend(?:um|a)|change order|variation (?:agreement|order)|deed of variation|supplement(?:al|ary)? agreement|letter of amendment"
    r"|amended and restated|nachtrag\w*|änderungs(?:vereinbarung|vertrag)|zusatzvereinbarung|ergänzungs(?:vereinbarung|vertrag)|adenda|addenda"
    r"|(?:acuerdo|contrato) de (?:modificación|novación)|modificación (?:n[.ºo°]|del contrato|de contrato)|novación modificativa|avenant|aditamento"
    r"|termo aditivo|atto (?:aggiuntivo|modificativo)|wijzigingsovereenkomst|allonge|aneks)\b",
    re.IGNORECASE,
)
_NO_AMENDMENT = re.compile(r"\b(?:data|privacy|security|gdpr|datenschutz\w*|protección de datos)\b", re.IGNORECASE)
_TITLE_LINES = 14
_LONGEST_TITLE = 120
_OTHER_PAPER = (
    r"(?:agreement|contract|statement of work|sow|order(?: form)?|lease|licen[cs]e|terms|vertrag\w*|vereinbarung|rahmenvertrag\w*"
    r"|contrato|acuerdo|contrat|accord|contratto|accordo|overeenkomst)"
)
# "This letter amends the Services Agreement", "Dieser Nachtrag ändert den Vertrag vom …".
_SAYS_SO = re.compile(
    r"\bth(?:is|e present) (?:\w+ ){1,4}?(?:amends?|modif(?:y|ies)|varies|supplements? and amends?|restates)\b[^.;]{0,80}?\b" + _OTHER_PAPER + r"\b"
    r"|\b(?:agree|agrees|agreed|wish|desire|want)\b[^.;]{0,60}?\b(?:to amend|to modify|to vary|amendment of)\b[^.;]{0,80}?\b" + _OTHER_PAPER + r"\b"
    r"|\b(?:hereby|herewith) (?:amends?|amended|modif\w+|varies|varied)\b[^.;]{0,100}?\b" + _OTHER_PAPER + r"\b"
    r"|\b" + _OTHER_PAPER + r"\b[^.;]{0,120}?\b(?:is|are) (?:hereby|herewith) (?:amended|modified|varied)\b"
    r"|\bändert\b[^.;]{0,80}?\b" + _OTHER_PAPER + r"\b|\b" + _OTHER_PAPER + r"\b[^.;]{0,120}?\bwird (?:hiermit |wie folgt )*(?:geändert|ergänzt)\b"
    r"|\b(?:modifica|se modifica)\b[^.;]{0,80}?\b" + _OTHER_PAPER + r"\b|\bmodifie\b[^.;]{0,80}?\b" + _OTHER_PAPER + r"\b",
    re.IGNORECASE,
)  # fmt: skip
_PRICE = (
    r"(?:fees?|prices?|rates?|total|sum|amount|charges?|budget|cap|ceiling|value|remuneration|consideration|rent|honorarium"
    r"|\w*vergütung|\w*preis\w*|\w*honorar|\w*gebühr\w*|\w*summe|\w*betrag|\w*miete|stundensatz|tagessatz"
    r"|precios?|importes?|tarifas?|honorarios|cuotas?|renta|prix|montants?|honoraires|tarifs?|redevances?|loyer|prezzo|corrispettivo|compenso|canone"
    r"|preço|valor|prijs|vergoeding)"
)
# A price that is moved now, by this very paper. "shall be increased on each anniversary" is the agreement's own rule.
_MOVED = re.compile(
    r"\b" + _PRICE + r"\b[^;]{0,160}?\b(?:is|are|shall be|will be)(?: now| hereby| herewith| accordingly| therefore)* "
    r"(?:increased|raised|reduced|lowered|decreased|changed|adjusted|amended|revised|replaced|substituted)\b"
    r"|\b(?:increases?|raises?|reduces?|lowers?|changes?|amends?|adjusts?) the (?:\w+ ){0,4}?" + _PRICE + r"\b[^.;]{0,80}?\b(?:to|by|from)\b"
    r"|\b(?:agree|agreed|agrees)\b[^.;]{0,40}?\bto (?:increase|raise|reduce|lower|change|adjust) (?:the|their|its) (?:\w+ ){0,4}?" + _PRICE + r"\b"
    r"|\b(?:new|revised|increased|amended|adjusted) (?:\w+ ){0,3}?" + _PRICE + r"\b[^.;]{0,80}?\b(?:instead of|in place of|in lieu of|replac\w+)\b"
    r"|\b" + _PRICE + r"\b[^;]{0,120}?\b(?:wird|werden|ist|sind)\b[^;]{0,120}?\b(?:erhöht|angehoben|reduziert|gesenkt|geändert|angepasst|ersetzt)\b"
    r"|\b" + _PRICE + r"\b[^;]{0,120}?\bse (?:incrementan?|aumentan?|elevan?|reducen?|modifican?|sustituyen?)\b"
    r"|\b" + _PRICE + r"\b[^;]{0,120}?\b(?:est|sont) (?:portée?s?|augmentée?s?|majorée?s?|réduite?s?|ramenée?s?|modifiée?s?|remplacée?s?)\b"
    r"|\b" + _PRICE + r"\b[^;]{0,120}?\b(?:è|sono|viene|é|são|passa|wordt|worden) (?:\w+ )?(?:aumentat[oaie]|elevat[oaie]|ridott[oaie]|modificat[oaie]"
    r"|aumentad[oa]s?|alterad[oa]s?|para|verhoogd|verlaagd|gewijzigd|aangepast)\b",
    re.IGNORECASE,
)  # fmt: skip
# The agreement's own rule for later, or what happens if: no change of another paper. So is what an earlier paper did.
_RULE = re.compile(
    r"\b(?:if|unless|in the event|where(?:ver)?|whenever|each|every|annual(?:ly)?|yearly|anniversar\w+|renewals?|index\w*|inflation|cpi|consumer price"
    r"|(?-i:may)|might|could|would|per cent|percent|pro rata|proportion\w*|falls|sofern|wenn|jährlich\w*|jeweils|kann|können|si|cada|anual\w*|podrán?"
    r"|chaque|annuel\w*|peut|peuvent|pourra|ogni)\b(?! (?:incrementan?|aumentan?|elevan?|reducen?|modifican?|sustituyen?)\b)",
    re.IGNORECASE,
)  # fmt: skip
_TOLD = re.compile(
    r"\b(?:was|were|had been|has been|have been|wurden?|fue|a été)\b[^.;]{0,30}?(?:increas|rais|reduc|lower|amend|chang|erhöht)",
    re.IGNORECASE,
)
_HEREBY = re.compile(r"\b(?:hereby|herewith|hiermit|por la presente|par la présente|con la presente)\b", re.IGNORECASE)
_HEAD = 6000
_NOT = re.compile(r"\b(?:not|nor|neither|no|nicht|keine?|no se|ne)\b", re.IGNORECASE)
# The words that this paper is about another: without them a price that moves is moved within this agreement.
_REFERS = re.compile(
    r"\b(?:the|our|their|that certain|under|to|of|zum|des|dem|den|del|dal|al|au|du|do|van)\b[^.;\n]{0,60}?\b"
    + _OTHER_PAPER
    + r"\b[^.;\n]{0,60}?"
    r"\b(?:dated|of|from|vom|de fecha|de|du|del|di|do|van|entered into|made|signed|concluded|no\.?|nr\.?|n[º°])\b[^.;\n]{0,25}?\d",
    re.IGNORECASE,
)


def find_amended(source: Source, money: Sequence[MoneyMention]) -> tuple[int, int] | None:
    """The words by which a paper changes another agreement, as a span of the flat text; None where nothing speaks for it."""
    return _titled(source) or _said(source) or _moved(source, money)


def _titled(source: Source) -> tuple[int, int] | None:
    for line in source.lines[:_TITLE_LINES]:
        match = _TITLE.search(line.text)
        text = line.text.rstrip()
        if match is None or len(text) > _LONGEST_TITLE or text.endswith(".") or _NO_AMENDMENT.search(text):
            continue
        # A heading opens with it, or is in capitals; a sentence that mentions one is none.
        if len(line.text[: match.start()].split()) <= 3 or match.group().isupper():
            return line.start, line.end
    return None


def _said(source: Source) -> tuple[int, int] | None:
    for match in _SAYS_SO.finditer(source.flat):
        start, end = source.sentence_at(match.start())
        sentence = source.flat[start:end]
        if not any(other.search(sentence) for other in (_RULE, _TOLD, _NOT)):
            return start, end
    return None


def _moved(source: Source, money: Sequence[MoneyMention]) -> tuple[int, int] | None:
    """A sentence that moves a price for good, in a paper that speaks of another agreement or says "hereby"."""
    for start, end in dict.fromkeys(source.sentence_at(mention.start) for mention in money):
        sentence = source.flat[start:end]
        if not _MOVED.search(sentence) or _RULE.search(sentence) or _TOLD.search(sentence):
            continue
        if _HEREBY.search(sentence) or _REFERS.search(source.flat[:_HEAD]):
            return start, end
    return None
