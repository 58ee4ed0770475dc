"""Redaction removes: the words are in no stream, no string and no pixel any more; what stood beside them is untouched."""

import io

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from documents.toolbox import ToolRefused
from documents.toolbox.catalogue import use
from documents.toolbox.papers import open_paper, written
from documents.toolbox.recognising import Seen, _lay_over
from documents.toolbox.redaction.finding import read_letters
from documents.toolbox.sandbox import look_before_redacting
from tests.documents.toolbox.papers import html, opened, raw, texts

LETTER = html(
    "<section><h1>Offer to Quentin Zweig</h1><p>Dear Quentin Zweig, the price is 4711 euros, payable in May.</p>"
    "<p>Account DE44 5001 0517 5407 3249 31.</p></section><section><p>Nothing to hide here.</p></section>"
)


def page_of(content, *, fonts=None, more=None, size=(300, 200), **entries):
    """A one-page file with this content stream; F1 is Helvetica without widths."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=size)
    page = pdf.pages[0].obj
    helvetica = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    page.Resources = Dictionary(Font=Dictionary(fonts or {"/F1": helvetica}))
    for key, thing in (more(pdf) if more else {}).items():
        page.Resources[key] = thing
    page.Contents = pdf.make_stream(content)
    for key, value in entries.items():
        page[Name("/" + key)] = value
    return written(pdf)


def filled_in(words):
    """A page with a form field in which these words stand."""
    pdf = opened(page_of(b"BT /F1 12 Tf 20 20 Td (text) Tj ET"))
    page = pdf.pages[0].obj
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Tx,
            T=String("who"),
            V=String(words),
            DA=String("/F1 12 Tf 0 g"),
            Rect=Array([100, 50, 200, 70]),
        )
    )
    page.Annots = Array([field])
    pdf.Root.AcroForm = Dictionary(
        Fields=Array([field]), NeedAppearances=True, DR=page.Resources, DA=String("/F1 12 Tf 0 g")
    )
    return written(pdf)


def shown_codes(data):
    """Every text string that is drawn on the first page and in its forms, codes as they are."""
    pdf, found = opened(data), b""
    things = [pdf.pages[0], *(f for f in pdf.objects if isinstance(f, pikepdf.Stream) and f.get("/Subtype") == "/Form")]
    for thing in things:
        for operands, operator in pikepdf.parse_content_stream(thing):
            if str(operator) == "Tj":
                found += bytes(operands[0])
            if str(operator) == "TJ":
                found += b"".join(bytes(part) for part in operands[0] if isinstance(part, String))
    return found


def is_black(data, page, x, y):
    bitmap = pypdfium2.PdfDocument(data)[page].render(scale=2).to_pil().convert("L")
    return bitmap.getpixel((int(x * 2), bitmap.height - int(y * 2))) < 30


def test_words_are_gone_from_the_page_and_everything_beside_it_stays():
    made = use("redact", [LETTER], {"words": ["Quentin Zweig"]})

    (data,) = made.files
    assert "Quentin" not in "".join(texts(data))
    assert "Offer to" in texts(data)[0]
    assert ", the price is 4711 euros, payable in May." in texts(data)[0]
    assert texts(data)[1] == texts(LETTER)[1]
    assert made.report.facts["pages"] == [1]
    assert made.report.facts["pictured_pages"] == {}
    assert made.report.facts["still_elsewhere"] == 0


def test_words_are_gone_from_bookmarks_metadata_and_every_string():
    titled = opened(LETTER)
    titled.docinfo["/Title"] = "For Quentin Zweig"
    titled.attachments["Quentin Zweig.txt"] = b"Quentin Zweig"
    with titled.open_metadata() as metadata:
        metadata["dc:title"] = "For Quentin Zweig"
    source = written(titled)
    assert b"Zweig" in raw(source)

    (data,) = use("redact", [source], {"words": ["quentin  zweig"]}).files

    everything = raw(data)
    assert b"Zweig" not in everything
    assert "Zweig".encode("utf-16-be") not in everything
    assert opened(data).Root.Outlines.First.Title == "█████"


def test_expressions_find_what_has_a_form():
    (data,) = use("redact", [LETTER], {"expressions": [r"DE\d\d(?: ?\d{4}){4} ?\d\d"]}).files

    assert "5001" not in texts(data)[0]
    assert "Account" in texts(data)[0]


def test_an_area_takes_glyphs_one_by_one_and_leaves_their_neighbours():
    source = page_of(b"BT /F1 20 Tf 50 100 Td (ABCDEF) Tj ET")
    # Helvetica at 20 points: A and B are 13.34 wide, C 14.44.
    made = use("redact", [source], {"areas": [[1, 50 + 13.4, 95, 13.0, 20]]})

    (data,) = made.files
    assert shown_codes(data) == b"ACDEF"
    assert texts(data)[0].replace(" ", "") == "ACDEF"
    assert is_black(data, 0, 70, 105)
    assert made.report.facts["glyphs"] == 1


@pytest.mark.parametrize(
    "content",
    [
        b"BT /F1 12 Tf 14 TL 20 150 Td (keep) Tj (SECRET) ' ET",
        b'BT /F1 12 Tf 14 TL 20 150 Td (keep) Tj 1 2 (SECRET) " ET',
        b"BT /F1 12 Tf 20 150 Td [(keep) -200] TJ 0 -14 TD (SECRET) Tj T* (end) Tj ET",
        b"q 2 0 0 2 0 0 cm BT 50 Tz 3 Ts 1 Tc /F1 6 Tf 10 75 Td (keep) Tj 1 0 0 1 10 66 Tm [(SE) 20 (CRET)] TJ ET Q",
        b"Q Q q BT /F1 12 Tf 20 150 Td (keep) Tj 3 Tr 0 -14 Td (SECRET) Tj ET",
        b"BT /F1 12 Tf 20 150 Td (keep) Tj ET /Span << /ActualText (SECRET) >> BDC BT /F1 12 Tf 20 136 Td (SECRET) Tj ET EMC",
    ],
)
def test_every_way_of_showing_text_is_followed(content):
    made = use("redact", [page_of(content)], {"words": ["SECRET"]})

    (data,) = made.files
    assert b"SECRET" not in raw(data)
    assert not set(b"SCRT") & set(shown_codes(data))
    assert "keep" in texts(data)[0]
    assert made.report.facts["pictured_pages"] == {}


def test_text_in_a_form_that_another_page_draws_too_is_removed_on_this_page_only():
    def with_form(pdf):
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
        form = pdf.make_stream(b"BT /F1 12 Tf 5 5 Td (SECRET) Tj ET", Type=Name.XObject, Subtype=Name.Form)
        form.BBox, form.Resources = Array([0, 0, 100, 20]), Dictionary(Font=Dictionary(F1=font))
        return {"/XObject": Dictionary(Stamp=form)}

    pdf = opened(page_of(b"q 1 0 0 1 50 50 cm /Stamp Do Q", more=with_form))
    pdf.pages.append(pdf.pages[0])

    (data,) = use("redact", [written(pdf)], {"words": ["SECRET"], "pages": "1"}).files

    assert "SECRET" not in texts(data)[0]
    assert "SECRET" in texts(data)[1]


def photo(pdf, colour=(200, 30, 30), **entries):
    pixels = Image.new("RGB", (60, 40), colour)
    return pdf.make_stream(
        pixels.tobytes(),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=60,
        Height=40,
        ColorSpace=Name.DeviceRGB,
        BitsPerComponent=8,
        **entries,
    )


def test_pixels_under_an_area_are_black_in_the_picture_itself():
    source = page_of(b"q 120 0 0 80 50 50 cm /Im Do Q", more=lambda pdf: {"/XObject": Dictionary(Im=photo(pdf))})

    (data,) = use("redact", [source], {"areas": [[1, 50, 50, 60, 80]]}).files

    pdf = opened(data)
    (picture,) = pdf.pages[0].get_images().values()
    pixels = pikepdf.PdfImage(picture).as_pil_image()
    assert pixels.getpixel((10, 20)) == (0, 0, 0)
    assert pixels.getpixel((50, 20)) == (200, 30, 30)
    assert raw(data).count(bytes([200, 30, 30])) < 60 * 40 * 0.6


def test_a_picture_wholly_under_an_area_leaves_the_file_though_another_page_lists_it():
    pdf = opened(page_of(b"q 40 0 0 40 50 50 cm /Im Do Q", more=lambda pdf: {"/XObject": Dictionary(Im=photo(pdf))}))
    pdf.add_blank_page()
    pdf.pages[0].obj.Resources = pdf.make_indirect(pdf.pages[0].obj.Resources)
    pdf.pages[1].obj.Resources = pdf.pages[0].obj.Resources

    (data,) = use("redact", [written(pdf)], {"areas": [[1, 40, 40, 60, 60]]}).files

    pdf = opened(data)
    assert not pdf.pages[0].get_images()
    assert bytes([200, 30, 30]) * 4 not in raw(data)


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_areas_are_measured_on_the_page_as_it_is_shown(turned):
    content = b"BT /F1 12 Tf 120 120 Td (SECRET) Tj 0 -40 Td (keep) Tj ET"
    source = page_of(content, Rotate=turned, CropBox=Array([100, 50, 280, 180]))
    x, y, width, height = 118 - 100, 115 - 50, 70, 20
    shown = {
        0: [x, y, width, height],
        90: [y, 180 - x - width, height, width],
        180: [180 - x - width, 130 - y - height, width, height],
        270: [130 - y - height, x, height, width],
    }[turned]

    made = use("redact", [source], {"areas": [[1, *shown]]})

    (data,) = made.files
    assert shown_codes(data) == b"keep"
    assert made.report.facts["glyphs"] == 6
    assert made.report.facts["pictured_pages"] == {}
    assert made.report.facts["areas"] == [[1, *shown]]


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_look_before_says_where_on_the_page_as_it_is_shown_and_which_words_lie_there(turned):
    content = b"BT /F1 12 Tf 120 120 Td (SECRET) Tj 0 -40 Td (keep) Tj ET"
    source = page_of(content, Rotate=turned, CropBox=Array([100, 50, 280, 180]))

    seen = look_before_redacting(source, {"words": ["secret"], "areas": [[1, 100, 100, 5, 5]]})
    (place, bare) = seen["areas"]
    made = use("redact", [source], {"areas": [place]})

    assert seen["under"] == ["SECRET", ""]
    assert bare == [1, 100, 100, 5, 5]
    assert shown_codes(made.files[0]) == b"keep"
    assert made.report.facts["glyphs"] == 6


def test_what_somebody_filled_in_is_among_the_words_and_a_report_never_repeats_them():
    filled = filled_in("Quentin Zweig")
    options = {"areas": [[1, 0, 0, 300, 200]]}

    (under,) = look_before_redacting(filled, options)["under"]
    report = use("redact", [filled], options).report.as_json()

    assert "Zweig" in under
    assert "Zweig" not in str(report)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (
            b"0 0 m 100 300 250 0 280 190 c S BT /F1 12 Tf 120 100 Td (SECRET) Tj ET",
            "a drawing that reaches under an area",
        ),
        (b"BT /F2 12 Tf 120 100 Td (SECRET) Tj ET", "a font is missing"),
    ],
)
def test_a_page_that_cannot_be_edited_with_certainty_becomes_a_picture_and_says_so(content, why):
    made = use("redact", [page_of(content)], {"areas": [[1, 110, 90, 80, 30]]})

    (data,) = made.files
    assert made.report.facts["pictured_pages"] == {"1": why}
    assert texts(data) == [""]
    assert b"SECRET" not in raw(data)
    assert is_black(data, 0, 150, 105)
    assert any("made a picture" in sentence for sentence in made.report.done)


def test_links_fields_and_notes_under_an_area_go():
    pdf = opened(page_of(b"BT /F1 12 Tf 20 20 Td (text) Tj ET"))
    page = pdf.pages[0].obj
    link = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Link,
        Rect=Array([100, 100, 150, 120]),
        A=Dictionary(S=Name.URI, URI=String("https://example.org/secret-client")),
    )
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([10, 150, 30, 170]), Contents=String("ask SECRET"))
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Tx,
            T=String("who"),
            V=String("SECRET"),
            DA=String("/F1 12 Tf 0 g"),
            Rect=Array([100, 50, 200, 70]),
        )
    )
    page.Annots = Array([link, note, field])
    pdf.Root.AcroForm = Dictionary(
        Fields=Array([field]), NeedAppearances=True, DR=page.Resources, DA=String("/F1 12 Tf 0 g")
    )

    (data,) = use("redact", [written(pdf)], {"words": ["SECRET"], "areas": [[1, 90, 90, 70, 40]]}).files

    assert b"SECRET" not in raw(data)
    assert b"secret-client" not in raw(data)
    assert "SECRET" not in texts(data)[0]
    assert "text" in texts(data)[0]


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({}, "nothing_found"),
        ({"words": ["Nobody"]}, "nothing_found"),
        ({"words": [" "]}, "bad_words"),
        ({"expressions": ["("]}, "bad_expression"),
        ({"areas": [[1, 2, 3]]}, "bad_area"),
        ({"areas": [[9, 0, 0, 10, 10]]}, "bad_area"),
        ({"areas": [[1, float("nan"), 0, 10, 10]]}, "bad_area"),
        ({"areas": [[1, 0, 0, float("inf"), 10]]}, "bad_area"),
        ({"areas": [[1, 0, 0, -10, 10]]}, "bad_area"),
    ],
)
def test_what_cannot_be_redacted_is_refused(options, code):
    with pytest.raises(ToolRefused) as refusal:
        use("redact", [LETTER], options)
    with pytest.raises(ToolRefused) as looked:
        look_before_redacting(LETTER, options)

    assert (refusal.value.code, looked.value.code) == (code, code)


def test_metadata_attachments_scripts_and_dates_are_removed_and_pages_stay():
    pdf = opened(LETTER)
    pdf.docinfo["/Author"] = "Quentin Zweig"
    pdf.attachments["a.txt"] = b"attached words"
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    with pdf.open_metadata() as metadata:
        metadata["dc:creator"] = ["Quentin Zweig"]

    made = use("clean", [written(pdf)])

    (data,) = made.files
    clean = opened(data)
    assert b"app.alert" not in raw(data)
    assert b"attached words" not in raw(data)
    assert (len(clean.docinfo), len(clean.attachments), "/Metadata" in clean.Root) == (0, 0, False)
    assert texts(data) == texts(LETTER)
    assert "1 attached file" in made.report.facts["removed"]


def test_flattening_keeps_what_a_field_shows_and_no_field():
    made = use("flatten", [filled_in("Vera")])

    (data,) = made.files
    assert "Vera" in texts(data)[0]
    assert "/AcroForm" not in opened(data).Root
    assert made.report.facts == {"flattened": 1, "lost": 0}


def test_the_same_file_and_words_give_the_same_bytes():
    first, second = (use("redact", [LETTER], {"words": ["Zweig"]}).files for _ in range(2))

    assert first == second
    assert len(io.BytesIO(first[0]).getvalue()) > 1000


LINE = "Dear Quentin Zweig, the price is 4711 euros."


def read_scan(source, shifted):
    """The page as a picture, and over it its line as a recogniser lays it: one box around the line, a little beside the ink."""
    picture = io.BytesIO()
    page = pypdfium2.PdfDocument(source)[0]
    page.render(scale=200 / 72).to_pil().convert("L").save(picture, "PNG", dpi=(200, 200))
    paper = open_paper(use("pictures", [picture.getvalue()]).files[0])
    boxes = [box for box in read_letters(page).boxes if box]
    left, right = min(box.left for box in boxes) + shifted, max(box.right for box in boxes) + shifted
    bottom, top = min(box.bottom for box in boxes) - 1, max(box.top for box in boxes) - 2
    _lay_over(paper.pdf, {0: [Seen(LINE, ((left, top), (right, top), (right, bottom), (left, bottom)), 0.9)]})
    return written(paper.pdf)


def lightest(shown, box):
    """The lightest pixel in a box in points, of a page shown three times as large."""
    top = shown.height / 3 - box.top
    sides = (box.left * 3, top * 3, box.right * 3, (top + box.height) * 3)
    return shown.crop(tuple(round(side) for side in sides)).getextrema()[1]


@pytest.mark.parametrize("shifted", [-6, 0, 6])
def test_over_a_scan_whole_letters_go_though_the_words_lie_beside_their_ink(shifted):
    source = html(f"<p>{LINE}</p>")
    letters = read_letters(pypdfium2.PdfDocument(source)[0])
    start = letters.text.index("Quentin Zweig")

    made = use("redact", [read_scan(source, shifted)], {"words": ["Quentin Zweig"]})

    shown = pypdfium2.PdfDocument(made.files[0])[0].render(scale=3).to_pil().convert("L")
    assert all(lightest(shown, box) < 60 for box in letters.boxes[start : start + len("Quentin Zweig")] if box)
    assert all(lightest(shown, box) > 200 for box in letters.boxes[LINE.index("price") :] if box)
    assert made.report.facts["scanned_pages"] == [1]
    assert made.report.facts["pictured_pages"] == {}
    assert "Zweig" not in texts(made.files[0])[0]


def test_pages_that_no_word_can_be_found_on_are_named():
    picture = io.BytesIO()
    Image.new("L", (400, 300), 200).save(picture, "PNG")
    scan = use("pictures", [picture.getvalue()]).files[0]
    both = use("merge", [LETTER, scan]).files[0]

    made = use("redact", [both], {"words": ["Quentin Zweig"]})

    assert made.report.facts["unread_pages"] == [3]
    assert made.report.facts["scanned_pages"] == []
