"""What an integrator does wrong in the first hour is answered in words, as a problem, and never half done."""

from typing import Any

import pytest
from django.test import Client

from flowmono.accounts.models import AccessToken
from flowmono.api import router
from tests.people import NOON, make_person
from vendors.models import Vendor

VENDORS = "/api/v1/vendors/"
JSON = "application/json"
PROBLEM = "application/problem+json"


@pytest.fixture
def maya(db: None) -> Client:
    scopes = ["vendors:read", "vendors:write", "invoices:write"]
    _token, secret = AccessToken.issue(owner=make_person("maya"), name="ERP", scopes=scopes, at=NOON)
    return Client(headers={"authorization": f"Bearer {secret}"}, raise_request_exception=False)


def test_an_address_without_its_slash_loses_nothing_that_is_sent(maya: Client) -> None:
    answer = maya.post(VENDORS.rstrip("/"), {"name": "Acme"}, JSON)

    assert (answer.status_code, answer.headers["Content-Type"]) == (404, PROBLEM)
    assert answer.json()["detail"] == "This address ends with a slash: /api/v1/vendors/."
    assert maya.get(VENDORS.rstrip("/")).headers["Location"] == VENDORS
    assert Vendor.objects.count() == 0


def test_an_address_that_is_not_there_says_so(maya: Client) -> None:
    told = maya.post("/api/v1/vendorz/", {"name": "Acme"}, JSON).json()

    assert told["code"] == "no_such_address"
    assert told["how_to_fix"] == "Look at the documentation for the addresses; each of them ends with a slash."


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (b'{"name": "A", "name": "B"}', "“name” stands twice in one object: send it once."),
        (b'{"name":' + b"[" * 100_000 + b"]" * 100_000 + b"}", "This JSON is nested too deeply."),
        (b"{name: 1}", "This is no JSON that can be read: Expecting property name"),
        (b'{"name": "\xff"}', "This is no JSON that can be read: 'utf-8' codec"),
        (b'{"name": NaN}', "This is no JSON that can be read: Out of range float values"),
    ],
)
def test_json_that_cannot_be_taken_as_it_stands_is_refused(sent: bytes, words: str, maya: Client) -> None:
    answer = maya.generic("POST", VENDORS, sent, content_type=JSON)

    assert (answer.status_code, answer.json()["code"]) == (400, "parse_error")
    assert answer.json()["detail"].startswith(words)
    assert Vendor.objects.count() == 0


def test_an_unknown_encoding_is_said(maya: Client) -> None:
    answer = maya.generic("POST", VENDORS, b"{}", content_type="application/json; charset=klingon")

    assert answer.status_code in {400, 415}
    assert answer.headers["Content-Type"] == PROBLEM


@pytest.mark.parametrize("sent", ["[1]", "null", "7", '"name"'])
def test_what_is_no_object_is_answered_with_one(sent: str, maya: Client) -> None:
    answer = maya.post(VENDORS, sent, JSON)

    assert answer.status_code == 400
    [words] = answer.json()["errors"]["non_field_errors"]
    assert words.startswith('Send an object, such as {"name": "value"}')


@pytest.mark.parametrize("headers", [{}, {"idempotency-key": "once"}])
@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("application/x-www-form-urlencoded", "&".join(f"a{number}=1" for number in range(3000)), 413),
        ("multipart/form-data", "--x\r\nnothing", 400),
    ],
)
def test_a_body_that_cannot_be_read_is_a_problem_with_and_without_a_key(
    kind: str, body: str, status: int, headers: dict[str, str], maya: Client
) -> None:
    answer = maya.generic("POST", VENDORS, body.encode(), content_type=kind, headers=headers)

    assert (answer.status_code, answer.headers["Content-Type"]) == (status, PROBLEM)
    assert answer.json()["status"] == status


@pytest.mark.parametrize(
    ("query", "name", "words"),
    [
        ("stat=active", "stat", "There is no such parameter here. Did you mean “state”? There are: "),
        ("state=", "state", "This has no value: say what, or leave it out."),
        ("state=active&state=prospective", "state", "This is said twice: say it once."),
    ],
)
def test_a_list_is_never_asked_by_halves(query: str, name: str, words: str, maya: Client) -> None:
    answer = maya.get(f"{VENDORS}?{query}")

    assert answer.status_code == 400
    assert answer.json()["errors"][name][0].startswith(words)


def test_a_single_record_refuses_what_it_does_not_know_too(maya: Client) -> None:
    key = maya.post(VENDORS, {"name": "Acme"}, JSON).json()["id"]

    answer = maya.get(f"{VENDORS}{key}/?expnd=contacts")

    assert (answer.status_code, answer.json()["code"]) == (400, "unknown_parameter")
    assert "Did you mean “expand”?" in answer.json()["errors"]["expnd"][0]


def test_options_says_nothing_of_shapes_that_is_not_so(maya: Client) -> None:
    told: dict[str, Any] = maya.options(VENDORS).json()

    assert "actions" not in told
    assert told["parses"] == ["application/json", "multipart/form-data", "application/x-www-form-urlencoded"]


@pytest.mark.parametrize("address", ["{VENDORS}?format=xml", "{VENDORS}{key}/?format=xml", "{VENDORS}{key}.xml"])
def test_a_format_that_there_is_not_is_no_record_that_is_missing(address: str, maya: Client) -> None:
    key = maya.post(VENDORS, {"name": "Acme"}, JSON).json()["id"]

    answer = maya.get(address.format(VENDORS=VENDORS, key=key))

    assert (answer.status_code, answer.headers["Content-Type"], answer.json()["code"]) == (
        406,
        PROBLEM,
        "not_acceptable",
    )
    assert answer.json()["detail"] == "Nothing is answered as “xml” here. What there is: json."
    assert answer.json()["how_to_fix"].startswith("Leave ?format= out")


def test_a_post_that_asks_for_another_format_does_nothing(maya: Client) -> None:
    answer = maya.post(f"{VENDORS}?format=csv", {"name": "Acme"}, JSON)
    told = maya.post(VENDORS, {"name": "Acme"}, JSON, headers={"accept": "text/csv"}).json()

    assert answer.status_code == 406
    assert (
        told["detail"] == "The header Accept asks for nothing that is answered here. What there is: application/json."
    )
    assert Vendor.objects.count() == 0


def test_every_address_has_hyphens_between_its_words() -> None:
    names = [str(route.pattern) for route in router.urls]

    assert [name for name in names if "_" in name and "format" not in name] == []
