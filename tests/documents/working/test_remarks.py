"""What is worth knowing of a step is said in the language of whoever reads its history."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from documents.models import Document, Step
from documents.sayings import Saying, gettext_noop
from documents.working import actions
from documents.working.running import Wanted
from documents.working.words import remarks_of
from tests.documents.toolbox.papers import contract as annex
from tests.documents.working import scenes
from tests.house import pseudo
from tests.people import NOON, make_person


def enclosed(data: bytes) -> Document:
    (document,) = actions.enclose(
        scenes.in_review(make_person("pierre")).pk, [("Annex.pdf", data)], by=make_person("pierre"), at=NOON
    )
    return document


def step_with(document: Document, tool: str, **options: Any) -> Step:
    return actions.take_step(document, Wanted(tool, options), by=make_person("pierre"), at=NOON)


def test_a_saying_that_counts_chooses_its_sentence_and_travels_as_json() -> None:
    one, many = gettext_noop("%(n)s page"), gettext_noop("%(n)s pages")

    sayings = [Saying.counted(n, one, many) for n in (0, 1, 2)]

    assert [str(saying) for saying in sayings] == ["0 pages", "1 page", "2 pages"]
    assert [Saying.from_json(saying.as_json()) for saying in sayings] == sayings


@pytest.mark.django_db
def test_remarks_are_translated_where_they_are_read(client: Client) -> None:
    pierre = make_person("pierre")
    document = enclosed(annex("Alder", 5))
    step_with(document, "delete", pages="3")
    step_with(document, "clean")
    client.force_login(pierre)

    page = client.get(reverse("working:prepare", args=[document.pk])).content.decode()
    with pseudo.speaking():
        (cleaned, deleted) = (remarks_of(step) for step in document.steps.order_by("-number"))

    assert "<li>1 link led to the pages taken out</li>" in page
    assert deleted == ["⟦1 link led to the pages taken out⟧", "⟦1 bookmark led to the pages taken out⟧"]
    assert cleaned[0].startswith("⟦removed: ⟦")


@pytest.mark.django_db
def test_a_redaction_says_in_the_readers_language_what_else_went() -> None:
    document = enclosed(annex("Alder", 2))
    (paper,) = actions.make_papers(
        scenes.now(document), Wanted("redact", {"words": ["Alder"]}), by=make_person("pierre"), at=NOON
    )

    english = remarks_of(paper.steps.get())
    with pseudo.speaking():
        told = remarks_of(paper.steps.get())

    assert "Read again and looked at: nothing is left under the areas" in english
    assert all(one.startswith("⟦") and one.endswith("⟧") for one in told)
    assert len(told) == len(english)


@pytest.mark.django_db
def test_reports_of_old_are_shown_as_they_were_kept() -> None:
    step = step_with(enclosed(annex("Alder", 5)), "delete", pages="3")
    del step.report["said"]

    with pseudo.speaking():
        told = remarks_of(step)

    assert told == ["1 link led to the pages taken out", "1 bookmark led to the pages taken out"]
    assert list(step.report["dropped"]) == [
        "1 link led to the pages taken out",
        "1 bookmark led to the pages taken out",
    ]
