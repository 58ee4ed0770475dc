"""Preparing, sending, signing, declining and taking back. Signed bytes never change; each signature is a new version."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from documents.models import Document, Origin, Version, add_version
from flowmono.accounts.models import User
from flowmono.common.acting import action
from flowmono.common.refusals import Conflict, Invalid, NotAllowed, require
from flowmono.ledger.models import write_entry
from flowmono.notices.telling import Wording, tell
from flowmono.outbox.letters import write_letter
from flowmono.outbox.models import Letter
from signing import ceremony, policies
from signing.authority import Mark, choose_mark
from signing.models import Envelope, EnvelopeState, Field, Recipient, RecipientState, Role, SignatureProfile
from signing.stamps import read_mark_image

CONSENT = (
    "I agree to sign this document electronically. I have read it, I intend my electronic signature to bind the party named "
    "beside my name, and I agree that it has the same effect as a signature by hand."
)
CONSENT_SHA256 = hashlib.sha256(CONSENT.encode()).hexdigest()
DEADLINE = timedelta(days=30)
CODE_LIFE = timedelta(minutes=15)
CODE_TRIES = 5
CODES_A_DAY = 20


@dataclass(frozen=True)
class Place:
    """One person to be asked: an account of ours, or a name with an address."""

    order: int
    name: str
    email: str
    user: User | None = None
    title: str = ""
    party: str = ""
    role: str = Role.SIGNER


@transaction.atomic
def prepare_envelope(
    version: Version,
    *,
    contract_id: UUID | None,
    title: str,
    category: str,
    places: Sequence[Place],
    at: datetime,
    amount: Decimal | None = None,
    currency: str = "",
    base_amount: Decimal | None = None,
    category_confidence: Decimal | None = None,
    category_reason: str = "",
) -> Envelope:
    """Make a draft envelope of a PDF: every signature field is placed before anybody signs (threat A19).

    Raises Conflict when the PDF cannot be signed safely (encrypted, with scripts or forms of its own).
    """
    envelope = Envelope(
        contract_id=contract_id,
        title=title,
        category=category,
        category_confidence=category_confidence,
        category_reason=category_reason,
        amount=amount,
        currency=currency,
        base_amount=base_amount,
        level_wanted=settings.SEAL_LEVEL,
    )
    document = Document(case_key=contract_id or envelope.id, title=title, kind="envelope")
    document.save()
    envelope.document = document
    envelope.save()
    recipients = []
    for place in places:
        recipient = Recipient(
            envelope=envelope,
            order=place.order,
            role=place.role,
            user=place.user,
            name=place.name,
            email=place.email,
            title=place.title,
            party=place.party,
        )
        recipient.save()
        recipients.append(recipient)
    _place_fields(envelope, version, [recipient for recipient in recipients if recipient.role == Role.SIGNER], at=at)
    envelope.save()
    return envelope


def _place_fields(envelope: Envelope, version: Version, signers: Sequence[Recipient], *, at: datetime) -> None:
    prepared, boxes = ceremony.place(version, signers, at=at)
    envelope.current_version = add_version(
        envelope.document,
        prepared,
        name=version.name,
        media_type="application/pdf",
        origin=Origin.DERIVED,
        derived_from=version,
        certificate={"made": "signature fields placed", "source_sha256": version.sha256},
    )
    note_uses(envelope, at=at, what="certified", before=version.sha256, after=envelope.current_version.sha256)
    Field.objects.bulk_create(
        Field(
            envelope=envelope,
            recipient=recipient,
            name=box.name,
            page=box.page,
            x=box.x,
            y=box.y,
            width=box.width,
            height=box.height,
        )
        for recipient, box in boxes
    )


def note_uses(envelope: Envelope, *, at: datetime, **facts: str) -> None:
    """Write each use of the organisation's key in the last step into the case's ledger (threat A22)."""
    for use in ceremony.uses():
        entry = {
            "envelope": str(envelope.pk),
            **facts,
            **{name: use[name] for name in ("use", "digest", "certificate")},
        }
        write_entry(case_id=envelope.case, kind="key.used", at=at, facts=entry)


@action
def change_recipient(
    recipient: Recipient, *, by: User, at: datetime, name: str, email: str, title: str = "", user: User | None = None
) -> Recipient:
    """Correct who is asked, while the envelope is a draft or before that person has signed; a former link stops working."""
    envelope = Envelope.objects.lock(recipient.envelope_id)
    recipient = Recipient.objects.lock(recipient)
    require(policies.can_send, envelope, by)
    if envelope.state not in {EnvelopeState.DRAFT, EnvelopeState.SENT} or recipient.state in {
        RecipientState.SIGNED,
        RecipientState.DECLINED,
    }:
        raise Conflict(_("This place can no longer be changed."))
    if not name.strip() or "@" not in email:
        raise Invalid(_("Name the person and their e-mail address."), field="email")
    recipient.name, recipient.email, recipient.title, recipient.user = name.strip(), email.strip(), title.strip(), user
    recipient.token_digest = recipient.code_digest = ""
    if recipient.state in {RecipientState.INVITED, RecipientState.VIEWED}:
        invite(recipient, at=at, again=True)
    recipient.save()
    return recipient


@action
def ask_again(recipient: Recipient, *, by: User, at: datetime) -> Recipient:
    """Write once more to somebody whose turn it is; an external signer gets a new link and the former one stops working."""
    envelope = Envelope.objects.lock(recipient.envelope_id)
    recipient = Recipient.objects.lock(recipient)
    require(policies.can_send, envelope, by)
    if envelope.state != EnvelopeState.SENT or recipient.state not in {RecipientState.INVITED, RecipientState.VIEWED}:
        raise Conflict(_("It is not this person's turn, so nothing is sent."))
    invite(recipient, at=at, again=True)
    recipient.save()
    return recipient


@action
def correct_category(envelope: Envelope, *, by: User, at: datetime, category: str) -> Envelope:
    """Say what kind of document it is. Marks that were laid before signers are chosen anew; what they saw no longer counts (A16)."""
    envelope = Envelope.objects.lock(envelope)
    if not policies.can_send(envelope, by):
        require(policies.can_say_category, envelope, by)
    if envelope.state not in {EnvelopeState.DRAFT, EnvelopeState.SENT}:
        raise Conflict(_("This envelope is already %(state)s.") % {"state": envelope.get_state_display()})
    if not category.strip():
        raise Invalid(_("Say which category it is."), field="category")
    envelope.category, envelope.category_confidence = category.strip()[:60], Decimal(1)
    envelope.category_reason = _("Said by %(name)s.") % {"name": by}
    envelope.save()
    for recipient in envelope.recipients.exclude(user=None).filter(
        state__in=[RecipientState.INVITED, RecipientState.VIEWED], role=Role.SIGNER
    ):
        place_mark(recipient, at=at)
        recipient.save()
    return envelope


@action
def send_envelope(envelope: Envelope, *, by: User, at: datetime) -> Envelope:
    """Send it to its signers in their order."""
    envelope = Envelope.objects.lock(envelope)
    require(policies.can_send, envelope, by)
    if envelope.state != EnvelopeState.DRAFT:
        raise Conflict(_("This envelope is already %(state)s.") % {"state": envelope.get_state_display()})
    for recipient in envelope.recipients.all():
        if "@" not in recipient.email:
            raise Invalid(
                _("%(name)s has no e-mail address. Enter it before you send.") % {"name": recipient.name}, field="email"
            )
    envelope.send(by=by, at=at, expires_at=at + DEADLINE)
    envelope.save()
    return envelope


def invite_whose_turn_it_is(envelope: Envelope, *, at: datetime) -> list[Recipient]:
    """Invite everyone of the lowest order that still waits, when nobody before them is open."""
    acting = envelope.recipients.filter(role__in=[Role.SIGNER, Role.APPROVER])
    if acting.filter(state__in=[RecipientState.INVITED, RecipientState.VIEWED]).exists():
        return []
    waiting = list(acting.filter(state=RecipientState.WAITING).order_by("order"))
    invited = [recipient for recipient in waiting if recipient.order == waiting[0].order]
    for recipient in invited:
        recipient.invite(at=at)
        invite(recipient, at=at)
        recipient.save()
    return invited


def invite(recipient: Recipient, *, at: datetime, again: bool = False) -> None:
    """Place the right mark for one of ours, or make a link for somebody else, and write to them. The caller saves."""
    envelope = recipient.envelope
    facts = {"recipient": recipient, "envelope": envelope}
    key = f"invite:{recipient.pk}:{at.isoformat()}" if again else f"invite:{recipient.pk}"
    if recipient.user is not None:
        place_mark(recipient, at=at)
        title = _("For your signature: %(title)s") % {"title": envelope.title}
        tell(
            [recipient.user],
            "signature",
            key=key,
            title=title,
            sentence=recipient.profile_reason,
            url=reverse("signing:sign", args=[recipient.pk]),
            at=at,
            case_id=envelope.case,
            wording=Wording("sign_inside.txt", facts, title, key),
        )
        return
    token = secrets.token_urlsafe(32)
    recipient.token_digest = Recipient.digest_of(token)
    recipient.token_expires_at = envelope.expires_at
    write_letter(
        key=key,
        to=recipient.email,
        subject=_("For your signature: %(title)s") % {"title": envelope.title},
        template="sign_outside.txt",
        facts={**facts, "token": token},
        case_id=envelope.case,
        secret=True,
    )


def place_mark(recipient: Recipient, *, at: datetime) -> None:
    """Choose the mark by category and authority. It is a draft: only the person's own submit signs."""
    profiles = SignatureProfile.objects.filter(user=recipient.user)
    marks = [
        Mark(str(p.pk), p.name, tuple(p.categories), p.limit, p.valid_from, p.valid_until, p.active) for p in profiles
    ]
    envelope = recipient.envelope
    choice = choose_mark(marks, category=envelope.category, base_amount=envelope.base_amount, on=at.date())
    recipient.profile_id = UUID(choice.mark_id) if choice.mark_id else None
    recipient.profile_reason = choice.reason[:300]


@action
def send_code(recipient: Recipient, *, by: Recipient, at: datetime) -> None:
    """Write a one-time code to the recorded address of an external signer. Raises Conflict when too many were asked for."""
    recipient = Recipient.objects.lock(recipient)
    require(policies.can_sign, recipient, by)
    day = Letter.objects.filter(key__startswith=f"code:{recipient.pk}:", written_at__gt=at - timedelta(days=1))
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
        subject=_("Your code for signing"),
        template="sign_code.txt",
        facts={"recipient": recipient, "code": code, "minutes": 15},
        case_id=recipient.case,
        secret=True,
    )


def check_code(recipient: Recipient, *, code: str, at: datetime) -> bool:
    """True when this is the code that was sent, in time and within five tries. Every try is counted, also a wrong one."""
    with transaction.atomic():
        recipient = Recipient.objects.lock(recipient)
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
    return right


@action
def view(recipient: Recipient, *, by: User | Recipient, at: datetime) -> Recipient:
    """Note that the person opened the document; the mark laid before one of ours is chosen by what is known now."""
    recipient = Recipient.objects.lock(recipient)
    require(policies.can_sign, recipient, by)
    if not recipient.can("view"):
        return recipient
    first = recipient.state != RecipientState.VIEWED
    before = (recipient.profile_id, recipient.profile_reason)
    if recipient.user is not None and recipient.role == Role.SIGNER:
        place_mark(recipient, at=at)
    if first:
        recipient.view(at=at)
    if first or before != (recipient.profile_id, recipient.profile_reason):
        recipient.save()
    return recipient


@action
def sign(
    recipient: Recipient,
    *,
    by: User | Recipient,
    at: datetime,
    seen_sha256: str,
    consent: bool,
    evidence: Mapping[str, Any],
    seen_draft: str | None = None,
) -> Recipient:
    """Sign in one's own place. A second submit of the same signer changes nothing and answers the same (threat A14).

    seen_sha256 is the hash of the version that was shown: when the document is another one, nothing is signed (A15); signatures
    that others have added since do not make it another one. seen_draft is what `draft_of` said when the page was shown: when the
    category, the amount or the mark has changed since, nothing is signed (A16). None: nobody was shown a mark.
    evidence: address, browser, authentication (in words), pages seen, seconds on the page.
    """
    envelope = Envelope.objects.lock(recipient.envelope_id)
    recipient = Recipient.objects.lock(recipient)
    require(policies.can_sign, recipient, by)
    if recipient.state == RecipientState.SIGNED:
        return recipient
    _demand_turn(envelope, recipient, at=at)
    version = envelope.current_version
    if not _shows(version, seen_sha256):
        raise Conflict(
            _("The document has changed since you opened it. Look at it again before you sign."), code="changed"
        )
    if not consent:
        raise Invalid(_("Tick that you agree to sign electronically."), field="consent")
    mark = _mark_of(recipient, at=at)
    if seen_draft is not None and seen_draft != draft_of(recipient):
        raise Conflict(
            _(
                "The category, the amount or the mark has changed since you opened the document. Look again before you sign."
            ),
            code="changed",
        )
    signed = version
    if recipient.role == Role.SIGNER:
        signed = _apply_signature(envelope, recipient, version, mark, at=at)
    facts = {
        **evidence,
        "consent": CONSENT,
        "consent_sha256": CONSENT_SHA256,
        "shown_sha256": seen_sha256,
        "signed_sha256": signed.sha256,
        "category": envelope.category,
        "category_confidence": str(envelope.category_confidence or ""),
        "mark": recipient.profile_reason,
    }
    recipient.sign(at=at, evidence=facts)
    recipient.token_digest = ""
    recipient.save()
    envelope.announce_signature(recipient, at=at)
    open_places = envelope.recipients.filter(role__in=[Role.SIGNER, Role.APPROVER]).exclude(state=RecipientState.SIGNED)
    if not open_places.exists():
        envelope.complete(at=at)
    envelope.save()
    return recipient


def draft_of(recipient: Recipient) -> str:
    """What was laid before a signer besides the document itself: category, amount and mark, as a hash."""
    envelope = recipient.envelope
    facts = (envelope.category, envelope.amount, envelope.currency, envelope.base_amount, recipient.profile_id)
    return hashlib.sha256(repr([str(fact) for fact in facts]).encode()).hexdigest()


def _shows(version: Version, sha256: str) -> bool:
    """True when these bytes are the version, or the version before the signatures that others have added since."""
    while version.sha256 != sha256 and version.origin == Origin.SIGNED and version.derived_from:
        version = version.derived_from
    return bool(version.sha256 == sha256)


def _demand_turn(envelope: Envelope, recipient: Recipient, *, at: datetime) -> None:
    if envelope.state != EnvelopeState.SENT:
        raise Conflict(
            _("This document is %(state)s; nothing can be signed.") % {"state": envelope.get_state_display()}
        )
    if envelope.expires_at and at > envelope.expires_at:
        raise Conflict(_("The time for signing is over. Ask the sender to send it again."), code="expired")
    if recipient.state not in {RecipientState.INVITED, RecipientState.VIEWED}:
        raise Conflict(_("It is not your turn yet; others sign first."), code="not_your_turn")


def _mark_of(recipient: Recipient, *, at: datetime) -> SignatureProfile | None:
    """The mark of one of ours, checked against its authority once more at the moment of signing."""
    if recipient.user is None:
        return None
    if recipient.role != Role.SIGNER:
        return None
    before = recipient.profile_id
    place_mark(recipient, at=at)
    if recipient.profile is None:
        raise NotAllowed(
            _("No mark of yours covers this document: %(why)s") % {"why": recipient.profile_reason}, code="authority"
        )
    if before is not None and before != recipient.profile_id:
        raise Conflict(
            _("Another mark applies now than the one you were shown. Look again before you sign."), code="changed"
        )
    return recipient.profile


def _apply_signature(
    envelope: Envelope, recipient: Recipient, version: Version, mark: SignatureProfile | None, *, at: datetime
) -> Version:
    signed = ceremony.apply_signature(version.content(), recipient=recipient, mark=mark, at=at)
    added = add_version(
        envelope.document,
        signed,
        name=version.name,
        media_type="application/pdf",
        origin=Origin.SIGNED,
        derived_from=version,
        certificate={"made": "signed", "by": str(recipient), "at": at.isoformat()},
    )
    envelope.current_version = added
    recipient.fields.update(signed=True)
    note_uses(envelope, at=at, signer=recipient.name, before=version.sha256, after=added.sha256)
    return added


@action
def decline(
    recipient: Recipient, *, by: User | Recipient, at: datetime, reason: str, evidence: Mapping[str, Any]
) -> Recipient:
    """Refuse to sign, with a reason that everybody sees; the envelope is closed."""
    envelope = Envelope.objects.lock(recipient.envelope_id)
    recipient = Recipient.objects.lock(recipient)
    require(policies.can_sign, recipient, by)
    if not reason.strip():
        raise Invalid(_("Say why, so that the others know."), field="reason")
    _demand_turn(envelope, recipient, at=at)
    recipient.decline(at=at, reason=reason.strip(), evidence=dict(evidence))
    recipient.token_digest = ""
    recipient.save()
    _close_others(envelope)
    envelope.decline(recipient, reason=reason.strip(), at=at)
    envelope.save()
    return recipient


@action
def void(envelope: Envelope, *, by: User, at: datetime, reason: str) -> Envelope:
    """Take the envelope back; links stop working."""
    envelope = Envelope.objects.lock(envelope)
    require(policies.can_void, envelope, by)
    if not reason.strip():
        raise Invalid(_("Say why it is taken back."), field="reason")
    if not envelope.can("void"):
        raise Conflict(_("This envelope is already %(state)s.") % {"state": envelope.get_state_display()})
    _close_others(envelope)
    envelope.void(reason=reason.strip(), at=at)
    envelope.save()
    return envelope


def _close_others(envelope: Envelope) -> None:
    for other in envelope.recipients.exclude(
        state__in=[RecipientState.SIGNED, RecipientState.DECLINED, RecipientState.CLOSED]
    ):
        other.close()
        other.save()


@action
def keep_profile(
    *,
    by: User,
    at: datetime,
    values: Mapping[str, Any],
    profile: SignatureProfile | None = None,
    picture: bytes | None = None,
) -> SignatureProfile:
    """Make or change a mark of one's own. Its authority (limit, categories) is an administrator's to widen, see the admin.

    picture: a drawn or uploaded signature; it is written anew as PNG, so whatever else the file carried is gone. Raises MarkRefused
    for what is no picture. A new mark covers nothing yet: its limit is 0.
    """
    require(policies.can_keep_profiles, by)
    if profile is not None:
        profile = SignatureProfile.objects.lock(profile)
        require(policies.can_use_profile, profile, by)
    else:
        profile = SignatureProfile(user=by, limit=Decimal(0))
    for name in ("name", "signed_name", "title", "kind", "image", "active"):
        if name in values:
            setattr(profile, name, values[name])
    if profile.kind == "typed":
        profile.image = None
    elif picture is not None:
        profile.image = _keep_picture(profile, picture)
    profile.save()
    return profile


def _keep_picture(profile: SignatureProfile, picture: bytes) -> Version:
    """The picture as a version of the mark's own document."""
    clean = read_mark_image(picture)
    paper = profile.image.document if profile.image else Document(case_key=profile.id, title=profile.name, kind="mark")
    paper.save()
    return add_version(paper, clean, name="signature.png", media_type="image/png", origin=Origin.UPLOADED)
