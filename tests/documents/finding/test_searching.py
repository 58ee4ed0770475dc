"""Words are found in the pages of documents, in the language of each, and only by those who see the document."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from contracts.models import Contract
from documents.finding.indexing import read_new
from documents.finding.searching import Answer, Narrowing, pages_of, without_text
from documents.models import Document, Origin, PageText, Reading, ReadState, TextLayer, add_version
from documents.working import actions
from documents.working.running import Wanted
from tests.contracts import scenes
from tests.documents.working import scenes as papers
from tests.people import NOON, make_person

pytestmark = pytest.mark.django_db


def contract_of(*pages: str, by: Any = None, title: str = "Paper") -> Contract:
    """A contract in review whose document has these pages."""
    contract = scenes.to_review(by or make_person("pierre"))
    layer = TextLayer.objects.get(version__document=contract.document)
    spans, text = [], ""
    for number, page in enumerate(pages, 1):
        spans.append([number, len(text), len(text) + len(page)])
        text += page
    layer.text, layer.pages = text, spans
    layer.save()
    return contract


def found(typed: str, who: str = "maya", **narrowing: Any) -> list[tuple[int, str]]:
    """The page of each hit and the words that are marked on it."""
    answer = Answer(make_person(who), typed, Narrowing(**narrowing))
    return [(hit.page, "|".join(piece.text for piece in hit.pieces if piece.is_found)) for hit in answer.hits()]


ENGLISH = "The Supplier shall provide the services and keep all records. The payments of the fee are due and this is under any law."
GERMAN = "Der Auftragnehmer erbringt die Leistungen für den Auftraggeber und die Gebühren sind mit der Rechnung fällig."


def test_a_word_is_found_in_its_own_language_and_without_accents() -> None:
    contract_of(ENGLISH)
    contract_of("Erste Seite und der die das von zu mit.", GERMAN)

    assert found("payment") == [(1, "payments")]
    assert found("recording services") == [(1, "services|records")]
    assert found("leistung") == [(2, "Leistungen")]
    assert found("gebuhr") == found("Gebühr") == [(2, "Gebühren")]


def test_phrases_minus_or_and_a_word_that_is_still_typed() -> None:
    contract_of(ENGLISH)

    assert found('"keep all records"') != []
    assert found('"all keep records"') == []
    assert found("services -records") == []
    assert found("services -escrow") == [(1, "services")]
    assert found("escrow or records") == [(1, "records")]
    assert found("suppl") == [(1, "Supplier")]
    assert found('"suppl"') == []
    assert found("the") == []


def test_signs_that_mean_something_to_the_database_are_only_signs() -> None:
    contract_of("O'Neill Ltd grants a rebate of 5% on C:\\orders; the services are due.")

    assert found("o'neill services") != []
    assert found("5% services") != []
    assert found("c:\\orders") != []
    for typed in ("'", "%", "%s services", "\\", "');select 1--", "$1 services", "{0}", ":*", "services:*&|!<->"):
        Answer(make_person("maya"), typed).hits()


def test_a_word_that_must_not_be_there_must_stand_on_no_page_of_the_document() -> None:
    contract_of("The limited liability of the parties.", "12. Warranty. The goods are free of defects.")
    contract_of("Nothing here.", "The limited liability of the parties.")

    assert [page for page, _marked in found('"limited liability"')] == [2, 1]
    assert found('"limited liability" -warranty') == [(2, "limited|liability")]
    assert found("liability -warranties") == [(2, "liability")]
    assert found("a -") == found("the -") == []


def test_a_document_is_one_answer_with_its_best_page_and_the_others() -> None:
    contract_of(
        "Escrow once. " + "Other words. " * 30, "Escrow, escrow and escrow.", "Nothing here.", "Escrow at last."
    )

    (hit,) = Answer(make_person("maya"), "escrow").hits()

    assert (hit.page, hit.others) == (2, (1, 4))


def test_the_newer_of_two_that_fit_as_well_comes_first() -> None:
    first, second = contract_of("Escrow agent."), contract_of("Escrow agent.")

    hits = Answer(make_person("maya"), "escrow").hits()

    assert [hit.document for hit in hits] == [second.document, first.document]


def test_what_a_person_does_not_see_is_in_no_count_and_no_snippet() -> None:
    contract_of("Escrow of the secret.", by=make_person("pierre"))
    stranger = make_person("sam")

    answer = Answer(stranger, "escrow")

    assert (len(answer), answer.pages, answer.is_cut, answer.hits()) == (0, 0, False, [])
    assert (dict(answer.kinds), dict(answer.languages)) == ({}, {})
    assert len(Answer(make_person("vera"), "escrow")) == 0
    assert len(Answer(make_person("pierre"), "escrow")) == 1


def test_a_prepared_version_takes_the_place_of_the_one_before_and_gives_it_back() -> None:
    pierre = make_person("pierre")
    contract = papers.in_review(pierre)
    assert found("invoice receipt") == [(4, "invoice|receipt|invoice")]

    actions.take_step(contract.document, Wanted("reorder", {"order": "4,1-3"}), by=pierre, at=NOON)
    moved = found("invoice receipt")
    both = found("invoice receipt", earlier=True)
    actions.undo(contract.document, by=pierre, at=NOON)

    assert moved == [(1, "invoice|receipt|invoice")]
    assert sorted(page for page, _words in both) == [1, 4]
    assert found("invoice receipt") == [(4, "invoice|receipt|invoice")]


def test_a_file_that_was_brought_is_read_in_the_background_and_a_picture_is_a_scan() -> None:
    contract = papers.in_review(make_person("pierre"))
    data = contract.document.newest("converted").content()
    copy = Document(case_key=contract.pk, title="Copy", kind="copy", copy_of=contract.document.newest("converted"))
    copy.save()
    add_version(copy, data, name="copy.pdf", media_type="application/pdf", origin=Origin.UPLOADED)
    picture = Document(case_key=contract.pk, title="Photo", kind="copy", copy_of=contract.document.newest("converted"))
    picture.save()
    add_version(picture, b"\x89PNG", name="photo.png", media_type="image/png", origin=Origin.UPLOADED)
    before = len(Answer(make_person("maya"), "invoice"))

    number = read_new()

    assert number == 2
    assert (before, len(Answer(make_person("maya"), "invoice"))) == (1, 2)
    assert [version.name for version in without_text(make_person("maya"))] == ["photo.png"]
    assert list(without_text(make_person("sam"))) == []
    assert read_new() == 0


def test_answers_are_narrowed() -> None:
    contract_of(ENGLISH)
    contract_of(GERMAN + " records")

    assert len(found("records")) == 2
    assert len(found("records", language="de")) == 1
    assert len(found("records", kind="contract")) == 2
    assert found("records", kind="invoice") == []
    assert len(found("records", facets={"state": "review"})) == 2
    assert found("records", facets={"state": "archived"}) == []
    assert found("records", facets={"vendor": "nobody"}) == []


def test_whoever_sees_much_finds_the_same_as_whoever_sees_little() -> None:
    mine = [contract_of(f"Escrow number {number}.", by=make_person("pierre")) for number in range(3)]
    contract_of("Escrow of Maya.", by=make_person("maya"))
    pierre = make_person("pierre")

    little = Answer(pierre, "escrow")
    much = Answer(pierre, "escrow", known=0)

    assert [hit.document for hit in much.hits()] == [contract.document for contract in reversed(mine)]
    assert [hit.version for hit in little.hits()] == [hit.version for hit in much.hits()]
    assert (much.pages, dict(much.kinds)) == (3, {"contract": 3})


def test_the_words_of_one_version_are_lit() -> None:
    contract = contract_of("One escrow.", "No word.", "Escrow twice: escrow.")

    pages, places = pages_of(contract.document.newest("converted"), "escrow")

    assert [page.number for page in pages] == [1, 3]
    assert [[page.text[start:end] for start, end in found] for page, found in zip(pages, places, strict=True)] == [
        ["escrow"],
        ["Escrow", "escrow"],
    ]


def test_everything_is_read_anew_on_command() -> None:
    contract_of(ENGLISH)
    PageText.objects.all().delete()
    Reading.objects.all().delete()
    said = StringIO()

    call_command("index_documents", stdout=said)

    assert "1 pages can be searched" in said.getvalue()
    assert Reading.objects.get().state == ReadState.READ
    assert found("payment") == [(1, "payments")]


def test_page_numbers_and_stamps_that_we_printed_are_not_found() -> None:
    pierre = make_person("pierre")
    contract = papers.in_review(pierre)
    for wanted in (Wanted("number", {"text": "Sheet {n} of {total}"}), Wanted("stamp", {"text": "ZWECKFREI"})):
        actions.take_step(contract.document, wanted, by=pierre, at=NOON)

    # A part is a paper of its own, whose words are read in its file.
    (part, *_) = actions.make_papers(
        papers.now(contract.document), Wanted("split", {"ranges": "1-4"}), by=pierre, at=NOON
    )
    read_new()

    assert part.as_it_stands().layer.text.startswith("Services Agreement")
    assert found("sheet") == found("zweckfrei") == []
    assert len(found("invoice receipt")) == 2
