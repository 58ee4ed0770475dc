"""Notice windows are watched."""

from datetime import UTC, date, datetime, timedelta

import pytest

from contracts import actions, reactions
from contracts.models import Contract, Obligation
from contracts.watches import is_in_sight
from flowmono import events
from flowmono.common.refusals import Conflict, NotAllowed
from flowmono.monitoring.actions import run_watch
from flowmono.monitoring.models import TrueException
from flowmono.monitoring.registry import WATCHES
from tests.contracts import scenes
from tests.people import NOON, make_people, make_person

LAST_DAY = date(2028, 1, 31)


@pytest.mark.parametrize(
    ("today", "seen"),
    [
        (LAST_DAY - timedelta(days=61), False),
        (LAST_DAY - timedelta(days=60), True),
        (LAST_DAY, True),
        (LAST_DAY + timedelta(days=1), False),
    ],
)
def test_a_window_is_in_sight_from_sixty_days_before_until_its_last_day(today: date, seen: bool) -> None:
    assert is_in_sight(LAST_DAY, today) is seen


def signed() -> Contract:
    """In force until 31 March 2028, with sixty days' notice; signed by hand, since no document is needed here."""
    pierre, maya = make_people("pierre", "maya")
    contract = scenes.ready(pierre, maya)
    Contract.objects.filter(pk=contract.pk).update(
        state="signed", signed_at=NOON, renews=True, notice_days=60, ends_on=date(2028, 3, 31)
    )
    reactions.open_compliance_record(
        events.ContractSigned(
            case_id=contract.pk,
            at=NOON,
            contract_id=contract.pk,
            number=contract.number,
            vendor_id=contract.vendor_id,
            category=contract.category,
            currency="EUR",
            total=contract.total,
            orderable=True,
            effective_on=None,
        )
    )
    return Contract.objects.get(pk=contract.pk)


def look(on: date) -> list[TrueException]:
    run_watch(WATCHES["renewal_notice"], at=datetime(on.year, on.month, on.day, 8, tzinfo=UTC))
    return list(TrueException.objects.filter(watch="renewal_notice", state="open"))


@pytest.mark.django_db
def test_a_window_that_closes_soon_is_one_exception_with_its_money_days_and_sentence() -> None:
    contract = signed()

    quiet = look(date(2027, 11, 1))
    found = look(LAST_DAY - timedelta(days=20))
    again = look(LAST_DAY - timedelta(days=19))

    assert quiet == []
    assert [(e.amount, e.currency, e.days, e.owner_role) for e in found] == [(contract.total, "EUR", 20, "Procurement")]
    assert [(e.pk, e.days) for e in again] == [(found[0].pk, 19)]
    assert "at least 60 days before" in found[0].evidence["quote"]


@pytest.mark.django_db
def test_a_window_that_was_decided_about_is_watched_no_longer() -> None:
    contract = signed()
    maya = make_person("maya")
    window = Obligation.objects.get(record__contract=contract, kind="notice_window")
    assert look(LAST_DAY - timedelta(days=20))

    with pytest.raises(NotAllowed):
        actions.settle_obligation(window, by=make_person("pierre"), at=NOON)
    actions.settle_obligation(window, by=maya, at=NOON)

    assert look(LAST_DAY - timedelta(days=19)) == []
    with pytest.raises(Conflict, match="already"):
        actions.settle_obligation(window, by=maya, at=NOON)


@pytest.mark.django_db
def test_the_sentence_of_a_notice_window_stands_once_among_the_obligations() -> None:
    contract = signed()

    of_notice = Obligation.objects.filter(record__contract=contract, term__quote__contains="at least 60 days before")

    assert [one.kind for one in of_notice] == ["notice_window"]
