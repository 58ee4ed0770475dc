"""What people see and do on the pages of a contract."""

import re
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from contracts import actions
from contracts.checking import check_of
from contracts.models import Contract, State, Term
from contracts.presenting import checks_of
from documents.models import Origin, TextLayer, add_version
from documents.word_files import DOCX
from flowmono.accounts import roles
from flowmono.accounts.models import User
from flowmono.outbox.models import RecordedEvent
from tests.contracts import scenes
from tests.people import NOON, make_people, make_person

pytestmark = pytest.mark.django_db


def page(name: str, contract: Contract, *more: Any) -> str:
    return reverse(f"contracts:{name}", args=[contract.pk, *more])


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content[:500]
    return answer.content.decode()


def test_the_list_teaches_how_to_begin_when_it_is_empty(client: Client) -> None:
    client.force_login(make_person("pierre"))

    html = read(client, reverse("contracts:list"))

    assert "No contracts yet" in html
    assert reverse("contracts:start") in html


def test_a_draft_is_uploaded_and_its_page_shows_that_work_goes_on(client: Client) -> None:
    pierre = make_person("pierre")
    client.force_login(pierre)
    file = SimpleUploadedFile("brightwell-services.docx", scenes.word_file(), content_type=DOCX)
    User.objects.filter(pk=make_person("maya").pk).update(department="Kitchen")

    answer = client.post(reverse("contracts:start"), {"file": file, "department": "Kitchen"})

    contract = Contract.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == contract.get_absolute_url()
    assert (contract.number[:3], contract.title, contract.state) == ("CT-", "Brightwell services", State.DRAFT)
    assert (contract.requester, contract.department) == (pierre, "Kitchen")
    html = read(client, contract.get_absolute_url())
    assert "Converting the draft to a PDF" in html
    assert f'hx-get="{page("progress", contract)}"' in html


def test_the_same_file_twice_is_taken_and_said_with_the_other_contract(client: Client) -> None:
    pierre = make_person("pierre")
    first = scenes.to_review(pierre)
    client.force_login(pierre)
    file = SimpleUploadedFile("again.docx", first.document.newest(Origin.UPLOADED).content(), content_type=DOCX)

    answer = client.post(reverse("contracts:start"), {"file": file}, follow=True).content.decode()

    second = Contract.objects.exclude(pk=first.pk).get()
    assert f"The same file was brought before: {first.number}, {first.title}." in answer
    told = read(client, first.get_absolute_url())
    assert "The same file was brought before" in told
    assert f'href="{second.get_absolute_url()}"' in told
    actions.cancel(second, by=pierre, at=NOON, reason="By mistake.")
    assert "The same file was brought before" not in read(client, first.get_absolute_url())


OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and more"


def test_a_department_that_nobody_belongs_to_is_refused_beside_its_field(client: Client) -> None:
    client.force_login(make_person("pierre"))
    file = SimpleUploadedFile("brightwell-services.docx", scenes.word_file(), content_type=DOCX)

    answer = client.post(reverse("contracts:start"), {"file": file, "department": "Kitchn"})

    assert "Kitchn is not one of the available choices" in answer.content.decode()
    assert not Contract.objects.exists()


def archive(**parts: bytes) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return made.getvalue()


def swollen(size: int) -> bytes:
    return archive(**{"[Content_Types].xml": b"<Types/>", "word/document.xml": b" " * size})


def other_archive() -> bytes:
    return archive(**{"notes.txt": b"no document"})


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("old.doc", OLD, "This is an old Word 97-2003 document (.doc): save it as .docx"),
        (
            "locked.docx",
            OLD + "EncryptedPackage".encode("utf-16-le"),
            "This document is protected by a password: remove it",
        ),
        ("cut.docx", scenes.word_file()[:-300], "This file is damaged or was not sent whole"),
        ("draft.pdf", b"%PDF-1.7", "Upload the draft as a Word document"),
        ("broken.docx", b"not a document", "This file is not a Word document that can be read: save it again in Word"),
        ("bomb.docx", swollen(41_000_000), "The part word/document.xml unpacks to more than 40 MB"),
        ("sheet.docx", other_archive(), "This archive is not a Word document"),
    ],
)
def test_a_file_that_is_no_word_draft_is_refused_beside_its_field(
    client: Client, name: str, data: bytes, words: str
) -> None:
    client.force_login(make_person("pierre"))

    answer = client.post(reverse("contracts:start"), {"file": SimpleUploadedFile(name, data), "title": "Kept"})

    html = answer.content.decode()
    assert answer.status_code == 422
    assert words in html
    assert 'value="Kept"' in html
    assert not Contract.objects.exists()


def test_the_page_shows_every_term_beside_its_sentence(client: Client) -> None:
    maya, pierre = make_people("maya", "pierre")
    contract = scenes.to_review(pierre)
    client.force_login(maya)

    html = read(client, f"{contract.get_absolute_url()}?view=text")

    terms = list(contract.terms.live())
    assert {"total", "schedule", "payment_terms"} <= {term.field for term in terms}
    for term in terms:
        if term.start is not None:
            assert f'id="{term.anchor}"' in html
            assert f'href="#{term.anchor}"' in html
    assert "Brightwell Consulting Ltd" in html
    assert "Page 2" in html


def test_of_the_ways_to_confirm_terms_one_leads_on_and_the_others_say_what_they_leave_out(client: Client) -> None:
    """Accepting the certain ones comes first, then the rest, then the end of the check; all at once stands quietly beside."""
    maya, pierre = make_people("maya", "pierre")
    contract = scenes.to_review(pierre)
    client.force_login(maya)
    others = page("people", contract)

    first = ways(read(client, contract.get_absolute_url()))
    actions.confirm_certain(contract, by=maya, at=NOON)
    then = ways(read(client, contract.get_absolute_url()))
    for term in contract.terms.live().filter(state="read"):
        actions.confirm_term(term, by=maya, at=NOON)
    for missing in check_of(contract, list(contract.terms.live()), [], "").places:
        if missing.term is None:
            actions.say_absent(contract, by=maya, at=NOON, field=missing.field)
    last = ways(read(client, contract.get_absolute_url()))

    assert [kind for kind, words in first if words.startswith("Accept the ")] == ["primary"]
    assert ("plain", "Confirm all at once") in first
    assert ("primary", "Go through the rest n") not in first
    assert then == [("plain", "Confirm all at once"), ("primary", "Go through the rest n")]
    assert last == [("primary", "Confirm all terms")]
    assert ways(read(client, others)) == [("primary", "Confirm all terms")]


def ways(html: str) -> list[tuple[str, str]]:
    """The ways to confirm terms that a page offers: how loud each is, and its words."""
    found = re.findall(r'<(?:a|button)[^>]*class="button(?: button-(\w+))?"[^>]*>(.*?)</(?:a|button)>', html, re.S)
    said = [(kind or "plain", " ".join(re.sub(r"<[^>]+>", " ", words).split())) for kind, words in found]
    return [
        (kind, words)
        for kind, words in said
        if words.startswith(("Confirm all ", "Accept the ", "Go through")) and words != "Confirm all the same"
    ]


def test_the_document_itself_is_shown_and_its_file_is_inert(client: Client) -> None:
    maya, pierre = make_people("maya", "pierre")
    contract = scenes.to_review(pierre)
    client.force_login(maya)

    html = read(client, contract.get_absolute_url())
    file = client.get(page("file", contract))

    assert f'data-url="{page("file", contract)}"' in html
    assert "npm/pdfjs/pdf.min.mjs" in html
    assert file.content == scenes.PDF
    assert file["X-Content-Type-Options"] == "nosniff"


def test_a_quote_is_lit_where_it_stands_on_its_page_and_leads_back_to_its_term(client: Client) -> None:
    maya, pierre = make_people("maya", "pierre")
    contract = scenes.converted(pierre)
    client.force_login(maya)

    answer = client.get(contract.get_absolute_url())

    sheets = answer.context["sheets"]
    lit = {place.of: (sheet, place) for sheet in reversed(sheets) for place in sheet.lit}
    quoted = [term for term in contract.terms.live() if term.start is not None]
    assert {term.anchor for term in quoted} == set(lit)
    html = answer.content.decode()
    for term in quoted:
        sheet, place = lit[term.anchor]
        assert sheet.number == term.page
        assert place.back == f"#item-{term.anchor}"
        assert f'id="item-{term.anchor}"' in html
        for box in place.boxes:
            assert 0 <= box.x < box.x + box.width <= sheet.width
            assert 0 <= box.y < box.y + box.height <= sheet.height


def test_a_page_is_a_picture_for_those_who_may_see_the_contract(client: Client) -> None:
    maya, pierre, olu = make_people("maya", "pierre", "olu")
    contract = scenes.converted(pierre)
    version = contract.document.newest("converted")
    client.force_login(maya)

    shown = client.get(page("page", contract, version.pk, 1))
    beyond = client.get(page("page", contract, version.pk, 99))
    client.force_login(olu)
    hidden = client.get(page("page", contract, version.pk, 1))

    assert shown.content.startswith(b"\x89PNG")
    assert beyond.status_code == hidden.status_code == 404


def test_progress_reloads_the_page_when_the_terms_are_read(client: Client) -> None:
    pierre = make_person("pierre")
    client.force_login(pierre)
    going_on, done = scenes.uploaded(pierre), scenes.to_review(pierre)

    waits, finished = client.get(page("progress", going_on)), client.get(page("progress", done))

    assert "Converting" in waits.content.decode()
    assert finished["HX-Refresh"] == "true"


def test_a_corrected_term_keeps_its_sentence_and_names_who_corrected_it(client: Client) -> None:
    maya, pierre = make_people("maya", "pierre")
    contract = scenes.to_review(pierre)
    term = contract.terms.schedule().first()
    client.force_login(maya)
    address = page("term", contract, term.pk)

    assert term.quote[:40] in client.get(address).context["term"].quote
    answer = client.post(
        address,
        {"description": "First instalment", "item_kind": "milestone", "amount": "11000.00", "due_on": "2027-05-01"},
    )

    changed = Term.objects.get(pk=term.pk)
    assert answer.status_code == 302
    assert (changed.description, changed.item_kind, str(changed.amount)) == (
        "First instalment",
        "milestone",
        "11000.000000",
    )
    assert (changed.state, changed.verified_by, changed.quote) == ("corrected", maya, term.quote)


def test_a_wrong_amount_is_shown_beside_its_field_and_changes_nothing(client: Client) -> None:
    maya, pierre = make_people("maya", "pierre")
    contract = scenes.to_review(pierre)
    term = contract.terms.schedule().first()
    client.force_login(maya)

    answer = client.post(
        page("term", contract, term.pk), {"description": "First", "item_kind": "milestone", "amount": "eleven"}
    )

    assert answer.status_code == 422
    assert "Enter a number" in answer.content.decode()
    assert Term.objects.get(pk=term.pk).state == "read"


def test_a_term_that_is_none_is_left_out(client: Client) -> None:
    maya, pierre = make_people("maya", "pierre")
    contract = scenes.to_review(pierre)
    term = contract.terms.schedule().first()
    client.force_login(maya)

    client.post(page("drop", contract, term.pk))

    assert Term.objects.get(pk=term.pk).state == "dropped"
    assert term.anchor not in read(client, contract.get_absolute_url())


def test_correcting_the_contract_corrects_the_term_that_says_the_same(client: Client) -> None:
    maya, pierre = make_people("maya", "pierre")
    contract = scenes.to_review(pierre)
    client.force_login(maya)
    form = client.get(page("facts", contract)).context["form"]
    values = {name: form[name].value() for name in form.fields if form[name].value() is not None}

    answer = client.post(page("facts", contract), {**values, "total": "25000", "counterparty_country": "gb"})

    contract.refresh_from_db()
    total = contract.terms.get(field="total")
    assert answer.status_code == 302
    assert (str(contract.total), contract.counterparty_country) == ("25000.000", "GB")
    assert (str(total.amount), total.state, total.verified_by) == ("25000.000000", "corrected", maya)


def test_terms_are_not_confirmed_before_the_other_party_has_a_name(client: Client) -> None:
    maya, pierre = make_people("maya", "pierre")
    contract = scenes.to_review(pierre)
    Contract.objects.filter(pk=contract.pk).update(counterparty_name="")
    client.force_login(maya)

    answer = client.post(page("confirm", contract), follow=True)

    contract.refresh_from_db()
    assert answer.redirect_chain[-1][0] == page("facts", contract)
    assert "Name the other party" in answer.content.decode()
    assert contract.state == State.REVIEW
    assert not contract.terms.filter(state="confirmed").exists()


def test_open_changes_are_listed_and_a_person_chooses(client: Client) -> None:
    pierre = make_person("pierre")
    contract = Contract.objects.lock(scenes.uploaded(pierre))
    found = [{"kind": "deletion", "author": "Lena Vogel", "text": "sixty (60)", "at": "2027-02-01T10:00:00Z"}]
    contract.ask_about_changes(found=found, words="This draft holds 1 open tracked changes by Lena Vogel.")
    contract.save()
    client.force_login(pierre)

    html = read(client, contract.get_absolute_url())
    client.post(page("choose", contract), {"choice": "reject"})

    contract.refresh_from_db()
    assert "sixty (60)" in html
    assert "Lena Vogel" in html
    assert "Reject all changes" in html
    assert (contract.state, contract.open_changes) == (State.DRAFT, "reject")
    assert RecordedEvent.objects.filter(name="ContractDrafted", case_id=contract.pk).count() == 2


def test_another_draft_takes_the_place_of_one_that_could_not_be_converted(client: Client) -> None:
    pierre = make_person("pierre")
    contract = Contract.objects.lock(scenes.uploaded(pierre))
    contract.refuse_draft(reason="This document needs a password.", at=NOON)
    contract.save()
    client.force_login(pierre)
    file = SimpleUploadedFile("second.docx", scenes.word_file("Second"), content_type=DOCX)

    html = read(client, contract.get_absolute_url())
    answer = client.post(page("replace", contract), {"file": file})

    contract.refresh_from_db()
    assert "This document needs a password." in html
    assert answer.status_code == 302
    assert (contract.state, contract.document.newest("uploaded").name) == (State.DRAFT, "second.docx")


def test_the_chain_page_says_what_happened_and_whose_move_it_is(client: Client) -> None:
    maya, pierre = make_people("maya", "pierre")
    contract = scenes.to_review(pierre)
    client.force_login(maya)

    whole = read(client, page("chain", contract) + "?causes=1")
    way = read(client, page("chain", contract) + "?part=way")
    causes = read(client, page("chain", contract) + "?causes=1&part=card")

    assert "Contract drafted" in whole
    assert "Pierre Dubois" in whole
    assert "waits for procurement or legal, to confirm the terms" in whole
    assert "Terms to confirm" in way
    assert "Terms read" in causes
    assert "<html" not in way + causes


def test_versions_carry_their_conversion_certificate(client: Client) -> None:
    pierre = make_person("pierre")
    contract = scenes.to_review(pierre)
    client.force_login(pierre)

    html = read(client, page("versions", contract))
    newest = contract.document.newest("converted")

    # How many words the finished file counts, with its labels and feet, is no figure to set beside the draft's.
    assert "2 pages" in html
    assert "in the PDF," not in html
    assert newest.sha256 in html
    assert client.get(page("version", contract, newest.pk)).content == scenes.PDF


def test_versions_say_who_brought_each_and_show_the_newest_pdf_or_the_one_asked_for(client: Client) -> None:
    pierre = make_person("pierre")
    contract = scenes.to_review(pierre)
    draft, made = contract.document.newest("uploaded"), contract.document.newest("converted")
    client.force_login(pierre)

    newest = client.get(page("versions", contract))
    asked = client.get(f"{page('versions', contract)}?show={draft.pk}")

    assert {(row.title, row.version.number, row.who) for row in newest.context["rows"]} == {
        ("PDF of the draft", 2, ""),
        ("Word draft", 1, "Pierre Dubois"),
    }
    assert f'data-url="{page("version", contract, made.pk)}"' in newest.content.decode()
    assert "A Word file is not shown here" in asked.content.decode()
    assert client.get(f"{page('versions', contract)}?show=another").status_code == 404


def test_two_versions_are_compared_for_whoever_sees_the_contract(client: Client) -> None:
    pierre = make_person("pierre")
    contract = scenes.to_review(pierre)
    first = contract.document.newest("converted")
    later = add_version(
        contract.document, scenes.PDF, name="later.pdf", media_type="application/pdf", origin=Origin.CONVERTED
    )
    TextLayer.objects.create(version=later, text="\n".join(scenes.TEXT).replace("24,000.00", "25,500.00"), pages=[])
    client.force_login(pierre)

    listed = read(client, page("versions", contract))
    answer = client.get(reverse("comparing:versions", args=[first.pk, later.pk]))
    client.force_login(make_person("sam"))
    strange = client.get(reverse("comparing:versions", args=[first.pk, later.pk]))

    assert reverse("comparing:versions", args=[first.pk, later.pk]) in listed
    (changed,) = answer.context["changes"]
    assert changed.label == "2."
    assert [(figure.change.old, figure.change.new) for figure in answer.context["figures"]] == [
        ("EUR 24,000.00", "EUR 25,500.00")
    ]
    assert strange.status_code == 404


def test_a_fact_of_the_contract_is_not_corrected_as_a_term(client: Client) -> None:
    maya, pierre = make_people("maya", "pierre")
    contract = scenes.to_review(pierre)
    total = contract.terms.get(field="total")
    client.force_login(maya)

    html = read(client, page("term", contract, total.pk))
    answer = client.post(page("term", contract, total.pk), {"value": "1"})

    assert f"{page('facts', contract)}#id_total" in html
    assert answer.status_code == 422
    assert (Term.objects.get(pk=total.pk).state, Contract.objects.get(pk=contract.pk).total) == ("read", contract.total)


def test_a_period_is_read_and_corrected_in_words(client: Client) -> None:
    maya, pierre = make_people("maya", "pierre")
    contract = scenes.to_review(pierre)
    term = contract.terms.schedule().first()
    Term.objects.filter(pk=term.pk).update(due_type="relative", due_value="P30D after acceptance", due_on=None)
    client.force_login(maya)
    entered = {"description": term.description, "item_kind": "milestone", "amount": "10000"}

    html = read(client, page("term", contract, term.pk))
    client.post(page("term", contract, term.pk), {**entered, "due_value": "45 days after acceptance"})

    assert 'value="30 days after acceptance"' in html
    assert Term.objects.get(pk=term.pk).due_value == "P45D after acceptance"


def test_a_file_of_another_contract_is_not_served_under_this_one(client: Client) -> None:
    pierre = make_person("pierre")
    mine, other = scenes.to_review(pierre), scenes.to_review(pierre)
    client.force_login(pierre)

    answer = client.get(page("version", mine, other.document.newest("converted").pk))

    assert answer.status_code == 404


def test_a_contract_is_given_up_with_a_reason_only(client: Client) -> None:
    pierre = make_person("pierre")
    contract = scenes.to_review(pierre)
    client.force_login(pierre)

    without = client.post(page("cancel", contract), {"reason": " "})
    before = Contract.objects.get(pk=contract.pk).state
    client.post(page("cancel", contract), {"reason": "The vendor withdrew."})

    contract.refresh_from_db()
    assert (without.status_code, before) == (400, State.REVIEW)
    assert (contract.state, contract.problem) == (State.CANCELLED, "The vendor withdrew.")


def test_the_list_is_searched_filtered_and_sorted(client: Client) -> None:
    maya, pierre = make_people("maya", "pierre")
    scenes.uploaded(pierre, title="Kitchen refit")
    scenes.uploaded(maya, title="Data platform")
    scenes.to_review(pierre, title="Archive move")
    client.force_login(pierre)
    listed = reverse("contracts:list")

    def titles(query: str) -> list[str]:
        return [contract.title for contract in client.get(f"{listed}?{query}").context["page"]]

    assert titles("sort=title") == ["Archive move", "Kitchen refit"]
    assert titles("q=kitchen") == ["Kitchen refit"]
    assert titles("state=review") == ["Archive move"]
    client.force_login(maya)
    assert titles("sort=-title") == ["Kitchen refit", "Data platform", "Archive move"]
    assert titles("whose=mine") == ["Data platform"]
    assert titles("state=nonsense&sort=nonsense&page=99") == ["Archive move", "Data platform", "Kitchen refit"]


@pytest.fixture
def no_count_beside_the_inbox(settings: Any) -> None:
    """What waits for a person is counted on every page; its questions are measured with the inbox."""
    settings.NEEDS_YOU_COUNT = ""


@pytest.mark.usefixtures("no_count_beside_the_inbox")
@pytest.mark.parametrize("rows", [1, 12])
def test_the_list_asks_the_same_few_questions_at_any_size(
    client: Client, rows: int, django_assert_max_num_queries: Any
) -> None:
    maya, pierre = make_people("maya", "pierre")
    for _number in range(rows):
        scenes.uploaded(pierre)
    client.force_login(maya)

    with django_assert_max_num_queries(6 + 2):
        read(client, reverse("contracts:list"))


@pytest.mark.usefixtures("no_count_beside_the_inbox")
@pytest.mark.parametrize("name", ["contract", "people", "chain", "versions"])
def test_a_page_of_a_contract_asks_few_questions(client: Client, name: str, django_assert_max_num_queries: Any) -> None:
    abel, maya, pierre = make_people("abel", "maya", "pierre")
    make_person("dora")
    contract = scenes.in_approval(pierre, maya)
    client.force_login(abel)

    # Who approves is told of risky clauses: one question more, whether there is a library; and which step waits for them:
    # one more, for all who sit in the steps.
    with django_assert_max_num_queries(15 + 2):
        read(client, page(name, contract))


def test_the_approver_decides_on_the_page(client: Client) -> None:
    abel, maya, pierre = make_people("abel", "maya", "pierre")
    dora = make_person("dora")
    contract = scenes.in_approval(pierre, maya)
    client.force_login(abel)

    html = read(client, page("people", contract))
    client.post(page("decide", contract), {"verdict": "yes"})
    client.force_login(dora)
    client.post(page("decide", contract), {"verdict": "yes"})

    contract.refresh_from_db()
    assert "Budget owner" in html
    assert "Abel Lindqvist" in html
    assert "Reject this contract?" in html
    assert contract.state == State.APPROVED


def test_a_rejection_needs_a_reason_and_returns_the_contract_with_it(client: Client) -> None:
    abel, maya, pierre = make_people("abel", "maya", "pierre")
    make_person("dora")
    contract = scenes.in_approval(pierre, maya)
    client.force_login(abel)

    without = client.post(page("decide", contract), {"verdict": "no", "reason": ""}, follow=True)
    before = Contract.objects.get(pk=contract.pk).state
    client.post(page("decide", contract), {"verdict": "no", "reason": "The cap is missing."})

    contract.refresh_from_db()
    assert "Say why" in without.content.decode()
    assert before == State.IN_APPROVAL
    assert (contract.state, contract.problem) == (State.READY, "The cap is missing.")
    client.force_login(pierre)
    assert "The cap is missing." in read(client, contract.get_absolute_url())


def test_who_submitted_takes_it_back_from_its_approvers(client: Client) -> None:
    abel, maya, pierre = make_people("abel", "maya", "pierre")
    make_person("dora")
    contract = scenes.in_approval(pierre, maya)
    client.force_login(pierre)

    client.post(page("withdraw", contract), {"reason": "Wrong annex."})
    client.force_login(abel)
    late = client.post(page("decide", contract), {"verdict": "yes"})

    contract.refresh_from_db()
    assert (contract.state, contract.problem) == (State.READY, "Wrong annex.")
    assert late.status_code == 409


def test_the_words_of_a_contract_cannot_become_markup(client: Client) -> None:
    maya = make_person("maya")
    contract = scenes.to_review(maya, title="<script>alert(1)</script>")
    actions.correct_contract(contract, by=maya, at=NOON, values={"counterparty_name": "<img src=x>"})
    client.force_login(maya)

    html = read(client, contract.get_absolute_url())

    assert "<script>alert" not in html
    assert "<img src=x>" not in html


def test_the_case_is_exported_in_one_file_that_says_who_took_it(client: Client, tmp_path: Path) -> None:
    maya, pierre = make_people("maya", "pierre")
    contract = scenes.to_review(pierre)
    client.force_login(maya)

    answer = client.post(page("export", contract))

    with ZipFile(BytesIO(b"".join(answer.streaming_content))) as archive:
        names = set(archive.namelist())
        ledger = archive.read("ledger.jsonl").decode()
        archive.extractall(tmp_path / "case")
    checked = subprocess.run(
        [sys.executable, tmp_path / "case" / "verify.py", tmp_path / "case"], capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stdout
    assert checked.stdout.startswith("whole: ")
    assert answer["Content-Disposition"] == f'attachment; filename="{contract.number}.zip"'
    assert {"manifest.json", "verify.py", "ledger.jsonl"} <= names
    assert any(name.endswith("services.docx") for name in names)
    assert '"case.exported"' in ledger
    client.force_login(pierre)
    assert client.post(page("export", contract)).status_code == 403


def test_the_chain_names_everybody_who_may_decide_in_one_sentence(client: Client) -> None:
    maya, pierre, _abel, _dora, sam = make_people("maya", "pierre", "abel", "dora", "sam")
    sam.groups.add(Group.objects.get(name=roles.APPROVER))
    contract = scenes.in_approval(pierre, maya)
    client.force_login(maya)

    html = read(client, page("chain", contract))

    assert "waits for Abel Lindqvist or Sam Whitfield" in html  # Dora, an approver too, is needed as the director


def test_sums_that_were_checked_are_written_as_money_and_years_are_not() -> None:
    contract = Contract(
        currency="EUR",
        checks=[
            {"agrees": True, "explanation": "The schedule adds up to 186000; the contract says 186000.00."},
            {"agrees": True, "explanation": "30 % of 2500 is 750.00 (licences 2027), 12.5 % is left."},
        ],
    )

    assert [check["explanation"] for check in checks_of(contract)] == [
        "The schedule adds up to €186,000.00; the contract says €186,000.00.",
        "30 % of €2,500.00 is €750.00 (licences 2027), 12.5 % is left.",
    ]


def test_an_open_page_is_told_to_load_anew_only_when_another_document_is_to_be_shown(client: Client) -> None:
    maya = make_person("maya")
    record = scenes.converted(maya)
    client.force_login(maya)
    url = record.get_absolute_url()
    shape = client.get(url).context["shape"]

    same = client.get(url, headers={"hx-request": "true", "hx-target": shape})
    other = client.get(url, headers={"hx-request": "true", "hx-target": "contract-shape-working"})

    assert (same.status_code, same.content) == (204, b"")
    assert other.headers["HX-Refresh"] == "true"


def test_a_part_that_is_asked_for_again_comes_without_the_pages_of_the_document(client: Client) -> None:
    maya = make_person("maya")
    record = scenes.converted(maya)
    client.force_login(maya)

    page = client.get(record.get_absolute_url())
    part = client.get(record.get_absolute_url(), headers={"hx-request": "true", "hx-target": "contract-terms"})

    assert page.context["sheets"]
    assert not part.context["sheets"]
    assert b'id="contract-notes"' in part.content
    assert b'id="page-tabs"' in part.content
