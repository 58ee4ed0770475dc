"""The pages and endpoints of delegated authority: who opens them, what they say, and that nobody acts for another."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from flowmono.accounts.models import Absence
from signing import actions
from signing.models import SignatureProfile
from signing.models.delegations import Delegation
from tests.api.test_more_acts import post, program
from tests.people import make_person
from tests.signing.life.scenes import inside, make_mark, place_of, sent
from tests.signing.life.test_delegation import DAY, TODAY, leave, lend, owner, signatory

pytestmark = pytest.mark.django_db
LIST = "/signing/delegations/"


def values(delegate: Any, **changes: Any) -> dict[str, Any]:
    far = TODAY.replace(year=2097)
    facts = {"delegate": delegate.pk, "starts_on": far, "ends_on": far + DAY, "reason": "I am at a fair."}
    return {**facts, **changes}


def test_the_page_says_that_an_administrator_has_to_allow_it_first(client: Client) -> None:
    sam = owner()
    mark = SignatureProfile.objects.get(user=sam)
    client.force_login(sam)

    page = client.get(LIST)
    form = client.get(reverse("signing:delegate", args=[mark.pk]))

    assert b"None of your marks may be delegated" in page.content
    assert form.status_code == 403


def test_a_signatory_delegates_on_the_page_and_takes_it_back(client: Client) -> None:
    sam = owner()
    lena = signatory("lena")
    mark = SignatureProfile.objects.get(user=sam)
    SignatureProfile.objects.filter(pk=mark.pk).update(may_be_delegated=True)
    client.force_login(sam)
    address = reverse("signing:delegate", args=[mark.pk])

    beyond = client.post(address, values(lena, limit="50000.01"))
    made = client.post(address, values(lena, limit="20000", categories=["services"]))
    delegation = Delegation.objects.get()
    page = client.get(LIST).content.decode()
    back = client.post(reverse("signing:take_back_delegation", args=[delegation.pk]))

    assert (beyond.status_code, made.status_code, back.status_code) == (422, 302, 302)
    assert beyond.context["form"].errors["limit"] == ["“Contracts up to 50,000” itself covers up to €50,000.00."]
    assert (delegation.categories, str(delegation.limit.normalize())) == (["services"], "2E+4")
    assert "Lena Vogel" in page
    assert Delegation.objects.get().standing(TODAY) == "taken_back"
    assert "Taken back" in client.get(LIST).content.decode()


def test_the_delegate_sees_for_whom_they_may_sign_and_refuses_with_a_reason(client: Client) -> None:
    sam = owner()
    lena = signatory("lena")
    delegation = lend(sam, lena, starts=TODAY.replace(year=2097))
    address = reverse("signing:refuse_delegation", args=[delegation.pk])
    client.force_login(lena)

    page = client.get(LIST).content.decode()
    silent = client.post(address, {"reason": ""})
    told = client.post(address, {"reason": "I am away as well."})

    assert "Sam Whitfield" in page
    assert (silent.status_code, told.status_code) == (400, 302)
    assert Delegation.objects.get().refused_because == "I am away as well."


@pytest.mark.parametrize(("who", "verb"), [("abel", "take_back"), ("abel", "refuse"), ("maya", "refuse")])
def test_what_concerns_others_does_not_exist_for_anybody_else(client: Client, who: str, verb: str) -> None:
    sam = owner()
    delegation = lend(sam, signatory("lena"), starts=TODAY.replace(year=2097))
    client.force_login(make_person(who))

    answer = client.post(reverse(f"signing:{verb}_delegation", args=[delegation.pk]), {"reason": "No."})

    assert (answer.status_code, Delegation.objects.get().is_ended) == (404, False)


@pytest.mark.parametrize(("who", "status"), [("sam", 200), ("maya", 403), ("olu", 403), ("ada", 403)])
def test_who_opens_the_page(client: Client, who: str, status: int) -> None:
    client.force_login(make_person(who))

    assert client.get(LIST).status_code == status


def test_what_passed_on_stands_on_the_owners_pages_and_comes_back_by_one_click(client: Client) -> None:
    sam = owner()
    lena = signatory("lena")
    lend(sam, lena)
    leave(sam)
    envelope = sent(inside(sam))
    place = place_of(envelope, lena.email)
    Absence.objects.all().delete()
    client.force_login(sam)

    listed = client.get(LIST).content.decode()
    queue = client.get("/signing/").content.decode()
    round_page = client.get(envelope.get_absolute_url()).content.decode()
    taken = client.post(reverse("signing:take_place_back", args=[place.pk]))

    assert "Passed on while you were away" in listed
    assert "Passed on while you were away" in queue
    assert "for Sam Whitfield (delegated)" in round_page
    assert taken.status_code == 302
    assert place_of(envelope, sam.email).user == sam


def test_the_queue_of_the_delegate_says_for_whom(client: Client) -> None:
    sam = owner()
    lena = signatory("lena")
    lend(sam, lena)
    leave(sam)
    place = place_of(sent(inside(sam)), lena.email)
    client.force_login(lena)

    queue = client.get("/signing/").content.decode()

    assert place.delegation is not None
    assert "for Sam Whitfield, who delegated it" in queue
    assert actions.authority_laid(place).limit == 50000


def test_the_page_lists_many_in_few_statements(client: Client, django_assert_max_num_queries: Any) -> None:
    sam = owner()
    for key in ("lena", "abel", "dora", "carl"):
        lend(sam, signatory(key))
    client.force_login(sam)

    with django_assert_max_num_queries(14):
        client.get(LIST)


def test_programs_delegate_refuse_and_take_back() -> None:
    sam = owner()
    lena = signatory("lena")
    mark = SignatureProfile.objects.get(user=sam)
    entry = {
        "mark": mark.name,
        "delegate": lena.email,
        "starts_on": "2097-03-01",
        "ends_on": "2097-03-09",
        "limit": "20000.00",
        "reason": "I am at a fair.",
    }
    not_allowed = post(program("sam"), "delegations", **entry)
    SignatureProfile.objects.filter(pk=mark.pk).update(may_be_delegated=True)

    made = post(program("sam"), "delegations", **entry)
    above = post(program("sam"), "delegations", **{**entry, "limit": "50000.01"})
    key = made.json()["id"]
    others = [program(who).get(f"/api/v1/delegations/{key}/").status_code for who in ("abel", "ada", "lena")]
    refused = post(program("lena"), f"delegations/{key}/refuse", reason="I am away as well.")
    late = post(program("sam"), f"delegations/{key}/take-back")

    assert (not_allowed.status_code, not_allowed.json()["code"]) == (403, "not_delegable")
    assert (made.status_code, made.json()["standing"], made.json()["owner"]) == (201, "planned", sam.email)
    assert above.status_code == 400
    assert others == [404, 200, 200]
    assert (refused.status_code, refused.json()["standing"]) == (200, "refused")
    assert late.status_code == 409


def test_programs_learn_which_marks_and_whom_they_can_name() -> None:
    sam = owner()
    lena = signatory("lena")
    make_mark(sam, name="Kept to myself")
    SignatureProfile.objects.filter(user=sam, name="Contracts up to 50,000").update(may_be_delegated=True)
    api = program("sam")

    marks = [one["name"] for one in api.get("/api/v1/delegations/marks/").json()]
    colleagues = [one["email"] for one in api.get("/api/v1/delegations/colleagues/").json()]

    assert marks == ["Contracts up to 50,000"]
    assert colleagues == [lena.email]


def test_a_program_takes_a_place_back_for_its_owner_and_for_nobody_else() -> None:
    sam = owner()
    lend(sam, signatory("lena"))
    leave(sam)
    place = place_of(sent(inside(sam)), "lena@example.com")

    refused = post(program("maya"), f"recipients/{place.pk}/take-back")
    taken = post(program("sam"), f"recipients/{place.pk}/take-back")

    assert refused.status_code == 403
    assert (taken.status_code, taken.json()["email"], taken.json()["delegated_by"]) == (200, sam.email, None)
