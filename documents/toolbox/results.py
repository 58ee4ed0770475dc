"""What a tool gives back: files, and an account of what was done to them that can be kept beside them."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import pikepdf

from documents.sayings import Saying

ENGINE = "flowmono-toolbox"
ENGINE_VERSION = "1.0"
_ONE = re.compile(r"(?<!of )\b1 ((?:attached |form )?)(\w+)s\b")


@dataclass(frozen=True)
class Work:
    """The outcome inside a tool: files, sentences on what was done and what could not be kept, figures for programs."""

    files: tuple[bytes, ...] = ()
    done: tuple[str | Saying, ...] = ()
    dropped: tuple[Saying, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    copies_signed: bool = False


@dataclass(frozen=True)
class Report:
    """How files came to be. `facts` holds JSON values; `copies_signed`: a source was signed, and what was made no longer is.

    `done` and `dropped` are English; `said` has for their sentences what translates them, as `Saying.as_json` writes it.
    """

    tool: str
    done: tuple[str, ...]
    dropped: tuple[str, ...]
    options: Mapping[str, Any]
    facts: Mapping[str, Any]
    copies_signed: bool
    sources: tuple[str, ...]
    results: tuple[str, ...]
    bytes_in: int
    bytes_out: int
    engine: str = ENGINE
    engine_version: str = ENGINE_VERSION
    libraries: str = f"pikepdf {pikepdf.__version__}, qpdf {pikepdf.__libqpdf_version__}"
    said: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """JSON values, for a version's certificate."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Report":
        """The inverse of `as_json`."""
        lists = {name: tuple(values[name]) for name in ("done", "dropped", "sources", "results")}
        return cls(**{**values, **lists})


@dataclass(frozen=True)
class Made:
    """The files a tool made, and the report on them. `sources` and `results` of the report are SHA-256 in hexadecimal."""

    files: tuple[bytes, ...]
    report: Report


def reported(tool: str, options: Mapping[str, Any], sources: Sequence[bytes], work: Work) -> Made:
    """The work with its report. Passwords are not reported."""
    shown = {name: "…" if "password" in name else value for name, value in options.items()}
    report = Report(
        tool=tool,
        done=tuple(map(str, work.done)),
        dropped=tuple(dict.fromkeys(map(str, work.dropped))),
        options=shown,
        facts=dict(work.facts),
        copies_signed=work.copies_signed,
        sources=tuple(hashlib.sha256(content).hexdigest() for content in sources),
        results=tuple(hashlib.sha256(content).hexdigest() for content in work.files),
        bytes_in=sum(map(len, sources)),
        bytes_out=sum(map(len, work.files)),
        said={str(one): one.as_json() for one in (*work.done, *work.dropped) if isinstance(one, Saying)},
    )
    return Made(work.files, report)


def told(sentence: str) -> str:
    """A count of one and its noun agree: "1 pages" becomes "1 page"."""
    return _ONE.sub(r"1 \1\2", sentence)
