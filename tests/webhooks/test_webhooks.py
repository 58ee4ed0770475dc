"""A program is told what happens: once per event, signed, again when it did not hear, and never where it must not go."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings as _settings
from django.test import Client
from django.utils import timezone

from flowmono.common.refusals import Conflict, Invalid, NotAllowed
from flowmono.events import REGISTRY
from flowmono.notices.models import Notice
from flowmono.outbox.delivering import drain
from flowmono.outbox.models import Delivery, RecordedEvent
from flowmono.webhooks import actions, sending
from flowmono.webhooks.forms import HEADINGS, events_to_choose
from flowmono.webhooks.models import Attempt, Endpoint, Sending, SendingState
from flowmono.webhooks.signatures import new_secret, sign
from tests.people import NOON, make_person
from tests.vendors.stage import make_vendor
from tests.webhooks.sink import Sink, is_signed, listening
from vendors import actions as vendors


@pytest.fixture
def sink() -> Iterator[Sink]:
    with listening() as found:
        yield found


def set_up(url: str, *events: str, **values: Any) -> tuple[Endpoint, str]:
    return actions.create_endpoint(
        by=make_person("ada"), at=NOON, values={"url": url, "events": list(events) or ["VendorHeld"], **values}
    )


def hold() -> Any:
    vendor = make_vendor(contact="")
    vendors.hold_vendor(vendor, by=make_person("fay"), at=NOON, reason="A dispute.")
    drain()
    return vendor


def wait_no_longer() -> None:
    """As if the back-off had passed."""
    Sending.objects.update(next_try_at=timezone.now())
    Endpoint.objects.update(quiet_until=None)


# --- the signature --------------------------------------------------------------------------------------------------


def test_a_signature_is_the_one_of_the_specification() -> None:
    """The example of the Standard Webhooks libraries' own documentation."""
    signature = sign(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        message_id="msg_p5jXN8AQM9LWM0D4loKWxJek",
        timestamp=1614265330,
        body=b'{"test": 2432232314}',
    )

    assert signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_secret_has_256_bits_and_is_never_the_same() -> None:
    assert len({new_secret() for _time in range(50)}) == 50
    assert len(new_secret()) == len("whsec_") + 44


# --- from an event to a message -------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_an_event_reaches_the_endpoint_that_asks_for_it_signed_and_once(sink: Sink) -> None:
    _endpoint, secret = set_up(sink.url)

    vendor = hold()
    sent = (sending.send_due(), sending.send_due())

    headers, body = sink.got[0]
    event = RecordedEvent.objects.get(name="VendorHeld")
    assert (sent, len(sink.got)) == ((1, 0), 1)
    assert is_signed(secret, headers, body)
    assert not is_signed(new_secret(), headers, body)
    assert not is_signed(secret, headers, body.replace(b"dispute", b"quarrel"))
    assert json.loads(body) == {
        "type": "VendorHeld",
        "timestamp": "2027-03-01T12:00:00+00:00",
        "subject": f"vendors.vendor:{vendor.pk}",
        "data": event.values,
    }
    assert headers["content-type"] == "application/json"
    assert abs(int(headers["webhook-timestamp"]) - timezone.now().timestamp()) < 60
    assert (Sending.objects.get().state, Attempt.objects.get().status) == ("sent", 204)


@pytest.mark.django_db
def test_what_nobody_asks_for_owes_nothing(sink: Sink, django_assert_num_queries: Any) -> None:
    set_up(sink.url, "VendorReleased")
    set_up(sink.url, "VendorHeld", active=False)

    hold()

    assert not Delivery.objects.filter(receiver__contains="webhooks").exists()
    assert (Sending.objects.count(), sending.send_due()) == (0, 0)


@pytest.mark.django_db
def test_a_star_asks_for_every_event_and_each_endpoint_gets_its_own(sink: Sink) -> None:
    set_up(sink.url, "*")
    set_up(sink.url, "VendorHeld", "VendorReleased")

    hold()
    sending.send_due()

    names = sorted(json.loads(body)["type"] for _headers, body in sink.got)
    assert names == ["VendorHeld", "VendorHeld", "VendorRegistered"]
    assert len(set(sink.ids)) == 3


@pytest.mark.django_db
def test_a_delivery_that_is_repeated_writes_no_second_message(sink: Sink) -> None:
    set_up(sink.url)
    hold()

    Delivery.objects.filter(receiver__contains="webhooks").update(state="waiting", attempts=0)
    drain()

    assert Sending.objects.count() == 1


# --- what goes wrong ------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_what_is_not_taken_is_tried_again_later_under_the_same_id(sink: Sink) -> None:
    sink.codes, sink.body = [500, 503, 200], b"not now"
    set_up(sink.url)
    hold()

    first = sending.send_due()
    at_once = sending.send_due()
    wait_no_longer()
    second = sending.send_due()
    wait_no_longer()
    third = sending.send_due()

    assert (first, at_once, second, third) == (0, 0, 0, 1)
    assert (len(sink.ids), len(set(sink.ids)), len({body for _headers, body in sink.got})) == (3, 1, 1)
    assert list(Attempt.objects.values_list("status", "answer")) == [
        (500, "not now"),
        (503, "not now"),
        (200, "not now"),
    ]
    endpoint = Endpoint.objects.get()
    assert (endpoint.failures, endpoint.failing_since) == (0, None)


@pytest.mark.django_db
def test_the_waits_grow_and_after_the_last_it_is_given_up(sink: Sink) -> None:
    sink.codes = [500]
    set_up(sink.url)
    hold()
    waits = []

    for _attempt in range(11):
        wait_no_longer()
        before = timezone.now()
        sending.send_due()
        waits.append(round((Sending.objects.get().next_try_at - before).total_seconds()))

    assert waits[:10] == list(sending.WAITS)
    assert (Sending.objects.get().state, Attempt.objects.count()) == ("failed", 11)
    wait_no_longer()
    assert (sending.send_due(), len(sink.got)) == (0, 11)


@pytest.mark.django_db
def test_one_that_fails_is_left_alone_for_a_while_and_holds_nobody_up(sink: Sink) -> None:
    with listening(codes=[500]) as broken:
        set_up(broken.url, "*")
        set_up(sink.url, "*")
        hold()

        sending.send_due()

        assert (len(broken.got), len(sink.got)) == (1, 2)
        broken.codes = [200]
        Endpoint.objects.update(quiet_until=None)
        sending.send_due()
        assert len(broken.got) == 3, "once it answers again all that it is owed is due at once"


@pytest.mark.django_db
def test_after_five_days_it_is_switched_off_and_the_administrators_are_told(sink: Sink) -> None:
    ada, sink.codes = make_person("ada"), [500]
    endpoint, _secret = set_up(sink.url)
    hold()
    sending.send_due()
    Endpoint.objects.update(failing_since=timezone.now() - timedelta(days=5, minutes=1))
    wait_no_longer()

    sending.send_due()

    endpoint.refresh_from_db()
    assert (endpoint.active, endpoint.disabled_because) == (False, "Nothing was taken for 5 days.")
    notice = Notice.objects.get(person=ada)
    assert notice.title == f"The webhook “{sink.url}” is switched off"
    assert notice.url == endpoint.get_absolute_url()
    wait_no_longer()
    assert (sending.send_due(), len(sink.got)) == (0, 2)


@pytest.mark.django_db
def test_switched_on_again_it_is_sent_what_it_is_owed(sink: Sink) -> None:
    sink.codes = [410, 200]
    endpoint, _secret = set_up(sink.url)
    hold()
    sending.send_due()
    endpoint.refresh_from_db()
    assert (endpoint.active, endpoint.disabled_because) == (False, "It answered 410: it is gone for good.")

    actions.change_endpoint(endpoint, by=make_person("ada"), at=NOON, values={"active": True})

    assert (sending.send_due(), len(set(sink.ids))) == (1, 1)


@pytest.mark.django_db
def test_a_worker_that_is_killed_in_a_call_leaves_the_message_owed(sink: Sink) -> None:
    set_up(sink.url)
    hold()
    killed = sending._claim(timezone.now())
    assert killed is not None

    at_once = sending.send_due()
    Sending.objects.update(next_try_at=timezone.now())
    later = sending.send_due()

    assert (at_once, later, sink.ids) == (0, 1, [killed.message_id])


@pytest.mark.django_db
def test_a_forbidden_address_is_noted_and_never_called(sink: Sink, settings: Any) -> None:
    set_up(sink.url)
    hold()
    settings.WEBHOOK_LOOPBACK = False

    sending.send_due()

    assert sink.got == []
    assert Attempt.objects.get().error == "Use https, so that nobody reads or changes a message on its way."


# --- secrets --------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_while_a_secret_is_exchanged_both_are_good_and_then_only_the_new_one(sink: Sink) -> None:
    endpoint, former = set_up(sink.url)
    _endpoint, new = actions.exchange_secret(endpoint, by=make_person("ada"), at=NOON)
    vendor = hold()
    sending.send_due()
    Endpoint.objects.update(former_until=timezone.now() - timedelta(seconds=1))
    vendors.release_vendor(vendor, by=make_person("fay"), at=NOON, reason="Settled.")
    vendors.hold_vendor(vendor, by=make_person("fay"), at=NOON, reason="Again.")
    drain()
    sending.send_due()

    (both, first), (one, second) = sink.got
    assert (is_signed(former, both, first), is_signed(new, both, first)) == (True, True)
    assert (is_signed(former, one, second), is_signed(new, one, second)) == (False, True)


@pytest.mark.django_db
def test_a_secret_is_kept_sealed_and_out_of_the_history(sink: Sink) -> None:
    _endpoint, secret = set_up(sink.url)

    rows = json.dumps([*Endpoint.objects.values(), *Endpoint.history.values()], default=str)

    assert secret not in rows
    assert secret.removeprefix("whsec_") not in rows


@pytest.mark.django_db
def test_another_key_of_the_installation_is_said_in_words(sink: Sink, settings: Any) -> None:
    set_up(sink.url)
    hold()
    settings.SECRET_KEY = "another"

    sending.send_due()

    assert sink.got == []
    assert "Give the endpoint a new secret." in Attempt.objects.get().error


# --- people ---------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"url": "https://127.0.0.1:99999/"}, "url"),
        ({"url": "https://10.0.0.1/"}, "url"),
        ({"url": "http://example.com/"}, "url"),
        ({"url": ""}, "url"),
        ({"events": []}, "events"),
        ({"events": ["VendorSneezed"]}, "events"),
    ],
)
def test_an_endpoint_that_cannot_work_is_refused_at_its_field(values: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        set_up(**{"url": "https://example.com/", **values}) if "events" not in values else actions.create_endpoint(
            by=make_person("ada"), at=NOON, values={"url": "https://example.com/", **values}
        )

    assert (refusal.value.field, Endpoint.objects.count()) == (field, 0)


@pytest.mark.django_db
def test_administrators_set_up_and_procurement_sends_again(sink: Sink) -> None:
    endpoint, _secret = set_up(sink.url)
    hold()
    sending.send_due()
    message = Sending.objects.get()

    for verb in (actions.exchange_secret, actions.send_test):
        with pytest.raises(NotAllowed):
            verb(endpoint, by=make_person("maya"), at=NOON)
    with pytest.raises(NotAllowed):
        actions.send_again(message, by=make_person("aud"), at=NOON)
    actions.send_again(message, by=make_person("maya"), at=NOON)

    assert (sending.send_due(), len(set(sink.ids)), Attempt.objects.count()) == (1, 1, 2)


@pytest.mark.django_db
def test_nothing_is_sent_again_to_one_that_is_switched_off(sink: Sink) -> None:
    endpoint, _secret = set_up(sink.url)
    hold()
    actions.change_endpoint(endpoint, by=make_person("ada"), at=NOON, values={"active": False})

    with pytest.raises(Conflict):
        actions.send_again(Sending.objects.get(), by=make_person("ada"), at=NOON)
    with pytest.raises(Conflict):
        actions.send_test(endpoint, by=make_person("ada"), at=NOON)


@pytest.mark.django_db
def test_an_administrator_sets_it_up_on_its_page_and_sees_the_secret_once(sink: Sink, client: Client) -> None:
    client.force_login(make_person("ada"))

    wrong = client.post("/orchestration/webhooks/new/", {"url": "https://10.0.0.1/", "events": ["VendorHeld"]})
    made = client.post(
        "/orchestration/webhooks/new/",
        {"url": sink.url, "events": ["VendorHeld"], "description": "ERP", "active": "on"},
    )

    assert (wrong.status_code, "10.0.0.1 is a private network." in wrong.content.decode()) == (422, True)
    assert (made.status_code, "whsec_" in made.content.decode()) == (200, True)
    endpoint = Endpoint.objects.get()
    page = client.get(endpoint.get_absolute_url()).content.decode()
    assert ("whsec_" in page, "ERP" in page) == (False, True)


@pytest.mark.django_db
def test_its_pages_show_what_was_sent_and_what_came_back(
    sink: Sink, client: Client, django_assert_max_num_queries: Any
) -> None:
    sink.codes, sink.body = [422], b"<b>what is a vendor?</b>"
    endpoint, _secret = set_up(sink.url, description="ERP")
    hold()
    sending.send_due()
    client.force_login(make_person("aud"))

    with django_assert_max_num_queries(9):
        listed = client.get("/orchestration/webhooks/").content.decode()
    with django_assert_max_num_queries(12):
        page = client.get(endpoint.get_absolute_url()).content.decode()
    message = client.get(f"/orchestration/webhooks/messages/{Sending.objects.get().pk}/").content.decode()

    assert ("ERP" in listed, "Failing" in listed) == (True, True)
    assert "Vendor held" in page
    assert "&lt;b&gt;what is a vendor?&lt;/b&gt;" in message
    assert "422" in message
    assert f"msg_{Sending.objects.get().pk.hex}" in message


@pytest.mark.django_db
def test_its_messages_are_sorted_narrowed_and_taken_as_csv_like_every_list(sink: Sink, client: Client) -> None:
    endpoint, _secret = set_up(sink.url)
    for _message in range(3):
        hold()
    _first, second, _third = Sending.objects.order_by("made_at", "pk")
    Sending.objects.filter(pk=second.pk).update(state=SendingState.FAILED, attempts=9)
    client.force_login(make_person("aud"))
    address = endpoint.get_absolute_url()

    by_attempts = client.get(f"{address}?sort=-attempts").context["page"].object_list
    given_up = client.get(f"{address}?state=failed").context["page"].object_list
    lines = client.get(f"{address}?format=csv&sort=-attempts").getvalue().decode("utf-8-sig").splitlines()

    assert next(one.pk for one in by_attempts) == second.pk
    assert [one.pk for one in given_up] == [second.pk]
    assert lines[0] == "event,record,state,attempts,made,taken,next_try,message_id"
    assert lines[1].startswith("Vendor held,")
    assert lines[1].endswith(f",{second.message_id}")
    assert len(lines) == 4


@pytest.mark.django_db
def test_while_there_is_none_its_page_offers_to_set_one_up_or_says_who_does(client: Client) -> None:
    ada, maya = make_person("ada"), make_person("maya")

    client.force_login(ada)
    offered = client.get("/orchestration/webhooks/").content.decode()
    client.force_login(maya)
    told = client.get("/orchestration/webhooks/").content.decode()

    assert offered.count('href="/orchestration/webhooks/new/"') == 2
    assert "/orchestration/webhooks/new/" not in told
    assert "An administrator sets one up. Ask:" in told
    assert str(ada) in told


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["pierre", "abel", "sam", "lena", "vera", "olu"])
def test_others_see_nothing_of_it(who: str, sink: Sink, client: Client) -> None:
    endpoint, _secret = set_up(sink.url)
    client.force_login(make_person(who))

    codes = {client.get(address).status_code for address in ("/orchestration/webhooks/", endpoint.get_absolute_url())}

    assert codes <= {302, 403}


@pytest.mark.django_db
def test_the_administration_makes_one_and_shows_its_secret_once(sink: Sink, client: Client) -> None:
    ada = make_person("ada")
    ada.is_staff = ada.is_superuser = True
    ada.save()
    client.force_login(ada)

    made = client.post("/admin/webhooks/endpoint/add/", {"url": sink.url, "events": ["*"], "active": "on"}, follow=True)

    assert (made.status_code, Endpoint.objects.count()) == (200, 1)
    assert "whsec_" in made.content.decode()
    page = client.get(f"/admin/webhooks/endpoint/{Endpoint.objects.get().pk}/change/")
    assert (page.status_code, "whsec_" in page.content.decode()) == (200, False)


@pytest.mark.django_db
def test_old_messages_are_forgotten_with_their_logs_and_waiting_ones_are_not(sink: Sink) -> None:
    set_up(sink.url, "*")
    hold()
    sending.send_due()
    Sending.objects.update(made_at=datetime(2020, 1, 1, tzinfo=UTC))
    Sending.objects.filter(event__name="VendorHeld").update(state="waiting", sent_at=None)

    assert (sending.forget_old(), Sending.objects.count(), Attempt.objects.count()) == (1, 1, 1)


def test_production_never_calls_its_own_machine() -> None:
    assert _settings.WEBHOOK_LOOPBACK is not _settings.PRODUCTION


def test_events_are_offered_in_the_order_of_a_case_each_with_what_it_means() -> None:
    groups = events_to_choose()

    assert [str(heading) for heading, _events in groups][:3] == ["Preparing documents", "Contracts", "Signing"]
    assert len(groups) == len(HEADINGS)
    assert [name for _heading, offered in groups for name, _words in offered] == list(REGISTRY)
    words = dict(pair for _heading, offered in groups for pair in offered)
    assert words["EnvelopeTimed"].startswith("<span>Time for signing changed<span")
    assert "was changed." in words["EnvelopeTimed"]
