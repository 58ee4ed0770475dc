"""A document moves by itself: an NDA from its Word draft to an archive that is kept for years, as the sequence of its category says."""

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from contracts import actions
from contracts.models import Category, Contract, PreparationStep, State
from contracts.tasks import send_what_is_no_longer_in_doubt
from documents.word_files import DOCX
from documents.working import actions as working
from flowmono.accounts import roles
from flowmono.common.models import Company
from flowmono.common.refusals import Conflict
from flowmono.governing import actions as governing
from flowmono.governing.models import Proposal
from flowmono.ledger.models import Entry
from flowmono.notices.models import Notice
from flowmono.outbox.delivering import drain
from signing import actions as signing
from signing.models import SignatureProfile
from tests.contracts import scenes
from tests.flowmono.test_admin_changes import administrator
from tests.people import CAST, NOON, make_people, make_person

pytestmark = [pytest.mark.committed, pytest.mark.usefixtures("committed")]
PARTIES = (
    "This Mutual Non-Disclosure Agreement is made on 1 March 2027 between Brightwater Instruments GmbH, a company registered in "
    "Germany (“Brightwater”), and Halden & Pryce Engineering Limited, a company registered in England (“Halden”)."
)
NDA = (
    "Mutual Non-Disclosure Agreement",
    PARTIES,
    "1. Confidential Information. Each party shall keep the other party's Confidential Information secret.",
    "2. Term. This Agreement is effective on 1 March 2027 and ends on 29 February 2028.",
    "3. Law. This Agreement is governed by the laws of England.",
)


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("signer")


@pytest.fixture(autouse=True)
def company(settings: Any, keys: Path, committed: None) -> None:
    """The company, its people, one rule, one mark, and an NDA that is numbered, signed twice and kept ten years."""
    settings.PKI_DIR = keys / "pki"
    settings.SIGNER_SOCKET = str(keys / "signer.sock")
    Company.objects.create(name="Brightwater Instruments GmbH")
    make_people(*CAST)
    scenes.approval_rule()
    SignatureProfile(user=make_person("sam"), name="All", signed_name="Sam Whitfield", title="Managing Director").save()
    nda(kept_years=10)


def nda(*options: str, **facts: Any) -> Category:
    """The category NDA: page numbers, and what is said here."""
    category, _made = Category.objects.update_or_create(name="NDA", defaults=facts)
    category.steps.all().delete()
    written = "\n".join(options or ("text = Sheet {n} of {total}",))
    PreparationStep(category=category, position=1, tool="number", options=written).save()
    return category


def go(client: Client, key: str, contract: Contract, verb: str, **values: Any) -> Any:
    """One person sends one form of the contract's page; everything that follows by itself is delivered."""
    client.force_login(make_person(key))
    answer = client.post(reverse(f"contracts:{verb}", args=[contract.pk]), values)
    drain()
    contract.refresh_from_db()
    return answer


def start(client: Client, words: tuple[str, ...] = NDA) -> Contract:
    client.force_login(make_person("pierre"))
    file = SimpleUploadedFile("nda.docx", scenes.word_file(*words), content_type=DOCX)
    client.post(reverse("contracts:start"), {"file": file})
    drain()
    return Contract.objects.latest("created_at")


def confirmed(client: Client) -> Contract:
    contract = start(client)
    signer = {"counterparty_signer": "Vera Costa", "counterparty_email": "vera.costa@haldenpryce.example"}
    actions.correct_contract(contract, by=make_person("maya"), at=NOON, values=signer)
    go(client, "maya", contract, "confirm")
    return contract


def approve(client: Client, contract: Contract) -> None:
    go(client, "pierre", contract, "submit")
    go(client, "abel", contract, "decide", verdict="yes")
    go(client, "dora", contract, "decide", verdict="yes")


def approved(client: Client) -> Contract:
    contract = confirmed(client)
    approve(client, contract)
    return contract


def sign(contract: Contract, order: int) -> None:
    place = contract.envelope.recipients.get(order=order)
    contract.envelope.refresh_from_db()
    signing.view(place, by=place.user or place, at=timezone.now())
    signing.sign(
        place,
        by=place.user or place,
        at=timezone.now(),
        seen_sha256=contract.envelope.version_to_read.sha256,
        consent=True,
        evidence={"address": "127.0.0.1", "browser": "test", "pages_seen": "all", "seconds": "40"},
    )
    drain()
    contract.refresh_from_db()


def words_on(data: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(BytesIO(data)).pages]


def test_an_nda_goes_from_its_draft_to_ten_years_in_the_archive(client: Client) -> None:
    contract = approved(client)
    go(client, "maya", contract, "send")
    sign(contract, 1)
    sign(contract, 2)

    pages = words_on(contract.archived_version.content())
    assert (contract.category, contract.state) == ("NDA", State.ARCHIVED)
    assert "Sheet 1 of 1" in pages[0]
    assert (contract.ends_on, contract.kept_until) == (date(2028, 2, 29), date(2038, 2, 28))
    client.force_login(make_person("maya"))
    way = client.get(reverse("contracts:sequence", args=[contract.pk])).content.decode()
    assert "version 2 became version 3, by the sequence" in way
    assert "must be kept until 28 Feb 2038" in way
    step = contract.document.steps.get()
    assert (step.tool, step.state, step.by, step.options) == ("number", "done", None, {"text": "Sheet {n} of {total}"})
    assert Entry.objects.filter(case_id=contract.pk, kind="DocumentPrepared").count() == 1


def test_what_approvers_see_is_prepared_already_and_only_once(client: Client) -> None:
    contract = confirmed(client)
    go(client, "maya", contract, "confirm")

    shown = client.get(reverse("contracts:file", args=[contract.pk])).content

    assert contract.document.steps.count() == 1
    assert "Sheet 1 of 1" in words_on(shown)[0]


def test_a_person_undoes_a_step_before_it_is_submitted(client: Client) -> None:
    contract = confirmed(client)

    working.undo(contract.document, by=make_person("pierre"), at=NOON)
    go(client, "pierre", contract, "submit")

    assert contract.state == State.IN_APPROVAL
    assert contract.document.steps.get().state == "undone"


def test_a_case_keeps_the_sequence_that_it_began_with(client: Client) -> None:
    contract = confirmed(client)
    nda("text = Leaf {n}", kept_years=3)
    go(client, "maya", contract, "confirm")

    assert contract.sequence["kept_years"] == 10
    assert contract.document.steps.get().options == {"text": "Sheet {n} of {total}"}


def test_another_category_begins_another_sequence_of_the_conversion_as_it_was(client: Client) -> None:
    contract = confirmed(client)
    other = Category.objects.create(name="DPA", kept_years=3)
    PreparationStep.objects.create(category=other, tool="number", options="text = Leaf {n}")

    actions.correct_contract(contract, by=make_person("maya"), at=NOON, values={"category": "DPA"})
    drain()

    contract.refresh_from_db()
    shown = words_on(contract.document.as_it_stands().content())[0]
    assert contract.sequence["kept_years"] == 3
    assert "Leaf 1" in shown
    assert "Sheet" not in shown


def test_a_category_that_two_administrators_made_moves_its_documents_to_the_archive(client: Client) -> None:
    ada, noor = administrator("ada.one"), administrator("noor.one")
    client.force_login(ada)
    form = {
        "name": "Secrecy",
        "description": "Short agreements on secrecy.",
        "checklist": "",
        "active": "on",
        "our_signers": 1,
        "kept_years": 7,
        "kept_from": "end",
        "remote_reading": "never",
        "steps-TOTAL_FORMS": 2,
        "steps-INITIAL_FORMS": 0,
        "steps-0-position": 1,
        "steps-0-tool": "number",
        "steps-0-options": "text = Leaf {n} of {total}",
        "steps-1-position": 2,
        "steps-1-tool": "stamp",
        "steps-1-options": "text = SECRET\nposition = top-right",
    }

    answer = client.post("/admin/contracts/category/add/", form)
    assert answer.status_code == 302, answer.context["errors"]
    proposal = governing.propose(Proposal.objects.latest("created_at"), by=ada, at=NOON, reason="They come every week.")
    alone = Category.objects.filter(name="Secrecy").exists()
    governing.approve(proposal, by=noor, at=NOON)
    contract = start(client)
    values = {
        "category": "Secrecy",
        "counterparty_signer": "Vera Costa",
        "counterparty_email": "vera@haldenpryce.example",
    }
    actions.correct_contract(contract, by=make_person("maya"), at=NOON, values=values)
    go(client, "maya", contract, "confirm")
    prepared = list(contract.document.steps.order_by("number").values_list("tool", "state"))
    approve(client, contract)
    sent = go(client, "maya", contract, "send")
    sign(contract, 1)
    sign(contract, 2)

    assert not alone
    assert prepared == [("number", "done"), ("stamp", "done")]
    assert sent.status_code == 302
    assert (contract.state, contract.kept_until) == (State.ARCHIVED, date(2035, 2, 28))
    page = words_on(contract.archived_version.content())[0]
    assert "Leaf 1 of 1" in page
    assert "SECRET" in page


def test_a_new_draft_is_prepared_anew(client: Client) -> None:
    contract = confirmed(client)
    file = SimpleUploadedFile("second.docx", scenes.word_file(*NDA, "4. Notices."), content_type=DOCX)

    go(client, "pierre", contract, "replace", file=file)
    go(client, "maya", contract, "confirm")

    assert contract.document.steps.count() == 2
    assert "Sheet 1 of 1" in words_on(contract.document.as_it_stands().content())[0]


def test_a_step_that_does_not_work_is_said_and_nothing_is_submitted(client: Client) -> None:
    nda("text = Sheet {n}", "position = nowhere")
    contract = confirmed(client)

    with pytest.raises(Conflict, match="position"):
        actions.submit(contract, by=make_person("pierre"), at=NOON)

    contract.refresh_from_db()
    assert contract.state == State.READY
    assert contract.document.working is None
    assert "did not work" in contract.preparation["problem"]
    assert not contract.document.steps.exists()


def test_a_person_goes_on_without_a_step_and_says_why(client: Client) -> None:
    nda("text = Sheet {n}", "position = nowhere")
    contract = confirmed(client)
    stopped = client.get(reverse("contracts:sequence", args=[contract.pk])).content.decode()

    unsaid = go(client, "maya", contract, "leave_out", reason=" ").status_code
    refused = go(client, "pierre", contract, "leave_out", reason="It is fine.").status_code
    go(client, "maya", contract, "leave_out", reason="One page needs no number.")
    go(client, "pierre", contract, "submit")

    page = client.get(reverse("contracts:sequence", args=[contract.pk])).content.decode()
    assert (unsaid, refused, contract.state) == (400, 403, State.IN_APPROVAL)
    assert "did not work" in stopped
    assert "left out by Maya Okafor" in page
    assert Entry.objects.filter(case_id=contract.pk, kind="preparation.left_out").count() == 1


def test_what_did_not_work_is_tried_again(client: Client) -> None:
    nda("text = Sheet {n}", "position = nowhere")
    contract = confirmed(client)
    before = go(client, "pierre", contract, "prepare_again").status_code

    contract.sequence["steps"][0]["options"] = {"text": "Sheet {n}"}
    contract.preparation["asked"][0]["options"] = {"text": "Sheet {n}"}
    contract.save()
    go(client, "pierre", contract, "prepare_again")

    assert before == 302
    assert contract.preparation["problem"] == ""
    assert contract.document.steps.get().state == "done"
    assert go(client, "pierre", contract, "prepare_again").status_code == 409


def test_papers_are_held_by_one_person_and_released_by_another(client: Client) -> None:
    contract = confirmed(client)
    second = make_person("sam")
    second.groups.add(*make_person("lena").groups.all(), *make_person("maya").groups.all())
    legal = Group.objects.get(name=roles.LEGAL)
    make_person("maya").groups.add(legal)
    second.groups.add(legal)

    refused = [go(client, "pierre", contract, "hold", reason="A dispute.").status_code]
    unsaid = go(client, "maya", contract, "hold", reason="").status_code
    go(client, "maya", contract, "hold", reason="A dispute about clause 2.")
    again = go(client, "maya", contract, "hold", reason="Once more.").status_code
    refused.append(go(client, "maya", contract, "lift", reason="It is over.").status_code)
    page = client.get(reverse("contracts:sequence", args=[contract.pk])).content.decode()
    go(client, "sam", contract, "lift", reason="The dispute is settled.")

    hold = contract.holds.get()
    assert (refused, unsaid, again) == ([403, 403], 400, 409)
    assert "A dispute about clause 2." in page
    assert (hold.placed_by.username, hold.lifted_by.username) == ("maya", "sam")
    assert hold.lifted_because == "The dispute is settled."
    kinds = set(Entry.objects.filter(case_id=contract.pk).values_list("kind", flat=True))
    assert {"LegalHoldPlaced", "LegalHoldLifted"} <= kinds


def test_two_people_sign_for_us_and_then_the_other_party(client: Client) -> None:
    second = make_person("lena")
    second.groups.add(*make_person("sam").groups.all())
    nda(our_signers=2)
    SignatureProfile(user=second, name="All", signed_name="Lena Vogel", title="Counsel").save()

    contract = approved(client)

    places = list(contract.envelopes.get().recipients.order_by("order").values_list("order", "user__username"))
    assert places == [(1, "sam"), (2, "lena"), (3, None)]


def test_too_few_signatories_are_said_before_approval_and_nobody_without_authority_is_asked(client: Client) -> None:
    second = make_person("lena")
    second.groups.add(*make_person("sam").groups.all())
    nda(our_signers=2)
    contract = confirmed(client)
    client.force_login(make_person("pierre"))

    pages = [client.get(reverse(f"contracts:{name}", args=[contract.pk])) for name in ("contract", "people")]
    approve(client, contract)

    for page in pages:
        html = page.content.decode()
        assert "2 people sign such a contract for the company. Only Sam Whitfield may." in html
        assert "Lena Vogel has the role Signatory, but no mark that covers this category and amount." in html
        assert "An administrator gives the role under “People”" in html
    assert contract.state == State.APPROVED
    assert not contract.envelopes.exists()
    SignatureProfile(user=second, name="All", signed_name="Lena Vogel", title="Counsel").save()
    html = client.get(reverse("contracts:contract", args=[contract.pk])).content.decode()
    assert "Too few people may sign it" not in html


def test_it_is_sent_by_itself_when_nothing_is_in_doubt(client: Client) -> None:
    nda(sends_by_itself=True)

    contract = approved(client)

    doubts = contract.preparation["doubts"]
    assert (contract.state, doubts) == (State.OUT_FOR_SIGNATURE, [])
    assert contract.envelope.sent_by is None
    assert contract.envelope.asked_by == "Brightwater Instruments GmbH"


def test_what_is_in_doubt_waits_for_a_person_with_the_reason(client: Client) -> None:
    nda(sends_by_itself=True)
    contract = confirmed(client)
    Contract.objects.filter(pk=contract.pk).update(counterparty_email="")
    approve(client, contract)

    assert contract.state == State.APPROVED
    assert contract.preparation["doubts"] == ["Vera Costa: The contract names no address. Enter the signer's own."]


def test_it_is_sent_by_itself_as_soon_as_what_was_in_doubt_is_cured(client: Client) -> None:
    nda(sends_by_itself=True)
    contract = confirmed(client)
    Contract.objects.filter(pk=contract.pk).update(counterparty_email="")
    approve(client, contract)
    unchanged = send_what_is_no_longer_in_doubt()

    place = contract.envelopes.get().recipients.get(user=None)
    values = {"name": "Vera Costa", "title": "", "email": "vera.costa@haldenpryce.example"}
    client.force_login(make_person("maya"))
    client.post(reverse("contracts:recipient", args=[contract.pk, place.pk]), values)
    sent = send_what_is_no_longer_in_doubt()
    contract.refresh_from_db()

    assert (unchanged, sent) == (0, 1)
    assert (contract.state, contract.preparation["doubts"]) == (State.OUT_FOR_SIGNATURE, [])
    assert contract.envelope.sent_by is None
    assert send_what_is_no_longer_in_doubt() == 0


def test_whoever_needs_the_contract_is_told_when_its_preparation_does_not_work(client: Client) -> None:
    nda("text = Sheet {n}", "position = nowhere")

    contract = confirmed(client)

    notice = Notice.objects.get(person=make_person("pierre"), kind="preparation")
    assert notice.title == f"{contract} waits: its preparation did not work"
    assert notice.sentence == contract.preparation["problem"]
    assert notice.url == contract.get_absolute_url()


def test_a_hold_is_said_on_the_first_page_of_the_contract(client: Client) -> None:
    contract = confirmed(client)
    address = reverse("contracts:contract", args=[contract.pk])
    before = client.get(address).content.decode()
    go(client, "lena", contract, "hold", reason="A dispute about clause 2.")

    html = client.get(address).content.decode()

    assert "The papers of this contract are held" not in before
    assert "The papers of this contract are held" in html
    assert "“A dispute about clause 2.”" in html
