"""What the warm worker of `sandbox` runs: one tool on some files, in a child."""

from collections.abc import Sequence
from typing import Any

from documents.sayings import gettext_noop
from documents.toolbox.catalogue import use
from documents.toolbox.errors import ToolRefused
from documents.toolbox.redaction.planning import plan

BROKEN = gettext_noop(
    "The file could not be worked on: something in it is not as it should be. Print it to PDF and upload that, or use “Mend a damaged file”."
)


def answer(question: dict[str, Any], files: Sequence[bytes]) -> tuple[dict[str, Any], Sequence[bytes]]:
    """The files that the tool made and its report as JSON values, or why there are none."""
    try:
        made = use(question["tool"], files, question["options"])
    except ToolRefused as refusal:
        return refusal.as_json(), ()
    except MemoryError:
        raise
    except (
        Exception
    ):  # the last resort for a file that no rule foresaw: the uploader gets a sentence, not a stack trace
        return ToolRefused("failed", BROKEN).as_json(), ()
    return {"report": made.report.as_json()}, made.files


def look(question: dict[str, Any], files: Sequence[bytes]) -> tuple[dict[str, Any], Sequence[bytes]]:
    """What a redaction with these options would take away, or why nothing: areas, the words under each, and pages to look at."""
    try:
        found = plan(files[0], **question["options"])
    except ToolRefused as refusal:
        return refusal.as_json(), ()
    except MemoryError:
        raise
    except Exception:  # as above
        return ToolRefused("failed", BROKEN).as_json(), ()
    facts = {"areas": found.areas_as_shown(), "under": found.words_under()}
    return {**facts, "scanned": found.scanned, "unread": found.unread}, ()
