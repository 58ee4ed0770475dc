"""Deposits billed as a line, deposits taken off, and the two address blocks side by side."""

from decimal import Decimal

import pytest

from flowmono.intelligence.invoices import read_invoice
from tests.intelligence.invoices.pages import draw, sums, table

D = Decimal
BUYER = "Thornbury Water Company<br>12 Quay Parade<br>20457 Hamburg<br>VAT ID DE136695976"
SELLER = "Ashdown Hydraulics Limited<br>3 Mill Lane<br>69003 Lyon<br>VAT ID FR83404833048"
FOOT = [("Net", "18,600.00"), ("VAT 0 %", "0.00"), ("Total EUR", "18,600.00")]


def invoice(parties: str, lines: str, foot: list[tuple[str, str]]) -> bytes:
    return draw(
        f"<h1>Invoice</h1><p>Invoice number A-17<br>Invoice date 14 January 2027</p>{parties}{lines}{sums(foot)}"
    )


def side_by_side(left: str, right: str) -> str:
    return f"<table style='width:100%'><tr><td>{left}</td><td>{right}</td></tr></table>"


@pytest.mark.parametrize(
    ("head", "row", "right"),
    [
        (["Description", "Amount"], ["Deposit on signature", "18,600.00"], 1),
        (["Description", "Amount"], ["Deposit", "18,600.00"], 1),
        (["Description", "Qty", "Unit price", "Amount"], ["Deposit", "1", "18,600.00", "18,600.00"], 1),
        (["Pos.", "Leistung", "Betrag"], ["1", "Anzahlung bei Vertragsschluss", "18,600.00"], 2),
    ],
)
def test_a_deposit_among_the_lines_is_billed(head: list[str], row: list[str], right: int) -> None:
    page = invoice(side_by_side(f"Bill to<br>{BUYER}", f"From<br>{SELLER}"), table(head, [row], right), FOOT)

    reading = read_invoice(page)

    assert [line.net for line in reading.lines] == [D("18600.00")]
    assert (reading.prepaid, reading.payable) == (None, D("18600.00"))


def test_a_deposit_below_the_sums_is_taken_off() -> None:
    lines = table(["Description", "Amount"], [["Milestone W1", "18,600.00"]], 1)
    foot = [*FOOT, ("Less deposit paid", "-1,860.00"), ("Amount due", "16,740.00")]

    reading = read_invoice(invoice(side_by_side(f"Bill to<br>{BUYER}", f"From<br>{SELLER}"), lines, foot))

    assert (reading.prepaid, reading.payable) == (D("1860.00"), D("16740.00"))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (f"Bill to<br>{BUYER}", f"From<br>{SELLER}"),
        (f"From<br>{SELLER}", f"Bill to<br>{BUYER}"),
        (f"BILL TO:<br>{BUYER}", f"FROM:<br>{SELLER}"),
        (f"Invoice to<br>{BUYER}", f"Invoice from<br>{SELLER}"),
        (f"Customer<br>{BUYER}", f"Supplier<br>{SELLER}"),
    ],
)
def test_address_blocks_side_by_side_keep_seller_and_buyer_apart(left: str, right: str) -> None:
    lines = table(["Description", "Qty", "Unit price", "Amount"], [["Deposit", "1", "18,600.00", "18,600.00"]], 1)

    reading = read_invoice(invoice(side_by_side(left, right), lines, FOOT))

    assert (reading.seller_name, reading.seller_vat) == ("Ashdown Hydraulics Limited", "FR83404833048")
    assert (reading.buyer_name, reading.buyer_vat) == ("Thornbury Water Company", "DE136695976")
