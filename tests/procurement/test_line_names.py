"""What an order line is called where the contract gives a piece of a sentence in place of a name. Pure."""

import pytest

from procurement.line_names import line_name


@pytest.mark.parametrize(
    ("read", "kind", "unit", "period", "named"),
    [
        ("User per month for 240 named users", "recurring", "", "P1Y", "Yearly fee: 240 named users"),
        ("Cloud Service Fees", "unit_price", "user-month", "", "Cloud Service Fees"),
        ("Additional named users", "unit_price", "user-month", "", "Additional named users"),
        ("Monthly fee: green areas", "recurring", "", "P1M", "Monthly fee: green areas"),
        ("Per hour computer processing time", "unit_price", "hour", "", "Price per hour: computer processing time"),
        ("Support of external development is", "unit_price", "hour", "", "Support of external development"),
        ("The minimum monthly fee shall not be less than", "recurring", "", "P1M", "Monthly fee"),
        ("Customer will pay a fixed monthly retainer", "recurring", "", "P1M", "Monthly fee"),
        ("Horst Entertainment agrees to pay Galactcomm", "unit_price", "access", "", "Price per access"),
        ("Such fee", "unit_price", "hour", "", "Price per hour"),
        ("One cent) per access up to 400,000", "unit_price", "user-month", "", "Price per user and month"),
        ("Consumption tax excluded", "recurring", "", "", "Regular fee"),
        (
            "Time and materials at the following hourly rates: Senior Consultant",
            "unit_price",
            "hour",
            "",
            "Senior Consultant",
        ),
        ("Analyst rate per hour", "unit_price", "hour", "", "Analyst rate per hour"),
        ("M1 Customer will pay on delivery", "milestone", "", "", "M1 Customer will pay on delivery"),
    ],
)
def test_a_line_is_called_by_what_and_unit(read, kind, unit, period, named):
    assert line_name(read, kind, unit=unit, period=period) == named
