"""Places on a document: arranged by a person before it is sent, filled in by its signers, drawn by their signatures alone."""

import io
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, StreamObject

from documents.models import TextLayer, Version
from flowmono.common.now import moment
from flowmono.common.refusals import Conflict, Invalid, NotAllowed
from flowmono.outbox.delivering import drain
from signing import actions, sealing, trust
from signing.fields import Kind, Laid, Page, faults_of, initials_of, laid_on, names_of, read_laid, signature_fields
from signing.models import Envelope, Layout, RecipientState
from signing.overlaps import touching_in_words
from signing.verification.verifying import verify
from tests.people import NOON, make_person
from tests.signing.life.scenes import (
    EVIDENCE,
    OUTSIDER,
    inside,
    make_mark,
    outside,
    place_of,
    prepared,
    shown_of,
    sign,
)

A4 = Page(0, 0, 595, 842)
FILLED = {"Signer 2 text": "PO-7731", "Signer 2 checkbox": "yes", "Signer 2 choice": "By courier"}


def laid(kind: str, signer: int, page: int, x: float, y: float, width: float, height: float, **facts: Any) -> Laid:
    return Laid(kind, signer, page, x, y, width, height, **facts)


PLACES = [
    laid(Kind.INITIALS, 0, 1, 480, 60, 48, 24),
    laid(Kind.INITIALS, 1, 1, 530, 60, 48, 24),
    laid(Kind.SIGNATURE, 0, 2, 72, 300, 180, 48),
    laid(Kind.SIGNATURE, 1, 2, 320, 300, 180, 48),
    laid(Kind.DATE, 1, 2, 320, 270, 110, 16),
    laid(Kind.TEXT, 1, 2, 320, 240, 150, 16, label="Purchase order number"),
    laid(Kind.CHECKBOX, 1, 2, 320, 220, 12, 12, label="We need an advance copy"),
    laid(Kind.CHOICE, 1, 2, 320, 190, 150, 16, label="Delivery", options=("By courier", "Collected")),
]


def arranged(places: list[Laid]) -> Envelope:
    """A draft for Sam (ours) and Vera, with these places on it."""
    sam = make_person("sam")
    make_mark(sam)
    envelope = prepared(inside(sam), outside(1))
    return actions.arrange_places(envelope, by=make_person("maya"), at=NOON, laid=places)


def fill_and_sign(envelope: Envelope, entered: dict[str, str]) -> None:
    vera = place_of(envelope, OUTSIDER)
    actions.view(vera, by=vera, at=NOON + timedelta(hours=2))
    actions.sign(
        vera,
        by=vera,
        at=NOON + timedelta(hours=2),
        seen_sha256=shown_of(envelope),
        consent=True,
        evidence=EVIDENCE,
        entered=entered,
    )


def is_ticked(answer: Any) -> bool:
    """Whether the tick of consent is set on this page."""
    (tick,) = re.findall(r'<input type="checkbox"\s+name="consent"[^>]*>', answer.content.decode())
    return " checked" in tick


def words_of(version: Version) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(version.content())).pages]


def drawn_in(version: Version) -> dict[str, str]:
    """The words that each signature field of the file draws."""
    found = {}
    for page in PdfReader(io.BytesIO(version.content())).pages:
        for note in page.get("/Annots") or ():
            field = note.get_object()
            if "/V" in field and "/AP" in field:
                found[field["/T"]] = field["/AP"]["/N"].get_object()
    return {name: _text_in(form) for name, form in found.items()}


def _text_in(form: Any) -> str:
    page = PdfReader(io.BytesIO(_as_page(form))).pages[0]
    return page.extract_text()


def _as_page(form: Any) -> bytes:
    writer = PdfWriter()
    page = writer.add_blank_page(600, 850)
    copied = form.clone(writer)
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/XObject"): DictionaryObject({NameObject("/Fm"): copied.indirect_reference})}
    )
    content = StreamObject()
    content.set_data(b"/Fm Do")
    page[NameObject("/Contents")] = writer._add_object(content)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_what_signers_fill_in_is_drawn_by_their_signatures_and_the_file_verifies(committed: None):
    envelope = arranged(PLACES)
    actions.send_envelope(envelope, by=make_person("maya"), at=NOON)
    sign(envelope, "sam@example.com")

    fill_and_sign(envelope, FILLED)
    drain()

    sealed = Envelope.objects.get(pk=envelope.pk)
    data = sealed.current_version.content()
    assert sealed.state == "sealed"
    assert sealing.signed_fields(data) == [
        "Certification",
        "Signer 1 page 1",
        "Signer 1",
        "Signer 2 page 1",
        "Signer 2",
        "Seal",
    ]
    assert (
        verify(
            data, trust=trust.roots(), between=trust.between(), crls=trust.lists_at_hand(), expected_signers=2
        ).reasons
        == ()
    )
    drawn = drawn_in(sealed.current_version)
    assert drawn["Signer 1 page 1"].strip() == "SW"
    assert drawn["Signer 2 page 1"].strip() == "VH"
    for words in ("PO-7731", "By courier", "X", "Signed by Vera Halloran", "2027"):
        assert words in drawn["Signer 2"]


def test_a_file_without_one_persons_signature_is_an_older_version_however_many_pages_the_other_signed(
    committed: None,
):
    envelope = arranged(PLACES)
    actions.send_envelope(envelope, by=make_person("maya"), at=NOON)

    sign(envelope, "sam@example.com")

    half = Envelope.objects.get(pk=envelope.pk).current_version.content()
    verdict = verify(half, trust=trust.roots(), between=trust.between(), crls=trust.lists_at_hand(), expected_signers=2)
    assert "It is an older version of the document: 1 of 2 signatures." in verdict.reasons


@pytest.mark.parametrize(
    ("entered", "words", "place"),
    [
        ({}, "Enter “Purchase order number”.", "Signer 2 text"),
        ({**FILLED, "Signer 2 checkbox": ""}, "Tick “We need an advance copy”.", "Signer 2 checkbox"),
        ({**FILLED, "Signer 2 choice": "By pigeon"}, "Choose one of the options of “Delivery”.", "Signer 2 choice"),
        (
            {**FILLED, "Signer 2 text": "x" * 200},
            "“Purchase order number” is too long for its place in the document. Write it shorter.",
            "Signer 2 text",
        ),
    ],
)
@pytest.mark.django_db
def test_nothing_is_signed_while_an_entry_is_missing_or_cannot_be_drawn(entered: Any, words: str, place: str):
    envelope = arranged([one for one in PLACES if one.signer == 1 or one.kind == Kind.SIGNATURE])
    actions.send_envelope(envelope, by=make_person("maya"), at=NOON)
    sign(envelope, "sam@example.com")
    before = Envelope.objects.get(pk=envelope.pk).current_version_id

    with pytest.raises(Invalid) as refusal:
        fill_and_sign(envelope, entered)

    vera = place_of(envelope, OUTSIDER)
    assert refusal.value.message == words
    assert refusal.value.field == f"place-{vera.fields.get(name=place).pk}"
    assert vera.state != RecipientState.SIGNED
    assert Envelope.objects.get(pk=envelope.pk).current_version_id == before
    assert not vera.fields.exclude(value="").exists()


@pytest.mark.django_db
def test_places_are_arranged_by_who_sends_and_only_before_it_is_sent():
    envelope = arranged(PLACES)

    with pytest.raises(NotAllowed):
        actions.arrange_places(envelope, by=make_person("abel"), at=NOON, laid=PLACES)
    actions.send_envelope(envelope, by=make_person("maya"), at=NOON)
    with pytest.raises(Conflict, match="sent already"):
        actions.arrange_places(envelope, by=make_person("maya"), at=NOON, laid=PLACES)


@pytest.mark.django_db
def test_places_found_in_the_document_come_back_when_asked_for():
    sam = make_person("sam")
    envelope = prepared(inside(sam), outside())
    found = list(envelope.fields.order_by("name").values_list("name", "page", "x", "y"))
    by_hand = [laid(Kind.SIGNATURE, 0, 1, 72, 90, 180, 48), laid(Kind.SIGNATURE, 1, 1, 320, 90, 180, 48)]
    arranged_so = actions.arrange_places(envelope, by=make_person("maya"), at=NOON, laid=by_hand)
    pages_without_execution_page = len(words_of(arranged_so.current_version))

    again = actions.arrange_places(arranged_so, by=make_person("maya"), at=NOON, laid=None)

    assert pages_without_execution_page == 2
    assert list(again.fields.order_by("name").values_list("name", "page", "x", "y")) == found
    assert len(words_of(again.current_version)) == 3


@pytest.mark.django_db
def test_a_layout_serves_the_next_document_of_its_kind():
    first = arranged(PLACES)
    layout = actions.keep_layout(first, by=make_person("maya"), at=NOON, name="Services, two signers")
    second = prepared(inside(make_person("lena")), outside())

    used = actions.use_layout(second, by=make_person("maya"), at=NOON, layout=layout)

    kinds = used.fields.order_by("page", "kind").values_list("page", "kind", "label")
    assert list(kinds) == list(first.fields.order_by("page", "kind").values_list("page", "kind", "label"))
    alone = prepared(outside(1))
    with pytest.raises(Invalid, match="layout for 2 signers, and 1 sign"):
        actions.use_layout(alone, by=make_person("maya"), at=NOON, layout=layout)
    actions.forget_layout(layout, by=make_person("maya"), at=NOON)
    assert not Layout.objects.exists()


@pytest.mark.django_db
def test_the_page_saves_places_and_loses_nothing_that_was_arranged_when_they_cannot_be_used(client: Any):
    sam, maya = make_person("sam"), make_person("maya")
    envelope = prepared(inside(sam), outside())
    client.force_login(maya)
    address = f"/signing/envelopes/{envelope.pk}/places/"
    one = '{"kind":"signature","signer":%d,"page":1,"x":72,"y":%d,"width":180,"height":48}'
    half, whole = f"[{one % (0, 300)}]", f"[{one % (0, 300)},{one % (1, 200)}]"

    refused = client.post(address, {"act": "save", "places": half})
    saved = client.post(address, {"act": "save", "places": whole})

    assert refused.status_code == 422
    assert "Vera Halloran has no place for a signature. Add one." in refused.content.decode()
    assert '"y": 300' in refused.content.decode()
    assert (saved.status_code, saved["Location"]) == (302, address)
    assert sorted(envelope.fields.values_list("page", "y")) == [(1, 200), (1, 300)]
    assert client.post(address, {"act": "save", "places": "[{]"}).status_code == 422


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ([], "Sam has no place for a signature. Add one."),
        ([laid(Kind.SIGNATURE, 0, 3, 10, 10, 180, 48)], "The document has no page 3."),
        ([laid(Kind.SIGNATURE, 0, 1, 500, 10, 180, 48)], "The place for signature reaches over the edge of page 1."),
        ([laid(Kind.SIGNATURE, 0, 1, 10, 10, 40, 10)], "The place for signature on page 1 is too small"),
        ([laid(Kind.TEXT, 0, 1, 10, 10, 90, 16)], "the place for text on page 1 has no label"),
        ([laid(Kind.CHOICE, 0, 1, 10, 10, 90, 16, label="How", options=("One",))], "A choice needs from 2 to 30"),
        ([laid(Kind.SIGNATURE, 4, 1, 10, 10, 180, 48)], "belongs to nobody who signs"),
        ([laid("stamp", 0, 1, 10, 10, 180, 48)], "There is no kind of place called “stamp”."),
    ],
)
def test_places_that_cannot_be_used_are_refused_in_words(wrong: list[Laid], words: str):
    assert words in " ".join(faults_of(wrong, [A4, A4], ["Sam"]))


@pytest.mark.django_db
def test_name_and_title_are_written_on_their_lines_by_the_signature():
    lines = [laid(Kind.NAME, 1, 2, 320, 240, 150, 16), laid(Kind.TITLE, 1, 2, 320, 220, 150, 16)]
    envelope = arranged([*PLACES[:4], *lines])
    actions.send_envelope(envelope, by=make_person("maya"), at=NOON)
    sign(envelope, "sam@example.com")

    fill_and_sign(envelope, {})

    signed = Envelope.objects.get(pk=envelope.pk).current_version
    written = drawn_in(signed)["Signer 2"].splitlines()
    assert "Vera Halloran" in written
    assert "Director" in written


@pytest.mark.django_db
def test_lines_of_the_document_where_nobody_signs_are_told(client: Any):
    envelope = prepared(outside(1))
    words = "Signature: ____________________"
    runs = [[2, 72, 500, 155, 12, 0, len(words)]]
    TextLayer.objects.create(version=envelope.current_version.derived_from, text=words, runs=runs)
    client.force_login(make_person("maya"))
    address = f"/signing/envelopes/{envelope.pk}/places/"
    at_line = laid(Kind.SIGNATURE, 0, 2, 130, 495, 120, 30)

    told = client.get(address).content.decode()
    actions.arrange_places(envelope, by=make_person("maya"), at=NOON, laid=[at_line])
    settled = client.get(address).content.decode()

    assert "Lines for signatures where nobody signs" in told
    assert "Page 2: “Signature”" in told
    assert "Lines for signatures where nobody signs" not in settled


def test_places_that_cover_one_another_are_named_and_nothing_is_refused_for_it():
    mark, initials = laid(Kind.SIGNATURE, 0, 1, 10, 10, 180, 48), laid(Kind.INITIALS, 1, 1, 150, 40, 48, 24)
    meets = laid(Kind.TEXT, 1, 1, 190, 10, 90, 16, label="Order")

    assert touching_in_words([mark, initials, meets], ["Sam", "Vera"]) == [
        "Page 1: “signature” of Sam and “initials” of Vera."
    ]
    assert faults_of([mark, initials, laid(Kind.SIGNATURE, 1, 1, 10, 300, 180, 48)], [A4], ["Sam", "Vera"]) == []


def test_a_box_to_tick_is_square_however_it_arrives():
    (box,) = read_laid([{"kind": "checkbox", "signer": 0, "page": 1, "x": 5, "y": 10, "width": 40, "height": 12}])

    assert (box.x, box.y, box.width, box.height) == (5, 10, 12, 12)


@pytest.mark.django_db
def test_a_company_whose_signer_is_not_known_is_said_once(client: Any):
    envelope = prepared(outside(1, "Halden & Pryce Ltd"))
    client.force_login(make_person("maya"))

    places = client.get(f"/signing/envelopes/{envelope.pk}/places/").content.decode()
    page = client.get(envelope.get_absolute_url()).content.decode()

    assert "Halden &amp; Pryce Ltd</option>" in places
    assert "Pryce Ltd, Halden" not in places
    assert "for Halden" not in page


def test_all_that_one_person_leaves_on_one_page_is_one_signature_field_as_large_as_their_places():
    specs, carried = signature_fields(PLACES, ["Signer 1", "Signer 2"], ["Sam", "Vera"])

    by_name = {spec.name: (spec.page, spec.box) for spec in specs}
    assert by_name["Signer 2"] == (2, (320, 190, 500, 348))
    assert by_name["Signer 1 page 1"] == (1, (480, 60, 528, 84))
    assert carried[4:] == ("Signer 2",) * 4
    assert names_of(PLACES, ["Signer 1", "Signer 2"])[:3] == ("Signer 1 initials", "Signer 2 initials", "Signer 1")


def test_a_layout_counts_late_pages_from_the_end():
    early, late = laid(Kind.TEXT, 0, 2, 0, 0, 1, 1), laid(Kind.SIGNATURE, 0, 9, 0, 0, 1, 1)

    assert laid_on(early, of=10, pages=30).page == 2
    assert laid_on(late, of=10, pages=30).page == 29


@pytest.mark.parametrize(
    ("name", "letters"), [("Vera van Halloran-Ose", "VvHO"), ("Sam", "S"), ("株式", "株"), ("", "")]
)
def test_initials_are_the_first_letters_of_a_name(name: str, letters: str):
    assert initials_of(name) == letters


@pytest.mark.parametrize(
    "said",
    [None, "x", [1], [{}], [{"signer": 0, "page": 1, "x": "1", "y": 0, "width": 1, "height": 1}], [{"signer": True}]],
)
def test_anything_that_is_no_list_of_places_is_refused(said: object):
    with pytest.raises(Invalid):
        read_laid(said)


@pytest.mark.django_db
def test_a_signer_sees_what_is_missing_beside_each_entry_and_keeps_what_they_wrote(client: Any):
    envelope = arranged([replace(one, signer=1 - one.signer) for one in PLACES])
    actions.send_envelope(envelope, by=make_person("maya"), at=moment())
    sam = place_of(envelope, "sam@example.com")
    client.force_login(sam.user)
    address = f"/signing/place/{sam.pk}/"
    opened = client.get(address)
    form, entries = opened.context["form"].initial, opened.context["entries"]
    text, choice = (
        next(key for key, name in entries.names.items() if name.endswith(end)) for end in ("text", "choice")
    )

    answer = client.post(address, {**form, "pages": "1,2", "seconds": 60, "consent": "on", text: "PO-1", choice: ""})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Tick “We need an advance copy”." in page
    assert "Choose one of the options of “Delivery”." in page
    assert 'value="PO-1"' in page
    assert is_ticked(answer)
    assert not is_ticked(opened)
    assert opened.context["my_page"] == 2
    assert place_of(envelope, "sam@example.com").state != RecipientState.SIGNED


@pytest.mark.django_db
def test_who_agreed_and_left_something_out_does_not_agree_twice_but_agrees_anew_to_what_changed(client: Any):
    envelope = arranged([replace(one, signer=1 - one.signer) for one in PLACES])
    actions.send_envelope(envelope, by=make_person("maya"), at=moment())
    sam = place_of(envelope, "sam@example.com")
    client.force_login(sam.user)
    address = f"/signing/place/{sam.pk}/"
    form = {**client.get(address).context["form"].initial, "pages": "1,2", "seconds": 60}

    left_out = client.post(address, {**form, "consent": "on"})
    not_agreed = client.post(address, form)
    changed = client.post(address, {**form, "consent": "on", "seen": "0" * 64})

    assert [one.status_code for one in (left_out, not_agreed, changed)] == [422, 422, 409]
    assert [is_ticked(one) for one in (left_out, not_agreed, changed)] == [True, False, False]


@pytest.mark.django_db
def test_what_the_places_are_called_is_printed_once_on_the_document_that_everybody_reads():
    envelope = arranged(PLACES)
    envelope = actions.arrange_places(envelope, by=make_person("maya"), at=NOON, laid=PLACES)

    said = " ".join(" ".join(words_of(envelope.current_version)).split())

    labels = ("Purchase order number", "We need an advance copy", "Delivery")
    assert [said.count(label) for label in labels] == [1, 1, 1]


@pytest.mark.django_db
def test_who_signs_later_reads_in_each_place_what_was_filled_in_before(client: Any):
    envelope = arranged(PLACES)
    actions.send_envelope(envelope, by=make_person("maya"), at=NOON)
    fill_and_sign(envelope, FILLED)
    sam = place_of(envelope, "sam@example.com")
    client.force_login(sam.user)

    page = client.get(reverse("signing:sign", args=[sam.pk]))

    labels = {box.label for sheet in page.context["sheets"] for box in sheet.places}
    assert {"PO-7731", "X", "By courier", "signed by Vera Halloran"} <= labels
