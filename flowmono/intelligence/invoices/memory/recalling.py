"""Learning from a correction, and reading by what was learned: with a confidence of its own, and only as far as sums and forms bear it out.

A bank account is never learned. Who is paid, and on which account, is decided by what two people verified.
"""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from ..model import Evidence, InvoiceReading
from .spots import Form, Piece, Sheet, Spot, find_printed, find_spots, read_at, same_value

CERTAIN = Decimal("0.85")  # with less a person is asked
FIELDS: dict[str, Form] = {
    "number": "text",
    "order_ref": "text",
    "preceding_invoice": "text",
    "seller_name": "text",
    "seller_vat": "text",
    "currency": "text",
    "issue_date": "day",
    "due_date": "day",
    "net": "amount",
    "tax": "amount",
    "gross": "amount",
    "payable": "amount",
}
SUMS = ("net", "tax", "gross")
# What is the same on every invoice of a vendor: the value itself is remembered.
SAME_ALWAYS = frozenset({"seller_name", "seller_vat", "currency"})
CENT, HIGHEST_TAX = Decimal("0.01"), Decimal("0.5")


@dataclass(frozen=True)
class Remembered:
    """What corrections taught of one field: the spots, the value that was put and what had been read instead; None is "stands nowhere".

    right, wrong: how often people let stand and how often they corrected what was read by it, the first correction counted as right.
    """

    key: str
    field: str
    spots: tuple[Spot, ...]
    value: str | None
    instead_of: str | None = None
    right: int = 1
    wrong: int = 0


@dataclass(frozen=True)
class Recalled:
    """A field that was read by what is remembered: the value in plain form, what the reader had without it, how sure, and where it stands."""

    key: str
    field: str
    value: str | None
    before: str | None
    confidence: Decimal
    quote: str = ""
    page: int | None = None

    @property
    def is_certain(self) -> bool:
        return self.confidence >= CERTAIN


def trust(right: int, wrong: int, *, borne_out: bool) -> Decimal:
    """How sure a remembered spot is: by the rule of succession, and with three tenths of the doubt left where the page bears it out."""
    doubt = Decimal(wrong + 1) / Decimal(right + wrong + 2)
    return (1 - (doubt * Decimal("0.3") if borne_out else doubt)).quantize(Decimal("0.001"))


def plain_value(reading: InvoiceReading, field: str) -> str | None:
    """A field of a reading as text: amounts and days in their plain form."""
    value = getattr(reading, field)
    if value is None:
        return None
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def learn(reading: InvoiceReading, field: str, value: str | None) -> Remembered | None:
    """What a person's answer about a field teaches, corrected or asked about and let stand; None where nothing could help the next time.

    value: what the person put, None when the field stands nowhere. The key is left empty for who stores it.
    """
    if field not in FIELDS or not reading.printed:
        return None
    read = plain_value(reading, field)
    if same_value(FIELDS[field], value, read) and field not in reading.doubtful:
        return None
    sheet = Sheet(reading.printed)
    shown = value if value is not None else read
    spots = find_spots(sheet, FIELDS[field], shown) if shown is not None else ()
    if not spots and field not in SAME_ALWAYS:
        return None
    return Remembered("", field, spots, value, read)


def recall(reading: InvoiceReading, remembered: Iterable[Remembered]) -> tuple[InvoiceReading, tuple[Recalled, ...]]:
    """The reading with what is remembered of its layout, and what was read that way.

    Sums count where net and tax make the gross; other fields where they are written as the one a person put. What nothing bears
    out is read all the same, and a person is asked.
    """
    known = {item.field: item for item in remembered if item.right > item.wrong and item.field in FIELDS}
    if not known or not reading.printed:
        return reading, ()
    sheet = Sheet(reading.printed)
    found = [
        recalled
        for field, item in known.items()
        if FIELDS[field] != "amount" and (recalled := _recall_one(sheet, reading, item)) is not None
    ]
    found = _in_order(reading, found, known)
    found += _recall_sums(sheet, reading, known)
    return _put(reading, found), tuple(found)


def _recall_one(sheet: Sheet, reading: InvoiceReading, item: Remembered) -> Recalled | None:
    form, read = FIELDS[item.field], plain_value(reading, item.field)
    if item.field in SAME_ALWAYS:
        return _recall_same(sheet, item, read)
    pieces = _pieces(sheet, form, item)
    if item.value is None:
        # It was read from where it does not stand. Elsewhere it may be what it seems.
        is_that = read is not None and any(same_value(form, piece.value, read) for _, piece in pieces)
        return _recalled(item, None, read, None, borne_out=True) if is_that else None
    if not pieces:
        return None
    shaped = [(spot, piece) for spot, piece in pieces if _is_like(form, piece.value, item.value)]
    if not shaped and read is not None and _is_like(form, read, item.value):
        return None  # what was read is written as this field is, what stands there is not
    spot, piece = (shaped or pieces)[0]
    return _recalled(item, piece.value, read, piece, borne_out=bool(shaped) and spot.way != "at" and piece.sure)


def _recall_same(sheet: Sheet, item: Remembered, read: str | None) -> Recalled | None:
    """The vendor's name and tax number where the page prints them; else, as the currency, where the reader errs as it did before."""
    if item.value is None:
        again = read is not None and same_value("text", read, item.instead_of)
        return _recalled(item, None, read, None, borne_out=False) if again else None
    piece = find_printed(sheet, "text", item.value) if item.field != "currency" else None
    if piece is None and not (same_value("text", read, item.instead_of) or same_value("text", read, item.value)):
        return None
    return _recalled(item, item.value, read, piece, borne_out=piece is not None)


def _pieces(sheet: Sheet, form: Form, item: Remembered) -> list[tuple[Spot, Piece]]:
    return [(spot, piece) for spot in item.spots for piece in read_at(sheet, form, spot)]


def _is_like(form: Form, value: str, known: str) -> bool:
    """Numbers are written alike: letters, figures and marks take turns in the same way. Every day is like every other."""
    return form == "day" or _pattern(value) == _pattern(known)


def _pattern(text: str) -> str:
    return re.sub(r"9+", "9", re.sub(r"a+", "a", re.sub(r"[^\W\d_]", "a", re.sub(r"\d", "9", text.casefold()))))


def _recalled(
    item: Remembered, value: str | None, read: str | None, piece: Piece | None, *, borne_out: bool
) -> Recalled:
    confidence = trust(item.right, item.wrong, borne_out=borne_out)
    return Recalled(
        item.key,
        item.field,
        value,
        read,
        confidence,
        piece.quote if piece else "",
        piece.page if piece else None,
    )


def _in_order(reading: InvoiceReading, found: list[Recalled], known: dict[str, Remembered]) -> list[Recalled]:
    """Nothing is due before it is issued: remembered days that say so are not borne out."""
    said = {item.field: item.value for item in found}
    issued, due = (said.get(name) or plain_value(reading, name) for name in ("issue_date", "due_date"))
    if not issued or not due or issued <= due:
        return found
    return [
        replace(item, confidence=trust(known[item.field].right, known[item.field].wrong, borne_out=False))
        if FIELDS[item.field] == "day"
        else item
        for item in found
    ]


@dataclass(frozen=True)
class _Choice:
    """An amount that a sum may be: remembered, with the piece it stands in, or as it was read."""

    amount: Decimal | None
    piece: Piece | None = None
    among_goods: bool = False


def _recall_sums(sheet: Sheet, reading: InvoiceReading, known: dict[str, Remembered]) -> list[Recalled]:
    choices = {name: _choices(sheet, reading, known, name) for name in (*SUMS, "payable")}
    trio = next(_that_add_up(choices), None)
    borne_out = trio is not None and _says_no_other(choices, trio)
    if trio is None:
        if _adds_up(reading.net, reading.tax, reading.gross):
            return []
        trio = tuple(choices[name][0] for name in SUMS)
    found = [
        _recalled(known[name], _plain(choice.amount), plain_value(reading, name), choice.piece, borne_out=borne_out)
        for name, choice in zip(SUMS, trio, strict=True)
        if name in known and (choice.piece is not None or _adds_up(*(one.amount for one in trio)))
    ]
    gross = trio[2].amount
    if "payable" in known and gross is not None:
        taken_off = _taken_off(reading)
        owed = next((one for one in choices["payable"] if one.amount == gross - taken_off), None)
        choice = owed or choices["payable"][0]
        if owed is not None or choice.piece is not None:
            before = plain_value(reading, "payable")
            sure = owed is not None and borne_out
            found.append(_recalled(known["payable"], _plain(choice.amount), before, choice.piece, borne_out=sure))
    return found


def _choices(sheet: Sheet, reading: InvoiceReading, known: dict[str, Remembered], name: str) -> list[_Choice]:
    """What a sum may be, the remembered spots first."""
    pieces = _pieces(sheet, "amount", known[name]) if name in known else []
    placed = [
        _Choice(Decimal(piece.value), piece, spot.way == "at" or sheet.amounts_in(piece.row) >= 2)
        for spot, piece in pieces
    ]
    different = list({choice.amount: choice for choice in reversed(placed)}.values())[::-1]
    return [*different, _Choice(getattr(reading, name))]


def _that_add_up(choices: dict[str, list[_Choice]]) -> Iterator[tuple[_Choice, ...]]:
    """Net, tax and gross that make one another, those of the remembered spots first."""
    for trio in itertools.product(*(choices[name] for name in SUMS)):
        if _adds_up(*(choice.amount for choice in trio)):
            yield trio


def _says_no_other(choices: dict[str, list[_Choice]], trio: tuple[_Choice, ...]) -> bool:
    """Where the first correction left it open which of several equal amounts was meant, all of the places must agree now."""
    chosen = {choice.amount for choice in trio} | {choice.amount for choice in choices["payable"][:1]}
    return all(
        choice.amount in chosen
        for name in SUMS
        for choice in choices[name]
        if choice.piece is not None and not choice.among_goods
    )


def _adds_up(net: Decimal | None, tax: Decimal | None, gross: Decimal | None) -> bool:
    if net is None or gross is None:
        return False
    taken = tax or Decimal(0)
    return abs(net + taken - gross) <= CENT and abs(taken) <= HIGHEST_TAX * abs(net)


def _taken_off(reading: InvoiceReading) -> Decimal:
    """What is not asked for of the gross: paid before, income tax kept back, and money kept back until acceptance."""
    parts = (reading.prepaid, reading.withheld_tax, reading.retention)
    return sum((part for part in parts if part is not None), Decimal(0))


def _plain(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:f}"


def _put(reading: InvoiceReading, found: Sequence[Recalled]) -> InvoiceReading:
    """The reading with the recalled values, their places, and the doubts that are left."""
    values: dict[str, Any] = {item.field: _typed(item.field, item.value) for item in found}
    changed = replace(reading, **values)
    if "gross" in values and "payable" not in values and reading.payable in (None, reading.gross):
        values["payable"] = changed.gross and changed.gross - _taken_off(reading)
    certain = {item.field for item in found if item.is_certain}
    asked = {item.field for item in found} - certain
    if _adds_up(changed.net, changed.tax, changed.gross) and {"net", "gross"} & certain:
        certain |= {name for name in (*SUMS, "payable") if name not in asked}
    if {"number", "gross"} <= certain:
        certain.add("doc_type")  # a person found pages of this layout to be invoices
    doubtful = [name for name in reading.doubtful if name not in certain]
    doubtful += [name for name in asked if name not in doubtful]
    doubtful = _with_lines(reading, changed, doubtful)
    fields = {item.field for item in found}
    evidence = [item for item in reading.evidence if item.field not in fields]
    evidence += [Evidence(item.field, item.quote, item.page) for item in found if item.quote]
    changed = replace(reading, **values, doubtful=tuple(doubtful), evidence=tuple(evidence))
    return _is_an_invoice(changed) if reading.document_problem and changed.number and changed.gross else changed


def _with_lines(reading: InvoiceReading, changed: InvoiceReading, doubtful: list[str]) -> list[str]:
    """Lines are asked about again where the net has become another."""
    nets = [line.net for line in reading.lines if line.net is not None]
    if changed.net == reading.net or not nets:
        return doubtful
    agree = sum(nets, Decimal(0)) == changed.net
    return [name for name in doubtful if name != "lines"] + ([] if agree else ["lines"])


def _is_an_invoice(reading: InvoiceReading) -> InvoiceReading:
    """Pages on which no label was known: with a number and a total they are the invoice that a person found them to be."""
    missing = [name for name in reading.missing if name not in reading.doubtful]
    return replace(
        reading,
        doc_type="invoice",
        type_code="380",
        document_problem=None,
        problem_detail="",
        doubtful=(*reading.doubtful, *missing),
    )


def _typed(field: str, value: str | None) -> Any:
    if value is None:
        return None
    if FIELDS[field] == "amount":
        return Decimal(value)
    return date.fromisoformat(value) if FIELDS[field] == "day" else value
