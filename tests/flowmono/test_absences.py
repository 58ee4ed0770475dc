"""While somebody is away another decides in their place, what waits already too; and not a day longer."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from flowmono.accounts.models import Absence, User
from flowmono.approvals import absences
from flowmono.approvals.inbox import decisions
from flowmono.approvals.presenting import latest_request, path_of
from flowmono.common.refusals import Invalid, NotAllowed
from flowmono.notices.models import Notice
from tests.flowmono.approval_scenes import put_forward, rule_of, say
from tests.people import NOON, make_people, make_person

pytestmark = pytest.mark.django_db
TODAY = NOON.date()
DAY = timedelta(days=1)


def leave(person: User, delegate: User, starts: date = TODAY, ends: date = TODAY + 6 * DAY) -> Absence:
    return absences.go_away(person, by=person, at=NOON, delegate=delegate, starts_on=starts, ends_on=ends)


def waits_for(person: User, at: Any = NOON) -> list[str]:
    return [todo.title for todo in decisions(person, at)]


def test_what_waits_already_goes_to_the_stand_in_and_the_path_says_for_whom() -> None:
    abel, carl, pierre = make_people("abel", "carl", "pierre")
    rule_of({"people": [abel]}, {"role": "CFO", "sequence": 2})
    request = put_forward(pierre)
    assert waits_for(carl) == []

    rule_of({"people": [carl, make_person("dora")]}, kind="payment")
    leave(abel, make_person("dora"))
    say(request, make_person("dora"))

    assert path_of(latest_request("order", request.subject_id))[0]["more"] == "Dora Marchetti for Abel Lindqvist"
    assert Notice.objects.get(person__username="dora").sentence.endswith("You stand in for Abel Lindqvist.")


def test_it_begins_with_the_first_day_and_ends_with_the_last() -> None:
    abel, dora, pierre = make_people("abel", "dora", "pierre")
    rule_of({"people": [abel]})
    rule_of({"people": [dora]}, kind="payment")
    put_forward(pierre)
    leave(abel, dora, TODAY + DAY, TODAY + 2 * DAY)
    assert waits_for(dora) == []

    absences.follow_absences(at=NOON + DAY)
    assert waits_for(dora) == waits_for(abel) == ["PO-2027-0001 Calibration"]

    absences.follow_absences(at=NOON + 3 * DAY)
    assert (waits_for(dora), waits_for(abel)) == ([], ["PO-2027-0001 Calibration"])


def test_coming_back_early_takes_the_decisions_back() -> None:
    abel, dora, pierre = make_people("abel", "dora", "pierre")
    rule_of({"people": [abel]})
    rule_of({"people": [dora]}, kind="payment")
    put_forward(pierre)
    absence = leave(abel, dora, TODAY, TODAY + 6 * DAY)

    with pytest.raises(NotAllowed):
        absences.come_back(absence, by=dora, at=NOON)
    absences.come_back(absence, by=abel, at=NOON)

    assert (waits_for(dora), Absence.objects.count()) == ([], 0)


def test_nobody_stands_in_where_they_may_not_decide_or_sit_already() -> None:
    abel, dora, carl = make_people("abel", "dora", "carl")
    rule_of({"people": [abel, carl]})
    put_forward(dora)

    leave(abel, carl)
    assert waits_for(carl) == ["PO-2027-0001 Calibration"]
    assert [todo.sentence for todo in decisions(carl, NOON)] == ["Step 1, asked by Dora Marchetti"]


@pytest.mark.parametrize(
    ("delegate", "starts", "ends", "field"),
    [
        ("dora", 2, 1, "ends_on"),
        ("dora", -9, -3, "ends_on"),
        ("dora", 0, 900, "ends_on"),
        ("abel", 0, 5, "delegate"),
        ("pierre", 0, 5, "delegate"),
        ("vera", 0, 5, "delegate"),
        ("carl", 0, 5, "delegate"),
        ("dora", 20, 25, "starts_on"),
    ],
)
def test_an_absence_that_cannot_be_is_refused_at_its_field(delegate: str, starts: int, ends: int, field: str) -> None:
    abel, dora, carl = make_people("abel", "dora", "carl")
    rule_of({"people": [abel, dora, carl]})
    leave(abel, dora, TODAY + 18 * DAY, TODAY + 22 * DAY)
    leave(carl, dora, TODAY + 3 * DAY, TODAY + 4 * DAY)

    with pytest.raises(Invalid) as refused:
        leave(abel, make_person(delegate), TODAY + starts * DAY, TODAY + ends * DAY)

    assert (refused.value.field, Absence.objects.count()) == (field, 2)


def test_the_second_account_of_the_same_human_being_does_not_stand_in() -> None:
    abel, dora = make_people("abel", "dora")
    dora.person = abel.person
    dora.save()
    rule_of({"people": [abel, dora]})

    with pytest.raises(Invalid):
        leave(abel, dora)


def test_the_page_enters_an_absence_says_what_is_wrong_and_ends_it(client: Client) -> None:
    abel, dora = make_people("abel", "dora")
    rule_of({"people": [abel, dora]})
    client.force_login(abel)
    page = reverse("approvals:away")
    far = date(2096, 5, 1)

    wrong = client.post(page, {"starts_on": far, "ends_on": far - DAY, "delegate": dora.pk})
    right = client.post(page, {"starts_on": far, "ends_on": far + DAY, "delegate": dora.pk})
    absence = Absence.objects.get()

    assert (wrong.status_code, right.status_code) == (422, 302)
    assert "ends_on" in wrong.context["form"].errors
    assert b"Dora Marchetti decides in your place" in client.get(page).content
    client.force_login(dora)
    assert b"You stand in for" in client.get(page).content
    assert client.post(reverse("approvals:back", args=[absence.pk])).status_code == 404
    client.force_login(abel)
    assert client.post(reverse("approvals:back", args=[absence.pk])).status_code == 302
    assert not Absence.objects.exists()
