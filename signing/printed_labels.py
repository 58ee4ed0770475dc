"""What places for entries are called, printed small beside them before anybody signs: a cross alone says nothing on paper."""

import io
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from math import ceil

import pikepdf
from weasyprint import HTML
from weasyprint.urls import URLFetcher

from signing.fields import ENTERED, Kind, Laid, Page

TYPE = 7.0
LINE = 8.4
GAP = 2.5
LETTER = 0.52  # em: how wide a letter is on average
NARROWEST = 40.0
WIDEST = 260.0

Box = tuple[float, float, float, float]  # left, bottom, right, top in points, from the lower left


def print_labels(
    pdf: bytes, laid: Sequence[Laid], pages: Sequence[Page], words: Mapping[int, Sequence[tuple[Box, str]]]
) -> bytes:
    """The file with the label of every place for an entry beside it. words: what stands on each page (from 1), with its boxes.

    A label stands where nothing else does; where there is no such room and the page says it already, it is not printed again. Labels
    are marked as no part of the text (an artifact), as the code of the document is, and their font is embedded.
    """
    spots: dict[int, list[tuple[Box, str]]] = {}
    for one in laid:
        if one.kind in ENTERED and one.label.strip():
            printed = spots.setdefault(one.page, [])
            there = words.get(one.page, ())
            taken = [box for box, _text in there] + [box for box, _text in printed]
            taken += [other.box for other in laid if other.page == one.page and other is not one]
            spot = place_of_label(one, pages[one.page - 1], taken, said=" ".join(text for _box, text in there))
            if spot is not None:
                printed.append((spot, one.label))
    if not any(spots.values()):
        return pdf
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for number, labels in spots.items():
            if labels:
                _print_on(document, document.pages[number - 1], pages[number - 1], labels)
        out = io.BytesIO()
        document.save(out, deterministic_id=True)
    return out.getvalue()


def place_of_label(one: Laid, page: Page, taken: Iterable[Box], *, said: str = "") -> Box | None:
    """Where a label stands: beside a box to tick, above any other place, else where there is room; None where the page says it already."""
    taken = list(taken)
    spots = [spot for spot in _spots(one, page) if _is_on(spot, page)]
    free = next((spot for spot in spots if not any(_touch(spot, other) for other in taken)), None)
    if free is not None:
        return free
    if _plain(one.label) in _plain(said):
        return None
    return spots[0] if spots else None


def _spots(one: Laid, page: Page) -> list[Box]:
    left, bottom, right, top = one.box
    end = page.left + page.width - GAP
    beside = _sized(one.label, min(WIDEST, end - right - GAP))
    along = _sized(one.label, min(WIDEST, end - left))
    before = _sized(one.label, min(WIDEST, left - page.left - 2 * GAP))
    middle = (bottom + top) / 2
    after_it = (right + GAP, middle - beside[1] / 2, right + GAP + beside[0], middle + beside[1] / 2)
    above = (left, top + 0.5, left + along[0], top + 0.5 + along[1])
    below = (left, bottom - 0.5 - along[1], left + along[0], bottom - 0.5)
    before_it = (left - GAP - before[0], middle - before[1] / 2, left - GAP, middle + before[1] / 2)
    ordered = [after_it, above, below, before_it] if one.kind == Kind.CHECKBOX else [above, below, after_it, before_it]
    return [spot for spot in ordered if spot[2] - spot[0] >= min(NARROWEST, _width(one.label))]


def _width(label: str) -> float:
    return len(label) * TYPE * LETTER + 2


def _sized(label: str, most: float) -> tuple[float, float]:
    """How wide and high a label is that has at most so much room; broken into lines where it is longer."""
    width = min(_width(label), max(most, 1.0))
    lines = 1 if width >= _width(label) else ceil(_width(label) / width * 1.15)
    return width, lines * LINE


def _is_on(spot: Box, page: Page) -> bool:
    left, bottom, right, top = spot
    return (
        left >= page.left
        and bottom >= page.bottom
        and right <= page.left + page.width
        and top <= page.bottom + page.height
    )


def _touch(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _plain(words: str) -> str:
    return "".join(sign for sign in words.casefold() if sign.isalnum())


def _print_on(document: pikepdf.Pdf, page: pikepdf.Page, frame: Page, labels: Sequence[tuple[Box, str]]) -> None:
    with pikepdf.open(io.BytesIO(_drawn(frame, labels))) as drawn:
        form = document.copy_foreign(drawn.pages[0].as_form_xobject())
    name = page.add_resource(form, pikepdf.Name.XObject)
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(f"\nQ\n/Artifact BMC q 1 0 0 1 {frame.left:.2f} {frame.bottom:.2f} cm {name} Do Q EMC\n".encode())


def _drawn(frame: Page, labels: Sequence[tuple[Box, str]]) -> bytes:
    """One page of the size of the paper with these labels and nothing else."""
    said = "".join(_label(frame, box, words) for box, words in labels)
    page = (
        f"<!doctype html><title>Labels</title><style>@page {{ size: {frame.width:.2f}pt {frame.height:.2f}pt; margin: 0 }}"
        "html, body { margin: 0 } div { position: absolute; color: #333; overflow-wrap: anywhere;"
        f" font: {TYPE}pt/{LINE}pt Carlito, 'Liberation Sans', 'DejaVu Sans', sans-serif }}</style>{said}"
    )
    return bytes(HTML(string=page, url_fetcher=URLFetcher(allowed_protocols={"data"})).write_pdf())


def _label(frame: Page, box: Box, words: str) -> str:
    left, _bottom, right, top = box
    place = f"left:{left - frame.left:.2f}pt;top:{frame.bottom + frame.height - top:.2f}pt;width:{right - left:.2f}pt"
    return f'<div style="{place}">{escape(words)}</div>'
