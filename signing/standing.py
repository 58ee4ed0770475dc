"""What has become of a round, in the words of somebody who has its document open: whether anything is still asked of them, and why not."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from flowmono.common.templatetags.writing import say_day
from signing.models import Envelope, EnvelopeState, HandoverState, Recipient, RecipientState, Role

ENDED = (EnvelopeState.DECLINED, EnvelopeState.VOIDED, EnvelopeState.EXPIRED)


@dataclass(frozen=True)
class Standing:
    """Without words nothing has happened. then: what follows for the page; kind: as of a verdict; over: nothing is asked any more."""

    words: str = ""
    why: str = ""
    then: str = ""
    kind: str = "warn"
    over: bool = False


def standing_of(recipient: Recipient, *, to: str, at: datetime) -> Standing:
    """Where the round stands for whoever was asked at the address `to`."""
    envelope, reads = recipient.envelope, recipient.role == Role.VIEWER
    then = "" if reads else _("Nothing can be signed here any more. What you entered on this page was not sent.")
    if not is_asked(recipient, to):
        return Standing(_("Somebody else is asked now."), "", then, over=True)
    if envelope.state == EnvelopeState.SEALED:
        then = _("Load the page again to see the sealed document.") if reads else then
        return Standing(_("Everybody has signed."), "", then, "good", over=True)
    if envelope.state == EnvelopeState.COMPLETED:
        words = _("Everybody has signed.")
        return Standing(words, _("The document is being sealed."), "" if reads else then, "good", over=not reads)
    if envelope.state in ENDED:
        words, why = how_it_ended(envelope)
        return Standing(words, why, then, over=True)
    if recipient.state in {RecipientState.SIGNED, RecipientState.DECLINED}:
        return Standing(_("You have decided about this document already."), "", then, "info", over=True)
    if envelope.expires_at is not None and at > envelope.expires_at:
        why = _("It could be signed until %(day)s.") % {"day": say_day(envelope.expires_at.date())}
        return Standing(_("The time for signing is over."), why, then, over=True)
    return Standing()


def how_it_ended(envelope: Envelope) -> tuple[str, str]:
    """Of a round in one of the states ENDED: what ended it before everybody had signed, and the reason that was given."""
    if envelope.state == EnvelopeState.DECLINED:
        who = envelope.recipients.filter(state=RecipientState.DECLINED).first()
        return _("%(name)s declined.") % {"name": who.name if who else _("Somebody")}, envelope.reason
    if envelope.state == EnvelopeState.VOIDED:
        return _("%(name)s took the document back.") % {"name": envelope.asked_by}, envelope.reason
    return _("The time for signing is over."), envelope.reason


def is_asked(recipient: Recipient, email: str) -> bool:
    """True while the place is that of whoever has this address."""
    return recipient.email.casefold() == email.casefold()


def was_asked(recipient: Recipient, email: str) -> bool:
    """True when whoever has this address had the place before somebody else took it over."""
    return bool(recipient.handovers.filter(from_email__iexact=email, state=HandoverState.DONE).exists())


def version_of(envelope: Envelope, people: Iterable[Recipient]) -> str:
    """Another one whenever somebody in the round did what the others see."""
    facts = [envelope.state, envelope.expires_at, *((one.pk, one.name, one.state) for one in people)]
    return hashlib.sha256(repr([str(fact) for fact in facts]).encode()).hexdigest()[:12]
