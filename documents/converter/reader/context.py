"""What every part of the reader shares while one document is read."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from documents.converter.model import Frame
from documents.converter.names import Element
from documents.converter.numbering import Numbering
from documents.converter.package import Package
from documents.converter.properties import Properties
from documents.converter.styles import StyleSheet


@dataclass
class OpenField:
    """A complex field being read (17.16.18): its instruction, whether its result has begun, whether a number was placed."""

    instruction: str = ""
    in_result: bool = False
    placed: bool = False
    link: str = ""

    @property
    def name(self) -> str:
        words = self.instruction.split()
        return words[0].upper() if words else ""


@dataclass(frozen=True)
class Counting:
    """How the notes of one kind are numbered."""

    kind: str = "decimal"
    start: int = 1
    # Whether every section begins anew.
    by_section: bool = False


@dataclass
class Reading:
    """One reading of one document. `part` is the story being read, whose relationships pictures refer to."""

    package: Package
    sheet: StyleSheet
    numbering: Numbering
    compatibility: int
    part: str
    warnings: list[str]
    fields: list[OpenField] = field(default_factory=list)
    # (kind of note, its id, its mark, the serial of its sign) in the order of the references.
    notes: list[tuple[str, str, str, int]] = field(default_factory=list)
    # How notes of each kind are numbered, and how many have been.
    counting: Mapping[str, Counting] = field(default_factory=dict)
    counted: dict[str, int] = field(default_factory=dict)
    # The height of automatic spacing before and after a paragraph.
    automatic_space: float = 14.0
    characters: int = 0
    # Text boxes met in the paragraph being read; they follow it in the flow.
    boxes: list[tuple[Element, Frame | None]] = field(default_factory=list)
    table_depth: int = 0
    noted: dict[str, int] = field(default_factory=dict)
    # Where the text being read leads, and the bookmarks that wait for their paragraph.
    link: str = ""
    bookmarks: list[str] = field(default_factory=list)
    note_mark: str = ""
    # Run and paragraph properties that the table style lends to the cell being read.
    table_run: Properties = field(default_factory=dict)
    table_paragraph: Properties = field(default_factory=dict)
    _serial: int = 0

    def next_serial(self) -> int:
        self._serial += 1
        return self._serial

    @property
    def target(self) -> str:
        """Where what is read now leads: an address, or # and a bookmark; empty for most text."""
        return self.link or next((opened.link for opened in reversed(self.fields) if opened.link), "")

    def warn(self, sentence: str) -> None:
        """Tells the reader something once, and keeps the serial before which it was met: its place in the document."""
        if sentence not in self.warnings:
            self.warnings.append(sentence)
            self.noted[sentence] = self._serial + 1
