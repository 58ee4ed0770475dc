"""What surrounds every request: the moment, the author, refusals as pages, and headers that keep strangers out."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from flowmono.accounts.models import User
from flowmono.common import acting
from flowmono.common.middleware import RefusalPages, TheMoment, WhoActs
from flowmono.common.refusals import Conflict, Invalid, NotAllowed, Refused, require
from tests.people import NOON, make_person

pytestmark = pytest.mark.django_db


def ask(person: User) -> HttpRequest:
    request = RequestFactory().get("/orders/")
    request.user = person
    request.at = NOON  # type: ignore[attr-defined]
    return request


@pytest.mark.parametrize(("refusal", "status"), [(Invalid, 400), (NotAllowed, 403), (Conflict, 409), (Refused, 400)])
def test_a_refusal_becomes_a_page_with_its_status_and_its_words(refusal: type[Refused], status: int) -> None:
    middleware = RefusalPages(lambda request: HttpResponse())

    page = middleware.process_exception(ask(make_person("maya")), refusal("The order moved on; open it again."))

    assert page is not None
    assert page.status_code == status
    assert "The order moved on; open it again." in page.content.decode()


def test_words_in_a_refusal_are_text_not_markup() -> None:
    middleware = RefusalPages(lambda request: HttpResponse())

    page = middleware.process_exception(ask(make_person("maya")), Conflict("<script>alert(1)</script>"))

    assert page is not None
    assert "<script>alert" not in page.content.decode()


def test_other_errors_are_left_to_be_seen() -> None:
    assert RefusalPages(HttpResponse).process_exception(ask(make_person("maya")), ValueError("a bug")) is None


def test_the_moment_is_read_once_and_in_the_persons_zone() -> None:
    maya = make_person("maya")
    maya.time_zone = "Asia/Tokyo"
    seen: dict[str, Any] = {}

    def answer(request: HttpRequest) -> HttpResponse:
        seen.update(at=request.at, zone=timezone.get_current_timezone_name())  # type: ignore[attr-defined]
        return HttpResponse()

    before = timezone.now()
    TheMoment(answer)(ask(maya))

    assert before <= seen["at"] <= timezone.now()
    assert (seen["zone"], timezone.get_current_timezone_name()) == ("Asia/Tokyo", "UTC")


def test_every_change_of_a_request_is_its_persons_and_nobodys_afterwards() -> None:
    maya = make_person("maya")
    seen: list[Any] = []

    WhoActs(lambda request: seen.append(acting.current()) or HttpResponse())(ask(maya))

    assert (str(seen[0].actor), seen[0].at, seen[0].user_id) == ("person:Maya Okafor", NOON, maya.pk)
    assert acting.current().actor == acting.SYSTEM


def can_ring(by: User) -> bool:
    """Only the bell ringer rings."""
    return by.username == "maya"


def test_a_policy_says_no_in_its_own_words() -> None:
    require(can_ring, make_person("maya"))

    with pytest.raises(NotAllowed, match="Only the bell ringer rings") as refusal:
        require(can_ring, make_person("olu"))

    assert refusal.value.code == "can_ring"


@pytest.mark.parametrize("page", ["/account/login/", "/", "/api/v1/"])
def test_every_answer_is_closed_to_frames_scripts_and_referrers(page: str, client: Client) -> None:
    client.force_login(make_person("maya"))

    answer = client.get(page)

    policy = answer["Content-Security-Policy"]
    for directive in ("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"):
        assert directive in policy
    assert "unsafe" not in policy
    assert (answer["X-Frame-Options"], answer["Referrer-Policy"]) == ("DENY", "same-origin")
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_form_from_elsewhere_is_refused() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_person("maya"))

    assert client.post("/orchestration/deliveries/1/retry/").status_code == 403


def test_nobody_signs_up_by_themselves(client: Client) -> None:
    client.post(
        "/account/signup/", {"email": "x@example.com", "password1": "a-long-word-1", "password2": "a-long-word-1"}
    )

    assert not User.objects.exists()


def test_signing_in_goes_by_e_mail_and_says_the_same_to_every_wrong_guess(client: Client) -> None:
    User.objects.create_user(email="maya@example.com", password="a-long-word-1")

    def sign_in(email: str, password: str) -> Any:
        return client.post("/account/login/", {"login": email, "password": password})

    wrong, unknown = sign_in("maya@example.com", "another-word-1"), sign_in("nobody@example.com", "another-word-1")
    right = sign_in("maya@example.com", "a-long-word-1")

    words: Callable[[Any], Any] = lambda answer: answer.context["form"].errors.get_json_data()  # noqa: E731
    assert words(wrong) == words(unknown)
    assert (right.status_code, right["Location"]) == (302, "/")
