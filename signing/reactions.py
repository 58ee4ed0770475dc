"""What happens to an envelope by itself: invitations in order, the seal with its certificate, copies for everyone."""

from django.utils.translation import gettext as _

from documents.models import Document, Origin, Version, add_version
from flowmono import events
from flowmono.notices.telling import Wording, settle, tell
from flowmono.outbox.letters import write_letter
from signing import ceremony
from signing.actions import invite_whose_turn_it_is, note_uses
from signing.models import Envelope, EnvelopeState


def invite_signers(event: events.EnvelopeSent) -> None:
    """See that the first signers are asked: sending invites them, so this finds them invited, or does it."""
    envelope = Envelope.objects.lock(event.envelope_id)
    if envelope.state == EnvelopeState.SENT:
        invite_whose_turn_it_is(envelope, at=event.at)


def invite_next(event: events.SignerSigned) -> None:
    """Ask whoever comes next."""
    envelope = Envelope.objects.lock(event.envelope_id)
    if envelope.state == EnvelopeState.SENT:
        invite_whose_turn_it_is(envelope, at=event.at)


def seal_envelope(event: events.EnvelopeCompleted) -> None:
    """Put the organisation's seal on the signed document, at the level wanted, and make its certificate of completion.

    When the level cannot be reached now, this fails and is tried again: the envelope stays "being sealed" (threat A12).
    """
    envelope = Envelope.objects.lock(event.envelope_id)
    if envelope.state != EnvelopeState.COMPLETED:
        return
    signed = envelope.current_version
    sealed, level = ceremony.seal(signed.content(), level=envelope.level_wanted, at=event.at)
    version = add_version(
        envelope.document,
        sealed,
        name=envelope.name_of_signed_file,
        media_type="application/pdf",
        origin=Origin.SEALED,
        derived_from=signed,
        certificate={"made": "sealed", "level": level, "at": event.at.isoformat()},
    )
    note_uses(envelope, at=event.at, level=level, before=signed.sha256, after=version.sha256)
    paper = Document(case_key=envelope.case, title=_("Certificate of completion"), kind="certificate")
    paper.save()
    certificate = ceremony.certificate_of_completion(envelope, sealed_sha256=version.sha256, level=level, at=event.at)
    envelope.certificate_version = add_version(
        paper, certificate, name="certificate-of-completion.pdf", media_type="application/pdf", origin=Origin.GENERATED
    )
    note_uses(envelope, at=event.at, level=level, after=envelope.certificate_version.sha256)
    envelope.seal(version, level=level, at=event.at)
    envelope.save()


def send_completed_copies(event: events.EnvelopeSealed) -> None:
    """Everyone who had a place gets the sealed document and its certificate."""
    envelope = Envelope.objects.select_related("certificate_version").get(pk=event.envelope_id)
    sealed = Version.objects.get(pk=event.version_id)
    for recipient in envelope.recipients.all():
        write_letter(
            key=f"completed:{recipient.pk}",
            to=recipient.email,
            subject=_("Signed by everyone: %(title)s") % {"title": envelope.title},
            template="signed_copy.txt",
            facts={"recipient": recipient, "envelope": envelope},
            attachments=[sealed, envelope.certificate_version],
            case_id=envelope.case,
        )


def say_that_it_ended(event: events.SignerDeclined | events.EnvelopeVoided | events.EnvelopeExpired) -> None:
    """Everybody who was asked hears that nothing is to be signed any more, and why; who declined knows it."""
    envelope = Envelope.objects.select_related("sent_by").get(pk=event.envelope_id)
    declined = getattr(event, "recipient_id", None)
    who = envelope.recipients.filter(pk=declined).first() if declined else None
    title = _("Not to be signed any more: %(title)s") % {"title": envelope.title}
    asked = envelope.recipients.exclude(invited_at=None).exclude(pk=declined).select_related("user")
    for recipient in asked:
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
    settle((f"invite:{recipient.pk}" for recipient in envelope.recipients.all()), at=event.at)
