"""Scans are read in the background, piece by piece; a person may leave the page, and may stop it."""

import io
from importlib.util import find_spec

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image, ImageDraw, ImageFont

from contracts.models import Contract, State
from documents.models import Document, Step, StepState, TextLayer
from documents.toolbox.catalogue import use
from documents.working import actions, running
from documents.working.running import Other, Wanted
from flowmono.common.refusals import Conflict, NotAllowed
from flowmono.outbox.models import RecordedEvent
from tests.documents.working import scenes
from tests.people import NOON, make_person

# Looked for, not imported: only the child that reads a scan loads it.
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(find_spec("rapidocr") is None, reason="the recogniser is not installed"),
]


def scan(*lines: str) -> bytes:
    """A PDF of one page that is a picture of these lines. The recogniser enlarges what is narrow: a square costs it least."""
    picture = Image.new("RGB", (560, 560), "white")
    font = ImageFont.truetype("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", 44)
    for place, line in enumerate(lines):
        ImageDraw.Draw(picture).text((80, 60 + 80 * place), line, fill="black", font=font)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return use("pictures", [out.getvalue()], {"paper": "fit"}).files[0]


def scans(count: int) -> bytes:
    pdf = pikepdf.Pdf.new()
    for number in range(1, count + 1):
        with pikepdf.open(io.BytesIO(scan(f"Annex number {number}"))) as one:
            pdf.pages.extend(one.pages)
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def with_scans(count: int) -> Contract:
    """A contract of four pages to which so many scanned pages were added."""
    contract = scenes.in_review(make_person("pierre"))
    wanted = Wanted("insert", {"before": 5}, [Other.brought("scan.pdf", scans(count))])
    actions.take_step(contract.document, wanted, by=make_person("pierre"), at=NOON)
    return contract


def next_piece(step: Step) -> Step:
    wanted = RecordedEvent.objects.filter(name="StepWanted").order_by("-id")[0].event
    running.do_piece(step.pk, done=wanted.done, at=NOON)
    return Step.objects.get(pk=step.pk)


def test_a_scan_is_read_piece_by_piece_and_its_words_are_found(client: Client) -> None:
    pierre = make_person("pierre")
    contract = with_scans(1)
    before = scenes.now(contract.document)
    wanted = Wanted("recognise", {"pages": "3-5"})

    step = actions.take_step(contract.document, wanted, by=pierre, at=NOON)
    assert (step.state, step.total, scenes.now(contract.document)) == (StepState.RUNNING, 3, before)
    client.force_login(pierre)
    page = client.get(reverse("working:prepare", args=[contract.document_id])).content.decode()
    step = next_piece(step)

    assert "0 of 3 pages" in page
    assert step.state == StepState.DONE
    now = scenes.now(contract.document)
    assert now == step.to_version
    layer = TextLayer.objects.get(version=now)
    assert "Annex number 1" in layer.text
    assert layer.page_at(layer.text.index("Annex number 1")) == 5
    assert layer.text.startswith("Services Agreement")
    assert step.report["facts"]["pages"][0]["words"] == 3


def test_the_pieces_of_a_long_scan_follow_each_other() -> None:
    contract = with_scans(4)
    step = actions.take_step(contract.document, Wanted("recognise", {"pages": "5-8"}), by=make_person("maya"), at=NOON)

    middle = next_piece(step)
    assert (middle.state, middle.done, middle.total) == (StepState.RUNNING, 3, 4)
    running.do_piece(step.pk, done=0, at=NOON)  # told twice
    assert Step.objects.get(pk=step.pk).done == 3
    done = next_piece(middle)

    assert (done.state, done.between) == (StepState.DONE, "")
    assert [page["page"] for page in done.report["facts"]["pages"]] == [5, 6, 7, 8]
    text = TextLayer.objects.get(version=scenes.now(contract.document)).text
    assert [f"Annex number {n}" in text for n in (1, 2, 3, 4)] == [True] * 4


def test_nothing_else_is_done_meanwhile_and_a_person_stops_it() -> None:
    pierre = make_person("pierre")
    contract = with_scans(1)
    before = scenes.now(contract.document)
    step = actions.take_step(contract.document, Wanted("recognise"), by=pierre, at=NOON)

    with pytest.raises(Conflict, match="still at work"):
        actions.take_step(contract.document, Wanted("delete", {"pages": "1"}), by=pierre, at=NOON)
    with pytest.raises(NotAllowed):
        actions.stop(step, by=make_person("aud"), at=NOON)
    actions.stop(step, by=pierre, at=NOON)
    running.do_piece(step.pk, done=0, at=NOON)

    assert Step.objects.get(pk=step.pk).state == StepState.CANCELLED
    assert scenes.now(contract.document) == before


def test_what_was_submitted_meanwhile_is_not_changed_any_more() -> None:
    contract = with_scans(1)
    before = scenes.now(contract.document)
    step = actions.take_step(contract.document, Wanted("recognise", {"pages": "5"}), by=make_person("pierre"), at=NOON)
    Contract.objects.filter(pk=contract.pk).update(state=State.IN_APPROVAL)

    step = next_piece(step)

    assert step.state == StepState.FAILED
    assert "before its approvers" in step.problem
    assert scenes.now(contract.document) == before


def test_a_document_without_a_scan_says_so() -> None:
    contract = scenes.in_review(make_person("pierre"))
    step = actions.take_step(contract.document, Wanted("recognise"), by=make_person("pierre"), at=NOON)

    while step.state == StepState.RUNNING:
        step = next_piece(step)

    assert (step.state, step.problem) == (
        StepState.FAILED,
        "Every page chosen holds text already: there is nothing to recognise.",
    )
    assert Document.objects.get(pk=contract.document_id).steps.count() == 1
