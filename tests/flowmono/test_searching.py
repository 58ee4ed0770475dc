"""Search finds what a person may see, by the beginnings of its words, and what they can do."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from flowmono.common.searching import KINDS, ORDER, search, words_of
from procurement.models import Order
from tests.flowmono.approval_scenes import put_forward, rule_of
from tests.people import NOON, make_people, make_person
from tests.vendors.stage import make_contract, make_vendor


def titles(person: Any, text: str) -> dict[str, list[str]]:
    return {group.kind.name: [found.title for found in group.found] for group in search(person, text, each=5)}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("PO-2027-0003", ("po", "2027", "0003")),
        ("  Nordlicht   GmbH ", ("nordlicht", "gmbh")),
        ("O'Hara & Søn", ("o", "hara", "søn")),
        ("'; drop table x; --", ("drop", "table", "x")),
        ("!!! :* & |", ()),
        ("a" * 300, ("a" * 100,)),
    ],
)
def test_a_search_is_cut_into_words(text: str, words: tuple[str, ...]) -> None:
    assert words_of(text) == words


def test_every_kind_has_a_place_among_the_answers() -> None:
    assert set(KINDS) <= set(ORDER)


@pytest.mark.django_db
def test_things_are_found_by_the_beginnings_of_their_words_in_any_order() -> None:
    maya = make_person("maya")
    contract = make_contract(make_vendor("Nordlicht Beratung GmbH"))

    assert titles(maya, "calib")["contracts"] == [str(contract)]
    assert titles(maya, "2027 serv cali")["contracts"] == [str(contract)]
    assert titles(maya, "CT-2027-0001")["contracts"] == [str(contract)]
    assert titles(maya, "NORDL")["vendors"] == ["Nordlicht Beratung GmbH"]
    assert "contracts" not in titles(maya, "alibration")
    assert titles(maya, "zzz") == titles(maya, "") == titles(maya, "&|!") == {}


@pytest.mark.django_db
def test_the_number_that_is_typed_comes_before_words_that_begin_like_it(client: Client) -> None:
    maya = make_person("maya")
    vendor = make_vendor("Nordlicht Beratung GmbH")
    contract = make_contract(vendor, number="CT-2027-0003")
    contract.title = "Aspose Absolute POsition tab"
    contract.save()
    orders = [
        Order.objects.create(
            number=number, title=title, vendor=vendor, requester=maya, currency="EUR", total=1, base_total=1, rate=1,
            rate_on=NOON.date(),
        )
        for number, title in (("PO-2027-0001", "Sensors"), ("PO-2026-0009", "Work of 2027"))
    ]  # fmt: skip
    client.force_login(maya)

    found = search(maya, "PO-2027", each=5)
    page = client.get(reverse("search"), {"q": "po-2027-"}, headers={"HX-Request": "true"}).content.decode()

    assert [(group.kind.name, [one.title for one in group.found]) for group in found] == [
        ("orders", [str(orders[0]), str(orders[1])]),
        ("contracts", [str(contract)]),
    ]
    assert page.index(str(orders[0])) < page.index(str(contract))
    assert next(iter(titles(maya, "CT-2027"))) == "contracts"
    assert next(iter(titles(maya, "po 2027"))) == "contracts"  # words, not a number: the usual order


@pytest.mark.django_db
def test_nobody_finds_what_they_may_not_see() -> None:
    make_contract(make_vendor("Nordlicht Beratung GmbH"), requester=make_person("pierre"))

    assert set(titles(make_person("pierre"), "calib")) == {"contracts"}
    assert titles(make_person("abel"), "calib") == {}
    assert titles(make_person("olu"), "maya") == titles(make_person("vera"), "maya") == {}


@pytest.mark.django_db
def test_the_dialog_offers_decisions_places_and_new_things_to_who_may(client: Client) -> None:
    abel, pierre = make_people("abel", "pierre")
    rule_of({"role": "Approver"})
    put_forward(pierre)

    def asked(who: Any, text: str) -> str:
        client.force_login(who)
        return client.get(reverse("search"), {"q": text}, headers={"HX-Request": "true"}).content.decode()

    assert "Approve or reject PO-2027-0001 Calibration" in asked(abel, "approve po-2027")
    assert "Go to Orders" in asked(abel, "go ord")
    for words in ("start a con", "new contract", "upload"):
        assert "Start a contract" in asked(pierre, words)
    assert "Start a contract" not in asked(make_person("aud"), "start")
    assert "Approve or reject" not in asked(pierre, "approve po-2027")
    assert "Nothing begins with “zzz”" in asked(abel, "zzz")


@pytest.mark.django_db
def test_without_scripts_there_is_a_page_that_shows_all_of_one_kind(client: Client) -> None:
    client.force_login(make_person("maya"))
    vendor = make_vendor("Nordlicht Beratung GmbH", contact="")
    for number in range(1, 8):
        make_contract(vendor, number=f"CT-2027-{number:04d}")

    some = client.get(reverse("search"), {"q": "calibration"})
    every = client.get(reverse("search"), {"q": "calibration", "kind": "contracts"})

    assert (some.status_code, every.status_code) == (200, 200)
    assert every.context["page_obj"].paginator.count == 7
    assert b"CT-2027-0001" in every.content


@pytest.mark.django_db
def test_words_from_outside_stay_words(client: Client) -> None:
    client.force_login(make_person("maya"))

    answer = client.get(reverse("search"), {"q": "<script>alert(1)</script> \\ ' \" % :*"})

    assert answer.status_code == 200
    assert b"<script>alert" not in answer.content


@pytest.mark.django_db
def test_a_search_is_one_statement_for_each_kind(client: Client, django_assert_max_num_queries: Any) -> None:
    client.force_login(make_person("maya"))
    make_contract(make_vendor())
    client.get(reverse("search"))

    with django_assert_max_num_queries(2 + len(KINDS) + 4):
        client.get(reverse("search"), {"q": "calib"}, headers={"HX-Request": "true"})
