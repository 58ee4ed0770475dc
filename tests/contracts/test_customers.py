"""Whether a document is about our company is judged from its own words, and said wherever somebody decides about it."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from contracts import actions, reactions
from contracts.customers import other_customer
from contracts.models import Contract, State, Term
from contracts.sending import doubts_about
from documents.models import TextLayer
from flowmono import events
from flowmono.common.models import Company
from flowmono.intelligence.reader import PageSpan
from flowmono.intelligence.readers import contract_reader
from signing.models import Envelope
from signing.named_parties import is_same_company, names_company
from tests.contracts import scenes
from tests.people import NOON, make_people, make_person
from tests.signing.life.scenes import make_mark
from vendors.models import Vendor

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "terms"
TITLE = "The document’s customer is another company"
SILENT = "The document does not name our company"
ORCHARD = "It names Alder Foods Ltd as customer."


def page(client: Client, key: str, contract: Contract, name: str = "contract") -> str:
    client.force_login(make_person(key))
    answer = client.get(reverse(f"contracts:{name}", args=[contract.pk]))
    assert answer.status_code == 200, answer.content[:300]
    return answer.content.decode().replace("&#x27;", "’").replace("'", "’")


@pytest.mark.django_db
def test_a_draft_for_our_company_says_nothing(client: Client) -> None:
    make_people("maya", "pierre")
    Company.objects.create(name="ALDER FOODS LIMITED")

    html = page(client, "maya", scenes.to_review(make_person("pierre")))

    assert TITLE not in html
    assert SILENT not in html
    assert "is not about our company?" not in html


@pytest.mark.django_db
def test_to_enter_our_name_does_not_change_whom_the_document_names(client: Client) -> None:
    make_people("maya", "pierre")
    Company.objects.create(name="Brightwater Instruments GmbH")
    contract = scenes.to_review(make_person("pierre"))

    before = page(client, "maya", contract)
    values = {"customer_name": "Brightwater Instruments GmbH"}
    contract = actions.correct_contract(contract, by=make_person("maya"), at=NOON, values=values)
    after = page(client, "maya", contract)

    assert TITLE in before
    assert ORCHARD in before
    assert TITLE in after
    assert ORCHARD in after
    assert "does not change what the document says" in after


@pytest.mark.django_db
def test_to_confirm_such_terms_is_asked_about_and_names_the_doubt(client: Client) -> None:
    make_people("maya", "pierre")
    Company.objects.create(name="Brightwater Instruments GmbH")

    html = page(client, "maya", scenes.to_review(make_person("pierre")))

    dialog = html[html.index('id="confirm-terms"') :]
    assert "Confirm the terms of a document that is not about our company?" in dialog
    assert ORCHARD in dialog[: dialog.index("</dialog>")]
    assert "Confirm all the same" in dialog


@pytest.mark.django_db
def test_approvers_are_told_on_the_page_on_which_they_decide(client: Client) -> None:
    make_people("abel", "dora", "maya")
    Company.objects.create(name="Brightwater Instruments GmbH")
    contract = scenes.in_approval(make_person("pierre"), make_person("maya"))

    for name in ("contract", "people"):
        html = page(client, "abel", contract, name)
        assert TITLE in html, name
        assert ORCHARD in html, name


@pytest.mark.django_db
def test_a_customer_that_was_read_wrongly_is_dropped_and_the_text_decides(client: Client) -> None:
    maya, pierre = make_people("maya", "pierre")
    Company.objects.create(name="Brightwell Consulting Ltd", also_known_as=["Alder Group"])
    contract = scenes.to_review(pierre)
    Term.objects.filter(contract=contract, field__in=["payee", "party"]).delete()
    payer = Term.objects.get(contract=contract, field="payer")

    read_wrongly = other_customer(contract)
    html = page(client, "maya", contract, "contract")
    client.post(reverse("contracts:drop", args=[contract.pk, payer.pk]))

    assert read_wrongly == "Alder Foods Ltd"
    assert TITLE in html
    assert other_customer(contract) == ""
    TextLayer.objects.filter(version__document=contract.document).update(text="Nobody of ours")
    assert SILENT in page(client, "maya", contract)
    assert str(maya) in Term.objects.get(pk=payer.pk).verified_by.get_full_name()


def out_with_signers(contract: Contract) -> Envelope:
    Contract.objects.filter(pk=contract.pk).update(state=State.APPROVED)
    make_mark(make_person("sam"), categories=[], limit=None)
    facts: dict[str, Any] = {"case_id": contract.pk, "at": NOON, "contract_id": contract.pk, "number": contract.number}
    reactions.prepare_envelope(events.ContractApproved(**facts))
    return Envelope.objects.get(contract=contract)


@pytest.mark.django_db
def test_whether_a_signers_party_is_named_is_kept_and_said_before_anything_is_sent(client: Client) -> None:
    maya, pierre = make_people("maya", "pierre")
    Company.objects.create(name="Brightwater Instruments GmbH")
    contract = actions.confirm_terms(scenes.converted(pierre), by=maya, at=NOON)
    values = {"counterparty_name": "Elsewhere Ltd", "customer_name": "Brightwater Instruments GmbH"}
    vendor = Vendor.objects.create(name="Elsewhere Ltd")
    Contract.objects.filter(pk=contract.pk).update(vendor=vendor, **values)

    envelope = out_with_signers(contract)

    ours, theirs = envelope.recipients.order_by("order")
    assert (ours.party_is_named, theirs.party_is_named) == (False, False)
    html = page(client, "maya", Contract.objects.get(pk=contract.pk), "people")
    assert "The document does not name Elsewhere Ltd, for which" in html
    assert "The document does not name Brightwater Instruments GmbH, for which Sam Whitfield signs." in html
    doubts = doubts_about(Contract.objects.get(pk=contract.pk), envelope, on=NOON.date())
    assert doubts[0] == "The document names another company as customer: Alder Foods Ltd."
    assert any(one.startswith("The document does not name Elsewhere Ltd") for one in doubts)


@pytest.mark.skipif(not DATA.exists(), reason="the sample contracts are not here")
def test_no_sample_draft_is_doubted_by_its_own_customer_and_every_one_by_anybody_elses() -> None:
    lines = (DATA / "terms.jsonl").read_text().splitlines()
    truth = {case["id"]: case for case in map(json.loads, lines)}
    drafts = sorted(path.stem for path in (DATA / "drafts").glob("*.docx"))
    named = {}
    for stem in drafts:
        text = (DATA / "texts" / f"{stem}.txt").read_text()
        reading = contract_reader().read(text, [PageSpan(1, 0, len(text))])
        quotes = [party.evidence.quote for party in reading.parties]
        named[stem] = {
            other: names_company(text, [truth[other]["payer"]])
            and any(is_same_company(quote, truth[other]["payer"]) for quote in quotes)
            for other in drafts
        }

    assert len(drafts) >= 7
    assert named == {stem: {other: other == stem for other in drafts} for stem in drafts}
