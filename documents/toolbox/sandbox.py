"""The toolbox as the product uses it: each tool runs in a child with limits, because the files come from strangers."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from documents.sayings import gettext_noop
from documents.toolbox.catalogue import TOOLS, check_options
from documents.toolbox.child import BROKEN
from documents.toolbox.errors import ToolRefused
from documents.toolbox.limits import check_sizes
from documents.toolbox.results import Made, Report
from flowmono.common.limited import Answer, How, Limits, Unanswered, Usage, Workshop

WORK, LOOK = "documents.toolbox.child:answer", "documents.toolbox.child:look"
LIMITS = Limits(seconds=120, megabytes=1_500)
# Recognising text is slow honest work, and its models take room.
PATIENT = Limits(seconds=600, megabytes=4_000)
_SENTENCES = {
    How.TOO_SLOW: gettext_noop("This takes too long: split the document and work on its parts."),
    How.TOO_HEAVY: gettext_noop(
        "This needs more memory than a document may: split the document, or compress it first."
    ),
    How.BROKEN: BROKEN,
}
_WORKSHOP = Workshop(WORK, LOOK)


def use_tool(
    tool: str,
    files: Sequence[bytes],
    options: Mapping[str, Any] | None = None,
    *,
    progress: Callable[[int, int], None] | None = None,
    limits: Limits | None = None,
) -> Made:
    """What `tool` (a name in `catalogue.TOOLS`) makes of `files`; `options` are JSON values named as in its function.

    progress is called with (done, total) on long work. Raises ToolRefused, whose code and message say why; the files are never
    changed. Safe to call from threads: tools of one process wait for one another.
    """
    outcome, _ = use_and_measure(tool, files, options, progress=progress, limits=limits)
    return outcome


def use_and_measure(
    tool: str,
    files: Sequence[bytes],
    options: Mapping[str, Any] | None = None,
    *,
    progress: Callable[[int, int], None] | None = None,
    limits: Limits | None = None,
) -> tuple[Made, Usage]:
    """As `use_tool`, and what it took."""
    wanted = dict(options or {})
    check_options(tool, wanted)
    check_sizes(files)
    room = limits or (PATIENT if TOOLS[tool].is_slow else LIMITS)
    question = {"tool": tool, "options": wanted}
    answer, usage = _WORKSHOP.run(WORK, question, files, limits=room, progress=progress)
    told = _told(answer)
    return Made(told.files, Report.from_json(told.values["report"])), usage


def look_before_redacting(
    data: bytes, options: Mapping[str, Any], *, limits: Limits | None = None
) -> Mapping[str, Any]:
    """What `redact` would take away with these options, as JSON values; nothing is made.

    areas: [page, left, bottom, width, height]; under: the words that can be read under each of them; scanned, unread: pages to look at
    oneself. What it says is for who asks, and is kept nowhere: the words under the areas are those that nobody shall read any more.
    """
    wanted = dict(options)
    check_options("redact", wanted)
    check_sizes([data])
    answer, _ = _WORKSHOP.run(LOOK, {"options": wanted}, [data], limits=limits or LIMITS)
    return _told(answer).values


def _told(answer: Answer | Unanswered) -> Answer:
    """What the child answered. Raises ToolRefused when it refused, or did not come back."""
    if isinstance(answer, Unanswered):
        raise ToolRefused(answer.how.value, _SENTENCES[answer.how])
    if "refused" in answer.values:
        raise ToolRefused.from_json(answer.values)
    return answer
