"""What becomes of a document of a category, as data: how it is prepared, who signs, who sends, how long it is kept. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contracts.retention import COUNTED_FROM, END
from documents.sayings import gettext_noop
from documents.toolbox.catalogue import NO_SUCH_OPTION, TOOLS, check_options
from documents.toolbox.errors import ToolRefused
from documents.working.offers import OFFERS, Result

# A signature needs its version to be the one that was approved: a tool that only makes a copy has no place here.
NOT_HERE = ("as_copy",)


@dataclass(frozen=True)
class Preparation:
    """One tool with its options as JSON values."""

    tool: str
    options: Mapping[str, Any]


@dataclass(frozen=True)
class Sequence:
    """The way of a document. kept_years: None, it is kept without an end."""

    category: str = ""
    steps: tuple[Preparation, ...] = ()
    our_signers: int = 1
    sends_by_itself: bool = False
    kept_years: int | None = None
    kept_from: str = END

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Sequence":
        """The sequence that a case keeps; the ordinary one where it keeps none."""
        steps = tuple(Preparation(step["tool"], step["options"]) for step in kept.get("steps", ()))
        return cls(**{**kept, "steps": steps})


def tools_of_sequences() -> list[tuple[str, str]]:
    """(name, label) of the tools that prepare a document by themselves: no further file is needed, and no person who chooses."""
    return [
        (name, str(offer.label))
        for name, offer in OFFERS.items()
        if offer.result == Result.STEP and TOOLS[name].files[0] == 1
    ]


def options_in(tool: str, written: str) -> dict[str, Any]:
    """The options of a tool, written one on a line as “name = value”, each as the kind of value that the tool takes.

    Raises ToolRefused with a sentence that names what is allowed.
    """
    known = TOOLS[tool].options if tool in TOOLS else {}
    options: dict[str, Any] = {}
    for line in filter(str.strip, written.splitlines()):
        name, equals, value = (part.strip() for part in line.partition("="))
        if not equals or not name:
            sentence = gettext_noop("Write “name = value”, one on a line: “%(line)s” is none.")
            raise ToolRefused("bad_option", sentence, line=line)
        if name not in known or name in NOT_HERE:
            allowed = ", ".join(one for one in known if one not in NOT_HERE) or "–"
            raise ToolRefused("bad_option", NO_SUCH_OPTION, tool=tool, name=name[:40], allowed=allowed)
        options[name] = _as_kind(name, value, known[name].annotation)
    check_options(tool, options)
    return options


def _as_kind(name: str, value: str, kind: object) -> Any:
    if kind is bool:
        if value.lower() in {"yes", "no"}:
            return value.lower() == "yes"
        raise ToolRefused("bad_option", gettext_noop("“%(name)s” is yes or no."), name=name)
    if kind in (int, float):
        try:
            return int(value) if kind is int else float(value)
        except ValueError:
            raise ToolRefused("bad_option", gettext_noop("“%(name)s” is a number."), name=name) from None
    if kind is str:
        return value
    return [part.strip() for part in value.split("|")]


def kept_in_words(sequence: Sequence) -> str:
    """How long it is kept, and from when."""
    if sequence.kept_years is None:
        return _("Kept without an end")
    words = ngettext("Kept %(n)s year from %(day)s", "Kept %(n)s years from %(day)s", sequence.kept_years)
    return words % {"n": sequence.kept_years, "day": dict(COUNTED_FROM)[sequence.kept_from]}


def in_order(steps: Iterable[Any]) -> list[Any]:
    """Rows of steps as they follow each other."""
    return sorted(steps, key=lambda step: (step.position, step.pk or 0))
