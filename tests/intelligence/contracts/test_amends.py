"""A paper that changes another one says so, and none of its prices is certain: they may be the new whole of what is ordered already."""

from decimal import Decimal

import pytest

from flowmono.intelligence.contracts.embedded import EmbeddedReader
from flowmono.intelligence.reader import Reading

PARTIES = "Rosewell GmbH (the “Customer”) and Brightline Studio Ltd (the “Supplier”)"


def read(*paragraphs: str) -> Reading:
    return EmbeddedReader().read("\n\n".join(paragraphs))


@pytest.mark.parametrize(
    "paragraphs",
    [
        ("Amendment No. 1", f"{PARTIES} agree: the fee is increased to EUR 52,000."),
        ("Letter agreement", f"{PARTIES} agree on 3 March 2026:", "The total fee under our agreement of 1 May 2025 is hereby increased to EUR 52,000."),
        ("Dear Sirs", "We confirm that the project fee under Order 2026-0042 of 3 May 2026 is raised to EUR 52,000. Please countersign."),
        ("Side letter", f"{PARTIES} agree.", "This letter amends the Services Agreement dated 1 May 2025. The total price is EUR 52,000."),
        ("Vereinbarung", "Der Festpreis aus dem Vertrag vom 3. Mai 2026 wird von EUR 38.000 auf EUR 52.000 erhöht."),
        ("ADENDA al contrato de servicios", "El precio total se incrementa hasta 52.000 EUR. Pago a 30 días fecha factura."),
        ("Accord", "Le prix forfaitaire prévu au contrat du 3 mai 2026 est porté à 52.000 EUR."),
        ("Accordo", "Il corrispettivo previsto dal contratto del 3 maggio 2026 è aumentato a 52.000 EUR."),
    ],
)  # fmt: skip
def test_a_paper_that_changes_another_says_so_and_none_of_its_prices_is_certain(paragraphs):
    reading = read(*paragraphs)

    assert reading.amends is not None
    assert reading.amends.evidence is not None
    assert reading.amends.evidence.quote in "\n\n".join(paragraphs)
    sure = [one.confidence for one in (reading.amends, *reading.schedule)] + (
        [reading.total.confidence] if reading.total else []
    )
    assert max(sure) <= Decimal("0.5")


@pytest.mark.parametrize(
    "clause",
    [
        "The monthly fee shall be increased to EUR 5,500 on each anniversary of the Effective Date.",
        "If the Customer orders more seats, the fee is increased to EUR 60,000.",
        "This Agreement may be amended only in writing. No amendment of the Agreement binds a party that did not sign it.",
        "The fee was increased to EUR 40,000 by the agreement of 3 May 2024, which has ended.",
        "This Agreement does not amend the Non-Disclosure Agreement dated 3 May 2024.",
    ],
)
def test_what_an_agreement_says_of_its_own_changes_makes_it_no_amendment(clause):
    reading = read(
        "Services Agreement",
        f"This Services Agreement is made on 1 March 2026 between {PARTIES}.",
        "1. The total fee is EUR 52,000, payable on acceptance of the website.",
        f"2. {clause}",
    )

    assert reading.amends is None
    assert reading.total is not None
    assert (reading.total.amount, reading.total.confidence > Decimal("0.8")) == (Decimal(52000), True)


@pytest.mark.parametrize(
    "clause",
    [
        "the total fee of EUR 38,000 in section 4 of the Services Agreement is replaced by a total fee of EUR 52,000",
        "with effect from 1 June 2026 the new total fee is EUR 52,000 instead of EUR 38,000",
    ],
)
def test_what_takes_the_place_of_a_price_is_the_new_whole_and_what_was_there_is_no_item(clause):
    reading = read("Addendum", f"{PARTIES} agree that {clause}.")

    assert reading.total is not None
    assert reading.total.amount == Decimal(52000)
    assert [item.amount for item in reading.schedule] == [Decimal(14000)]


def test_a_new_whole_alone_orders_nothing_by_itself():
    reading = read("Amendment No. 1", f"{PARTIES} agree: the total fee is increased to EUR 52,000.")

    assert reading.total is not None
    assert (reading.total.amount, reading.schedule, reading.checks) == (Decimal(52000), (), ())
