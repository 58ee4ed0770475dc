"""The figures that two versions say differently, each with the clause it stands in."""

import pytest

from documents.toolbox.comparison.clauses import blocks_of
from documents.toolbox.comparison.figures import Change, changed_figures
from documents.toolbox.comparison.redlining import redline

OLD = """Services agreement
1. Fees. The Customer pays a fixed fee of EUR 24,000.00 on 30 April 2027.
2. Payment. Each invoice is payable within 30 days of receipt.
3. Late payment. Interest is 8 % a year.
4. Term. It ends after 12 months."""
NEW = """Services agreement
1. Fees. The Customer pays a fixed fee of EUR 26,500.00 on 31 May 2027.
2. Payment. Each invoice is payable within forty-five (45) days of receipt.
3. Late payment. Interest is 8 % a year.
4. Term. It ends after 12 months.
5. Deposit. A deposit of USD 1,000 is due within 10 working days."""


def figures(old: str, new: str) -> list[tuple[str, str, str]]:
    found = changed_figures(redline(blocks_of(old), blocks_of(new)).clauses)
    return [(change.clause, change.old, change.new) for change in found]


def test_money_times_and_dates_are_paired_in_their_clause_and_what_is_the_same_is_left_out() -> None:
    assert figures(OLD, NEW) == [
        ("1. Fees", "EUR 24,000.00", "EUR 26,500.00"),
        ("1. Fees", "30 April 2027", "31 May 2027"),
        ("2. Payment", "30 days", "45 days"),
        ("5. Deposit", "", "USD 1,000"),
        ("5. Deposit", "", "10 working days"),
    ]


def test_what_went_takes_its_figures_along() -> None:
    assert figures(NEW, OLD)[-2:] == [("5. Deposit", "USD 1,000", ""), ("5. Deposit", "10 working days", "")]


def test_a_figure_names_its_kind_and_its_place() -> None:
    clauses = redline(blocks_of(OLD), blocks_of(OLD.replace("8 %", "9 %"))).clauses

    assert changed_figures(clauses) == (Change("3. Late payment", "share", "8 %", "9 %", 3),)


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        ("Zahlbar in 14 Tagen.", "Zahlbar in 30 Tagen.", ("14 Tagen", "30 Tagen")),
        ("Der Preis ist 1.500,00 €.", "Der Preis ist 1.750,00 €.", ("1.500,00 €", "1.750,00 €")),
        ("Sous 30 jours à réception.", "Sous 60 jours à réception.", ("30 jours", "60 jours")),
        ("A 30-day period applies here.", "A 60-day period applies here.", ("30-day", "60-day")),
        ("Il prezzo è 2’000 CHF.", "Il prezzo è 2’500 CHF.", ("2’000 CHF", "2’500 CHF")),
        ("It begins on 2027-01-15.", "It begins on 2027-02-15.", ("2027-01-15", "2027-02-15")),
    ],
)
def test_figures_are_read_as_several_languages_write_them(old: str, new: str, change: tuple[str, str]) -> None:
    assert [(before, after) for _clause, before, after in figures(old, new)] == [change]


def test_the_same_number_written_with_other_blanks_is_no_change() -> None:
    assert figures("A fee of EUR 5 000 is due now.", "A fee of EUR\u00a05\u202f000 is due now and then.") == []
