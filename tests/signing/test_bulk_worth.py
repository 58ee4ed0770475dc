"""What a line of a list is worth: its own column, as people of many countries write it; what cannot be read is said."""

from decimal import Decimal

import pytest

from signing.bulk.sheets import Line, read_sheet, sample_of, words_of
from signing.bulk.worth import is_amount, may_be_amount


def line(headings: str, cells: str, *blanks: str) -> Line:
    text = f"name;email;{headings}\nVera Halloran;vera@example.com;{cells}\n"
    return read_sheet(text.encode(), blanks=blanks).lines[0]


@pytest.mark.parametrize(
    ("heading", "cell", "amount", "currency"),
    [
        ("amount", "9500000", "9500000", ""),
        ("Betrag", "9.500.000,00", "9500000.00", ""),
        ("Montant", "9 500 000,5", "9500000.5", ""),
        ("value", "€ 1,200.00", "1200.00", "EUR"),
        ("Importe", "1.200,00 EUR", "1200.00", "EUR"),
        ("total", "GBP 70", "70", "GBP"),
        ("price", "", None, ""),
    ],
)
def test_an_amount_is_read_as_people_write_it(heading: str, cell: str, amount: str | None, currency: str):
    found = line(heading, cell)

    assert (found.amount, found.currency, found.faults) == (None if amount is None else Decimal(amount), currency, ())


@pytest.mark.parametrize(
    ("headings", "cells", "code"),
    [
        ("amount", "as agreed", "no_number"),
        ("amount", "-5", "no_number"),
        ("amount", "$ 900", "which_currency"),
        ("amount;currency", "900;Euro", "no_such_currency"),
        ("amount;currency", "900 GBP;EUR", "two_currencies"),
    ],
)
def test_an_amount_that_cannot_be_read_for_certain_is_a_fault_in_words(headings: str, cells: str, code: str):
    (fault,) = line(headings, cells).faults

    assert fault.code == code
    assert words_of(fault.code, fault.facts)


def test_the_currency_has_a_column_of_its_own():
    found = line("Summe;Währung", "$ 900;usd")

    assert (found.amount, found.currency, found.faults) == (Decimal(900), "USD", ())


def test_the_decimals_of_a_column_settle_what_a_single_point_means():
    text = "name;email;amount\nVera;vera@example.com;9.500\nTomas;tomas@example.org;1,25\n"

    assert [one.amount for one in read_sheet(text.encode()).lines] == [Decimal(9500), Decimal("1.25")]


def test_a_blank_that_speaks_of_an_amount_says_what_the_line_is_worth_and_the_highest_counts():
    found = line("total fee;deposit amount", "9,500.00;400", "total fee", "deposit amount")
    certain = line("amount;total fee", "800;900", "total fee")

    assert (found.amount, found.amount_guessed) == (Decimal("9500.00"), True)
    assert (certain.amount, certain.amount_guessed) == (Decimal(900), False)


def test_names_that_are_amounts_are_known_from_those_that_may_be():
    assert [is_amount(one) for one in ("Amount", "Vergütung", "city", "total fee")] == [True, True, False, False]
    assert [may_be_amount(one) for one in ("total fee", "valeur du contrat", "start date")] == [True, True, False]


def test_the_list_to_begin_with_has_an_amount_that_can_be_read():
    rows = sample_of(["amount", "city"])

    text = "\n".join(";".join(f'"{cell}"' for cell in row) for row in rows)
    assert [one.amount for one in read_sheet(text.encode(), blanks=["amount", "city"]).lines] == [Decimal(9500)] * 2
