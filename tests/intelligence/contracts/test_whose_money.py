"""In which currency a contract pays, also where its sign is one of several countries'."""

import pytest

from flowmono.intelligence.contracts.embedded import EmbeddedReader

AGREEMENT = 'AGREEMENT between Alder Works Ltd ("Client") and Birch Makers Ltd ("Supplier").\n\n1. Price\n'


@pytest.mark.parametrize(
    ("clause", "currency"),
    [
        ("The Client shall pay a total fee of 88 000 kr on delivery. The amounts are in Norwegian kroner.", "NOK"),
        ("The Client, of Malmö, Sweden, shall pay a total fee of 88 000 kr on delivery.", "SEK"),
        ("The Client, of Auckland, shall pay a total fee of $14,000 (NZD).", "NZD"),
        ("The Client shall pay a total fee of $14,000 in Canadian dollars.", "CAD"),
        ("The Client shall pay a total fee of Rs 2,50,000 on completion.", "INR"),
        ("The Client shall pay a total fee of Ksh. 300,000 on delivery.", "KES"),
        ("The Client shall pay a total contract price of ₦4,500,000 on delivery.", "NGN"),
    ],
)
def test_the_currency_is_the_one_that_the_contract_names(clause: str, currency: str) -> None:
    reading = EmbeddedReader().read(AGREEMENT + clause)

    assert reading.currency is not None
    assert reading.currency.value == currency


def test_crowns_of_nobody_have_no_currency() -> None:
    assert (
        EmbeddedReader().read(AGREEMENT + "The Client shall pay a total fee of 88 000 kr on delivery.").currency is None
    )
