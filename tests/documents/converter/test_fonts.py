"""Fonts that a document brings, and fonts that came through npm."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from fontTools.ttLib import TTFont

from documents.converter import convert, fonts
from documents.converter.fonts import font_files
from documents.converter.shipped import shipped_files, sisters_of, unpacked
from tests.documents.converter.archive import Archive
from tests.documents.converter.drafts import R, W, docx, paragraph, relationships

KEY = "{1DF903E4-5CA3-4A2B-8B1D-0A1B2C3D4E5F}"
OWN = "<w:rFonts w:ascii='House Sans' w:hAnsi='House Sans'/>"


def a_font() -> bytes:
    """Some font of this machine."""
    path = font_files().get("dejavusans") or next(iter(font_files().values()), None)
    if path is None or path.suffix != ".ttf":
        pytest.skip("this machine has no fonts")
    return path.read_bytes()


def scrambled(font: bytes) -> bytes:
    mask = bytes.fromhex(KEY.strip("{}").replace("-", ""))[::-1] * 2
    return bytes(one ^ other for one, other in zip(font[:32], mask, strict=True)) + font[32:]


def bringing(font: bytes, body: str) -> bytes:
    """A draft that brings a font by the name House Sans."""
    table = (
        f"<w:fonts {W} {R}><w:font w:name='House Sans'><w:embedRegular r:id='f1' w:fontKey='{KEY}'/></w:font></w:fonts>"
    )
    draft = docx(body, parts={"fontTable": ("fontTable", table)})
    out = io.BytesIO(draft)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/_rels/fontTable.xml.rels", relationships({"f1": ("font", "font1.odttf")}))
        archive.writestr("word/font1.odttf", font)
    return out.getvalue()


def allowing(font: bytes, permissions: int) -> bytes:
    opened = TTFont(io.BytesIO(font))
    opened["OS/2"].fsType = permissions
    out = io.BytesIO()
    opened.save(out)
    return out.getvalue()


def names(pdf: bytes) -> set[str]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return {str(font.BaseFont).split("+")[-1] for font in opened.pages[0].Resources.Font.values()}


def test_a_font_that_the_document_brings_is_used_for_it_and_told():
    conversion = convert(bringing(scrambled(a_font()), paragraph("Hello", run=OWN)))

    assert names(conversion.pdf) == {"HouseSans"}
    assert "House Sans" not in dict(conversion.fonts_substituted)
    assert conversion.warnings == (
        "the font House Sans comes with the document: its letters look as its author made them",
    )
    assert Archive(conversion.pdf).check() == []


def test_the_next_document_does_not_get_it():
    convert(bringing(scrambled(a_font()), paragraph("Hello", run=OWN)))

    conversion = convert(docx(paragraph("Hello", run=OWN)))

    assert "HouseSans" not in names(conversion.pdf)
    assert "House Sans" in dict(conversion.fonts_substituted)


@pytest.mark.parametrize(
    ("permissions", "words"),
    [
        (0x0002, "its maker does not allow it in documents"),
        (0x0100, "its maker does not allow a part of it in documents"),
        (0x0200, "its maker allows only its bitmaps in documents"),
    ],
)
def test_what_its_maker_forbids_is_not_done(permissions: int, words: str):
    font = scrambled(allowing(a_font(), permissions))

    conversion = convert(bringing(font, paragraph("Hello", run=OWN)))

    assert "HouseSans" not in names(conversion.pdf)
    assert conversion.warnings == (f"the font House Sans that the document brings is not used: {words}",)


@pytest.mark.parametrize("cut", [0, 12, 300, 40_000])
def test_a_damaged_font_is_left_out(cut: int):
    conversion = convert(bringing(scrambled(a_font()[:cut].ljust(32, b"\0")), paragraph("Hello", run=OWN)))

    assert "HouseSans" not in names(conversion.pdf)
    assert conversion.text == "Hello\n"
    assert len(conversion.warnings) == 1


def woff(font: bytes) -> bytes:
    """A WOFF 1.0 file of a TrueType font."""
    count = struct.unpack(">H", font[4:6])[0]
    at, entries, body = 44 + 20 * count, b"", b""
    for index in range(count):
        tag, checksum, offset, size = struct.unpack(">4sIII", font[12 + 16 * index : 28 + 16 * index])
        content = font[offset : offset + size]
        packed = min(zlib.compress(content), content, key=len)
        entries += struct.pack(">4sIIII", tag, at + len(body), len(packed), size, checksum)
        body += packed + bytes(-len(packed) % 4)
    head = struct.pack(">4sIIHHIHHIIIII", b"wOFF", 0x00010000, at + len(body), count, 0, len(font), 1, 0, 0, 0, 0, 0, 0)
    return head + entries + body


def test_a_packed_font_is_unpacked_to_the_same_tables():
    font = a_font()

    found, wanted = (TTFont(io.BytesIO(data)) for data in (unpacked(woff(font)), font))

    assert found.reader.keys() == wanted.reader.keys()
    assert all(found.reader[tag] == wanted.reader[tag] for tag in wanted.reader.tables)


@pytest.mark.parametrize("content", [b"", b"wOFF", b"wOF2" + bytes(60), b"wOFF" + b"\xff" * 60])
def test_what_is_no_packed_font_is_refused(content: bytes):
    with pytest.raises(ValueError, match="WOFF"):
        unpacked(content)


def test_fonts_from_npm_are_found_with_their_other_scripts(tmp_path: Path):
    folder = tmp_path / "arimo" / "files"
    folder.mkdir(parents=True)
    for name in (
        "latin-400-normal",
        "latin-ext-400-normal",
        "greek-400-normal",
        "latin-700-italic",
        "latin-500-normal",
    ):
        (folder / f"arimo-{name}.woff").write_bytes(b"")

    found = shipped_files(tmp_path)

    assert {stem: path.name for stem, path in found.items()} == {
        "arimo-regular": "arimo-latin-400-normal.woff",
        "arimo-bolditalic": "arimo-latin-700-italic.woff",
    }
    assert [path.name for path in sisters_of(found["arimo-regular"])] == [
        "arimo-greek-400-normal.woff",
        "arimo-latin-ext-400-normal.woff",
    ]


@pytest.fixture
def only_npm(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine whose distribution brings no fonts."""
    if not shipped_files():
        pytest.skip("the fonts of package.json are not installed: npm ci")
    monkeypatch.setattr(fonts, "FOLDERS", ())
    fonts.font_files.cache_clear()
    yield
    monkeypatch.undo()
    fonts.font_files.cache_clear()


@pytest.mark.parametrize(
    ("family", "set_in", "same_widths"),
    [
        ("Calibri", "Carlito", True),
        ("Cambria", "Caladea", True),
        ("Arial", "Arimo", True),
        ("Times New Roman", "Tinos", True),
        ("Courier New", "Cousine", True),
        ("Georgia", "Tinos", False),
        ("Aptos", "Arimo", False),
    ],
)
def test_a_machine_without_debians_fonts_sets_contracts_in_those_of_npm(only_npm, family, set_in, same_widths):
    conversion = convert(docx(paragraph("Price: 5 €", run=f"<w:rFonts w:ascii='{family}' w:hAnsi='{family}'/>")))

    assert dict(conversion.fonts_substituted)[family] == set_in
    assert dict(conversion.fonts_why)[family] == ("same_widths" if same_widths else "other_widths")
    assert any(set_in in name for name in names(conversion.pdf))
    assert conversion.warnings == ()


def test_other_scripts_come_from_their_own_files_of_npm(only_npm):
    words = "Цена מחיר Τιμή Việt"

    conversion = convert(docx(paragraph(words, run="<w:rFonts w:ascii='Calibri' w:hAnsi='Calibri'/>")))

    assert conversion.text == words + "\n"
    assert conversion.warnings == ()
