"""The company's history, played small: three contracts in five months, interrupted once and taken up again."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.db.models import F
from django.test.utils import override_settings

from contracts.models import Contract
from demo.history.playing import Played, is_played, play_history
from demo.history.scenes import PROSPECTS
from demo.models import Act
from documents.models import Version
from flowmono.accounts import roles
from flowmono.ledger.models import Entry
from flowmono.ledger.verification import find_breaks
from flowmono.monitoring.models import TrueException
from flowmono.outbox.models import Delivery, RecordedEvent
from procurement.models import Invoice, Order, PaymentAuthorization, Requisition, RequisitionState
from signing.models import Recipient
from tests.conftest import _empty_tables
from tests.demo.clocks import before_their_beginning, joined_too_late, versions_of_another_clock
from vendors.models import ComplianceDocument, Milestone, Vendor

FIRST, TODAY, CONTRACTS = date(2026, 8, 17), date(2027, 1, 22), 3
SEED = 28  # two subscriptions, and a contract whose first milestones fall into these months
INTERRUPTED_AFTER = 60
BESIDE = datetime(2027, 1, 25, 9, tzinfo=UTC)
SMALL = {"contracts": CONTRACTS, "seed": SEED, "first": FIRST, "today": TODAY}


TOLD = (Contract, Order, Invoice, Milestone, ComplianceDocument)


class PowerCut(Exception):
    """The preparation ends in the middle."""


@pytest.fixture(scope="module")
def played(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """The history, after a power cut in its middle and a second start."""
    stores = {**settings.STORAGES}
    stores["default"] = {**stores["default"], "OPTIONS": {"location": tmp_path_factory.mktemp("files")}}
    steps = 0

    def cut(done: int, total: int) -> None:
        nonlocal steps
        steps += 1
        if steps == INTERRUPTED_AFTER:
            raise PowerCut

    with django_db_blocker.unblock(), override_settings(STORAGES=stores):
        _empty_tables()
        _raise_beside()
        with pytest.raises(PowerCut):
            play_history(**SMALL, step=cut)
        assert not is_played()
        yield play_history(**SMALL)
        _empty_tables()


def _raise_beside() -> None:
    """The main job, which is played beside this, is already further and has raised something."""
    known = {"title": "Beside", "sentence": "Raised by the main job.", "owner_role": roles.FINANCE, "case_key": uuid4()}
    beside = TrueException(watch="over_billing", cause="beside", raised_at=BESIDE, created_at=BESIDE, **known)
    TrueException.objects.bulk_create([beside])


def states_of(model: Any) -> Counter[str]:
    return Counter(model.objects.values_list("state", flat=True))


def test_every_contract_of_the_plan_is_there_once(played: Played) -> None:
    numbers = list(Contract.objects.order_by("number").values_list("number", flat=True))

    assert played.given_up == ()
    assert numbers == [f"CT-2026-{number:04d}" for number in range(1, CONTRACTS + 1)]
    assert is_played()


def test_records_came_to_the_states_that_their_stories_tell(played: Played) -> None:
    told = {model.__name__: dict(states_of(model)) for model in TOLD}

    assert told == {
        "Contract": {"archived": 3},
        "Order": {"in_approval": 1, "sent": 4},  # two of them for requisitions
        "Invoice": {"authorized": 2, "held": 1, "matched": 1, "paid": 2, "rejected": 1},
        "Milestone": {"accepted": 2, "submitted": 1},
        "ComplianceDocument": {"rejected": 1, "verified": 13},  # one contract asks for no insurance
    }
    assert states_of(PaymentAuthorization)["paid"] == 2
    assert states_of(Vendor)["prospective"] == len(PROSPECTS)


def test_requisitions_of_every_state_are_there(played: Played) -> None:
    asked = states_of(Requisition)

    assert sorted(asked) == sorted(RequisitionState)
    assert asked["ordered"] == Order.objects.filter(contract=None, state="sent").count() == 2


def test_nobody_answers_an_exception_before_it_was_raised(played: Played) -> None:
    answered = TrueException.objects.exclude(resolved_at=None)

    assert not answered.filter(resolved_at__lt=F("raised_at")).exists()
    assert TrueException.objects.get(title="Beside").state == "open"


def test_nobody_opens_a_document_before_they_are_asked_or_is_shown_what_others_have_signed(played: Played) -> None:
    signed = Recipient.objects.filter(state="signed")

    assert signed.exists()
    assert not signed.filter(viewed_at__lt=F("invited_at")).exists()
    assert not signed.filter(decided_at__lt=F("viewed_at")).exists()
    shown = {one.evidence["shown_sha256"] for one in signed}
    assert not Version.objects.filter(sha256__in=shown, origin="signed").exists()


def test_everything_is_told_by_the_clock_of_the_play(played: Played) -> None:
    assert list(before_their_beginning()) == []
    assert list(versions_of_another_clock()) == []
    assert joined_too_late() == []


def test_nothing_that_should_follow_is_owed(played: Played) -> None:
    assert list(Delivery.objects.unpaid()) == []


def test_every_ledger_is_whole(played: Played) -> None:
    entries = Entry.objects.order_by("case_id", "number")

    assert entries.count() > 100
    assert list(find_breaks(entries.iterator())) == []


def test_nothing_happens_before_the_first_day_or_after_the_last(played: Played) -> None:
    days = [at.date() for at in RecordedEvent.objects.values_list("at", flat=True)]

    assert min(days) >= FIRST
    assert max(days) <= TODAY


def test_playing_again_does_nothing_twice(played: Played) -> None:
    before = (Act.objects.count(), Entry.objects.count(), Invoice.objects.count())

    again = play_history(**SMALL)

    assert again.given_up == ()
    assert (Act.objects.count(), Entry.objects.count(), Invoice.objects.count()) == before
