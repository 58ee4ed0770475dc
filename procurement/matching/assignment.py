"""Which order line each invoice line bills (section 4, and for orders drafted from a contract docs/decisions)."""

import re
from dataclasses import dataclass
from decimal import Decimal

from procurement.matching.billing import billable_at_once
from procurement.matching.case import Case
from procurement.matching.currency import rounded
from procurement.matching.model import RATE, RECURRING, RETENTION, InvoiceLine, OrderFacts, OrderLine
from procurement.matching.orders import BilledOrders
from procurement.matching.references import alphanumeric, plain_words, same_line_id, similarity

ALIKE, AHEAD, ALIKE_WITH_AMOUNT = 0.6, 0.1, 0.3
FREIGHT = re.compile(
    r"\b(freight|shipping|shipment|postage|carriage|fracht\w*|versand\w*|porto|frais de (?:port|transport|livraison)"
    r"|gastos de envio|portes|spese di (?:spedizione|trasporto)|verzendkosten)\b"
)
# How people name the stages of a payment plan; one word each, so that "anticipo" meets "deposit".
_STAGE_WORDS = {
    "deposit": "anticipo anzahlung acompte acconto aanbetaling entrada downpayment prepayment vorauszahlung advance",
    "retention": "einbehalt sicherheitseinbehalt retencion retenue ritenuta retencao holdback retainage",
    "milestone": "meilenstein hito jalon mijlpaal pietra marco etappe",
    "acceptance": "abnahme recepcion reception aceptacion acceptation collaudo accettazione oplevering aceitacao",
    "signature": "unterschrift unterzeichnung vertragsunterzeichnung firma signing execution handtekening assinatura",
    "delivery": "lieferung entrega livraison consegna levering delivered",
    "completion": "fertigstellung terminacion achevement completamento voltooiing conclusao completed",
    "final": "schluss endgultig endabnahme definitivo definitif finale definitiva schlussrate",
    "interim": "zwischen zwischenabnahme provisional provisorio provisoire intermedio provisoria",
    "monthly": "monatlich monatliche mensual mensuel mensuelle mensile maandelijks mensal month",
    "annual": "yearly jahrlich jahrliche anual annuel annuelle annuale jaarlijks annually year",
    "subscription": "abonnement suscripcion abonnements abbonamento abo licence license",
    "fee": "gebuhr tarifa frais canone vergoeding pauschale",
    "retainer": "honorarpauschale iguala",
    "hour": "hours stunde stunden hora horas heure heures ora ore uur uren hourly hrs",
    "implementation": "implementierung implementacion implementazione implementatie einfuhrung setup",
}
_CANONICAL = {word: stage for stage, words in _STAGE_WORDS.items() for word in words.split()}


@dataclass(frozen=True)
class Assignment:
    """An invoice line and the order line that it bills. `net` is in the order's currency, None when no rate is known."""

    number: int
    line: InvoiceLine
    order: OrderFacts | None
    order_line: OrderLine | None
    how: str
    rate: Decimal | None = Decimal(1)

    @property
    def net(self) -> Decimal | None:
        return None if self.rate is None else self.line.net * self.rate

    @property
    def releases_retention(self) -> bool:
        """Whether the line asks for money that the contract kept back."""
        return self.line.retention_release or (self.order_line is not None and self.order_line.kind == RETENTION)

    @property
    def is_charge(self) -> bool:
        """Whether the line is carriage that no order line foresees."""
        return self.how == "charge"


def assign_lines(case: Case, orders: BilledOrders, rates: dict[str, Decimal | None]) -> tuple[Assignment, ...]:
    """Match every invoice line that carries money. `rates` gives, per order number, invoice to order currency."""
    found = []
    for number, line in case.invoice.priced_lines:
        order = orders.of(number)
        rate = rates.get(order.number) if order else Decimal(1)
        order_line, how = match_line(case, line, order, rate)
        found.append(Assignment(number, line, order, order_line, how, rate))
    return tuple(found)


def match_line(
    case: Case, line: InvoiceLine, order: OrderFacts | None, rate: Decimal | None
) -> tuple[OrderLine | None, str]:
    """The order line that `line` bills and how that is known; (None, "none") when nothing fits."""
    order_line, how = None, "none"
    if order is not None:
        order_line, how = _by_identity(line, order)
        if order_line is None and not line.retention_release:
            search = _by_schedule if order.from_contract else _by_description
            order_line, how = search(case, line, order, rate)
    if line.retention_release:
        return order_line, "retention"
    if order_line is None and FREIGHT.search(plain_words(line.description)):
        return None, "charge"
    return order_line, how


def _by_identity(line: InvoiceLine, order: OrderFacts) -> tuple[OrderLine | None, str]:
    if line.order_line:
        for known in order.lines:
            if same_line_id(known.line, line.order_line):
                return known, "order line"
    if line.seller_id:
        same = [k for k in order.lines if k.seller_id and alphanumeric(k.seller_id) == alphanumeric(line.seller_id)]
        if len(same) == 1:
            return same[0], "article number"
    return None, "none"


def _by_description(
    case: Case, line: InvoiceLine, order: OrderFacts, rate: Decimal | None
) -> tuple[OrderLine | None, str]:
    """Section 4, rules 3 and 4."""
    alike = [(similarity(line.description, known.description), known) for known in order.lines]
    if (leader := _clear_leader(alike, ALIKE)) is not None:
        return leader, "description"
    if rate is None:
        return None, "none"
    amount = rounded(line.net * rate, order.currency)
    same = [(score, known) for score, known in alike if known.value is not None and known.value == amount]
    if len(same) == 1 and same[0][0] >= ALIKE_WITH_AMOUNT:
        return same[0][1], "quantity and price"
    return None, "none"


def _clear_leader(scored: list[tuple[float, OrderLine]], at_least: float) -> OrderLine | None:
    """The best of scored lines when it reaches `at_least` and is 0.1 ahead of the next; None otherwise."""
    ranked = sorted(scored, key=lambda pair: pair[0], reverse=True)
    if not ranked or ranked[0][0] < at_least:
        return None
    # Scores are ratios of short integers: a hair below one tenth is still one tenth.
    if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < AHEAD - 1e-9:
        return None
    return ranked[0][1]


def _by_schedule(
    case: Case, line: InvoiceLine, order: OrderFacts, rate: Decimal | None
) -> tuple[OrderLine | None, str]:
    """Lines of a payment plan are worded freely and priced exactly, so words and amount are weighed together.

    The best of (likeness of words + closeness of amount) / 2; else the words alone as for any order; else the only
    line with exactly this amount, unless the words clearly say another. Of two equal lines the one still open is meant.
    """
    words = [(_stage_likeness(line.description, known.description), known) for known in order.lines]
    by_words = _clear_leader(words, ALIKE)
    if rate is None:
        return by_words, "description" if by_words else "none"
    closeness = {known.line: _closeness(line, known, rate) for known in order.lines}
    weighed = [((score + closeness[known.line]) / 2, known) for score, known in words]
    if (leader := _clear_leader(weighed, ALIKE)) is not None:
        return leader, "schedule"
    if by_words is not None:
        return by_words, "description"
    exact = [known for known in order.lines if closeness[known.line] == 1]
    still_open = [known for known in exact if (billable_at_once(case, order, known) or 0) > 0]
    only = exact if len(exact) == 1 else still_open
    return (only[0], "quantity and price") if len(only) == 1 else (None, "none")


def _stage_likeness(left: str, right: str) -> float:
    return similarity(_canonical(left), _canonical(right))


def _canonical(text: str) -> str:
    return " ".join(_CANONICAL.get(word, word) for word in plain_words(text).split())


def _closeness(line: InvoiceLine, known: OrderLine, rate: Decimal) -> float:
    """How near the amounts are, 0 to 1: unit price to rate, a periodic fee to whole periods, else net to value."""
    if known.kind == RATE:
        price = None if line.unit_price is None else line.unit_price / line.base_qty * rate
        return _ratio(price, known.unit_price)
    amount = line.net * rate
    value = known.unit_price * (known.qty or 1)
    if known.kind == RECURRING and value > 0:
        value *= max(1, round(amount / value))
    return _ratio(amount, value)


def _ratio(one: Decimal | None, two: Decimal) -> float:
    if one is None or one <= 0 or two <= 0:
        return 0.0
    return float(min(one, two) / max(one, two))


def assign_totals(case: Case, order: OrderFacts, rate: Decimal | None) -> Assignment | None:
    """For an invoice without lines: the one open line amount that its net equals exactly; None when none or several."""
    if rate is None:
        return None
    invoice = case.invoice
    net = invoice.net if rate == 1 else rounded(invoice.net * rate, order.currency)
    fits = [known for known in order.lines if net > 0 and billable_at_once(case, order, known) == net]
    if len(fits) != 1:
        return None
    known = fits[0]
    quantity = net / known.unit_price if known.unit_price else known.qty
    line = InvoiceLine(description=known.description, net=invoice.net, quantity=quantity, vat_rate=invoice.tax_rate)
    return Assignment(0, line, order, known, "totals", rate)
