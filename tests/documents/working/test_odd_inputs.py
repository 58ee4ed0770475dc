"""What does not fit is refused at its field in words that say what to do, and nothing changes: for each tool, through its page."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from contracts.models import Contract
from documents.models import Document, Step, Version
from documents.toolbox.catalogue import use
from documents.working.offers import OFFERS
from documents.working.refusing import FILES, option_of
from tests.documents.working import scenes
from tests.people import make_person

pytestmark = [pytest.mark.threats, pytest.mark.django_db]

LONG = "9" * 400
EDGES = {"size": 9, "margin": 24, "colour": "000000", "start": 1, "skip": 0}
NUMBER = {**EDGES, "text": "{n}", "position": "bottom-center"}
HEADS = {"size": 9, "margin": 24, "colour": "000000", "pages": "all"}
STAMP = {
    "text": "PAID",
    "position": "top-right",
    "colour": "b00020",
    "pages": "all",
    "size": 18,
    "degrees": 0,
    "opacity": 1,
    "margin": 28,
}
REDACT = {"pages": "all", "whole_words": "on"}


def brought(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, "application/pdf")


def locked() -> bytes:
    return use("protect", [scenes.blank()], {"password": "correct horse"}).files[0]


ODD: list[tuple[str, dict[str, Any], str, str]] = [
    ("reorder", {"order": "1-3"}, "order", "must name every page once, from 1 to 4"),
    ("reorder", {"order": "1, 1-4"}, "order", "once"),
    ("reorder", {"order": "first"}, "order", "is no page or range"),
    ("rotate", {"degrees": 45, "pages": "all"}, "degrees", "not one of the available choices"),
    ("rotate", {"degrees": 90, "pages": "5"}, "pages", "There is no page 5; the last page is 4."),
    ("rotate", {"degrees": 90, "pages": LONG}, "pages", "There is no page 9999"),
    ("rotate", {"degrees": 90, "pages": "0"}, "pages", "There is no page 0"),
    ("rotate", {"degrees": 90, "pages": "-"}, "pages", "is no page or range"),
    ("rotate", {"degrees": 90, "pages": ", ,"}, "pages", "No page was chosen"),
    ("delete", {"pages": "all"}, "pages", "Leave at least one"),
    ("extract", {"pages": "3-9"}, "pages", "There is no page 9"),
    ("extract", {"pages": ""}, "pages", "This is still empty. Fill it in."),
    ("insert", {"before": 9, "pages": "all", "file": ("a.pdf", scenes.blank)}, "before", "choose 1 to 5"),
    ("insert", {"before": 1, "pages": "2", "file": ("a.pdf", scenes.blank)}, "pages", "the last page is 1"),
    ("insert", {"before": 1, "pages": "all", "file": ("a.pdf", lambda: b"%PDF-1.7")}, "file", "damaged"),
    ("insert", {"before": 1, "pages": "all", "file": ("a.pdf", lambda: b"")}, "file", "empty"),
    ("insert", {"before": 1, "pages": "all", "file": ("a.pdf", locked)}, "file", "password"),
    ("insert", {"before": 1, "pages": "all", "file": ("a.docx", scenes.four_pages)}, "file", "Save it as PDF"),
    ("merge", {}, "files", "at least one document or file"),
    ("merge", {"files": ("a.pdf", lambda: b"nothing")}, "files", "no PDF"),
    ("split", {"way": "every", "every": 0}, "every", "Enter 1 or more."),
    ("split", {"way": "every", "every": 9}, "every", "nothing would be cut"),
    ("split", {"way": "every"}, "every", "Fill this in"),
    ("split", {"way": "ranges", "ranges": "1-2, 7"}, "ranges", "There is no page 7"),
    ("split", {"way": "bookmark_level", "bookmark_level": 3}, "bookmark_level", "bookmark"),
    ("split", {"way": "megabytes", "megabytes": 0.01}, "megabytes", "Page 1"),
    ("number", {**NUMBER, "skip": 4}, "skip", "Leave out fewer"),
    ("number", {**NUMBER, "size": 72, "text": "Page {n} of {total}, this and that"}, "text", "wide"),
    ("bates", {**EDGES, "digits": 99, "position": "bottom-right"}, "digits", "Enter 12 or less."),
    ("bates", {**EDGES, "digits": 2, "start": 998, "position": "bottom-right"}, "digits", "digits"),
    ("head_and_foot", {**HEADS}, "head_left", "at least one of the six"),
    ("head_and_foot", {**HEADS, "foot_left": "w" * 190}, "foot_left", "wide"),
    ("stamp", {**STAMP, "text": "\U000fffff"}, "text", "No font on this machine shows"),
    (
        "stamp",
        {**STAMP, "text": "", "file": ("a.png", lambda: b"\x89PNG\r\n\x1a\n")},
        "file",
        "Use PNG, JPEG, WebP or TIFF.",
    ),
    ("watermark", {"text": "DRAFT", "opacity": 9, "colour": "808080", "pages": "all"}, "opacity", "Enter 1 or less."),
    ("compress", {"level": "tiny"}, "level", "not one of the available choices"),
    ("recognise", {"pages": "12"}, "pages", "There is no page 12"),
    (
        "pictures",
        {"paper": "a4", "margin": 0, "files": ("a.png", lambda: b"GIF89a")},
        "files",
        "Use PNG, JPEG, WebP or TIFF.",
    ),
    ("redact", {**REDACT, "words": "Zebra"}, "words", "Nothing was found to redact"),
    ("redact", {**REDACT, "expressions": "("}, "expressions", "cannot be read"),
    ("redact", {**REDACT, "areas": "[[1, 2]]"}, "areas", "Mark the areas again"),
    ("redact", {**REDACT, "areas": "[[9, 0, 0, 5, 5]]"}, "measures", "There is no page 9"),
    ("redact", {**REDACT, "areas": "[[1, NaN, 0, 5, 5]]"}, "measures", "Write an area"),
    ("protect", {"password": "short", "again": "short"}, "password", "at least 8 characters"),
    ("protect", {"password": "correct horse", "again": "correct house"}, "again", "differ"),
    ("unlock", {"password": "nothing to take off"}, "", "The file is not protected"),
    ("text", {"pages": "odd, 8"}, "pages", "There is no page 8"),
]


@pytest.mark.parametrize(("tool", "given", "field", "words"), ODD, ids=[f"{row[0]}-{row[2]}" for row in ODD])
def test_what_does_not_fit_is_said_at_its_field_and_changes_nothing(
    client: Client, tool: str, given: dict[str, Any], field: str, words: str
) -> None:
    contract = scenes.in_review(make_person("pierre"))
    client.force_login(make_person("pierre"))
    before = Version.objects.count(), Document.objects.count(), scenes.now(contract.document)
    given = {
        name: brought(value[0], value[1]()) if isinstance(value, tuple) else value for name, value in given.items()
    }

    answer = client.post(reverse("working:tool", args=[contract.document_id, tool]), given)

    errors = answer.context["form"].errors
    assert answer.status_code == 422
    assert list(errors) == [field or "__all__"], errors
    assert words in errors[field or "__all__"][0]
    assert (Version.objects.count(), Document.objects.count(), scenes.now(contract.document)) == before
    assert not Step.objects.exists()


def test_every_tool_that_can_be_given_something_wrong_is_among_them() -> None:
    # These have no choices: what they refuse is about the document.
    assert {row[0] for row in ODD} == set(OFFERS) - {"archive", "flatten", "repair", "clean"}


def test_a_refusal_is_about_what_was_given() -> None:
    assert option_of("bad_pages", {"order": "9"}, with_files=False) == "order"
    assert option_of("bad_pages", {"pages": "9", "order": ""}, with_files=False) == "pages"
    assert option_of("damaged", {}, with_files=True) == FILES
    assert option_of("damaged", {}, with_files=False) == option_of("failed", {}, with_files=True) == ""


def odd_file(contract: Contract, data: bytes) -> Document:
    from documents.working import actions
    from tests.people import NOON

    (document,) = actions.enclose(contract.pk, [("odd.pdf", data)], by=make_person("pierre"), at=NOON)
    return document


def turned_with_a_crop() -> bytes:
    return use("rotate", [scenes.blank(3)], {"degrees": 90, "pages": "2"}).files[0]


WORKS: dict[str, dict[str, Any]] = {
    "rotate": {"degrees": 90, "pages": "1"},
    "number": NUMBER,
    "bates": {**EDGES, "digits": 6, "position": "bottom-right"},
    "head_and_foot": {**HEADS, "head_left": "Annex"},
    "stamp": STAMP,
    "watermark": {"text": "DRAFT", "opacity": 0.2, "colour": "808080", "pages": "all"},
    "extract": {"pages": "1"},
    "text": {"pages": "all"},
    "redact": {**REDACT, "measures": "1, 10, 10, 50, 50"},
    "protect": {"password": "correct horse", "again": "correct horse"},
}


@pytest.mark.parametrize(
    "make", [scenes.blank, turned_with_a_crop, scenes.picture], ids=["one page", "turned", "a scan"]
)
def test_pages_of_every_kind_are_worked_on_and_each_step_can_be_undone(client: Client, make: Any) -> None:
    contract = scenes.in_review(make_person("pierre"))
    document = odd_file(contract, make())
    client.force_login(make_person("pierre"))

    answers = {
        tool: client.post(reverse("working:tool", args=[document.pk, tool]), given) for tool, given in WORKS.items()
    }
    first = document.versions.get(number=1)
    while document.steps.filter(state="done").exists():
        assert client.post(reverse("working:undo", args=[document.pk])).status_code == 302

    assert {tool: answer.status_code for tool, answer in answers.items()} == {
        **dict.fromkeys(WORKS, 302),
        "text": 200,
    }
    assert scenes.now(document) == first


def test_a_locked_file_is_refused_by_every_tool_in_words_that_lead_to_its_key(client: Client) -> None:
    contract = scenes.in_review(make_person("pierre"))
    document = odd_file(contract, locked())
    client.force_login(make_person("pierre"))

    said = {
        tool: client.post(reverse("working:tool", args=[document.pk, tool]), given).context["form"].errors
        for tool, given in WORKS.items()
        if tool not in {"redact"}
    }
    wrong = client.post(reverse("working:tool", args=[document.pk, "unlock"]), {"password": "battery staple"})
    right = client.post(reverse("working:tool", args=[document.pk, "unlock"]), {"password": "correct horse"})

    assert {tool: "Take it off first" in str(errors) for tool, errors in said.items()} == dict.fromkeys(said, True)
    assert list(wrong.context["form"].errors) == ["password"]
    assert right.status_code == 302
