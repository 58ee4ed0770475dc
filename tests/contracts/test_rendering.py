"""A conversion is accounted for: its certificate says what became of every word, and a person stands behind it."""

import io
import json
from decimal import Decimal
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse

from contracts import actions
from contracts.models import Contract, State, Term
from documents.exporting import export_case
from documents.models import Origin, Version
from flowmono.common.refusals import Conflict, NotAllowed
from flowmono.ledger.models import Entry
from tests.contracts import scenes
from tests.people import NOON, make_person

pytestmark = pytest.mark.django_db


def conversion_of(contract: Contract) -> Version:
    return contract.document.newest(Origin.CONVERTED)


def test_a_duty_says_its_period_or_amount_above_its_sentence(client: Client) -> None:
    contract = scenes.to_review(make_person("pierre"))
    told = "Either party may end this agreement by sixty days' written notice to the other."
    facts = {"contract": contract, "field": "obligation", "value": told, "quote": told}
    Term.objects.create(**facts, label="Termination notice", due_value="P60D", position=90)
    Term.objects.create(**facts, label="Liability cap", amount=Decimal("50000.00"), currency="EUR", position=91)
    client.force_login(make_person("pierre"))

    html = " ".join(client.get(contract.get_absolute_url()).content.decode().split())

    assert '<p class="strong">60 days</p>' in html
    assert "50,000.00" in html


def lose_words(contract: Contract) -> None:
    """As if the conversion had not shown a word of the draft."""
    version = conversion_of(contract)
    missing = [{"word": "not", "before": "the fee is", "after": "refundable", "page": 1}]
    version.certificate = {**version.certificate, "words_lost": 1, "missing": missing}
    version.save()


def test_the_certificate_counts_the_words_of_the_draft_and_of_the_pdf() -> None:
    contract = scenes.converted(make_person("pierre"))

    paper = conversion_of(contract).certificate

    words = sum(len(line.split()) for line in scenes.TEXT)
    assert (paper["words_in"], paper["words_out"], paper["words_lost"], paper["missing"]) == (words, words, 0, [])
    assert paper["result_sha256"] == conversion_of(contract).sha256
    assert paper["source_sha256"] == contract.document.newest(Origin.UPLOADED).sha256
    assert paper["form"] == "PDF/A-2b"
    assert paper["shaper"].startswith("HarfBuzz ")
    assert paper["notices"] == []


def test_who_works_on_the_draft_accepts_the_rendering_once(client: Client) -> None:
    pierre = make_person("pierre")
    contract = scenes.converted(pierre)
    client.force_login(pierre)
    address = reverse("contracts:accept_rendering", args=[contract.pk])

    client.post(address)
    client.post(address)

    version = conversion_of(contract)
    assert (version.accepted_by, version.accepted_at is not None) == (pierre, True)
    assert Entry.objects.filter(case_id=contract.pk, kind="rendering.accepted").count() == 1
    page = client.get(contract.get_absolute_url()).content.decode()
    assert f"All {version.certificate['words_in']:,} words of the draft are in the PDF" in page
    assert "compared it and found it right" in page
    assert address not in page


def test_somebody_else_does_not_accept_it() -> None:
    contract = scenes.converted(make_person("pierre"))

    with pytest.raises(NotAllowed):
        actions.accept_rendering(contract, by=make_person("olu"), at=NOON)

    assert conversion_of(contract).accepted_at is None


def test_a_draft_with_missing_words_is_submitted_only_when_somebody_accepted_the_rendering(client: Client) -> None:
    pierre = make_person("pierre")
    make_person("abel"), make_person("dora")
    scenes.approval_rule()
    contract = scenes.ready(pierre, make_person("lena"))
    lose_words(contract)
    client.force_login(pierre)
    assert "1 word of the draft was not found in the PDF" in client.get(contract.get_absolute_url()).content.decode()

    with pytest.raises(Conflict, match="1 word of the draft was not found"):
        actions.submit(contract, by=pierre, at=NOON)
    assert Contract.objects.get(pk=contract.pk).state == State.READY

    actions.accept_rendering(contract, by=pierre, at=NOON)
    actions.submit(contract, by=pierre, at=NOON)
    assert Contract.objects.get(pk=contract.pk).state == State.IN_APPROVAL


def test_the_certificate_is_in_the_exported_case_with_who_accepted() -> None:
    pierre = make_person("pierre")
    contract = scenes.converted(pierre)
    actions.accept_rendering(contract, by=pierre, at=NOON)
    out = io.BytesIO()

    export_case(contract.pk, out, title="CT", by="Aud", at=NOON)

    (told,) = json.loads(ZipFile(out).read("conversions.json"))
    assert told["sha256"] == conversion_of(contract).sha256
    assert told["certificate"]["words_lost"] == 0
    assert told["accepted_by"] == str(pierre)
    assert told["accepted_at"] == NOON.isoformat()
