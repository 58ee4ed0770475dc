"""English invoices that differ in how the table of goods is set."""

import random
from decimal import Decimal

from .drawing import PAGE, Deal, Family, Item, Sheet, beside, deal, english, foot, goods_rows, grid, lines, pairs

GOODS = (
    "M1 Inspection report of all test benches",
    "Calibration of pressure gauges",
    "Recertification, class 2",
    "Travel to site and back",
    "Loan of reference standards",
    "Replacement seal kit",
)
SELLER, BUYER = "Quillfeather Metrology Ltd", "Oakhampton Instruments GmbH"
BARE = "<style>body {font: 10pt Carlito}</style>"


def _letter(bill: Deal, number: str) -> str:
    return (
        f"<h1>INVOICE</h1>{lines(f'<b>{SELLER}</b>', '8 Foundry Lane, Leeds LS1 4AP', 'VAT number GB123456789')}"
        f"<p>To: {BUYER}, Hafenstrasse 12, 20457 Hamburg</p>"
        + lines(
            f"Invoice number: {number}",
            f"Invoice date: {bill.issued:%-d %B %Y}",
            f"Due date: {bill.due:%-d %B %Y}",
            "Purchase order: PO-2027-0002",
        )
    )


def _english(chance: random.Random, table: str, bill: Deal, style: str = "", *, sign: str = "EUR ") -> Sheet:
    number = f"QC-2027-{chance.randint(1, 999):03d}"
    sums = [
        ("Net total", sign + english(bill.net)),
        (f"VAT {bill.rate} %", sign + english(bill.tax)),
        ("Total due", sign + english(bill.gross)),
    ]
    sums_of = foot if chance.random() < 0.5 else pairs
    page = f"{style}{_letter(bill, number)}{table}{sums_of(sums)}<p>IBAN: GB29 NWBK 6016 1331 9268 19</p>"
    truth = bill.truth(
        number, "EUR", SELLER, BUYER, iban="GB29NWBK60161331926819", order_ref="PO-2027-0002", seller_vat="GB123456789"
    )
    return Sheet(page, truth)


def tight(chance: random.Random) -> Sheet:
    """A page without a style sheet: cells stand a blank apart, headings are centred."""
    bill = deal(chance, GOODS, "0", count=chance.choice([1, 1, 2]))
    rows = "".join(
        "<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>"
        for row in goods_rows(bill.items, english, before="EUR ")
    )
    heads = "".join(f"<th>{text}</th>" for text in ("Description", "Quantity", "Unit price", "Amount"))
    border = " border=1" if chance.random() < 0.4 else ""
    return _english(chance, f"<table{border}><tr>{heads}</tr>{rows}</table>", bill, BARE)


def ruled(chance: random.Random) -> Sheet:
    """Rules round every cell, the currency in the headings."""
    bill = deal(chance, GOODS, "20")
    table = grid(
        ["Item", "Description", "Qty", "Unit price (EUR)", "Amount (EUR)"],
        [[str(n), *row] for n, row in enumerate(goods_rows(bill.items, english), start=1)],
        2,
    )
    return _english(chance, table, bill, f"<style>{PAGE} td, th {{border: 1px solid black}}</style>")


def wrapped(chance: random.Random) -> Sheet:
    """A long description over two or three lines in a narrow column."""
    goods = [f"{name} including preparation, travel, reporting and one later visit" for name in GOODS]
    bill = deal(chance, goods, "20", count=chance.choice([1, 2]))
    rows = goods_rows(bill.items, english, before="€")
    rows = [[f"<div style='width:45mm'>{row[0]}</div>", *row[1:]] for row in rows]
    return _english(chance, grid(["Description", "Quantity", "Unit price", "Amount"], rows, 1), bill, sign="€")


def amounts_only(chance: random.Random) -> Sheet:
    """Description and amount alone, no quantity."""
    bill = deal(chance, GOODS, "20")
    bill.items = [Item(item.name, Decimal(1), item.net) for item in bill.items]
    table = grid(["Description", "Amount"], [[item.name, english(item.net)] for item in bill.items], 1)
    sheet = _english(chance, table, bill)
    return Sheet(
        sheet.page,
        sheet.truth | {"lines": [{"description": item.name, "net": str(item.net)} for item in bill.items]},
    )


def with_units(chance: random.Random) -> Sheet:
    """A column of units, and a rate and amount of VAT in each line."""
    bill = deal(chance, GOODS, "20", price=(10_000, 90_000))
    bill.items = [Item(item.name, item.quantity, Decimal(int(item.price))) for item in bill.items]
    rows = [
        [
            item.name,
            f"{item.quantity}",
            "day",
            english(item.price),
            "20%",
            english(item.net * Decimal("0.2")),
            english(item.net),
        ]
        for item in bill.items
    ]
    heads = ["Description", "Quantity", "Unit", "Unit price", "VAT %", "VAT", "Net amount"]
    return _english(chance, grid(heads, rows, 3), bill)


def discounted(chance: random.Random) -> Sheet:
    """A column of discounts."""
    bill = deal(chance, GOODS, "20", price=(10_000, 90_000))
    full = [Item(item.name, item.quantity, Decimal(int(item.price))) for item in bill.items]
    bill.items = [Item(item.name, item.quantity, item.price * Decimal("0.9")) for item in full]
    rows = [
        [item.name, f"{item.quantity}", english(item.price), "10 %", english(paid.net)]
        for item, paid in zip(full, bill.items, strict=True)
    ]
    sheet = _english(chance, grid(["Description", "Qty", "Price", "Discount", "Total"], rows, 1), bill)
    lines_said = [said | {"unit_price": str(item.price)} for said, item in zip(sheet.truth["lines"], full, strict=True)]
    return Sheet(sheet.page, sheet.truth | {"lines": lines_said})


def long(chance: random.Random) -> Sheet:
    """Several pages: the headings are repeated, or the sum so far is carried over."""
    names = [f"Gauge {letter}{number}, checked and sealed" for letter in "ABCD" for number in range(1, 15)]
    bill = deal(chance, names, "20", count=chance.randint(44, 52), price=(900, 9_000))
    heads = ["Pos.", "Description", "Quantity", "Unit price", "Amount"]
    rows = [[str(n), *row] for n, row in enumerate(goods_rows(bill.items, english), start=1)]
    if chance.random() < 0.5:
        return _english(chance, grid(heads, rows, 2), bill)
    sofar = english(sum((item.net for item in bill.items[:25]), Decimal(0)))
    first = grid(heads, rows[:25], 2) + foot([("Carried forward", sofar)])
    second = foot([("Brought forward", sofar)]) + grid(heads, rows[25:], 2)
    return _english(chance, f"{first}<p style='page-break-before:always'>{number_line(bill)}</p>{second}", bill)


def number_line(bill: Deal) -> str:
    return f"Page 2 · {bill.issued:%-d %B %Y}"


def no_headings(chance: random.Random) -> Sheet:
    """Goods in columns that nothing heads."""
    bill = deal(chance, GOODS, "20", count=chance.choice([2, 3]))
    return _english(chance, "<hr>" + grid([], goods_rows(bill.items, english), 1) + "<hr>", bill)


def dots(chance: random.Random) -> Sheet:
    """Typewriter letters, headings between lines of hyphens."""
    bill = deal(chance, [name[:28] for name in GOODS], "20", count=chance.choice([1, 2, 3]))
    number = f"T{chance.randint(10_000, 99_999)}"
    rule = "-" * 68
    body = [
        f"{SELLER}",
        "8 Foundry Lane, Leeds LS1 4AP",
        "",
        "INVOICE",
        f"Invoice No. {number}      Date {bill.issued:%d/%m/%Y}      Due {bill.due:%d/%m/%Y}",
        "",
        "Bill to:",
        BUYER,
        "Hafenstrasse 12",
        "20457 Hamburg",
        "",
        rule,
        f"{'Description':<32}{'Qty':>6}{'Unit price':>14}{'Amount':>16}",
        rule,
        *(f"{item.name:<32}{item.quantity:>6}{english(item.price):>14}{english(item.net):>16}" for item in bill.items),
        rule,
        f"{'Subtotal':>52}{english(bill.net):>16}",
        f"{'VAT 20%':>52}{english(bill.tax):>16}",
        f"{'TOTAL GBP':>52}{english(bill.gross):>16}",
        "",
        "Sort code: 20-00-00   Account: 55779911",
    ]
    page = "<style>body {font: 10pt 'Liberation Mono'}</style><pre>" + "\n".join(body) + "</pre>"
    return Sheet(page, bill.truth(number, "GBP", SELLER, BUYER, iban="55779911"))


def card_rows(chance: random.Random) -> Sheet:
    """Each line in a box: the name above, `3 × 120.00` below it, the amount on the right."""
    bill = deal(chance, GOODS, "20", count=chance.choice([2, 3]))
    rows = [
        [f"{item.name}<br><small>{item.quantity} × {english(item.price)}</small>", english(item.net)]
        for item in bill.items
    ]
    sheet = _english(chance, grid(["Item", "Total"], rows, 1), bill)
    lines_said = [{"description": item.name, "net": str(item.net)} for item in bill.items]
    return Sheet(sheet.page, sheet.truth | {"lines": lines_said})


def amount_first(chance: random.Random) -> Sheet:
    """The amount in the first column, the words last."""
    bill = deal(chance, GOODS, "20", count=chance.choice([2, 3]))
    rows = [[english(item.net), f"{item.quantity}", english(item.price), item.name] for item in bill.items]
    table = grid(["Amount", "Qty", "Price", "Details"], rows, 9)
    return _english(chance, beside(table), bill)


def grouped(chance: random.Random) -> Sheet:
    """Groups of lines with a sum each."""
    bill = deal(chance, GOODS, "20", count=4)
    rows: list[list[str]] = []
    for name, part in (("Laboratory", bill.items[:2]), ("On site", bill.items[2:])):
        rows.append([f"<b>{name}</b>", "", "", ""])
        rows += goods_rows(part, english)
        rows.append([f"Subtotal {name}", "", "", english(sum((item.net for item in part), Decimal(0)))])
    return _english(chance, grid(["Description", "Quantity", "Unit price", "Amount"], rows, 1), bill)


def thousands(chance: random.Random) -> Sheet:
    """Whole amounts without cents."""
    bill = deal(chance, GOODS, "20", price=(50_000, 900_000))
    bill.items = [Item(item.name, item.quantity, Decimal(int(item.price / 10) * 10)) for item in bill.items]

    def whole(amount: Decimal) -> str:
        return f"{amount:,.0f}"

    table = grid(["Description", "Quantity", "Unit price", "Amount"], goods_rows(bill.items, whole, before="€"), 1)
    number = f"W-{chance.randint(100, 999)}"
    sums = foot(
        [("Net", f"€{whole(bill.net)}"), ("VAT 20%", f"€{whole(bill.tax)}"), ("Total", f"€{whole(bill.gross)}")]
    )
    return Sheet(_letter(bill, number) + table + sums, bill.truth(number, "EUR", SELLER, BUYER))


TUNED: dict[str, Family] = {
    "table tight": tight,
    "table ruled": ruled,
    "table wrapped": wrapped,
    "table of amounts": amounts_only,
    "table with units": with_units,
    "table with discounts": discounted,
    "table over pages": long,
    "table without headings": no_headings,
}
KEPT: dict[str, Family] = {
    "table typed": dots,
    "table of cards": card_rows,
    "table amount first": amount_first,
    "table in groups": grouped,
    "table of whole amounts": thousands,
}
