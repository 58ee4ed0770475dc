"""A second factor, from setting up the app to a lost telephone, in the words of the product."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from flowmono.accounts.models import User
from tests.people import make_person

PASSWORD = "a long enough sentence 2027"


@pytest.fixture
def hana(request: pytest.FixtureRequest) -> User:
    request.getfixturevalue("committed" if "committed" in request.fixturenames else "db")
    person = make_person("fay")
    person.set_password(PASSWORD)
    person.save()
    cache.clear()  # how often a code was tried
    return person


def code_of(secret: str, *, at: datetime | None = None) -> str:
    """What an app shows at a moment."""
    return format_hotp_value(hotp_value(secret, int((at or timezone.now()).timestamp()) // 30))


def sign_in(client: Client, person: User) -> Any:
    return client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD}, follow=True)


def set_up(client: Client, person: User) -> str:
    """Set the app up as people do; its key."""
    secret = key_shown(client, person)
    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    return secret


def key_shown(client: Client, person: User) -> str:
    """Sign in, say once more that it is oneself, and read the key for the app."""
    sign_in(client, person)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    (secret,) = re.findall(r'<code class="mono">([A-Z2-7]+)</code>', client.get(reverse("mfa_activate_totp")).text)
    return str(secret)


@pytest.mark.usefixtures("committed")
def test_setting_up_the_app_says_what_happened_and_shows_the_recovery_codes(client: Client, hana: User) -> None:
    secret = key_shown(client, hana)

    empty = client.post(reverse("mfa_activate_totp"), {"code": ""}).text
    wrong = client.post(reverse("mfa_activate_totp"), {"code": "000000"}).text
    done = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)}, follow=True).text

    assert "“Code” is still empty." in empty
    assert "This is still empty. Fill it in." in empty
    assert wrong.count("This is not the code of now.") == 2
    assert secret in wrong
    assert "The app is set up. From now on its code is asked for after your password." in done
    assert len(re.findall(r"\b\d{8}\b", done)) >= 10


@pytest.mark.parametrize("seconds", [-30, 0, 30])
def test_the_code_is_asked_for_after_the_password_and_a_clock_may_be_half_a_minute_off(
    seconds: int, client: Client, hana: User
) -> None:
    secret = set_up(client, hana)
    cache.clear()
    other = Client(headers={"host": "127.0.0.1"})

    asked = sign_in(other, hana)
    wrong = other.post(reverse("mfa_authenticate"), {"code": "123456"})
    at = timezone.now() + timedelta(seconds=seconds)
    opened = other.post(reverse("mfa_authenticate"), {"code": code_of(secret, at=at)})

    assert asked.redirect_chain[-1][0].startswith(reverse("mfa_authenticate"))
    assert "An administrator can help." in asked.text
    assert wrong.text.count("This is not the code of now.") == 2
    assert opened.status_code == 302
    assert other.get("/").status_code == 200


def test_a_recovery_code_opens_the_account_once(client: Client, hana: User) -> None:
    set_up(client, hana)
    one = Authenticator.objects.get(user=hana, type="recovery_codes").wrap().get_unused_codes()[0]
    first, second = Client(headers={"host": "127.0.0.1"}), Client(headers={"host": "127.0.0.1"})

    sign_in(first, hana)
    opened = first.post(reverse("mfa_authenticate"), {"code": one})
    sign_in(second, hana)
    refused = second.post(reverse("mfa_authenticate"), {"code": one})

    assert opened.status_code == 302
    assert refused.status_code == 200
    assert "This is not the code of now." in refused.text


def test_of_a_lost_telephone_an_administrator_takes_the_factor_off(client: Client, hana: User) -> None:
    set_up(client, hana)
    ada = make_person("ada")
    ada.is_staff = ada.is_superuser = True
    ada.save()
    app = Authenticator.objects.get(user=hana, type="totp")
    desk, other = Client(headers={"host": "127.0.0.1"}), Client(headers={"host": "127.0.0.1"})
    desk.force_login(ada)

    page = desk.get(reverse("admin:mfa_authenticator_change", args=[app.pk])).text
    for one in Authenticator.objects.filter(user=hana):
        answer = desk.post(reverse("admin:mfa_authenticator_delete", args=[one.pk]), {"post": "yes"})
        assert answer.status_code == 302
    opened = sign_in(other, hana)

    assert app.wrap().instance.data["secret"] not in page
    assert opened.redirect_chain[-1][0] == "/"
    assert not Authenticator.objects.filter(user=hana).exists()


def test_a_wrong_password_before_a_change_is_told_beside_its_field(client: Client, hana: User) -> None:
    client.force_login(hana)

    asked = client.get(reverse("mfa_activate_totp"), follow=True)
    wrong = client.post(asked.redirect_chain[-1][0], {"password": "wrong"}).text

    assert "Is it still you?" in asked.text
    assert wrong.count("This is not your password. Type it again.") == 2
