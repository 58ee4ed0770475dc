"""The general payment term: how many days after what an invoice is paid."""

import re
from dataclasses import dataclass

from flowmono.intelligence.contracts.durations import Duration, find_durations
from flowmono.intelligence.contracts.source import Source

_PAY = re.compile(
    r"\b(?:pay(?:s|able|ment|ments)?|paid|due|remit|settle[ds]?|bezahl\w*|zahlbar|zahlung\w*|fällig|begleich\w*|pag(?:o|os|ar|ará|arán|adas?"
    r"|aderas?)|abon\w+|payer|payées?|payables?|réglées?|paiement)\b",
    re.IGNORECASE,
)  # fmt: skip
_INVOICE = re.compile(r"\b(?:invoic\w+|statements?|bills?|billing|rechnung\w*|factur\w+)\b", re.IGNORECASE)
_NOT_TERM = re.compile(
    r"\b(?:dispute\w*|overdue|past due|late|interest|default|breach|terminat\w*|notice|cure|refund|reject\w*|audit|records|withhold|objection"
    r"|delinquen\w*|fails? to pay|expir\w+"
    r"|not (?:been )?paid|unpaid|verzug|mahnung|mora|retard|royalt\w+|bonus|reimburse\w*|expenses?)\b",
    re.IGNORECASE,
)  # fmt: skip
_COUNTED_FROM = (
    ("month_end", r"end of (?:the |each |that |such )?(?:applicable |relevant |calendar )?month|month[- ]end|monatsende|fin de mes|fin de mois"),
    ("invoice_date", r"(?:invoice|billing) date|dates? (?:of|on|from|that|stated on|on which)[^.;]{0,40}(?:invoice|bill|postmark)|rechnungsdatum"
    r"|rechnungsstellung|fecha de (?:la )?factura"
     r"|date de (?:la )?facture|date d['’]émission|emisi[oó]n|issu(?:e|ance) of|issued|datum der rechnung|invoice being issued|date of (?:the "
     r"|such |each )?invoice"),
    ("acceptance", r"acceptance|abnahme|aceptaci[oó]n|recette"),
    ("receipt", r"receipt|receiv\w+|eingang|erhalt|zugang|recepci[oó]n|recibo|réception"),
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
        days = duration.days if duration.unit in ("D", "BD") else None
        if days is None or days > 365:
            continue
        term = _judge(source, duration, days)
        if term:
            found.append(term)
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
    score = 0
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
    if score < 3:
        return None
    counted = counted_from(tail) or counted_from(sentence) or "receipt"
    span_end = duration.end + (_reach(tail) if counted_from(tail) else 0)
    return TermFound(days, counted, duration.start, span_end, score)


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
