"""What the warm worker of `sandbox` runs: the reading of one file of a stranger, in a child."""

from collections.abc import Sequence
from typing import Any

from .ranking.weighing import stored_model
from .reading import read_invoice
from .record import write_record

stored_model()  # read once, before a child is made for each file


def answer(question: dict[str, Any], files: Sequence[bytes]) -> tuple[dict[str, Any], Sequence[bytes]]:
    """The record of the reading of the one file; `visible_only` and `recognise` as in `read_invoice`."""
    asked = {name: bool(question[name]) for name in ("visible_only", "recognise")}
    return write_record(read_invoice(files[0], question["filename"], **asked)), ()
