"""What every invented invoice has: goods, days, sums in a country's way of writing, and the labels that score it."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Protocol

from weasyprint import HTML

CENT = Decimal("0.01")
PAGE = (
    "@page {size: A4; margin: 16mm} body {font: 10pt Carlito} td, th {padding: 2pt 5pt; vertical-align: top; text-align: left}"
    " .r {text-align: right} table {border-collapse: collapse}"
)

Truth = dict[str, Any]
Money = Callable[[Decimal], str]


@dataclass(frozen=True)
class Sheet:
    """One invoice: its page and what stands on it."""

    page: str
    truth: Truth


Family = Callable[[random.Random], Sheet]


@dataclass(frozen=True)
class Item:
    """One line of goods."""

    name: str
    quantity: Decimal
    price: Decimal

    @property
    def net(self) -> Decimal:
        return rounded(self.quantity * self.price)


@dataclass
class Deal:
    """What is billed. `rate` is in per cent of the net."""

    chance: random.Random
    items: list[Item]
    rate: Decimal
    issued: date
    due: date
    extra: Truth = field(default_factory=dict)

    @property
    def net(self) -> Decimal:
        return sum((item.net for item in self.items), Decimal(0))

    @property
    def tax(self) -> Decimal:
        return rounded(self.net * self.rate / 100)

    @property
    def gross(self) -> Decimal:
        return self.net + self.tax

    def truth(self, number: str, currency: str, seller: str, buyer: str | None, **more: Any) -> Truth:
        """The labels of the invoice; whatever is given beside wins over what follows from the goods."""
        lines = [
            {
                "description": item.name,
                "quantity": str(item.quantity),
                "unit_price": str(item.price),
                "net": str(item.net),
            }
            for item in self.items
        ]
        return labels_of(self, lines, number, currency, seller, buyer, self.extra | more)


class Billed(Protocol):
    """What an invoice comes to, and its days."""

    @property
    def issued(self) -> date: ...

    @property
    def due(self) -> date: ...

    @property
    def net(self) -> Decimal: ...

    @property
    def tax(self) -> Decimal: ...

    @property
    def gross(self) -> Decimal: ...


def labels_of(
    bill: Billed, lines: list[dict[str, str]], number: str, currency: str, seller: str, buyer: str | None, more: Truth
) -> Truth:
    """The labels of an invoice by which it is scored; `more` wins over what follows from the bill."""
    said = {
        "doc_type": "invoice",
        "number": number,
        "currency": currency,
        "seller_name": seller,
        "buyer_name": buyer,
        "issue_date": bill.issued.isoformat(),
        "due_date": bill.due.isoformat(),
        "net": bill.net,
        "tax": bill.tax,
        "gross": bill.gross,
        "payable": bill.gross,
        "lines": lines,
    }
    return {name: str(value) if isinstance(value, Decimal) else value for name, value in (said | more).items()}


def rounded(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)


def deal(
    chance: random.Random,
    goods: Sequence[str],
    rate: str,
    *,
    count: int | None = None,
    price: tuple[int, int] = (800, 95_000),
    days: int = 30,
) -> Deal:
    """Some of the goods in whole numbers at prices between two amounts in cents."""
    names = chance.sample(list(goods), count or chance.randint(1, min(4, len(goods))))
    items = [Item(name, Decimal(chance.randint(1, 12)), Decimal(chance.randint(*price)) / 100) for name in names]
    issued = date(2026, 1, 5) + timedelta(days=chance.randint(0, 330))
    return Deal(chance, items, Decimal(rate), issued, issued + timedelta(days=days))


def english(amount: Decimal) -> str:
    return f"{amount:,.2f}"


def continental(amount: Decimal) -> str:
    return english(amount).translate(str.maketrans(",.", ".,"))


def french(amount: Decimal) -> str:
    return english(amount).replace(",", "\u202f").replace(".", ",")


def spaced(amount: Decimal) -> str:
    return english(amount).replace(",", " ").replace(".", ",")


def swiss(amount: Decimal) -> str:
    return english(amount).replace(",", "'")


def bare(amount: Decimal) -> str:
    return f"{amount:.2f}"


def indian(amount: Decimal) -> str:
    whole, cents = f"{amount:.2f}".split(".")
    head, tail = whole[:-3], whole[-3:]
    groups = [head[max(0, end - 2) : end] for end in range(len(head), 0, -2)][::-1]
    return ",".join([*groups, tail]) + "." + cents


def grid(head: Sequence[str], rows: Sequence[Sequence[str]], right: int, style: str = "width:100%") -> str:
    """A table; the columns from number `right` on are set to the right. Without `head` it has no headings."""
    top = "<tr>" + "".join(_cell("th", text, place >= right) for place, text in enumerate(head)) + "</tr>"
    body = "".join(
        "<tr>" + "".join(_cell("td", text, place >= right) for place, text in enumerate(row)) + "</tr>" for row in rows
    )
    return f"<table style='{style}'>{f'<thead>{top}</thead>' if head else ''}<tbody>{body}</tbody></table>"


def _cell(tag: str, text: str, right: bool) -> str:
    return f"<{tag}{' class=r' if right else ''}>{text}</{tag}>"


def pairs(said: Sequence[tuple[str, str]], style: str = "", *, right: bool = False) -> str:
    """Labels and values beside each other."""
    rows = "".join(f"<tr><td>{label}</td>{_cell('td', value, right)}</tr>" for label, value in said)
    return f"<table style='{style}'>{rows}</table>"


def foot(said: Sequence[tuple[str, str]]) -> str:
    """Sums on the right."""
    return pairs(said, "margin-left:auto", right=True)


def beside(*cells: str) -> str:
    return "<table style='width:100%'><tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr></table>"


def lines(*texts: str) -> str:
    return "<p>" + "<br>".join(texts) + "</p>"


def goods_rows(items: Sequence[Item], money: Money, *, after: str = "", before: str = "") -> list[list[str]]:
    """Description, quantity, price and amount of each line."""
    return [
        [item.name, f"{item.quantity}", f"{before}{money(item.price)}{after}", f"{before}{money(item.net)}{after}"]
        for item in items
    ]


def drawn(sheet: Sheet) -> bytes:
    """The page as a PDF with text."""
    style = "" if "<style>" in sheet.page else f"<style>{PAGE}</style>"
    pdf: bytes = HTML(string=f"<html><body>{style}{sheet.page}</body></html>").write_pdf()
    return pdf
