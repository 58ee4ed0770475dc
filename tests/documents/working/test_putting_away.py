"""A copy that nobody needs any more is put away, and brought back as it was."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from contracts.models import Contract
from documents.finding.indexing import read_new
from documents.models import Document, Step
from documents.working import actions
from documents.working.putting_away import bring_back, put_away
from documents.working.running import Wanted
from flowmono.common.refusals import Conflict, NotAllowed
from flowmono.ledger.models import Entry
from tests.documents.working import scenes
from tests.documents.working.test_api import post, program_of
from tests.people import NOON, make_person

pytestmark = pytest.mark.django_db


def copied(contract: Contract) -> Document:
    return actions.make_copy(scenes.now(contract.document), by=make_person("pierre"), at=NOON)


def test_a_copy_leaves_every_list_and_search_and_comes_back_as_it_was(client: Client) -> None:
    contract = scenes.in_review(make_person("pierre"))
    copy = copied(contract)
    actions.take_step(copy, Wanted("rotate", {"degrees": 90}), by=make_person("pierre"), at=NOON)
    read_new()
    client.force_login(make_person("pierre"))
    case, search = reverse("working:case", args=[contract.pk]), f"{reverse('finding:search')}?q=receipt"

    def listed() -> tuple[list[str], list[str], int]:
        page = client.get(case)
        return (
            [paper.document.title for paper in page.context["papers"]],
            [paper.document.title for paper in page.context["put_away"]],
            len(client.get(search).context["answer"]),
        )

    before = listed()
    version = scenes.now(copy)
    gone = client.post(reverse("working:put_away", args=[copy.pk]), follow=True)
    without = listed()
    shown = client.get(reverse("working:prepare", args=[copy.pk]))
    beside = client.get(reverse("working:tool", args=[contract.document_id, "merge"])).context["form"].fields
    back = client.post(reverse("working:bring_back", args=[copy.pk]))

    assert before == (["Services Agreement", "Copy of Services Agreement"], [], 2)
    assert without == (["Services Agreement"], ["Copy of Services Agreement"], 1)
    assert "“Copy of Services Agreement” was put away." in gone.content.decode()
    assert 'id="put-away"' in gone.content.decode()
    assert "This document was put away" in shown.content.decode()
    assert "Bring back" in shown.content.decode()
    assert "documents" not in beside
    assert back["Location"] == reverse("working:prepare", args=[copy.pk])
    assert listed() == before
    assert scenes.now(copy) == version
    kinds = ["document.put_away", "document.brought_back"]
    entries = Entry.objects.filter(case_id=contract.pk, kind__in=kinds)
    assert sorted(entries.values_list("kind", flat=True)) == sorted(kinds)


def test_files_that_were_added_are_put_away_and_what_a_record_relies_on_is_not(client: Client) -> None:
    pierre = make_person("pierre")
    contract = scenes.in_review(pierre)
    client.force_login(pierre)
    file = SimpleUploadedFile("annex.pdf", scenes.blank(), "application/pdf")
    client.post(reverse("working:case", args=[contract.pk]), {"enclose": "1", "files": file})
    annex = Document.objects.get(kind="enclosure")

    put_away(annex, by=pierre, at=NOON)
    refused = client.post(reverse("working:put_away", args=[contract.document_id]))
    own = client.get(reverse("working:prepare", args=[contract.document_id])).content.decode()

    assert Document.objects.get(pk=annex.pk).put_away_at == NOON
    assert refused.status_code == 409
    assert "a record relies on this one" in refused.content.decode()
    assert "Put away" not in own
    assert Document.objects.get(pk=contract.document_id).put_away_at is None


def test_nothing_is_done_with_it_meanwhile_and_once_is_enough() -> None:
    pierre = make_person("pierre")
    copy = copied(scenes.in_review(pierre))
    put_away(copy, by=pierre, at=NOON)
    steps = Step.objects.count()

    with pytest.raises(Conflict, match="Bring it back to work on it"):
        actions.take_step(copy, Wanted("rotate", {"degrees": 90}), by=pierre, at=NOON)
    with pytest.raises(Conflict, match="put away already"):
        put_away(copy, by=pierre, at=NOON)
    bring_back(copy, by=pierre, at=NOON)
    with pytest.raises(Conflict, match="not put away"):
        bring_back(copy, by=pierre, at=NOON)

    assert Step.objects.count() == steps


def test_who_does_not_prepare_puts_nothing_away() -> None:
    copy = copied(scenes.in_review(make_person("pierre")))

    for who in ("aud", "sam"):
        with pytest.raises(NotAllowed):
            put_away(copy, by=make_person(who), at=NOON)

    assert Document.objects.get(pk=copy.pk).put_away_at is None


def test_programs_put_away_and_bring_back() -> None:
    contract = scenes.in_review(make_person("pierre"))
    copy = copied(contract)
    program = program_of(make_person("maya"), "documents:read", "documents:write")
    address = f"/api/v1/documents/{copy.pk}/"

    gone = post(program, f"{address}put-away/")
    lists = [
        program.get(f"/api/v1/documents/?case_key={contract.pk}&put_away_at__isnull={value}").json()["count"]
        for value in ("true", "false")
    ]
    back = post(program, f"{address}bring-back/")

    assert (gone.status_code, bool(gone.json()["put_away_at"]), lists) == (200, True, [1, 1])
    assert (back.status_code, back.json()["put_away_at"]) == (200, None)
    assert post(program, f"/api/v1/documents/{contract.document_id}/put-away/").status_code == 409
