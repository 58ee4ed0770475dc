"""A draft that takes more than a conversion may use is sent back in words, and the next one is converted."""

import pytest
from django.test import Client
from django.urls import reverse

from contracts import actions, reactions
from contracts.models import Contract, State
from documents.converter.sandbox import TOO_HEAVY
from flowmono import events
from tests.contracts import scenes
from tests.documents.converter.drafts import docx
from tests.people import NOON, make_person

pytestmark = pytest.mark.django_db


def test_a_draft_that_needs_too_much_memory_is_sent_back_in_words_and_the_next_is_converted(client: Client) -> None:
    pierre = make_person("pierre")
    greedy = docx("<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 900_000)
    contract = actions.upload_draft(by=pierre, at=NOON, data=greedy, filename="greedy.docx")

    reactions.convert_draft(
        events.ContractDrafted(
            case_id=contract.pk,
            at=NOON,
            contract_id=contract.pk,
            number=contract.number,
            document_id=contract.document_id,
        )
    )
    client.force_login(pierre)
    page = client.get(reverse("contracts:contract", args=[contract.pk])).content.decode()
    following = scenes.converted(pierre)

    assert Contract.objects.get(pk=contract.pk).state == State.REFUSED
    assert str(TOO_HEAVY) in page
    assert contract.document.versions.count() == 1
    assert following.state == State.REVIEW
