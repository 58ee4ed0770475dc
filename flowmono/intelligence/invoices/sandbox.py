"""Reads a file of a stranger in a child process that has little memory, little time and no network."""

import hashlib

from flowmono.common.limited import Answer, How, Limits, Unanswered, Usage, Workshop

from .model import UNREADABLE, InvoiceReading, Source
from .record import read_record

_READ = "flowmono.intelligence.invoices.child:answer"
_WORKSHOP = Workshop(_READ)
# Recognising words in pictures is slow honest work, and its models take room: measured 3 to 9 s of processor a page and 1.1 GB.
RECOGNISING_SECONDS, RECOGNISING_MEGABYTES = 120, 2_500


def read_invoice_in_child(
    data: bytes,
    filename: str = "",
    seconds: int = 30,
    megabytes: int = 1024,
    *,
    visible_only: bool = False,
    recognising: Limits = Limits(RECOGNISING_SECONDS, RECOGNISING_MEGABYTES),
) -> InvoiceReading:
    """What `read_invoice` gives, from a child process held to `seconds` and `megabytes` (of address space).

    A picture or scan is read by a second child, held to `recognising`. A child that takes too long, needs too much or breaks gives a
    reading with DOC_UNREADABLE and a sentence that says which.
    """
    return read_invoice_measured(
        data, filename, seconds, megabytes, visible_only=visible_only, recognising=recognising
    )[0]


def read_invoice_measured(
    data: bytes,
    filename: str = "",
    seconds: int = 30,
    megabytes: int = 1024,
    *,
    visible_only: bool = False,
    recognising: Limits = Limits(RECOGNISING_SECONDS, RECOGNISING_MEGABYTES),
) -> tuple[InvoiceReading, Usage]:
    """The reading, and what it took: of a picture or scan both children together, and the memory of the larger."""
    reading, took = _asked(data, filename, Limits(seconds, megabytes), visible_only, recognise=False)
    if reading.source != "ocr":
        return reading, took
    reading, more = _asked(data, filename, recognising, visible_only, recognise=True)
    return reading, Usage(took.seconds + more.seconds, took.cpu + more.cpu, max(took.peak, more.peak))


def _asked(
    data: bytes, filename: str, limits: Limits, visible_only: bool, *, recognise: bool
) -> tuple[InvoiceReading, Usage]:
    question = {"filename": filename[:255], "visible_only": visible_only, "recognise": recognise}
    answer, took = _WORKSHOP.run(_READ, question, (data,), limits=limits)
    return _understood(answer, data, filename, limits), took


def _understood(answer: Answer | Unanswered, data: bytes, filename: str, limits: Limits) -> InvoiceReading:
    if isinstance(answer, Unanswered):
        if answer.how is How.TOO_SLOW:
            return _failed(
                data, filename, f"Reading the file took longer than {limits.seconds} seconds and was stopped."
            )
        return _failed(
            data,
            filename,
            f"The file needed more than {limits.megabytes} MB or broke the reader. Ask the sender for another copy.",
        )
    try:
        return read_record(answer.values)
    except (ValueError, TypeError):
        return _failed(
            data, filename, "The reader gave no usable answer for this file. Ask the sender for another copy."
        )


def _failed(data: bytes, filename: str, sentence: str) -> InvoiceReading:
    source: Source = "pdf" if b"%PDF-" in data[:2048] else "xml"
    return InvoiceReading(
        source, hashlib.sha256(data).hexdigest(), filename, document_problem=UNREADABLE, problem_detail=sentence
    )
