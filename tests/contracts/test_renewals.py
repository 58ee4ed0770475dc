"""A contract that goes on by itself: the term that runs now is on record, with the last day on which notice ends it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from contracts import actions, tasks
from contracts.models import Contract, Obligation, Term
from contracts.renewing import end_of_running_term, period_of_renewal
from contracts.watches import renewal_notice
from flowmono.common.refusals import Invalid
from tests.contracts.test_obligations import signed
from tests.people import make_person

pytestmark = pytest.mark.django_db

TWELVE = "It renews automatically for further periods of twelve months, unless a party gives notice in writing at least 60 days before the end of the term."
UNSAID = "It renews automatically unless a party gives notice at least 60 days before the end of the term."
AFTER = datetime(2028, 4, 2, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("sentence", "period"),
    [
        (TWELVE, "P12M"),
        ("This Agreement is renewed for successive periods of twelve (12) months each, unless notice is given 90 days before.", "P12M"),
        ("The term shall automatically renew for one (1) year upon 30 days' prior notice of the fees.", "P1Y"),
        ("The Agreement will be extended for two additional years unless terminated on three months' notice.", "P2Y"),
        ("It renews for six months in the first year and for twelve months after it.", ""),
        (UNSAID, ""),
        ("Notice of non-renewal is given ninety days before the end of the initial term of three years.", ""),
    ],
)  # fmt: skip
def test_the_length_of_a_renewed_term_is_never_that_of_the_notice_nor_one_of_two(sentence: str, period: str) -> None:
    assert period_of_renewal(sentence) == period


@pytest.mark.parametrize(
    ("last", "period", "on", "end"),
    [
        (date(2026, 8, 16), "P12M", date(2026, 8, 16), date(2026, 8, 16)),
        (date(2026, 8, 16), "P12M", date(2026, 8, 17), date(2027, 8, 16)),
        (date(2024, 2, 29), "P1Y", date(2026, 3, 1), date(2027, 2, 28)),
        (date(2026, 1, 31), "P1M", date(2026, 2, 15), date(2026, 2, 28)),
        (date(2026, 1, 31), "", date(2026, 2, 15), None),
    ],
)
def test_the_running_term_ends_as_many_terms_on_as_have_gone_by(
    last: date, period: str, on: date, end: date | None
) -> None:
    assert end_of_running_term(last, period, on) == end


def renewing(sentence: str) -> Contract:
    """Signed, in force until 31 March 2028, with sixty days' notice and this sentence about what comes after."""
    contract = signed()
    Term.objects.filter(contract=contract, field="renewal").update(quote=sentence)
    return contract


def on_record(contract: Contract, since: date) -> list[tuple[str, date | None, str]]:
    found = Obligation.objects.filter(record__contract=contract, kind__in=["notice_window", "end_of_term"])
    return [(one.kind, one.due_on, one.due_basis) for one in found if one.due_on is None or one.due_on > since]


def test_the_term_that_began_by_itself_has_its_own_end_and_its_own_last_day_for_notice() -> None:
    contract = renewing(TWELVE)

    actions.open_next_term(contract, at=AFTER)
    actions.open_next_term(contract, at=AFTER + timedelta(hours=1))

    contract.refresh_from_db()
    assert contract.runs_until == date(2029, 3, 31)
    assert on_record(contract, AFTER.date()) == [
        ("notice_window", date(2029, 1, 30), "notice"),
        ("end_of_term", date(2029, 3, 31), "renewal"),
    ]


def test_the_clock_finds_it_and_the_page_the_list_and_the_watch_say_the_day_that_counts_now(
    settings: Any,
) -> None:
    contract = renewing(TWELVE)
    settings.CLOCK_AHEAD = datetime(2028, 12, 15, 9, tzinfo=UTC) - timezone.now()
    maya = Client()
    maya.force_login(make_person("maya"))
    address, listed = reverse("contracts:contract", args=[contract.pk]), reverse("contracts:list")
    before = maya.get(address).content.decode()

    assert (tasks.open_next_terms(), tasks.open_next_terms()) == (1, 0)

    page = maya.get(address).content.decode()
    window = window_of(contract, date(2029, 1, 30))
    next_window = maya.get(window.get_absolute_url()).content.decode()
    found = maya.get(listed, {"from": "2029-03-31", "until": "2029-03-31"}).content.decode()
    assert "Put on record when the contract went on by itself" in next_window
    assert "It went on by itself; nobody has said yet until when." in before
    assert "It went on by itself, and runs until 31 Mar 2029." in page
    assert "60 days before its end, on 30 Jan 2029 at the latest." in page
    assert (contract.number in found, "31 Mar 2029" in found) == (True, True)
    findings = [one for one in renewal_notice(datetime(2028, 12, 15, 9, tzinfo=UTC)) if one is not None]
    assert [(one.days, "30 Jan 2029" in one.sentence) for one in findings] == [(46, True)]


def test_nothing_is_put_on_record_before_the_term_is_over_or_where_it_does_not_renew() -> None:
    contract = renewing(TWELVE)
    before = Obligation.objects.count()

    actions.open_next_term(contract, at=datetime(2028, 3, 31, 9, tzinfo=UTC))
    assert not Contract.objects.went_on_by_itself(date(2028, 3, 31)).exists()
    Contract.objects.filter(pk=contract.pk).update(renews=False)
    actions.open_next_term(contract, at=AFTER)

    contract.refresh_from_db()
    assert (contract.runs_until, Obligation.objects.count()) == (None, before)


def test_where_the_contract_does_not_say_until_when_a_person_is_asked_once_and_the_notice_follows() -> None:
    contract = renewing(UNSAID)

    actions.open_next_term(contract, at=AFTER)
    actions.open_next_term(contract, at=AFTER)

    assert on_record(contract, AFTER.date()) == [("end_of_term", None, "")]
    asked = Obligation.objects.get(record__contract=contract, due_on=None, kind="end_of_term")
    actions.say_of_obligation(asked, by=make_person("maya"), at=AFTER, values={"due_on": date(2028, 9, 30)})
    actions.open_next_term(contract, at=AFTER)

    contract.refresh_from_db()
    assert contract.runs_until == date(2028, 9, 30)
    assert on_record(contract, AFTER.date()) == [
        ("notice_window", date(2028, 8, 1), "notice"),
        ("end_of_term", date(2028, 9, 30), "person"),
    ]


def window_of(contract: Contract, due_on: date) -> Obligation:
    return Obligation.objects.get(record__contract=contract, kind="notice_window", due_on=due_on)


def stand(contract: Contract, on: date) -> tuple[date | None, bool, bool]:
    """The last day that counts, and whether it is found among what is in force, and among what has ended, on this day."""
    found = [Contract.objects.standing(one, on).filter(pk=contract.pk).exists() for one in ("in_force", "ended")]
    return (Contract.objects.get(pk=contract.pk).term_ends_on, *found)


def test_notice_ends_the_contract_with_its_term_and_nothing_goes_on_by_itself(settings: Any) -> None:
    contract = renewing(TWELVE)
    window = window_of(contract, date(2028, 1, 31))

    actions.settle_obligation(
        window, by=make_person("maya"), at=datetime(2028, 1, 15, 9, tzinfo=UTC), notice_given_on=date(2028, 1, 10)
    )
    actions.open_next_term(Contract.objects.get(pk=contract.pk), at=AFTER)

    assert stand(contract, date(2028, 3, 31)) == (date(2028, 3, 31), True, False)
    assert stand(contract, AFTER.date()) == (date(2028, 3, 31), False, True)
    assert on_record(contract, AFTER.date()) == []
    window.refresh_from_db()
    assert (window.state, window.reason) == (
        "done", "Notice was given on 10 Jan 2028: the contract ends on 31 Mar 2028.",
    )  # fmt: skip
    settings.CLOCK_AHEAD = AFTER - timezone.now()
    maya = Client()
    maya.force_login(make_person("maya"))
    page = maya.get(reverse("contracts:contract", args=[contract.pk])).content.decode()
    assert "It ends on 31 Mar 2028: notice was given." in page
    assert Contract.objects.get(pk=contract.pk).shown_state[0] == "ended"


def test_notice_that_was_given_in_time_and_noted_late_takes_the_next_term_off_the_record_and_may_be_taken_back() -> (
    None
):
    contract = renewing(TWELVE)
    actions.open_next_term(contract, at=AFTER)
    window, maya = window_of(contract, date(2028, 1, 31)), make_person("maya")

    actions.settle_obligation(window, by=maya, at=AFTER, notice_given_on=date(2028, 1, 31))
    noted = stand(contract, AFTER.date())
    fallen = Obligation.objects.filter(record__contract=contract, state="not_applicable").order_by("due_on")
    assert [(one.kind, one.due_on) for one in fallen] == [
        ("notice_window", date(2029, 1, 30)),
        ("end_of_term", date(2029, 3, 31)),
    ]
    window.refresh_from_db()
    actions.reopen_obligation(window, by=maya, at=AFTER, reason="The letter came back.")

    again = Obligation.objects.filter(record__contract=contract, state="open", due_on__gt=AFTER.date())
    assert set(again.filter(kind__in=["notice_window", "end_of_term"]).values_list("due_on", flat=True)) == {
        date(2029, 1, 30),
        date(2029, 3, 31),
    }
    assert (noted, stand(contract, AFTER.date())) == (
        (date(2028, 3, 31), False, True),
        (date(2029, 3, 31), True, False),
    )


@pytest.mark.parametrize(
    ("given_on", "words"),
    [
        (date(2028, 1, 16), "still to come"),
        (date(2028, 2, 1), "still to come"),
    ],
)
def test_notice_is_not_noted_before_it_is_given(given_on: date, words: str) -> None:
    contract = renewing(TWELVE)
    window = window_of(contract, date(2028, 1, 31))

    with pytest.raises(Invalid, match=words):
        actions.settle_obligation(
            window, by=make_person("maya"), at=datetime(2028, 1, 15, 9, tzinfo=UTC), notice_given_on=given_on
        )

    window.refresh_from_db()
    assert (window.state, Contract.objects.get(pk=contract.pk).stops_on) == ("open", None)


def test_notice_given_too_late_or_of_what_does_not_renew_ends_nothing() -> None:
    contract, maya = renewing(TWELVE), make_person("maya")
    window = window_of(contract, date(2028, 1, 31))

    with pytest.raises(Invalid, match="The last day for notice was 31 Jan 2028"):
        actions.settle_obligation(window, by=maya, at=AFTER, notice_given_on=date(2028, 2, 1))
    Contract.objects.filter(pk=contract.pk).update(renews=False)
    with pytest.raises(Invalid, match="Notice ends a contract that renews by itself"):
        actions.settle_obligation(
            Obligation.objects.get(pk=window.pk), by=maya, at=AFTER, notice_given_on=date(2028, 1, 10)
        )

    assert Contract.objects.get(pk=contract.pk).stops_on is None


def test_the_page_asks_whether_it_goes_on_and_a_wrong_day_ends_nothing(settings: Any) -> None:
    contract = renewing(TWELVE)
    window = window_of(contract, date(2028, 1, 31))
    settings.CLOCK_AHEAD = datetime(2028, 1, 15, 9, tzinfo=UTC) - timezone.now()
    maya = Client()
    maya.force_login(make_person("maya"))
    door = reverse("contracts:settle", args=[contract.pk, window.pk])

    asked = maya.get(window.get_absolute_url()).content.decode()
    wrong = maya.post(door, {"notice_given_on": "soon"}, follow=True).content.decode()
    ended_before = Contract.objects.get(pk=contract.pk).stops_on
    right = maya.post(door, {"notice_given_on": "2028-01-10"}, follow=True).content.decode()

    assert ("Let it go on" in asked, "Mark as done" in asked, "Was notice given?" in asked) == (True, False, True)
    assert ("Enter a valid date." in wrong, ended_before) == (True, None)
    assert "Notice was given on 10 Jan 2028: the contract ends on 31 Mar 2028." in right
    assert Contract.objects.get(pk=contract.pk).stops_on == date(2028, 3, 31)
