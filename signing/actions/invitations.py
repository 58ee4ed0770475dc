"""Asking people to sign: their letter and link, and the one-time code for those without an account."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from flowmono.common.acting import action
from flowmono.common.refusals import Conflict, require
from flowmono.notices.telling import Wording, tell
from flowmono.outbox.letters import write_letter
from signing import policies
from signing.actions.marks import place_mark
from signing.actions.summaries import owe
from signing.links import new_link
from signing.models import ACTING, Envelope, Recipient, Role, Topic
from signing.proving import way_of

CODE_LIFE = timedelta(minutes=15)
CODE_TRIES = 5
CODES_A_DAY = 20
SUBJECTS = {
    Role.SIGNER: gettext_lazy("For your signature: %(title)s"),
    Role.APPROVER: gettext_lazy("For your approval: %(title)s"),
    Role.VIEWER: gettext_lazy("For you to read: %(title)s"),
}


def invite(recipient: Recipient, *, at: datetime, again: bool = False, with_others: bool | None = None) -> None:
    """Place the right mark for one of ours who signs, or make a link for somebody else, and write to them. The caller saves.

    with_others: whether one of ours reads of it in one letter with the other rounds of its sending to many; None: unless they are asked again.
    """
    envelope = recipient.envelope
    facts = {"recipient": recipient, "envelope": envelope}
    title = SUBJECTS[Role(recipient.role)] % {"title": envelope.title}
    key = f"invite:{recipient.pk}:{at.isoformat()}" if again else f"invite:{recipient.pk}"
    if recipient.user is not None:
        if recipient.role == Role.SIGNER:
            place_mark(recipient, at=at)
        summed = not again if with_others is None else with_others
        if summed and recipient.role in ACTING and owe(envelope, recipient.user, Topic.ASKED, at=at):
            return
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
    changes = envelope.category_changes.values_list("pk", flat=True)
    return [f"warn:{envelope.pk}:", *(f"wish:{pk}" for pk in wishes), *(f"category:{pk}" for pk in changes)]


@action
def send_code(recipient: Recipient, *, by: Recipient, at: datetime) -> None:
    """Bring a one-time code to an external signer, in the way that the sender chose.

    Raises Conflict when too many were asked for in a day, or when the installation has that way no more.
    """
    recipient = Recipient.objects.lock(recipient)
    require(policies.can_sign, recipient, by)
    way = way_of(recipient)
    if recipient.codes_since is None or at - recipient.codes_since >= timedelta(days=1):
        recipient.codes_since, recipient.codes_asked = at, 0
    if recipient.codes_asked >= CODES_A_DAY:
        raise Conflict(
            _("Too many codes were asked for. Try again tomorrow, or ask the sender."), code="too_many_codes"
        )
    recipient.codes_asked += 1
    recipient.code_digest, recipient.code_attempts = "", 0
    recipient.code_expires_at = at + CODE_LIFE
    way.ask(recipient, at=at)
    recipient.save()


@action
def check_code(recipient: Recipient, *, by: Recipient, code: str, at: datetime) -> bool:
    """True when this is the right code, in time and within five tries. Every try is counted and recorded, also a wrong one."""
    envelope = Envelope.objects.lock(recipient.envelope_id)
    recipient = Recipient.objects.lock(recipient)
    require(policies.can_sign, recipient, by)
    if recipient.code_expires_at is None or at > recipient.code_expires_at:
        return False
    if recipient.code_attempts >= CODE_TRIES:
        return False
    recipient.code_attempts += 1
    right = way_of(recipient).is_right(recipient, code, at=at)
    if right:
        recipient.code_digest, recipient.code_expires_at = "", None
    recipient.save()
    envelope.announce_code(recipient, right=right, at=at)
    envelope.save()
    return right
