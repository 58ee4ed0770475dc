"""A contract from its Word draft to its archive: real conversion, real reading, real signatures, everything delivered."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from contracts import actions
from contracts.models import Contract, State
from documents.word_files import DOCX
from flowmono.approvals.models import Request
from flowmono.common.models import Company
from flowmono.outbox.causation import lines_of, tree_of
from flowmono.outbox.delivering import drain
from flowmono.outbox.models import Delivery, Letter
from signing import actions as signing
from signing.models import Envelope, Recipient, SignatureProfile
from tests.contracts import scenes
from tests.documents.converter.drafts import docx
from tests.people import CAST, NOON, make_people, make_person
from vendors.models import Vendor

pytestmark = [pytest.mark.committed, pytest.mark.usefixtures("committed")]
DRAFT = scenes.DRAFTS / "professional-services-agreement.docx"
CHANGED = scenes.DRAFTS / "professional-services-agreement-draft-with-changes.docx"
OTHERS = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "terms" / "drafts"


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("signer")


@pytest.fixture(autouse=True)
def company(settings: Any, keys: Path, committed: None) -> None:
    """The company of the demonstration, its people, one rule, one mark, and keys of this run."""
    settings.PKI_DIR = keys / "pki"
    settings.SIGNER_SOCKET = str(keys / "signer.sock")
    Company.objects.create(name="Brightwater Instruments GmbH")
    make_people(*CAST)
    scenes.approval_rule()
    sam = make_person("sam")
    SignatureProfile(user=sam, name="All", signed_name="Sam Whitfield", title="Managing Director").save()


def go(client: Client, key: str, contract: Contract, verb: str, **values: Any) -> Any:
    """One person sends one form of the contract's page; everything that follows by itself is delivered."""
    client.force_login(make_person(key))
    answer = client.post(reverse(f"contracts:{verb}", args=[contract.pk]), values)
    drain()
    contract.refresh_from_db()
    return answer


def start(client: Client, path: Path) -> Contract:
    client.force_login(make_person("pierre"))
    file = SimpleUploadedFile(path.name, path.read_bytes(), content_type=DOCX)
    client.post(reverse("contracts:start"), {"file": file})
    drain()
    return Contract.objects.latest("created_at")


def approved(client: Client) -> Contract:
    contract = start(client, DRAFT)
    go(client, "maya", contract, "confirm")
    go(client, "pierre", contract, "submit")
    go(client, "abel", contract, "decide", verdict="yes")
    go(client, "dora", contract, "decide", verdict="yes")
    return contract


def sent(client: Client) -> Contract:
    contract = approved(client)
    go(client, "maya", contract, "send")
    return contract


def outside(contract: Contract) -> Recipient:
    """The other party's place."""
    return envelope_of(contract).recipients.get(user=None)


def sign(envelope: Envelope, order: int) -> None:
    """The person in this place signs what they were shown."""
    envelope.refresh_from_db()
    place = envelope.recipients.get(order=order)
    signing.view(place, by=place.user or place, at=timezone.now())
    signing.sign(
        place,
        by=place.user or place,
        at=timezone.now(),
        seen_sha256=envelope.version_to_read.sha256,
        consent=True,
        evidence={"address": "127.0.0.1", "browser": "test", "pages_seen": "all", "seconds": "40"},
    )
    drain()


def envelope_of(contract: Contract) -> Envelope:
    return Envelope.objects.get(contract=contract)


def test_a_draft_is_converted_read_and_shown_with_its_sentences(client: Client) -> None:
    contract = start(client, DRAFT)
    client.force_login(make_person("maya"))

    html = client.get(contract.get_absolute_url()).content.decode()

    assert (contract.state, contract.currency, str(contract.total)) == (State.REVIEW, "EUR", "186000.000")
    assert contract.counterparty_name == "Halden & Pryce Engineering Limited"
    assert all(term.quote and term.page for term in contract.terms.schedule())
    assert "Halden &amp; Pryce Engineering Limited" in html
    assert html.count('class="lit"') >= contract.terms.schedule().count()
    assert contract.title == "Professional Services Agreement"
    assert contract.document.newest("uploaded").name == "professional-services-agreement.docx"
    assert client.get(reverse("contracts:file", args=[contract.pk])).content.startswith(b"%PDF")


def test_the_signer_is_asked_at_their_own_address_and_the_sender_sees_where_it_comes_from(client: Client) -> None:
    contract = approved(client)
    client.force_login(make_person("maya"))

    html = client.get(reverse("contracts:people", args=[contract.pk])).content.decode()

    assert outside(contract).email == "vera.costa@haldenpryce.example"
    assert f'name="email-{outside(contract).pk}"' in html
    assert "The contract gives it as the signer" in html


def test_the_sender_corrects_an_address_while_sending_and_a_wrong_one_sends_nothing(client: Client) -> None:
    contract = approved(client)
    field = f"email-{outside(contract).pk}"

    go(client, "maya", contract, "send", **{field: "vera at home"})
    unsent = (contract.state, outside(contract).email)
    go(client, "maya", contract, "send", **{field: "v.costa@home.example"})

    assert unsent == (State.APPROVED, "vera.costa@haldenpryce.example")
    assert contract.state == State.OUT_FOR_SIGNATURE
    assert outside(contract).email == "v.costa@home.example"


def test_whoever_the_draft_does_not_name_is_named_while_sending(client: Client) -> None:
    contract = approved(client)
    place = outside(contract)
    Recipient.objects.filter(pk=place.pk).update(name=place.party)
    client.force_login(make_person("maya"))
    html = client.get(reverse("contracts:people", args=[contract.pk])).content.decode()
    assert f"Who signs for {escape(place.party)}?" in html

    go(client, "maya", contract, "send", **{f"email-{place.pk}": place.email, f"name-{place.pk}": "Nora Gates"})

    assert contract.state == State.OUT_FOR_SIGNATURE
    assert (outside(contract).name, outside(contract).email) == ("Nora Gates", place.email)
    assert f'name="name-{place.pk}"' not in client.get(reverse("contracts:people", args=[contract.pk])).content.decode()


def test_who_submitted_for_somebody_else_is_said(client: Client) -> None:
    contract = start(client, DRAFT)
    go(client, "maya", contract, "confirm")
    go(client, "maya", contract, "submit")

    html = client.get(reverse("contracts:people", args=[contract.pk])).content.decode()

    assert "submitted by Maya Okafor for Pierre Dubois" in html
    request = Request.objects.get(subject_id=contract.pk)
    assert str(request.requested_by) == "Maya Okafor"
    assert {str(make_person(key).person) for key in ("maya", "pierre")} <= set(request.barred)


@pytest.mark.parametrize(("choice", "days"), [("accept", "seven (7)"), ("reject", "ten (10)")])
def test_open_changes_become_what_a_person_chooses(client: Client, choice: str, days: str) -> None:
    contract = start(client, CHANGED)
    stopped, kinds = contract.state, {found["kind"] for found in contract.found}
    html = client.get(contract.get_absolute_url()).content.decode()

    go(client, "pierre", contract, "choose", choice=choice)

    version = contract.document.newest("converted")
    assert (stopped, contract.state) == (State.CHOICE, State.REVIEW)
    assert {"insertion", "deletion"} <= kinds
    assert "5.2 Examination" in html
    assert "within <del>ten (10) Business Days</del><ins>seven (7) Business Days</ins> after receipt" in html
    assert days in version.layer.text
    assert version.certificate["changes"] == choice
    assert len(version.certificate["findings"]) == len(contract.found)


def test_a_file_that_cannot_be_converted_is_sent_back_with_what_to_do(client: Client, tmp_path: Path) -> None:
    broken = tmp_path / "broken.docx"
    broken.write_bytes(docx("<w:p><w:r></w:p>"))

    contract = start(client, broken)

    html = client.get(contract.get_absolute_url()).content.decode()
    assert contract.state == State.REFUSED
    assert contract.problem
    assert "Bring another draft" in html
    assert not Delivery.objects.unpaid().exists()


def test_confirming_the_terms_registers_the_other_party_as_a_vendor(client: Client) -> None:
    contract = start(client, DRAFT)

    go(client, "maya", contract, "confirm")

    vendor = Vendor.objects.get()
    assert (contract.state, contract.vendor, vendor.name) == (State.READY, vendor, contract.counterparty_name)
    assert set(contract.terms.live().values_list("state", flat=True)) == {"confirmed"}
    assert set(contract.terms.live().values_list("verified_by__username", flat=True)) == {"maya"}


def test_correcting_the_other_party_afterwards_looks_for_its_vendor_anew(client: Client) -> None:
    contract = start(client, DRAFT)
    go(client, "maya", contract, "confirm")
    first = contract.vendor

    actions.correct_contract(
        contract,
        by=make_person("maya"),
        at=NOON,
        values={"counterparty_name": "Halden & Pryce GmbH", "counterparty_tax_id": "DE 811 234 567"},
    )
    drain()

    contract.refresh_from_db()
    assert contract.vendor != first
    assert contract.vendor.name == "Halden & Pryce GmbH"


def test_a_contract_is_approved_signed_and_archived(client: Client) -> None:
    contract = sent(client)
    envelope = contract.envelope

    sign(envelope, 1)
    client.force_login(make_person("maya"))
    halfway = client.get(reverse("contracts:people", args=[contract.pk])).content.decode()
    shown_halfway = client.get(reverse("contracts:file", args=[contract.pk])).content
    sign(envelope, 2)

    contract.refresh_from_db()
    assert (contract.state, contract.signed_at) == (State.ARCHIVED, envelope_of(contract).completed_at)
    told_of_it = Letter.objects.filter(key__startswith="notice:signed:").order_by("to")
    assert [(one.to, one.subject) for one in told_of_it] == [
        (make_person(key).email, f"Signed by everyone: {envelope.title}") for key in ("maya", "pierre")
    ]
    assert all("sealed document" in one.body and len(one.attachments) == 2 for one in told_of_it)
    assert all(contract.get_absolute_url() in one.body for one in told_of_it)
    assert "Vera Costa" in halfway
    assert shown_halfway == contract.document.newest("converted").content()
    sealed = client.get(reverse("contracts:file", args=[contract.pk])).content
    assert sealed == contract.archived_version.content()
    assert sealed != shown_halfway
    assert contract.compliance.obligations.exists()
    obligations = client.get(reverse("contracts:compliance", args=[contract.pk])).content.decode()
    assert "Obligations" in obligations
    chain = client.get(reverse("contracts:chain", args=[contract.pk]), {"causes": "1"}).content.decode()
    assert "Contract archived" in chain
    assert "Sealed and archived" in chain
    assert contract.workspace.get_absolute_url() in chain
    told = [line.strip().split("  ")[0] for line in lines_of(tree_of(contract.pk))]
    assert [line for line in told if line.startswith("Contract") or line == "TermsConfirmed"] == [
        "ContractDrafted",
        "TermsConfirmed",
        "ContractSubmitted",
        "ContractApproved",
        "ContractSentForSignature",
        "ContractSigned",
        "ContractArchived",
    ]


def test_a_signer_who_declines_sends_the_contract_back_with_the_reason(client: Client) -> None:
    contract = sent(client)
    place = contract.envelope.recipients.get(order=1)

    signing.decline(place, by=place.user, at=timezone.now(), reason="The cap is too low.", evidence={})
    drain()

    contract.refresh_from_db()
    assert (contract.state, contract.problem) == (State.READY, "The cap is too low.")
    go(client, "pierre", contract, "submit")
    assert contract.state == State.IN_APPROVAL


def test_what_is_out_for_signature_is_taken_back_with_a_reason(client: Client) -> None:
    contract = sent(client)

    go(client, "maya", contract, "void", reason="The annex is missing.")

    contract.envelope.refresh_from_db()
    assert contract.envelope.state == "voided"
    assert (contract.state, contract.problem) == (State.READY, "The annex is missing.")


def test_a_contract_that_is_not_signed_in_time_can_be_worked_on_again(client: Client) -> None:
    contract = sent(client)
    over = Envelope.objects.get(contract=contract).expires_at

    signing.expire_due(at=over + timedelta(seconds=1))
    drain()

    contract.refresh_from_db()
    assert contract.envelope.state == "expired"
    assert contract.state == State.READY
    assert contract.problem.startswith("It was to be signed by ")


def test_an_envelope_without_an_address_is_not_sent(client: Client) -> None:
    contract = approved(client)
    envelope = Envelope.objects.get(contract=contract)
    outside = envelope.recipients.get(user=None)
    outside.email = ""
    outside.save()

    client.force_login(make_person("maya"))
    answer = client.post(reverse("contracts:send", args=[contract.pk]), follow=True)

    contract.refresh_from_db()
    assert "no e-mail address" in answer.content.decode()
    assert contract.state == State.APPROVED


def test_a_new_draft_after_approval_begins_anew(client: Client) -> None:
    contract = approved(client)
    file = SimpleUploadedFile("second.docx", DRAFT.read_bytes(), content_type=DOCX)

    go(client, "pierre", contract, "replace", file=file)

    assert contract.state == State.REVIEW
    assert set(Envelope.objects.filter(contract=contract).values_list("state", flat=True)) == {"voided"}
    assert set(contract.terms.live().values_list("state", flat=True)) == {"read"}


@pytest.mark.skipif(not OTHERS.exists(), reason="the shared drafts are not on this machine")
def test_every_shared_draft_is_read_with_quotes_that_stand_in_its_text(client: Client) -> None:
    for path in sorted(OTHERS.glob("*.docx")):
        contract = start(client, path)
        if contract.state == State.CHOICE:
            go(client, "pierre", contract, "choose", choice="accept")

        text = contract.document.newest("converted").layer.text
        assert contract.state == State.REVIEW, path.name
        assert contract.counterparty_name, path.name
        for term in contract.terms.live().exclude(quote=""):
            assert text[term.start : term.end] == term.quote, (path.name, term.label)
