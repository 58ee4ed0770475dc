"""The letter with which a contract ends early: brought with it, kept among its papers, and read by whoever sees the contract."""

import io
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from contracts import actions
from contracts.models import Contract, Disposal, Ending
from documents.disposing import strike_out
from documents.exporting import export_case
from documents.models import Document, Version
from flowmono.accounts.models import AccessToken
from flowmono.common.refusals import Conflict, Invalid
from flowmono.ledger.models import Entry
from flowmono.outbox.models import RecordedEvent
from tests.contracts.scenes import word_file
from tests.contracts.test_endings import FACTS, NOW, at_desk, fixed
from tests.documents.working.scenes import blank
from tests.people import make_person

pytestmark = pytest.mark.django_db

LETTER = blank()
ENTERED = {"ends_on": "2027-09-30", "how": "ours_cause", "reason": FACTS["reason"]}


def letter(name: str = "Termination.pdf", data: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, LETTER if data is None else data)


def bring(client: Client, contract: Contract, **more: Any) -> str:
    answer = client.post(reverse("contracts:end", args=[contract.pk]), {**ENTERED, **more}, follow=True)
    return answer.content.decode()


def papers(contract: Contract) -> list[str]:
    found = Document.objects.filter(case_key=contract.pk, kind="ending").order_by("created_at")
    return [document.title for document in found]


def test_the_letter_comes_with_the_end_and_stays_with_the_contract(settings: Any) -> None:
    contract = fixed()
    maya = at_desk("maya", settings)

    noted = bring(maya, contract, file=letter())

    version = Version.objects.get(document__case_key=contract.pk, document__kind="ending")
    address = reverse("working:file", args=[version.document_id, version.pk])
    assert f'href="{address}?download"' in noted
    assert at_desk("pierre", settings).get(address).content == LETTER
    assert at_desk("vera", settings).get(address).status_code in {302, 404}
    assert "Paper about the early end" in maya.get(reverse("working:case", args=[contract.pk])).content.decode()
    event = RecordedEvent.objects.get(case_id=contract.pk, name="ContractEndedEarly")
    assert (event.values["version_id"], event.values["sha256"]) == (str(version.pk), version.sha256)
    assert version.sha256 in str(Entry.objects.get(case_id=contract.pk, kind="ContractEndedEarly").facts)
    out = io.BytesIO()
    export_case(contract.pk, out, title="CT", by="Maya", at=NOW)
    assert [name for name in zipfile.ZipFile(out).namelist() if name.endswith("Termination.pdf")]


def test_a_correction_keeps_the_paper_or_brings_another_and_what_was_brought_stays(settings: Any) -> None:
    contract, maya = fixed(), make_person("maya")
    actions.end_early(contract, by=maya, at=NOW, paper=("Letter.docx", word_file("We terminate.")), **FACTS)

    actions.end_early(contract, by=maya, at=NOW, **{**FACTS, "reason": "Letter of 2 June, clause 9.2."})
    kept = contract.endings.get(taken_back_at=None).paper.name
    actions.end_early(contract, by=maya, at=NOW, paper=("Release.pdf", blank()), **FACTS)

    assert (kept, contract.endings.get(taken_back_at=None).paper.name) == ("Letter.docx", "Release.pdf")
    assert papers(contract) == ["Letter", "Release"]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("Termination.pdf", b"", "The file is empty."),
        ("Termination.txt", b"We terminate.", "Bring the paper as a PDF or a Word document"),
        ("Termination.pdf", b"%PDF-1.7\n" + bytes(400), "This file cannot be opened"),
        ("Termination.docx", b"PK\x03\x04" + bytes(400), "damaged or was not sent whole"),
    ],
)
def test_what_cannot_be_opened_notes_nothing(name: str, data: bytes, words: str) -> None:
    contract = fixed()

    with pytest.raises(Invalid, match=words) as refused:
        actions.end_early(contract, by=make_person("maya"), at=NOW, paper=(name, data), **FACTS)

    assert refused.value.field == "file"
    assert (Ending.objects.count(), papers(contract)) == (0, [])


def test_a_program_brings_it_and_fetches_it_again(settings: Any) -> None:
    contract = fixed()
    settings.CLOCK_AHEAD = NOW - timezone.now()
    scopes = ["contracts:read", "contracts:write", "documents:read"]
    _token, secret = AccessToken.issue(owner=make_person("maya"), name="CLM", scopes=scopes, at=timezone.now())
    program = Client(headers={"authorization": f"Bearer {secret}"})
    door = f"/api/v1/contracts/{contract.pk}"

    before = program.get(f"{door}/").json()["ended_early_paper"]
    ended = program.post(f"{door}/end-early/", {**ENTERED, "file": letter()}).json()
    wrong = program.post(f"{door}/end-early/", {**ENTERED, "file": letter("Termination.txt", b"No.")})
    file = program.get(f"/api/v1/document-versions/{ended['ended_early_paper']}/file/")

    assert (before, ended["ended_early"]) == (None, "ours_cause")
    assert file.content == LETTER
    assert (wrong.status_code, list(wrong.json()["errors"])) == (400, ["file"])


def test_a_letter_that_comes_later_is_brought_also_when_the_day_is_over_checked_and_on_record(settings: Any) -> None:
    contract = fixed()
    actions.end_early(contract, by=make_person("maya"), at=NOW, **FACTS)
    lena = at_desk("lena", settings)
    settings.CLOCK_AHEAD = FACTS["ends_on"] + timedelta(days=3) - timezone.now().date()
    door, page = reverse("contracts:ending_paper", args=[contract.pk]), contract.get_absolute_url()

    before = lena.get(page).content.decode()
    refused = lena.post(door, {"file": letter("Termination.txt", b"No.")}, follow=True).content.decode()
    nothing = papers(contract)
    lena.post(door, {"file": letter()})

    after, version = lena.get(page).content.decode(), contract.endings.get().paper
    assert ("is not here yet" in before, f'action="{door}"' in before) == (True, True)
    assert ("Bring the paper as a PDF or a Word document" in refused, nothing) == (True, [])
    assert ("is not here yet" in after, version.name) == (False, "Termination.pdf")
    assert version.sha256 in str(Entry.objects.get(case_id=contract.pk, kind="EndingPaperBrought").facts)
    out = io.BytesIO()
    export_case(contract.pk, out, title="CT", by="Maya", at=NOW)
    assert [name for name in zipfile.ZipFile(out).namelist() if name.endswith("Termination.pdf")]
    assert at_desk("abel", settings).post(door, {"file": letter()}).status_code in {403, 404}


def test_a_paper_without_an_end_on_record_and_one_after_disposal_are_refused() -> None:
    contract, maya = fixed(), make_person("maya")
    with pytest.raises(Conflict, match="No early end of this contract is on record"):
        actions.bring_ending_paper(contract, by=maya, at=NOW, paper=("Letter.pdf", LETTER))

    actions.end_early(contract, by=maya, at=NOW, **FACTS)
    actions.bring_ending_paper(contract, by=maya, at=NOW, paper=("Letter.pdf", LETTER))
    actions.bring_ending_paper(contract, by=maya, at=NOW, paper=("Release.pdf", blank()))

    assert contract.endings.get().paper.name == "Release.pdf"
    assert papers(contract) == ["Letter", "Release"]


def test_a_program_brings_the_letter_later(settings: Any) -> None:
    contract = fixed()
    actions.end_early(contract, by=make_person("maya"), at=NOW, **FACTS)
    settings.CLOCK_AHEAD = NOW - timezone.now()
    scopes = ["contracts:read", "contracts:write", "documents:read"]
    _token, secret = AccessToken.issue(owner=make_person("maya"), name="CLM", scopes=scopes, at=timezone.now())
    program = Client(headers={"authorization": f"Bearer {secret}"})
    door = f"/api/v1/contracts/{contract.pk}/ending-paper/"

    missing = program.post(door, {})
    brought = program.post(door, {"file": letter()}).json()

    assert (missing.status_code, list(missing.json()["errors"])) == (400, ["file"])
    assert program.get(f"/api/v1/document-versions/{brought['ended_early_paper']}/file/").content == LETTER


def test_it_goes_with_the_other_papers_when_their_time_is_over(settings: Any) -> None:
    contract = fixed()
    maya = at_desk("maya", settings)
    bring(maya, contract, file=letter())

    going = Version.objects.filter(document__case_key=contract.pk, document__kind__in=["ending"])
    struck = strike_out(list(going.select_related("document")), at=NOW)

    page = maya.get(contract.get_absolute_url()).content.decode()
    assert [one["name"] for one in struck] == ["Termination.pdf"]
    assert ("Its paper was disposed of." in page, "Termination.pdf" in page) == (True, False)
    assert not Disposal.objects.exists()
