"""The page on which a document is prepared, and the page of a whole case."""

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from contracts.models import Contract, State
from documents.models import Document, Origin, Step, Version, add_version
from documents.toolbox.catalogue import TOOLS, use
from documents.working import actions
from documents.working.forms import FORMS
from documents.working.offers import OFFERS
from documents.working.running import Wanted
from flowmono.ledger.models import Entry
from tests.documents.toolbox.papers import contract as annex
from tests.documents.working import scenes
from tests.people import NOON, make_person

pytestmark = pytest.mark.django_db


def page_of(contract: Contract, name: str = "prepare", *more: Any) -> str:
    return reverse(f"working:{name}", args=[contract.document_id, *more])


def test_every_option_of_every_tool_can_be_filled_in_or_is_left_out_on_purpose() -> None:
    # A copy of a signed file is made as one by the action; what documents are joined gives the names of the bookmarks.
    on_purpose = {"as_copy", "names", "owner_password"}
    spoken = {"head_and_foot": {"header", "footer"}}

    for tool in OFFERS:
        fields = set(FORMS[tool]().fields) | spoken.get(tool, set())
        assert set(TOOLS[tool].options) - fields - on_purpose == set(), tool
    assert set(TOOLS) - set(OFFERS) == {"compare"}


def test_pages_are_moved_turned_and_taken_out_from_the_page(client: Client) -> None:
    maya = make_person("maya")
    contract = scenes.in_review(make_person("pierre"))
    client.force_login(maya)
    seen = scenes.now(contract.document).pk

    client.post(page_of(contract, "pages"), {"order": "2,1,3-4", "seen": seen})
    client.post(page_of(contract, "pages"), {"do": "move", "page": ["1", "2"], "before": "end"})
    client.post(page_of(contract, "pages"), {"do": "left", "page": ["4"]})
    client.post(page_of(contract, "pages"), {"do": "delete", "page": ["2"]})

    now = scenes.now(contract.document)
    assert scenes.order_of(now) == ["2. Fees.", "1. Services.", "Services Agreement"]
    assert [wide > high for wide, high in scenes.sides(now)] == [False, False, True]
    shown = client.get(page_of(contract)).content.decode()
    for words in (
        "Page 2 taken out",
        "Page 4 turned to the left",
        "Put in another order: 4 pages stand elsewhere",
        "Pages 1 and 2 changed places",
        "Maya Okafor",
    ):
        assert words in shown
    assert "Some terms lost their sentence" in shown


def test_undo_and_redo_from_the_page(client: Client) -> None:
    pierre = make_person("pierre")
    contract = scenes.in_review(pierre)
    before = scenes.now(contract.document)
    client.force_login(pierre)
    client.post(page_of(contract, "pages"), {"do": "right", "page": ["3", "4"]})
    after = scenes.now(contract.document)

    client.post(page_of(contract, "undo"))
    undone = scenes.now(contract.document)
    client.post(page_of(contract, "redo"))

    assert (undone, scenes.now(contract.document)) == (before, after)
    assert client.post(page_of(contract, "redo")).status_code == 409


def test_a_stale_page_does_nothing_and_says_why(client: Client) -> None:
    pierre = make_person("pierre")
    contract = scenes.in_review(pierre)
    stale = scenes.now(contract.document).pk
    actions.take_step(contract.document, Wanted("rotate", {"degrees": 90}), by=make_person("maya"), at=NOON)
    client.force_login(pierre)

    answer = client.post(page_of(contract, "pages"), {"do": "delete", "page": ["1"], "seen": stale})

    assert answer.status_code == 409
    assert "Somebody else changed the document meanwhile" in answer.content.decode()
    assert Step.objects.count() == 1


def test_what_is_wrong_is_said_beside_the_field(client: Client) -> None:
    pierre = make_person("pierre")
    contract = scenes.in_review(pierre)
    client.force_login(pierre)

    wrong_pages = client.post(page_of(contract, "tool", "extract"), {"pages": "7-9"})
    neither = client.post(page_of(contract, "tool", "stamp"), {"position": "top-right", "pages": "all"})

    assert wrong_pages.status_code == neither.status_code == 422
    assert "There is no page 7; the last page is 4." in wrong_pages.content.decode()
    assert neither.context["form"].errors["text"] == ["Write a text, or choose a picture: one of the two."]
    assert not Step.objects.exists()


def test_a_file_that_is_too_large_is_refused_with_the_limit() -> None:
    file = SimpleUploadedFile("annex.pdf", scenes.blank(), "application/pdf")
    file.size = 130_000_000
    form = FORMS["insert"]({"before": "1", "pages": "all"}, {"file": file})

    assert not form.is_valid()

    assert form.errors["file"] == ["annex.pdf has 130 MB; at most 100 MB are taken. Split it or make it smaller first."]


def test_what_is_said_of_the_conversion_is_said_of_its_version_once_pages_were_taken_out(client: Client) -> None:
    pierre = make_person("pierre")
    contract = scenes.in_review(pierre)
    client.force_login(pierre)
    client.post(reverse("contracts:accept_rendering", args=[contract.pk]))
    page = reverse("contracts:contract", args=[contract.pk])
    before = client.get(page).content.decode()

    client.post(page_of(contract, "tool", "delete"), {"pages": "4"})
    prepared = client.get(page).content.decode()
    client.post(reverse("working:undo", args=[contract.document_id]))
    undone = client.get(page).content.decode()

    assert "Pierre Dubois compared it and found it right" in before
    assert "What is said below is of version 2, as it was converted. Since then:" in prepared
    assert "<li>Page 4 taken out</li>" in prepared
    assert "Pierre Dubois compared version 2 and found it right" in prepared
    assert "words of the draft are in version 2" in prepared
    for text in (before, undone):
        assert "The PDF was prepared since then" not in text


def test_a_tool_for_many_opens_with_what_was_chosen_before(client: Client) -> None:
    pierre = make_person("pierre")
    contract = scenes.in_review(pierre)
    client.force_login(pierre)
    case = reverse("working:case", args=[contract.pk])
    chosen = str(scenes.now(contract.document).pk)

    opened = client.post(case, {"version": [chosen], "show": "bates"})
    closed = client.post(case, {"version": [chosen], "tool": "bates", "show": "none"})

    assert opened.status_code == closed.status_code == 200
    assert (opened.context["offer"].tool, opened.context["chosen"]) == ("bates", {chosen})
    assert opened.context["form"].errors == {}
    assert (closed.context["offer"], closed.context["chosen"]) == (None, {chosen})
    assert not Step.objects.exists()


def test_files_of_ones_own_come_to_a_case_and_every_tool_works_on_them(client: Client) -> None:
    pierre = make_person("pierre")
    contract = scenes.in_review(pierre)
    client.force_login(pierre)
    case = reverse("working:case", args=[contract.pk])
    locked = use("protect", [annex("Alder", 1)], {"password": "opensesame1"}).files[0]
    files = [SimpleUploadedFile("annex A.pdf", locked), SimpleUploadedFile("torn.pdf", locked[:300])]

    answer = client.post(case, {"enclose": "1", "files": files}, follow=True)
    enclosed = {document.title: document for document in Document.objects.filter(kind="enclosure")}
    unlock = reverse("working:tool", args=[enclosed["annex A"].pk, "unlock"])
    unlocked = client.post(unlock, {"password": "opensesame1"}, follow=True)

    assert "2 files were added." in answer.content.decode()
    brought = [paper for paper in answer.context["papers"] if paper.kind == "Enclosure"]
    assert [paper.document.title for paper in brought] == ["annex A", "torn"]
    assert (
        "This file is protected"
        in client.get(reverse("working:prepare", args=[enclosed["annex A"].pk])).content.decode()
    )
    assert unlocked.redirect_chain
    assert scenes.now(Document.objects.get(kind="copy")).layer.text.startswith("Clause 1\nAlder page 1.")
    assert Entry.objects.filter(case_id=contract.pk, kind="document.enclosed").count() == 2


def test_what_is_no_pdf_does_not_come_to_a_case_and_who_may_not_prepare_brings_nothing(client: Client) -> None:
    contract = scenes.in_review(make_person("pierre"))
    case = reverse("working:case", args=[contract.pk])
    word = SimpleUploadedFile("draft.docx", scenes.four_pages())
    client.force_login(make_person("pierre"))

    refused = client.post(case, {"enclose": "1", "files": [word]})
    client.force_login(make_person("aud"))
    page = client.get(case)
    forbidden = client.post(case, {"enclose": "1", "files": [SimpleUploadedFile("a.pdf", scenes.blank())]})

    assert refused.status_code == 422
    assert "“draft.docx”: This is a Word or other office document, not a PDF." in refused.content.decode()
    assert page.context["enclosing"] is None
    assert forbidden.status_code in (403, 404)
    assert not Document.objects.filter(kind="enclosure").exists()


def test_parts_of_a_split_stand_in_their_order_and_say_how_they_came_to_be(client: Client) -> None:
    pierre = make_person("pierre")
    contract = scenes.in_review(pierre)
    client.force_login(pierre)

    answer = client.post(page_of(contract, "tool", "split"), {"way": "every", "every": "1"}, follow=True)
    whole = client.post(page_of(contract, "tool", "split"), {"way": "every", "every": "9"})

    parts = [paper.document for paper in answer.context["papers"] if paper.document.copy_of_id]
    assert [part.title.partition("part ")[2] for part in parts] == ["1 of 4", "2 of 4", "3 of 4", "4 of 4"]
    part = parts[0]
    page = client.get(reverse("working:prepare", args=[part.pk])).content.decode()
    assert "It is a document of its own and proves nothing that an original proves." in page
    assert "nothing would be cut" in whole.content.decode()


def test_redacting_shows_what_goes_and_makes_a_copy(client: Client) -> None:
    pierre = make_person("pierre")
    contract = scenes.in_review(pierre)
    version = scenes.now(contract.document)
    client.force_login(pierre)
    asked = {"words": "Brightwell Consulting Ltd", "pages": "all"}

    preview = client.post(page_of(contract, "tool", "redact"), {**asked, "preview": "1"})
    untouched = not Document.objects.filter(kind="copy").exists()
    answer = client.post(page_of(contract, "tool", "redact"), asked, follow=True)

    assert preview.status_code == 200
    assert "This cannot be undone in the copy" in preview.content.decode()
    assert [(place["page"], place["under"]) for place in preview.context["goes"]] == [(1, "Brightwell Consulting Ltd")]
    assert "Brightwell Consulting Ltd</q>" in preview.content.decode()
    assert untouched
    paper = Document.objects.get(kind="copy")
    assert answer.redirect_chain[0][0] == reverse("working:prepare", args=[paper.pk])
    assert b"Brightwell" not in use("text", [scenes.now(paper).content()]).files[0]
    assert b"Alder Foods" in use("text", [scenes.now(paper).content()]).files[0]
    assert scenes.now(contract.document) == version


def test_areas_are_given_by_their_measures_where_nothing_can_be_drawn(client: Client) -> None:
    pierre = make_person("pierre")
    contract = scenes.in_review(pierre)
    client.force_login(pierre)
    wide, high = scenes.sides(scenes.now(contract.document))[0]
    asked = {"pages": "all", "measures": f"1, 0, 0, {wide}, {high}\n\n2; 0; 0; 9999; 20"}

    preview = client.post(page_of(contract, "tool", "redact"), {**asked, "preview": "1"})
    client.post(page_of(contract, "tool", "redact"), asked)

    assert [place["page"] for place in preview.context["goes"]] == [1, 2]
    first, second = preview.context["goes"]
    assert "Brightwell Consulting Ltd" in first["under"]
    assert (second["x"], second["y"], second["width"], second["height"]) == (0, 0, wide, 20)
    assert "No words can be read under it" in preview.content.decode()
    assert b"Brightwell" not in use("text", [scenes.now(Document.objects.get(kind="copy")).content()]).files[0]


@pytest.mark.parametrize(
    ("measures", "words"),
    [
        ("1, 2, 3", "Line 1: write five numbers with commas between them"),
        ("1, 0, 0, 5, 5\n1, a, 0, 5, 5", "Line 2: write five numbers with commas between them"),
        ("9, 0, 0, 5, 5", "Line 1: there is no page 9; the document has 4."),
        ("nan, 0, 0, 5, 5", "Line 1: there is no page nan; the document has 4."),
        ("1, 5000, 0, 5, 5", "Line 1: the area lies beside the page, which is 612 points wide and 792 high."),
        ("1, 0, 0, 0, 5", "Line 1: the area lies beside the page"),
    ],
)
def test_measures_that_fit_no_page_are_refused_at_their_field(client: Client, measures: str, words: str) -> None:
    contract = scenes.in_review(make_person("pierre"))
    client.force_login(make_person("pierre"))

    answer = client.post(page_of(contract, "tool", "redact"), {"pages": "all", "measures": measures, "preview": "1"})

    assert answer.status_code == 422
    assert words in answer.context["form"].errors["measures"][0]
    assert list(answer.context["form"].errors) == ["measures"]


def test_redacting_names_the_pages_on_which_no_word_can_be_found(client: Client) -> None:
    pierre = make_person("pierre")
    contract = scenes.in_review(pierre)
    client.force_login(pierre)
    picture = SimpleUploadedFile("stamped.pdf", scenes.picture(), "application/pdf")
    client.post(page_of(contract, "tool", "insert"), {"before": "2", "pages": "all", "file": picture})

    preview = client.post(
        page_of(contract, "tool", "redact"), {"words": "Brightwell", "pages": "all", "preview": "1"}
    ).content.decode()
    nothing = client.post(page_of(contract, "tool", "redact"), {"words": "Zebra", "pages": "all", "preview": "1"})

    assert "No word can be found on some pages" in preview
    assert "Pictures: Page 2." in preview
    assert "Look at the scanned pages yourself" not in preview
    assert "Some pages are pictures without text: read the scan first" in nothing.content.decode()


def test_signed_bytes_stay_and_a_copy_says_that_it_is_one(client: Client) -> None:
    from tests.signing.life import scenes as signing

    maya = make_person("maya")
    envelope = signing.sent(signing.inside(make_person("sam"), 1))
    contract = scenes.in_review(make_person("pierre"))
    sealed = add_version(
        Document.objects.get(pk=envelope.document_id),
        envelope.current_version.content(),
        name="sealed.pdf",
        media_type="application/pdf",
        origin=Origin.SEALED,
    )
    Document.objects.filter(pk=envelope.document_id).update(case_key=contract.pk)
    Contract.objects.filter(pk=contract.pk).update(
        state=State.ARCHIVED, archived_version=sealed, signed_at=NOON, vendor=signing_vendor()
    )
    client.force_login(maya)
    address = reverse("working:prepare", args=[sealed.document_id])

    refused = client.post(reverse("working:pages", args=[sealed.document_id]), {"do": "delete", "page": ["1"]})
    page = client.get(address).content.decode()
    client.post(reverse("working:copy", args=[sealed.document_id]))

    copy = Document.objects.get(kind="copy")
    made = scenes.now(copy)
    assert refused.status_code == 409
    assert "This file stays as it is" in page
    for one in (reverse("working:file", args=[sealed.document_id, sealed.pk]),):
        assert hashlib.sha256(client.get(one).content).hexdigest() == sealed.sha256
    assert made.sha256 != sealed.sha256
    assert made.certificate["copies_signed"] is True
    assert b"no longer the signed original" in use("repair", [made.content()]).files[0] or made.certificate["dropped"]
    assert (copy.copy_of, Version.objects.get(pk=sealed.pk).sha256) == (sealed, sealed.sha256)
    shown = client.get(reverse("working:prepare", args=[copy.pk])).content.decode()
    assert "It is not the original and proves nothing that the original proves." in shown


def signing_vendor() -> Any:
    from vendors.models import Vendor

    vendor = Vendor(name="Brightwell Consulting Ltd", risk="low")
    vendor.save()
    return vendor


def test_many_at_once_each_gets_what_happened_and_a_failure_loses_nothing(client: Client) -> None:
    maya = make_person("maya")
    contract = scenes.in_review(maya)
    first = actions.make_copy(scenes.now(contract.document), by=maya, at=NOON + timedelta(minutes=1))
    locked = actions.make_papers(
        scenes.now(contract.document),
        Wanted("protect", {"password": "long enough"}),
        by=maya,
        at=NOON + timedelta(minutes=2),
    )[0]
    client.force_login(maya)
    versions = [scenes.now(one).pk for one in (contract.document, first, locked)]
    form = {
        "tool": "bates",
        "version": versions,
        "prefix": "CT-",
        "start": "1",
        "digits": "4",
        "position": "bottom-right",
    }

    answer = client.post(
        reverse("working:case", args=[contract.pk]),
        {**form, "skip": "0", "size": "9", "margin": "18", "colour": "000000"},
    )

    words = {one.title: (one.document is not None, one.words) for one in answer.context["outcomes"]}
    assert words[contract.document.title] == (True, "Bates numbers CT-0001 to CT-0004.")
    assert words[first.title] == (True, "Bates numbers CT-0005 to CT-0008.")
    assert words[locked.title][0] is False
    assert words[locked.title][1].startswith("The file is protected with a password.")
    texts = [use("text", [scenes.now(one).content()]).files[0].decode() for one in (contract.document, first)]
    assert ["CT-0001" in texts[0], "CT-0004" in texts[0], "CT-0005" in texts[1], "CT-0008" in texts[1]] == [True] * 4
    assert scenes.now(locked).pk == versions[2]


def test_several_documents_become_one(client: Client) -> None:
    maya = make_person("maya")
    contract = scenes.in_review(maya)
    copy = actions.make_copy(scenes.now(contract.document), by=maya, at=NOON)
    client.force_login(maya)
    versions = [scenes.now(one).pk for one in (contract.document, copy)]

    client.post(reverse("working:case", args=[contract.pk]), {"tool": "merge", "version": versions})

    joined = Document.objects.get(title__endswith="and others")
    assert len(scenes.order_of(scenes.now(joined))) == 8


@pytest.mark.parametrize(
    ("who", "codes"),
    [
        ("pierre", (200, 200, 302)),
        ("maya", (200, 200, 302)),
        ("lena", (200, 200, 302)),
        ("aud", (200, 403, 403)),
        ("fay", (200, 403, 403)),
        ("ada", (200, 403, 403)),
        ("abel", (404, 404, 404)),
        ("olu", (404, 404, 404)),
    ],
)
def test_who_sees_it_and_who_prepares_it(client: Client, who: str, codes: tuple[int, int, int]) -> None:
    contract = scenes.in_review(make_person("pierre"))
    client.force_login(make_person(who))

    found = (
        client.get(page_of(contract)).status_code,
        client.get(page_of(contract, "tool", "rotate")).status_code,
        client.post(page_of(contract, "pages"), {"do": "right", "page": ["1"]}).status_code,
    )

    assert found == codes
    assert Step.objects.exists() == (codes[2] == 302)


def test_the_page_asks_few_questions(client: Client, django_assert_max_num_queries: Any) -> None:
    maya = make_person("maya")
    contract = scenes.in_review(maya)
    for degrees in (90, 180, 270):
        actions.take_step(contract.document, Wanted("rotate", {"degrees": degrees}), by=maya, at=NOON)
    client.force_login(maya)
    client.get(page_of(contract))

    with django_assert_max_num_queries(24):
        client.get(page_of(contract))
    with django_assert_max_num_queries(14):
        client.get(reverse("working:case", args=[contract.pk]))


def test_thumbnails_are_small_pictures_that_browsers_keep(client: Client) -> None:
    pierre = make_person("pierre")
    contract = scenes.in_review(pierre)
    client.force_login(pierre)
    version = scenes.now(contract.document)

    one = client.get(page_of(contract, "thumbnail", version.pk, 4))

    assert (one.status_code, one["Content-Type"]) == (200, "image/jpeg")
    assert "immutable" in one["Cache-Control"]
    assert client.get(page_of(contract, "thumbnail", version.pk, 5)).status_code == 404
    client.force_login(make_person("abel"))
    assert client.get(page_of(contract, "thumbnail", version.pk, 4)).status_code == 404
