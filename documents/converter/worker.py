"""What the warm worker of `sandbox` runs: the conversion in a child, and what is loaded once before the first."""

import contextlib
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from documents.converter.conversion import Conversion, TrackedChanges, convert
from documents.converter.errors import ConversionRefused
from documents.converter.fonts import COMMON, FontBook
from documents.sayings import gettext_noop

BROKEN = gettext_noop(
    "This document could not be converted: save it again in Word and upload it; if that does not help, upload a PDF."
)


def answer(question: dict[str, Any], files: Sequence[bytes]) -> tuple[dict[str, Any], Sequence[bytes]]:
    """The conversion of the one file as JSON values and a PDF, or why there is none."""
    try:
        tracked, read_back = TrackedChanges(question["tracked"]), bool(question["read_back"])
        return packed(convert(files[0], tracked=tracked, read_back=read_back))
    except ConversionRefused as refusal:
        return refusal.as_json(), ()
    except MemoryError:
        raise
    except (
        Exception
    ):  # the last resort for a file that no rule foresaw: the uploader gets a sentence, not a stack trace
        return ConversionRefused("failed", BROKEN).as_json(), ()


def packed(conversion: Conversion) -> tuple[dict[str, Any], Sequence[bytes]]:
    """Everything but the PDF as JSON values, and the PDF."""
    values = asdict(conversion)
    pdf: bytes = values.pop("pdf")
    return values, (pdf,)


def warm_up() -> None:
    """Open the usual fonts once."""
    book = FontBook()
    with contextlib.suppress(ConversionRefused):
        for family in COMMON:
            for bold in (False, True):
                for italic in (False, True):
                    book.face(family, bold=bold, italic=italic).glyph_of("a")
