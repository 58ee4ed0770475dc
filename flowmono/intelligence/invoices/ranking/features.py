"""What the models see of a candidate: hashed words of its labels and neighbours, and numbers about place, print and shape."""

import itertools
import re
import zlib
from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from flowmono.intelligence.spans.features import Hashes

from ..dates import NotADate, read_printed_date
from ..visible.bank import find_ibans
from ..visible.tax_numbers import find_vat
from ..visible.vocabulary import LEGAL_FORM, plain
from .amounts import amount_numbers
from .candidates import Candidate
from .page import LONGEST, Around, Page, folded, is_heading, is_sum, is_title, label_kinds

Floats = NDArray[np.float32]

_WORD = re.compile(r"[^\W\d_]+|[0-9]+|[:#№°/]")
_POSTCODE = re.compile(
    r"\b[0-9]{4,5}\b|\b[A-Z]{1,2}[0-9][0-9A-Z]?\s?[0-9][A-Z]{2}\b|\b[0-9]{2}-[0-9]{3}\b|\b[0-9]{3} [0-9]{2}\b"
)
_STREET = re.compile(r"[^\W\d]{3,}\W+[0-9]{1,4}[a-z]?\b|\A[0-9]{1,5}[a-z]?\W+[^\W\d]{3,}", re.IGNORECASE)
_NUMBERED = re.compile(
    r"@|www\.|https?:|\b(?:iban|bic|bank|tel|phone|fon|fax|vat|tax|tva|iva|btw|ust|nif|cif|siret|kvk|abn|cvr|org|reg|company no)\b",
    re.IGNORECASE,
)
_ADDRESSED = re.compile(
    r"(?:attn|attention|z\. ?hd|t\.a\.v|c/o|à l'attention|herrn?\b|frau\b|mr\b|mrs\b|ms\b|accounts payable|dept|department)",
    re.IGNORECASE,
)
_WIRED = re.compile(r"(?:IBAN|BIC|SWIFT|tel|phone|fax|fon)", re.IGNORECASE)
_PAGE_HEIGHT = 842.0  # points of A4


def hashes_of(one: Candidate, around: Around) -> Hashes:
    """Runs of letters and words of the labels and neighbours, each with where it stands; nothing of the value but its shape."""
    found = [*_words(one.before, "before", 5, True), *_words(one.after, "after", 3, False, grams=False)]
    found += _words(around.label(one), "label", 5, True)
    if one.before:
        found += _words(around.over, "heading", 4, False, grams=False)
    else:
        found += [*_words(around.left, "left", 5, True), *_words(around.over, "over", 5, False)]
    for text, where in ((around.higher, "higher"), (around.right, "right"), (around.under, "under")):
        found += _words(text, where, 4, False, grams=False)
    shape = re.sub(r"[a-z]+", "a", re.sub(r"[A-Z]+", "A", re.sub(r"[0-9]+", "0", plain(one.value))))[:12]
    mark = "" if one.before[-1:].isalnum() else one.before[-1:]
    found += [
        zlib.crc32(f"shape {shape}".encode()),
        zlib.crc32(
            f"ties {bool(one.before)} {mark} {around.gap < 3} {around.gap < 25} {around.up < 1} {around.up < 3}".encode()
        ),
    ]
    return np.unique(np.array(found, dtype=np.uint64))


@lru_cache(maxsize=4096)
def _words(text: str, where: str, most: int, from_end: bool, grams: bool = True) -> tuple[int, ...]:
    """Numbers for the first or last words of a text, their pairs, and their runs of three and four letters."""
    words = ["0" * min(len(word), 4) if word.isdigit() else word for word in _WORD.findall(plain(text).lower())]
    words = words[-most:] if from_end else words[:most]
    found = [f"{where} {word}" for word in words]
    found += [f"{where} {first} {second}" for first, second in itertools.pairwise(words)]
    for word in words if grams else ():
        framed = f"^{word}$"
        found += [f"{where}~{framed[at : at + size]}" for size in (3, 4) for at in range(len(framed) - size + 1)]
    return tuple(zlib.crc32(one.encode()) for one in found)


def numbers_of(kind: str, page: Page, every: Sequence[Candidate], arounds: Sequence[Around]) -> Floats:
    """One row of numbers for each candidate of a kind ("number", "day", "name" or "amount")."""
    own = _OWN[kind](page, every, arounds)
    rows = [[*_shared(page, one, around), *more] for one, around, more in zip(every, arounds, own, strict=True)]
    return np.array(rows, dtype=np.float32)


def _shared(page: Page, one: Candidate, around: Around) -> list[float]:
    """Place, print, shape and labels: what is asked of candidates of every kind."""
    phrase, value, near = one.phrase, one.value, around.label(one)
    height = phrase.bottom - phrase.top
    closed = re.sub(r"[\W_]", "", value).casefold()
    row = page.rows[one.row]
    behind = label_kinds(one.before)
    kinds = [max(three) for three in zip(behind, label_kinds(around.left), label_kinds(around.over), strict=True)]
    return [
        phrase.left / page.width, phrase.right / page.width, phrase.top / _PAGE_HEIGHT, one.row / max(len(page.rows), 1), one.row, phrase.page,
        height / page.usual, height / page.largest, len(page.rows), len(value), sum(sign.isdigit() for sign in value), sum(sign.isalpha() for sign in value),
        value[:1].isalpha(), value.isupper(), "-" in value, "/" in value, "." in value, len(value.split()), page.close.count(closed) if closed else 0,
        bool(one.before), len(one.before), bool(one.before) and one.before[-1] in "#:№", len(one.after), around.gap, around.up, bool(around.right),
        len(row.phrases), one.place, page.money[one.row], one.row - page.first_money, min((abs(at - one.row) for at in page.titles), default=99),
        min((one.row - at for at in page.titles if at <= one.row), default=99), is_title(one.before), near[-1:] == ":",
        any(sign.isdigit() for sign in around.over), bool(around.over) and is_heading(around.over) is not None, bool(near) and is_sum(near) is not None,
        *kinds, *behind,
    ]  # fmt: skip


def _of_numbers(page: Page, every: Sequence[Candidate], arounds: Sequence[Around]) -> list[list[float]]:
    return [
        [
            bool(find_vat(one.value)), bool(find_ibans(around.row)), bool(re.search(r"20[0-9]{2}", one.value)), bool(_WIRED.search(around.row)),
            one.value.startswith("0"), bool(_STREET.search(around.row)), bool(LEGAL_FORM.search(around.row)),
            max((len(run) for run in re.findall(r"[0-9]+", one.value)), default=0), bool(re.search(r"[a-z]", one.value)),
            page.folded.count(f" {folded(one.value)} "),
        ]
        for one, around in zip(every, arounds, strict=True)
    ]  # fmt: skip


def _of_days(page: Page, every: Sequence[Candidate], arounds: Sequence[Around]) -> list[list[float]]:
    """Which of the days of the document it is, in their order."""
    days = [_day(one.value) for one in every]
    known = sorted(day for day in days if day is not None)
    order = sorted(set(known))
    return [
        [-1.0] * 9
        if day is None
        else [
            order.index(day), len(order), day == order[0], day == order[-1], (day - order[0]).days, (order[-1] - day).days, known.count(day), len(every),
            (day - known[len(known) // 2]).days,
        ]
        for day in days
    ]  # fmt: skip


def _day(text: str) -> date | None:
    try:
        return read_printed_date(text).day
    except NotADate:
        return None


def _of_names(page: Page, every: Sequence[Candidate], arounds: Sequence[Around]) -> list[list[float]]:
    return [_of_name(page, one) for one in every]


def _of_name(page: Page, one: Candidate) -> list[float]:
    """Whether it reads like a name, what its block holds, and where else the page names it."""
    value = one.value
    words = re.findall(r"[^\W\d_]+", value)
    said = folded(value)
    long = [word.casefold() for word in words if len(word) >= 4]
    small = sum(word[:1].islower() for word in words)
    lines_down, lines_up = page.block(one, 1), page.block(one, -1)
    down, up = (" \n".join(line.text[:LONGEST] for line in lines) for lines in (lines_down, lines_up))
    return [
        bool(LEGAL_FORM.search(value)), len(words), small, small / max(len(words), 1), sum(word[:1].isupper() for word in words),
        any(sign.isdigit() for sign in value), "," in value, ":" in value, value == one.phrase.text.strip(" ,;:|-"), len(lines_down), len(lines_up),
        bool(_POSTCODE.search(down)), bool(_STREET.search(down)), bool(_NUMBERED.search(down)), bool(_ADDRESSED.search(down)),
        bool(_POSTCODE.search(up)), bool(_NUMBERED.search(up)), bool(_ADDRESSED.match(up)), bool(_POSTCODE.search(one.after)),
        bool(_NUMBERED.search(one.after)), bool(re.search(r"[·•|]", one.after)), page.folded.count(f" {said} "),
        sum(word in page.sites for word in long), bool(long) and all(word in page.sites for word in long),
        bool(said) and any(f" {said} " in text for text in page.holders), bool(_STREET.search(value)), bool(_POSTCODE.search(value)),
        is_heading(value) is not None, is_sum(value) is not None, is_title(value), max(label_kinds(value)),
        abs(one.phrase.centre - page.width / 2) < 25, bool(_NUMBERED.search(value)),
    ]  # fmt: skip


_OWN: dict[str, Callable[[Page, Sequence[Candidate], Sequence[Around]], list[list[float]]]] = {
    "number": _of_numbers,
    "day": _of_days,
    "name": _of_names,
    "amount": amount_numbers,
}
