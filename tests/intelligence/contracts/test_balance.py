"""What is left of a price is an item of its own: reckoned, due when its own words say, and always asked about."""

from decimal import Decimal

import pytest

from flowmono.intelligence.contracts.embedded import EmbeddedReader
from flowmono.intelligence.reader import Reading

HEAD = (
    "Services Agreement\n\nThis Agreement is made on 1 April 2027 between Alder Foods Ltd (the “Customer”) and Brightwell Consulting Ltd (the "
    "“Supplier”).\n\n"
)


def read(clause: str) -> Reading:
    return EmbeddedReader().read(HEAD + clause)


@pytest.mark.parametrize(
    ("clause", "first", "last"),
    [
        (
            "The Customer shall pay a fixed fee of EUR 24,000, of which EUR 10,000 is payable on 30 April 2027 and the balance on 30 June 2027.",
            ("2027-04-30", 10000),
            ("2027-06-30", 14000),
        ),
        (
            "The total fee is EUR 24,000. EUR 10,000 is due on signature and the balance on 30 June 2027.",
            ("on signature", 10000),
            ("2027-06-30", 14000),
        ),
        (
            "The fixed fee is EUR 24,000. EUR 10,000 is payable on 30 April 2027. The remaining amount is payable on 30 June 2027.",
            ("2027-04-30", 10000),
            ("2027-06-30", 14000),
        ),
    ],
)
def test_the_balance_is_what_is_left_on_its_own_day_and_is_never_certain(clause, first, last):
    reading = read(clause)

    assert [(item.due.value, item.amount) for item in reading.schedule] == [first, last]
    assert reading.schedule[-1].confidence == Decimal("0.5")
    assert reading.schedule[-1].evidence.quote in clause
    assert reading.total is not None
    assert reading.total.amount == Decimal(24000)


@pytest.mark.parametrize(
    "clause",
    [
        "The fixed fee is EUR 24,000. EUR 10,000 is payable on 30 April 2027. The balance of the term runs until 30 June 2027.",
        "The fixed fee is EUR 24,000. EUR 10,000 is payable on 30 April 2027. If the balance is overdue on 30 June 2027, interest is due.",
        "The fixed fee is EUR 24,000. EUR 10,000 is payable on 30 April 2027 and the balance of EUR 14,000 on 30 June 2027.",
    ],
)
def test_no_balance_is_reckoned_where_the_text_says_its_amount_or_speaks_of_something_else(clause):
    assert not any(item.description == "Balance" for item in read(clause).schedule)
