"""Signature blocks of real contracts: as many are found as before, and no place in them covers a letter of the page."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest

from documents.converter import TrackedChanges
from documents.converter.sandbox import convert_in_child
from signing.signature_blocks import Slot, find_slots

CONTRACTS = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "docx" / "contracts"
FOUND_BEFORE = 59  # blocks in the 35 contracts, counted when places first kept off the words
LINES = frozenset("_.… \t\r\n\u00a0-")

Rect = tuple[float, float, float, float]


@pytest.mark.timeout(300)
def test_blocks_of_real_contracts_are_found_and_no_place_covers_a_letter() -> None:
    if not CONTRACTS.is_dir():
        pytest.skip("the contracts are not on this machine")

    found, covered = 0, []
    for file in sorted(CONTRACTS.glob("*.docx")):
        made = convert_in_child(file.read_bytes(), tracked=TrackedChanges.ACCEPT)
        slots = slots_of(made)
        found += len(slots)
        covered += [f"{file.name}: {words}" for words in letters_covered(made.pdf, slots)]

    assert covered == [], "\n".join(covered)
    assert found >= FOUND_BEFORE


def slots_of(made: Any) -> list[Slot]:
    runs = [(r.page, r.x, r.y, r.width, r.height, r.start, r.end) for r in made.runs]
    with pikepdf.open(io.BytesIO(made.pdf)) as document:
        widths = [float(page.mediabox[2]) for page in document.pages]
    return find_slots(made.text, runs, widths)


def letters_covered(pdf: bytes, slots: list[Slot]) -> Iterator[str]:
    """Each place that lies on ink of the page other than a line to write on."""
    document = pypdfium2.PdfDocument(pdf)
    for slot in slots:
        page = document[slot.page - 1].get_textpage()
        text = page.get_text_range()
        letters = [(letter, page.get_charbox(n)) for n, letter in enumerate(text) if letter not in LINES]
        for place in (slot.box, slot.dated, slot.initialled, slot.named, slot.titled):
            on = "".join(letter for letter, box in letters if place and touch(place, box))
            if on:
                yield f"{place} on page {slot.page} covers “{on}”"
        yield from letters_covered_over(document, slot)


def letters_covered_over(document: pypdfium2.PdfDocument, slot: Slot) -> Iterator[str]:
    """The same of the places of a block that stand on the next page."""
    for _name, place in slot.over:
        page = document[slot.page].get_textpage()
        letters = enumerate(page.get_text_range())
        if on := "".join(one for n, one in letters if one not in LINES and touch(place, page.get_charbox(n))):
            yield f"{place} on page {slot.page + 1} covers “{on}”"


def touch(one: Rect, other: Rect) -> bool:
    across = min(one[2], other[2]) - max(one[0], other[0])
    return across > 0.5 and min(one[3], other[3]) - max(one[1], other[1]) > 0.5
