"""The Word side of the contract: styles, multilevel numbering, fields, bookmarks and tables in WordprocessingML.

python-docx reads and writes the package; what it has no words for (numbering definitions, fields, tracked changes) is made
here as elements. Source of every element: ECMA-376 Part 1, the clause named beside it.
"""

import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

INK = "1B2B45"
RULE = "9AA5B5"
SHADE = "EAEEF3"
FONT = "Arial"
ZIP_EPOCH = (2027, 1, 4, 9, 0, 0)


def element(xml: str) -> Any:
    """An element of the main namespace from its text, `w:` bound."""
    return parse_xml(re.sub(r"^<(w:\w+)", rf"<\1 {nsdecls('w')}", xml, count=1))


@dataclass(frozen=True)
class Level:
    """One level of a list (17.9.6): its label, the style that carries it, and its indents in twentieths of a point."""

    style: str
    number_format: str
    text: str
    left: int
    hanging: int
    suffix: str = "tab"
    bold: bool = False


@dataclass(frozen=True)
class Style:
    """A paragraph style: sizes in points, spacing in points."""

    name: str
    size: float = 10
    bold: bool = False
    color: str | None = None
    before: float = 0
    after: float = 6
    align: str = "both"
    left: int = 0
    keep_next: bool = False
    outline: int | None = None
    tab_right: int | None = None
    based_on: str | None = "Normal"


STYLES = (
    Style("Title", 26, bold=True, color=INK, after=4, align="left"),
    Style("Subtitle", 12, color=INK, after=18, align="left"),
    Style("Heading 1", 11, bold=True, color=INK, before=14, after=6, align="left", keep_next=True, outline=0),
    Style("Heading 2", outline=1),
    Style("Heading 3", after=4, outline=2),
    Style("Heading 4", after=4, outline=3),
    Style("Annex Heading", 15, bold=True, color=INK, before=22, after=12, align="left", keep_next=True, outline=0),
    Style("Annex Paragraph"),
    Style("Annex Item", after=4),
    Style("Recital"),
    Style("Definition", left=720),
    Style("Section Label", 11, bold=True, color=INK, before=14, after=8, align="left", keep_next=True),
    Style("Table Text", 9, after=2, before=2, align="left"),
    Style("Table Head", 9, bold=True, color=INK, before=3, after=3, align="left", keep_next=True),
    Style("Cover Line", 10, after=3, align="left"),
    Style("TOC 1", 9.5, after=2, align="left"),
)

CLAUSES = (
    Level("Heading 1", "decimal", "%1.", 720, 720, bold=True),
    Level("Heading 2", "decimal", "%1.%2", 720, 720),
    Level("Heading 3", "lowerLetter", "(%3)", 1287, 567),
    Level("Heading 4", "lowerRoman", "(%4)", 1854, 567),
)
ANNEXES = (
    Level("Annex Heading", "upperLetter", "Annex %1 –", 0, 0, suffix="space", bold=True),
    Level("Annex Paragraph", "decimal", "%2.", 720, 720),
    Level("Annex Item", "lowerLetter", "(%3)", 1287, 567),
)
RECITALS = (Level("Recital", "upperLetter", "(%1)", 720, 720),)


def new_document() -> Any:
    """An empty A4 document with the styles and the three numbering definitions of this contract."""
    document = Document()
    for child in list(document.element.body):
        if child.tag != qn("w:sectPr"):
            document.element.body.remove(child)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin, section.bottom_margin = Mm(25), Mm(23)
    section.header_distance, section.footer_distance = Mm(13), Mm(11)
    _set_defaults(document)
    _drop_styles(document)
    for style in STYLES:
        _define_style(document, style)
    for list_id, levels in ((1, CLAUSES), (2, ANNEXES), (3, RECITALS)):
        _define_list(document, list_id, levels)
    return document


def _set_defaults(document: Any) -> None:
    """Arial 10, British English, and Word 2013 layout (compatibilityMode 15, 17.15.3.4)."""
    defaults = document.styles.element.find(qn("w:docDefaults"))
    run = defaults.find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for child in list(run):
        run.remove(child)
    run.append(element(f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:cs="{FONT}" w:eastAsia="{FONT}"/>'))
    run.append(element('<w:sz w:val="20"/>'))
    run.append(element('<w:szCs w:val="20"/>'))
    run.append(element('<w:lang w:val="en-GB" w:eastAsia="en-GB" w:bidi="ar-SA"/>'))
    normal = document.styles["Normal"]
    _clear(normal.element)
    normal.font.size = Pt(10)
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.line_spacing = 1.08
    settings = document.settings.element
    for old in settings.findall(qn("w:compat")):
        settings.remove(old)
    compat = element(
        '<w:compat><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    )
    anchor = settings.find(qn("w:rsids"))
    if anchor is not None:
        anchor.addprevious(compat)
    else:
        settings.append(compat)


def _drop_styles(document: Any) -> None:
    """Takes out the styles of the starting template that this contract does not use, some of them bound to lists."""
    kept = {style.name for style in STYLES}
    styles = document.styles.element
    for style in list(styles.findall(qn("w:style"))):
        is_default = style.get(qn("w:default")) in {"1", "true", "on"}
        if not is_default and _name_of(document, style) not in kept:
            styles.remove(style)
    for style in styles.findall(qn("w:style")):
        for link in style.findall(qn("w:link")):
            style.remove(link)


def _name_of(document: Any, style: Any) -> str:
    """The name under which python-docx knows a style ("Heading 1" for Word's "heading 1")."""
    return next(str(known.name) for known in document.styles if known.element is style)


def _clear(style: Any) -> None:
    for tag in ("w:pPr", "w:rPr"):
        for child in style.findall(qn(tag)):
            style.remove(child)


def _define_style(document: Any, wanted: Style) -> None:
    try:
        style = document.styles[wanted.name]
    except KeyError:
        style = document.styles.add_style(wanted.name, WD_STYLE_TYPE.PARAGRAPH, builtin=wanted.name == "TOC 1")
        if wanted.name == "TOC 1":
            style.element.find(qn("w:name")).set(qn("w:val"), "toc 1")  # the name by which Word knows it
    _clear(style.element)
    style.base_style = document.styles[wanted.based_on] if wanted.based_on else None
    style.quick_style = True
    style.font.size = Pt(wanted.size)
    style.font.bold = wanted.bold
    if wanted.color:
        style.font.color.rgb = RGBColor.from_string(wanted.color)
    shape = style.paragraph_format
    shape.space_before, shape.space_after = Pt(wanted.before), Pt(wanted.after)
    shape.keep_with_next = wanted.keep_next or None
    shape.widow_control = True
    properties = style.element.get_or_add_pPr()
    if wanted.left:
        properties.append(element(f'<w:ind w:left="{wanted.left}"/>'))
    properties.append(element(f'<w:jc w:val="{wanted.align}"/>'))
    if wanted.outline is not None:
        properties.append(element(f'<w:outlineLvl w:val="{wanted.outline}"/>'))


def _define_list(document: Any, list_id: int, levels: Sequence[Level]) -> None:
    """A multilevel abstractNum (17.9.1) whose levels are linked to styles (17.9.23), and the num that uses it."""
    numbering = document.part.numbering_part.element
    if list_id == 1:
        for child in list(numbering):
            numbering.remove(child)
    rows = []
    for at, level in enumerate(levels):
        style_id = document.styles[level.style].style_id
        bold = "<w:b/>" if level.bold else '<w:b w:val="0"/>'
        rows.append(
            f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{level.number_format}"/>'
            f'<w:pStyle w:val="{style_id}"/><w:suff w:val="{level.suffix}"/><w:lvlText w:val="{level.text}"/>'
            f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{level.left}" w:hanging="{level.hanging}"/></w:pPr>'
            f"<w:rPr>{bold}</w:rPr></w:lvl>"
        )
        properties = document.styles[level.style].element.get_or_add_pPr()
        depth = f'<w:ilvl w:val="{at}"/>' if at else ""
        properties.insert(
            _place_of_numbering(properties), element(f'<w:numPr>{depth}<w:numId w:val="{list_id}"/></w:numPr>')
        )
    abstract = element(
        f'<w:abstractNum w:abstractNumId="{list_id}"><w:nsid w:val="4F10{list_id:04X}"/>'
        f'<w:multiLevelType w:val="multilevel"/><w:tmpl w:val="7A20{list_id:04X}"/>{"".join(rows)}</w:abstractNum>'
    )
    first_num = numbering.find(qn("w:num"))
    if first_num is None:
        numbering.append(abstract)
    else:
        first_num.addprevious(abstract)  # every abstractNum stands before the first num (17.9.17)
    numbering.append(element(f'<w:num w:numId="{list_id}"><w:abstractNumId w:val="{list_id}"/></w:num>'))


def _place_of_numbering(properties: Any) -> int:
    """numPr follows keepNext, keepLines, pageBreakBefore, framePr and widowControl in pPr (17.3.1.26)."""
    before = {
        qn(f"w:{name}") for name in ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl")
    }
    return sum(1 for child in properties if child.tag in before)


def add_field(paragraph: Any, instruction: str, result: str, *, bold: bool | None = None) -> None:
    """A complex field (17.16.18) with its cached result, so that a reader without fields shows the right text."""
    for kind in ("begin", None, "separate", "result", "end"):
        run = paragraph.add_run(result if kind == "result" else "")
        if bold is not None:
            run.bold = bold
        if kind is None:
            run._r.append(element(f'<w:instrText xml:space="preserve"> {instruction} </w:instrText>'))
        elif kind != "result":
            run._r.append(element(f'<w:fldChar w:fldCharType="{kind}"/>'))


def bookmark(paragraph: Any, number: int, name: str) -> None:
    """Encloses the content that the paragraph has now in a bookmark (17.13.6)."""
    start = element(f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>')
    properties = paragraph._p.pPr
    if properties is not None:
        properties.addnext(start)
    else:
        paragraph._p.insert(0, start)
    paragraph._p.append(element(f'<w:bookmarkEnd w:id="{number}"/>'))


def border_below(paragraph: Any, *, above: bool = False) -> None:
    """A hairline under the paragraph, or above it."""
    side = "top" if above else "bottom"
    borders = element(f'<w:pBdr><w:{side} w:val="single" w:sz="4" w:space="4" w:color="{RULE}"/></w:pBdr>')
    paragraph._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr"
    )


def reproducible(document: Any) -> bytes:
    """The package as bytes that depend on its content alone: fixed times, members in their order."""
    raw, out = BytesIO(), BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, ZIP_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            target.writestr(entry, source.read(name))
    return out.getvalue()


def drop_thumbnail(document: Any) -> None:
    """The starting template carries the picture of an empty page; it does not belong to this document."""
    package = document.part.package
    for key, relation in list(package.rels.items()):
        if relation.reltype.endswith("/thumbnail"):
            del package.rels[key]


def stamp_properties(document: Any, *, title: str, subject: str, author: str, at: datetime) -> None:
    """Title, subject, author and fixed times in the core properties."""
    properties = document.core_properties
    properties.title, properties.subject, properties.author = title, subject, author
    properties.last_modified_by, properties.comments, properties.keywords = author, "", ""
    properties.created = properties.modified = at.astimezone(UTC).replace(tzinfo=None)
    properties.revision, properties.language = 1, "en-GB"
