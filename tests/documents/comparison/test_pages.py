"""Two versions are compared on a page and on paper; a file from outside is compared without becoming a version."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from contracts.models import Contract
from documents.comparing.asking import compare_waiting
from documents.comparing.presenting import counts_in_words
from documents.homes import COPY
from documents.models import Comparison, ComparisonState, Document, Origin, TextLayer, Version, add_version
from documents.toolbox.reading import page_texts
from tests.contracts import scenes
from tests.people import NOON, make_person

pytestmark = pytest.mark.django_db
LATER = [words.replace("24,000.00", "26,500.00").replace("within 30 days", "within 45 days") for words in scenes.TEXT]
LATER = [*LATER[:5], "5. Notices. Notices go by letter to the address above.", LATER[5].replace("4. Term", "6. Term")]


def two_versions(contract: Contract) -> tuple[Version, Version]:
    first = contract.document.newest("converted")
    later = add_version(
        contract.document, scenes.PDF, name="later.pdf", media_type="application/pdf", origin=Origin.CONVERTED
    )
    TextLayer.objects.create(version=later, text="\n".join(LATER), pages=[])
    return first, later


def signed_in(client: Client, key: str) -> Client:
    client.force_login(make_person(key))
    return client


def words(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_a_page_says_clause_by_clause_what_changed_and_the_figures_first(client: Client) -> None:
    first, later = two_versions(scenes.to_review(make_person("pierre")))

    answer = signed_in(client, "maya").get(reverse("comparing:versions", args=[first.pk, later.pk]))

    changes = [(block.clause.kind, block.label, block.inserted, block.deleted) for block in answer.context["changes"]]
    assert ("changed", "3.", 1, 1) in changes
    assert ("added", "5.", 9, 0) in changes
    assert ("removed", "5.", 0, 10) in changes
    said = words(answer)
    assert "<del>30 days</del>" in said
    assert "<ins>45 days</ins>" in said
    assert "[inserted:" in said
    assert "1 clause new, 1 clause gone." in said
    assert said.index("Figures that changed") < said.index("What changed")


def test_what_did_not_happen_is_not_counted() -> None:
    counts = {"added": 0, "removed": 0, "moved": 0, "changed": 2, "words_inserted": 1, "words_deleted": 0}

    assert counts_in_words(counts) == "2 clauses changed. 1 word inserted."
    assert counts_in_words(dict.fromkeys(counts, 0)) == ""


def test_the_whole_text_and_two_columns_are_a_click_away(client: Client) -> None:
    first, later = two_versions(scenes.to_review(make_person("pierre")))
    address = reverse("comparing:versions", args=[first.pk, later.pk])
    signed_in(client, "pierre")

    changes, whole, side = (words(client.get(address + query)) for query in ("", "?show=all", "?view=side"))

    assert "Services Agreement" not in changes.split('id="compared"')[1]
    assert "clauses are the same" in changes
    assert "1 April 2027" in whole
    assert "Not in the older version" in side


def test_the_paper_says_the_same(client: Client) -> None:
    first, later = two_versions(scenes.to_review(make_person("pierre")))

    answer = signed_in(client, "pierre").get(reverse("comparing:paper", args=[first.pk, later.pk]))

    text = " ".join(" ".join(page_texts(answer.content)).split())
    assert answer["Content-Type"] == "application/pdf"
    assert "attachment" in answer["Content-Disposition"]
    assert "30 days → 45 days" in text
    assert "Notices go by letter to the address above." in text


def test_other_versions_of_the_same_document_are_offered_first(client: Client) -> None:
    contract = scenes.to_review(make_person("pierre"))
    first, _later = two_versions(contract)
    copy = Document.objects.create(case_key=contract.pk, title="A copy", kind=COPY, copy_of=first)
    copied = add_version(copy, scenes.PDF, name="copy.pdf", media_type="application/pdf", origin=Origin.UPLOADED)

    offered = choices(client, first)

    assert {version.document for version in offered[:2]} == {contract.document}
    assert offered[2:] == [copied]


def choices(client: Client, version: Version) -> list[Version]:
    answer = signed_in(client, "maya").get(reverse("comparing:choose", args=[version.pk]))
    return [row["version"] for row in answer.context["rows"]]


def test_a_redline_is_made_once(client: Client) -> None:
    first, later = two_versions(scenes.to_review(make_person("pierre")))
    signed_in(client, "pierre")

    for _time in range(2):
        client.get(reverse("comparing:versions", args=[first.pk, later.pk]))

    assert Comparison.objects.count() == 1


def test_who_does_not_see_both_versions_sees_no_comparison(client: Client) -> None:
    first, later = two_versions(scenes.to_review(make_person("pierre")))
    hidden = scenes.to_review(make_person("maya")).document.newest("converted")
    pierre, sam = signed_in(Client(), "pierre"), signed_in(Client(), "sam")

    answers = [
        sam.get(reverse("comparing:versions", args=[first.pk, later.pk])),
        sam.get(reverse("comparing:paper", args=[first.pk, later.pk])),
        sam.get(reverse("comparing:choose", args=[first.pk])),
        pierre.get(reverse("comparing:versions", args=[first.pk, hidden.pk])),
        pierre.get(reverse("comparing:versions", args=[first.pk, first.pk])),
    ]

    assert [answer.status_code for answer in answers] == [404] * 5
    assert Comparison.objects.count() == 0


def brought(client: Client, version: Version, data: bytes, name: str = "theirs.docx", side: str = "file") -> Any:
    file = SimpleUploadedFile(name, data)
    return client.post(reverse("comparing:choose", args=[version.pk]), {"file": file, "side": side})


def test_a_word_file_from_outside_is_compared_and_only_its_bringer_sees_it(client: Client) -> None:
    contract = scenes.to_review(make_person("pierre"))
    version = contract.document.newest("converted")
    number = contract.document.versions.count()
    signed_in(client, "pierre")

    sent = brought(client, version, scenes.word_file(*LATER))
    answer = client.get(sent["Location"])
    maya = signed_in(Client(), "maya").get(sent["Location"])

    assert [(one.change.old, one.change.new) for one in answer.context["figures"]][:2] == [
        ("EUR 24,000.00", "EUR 26,500.00"),
        ("30 days", "45 days"),
    ]
    assert "theirs.docx" in words(answer)
    assert maya.status_code == 404
    assert contract.document.versions.count() == number


def test_a_file_that_is_neither_word_nor_pdf_is_refused_beside_its_field(client: Client) -> None:
    version = scenes.to_review(make_person("pierre")).document.newest("converted")
    signed_in(client, "pierre")

    answer = brought(client, version, b"hello", "theirs.txt")
    damaged = brought(client, version, b"PK\x03\x04 no archive", "theirs.docx")

    assert answer.status_code == 422
    assert "Bring a PDF or a Word file" in words(answer)
    assert damaged.status_code == 302
    assert "These two cannot be compared" in words(client.get(damaged["Location"]))


def test_what_waits_is_compared_by_the_clock(client: Client) -> None:
    first, later = two_versions(scenes.to_review(make_person("pierre")))
    waiting = Comparison.objects.create(older=first, newer=later, asked_at=NOON)
    address = reverse("comparing:versions", args=[first.pk, later.pk])
    signed_in(client, "pierre")
    before = words(client.get(address))

    number = compare_waiting()

    waiting.refresh_from_db()
    assert "Being compared" in before
    assert (number, waiting.state) == (1, ComparisonState.DONE)
    assert "Figures that changed" in words(client.get(address))
    assert compare_waiting() == 0
