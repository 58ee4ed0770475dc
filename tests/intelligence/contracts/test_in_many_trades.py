"""Ways to write prices that contracts of many trades have: each was met in a draft that no rule had been made for."""

from decimal import Decimal

import pytest

from flowmono.intelligence.readers import contract_reader

HEAD = """SERVICES AGREEMENT

This agreement is made on 3 March 2027 between Marlow Quay Holdings Limited ("Client") and Pennant Works LLP ("Contractor").

1. Contractor shall render the services described in the annex.

"""


def read(clauses):
    return contract_reader().read(HEAD + clauses + "\n")


def prices(reading):
    return [(item.amount, item.kind, item.optional) for item in reading.schedule]


def test_a_table_drawn_with_bars_is_a_table_and_says_what_each_price_is_for():
    reading = read(
        "2. Prices\n\nService | Price | Basis\nSet-up | EUR 4,250 | lump sum, on signature\nStorage | EUR 95 | per batch and month\n"
        "Interim report | EUR 975 | each\n\n2.2 The whole of the study is estimated at EUR 97,485."
    )

    assert [(item.amount, item.kind) for item in reading.schedule] == [
        (4250, "on_signature"),
        (95, "unit_price"),
        (975, "unit_price"),
    ]
    assert reading.schedule[0].due.value == "on signature"
    assert (reading.total.amount, reading.total.kind) == (97485, "estimate")


def test_charges_that_may_be_asked_for_each_time_are_no_milestones():
    reading = read(
        "2. Client pays EUR 40.00 per tonne.\n\nCharge\tAmount\nCleaning of a barge that is not clean\t€650.00\nFleeting, each barge and day\t€38.00"
    )

    assert prices(reading) == [(40, "unit_price", False), (650, "unit_price", True), (38, "unit_price", True)]


def test_options_in_a_table_of_options_are_options():
    reading = read(
        "2. The contract price is EUR 900,000, due on delivery.\n\n2.1 Client may until 2027-12-31 order these options:\n\nOption\tPrice\n"
        "Spare parts for two years\tEUR 61,000\nSecond station\tEUR 118,000"
    )

    assert [(item.amount, item.optional) for item in reading.schedule if item.amount != 900000] == [
        (61000, True),
        (118000, True),
    ]


@pytest.mark.parametrize(
    ("listed", "amounts"),
    [
        (
            "Disbudding: €11.50 per head\nCaesarean section, day: €395.00\nEmergency visit: €65.00 before treatment",
            ["11.50", "395.00", "65.00"],
        ),
        ("– Räumen der Wege, je Einsatz: 365,00 EUR\n– Abfuhr von Schnee, je m³: 19,80 EUR", ["365.00", "19.80"]),
    ],
)
def test_a_list_of_prices_is_read_line_by_line(listed, amounts):
    reading = read(f"2. The following prices apply:\n\n{listed}")

    assert [(item.amount, item.kind) for item in reading.schedule] == [
        (Decimal(amount), "unit_price") for amount in amounts
    ]


def test_what_a_sum_is_made_of_is_not_asked_for_beside_it():
    reading = read(
        "2. Six buses at Rs. 82,000/- per bus per month, i.e. Rs. 4,92,000/- per month, are payable for ten months from 1 June 2027."
    )

    assert [(item.amount, item.kind) for item in reading.schedule] == [(492000, "recurring")]


@pytest.mark.parametrize(
    "clause",
    [
        "Contractor shall provide a guarantee from a bank amounting to EUR 44,000 as security for the advance.",
        "Client may end this agreement at the end of the first year, in which case it shall pay Contractor a sum of EUR 1,500.",
        "If a call is missed, a sum of EUR 500 per day shall be recovered from Contractor.",
        "The rates are based on a price of ultra-low-sulfur diesel of EUR 2.60 per gallon.",
        "If diesel costs more, the rates rise or fall by EUR 0.11 per tonne.",
        "By way of illustration only, a show at a rate of EUR 18 per thousand would produce EUR 540 for each position.",
        "If the amount in dispute is small, the arbitrator's fee shall not exceed EUR 6,000.",
        "Of the hire income Contractor receives 10% up to a maximum of EUR 1,500.",
        "Late arrival by more than 15 minutes: EUR 50 per instance.",
    ],
)
def test_what_is_no_price_beside_one(clause):
    reading = read(f"2. Client pays a fee of EUR 9,000 on delivery of the report.\n\n3. {clause}")

    assert [item.amount for item in reading.schedule] == [9000]


def test_a_sum_that_is_insured_is_no_total_though_the_schedule_comes_to_it_by_accident():
    reading = read(
        "2. The charge is Rs. 12,50,000/- per annum, for two years from 1 April 2027. It is paid in eight equal quarterly instalments of Rs. 3,12,500/- each,"
        " the first on 30 June 2027.\n\n3. Contractor shall obtain a liability policy of not less than Rs. 50,00,000/- and indemnify Client."
    )

    assert reading.total is None
    assert [item.amount for item in reading.schedule] == [312500]


def test_half_of_a_retention_is_no_instalment_and_hides_no_stage():
    reading = read(
        "2. Stage\tDescription\tAmount\nStage 1\tScaffold erected\t£12,000.00\nStage 2\tRoof slated\t£18,000.00\n\n"
        "3. Client shall retain 5% of each amount. One half of the retention shall be released on practical completion and the other half on the"
        " issue of the certificate of making good."
    )

    assert [item.amount for item in reading.schedule if item.kind != "retention"] == [12000, 18000]


def test_who_writes_a_letter_is_not_who_is_written_to_when_the_day_stands_below_both():
    reading = contract_reader().read(
        "Whitmoor & Crale LLP\nChartered Accountants\nQuay House, Hull\n\nThe Directors\nSaltmarsh Ferries Holdings plc\nFerry Terminal, Saltmarsh\n\n"
        "24 October 2026\n\nDear Directors\n\nAudit of the financial statements\n\nWe have agreed a fee for the audit of £126,500. We shall invoice it in four"
        " instalments: £31,625 on 1 December 2026, £31,625 on 2 February 2027, £44,275 on 13 April 2027 and the remaining £18,975 when the audit report has"
        " been signed.\n\nOur invoices are payable within 21 days of their date.\n\nYours faithfully\n\nWhitmoor & Crale LLP\n"
    )

    assert (reading.payer.value, reading.payee.value) == ("Saltmarsh Ferries Holdings plc", "Whitmoor & Crale LLP")
    assert [item.amount for item in reading.schedule] == [31625, 31625, 44275, 18975]
    assert reading.total.amount == 126500


def test_a_confidentiality_agreement_buys_nothing_whatever_an_arbitrator_costs():
    reading = contract_reader().read(
        "MUTUAL CONFIDENTIALITY AGREEMENT\n\nFjordstrom Turbin AS and Kilbrannan Composites Ltd agree on 11 August 2026 to keep secret what they show each"
        " other. The value stated for customs purposes is EUR 14,000 for the section. If the amount in dispute is under NOK 500 000 the arbitrator's fee shall"
        " not exceed NOK 60 000.\n"
    )

    assert not reading.orderable
