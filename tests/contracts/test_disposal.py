"""Papers whose time is over go when one person asks and another decides; what they were stays on a certificate and in the ledger."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_q.models import OrmQ

from contracts import actions, reactions
from contracts.models import ComplianceRecord, Contract, Obligation, State
from contracts.watches import papers_past_their_time
from documents.finding.searching import Answer
from documents.models import Document, Origin, PageText, TextLayer, Version, add_version
from flowmono import events
from flowmono.accounts import roles
from flowmono.common.refusals import Conflict, NotAllowed
from flowmono.ledger.models import Entry
from flowmono.outbox.letters import send, sweep_letters, write_letter
from flowmono.outbox.models import Letter
from flowmono.outbox.watches import stuck_letter
from procurement.models import Invoice, Match, Order, PaymentAuthorization
from tests.contracts import scenes
from tests.people import NOON, make_people, make_person
from vendors.models import BankAccount

pytestmark = pytest.mark.django_db
OVER = date(2025, 12, 31)


@pytest.fixture
def legal() -> tuple[Any, Any]:
    """Two people who may, in this order: who asks, and who decides."""
    make_people("maya", "pierre", "sam")
    both = make_person("maya"), make_person("sam")
    for person in both:
        person.groups.add(Group.objects.get_or_create(name=roles.LEGAL)[0])
    return both


def archived(kept_until: date | None = OVER) -> Contract:
    """Signed and archived long ago, its sealed document beside it."""
    contract = scenes.ready(make_person("pierre"), make_person("maya"))
    paper = Document(case_key=contract.pk, title="Signed and sealed", kind="envelope")
    paper.save()
    sealed = add_version(
        paper, b"%PDF-1.7 sealed", name="sealed.pdf", media_type="application/pdf", origin=Origin.SEALED
    )
    Contract.objects.filter(pk=contract.pk).update(
        state=State.ARCHIVED, signed_at=NOON, archived_version=sealed, kept_until=kept_until
    )
    return Contract.objects.get(pk=contract.pk)


def erase(contract: Contract) -> None:
    """What follows by itself once it is decided."""
    reactions.erase_papers(
        events.PapersDisposed(
            case_id=contract.pk,
            at=NOON,
            contract_id=contract.pk,
            disposal_id=contract.disposals.get(is_done=True).pk,
            papers=1,
            certificate_sha256="",
        )
    )


def test_two_people_dispose_of_papers_and_a_certificate_stays(legal: tuple[Any, Any], client: Client) -> None:
    first, second = legal
    contract = archived()
    versions = {one.sha256: one.path for one in Version.objects.filter(document__case_key=contract.pk)}

    actions.ask_disposal(contract, by=first, at=NOON, reason="Ten years are over.")
    with pytest.raises(NotAllowed):
        actions.dispose_of_papers(contract, by=first, at=NOON)
    done = actions.dispose_of_papers(contract, by=second, at=NOON)
    erase(contract)

    assert len(versions) == 3
    assert {row["sha256"] for row in done.papers} == set(versions)
    assert not any(default_storage.exists(path) for path in versions.values())
    assert not TextLayer.objects.filter(version__document__case_key=contract.pk).exists()
    assert not PageText.objects.filter(version__document__case_key=contract.pk).exists()
    assert len(Answer(second, "receipt of the invoice")) == 0
    kept = Entry.objects.filter(case_id=contract.pk)
    assert {"ContractDrafted", "DisposalAsked", "PapersDisposed"} <= set(kept.values_list("kind", flat=True))
    assert done.fingerprint in str(kept.get(kind="PapersDisposed").facts)
    client.force_login(second)
    page = client.get(reverse("contracts:disposal", args=[contract.pk])).content.decode()
    assert all(sha256 in page for sha256 in versions)
    assert "Its papers were disposed of" in client.get(contract.get_absolute_url()).content.decode()
    gone = client.get(reverse("contracts:file", args=[contract.pk]))
    assert gone.status_code == 409
    assert "disposed of after its time" in gone.content.decode()


def letter_with(version: Version, key: str, case_id: Any) -> Letter:
    return write_letter(
        key=key,
        to="vera@vendor.example",
        subject="Signed by everyone",
        template="notice.txt",
        facts={"person": make_person("maya"), "notice": {"title": "Signed by everyone", "sentence": "", "url": "/"}},
        attachments=[version],
        case_id=case_id,
    )


def test_a_letter_that_would_bring_a_disposed_file_ends_with_the_reason_and_others_leave(
    legal: tuple[Any, Any], client: Client
) -> None:
    first, second = legal
    contract = archived()
    sealed = contract.archived_version
    assert sealed is not None
    paper = Document(case_key=uuid4(), title="The same file elsewhere", kind="envelope")
    paper.save()
    same = add_version(paper, sealed.content(), name="same.pdf", media_type="application/pdf", origin=Origin.UPLOADED)
    sent, waits = (letter_with(sealed, key, contract.pk) for key in ("completed:1", "completed:2"))
    elsewhere = letter_with(same, "completed:3", paper.case_key)
    send(sent.pk)

    actions.ask_disposal(contract, by=first, at=NOON, reason="Ten years are over.")
    actions.dispose_of_papers(contract, by=second, at=NOON)
    erase(contract)
    tried = [send(one.pk) for one in (waits, elsewhere)]
    Letter.objects.update(next_try_at=timezone.now() - timedelta(days=1))
    OrmQ.objects.all().delete()

    waits.refresh_from_db()
    assert (tried, len(mail.outbox)) == ([False, True], 2)
    assert (waits.sent_at, waits.attempts, sweep_letters()) == (None, 0, 0)
    assert "sealed.pdf was disposed of after its time" in waits.error
    assert list(stuck_letter(timezone.now() + timedelta(days=1))) == []
    ada = make_person("ada")
    client.force_login(ada)
    desk = client.get(reverse("outbox:desk")).content.decode()
    assert "Letters that are not sent any more" in desk
    assert "It is not sent any more." in desk


def test_after_a_disposal_the_terms_stand_and_nothing_is_offered_that_is_gone(
    legal: tuple[Any, Any], client: Client
) -> None:
    first, second = legal
    contract = archived()
    version = contract.archived_version
    assert version is not None
    actions.ask_disposal(contract, by=first, at=NOON, reason="Over.")
    actions.dispose_of_papers(contract, by=second, at=NOON)
    erase(contract)
    client.force_login(second)

    read = client.get(contract.get_absolute_url()).content.decode()
    versions = client.get(reverse("contracts:versions", args=[contract.pk])).content.decode()
    keeping = client.get(reverse("contracts:sequence", args=[contract.pk])).content.decode()
    gone = [
        client.get(reverse(name, args=[pk])).status_code
        for name, pk in (
            ("comparing:choose", version.pk),
            ("finding:found", version.pk),
            ("working:prepare", contract.document_id),
        )
    ]

    assert "€24,000.00" in read
    assert "It was disposed of" in versions
    assert "Prepare the document" not in versions
    assert reverse("comparing:choose", args=[version.pk]) not in versions
    assert "Hold the papers" not in keeping
    assert gone == [404, 404, 404]


def test_a_file_that_other_papers_are_too_stays(legal: tuple[Any, Any]) -> None:
    first, second = legal
    contract = archived()
    other = scenes.uploaded(make_person("pierre"))
    twin = add_version(
        other.document, b"%PDF-1.7 sealed", name="twin.pdf", media_type="application/pdf", origin=Origin.UPLOADED
    )

    actions.ask_disposal(contract, by=first, at=NOON, reason="Over.")
    actions.dispose_of_papers(contract, by=second, at=NOON)
    erase(contract)

    assert twin.content() == b"%PDF-1.7 sealed"


def keep_by_hold(contract: Contract) -> str:
    actions.place_hold(contract, by=make_person("maya"), at=NOON, reason="A dispute.")
    return "Its papers are held."


def keep_by_duty(contract: Contract) -> str:
    record = ComplianceRecord.objects.create(contract=contract)
    Obligation(record=record, kind="duty", text="Return the devices").save()
    return "1 obligation of it is not met."


def keep_by_order(contract: Contract) -> str:
    order = Order(number="PO-1", contract=contract, vendor=contract.vendor, title="Open", currency="EUR")
    order.requester = contract.requester
    order.total, order.base_total, order.rate_on = Decimal(1), Decimal(1), NOON.date()
    order.save()
    return "1 order of it is open."


def invoice_of(contract: Contract, state: str = "received") -> Invoice:
    """An invoice for it, which is no paper of the contract's own."""
    paper = Document(case_key=uuid4(), title="Invoice", kind="invoice")
    paper.save()
    version = add_version(paper, b"<Invoice/>", name="i.xml", media_type="application/xml", origin=Origin.UPLOADED)
    made = Invoice(
        reference="INV-1", contract=contract, document=paper, version=version, sha256=version.sha256, state=state
    )
    made.captured_by, made.received_at = make_person("pierre"), NOON
    made.save()
    return made


def keep_by_invoice(contract: Contract) -> str:
    invoice_of(contract)
    return "1 invoice for it is not settled."


def keep_by_payment(contract: Contract) -> str:
    invoice = invoice_of(contract, state="rejected")
    vendor = contract.vendor
    assert vendor is not None
    account = BankAccount(
        vendor=vendor, holder=vendor.name, iban="DE89370400440532013000", proposed_by=contract.requester
    )
    account.save()
    payment = PaymentAuthorization(invoice=invoice, contract=contract, vendor=vendor, account=account, payee={})
    payment.match = Match.objects.create(invoice=invoice, number=1, decision="pay", created_at=NOON)
    payment.amount = payment.base_amount = payment.rate = Decimal(1)
    payment.currency, payment.rate_on, payment.due_on, payment.end_to_end_id = "EUR", NOON.date(), NOON.date(), "INV-1"
    payment.save()
    return "1 payment for it is not made."


def keep_by_time(contract: Contract) -> str:
    Contract.objects.filter(pk=contract.pk).update(kept_until=NOON.date())
    return "Its papers must be kept until"


@pytest.mark.parametrize(
    "keep",
    [keep_by_hold, keep_by_duty, keep_by_order, keep_by_invoice, keep_by_payment, keep_by_time],
)
def test_papers_that_are_needed_are_not_disposed_of(legal: tuple[Any, Any], keep: Any) -> None:
    first, second = legal
    contract = archived()
    actions.ask_disposal(contract, by=first, at=NOON, reason="Over.")

    words = keep(contract)

    with pytest.raises(Conflict, match=words):
        actions.dispose_of_papers(contract, by=second, at=NOON)
    assert not Version.objects.filter(disposed_at__isnull=False).exists()


def test_papers_without_an_end_are_never_asked_for(legal: tuple[Any, Any]) -> None:
    with pytest.raises(Conflict, match="kept without an end"):
        actions.ask_disposal(archived(kept_until=None), by=legal[0], at=NOON, reason="Over.")


def test_the_watch_finds_papers_whose_time_is_over_until_they_are_gone(legal: tuple[Any, Any]) -> None:
    first, second = legal
    contract = archived()

    before = [one.title for one in papers_past_their_time(NOON) if one]
    actions.place_hold(contract, by=first, at=NOON, reason="A dispute.")
    held = list(papers_past_their_time(NOON))
    actions.lift_hold(contract, by=second, at=NOON, reason="It is settled.")
    actions.ask_disposal(contract, by=first, at=NOON, reason="Over.")
    actions.dispose_of_papers(contract, by=second, at=NOON)

    assert before == [f"The papers of {contract.number} need not be kept any longer"]
    assert held == [None]
    assert list(papers_past_their_time(NOON)) == []


def test_people_ask_and_turn_down_on_the_page_and_programs_by_their_own_acts(
    legal: tuple[Any, Any], client: Client
) -> None:
    first, second = legal
    contract = archived()
    client.force_login(first)
    sequence = reverse("contracts:sequence", args=[contract.pk])

    before = client.get(sequence).content.decode()
    assert "Ask to dispose of the papers" in before
    assert "Its papers had to be kept until 31 Dec 2025." in before
    client.post(reverse("contracts:ask_disposal", args=[contract.pk]), {"reason": "Ten years are over."})
    own = client.get(sequence).content.decode()
    client.force_login(second)
    others = client.get(sequence).content.decode()
    turned = client.post(f"/api/v1/contracts/{contract.pk}/keep-papers/", {"reason": "The tax office asked for it."})
    asked = client.post(f"/api/v1/contracts/{contract.pk}/ask-disposal/", {"reason": "Now they are over."})
    alone = client.post(f"/api/v1/contracts/{contract.pk}/dispose/")
    client.force_login(first)
    done = client.post(f"/api/v1/contracts/{contract.pk}/dispose/")

    assert "Dispose of the papers for good?" not in own
    assert "Dispose of the papers for good?" in others
    assert [one.status_code for one in (turned, asked, alone, done)] == [200, 200, 403, 200], done.content
    assert turned.json()["decided_because"] == "The tax office asked for it."
    assert done.json()["is_done"] is True
    assert len(done.json()["papers"]) == 3
