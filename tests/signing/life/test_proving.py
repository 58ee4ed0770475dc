"""How somebody without an account proves who they are: a code by e-mail, by text message, or a way of the installation's own."""

import json
import re
from base64 import b32encode
from datetime import datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import hotp_value, validate_totp_code
from django.core.checks import run_checks
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from flowmono.outbox.letters import send
from flowmono.outbox.models import Channel, Letter
from signing.actions import change_recipient
from signing.completing import completion_of
from signing.models import Envelope, Recipient
from signing.proving import Way, cleaned_number
from tests.people import NOON, make_person
from tests.signing.life.scenes import OUTSIDER, inside, make_mark, outside, place_of, prepared, sent
from tests.signing.life.test_outside import entered, form_of, link_to, newest_code
from tests.signing.life.test_people_page import address, written

pytestmark = pytest.mark.django_db

PHONE = "+4930123456"
KEY = b32encode(b"twenty letters 12345").decode()
CODE = reverse("signing:code")


def texts(number: str = PHONE) -> list[str]:
    """The codes that went to a telephone."""
    words = Letter.objects.filter(channel=Channel.TEXT, to=number).order_by("id").values_list("body", flat=True)
    return [re.search(r"^(\d{6}) is your code for signing\.", body).group(1) for body in words]


def wrong(code: str) -> str:
    return "000000" if code != "000000" else "111111"


def test_the_code_goes_to_the_telephone_and_the_certificate_says_so():
    envelope = sent(outside(proof="text", phone=PHONE))
    browser = entered()

    page = browser.get(CODE).content.decode()
    [code] = texts()

    assert "the telephone whose number ends in 56" in page
    assert PHONE not in page
    assert not Letter.objects.filter(to=OUTSIDER, key__startswith="code:").exists()
    assert browser.post(CODE, {"code": wrong(code)}).status_code == 422
    assert browser.post(CODE, {"code": code}).url == reverse("signing:document")
    browser.post(reverse("signing:sign_outside"), form_of(browser))
    known_by = place_of(envelope, OUTSIDER).evidence["authenticated"]
    assert known_by == f"personal link and one-time code by text message to {PHONE}"
    facts = {"sealed_sha256": "", "level": "B-B", "at": NOON, "organisation": "Brightwater", "sealed_by": ""}
    told = str(completion_of(Envelope.objects.get(pk=envelope.pk), **facts))
    assert f"Sent a one-time code to {PHONE}" in told


def test_another_code_makes_the_first_one_worthless():
    sent(outside(proof="text", phone=PHONE))
    browser = entered()

    browser.post(CODE, {"again": "1"})
    first, second = texts()

    if first != second:
        assert browser.post(CODE, {"code": first}).status_code == 422
    assert browser.post(CODE, {"code": second}).status_code == 302
    assert entered().post(CODE, {"code": second}).status_code == 422


class Gateway(BaseHTTPRequestHandler):
    """What a provider of text messages would be: it keeps what came, and refuses the first time."""

    came: list[tuple[str | None, str | None, dict[str, str]]] = []

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.came.append((self.headers["Authorization"], self.headers["Idempotency-Key"], body))
        self.send_response(503 if len(self.came) == 1 else 202)
        self.end_headers()

    def log_message(self, *_words: Any) -> None:
        pass


@pytest.fixture
def gateway(settings: Any):
    server = HTTPServer(("127.0.0.1", 0), Gateway)
    Gateway.came = []
    Thread(target=server.serve_forever, daemon=True).start()
    settings.TEXT_MESSAGES = "flowmono.outbox.texting.ByHttp"
    settings.TEXT_MESSAGES_URL = f"http://127.0.0.1:{server.server_port}/messages"
    settings.TEXT_MESSAGES_TOKEN = "of the gateway"
    yield Gateway
    server.shutdown()


def test_a_gateway_that_refuses_is_asked_again_with_the_same_key_and_the_code_is_not_kept(gateway: type[Gateway]):
    sent(outside(proof="text", phone=PHONE))
    entered()
    letter = Letter.objects.get(channel=Channel.TEXT)
    [code] = texts()

    first, refused = send(letter.pk), Letter.objects.get(pk=letter.pk)
    second, taken = send(letter.pk), Letter.objects.get(pk=letter.pk)

    assert (first, second) == (False, True)
    assert "503" in refused.error
    assert refused.next_try_at > timezone.now()
    assert [one[0] for one in gateway.came] == ["Bearer of the gateway"] * 2
    assert gateway.came[0][1:] == gateway.came[1][1:]
    assert gateway.came[1][2] == {"to": PHONE, "text": refused.body, "key": str(letter.message_id)}
    assert code not in taken.body


def test_codes_go_to_no_gateway_without_encryption(settings: Any):
    settings.TEXT_MESSAGES = "flowmono.outbox.texting.ByHttp"
    settings.TEXT_MESSAGES_URL = "http://gateway.example/messages"
    sent(outside(proof="text", phone=PHONE))
    entered()
    letter = Letter.objects.get(channel=Channel.TEXT)

    assert send(letter.pk) is False
    assert "must begin with https" in Letter.objects.get(pk=letter.pk).error


class ByApp(Way):
    """The example of docs/operating.md: a time-based code of an authenticator app whose key the two sides agreed on before."""

    key = "app"
    label = "Code of an authenticator app"

    def ask(self, recipient: Recipient, *, at: datetime) -> None:
        """The app makes the codes by itself."""

    def is_right(self, recipient: Recipient, code: str, *, at: datetime) -> bool:
        return validate_totp_code(KEY, code)

    def where(self, recipient: Recipient) -> str:
        return "Enter the six digits that your authenticator app shows."

    def in_evidence(self, recipient: Recipient) -> str:
        return "personal link and code of an authenticator app"


def test_an_installation_plugs_in_a_way_of_its_own_with_the_same_limits(settings: Any):
    settings.SIGNING_WAYS = ["tests.signing.life.test_proving.ByApp"]
    envelope = sent(outside(proof="app"))
    browser = entered()
    now = int(timezone.now().timestamp()) // 30
    right = f"{hotp_value(KEY, now):06d}"

    assert "your authenticator app shows" in browser.get(CODE).content.decode()
    tries = [browser.post(CODE, {"code": wrong(right)}) for _ in range(5)]
    assert "Too many wrong codes" in tries[-1].content.decode()
    assert browser.post(CODE, {"code": right}).status_code == 422

    browser.post(CODE, {"again": "1"})
    assert browser.post(CODE, {"code": right}).url == reverse("signing:document")
    browser.post(reverse("signing:sign_outside"), form_of(browser))
    assert place_of(envelope, OUTSIDER).evidence["authenticated"] == "personal link and code of an authenticator app"
    assert not Letter.objects.filter(key__startswith="code:").exists()


def test_asking_again_and_again_gives_no_endless_tries(settings: Any):
    settings.SIGNING_WAYS = ["tests.signing.life.test_proving.ByApp"]
    sent(outside(proof="app"))
    browser = entered()

    answers = [browser.post(CODE, {"again": "1"}).status_code for _ in range(20)]

    assert answers == [200] * 19 + [429]


def test_a_way_that_is_gone_is_never_replaced_by_a_weaker_one(settings: Any):
    sent(outside(proof="text", phone=PHONE))
    settings.TEXT_MESSAGES = ""

    refused = Client().post(link_to())

    assert refused.status_code == 409
    assert "Ask the sender to choose another" in refused.content.decode()
    assert not Letter.objects.filter(key__startswith="code:").exists()


def test_what_the_environment_names_wrongly_is_found_at_a_start(settings: Any):
    settings.SIGNING_WAYS = ["tests.signing.life.test_proving.Nothing"]
    missing = [one.id for one in run_checks()]
    settings.SIGNING_WAYS = ["signing.proving.ByEmail"]
    twice = [one.id for one in run_checks()]

    assert "signing.E001" in missing
    assert "signing.E003" in twice


@pytest.mark.parametrize(
    ("phone", "kept"),
    [("+49 (30) 12-34/56", PHONE), ("0049 30 123456", PHONE), ("+49.30.123456", PHONE)],
)
def test_a_number_is_kept_as_networks_write_it(phone: str, kept: str):
    assert cleaned_number(phone) == kept


def test_the_sender_corrects_the_number_and_a_former_link_and_code_stop_working():
    envelope = sent(outside(proof="text", phone=PHONE))
    browser = entered()
    [code] = texts()
    sender = Client()
    sender.force_login(make_person("maya"))
    place = place_of(envelope, OUTSIDER)
    page = reverse("signing:person", args=[envelope.pk, place.pk])
    form = {"name": place.name, "title": place.title, "email": place.email, "proof": "text", "phone": "+49 30 654321"}

    shown = sender.get(page).content.decode()
    refused = sender.post(page, {**form, "phone": ""})
    sender.post(page, form)

    assert PHONE in shown
    assert refused.status_code == 422
    assert "Enter the number that the code goes to" in refused.content.decode()
    assert browser.post(CODE, {"code": code}).status_code == 410
    entered()
    assert len(texts("+4930654321")) == 1


def test_somebody_else_in_the_place_is_not_recognised_by_the_telephone_of_the_former():
    envelope = sent(outside(proof="text", phone=PHONE))
    place = place_of(envelope, OUTSIDER)

    change_recipient(place, by=make_person("maya"), at=NOON, name="Ben Pryce", email="ben@vendor.example")

    entered("ben@vendor.example")
    assert newest_code("ben@vendor.example")
    assert texts() == []


@pytest.mark.parametrize("phone", ["", "030 123456", "+49 30", "+0 30 123456", "+49 30 CALL ME", "+" + "1" * 16])
def test_who_takes_part_cannot_be_saved_with_a_number_that_no_message_reaches(phone: str):
    sam = make_person("sam")
    make_mark(sam)
    envelope = prepared(inside(sam), outside())
    browser = Client()
    browser.force_login(make_person("maya"))

    answer = browser.post(address(envelope), written(envelope, **{"people-1-proof": "text", "people-1-phone": phone}))

    assert answer.status_code == 422
    assert "with its country, such as +49 30 123456" in answer.content.decode()
    assert place_of(envelope, OUTSIDER).proof == "email"
