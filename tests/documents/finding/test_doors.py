"""Search from Ctrl-K, on its page, in the viewer and for programs."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.text import capfirst

from contracts.models import Contract, State
from documents.finding.indexing import read_new
from documents.finding.searching import Answer
from documents.models import Document, Origin, TextLayer, Version, add_version
from tests.contracts import scenes
from tests.documents.working import scenes as papers
from tests.people import make_person
from vendors.models import Vendor

pytestmark = pytest.mark.django_db


def signed_in(key: str) -> Client:
    client = Client()
    client.force_login(make_person(key))
    return client


def words(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def copy_of(version: Version) -> Version:
    """A copy whose text nobody has stored: it is read from the file."""
    paper = Document(case_key=version.document.case_key, title="A copy", kind="copy", copy_of=version)
    paper.save()
    return add_version(paper, version.content(), name="copy.pdf", media_type="application/pdf", origin=Origin.UPLOADED)


def test_what_was_typed_leads_from_the_search_dialog_into_the_documents() -> None:
    answer = signed_in("pierre").get(reverse("search"), {"q": "force majeure"}, headers={"HX-Request": "true"})

    assert "Search in documents for “force majeure”" in words(answer)
    assert f"{reverse('finding:search')}?q=force+majeure" in words(answer)


def test_the_page_shows_the_words_in_their_sentence_and_leads_to_the_page() -> None:
    contract = papers.in_review(make_person("pierre"))
    version = contract.document.newest("converted")

    answer = signed_in("maya").get(reverse("finding:search"), {"q": "receipt of the invoice"})

    assert "<mark>receipt</mark>" in words(answer)
    assert f"{reverse('finding:found', args=[version.pk])}?q=receipt+of+the+invoice#found-4" in words(answer)


def test_each_choice_says_how_many_documents_of_the_answer_it_leaves() -> None:
    version = papers.in_review(make_person("pierre")).document.newest("converted")
    copy_of(version)
    read_new()
    maya = signed_in("maya")

    every = maya.get(reverse("finding:search"), {"q": "receipt", "page": "1"})
    copies = maya.get(reverse("finding:search"), {"q": "receipt", "kind": "copy"})
    nothing = maya.get(reverse("finding:search"), {"q": "zzz"})

    kinds = dict(every.context["form"].fields["kind"].choices)
    languages = dict(every.context["form"].fields["language"].choices)
    assert (kinds["contract"], kinds["copy"], kinds["invoice"]) == ("Contract (1)", "Copy (1)", "Invoice (0)")
    assert (languages["en"], languages["de"]) == ("English (2)", "German (0)")
    (group,) = every.context["groups"]
    assert [(one["title"], one["count"], one["url"]) for one in group["chips"]] == [
        ("Contract", 1, "?q=receipt&kind=contract"),
        ("Copy", 1, "?q=receipt&kind=copy"),
    ]
    assert 'href="?q=receipt&amp;kind=copy">Copy <span class="chip-count">1</span>' in words(every)
    narrowed = dict(copies.context["form"].fields["kind"].choices)
    assert (narrowed["copy"], narrowed["contract"], copies.context["groups"]) == ("Copy (1)", "Contract", [])
    assert dict(nothing.context["form"].fields["kind"].choices)["copy"] == "Copy"


def test_categories_states_and_vendors_say_how_many_documents_they_leave() -> None:
    pierre, maya = make_person("pierre"), make_person("maya")
    services, other = papers.in_review(pierre), papers.in_review(pierre)
    copy_of(services.document.newest("converted"))
    lind, brother = (Vendor.objects.create(name=name) for name in ("Lind AB", "Lind AB Nord"))
    Contract.objects.filter(pk=services.pk).update(vendor=lind, category="services")
    Contract.objects.filter(pk=other.pk).update(vendor=brother, category="nda", state="ready")
    read_new()
    client = signed_in("maya")

    every = client.get(reverse("finding:search"), {"q": "receipt"})

    fields = every.context["form"].fields
    assert dict(fields["category"].choices) | {"": ""} == {"": "", "services": "Services (2)", "nda": "Nda (1)"}
    assert dict(fields["state"].choices)["ready"] == f"{capfirst(State.READY.label)} (1)"
    assert dict(fields["state"].choices)["draft"] == f"{capfirst(State.DRAFT.label)} (0)"
    chips = {
        str(group["title"]): [(one["title"], one["count"]) for one in group["chips"]]
        for group in every.context["groups"]
    }
    assert chips["Vendor"] == [("Lind AB", 3), ("Lind AB Nord", 1)]
    assert chips["Category"] == [("Services", 2), ("Nda", 1)]
    for group in every.context["groups"]:
        for one in group["chips"]:
            left = client.get(f"{reverse('finding:search')}{one['url']}")
            assert len(left.context["answer"]) == one["count"], one
            assert group["title"] not in [kept["title"] for kept in left.context["groups"]]
    assert Answer(maya, "zebra").facets() == {"vendor": {}, "category": {}, "state": {}}


def test_words_of_a_document_are_never_markup() -> None:
    contract = scenes.uploaded(make_person("pierre"))
    version = add_version(
        contract.document, scenes.PDF, name="x.pdf", media_type="application/pdf", origin=Origin.CONVERTED
    )
    TextLayer.objects.create(version=version, text="An <script>alert('escrow')</script> of escrow.", pages=[])

    answer = signed_in("pierre").get(reverse("finding:search"), {"q": "escrow"})

    assert "<script>alert(" not in words(answer)
    assert "&lt;script&gt;" in words(answer)


@pytest.mark.parametrize(
    "typed", ["", "-x", "the", "zzz", "'", '"', "a & b | !c:*", "<b>", "%", "\\", "(((", "x" * 500]
)
def test_whatever_is_typed_gets_an_answer(typed: str) -> None:
    papers.in_review(make_person("pierre"))

    answer = signed_in("maya").get(reverse("finding:search"), {"q": typed, "since": "never", "kind": "nothing"})

    assert answer.status_code == 200


@pytest.mark.parametrize("typed", ["-secret", '-"two words"', "-one -two"])
def test_a_search_that_only_leaves_words_out_says_what_to_type(typed: str) -> None:
    papers.in_review(make_person("pierre"))

    page = signed_in("maya").get(reverse("finding:search"), {"q": typed})
    program = signed_in("maya").get("/api/v1/document-search/", {"q": typed})

    assert "Type a word that must be there" in words(page)
    assert "No page has these words" not in words(page)
    assert program.status_code == 400
    assert "A minus only leaves documents out." in program.content.decode()


def test_a_document_opens_with_the_words_lit_where_they_stand() -> None:
    contract = papers.in_review(make_person("pierre"))
    version = contract.document.newest("converted")
    plain = copy_of(version)
    read_new()

    kept = signed_in("maya").get(reverse("finding:found", args=[version.pk]), {"q": "receipt"})
    read = signed_in("maya").get(reverse("finding:found", args=[plain.pk]), {"q": "receipt"})

    (lit,) = [lit for sheet in kept.context["sheets"] for lit in sheet.lit]
    (box,) = read.context["lit"]
    assert (lit.anchor, box["anchor"], box["page"]) == ("found-4", "found-4", 4)
    assert box["x"] == pytest.approx(lit.boxes[0].x, abs=3)
    assert box["y"] == pytest.approx(lit.boxes[0].y, abs=6)


def test_pages_files_and_words_are_only_for_those_who_see_the_document() -> None:
    version = papers.in_review(make_person("pierre")).document.newest("converted")
    addresses = [
        reverse("finding:found", args=[version.pk]) + "?q=receipt",
        reverse("finding:file", args=[version.pk]),
        reverse("finding:page", args=[version.pk, 1]),
    ]

    for key, status in (("maya", 200), ("sam", 404), ("vera", 404), ("olu", 404)):
        assert [signed_in(key).get(address).status_code for address in addresses] == [status] * 3, key
    assert signed_in("vera").get(reverse("finding:search"), {"q": "receipt"}).status_code == 403


def test_the_search_takes_few_statements(django_assert_max_num_queries: Any) -> None:
    papers.in_review(make_person("pierre"))
    client = signed_in("maya")
    client.get(reverse("finding:search"), {"q": "receipt"})

    with django_assert_max_num_queries(13):
        client.get(reverse("finding:search"), {"q": "receipt"})


def test_programs_search_with_the_scope_for_documents() -> None:
    contract = papers.in_review(make_person("pierre"))

    answer = signed_in("maya").get("/api/v1/document-search/", {"q": "receipt"})
    nothing = signed_in("sam").get("/api/v1/document-search/", {"q": "receipt"}).json()
    empty = signed_in("maya").get("/api/v1/document-search/")
    unknown = signed_in("maya").get("/api/v1/document-search/", {"q": "receipt", "words": "x"})
    wrong = signed_in("maya").get("/api/v1/document-search/", {"q": "receipt", "since": "never"})

    (hit,) = answer.json()["results"]
    assert (hit["document"], hit["page"], hit["kind"]) == (str(contract.document_id), 4, "contract")
    assert [piece["text"] for piece in hit["snippet"] if piece["is_found"]] == ["receipt"]
    assert (nothing["count"], nothing["results"]) == (0, [])
    assert [one.status_code for one in (empty, unknown, wrong)] == [400, 400, 400]


def test_programs_compare_versions_they_see() -> None:
    contract = papers.in_review(make_person("pierre"))
    first, plain = contract.document.newest("uploaded"), contract.document.newest("converted")
    asked = {"older": str(first.pk), "newer": str(plain.pk)}

    made = signed_in("maya").get("/api/v1/comparisons/", asked)
    refused = signed_in("sam").get("/api/v1/comparisons/", asked)
    same = signed_in("maya").get("/api/v1/comparisons/", {"older": str(first.pk), "newer": str(first.pk)})

    assert (made.status_code, made.json()["state"]) == (200, "done")
    assert made.json()["counts"]["same"] == 7
    assert (refused.status_code, same.status_code) == (400, 400)
