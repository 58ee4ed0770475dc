"""The floor's pages: who may see which, what they do, and how many statements they cost."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from flowmono.accounts import roles
from flowmono.listing.lists import CHUNK
from flowmono.monitoring import actions
from flowmono.monitoring.models import ExceptionState, TrueException
from flowmono.monitoring.registry import Finding
from flowmono.outbox.models import Delivery, DeliveryState, Letter, RecordedEvent
from tests.flowmono.approval_scenes import put_forward, rule_of
from tests.people import NOON, make_people, make_person

pytestmark = pytest.mark.django_db
STAFF = ("maya", "fay", "lena", "aud", "ada", "pierre", "abel", "sam", "olu", "vera")
INSIDE = set(STAFF) - {"olu", "vera"}
# page: who sees it; everybody else gets 403.
PAGES = {
    "inbox": INSIDE,
    "monitoring:exceptions": {"maya", "fay", "lena", "aud", "ada"},
    "monitoring:watches": {"maya", "fay", "lena", "aud", "ada"},
    "monitoring:exception": {"maya", "fay", "lena", "aud", "ada"},
    "outbox:desk": {"maya", "fay", "aud", "ada"},
    "outbox:deliveries": {"maya", "fay", "aud", "ada"},
    "outbox:workflow": {"maya", "fay", "aud", "ada"},
}
SIGNED_IN = 2  # the session and the account
FRAME = 16  # the badge counts what waits for this person, from every app's provider


def raise_one(cause: str = "c-1", owner: str = roles.PROCUREMENT) -> TrueException:
    finding = Finding(
        cause=cause,
        title=f"Milestone {cause} is late",
        sentence="It was due two days ago.",
        owner_role=owner,
        case_id=uuid4(),
        url="/",
        days=2,
        evidence={"vendor": "<b>Halden</b>"},
    )
    return actions.raise_exception("late_milestone", finding, at=NOON)


def owe(number: int = 1, state: str = DeliveryState.INCIDENT, **facts: Any) -> Delivery:
    event = RecordedEvent.objects.create(
        name="ContractSigned",
        case_id=uuid4(),
        at=NOON,
        subject=f"contracts.contract:{number}",
        values={"number": f"CT-{number}"},
        actor_kind="system",
        actor_id="system",
        actor_label="Flowmono",
        chain_id=uuid4(),
    )
    given = {"attempts": 5, "error": "There is no exchange rate.\n\nTraceback: line 3", "started_at": NOON, **facts}
    return Delivery.objects.create(event=event, receiver="procurement.reactions.draft_order", state=state, **given)


def address(page: str) -> str:
    return reverse(page, args=[raise_one().pk]) if page == "monitoring:exception" else reverse(page)


@pytest.mark.parametrize("page", PAGES)
def test_each_page_opens_for_those_it_is_for_and_refuses_everybody_else(page: str, client: Client) -> None:
    url, seen = address(page), {}

    for key in STAFF:
        client.force_login(make_person(key))
        seen[key] = client.get(url).status_code

    assert seen == {key: 200 if key in PAGES[page] else 403 for key in STAFF}


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_is_asked_to_sign_in(page: str, client: Client) -> None:
    answer = client.get(address(page))

    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, reverse("account_login"))


@pytest.mark.parametrize(
    ("key", "code"), [("maya", 302), ("fay", 403), ("lena", 403), ("aud", 403), ("pierre", 403), ("olu", 403)]
)
def test_only_the_owner_and_procurement_answer_an_exception(key: str, code: int, client: Client) -> None:
    client.force_login(make_person(key))
    found = raise_one()

    answer = client.post(reverse("monitoring:dismiss", args=[found.pk]), {"reason": "Agreed by phone."})

    found.refresh_from_db()
    assert (answer.status_code, found.state) == (code, "dismissed" if code == 302 else "open")


@pytest.mark.parametrize("verb", ["retry", "skip"])
@pytest.mark.parametrize(("key", "code"), [("maya", 302), ("ada", 302), ("fay", 403), ("aud", 403), ("olu", 403)])
def test_only_procurement_and_administrators_act_at_the_desk(verb: str, key: str, code: int, client: Client) -> None:
    client.force_login(make_person(key))
    delivery = owe()

    answer = client.post(reverse(f"outbox:{verb}", args=[delivery.pk]), {"reason": "Ordered by hand."})

    delivery.refresh_from_db()
    assert answer.status_code == code
    assert (delivery.state == DeliveryState.INCIDENT) is (code == 403)


def test_changes_come_by_post_only(client: Client) -> None:
    client.force_login(make_person("maya"))
    found, delivery = raise_one(), owe()

    for name, key in [("monitoring:handle", found.pk), ("monitoring:dismiss", found.pk), ("outbox:retry", delivery.pk)]:
        assert client.get(reverse(name, args=[key])).status_code == 405

    found.refresh_from_db()
    assert found.state == ExceptionState.OPEN


def test_what_does_not_exist_is_not_found(client: Client) -> None:
    client.force_login(make_person("maya"))

    assert client.get(reverse("monitoring:exception", args=[uuid4()])).status_code == 404
    assert client.post(reverse("outbox:retry", args=[404])).status_code == 404


def test_an_answer_without_a_reason_is_refused_and_changes_nothing(client: Client) -> None:
    client.force_login(make_person("maya"))
    found, delivery = raise_one(), owe()

    refused = client.post(reverse("monitoring:dismiss", args=[found.pk]), {"reason": " "})
    skipped = client.post(reverse("outbox:skip", args=[delivery.pk]), {"reason": ""})

    found.refresh_from_db()
    delivery.refresh_from_db()
    assert (refused.status_code, skipped.status_code) == (400, 400)
    assert "the watch learns from it" in refused.text
    assert (found.state, delivery.state) == (ExceptionState.OPEN, DeliveryState.INCIDENT)


def test_an_exception_shows_its_evidence_as_text_and_then_who_answered_it(client: Client) -> None:
    client.force_login(make_person("maya"))
    found = raise_one()
    page = client.get(found.get_absolute_url()).text
    assert "&lt;b&gt;Halden&lt;/b&gt;" in page
    assert "Mark as handled" in page

    client.post(reverse("monitoring:handle", args=[found.pk]), {"reason": "Asked the vendor."})

    page = client.get(found.get_absolute_url()).text
    assert "Asked the vendor." in page
    assert "Mark as handled" not in page


def test_the_queue_shows_each_state_and_what_is_mine(client: Client) -> None:
    client.force_login(make_person("maya"))
    mine, theirs, hidden = raise_one("1"), raise_one("2", roles.FINANCE), raise_one("3")
    TrueException.objects.filter(pk=hidden.pk).update(shadow=True)

    def titles(query: str) -> set[str]:
        return {found.title for found in client.get(f"/exceptions/{query}").context["page"]}

    assert titles("") == {mine.title, theirs.title}
    assert titles("?mine=1") == {mine.title}
    assert titles("?state=shadow") == {hidden.title}
    assert titles("?watch=budget") == titles("?state=handled") == set()


def test_the_desk_says_what_failed_in_words_and_lets_it_be_tried_again(client: Client) -> None:
    client.force_login(make_person("maya"))
    owe()
    Letter.objects.create(
        key="l", to="vera@example.com", subject="Order 1", body="", written_at=NOON, next_try_at=NOON, attempts=1
    )

    page = client.get(reverse("outbox:desk")).text

    for words in ("Draft order", "There is no exchange rate.", "tried 5 times", "Try again", "Order 1"):
        assert words in page
    client.force_login(make_person("aud"))
    assert "Try again" not in client.get(reverse("outbox:desk")).text


def test_an_incident_leads_to_the_record_whose_input_is_wrong(client: Client) -> None:
    from contracts.models import Contract
    from documents.models import Document

    pierre, maya = make_people("pierre", "maya")
    paper = Document(case_key=uuid4(), title="Draft", kind="contract")
    paper.save()
    contract = Contract(number="CT-2027-0001", title="Calibration", requester=pierre, document=paper)
    contract.save()
    delivery = owe()
    RecordedEvent.objects.filter(pk=delivery.event_id).update(subject=contract.label)
    client.force_login(maya)

    page = client.get(reverse("outbox:desk")).text

    assert f'href="{contract.get_absolute_url()}"' in page
    assert "Correct the input" in page


def test_the_inbox_holds_what_waits_for_this_person_and_teaches_when_it_is_empty(client: Client) -> None:
    pierre, abel = make_people("pierre", "abel")
    client.force_login(abel)
    assert "Nothing waits for you" in client.get("/").text

    rule_of({"title": "Budget owner", "people": [abel]})
    put_forward(pierre)

    page = client.get("/").text
    assert "PO-2027-0001 Calibration" in page
    assert "Budget owner, asked by Pierre Dubois" in page
    assert [todo.title for todo in client.get("/?kind=Incident").context["todos"]] == []


@pytest.mark.parametrize("page", ["inbox", "monitoring:exceptions", "outbox:desk", "outbox:deliveries"])
def test_a_list_costs_the_same_however_long_it_is(
    page: str, client: Client, django_assert_max_num_queries: Any
) -> None:
    maya, pierre = make_people("maya", "pierre")
    client.force_login(maya)
    rule_of({"people": [maya]})
    costs = []

    for size in (1, 30):
        for number in range(size):
            raise_one(f"{size}-{number}")
            owe(number)
            put_forward(pierre)
        with django_assert_max_num_queries(60) as counted:
            assert client.get(reverse(page)).status_code == 200
        costs.append(len(counted))

    assert costs[1] <= costs[0] + 1
    assert costs[1] <= 6 + SIGNED_IN + FRAME


def test_the_watches_page_counts_in_a_handful_of_statements(client: Client, django_assert_max_num_queries: Any) -> None:
    client.force_login(make_person("aud"))
    for number in range(20):
        raise_one(str(number))

    with django_assert_max_num_queries(6 + SIGNED_IN + FRAME):
        page = client.get(reverse("monitoring:watches"))

    row = next(record for record in page.context["records"] if record.name == "late_milestone")
    assert (row.open, row.precision) == (20, None)


def test_deliveries_are_found_by_step_event_and_state(client: Client) -> None:
    client.force_login(make_person("maya"))
    owe(1)
    owe(2, DeliveryState.DONE, finished_at=timezone.now() - timedelta(hours=1))

    def found(query: str) -> int:
        return len(client.get(f"/orchestration/deliveries/?{query}").context["page"])

    assert [found(""), found("state=incident"), found("event=OrderApproved"), found("q=draft_order")] == [2, 1, 0, 2]
    Delivery.objects.filter(state=DeliveryState.DONE).update(receiver="vendors.reactions.open_workspace")
    assert [found("q=Draft_ORDER"), found("q=reactions"), found("q=draft%25order"), found("q=nowhere")] == [1, 2, 0, 0]


# --- watches that found something about one thing --------------------------------------------------------------------


def raise_two(ending: str = "", owner: str = roles.PROCUREMENT) -> list[TrueException]:
    found = Finding(
        cause="invoice-7",
        title="Too much is billed",
        sentence=f"8,000 more. {ending}".strip(),
        owner_role=owner,
        case_id=uuid4(),
        url="/",
        evidence={},
    )
    other = replace(found, title="It was sent twice", sentence=f"On two days. {ending}".strip())
    made = [
        actions.raise_exception("over_billing", found, at=NOON),
        actions.raise_exception("duplicate", other, at=NOON),
    ]
    return sorted(made, key=lambda one: one.pk)


def test_two_exceptions_of_one_cause_are_one_entry_that_names_both_and_one_answer_handles_both(client: Client) -> None:
    first, second = raise_two()
    client.force_login(make_person("maya"))

    (todo,) = client.get("/").context["todos"]

    assert (todo.title, todo.sentence) == (first.title, f"{first.sentence} Also: {second.title}. {second.sentence}")
    way = todo.ways[0]
    client.post(way.url, {**dict(way.values), "reason": "The vendor withdraws it."})
    assert set(TrueException.objects.values_list("state", "reason")) == {("handled", "The vendor withdraws it.")}


def test_what_two_exceptions_of_one_cause_both_end_with_is_said_once(client: Client) -> None:
    ending = "It went back to the vendor. Look whether it was read rightly."
    first, second = sorted(raise_two(ending), key=lambda one: one.title)
    client.force_login(make_person("maya"))

    (todo,) = client.get("/").context["todos"]

    apart = [one.sentence.removesuffix(f" {ending}") for one in (first, second)]
    assert todo.title in {first.title, second.title}
    assert todo.sentence in {
        f"{apart[0]} Also: {second.title}. {apart[1]} {ending}",
        f"{apart[1]} Also: {first.title}. {apart[0]} {ending}",
    }


def test_an_answer_reaches_no_exception_of_another_cause(client: Client) -> None:
    one, other = raise_one("c-1"), raise_one("c-2")
    client.force_login(make_person("maya"))

    client.post(reverse("monitoring:handle", args=[one.pk]), {"also": str(other.pk), "reason": "Done."})

    assert TrueException.objects.get(pk=other.pk).state == "open"


def owe_many(rows: int) -> None:
    """Deliveries of as many contracts, each with a name to be found."""
    one = owe().event
    events = [
        RecordedEvent(
            name=one.name,
            case_id=one.case_id,
            at=NOON,
            subject=f"contracts.contract:{uuid4()}",
            values={},
            actor_kind="system",
            actor_id="system",
            actor_label="Flowmono",
            chain_id=one.chain_id,
        )
        for _row in range(rows)
    ]
    made = RecordedEvent.objects.bulk_create(events)
    Delivery.objects.bulk_create(
        Delivery(event=event, receiver="procurement.reactions.draft_order", state=DeliveryState.DONE) for event in made
    )


def test_however_many_deliveries_a_csv_has_the_names_of_their_records_are_asked_for_once(client: Client) -> None:
    client.force_login(make_person("ada"))
    taken = []
    for rows in (3, 2 * CHUNK):
        owe_many(rows)
        with CaptureQueriesContext(connection) as asked:
            lines = client.get("/orchestration/deliveries/?format=csv").getvalue().decode().splitlines()
        assert len(lines) == Delivery.objects.count() + 1
        taken.append(len(asked))

    assert taken[0] == taken[1]
