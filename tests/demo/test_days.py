"""The clock of a running demonstration is moved on, so that nobody has to wait for days; nothing moves it elsewhere."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from demo.management.commands.demo import Command as Demo
from demo.preparing import Progress, write_progress
from flowmono.common.now import ahead, forget_days, moment, write_days
from flowmono.outbox.clock import start_due
from tests.people import make_person

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, settings: Any) -> None:
    settings.VAR_DIR = tmp_path
    settings.CLOCK_AHEAD = 60 * DAY


@pytest.mark.django_db
def test_the_running_demonstration_goes_on_by_three_days_and_what_is_due_by_then_begins() -> None:
    write_days(60)
    start_due({"daily": 86_400}, lambda _name: None)

    call_command("demo_days", 3)

    assert ahead() == 63 * DAY
    assert abs(timezone.now() + 63 * DAY - moment()) < timedelta(minutes=1)
    assert start_due({"daily": 86_400}, lambda _name: None) == ["daily"]


def test_the_clock_never_goes_back() -> None:
    write_days(2)

    assert ahead() == 60 * DAY

    forget_days()

    assert ahead() == 60 * DAY


def test_a_product_whose_clock_is_not_ahead_reads_no_file(settings: Any) -> None:
    settings.CLOCK_AHEAD = timedelta(0)
    write_days(900)

    assert ahead() == timedelta(0)


@pytest.mark.parametrize(
    ("served", "days", "production", "words"),
    [
        (False, 3, False, "No demonstration has been served"),
        (True, 0, False, "Say how many days"),
        (True, 3, True, "not moved in production"),
    ],
)
def test_it_says_why_it_does_not_move(served: bool, days: int, production: bool, words: str, settings: Any) -> None:
    settings.PRODUCTION = production
    if served:
        write_days(60)

    with pytest.raises(CommandError, match=words):
        call_command("demo_days", days)


def test_it_waits_until_the_past_has_been_played() -> None:
    write_days(60)
    write_progress(Progress(12, 60))

    with pytest.raises(CommandError, match="still being prepared"):
        call_command("demo_days", 3)


@pytest.mark.django_db
def test_help_says_how_where_this_is_a_demonstration_and_only_there(client: Client, settings: Any) -> None:
    client.force_login(make_person("maya"))

    there = client.get(reverse("help")).text
    settings.CLOCK_AHEAD = timedelta(0)
    elsewhere = client.get(reverse("help")).text

    assert "make days N=3" in there
    assert "make days" not in elsewhere


def test_letters_and_papers_made_while_it_is_prepared_name_the_address_it_is_served_at(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FLOWMONO_SITE_URL", raising=False)
    settings.SITE_URL = "http://127.0.0.1:8000"

    Demo()._live_at("127.0.0.1:8626")

    assert settings.SITE_URL == os.environ["FLOWMONO_SITE_URL"] == "http://127.0.0.1:8626"
