"""The head of the list of what one signs names the next act alone; everything else stands in one menu, each for whom it is."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.people import make_people, make_person
from tests.signing.life.scenes import inside, make_mark, sent

pytestmark = pytest.mark.django_db


def head_of(who: str) -> tuple[list[str], list[str]]:
    """The words of the buttons that everybody sees at once, and those in the menu."""
    client = Client()
    client.force_login(make_person(who))
    page = client.get(reverse("signing:queue")).content.decode()
    head = page[page.index('class="page-actions') :]
    menu = head[head.index('<details class="menu">') : head.index("</details>")]
    seen = head[: head.index('<details class="menu">')]
    return _links(seen), _links(menu)


def _links(html: str) -> list[str]:
    found = re.findall(r"<a\b[^>]*>(.*?)</a>", html, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", one).split()) for one in found]


def test_who_signs_begins_with_the_first_and_who_sends_sends_a_document() -> None:
    make_people("maya", "sam", "ada")
    make_mark(make_person("sam"))
    sent(inside(make_person("sam")))

    assert head_of("sam") == (
        ["Begin with the first"],
        ["Signature rounds", "My marks", "Signing for each other"],
    )
    assert head_of("maya") == (["Send a document"], ["Signature rounds", "Send to many", "Categories"])
    seen, menu = head_of("ada")
    assert seen == []
    assert menu[-1] == "Seals and keys"
