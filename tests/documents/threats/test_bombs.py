"""Bombs and loops come to an end within their limits, and the worker goes on (E3)."""

from collections.abc import Callable

import pytest

from documents.converter import ConversionRefused
from documents.converter.sandbox import Workshop as Converting
from documents.finding.reading import read_file
from documents.thumbnails import measured
from documents.toolbox import ToolRefused
from documents.toolbox.sandbox import use_and_measure
from flowmono.common.limited import Limits
from flowmono.intelligence.invoices import read_invoice_in_child
from signing.checking import check
from tests.documents.converter.drafts import docx, paragraph
from tests.documents.threats.bombs import DRAFTS, PDFS
from tests.documents.toolbox.papers import contract, order
from tests.people import NOON

pytestmark = pytest.mark.threats

LIMITS = Limits(seconds=5, megabytes=500)
USES = {
    "text": {},
    "reorder": {"order": "1-"},
    "compress": {"level": "light"},
    "number": {},
    "redact": {"areas": [[1, 10, 10, 50, 50]]},
    "flatten": {},
    "archive": {},
    "clean": {},
    "repair": {},
    "split": {"bookmark_level": 1},
}


@pytest.mark.parametrize("make", PDFS, ids=lambda make: make.__name__)
def test_a_bomb_or_a_loop_comes_to_an_end_in_every_tool_and_the_worker_lives(make: Callable[[], bytes]) -> None:
    bomb, ends = make(), {}

    for tool, options in USES.items():
        try:
            made, _usage = use_and_measure(tool, [bomb], options, limits=LIMITS)
            ends[tool] = "made" if all(len(file) < 50_000_000 for file in made.files) else "swollen"
        except ToolRefused as refusal:
            ends[tool] = refusal.code if str(refusal) else "without a word"
    small = contract("a", 2)
    after, _usage = use_and_measure("reorder", [small], {"order": "2,1"})

    assert not {"swollen", "without a word"} & set(ends.values()), ends
    assert order(after.files[0]) == ["a 2", "a 1"]


@pytest.mark.django_db
@pytest.mark.parametrize("make", PDFS, ids=lambda make: make.__name__)
def test_every_reader_of_strange_files_comes_to_an_end(make: Callable[[], bytes]) -> None:
    bomb = make()

    sizes, problem = measured(bomb)
    read = read_file(bomb, "application/pdf")
    checked = check(bomb, at=NOON)
    invoice = read_invoice_in_child(bomb, "invoice.pdf", seconds=10, megabytes=500)

    assert bool(sizes) is not bool(problem)
    assert read.problem or read.pages
    assert not checked.verdict.signatures
    assert not invoice.number


@pytest.mark.parametrize("name", DRAFTS)
def test_a_draft_that_swells_is_refused_or_set_without_it_and_the_worker_lives(name: str) -> None:
    workshop = Converting()
    try:
        made, _usage = workshop.convert(DRAFTS[name](), seconds=10, megabytes=500)
        after, _usage = workshop.convert(docx(paragraph("And on.")))
    finally:
        workshop.close()

    if isinstance(made, ConversionRefused):
        assert str(made)
    else:
        assert "The words of the draft." in made.text
    assert not isinstance(after, ConversionRefused)
    assert after.text == "And on.\n"
