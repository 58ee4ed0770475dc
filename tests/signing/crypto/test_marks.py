"""The visible mark: readable, embedded, clean."""

import io
import subprocess
from dataclasses import replace
from datetime import UTC, datetime

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageDraw, PngImagePlugin

from signing.handwriting import FACES, Face
from signing.mark_pictures import MarkRefused, read_mark_image
from signing.stamps import Mark, describe_time, draw_mark, size_of_lines

AT = datetime(2026, 11, 25, 13, 40, 5, tzinfo=UTC)
MAYA = Mark("Maya Lindqvist", AT, "Contract manager", "I approve this contract", "Europe/Tallinn")


def words_of(pdf: bytes) -> str:
    return pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range()


def drawn_signature(**save: object) -> bytes:
    picture = Image.new("RGBA", (600, 200), (0, 0, 0, 0))
    ImageDraw.Draw(picture).line([(100, 150), (300, 60), (400, 160)], fill="navy", width=8)
    out = io.BytesIO()
    picture.save(out, "PNG", **save)
    return out.getvalue()


def test_a_mark_says_who_why_and_when_in_utc_and_in_the_signers_zone():
    pdf = draw_mark(MAYA, width=220, height=64)

    words = words_of(pdf)
    assert "Signed by Maya Lindqvist, Contract manager" in words
    assert "I approve this contract" in words
    assert "2026-11-25 13:40:05 UTC (15:40 Europe/Tallinn, UTC+0200)" in words


def test_lines_are_no_larger_than_those_of_the_documents_other_marks():
    wide = size_of_lines(MAYA, 220, 64)
    page = pypdfium2.PdfDocument(draw_mark(replace(MAYA, most=4.0), width=220, height=64))[0].get_textpage()
    at = page.get_text_range().index("I approve")
    left, _bottom, right, _top = page.get_charbox(at)
    free = pypdfium2.PdfDocument(draw_mark(MAYA, width=220, height=64))[0].get_textpage()
    wide_left, _, wide_right, _ = free.get_charbox(free.get_text_range().index("I approve"))

    assert (right - left) / (wide_right - wide_left) == pytest.approx(4.0 / wide, abs=0.05)


@pytest.mark.parametrize(("width", "height"), [(220, 64), (186, 30), (90, 24), (400, 120)])
def test_a_mark_has_exactly_the_size_of_its_box_and_one_page(width, height):
    with pikepdf.open(io.BytesIO(draw_mark(MAYA, width=width, height=height))) as drawn:
        (page,) = drawn.pages
        assert [float(value) for value in page.mediabox] == pytest.approx([0, 0, width, height], abs=0.05)


@pytest.mark.parametrize("name", ["Priya Raman", "Maximiliane Wommelsdorf-Wagner", "Will Wamm"])
@pytest.mark.parametrize(("width", "height"), [(220, 64), (110, 40), (90, 22), (60, 18)])
def test_a_written_name_is_whole_within_its_box(name, width, height):
    pdf = draw_mark(Mark(name, AT, "Chief Revenue Officer", "Signed electronically"), width=width, height=height)

    page = pypdfium2.PdfDocument(pdf)[0].get_textpage()
    written = page.get_text_range().index(name)
    left, bottom, right, top = page.get_charbox(written + len(name) - 1)
    assert 0 < left < right < width
    assert 0 <= bottom < top <= height


def test_names_with_letters_from_several_alphabets_keep_their_letters():
    words = words_of(draw_mark(replace(MAYA, name="Łukasz Nguyễn Søren Őry"), width=220, height=64))

    assert words.count("Łukasz Nguyễn Søren Őry") == 2


def test_equal_marks_give_equal_bytes():
    assert draw_mark(MAYA, width=220, height=64) == draw_mark(MAYA, width=220, height=64)


def test_a_name_with_markup_is_shown_and_not_obeyed():
    words = words_of(draw_mark(replace(MAYA, name="<b>x</b><img src=file:///etc/passwd>"), width=300, height=64))

    assert "<b>x</b>" in words


def test_an_uploaded_picture_is_trimmed_and_loses_whatever_else_it_carried():
    note = PngImagePlugin.PngInfo()
    note.add_text("Comment", "secret")

    clean = read_mark_image(drawn_signature(pnginfo=note))

    assert b"secret" not in clean
    assert Image.open(io.BytesIO(clean)).size[0] < 320
    assert draw_mark(replace(MAYA, image=clean), width=220, height=64).startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"", "cannot be read"), (b"<svg/>", "cannot be read"), (b"x" * 5_000_001, "larger than 5 MB")],
)
def test_what_is_no_picture_is_refused(data, words):
    with pytest.raises(MarkRefused, match=words):
        read_mark_image(data)


def test_the_paper_of_a_photographed_signature_hides_nothing_of_the_document():
    photo = Image.new("RGB", (300, 120), (252, 250, 248))
    photo.paste((20, 30, 110), (40, 50, 260, 60))
    photo.paste((20, 30, 110), (145, 20, 155, 100))
    out = io.BytesIO()
    photo.save(out, "JPEG", quality=95)

    clean = Image.open(io.BytesIO(read_mark_image(out.getvalue())))

    corner, stroke = clean.getpixel((5, 5)), clean.getpixel((clean.width // 2, clean.height // 2))
    assert corner[3] == 0
    assert stroke[3] == 255
    assert max(abs(a - b) for a, b in zip(stroke[:3], (20, 30, 110), strict=True)) < 12


def test_an_empty_or_huge_picture_is_refused():
    for size, words in (((50, 50), "is empty"), ((4001, 10), "4001 by 10")):
        out = io.BytesIO()
        Image.new("RGB", size, "white").save(out, "PNG")
        with pytest.raises(MarkRefused, match=words):
            read_mark_image(out.getvalue())


def test_a_mark_without_name_zone_or_room_is_refused_in_words():
    with pytest.raises(MarkRefused, match="needs the signer's name"):
        draw_mark(replace(MAYA, name=" "), width=220, height=64)
    with pytest.raises(MarkRefused, match="too small"):
        draw_mark(MAYA, width=30, height=10)
    with pytest.raises(MarkRefused, match="needs a time zone"):
        describe_time(datetime(2026, 1, 1))
    with pytest.raises(MarkRefused, match="Nowhere is unknown"):
        describe_time(AT, "Nowhere")


def fonts_in(pdf: bytes) -> str:
    return subprocess.run(["pdffonts", "-"], input=pdf, capture_output=True, check=True).stdout.decode()


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.key)
def test_a_name_is_written_in_the_face_that_was_chosen_and_its_font_is_embedded(face: Face):
    pdf = draw_mark(replace(MAYA, face=face.key), width=220, height=64)

    (line,) = [line for line in fonts_in(pdf).splitlines() if f"Hand-{face.key}-latin" in line]
    assert " yes yes yes" in line


def test_letters_that_a_face_lacks_are_written_in_another_hand():
    pdf = draw_mark(replace(MAYA, name="Юлия Петрова", face="vibes"), width=220, height=64)

    assert "Hand-caveat-cyrillic" in fonts_in(pdf)
    assert "Hand-vibes" not in fonts_in(pdf)
