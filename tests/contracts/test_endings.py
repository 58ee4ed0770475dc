"""A contract that is ended before its own end: who notes it, what follows, and that it can be taken back while its day is ahead."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from contracts import actions
from contracts.models import Contract, Ending, How, Obligation
from contracts.watches import renewal_notice
from flowmono.accounts.models import AccessToken
from flowmono.common.refusals import Conflict, Invalid, NotAllowed
from flowmono.outbox.models import RecordedEvent
from tests.contracts.test_obligations import signed
from tests.people import make_person

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 6, 1, 9, tzinfo=UTC)
ENDS = date(2027, 9, 30)
FACTS = {"ends_on": ENDS, "how": How.OURS_CAUSE, "reason": "Letter of 1 June: two milestones missed, clause 9.2."}


def fixed() -> Contract:
    """Signed, in force until 31 March 2028, and over then."""
    contract = signed()
    Contract.objects.filter(pk=contract.pk).update(renews=False)
    return Contract.objects.get(pk=contract.pk)


def duty(contract: Contract, text: str, due_on: date) -> Obligation:
    one = Obligation(
        record=contract.compliance, kind="duty", text=text, due_on=due_on, due_basis="person", side="theirs"
    )
    one.save()
    return one


def watched(contract: Contract) -> list[tuple[str, date | None]]:
    """Its open windows and ends."""
    found = Obligation.objects.open().filter(record__contract=contract, kind__in=["notice_window", "end_of_term"])
    return list(found.order_by("due_on").values_list("kind", "due_on"))


def stand(contract: Contract, on: date) -> tuple[date | None, bool, bool]:
    found = [Contract.objects.standing(one, on).filter(pk=contract.pk).exists() for one in ("in_force", "ended")]
    return (Contract.objects.get(pk=contract.pk).term_ends_on, *found)


def at_desk(key: str, settings: Any, now: datetime = NOW) -> Client:
    settings.CLOCK_AHEAD = now - timezone.now()
    client = Client()
    client.force_login(make_person(key))
    return client


def test_a_contract_of_fixed_term_ends_on_the_day_that_a_person_notes() -> None:
    contract, maya = fixed(), make_person("maya")
    before = watched(contract)

    ending = actions.end_early(contract, by=maya, at=NOW, **FACTS)

    assert stand(contract, ENDS) == (ENDS, True, False)
    assert stand(contract, date(2027, 10, 1)) == (ENDS, False, True)
    assert watched(contract) == [("end_of_term", ENDS)]
    fallen = Obligation.objects.filter(record__contract=contract, state="not_applicable")
    assert {(one.kind, one.due_on) for one in fallen} == set(before)
    assert {one.reason for one in fallen} == {"The contract ends early, on 30 Sept 2027, by us, for cause."}
    event = RecordedEvent.objects.get(case_id=contract.pk, name="ContractEndedEarly")
    assert (event.values["ends_on"], event.values["how"], event.values["reason"]) == (
        "2027-09-30", "ours_cause", FACTS["reason"],
    )  # fmt: skip
    assert ending.noted_by == maya


def test_what_renews_can_be_ended_in_the_middle_of_its_term_and_nobody_is_told_of_its_notice_any_more() -> None:
    contract = signed()

    actions.end_early(contract, by=make_person("lena"), at=NOW, **FACTS)

    contract.refresh_from_db()
    assert (contract.goes_on, contract.term_ends_on) == (False, ENDS)
    assert [one for one in renewal_notice(datetime(2028, 1, 15, 9, tzinfo=UTC)) if one is not None] == []


def test_it_is_corrected_and_taken_back_while_its_day_is_ahead() -> None:
    contract, maya = fixed(), make_person("maya")
    before = watched(contract)
    late = duty(contract, "Return of all data", date(2027, 12, 1))
    actions.end_early(contract, by=maya, at=NOW, **FACTS)
    assert actions.let_fall_away(contract, by=maya, at=NOW, obligations=[late.pk]) == 1

    actions.end_early(contract, by=maya, at=NOW, **{**FACTS, "ends_on": date(2027, 10, 31)})
    corrected = (watched(contract), stand(contract, ENDS)[0])
    actions.take_ending_back(contract, by=maya, at=NOW, reason="They cured the breach.")

    assert corrected == ([("end_of_term", date(2027, 10, 31))], date(2027, 10, 31))
    assert (watched(contract), stand(contract, date(2027, 11, 1))) == (before, (date(2028, 3, 31), True, False))
    late.refresh_from_db()
    assert late.is_open
    assert [one.taken_back_because for one in Ending.objects.order_by("noted_at", "created_at")] == [
        f"Corrected: {FACTS['reason']}",
        "They cured the breach.",
    ]
    assert RecordedEvent.objects.filter(case_id=contract.pk, name="ContractGoesOn").count() == 2


def test_once_its_day_is_over_it_stands() -> None:
    contract, maya = fixed(), make_person("maya")
    actions.end_early(contract, by=maya, at=NOW, **FACTS)
    after = datetime(2027, 10, 1, 9, tzinfo=UTC)

    with pytest.raises(Conflict, match="It ended on 30 Sept 2027: that cannot be taken back"):
        actions.take_ending_back(contract, by=maya, at=after, reason="Too late.")
    with pytest.raises(Conflict, match="It ended on 30 Sept 2027: that cannot be changed"):
        actions.end_early(contract, by=maya, at=after, **{**FACTS, "ends_on": date(2027, 12, 31)})

    assert stand(contract, after.date()) == (ENDS, False, True)


def test_a_day_that_was_noted_wrongly_is_put_right_on_the_same_day_even_when_it_is_past() -> None:
    contract, maya = fixed(), make_person("maya")
    actions.end_early(contract, by=maya, at=NOW, **{**FACTS, "ends_on": date(2027, 5, 3)})

    actions.end_early(contract, by=maya, at=NOW, **{**FACTS, "ends_on": date(2027, 5, 30)})

    assert stand(contract, NOW.date())[0] == date(2027, 5, 30)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"ends_on": date(2028, 3, 31)}, "It ends on 31 Mar 2028 by itself"),
        ({"ends_on": date(2026, 1, 1)}, "it cannot have ended before"),
        ({"how": "somehow"}, "Say who ended it"),
        ({"reason": "  "}, "Say why"),
    ],
)
def test_a_day_that_ends_nothing_early_is_refused(facts: dict[str, Any], words: str) -> None:
    contract = fixed()
    before = watched(contract)

    with pytest.raises(Invalid, match=words):
        actions.end_early(contract, by=make_person("maya"), at=NOW, **{**FACTS, **facts})

    assert (watched(contract), Ending.objects.count(), stand(contract, NOW.date())[0]) == (before, 0, date(2028, 3, 31))


@pytest.mark.parametrize("who", ["pierre", "abel", "fay", "olu"])
def test_only_procurement_and_legal_note_it(who: str) -> None:
    contract = fixed()

    with pytest.raises(NotAllowed):
        actions.end_early(contract, by=make_person(who), at=NOW, **FACTS)

    assert Contract.objects.get(pk=contract.pk).stops_on is None


def test_the_page_asks_says_what_is_left_and_asks_of_what_is_due_later(settings: Any) -> None:
    contract = fixed()
    duty(contract, "Return of all data", date(2027, 12, 1))
    duty(contract, "Training of the second shift", date(2027, 11, 2))
    maya, address = at_desk("maya", settings), contract.get_absolute_url()
    door, compliance = reverse("contracts:end", args=[contract.pk]), reverse("contracts:compliance", args=[contract.pk])
    entered = {"ends_on": "2027-09-30", "how": "ours_cause", "reason": FACTS["reason"]}

    asked = maya.get(address).content.decode()
    wrong = maya.post(door, {**entered, "ends_on": "soon"}, follow=True).content.decode()
    noted = maya.post(door, entered, follow=True).content.decode()
    choices = maya.get(compliance).content.decode()
    training = Obligation.objects.get(text="Training of the second shift")
    done = maya.post(
        reverse("contracts:fall_away", args=[contract.pk]),
        {"obligations": [training.pk], "next": compliance},
        follow=True,
    ).content.decode()

    assert "Does this contract end before its own end?" in asked
    assert ("Enter a valid date." in wrong, "It ends early" in noted) == (True, True)
    assert "It ends early, on 30 Sept 2027, by us, for cause." in noted
    assert "2 obligations are due after this day" in noted
    assert ("Training of the second shift, due 2 Nov 2027" in choices, "These fall away" in choices) == (True, True)
    assert "1 obligation falls away." in done
    training.refresh_from_db()
    assert (training.state, Obligation.objects.get(text="Return of all data").state) == ("not_applicable", "open")
    late = at_desk("maya", settings, datetime(2027, 10, 2, 9, tzinfo=UTC)).get(address).content.decode()
    assert ("It ended early" in late, 'href="#end-contract"' in late, "It goes on" in late) == (True, False, False)


def test_who_may_not_note_it_is_shown_no_button(settings: Any) -> None:
    contract = fixed()

    page = at_desk("pierre", settings).get(contract.get_absolute_url()).content.decode()

    assert 'href="#end-contract"' not in page


def test_a_program_notes_it_and_takes_it_back(settings: Any) -> None:
    contract = fixed()
    settings.CLOCK_AHEAD = NOW - timezone.now()
    _token, secret = AccessToken.issue(
        owner=make_person("maya"), name="CLM", scopes=["contracts:write"], at=timezone.now()
    )
    program = Client(headers={"authorization": f"Bearer {secret}"})
    door = f"/api/v1/contracts/{contract.pk}"
    body = {"ends_on": "2027-09-30", "how": "agreement", "reason": "Both signed the release."}

    ended = program.post(f"{door}/end-early/", body, content_type="application/json")
    back = program.post(f"{door}/take-ending-back/", {"reason": "Signed by mistake."}, content_type="application/json")

    assert (ended.status_code, back.status_code) == (200, 200)
    assert [(one.json()["stops_on"], one.json()["ended_early"]) for one in (ended, back)] == [
        ("2027-09-30", "agreement"),
        (None, ""),
    ]
