"""The line for a date beside a signature is filled with the day on which it was signed."""

import io
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from docx import Document as Word
from weasyprint import HTML

from contracts import actions as contracts
from contracts import reactions
from contracts.models import Contract, State
from flowmono import events
from flowmono.common.models import Company
from flowmono.outbox.delivering import drain
from signing import actions, trust
from signing.dates import written_date
from signing.models import Envelope, Field
from signing.signature_blocks import find_slots
from signing.stamps import Mark, Sheet, Written, draw_sheet
from signing.verification.verifying import verify
from tests.contracts import scenes
from tests.people import NOON, make_people
from tests.signing.crypto.test_signature_blocks import laid_out
from tests.signing.life import bulk_scenes
from tests.signing.life.scenes import make_mark, sign
from vendors.models import Vendor

FORM = [
    (56, 690, "CUSTOMER: Northwind Ltd"),
    (56, 655, "Signature:"),
    (56, 640, "Name: Maya Lindqvist"),
    (56, 625, "Title: CEO"),
]


def dated(*pieces: tuple[float, float, str]) -> list[tuple[float, float, float, float] | None]:
    return [slot.dated for slot in find_slots(*laid_out(*pieces), [595])]


def test_the_date_of_a_form_stands_under_its_signature():
    assert dated(*FORM, (56, 610, "Date:")) == [(85.0, 608.0, 235.0, 622.0)]


def test_a_line_to_write_on_is_written_on():
    assert dated(*FORM, (56, 610, "Date: ____________")) == [(86.33, 608.0, 236.33, 622.0)]


def initialled(*pieces: tuple[float, float, str]) -> list[tuple[float, float, float, float] | None]:
    return [slot.initialled for slot in find_slots(*laid_out(*pieces), [595])]


def test_initials_in_the_block_have_their_own_place_beside_the_date():
    assert initialled(*FORM, (56, 610, "Initials: ____")) == [(103.87, 608.0, 253.87, 622.0)]
    both = (*FORM, (56, 610, "Initials: ____"), (250, 610, "Date: ________"))
    assert initialled(*both) == [(103.87, 608.0, 244.0, 622.0)]
    assert initialled(*FORM) == [None]


def test_signature_and_date_may_stand_on_one_line():
    assert dated((56, 655, "Signature: ______________"), (250, 655, "Date: __________")) == [
        (280.31, 653.0, 430.31, 667.0)
    ]


def test_a_date_that_is_written_already_and_a_block_without_one_have_no_room():
    assert dated(*FORM, (56, 610, "Date:"), (100, 610, "1 March 2027")) == [None]
    assert dated(*FORM, (56, 610, "Date: 1 March 2027")) == [None]
    assert dated(*FORM) == [None]


def test_a_table_has_the_dates_of_all_parties_in_one_row_and_the_next_block_keeps_its_own():
    found = dated(
        (190, 620, "PROVIDER: Ose Software OÜ"), (380, 620, "CUSTOMER: Northwind Trading Ltd"),
        (60, 590, "Signature"),
        (60, 555, "Print Name"), (190, 555, "Vera Ose"), (380, 555, "Maya Lindqvist"),
        (60, 520, "Date"),
    )  # fmt: skip
    stacked = dated(*FORM, (56, 560, "Signature:"), (56, 545, "Name: Vera Ose"), (56, 530, "Date:"))

    assert found == [(190.0, 518.0, 340.0, 532.0), (380.0, 518.0, 530.0, 532.0)]
    assert stacked == [None, (85.0, 528.0, 235.0, 542.0)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It begins on 1 March 2027.", "26 November 2026"),
        ("It begins on March 1, 2027 and ends on April 1, 2028.", "November 26, 2026"),
        ("Sie beginnt am 1. März 2027.", "26. November 2026"),
        ("Empieza el 1 de marzo de 2027.", "26 de noviembre de 2026"),
        ("Il commence le 1 mars 2027.", "26 novembre 2026"),
        ("No day at all, 2027-03-01.", "26 November 2026"),
    ],
)
def test_a_day_is_written_as_the_document_writes_its_days(text: str, words: str):
    assert written_date(date(2026, 11, 26), text) == words


def test_the_day_is_drawn_beside_the_mark():
    mark = Mark("Vera Ose", datetime(2026, 11, 26, 9, tzinfo=UTC))
    day = Written("26 November 2026", (30.0, 90.0, 120.0, 14.0))

    drawn = draw_sheet(Sheet("Vera Ose", ((mark, (0.0, 0.0, 180.0, 50.0)),), (day,)), width=180, height=104)

    words = subprocess.run(["pdftotext", "-", "-"], input=drawn, capture_output=True, check=True).stdout.decode()
    assert "26 November 2026" in words
    assert "Signed by Vera Ose" in words


def agreement(*_paragraphs: str) -> bytes:
    """A draft with a signature table, as cover pages have them."""
    draft = Word()
    for words in scenes.TEXT:
        draft.add_paragraph(words)
    rows = [
        ("", "CUSTOMER: Alder Foods Ltd", "SUPPLIER: Brightwell Consulting Ltd"),
        ("Signature", "", ""),
        ("Print Name", "Sam Whitfield", "Vera Ose"),
        ("Date", "", ""),
    ]
    table = draft.add_table(len(rows), 3)
    for row, cells in zip(table.rows, rows, strict=True):
        row.height = 460000
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words
    file = io.BytesIO()
    draft.save(file)
    return file.getvalue()


@pytest.mark.django_db
def test_every_signature_fills_its_own_date_and_the_signed_paper_stays_whole(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    maya, pierre, sam = make_people("maya", "pierre", "sam")
    Company.objects.create(name="Alder Foods Ltd")
    monkeypatch.setattr(scenes, "word_file", agreement)
    contract = contracts.confirm_terms(scenes.converted(pierre), by=maya, at=NOON)
    vendor = Vendor.objects.create(name="Brightwell Consulting Ltd")
    facts = {
        "counterparty_signer": "Vera Ose",
        "counterparty_email": "vera@brightwell.example",
        "state": State.APPROVED,
    }
    Contract.objects.filter(pk=contract.pk).update(vendor=vendor, **facts)
    make_mark(sam, categories=[], limit=None)
    reactions.prepare_envelope(
        events.ContractApproved(case_id=contract.pk, at=NOON, contract_id=contract.pk, number=contract.number)
    )
    envelope = actions.send_envelope(Envelope.objects.get(), by=maya, at=NOON)
    assert Field.objects.filter(kind="date").count() == 2

    for email in (sam.email, "vera@brightwell.example"):
        actions.invite_whose_turn_it_is(Envelope.objects.get(), at=NOON)
        sign(envelope, email)

    signed = Envelope.objects.get(pk=envelope.pk).current_version.content()
    (tmp_path / "signed.pdf").write_bytes(signed)
    words = subprocess.run(["pdftotext", "-layout", tmp_path / "signed.pdf", "-"], capture_output=True, check=True)
    row = next(line for line in words.stdout.decode().splitlines() if line.strip().startswith("Date"))
    assert row.count(written_date(NOON.date(), "1 March 2027")) == 2


@pytest.mark.django_db
def test_a_block_that_runs_over_the_end_of_a_page_is_dated_on_the_next_one_and_the_signed_paper_stays_whole():
    words = "<h1>Non-disclosure agreement</h1><p>It begins on 1 March 2027.</p><p style='margin-top:4cm'>Signature: ___________________</p>"
    rest = "<p>Name: ___________________</p><p style='break-before:page'>Date: ___________________</p>"
    paper = bytes(HTML(string=f"<html lang=en><title>NDA</title>{words}{rest}</html>").write_pdf())
    made = bulk_scenes.sent(data=paper)
    envelope = Envelope.objects.get(bulk_row__bulk=made, bulk_row__email="vera@example.com")

    places = envelope.fields.order_by("page", "kind").values_list("kind", "page")
    sign(envelope, "vera@example.com")
    drain()

    assert list(places) == [("name", 1), ("signature", 1), ("date", 2)]
    sealed = Envelope.objects.get(pk=envelope.pk).current_version.content()
    verdict = verify(sealed, trust=trust.roots(), between=trust.between(), crls=trust.lists_at_hand())
    assert verdict.reasons == ()
    second = subprocess.run(["pdftotext", "-f", "2", "-", "-"], input=sealed, capture_output=True, check=True).stdout
    assert "March 2027" in second.decode()
