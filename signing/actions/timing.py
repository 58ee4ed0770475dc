"""The time that a document has for its signatures: how long, who is reminded when, and what happens when it is over."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from flowmono.accounts.models import User
from flowmono.common.acting import action
from flowmono.common.models import Company
from flowmono.common.refusals import Conflict, Invalid, require
from flowmono.common.templatetags.writing import say_day
from flowmono.notices.telling import Wording, tell
from flowmono.outbox.letters import write_letter
from signing import policies
from signing.actions.summaries import owe
from signing.links import present_link
from signing.models import ACTING, Envelope, EnvelopeState, Recipient, RecipientState, Role, Topic
from signing.rhythm import Asked, Rhythm, end_of, next_reminder, warning_moment

ASKED = (RecipientState.INVITED, RecipientState.VIEWED)
LONGEST = timedelta(days=366)
MOST_DAYS = 90


# A second click sends no second letter.
BETWEEN_REMINDERS = timedelta(minutes=1)


def times_of_company() -> Company:
    """The company's times for signing; those of a new installation where it is not entered yet."""
    return Company.objects.order_by("pk").first() or Company()


def reminder_of(recipient: Recipient, *, most: int) -> datetime | None:
    """When the clock reminds this person next; None when it does not."""
    envelope = recipient.envelope
    is_asked = recipient.state in ASKED and recipient.role in ACTING
    if envelope.state != EnvelopeState.SENT or not is_asked or recipient.invited_at is None:
        return None
    asked = Asked(recipient.invited_at, recipient.reminders, recipient.reminded_at)
    rhythm = Rhythm(envelope.remind_after, envelope.remind_every, most)
    return next_reminder(asked, rhythm, ends_at=envelope.expires_at)


@action
def set_time(
    envelope: Envelope, *, by: User, at: datetime, sign_by: date | None, remind_after: int, remind_every: int
) -> Envelope:
    """Say until when it can be signed, to the end of that day, and how often its signers are reminded.

    Before it is sent, no day means: as long as the company gives. While it is out, its links work until the new day.
    """
    envelope = Envelope.objects.lock(envelope)
    require(policies.can_send, envelope, by)
    if envelope.state not in {EnvelopeState.DRAFT, EnvelopeState.SENT}:
        raise Conflict(_("This signature round is already %(state)s.") % {"state": envelope.get_state_display()})
    for field, days in (("remind_after", remind_after), ("remind_every", remind_every)):
        if not 0 <= days <= MOST_DAYS:
            raise Invalid(_("Enter a number of days from 0 to %(most)s.") % {"most": MOST_DAYS}, field=field)
    ends = _end(sign_by, at=at)
    if ends is None and envelope.state == EnvelopeState.SENT:
        raise Invalid(_("Enter the last day on which it can be signed."), field="sign_by")
    envelope.set_time(expires_at=ends, remind_after=remind_after, remind_every=remind_every, at=at)
    envelope.save()
    for recipient in envelope.recipients.exclude(token_digest=""):
        recipient.token_expires_at = ends
        recipient.save()
    return envelope


def _end(sign_by: date | None, *, at: datetime) -> datetime | None:
    if sign_by is None:
        return None
    ends = end_of(sign_by, timezone.get_current_timezone())
    if ends <= at:
        raise Invalid(_("This day is over. Choose today or a later day."), field="sign_by")
    if ends - at > LONGEST:
        raise Invalid(_("Choose a day within a year."), field="sign_by")
    return ends


@action
def remind(recipient: Recipient, *, by: User, at: datetime) -> Recipient:
    """Remind somebody whose turn it is, now. Their link stays the one that they have."""
    envelope = Envelope.objects.lock(recipient.envelope_id)
    recipient = Recipient.objects.lock(recipient)
    require(policies.can_send, envelope, by)
    if envelope.state != EnvelopeState.SENT or recipient.state not in ASKED or recipient.role not in ACTING:
        raise Conflict(_("It is not this person's turn, so nothing is sent."))
    if _just_reminded(recipient, at=at):
        raise Conflict(_("%(name)s was reminded just now. Wait a minute.") % {"name": recipient.name}, code="just_now")
    key = f"remind:{recipient.pk}:by-hand:{at.isoformat()}"
    return _remind(envelope, recipient, key=key, at=at, with_others=False)


def remind_if_asked(pk: UUID, *, at: datetime) -> bool:
    """Remind this person now, where it is their turn; False when it is not any more, or they were reminded just now."""
    envelope = Envelope.objects.lock(Recipient.objects.values_list("envelope_id", flat=True).get(pk=pk))
    recipient = Recipient.objects.lock(pk)
    if envelope.state != EnvelopeState.SENT or recipient.state not in ASKED or recipient.role not in ACTING:
        return False
    if _just_reminded(recipient, at=at):
        return False
    _remind(envelope, recipient, key=f"remind:{pk}:by-hand:{at.isoformat()}", at=at)
    return True


def _just_reminded(recipient: Recipient, *, at: datetime) -> bool:
    return recipient.reminded_at is not None and at - recipient.reminded_at < BETWEEN_REMINDERS


def remind_due(*, at: datetime) -> int:
    """Remind everybody whose reminder is due; return how many were."""
    most = times_of_company().reminders_most
    done = 0
    for pk in _asked().values_list("pk", flat=True):
        done += _remind_if_due(pk, most=most, at=at)
    return done


@transaction.atomic
def _remind_if_due(pk: Any, *, most: int, at: datetime) -> bool:
    envelope = Envelope.objects.lock(Recipient.objects.values_list("envelope_id", flat=True).get(pk=pk))
    recipient = Recipient.objects.lock(pk)
    recipient.envelope = envelope
    due = reminder_of(recipient, most=most)
    if due is None or due > at:
        return False
    recipient.reminders += 1
    _remind(envelope, recipient, key=f"remind:{pk}:{recipient.reminders}", at=at)
    return True


def _asked() -> QuerySet[Recipient]:
    found: QuerySet[Recipient] = Recipient.objects.filter(
        envelope__state=EnvelopeState.SENT, state__in=ASKED, role__in=ACTING
    ).order_by("pk")
    return found


def _remind(envelope: Envelope, recipient: Recipient, *, key: str, at: datetime, with_others: bool = True) -> Recipient:
    """with_others: one of ours reads of it in one letter with the other rounds of its sending to many."""
    recipient.envelope = envelope
    if not (with_others and owe(envelope, recipient.user, Topic.REMINDED, at=at)):
        _write(recipient, _("Reminder: %(title)s"), "sign_reminder.txt", key=key, at=at)
    recipient.reminded_at = at
    recipient.save()
    envelope.announce_reminder(recipient, at=at)
    envelope.save()
    return recipient


def warn_due(*, at: datetime) -> int:
    """Write once to everybody whose signature is missing shortly before the time is over, and to who sent it; return how many rounds."""
    days = times_of_company().warn_before
    soon = Envelope.objects.filter(
        state=EnvelopeState.SENT, warned_at=None, expires_at__gt=at, expires_at__lte=at + timedelta(days=days)
    )
    return sum(_warn(pk, days=days, at=at) for pk in list(soon.values_list("pk", flat=True)))


@transaction.atomic
def _warn(pk: Any, *, days: int, at: datetime) -> bool:
    envelope = Envelope.objects.lock(pk)
    if envelope.state != EnvelopeState.SENT or envelope.warned_at is not None or envelope.expires_at is None:
        return False
    due = warning_moment(envelope.sent_at or envelope.created_at, envelope.expires_at, days)
    if due is None or not due <= at < envelope.expires_at:
        return False
    day = envelope.expires_at.isoformat()
    missing = list(_asked().filter(envelope=envelope))
    for recipient in missing:
        recipient.envelope = envelope
        if not owe(envelope, recipient.user, Topic.WARNED, at=at):
            _write(recipient, _("Nearly over: %(title)s"), "sign_warning.txt", key=f"warn:{recipient.pk}:{day}", at=at)
        recipient.reminded_at = at
        recipient.save()
    if not owe(envelope, envelope.sent_by, Topic.MISSING, at=at):
        _tell_sender(envelope, missing, ends_at=envelope.expires_at, at=at)
    envelope.warned_at = at
    envelope.save()
    return True


def _tell_sender(envelope: Envelope, missing: Sequence[Recipient], *, ends_at: datetime, at: datetime) -> None:
    tell(
        [envelope.sent_by],
        "round",
        key=f"warn:{envelope.pk}:{ends_at.isoformat()}",
        title=_("Not signed yet: %(title)s") % {"title": envelope.title},
        sentence=_("It can be signed until %(day)s. Missing: %(names)s.")
        % {"day": say_day(ends_at.date()), "names": ", ".join(one.name for one in missing)},
        url=envelope.get_absolute_url(),
        at=at,
        case_id=envelope.case,
    )


def _write(recipient: Recipient, subject: str, template: str, *, key: str, at: datetime) -> None:
    """One letter with the way to the document. The caller saves."""
    envelope = recipient.envelope
    title = subject % {"title": envelope.title}
    facts = {"recipient": recipient, "envelope": envelope, "signs": recipient.role == Role.SIGNER}
    if recipient.user is not None:
        path = reverse("signing:sign", args=[recipient.pk])
        wording = Wording(template, {**facts, "path": path}, title, key)
        tell(
            [recipient.user],
            "signature",
            key=key,
            title=title,
            url=path,
            at=at,
            case_id=envelope.case,
            wording=wording,
        )
        return
    path = reverse("signing:enter", args=[present_link(recipient)])
    write_letter(
        key=key,
        to=recipient.email,
        subject=title,
        template=template,
        facts={**facts, "path": path},
        case_id=envelope.case,
        secret=True,
    )


def expire_due(*, at: datetime) -> int:
    """Close every round whose time is over; return how many."""
    over = Envelope.objects.filter(state=EnvelopeState.SENT, expires_at__lt=at)
    return sum(_expire(pk, at=at) for pk in list(over.values_list("pk", flat=True)))


@transaction.atomic
def _expire(pk: Any, *, at: datetime) -> bool:
    envelope = Envelope.objects.lock(pk)
    if envelope.state != EnvelopeState.SENT or envelope.expires_at is None or envelope.expires_at >= at:
        return False
    missing = [one.name for one in _asked().filter(envelope=envelope)]
    facts = {"day": say_day(envelope.expires_at.date()), "names": ", ".join(missing)}
    envelope.close_places()
    envelope.expire(reason=_("It was to be signed by %(day)s. Missing: %(names)s.") % facts, at=at)
    envelope.save()
    return True
