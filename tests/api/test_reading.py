"""Reading through the API: pages, filters, order, relations in place of ids, and a no that says what is known."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_filters.utils import get_model_field

from contracts.actions import end_early
from contracts.models import Contract
from documents.models import Document
from flowmono.accounts import roles
from flowmono.accounts.models import AccessToken, User
from flowmono.api import router
from flowmono.common.lists import AmountFilter, OneOfThese
from flowmono.common.models import ExchangeRate
from tests.contracts.test_endings import FACTS as ENDS_EARLY
from tests.contracts.test_endings import NOW, fixed
from tests.people import NOON, make_person
from tests.procurement.stories import accept as accept_milestone
from tests.procurement.stories import approve, authorize, make_stage, make_vendor, receive, write_invoice

pytestmark = pytest.mark.django_db
READS = ["contracts:read", "vendors:read", "orders:read", "invoices:read", "payments:read"]


def program(person: User, *scopes: str) -> Client:
    _token, secret = AccessToken.issue(owner=person, name="ERP", scopes=list(scopes or READS), at=NOON)
    return Client(headers={"authorization": f"Bearer {secret}"})


@pytest.fixture
def stage() -> Any:
    found = make_stage()
    found.order = approve(found)
    accept_milestone(found, "M1 Interface design")
    bill = write_invoice("INV-1", [("M1 Interface design", "8000.00")], order=found.order)
    found.invoice = receive(found, bill)
    found.payment = authorize(found, found.invoice)
    return found


# --- lists ----------------------------------------------------------------------------------------------------------


def test_a_list_is_sorted_and_turned_round() -> None:
    for name in ("Beta AG", "Alpha AG", "Gamma AG"):
        make_vendor(name, vat_id="")
    maya = program(make_person("maya"))

    up = [row["name"] for row in maya.get("/api/v1/vendors/?ordering=name").json()["results"]]
    down = [row["name"] for row in maya.get("/api/v1/vendors/?ordering=-risk,-name").json()["results"]]

    assert up == ["Alpha AG", "Beta AG", "Gamma AG"]
    assert down == ["Gamma AG", "Beta AG", "Alpha AG"]


def test_amounts_go_by_their_worth_and_contracts_without_one_come_last() -> None:
    ExchangeRate.objects.create(currency="HUF", into="EUR", rate=Decimal("0.0025"), valid_on=date(2026, 1, 1))
    maya = make_person("maya")
    for number, total, currency in (("A", "9000", "HUF"), ("B", "100", "EUR"), ("C", None, ""), ("D", "90", "EUR")):
        document = Document.objects.create(case_key=uuid4(), title=number)
        facts = {"total": total, "currency": currency, "document": document, "requester": maya}
        Contract.objects.create(number=number, title=number, **facts)
    client = program(maya)

    def numbers(order: str) -> str:
        return "".join(row["number"] for row in client.get(f"/api/v1/contracts/?ordering={order}").json()["results"])

    assert numbers("-total") == "BDAC"
    assert numbers("total") == "ADBC"
    assert numbers("ends_on,-number") == "DCBA"


def test_amounts_in_several_currencies_are_compared_by_their_worth() -> None:
    ExchangeRate.objects.create(currency="JPY", into="EUR", rate=Decimal("0.005"), valid_on=date(2026, 1, 1))
    maya = make_person("maya")
    for number, total, currency in (("A", "7090000", "JPY"), ("B", "100000", "EUR"), ("C", None, "")):
        document = Document.objects.create(case_key=uuid4(), title=number)
        facts = {"total": total, "currency": currency, "document": document, "requester": maya}
        Contract.objects.create(number=number, title=number, **facts)
    client = program(maya)

    def numbers(question: str) -> str:
        rows = client.get(f"/api/v1/contracts/?ordering=number&{question}").json()["results"]
        return "".join(row["number"] for row in rows)

    assert numbers("total__gte=100000") == "B"
    assert numbers("total__lte=40000") == "A"
    assert numbers("total__gte=35450&total__lte=35450") == "A"
    assert client.get("/api/v1/contracts/?total__gte=").json()["code"] == "unclear_parameter"


def test_every_list_that_is_sorted_by_worth_is_narrowed_by_worth() -> None:
    found = {}
    for address, endpoint, _name in router.registry:
        for backend in endpoint.filter_backends:
            if hasattr(backend, "get_filterset_class"):
                filters = backend().get_filterset_class(endpoint(), endpoint.queryset)
                for name, one in (filters.base_filters if filters else {}).items():
                    if one.field_name in getattr(endpoint, "worth_in", {}):
                        found[f"{address}?{name}"] = type(one)

    assert set(found.values()) == {AmountFilter}
    assert {"orders?total__gte", "contracts?total__lte", "invoices?payable__gte", "payments?amount__gte"} <= set(found)


def test_the_description_says_how_amounts_are_compared(client: Client) -> None:
    client.force_login(make_person("maya"))
    told = client.get(reverse("api-schema"), {"format": "json"}).json()["paths"]["/api/v1/orders/"]["get"]["parameters"]

    (asked,) = [one for one in told if one["name"] == "total__gte"]
    assert "in the company's currency" in asked["description"]
    (states,) = [one for one in told if one["name"] == "state__in"]
    assert "approved" in states["schema"]["items"]["enum"]


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("contracts/?state__in=foo,bar", "foo"),
        ("contracts/?state__in=signed,foo", "foo"),
        ("invoices/?state__in=foo", "foo"),
        ("deliveries/?state__in=foo", "foo"),
    ],
)
def test_a_state_that_there_is_not_is_refused_among_others_too(question: str, words: str) -> None:
    answer = program(make_person("maya"), *READS, "deliveries:read").get(f"/api/v1/{question}")

    (field,) = answer.json()["errors"]
    assert (answer.status_code, field.endswith("__in")) == (400, True)
    assert words in answer.json()["errors"][field][0]


def test_every_filter_by_several_of_a_choice_knows_its_choices() -> None:
    free = []
    for address, endpoint, _name in router.registry:
        for backend in endpoint.filter_backends:
            if not hasattr(backend, "get_filterset_class"):
                continue
            filters = backend().get_filterset_class(endpoint(), endpoint.queryset)
            for name, one in (filters.base_filters if filters else {}).items():
                field = get_model_field(endpoint.queryset.model, one.field_name)
                if one.lookup_expr == "in" and field.choices and not isinstance(one, OneOfThese):
                    free.append(f"{address}?{name}")

    assert free == []


@pytest.mark.parametrize("page", ["9999", "0", "many", "１"])
def test_a_page_that_there_is_not_is_answered_with_advice_about_pages(page: str) -> None:
    answer = program(make_person("maya")).get("/api/v1/contracts/", {"page": page})

    told = answer.json()
    assert (answer.status_code, told["code"], told["detail"]) == (404, "invalid_page", "There is no such page.")
    assert told["how_to_fix"] == "Follow `next` and `previous`, or ask for a smaller page number."


def test_a_list_is_narrowed_by_states_ranges_and_parts_of_names(stage: Any) -> None:
    maya = program(make_person("maya"))

    def count(question: str) -> int:
        return int(maya.get(f"/api/v1/{question}").json()["count"])

    assert count("orders/?state__in=approved,sent") == 1
    assert count("orders/?state__in=draft,cancelled") == 0
    assert (count("orders/?total__gte=20000"), count("orders/?total__gte=20000.01")) == (1, 0)
    assert (count("vendors/?name__icontains=NORDLICHT"), count("vendors/?name__icontains=halden")) == (1, 0)
    assert count(f"invoices/?order={stage.order.pk}&decision=AUTHORIZE") == 1


@pytest.mark.parametrize(
    ("question", "field", "code", "words"),
    [
        (
            "stat=review",
            "stat",
            "unknown_parameter",
            "There is no such parameter here. Did you mean “state”? There are: category,",
        ),
        ("state=sneezed", "state", "invalid", "sneezed"),
        ("ordering=reason", "ordering", "invalid", "Nothing is sorted by “reason” here. What is: created_at,"),
        ("page_size=201", "page_size", "invalid", "A page has 1 to 200 records."),
        ("page_size=0", "page_size", "invalid", "A page has 1 to 200 records."),
        ("page_size=many", "page_size", "invalid", "A page has 1 to 200 records."),
        (
            "expand=requester",
            "expand",
            "unknown_expansion",
            "“requester” cannot be expanded here. What can: document, envelopes,",
        ),
        ("expand=terms", "expand", "unknown_expansion", "“terms” is a list, and is expanded on a single record only."),
    ],
)
def test_what_a_list_does_not_know_is_refused_and_it_says_what_it_knows(
    question: str, field: str, code: str, words: str
) -> None:
    answer = program(make_person("maya")).get(f"/api/v1/contracts/?{question}")

    told = answer.json()
    assert (answer.status_code, answer["Content-Type"], told["code"]) == (400, "application/problem+json", code)
    assert words in told["errors"][field][0]
    assert told["how_to_fix"]
    assert told["type"].endswith(f"/api/docs/problems/#{code}")


@pytest.mark.parametrize("page", ["2", "0", "-1", "9999999999999999999999", "٣"])
def test_a_page_that_is_not_there_is_not_found(page: str) -> None:
    answer = program(make_person("maya")).get("/api/v1/contracts/", {"page": page})

    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_an_address_that_the_api_does_not_have_is_a_problem_like_any_other() -> None:
    answer = program(make_person("maya")).get("/api/v1/nothing/")

    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert answer.json()["code"] == "no_such_address"


# --- relations ------------------------------------------------------------------------------------------------------


def test_related_records_stand_in_place_of_their_ids_two_steps_deep(stage: Any) -> None:
    fay = program(make_person("fay"))

    plain = fay.get("/api/v1/payments/").json()["results"][0]
    told = fay.get("/api/v1/payments/?expand=vendor,invoice.order").json()["results"][0]

    assert plain["vendor"] == str(stage.vendor.pk)
    assert told["vendor"]["name"] == "Nordlicht Software GmbH"
    assert told["invoice"]["number"] == "INV-1"
    assert told["invoice"]["order"]["number"] == stage.order.number
    assert told["invoice"]["contract"] == str(stage.contract.pk)


def test_lists_are_expanded_on_a_single_record(stage: Any) -> None:
    maya = program(make_person("maya"))

    told = maya.get(f"/api/v1/contracts/{stage.contract.pk}/?expand=terms,milestones,orders.vendor,invoices").json()

    assert [term["label"] for term in told["terms"]][:2] == ["M1 Interface design", "M2 Installation"]
    assert {milestone["title"] for milestone in told["milestones"]} == {"M1 Interface design", "M2 Installation"}
    assert told["orders"][0]["vendor"]["name"] == "Nordlicht Software GmbH"
    assert [invoice["number"] for invoice in told["invoices"]] == ["INV-1"]


def test_what_the_caller_may_not_see_stays_an_id(stage: Any) -> None:
    """A requester without a part in the contract's vendor sees an order of theirs, and of the vendor only the id."""
    rita = User.objects.create_user("rita", "rita@example.com")
    rita.groups.set(Group.objects.filter(name=roles.APPROVER))
    stage.order.requester = rita
    stage.order.save()

    told = program(rita).get("/api/v1/orders/?expand=vendor").json()["results"][0]

    assert told["vendor"] == str(stage.vendor.pk)


def test_a_token_needs_the_scope_of_what_it_expands(stage: Any) -> None:
    answer = program(make_person("fay"), "payments:read").get("/api/v1/payments/?expand=vendor")

    assert (answer.status_code, answer.json()["code"]) == (403, "scope_missing")
    assert "vendors:read" in answer.json()["detail"]


def test_a_page_with_relations_costs_the_same_for_one_record_and_for_ten(
    stage: Any, django_assert_max_num_queries: Any
) -> None:
    maya = program(make_person("maya"))
    for number in range(10):
        bill = write_invoice(f"INV-{number + 2}", [("M2 Installation", "100.00")], order=stage.order)
        receive(stage, bill, name=f"{number}.xml")

    with django_assert_max_num_queries(16):
        rows = maya.get("/api/v1/invoices/?expand=vendor,order,contract").json()["results"]

    assert len(rows) == 11
    assert all(row["vendor"]["id"] for row in rows if row["vendor"])


EACH_WITH_CONTRACT = ["terms", "obligations", "milestones", "orders", "invoices", "payments", "workspaces", "envelopes"]


def test_contracts_in_the_place_of_ids_ask_as_many_statements_however_they_ended(stage: Any) -> None:
    """Of lists that a program reads with contracts, vendors and documents in them: for one contract as for six, ended early or not."""
    maya = program(make_person("maya"), *READS, "documents:read", "signing:read")
    questions = ["contracts/", "contracts/?expand=document,vendor", "documents/"]
    questions += [f"{kind}/?expand=contract" for kind in EACH_WITH_CONTRACT]

    def asked() -> dict[str, int]:
        counted = {}
        for question in questions:
            with CaptureQueriesContext(connection) as statements:
                assert maya.get(f"/api/v1/{question}").status_code == 200
            counted[question] = len(statements)
        return counted

    maya.get("/api/v1/contracts/")  # the token notes that it was used
    Contract.objects.filter(pk=stage.contract.pk).update(number="CT-2026-0009")
    fixed()
    few = asked()
    others = [fixed() for _ in range(5)]
    for contract in others[:2]:
        end_early(contract, by=make_person("maya"), at=NOW, **ENDS_EARLY)

    assert {question: count - few[question] for question, count in asked().items() if count > few[question]} == {}
