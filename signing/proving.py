"""How somebody without an account proves that they are who was asked: a code by e-mail, by text message, or an installation's own way.

A further way is a class like those here, named with its dotted path in FLOWMONO_SIGNING_WAYS (docs/operating.md tells how). How often
may be tried, and for how long, is the same for all and is counted by the actions, not here.
"""

import re
import secrets
from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from flowmono.common.refusals import Conflict
from flowmono.outbox import texting
from flowmono.outbox.letters import write_letter, write_text_message
from signing.models.states import BY_EMAIL, Role

if TYPE_CHECKING:
    from datetime import datetime

    from django.utils.functional import _StrPromise

    from signing.models import Recipient

SUBJECTS = {
    Role.SIGNER: gettext_lazy("Your code for signing"),
    Role.APPROVER: gettext_lazy("Your code for approving"),
    Role.VIEWER: gettext_lazy("Your code for reading"),
}
# ITU-T E.164: a plus, the code of the country, at most fifteen digits in all.
NUMBER = re.compile(r"\+[1-9]\d{6,14}")


class Way(ABC):
    """One way. `key` is what is kept of it at a place, `label` what people choose by."""

    key: ClassVar[str]
    label: ClassVar["str | _StrPromise"]
    needs_number: ClassVar[bool] = False

    @abstractmethod
    def ask(self, recipient: "Recipient", *, at: "datetime") -> None:
        """Bring a new code to the person, or do nothing where they have one. Within the caller's transaction, who also saves."""

    @abstractmethod
    def is_right(self, recipient: "Recipient", code: str, *, at: "datetime") -> bool:
        """True when this is the code. Called at most five times for each time that was asked."""

    @abstractmethod
    def where(self, recipient: "Recipient") -> str:
        """What the page says of where the code is found: only who it belongs to may learn from it."""

    @abstractmethod
    def in_evidence(self, recipient: "Recipient") -> str:
        """How the person was recognised, for the evidence and the certificate."""


class SentCode(Way):
    """Six digits that are made for each time and kept as a digest only."""

    def ask(self, recipient: "Recipient", *, at: "datetime") -> None:
        code = f"{secrets.randbelow(1_000_000):06d}"
        recipient.code_digest = recipient.digest_of(f"{recipient.pk}:{code}")
        self.bring(recipient, code, key=f"code:{recipient.pk}:{at.isoformat()}")

    def is_right(self, recipient: "Recipient", code: str, *, at: "datetime") -> bool:
        digest = recipient.digest_of(f"{recipient.pk}:{code.strip()}")
        return bool(recipient.code_digest) and secrets.compare_digest(digest, recipient.code_digest)

    @abstractmethod
    def bring(self, recipient: "Recipient", code: str, *, key: str) -> None:
        """Write the code to the person, through the outbox."""


class ByEmail(SentCode):
    """To the recorded e-mail address, to which the link went too."""

    key = BY_EMAIL
    label = gettext_lazy("Code by e-mail")

    def bring(self, recipient: "Recipient", code: str, *, key: str) -> None:
        write_letter(
            key=key,
            to=recipient.email,
            subject=str(SUBJECTS[Role(recipient.role)]),
            template="sign_code.txt",
            facts={"recipient": recipient, "code": code, "minutes": 15},
            case_id=recipient.case,
            secret=True,
        )

    def where(self, recipient: "Recipient") -> str:
        """v…@vendor.example: an address that its owner knows again and nobody else learns."""
        return _("We sent six digits to %(address)s.") % {"address": masked(recipient.email)}

    def in_evidence(self, recipient: "Recipient") -> str:
        return _("personal link and one-time code to %(email)s") % {"email": recipient.email}


class ByText(SentCode):
    """To a telephone: who reads somebody's mail still has no code."""

    key = "text"
    label = gettext_lazy("Code by text message")
    needs_number = True

    def bring(self, recipient: "Recipient", code: str, *, key: str) -> None:
        write_text_message(
            key=key,
            to=recipient.phone,
            subject=str(SUBJECTS[Role(recipient.role)]),
            template="sign_code_text.txt",
            facts={"recipient": recipient, "code": code, "minutes": 15},
            case_id=recipient.case,
            secret=True,
        )

    def where(self, recipient: "Recipient") -> str:
        return _("We sent six digits to the telephone whose number ends in %(digits)s.") % {
            "digits": recipient.phone[-2:]
        }

    def in_evidence(self, recipient: "Recipient") -> str:
        return _("personal link and one-time code by text message to %(number)s") % {"number": recipient.phone}


def ways() -> dict[str, Way]:
    """The ways of this installation by their keys, the usual one first."""
    return {way.key: way for way in _ways()}


def _ways() -> Iterator[Way]:
    yield ByEmail()
    if texting.can_send():
        yield ByText()
    for path in settings.SIGNING_WAYS:
        yield import_string(path)()


def way_of(recipient: "Recipient") -> Way:
    """The way that was chosen for this person. Raises Conflict when the installation has it no more: never a weaker one instead."""
    way = ways().get(recipient.proof)
    if way is None:
        raise Conflict(
            _(
                "The way in which you were to prove who you are is not there any more. Ask the sender to choose another."
            ),
            code="way_is_gone",
        )
    return way


def cleaned_number(written: str) -> str:
    """The number as it is kept: spaces, brackets and hyphens are left out, and 00 before the country is a plus."""
    bare = re.sub(r"[\s()./-]", "", written)
    return f"+{bare[2:]}" if bare.startswith("00") else bare


def fault_of(proof: str, phone: str) -> tuple[str, str] | None:
    """The field and the words of what is wrong with a way and a number; None when they go together."""
    way = ways().get(proof)
    if way is None:
        return "proof", _("Choose one of the ways that are listed.")
    if phone and not NUMBER.fullmatch(phone):
        return "phone", _("Enter the number with its country, such as +49 30 123456.")
    if way.needs_number and not phone:
        return "phone", _("Enter the number that the code goes to, with its country, such as +49 30 123456.")
    return None


def masked(email: str) -> str:
    """An address that its owner knows again and nobody else learns: v…@vendor.example."""
    name, _at, domain = email.partition("@")
    return f"{name[:1]}…@{domain}"
