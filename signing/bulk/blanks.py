"""The blanks of a Word document, such as {company} or [[start date]]: found, and filled with the words of one person.

A blank is text in a paragraph, though Word may have cut it into several runs; what is put in takes the letters of the run in which the
blank begins. Values are text and nothing else: they cannot become markup, fields or further blanks.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from signing.bulk.headings import plain

BLANK = re.compile(r"\[\[\s*([^\W\d_][^\[\]{}]{0,59}?)\s*\]\]|\{\{?\s*([^\W\d_][\w .&/’'-]{0,59}?)\s*\}\}?")
MOST_BLANKS = 40
MOST_BYTES = 50_000_000
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_PARTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class UnreadableWord(ValueError):
    """The file is no Word document whose words can be read."""


def find_blanks(docx: bytes) -> list[str]:
    """The names of the blanks as they are written, each once, in the order in which they stand. Raises UnreadableWord."""
    found: dict[str, str] = {}
    for _name, root in _read(docx):
        for paragraph in _paragraphs(root):
            for match in BLANK.finditer("".join(piece.text or "" for piece in _pieces(paragraph))):
                name = " ".join((match[1] or match[2]).split())
                found.setdefault(plain(name), name)
    return list(found.values())[: MOST_BLANKS + 1]


def fill_blanks(docx: bytes, values: Mapping[str, str]) -> bytes:
    """The document with the value of each blank in its place; a blank without a value stays. Raises UnreadableWord."""
    known = {plain(name): value for name, value in values.items()}
    written = {}
    for name, root in _read(docx):
        changed = [_fill(paragraph, known) for paragraph in _paragraphs(root)]
        if any(changed):
            written[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return _packed(docx, written)


def _read(docx: bytes) -> Iterator[tuple[str, Any]]:
    """The parts that hold text, parsed, the main one first."""
    try:
        with zipfile.ZipFile(io.BytesIO(docx)) as archive:
            infos = [info for info in archive.infolist() if _PARTS.fullmatch(info.filename)]
            infos.sort(key=lambda info: (info.filename != "word/document.xml", info.filename))
            for info in infos:
                yield info.filename, _parsed(_unpacked(archive, info))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as problem:
        raise UnreadableWord(str(problem)) from problem


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    with archive.open(info) as part:
        data = part.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise UnreadableWord("a part is too large")
    return data


def _parsed(data: bytes) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as problem:
        raise UnreadableWord(str(problem)) from problem
    if root.getroottree().docinfo.doctype:
        raise UnreadableWord("a document type is declared")
    return root


def _paragraphs(root: Any) -> Iterator[Any]:
    yield from root.iter(f"{{{_W}}}p", f"{{{_STRICT}}}p")


def _pieces(paragraph: Any) -> list[Any]:
    """The text elements of this paragraph, without those of paragraphs inside it (text boxes)."""
    tags = (f"{{{_W}}}t", f"{{{_STRICT}}}t")
    return [piece for piece in paragraph.iter(*tags) if next(piece.iterancestors(paragraph.tag)) is paragraph]


def _fill(paragraph: Any, known: Mapping[str, str]) -> bool:
    """Put the values into one paragraph; True when something was filled."""
    pieces = _pieces(paragraph)
    whole = "".join(piece.text or "" for piece in pieces)
    matches = [match for match in BLANK.finditer(whole) if plain(match[1] or match[2]) in known]
    for match in reversed(matches):
        _replace(pieces, match.start(), match.end(), known[plain(match[1] or match[2])])
    return bool(matches)


def _replace(pieces: list[Any], start: int, end: int, value: str) -> None:
    """Put `value` in place of the characters [start, end) of what the pieces say together; it stands in the first of them."""
    at = 0
    for piece in pieces:
        text = piece.text or ""
        first, last = max(start - at, 0), min(end - at, len(text))
        if first < last:
            piece.text = text[:first] + (value if at + first == start else "") + text[last:]
            piece.set(_SPACE, "preserve")
        at += len(text)
        if at >= end:
            return


def _packed(docx: bytes, written: Mapping[str, bytes]) -> bytes:
    """The archive with these parts in place of theirs; equal input gives equal bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for info in archive.infolist():
            part = zipfile.ZipInfo(info.filename, date_time=(1980, 1, 1, 0, 0, 0))
            part.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(part, written.get(info.filename) or _unpacked(archive, info))
    return out.getvalue()
