"""Which amount the contract states as its whole value, and what kind of statement it is."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from flowmono.intelligence.contracts.findings import Finding, TotalFound
from flowmono.intelligence.contracts.money import MoneyMention
from flowmono.intelligence.contracts.source import Source
from flowmono.intelligence.contracts.total_rows import find_total_rows
from flowmono.intelligence.contracts.traps import LIABILITY, is_trap

_TOTAL = re.compile(
    r"\b(?:(?:consolidated|all[- ]in(?:clusive)?|overall|composite) (?:fee|price|sum|charge|amount)|total (?:\w+ ){0,3}?(?:fees?|costs?|price|amount"
    r"|value|sum|charges?|contract|consideration|remuneration|purchase)|contract (?:price"
    r"|sum|value|amount)|grand total|aggregate (?:fee|price|amount)"
    r"|fixed[- ](?:fee|price|sum|amount|project)|lump[- ]sum|flat fee|purchase price|project (?:fee|price|cost)|fees? for the (?:project"
    r"|services|work|sow)|a total of|total of|total for the|total fees|sum of"
    r"|total (?:net )?payments?(?: to \w+(?:\.\w+)?)?|total net (?:cost|price|fee)|quotation(?: \(in \w{2,5}\))?"
    r"|maximum value|total value|for a total|amount of the (?:contract|order)|order value|all fees|the (?:\w+ )?fees? (?:are|under this|for this|is"
    r"|shall be|will be)|license fee of|the sum"
    r"|vaste prijs|totaalprijs|aanneemsom|(?:honorarium|vergoeding|prijs) bedraagt|festpreis|pauschal\w*|gesamt\w*|auftragswert|auftragssumme"
    r"|vergütung beträgt|höchstbetrag"
    r"|(?:price|cost|value) of (?:the|this) (?:\w+ ){0,2}?(?:contract|agreement|order|works?|project|services|supply|equipment|goods|machine|system|plant"
    r"|assignment)"
    r"|(?:the|our|your) (?:fee|price|charge|remuneration) for (?:all|the|this|everything)|hire charge for the"
    r"|estimated total|total is|totall?ing"
    r"|vergütung (?:von|in höhe von)|preis (?:beträgt|von)|somme (?:forfaitaire|totale|globale|ferme|de)|asciende a|prix de (?:l['’]|la |le |du )\w+"
    r"|precio (?:total|fijo|cerrado|del contrato|global)|importe total|valor total|prix (?:total|forfaitaire|global|ferme)|montant (?:total"
    r"|forfaitaire|global|du contrat)|forfait)\b",
    re.IGNORECASE,
)  # fmt: skip
_CAP = re.compile(
    r"\b(?:not (?:to )?(?:[\w-]+ ){0,3}?exceed|not-to-exceed|no more than|maximum|up to a maximum|capped at|ceiling|shall not be more than"
    r"|nicht überschreiten"
    r"|höchstens|höchstbetrag|obergrenze|maximal|nicht übersteigen"
    r"|no exceder\w*|no superar\w*|máximo|tope|ne (?:dépass|excéd)\w+|plafond\w*|maximum)\b",
    re.IGNORECASE,
)  # fmt: skip
_MINIMUM = re.compile(
    r"\b(?:no less than|not less than|at least|minimum (?:fee|purchase|order|commitment|of)|mindestens|al menos|au moins)\b",
    re.IGNORECASE,
)
_ESTIMATE = re.compile(
    r"\b(?:estimat\w+|expected|anticipated|projected|approximately|budget(?:ed)?|voraussichtlich|geschätzt|estimad[oa]|estimé)\b",
    re.IGNORECASE,
)
_PART = re.compile(
    r"\b(?:additional|extra|travel|expenses?|monthly|per month|per year|annual|quarterly|monatlich\w*|jährlich\w*|mensual\w*|anual\w*|mensuel\w*"
    r"|annuel\w*|each|instal?lments?|installation (?:fee|charge|cost|price)s?|renewal|deposit|retention|outside"
    r"|individually|in any month|per factory|zusätzlich\w*|adicional\w*"
    r"|implementation|onboarding|set-?up|one-time|einmalig\w*|materials?|subcontract\w*)\b",
    re.IGNORECASE,
)  # fmt: skip
_PAYS = re.compile(
    r"\b(?:shall|will|agrees? to|agree to|hereby agrees to|must) (?:pay|provide payment)\b[^.;:,]{0,60}$", re.IGNORECASE
)
_PER = re.compile(r"\W{0,3}(?:per|/|each|(?:during|in|for) each|a month|pro|je|por|par)\b", re.IGNORECASE)
_UP_TO = re.compile(r"\bup to (?:a )?(?:total|maximum)(?: of)?\W*$", re.IGNORECASE)
# What one side may buy, if it likes, is no price of the contract.
RIGHT_TO_BUY = re.compile(
    r"\b(?:rights?|options?|entitled|elect|at liberty) to (?:purchase|buy|acquire|repurchase)\b(?:[^.;]|\.(?! ))*$",
    re.IGNORECASE,
)
# "65% of net income up to £100,000": where a share changes.
_STEP_OF_A_SHARE = re.compile(r"\d ?%[^.;:]{0,60}\b(?:up to|above|over|below|bis|jusqu['’]à)\W*$", re.IGNORECASE)
_WILL_BE = re.compile(r"\b(?:will be|shall be|is|amounts to|beträgt|será|es|est|sera)\W*$", re.IGNORECASE)
_NAMED_TOTAL = re.compile(
    r"[^.;]{0,25}\((?:the )?[\"“](?:contract (?:price|sum|value)|fees?|total(?: \w+)?|purchase price|project fee|price)[\"”]",
    re.IGNORECASE,
)
# "The price of the press, delivered free to site, is fixed and amounts to": the words between say what is priced, not another price.
# "For the amount of $250,000 to be paid in full upon signing."
_PAID_IN_FULL = re.compile(r"[\s)]{0,3}(?:is |are |shall be |to be )?(?:paid|payable|due) in full\b", re.IGNORECASE)
_PRICE_IS = re.compile(
    r"\b(?:price|fee|cost|charge|consideration|remuneration|honorarium) (?:of|for) (?:the|this|all)\b"
    r"(?![^.;]*\b(?:per|each|every|additional|extra|optional|further)\b)"
    r"[^.;]{2,130}?\b(?:is|amounts? to|shall be|will be|comes to)(?: (?:a |an )?(?:fixed|firm|agreed|set)(?: (?:and amounts to|at|sum of|amount of))?)?\W*$"
    r"|\bagreed (?:a|the) (?:fee|price|charge) (?:for|of) (?:the|this|our) [\w ]{3,40} of\W*$"
    r"|\bprix (?:de|du|des)\b[^.;]{2,90}?\b(?:est|s['’]élève)\b[^.;]{0,60}$|\b(?:preis|vergütung|honorar) (?:für|der|des)\b[^.;]{2,90}?\bbeträgt\W*$",
    re.IGNORECASE,
)
_FEE_IS = re.compile(
    r"(?:\b(?:the|our|your)|['’]s|s['’]) (?:fees?|price|remuneration|honorarium|consideration|charges?)"
    r" (?:is|are|shall be|will be|amounts? to|shall amount to|of)(?: fixed at)?\W*$",
    re.IGNORECASE,
)
_ESTIMATES = re.compile(
    r"\bestimate(?:s|d)? (?:that )?the (?:total |overall )?(?:value|cost|price|fees?|amount) of (?:this|the)\b[^.;]{0,60}$"
    r"|\b(?:the|this) (?:whole|total|value|costs?|price|work|programme|project|study|services?|contract|order)\b[^.;\d]{0,60}?"
    r" (?:is|are) estimated (?:at|to be)\W*$",
    re.IGNORECASE,
)
# Words behind an amount that make it the whole: "£34,000 in total", "… in all".
_ALTOGETHER = re.compile(
    r"\W{0,3}(?:plus \w+ |excl\w*\.? (?:of )?\w+ )?(?:in total|in all|altogether|in the aggregate|all told|overall|insgesamt|au total|en total)\b",
    re.IGNORECASE,
)
_OF_ALL = re.compile(
    r"\b(?:total\w*|grand|overall|whole|entire|aggregate|altogether|all|sämtliche\w*|alle|contract (?:price|sum|value|amount)|order value|purchase price"
    r"|gesamt\w*|global\w*"
    r"|(?:value|cost|price) of (?:the|this) (?:contract|agreement|order|project|works?)|under this"
    r"|for the (?:project|services|works?|engagement|assignment))\b",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    r"\b(?:sow|agreement|order form|order|contract|fees?|charges|payments?|compensation|remuneration|costs?"
    r"|program\w*|engagement|project|work|services|period|term|vertrag\w*|contrato"
    r"|contrat|leistung\w*)\b",
    re.IGNORECASE,
)


def find_totals(source: Source, money: Sequence[MoneyMention]) -> list[TotalFound]:
    """Every amount that the words around it call a total, strongest first."""
    found = []
    previous = 0
    for mention in money:
        start, _ = source.sentence_at(mention.start)
        line = source.lines[source.line_at(mention.start)]
        above = source.lines[source.line_at(line.start - 1)] if line.start and mention.start - line.start < 8 else line
        begin = above.start if above.text.rstrip().endswith(":") else max(start, line.start)
        # The words before an earlier amount are that amount's.
        before = source.flat[max(begin, previous, mention.start - 600) : mention.start]
        previous = mention.end
        after = source.flat[mention.end : min(line.end, mention.end + 140)]
        total = _judge(mention, before, after, source.flat[source.clause_start(mention.start) :][:90])
        if total:
            found.append(total)
    spoken = [(total.start, total.end) for total in found]
    rows = [
        row for row in find_total_rows(source) if not any(row.start < end and start < row.end for start, end in spoken)
    ]
    # An amount that one statement gives for everything is the whole wherever else it stands.
    whole = {total.amount for total in [*found, *rows] if not total.part}
    stated = [replace(total, part=total.part and total.amount not in whole) for total in [*found, *rows]]
    return sorted(stated, key=lambda total: (-total.strength, total.start))


def _judge(mention: MoneyMention, before: str, after: str, opening: str) -> TotalFound | None:
    near = _last_clause(before)
    words = list(_TOTAL.finditer(near))
    kind, strength = _kind_and_strength(near, after, words)
    if (
        strength <= 0
        or is_trap(before, after, opening)
        or _PER.match(after)
        or _UP_TO.search(near)
        or RIGHT_TO_BUY.search(before[-260:])
        or _STEP_OF_A_SHARE.search(near)
    ):
        return None
    if kind == "cap" and LIABILITY.search(before):
        return None
    part = _PART.search(near[-130:] if kind == "cap" else near[-70:])
    if part and not re.search(
        r"\btotal|gesamt|maximum value\b", near[-130:] if kind == "cap" else near[-70:], re.IGNORECASE
    ):
        strength -= 4
    if re.search(r"\binstal?lments?\b[^.;]{0,20}$", near, re.IGNORECASE):
        strength -= 3
    if strength <= 0:
        return None
    reach = len(near) - words[-1].start() if words and len(near) - words[-1].start() < 200 else min(len(near), 60)
    of_all = _OF_ALL.search(near[-reach - 40 :]) or _ALTOGETHER.match(after) or _NAMED_TOTAL.match(after)
    return TotalFound(
        mention.amount,
        mention.currency,
        kind,
        max(mention.start - reach, 0),
        mention.end,
        strength,
        mention.sure,
        part=not of_all,
    )


def _kind_and_strength(near: str, after: str, words: "list[re.Match[str]]") -> tuple[str, int]:
    """What kind of total the words make of an amount, and how plainly: 0 for none, 2 for a bare "shall pay", 5 for "total fee of"."""
    kind, strength = "fixed", 0
    if words:
        strength = max(5 - (len(near) - words[-1].end()) // 45, 3 if _WILL_BE.search(near) else 0)
    if _CAP.search(near[-70:]) or re.match(
        r"\W{0,3}(?:cap|ceiling|maximum|max|at (?:the )?most)\b", after, re.IGNORECASE
    ):
        kind = "cap"
        strength = max(strength, 2) + (2 if _WHOLE.search(near) else 0)
    elif _MINIMUM.search(near[-60:]):
        bought = re.search(
            r"\b(?:must|shall|will|agrees? to|undertakes? to|commits? to|guarantees? to) (?:purchase|order|buy|take|spend|procure|commission)\b",
            near,
            re.IGNORECASE,
        )
        paid = re.search(
            r"\b(?:shall|will|agrees? to) pay\b[^.;]{0,60}\bminimum fee of\b[^.;]{0,50}$", near, re.IGNORECASE
        )
        kind, strength = "minimum", 3 if bought or paid else 0
    elif _ESTIMATE.search(near[-80:]) and strength:
        kind = "estimate"
    if kind == "fixed" and not strength and _PRICE_IS.search(near):
        strength = 4
    if kind == "fixed" and not strength and _FEE_IS.search(near):
        strength = 3
    if _ESTIMATES.search(near):
        kind, strength = "estimate", 5
    if _ALTOGETHER.match(after):
        strength = max(strength, 2) + 2
    if _NAMED_TOTAL.match(after):
        strength += 3
    if kind == "fixed" and _PAID_IN_FULL.match(after):
        strength = max(strength, 3)
    if not strength and kind == "fixed" and _PAYS.search(near):
        strength = 2
    return kind, strength


def _last_clause(before: str) -> str:
    """The words before an amount back to the last earlier figure or clause end."""
    cut = max(
        (
            match.end()
            for match in re.finditer(
                r"[;\t]|\. (?=[A-Z])|: (?=[A-Z].{9})|\b(?:of which|davon|as follows)\b|\([a-h]\) |\d[\d.,]* ?%?\)? (?=and )",
                before,
            )
        ),
        default=0,
    )
    return before[cut:]


_BARE = 2  # how plainly "shall pay" alone says that an amount is the whole


def choose_total(
    totals: Sequence[TotalFound], items: Sequence[Finding], table_total: Decimal | None, money: Sequence[MoneyMention]
) -> tuple[TotalFound | None, bool]:
    """The contract's total and whether the schedule adds up to it.

    A statement that equals the sum of the schedule wins, even an amount that no word calls a total; among the others the strongest does,
    unless three or more rival each other.
    """
    sums = schedule_sums(items)
    if table_total is not None:
        sums.add(table_total)
    runs = _runs_of_rows(items)
    goes_on = _goes_on(items)
    for total in totals:
        if total.part and goes_on:
            continue
        if total.strength <= _BARE and any(item.kind == "unit_price" and not item.optional for item in items):
            continue  # "Must pay a reservation fee of": beside prices by the unit that is one of several.
        if total.amount in sums or (total.strength >= 4 and not total.part and total.amount in runs):
            return total, total.amount in sums
    firm = [item for item in items if item.payable is not None]
    silent = [
        mention
        for mention in money
        if mention.amount in sums and not any(item.start <= mention.start < item.end for item in items)
    ]
    if silent and len(firm) > 1 and not goes_on:
        return TotalFound(
            silent[0].amount, silent[0].currency, "fixed", silent[0].start, silent[0].end, 1, silent[0].sure
        ), True
    strong = [total for total in totals if total.strength >= 3 and not _is_of_a_part(total, items)]
    if len({total.amount for total in strong if total.strength >= strong[0].strength - 1}) > 2:
        return None, False
    weak = [total for total in totals if total.strength == 2] if not strong and not items else []
    return next(iter([*strong, *weak]), None), False


def schedule_sums(items: Sequence[Finding]) -> set[Decimal]:
    """The amounts that the firm items may add up to: all of them, the one-off ones, and with ceilings for extra work."""
    firm = [item.payable for item in items if item.payable is not None]
    ceilings = [item.amount for item in items if item.optional and item.kind == "milestone" and item.amount is not None]
    sums = set()
    if firm:
        sums.add(sum(firm, Decimal(0)))
        if ceilings:
            sums.add(sum(firm, Decimal(0)) + sum(ceilings, Decimal(0)))
    return sums


def _goes_on(items: Sequence[Finding]) -> bool:
    """Whether anything is owed again and again without a known number: then no sum of the rest is the whole."""
    return any(
        item.kind == "recurring" and not item.optional and item.payable is None and item.amount_is is None
        for item in items
    )


def _is_of_a_part(total: TotalFound, items: Sequence[Finding]) -> bool:
    """Whether a stated amount is less than what is owed beside it, so that it is the price or the ceiling of one thing among several."""
    beside = [item.payable for item in items if item.payable is not None and item.amount != total.amount]
    if total.kind == "cap":
        return total.part and sum(beside, Decimal(0)) > total.amount
    return total.kind == "fixed" and total.part and (sum(beside, Decimal(0)) > total.amount or _goes_on(items))


def _runs_of_rows(items: Sequence[Finding]) -> set[Decimal]:
    """What following rows of tables add up to: a contract may have more tables than the one of its price."""
    rows = [item.payable for item in items if item.from_table and item.payable is not None][:60]
    return {sum(rows[first:last], Decimal(0)) for first in range(len(rows)) for last in range(first + 2, len(rows) + 1)}
