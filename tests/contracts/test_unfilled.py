"""A draft with places that nobody filled in says so before it is sent to its approvers, and goes on only when a person says so."""

import pytest
from django.test import Client
from django.urls import reverse

from contracts import actions
from contracts.models import Contract, State
from contracts.unfilled import unfilled_in_words
from tests.contracts import scenes
from tests.people import NOON, make_people, make_person

OPEN = (
    *scenes.TEXT[:-1],
    "5. Law. This Agreement is governed by the laws of [Governing Law]. Notices go to {notice_address} within ____ days.",
)


def page(client: Client, key: str, contract: Contract) -> str:
    client.force_login(make_person(key))
    return client.get(reverse("contracts:contract", args=[contract.pk])).content.decode()


@pytest.mark.django_db
def test_the_page_lists_what_is_open_and_where(client: Client) -> None:
    make_people("maya", "pierre")

    contract = scenes.converted(make_person("pierre"), paragraphs=OPEN)

    assert contract.unfilled == [
        {"words": "Governing Law", "page": 1},
        {"words": "notice_address", "page": 1},
        {"words": "", "page": 1},
    ]
    assert contract.governing_law == ""
    html = page(client, "maya", contract)
    assert "This draft still has 3 unfilled places" in html
    assert "<bdi>Governing Law</bdi>" in html
    assert "?view=text#page-1" in html


@pytest.mark.django_db
def test_submitting_asks_once_more_and_a_person_may_go_on(client: Client) -> None:
    make_people("maya", "pierre")
    contract = scenes.converted(make_person("pierre"), paragraphs=OPEN)
    Contract.objects.filter(pk=contract.pk).update(state=State.READY)

    html = page(client, "pierre", contract)

    assert "Submit a draft with places that nobody filled in?" in html
    assert "Submit all the same" in html


@pytest.mark.django_db
def test_a_draft_that_is_filled_in_says_nothing(client: Client) -> None:
    make_people("maya", "pierre")
    contract = scenes.converted(make_person("pierre"))

    assert contract.unfilled == []
    assert unfilled_in_words(contract) == ""
    assert "unfilled" not in page(client, "maya", contract)


@pytest.mark.django_db
def test_another_draft_takes_the_open_places_away() -> None:
    make_people("maya", "pierre")
    contract = scenes.converted(make_person("pierre"), paragraphs=OPEN)

    words = unfilled_in_words(contract)
    actions.replace_draft(contract, by=make_person("pierre"), at=NOON, data=scenes.word_file(), filename="filled.docx")
    again = scenes.convert_and_read(contract)

    assert words == (
        "This draft still has 3 unfilled places: “Governing Law” (page 1), “notice_address” (page 1), an empty line (page 1)."
    )
    assert again.unfilled == []
