"""What a place for an entry is called is printed beside it, where there is room, and can be read in the file."""

import io

import pypdfium2 as pdfium
from weasyprint import HTML

from signing.fields import Kind, Laid, Page
from signing.printed_labels import place_of_label, print_labels

A4 = Page(0.0, 0.0, 595.28, 841.89)
TICK = Laid(Kind.CHECKBOX, 0, 1, 100, 600, 12, 12, label="We have insurance")
CHOICE = Laid(Kind.CHOICE, 0, 1, 100, 500, 120, 16, label="Support level", options=("Silver", "Gold"))


def paper() -> bytes:
    return bytes(HTML(string="<html lang=en><title>Paper</title><style>@page{size:A4}</style><p>Terms.").write_pdf())


def text_at(pdf: bytes, box: tuple[float, float, float, float]) -> str:
    page = pdfium.PdfDocument(io.BytesIO(pdf))[0].get_textpage()
    left, bottom, right, top = box
    return " ".join(page.get_text_bounded(left - 1, bottom - 1, right + 1, top + 1).split())


def test_the_label_of_a_box_to_tick_stands_beside_it_and_of_a_choice_above_it():
    printed = print_labels(paper(), [TICK, CHOICE], [A4], {})

    assert text_at(printed, (112, 598, 300, 614)) == "We have insurance"
    assert text_at(printed, (100, 516, 300, 526)) == "Support level"


def test_a_label_gives_way_to_words_that_stand_there():
    beside = (112.0, 598.0, 250.0, 611.0)

    spot = place_of_label(TICK, A4, [beside])

    assert spot is not None
    assert spot[1] >= 612


def test_what_the_page_says_around_the_place_is_not_printed_over_it():
    around = [
        (90.0, 560.0, 400.0, 599.9),
        (90.0, 612.1, 400.0, 640.0),
        (112.1, 598.0, 400.0, 614.0),
        (20.0, 598.0, 99.0, 614.0),
    ]

    assert place_of_label(TICK, A4, around, said="☐ We have insurance: yes") is None
    assert place_of_label(TICK, A4, around, said="Other words") is not None


def test_a_long_label_is_broken_into_lines_within_the_page():
    long = Laid(Kind.CHECKBOX, 0, 1, 480, 600, 12, 12, label="We have an insurance that covers what we do for others")

    spot = place_of_label(long, A4, [])

    assert spot is not None
    assert spot[2] <= 595.28
    assert spot[3] - spot[1] > 16


def test_a_paper_without_places_for_entries_stays_as_it_is():
    data = paper()

    assert print_labels(data, [Laid(Kind.SIGNATURE, 0, 1, 100, 100, 160, 40)], [A4], {}) is data
