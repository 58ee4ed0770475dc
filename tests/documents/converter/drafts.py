"""Small Word files written by hand, part by part, for the stories the tests tell."""

import io
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
STYLES = (
    f"<w:styles {W}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii='Arial' w:hAnsi='Arial'/><w:sz w:val='20'/></w:rPr>"
    "</w:rPrDefault></w:docDefaults>"
    "<w:style w:type='paragraph' w:default='1' w:styleId='Normal'><w:name w:val='Normal'/></w:style>"
    "<w:style w:type='paragraph' w:styleId='Heading'><w:basedOn w:val='Normal'/><w:pPr><w:keepNext/></w:pPr>"
    "<w:rPr><w:b/></w:rPr></w:style></w:styles>"
)
PAGE = "<w:pgSz w:w='11906' w:h='16838'/><w:pgMar w:top='1440' w:right='1440' w:bottom='1440' w:left='1440' w:header='720' w:footer='720'/>"


def shared(*names: str) -> Path:
    """A folder of the shared data, or a skipped test where this machine has none."""
    folder = SHARED.joinpath(*names)
    if not folder.exists():
        pytest.skip("the shared data is not on this machine")
    return folder


def relationships(entries: dict[str, tuple[str, str]], external: bool = False) -> str:
    mode = " TargetMode='External'" if external else ""
    rows = "".join(
        f"<Relationship Id='{key}' Type='{KINDS}/{kind}' Target='{target}'{mode}/>"
        for key, (kind, target) in entries.items()
    )
    return f"<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>{rows}</Relationships>"


def _outward(links: dict[str, str]) -> str:
    return "".join(
        f"<Relationship Id='{key}' Type='{KINDS}/hyperlink' Target='{escape(address)}' TargetMode='External'/>"
        for key, address in links.items()
    )


def docx(
    body: str,
    *,
    section: str = PAGE,
    parts: dict[str, tuple[str, str]] | None = None,
    styles: str = STYLES,
    links: dict[str, str] | None = None,
    core: str = "",
) -> bytes:
    """A .docx with this body. `parts` are further parts of the document by relationship id: (kind, XML); `links` are addresses
    outside it by relationship id; `core` are its core properties."""
    related = {"styles": ("styles", styles)} | (parts or {})
    targets = {key: (kind, f"{key}.xml") for key, (kind, _) in related.items()}
    files = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relationships(
            {"main": ("officeDocument", "word/document.xml")}
            | ({"core": ("core-properties", "core.xml")} if core else {})
        ),
        "word/_rels/document.xml.rels": relationships(targets).replace(
            "</Relationships>", _outward(links or {}) + "</Relationships>"
        ),
        **({"core.xml": core} if core else {}),
        "word/document.xml": f"<w:document {W} {R}><w:body>{body}<w:sectPr>{section}</w:sectPr></w:body></w:document>",
    }
    return zipped(files | {f"word/{key}.xml": xml for key, (_, xml) in related.items()})


def zipped(files: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def paragraph(text: str, properties: str = "", run: str = "") -> str:
    return (
        f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r></w:p>"
    )


def numbered(text: str, level: int = 0, list_id: int = 1) -> str:
    return paragraph(text, f"<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{list_id}'/></w:numPr>")


def table(*rows: tuple[str, ...], width: int = 4000, row: str = "", first: str = "") -> str:
    """A table of cells given as XML blocks. `row` are properties of every row, `first` further ones of the first."""
    grid = "".join(f"<w:gridCol w:w='{width}'/>" for _ in rows[0])
    lines = []
    for index, cells in enumerate(rows):
        inner = "".join(f"<w:tc><w:tcPr/>{cell}</w:tc>" for cell in cells)
        lines.append(f"<w:tr><w:trPr>{row}{first if index == 0 else ''}</w:trPr>{inner}</w:tr>")
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(lines)}</w:tbl>"


def story(tag: str, content: str) -> str:
    return f"<w:{tag} {W} {R}>{content}</w:{tag}>"


LEGAL_LIST = (
    "numbering",
    f"<w:numbering {W}><w:abstractNum w:abstractNumId='7'>"
    "<w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='upperRoman'/><w:lvlText w:val='%1.'/></w:lvl>"
    "<w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:isLgl/><w:lvlText w:val='%1.%2'/></w:lvl>"
    "<w:lvl w:ilvl='2'><w:start w:val='1'/><w:numFmt w:val='lowerLetter'/><w:lvlText w:val='(%3)'/></w:lvl></w:abstractNum>"
    "<w:num w:numId='1'><w:abstractNumId w:val='7'/></w:num>"
    "<w:num w:numId='2'><w:abstractNumId w:val='7'/><w:lvlOverride w:ilvl='0'><w:startOverride w:val='1'/></w:lvlOverride></w:num>"
    "</w:numbering>",
)
