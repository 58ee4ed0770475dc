"""Somebody without an account signs: a link that consumes nothing, a code, the document, one signature."""

import base64
import io
import re
import subprocess
from typing import Any

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image, ImageDraw

from flowmono.common.models import Company
from flowmono.outbox.models import Letter
from signing import actions, sealing
from signing.models import Envelope, Recipient, RecipientState
from tests.people import NOON, make_person
from tests.signing.life.scenes import OUTSIDER, outside, place_of, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def envelope() -> Envelope:
    return sent(outside(1), outside(2, "Ben Pryce", "ben@vendor.example"))


def link_to(email: str = OUTSIDER) -> str:
    body = Letter.objects.filter(to=email, body__contains="/signing/open/").latest("id").body
    return re.search(r"/signing/open/\S+", body).group(0)


def newest_code(email: str = OUTSIDER) -> str:
    return re.search(
        r"code for \w+ is (\d{6})", Letter.objects.filter(to=email, key__startswith="code:").latest("id").body
    ).group(1)


def entered(email: str = OUTSIDER) -> Client:
    """A browser in which the link's button was pressed."""
    browser = Client()
    assert browser.post(link_to(email)).url == reverse("signing:code")
    return browser


def proved(email: str = OUTSIDER) -> Client:
    """A browser in which the right code was entered too."""
    browser = entered(email)
    assert browser.post(reverse("signing:code"), {"code": newest_code(email)}).url == reverse("signing:document")
    return browser


def form_of(browser: Client) -> dict[str, Any]:
    page = browser.get(reverse("signing:document"))
    assert page.status_code == 200
    return {**{name: str(value) for name, value in page.context["form"].initial.items()}, "consent": "on", "pages": "1"}


def count_signatures(envelope: Envelope) -> int:
    data = Envelope.objects.get(pk=envelope.pk).current_version.content()
    return len([name for name in sealing.signed_fields(data) if name.startswith("Signer")])


def test_a_scanner_that_opens_the_link_changes_nothing(envelope: Envelope):
    before = Recipient.objects.values_list("state", "token_digest", "code_digest", "viewed_at").get(email=OUTSIDER)

    answers = [Client().get(link_to()).status_code for _ in range(5)] + [Client().head(link_to()).status_code]

    assert answers == [200] * 6
    assert (
        Recipient.objects.values_list("state", "token_digest", "code_digest", "viewed_at").get(email=OUTSIDER) == before
    )
    assert not Letter.objects.filter(key__startswith="code:").exists()


def test_with_link_and_code_the_document_is_signed(envelope: Envelope):
    browser = proved()

    answer = browser.post(reverse("signing:sign_outside"), form_of(browser))

    assert answer.url == reverse("signing:thanks")
    assert count_signatures(envelope) == 1
    signed = place_of(envelope, OUTSIDER)
    assert signed.state == RecipientState.SIGNED
    assert signed.evidence["authenticated"] == f"personal link and one-time code to {OUTSIDER}"
    assert "You have signed" in browser.get(reverse("signing:thanks")).content.decode()


def test_the_page_after_the_signature_asks_by_itself_for_the_seal_until_it_is_there(envelope: Envelope):
    browser = proved()
    browser.post(reverse("signing:sign_outside"), form_of(browser))
    waits = f'hx-get="{reverse("signing:thanks")}"'

    Envelope.objects.filter(pk=envelope.pk).update(state="completed")
    before = browser.get(reverse("signing:thanks")).content.decode()
    Envelope.objects.filter(pk=envelope.pk).update(state="sealed", level_reached="B-B")
    after = browser.get(reverse("signing:thanks")).content.decode()

    assert waits in before
    assert waits not in after
    assert "Download the signed document" in after


def test_the_link_that_did_its_work_says_so_and_where_the_document_is_but_neither_title_nor_people(envelope: Envelope):
    Company.objects.create(name="Alder Foods Ltd")
    link, browser = link_to(), proved()
    browser.post(reverse("signing:sign_outside"), form_of(browser))
    signed = place_of(envelope, OUTSIDER)
    signatures = count_signatures(envelope)

    def read() -> str:
        answer = Client().get(link)
        assert (answer.status_code, answer.headers["Referrer-Policy"]) == (410, "no-referrer")
        return " ".join(answer.content.decode().split())

    while_others_sign = read()
    Envelope.objects.filter(pk=envelope.pk).update(state="sealed", level_reached="B-B")
    sealed = read()
    Envelope.objects.filter(pk=envelope.pk).update(state="voided")
    ended = read()

    name, _at, domain = OUTSIDER.partition("@")
    for page in (while_others_sign, sealed, ended):
        assert "It was signed with this link" in page
        assert f"the link was sent to {name[:1]}…\u2060@{domain}" in page
        assert "ask the person at Alder Foods Ltd who sent you the document" in page
        assert not any(secret in page for secret in (OUTSIDER, signed.name, envelope.title))
    assert "Others still sign." in while_others_sign
    assert ["If you cannot find that message" in page for page in (while_others_sign, sealed, ended)] == [0, 1, 1]
    assert "in a message whose subject begins with “Signed by everyone”" in sealed
    assert "ended before everybody had signed" in ended
    assert Client().post(link).status_code == 410
    assert count_signatures(envelope) == signatures


def test_the_link_of_somebody_who_declined_says_that_it_was_declined(envelope: Envelope):
    link, browser = link_to(), proved()
    browser.post(reverse("signing:decline_outside"), {"reason": "Clause 7 is not ours."})

    page = Client().get(link)

    assert page.status_code == 410
    assert "It was declined with this link" in page.content.decode()
    assert "Clause 7" not in page.content.decode()


def test_the_link_names_who_asks(envelope: Envelope):
    Company.objects.create(name="Alder Foods Ltd")

    page = Client().get(link_to()).content.decode()

    assert "Alder Foods Ltd asks for your signature." in page
    assert envelope.title not in page


def test_the_link_stands_in_no_page_after_the_button(envelope: Envelope):
    token = link_to().rstrip("/").rsplit("/", 1)[-1]
    browser = proved()

    page = browser.get(reverse("signing:document"))

    assert token not in page.content.decode()
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert not Recipient.objects.filter(token_digest=token).exists()


def test_without_the_code_nothing_is_shown_and_nothing_is_signed(envelope: Envelope):
    browser = entered()
    form = {"seen": envelope.current_version.sha256, "consent": "on"}

    assert browser.get(reverse("signing:document")).url == reverse("signing:code")
    assert browser.get(reverse("signing:file_outside")).url == reverse("signing:code")
    assert browser.post(reverse("signing:sign_outside"), form).status_code == 403
    assert count_signatures(envelope) == 0


def test_five_wrong_codes_close_the_code(envelope: Envelope):
    browser = entered()
    right = newest_code()
    wrong = "000000" if right != "000000" else "111111"

    answers = [browser.post(reverse("signing:code"), {"code": wrong}).status_code for _ in range(5)]
    late = browser.post(reverse("signing:code"), {"code": right})

    assert answers == [422] * 5
    assert late.status_code == 422
    assert "Too many wrong codes" in late.content.decode()


def test_another_code_works_and_the_former_does_not(envelope: Envelope):
    browser = entered()
    former = newest_code()
    browser.post(reverse("signing:code"), {"again": "1"})
    newest = newest_code()

    if former != newest:
        assert browser.post(reverse("signing:code"), {"code": former}).status_code == 422
    assert browser.post(reverse("signing:code"), {"code": newest}).status_code == 302


def test_one_signers_session_opens_nothing_of_another_envelope(envelope: Envelope):
    browser = proved()
    other = sent(outside(1, "Nia", "nia@else.example"), title="Something else", amount=None)

    address = reverse("signing:page_outside", args=[1, other.current_version.sha256])
    if other.current_version.sha256 != envelope.current_version.sha256:
        assert browser.get(address).status_code == 404
    inside_places = [reverse(f"signing:{name}", args=[other.pk]) for name in ("envelope",)]
    assert [browser.get(one).status_code for one in inside_places] == [302]


def test_a_replay_of_the_submit_answers_the_same_and_signs_once(envelope: Envelope):
    browser = proved()
    form = form_of(browser)

    answers = {browser.post(reverse("signing:sign_outside"), form).url for _ in range(20)}

    assert answers == {reverse("signing:thanks")}
    assert count_signatures(envelope) == 1


def test_a_used_link_is_answered_calmly(envelope: Envelope):
    link = link_to()
    browser = proved()
    browser.post(reverse("signing:sign_outside"), form_of(browser))

    assert Client().get(link).status_code == 410
    assert Client().post(link).status_code == 410


def test_a_link_taken_back_replaced_or_invented_gets_the_same_answer(envelope: Envelope):
    replaced = link_to()
    maya = make_person("maya")
    actions.ask_again(place_of(envelope, OUTSIDER), by=maya, at=NOON)
    voided = link_to()
    answers = [Client().get(replaced), Client().get("/signing/open/invented/")]
    actions.void(envelope, by=maya, at=NOON, reason="Sent too early.")

    answers.append(Client().get(voided))

    assert [answer.status_code for answer in answers] == [410] * 3
    main = [re.sub(r'csrftoken": "[^"]*', "", answer.content.decode()) for answer in answers]
    assert main[0] == main[1] == main[2]


def test_guessing_links_is_slowed_down(envelope: Envelope):
    browser = Client()

    answers = [browser.get(f"/signing/open/guess{number}/").status_code for number in range(45)]

    assert answers[:40] == [410] * 40
    assert set(answers[40:]) == {429}


def test_a_session_ends_with_the_envelope(envelope: Envelope):
    browser = proved()
    form = form_of(browser)
    actions.void(envelope, by=make_person("maya"), at=NOON, reason="Sent too early.")

    assert browser.get(reverse("signing:document")).status_code == 410
    assert browser.post(reverse("signing:sign_outside"), form).status_code == 409
    assert count_signatures(envelope) == 0


def test_declining_says_why_to_everybody(envelope: Envelope):
    browser = proved()

    browser.post(reverse("signing:decline_outside"), {"reason": "Clause 7 is not ours."})

    closed = Envelope.objects.get(pk=envelope.pk)
    assert (closed.state, closed.reason) == ("declined", "Clause 7 is not ours.")
    assert "Clause 7 is not ours." in browser.get(reverse("signing:thanks")).content.decode()


def test_a_partly_signed_copy_is_withheld_after_ones_own_signature(envelope: Envelope):
    browser = proved()
    browser.post(reverse("signing:sign_outside"), form_of(browser))

    assert browser.get(reverse("signing:file_outside")).status_code == 404


def test_the_file_is_called_by_the_title_and_not_as_its_draft(envelope: Envelope):
    Envelope.objects.filter(pk=envelope.pk).update(title="Services: A/B")
    browser = proved()

    kept = browser.get(reverse("signing:file_outside"), {"download": ""})

    assert kept.headers["Content-Disposition"] == 'attachment; filename="Services A B.pdf"'
    assert kept.content == Envelope.objects.get(pk=envelope.pk).version_to_read.content()


def test_a_missing_consent_says_what_to_tick_and_nothing_is_signed(envelope: Envelope):
    browser = proved()
    values = form_of(browser)
    del values["consent"]

    answer = browser.post(reverse("signing:sign_outside"), values)
    html = answer.content.decode()

    assert answer.status_code == 422
    assert count_signatures(envelope) == 0
    assert (
        html.count("Tick that you agree to sign electronically.") == 3
    )  # in the summary, beside the tick, and for the script
    field = html[html.index('class="field field-tick consent"') :]
    assert 'id="id_consent_error"' in field[: field.index("</form>")]


def test_a_party_that_the_document_does_not_name_is_said_before_the_signature(envelope: Envelope):
    browser = proved()
    place = place_of(envelope, OUTSIDER)
    unsaid = browser.get(reverse("signing:document")).content.decode()
    Recipient.objects.filter(pk=place.pk).update(party_is_named=False)

    html = browser.get(reverse("signing:document")).content.decode()

    assert "does not name" not in unsaid
    assert "The document does not name Halden &amp; Pryce Ltd, for which Vera Halloran signs." in html


def drawing(ink: bool = True) -> str:
    picture = Image.new("RGBA", (300, 100), (0, 0, 0, 0))
    if ink:
        ImageDraw.Draw(picture).line([(30, 80), (150, 20), (270, 70)], fill="navy", width=6)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()


def drawn_pictures(envelope: Envelope) -> int:
    """How many pictures the signed file holds."""
    data = Envelope.objects.get(pk=envelope.pk).current_version.content()
    with pikepdf.open(io.BytesIO(data)) as document:
        return sum(1 for one in document.objects if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image")


def test_a_signer_may_draw_their_signature(envelope: Envelope):
    browser = proved()
    form = {**form_of(browser), "face": "drawn", "drawing": drawing()}
    before = drawn_pictures(envelope)

    answer = browser.post(reverse("signing:sign_outside"), form)

    evidence = place_of(envelope, OUTSIDER).evidence
    assert answer.url == reverse("signing:thanks")
    assert drawn_pictures(envelope) > before
    assert (evidence["mark_kind"], len(evidence["mark_sha256"])) == ("drawn", 64)


def picture(kind: str = "PNG", **options: Any) -> SimpleUploadedFile:
    """A photographed signature: ink on white, in a file of some kind."""
    out = io.BytesIO()
    drawn = Image.open(io.BytesIO(base64.b64decode(drawing().partition(",")[2]))).convert("RGBA")
    Image.alpha_composite(Image.new("RGBA", drawn.size, "white"), drawn).convert("RGB").save(out, kind, **options)
    return SimpleUploadedFile(f"signature.{kind.lower()}", out.getvalue())


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_signer_may_bring_a_picture_of_their_signature(envelope: Envelope, kind: str):
    browser = proved()
    before = drawn_pictures(envelope)

    answer = browser.post(
        reverse("signing:sign_outside"), {**form_of(browser), "face": "uploaded", "picture": picture(kind)}
    )

    evidence = place_of(envelope, OUTSIDER).evidence
    assert answer.url == reverse("signing:thanks")
    assert drawn_pictures(envelope) > before
    assert (evidence["mark_kind"], len(evidence["mark_sha256"])) == ("uploaded", 64)


@pytest.mark.parametrize(
    ("brought", "words"),
    [
        (None, "Choose the picture of your signature, or let it be written for you."),
        (SimpleUploadedFile("s.png", b"\x89PNG no picture"), "The signature image cannot be read."),
        (
            SimpleUploadedFile("s.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
            "The signature image cannot be read.",
        ),
        (SimpleUploadedFile("s.png", b""), "The signature image cannot be read."),
        (SimpleUploadedFile("s.png", b"x" * 5_000_001), "The signature image is larger than 5 MB."),
    ],
)
def test_a_picture_that_is_none_is_said_and_nothing_is_signed(envelope: Envelope, brought: Any, words: str):
    browser = proved()
    form = {**form_of(browser), "face": "uploaded", **({"picture": brought} if brought else {})}

    answer = browser.post(reverse("signing:sign_outside"), form)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert count_signatures(envelope) == 0


def test_a_signer_may_choose_the_hand_in_which_their_name_is_written(envelope: Envelope):
    browser = proved()

    browser.post(reverse("signing:sign_outside"), {**form_of(browser), "face": "vibes"})

    data = Envelope.objects.get(pk=envelope.pk).current_version.content()
    assert place_of(envelope, OUTSIDER).evidence["mark_face"] == "vibes"
    assert "Hand-vibes-latin" in subprocess.run(["pdffonts", "-"], input=data, capture_output=True).stdout.decode()
    assert browser.get(reverse("signing:preview_outside")).status_code in {302, 404, 410}


@pytest.mark.parametrize(
    ("drawn", "words"),
    [
        ("", "Draw your signature in the box, or let it be written for you."),
        ("data:image/png;base64,%%%", "Draw your signature in the box, or let it be written for you."),
        ("data:image/png;base64,aGVsbG8=", "The signature image cannot be read."),
        (drawing(ink=False), "The signature image is empty."),
    ],
)
def test_an_empty_or_broken_drawing_is_said_and_nothing_is_signed(envelope: Envelope, drawn: str, words: str):
    browser = proved()

    answer = browser.post(reverse("signing:sign_outside"), {**form_of(browser), "face": "drawn", "drawing": drawn})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert 'value="drawn"' in page
    assert count_signatures(envelope) == 0
