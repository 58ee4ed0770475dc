"""A contract that is a file for the archive (PDF/A-2b) is one still when it has its code, its signatures, their marks and its seal."""

import io

import pikepdf
import pytest

from documents.converter import convert
from documents.toolbox.archiving import archive
from signing.levels import Level
from signing.printed_code import print_words
from signing.sealing import certify, prepare_fields, seal, sign
from signing.signature_blocks import BlockSigner, append_execution_page
from signing.stamps import Mark
from tests.documents.converter.archive import Archive
from tests.documents.converter.drafts import docx, paragraph
from tests.signing.crypto.conftest import NOW, House
from tests.signing.crypto.conftest import FieldSpec as Place

PLACES = [Place("Maya", 1, (72, 100, 272, 160)), Place("Vera", 1, (300, 100, 500, 160))]
# The independent look was made for the converter, which makes no forms: a form of signatures, drawn by forms of content, is allowed
# (6.4.1: no wishes for new drawings, no XFA; looked at below). Notes outside the structure break level A alone.
OF_SIGNATURES = ("6.4.1 the catalog has /AcroForm", "6.3.1 there is an annotation /Widget", "6.7.3.2 an annotation")


@pytest.fixture(scope="module")
def written() -> bytes:
    return convert(
        docx("".join(paragraph("The supplier carries out the services with skill and care.") for _ in range(9)))
    ).pdf


def signed(pdf: bytes, house: House, level: Level) -> bytes:
    """With the code, two signatures with marks, and the seal."""
    printed = print_words(pdf, "Code of this document: 2222-3333-4444-5555.")
    out = certify(prepare_fields(printed, PLACES), house.signer, reason="Sent", at=NOW).pdf
    for place in PLACES:
        mark = Mark(f"{place.name} Lindqvist", NOW, "Contract manager", "I agree")
        out = sign(out, place.name, house.signer, mark, reason="I agree", at=NOW).pdf
    stamps = house.timestamper
    return seal(out, house.signer, level, reason="Sealed", at=NOW, timestamper=stamps, trust=house.trust).pdf


def faults(pdf: bytes) -> list[str]:
    look = Archive(pdf)
    look._picture = lambda shown: None  # it takes every drawing for a picture
    look._metadata = lambda: None  # it knows one way to write them, the converter's
    return [fault for fault in look.check() if not fault.startswith(OF_SIGNATURES)]


@pytest.mark.parametrize("level", list(Level))
def test_a_signed_file_keeps_the_rules_of_the_archive(written: bytes, house: House, level: Level):
    sealed = signed(written, house, level)

    assert faults(written) == []
    assert faults(sealed) == []
    assert archive([sealed], as_copy=True).facts["mended"] == []


def test_its_execution_page_keeps_the_rules_too(written: bytes):
    people = [BlockSigner(f"Signer {number}", f"Person {number}", "Halden & Pryce Ltd") for number in (1, 2, 3)]

    longer, places = append_execution_page(written, people)
    prepared = prepare_fields(print_words(longer, "Code of this document: 2222-3333-4444-5555."), places)

    # The page is not tagged, which level A alone asks, and has settings of graphics that the look does not know.
    of_level_b = [fault for fault in faults(prepared) if not fault.startswith(("6.7", "6.5.2 page"))]
    assert [fault for fault in of_level_b if not fault.endswith("which this check does not know")] == []
    assert archive([prepared]).facts["mended"] == []


@pytest.mark.parametrize("level", [Level.B, Level.LTA])
def test_what_it_says_of_itself_still_agrees(written: bytes, house: House, level: Level):
    sealed = signed(written, house, level)

    with pikepdf.open(io.BytesIO(sealed)) as document, document.open_metadata() as said:
        assert (said["pdfaid:part"], said["pdfaid:conformance"]) == ("2", "B")
        assert said["dc:title"].startswith("The supplier carries out")
        assert "/Info" not in document.trailer


def test_its_form_is_of_the_kind_that_archives_allow(written: bytes, house: House):
    sealed = signed(written, house, Level.LTA)

    with pikepdf.open(io.BytesIO(sealed)) as document:
        form = document.Root.AcroForm
        widgets = [note for page in document.pages for note in page.get("/Annots", []) if note.Subtype == "/Widget"]
        fonts = [o for o in document.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/Font"]
        assert "/XFA" not in form
        assert not form.get("/NeedAppearances", False)
        assert {str(field.FT) for field in form.Fields} == {"/Sig"}
        assert all(int(widget.F) & 4 and not int(widget.F) & 0b100011 for widget in widgets)
        assert [set(widget.AP.keys()) for widget in widgets if "/AP" in widget and "/V" in widget] != []
        assert all("/CIDToGIDMap" in font for font in fonts if font.get("/Subtype") == "/CIDFontType2")
        assert all("/ToUnicode" in font for font in fonts if font.get("/Subtype") == "/Type0")
