"""Pages follow what moves: a small question with one statement, answered 204 while nothing moved."""

import re
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from flowmono.common.moving import versions
from flowmono.notices.models import Notice
from flowmono.outbox.models import RecordedEvent
from tests.flowmono.test_notices import tell_one
from tests.flowmono.test_pages import owe
from tests.people import NOON, make_person

pytestmark = pytest.mark.django_db


def test_nothing_is_said_while_nothing_moved(client: Client, django_assert_num_queries: Any) -> None:
    client.force_login(make_person("maya"))
    first = client.get(reverse("live"), {"t": ["inbox", "notices"]})

    with django_assert_num_queries(2 + 1):
        again = client.get(reverse("live"), {"t": ["inbox", "notices"], "v": first.json()["v"]})

    assert (first.status_code, again.status_code, again.content) == (200, 204, b"")


def test_the_topic_that_moved_is_the_one_that_is_named_anew() -> None:
    maya, abel = make_person("maya"), make_person("abel")
    before = versions(maya, ["inbox", "notices"])

    owe()
    after = versions(maya, ["inbox", "notices"])
    assert after["inbox"] != before["inbox"]
    assert after["notices"] == before["notices"]

    tell_one(abel)
    assert versions(maya, ["notices"])["notices"] == before["notices"]
    tell_one(maya)
    told = versions(maya, ["notices"])["notices"]
    assert told != before["notices"]
    Notice.objects.filter(person=maya).update(read_at=NOON)
    assert versions(maya, ["notices"])["notices"] == before["notices"]


def test_a_case_moves_with_its_own_events_only() -> None:
    maya, delivery = make_person("maya"), owe(1)
    here = f"case:{delivery.event.case_id}"
    before = versions(maya, [here, f"case:{uuid4()}"])

    owe(2)

    assert versions(maya, [here]) == {here: before[here]}


def test_what_happened_while_a_page_was_on_its_way_is_told_with_the_first_answer(client: Client) -> None:
    client.force_login(make_person("maya"))
    here = f"case:{owe(1).event.case_id}"
    page = client.get(reverse("help"))
    since = re.search(rb'data-since="([^"]+)"', page.content).group(1).decode()
    RecordedEvent.objects.update(recorded_at=datetime.fromisoformat(since) - timedelta(seconds=1))

    calm = client.get(reverse("live"), {"t": here, "v": "", "since": since}).json()
    RecordedEvent.objects.update(recorded_at=timezone.now())
    moved = client.get(reverse("live"), {"t": [here, "notices"], "v": "", "since": since}).json()

    assert calm["then"] == calm["topics"]
    assert moved["topics"][here] == calm["topics"][here]
    assert moved["then"] == {here: ""}


@pytest.mark.parametrize("since", ["", "yesterday", "2027-03-01"])
def test_a_moment_that_is_none_is_not_asked_about(client: Client, since: str) -> None:
    client.force_login(make_person("maya"))

    assert client.get(reverse("live"), {"t": "inbox", "since": since}).json()["then"] == {}


def test_what_is_no_topic_is_left_out(client: Client) -> None:
    client.force_login(make_person("maya"))

    answer = client.get(reverse("live"), {"t": ["gossip", "case:'; select 1", "case:" + "-" * 36, "INBOX", ""]})

    assert (answer.status_code, answer.json()["topics"]) == (200, {})


def test_a_stranger_hears_nothing(client: Client) -> None:
    assert client.get(reverse("live"), {"t": "inbox"}).status_code == 302
