"""Memory of layouts: places that a correction shows are found again on other pages, and nothing else is believed."""

import io
from dataclasses import replace
from decimal import Decimal

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowmono.intelligence.invoices import InvoiceReading, read_invoice, read_invoice_in_child
from flowmono.intelligence.invoices.memory import (
    CERTAIN,
    FIELDS,
    Remembered,
    fingerprint,
    labels_of,
    learn,
    likeness,
    recall,
    trust,
)
from tests.intelligence.invoices.layouts import side_by_side
from tests.intelligence.invoices.pages import draw, sums, table

D = Decimal


def page(number: str, day: str, net: str, tax: str, gross: str, *, beside: bool = True, goods: int = 1) -> bytes:
    facts = sums([("Bizonylat jele", number), ("Kelt", day)])
    rows = [[f"Szék {place}", "1", net, net] for place in range(goods)]
    foot = (
        sums([("Adóalap", net), ("Adó", tax), ("Mindösszesen", gross)])
        if beside
        else table(["Adóalap", "Adó", "Mindösszesen"], [[net, tax, gross]], 0)
    )
    return draw(
        side_by_side("<b>Fehér Műhely Kft</b><br>Fő utca 3<br>1011 Budapest", "Adler Instruments GmbH<br>1010 Wien")
        + "<h2>Bizonylat</h2>"
        + facts
        + table(["Tétel", "Db", "Ár", "Érték"], rows, 1)
        + foot
        + "<p>Kérjük, hogy az összeget időben utalja át. EUR</p>"
    )


TRUTH = {"number": "FM-1044", "issue_date": "2026-03-13", "net": "1200.00", "tax": "324.00", "gross": "1524.00"}
FIRST = ("FM-1044", "13.03.2026", "1 200,00", "324,00", "1 524,00")
NEXT = ("FM-1101", "20.04.2026", "80,50", "21,74", "102,24")


def taught(reading: InvoiceReading, truth: dict[str, str]) -> list[Remembered]:
    lessons = (learn(reading, name, value) for name, value in truth.items())
    return [replace(lesson, key=lesson.field) for lesson in lessons if lesson is not None]


def scanned(pdf: bytes) -> bytes:
    document = pypdfium2.PdfDocument(pdf)
    out = io.BytesIO()
    document[0].render(scale=150 / 72).to_pil().convert("RGB").save(out, "PNG")
    document.close()
    return out.getvalue()


@pytest.mark.parametrize("beside", [True, False])
def test_what_one_page_taught_is_read_on_the_next(beside: bool) -> None:
    first = read_invoice(page(*FIRST, beside=beside), "a.pdf")
    assert first.document_problem == "DOC_NOT_INVOICE" or {"number", "gross"} <= set(first.doubtful)

    better, found = recall(read_invoice(page(*NEXT, beside=beside), "b.pdf"), taught(first, TRUTH))

    assert (better.number, str(better.issue_date)) == ("FM-1101", "2026-04-20")
    assert (better.net, better.tax, better.gross, better.payable) == (D("80.50"), D("21.74"), D("102.24"), D("102.24"))
    assert better.document_problem is None
    assert all(item.is_certain for item in found)
    assert better.evidence_for("gross") is not None


def test_a_scan_is_read_by_what_a_scan_taught() -> None:
    first = read_invoice_in_child(scanned(page(*FIRST)), "a.png")
    lessons = taught(first, TRUTH)

    better, _ = recall(read_invoice_in_child(scanned(page(*NEXT)), "b.png"), lessons)

    assert first.source == "ocr"
    assert (better.number, better.net, better.gross) == ("FM-1101", D("80.50"), D("102.24"))


def test_sums_that_make_nothing_are_asked_of_a_person() -> None:
    lessons = taught(read_invoice(page(*FIRST), "a.pdf"), TRUTH)

    better, found = recall(read_invoice(page("FM-1101", "20.04.2026", "80,50", "21,74", "999,00"), "b.pdf"), lessons)

    assert better.gross == D("999.00")
    assert {"net", "tax", "gross"} <= set(better.doubtful)
    assert not any(item.is_certain for item in found if FIELDS[item.field] == "amount")


def test_sums_that_were_read_and_agree_are_not_given_up_for_a_place_that_does_not() -> None:
    lessons = taught(read_invoice(page(*FIRST), "a.pdf"), TRUTH)
    other = read_invoice(page("FM-1101", "20.04.2026", "80,50", "21,74", "999,00"), "b.pdf")
    read = replace(other, net=D("100"), tax=D("20"), gross=D("120"))

    better, _ = recall(read, lessons)

    assert (better.net, better.tax, better.gross) == (D("100"), D("20"), D("120"))


def test_an_account_teaches_nothing() -> None:
    first = read_invoice(page(*FIRST), "a.pdf")

    assert "iban" not in FIELDS
    assert learn(first, "iban", "DE89370400440532013000") is None


def test_words_that_nobody_sees_teach_nothing() -> None:
    hidden = "<p style='color: white'>Titkos szám: FM-9999</p>"
    data = draw(f"<h2>Bizonylat</h2>{hidden}<p>Kérjük, hogy az összeget időben utalja át, köszönjük szépen.</p>")

    assert learn(read_invoice(data, "a.pdf"), "number", "FM-9999") is None


def test_a_value_that_was_put_by_itself_and_stands_nowhere_teaches_no_place() -> None:
    assert learn(read_invoice(page(*FIRST), "a.pdf"), "number", "FM-0000") is None


def test_what_a_person_struck_out_is_not_read_from_there_again() -> None:
    first = replace(read_invoice(page(*FIRST), "a.pdf"), order_ref="FM-1044")
    lesson = learn(first, "order_ref", None)
    assert lesson is not None

    wrong_again = replace(read_invoice(page(*NEXT), "b.pdf"), order_ref="FM-1101")
    right = replace(wrong_again, order_ref="PO-7")

    assert recall(wrong_again, [lesson])[0].order_ref is None
    assert recall(right, [lesson])[0].order_ref == "PO-7"


def test_another_way_to_lay_a_page_out_is_another_layout_and_more_goods_are_not() -> None:
    known = labels_of(read_invoice(page(*FIRST), "a.pdf").printed)
    longer = labels_of(read_invoice(page(*NEXT, goods=40), "b.pdf").printed)
    other = labels_of(read_invoice(draw("<h1>Számla</h1><p>Tétel: Szék, összesen 5,00</p>"), "c.pdf").printed)

    assert likeness(known, longer) > 0.8
    assert likeness(known, other) < 0.3
    assert len({fingerprint(known), fingerprint(other)}) == 2


@given(st.integers(0, 50), st.integers(0, 50), st.booleans())
def test_trust_grows_with_what_stood_and_falls_with_what_was_corrected(right: int, wrong: int, borne_out: bool) -> None:
    here = trust(right, wrong, borne_out=borne_out)

    assert 0 < here < 1
    assert trust(right + 1, wrong, borne_out=borne_out) >= here >= trust(right, wrong + 1, borne_out=borne_out)
    assert trust(1, 0, borne_out=True) >= CERTAIN > trust(1, 0, borne_out=False)


def test_what_was_corrected_as_often_as_it_stood_is_read_no_more() -> None:
    lessons = [replace(lesson, right=2, wrong=2) for lesson in taught(read_invoice(page(*FIRST), "a.pdf"), TRUTH)]

    reading = read_invoice(page(*NEXT), "b.pdf")

    assert recall(reading, lessons) == (reading, ())
