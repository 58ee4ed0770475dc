"""The database ranks and counts everything that waits as the pure rule does, and reads one page of it."""

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from contracts import policies
from contracts.models import Contract
from documents.models import Document
from flowmono.accounts import roles
from flowmono.common.inbox import PAGE, Inbox, needs_you_count, rank, waiting_for
from flowmono.monitoring.models import TrueException
from procurement.models import Requisition
from tests.people import NOON, make_people

pytestmark = pytest.mark.django_db


def raise_exceptions(number: int) -> None:
    """So many exceptions of procurement: some without money, some without days, some as old as others."""
    TrueException.objects.bulk_create(
        TrueException(
            id=uuid.UUID(int=n + 1),
            watch="milestone_late",
            cause=str(n),
            title=f"Exception {n}",
            sentence="It waits.",
            owner_role=roles.PROCUREMENT,
            case_key=uuid.uuid4(),
            url="/",
            amount=None if n % 7 == 0 else Decimal(n * 37 % 1000),
            currency="EUR",
            days=None if n % 5 == 0 else n % 40 - 10,
            raised_at=NOON - timedelta(hours=n * 13 % 200),
            created_at=NOON,
        )
        for n in range(number)
    )


def ask_for(requester, number: int) -> None:
    Requisition.objects.bulk_create(
        Requisition(
            number=f"RQ-{n}",
            requester=requester,
            title=f"Tools {n}",
            need="To work",
            needed_by=None if n % 3 == 0 else NOON.date() + timedelta(days=n - 20),
            currency="EUR",
            estimate=Decimal(n * 91 % 700),
            base_estimate=Decimal(n * 91 % 700),
            state="approved",
            created_at=NOON - timedelta(minutes=n),
        )
        for n in range(number)
    )


def test_the_database_ranks_all_that_waits_as_the_rule_does():
    maya, pierre = make_people("maya", "pierre")
    raise_exceptions(230)
    ask_for(pierre, 120)

    found = waiting_for(maya, NOON)

    assert len(found) == 350
    assert [todo.slug for todo in rank(reversed(found), NOON)[:1]] == [found[0].slug]
    assert sorted(range(350), key=lambda place: _weight(found[place]), reverse=True) == list(range(350))


def _weight(todo) -> tuple[Decimal, float]:
    days = max(todo.days_at_risk, 0)
    return (todo.amount or Decimal(0)) * (10 + days), (NOON - todo.since).total_seconds()


def test_pages_of_the_inbox_are_the_whole_ranking_cut_into_pieces():
    maya, pierre = make_people("maya", "pierre")
    raise_exceptions(120)
    ask_for(pierre, 60)
    inbox = Inbox(maya, NOON)

    pages = [todo.slug for start in range(0, 200, 50) for todo in inbox.part(start, 50)]

    assert pages == [todo.slug for todo in inbox.part()]
    assert len(set(pages)) == 180
    assert inbox.counts() == {"Exception": 120, "Requisition": 60}
    assert needs_you_count(maya) == 180
    assert {todo.kind for todo in Inbox(maya, NOON, kind="Requisition").part()} == {"Requisition"}


@pytest.mark.parametrize("kind", ["", "Requisition", "Nothing"])
@pytest.mark.parametrize("start", [0, 50, 500])
def test_one_look_gives_the_same_counts_and_the_same_part_as_two(kind, start):
    maya, pierre = make_people("maya", "pierre")
    raise_exceptions(120)
    ask_for(pierre, 60)
    inbox = Inbox(maya, NOON, kind=kind)

    assert inbox.counts_and_part(start, 50) == (inbox.counts(), inbox.part(start, 50))


def test_a_page_that_is_not_there_any_more_is_the_last_one():
    (maya,) = make_people("maya")
    browser = Client(headers={"host": "127.0.0.1"})
    browser.force_login(maya)
    raise_exceptions(PAGE + 2)

    answer = browser.get("/?page=9")

    assert answer.context["page_obj"].number == 2
    assert len(answer.context["todos"]) == 2


def test_a_full_inbox_costs_the_statements_of_a_small_one():
    maya, pierre = make_people("maya", "pierre")
    browser = Client(headers={"host": "127.0.0.1"})
    browser.force_login(maya)
    raise_exceptions(3)
    ask_for(pierre, 3)
    browser.get("/")
    with CaptureQueriesContext(connection) as few:
        browser.get("/")
    TrueException.objects.all().delete()
    Requisition.objects.all().delete()
    raise_exceptions(300)
    ask_for(pierre, 300)

    with CaptureQueriesContext(connection) as many:
        answer = browser.get("/")

    assert len(many) <= len(few)
    assert len(answer.context["todos"]) == PAGE
    assert answer.context["total"] == 600
    assert "?page=2" in answer.content.decode()


def test_the_last_page_shows_what_is_left_and_answers_lead_back_to_it():
    (maya,) = make_people("maya")
    browser = Client(headers={"host": "127.0.0.1"})
    browser.force_login(maya)
    raise_exceptions(PAGE + 2)

    answer = browser.get("/?kind=Exception&page=2")

    assert len(answer.context["todos"]) == 2
    assert 'name="next" value="/?kind=Exception&amp;page=2"' in answer.content.decode()


@pytest.mark.parametrize("who", ["maya", "lena", "pierre", "fay", "aud", "olu"])
def test_contracts_wait_for_exactly_those_whom_the_policies_let_act(who):
    person, pierre, maya = make_people(who, "pierre", "maya")
    asked = {
        "choice": policies.can_work_on,
        "refused": policies.can_work_on,
        "review": policies.can_confirm_terms,
        "ready": policies.can_submit,
        "approved": policies.can_send,
    }
    for number, (requester, state) in enumerate(
        (one, state) for one in (pierre, maya) for state in [*asked, "cancelled"]
    ):
        paper = Document(case_key=uuid.uuid4(), title="Paper", kind="contract", created_at=NOON)
        Document.objects.bulk_create([paper])
        contract = Contract(
            number=f"CT-{number}", title="Work", requester=requester, document=paper, state=state, created_at=NOON
        )
        Contract.objects.bulk_create([contract])

    shown = {todo.key for todo in Inbox(person, NOON, names=["contracts"]).part()}

    may = {one.pk for one in Contract.objects.filter(state__in=asked) if asked[one.state](one, person)}
    assert shown == may
