"""A term that is over: the clock notes it, with words that say whether the contract ended with it, and nobody was ever late with it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from contracts import actions, tasks
from contracts.models import Contract, Obligation
from flowmono.accounts.models import AccessToken
from flowmono.outbox.models import RecordedEvent
from tests.contracts.test_endings import FACTS, at_desk, duty, fixed
from tests.contracts.test_renewals import TWELVE, renewing
from tests.people import make_person

pytestmark = pytest.mark.django_db

LAST = date(2028, 3, 31)
AFTER = datetime(2028, 4, 2, 9, tzinfo=UTC)


def tick(settings: Any, now: datetime) -> int:
    settings.CLOCK_AHEAD = now - timezone.now()
    return tasks.settle_ended_terms()


def ends(contract: Contract) -> list[tuple[date | None, str, str]]:
    found = Obligation.objects.filter(record__contract=contract, kind="end_of_term").order_by("due_on", "created_at")
    return list(found.values_list("due_on", "state", "reason"))


def told(contract: Contract) -> list[tuple[str, bool]]:
    found = RecordedEvent.objects.filter(case_id=contract.pk, name="TermEnded").order_by("at")
    return [(one.values["ended_on"], one.values["goes_on"]) for one in found]


def test_the_clock_notes_once_that_the_contract_ended_with_its_term(settings: Any) -> None:
    contract = fixed()
    on_its_last_day = tick(settings, datetime(2028, 3, 31, 20, tzinfo=UTC))

    after = [tick(settings, AFTER), tick(settings, AFTER + timedelta(hours=1))]

    assert (on_its_last_day, after) == (0, [1, 0])
    assert ends(contract) == [(LAST, "done", "The term was over on 31 Mar 2028, and the contract with it.")]
    assert told(contract) == [("2028-03-31", False)]
    [window] = Obligation.objects.filter(record__contract=contract, kind="notice_window")
    assert (window.state, window.done_by) == ("not_applicable", None)
    assert window.reason == "The contract ended on 31 Mar 2028: there is no notice to give any more."
    end = Obligation.objects.get(record__contract=contract, kind="end_of_term")
    page = at_desk("maya", settings, AFTER).get(end.get_absolute_url()).content.decode()
    assert (
        page.count("The term was over on 31 Mar 2028, and the contract with it.") == 2
    )  # beside its state, and in its story


def test_before_the_clock_came_by_nobody_is_late_with_the_end_of_a_term(settings: Any) -> None:
    contract = fixed()
    duty(contract, "Return of all data", date(2028, 3, 31))
    maya = at_desk("maya", settings, datetime(2028, 4, 1, 0, 10, tzinfo=UTC))

    overdue = maya.get(reverse("contracts:obligations"), {"due": "overdue"}).content.decode()
    page = maya.get(reverse("contracts:compliance", args=[contract.pk])).content.decode()

    assert ("Return of all data" in overdue, "The term ends" in overdue) == (True, False)
    late = page.split("The term ends", 1)[1].split("</li>", 1)[0]
    assert ("1 day late" in page, "day late" in late) == (True, False)


def test_a_term_after_which_the_contract_goes_on_is_noted_so_and_late_notice_puts_it_right(settings: Any) -> None:
    contract, maya = renewing(TWELVE), make_person("maya")
    settings.CLOCK_AHEAD = AFTER - timezone.now()
    tasks.open_next_terms()

    assert tick(settings, AFTER) == 1
    went_on = ends(contract)
    window = Obligation.objects.filter(record__contract=contract, kind="notice_window").order_by("due_on").first()
    actions.settle_obligation(window, by=maya, at=AFTER, notice_given_on=date(2028, 1, 20))
    assert tick(settings, AFTER + timedelta(hours=1)) == 1

    assert went_on == [
        (LAST, "done", "The term was over on 31 Mar 2028; the contract went on."),
        (date(2029, 3, 31), "open", ""),
    ]
    assert [(day, state) for day, state, _reason in ends(contract)] == [
        (LAST, "done"),
        (date(2029, 3, 31), "not_applicable"),
    ]
    assert ends(contract)[0][2] == "The term was over on 31 Mar 2028, and the contract with it."
    assert told(contract) == [("2028-03-31", True), ("2028-03-31", False)]


def test_an_early_end_is_noted_when_it_cannot_be_corrected_any_more(settings: Any) -> None:
    contract, now = fixed(), datetime(2027, 6, 1, 9, tzinfo=UTC)
    actions.end_early(contract, by=make_person("maya"), at=now, **{**FACTS, "ends_on": date(2027, 5, 30)})

    same_day = tick(settings, now + timedelta(hours=2))
    next_day = tick(settings, now + timedelta(days=1))

    assert (same_day, next_day) == (0, 1)
    assert ends(contract)[0] == (
        date(2027, 5, 30),
        "done",
        "The contract ended early, on 30 May 2027, by us, for cause.",
    )
    assert told(contract) == [("2027-05-30", False)]


def test_a_program_reads_that_the_day_settled_it(settings: Any) -> None:
    contract = fixed()
    tick(settings, AFTER)
    _token, secret = AccessToken.issue(
        owner=make_person("maya"), name="CLM", scopes=["contracts:read"], at=timezone.now() + settings.CLOCK_AHEAD
    )
    maya = at_desk("maya", settings, AFTER)

    rows = maya.get(
        "/api/v1/obligations/",
        {"contract": str(contract.pk), "kind": "end_of_term"},
        headers={"authorization": f"Bearer {secret}"},
    ).json()["results"]

    assert [(row["state"], row["done_by"], row["done_at"][:10]) for row in rows] == [("done", None, "2028-04-02")]
