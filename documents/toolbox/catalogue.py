"""Every tool by its name: what it is called, what it needs, and the function that does it."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from documents.sayings import Saying, gettext_noop
from documents.toolbox import (
    archiving,
    cleaning,
    compressing,
    flattening,
    merging,
    numbering,
    pages,
    pictures,
    protecting,
    reading,
    recognising,
    splitting,
    stamping,
)
from documents.toolbox.comparison import comparing
from documents.toolbox.errors import ToolRefused
from documents.toolbox.limits import check_sizes
from documents.toolbox.redaction import redacting
from documents.toolbox.results import Made, Work, reported


@dataclass(frozen=True)
class Tool:
    """A tool: its function takes the files and keyword options of JSON values.

    files: how many it takes, at least and at most (None: as many as the limits allow). changes: whether it makes a changed
    document, which a signed file refuses. is_slow: it may take minutes and tells how far it is.
    """

    do: Callable[..., Work]
    files: tuple[int, int | None] = (1, 1)
    changes: bool = True
    is_slow: bool = False

    @property
    def options(self) -> dict[str, inspect.Parameter]:
        """The options by name."""
        named = inspect.signature(self.do).parameters
        return {name: taken for name, taken in named.items() if taken.kind is inspect.Parameter.KEYWORD_ONLY}

    @property
    def promise(self) -> str:
        """What it does, in words."""
        return (inspect.getdoc(self.do) or "").split("\n\n")[0]


NO_SUCH_OPTION = gettext_noop("“%(tool)s” has no option “%(name)s”. Its options: %(allowed)s.")

TOOLS: dict[str, Tool] = {
    "merge": Tool(merging.merge, files=(2, None)),
    "split": Tool(splitting.split),
    "reorder": Tool(pages.reorder),
    "rotate": Tool(pages.rotate),
    "delete": Tool(pages.delete),
    "insert": Tool(pages.insert, files=(2, 2)),
    "extract": Tool(pages.extract),
    "redact": Tool(redacting.redact, is_slow=True),
    "compress": Tool(compressing.compress, is_slow=True),
    "stamp": Tool(stamping.stamp, files=(1, 2)),
    "watermark": Tool(stamping.watermark, files=(1, 2)),
    "number": Tool(numbering.number),
    "bates": Tool(numbering.bates, files=(1, None)),
    "head_and_foot": Tool(numbering.head_and_foot),
    "recognise": Tool(recognising.recognise, is_slow=True),
    "pictures": Tool(pictures.pictures, files=(1, None)),
    "text": Tool(reading.text, changes=False),
    "compare": Tool(comparing.compare, files=(2, 2), changes=False),
    "archive": Tool(archiving.archive),
    "protect": Tool(protecting.protect),
    "unlock": Tool(protecting.unlock),
    "repair": Tool(protecting.repair),
    "flatten": Tool(flattening.flatten),
    "clean": Tool(cleaning.clean),
}


def check_options(tool: str, options: Mapping[str, Any]) -> None:
    """Refuses a tool or an option that there is not, an option that is missing, and one of another kind."""
    if tool not in TOOLS:
        sentence = gettext_noop("There is no tool “%(tool)s”. Choose one of %(tools)s.")
        raise ToolRefused("no_such_tool", sentence, tool=tool[:40], tools=", ".join(TOOLS))
    known = TOOLS[tool].options
    for name, value in options.items():
        if name not in known:
            raise ToolRefused("bad_option", NO_SUCH_OPTION, tool=tool, name=name[:40], allowed=", ".join(known) or "–")
        if not _fits(value, known[name].annotation):
            sentence = gettext_noop("The option “%(name)s” of “%(tool)s” is not of the right kind. Give %(kind)s.")
            raise ToolRefused("bad_option", sentence, name=name, tool=tool, kind=_kind_in_words(known[name].annotation))
    missing = [
        name for name, taken in known.items() if taken.default is inspect.Parameter.empty and name not in options
    ]
    if missing:
        sentence = gettext_noop("“%(tool)s” needs the option “%(name)s”. Give it.")
        raise ToolRefused("bad_option", sentence, tool=tool, name=missing[0])


def _kind_in_words(kind: object) -> Saying:
    if kind is bool:
        return Saying.of(gettext_noop("yes or no"))
    if kind in (int, float):
        return Saying.of(gettext_noop("a number"))
    return Saying.of(gettext_noop("a text") if kind is str else gettext_noop("a list"))


def _fits(value: object, kind: object) -> bool:
    if kind is bool:
        return isinstance(value, bool)
    if kind in (int, float):
        return isinstance(value, (int, float) if kind is float else int) and not isinstance(value, bool)
    if kind is str:
        return isinstance(value, str)
    return isinstance(value, (list, tuple, str, int, float))


def _number_in_words(least: int, most: int | None) -> Saying | int:
    if most is None:
        return Saying.of(gettext_noop("at least %(least)s"), least=least)
    return least if least == most else Saying.of(gettext_noop("%(least)s to %(most)s"), least=least, most=most)


def use(tool: str, files: Sequence[bytes], options: Mapping[str, Any] | None = None) -> Made:
    """What the tool makes of the files, in this very process: `sandbox.use_tool` is for the files of strangers.

    Pure: equal files and options give equal bytes. Raises ToolRefused.
    """
    wanted = dict(options or {})
    check_options(tool, wanted)
    check_sizes(files)
    least, most = TOOLS[tool].files
    if len(files) < least or (most is not None and len(files) > most):
        sentence = gettext_noop("This works on another number of files: %(needed)s. Files given: %(given)s.")
        raise ToolRefused("number_of_files", sentence, needed=_number_in_words(least, most), given=len(files))
    return reported(tool, wanted, files, TOOLS[tool].do(files, **wanted))
