"""An administrator gives a program its token at the command line."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from flowmono.accounts.models import AccessToken
from tests.people import make_person

pytestmark = pytest.mark.django_db


def issue(*arguments: str) -> str:
    out = StringIO()
    call_command("issue_token", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue().strip()


def test_the_secret_is_printed_once_and_opens_what_its_scopes_say() -> None:
    maya = make_person("maya")

    secret = issue("MAYA@example.com", "ERP", "--scope", "contracts:write", "--scope", "contracts:read", "--days", "30")

    token = AccessToken.objects.get()
    assert token.digest == AccessToken.digest_of(secret)
    assert (token.owner, token.name, token.scopes) == (maya, "ERP", ["contracts:read", "contracts:write"])
    assert 29 <= (token.expires_at - timezone.now()).days <= 30


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("nobody@example.com", "ERP", "--scope", "contracts:read"), "No active account"),
        (("maya@example.com", "ERP", "--scope", "contracts"), "not contracts"),
        (("maya@example.com", "ERP", "--scope", "contracts:delete"), "not contracts:delete"),
        (("maya@example.com", "ERP", "--scope", "contracts:read", "--days", "0"), "at least one day"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(arguments: tuple[str, ...], words: str) -> None:
    make_person("maya")

    with pytest.raises(CommandError, match=words):
        issue(*arguments)

    assert not AccessToken.objects.exists()
