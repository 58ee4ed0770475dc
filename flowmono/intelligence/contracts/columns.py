"""What the columns of a price table are called."""

import re
from functools import lru_cache

_COLUMNS = (
    ("number", r"(?:no\.?|nr\.?|#|pos\.?|item no\.?|n[º°]\.?|ref\.?|lfd\. ?nr\.?|id)"),
    ("acceptance", r".*(?:accept|criteri|abnahme|aceptaci|recette).*"),
    ("target", r".*(?:target|planned|expected|plan date|soll-?termin|previst|prévu).*"),
    ("percent", r"(?:.*(?:percent|prozent|porcentaje|pourcentage|anteil|\bshare\b).*|%( .*)?|.* %|.*\(%\).*)"),
    ("unit_price", r".*(?:unit (?:price|cost|rate|fee)|hourly|daily|(?:price|rate|fee|cost) (?:per|/)|per (?:hour|day|unit|user)|^per \w+(?: per \w+)?$"
    r"|einzelpreis"
    r"|stundensatz|tagessatz|stückpreis|precio unitario"
     r"|tarifa|prix unitaire|tarif|day rate|rate card|taux|^rates?\b|hourly rate|\brate (?:\(|in)"
     r"|(?:[A-Z]{3}|[$€£]) ?(?:/|per) ?(?:hour|h\b|day|unit|word|page|km|kg|t\b|tonne|m[²³]|piece|stunde|tag|heure|jour)).*"),
    ("quantity", r"(?:.*(?:quantity|qty|menge|anzahl|cantidad|quantité|number of|units|estimated (?:hours|days)|hours|stunden|horas|heures|days).*)"),
    ("due", r"(?:payable|invoiced|billed|to be invoiced)(?: (?:on|when|upon))?"
     r"|.*(?:\bdue\b|when|date|payable on|trigger|event|fällig|termin|zeitpunkt|datum|vencimiento|fecha"
    r"|hito de pago|échéance|date|exigib"
    r"|timing|period).*"),
    ("amount", r".*(?:amount|fee|price|payment|extended|extension"
    r"|betrag|preis|vergütung|honorar|importe|precio|montant|prix|cost|value|total|sum|charge|instal|usd"
    r"|eur|gbp|chf|jpy|cad|aud|[$€£¥]).*"),
    ("unit", r"(?:unit|einheit|unidad|unité|uom|per)"),
)  # fmt: skip
_RETAIL = re.compile(r"\b(?:retail|list price|suggested|markup|end user|msrp|discount|uvp)\b", re.IGNORECASE)


@lru_cache(maxsize=4096)
def column_name(cell: str) -> str:
    """What the column under this cell of a header holds: amount, unit_price, percent, quantity, unit, due, target, acceptance, number, text."""
    if _RETAIL.search(cell):
        return "ignored"
    return next(
        (name for name, pattern in _COLUMNS if re.fullmatch(pattern, cell.strip(), re.IGNORECASE)),
        "text" if cell else "empty",
    )
