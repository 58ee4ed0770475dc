"""Scans become searchable: the words lie where they are seen; pages with text are left, and a house without the models says so."""

import io
import sys

import pypdfium2
import pytest

from documents.toolbox import ToolRefused
from documents.toolbox.catalogue import use
from documents.toolbox.frames import Box
from documents.toolbox.papers import open_paper, written
from documents.toolbox.recognising import Seen, _lay_over
from documents.toolbox.redaction.finding import read_letters
from documents.toolbox.sandbox import use_tool
from tests.documents.toolbox.papers import contract, html, opened, texts

A = contract("Alder", 2)


def scan(source):
    """Each page as a picture of itself."""
    pictures = []
    for page in pypdfium2.PdfDocument(source):
        out = io.BytesIO()
        page.render(scale=200 / 72).to_pil().convert("L").save(out, "PNG", dpi=(200, 200))
        pictures.append(out.getvalue())
    return use("pictures", pictures).files[0]


def test_words_are_laid_where_they_were_seen_and_are_not_seen_themselves():
    source = scan(html("<p style='color: white'>nothing</p>"))
    paper = open_paper(source)

    _lay_over(paper.pdf, {0: [Seen("Account 4711", ((100, 220), (200, 220), (200, 200), (100, 200)), 0.9)]})

    data = written(paper.pdf)
    letters = read_letters(pypdfium2.PdfDocument(data)[0])
    boxes = [box for box in letters.boxes if box]
    assert letters.text.strip() == "Account 4711"
    assert all(Box(98, 198, 202, 222).holds(box) for box in boxes)
    before, after = (pypdfium2.PdfDocument(content)[0].render(scale=1).to_pil() for content in (source, data))
    assert before.tobytes() == after.tobytes()


def test_pages_that_hold_text_are_left_alone():
    with pytest.raises(ToolRefused) as refusal:
        use("recognise", [A])

    assert refusal.value.code == "has_text"


def test_a_house_without_text_recognition_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "rapidocr", None)

    with pytest.raises(ToolRefused, match="rapidocr") as refusal:
        use("recognise", [scan(A)])

    assert refusal.value.code == "not_installed"


def test_a_scan_can_be_searched_afterwards():
    told = []

    made = use_tool("recognise", [scan(A)], {"pages": "1"}, progress=lambda done, of: told.append((done, of)))

    assert "Alder page 1" in texts(made.files[0])[0]
    assert made.report.facts["pages"][0]["certainty"] > 0.8
    assert len(opened(made.files[0]).pages) == 2
    assert told == [(1, 1)]
