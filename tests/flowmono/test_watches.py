"""The floor's own watches: overdue approvals, stalled deliveries, mail that does not leave."""

from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
import time_machine

from documents.models import Document
from flowmono.accounts import roles
from flowmono.approvals import actions as approving
from flowmono.approvals.overdue import days_late
from flowmono.approvals.waiting import decisions_in
from flowmono.approvals.watches import approval_overdue
from flowmono.common.chain import Case
from flowmono.common.watching import Finding
from flowmono.monitoring.actions import run_watch
from flowmono.monitoring.models import TrueException
from flowmono.monitoring.registry import WATCHES
from flowmono.outbox.models import Delivery, DeliveryState, Letter, RecordedEvent
from flowmono.outbox.watches import is_stalled, stalled_delivery, stuck_letter
from tests.flowmono.approval_scenes import put_forward, rule_of, say
from tests.people import NOON, make_people, make_person

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
CASE = UUID(int=7)


def owe(receiver: str = "vendors.reactions.open_workspace", *, since: datetime = NOON, **facts: object) -> Delivery:
    event = RecordedEvent.objects.create(
        name="ContractSigned",
        case_id=CASE,
        at=since,
        recorded_at=since,
        subject="contracts.contract:7",
        values={},
        actor_kind="system",
        actor_id="system",
        actor_label="Flowmono",
        chain_id=uuid4(),
    )
    return Delivery.objects.create(event=event, receiver=receiver, **facts)


def write(number: int, **facts: object) -> Letter:
    given = {"to": "vera@example.com", "subject": f"Order {number}", "written_at": NOON, "next_try_at": NOON, **facts}
    return Letter.objects.create(key=f"letter-{number}", body="", case_key=CASE, **given)


def findings(found: object) -> list[Finding]:
    return [finding for finding in found if finding is not None]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("due", "at", "days"),
    [
        (NOON, NOON, None),
        (NOON, NOON + MINUTE, 0),
        (NOON, NOON + DAY, 1),
        (NOON, NOON + 3 * DAY - MINUTE, 2),
        (NOON, NOON - DAY, None),
        (None, NOON, None),
    ],
)
def test_a_step_is_late_from_the_moment_after_its_time(due: datetime | None, at: datetime, days: int | None) -> None:
    assert days_late(due, at) == days


@pytest.mark.parametrize(
    ("state", "minutes", "stalled"),
    [
        ("waiting", 15, False),
        ("waiting", 16, True),
        ("incident", 0, True),
        ("waiting", 60 * 24 * 400, True),
        ("done", 600, False),
    ],
)
def test_a_delivery_stalls_after_a_quarter_of_an_hour_whatever_its_age(state: str, minutes: int, stalled: bool) -> None:
    assert is_stalled(state, NOON, NOON + minutes * MINUTE) is stalled


def test_the_floor_registers_its_watches_under_names_that_stay() -> None:
    assert {"approval_overdue", "stalled_delivery", "stuck_letter"} <= set(WATCHES)


@pytest.mark.django_db
def test_an_approval_in_time_is_routine_and_one_past_it_names_money_days_and_people() -> None:
    pierre, abel = make_people("pierre", "abel")
    rule_of({"title": "Budget owner", "people": [abel], "hours": 24})
    request = put_forward(pierre)

    assert list(approval_overdue(NOON + DAY)) == [None]
    (found,) = approval_overdue(NOON + 3 * DAY)

    assert found is not None
    assert (found.amount, found.currency, found.days) == (Decimal("1200.00"), "EUR", 2)
    assert (found.owner_role, found.case_id, found.url) == (roles.PROCUREMENT, request.case, "/orders/1/")
    assert found.sentence == "The step “Budget owner” was due on 2027-03-02 12:00 UTC and waits for Abel Lindqvist."
    assert found.cause == str(request.steps.get().uuid)


@pytest.mark.django_db
def test_who_spoke_in_an_earlier_step_is_not_named_as_waited_for() -> None:
    pierre, abel, dora = make_people("pierre", "abel", "dora")
    rule_of({"people": [abel, dora]}, {"title": "Second", "people": [abel, dora], "hours": 1})
    request = say(put_forward(pierre), abel)

    (found,) = approval_overdue(NOON + 9 * DAY)

    assert found is not None
    assert found.sentence.endswith("and waits for Dora Marchetti.")
    assert decisions_in(Case(request.case, dora, NOON))[request.subject_id].waits_for == "Dora Marchetti"


@pytest.mark.django_db
def test_steps_side_by_side_that_are_late_are_one_exception_whose_money_counts_once() -> None:
    pierre, abel, dora = make_people("pierre", "abel", "dora")
    rule_of(
        {"title": "Legal", "sequence": 1, "people": [abel], "hours": 24},
        {"title": "Budget", "sequence": 1, "people": [dora], "hours": 48},
    )
    request = put_forward(pierre)

    (early,) = findings(approval_overdue(NOON + timedelta(hours=30)))
    (both,) = findings(approval_overdue(NOON + 9 * DAY))
    say(request, abel)
    (left,) = findings(approval_overdue(NOON + 9 * DAY))

    assert (early.evidence["step"], both.evidence["step"], left.evidence["step"]) == (
        "Legal",
        "Legal; Budget",
        "Budget",
    )
    assert both.sentence == (
        "The step “Legal” was due on 2027-03-02 12:00 UTC and waits for Abel Lindqvist. "
        "The step “Budget” was due on 2027-03-03 12:00 UTC and waits for Dora Marchetti."
    )
    assert (both.amount, both.days, both.evidence["waits for"]) == (
        Decimal("1200.00"), 8, "Abel Lindqvist; Dora Marchetti",
    )  # fmt: skip
    assert early.cause == both.cause == left.cause


def overdue_states() -> list[str]:
    return list(
        TrueException.objects.filter(watch="approval_overdue").order_by("raised_at").values_list("state", flat=True)
    )


@pytest.mark.django_db
@pytest.mark.parametrize("verdict", ["yes", "no"])
def test_the_decision_that_was_waited_for_clears_the_exception_at_once(verdict: str) -> None:
    pierre, abel, carl = make_people("pierre", "abel", "carl")
    rule_of({"people": [abel], "hours": 24}, {"people": [carl], "hours": 24})
    request = put_forward(pierre)
    late = NOON + 3 * DAY
    run_watch(WATCHES["approval_overdue"], at=late)
    assert overdue_states() == ["open"]

    say(request, abel, verdict, "As agreed.", at=late + timedelta(hours=1))

    assert overdue_states() == ["cleared"]
    run_watch(WATCHES["approval_overdue"], at=late + 5 * DAY)
    assert overdue_states() == (["cleared", "open"] if verdict == "yes" else ["cleared"])


@pytest.mark.django_db
def test_of_steps_side_by_side_the_last_decision_clears_the_exception_and_a_record_that_is_taken_back_does_too() -> (
    None
):
    pierre, abel, carl = make_people("pierre", "abel", "carl")
    rule_of({"people": [abel], "sequence": 1, "hours": 24}, {"people": [carl], "sequence": 1, "hours": 48})
    document = Document(case_key=uuid4(), title="order", kind="test")
    document.save()
    request = put_forward(pierre, subject=document)
    late = NOON + 3 * DAY
    run_watch(WATCHES["approval_overdue"], at=late)

    say(request, abel, at=late)
    assert overdue_states() == ["open"]
    approving.supersede("order", document, at=late)

    assert overdue_states() == ["cleared"]


@pytest.mark.django_db
def test_a_decided_approval_is_not_looked_at_any_more() -> None:
    pierre, abel = make_people("pierre", "abel")
    rule_of({"people": [abel], "hours": 1})
    say(put_forward(pierre), abel)

    assert list(approval_overdue(NOON + 9 * DAY)) == []


@pytest.mark.django_db
def test_deliveries_stalled_at_one_step_are_one_exception_and_the_rest_is_routine() -> None:
    first = owe(since=NOON)
    owe(since=NOON + MINUTE)
    owe(since=NOON + 20 * MINUTE)
    owe("procurement.reactions.draft_order", state=DeliveryState.DONE)
    owe(state=DeliveryState.SKIPPED, skipped_reason="not wanted")

    looked_at = list(stalled_delivery(NOON + 25 * MINUTE))

    (found,) = findings(looked_at)
    assert (len(looked_at), found.cause) == (3, f"{first.pk}:waiting")
    assert found.sentence == "It has been owed to 2 events for more than 15 minutes. Is a worker running?"
    assert (found.evidence["events"], found.case_id) == (2, CASE)


@pytest.mark.django_db
def test_an_incident_tried_again_and_failed_again_is_a_new_cause() -> None:
    delivery = owe(
        state=DeliveryState.INCIDENT, attempts=5, started_at=NOON, error="RuntimeError: the paper jammed\n\n…"
    )
    (first,) = findings(stalled_delivery(NOON + MINUTE))

    delivery.started_at = NOON + DAY
    delivery.save()
    (second,) = findings(stalled_delivery(NOON + DAY))

    assert first.evidence["error"] == "RuntimeError: the paper jammed"
    assert first.cause != second.cause
    assert first.url.endswith(f"#delivery-{delivery.pk}")


@pytest.mark.django_db
def test_letters_that_do_not_leave_are_one_exception() -> None:
    write(2, error="ConnectionRefusedError: 111", attempts=3)
    write(3)
    write(4, written_at=NOON + 20 * MINUTE)
    write(5, sent_at=NOON)

    with time_machine.travel(NOON + 30 * MINUTE, tick=False):
        early = list(stuck_letter(NOON + 10 * MINUTE))
        looked_at = list(stuck_letter(NOON + 30 * MINUTE))

    (found,) = findings(looked_at)
    assert (len(looked_at), found.title, found.evidence["to"]) == (
        3,
        "2 letters could not be sent",
        "vera@example.com",
    )
    assert early == [None, None, None]


@pytest.mark.django_db
def test_letters_of_a_clock_that_runs_ahead_are_not_late_yet() -> None:
    write(2)

    with time_machine.travel(NOON + 3 * MINUTE, tick=False):
        assert list(stuck_letter(NOON + 30 * DAY)) == [None]


@pytest.mark.django_db
def test_nothing_owed_is_nothing_found() -> None:
    make_person("maya")

    assert list(stalled_delivery(NOON)) == list(stuck_letter(NOON)) == list(approval_overdue(NOON)) == []
