"""Pages that are stored turned: places and marks stand upright where the reader sees them."""

import io

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops

from documents.pages import frames_in
from signing import actions
from signing.fields import Kind, Laid
from signing.models import Envelope
from signing.upright import stand_upright
from tests.people import NOON, make_person
from tests.signing.life.scenes import OUTSIDER, make_paper, outside, paper, sign

TURNS = [90, 180, 270]


def turned(angle: int) -> bytes:
    """The paper of two pages, the first of which its reader sees turned."""
    with pikepdf.open(io.BytesIO(paper())) as document:
        document.pages[0].rotate(angle, relative=False)
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


def seen(pdf: bytes, number: int) -> Image.Image:
    """The page with its marks as its reader sees it, one pixel a point."""
    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    try:
        return document[number - 1].render(scale=1.0).to_pil().convert("L")
    finally:
        document.close()


@pytest.mark.parametrize("angle", TURNS)
def test_a_page_that_was_turned_looks_the_same_and_is_turned_no_more(angle: int) -> None:
    before = turned(angle)

    after = stand_upright(before)

    with pikepdf.open(io.BytesIO(after)) as document:
        assert [page.rotation % 360 for page in document.pages] == [0, 0]
    assert frames_in(after) == frames_in(before)
    for number in (1, 2):
        most = max(ImageChops.difference(seen(before, number), seen(after, number)).histogram()[128:], default=0)
        assert most == 0


def test_a_file_without_turned_pages_keeps_its_bytes() -> None:
    assert stand_upright(paper()) == paper()


@pytest.mark.django_db
@pytest.mark.parametrize("angle", TURNS)
def test_a_mark_on_a_turned_page_stands_upright_in_its_place(angle: int) -> None:
    maya = make_person("maya")
    facts = {"title": "Services agreement", "category": "services", "contract_id": None}
    envelope = actions.prepare_envelope(make_paper(turned(angle)), places=[outside(1)], at=NOON, **facts)
    width, height = (842, 595) if angle in {90, 270} else (595, 842)
    box = Laid(Kind.SIGNATURE, 0, 1, width - 220, 300, 180, 48)
    envelope = actions.arrange_places(envelope, by=maya, at=NOON, laid=[box])
    before = seen(envelope.current_version.content(), 1)

    actions.send_envelope(envelope, by=maya, at=NOON)
    sign(envelope, OUTSIDER)

    after = seen(Envelope.objects.get(pk=envelope.pk).current_version.content(), 1)
    left, upper, right, lower = (
        ImageChops.difference(before, after).point(lambda step: 255 if step > 60 else 0).getbbox()
    )
    assert after.size == before.size
    assert width - 222 <= left < right <= width - 38
    assert height - 350 <= upper < lower <= height - 298
    assert right - left > 2 * (lower - upper)
