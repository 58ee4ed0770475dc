"""A record goes before the right people, each human being speaks once, and nobody decides about their own."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction

from flowmono.accounts import roles
from flowmono.accounts.models import Absence, User
from flowmono.approvals import actions
from flowmono.approvals.inbox import decisions
from flowmono.approvals.models import RequestState, Rule, Seat, Step, StepState
from flowmono.approvals.reactions import tell_approvers
from flowmono.common.refusals import Conflict, Invalid, NotAllowed, Refused
from flowmono.ledger.models import Entry
from flowmono.outbox.models import Letter, RecordedEvent
from tests.flowmono.approval_scenes import put_forward, rule_of, say
from tests.people import NOON, make_people, make_person

DAY = timedelta(days=1)


def states_of(request: object) -> list[str]:
    return list(Step.objects.filter(request=request).values_list("state", flat=True))


def nothing_was_said(request: object) -> bool:
    return not Seat.objects.filter(request=request).exclude(verdict="").exists()


def second_account_of(person: User) -> User:
    other = User.objects.create_user(email="second@example.com", password=None, person=person.person)
    other.groups.set(person.groups.all())
    return other


@pytest.mark.django_db
def test_steps_open_one_after_the_other_and_the_last_yes_grants() -> None:
    pierre, abel, carl = make_people("pierre", "abel", "carl")
    rule_of({"people": [abel]}, {"people": [carl]})

    request = put_forward(pierre)
    assert (request.state, states_of(request)) == (RequestState.OPEN, [StepState.OPEN, StepState.WAITING])
    with pytest.raises(NotAllowed, match="does not wait for you"):
        say(request, carl)
    request = say(request, abel)
    assert (request.state, states_of(request)) == (RequestState.OPEN, [StepState.DONE, StepState.OPEN])
    request = say(request, carl, at=NOON + DAY)

    assert (request.state, request.closed_at) == (RequestState.GRANTED, NOON + DAY)
    assert states_of(request) == [StepState.DONE, StepState.DONE]


@pytest.mark.django_db
def test_steps_with_one_sequence_run_side_by_side() -> None:
    pierre, abel, carl = make_people("pierre", "abel", "carl")
    rule_of({"people": [abel], "sequence": 1}, {"people": [carl], "sequence": 1})
    request = put_forward(pierre)

    assert states_of(request) == [StepState.OPEN, StepState.OPEN]
    assert say(request, carl).state == RequestState.OPEN
    assert say(request, abel).state == RequestState.GRANTED


@pytest.mark.django_db
@pytest.mark.parametrize(("mode", "after_one"), [("any", RequestState.GRANTED), ("all", RequestState.OPEN)])
def test_any_needs_one_of_them_and_all_needs_each(mode: str, after_one: str) -> None:
    pierre, abel, carl = make_people("pierre", "abel", "carl")
    rule_of({"people": [abel, carl], "mode": mode})
    request = put_forward(pierre)

    request = say(request, abel)

    assert request.state == after_one
    if mode == "all":
        assert say(request, carl).state == RequestState.GRANTED


@pytest.mark.django_db
def test_who_asked_and_who_is_barred_get_no_seat_and_are_refused_by_either_account() -> None:
    maya, abel, dora, carl = make_people("maya", "abel", "dora", "carl")
    also_abel, also_dora = second_account_of(abel), User.objects.create_user(email="d2@example.com", person=dora.person)
    rule_of({"people": [abel, also_abel, dora, also_dora, carl, maya]})

    request = put_forward(abel, barred=[dora])

    assert set(request.seats.values_list("approver__email", flat=True)) == {"carl@example.com", "maya@example.com"}
    for person in (abel, also_abel, dora, also_dora):
        with pytest.raises(NotAllowed, match="somebody else must decide"):
            say(request, person)
    assert nothing_was_said(request)


@pytest.mark.django_db
def test_when_everybody_a_step_names_is_barred_it_says_so_and_routes_nothing() -> None:
    abel = make_person("abel")
    rule_of({"title": "Budget owner", "people": [abel]})

    with pytest.raises(Conflict, match="Nobody is left to decide “Budget owner”"), transaction.atomic():
        put_forward(abel)

    assert not Seat.objects.exists()


@pytest.mark.django_db
def test_without_a_fitting_rule_it_says_who_can_add_one() -> None:
    pierre = make_person("pierre")
    rule = rule_of({"people": [make_person("abel")]})
    Rule.objects.filter(pk=rule.pk).update(active=False)

    with pytest.raises(Conflict, match=r"covers an order of this amount\. An administrator can add one") as refusal:
        put_forward(pierre)

    assert refusal.value.code == "no_rule"


@pytest.mark.django_db
def test_one_human_being_speaks_once_across_steps_and_accounts() -> None:
    pierre, abel, carl, dora = make_people("pierre", "abel", "carl", "dora")
    also_abel = second_account_of(abel)
    rule_of({"people": [abel, carl]}, {"people": [also_abel, dora]})
    request = say(put_forward(pierre), abel)

    with pytest.raises(Conflict, match="already decided here"):
        say(request, also_abel)
    with pytest.raises(IntegrityError), transaction.atomic():  # the database holds it even when code would not
        Seat.objects.filter(request=request, approver=also_abel).update(
            verdict="yes", decided_by=also_abel, decided_person=abel.person, decided_at=NOON
        )

    assert Seat.objects.filter(request=request).exclude(verdict="").count() == 1
    assert say(request, dora).state == RequestState.GRANTED


@pytest.mark.django_db
def test_two_accounts_of_one_human_being_are_one_seat_of_a_step() -> None:
    pierre, abel = make_people("pierre", "abel")
    rule_of({"people": [abel, second_account_of(abel)], "mode": "all"})

    request = put_forward(pierre)

    assert request.seats.count() == 1
    assert say(request, abel).state == RequestState.GRANTED


@pytest.mark.django_db
def test_the_only_one_for_a_later_step_cannot_use_up_their_say_before() -> None:
    pierre, abel, dora = make_people("pierre", "abel", "dora")
    rule_of({"title": "Budget owner", "people": [abel, dora]}, {"title": "Director", "people": [dora]})
    request = put_forward(pierre)

    with pytest.raises(Conflict, match=r"needed at “Director”.*Leave “Budget owner” to one of the others") as refusal:
        say(request, dora)
    assert (refusal.value.code, nothing_was_said(request)) == ("needed_later", True)
    assert list(decisions(dora, NOON)) == []
    assert [todo.title for todo in decisions(abel, NOON)] == ["PO-2027-0001 Calibration"]

    request = say(request, abel)
    assert [todo.action for todo in decisions(dora, NOON)] == ["Review"]
    assert say(request, dora).state == RequestState.GRANTED


@pytest.mark.django_db
def test_three_steps_that_share_people_never_end_with_nobody() -> None:
    pierre, abel, carl, dora = make_people("pierre", "abel", "carl", "dora")
    rule_of({"people": [abel, carl, dora]}, {"people": [abel, carl, dora]}, {"people": [abel, dora]})
    request = say(put_forward(pierre), abel)

    with pytest.raises(Conflict, match="needed at “Step 3”"):
        say(request, dora)

    request = say(request, carl)
    assert say(request, dora).state == RequestState.GRANTED


@pytest.mark.django_db
def test_of_two_open_steps_the_one_that_needs_them_takes_their_say() -> None:
    pierre, abel, dora = make_people("pierre", "abel", "dora")
    rule_of({"people": [abel, dora], "sequence": 1}, {"title": "Director", "people": [dora], "sequence": 1})
    request = put_forward(pierre)

    request = say(request, dora)

    assert request.seats.get(decided_by=dora).step.title == "Director"
    assert say(request, abel).state == RequestState.GRANTED


@pytest.mark.django_db
def test_who_is_kept_for_later_can_still_say_no() -> None:
    pierre, abel, dora = make_people("pierre", "abel", "dora")
    rule_of({"people": [abel, dora]}, {"people": [dora]})

    request = say(put_forward(pierre), dora, "no", "Too dear.")

    assert request.state == RequestState.REFUSED


@pytest.mark.django_db
def test_a_rule_that_needs_more_people_than_there_are_is_refused_at_once() -> None:
    pierre, dora = make_people("pierre", "dora")
    rule_of({"people": [dora]}, {"people": [dora]})

    with pytest.raises(Conflict, match="needs 2 different people") as refusal, transaction.atomic():
        put_forward(pierre)

    assert refusal.value.code == "too_few_people"
    assert not Seat.objects.exists()


@pytest.mark.django_db
def test_while_somebody_is_away_their_stand_in_decides_in_their_place() -> None:
    pierre, abel, carl = make_people("pierre", "abel", "carl")
    Absence.objects.create(person=abel, delegate=carl, starts_on=NOON.date(), ends_on=NOON.date())
    rule_of({"people": [abel]})

    request = put_forward(pierre)
    assert "you stand in for Abel Lindqvist" in next(iter(decisions(carl, NOON))).sentence
    request = say(request, carl)

    seat = request.seats.get()
    assert (seat.approver, seat.decided_by, request.state) == (abel, carl, RequestState.GRANTED)


@pytest.mark.django_db
def test_nobody_stands_in_for_an_approver_about_their_own_request() -> None:
    pierre, abel = make_people("pierre", "abel")
    Absence.objects.create(person=abel, delegate=pierre, starts_on=NOON.date(), ends_on=NOON.date())
    rule_of({"people": [abel]})

    request = put_forward(pierre)

    assert request.seats.get().stand_in is None
    with pytest.raises(NotAllowed):
        say(request, pierre)


@pytest.mark.django_db
def test_a_stand_in_who_sits_in_the_step_already_does_not_count_twice() -> None:
    pierre, abel, carl = make_people("pierre", "abel", "carl")
    Absence.objects.create(person=abel, delegate=carl, starts_on=NOON.date(), ends_on=NOON.date())
    rule_of({"people": [abel, carl], "mode": "all"})

    request = put_forward(pierre)

    assert set(request.seats.values_list("approver__username", "stand_in")) == {("abel", None), ("carl", None)}


@pytest.mark.django_db
def test_a_step_that_stands_too_long_goes_to_who_it_escalates_to_once() -> None:
    pierre, abel, carl = make_people("pierre", "abel", "carl")
    rule_of({"people": [abel], "hours": 24, "escalate_to": roles.CFO})
    request = put_forward(pierre)

    early = actions.escalate_overdue(at=NOON + DAY)
    late = actions.escalate_overdue(at=NOON + DAY + timedelta(seconds=1))
    again = actions.escalate_overdue(at=NOON + 5 * DAY)

    assert (early, late, again) == (0, 1, 0)
    assert RecordedEvent.objects.filter(name="ApprovalRequested").count() == 2
    assert say(request, carl, at=NOON + 5 * DAY).state == RequestState.GRANTED


@pytest.mark.django_db
def test_escalation_never_seats_somebody_who_may_not_decide() -> None:
    abel, carl = make_people("abel", "carl")
    rule_of({"people": [abel], "hours": 1, "escalate_to": roles.CFO})
    request = put_forward(carl)

    actions.escalate_overdue(at=NOON + DAY)

    assert list(request.seats.values_list("approver__username", flat=True)) == ["abel"]


@pytest.mark.django_db
def test_one_no_with_a_reason_closes_it_for_all() -> None:
    pierre, abel, carl = make_people("pierre", "abel", "carl")
    rule_of({"people": [abel, carl], "mode": "all"}, {"people": [make_person("dora")]})
    request = put_forward(pierre)

    with pytest.raises(Invalid, match="Say why"):
        say(request, abel, "no", "  ")
    with pytest.raises(Invalid):
        say(request, abel, "perhaps")
    assert nothing_was_said(request)
    request = say(request, abel, "no", "The price is above the clause.")

    assert (request.state, states_of(request)) == (RequestState.REFUSED, [StepState.CLOSED, StepState.CLOSED])
    with pytest.raises(Conflict, match="already decided"):
        say(request, carl)
    said = RecordedEvent.objects.get(name="ApprovalDecided").values
    assert (said["verdict"], said["reason"]) == ("no", "The price is above the clause.")


@pytest.mark.django_db
def test_after_a_refusal_it_can_come_again_and_a_change_supersedes_the_open_one() -> None:
    pierre, abel = make_people("pierre", "abel")
    rule_of({"people": [abel]})
    first = say(put_forward(pierre), abel, "no", "Wrong cost centre.")
    subject = first_subject(first)

    second = put_forward(pierre, subject=subject, at=NOON + DAY)
    third = put_forward(pierre, subject=subject, at=NOON + 2 * DAY)

    for request, state in ((first, "refused"), (second, "superseded"), (third, "open")):
        request.refresh_from_db()
        assert request.state == state
    with pytest.raises(Conflict):
        say(second, abel)
    assert say(third, abel).state == RequestState.GRANTED


def first_subject(request: object) -> object:
    from documents.models import Document

    return Document.objects.get(pk=request.subject_id)  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_a_record_that_goes_away_takes_its_request_along() -> None:
    pierre, abel = make_people("pierre", "abel")
    rule_of({"people": [abel]})
    request = put_forward(pierre)

    actions.supersede("order", first_subject(request), at=NOON + DAY)  # type: ignore[arg-type]

    request.refresh_from_db()
    assert (request.state, states_of(request)) == (RequestState.SUPERSEDED, [StepState.CLOSED])
    assert list(decisions(abel, NOON)) == []


@pytest.mark.django_db
def test_who_was_disabled_since_cannot_decide() -> None:
    pierre, abel = make_people("pierre", "abel")
    rule_of({"people": [abel]})
    request = put_forward(pierre)
    abel.is_active = False
    abel.save()

    with pytest.raises(NotAllowed):
        say(request, abel)

    assert nothing_was_said(request)


@pytest.mark.django_db
def test_each_approver_and_stand_in_gets_one_letter_however_often_it_is_told() -> None:
    pierre, abel, carl = make_people("pierre", "abel", "carl")
    Absence.objects.create(person=abel, delegate=carl, starts_on=NOON.date(), ends_on=NOON.date())
    rule_of({"people": [abel]})
    put_forward(pierre)
    event = RecordedEvent.objects.get(name="ApprovalRequested").event

    tell_approvers(event)
    tell_approvers(event)

    assert sorted(Letter.objects.values_list("to", flat=True)) == ["abel@example.com", "carl@example.com"]
    assert Letter.objects.first().subject == "For your decision: PO-2027-0001 Calibration"


@pytest.mark.usefixtures("committed")
def test_twenty_clicks_on_one_seat_are_one_decision() -> None:
    pierre, abel = make_people("pierre", "abel")
    rule_of({"people": [abel]})
    request = put_forward(pierre)
    start, granted, refused = Barrier(20), [], []

    def click() -> None:
        start.wait()
        try:
            granted.append(say(request, abel).state)
        except Refused as refusal:
            refused.append(refusal.status)
        finally:
            connection.close()

    clicks = [Thread(target=click) for _click in range(20)]
    for thread in clicks:
        thread.start()
    for thread in clicks:
        thread.join()

    assert (granted, refused) == ([RequestState.GRANTED], [409] * 19)
    assert RecordedEvent.objects.filter(name="ApprovalDecided").count() == 1
    assert Entry.objects.filter(kind="ApprovalDecided").count() == 1
