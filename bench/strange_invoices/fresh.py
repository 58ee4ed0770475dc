"""What the fresh families share: goods with a unit, a discount and a rate each, taxes by rate, and the parts of a designed page.

The families of `fresh_*` are ordinary invoices as bookkeeping and billing systems print them, written by somebody who had read neither the
reader nor the other families. Which half may teach the rules was settled by lot before the reader had seen any of them.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from .drawing import Truth, labels_of, rounded

ZERO = Decimal("0.00")
Goods = Sequence[tuple[str, str, str, int, int]]  # code, name, unit, lowest and highest price in cents


@dataclass(frozen=True)
class Row:
    """One line of goods. `off` is its discount and `rate` its tax, in per cent."""

    code: str
    name: str
    unit: str
    quantity: Decimal
    price: Decimal
    rate: Decimal
    off: Decimal = Decimal(0)

    @property
    def net(self) -> Decimal:
        return rounded(self.quantity * self.price * (100 - self.off) / 100)

    @property
    def tax(self) -> Decimal:
        return rounded(self.net * self.rate / 100)


@dataclass(frozen=True)
class Bill:
    """What is billed. `carriage` is charged below the lines at the rate of the first line."""

    rows: tuple[Row, ...]
    issued: date
    due: date
    carriage: Decimal = ZERO
    rebate: Decimal = ZERO

    @property
    def goods(self) -> Decimal:
        return sum((row.net for row in self.rows), ZERO)

    @property
    def net(self) -> Decimal:
        return self.goods + self.carriage - self.rebate

    @property
    def taxes(self) -> list[tuple[Decimal, Decimal, Decimal]]:
        """Rate, base and tax, the highest rate first."""
        bases: dict[Decimal, Decimal] = {}
        for row in self.rows:
            bases[row.rate] = bases.get(row.rate, ZERO) + row.net
        bases[self.rows[0].rate] += self.carriage - self.rebate
        return [(rate, base, rounded(base * rate / 100)) for rate, base in sorted(bases.items(), reverse=True)]

    @property
    def tax(self) -> Decimal:
        return sum((tax for _, _, tax in self.taxes), ZERO)

    @property
    def gross(self) -> Decimal:
        return self.net + self.tax

    def truth(self, number: str, currency: str, seller: str, buyer: str, **more: Any) -> Truth:
        """The labels of the invoice; whatever is given beside wins over what follows from the goods."""
        return labels_of(self, [told(row) for row in self.rows], number, currency, seller, buyer, more)


def told(row: Row) -> dict[str, str]:
    return {
        "description": row.name,
        "quantity": str(row.quantity),
        "unit_price": str(row.price),
        "net": str(row.net),
    }


def bill(
    chance: random.Random,
    goods: Goods,
    rates: Sequence[str],
    *,
    count: tuple[int, int] = (2, 5),
    most: int = 12,
    days: int = 30,
    offs: Sequence[int] = (0,),
    carriage: Decimal = ZERO,
) -> Bill:
    """Some of the goods in their order in the list; the rates are taken in turn."""
    places = sorted(chance.sample(range(len(goods)), chance.randint(*count)))
    rows = tuple(
        Row(
            code,
            name,
            unit,
            Decimal(chance.randint(1, most)),
            Decimal(chance.randint(low, high)) / 100,
            Decimal(rates[place % len(rates)]),
            Decimal(chance.choice(offs)),
        )
        for place, (code, name, unit, low, high) in ((place, goods[place]) for place in places)
    )
    issued = date(2026, 1, 7) + timedelta(days=chance.randint(0, 320))
    return Bill(rows, issued, issued + timedelta(days=days), carriage)


def css(rules: str, foot: str = "", margin: str = "18mm 18mm 34mm 20mm") -> str:
    """The style of a page; `foot` stands at the bottom of every page."""
    band = f"<div class=foot>{foot}</div>" if foot else ""
    return (
        f"<style>@page {{size: A4; margin: {margin}; @bottom-center {{content: element(foot); width: 100%}}}}"
        " .foot {position: running(foot)} table {border-collapse: collapse} td, th {vertical-align: top; text-align: left;"
        " padding: 2pt 4pt} .w {width: 100%} .r, .r td {text-align: right} .c {text-align: center} p {margin: 4pt 0}"
        f" {rules}</style>{band}"
    )


def row(*cells: str, tag: str = "td", right: int = 99, style: str = "") -> str:
    """A row of a table; the cells from number `right` on are set to the right."""
    return (
        f"<tr{f' style={style!r}' if style else ''}>"
        + "".join(f"<{tag}{' class=r' if at >= right else ''}>{cell}</{tag}>" for at, cell in enumerate(cells))
        + "</tr>"
    )


def table(head: Sequence[str], rows: Sequence[Sequence[str]], right: int, kind: str = "w") -> str:
    body = "".join(row(*cells, right=right) for cells in rows)
    return f"<table class='{kind}'><thead>{row(*head, tag='th', right=right)}</thead><tbody>{body}</tbody></table>"


def columns(*cells: str, widths: Sequence[int] = (), kind: str = "w") -> str:
    """Blocks beside each other, with their widths in per cent."""
    shares = [f" style='width:{width}%'" for width in widths] or [""] * len(cells)
    inner = "".join(f"<td{share}>{cell}</td>" for cell, share in zip(cells, shares, strict=True))
    return f"<table class='{kind}'><tr>{inner}</tr></table>"


def block(*texts: str) -> str:
    return "<br>".join(texts)


def facts(said: Sequence[tuple[str, str]], kind: str = "", style: str = "", right: int = 99) -> str:
    """Labels and values beside each other."""
    return f"<table class='{kind}' style='{style}'>{''.join(row(*pair, right=right) for pair in said)}</table>"


def sums(said: Sequence[tuple[str, str]], style: str = "") -> str:
    return facts(said, "sums", f"margin-left:auto;{style}", 1)


def by_lot(names: Sequence[str]) -> tuple[list[str], list[str]]:
    """The names in two halves: those that may teach, and those that are kept."""
    mixed = sorted(names)
    random.Random("fresh, by lot").shuffle(mixed)
    return sorted(mixed[::2]), sorted(mixed[1::2])
