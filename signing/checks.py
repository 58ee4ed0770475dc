"""The system check of what the environment names for recognising people without an account: found at a start, not by a signer."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from flowmono.outbox import texting
from signing.models import Recipient
from signing.proving import ways

LONGEST = Recipient._meta.get_field("proof").max_length


@register()
def ways_can_be_loaded(**_options: Any) -> list[CheckMessage]:
    """Every class that FLOWMONO_TEXT_MESSAGES and FLOWMONO_SIGNING_WAYS name is there, and no key comes twice or is too long."""
    try:
        if texting.can_send():
            texting.provider()
        found = ways()
    except (ImportError, TypeError) as problem:
        hint = "Name classes by their dotted paths in FLOWMONO_TEXT_MESSAGES and FLOWMONO_SIGNING_WAYS."
        return [Error(f"A class that the environment names cannot be used: {problem}", hint=hint, id="signing.E001")]
    errors: list[CheckMessage] = [
        Error(f"The way {key} has a key of more than {LONGEST} letters.", id="signing.E002")
        for key in found
        if len(key) > LONGEST
    ]
    if len(found) < 1 + texting.can_send() + len(settings.SIGNING_WAYS):
        errors.append(Error("Two ways in FLOWMONO_SIGNING_WAYS have the same key.", id="signing.E003"))
    return errors
