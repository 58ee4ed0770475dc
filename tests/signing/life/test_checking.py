"""Is it what was signed? The public page and the command, on files of ours and of others."""

import io
import re
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db.models import F
from django.test import Client
from django.urls import reverse
from PIL import ImageChops
from pypdf import PdfReader

from flowmono.outbox.delivering import drain
from flowmono.outbox.models import RecordedEvent
from signing import actions, trust
from signing.codes import written_code
from signing.models import Envelope
from signing.printed_code import print_words
from tests.people import NOON, make_person
from tests.signing.life.scenes import inside, make_mark, outside, paper, prepared, sent, sign
from tests.signing.life.test_places import FILLED, PLACES, arranged, fill_and_sign, words_of

# What is said of a certificate that our own list does not name.
BY_LIST = " of Flowmono Trial Issuing CA of "


@pytest.fixture
def sealed(committed: None) -> Envelope:
    sam = make_person("sam")
    make_mark(sam)
    envelope = sent(inside(sam))
    sign(envelope, sam.email)
    drain()
    return Envelope.objects.get(pk=envelope.pk)


def checked(data: bytes) -> str:
    file = SimpleUploadedFile("contract.pdf", data, content_type="application/pdf")
    answer = Client().post(reverse("signing:verify"), {"file": file})
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_public_page_knows_our_sealed_file_and_our_certificate(sealed: Envelope):
    document = checked(sealed.current_version.content())
    certificate = checked(sealed.certificate_version.content())
    assert "It closes the file: it covers the whole document" in document
    assert "Covered by the seal" in document
    assert document.count(BY_LIST) == 2

    assert "Genuine. It is the document that was sealed here" in document
    assert "Sam Whitfield" in document
    assert "Genuine. It is a certificate of completion" in certificate


def test_the_clock_of_a_demonstration_makes_no_seal_invalid(sealed: Envelope, settings: Any):
    said = "timestamps name the real time"
    assert said not in checked(sealed.current_version.content())
    settings.CLOCK_AHEAD = timedelta(days=60)

    page = checked(sealed.current_version.content())

    assert "Genuine. It is the document that was sealed here" in page
    assert said in page


def test_the_public_page_refuses_a_changed_and_an_older_file(sealed: Envelope):
    whole = sealed.current_version.content()
    older = sealed.document.versions.get(origin="signed").content()

    assert "Not valid" in checked(whole + b"%added")
    assert "older version" in checked(older)
    assert "Not valid" in checked(paper())
    assert "Not valid" in checked(b"no PDF at all")


def test_who_left_marks_on_two_pages_is_named_once_and_counted_once(committed: None):
    envelope = arranged(PLACES)
    actions.send_envelope(envelope, by=make_person("maya"), at=NOON)
    sign(envelope, "sam@example.com")
    half = Envelope.objects.get(pk=envelope.pk).current_version.content()
    fill_and_sign(envelope, FILLED)
    drain()

    page = checked(Envelope.objects.get(pk=envelope.pk).current_version.content())

    people = page[page.index("Who signed") : page.index("How the file grew")]
    names = [name.strip() for name in re.findall(r'<p class="strong" translate="no">([^<]+)</p>', people)]
    assert names == ["Sam Whitfield", "Vera Halloran"]
    assert people.count("With marks on 2 pages") == 2
    assert "1 of 2 people had signed it" in checked(half)


@pytest.mark.django_db
def test_a_prepared_file_that_nobody_signed_is_not_the_signed_document():
    assert "older version" in checked(prepared(outside(1)).current_version.content())


def test_the_command_ends_well_only_for_a_valid_file(sealed: Envelope, tmp_path: Path):
    good, bad = tmp_path / "good.pdf", tmp_path / "bad.pdf"
    good.write_bytes(sealed.current_version.content())
    bad.write_bytes(sealed.document.versions.get(origin="signed").content())
    root = str(trust.trial_authority(at=NOON).root)
    lists = [f"--crl={path}" for path in trust.trial_authority(at=NOON).revocation_lists]

    assert run(str(good)).startswith("VALID")
    assert run(str(good), "--sha256", sealed.current_version.sha256, "--signers", "1").startswith("VALID")
    assert run(str(good), "--trust", root, *lists).startswith("VALID")
    assert BY_LIST in run(str(good))
    alone = refused(str(good), "--trust", root)
    assert "neither the file nor this check has a current revocation list of “Flowmono Trial Issuing CA”" in alone
    assert "give the revocation list of every authority with --crl" in alone
    assert refused(str(good), "--trust", root, lists[0]).startswith("NOT VALID")
    for wrong in (["--signers", "2"], ["--sha256", "0" * 64]):
        assert refused(str(good), *wrong).startswith("NOT VALID")
    assert refused(str(bad), "--sha256", sealed.current_version.sha256).startswith("NOT VALID")


@pytest.mark.parametrize("level", ["B-T", "B-LT", "B-LTA"])
def test_from_the_level_on_that_carries_proof_the_root_alone_is_enough(
    committed: None, settings: Any, tmp_path: Path, level: str
):
    settings.SEAL_LEVEL = level
    sam = make_person("sam")
    make_mark(sam)
    envelope = sent(inside(sam))
    sign(envelope, sam.email)
    drain()
    data = Envelope.objects.get(pk=envelope.pk).current_version.content()
    (tmp_path / "sealed.pdf").write_bytes(data)
    root = str(trust.trial_authority(at=NOON).root)

    assert "Genuine" in checked(data)
    assert run(str(tmp_path / "sealed.pdf")).startswith("VALID")
    if level == "B-T":
        assert "could not be checked for revocation" in refused(str(tmp_path / "sealed.pdf"), "--trust", root)
    else:
        assert run(str(tmp_path / "sealed.pdf"), "--trust", root).startswith("VALID")


def test_the_command_says_what_it_cannot_read(tmp_path: Path):
    with pytest.raises(CommandError, match="cannot be read"):
        run(str(tmp_path / "nowhere.pdf"))
    (tmp_path / "x.pdf").write_bytes(paper())
    with pytest.raises(CommandError, match="is no date"):
        run(str(tmp_path / "x.pdf"), "--at", "yesterday")


@pytest.mark.django_db
def test_a_trial_authority_is_made_once_and_says_what_it_is_worth(tmp_path: Path, settings: Any):
    settings.PKI_DIR = tmp_path / "pki"

    words = StringIO()
    call_command("make_trial_pki", stdout=words)

    assert "trial use" in words.getvalue()
    with pytest.raises(CommandError, match="already holds an authority"):
        call_command("make_trial_pki", stdout=StringIO())
    call_command("make_trial_pki", "--renew", stdout=StringIO())
    assert len(trust.fresh_revocation_lists(at=trust.timezone.now())) == 2


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("verify", *arguments, stdout=out)
    return out.getvalue()


def refused(*arguments: str) -> str:
    out = StringIO()
    with pytest.raises(SystemExit) as end:
        call_command("verify", *arguments, stdout=out)
    assert end.value.code == 1
    return out.getvalue()


def code_on(data: bytes) -> str:
    """The code that every page of the document has in its lower margin."""
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]
    found = {re.search(r"Code of this document: ((?:\w{4}-){3}\w{4})\.", page).group(1) for page in pages}
    assert len(found) == 1
    return found.pop()


def looked_up(code: str, status: int = 200) -> str:
    answer = Client().get(reverse("signing:verify"), {"code": code})
    assert answer.status_code == status
    return answer.content.decode()


@pytest.mark.parametrize("written", [str, str.lower, lambda code: code.replace("-", " "), lambda code: f" {code} "])
def test_the_code_printed_on_the_document_says_who_signed_it(sealed: Envelope, written: Any):
    page = looked_up(written(code_on(sealed.current_version.content())))

    assert "Signed by everybody and sealed here" in page
    assert "Sam Whitfield" in page
    assert sealed.current_version.sha256 in page
    assert sealed.recipients.get().email not in page


@pytest.mark.django_db
def test_before_everybody_has_signed_a_code_names_nobody():
    sam = make_person("sam")
    make_mark(sam)
    envelope = sent(inside(sam), outside())
    sign(envelope, sam.email)

    page = looked_up(written_code(envelope.code))

    assert "It is out for signature and not in force yet" in page
    assert "1 of 2 people have signed" in page
    assert "Sam Whitfield" not in page


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["2222-3333-4444-5555", "nonsense", "", "0" * 16, "\x00", "2" * 400])
def test_a_code_of_no_document_is_answered_in_words(code: str):
    assert "Genuine" not in looked_up(code, 404)


@pytest.mark.django_db
def test_a_document_that_was_not_sent_yet_is_not_found_by_its_code():
    assert "No document has this code" in looked_up(prepared(outside(1)).code, 404)


@pytest.mark.django_db
def test_trying_codes_is_slowed_down():
    answers = [Client().get(reverse("signing:verify"), {"code": "2222333344445555"}).status_code for _ in range(31)]

    assert answers == [404] * 30 + [429]


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_the_code_stands_at_the_lower_edge_however_the_page_is_turned(turned: int):
    with pikepdf.open(io.BytesIO(paper())) as document:
        document.pages[0].Rotate = turned
        out = io.BytesIO()
        document.save(out)

    printed = print_words(out.getvalue(), "Code of this document: 2222-3333-4444-5555.")

    before, after = (
        pypdfium2.PdfDocument(data)[0].render().to_pil().convert("L") for data in (out.getvalue(), printed)
    )
    inked = ImageChops.difference(before, after).getbbox()
    assert inked is not None
    left, top, right, _ = inked
    assert top > after.height - 20
    assert left < 30
    assert right - left > 80


def test_a_seal_that_had_to_wait_is_told_with_its_own_time_and_the_certificate_is_made_after_it(committed: None):
    sam = make_person("sam")
    make_mark(sam)
    envelope = sent(inside(sam))
    sign(envelope, sam.email)
    waited = timedelta(minutes=7)
    recorded = RecordedEvent.objects.filter(name="EnvelopeCompleted", values__envelope_id=str(envelope.pk))
    recorded.update(recorded_at=F("recorded_at") - waited)

    drain()

    sealed = Envelope.objects.get(pk=envelope.pk)
    assert sealed.sealed_at - sealed.completed_at >= waited
    words = " ".join(words_of(sealed.certificate_version))
    assert f"{sealed.sealed_at:%Y-%m-%d %H:%M:%S} UTC Flowmono Sealed the signed document, PAdES B-B" in words.replace(
        "\n", " "
    )
    assert f"Made on {sealed.sealed_at:%Y-%m-%d %H:%M:%S} UTC" in words.replace("\n", " ")
