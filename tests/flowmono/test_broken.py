"""What a person and a program are told when something breaks on our side, and when the database is away."""

import json
import logging
import os
import re
import subprocess
import sys
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from flowmono.common.masking import WithReference
from flowmono.urls import handler404, handler500
from flowmono.urls import urlpatterns as ours

__all__ = ["handler404", "handler500"]


def breaks(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError("nobody thought of this")


urlpatterns = [path("breaks/", breaks), path("signing/document/breaks/", breaks), path("api/v1/breaks/", breaks), *ours]
REFERENCE = re.compile(r"[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}")
pytestmark = pytest.mark.urls(__name__)


def reference_in(words: str) -> str:
    (found,) = set(REFERENCE.findall(words))
    return found


@pytest.fixture
def written(caplog: pytest.LogCaptureFixture) -> Any:
    """What the log has, as the console writes it."""
    caplog.handler.addFilter(WithReference())
    caplog.set_level(logging.ERROR, "django.request")
    return lambda: [record.getMessage() for record in caplog.records]


@pytest.mark.django_db
def test_a_page_that_breaks_says_what_to_do_and_gives_the_reference_that_the_log_has(written: Any) -> None:
    client = Client(raise_request_exception=False)

    answer = client.get("/breaks/?from=here")

    page = answer.content.decode()
    assert answer.status_code == 500
    assert "Something went wrong on our side" in page
    assert '<a class="button button-primary" href="/breaks/?from=here">Try again</a>' in page
    assert 'href="/">Go to the start page' in " ".join(page.split())
    assert [line for line in written() if reference_in(page) in line] == [
        f"[{reference_in(page)}] Internal Server Error: /breaks/"
    ]
    assert "ZeroDivisionError" not in page


@pytest.mark.django_db
def test_a_form_that_breaks_leads_back_and_who_signs_from_outside_is_not_led_to_the_sign_in() -> None:
    client = Client(raise_request_exception=False)

    sent = client.post("/breaks/", headers={"referer": "http://testserver/contracts/new/"}).content.decode()
    outside = client.get("/signing/document/breaks/").content.decode()

    assert '<a class="button button-primary" href="/contracts/new/">Back to the page before</a>' in sent
    assert ("Try again" in sent, "Try again" in outside, "Go to the start page" in outside) == (False, True, False)


@pytest.mark.django_db
def test_a_piece_of_a_page_and_a_program_are_given_the_reference_too() -> None:
    client = Client(raise_request_exception=False)

    piece = client.get("/breaks/", headers={"hx-request": "true"})
    program = client.get("/api/v1/breaks/")

    words = json.loads(piece["HX-Trigger"])["refused"]["words"]
    assert reference_in(words) == reference_in(piece.content.decode())
    assert (program.status_code, program["Content-Type"]) == (500, "application/problem+json")
    assert reference_in(program.json()["detail"])
    assert program.json()["how_to_fix"] == "Try again with the same Idempotency-Key. Nothing half-done remains."


ASK = """
import json
import django
django.setup()
from django.test import Client
client = Client(raise_request_exception=False, SERVER_NAME="localhost")
client.cookies["sessionid"] = "somebody"
page, program = client.get("/contracts/"), client.get("/api/v1/contracts/")
print(json.dumps([page.status_code, page["Retry-After"], page.content.decode(), program.status_code, program.json()]))
"""


def test_while_the_database_is_away_a_page_and_the_api_say_so_in_words() -> None:
    away = {
        "DATABASE_URL": "postgres://nobody:nothing@127.0.0.1:1/nowhere",
        "DJANGO_SETTINGS_MODULE": "flowmono.settings",
    }

    asked = subprocess.run(
        [sys.executable, "-c", ASK], env=os.environ | away, capture_output=True, text=True, check=True, timeout=300
    )

    status, later, page, api_status, told = json.loads(asked.stdout.splitlines()[-1])
    assert (status, later, api_status, told["status"]) == (503, "30", 503, 503)
    assert "Back in a moment" in page
    assert '<a class="button button-primary" href="/contracts/">Try again</a>' in page
    assert f"[{reference_in(page)}] Service Unavailable: /contracts/" in asked.stderr
    assert f"[{reference_in(told['detail'])}] " in asked.stderr
