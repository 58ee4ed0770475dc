"""What runs in a limited child: the blanks of a stranger's Word document, found and filled."""

from collections.abc import Mapping, Sequence
from typing import Any

from flowmono.common.limited import Limits, Unanswered, Workshop
from signing.bulk import blanks

FIND, FILL = "signing.bulk.child:find", "signing.bulk.child:fill"
LIMITS = Limits(seconds=20, megabytes=500)
_WORKSHOP = Workshop(FIND, FILL)


def blanks_in(docx: bytes) -> list[str]:
    """The names of the blanks in this document. Raises UnreadableWord when it cannot be read within its limits."""
    return [str(name) for name in _ask(FIND, {}, docx)[0]["blanks"]]


def filled(docx: bytes, values: Mapping[str, str]) -> bytes:
    """The document with its blanks filled. Raises UnreadableWord when it cannot be read within its limits."""
    return _ask(FILL, {"values": dict(values)}, docx)[1][0]


def _ask(function: str, question: dict[str, Any], docx: bytes) -> tuple[dict[str, Any], Sequence[bytes]]:
    answer, _usage = _WORKSHOP.run(function, question, [docx], limits=LIMITS)
    if isinstance(answer, Unanswered):
        raise blanks.UnreadableWord(answer.how.value)
    if problem := answer.values.get("problem"):
        raise blanks.UnreadableWord(str(problem))
    return answer.values, answer.files


def find(_question: dict[str, Any], files: Sequence[bytes]) -> tuple[dict[str, Any], Sequence[bytes]]:
    """In the child: the names."""
    try:
        return {"blanks": blanks.find_blanks(files[0])}, ()
    except blanks.UnreadableWord as problem:
        return {"problem": str(problem)}, ()


def fill(question: dict[str, Any], files: Sequence[bytes]) -> tuple[dict[str, Any], Sequence[bytes]]:
    """In the child: the document."""
    try:
        return {}, [blanks.fill_blanks(files[0], question["values"])]
    except blanks.UnreadableWord as problem:
        return {"problem": str(problem)}, ()
