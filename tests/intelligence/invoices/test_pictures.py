"""Pictures and scans are read like pages: their words are recognised in a child with room and time of its own."""

import io
from collections.abc import Callable
from decimal import Decimal

import pypdfium2
import pytest
from PIL import Image

from flowmono.common.limited import Limits
from flowmono.intelligence.invoices import read_invoice, read_invoice_in_child

from . import pages


def picture(pdf: bytes, turn: float = 0.0) -> Image.Image:
    """The first page of a PDF as a scanner sees it, laid on its glass a little askew."""
    page = pypdfium2.PdfDocument(pdf)[0].render(scale=150 / 72).to_pil().convert("RGB")
    return page.rotate(turn, fillcolor="white", resample=Image.Resampling.BICUBIC)


def written(image: Image.Image, kind: str) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **({"resolution": 150} if kind == "PDF" else {}))
    return file.getvalue()


@pytest.mark.parametrize(("kind", "turn"), [("PNG", 0.0), ("TIFF", 0.0), ("JPEG", 1.5), ("PDF", -1.0)])
def test_a_picture_is_read_as_its_page_would_be(kind: str, turn: float) -> None:
    scan = written(picture(pages.GERMAN, turn), kind)

    reading = read_invoice_in_child(scan, f"scan.{kind.lower()}")

    assert reading.document_problem is None
    assert reading.source == "ocr"
    assert (reading.number, str(reading.issue_date)) == ("RE-2026-0815", "2026-02-27")
    assert (reading.net, reading.tax, reading.gross) == (Decimal("4429.60"), Decimal("841.62"), Decimal("5271.22"))
    assert reading.iban == "DE89370400440532013000"
    assert [line.net for line in reading.lines] == [Decimal("3400.00"), Decimal("1029.60")]


def test_without_recognising_a_picture_is_refused_and_says_what_it_is() -> None:
    reading = read_invoice(written(picture(pages.GERMAN), "PNG"), "scan.png", recognise=False)

    assert (reading.source, reading.document_problem) == ("ocr", "DOC_UNREADABLE")


def test_a_picture_that_takes_too_long_is_stopped_with_a_sentence() -> None:
    scan = written(picture(pages.GERMAN), "PNG")

    reading = read_invoice_in_child(scan, "scan.png", recognising=Limits(0, 2_500))

    assert reading.document_problem == "DOC_UNREADABLE"
    assert "took longer than 0 seconds" in reading.problem_detail


def small() -> bytes:
    return written(Image.new("RGB", (20, 20), "white"), "PNG")


def empty() -> bytes:
    return written(Image.new("RGB", (600, 800), "white"), "PNG")


def broken() -> bytes:
    return written(picture(pages.GERMAN), "PNG")[:20]


def huge() -> bytes:
    return written(Image.new("1", (30_000, 3_000)), "PNG")


@pytest.mark.parametrize(
    ("made", "sentence"),
    [(small, "too small"), (empty, "No words"), (broken, "damaged"), (huge, "million pixels")],
)
def test_a_picture_without_an_invoice_says_why(made: Callable[[], bytes], sentence: str) -> None:
    reading = read_invoice(made(), "scan.png")

    assert reading.document_problem == "DOC_UNREADABLE"
    assert sentence in reading.problem_detail
