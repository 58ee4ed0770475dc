"""An agreement that names amounts and still buys nothing is no order; one that prices what is bought is, whatever else it says."""

import pytest

from flowmono.intelligence.contracts.embedded import EmbeddedReader

NO_ORDERS = {
    "a value for customs in an agreement about secrecy": """CONFIDENTIALITY AGREEMENT

between Ostrava Glass s.r.o. ("Ostrava") and Pennick Labs Ltd ("Pennick").

1. Each party shall keep the other's recipes secret.
2. Trial pieces are sent free of charge and are declared to customs at EUR 20 per parcel.
""",
    "a charge for a reminder in a framework": """FRAMEWORK AGREEMENT FOR JOINERY

made between Wend District Council ("the Council") and Tenon Joiners Ltd ("the Supplier").

1. Orders are placed as call-off contracts after a further competition.
2. Nothing in this agreement is an undertaking as to the value or number of orders, and no prices are agreed in it. No guarantee of any volume is given.
3. If a return is late the Council may charge £60 for each reminder.
""",
    "an example in an agreement to share revenues": """APP DISTRIBUTION AGREEMENT

between Fernhill Apps Inc. ("Developer") and Gable Stores LLC ("Store").

1. Store shall pay Developer seventy percent (70%) of net revenues from the App.
2. No minimum guarantee or other fixed payment is due.
3. Royalties are reported monthly. Spending on promotion has been about $9,000 per month for similar titles.
""",
}

ORDERS = {
    "a framework with its rates": """FRAMEWORK AGREEMENT FOR INTERPRETING

between Wend District Council ("the Council") and Lingua Hall Ltd ("the Supplier").

1. Services are ordered by purchase orders. No guarantee of any volume of orders is given.
2. The following rates apply:

Service\tRate per hour
Interpreting on site\t£48.00
Interpreting by telephone\t£36.00
""",
    "a price beside secrecy": """DEVELOPMENT AND CONFIDENTIALITY AGREEMENT

between Ostrava Glass s.r.o. ("Client") and Pennick Labs Ltd ("Supplier").

1. Client shall pay Supplier a total fee of EUR 14,000 on delivery of the report.
2. No compensation is payable for samples.
""",
}


@pytest.mark.parametrize("text", NO_ORDERS.values(), ids=NO_ORDERS)
def test_amounts_that_nobody_owes_for_anything_bought_make_no_order(text: str) -> None:
    reading = EmbeddedReader().read(text)

    assert not reading.orderable
    assert reading.why_not
    assert reading.schedule == ()


@pytest.mark.parametrize("text", ORDERS.values(), ids=ORDERS)
def test_what_is_priced_and_bought_is_an_order(text: str) -> None:
    assert EmbeddedReader().read(text).orderable
