"""The remote reader: sent only what the settings say, believed only what the document says, and logged each time."""

import hashlib
import json
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from contracts import actions
from contracts.models import Contract, ReadingState, SecondReading, State, Term, TermState
from flowmono.common.refusals import Conflict, NotAllowed
from flowmono.ledger.models import Entry
from flowmono.outbox.delivering import drain
from flowmono.outbox.models import RecordedEvent
from tests.contracts.remote.model_server import Model, serving
from tests.contracts.remote.scenes import CATEGORY, HONEST, allow, kinds, reader_at
from tests.contracts.scenes import TEXT, to_review
from tests.people import NOON, make_people, make_person

pytestmark = [pytest.mark.threats, pytest.mark.django_db]


def asked(model: Model, *, by: str = "maya", **facts: Any) -> SecondReading:
    """The whole way of one second reading on request: asked, sent by the worker, compared."""
    reader_at(model, **facts)
    allow("on_request")
    contract = to_review(make_person("pierre"))
    actions.ask_second_reading(contract, by=make_person(by), at=NOON)
    drain()
    return SecondReading.objects.get()


def term(field: str) -> Term:
    found: Term = Term.objects.live().get(field=field)
    return found


def test_while_it_is_off_nothing_is_sent_and_nothing_of_it_shows(client: Client) -> None:
    maya, pierre = make_people("maya", "pierre")
    with serving() as model:
        reader_at(model, active=False)
        allow("always")
        contract = to_review(pierre)
        drain()
        client.force_login(maya)
        page = client.get(contract.get_absolute_url()).content.decode()
        with pytest.raises(Conflict, match="switched off"):
            actions.ask_second_reading(contract, by=maya, at=NOON)

    assert model.got == []
    assert SecondReading.objects.count() == 0
    assert "Second reading" not in page
    assert "remote reader" not in page


@pytest.mark.parametrize("category", [CATEGORY, "NDA"])
def test_a_category_sends_nothing_until_two_people_say_otherwise(client: Client, category: str) -> None:
    maya, pierre = make_people("maya", "pierre")
    allow("always", "NDA" if category == CATEGORY else CATEGORY)
    allow("never", category)
    with serving() as model:
        reader_at(model)
        contract = to_review(pierre)
        Contract.objects.filter(pk=contract.pk).update(category=category)
        SecondReading.objects.all().delete()
        model.got.clear()
        with pytest.raises(Conflict, match="never sent"):
            actions.ask_second_reading(contract, by=maya, at=NOON)
        client.force_login(maya)
        page = client.get(contract.get_absolute_url()).content.decode()
        drain()

    assert model.got == []
    assert "Ask the remote reader" not in page


def test_on_request_it_is_sent_when_somebody_asks_and_the_use_is_logged() -> None:
    with serving(says=HONEST) as model:
        reading = asked(model)

    text = "\n".join(TEXT)
    path, headers, body = model.got[0]
    assert (len(model.got), path, headers["authorization"]) == (
        1,
        "/v1/chat/completions",
        "Bearer sk-very-secret-7f3a",
    )
    assert model.texts == [text]
    assert "tools" not in body
    assert body["response_format"]["type"] == "json_schema"
    assert (reading.state, reading.outcome, reading.sent) == (ReadingState.READ, "read", True)
    assert (str(reading.asked_by), reading.category, reading.characters) == ("Maya Okafor", CATEGORY, len(text))
    assert reading.text_sha256 == hashlib.sha256(text.encode()).hexdigest()
    assert (reading.tokens_in, reading.tokens_out, reading.cost) == (1000, 200, Decimal("0.0045"))
    assert reading.milliseconds is not None
    # The ledger tells both: what was to be sent, before anything was, and what came of it.
    told = {entry.kind: json.loads(entry.body) for entry in Entry.objects.filter(case_id=reading.contract_id)}
    assert told["SecondReadingAsked"]["event"]["text_sha256"] == reading.text_sha256
    assert "Maya Okafor" in told["SecondReadingAsked"]["by"]
    assert told["SecondReadingEnded"]["event"]["outcome"] == "read"


def test_a_reading_that_says_the_same_makes_nothing_surer() -> None:
    with serving(says=HONEST) as model:
        reader_at(model)
        allow("on_request")
        contract = to_review(make_person("pierre"))
        before = {one.field: one.confidence for one in contract.terms.live()}
        actions.ask_second_reading(contract, by=make_person("maya"), at=NOON)
        drain()

    after = {one.field: one.confidence for one in contract.terms.live()}
    assert set(kinds(SecondReading.objects.get())) == {"agrees"}
    assert after == before


def test_what_it_contests_is_looked_at_twice_and_keeps_its_value(client: Client) -> None:
    lied = [("ends_on", "2027-04-01", "provide the services described in this Agreement from 1 April 2027")]
    with serving(says=lied) as model:
        reading = asked(model)

    end = term("ends_on")
    assert kinds(reading) == {"contested": ["ends_on"]}
    assert (end.value, end.state, end.confidence) == ("2028-03-31", TermState.READ, Decimal("0.5"))
    assert end.is_unsure
    client.force_login(make_person("maya"))
    page = client.get(reading.contract.get_absolute_url()).content.decode()
    assert "A second reading was asked from meridian-large" in page
    assert "It says something else" in page
    assert f"?passage={reading.findings[0]['start']}-{reading.findings[0]['end']}#passage" in page


def test_what_a_person_stands_behind_is_not_touched() -> None:
    lied = [("ends_on", "2027-04-01", "from 1 April 2027")]
    with serving(says=lied) as model:
        reader_at(model)
        allow("on_request")
        contract = to_review(make_person("pierre"))
        actions.ask_second_reading(contract, by=make_person("maya"), at=NOON)
        actions.confirm_terms(contract, by=make_person("maya"), at=NOON)
        drain()

    # The terms were confirmed before the worker came to it: nothing was sent any more.
    assert (model.got, SecondReading.objects.get().outcome) == ([], "withdrawn")
    assert term("ends_on").state == TermState.CONFIRMED


def test_what_only_it_found_asks_a_person_and_says_who_read_it() -> None:
    with serving(says=[*HONEST, ("party", "Alder Foods", "between Alder Foods Ltd")]) as model:
        reader_at(model)
        allow("on_request")
        contract = to_review(make_person("pierre"))
        for field in ("governing_law", "payment_terms"):
            Term.objects.live().filter(field=field).delete()
        Contract.objects.filter(pk=contract.pk).update(governing_law="", payment_days=None, payment_from="")
        actions.ask_second_reading(contract, by=make_person("maya"), at=NOON)
        drain()

    law, contract = term("governing_law"), Contract.objects.get()
    assert kinds(SecondReading.objects.get())["added"] == ["payment_terms", "governing_law"]
    assert (law.value, law.model, law.is_unsure) == ("England", "meridian-large", True)
    assert law.quote == "This Agreement is governed by the laws of England."
    assert "\n".join(TEXT)[law.start : law.end] == law.quote
    assert (contract.governing_law, contract.payment_days, contract.payment_from) == ("England", 30, "receipt")


def test_what_a_person_said_is_not_there_is_not_put_there_by_a_model() -> None:
    maya = make_person("maya")
    with serving(says=HONEST) as model:
        reader_at(model)
        allow("on_request")
        contract = to_review(make_person("pierre"))
        actions.ask_second_reading(contract, by=maya, at=NOON)
        actions.drop_term(contract.terms.live().get(field="ends_on"), by=maya, at=NOON)
        drain()

    found = {one["field"]: (one["kind"], one["why"]) for one in SecondReading.objects.get().findings}
    assert found["ends_on"] == ("contested", "denied")
    assert not Term.objects.live().filter(field="ends_on").exists()
    assert Contract.objects.get().ends_on is None


def test_a_price_that_no_term_has_puts_the_schedule_in_doubt() -> None:
    maya = make_person("maya")
    with serving(says=[("payment", "10000", "of which EUR 10,000.00 is payable on 30 April 2027")]) as model:
        reader_at(model)
        allow("on_request")
        contract = to_review(make_person("pierre"))
        actions.drop_term(contract.terms.schedule().get(amount=10_000), by=maya, at=NOON)
        actions.ask_second_reading(contract, by=maya, at=NOON)
        drain()

    # One of two instalments stands; the second reading says so, and orders nothing by itself.
    assert kinds(SecondReading.objects.get()) == {"missed": ["schedule"]}
    schedule = Term.objects.live().filter(field="schedule")
    assert [(one.amount, one.confidence) for one in schedule] == [(Decimal(14_000), Decimal("0.5"))]
    assert not Term.objects.filter(model="meridian-large").exists()


@pytest.mark.parametrize(
    ("claim", "why"),
    [
        (("total", "1.00", "The total fee is EUR 1.00"), "no_quote"),
        (("governing_law", "France", "governed by the laws of France"), "no_quote"),
        (("governing_law", "France", "This Agreement is governed by the laws of England."), "not_said"),
        (("total", "42000.00", "a fixed fee of EUR 24,000.00"), "not_said"),
        (("total", "1e9999", "a fixed fee of EUR 24,000.00"), "not_said"),
        (("total", "NaN", "a fixed fee of EUR 24,000.00"), "not_said"),
        (("ends_on", "2029-03-31", "This Agreement ends on 31 March 2028."), "not_said"),
        (("ends_on", "tomorrow", "This Agreement ends on 31 March 2028."), "not_said"),
        (("payment_terms", "3", "within 30 days of receipt of the invoice"), "not_said"),
        (("payee", "Mallory Holdings", "and Brightwell Consulting Ltd, a company"), "not_said"),
        (("renewal", "yes;5", "at least 60 days before the end of the term"), "not_said"),
        (("currency", "USD", "a fixed fee of EUR 24,000.00"), "not_said"),
        (("title", "  ", "Services Agreement"), "not_said"),
        (("title", "Services Agreement", "   "), "no_quote"),
    ],
)
def test_a_claim_that_the_document_does_not_make_is_not_taken(claim: tuple[str, str, str], why: str) -> None:
    before: dict[str, Any] = {}
    with serving(says=[claim]) as model:
        reader_at(model)
        allow("on_request")
        contract = to_review(make_person("pierre"))
        before = {one.pk: (one.value, one.confidence) for one in contract.terms.live()}
        actions.ask_second_reading(contract, by=make_person("maya"), at=NOON)
        drain()

    reading = SecondReading.objects.get()
    assert [(one["kind"], one["why"], one["quote"]) for one in reading.findings] == [("discarded", why, "")]
    assert {one.pk: (one.value, one.confidence) for one in contract.terms.live()} == before


def test_fields_that_nobody_asked_for_are_not_taken() -> None:
    says = [("bank_account", "DE00", "Services Agreement"), ("approve", "yes", "Services Agreement"), HONEST[0]]
    with serving(says=says) as model:
        reading = asked(model)

    assert [one["field"] for one in reading.findings] == ["title"]


def test_who_may_not_confirm_terms_may_not_have_them_sent_either(client: Client) -> None:
    pierre, aud = make_people("pierre", "aud")
    with serving(says=HONEST) as model:
        reader_at(model)
        allow("on_request")
        contract = to_review(pierre)
        for person in (pierre, aud):
            with pytest.raises(NotAllowed):
                actions.ask_second_reading(contract, by=person, at=NOON)
        drain()

    assert (model.got, SecondReading.objects.count()) == ([], 0)


def test_it_is_asked_once_about_a_draft() -> None:
    with serving(says=HONEST) as model:
        reading = asked(model)
        with pytest.raises(Conflict):
            actions.ask_second_reading(reading.contract, by=make_person("maya"), at=NOON)
        drain()

    assert len(model.got) == 1


def test_a_category_that_always_sends_does_so_by_itself_when_the_category_is_sure() -> None:
    allow("always")
    with serving(says=HONEST) as model:
        reader_at(model)
        contract = to_review(make_person("pierre"))
        sure = contract.category_confidence
        drain()

    assert sure is not None
    assert sure >= Decimal("0.7")
    reading = SecondReading.objects.get()
    assert (len(model.got), reading.asked_by, reading.state) == (1, None, ReadingState.READ)


def test_what_is_taken_back_before_it_was_sent_is_not_sent() -> None:
    with serving(says=HONEST) as model:
        reader = reader_at(model)
        allow("on_request")
        contract = to_review(make_person("pierre"))
        actions.ask_second_reading(contract, by=make_person("maya"), at=NOON)
        reader.active = False
        reader.save()
        drain()

    reading = SecondReading.objects.get()
    assert (model.got, reading.outcome, reading.sent) == ([], "withdrawn", False)


def test_a_document_longer_than_allowed_stays_here() -> None:
    with serving(says=HONEST) as model:
        reader = reader_at(model)
        type(reader).objects.filter(pk=reader.pk).update(longest=100)
        allow("on_request")
        actions.ask_second_reading(to_review(make_person("pierre")), by=make_person("maya"), at=NOON)
        drain()

    reading = SecondReading.objects.get()
    assert (model.got, reading.state, reading.outcome, reading.sent) == ([], ReadingState.FAILED, "too_much", False)


def deep() -> bytes:
    return b'{"choices":' + b"[" * 200_000


@pytest.mark.parametrize(
    ("facts", "outcome", "detail"),
    [
        ({"status": 500}, "status", "status 500"),
        ({"status": 302, "headers": {"Location": "http://169.254.169.254/latest/meta-data/"}}, "status", "redirect"),
        ({"status": 307, "headers": {"Location": "https://example.com/"}}, "status", "redirect"),
        ({"waits": 4}, "late", "in time"),
        ({"instead": b"x" * 50_000_000}, "long", "longer than"),
        ({"instead": b"<!doctype html><title>Sign in</title>"}, "unusable", "not JSON"),
        ({"instead": b""}, "unusable", "not JSON"),
        ({"instead": b"[]"}, "unusable", "chat model"),
        ({"instead": b'{"choices": []}'}, "unusable", "chat model"),
        ({"instead": b'{"choices": [{"message": 7}]}'}, "unusable", "chat model"),
        ({"instead": deep()}, "unusable", "not JSON"),
        ({"message": {"content": "Sure! Here is the reading:"}}, "unusable", "form"),
        ({"message": {"content": '{"values": [[1, 2]]}'}}, "unusable", "form"),
        ({"message": {"content": '{"values": [{"field": "total", "value": 3, "quote": "x"}]}'}}, "unusable", "form"),
        ({"message": {"content": '{"approve": true}'}}, "unusable", "form"),
        ({"message": {"content": None, "tool_calls": [{"function": {"name": "pay"}}]}}, "unusable", "tools"),
        ({"message": {"refusal": "I cannot read that."}}, "unusable", "declined"),
        ({"finish": "length"}, "unusable", "cut off"),
    ],
)
def test_whatever_goes_wrong_the_first_reading_stands_and_the_use_says_why(
    client: Client, facts: dict[str, Any], outcome: str, detail: str
) -> None:
    with serving(says=HONEST, **facts) as model:
        reader_at(model, seconds=2)
        allow("on_request")
        contract = to_review(make_person("pierre"))
        before = list(contract.terms.live().values_list("field", "value", "confidence", "state"))
        actions.ask_second_reading(contract, by=make_person("maya"), at=NOON)
        drain()

    reading = SecondReading.objects.get()
    assert (reading.state, reading.outcome, len(model.got)) == (ReadingState.FAILED, outcome, 1)
    assert detail in reading.detail
    assert list(contract.terms.live().values_list("field", "value", "confidence", "state")) == before
    ended = RecordedEvent.objects.get(name="SecondReadingEnded")
    assert (ended.values["outcome"], ended.values["sent"]) == (outcome, True)
    client.force_login(make_person("maya"))
    page = client.get(contract.get_absolute_url()).content.decode()
    assert "There is no second reading" in page
    assert "Ask again" in page


@pytest.mark.parametrize(
    "address",
    [
        "https://127.0.0.1/v1",
        "https://169.254.169.254/v1",
        "https://10.0.0.7/v1",
        "https://[::ffff:169.254.169.254]/v1",
        "http://llm.example.com/v1",
        "ftp://llm.example.com/v1",
        "https://user:word@llm.example.com/v1",
    ],
)
def test_without_the_word_of_an_administrator_only_servers_on_the_internet_are_called(address: str) -> None:
    with serving() as model, pytest.raises(ValidationError) as refusal:
        reader_at(model, address=address, own_network=False)

    assert set(refusal.value.message_dict) == {"address"}


@pytest.mark.parametrize("address", ["http://169.254.169.254/v1", "http://[fe80::1]/v1", "http://0.0.0.0/v1"])
def test_even_in_our_own_network_a_links_own_addresses_are_not(address: str) -> None:
    with serving() as model, pytest.raises(ValidationError) as refusal:
        reader_at(model, address=address)

    assert set(refusal.value.message_dict) == {"address"}


def test_a_name_that_leads_elsewhere_afterwards_is_not_called() -> None:
    with serving(says=HONEST) as model:
        reader = reader_at(model, key="")
        allow("on_request")
        contract = to_review(make_person("pierre"))
        # As a name would that was public when it was entered: the flag is off, the address is this machine's.
        type(reader).objects.filter(pk=reader.pk).update(
            own_network=False, address=model.address.replace("127.0.0.1", "localhost").replace("http:", "https:")
        )
        actions.ask_second_reading(contract, by=make_person("maya"), at=NOON)
        drain()

    reading = SecondReading.objects.get()
    assert (model.got, reading.outcome, reading.sent) == ([], "address", False)
    assert "this machine itself" in reading.detail


def test_the_key_works_for_its_address_alone_and_never_comes_back_out(client: Client) -> None:
    with serving(says=HONEST) as model, serving(says=HONEST) as other:
        reader = reader_at(model)
        type(reader).objects.filter(pk=reader.pk).update(address=other.address)
        allow("on_request")
        contract = to_review(make_person("pierre"))
        actions.ask_second_reading(contract, by=make_person("maya"), at=NOON)
        drain()

    assert (model.got, other.got, SecondReading.objects.get().outcome) == ([], [], "no_key")
    reader.refresh_from_db()
    assert "sk-very-secret" not in reader.key
    rows = [*reader.history.values(), *Entry.objects.values(), *RecordedEvent.objects.values()]
    assert "sk-very-secret" not in repr(rows)


def test_a_person_who_corrects_is_the_reader_from_then_on() -> None:
    maya, pierre = make_people("maya", "pierre")
    contract = to_review(pierre)
    read = contract.terms.live().get(field="schedule", amount=Decimal(14_000))
    assert (read.reader, read.verified_by) == ("rules", None)

    actions.correct_term(read, by=maya, at=NOON, values={"amount": Decimal(9_000)})
    actions.correct_contract(contract, by=maya, at=NOON, values={"governing_law": "Scotland"})

    for term in contract.terms.filter(state=TermState.CORRECTED):
        assert (term.reader, term.verified_by, term.verified_at) == ("person", maya, NOON)
        # Who read it before is kept, and measured by the correction; so is the sentence.
        assert (term.model, bool(term.quote)) == ("rules", True)
    assert contract.terms.filter(state=TermState.CORRECTED).count() == 2
    assert contract.state == State.REVIEW
