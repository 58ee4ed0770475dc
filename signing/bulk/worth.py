"""What the paper of one line is worth: read from the columns of a list that are headed as amounts, with their currency. Pure.

A mark with a limit, and the second look, go by this amount; so it must be the one that the paper of this person states. Of several
amounts in a line (a price and a total) the highest counts: nobody signs for more than their mark covers.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from flowmono.intelligence.invoices.amounts import NotANumber, find_decimal_mark, read_printed_number
from signing.bulk.headings import plain

# How people head such columns, in the languages of those who send such lists; each word as `sheets.plain` leaves it.
_AMOUNT = """
amount total value price fee fees sum worth salary rent
betrag summe gesamtbetrag gesamtsumme wert preis entgelt honorar verguetung vergutung auftragswert vertragswert gehalt miete
montant somme valeur prix honoraires salaire loyer importe valor precio monto honorarios salario renta importo totale valore prezzo compenso
stipendio affitto bedrag totaal waarde prijs salaris huur belopp summa varde pris lon belob kwota wartosc cena
"""
AMOUNT_WORDS = frozenset(_AMOUNT.split())
_CURRENCY = "currency waehrung wahrung devise monnaie moneda divisa moeda valuta munt waluta"
CURRENCY_WORDS = frozenset(_CURRENCY.split())
MOST = Decimal(10) ** 15
_SIGNS: Mapping[str, str] = {
    "€": "EUR",
    "£": "GBP",
    "zł": "PLN",
    "Kč": "CZK",
    "₹": "INR",
    "₺": "TRY",
    "₴": "UAH",
    "₩": "KRW",
}
# Written for the money of several countries: which one is meant, the list has to say.
_SHARED = ("$", "¥", "kr.", "kr")
_CODE = re.compile(r"(?P<before>[A-Za-z]{3})?\s*(?P<number>[^A-Za-z]*)\s*(?P<after>[A-Za-z]{3})?\Z")


@dataclass(frozen=True)
class Worth:
    """What a line is worth. currency: as the line says it, "" where it says none. guessed: no heading says for certain that it is
    the amount. problem: what is wrong, with what its sentence names."""

    amount: Decimal | None = None
    currency: str = ""
    guessed: bool = False
    problem: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


def is_amount(name: str) -> bool:
    """True for the name of a column or blank that can be nothing but an amount, such as {amount} or “Betrag”."""
    return plain(name) in AMOUNT_WORDS


def may_be_amount(name: str) -> bool:
    """True for a name that begins or ends with such a word: “total fee”, “valeur du contrat”."""
    words = [plain(one) for one in re.split(r"[\W_]+", name) if one]
    return bool(words) and (is_amount(name) or words[0] in AMOUNT_WORDS or words[-1] in AMOUNT_WORDS)


def decimal_mark_of(cells: Iterable[str]) -> str | None:
    """What stands before the decimals in this column, where its numbers settle it."""
    return find_decimal_mark([re.sub(r"[^\d.,]+\Z", "", cell) for cell in cells])


def worth_of(cells: Mapping[str, str], currency: str, marks: Mapping[str, str | None]) -> Worth:
    """What a line is worth by its cells, each under its heading; currency: what its own column says. marks: before the decimals, by heading.

    Under a heading that only may mean an amount, words that are no number say nothing; under one that means nothing else they are wrong.
    """
    said = currency.strip().upper()
    if said and not re.fullmatch(r"[A-Z]{3}", said):
        return Worth(problem="no_such_currency", facts={"value": currency[:40]})
    found: list[Decimal] = []
    sure = False
    for heading, cell in cells.items():
        if not cell:
            continue
        text, own, shared = _without_currency(cell)
        try:
            value = read_printed_number(text, marks.get(heading))
        except NotANumber:
            if is_amount(heading):
                return Worth(problem="no_number", facts={"value": cell[:80], "column": heading})
            continue
        if value < 0 or value >= MOST or value != round(value, 3):
            return Worth(problem="no_number", facts={"value": cell[:80], "column": heading})
        if shared and not said:
            return Worth(problem="which_currency", facts={"value": cell[:80]})
        if own and said and own != said:
            return Worth(problem="two_currencies", facts={"one": own, "other": said})
        said = said or own
        found.append(value)
        sure = sure or is_amount(heading)
    return Worth(max(found), said, guessed=not sure) if found else Worth(currency=said)


def _without_currency(cell: str) -> tuple[str, str, bool]:
    """The number of a cell, the currency that stands beside it, and whether its sign may mean several."""
    for sign in _SHARED:
        if cell.startswith(sign) or cell.endswith(sign):
            return cell.removeprefix(sign).removesuffix(sign).strip(), "", True
    for sign, code in _SIGNS.items():
        if cell.startswith(sign) or cell.endswith(sign):
            return cell.removeprefix(sign).removesuffix(sign).strip(), code, False
    match = _CODE.match(cell)
    if match and (match["before"] or match["after"]):
        return match["number"].strip(), str(match["before"] or match["after"]).upper(), False
    return cell, "", False
