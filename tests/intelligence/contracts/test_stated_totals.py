"""What a contract states as its whole price, in clauses, rows and labels; the price of one thing among several is none."""

from decimal import Decimal

import pytest

from flowmono.intelligence.contracts.embedded import EmbeddedReader
from flowmono.intelligence.reader import Reading

PARTIES = 'AGREEMENT between Alder Works Ltd ("Client") and Birch Makers Ltd ("Supplier").\n\n1. Price\n'


def read(clause: str) -> Reading:
    return EmbeddedReader().read(f"{PARTIES}{clause}\n")


STATED = [
    (
        "The Client shall pay the Supplier a total of £45,000, of which £15,000 on signature and £30,000 on delivery.",
        "45000",
        "fixed",
    ),
    (
        "The price of the kiln, installed and tested at the Client's works, is EUR 212.400,00 net.",
        "212400.00",
        "fixed",
    ),
    (
        "The parties estimate that the value of this contract is about CHF 310'000.",
        "310000",
        "estimate",
    ),
    (
        "The Supplier is paid by the hour at £80. The fees shall not exceed £12,000 without the Client's consent.",
        "12000",
        "cap",
    ),
    (
        "The Client undertakes to order not less than EUR 80,000 of services during the term, at EUR 95 per hour.",
        "80000",
        "minimum",
    ),
    (
        "Item\tPrice\nDesign\t£4,000.00\nBuild\t£9,500.00\nTotal\t£13,500.00\n\nInvoices are paid in 30 days.",
        "13500.00",
        "fixed",
    ),
    (
        "CONTRACT PRICE\nGBP 77,250.00\n\nPayable on completion.",
        "77250.00",
        "fixed",
    ),
    (
        "Total price (excl. VAT): EUR 61 300,00",
        "61300.00",
        "fixed",
    ),
    (
        "The hire is £900 a week for 12 weeks, £10,800 in all.",
        "10800",
        "fixed",
    ),
    (
        "In consideration the Client will pay thirty-two thousand pounds (£32,000) in four equal instalments on 1 March, 1 June, 1 "
        "September and 1 December 2026.",
        "32000",
        "fixed",
    ),
    (
        "Die Vergütung für die Leistungen nach § 1 beträgt pauschal 56.000,00 EUR netto. Davon sind 28.000,00 EUR bei Vertragsschluss und "
        "28.000,00 EUR nach Abnahme fällig.",
        "56000.00",
        "fixed",
    ),
    (
        "Le montant total du marché s'élève à 88 500,00 € HT.",
        "88500.00",
        "fixed",
    ),
    (
        "El precio total asciende a 41.300,00 euros.",
        "41300.00",
        "fixed",
    ),
    (
        "The Client's construction budget is £3,400,000. The Supplier's fee is £96,000, payable on completion.",
        "96000",
        "fixed",
    ),
    (
        "The rent is $3,500 per month for thirty-six months. The total of all rent over the term is $126,000.",
        "126000",
        "fixed",
    ),
    (
        "The Sponsor shall pay EUR 40,000 for the 2026 season and EUR 45,000 for the 2027 season, EUR 85,000 altogether.",
        "85000",
        "fixed",
    ),
    (
        "Annual subscription: $20,000.00. Year 1: $20,000.00 on June 1, 2026. Year 2: $20,000.00 on June 1, 2027.\nTotal contract value: $40,000.00",
        "40000.00",
        "fixed",
    ),
    (
        "The Client pays a deposit of £500 which is returned. The purchase price is £7,900.",
        "7900",
        "fixed",
    ),
    (
        "Upon execution Client shall pay $10,000; upon delivery of the draft $10,000; upon final approval $5,000. The total fee is "
        "therefore $25,000.",
        "25000",
        "fixed",
    ),
    (
        "The not-to-exceed amount for this work order is $48,500.",
        "48500",
        "cap",
    ),
]


@pytest.mark.parametrize(("clause", "amount", "kind"), STATED)
def test_the_whole_price_is_the_amount_that_the_clause_gives_for_everything(
    clause: str, amount: str, kind: str
) -> None:
    total = read(clause).total

    assert total is not None
    assert (total.amount, total.kind) == (Decimal(amount), kind)


PARTS = [
    ("Fees. The Client shall pay a set-up fee of $4,000 on signature and thereafter $1,200 per month for 24 months."),
    ("The Client shall pay a one-off licence fee of €30,000 on delivery and an annual maintenance fee of €6,000."),
    ("Client commits to purchase goods worth at least USD 150,000 in each contract year at USD 12 per unit."),
    (
        "The Supplier offers the training for a flat fee of CHF 2'500. The hardware is supplied at a price of CHF 48'000, half on order and "
        "half on delivery."
    ),
    ("Estimated fees: £14,000 to £16,000. Hourly rates: partner £250, associate £140."),
    (
        "The Company shall pay Supplier $0.85 per unit. Supplier shall carry insurance of $1,000,000. Total liability is limited to "
        "$50,000."
    ),
    ("The total number of hours is 400. The fee is £70 per hour."),
]


@pytest.mark.parametrize("clause", PARTS)
def test_the_price_of_one_thing_among_several_is_not_taken_for_the_whole(clause: str) -> None:
    assert read(clause).total is None


def test_a_fixed_fee_that_nothing_calls_the_whole_is_looked_at_twice() -> None:
    part, whole = (
        read(f"The Client shall pay {words} £9,400 for it on completion.")
        for words in ("a fixed fee of", "a total fee of")
    )

    assert part.total is not None
    assert whole.total is not None
    assert part.total.amount == whole.total.amount == Decimal(9400)
    assert part.total.confidence < whole.total.confidence
