"""A step that refuses what it is given gets better values from a person; what was announced stays on record."""

import dataclasses
import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from documents.models import Document
from flowmono import events
from flowmono.accounts.models import AccessToken
from flowmono.common.refusals import Conflict, Invalid, NotAllowed
from flowmono.ledger.models import Entry
from flowmono.ledger.verification import find_breaks
from flowmono.outbox import actions
from flowmono.outbox.causation import lines_of, tree_of
from flowmono.outbox.correcting import changes_between, correct_values, slots_of
from flowmono.outbox.delivering import deliver
from flowmono.outbox.models import Correction, Delivery, DeliveryState, RecordedEvent
from flowmono.outbox.routing import subscribe, unsubscribe
from tests.people import NOON, make_person

CLERKS_REASON = "The order says euro; the letter had a slip of the pen."


@dataclasses.dataclass(frozen=True, kw_only=True)
class FeeAgreed(events.Event):
    """A test's own event."""

    document_id: UUID
    currency: str
    fee: Decimal
    due_on: date | None
    urgent: bool
    days: int


del events.REGISTRY["FeeAgreed"]


def book_fee(event: FeeAgreed) -> None:
    if event.currency != "EUR":
        raise Conflict(f"There is no exchange rate for {event.currency}.", code="rate_missing")
    Document(case_key=event.case_id, title=f"{event.fee} {event.currency} in {event.days} days", kind="fee").save()


@pytest.fixture(autouse=True)
def fees() -> Iterator[None]:
    events.REGISTRY["FeeAgreed"] = FeeAgreed
    subscribe(FeeAgreed, book_fee)
    yield
    unsubscribe(FeeAgreed, book_fee)
    del events.REGISTRY["FeeAgreed"]


def agree(currency: str = "EUX") -> Delivery:
    """An agreed fee whose step refused it."""
    document = Document(case_key=uuid4(), title="Letter of engagement", kind="test")
    facts = {"document_id": document.pk, "currency": currency, "fee": Decimal("1200.50")}
    document.announce(FeeAgreed(case_id=document.case_key, at=NOON, due_on=None, urgent=False, days=30, **facts))
    document.save()
    delivery = Delivery.objects.get()
    deliver(delivery.pk)
    delivery.refresh_from_db()
    return delivery


def typed(**values: Any) -> dict[str, Any]:
    """What a browser sends: the values as they stand, but for these."""
    now = {"currency": "EUX", "fee": "1200.50", "due_on": "", "urgent": "False", "days": "30", **values}
    return {**{f"value_{name}": value for name, value in now.items()}, "reason": CLERKS_REASON, "seen": "0"}


# --- the rules, without a database ----------------------------------------------------------------------------------


def test_values_may_be_corrected_and_what_an_event_is_about_may_not() -> None:
    assert {slot.name: slot.fixed for slot in slots_of(FeeAgreed)} == {
        "case_id": True,
        "at": True,
        "document_id": True,
        "currency": False,
        "fee": False,
        "due_on": False,
        "urgent": False,
        "days": False,
    }


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ({"currency": 7}, "Currency is of another kind"),
        ({"fee": 1200.5}, "Fee is of another kind"),
        ({"days": True}, "Days is of another kind"),
        ({"days": None}, "Days is of another kind"),
        ({"due_on": datetime(2027, 3, 1)}, "Due on is of another kind"),
        ({"document_id": UUID(int=1)}, "document_id cannot be corrected"),
        ({"case_id": UUID(int=1)}, "case_id cannot be corrected"),
        ({"colour": "red"}, "colour cannot be corrected"),
    ],
)
def test_a_value_of_another_kind_is_refused_by_name(wanted: dict[str, Any], words: str) -> None:
    facts = {"document_id": UUID(int=1), "currency": "EUX", "fee": Decimal(1), "due_on": None}
    plain = FeeAgreed(case_id=UUID(int=2), at=NOON, urgent=False, days=30, **facts).to_plain()

    with pytest.raises(ValueError, match=words):
        correct_values(FeeAgreed, plain, wanted)


def test_every_event_of_the_product_can_be_read_for_correction() -> None:
    kinds = {slot.kind for event_class in events.REGISTRY.values() for slot in slots_of(event_class)}

    assert kinds == {UUID, datetime, date, Decimal, str, int, bool}


def test_a_change_is_what_differs() -> None:
    assert changes_between({"a": 1, "b": 2}, {"a": 1, "b": 3, "c": 4}) == {"b": [2, 3], "c": [None, 4]}


# --- the story ------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("committed")
def test_a_refused_step_is_done_with_the_corrected_values_and_everything_says_who_and_why(client: Client) -> None:
    maya = make_person("maya")
    delivery = agree()
    assert (delivery.state, delivery.error) == (DeliveryState.INCIDENT, "There is no exchange rate for EUX.")
    client.force_login(maya)
    page = client.get(reverse("outbox:correct", args=[delivery.pk])).text
    assert "There is no exchange rate for EUX." in page
    assert 'value="1200.50"' in page

    answer = client.post(
        reverse("outbox:correct", args=[delivery.pk]), typed(currency="EUR", due_on="2027-04-01", days="14")
    )
    assert deliver(delivery.pk) is True

    assert answer["Location"] == reverse("outbox:delivery", args=[delivery.pk])
    assert Document.objects.get(kind="fee").title == "1200.50 EUR in 14 days"
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.DONE
    recorded = RecordedEvent.objects.get()
    assert (recorded.values["currency"], recorded.values["days"]) == ("EUX", 30)
    correction = Correction.objects.get()
    changes = {"currency": ["EUX", "EUR"], "due_on": [None, "2027-04-01"], "days": [30, 14]}
    assert (correction.by, correction.reason, correction.changes) == (maya, CLERKS_REASON, changes)
    entry = Entry.objects.get(kind="delivery.corrected")
    assert (entry.facts["changes"], entry.facts["by"]) == (changes, "person:Maya Okafor")
    assert list(find_breaks(Entry.objects.order_by("case_id", "number"))) == []
    assert list(lines_of(tree_of(recorded.case_id)))[1] == "  → book fee  (corrected by Maya Okafor)"
    page = client.get(reverse("outbox:delivery", args=[delivery.pk])).text
    assert "corrected; it was announced as EUX" in page
    assert "Maya Okafor corrected Currency: EUX → EUR; Due on: nothing → 2027-04-01; Days: 30 → 14" in page


@pytest.mark.usefixtures("committed")
def test_a_correction_that_does_not_help_is_corrected_again_and_both_are_kept() -> None:
    maya = make_person("maya")
    delivery = agree()

    actions.correct(delivery, by=maya, at=NOON, values={"currency": "CHF"}, reason="As the letter says.")
    deliver(delivery.pk)
    actions.correct(delivery, by=maya, at=NOON, values={"currency": "EUR"}, reason="As the order says.")
    deliver(delivery.pk)

    changes = [correction.changes for correction in Correction.objects.all()]
    assert changes == [{"currency": ["EUX", "CHF"]}, {"currency": ["CHF", "EUR"]}]
    assert Delivery.objects.get().state == DeliveryState.DONE


@pytest.mark.usefixtures("committed")
def test_what_is_done_or_skipped_is_not_corrected_any_more(client: Client) -> None:
    maya = make_person("maya")
    delivery = agree("EUR")
    assert delivery.state == DeliveryState.DONE
    client.force_login(maya)

    with pytest.raises(Conflict, match="already done"):
        actions.correct(delivery, by=maya, at=NOON, values={"days": 14}, reason="Sooner.")
    answer = client.post(reverse("outbox:correct", args=[delivery.pk]), typed(days="14"))

    assert answer.status_code == 409
    assert not Correction.objects.exists()
    assert Delivery.objects.get().corrected_values is None


@pytest.mark.usefixtures("committed")
def test_two_people_do_not_correct_over_each_other() -> None:
    maya, ada = make_person("maya"), make_person("ada")
    delivery = agree()
    actions.correct(delivery, by=maya, at=NOON, values={"currency": "CHF"}, reason="As the letter says.", seen=0)

    with pytest.raises(Conflict, match="Somebody else corrected this"):
        actions.correct(delivery, by=ada, at=NOON, values={"currency": "EUR"}, reason="As the order says.", seen=0)

    assert Correction.objects.get().by == maya


@pytest.mark.usefixtures("committed")
def test_a_correction_is_kept_as_it_was_written() -> None:
    delivery = agree()
    actions.correct(delivery, by=make_person("maya"), at=NOON, values={"currency": "EUR"}, reason="As the order says.")

    for change in (
        "update outbox_correction set reason = 'Another.'",
        "delete from outbox_correction",
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)

    assert Correction.objects.get().reason == "As the order says."


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"fee": "about 1,200"}, "Enter a number."),
        ({"days": "a month"}, "Enter a whole number."),
        ({"due_on": "31 February"}, "Enter a valid date."),
        ({"currency": "euro"}, "Write the currency as three capital letters, such as EUR."),
        ({"currency": ""}, "This is still empty. Fill it in."),
        ({"urgent": "perhaps"}, "Select a valid choice."),
        ({}, "Nothing is different."),
    ],
)
def test_a_wrong_value_is_told_beside_its_field_and_changes_nothing(
    values: dict[str, Any], words: str, client: Client
) -> None:
    client.force_login(make_person("maya"))
    delivery = agree()

    answer = client.post(reverse("outbox:correct", args=[delivery.pk]), typed(**values))

    assert answer.status_code == 422
    assert words in answer.text
    assert CLERKS_REASON.split(";")[0] in answer.text
    assert_untouched(delivery)


@pytest.mark.django_db
def test_a_correction_needs_a_reason(client: Client) -> None:
    maya = make_person("maya")
    client.force_login(maya)
    delivery = agree()

    answer = client.post(reverse("outbox:correct", args=[delivery.pk]), {**typed(currency="EUR"), "reason": " "})
    with pytest.raises(Invalid) as refusal:
        actions.correct(delivery, by=maya, at=NOON, values={"currency": "EUR"}, reason="  ")

    assert (answer.status_code, refusal.value.field) == (422, "reason")
    assert_untouched(delivery)


def assert_untouched(delivery: Delivery) -> None:
    delivery.refresh_from_db()
    assert (delivery.state, delivery.corrected_values) == (DeliveryState.INCIDENT, None)
    assert not Correction.objects.exists()
    assert not Entry.objects.filter(kind="delivery.corrected").exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("key", "sees", "corrects"),
    [
        ("maya", 200, 302),
        ("ada", 200, 302),
        ("fay", 200, 403),
        ("aud", 200, 403),
        *((key, 403, 403) for key in ("pierre", "abel", "lena", "vera", "olu")),
    ],
)
def test_who_runs_the_desk_corrects_and_nobody_else(key: str, sees: int, corrects: int, client: Client) -> None:
    person = make_person(key)
    client.force_login(person)
    delivery = agree()

    seen = client.get(reverse("outbox:delivery", args=[delivery.pk])).status_code
    corrected = client.post(reverse("outbox:correct", args=[delivery.pk]), typed(currency="EUR")).status_code

    assert (seen, corrected) == (sees, corrects)
    if corrects == 403:
        assert_untouched(delivery)
        with pytest.raises(NotAllowed):
            actions.correct(delivery, by=person, at=NOON, values={"currency": "EUR"}, reason="Mine.")


@pytest.mark.django_db
def test_one_delivery_costs_the_same_however_many_corrections_it_has(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    maya = make_person("maya")
    client.force_login(maya)
    delivery = agree()
    for number in range(12):
        actions.correct(delivery, by=maya, at=NOON, values={"days": number}, reason="Sooner.")

    with django_assert_max_num_queries(10 + 2):
        page = client.get(reverse("outbox:delivery", args=[delivery.pk])).text

    assert "Letter of engagement" in page


# --- the same by the other door -------------------------------------------------------------------------------------


def program_of(key: str, *scopes: str) -> Client:
    facts = {"name": "ERP", "scopes": list(scopes), "at": NOON - timedelta(days=1)}
    secret = AccessToken.issue(owner=make_person(key), **facts)[1]
    return Client(headers={"authorization": f"Bearer {secret}"})


def send(client: Client, delivery: Delivery, verb: str, body: dict[str, Any]) -> Any:
    address = f"/api/v1/deliveries/{delivery.pk}/{verb}/"
    return client.post(address, json.dumps(body), content_type="application/json")


@pytest.mark.usefixtures("committed")
def test_a_program_corrects_what_it_names_and_reads_who_did_what() -> None:
    client = program_of("maya", "deliveries:read", "deliveries:write")
    delivery = agree()

    answer = send(client, delivery, "correct", {"values": {"currency": "EUR"}, "reason": "As the order says."})
    deliver(delivery.pk)

    assert answer.status_code == 200
    body = client.get(f"/api/v1/deliveries/{delivery.pk}/").json()
    assert (body["state"], body["values"]["currency"], body["announced"]["currency"]) == ("done", "EUR", "EUX")
    (kept,) = body["corrections"]
    assert (kept["by"], kept["changes"]) == ("maya@example.com", {"currency": ["EUX", "EUR"]})
    assert client.get("/api/v1/deliveries/?state=done").json()["count"] == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"fee": "about 1,200"}, "fee"),
        ({"currency": None}, "currency"),
        ({"case_id": str(UUID(int=3))}, "case_id"),
        ({"document_id": str(UUID(int=3))}, "document_id"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_program_is_told_which_value_is_wrong(values: dict[str, Any], field: str) -> None:
    client = program_of("maya", "deliveries:write")
    delivery = agree()

    answer = send(client, delivery, "correct", {"values": values, "reason": "As the order says."})

    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == [field]
    assert_untouched(delivery)


@pytest.mark.django_db
@pytest.mark.parametrize("verb", ["retry", "skip", "correct"])
@pytest.mark.parametrize(("key", "code"), [("maya", 200), ("ada", 200), ("fay", 403), ("aud", 403), ("olu", 403)])
def test_a_program_may_at_the_desk_what_its_owner_may(verb: str, key: str, code: int) -> None:
    client = program_of(key, "deliveries:write")
    delivery = agree()

    because = {"reason": "As the order says."}
    body = {"retry": {}, "skip": because, "correct": {**because, "values": {"currency": "EUR"}}}[verb]

    answer = send(client, delivery, verb, body)

    assert answer.status_code == code
    if code == 403:
        assert_untouched(delivery)


@pytest.mark.django_db
def test_deliveries_are_no_business_of_a_program_without_the_scope_or_the_role() -> None:
    agree()

    assert program_of("maya", "contracts:read").get("/api/v1/deliveries/").status_code == 403
    assert program_of("pierre", "deliveries:read").get("/api/v1/deliveries/").status_code == 403
    assert program_of("aud", "deliveries:read").get("/api/v1/deliveries/").json()["count"] == 1
