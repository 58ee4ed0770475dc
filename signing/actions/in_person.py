"""Signing in person: one of ours hands a device to a signer from outside, who reads, agrees and signs there.

No one-time code is asked for: the host answers for who it is, and stands in the evidence, the ledger and the certificate with it.
The link in the signer's letter keeps working beside it, because it needs a code that only the signer's own address receives: a device
that is left lying takes nothing from them. Whatever comes first, counts; the other way is then shut.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from flowmono.accounts.models import User
from flowmono.common.acting import action
from flowmono.common.refusals import Conflict, Invalid, require
from flowmono.outbox.letters import write_letter
from signing import policies
from signing.actions.invitations import invite
from signing.actions.signatures import decline, demand_turn, sign
from signing.models import Ended, Envelope, KnownBy, Recipient, RecipientState, Role, Sitting

A_NUMBER = re.compile(r"\d\W?\d\W?\d\W?\d")


@action
def begin_in_person(
    recipient: Recipient, *, by: User, at: datetime, known_by: str, known_words: str = ""
) -> tuple[Sitting, str]:
    """Hand a device to the signer of this place; gives what is recorded of it and the secret of that device.

    A device that was handed over for the same place before is shut. Raises Conflict when it is not this person's turn, and Invalid when
    it is not said how the host made sure who it is, or a number of a document is written down.
    """
    envelope = Envelope.objects.lock(recipient.envelope_id)
    recipient = Recipient.objects.lock(recipient)
    require(policies.can_host, recipient, by)
    demand_turn(envelope, recipient, at=at)
    words = " ".join(known_words.split())[:120] if known_by == KnownBy.OTHER else ""
    if known_by not in KnownBy.values:
        raise Invalid(_("Say how you made sure who this is."), field="known_by")
    if known_by == KnownBy.OTHER and not words:
        raise Invalid(_("Say in a few words how you made sure who this is."), field="known_words")
    if A_NUMBER.search(words):
        raise Invalid(_("Leave the number of the document out; it is not kept."), field="known_words")
    for former in recipient.sittings.select_for_update(of=("self",)).filter(ended=""):
        former.end(Ended.LAPSED if former.is_over(at) else Ended.REPLACED, at=at)
        former.save()
    sitting = Sitting(
        recipient=recipient,
        host=by,
        name=recipient.name,
        known_by=known_by,
        known_words=words,
        begun_at=at,
        seen_at=at,
    )
    key = sitting.new_key()
    sitting.save()
    envelope.announce_sitting(recipient, host=str(by), how=sitting.seen_words, at=at)
    envelope.save()
    return sitting, key


@action
def take_device(sitting: Sitting, *, by: Recipient, at: datetime) -> tuple[Sitting, str]:
    """The signer has the device and says that it is them: a new secret, so that nothing the host may have kept opens it."""
    sitting = _open_sitting(sitting, by=by, at=at)
    key = sitting.new_key()
    sitting.taken_at = sitting.taken_at or at
    sitting.seen_at = at
    sitting.save()
    return sitting, key


@action
def keep_awake(sitting: Sitting, *, by: Recipient, at: datetime) -> Sitting:
    """Somebody reads on the device, so it is not left lying."""
    sitting = _open_sitting(sitting, by=by, at=at)
    sitting.seen_at = at
    sitting.save()
    return sitting


@action
def sign_in_person(
    sitting: Sitting, *, by: Recipient, at: datetime, evidence: Mapping[str, Any], **shown: Any
) -> Recipient:
    """Sign on the host's device: all that `sign` asks for, and the signing in person is open. A second submit changes nothing.

    The signer hears of it at their own address at once: who was not there can say so.
    """
    Envelope.objects.lock(by.envelope_id)
    place = Recipient.objects.lock(by)
    if place.state == RecipientState.SIGNED and sitting.recipient_id == place.pk:
        return place
    sitting = _open_sitting(sitting, by=place, at=at)
    _end(sitting, Ended.SIGNED, at=at)
    place = sign(place, by=place, at=at, evidence={**evidence, **_evidence(sitting)}, **shown)
    approved = place.role == Role.APPROVER
    _tell_signer(
        sitting,
        place,
        title=_("You approved in person: %(title)s") if approved else _("You signed in person: %(title)s"),
    )
    return place


@action
def decline_in_person(
    sitting: Sitting, *, by: Recipient, at: datetime, reason: str, evidence: Mapping[str, Any]
) -> Recipient:
    """Refuse on the host's device, with a reason that everybody sees; the signer is written to as well."""
    Envelope.objects.lock(by.envelope_id)
    place = Recipient.objects.lock(by)
    sitting = _open_sitting(sitting, by=place, at=at)
    _end(sitting, Ended.DECLINED, at=at)
    place = decline(place, by=place, at=at, reason=reason, evidence={**evidence, **_evidence(sitting)})
    _tell_signer(sitting, place, title=_("You declined in person: %(title)s"))
    return place


@action
def ask_by_mail(sitting: Sitting, *, by: Recipient, at: datetime) -> Sitting:
    """The signer would rather do it elsewhere: a new link goes to their own address, and the device shows nothing any more."""
    envelope = Envelope.objects.lock(by.envelope_id)
    place = Recipient.objects.lock(by)
    sitting = _open_sitting(sitting, by=place, at=at)
    demand_turn(envelope, place, at=at)
    invite(place, at=at, again=True)
    place.save()
    _end(sitting, Ended.BY_MAIL, at=at)
    envelope.announce_sitting_left(place, why=str(Ended.BY_MAIL.label), at=at)
    envelope.save()
    return sitting


@action
def end_with_host(sitting: Sitting, *, by: User, at: datetime) -> Sitting:
    """Somebody of ours signed in on the device, so it is in the signer's hands no more."""
    envelope = Envelope.objects.lock(sitting.recipient.envelope_id)
    sitting = _locked(sitting)
    if sitting.ended:
        return sitting
    _end(sitting, Ended.HOST_BACK, at=at)
    envelope.announce_sitting_left(sitting.recipient, why=str(Ended.HOST_BACK.label), at=at)
    envelope.save()
    return sitting


def end_of_place(recipient: Recipient, *, at: datetime) -> None:
    """Somebody else is asked in this place: a device that was handed to the former signer shows nothing any more."""
    for sitting in recipient.sittings.select_for_update(of=("self",)).filter(ended=""):
        _end(sitting, Ended.CHANGED, at=at)


def _end(sitting: Sitting, how: str, *, at: datetime) -> None:
    sitting.end(how, at=at)
    sitting.seen_at = at
    sitting.save()


def _tell_signer(sitting: Sitting, place: Recipient, *, title: str) -> None:
    """Write to the signer's own address what was decided in their name."""
    write_letter(
        key=f"in-person:{sitting.pk}",
        to=place.email,
        subject=title % {"title": place.envelope.title},
        template="signed_in_person.txt",
        facts={"recipient": place, "envelope": place.envelope, "sitting": sitting},
        case_id=place.case,
    )


def _locked(sitting: Sitting) -> Sitting:
    found: Sitting = (
        Sitting.objects.select_for_update(of=("self",)).select_related("host", "recipient").get(pk=sitting.pk)
    )
    return found


def _open_sitting(sitting: Sitting, *, by: Recipient, at: datetime) -> Sitting:
    """This signing in person, locked. Raises NotAllowed for anybody but its signer, Conflict when it is over."""
    sitting = _locked(sitting)
    require(policies.can_sign_in_person, sitting, by)
    if sitting.is_over(at):
        raise Conflict(_("This signing in person is over. Hand the device back."), code="in_person_over")
    return sitting


def _evidence(sitting: Sitting) -> dict[str, Any]:
    """What the decision keeps of how the signer was known."""
    return {
        "authenticated": sitting.authentication,
        "in_person": {
            "host": str(sitting.host),
            "host_email": sitting.host.email,
            "known_by": sitting.known_by,
            "known_words": sitting.known_words,
            "begun_at": sitting.begun_at.isoformat(),
            "taken_at": sitting.taken_at.isoformat() if sitting.taken_at else "",
        },
    }
