"""One page of plain text as a PDF of a few kilobytes: the certificates and reports that vendors hand in by the dozen."""

import hashlib
from collections.abc import Sequence
from io import BytesIO

import pikepdf

LEFT, TOP, LEADING = 70, 760, 17
WIDEST = 92


def print_sheet(title: str, lines: Sequence[str]) -> bytes:
    """A page of A4 with a heading and lines of text; the same words give the same bytes. Letters outside Latin-1 become “?”."""
    pdf = pikepdf.new()
    fonts = {
        name: pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Font,
                Subtype=pikepdf.Name.Type1,
                BaseFont=pikepdf.Name(face),
                Encoding=pikepdf.Name.WinAnsiEncoding,
            )
        )
        for name, face in (("/F1", "/Helvetica"), ("/F2", "/Helvetica-Bold"))
    }
    page = pdf.add_blank_page(page_size=(595.28, 841.89))
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(fonts))
    page.Contents = pdf.make_stream(_drawing(title, lines))
    pdf.docinfo["/Title"] = title
    key = hashlib.sha256("\n".join([title, *lines]).encode()).digest()[:16]
    pdf.trailer.ID = pikepdf.Array([pikepdf.String(key), pikepdf.String(key)])
    out = BytesIO()
    pdf.save(out, static_id=True)
    return out.getvalue()


def _drawing(title: str, lines: Sequence[str]) -> bytes:
    """The content stream: text operators of ISO 32000-1, clause 9.4."""
    parts = [f"BT /F2 17 Tf {LEFT} {TOP} Td ({_escaped(title)}) Tj ET"]
    for place, line in enumerate(wrapped(lines), 2):
        parts.append(f"BT /F1 10 Tf {LEFT} {TOP - place * LEADING} Td ({_escaped(line)}) Tj ET")
    return "\n".join(parts).encode("cp1252", errors="replace")


def wrapped(lines: Sequence[str]) -> list[str]:
    """The lines broken at words so that none is wider than the page."""
    rows: list[str] = []
    for line in lines:
        row = ""
        for word in line.split():
            if row and len(row) + len(word) >= WIDEST:
                rows.append(row)
                row = word
            else:
                row = f"{row} {word}".strip()
        rows.append(row)
    return rows


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
