"""Converts in a child process that can use little, reach nothing and be killed, because the file comes from a stranger.

A warm worker forks a child for each document (`flowmono.common.limited`); the child answers with JSON values and the PDF,
nothing that could run in the parent.
"""

from typing import Any

from documents.converter.conversion import Conversion, Notice, PageText, TextRun, TrackedChanges
from documents.converter.errors import ConversionRefused
from documents.converter.revisions import Finding
from documents.converter.witness import Account, MissingWord
from documents.converter.worker import BROKEN
from documents.sayings import gettext_noop
from flowmono.common import limited

SECONDS, MEGABYTES = 60, 500
CONVERT = "documents.converter.worker:answer"
WARM_UP = "documents.converter.worker:warm_up"
TOO_SLOW = gettext_noop("This document takes too long to convert: split it, or save it again in Word to clean it up.")
TOO_HEAVY = gettext_noop(
    "This document needs more memory than a conversion may use: split it, or compress its pictures in Word."
)
_SENTENCES = {limited.How.TOO_SLOW: TOO_SLOW, limited.How.TOO_HEAVY: TOO_HEAVY, limited.How.BROKEN: BROKEN}


class Workshop:
    """A warm worker of this process for conversions, started when it is first needed; they wait for one another."""

    def __init__(self) -> None:
        self._workshop = limited.Workshop(CONVERT, warm_up=(WARM_UP,))

    def convert(
        self,
        data: bytes,
        *,
        tracked: TrackedChanges = TrackedChanges.ACCEPT,
        read_back: bool = False,
        seconds: int = SECONDS,
        megabytes: int = MEGABYTES,
    ) -> tuple[Conversion | ConversionRefused, limited.Usage]:
        """The conversion or why there is none, and what it took."""
        limits = limited.Limits(seconds, megabytes)
        question = {"tracked": tracked.value, "read_back": read_back}
        answer, usage = self._workshop.run(CONVERT, question, (data,), limits=limits)
        if isinstance(answer, limited.Unanswered):
            return ConversionRefused(answer.how.value, _SENTENCES[answer.how]), usage
        if "refused" in answer.values:
            return ConversionRefused.from_json(answer.values), usage
        return unpacked(answer.values, answer.files[0]), usage

    def close(self) -> None:
        """End the worker, if it is ours."""
        self._workshop.close()


_WORKSHOP = Workshop()


def convert_in_child(
    data: bytes, *, tracked: TrackedChanges = TrackedChanges.ACCEPT, seconds: int = SECONDS, megabytes: int = MEGABYTES
) -> Conversion:
    """As `convert` with its words read back, within `seconds` of time and `megabytes` of memory.

    Raises ConversionRefused with the converter's own code, or with too_slow, too_heavy or failed when the child did not come
    back with an answer. The caller lives in any case.
    """
    outcome, _ = _WORKSHOP.convert(data, tracked=tracked, read_back=True, seconds=seconds, megabytes=megabytes)
    if isinstance(outcome, ConversionRefused):
        raise outcome
    return outcome


def unpacked(values: dict[str, Any], content: bytes) -> Conversion:
    """The conversion that `packed` wrote."""
    return Conversion(
        pdf=content,
        text=str(values["text"]),
        pages=tuple(PageText(**page) for page in values["pages"]),
        runs=tuple(TextRun(**run) for run in values["runs"]),
        findings=tuple(
            Finding(**{**finding, "pieces": tuple((kind, text) for kind, text in finding["pieces"])})
            for finding in values["findings"]
        ),
        fonts_wanted=tuple(values["fonts_wanted"]),
        fonts_substituted=tuple((wanted, got) for wanted, got in values["fonts_substituted"]),
        words=int(values["words"]),
        engine=str(values["engine"]),
        engine_version=str(values["engine_version"]),
        warnings=tuple(values["warnings"]),
        notices=tuple(Notice(**notice) for notice in values["notices"]),
        fonts_why=tuple((family, why) for family, why in values["fonts_why"]),
        shaper=str(values["shaper"]),
        account=None if values["account"] is None else _account(values["account"]),
    )


def _account(values: dict[str, Any]) -> Account:
    missing = tuple(MissingWord(**word) for word in values["missing"])
    return Account(int(values["words_in"]), int(values["words_out"]), int(values["lost"]), missing)
