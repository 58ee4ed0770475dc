"""Stamps, watermarks, page numbers, Bates numbers, headers: the right words on the right pages, at the right place."""

import io

import pypdfium2
import pytest
from PIL import Image

from documents.toolbox import ToolRefused
from documents.toolbox.catalogue import use
from documents.toolbox.reading import page_texts
from documents.toolbox.redaction.finding import read_letters
from tests.documents.toolbox.papers import contract, opened, order, texts

A = contract("Alder", 4)


def where(data, page, word):
    """The middle of a word on the page as it is shown, as shares of its width and height from the lower left."""
    shown = pypdfium2.PdfDocument(data)[page]
    letters = read_letters(shown)
    start = letters.text.index(word)
    boxes = [box for box in letters.boxes[start : start + len(word)] if box]
    left, bottom = min(b.left for b in boxes), min(b.bottom for b in boxes)
    right, top = max(b.right for b in boxes), max(b.top for b in boxes)
    return (left + right) / 2, (bottom + top) / 2


def png(colour, size=(40, 20)):
    out = io.BytesIO()
    Image.new("RGBA", size, colour).save(out, "PNG")
    return out.getvalue()


def pixel(data, page, x, y):
    bitmap = pypdfium2.PdfDocument(data)[page].render(scale=1).to_pil().convert("RGB")
    return bitmap.getpixel((int(x), bitmap.height - int(y)))


def test_a_stamp_stands_where_it_was_asked_on_the_pages_chosen():
    made = use("stamp", [A], {"text": "RECEIVED", "position": "bottom-left", "pages": "2,4", "size": 12})

    (data,) = made.files
    assert ["RECEIVED" in text for text in texts(data)] == [False, True, False, True]
    x, y = where(data, 1, "RECEIVED")
    assert 28 < x < 100
    assert 28 < y < 45
    assert order(data) == order(A)


def test_a_stamp_stands_upright_on_a_turned_page():
    (turned,) = use("rotate", [A], {"degrees": 90, "pages": "1"}).files

    (data,) = use("stamp", [turned], {"text": "RECEIVED", "position": "bottom-left", "size": 12}).files

    # The page is 400 by 300; shown turned clockwise, its lower left corner is the page's lower right.
    x, y = where(data, 0, "RECEIVED")
    assert 400 - 45 < x < 400 - 28
    assert 28 < y < 100


def test_text_in_any_script_that_a_font_here_shows_can_be_found_again():
    (data,) = use("stamp", [A], {"text": "Получено Ωμέγα", "pages": "1"}).files

    assert "Получено Ωμέγα" in texts(data)[0]


def test_a_picture_can_be_the_stamp_and_lets_through_what_it_is_told_to():
    (solid,) = use("stamp", [A, png((255, 0, 0, 255))], {"size": 40, "position": "middle-center"}).files
    (pale,) = use("stamp", [A, png((255, 0, 0, 255))], {"size": 40, "position": "middle-center", "opacity": 0.5}).files

    assert pixel(solid, 0, 200, 150) == (255, 0, 0)
    assert pixel(pale, 0, 200, 150)[1] == pytest.approx(127, abs=3)


def test_a_watermark_goes_from_corner_to_corner_of_every_page():
    (data,) = use("watermark", [A], {"text": "DRAFT"}).files

    assert all("DRAFT" in text for text in texts(data))
    x, y = where(data, 0, "DRAFT")
    assert (x, y) == (pytest.approx(200, abs=12), pytest.approx(150, abs=12))


def test_pages_are_numbered_after_those_skipped():
    made = use("number", [A], {"text": "Page {n} of {total}", "skip": 1, "start": 1})

    (data,) = made.files
    assert [f"Page {n} of 3" in text for n, text in enumerate(texts(data))] == [False, True, True, True]
    assert "Page" not in texts(data)[0]
    assert made.report.facts == {"first": 1, "last": 3, "pages": 3}


def test_bates_numbers_run_on_over_all_files():
    made = use("bates", [A, contract("Birch", 2)], {"prefix": "NOR-", "digits": 5, "start": 99, "suffix": "-C"})

    first, second = made.files
    assert [f"NOR-{n:05d}-C" in text for n, text in zip(range(99, 103), texts(first), strict=True)] == [True] * 4
    assert [f"NOR-{n:05d}-C" in text for n, text in zip(range(103, 105), texts(second), strict=True)] == [True] * 2
    assert made.report.facts == {
        "spans": [["NOR-00099-C", "NOR-00102-C"], ["NOR-00103-C", "NOR-00104-C"]],
        "next": 105,
    }


def test_header_and_footer_have_three_places_each():
    (data,) = use(
        "head_and_foot", [A], {"header": ["Left", "", "Right"], "footer": ["", "{n}/{total}"], "pages": "2-"}
    ).files

    assert "Left" not in texts(data)[0]
    (left, high), (right, _) = where(data, 1, "Left"), where(data, 1, "Right")
    assert (left < 60, right > 340, high > 260) == (True, True, True)
    assert "2/4" in texts(data)[1]


def test_what_is_written_is_no_content_for_readers_of_tags():
    (data,) = use("stamp", [A], {"text": "PAID"}).files

    pdf = opened(data)
    assert b"/Artifact <</Type /Pagination" in b"".join(part.read_bytes() for part in pdf.pages[0].obj.Contents)


@pytest.mark.parametrize(
    ("tool", "options", "code"),
    [
        ("stamp", {}, "text_or_picture"),
        ("stamp", {"text": "A", "position": "above"}, "bad_position"),
        ("stamp", {"text": "A", "colour": "reddish"}, "bad_colour"),
        ("stamp", {"text": "A", "opacity": 0}, "bad_opacity"),
        ("stamp", {"text": "A" * 301}, "too_long"),
        ("number", {"text": "Page"}, "bad_text"),
        ("number", {"skip": 4}, "bad_skip"),
        ("bates", {"digits": 1, "start": 8}, "bad_digits"),
        ("head_and_foot", {}, "bad_text"),
    ],
)
def test_what_cannot_be_written_is_refused(tool, options, code):
    with pytest.raises(ToolRefused) as refusal:
        use(tool, [A], options)

    assert refusal.value.code == code


def tiff(*shades):
    out = io.BytesIO()
    frames = [Image.new("L", (60, 90), shade) for shade in shades]
    frames[0].save(out, "TIFF", save_all=True, append_images=frames[1:], dpi=(60, 60))
    return out.getvalue()


def jpeg(size=(200, 100), turned=1):
    out, image = io.BytesIO(), Image.new("RGB", size, (10, 120, 200))
    exif = image.getexif()
    exif[0x0112] = turned
    image.save(out, "JPEG", exif=exif, dpi=(100, 100))
    return out.getvalue()


def test_pictures_become_pages_each_as_large_as_its_resolution_says():
    made = use("pictures", [tiff(10, 200), png((0, 0, 255, 255)), jpeg()])

    (data,) = made.files
    assert made.report.facts == {"pages": 4}
    sizes = [tuple(round(side) for side in page.get_size()) for page in pypdfium2.PdfDocument(data)]
    assert sizes == [(72, 108), (72, 108), (19, 10), (144, 72)]
    assert pixel(data, 1, 30, 30) == (200, 200, 200)


def test_a_jpeg_goes_in_as_it_is_and_one_lying_on_its_side_is_put_upright():
    pdf = opened(use("pictures", [jpeg()]).files[0])
    assert pdf.pages[0].obj.Resources.XObject.Picture.read_raw_bytes() == jpeg()

    (turned,) = use("pictures", [jpeg(turned=6)], {"paper": "a4", "margin": 20}).files
    assert [round(side) for side in pypdfium2.PdfDocument(turned)[0].get_size()] == [595, 842]
    assert pixel(turned, 0, 297, 421) == pytest.approx((10, 120, 200), abs=3)


@pytest.mark.parametrize("content", [b"GIF89a....", b"\x89PNG\r\n\x1a\nbroken", b"<svg/>"])
def test_what_is_no_picture_is_refused(content):
    with pytest.raises(ToolRefused, match="Picture 2 cannot be read") as refusal:
        use("pictures", [jpeg(), content])

    assert refusal.value.code == "bad_picture"


def test_what_we_print_on_pages_is_no_text_of_the_document():
    (numbered,) = use("number", [A], {"text": "Page {n} of {total}"}).files
    (stamped,) = use("stamp", [numbered], {"text": "COPY"}).files
    (data,) = use("watermark", [stamped], {"text": "DRAFT", "behind": True}).files
    (kept,) = use("extract", [data], {"pages": "2-3"}).files

    assert all(word in texts(data)[0] for word in ("Page 1 of 4", "COPY", "DRAFT"))
    assert page_texts(data) == page_texts(A)
    assert page_texts(kept) == page_texts(A)[1:3]
    assert "COPY" in page_texts(data, own_print=True)[0]


def test_bates_numbers_are_found_because_people_look_for_them():
    (data,) = use("bates", [A], {"prefix": "ACME", "start": 7}).files

    assert "ACME000008" in page_texts(data)[1]


def test_what_is_written_over_text_that_stood_there_is_told_by_its_pages():
    once = use("number", [A], {"position": "bottom-right"})

    twice = use("bates", [once.files[0]], {"prefix": "B-", "position": "bottom-right", "margin": 24, "skip": 2})

    assert once.report.dropped == ()
    assert twice.report.dropped == ("text stood there already, look at it: page 3, 4",)


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        ({"header": ["a long sentence " * 12]}, "is wider than page 1 between its margins"),
        ({"footer": ["a sentence that needs half a page", "and one in the middle of it"]}, "run into each other"),
    ],
)
def test_texts_that_have_no_room_on_the_page_are_refused(texts, words):
    with pytest.raises(ToolRefused, match=words) as refusal:
        use("head_and_foot", [A], {"size": 14, **texts})

    assert refusal.value.code == "too_wide"
