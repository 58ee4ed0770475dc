"""The facts of a completed envelope, gathered from the records for its certificate of completion."""

import io
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

import pikepdf
from asn1crypto import x509
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.models import Origin, Version
from flowmono.outbox.models import Letter, RecordedEvent
from signing import sealing
from signing.certificate_pdf import Completion, Event, Party
from signing.fields import ENTERED, Kind
from signing.models import ACTING, Envelope, Field, Recipient, RecipientState, Role
from signing.pace import in_time
from signing.querysets import IN_ROUND
from signing.verification.certificates import name_of

NOT_RECORDED = gettext_lazy("not recorded")
WORDS = {
    "EnvelopeSent": gettext_lazy("Sent for signature"),
    "SignerReminded": gettext_lazy("Reminded %(name)s"),
    "CodeEntered": gettext_lazy("Entered the one-time code"),
    "SignerSigned": gettext_lazy("Signed"),
    "EnvelopeCompleted": gettext_lazy("Everybody had signed"),
}
WRONG_CODE = gettext_lazy("Entered a wrong one-time code")
APPROVED = {
    "SignerSigned": gettext_lazy("Approved"),
    "EnvelopeCompleted": gettext_lazy("Everybody had signed or approved"),
}


def completion_of(
    envelope: Envelope, *, sealed_sha256: str, level: str, at: datetime, organisation: str, sealed_by: str
) -> Completion:
    """Everything that the certificate states, from what was recorded when it happened."""
    recipients = list(envelope.recipients.select_related("user", "profile", "delegation").order_by(*IN_ROUND))
    signed = envelope.current_version.content()
    digests, certificates = sealing.digests_of(signed), sealing.signed_with(signed)
    acted = [r for r in recipients if r.state == RecipientState.SIGNED]
    with pikepdf.open(io.BytesIO(signed)) as document:
        pages = len(document.pages)
    return Completion(
        organisation=organisation,
        envelope=str(envelope.pk),
        title=envelope.title,
        pages=pages,
        original_sha256=_original(envelope).sha256,
        final_sha256=sealed_sha256,
        level_asked=envelope.level_wanted,
        level_reached=level,
        sealed_by=sealed_by,
        sent_by=str(envelope.sent_by or organisation),
        sent_at=envelope.sent_at or envelope.created_at,
        completed_at=envelope.completed_at or at,
        parties=tuple(_party(recipient, digests, certificates) for recipient in acted),
        events=(*_events(envelope, recipients), _sealing(level, at)),
        readers=tuple(_reader(one) for one in recipients if one.role not in ACTING),
        verify_at=settings.SITE_URL + reverse("signing:verify") + (f"?code={envelope.code}" if envelope.code else ""),
    )


def _reader(recipient: Recipient) -> str:
    """Somebody of whom nothing was asked: "Ida Holm (ida@ose.example), reads"."""
    return f"{recipient.name} ({recipient.email}), {recipient.get_role_display()}"


def _original(envelope: Envelope) -> Version:
    """The version that was sent: all fields placed, nobody's signature in it yet."""
    version: Version = envelope.document.versions.filter(origin=Origin.DERIVED).order_by("-number").first()
    return version


def _party(recipient: Recipient, digests: dict[str, str], certificates: dict[str, x509.Certificate]) -> Party:
    """One person's part. Who approves signs no bytes: only what they were shown is stated."""
    evidence: dict[str, Any] = recipient.evidence
    field = recipient.fields.filter(kind="signature").order_by("page").first()
    signs = recipient.role == Role.SIGNER
    own = field.name if signs and field else ""
    decided = recipient.decided_at or timezone.now()
    return Party(
        order=recipient.order,
        name=recipient.name,
        email=recipient.email,
        role=recipient.get_role_display(),
        title=recipient.title,
        on_behalf_of=recipient.party,
        authentication=evidence.get("authenticated") or str(NOT_RECORDED),
        ip=evidence.get("address") or str(NOT_RECORDED),
        user_agent=evidence.get("browser") or str(NOT_RECORDED),
        sent_at=recipient.invited_at or decided,
        viewed_at=recipient.viewed_at or decided,
        consented_at=decided,
        signed_at=decided,
        delivered_at=None,
        consent_text=evidence.get("consent", ""),
        consent_sha256=evidence.get("consent_sha256", ""),
        shown_sha256=evidence.get("shown_sha256", ""),
        signed_digest=digests[own] if own else "",
        field=own,
        certificate=name_of(certificates[own]) if own else "",
        signs=signs,
        reason=recipient.reason,
        mark=recipient.profile.kind if recipient.profile else evidence.get("mark_kind", "typed" if signs else "none"),
        zone=(recipient.user.time_zone if recipient.user else "") or "UTC",
        review=review_in_words(evidence),
        laid=evidence.get("mark", "") if signs else "",
        authority=evidence.get("authority", ""),
        category=_category_in_words(evidence) if recipient.user else "",
        filled=_filled_in(recipient) if signs else (),
    )


def review_in_words(evidence: dict[str, Any]) -> str:
    """Which pages were opened and for how long they were in sight; "" where that was not recorded."""
    seen, total, seconds = evidence.get("pages_seen"), evidence.get("pages_total"), evidence.get("seconds")
    if not isinstance(seen, list) or not isinstance(total, int) or not isinstance(seconds, int):
        return ""
    words = _("%(seen)s of %(total)s pages opened, in sight for %(seconds)s.") % {
        "seen": len(seen),
        "total": total,
        "seconds": in_time(seconds),
    }
    return f"{words} {evidence['pace']}" if evidence.get("pace") else words


def _category_in_words(evidence: dict[str, Any]) -> str:
    """The category when it was signed, how sure that was, and what spoke for it."""
    category, confidence = evidence.get("category", ""), evidence.get("category_confidence", "")
    if not category:
        return ""
    sure = _("%(percent)s %% sure") % {"percent": f"{Decimal(confidence) * 100:.0f}"} if confidence else ""
    changes = evidence.get("category_changes", ())
    return "; ".join(filter(None, (category, sure, evidence.get("category_reason", ""), *changes)))


def _events(envelope: Envelope, recipients: list[Recipient]) -> list[Event]:
    approvers = {str(one.pk) for one in recipients if one.role == Role.APPROVER}
    happened = [
        Event(at=one.at, actor=_who(one), what=_what(one, approvers), ip=_from_where(one, recipients))
        for one in RecordedEvent.objects.filter(
            subject=envelope.label, name__in=WORDS, values__envelope_id=str(envelope.pk)
        )
    ]
    happened += _categories(envelope)
    for recipient in recipients:
        for one in recipient.handovers.select_related("decided_by"):
            happened.append(Event(one.at, one.by_name, one.wish_in_words))
            if one.decided_by is not None and one.decided_at is not None:
                happened.append(Event(one.decided_at, str(one.decided_by), one.answer_in_words))
        happened += [
            Event(one.begun_at, str(one.host), one.in_words) for one in recipient.sittings.select_related("host")
        ]
        if recipient.invited_at:
            asked = _("Asked %(name)s at %(email)s") % {"name": recipient.name, "email": recipient.email}
            happened.append(Event(recipient.invited_at, "Flowmono", asked))
        if recipient.viewed_at:
            # Only the address that was noted then: where they signed says nothing about where they opened it.
            address = recipient.evidence.get("opened_from", "")
            happened.append(Event(recipient.viewed_at, recipient.name, _("Opened the document"), address))
        happened += _letters_about(recipient)
    return happened


def _categories(envelope: Envelope) -> Iterator[Event]:
    """Each change of what kind of document it is, by whoever said so, and each answer to one, at its own time."""
    for one in envelope.category_changes.select_related("by", "decided_by"):
        yield Event(one.at, str(one.by), one.event_in_words)
        if one.decided_by is not None and one.decided_at is not None:
            yield Event(one.decided_at, str(one.decided_by), one.answer_as_event)


def _sealing(level: str, at: datetime) -> Event:
    """The seal on the signed document, which is made before this certificate."""
    return Event(at, "Flowmono", _("Sealed the signed document, PAdES %(level)s") % {"level": level})


def _who(event: RecordedEvent) -> str:
    """Who did it. That everybody had signed is found by us, whoever was the last."""
    return "Flowmono" if event.name == "EnvelopeCompleted" else event.actor_label


def _what(event: RecordedEvent, approvers: set[str]) -> str:
    """What happened, in words: who approves did not sign. `approvers`: the keys of their places."""
    if event.name == "CodeEntered" and not event.values["right"]:
        return str(WRONG_CODE)
    approved = event.values["recipient_id"] in approvers if "recipient_id" in event.values else bool(approvers)
    words = APPROVED if approved else {}
    return str(words.get(event.name, WORDS[event.name])) % {"name": event.values.get("name", "")}


def _from_where(event: RecordedEvent, recipients: list[Recipient]) -> str:
    """The address from which somebody sent it, entered a code, signed or approved, as it was kept then; "" for what we did ourselves."""
    if address := event.values.get("network_address"):
        return str(address)
    place = event.values.get("recipient_id") if event.name == "SignerSigned" else None
    return next((str(one.evidence.get("address", "")) for one in recipients if str(one.pk) == place), "")


def _letters_about(recipient: Recipient) -> list[Event]:
    """The codes that were sent, links sent anew, warnings of the last day, and the links of whoever was asked in this place before."""
    codes = Letter.objects.filter(key__startswith=f"code:{recipient.pk}:")
    links = Letter.objects.filter(key__startswith=f"invite:{recipient.pk}").order_by("id")
    former = links.exclude(to__iexact=recipient.email)
    own = list(links.filter(to__iexact=recipient.email))
    # The first letter is the request itself. One of ours has none where they read of it with others of one sending to many.
    anew = own[1:] if own and (own[0].key == f"invite:{recipient.pk}" or former.exists()) else own
    warnings = Letter.objects.filter(key__startswith=f"warn:{recipient.pk}:").order_by("id")
    names = {one.from_email.casefold(): one.from_name for one in recipient.handovers.all()}
    told = [
        *((one, _("Sent a one-time code to %(email)s")) for one in codes),
        *((one, _("Asked %(name)s at %(email)s")) for one in former),
        *((one, _("Asked %(name)s again at %(email)s")) for one in anew),
        *((one, _("Told %(name)s at %(email)s that the last day is near")) for one in warnings),
    ]
    facts = [{"name": names.get(one.to.casefold(), recipient.name), "email": one.to} for one, _words in told]
    return [
        Event(one.dated_at or one.written_at, "Flowmono", words % fact)
        for (one, words), fact in zip(told, facts, strict=True)
    ]


def _filled_in(recipient: Recipient) -> tuple[tuple[str, str], ...]:
    """What this person entered in the places of the document, in the order of its pages, each by its label."""
    places = recipient.fields.filter(kind__in=ENTERED).order_by("page", "-y", "x")
    return tuple((one.label or one.name, _entered_in_words(one)) for one in places)


def _entered_in_words(place: Field) -> str:
    if place.kind == Kind.CHECKBOX:
        return _("ticked") if place.value else _("not ticked")
    return place.value or _("left empty")
