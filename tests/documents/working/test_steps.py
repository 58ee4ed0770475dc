"""A document is prepared step by step; each step can be undone, and what goes to signature is what was prepared."""

from typing import Any

import pytest

from contracts.models import Contract, State
from contracts.presenting import move_quotes
from documents.models import Document, Step, StepState, TextLayer, Version
from documents.working import actions
from documents.working.running import Other, Wanted
from flowmono.common.refusals import Conflict, Invalid, NotAllowed
from flowmono.ledger.models import Entry
from tests.documents.working import scenes
from tests.people import NOON, make_person

pytestmark = pytest.mark.django_db

FIRST = ["Services Agreement", "1. Services.", "2. Fees.", "3. Payment."]


def take(contract: Contract, tool: str, by: Any = None, **options: Any) -> Step:
    return actions.take_step(contract.document, Wanted(tool, options), by=by or make_person("pierre"), at=NOON)


def quotes_of(contract: Contract) -> dict[str, str | None]:
    """Each term's words as they stand in the document now, by its label; None where they are gone."""
    layer = TextLayer.objects.get(version=scenes.now(contract.document))
    terms = list(contract.terms.live().filter(start__isnull=False))
    wanted = {term.pk: term.quote for term in terms}
    lost = move_quotes(terms, layer)
    for term in terms:
        if term not in lost:
            assert layer.text[term.start : term.end] == wanted[term.pk]
    return {f"{term.field} {term.label}": None if term in lost else term.quote for term in terms}


def test_a_reordered_document_is_undone_and_brought_back() -> None:
    contract = scenes.in_review(make_person("pierre"))
    assert scenes.order_of(scenes.now(contract.document)) == FIRST
    converted = scenes.now(contract.document)

    step = take(contract, "reorder", order="4,1-3")
    moved = scenes.now(contract.document)
    pierre = make_person("pierre")
    actions.undo(contract.document, by=pierre, at=NOON)
    before = scenes.now(contract.document)
    actions.redo(contract.document, by=pierre, at=NOON)

    assert scenes.order_of(moved) == ["3. Payment.", "Services Agreement", "1. Services.", "2. Fees."]
    assert (moved.origin, moved.derived_from, step.from_version) == ("derived", converted, converted)
    assert before == converted
    assert scenes.now(contract.document) == moved
    assert contract.document.versions.count() == 3
    kinds = list(Entry.objects.filter(case_id=contract.pk, kind__contains="Step").values_list("kind", flat=True))
    assert sorted(kinds) == ["StepRedone", "StepUndone"]
    assert Entry.objects.filter(case_id=contract.pk, kind="DocumentPrepared").count() == 1


@pytest.mark.parametrize(
    ("tool", "options", "words"),
    [
        ("compress", {"level": "lossless"}, "It cannot be made smaller: it stays"),
        ("flatten", {}, "There are no form fields or notes on its pages."),
        ("clean", {}, "There is no hidden data in it."),
        ("repair", {}, "No fault was found in it."),
    ],
)
def test_what_finds_nothing_to_do_is_no_step(tool: str, options: dict[str, Any], words: str) -> None:
    contract = scenes.in_review(make_person("pierre"))
    take(contract, "clean")
    take(contract, "compress", level="lossless")
    before = scenes.now(contract.document)

    with pytest.raises(Invalid, match=words) as refusal:
        take(contract, tool, **options)

    assert refusal.value.code == "nothing_to_do"
    assert scenes.now(Document.objects.get(pk=contract.document_id)) == before
    assert contract.document.steps.count() == 2


def test_quotes_are_found_again_where_their_pages_now_stand() -> None:
    contract = scenes.in_review(make_person("pierre"))
    before = quotes_of(contract)

    take(contract, "reorder", order="4,3,2,1")
    take(contract, "rotate", degrees=90, pages="1")
    take(contract, "number")

    assert quotes_of(contract) == before
    assert None not in before.values()
    layer = TextLayer.objects.get(version=scenes.now(contract.document))
    payment = layer.text.index("3. Payment.")
    assert layer.page_at(payment) == 1
    assert layer.base == contract.document.newest("converted")
    page, _x, _y, width, height, _start, _end = next(run for run in layer.runs if run[5] == payment)
    assert page == 1
    assert height > width or len(layer.text[payment:].split()[0]) < 4
    assert scenes.sides(scenes.now(contract.document))[0] == pytest.approx((792.0, 612.0), abs=60)


def test_terms_that_lost_their_sentence_are_named_and_come_back_with_undo() -> None:
    pierre = make_person("pierre")
    contract = scenes.in_review(pierre)

    take(contract, "delete", pages="3")
    after = quotes_of(contract)
    actions.undo(contract.document, by=pierre, at=NOON)

    gone = sorted(name for name, quote in after.items() if quote is None)
    assert any("schedule" in name for name in gone)
    assert not any("governing_law" in name for name in gone)
    assert None not in quotes_of(contract).values()


def test_a_new_step_ends_what_could_be_brought_back() -> None:
    pierre = make_person("pierre")
    contract = scenes.in_review(pierre)
    first = take(contract, "rotate", degrees=90)
    actions.undo(contract.document, by=pierre, at=NOON)

    take(contract, "delete", pages="4")

    assert Step.objects.get(pk=first.pk).state == StepState.DROPPED
    with pytest.raises(Conflict, match="no step to bring back"):
        actions.redo(contract.document, by=pierre, at=NOON)


def test_pages_of_another_file_come_in_with_their_origin_kept() -> None:
    contract = scenes.in_review(make_person("pierre"))
    other = Other.brought("annex.pdf", scenes.blank(2))

    wanted = Wanted("insert", {"before": 2}, [other])
    step = actions.take_step(contract.document, wanted, by=make_person("maya"), at=NOON)

    now = scenes.now(contract.document)
    assert scenes.order_of(now) == ["Services Agreement", "", "", "1. Services.", "2. Fees.", "3. Payment."]
    assert step.others == [{"name": "annex.pdf", "sha256": other.sha256, "version": ""}]
    converted = str(step.from_version_id)
    assert now.certificate["leaves"] == [
        [converted, 1],
        ["", 2],
        ["", 3],
        [converted, 2],
        [converted, 3],
        [converted, 4],
    ]
    assert None not in quotes_of(contract).values()


def test_a_tool_that_will_not_work_changes_nothing() -> None:
    contract = scenes.in_review(make_person("pierre"))
    before = scenes.now(contract.document)

    with pytest.raises(Invalid, match="There is no page 9; the last page is 4") as refusal:
        take(contract, "delete", pages="9")

    assert refusal.value.code == "bad_pages"
    assert scenes.now(contract.document) == before
    assert not Step.objects.exists()


@pytest.mark.parametrize("who", ["aud", "abel", "olu", "fay", "ada"])
def test_who_does_not_work_on_the_contract_prepares_nothing(who: str) -> None:
    contract = scenes.in_review(make_person("pierre"))

    with pytest.raises(NotAllowed):
        take(contract, "delete", pages="1", by=make_person(who))

    assert not Step.objects.exists()


@pytest.mark.parametrize("state", [State.IN_APPROVAL, State.APPROVED, State.CANCELLED])
def test_what_was_submitted_or_approved_stays_page_for_page(state: State) -> None:
    pierre = make_person("pierre")
    contract = scenes.in_review(pierre)
    take(contract, "rotate", degrees=90)
    now = scenes.now(contract.document)
    Contract.objects.filter(pk=contract.pk).update(state=state)

    for act in (actions.undo, actions.redo):
        with pytest.raises(Conflict):
            act(contract.document, by=pierre, at=NOON)
    with pytest.raises(Conflict) as refusal:
        take(contract, "delete", pages="1")

    assert refusal.value.code == "kept_as_it_is"
    assert scenes.now(contract.document) == now
    assert Step.objects.count() == 1


def test_somebody_elses_step_meanwhile_is_not_overwritten() -> None:
    pierre, maya = make_person("pierre"), make_person("maya")
    contract = scenes.in_review(pierre)
    seen = scenes.now(contract.document).pk
    take(contract, "rotate", degrees=90, by=maya)

    with pytest.raises(Conflict, match="Somebody else changed"):
        actions.take_step(contract.document, Wanted("delete", {"pages": "1"}), by=pierre, at=NOON, seen=seen)

    assert Step.objects.count() == 1


def test_another_draft_begins_anew() -> None:
    pierre = make_person("pierre")
    contract = scenes.in_review(pierre)
    take(contract, "delete", pages="4")
    from contracts import actions as contract_actions
    from contracts import reactions
    from flowmono import events

    contract_actions.replace_draft(contract, by=pierre, at=NOON, data=scenes.four_pages(), filename="second.docx")
    reactions.convert_draft(
        events.ContractDrafted(
            case_id=contract.pk,
            at=NOON,
            contract_id=contract.pk,
            number=contract.number,
            document_id=contract.document_id,
        )
    )

    document = Document.objects.get(pk=contract.document_id)
    assert document.as_it_stands() == document.newest("converted")
    assert scenes.order_of(scenes.now(document)) == FIRST
    assert actions.last_step(document) is None


def test_a_copy_of_a_paper_is_another_document_and_the_paper_stays() -> None:
    pierre = make_person("pierre")
    contract = scenes.in_review(pierre)
    version = scenes.now(contract.document)

    copy = actions.make_copy(version, by=pierre, at=NOON)
    parts = actions.make_papers(version, Wanted("split", {"every": 2}), by=pierre, at=NOON)
    actions.take_step(copy, Wanted("delete", {"pages": "1"}), by=pierre, at=NOON)

    assert scenes.now(contract.document) == version
    assert (copy.kind, copy.copy_of, copy.title) == ("copy", version, "Copy of Services Agreement")
    assert copy.versions.earliest("number").sha256 == version.sha256
    assert scenes.order_of(scenes.now(copy)) == FIRST[1:]
    assert [part.title for part in parts] == ["Services Agreement, part 1 of 2", "Services Agreement, part 2 of 2"]
    assert [scenes.order_of(scenes.now(part)) for part in parts] == [FIRST[:2], FIRST[2:]]
    assert {part.copy_of for part in parts} == {version}


def test_a_password_is_kept_nowhere() -> None:
    pierre = make_person("pierre")
    contract = scenes.in_review(pierre)

    wanted = Wanted("protect", {"password": "correct horse battery"})
    (paper,) = actions.make_papers(scenes.now(contract.document), wanted, by=pierre, at=NOON)

    version = scenes.now(paper)
    kept = [str(list(model.objects.values())) for model in (Step, Version, Entry, Step.history.model)]
    assert not any("correct horse" in rows for rows in kept)
    with pytest.raises(Exception, match="password"):
        scenes.order_of(version)
    (opened,) = actions.make_papers(
        version, Wanted("unlock", {"password": "correct horse battery"}), by=pierre, at=NOON
    )
    assert scenes.order_of(scenes.now(opened)) == FIRST
