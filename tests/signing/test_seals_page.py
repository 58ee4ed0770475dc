"""Seals and keys: administrators and auditors read how sealing stands; nobody reads a secret, and only administrators bind a mark."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from flowmono.outbox.delivering import deliver, drain
from signing import pki, trust
from signing.models import AuthorityAnswer, SignatureProfile
from tests.people import make_person
from tests.signing.crypto.outside import Outside
from tests.signing.life.scenes import make_mark
from tests.signing.life.test_levels import clock, debt, signed_by_all

__all__ = ["clock"]


def page_for(who: str) -> Any:
    reader = Client()
    reader.force_login(make_person(who))
    return reader.get(reverse("signing:seals"))


def person_key(name: str = "Sam Whitfield") -> str:
    authority, key = trust.trial_authority(at=timezone.now()), f"key-{uuid4().hex[:8]}"
    secret = json.loads(authority.signer_settings.read_text())["passphrase"]
    pki.issue_for_person(authority, name, key, passphrase=secret, at=timezone.now())
    return key


@pytest.mark.django_db
@pytest.mark.parametrize(("who", "status"), [("ada", 200), ("aud", 200), ("maya", 403), ("sam", 403), ("fay", 403)])
def test_administrators_and_auditors_see_it(who: str, status: int):
    assert page_for(who).status_code == status


@pytest.mark.django_db
def test_where_flowmono_is_at_another_time_it_says_that_keys_are_judged_by_the_real_clock(
    monkeypatch: pytest.MonkeyPatch,
):
    said = "judged by the real clock"
    assert said not in page_for("ada").content.decode()

    monkeypatch.setattr("flowmono.common.middleware.moment", lambda: timezone.now() + timedelta(days=40))
    page = page_for("ada")

    assert said in page.content.decode()
    assert [one.good for one in page.context["lists"]] == [True] * len(page.context["lists"]) != []


@pytest.mark.django_db
def test_below_the_highest_level_it_says_how_a_higher_one_is_had(settings: Any, monkeypatch: pytest.MonkeyPatch):
    settings.SEAL_LEVEL, settings.TIMESTAMP_URL = "B-B", ""
    lowest = page_for("ada").content.decode()
    monkeypatch.setattr("flowmono.common.middleware.moment", lambda: timezone.now() + timedelta(days=40))
    later = page_for("ada").content.decode()
    settings.SEAL_LEVEL = "B-LTA"
    highest = page_for("ada").content.decode()

    words = "starts it with FLOWMONO_SEAL_LEVEL=B-LTA"
    assert [words in page for page in (lowest, later, highest)] == [True, True, False]
    assert "The signer then stamps with its own key and clock." in lowest
    real = "A timestamp names the real time"
    assert [real in page for page in (lowest, later)] == [False, True]


@pytest.mark.django_db
def test_it_says_what_is_wanted_and_by_whom_seals_are_made_and_nothing_secret(settings: Any):
    settings.SEAL_LEVEL = "B-LTA"
    settings.TIMESTAMP_URL = "https://user:geheim@stamps.example/tsa?key=geheim"
    key = person_key()
    page = page_for("ada").content.decode()
    seal = trust.client().seal().certificate

    assert "PAdES B-LTA" in page
    assert "https://stamps.example/tsa" in page
    assert "geheim" not in page
    assert seal.sha256.hex() in page
    assert "EC P-256" in page
    assert key in page
    assert "Trial Root" in page
    assert "0 certificates taken back" in page
    for file in trust.trial_authority(at=timezone.now()).folder.glob("**/*.json"):
        assert json.loads(file.read_text())["passphrase"] not in page


@pytest.mark.django_db
def test_it_says_that_the_signer_cannot_be_asked(settings: Any, tmp_path: Any):
    settings.PRODUCTION, settings.SIGNER_SOCKET = True, str(tmp_path / "gone.sock")

    answer = page_for("aud")

    assert answer.status_code == 200
    assert "Nothing can be signed or sealed until it answers." in answer.content.decode()


def test_it_says_what_waits_and_why_and_what_the_clock_answered(committed: None, settings: Any, clock: Outside):
    envelope = signed_by_all(settings, "B-T")
    clock.way = "an error"
    drain()

    page = page_for("aud").content.decode()

    answer = AuthorityAnswer.objects.get(kind="timestamp")
    assert "Waiting for their seal" in page
    assert envelope.get_absolute_url() in page
    assert page.count("status 500") == 2
    assert (answer.address, answer.good_at) == (f"{clock.url}/stamp", None)

    clock.way = "well"
    owed = debt(envelope)
    owed.next_try_at = timezone.now()
    owed.save()
    deliver(owed.pk)
    page = page_for("aud").content.decode()

    answer.refresh_from_db()
    assert answer.problem == ""
    assert answer.good_at == answer.asked_at
    assert "1 seal<" in page
    assert envelope.get_absolute_url() not in page


@pytest.mark.django_db
def test_an_administrator_binds_a_mark_and_reads_why_not():
    mark, key, other = make_mark(make_person("sam")), person_key(), person_key("Vera Halloran")
    ada = Client()
    ada.force_login(make_person("ada"))
    address = reverse("signing:certificate", args=[mark.pk])

    refused = ada.post(address, {"certificate": other})
    kept = ada.post(address, {"certificate": key}, follow=True)

    assert refused.status_code == 422
    assert "is that of “Vera Halloran”" in refused.content.decode()
    assert SignatureProfile.objects.get(pk=mark.pk).certificate == key
    assert "Sam Whitfield signs with it: “Contracts”." in " ".join(kept.content.decode().split())


@pytest.mark.django_db
def test_a_mark_whose_certificate_is_gone_is_said():
    make_mark(make_person("sam"), certificate="gone")

    assert "A mark is bound to it, and the signer does not know it." in page_for("ada").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["sam", "maya", "aud"])
def test_nobody_else_binds_a_mark(who: str):
    mark = make_mark(make_person("sam"))
    reader = Client()
    reader.force_login(make_person(who))

    answers = [
        reader.get(reverse("signing:certificate", args=[mark.pk])).status_code,
        reader.post(reverse("signing:certificate", args=[mark.pk]), {"certificate": ""}).status_code,
    ]

    assert answers == [403, 403]


@pytest.mark.django_db
def test_a_seal_that_could_not_prove_it_is_said_before_the_mark_is_bound(settings: Any):
    settings.SEAL_LEVEL = "B-LT"
    mark, key = make_mark(make_person("sam")), person_key()
    lists = trust.trial_authority(at=timezone.now()).revocation_lists
    ada = Client()
    ada.force_login(make_person("ada"))
    for path in lists:
        path.rename(path.with_suffix(".away"))
    try:
        refused = ada.post(reverse("signing:certificate", args=[mark.pk]), {"certificate": key})
    finally:
        for path in lists:
            path.with_suffix(".away").rename(path)

    assert "Seals could not be made any more" in refused.content.decode()
    assert SignatureProfile.objects.get(pk=mark.pk).certificate == ""
