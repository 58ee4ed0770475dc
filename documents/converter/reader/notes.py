"""Reads foot- and endnotes: their signs, their text, and the separator above them (ECMA-376 part 1, 17.11)."""

from collections.abc import Callable
from dataclasses import dataclass, field

from documents.converter.model import Block, Paragraph, RunStyle, Text
from documents.converter.names import Element, attribute, child, value, whole
from documents.converter.numbering import figure
from documents.converter.package import Package
from documents.converter.reader.context import Counting, Reading

ReadStory = Callable[[Element, str, Reading], tuple[Block, ...]]
PROPERTIES = {"footnotes": "footnotePr", "endnotes": "endnotePr"}
# 17.11.17 and .18: endnotes are counted in small Roman numerals where nothing else is said.
USUAL = {"footnotes": "decimal", "endnotes": "lowerRoman"}


@dataclass
class Notes:
    """All notes in the order of their signs. `footnotes`: of a footnote's sign, by its serial, the blocks [start, end)."""

    blocks: list[Block] = field(default_factory=list)
    footnotes: dict[int, tuple[int, int]] = field(default_factory=dict)
    separator: Paragraph | None = None


def read_counting(sources: list[Element | None]) -> dict[str, Counting]:
    """The numbering of both kinds: the settings first, a section's properties over them."""
    found = {}
    for kind, name in PROPERTIES.items():
        counting = Counting(USUAL[kind])
        for source in sources:
            properties = child(source, name)
            start = whole(value(properties, "numStart"))
            restart = value(properties, "numRestart")
            counting = Counting(
                value(properties, "numFmt") or counting.kind,
                counting.start if start is None else max(start, 0),
                counting.by_section if restart is None else restart == "eachSect",
            )
        found[kind] = counting
    return found


def read_sign(element: Element, kind: str, style: RunStyle, reading: Reading) -> Text:
    """The sign of a note (17.11.14, .7): its number in the document, or nothing where the text after it is the sign."""
    own_mark = attribute(element, "customMarkFollows") in {"1", "true", "on"}
    counting = reading.counting.get(kind, Counting())
    mark = "" if own_mark else figure(counting.start + reading.counted.get(kind, 0), counting.kind)
    if not own_mark:
        reading.counted[kind] = reading.counted.get(kind, 0) + 1
    serial = reading.next_serial()
    reading.notes.append((kind, attribute(element, "id") or "", mark, serial))
    return Text(mark, style, serial, mark=True)


def read_notes(reading: Reading, read_story: ReadStory) -> Notes:
    """The notes that the text refers to; a sign without a note has none."""
    found = Notes(separator=_separator(reading, read_story) if reading.notes else None)
    stories: dict[str, dict[str, Element]] = {}
    for kind, note_id, mark, serial in reading.notes:
        part = reading.package.related(reading.package.main, kind) or ""
        if kind not in stories:
            stories[kind] = _by_id(reading.package, part)
        note = stories[kind].get(note_id)
        if note is None:
            continue
        reading.note_mark = mark
        start = len(found.blocks)
        found.blocks.extend(read_story(note, part, reading))
        if kind == "footnotes":
            found.footnotes[serial] = (start, len(found.blocks))
    return found


def _by_id(package: Package, part: str) -> dict[str, Element]:
    root = package.tree(part) if part else None
    notes = [] if root is None else [note for note in root if attribute(note, "type") in {None, "normal"}]
    return {attribute(note, "id") or "": note for note in notes}


def _separator(reading: Reading, read_story: ReadStory) -> Paragraph | None:
    part = reading.package.related(reading.package.main, "footnotes") or ""
    root = reading.package.tree(part) if part else None
    for note in [] if root is None else root:
        if attribute(note, "type") == "separator":
            blocks = read_story(note, part, reading)
            return blocks[0] if blocks and isinstance(blocks[0], Paragraph) else None
    return None
