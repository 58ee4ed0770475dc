"""Asking people to sign: their letter and link, and the one-time code for those without an account."""

import secrets
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from flowmono.common.acting import action
from flowmono.common.refusals import Conflict, require
from flowmono.notices.telling import Wording, tell
from flowmono.outbox.letters import write_letter
from flowmono.outbox.models import Letter
from signing import policies
from signing.actions.marks import place_mark
from signing.links import new_link
from signing.models import Envelope, Recipient, Role

CODE_LIFE = timedelta(minutes=15)
CODE_TRIES = 5
CODES_A_DAY = 20
SUBJECTS = {
    Role.SIGNER: gettext_lazy("For your signature: %(title)s"),
    Role.APPROVER: gettext_lazy("For your approval: %(title)s"),
    Role.VIEWER: gettext_lazy("For you to read: %(title)s"),
}
CODE_SUBJECTS = {
    Role.SIGNER: gettext_lazy("Your code for signing"),
    Role.APPROVER: gettext_lazy("Your code for approving"),
    Role.VIEWER: gettext_lazy("Your code for reading"),
}


def invite(recipient: Recipient, *, at: datetime, again: bool = False) -> None:
    """Place the right mark for one of ours who signs, or make a link for somebody else, and write to them. The caller saves."""
    envelope = recipient.envelope
    facts = {"recipient": recipient, "envelope": envelope}
    title = SUBJECTS[Role(recipient.role)] % {"title": envelope.title}
    key = f"invite:{recipient.pk}:{at.isoformat()}" if again else f"invite:{recipient.pk}"
    if recipient.user is not None:
        if recipient.role == Role.SIGNER:
            place_mark(recipient, at=at)
        tell(
            [recipient.user],
            "round" if recipient.role == Role.VIEWER else "signature",
            key=key,
            title=title,
            sentence=recipient.profile_reason,
            url=reverse("signing:sign", args=[recipient.pk]),
            at=at,
            case_id=envelope.case,
            wording=Wording("sign_inside.txt", facts, title, key),
        )
        return
    token = new_link(recipient)
    write_letter(
        key=key,
        to=recipient.email,
        subject=title,
        template="sign_outside.txt",
        facts={**facts, "token": token},
        case_id=envelope.case,
        secret=True,
    )


def asked_by(recipient: Recipient) -> list[str]:
    """How the keys of the notices begin that ask this person for something: the request, its repetitions, reminders, the warning."""
    return [f"invite:{recipient.pk}", f"remind:{recipient.pk}:", f"warn:{recipient.pk}:"]


def told_of(envelope: Envelope) -> list[str]:
    """How the keys of the notices begin that tell who sent it that something is still missing, or is to be decided."""
    wishes = envelope.recipients.exclude(handovers=None).values_list("handovers", flat=True)
    return [f"warn:{envelope.pk}:", *(f"wish:{pk}" for pk in wishes)]


@action
def send_code(recipient: Recipient, *, by: Recipient, at: datetime) -> None:
    """Write a one-time code to the recorded address of an external signer. Raises Conflict when too many were asked for."""
    recipient = Recipient.objects.lock(recipient)
    require(policies.can_sign, recipient, by)
    day = Letter.objects.filter(key__startswith=f"code:{recipient.pk}:", dated_at__gt=at - timedelta(days=1))
    if day.count() >= CODES_A_DAY:
        raise Conflict(
            _("Too many codes were asked for. Try again tomorrow, or ask the sender."), code="too_many_codes"
        )
    code = f"{secrets.randbelow(1_000_000):06d}"
    recipient.code_digest = Recipient.digest_of(f"{recipient.pk}:{code}")
    recipient.code_expires_at = at + CODE_LIFE
    recipient.code_attempts = 0
    recipient.save()
    write_letter(
        key=f"code:{recipient.pk}:{at.isoformat()}",
        to=recipient.email,
        subject=str(CODE_SUBJECTS[Role(recipient.role)]),
        template="sign_code.txt",
        facts={"recipient": recipient, "code": code, "minutes": 15},
        case_id=recipient.case,
        secret=True,
    )


@action
def check_code(recipient: Recipient, *, by: Recipient, code: str, at: datetime) -> bool:
    """True when this is the code that was sent, in time and within five tries. Every try is counted and recorded, also a wrong one."""
    envelope = Envelope.objects.lock(recipient.envelope_id)
    recipient = Recipient.objects.lock(recipient)
    require(policies.can_sign, recipient, by)
    if not recipient.code_digest or recipient.code_expires_at is None or at > recipient.code_expires_at:
        return False
    if recipient.code_attempts >= CODE_TRIES:
        return False
    recipient.code_attempts += 1
    digest = Recipient.digest_of(f"{recipient.pk}:{code.strip()}")
    right = secrets.compare_digest(digest, recipient.code_digest)
    if right:
        recipient.code_digest = ""
    recipient.save()
    envelope.announce_code(recipient, right=right, at=at)
    envelope.save()
    return right
