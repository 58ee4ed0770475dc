"""Who signs for the other party: said with the draft where it is known, and asked for before the approvals at the latest."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from contracts import actions
from contracts.models import Contract, State
from flowmono.common.refusals import Invalid
from tests.contracts import scenes
from tests.people import NOON, make_person

pytestmark = pytest.mark.django_db
WHY = "Said now, it does not wait for the address later"
SAID = {"signer": "Vera Halloran", "signer_email": "vera@brightwell.example"}


def test_who_was_named_with_the_draft_is_kept_when_the_draft_is_read(client: Client) -> None:
    pierre = make_person("pierre")
    client.force_login(pierre)
    assert "Who signs for the other party" in client.get(reverse("contracts:start")).content.decode()

    file = SimpleUploadedFile("services.docx", scenes.word_file())
    client.post(reverse("contracts:start"), {"file": file, **SAID})

    contract = Contract.objects.get()
    assert (contract.counterparty_signer, contract.counterparty_email) == ("Vera Halloran", "vera@brightwell.example")
    scenes.convert_and_read(contract)
    contract.refresh_from_db()
    assert contract.state == State.REVIEW
    assert contract.counterparty_name == "Brightwell Consulting Ltd"
    assert (contract.counterparty_signer, contract.counterparty_email) == ("Vera Halloran", "vera@brightwell.example")


def test_no_address_is_refused_beside_its_field_and_nothing_is_begun(client: Client) -> None:
    client.force_login(make_person("pierre"))
    file = SimpleUploadedFile("services.docx", scenes.word_file())

    answer = client.post(reverse("contracts:start"), {"file": file, "signer_email": "vera at brightwell"})

    assert (answer.status_code, Contract.objects.count()) == (422, 0)
    assert "signer_email" in answer.context["form"].errors


def test_before_the_approvals_begin_the_page_asks_who_signs_and_says_why(client: Client) -> None:
    pierre = make_person("pierre")
    contract = scenes.ready(pierre, make_person("maya"))
    make_person("abel")
    make_person("dora")
    scenes.approval_rule()
    client.force_login(pierre)
    assert WHY in client.get(contract.get_absolute_url()).content.decode()

    refused = client.post(reverse("contracts:submit", args=[contract.pk]), {"signer_email": "vera"}, follow=True)
    assert "This is not a whole e-mail address." in refused.content.decode()
    client.post(reverse("contracts:submit", args=[contract.pk]), SAID)

    contract.refresh_from_db()
    assert (contract.state, contract.counterparty_signer) == (State.IN_APPROVAL, "Vera Halloran")
    assert contract.counterparty_email == "vera@brightwell.example"


def test_whoever_is_known_is_not_asked_for_again(client: Client) -> None:
    pierre = make_person("pierre")
    contract = scenes.ready(pierre, make_person("maya"), **SAID)
    client.force_login(pierre)

    assert WHY not in client.get(contract.get_absolute_url()).content.decode()


def test_left_empty_it_is_submitted_all_the_same() -> None:
    pierre = make_person("pierre")
    contract = scenes.ready(pierre, make_person("maya"))
    make_person("abel")
    make_person("dora")
    scenes.approval_rule()

    assert actions.submit(contract, by=pierre, at=NOON).state == State.IN_APPROVAL


def test_a_program_names_who_signs_with_the_draft(client: Client) -> None:
    pierre = make_person("pierre")
    with pytest.raises(Invalid):
        actions.upload_draft(by=pierre, at=NOON, data=scenes.word_file(), filename="a.docx", signer_email="vera")

    client.force_login(pierre)
    made = client.post("/api/v1/contracts/", {"file": SimpleUploadedFile("services.docx", scenes.word_file()), **SAID})

    assert (made.status_code, made.json()["counterparty_email"]) == (201, "vera@brightwell.example")
    assert Contract.objects.get().counterparty_signer == "Vera Halloran"
