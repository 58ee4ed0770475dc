"""What the sentences around a price table say about its rows: when each falls due, or one that they name."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from flowmono.intelligence.contracts.calendar import Calendar
from flowmono.intelligence.contracts.dues import find_due, kind_of
from flowmono.intelligence.contracts.findings import Finding
from flowmono.intelligence.contracts.source import Source
from flowmono.intelligence.reader import Due

_EACH = re.compile(
    r"(?:each|every|all (?:items|amounts|positions|deliverables|goods)|jede[rs]?|cada|chaque|the (?:fee|amount|instal\w+) for (?:a|each)"
    r"|(?:on|upon|after|following) (?:written |formal |final )?(?:acceptance|approval|completion|delivery) of (?:each|every|a|any)"
    r"|milestone (?:fees|payments)|(?:the|a) milestone|elke|iedere)\b[^.]{0,140}"
    r"(?:accept|approv|complet|deliver|abnahme|abgenommen|aceptaci|acept|réception|livraison|achèvement|sign|goedgekeur|goedkeur|oplever)",
    re.IGNORECASE,
)  # fmt: skip
# How far behind a table a sentence may still speak of its rows.
_REACH = 2500
_ASSUMED = Decimal("0.8")
_IS_PAID = re.compile(
    r"[^.;:\d]{0,25}?\b(?:is|are|will be|shall be|falls?|becomes?|wird|werden|est|sont|se)\b(?: (?:then|each))? ?"
    r"(?:invoiced|billed|payable|paid|due|charged|berechnet|fällig|facturée?s?|payée?s?|facturará|abonará)\b(?P<rest>[^.;]{4,120})",
    re.IGNORECASE,
)


def said_of_rows(source: Source, items: Sequence[Finding], last: int, calendar: Calendar) -> list[Finding]:
    """The items of a table that ends at ``last``; one without a moment of its own has that of a sentence behind the table that names it."""
    found = []
    behind = source.flat[last : last + _REACH]
    for item in items:
        name = re.split(r"[,(:;–—]| - ", item.description)[0].strip()
        due = None
        if item.confidence <= _ASSUMED and item.from_table and item.percent is None and len(name) > 7:
            for match in re.finditer(
                rf"(?<=[.;\n] )(?:the |die |der |das |la |le |el )?{re.escape(name)}\b|^\W*(?:the )?{re.escape(name)}\b",
                behind,
                re.IGNORECASE | re.MULTILINE,
            ):
                said = _IS_PAID.match(behind, match.end())
                due = find_due(said["rest"], calendar) if said and "%" not in said["rest"] else None
                if due:
                    break
        found.append(
            replace(
                item, due=due.due, kind=kind_of(due.due, item.description, item.acceptance), confidence=Decimal("0.85")
            )
            if due
            else item
        )
    return found


def with_shared_rows(source: Source, rows: list[Finding], shares: list[Finding]) -> tuple[list[Finding], list[Finding]]:
    """Rows and shares, where a sentence says that a row is paid in those shares: each is one of that row, which they replace."""
    replaced: list[Finding] = []
    priced: list[Finding] = []
    for share in shares:
        begin, end = source.sentence_at(share.end - 1)
        words = source.flat[begin:end].lstrip(" (•–-").casefold().removeprefix("the ")
        row = next((one for one in rows if _is_named(one, words)), None)
        if row is None or row.amount is None or share.amount is not None or share.share is None:
            priced.append(share)
            continue
        part = (row.amount * share.share.numerator / share.share.denominator / 100).quantize(Decimal("0.01"))
        priced.append(replace(share, amount=part, currency=row.currency, percent=None, share=None, reckoned=True))
        replaced.append(row)
    return [row for row in rows if row not in replaced], priced


def _is_named(row: Finding, words: str) -> bool:
    name = re.split(r"[,(:;–—]| - ", row.description)[0].strip().casefold()
    return row.from_table and row.percent is None and len(name) > 7 and words.startswith(name)


_HEADED_MILESTONE = re.compile(
    r"\b(?:milestones?|deliverables?|meilensteine?|hitos?|jalons?|mijlpa(?:al|len))\b", re.IGNORECASE
)
_ACCEPTED_FIRST = re.compile(
    r"(?P<said>\b(?:on|upon|after|following|against|subject to|until|once|when|bei|nach|mit|tras|après)\b[^.;\n\t]{0,60}?\b"
    r"(?:accept(?:ance|ed|s)|approv(?:al|ed|es)|sign-?off|abnahme|abgenommen|aceptación|réception)\b(?:[^.;,\n\t]{0,60})?)",
    re.IGNORECASE,
)
_OF_MILESTONES = re.compile(
    r"\b(?:milestones?|deliverables?|instal?lments?|pay\w*|paid|invoic\w*|due|meilenstein\w*|fällig|zahl\w*|hitos?|pag\w+|jalons?|payé\w*)\b",
    re.IGNORECASE,
)
_OF_AN_OFFER = re.compile(
    r"(?:accept\w+|approv\w+) (?:of|by) (?:the |this |an? |each )?(?:offers?|orders?|purchase|agreement|terms|invoices?|board)",
    re.IGNORECASE,
)
# Said elsewhere, so that a person looks at it once.
_TOLD_ELSEWHERE = Decimal("0.75")


def accepted_elsewhere(source: Source, items: list[Finding], table: tuple[int, int], header: str) -> list[Finding]:
    """Rows of a table of milestones on days of their own, where a sentence outside the table pays milestones once they are accepted."""
    if not _HEADED_MILESTONE.search(header) or not any(item.kind == "date" for item in items):
        return items
    said = None
    for match in _ACCEPTED_FIRST.finditer(source.flat):
        sentence = slice(*source.sentence_at(match.start()))
        words = source.flat[sentence]
        inside = table[0] <= match.start() < table[1]
        rest = words.replace(match["said"], " ")
        if not inside and not _OF_AN_OFFER.search(match["said"]) and _OF_MILESTONES.search(rest):
            said = " ".join(match["said"].split())
            break
    if said is None:
        return items
    return [
        replace(
            item,
            kind="milestone",
            acceptance=item.acceptance or said,
            told_elsewhere=True,
            confidence=min(item.confidence, _TOLD_ELSEWHERE),
        )
        if item.kind == "date"
        else item
        for item in items
    ]


def note_beside(source: Source, begin: int, last: int) -> str:
    """The sentence just before or after a table that says when every row falls due; "" where none does."""
    after = source.flat[last : last + 400].replace("\n", " ")
    before = source.flat[max(0, begin - 300) : begin].replace("\n", " ")
    match = next((match for words in (after, before) for match in [_EACH.search(words)] if match), None)
    return (
        match.group() + re.split(r"[.;]", (after if match.string == after else before)[match.end() :])[0]
        if match
        else ""
    )


def with_note(item: Finding, note: str) -> Finding:
    """Give an item without its own due the due that the note gives to every row, else the row's own completion."""
    if item.due is not None:
        return item
    label = re.match(r"[A-Z]{1,3}[-. ]?\d{1,3}\b", item.description)
    name = f"milestone {label.group()}" if label else item.description
    if note:
        written = (
            "written "
            if re.search(r"\bwriting|written|schriftlich|por escrito|écrit|schriftelijk", note, re.IGNORECASE)
            else ""
        )
        verb = (
            "acceptance"
            if re.search(r"accept|abn|acept|réception|approv|sign|goedgekeur|goedkeur", note, re.IGNORECASE)
            else "completion"
        )
        verb = "delivery" if verb == "completion" and re.search(r"deliver|livraison", note, re.IGNORECASE) else verb
        return replace(item, due=Due("event", f"on {written}{verb} of {name}"), confidence=Decimal("0.95"))
    if label or item.acceptance:
        verb = "acceptance" if item.acceptance else "completion"
        return replace(item, due=Due("event", f"on {verb} of {name}"), confidence=Decimal("0.8"))
    return replace(
        item,
        due=Due("event", as_trigger(item.description)),
        kind=kind_of(Due("event", as_trigger(item.description)), item.description),
        confidence=Decimal("0.8"),
    )


def as_trigger(cell: str) -> str:
    """A bare event ("Delivery of the chillers to site") as a trigger ("on delivery of the chillers to site")."""
    words = re.sub(r"\s*\(.*?\)\s*$", "", cell).strip(" .")
    first = words.split(" ")[0]
    plain = words if first[1:2].isupper() or any(char.isdigit() for char in first) else words[:1].lower() + words[1:]
    return plain if re.match(r"(?:on|upon|after|at|by|bei|nach|mit|a la|al|à la|à)\b", plain) else f"on {plain}"
