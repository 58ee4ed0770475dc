"""What happens to an envelope by itself: invitations in order, the seal with its certificate, copies for everyone."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from documents.models import Document, Origin, Version, add_version
from flowmono import events
from flowmono.accounts.models import User
from flowmono.common.refusals import NotNow
from flowmono.notices.telling import Wording, settle_about, tell
from flowmono.outbox.letters import write_letter
from flowmono.outbox.models import RecordedEvent
from flowmono.outbox.routing import asks_outside
from signing import ceremony
from signing.actions import asked_by, invite_whose_turn_it_is, learn, note_uses, told_of
from signing.actions.summaries import owe, settle_sender, settle_summaries
from signing.answering import keep_answers
from signing.ceremony import Sealed
from signing.models import CategoryChange, ChangeHow, Envelope, EnvelopeState, SaidCategory, Topic


def invite_signers(event: events.EnvelopeSent) -> None:
    """See that the first signers are asked: sending invites them, so this finds them invited, or does it."""
    envelope = Envelope.objects.lock(event.envelope_id)
    if envelope.state == EnvelopeState.SENT:
        invite_whose_turn_it_is(envelope, at=event.at)


def invite_next(event: events.SignerSigned) -> None:
    """Ask whoever comes next. Who signed need not read any more that they were asked, nor the sender that a signature is missing."""
    envelope = Envelope.objects.lock(event.envelope_id)
    signed = envelope.recipients.select_related("user").get(pk=event.recipient_id)
    settle_about(signed.user, asked_by(signed), at=event.at)
    settle_summaries(envelope, signed.user, at=event.at)
    if envelope.state == EnvelopeState.SENT:
        invite_whose_turn_it_is(envelope, at=event.at)
    else:
        settle_about(envelope.sent_by, told_of(envelope), at=event.at)
        settle_sender(envelope, at=event.at)


def read_waiting_documents_anew(event: events.CategoryChanged) -> None:
    """What was said of a document is taken for those like it that wait and were read the same uncertain way."""
    change = CategoryChange.objects.select_related("envelope").get(pk=event.change_id)
    saying = SaidCategory.objects.select_related("said_by").filter(
        document=change.envelope.document_id, category=change.now, taken_back_at=None
    )
    said = saying.first() if change.how == ChangeHow.SAID and not change.was_sure else None
    if said is not None:
        learn(said, at=event.at)


def make_seal(event: events.EnvelopeCompleted) -> Sealed | None:
    """The sealed document and its certificate of completion; nothing is locked while clocks and authorities outside are asked."""
    envelope = Envelope.objects.select_related("current_version").get(pk=event.envelope_id)
    if envelope.state != EnvelopeState.COMPLETED:
        return None
    try:
        return ceremony.seal_with_certificate(envelope, at=_moment_after(event))
    finally:
        keep_answers()


def _moment_after(event: events.EnvelopeCompleted) -> datetime:
    """Now, on the clock of the event: a seal that had to wait says when it was made, not when everybody had signed."""
    found = RecordedEvent.objects.filter(name="EnvelopeCompleted", values__envelope_id=str(event.envelope_id)).first()
    waited = timezone.now() - found.recorded_at if found else timedelta()
    return event.at + max(waited, timedelta())


@asks_outside(make_seal)
def seal_envelope(event: events.EnvelopeCompleted, made: Sealed | None) -> None:
    """Put the organisation's seal on the signed document, at the level wanted, and keep its certificate of completion.

    When the level cannot be reached now, `make_seal` fails and is tried again: the envelope stays "being sealed" (threat A12). It is
    tried again too when the envelope is not any more what the seal was made of.
    """
    envelope = Envelope.objects.lock(event.envelope_id)
    if envelope.state != EnvelopeState.COMPLETED:
        return
    signed = envelope.current_version
    if made is None or (made.before, made.wanted) != (signed.sha256, envelope.level_wanted):
        raise NotNow(_("The document changed while its seal was made. The seal is made again."), code="changed")
    version = add_version(
        envelope.document,
        made.pdf,
        name=envelope.name_of_signed_file,
        media_type="application/pdf",
        origin=Origin.SEALED,
        derived_from=signed,
        certificate={"made": "sealed", "level": made.level, "at": made.at.isoformat()},
    )
    note_uses(envelope, made.uses, at=made.at, level=made.level, before=signed.sha256, after=version.sha256)
    paper = Document(case_key=envelope.case, title=_("Certificate of completion"), kind="certificate")
    paper.save()
    kept = add_version(
        paper,
        made.certificate,
        name="certificate-of-completion.pdf",
        media_type="application/pdf",
        origin=Origin.GENERATED,
    )
    note_uses(envelope, made.uses_of_certificate, at=made.at, level=made.level, after=kept.sha256)
    envelope.certificate_version = kept
    envelope.seal(version, level=made.level, at=made.at)
    envelope.save()


def send_completed_copies(event: events.EnvelopeSealed) -> None:
    """Everyone who had a place, who sent it and who started the contract get the sealed document and its certificate; ours read of a sending to many in one
    letter."""
    envelope = Envelope.objects.select_related("certificate_version", "sent_by", "contract__requester").get(
        pk=event.envelope_id
    )
    sealed = Version.objects.get(pk=event.version_id)
    recipients = list(envelope.recipients.select_related("user").order_by("user_id", "pk"))
    for recipient in recipients:
        if owe(envelope, recipient.user, Topic.SIGNED, at=event.at):
            continue
        write_letter(
            key=f"completed:{recipient.pk}",
            to=recipient.email,
            subject=_("Signed by everyone: %(title)s") % {"title": envelope.title},
            template="signed_copy.txt",
            facts={"recipient": recipient, "envelope": envelope},
            attachments=[sealed, envelope.certificate_version],
            case_id=envelope.case,
        )
    have_it = {one.user_id for one in recipients}
    for person in _who_follows(envelope):
        if person.pk in have_it or owe(envelope, person, Topic.SIGNED, at=event.at):
            continue
        tell(
            [person],
            "round",
            key=f"signed:{envelope.pk}",
            title=_("Signed by everyone: %(title)s") % {"title": envelope.title},
            url=(envelope.contract or envelope).get_absolute_url(),
            at=event.at,
            case_id=event.case_id,
            wording=Wording(
                "signed_copy.txt",
                {
                    "recipient": {"name": str(person)},
                    "envelope": envelope,
                    "url": (envelope.contract or envelope).get_absolute_url(),
                },
                attachments=(sealed, envelope.certificate_version),
            ),
        )


def _who_follows(envelope: Envelope) -> list[User]:
    """Who sent it, and who started the contract, each once."""
    contract = envelope.contract
    people = [envelope.sent_by, contract.requester if contract is not None else None]
    return sorted({person for person in people if person is not None}, key=lambda person: person.pk)


def say_that_it_ended(event: events.SignerDeclined | events.EnvelopeVoided | events.EnvelopeExpired) -> None:
    """Everybody who was asked hears that nothing is to be signed any more, and why; who declined knows it."""
    envelope = Envelope.objects.select_related("sent_by").get(pk=event.envelope_id)
    declined = getattr(event, "recipient_id", None)
    who = envelope.recipients.filter(pk=declined).first() if declined else None
    title = _("Not to be signed any more: %(title)s") % {"title": envelope.title}
    asked = envelope.recipients.exclude(invited_at=None).exclude(pk=declined).select_related("user")
    # Summaries are locked in one order, whatever the order of the places.
    for recipient in asked.order_by("user_id", "pk"):
        if owe(envelope, recipient.user, Topic.ENDED, at=event.at):
            continue
        key = f"ended:{recipient.pk}"
        facts = {"recipient": recipient, "envelope": envelope, "declined_by": who, "reason": event.reason}
        if recipient.user is not None:
            tell(
                [recipient.user],
                "round",
                key=key,
                title=title,
                sentence=event.reason,
                url=envelope.get_absolute_url(),
                at=event.at,
                case_id=event.case_id,
                wording=Wording("signing_ended.txt", facts, title, key),
            )
            continue
        write_letter(
            key=key,
            to=recipient.email,
            subject=title,
            template="signing_ended.txt",
            facts=facts,
            case_id=envelope.case,
        )
    for recipient in envelope.recipients.exclude(user=None).select_related("user"):
        settle_about(recipient.user, asked_by(recipient), at=event.at)
        settle_summaries(envelope, recipient.user, at=event.at)
    settle_about(envelope.sent_by, told_of(envelope), at=event.at)
    settle_sender(envelope, at=event.at)
