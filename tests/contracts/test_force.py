"""Whether a signed contract is in force: from its days alone, and the same on its page, in the list, in the CSV and for programs."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from contracts.force import ENDED, IN_FORCE, NOT_YET, Span, standing_on
from contracts.models import Contract
from flowmono.common.now import moment
from tests.procurement.stories import make_stage

FIRST, LAST = date(2027, 3, 1), date(2028, 2, 29)


@pytest.mark.parametrize(
    ("day", "span", "standing"),
    [
        (date(2027, 2, 28), Span(FIRST, LAST), NOT_YET),
        (FIRST, Span(FIRST, LAST), IN_FORCE),
        (LAST, Span(FIRST, LAST), IN_FORCE),
        (date(2028, 3, 1), Span(FIRST, LAST), ENDED),
        (date(2028, 3, 1), Span(FIRST, LAST, renews=True), IN_FORCE),
        (date(2099, 1, 1), Span(FIRST, None), IN_FORCE),
        (date(2020, 1, 1), Span(None, LAST), IN_FORCE),
        (date(2028, 3, 1), Span(None, LAST), ENDED),
        (date(2020, 1, 1), Span(None, None), IN_FORCE),
    ],
)
def test_a_contract_stands_as_its_days_say(day: date, span: Span, standing: str) -> None:
    assert standing_on(day, span) == standing


@pytest.fixture
def staged() -> Any:
    """One signed contract, whose days each test moves about today."""
    return make_stage()


def move(contract: Contract, first: int | None, last: int | None, *, renews: bool = False) -> date:
    """Give it a first and a last day so many days from today; today."""
    today = moment().date()
    days = [None if days is None else today + timedelta(days=days) for days in (first, last)]
    Contract.objects.filter(pk=contract.pk).update(effective_on=days[0], ends_on=days[1], renews=renews)
    return today


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("first", "last", "renews", "standing", "words"),
    [
        (-30, 300, False, IN_FORCE, "In force"),
        (30, 300, False, NOT_YET, "Not in force yet"),
        (-300, -1, False, ENDED, "Ended"),
        (-300, -1, True, IN_FORCE, "In force"),
        (None, None, False, IN_FORCE, "In force"),
        (None, -1, False, ENDED, "Ended"),
    ],
)
def test_page_list_csv_vendor_and_programs_say_the_same(
    client: Client, staged: Any, first: int | None, last: int | None, renews: bool, standing: str, words: str
) -> None:
    today = move(staged.contract, first, last, renews=renews)
    client.force_login(staged.people.lena)
    listed = reverse("contracts:list")

    pages = [
        client.get(address).content.decode()
        for address in (staged.contract.get_absolute_url(), listed, staged.vendor.get_absolute_url())
    ]
    narrowed = {one: len(client.get(f"{listed}?force={one}").context["page"]) for one in (IN_FORCE, NOT_YET, ENDED)}
    table = b"".join(client.get(f"{listed}?format=csv").streaming_content).decode("utf-8-sig").splitlines()
    told = client.get(f"/api/v1/contracts/{staged.contract.pk}/").json()

    assert all(f">{words}</span>" in page and "igned" in page for page in pages)
    assert narrowed == {one: int(one == standing) for one in narrowed}
    assert "in_force" in table[0]
    assert words.lower() in table[1]
    assert told["in_force"] is (standing == IN_FORCE)
    assert Contract.objects.standing(standing, today).get() == staged.contract


@pytest.mark.django_db
def test_a_contract_that_ended_is_not_as_green_as_one_in_force(client: Client, staged: Any) -> None:
    client.force_login(staged.people.lena)

    move(staged.contract, -30, 300)
    running = client.get(staged.contract.get_absolute_url()).content.decode()
    move(staged.contract, -300, -1)
    over = client.get(staged.contract.get_absolute_url()).content.decode()

    assert '<span class="badge badge-good">In force</span>' in running
    assert '<span class="badge badge-neutral">Ended</span>' in over


def test_before_its_signature_a_contract_shows_how_far_it_is() -> None:
    contract = Contract(state="out_for_signature", effective_on=FIRST)

    assert (contract.standing, contract.kept_words) == ("", "")
    assert contract.shown_state == ("out_for_signature", "out for signature")
