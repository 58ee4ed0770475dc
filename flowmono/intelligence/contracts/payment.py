"""The general payment term: how many days after what an invoice is paid."""

import re
from dataclasses import dataclass

from flowmono.intelligence.contracts.durations import Duration, find_durations
from flowmono.intelligence.contracts.source import Source

_PAY = re.compile(
    r"\b(?:pay(?:s|able|ment|ments)?|paid|due|remit|settle[ds]?|(?:be|ge)?zahl\w*|fällig|begl[ei]\w+|entrichte\w*|überw[ei]\w+|pag(?:o|os|ar|ará|arán|adas?"
    r"|aderas?)|abon\w+|payer|payées?|payables?|réglées?|paiement|betaalt|betalen|betaald|voldaan|voldoet|betaling)\b",
    re.IGNORECASE,
)  # fmt: skip
_INVOICE = re.compile(
    r"\b(?:invoic\w+|statements?(?! of work)|bills?(?! of (?:lading|exchange|quantit|sale))|billing|\w*rechnung\w*|factur\w+|fattur\w+|factuur\w*|faktur\w*"
    r"|(?:applications?|requests?|claims?|certificates?) for payment|(?:amounts?|sums?) certified"
    r"|(?:payment|pay) (?:applications?|requests?|certificates?)|fee notes?)\b",
    re.IGNORECASE,
)
# "The final date for payment is 28 days after the due date": what the days are counted from is said where the due date is.
_FINAL_DATE = re.compile(r"\bfinal date for payment\b[^.;\d]{0,60}$", re.IGNORECASE)
_DUE_DATE = re.compile(
    r"\b(?:due date for payment|due date|payment is due|payment (?:shall )?(?:falls?|becomes?) due)\b[^.;]{0,120}",
    re.IGNORECASE,
)
# "The Supplier shall invoice within 10 days": how soon the invoice is to come.
_ISSUES = re.compile(
    r"\b(?:shall|will|must|may|to) (?:then )?(?:invoice|bill|issue|submit|send|render|present)\b(?![^.;]*\b(?:pay|paid|payable|payment|due)\b)[^.;]{0,60}$",
    re.IGNORECASE,
)
# "… and fails to correct such failure within ten days": the time to mend a breach.
_MENDED = re.compile(
    r"\b(?:fail\w*|default\w*|breach\w*)\b[^.;]{0,160}\b(?:not|fails? to|failed to) (?:be |been )?(?:cured?|correct(?:ed)?|remed(?:y|ied)|rectif(?:y|ied))\b"
    r"[^.;]{0,60}$",
    re.IGNORECASE,
)
# What is taken off for paying early is no time that is given.
_DISCOUNT = re.compile(r"\b(?:skonto|discount|rebate|escompte|descuento|sconto|korting|kassarabatt)\b", re.IGNORECASE)
_BARE_NET = re.compile(
    r"\bnet(?:to)?[ -](?P<days>\d{1,3})\b(?![ -]?(?:days?|tage?n?|business|working|calendar|%|percent)|[.,]\d)",
    re.IGNORECASE,
)
_HEADED = re.compile(
    r"^\W{0,4}[\d.]{0,5}\s?(?:payment(?: terms?| conditions?| due)?|terms(?: of payment)?|zahlungs\w+"
    r"|conditions de paiement|forma de pago)\s*:?\s*$",
    re.IGNORECASE,
)
_NOT_TERM = re.compile(
    r"\b(?:dispute\w*|overdue|past due|late|interest|default|breach|terminat\w*|notice|cure|refund|reject\w*|audit|records|withhold|objection"
    r"|delinquen\w*|fails? to pay|expir\w+"
    r"|not (?:been )?paid|unpaid|verzug|mahnung|mora|retard|royalt\w+|bonus|reimburse\w*|expenses?)\b",
    re.IGNORECASE,
)  # fmt: skip
_COUNTED_FROM = (
    ("month_end", r"end of (?:the |each |that |such )?(?:applicable |relevant |calendar )?month|month[- ]end|monatsende|fin de mes|fin de mois"),
    ("invoice_date", r"(?:invoice|billing) date|dates? (?:of|on|from|that|stated on|on which)(?![^.;]{0,40}recei)[^.;]{0,40}(?:invoice|bill|postmark)"
    r"|rechnungsdatum"
    r"|rechnungsstellung|fecha de (?:la )?factura"
    r"|factuurdatum|datum van de factuur"
     r"|date de (?:la )?facture|date d['’]émission|emisi[oó]n|issu(?:e|ance) of|issued|datum der rechnung|invoice being issued|date of (?:the "
     r"|such |each )?invoice"),
    ("acceptance", r"acceptance|abnahme|aceptaci[oó]n|recette"),
    ("receipt", r"receipt|receiv\w+|eingang|erhalt|zugang|ontvangst|recepci[oó]n|recibo|réception"),
    ("invoice_date", r"(?:of|from|after|following) (?:the |each |any |an? |such |\w+['’]s |applicable |correct |valid "
    r"|undisputed ){0,4}\w{0,12} ?invoice|invoice"),
)  # fmt: skip


@dataclass(frozen=True)
class TermFound:
    """A payment term at its span in the flat text."""

    days: int
    counted_from: str
    start: int
    end: int
    score: int


def find_payment_term(source: Source) -> tuple[TermFound | None, list[TermFound]]:
    """The contract's general payment term, and what says another number of days as plainly."""
    found: list[TermFound] = []
    for duration in find_durations(source.flat):
        days = duration.days
        if days is None or days > 365:
            continue
        term = _judge(source, duration, days)
        if term:
            found.append(term)
    found += _bare_nets(source)
    found += _by_day_of_next_month(source)
    on_receipt = _on_receipt(source) if not found else None
    if on_receipt:
        found.append(on_receipt)
    if not found:
        return None, []
    best = max(found, key=lambda term: (term.score, -term.start))
    same = [
        term
        for term in found
        if term.days == best.days and term.score >= best.score - 1 and abs(term.start - best.start) < 400
    ]
    best = min(same, key=lambda term: term.start)
    return best, [term for term in found if term.score >= best.score - 1 and term.days != best.days]


def _judge(source: Source, duration: Duration, days: int) -> TermFound | None:
    start, end = source.sentence_at(duration.start)
    start, end = max(start, duration.start - 700), min(end, duration.end + 700)
    if duration.end > end:
        return None
    line = source.lines[source.line_at(duration.start)]
    above = source.lines[source.line_at(duration.start) - 1].text if line.is_row and line.start else ""
    sentence = source.flat[start:end]
    label = line.cells[0] if line.is_row else ""
    begin, stop = max(start, duration.start - 130), min(end, duration.end + 150)
    near = source.flat[begin:stop]
    tail = source.flat[duration.end : min(end, duration.end + 110)]
    headed = bool(
        line.start and not line.is_row and _HEADED.match(source.lines[source.line_at(duration.start) - 1].text)
    )
    else_counted = re.match(r"\W*(?:after|of|from|following|upon)\b", tail) and counted_from(tail[:70]) is None
    score = 4 * (headed and duration.start - line.start < 40 and not else_counted)
    if _ISSUES.search(source.flat[start : duration.start]):
        score -= 6
    if _MENDED.search(source.flat[start : duration.start]):
        score -= 6
    final = _FINAL_DATE.search(source.flat[start : duration.start])
    score += 6 * bool(final)
    if _DISCOUNT.search(sentence):
        score -= 4
    if re.search(
        r"payment (?:period|terms?|due)|time frame .{0,30} pay|zahlungs(?:ziel|frist|bedingungen)|forma de pago|plazo de pago"
        r"|conditions de paiement|délai de paiement",
        label + " " + above,
        re.IGNORECASE,
    ):
        score += 4
    paid, invoiced = _PAY.search(near), _INVOICE.search(near)
    monthly = bool(paid) and counted_from(tail[:60]) == "month_end"
    if not score and not (paid and invoiced) and not monthly:
        return None
    if _NOT_TERM.search(near[: duration.start - begin + len(tail)]) or re.match(
        r"['’]?\s*(?:prior |advance |written )*notice", tail
    ):
        score -= 3
    score += 3 * bool(monthly or (paid and invoiced))
    score += 2 * bool(
        re.search(
            r"\b(?:within|net|innerhalb|binnen|no later than|not later than|en un plazo|a los|dans (?:les|un délai))\b",
            source.flat[begin : duration.start][-40:],
            re.IGNORECASE,
        )
    )
    score += bool(re.search(r"invoices?\b", sentence, re.IGNORECASE))
    score -= 4 * bool(
        re.search(
            r"^[^.]{0,60}\b(?:shall |will |must )?(?:send|issue|submit|render|provide|deliver)\b[^.]{0,40}invoice",
            tail,
            re.IGNORECASE,
        )
    )
    score -= 3 * bool(
        re.search(r"\b(?:must|shall|may|will) (?:notify|dispute|object|terminate|suspend)\b", near, re.IGNORECASE)
    )
    score -= 2 * bool(
        re.search(
            r"\b(?:such|this|the initial|the first) (?:initial )?payment\b",
            source.flat[start : duration.start],
            re.IGNORECASE,
        )
    )
    if re.match(r"\W*(?:earlier|beforehand|in advance|ahead)\b", tail) or re.search(
        r"\b(?:every|each|alle|cada|tous les|toutes les|elke)\s*$", source.flat[begin : duration.start], re.IGNORECASE
    ):
        score -= 6
    if score < 3:
        return None
    counted = counted_from(tail) or (_due_from(source, start) if final else None) or counted_from(sentence) or "receipt"
    span_end = duration.end + (_reach(tail) if counted_from(tail) else 0)
    return TermFound(days, counted, duration.start, span_end, score)


def _due_from(source: Source, place: int) -> str | None:
    """What the due date is, from which a final date for payment is counted: said within a few lines."""
    before = list(_DUE_DATE.finditer(source.flat, max(0, place - 900), place))
    said = [*reversed(before), *_DUE_DATE.finditer(source.flat, place, place + 400)]
    return next((counted for match in said if (counted := counted_from(match.group()))), None)


def _bare_nets(source: Source) -> list[TermFound]:
    """ "Net 30" without a unit, as order forms say it, where payment or an invoice is spoken of beside it or in the label above."""
    found = []
    for match in _BARE_NET.finditer(source.flat):
        line = source.lines[source.line_at(match.start())]
        index = source.line_at(match.start())
        above = source.lines[index - 1].text if index and match.start() - line.start < 30 else ""
        around = source.flat[max(line.start, match.start() - 80) : min(line.end, match.end() + 80)]
        if (
            _HEADED.match(above)
            or _PAY.search(around)
            or _INVOICE.search(around)
            or re.search(r"\bterms\b", around, re.IGNORECASE)
        ):
            tail = source.flat[match.end() : min(line.end, match.end() + 80)]
            counted = counted_from(tail) or counted_from(around) or "invoice_date"
            end = match.end() + (_reach(tail) if counted_from(tail) else 0)
            found.append(TermFound(int(match["days"]), counted, match.start(), end, 6))
    return found


def _by_day_of_next_month(source: Source) -> list[TermFound]:
    """ "Each payment is due no later than the 20th day of the following month": so many days after the month's end."""
    found = []
    for match in _NEXT_MONTH.finditer(source.flat):
        start, end = source.sentence_at(match.start())
        before = source.flat[max(start, match.start() - 160) : match.start()]
        days = int(match["days"])
        if (
            0 < days < 29
            and _PAY.search(before)
            and not _NOT_TERM.search(before + source.flat[match.end() : min(end, match.end() + 60)])
        ):
            found.append(TermFound(days, "month_end", match.start(), match.end(), 5))
    return found


_NEXT_MONTH = re.compile(
    r"\b(?:no later than|not later than|on or before|by|before|on) the (?:\w+ )?\(?(?P<days>\d{1,2})(?:st|nd|rd|th)?\)?(?: calendar)?(?: day)?"
    r" of the (?:(?:immediately )?(?:subsequent|following|next|succeeding|ensuing)(?: calendar)? month"
    r"|(?:calendar )?month (?:immediately )?(?:following|after|next))\b",
    re.IGNORECASE,
)


def counted_from(words: str) -> str | None:
    """What the days are counted from: receipt, invoice_date, acceptance or month_end; None when the words do not say."""
    places = [
        (match.start(), name) for name, pattern in _COUNTED_FROM if (match := re.search(pattern, words, re.IGNORECASE))
    ]
    if not places:
        return None
    specific = [place for place in places if place[0] <= min(places)[0] + 40]
    order = ["month_end", "invoice_date", "acceptance", "receipt"]
    if any(name == "receipt" for _, name in specific) and not re.search(_COUNTED_FROM[1][1], words, re.IGNORECASE):
        return "receipt"
    return min((name for _, name in specific), key=order.index)


def _reach(tail: str) -> int:
    """How far the quote goes on after the days: to the invoice or receipt that they are counted from."""
    ends = [match.end() for _, pattern in _COUNTED_FROM if (match := re.search(pattern, tail, re.IGNORECASE))]
    invoice = re.search(r"\binvoice\b", tail, re.IGNORECASE)
    return max([*ends, invoice.end() if invoice else 0])


def _on_receipt(source: Source) -> TermFound | None:
    """ "Payment is due upon receipt of invoice" is a term of no days."""
    match = re.search(
        r"\b(?:due|payable)[^.;\n]{0,30} (?:up)?on (?:the )?receipt(?: of (?:the |an |each )?invoice)?(?=\W)",
        source.flat,
        re.IGNORECASE,
    )
    sentence = source.flat[slice(*source.sentence_at(match.start()))] if match else ""
    if match and re.search(r"invoice", sentence, re.IGNORECASE):
        return TermFound(0, "receipt", match.start(), match.end(), 3)
    return None
