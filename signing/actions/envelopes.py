"""Envelopes: prepared with their places, corrected, sent, and taken back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from documents.models import Document, Origin, Version, add_version
from flowmono.accounts.models import User
from flowmono.common.acting import action
from flowmono.common.models import Company
from flowmono.common.refusals import Conflict, Invalid, require
from signing import ceremony, pages, policies
from signing.actions.invitations import invite
from signing.actions.marks import note_uses
from signing.actions.timing import times_of_company
from signing.actions.turns import invite_whose_turn_it_is, show_to_readers
from signing.fields import Laid
from signing.models import Envelope, EnvelopeState, Field, Recipient, RecipientState, Role
from signing.models.states import BY_EMAIL
from signing.named_parties import names_company


@dataclass(frozen=True)
class Place:
    """One person to be asked: an account of ours, or a name with an address. key: the place in a draft that becomes theirs."""

    order: int
    name: str
    email: str
    user: User | None = None
    title: str = ""
    party: str = ""
    role: str = Role.SIGNER
    key: UUID | None = None
    proof: str = BY_EMAIL
    phone: str = ""


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
    lay: Callable[[Sequence[Recipient]], Sequence[Laid] | None] = lambda _signers: None,
) -> Envelope:
    """Make a draft envelope of a PDF: every signature field is placed before anybody signs (threat A19).

    lay: says where its signers have their places; None: where they are found in the document.
    Raises Conflict when the PDF cannot be signed safely (encrypted, with scripts or forms of its own).
    """
    times = times_of_company()
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
        remind_after=times.remind_after,
        remind_every=times.remind_every,
    )
    document = Document(case_key=contract_id or envelope.id, title=title, kind="envelope")
    document.save()
    envelope.document = document
    envelope.save()
    recipients = []
    for position, place in enumerate(places):
        recipient = Recipient(
            envelope=envelope,
            order=place.order,
            position=position,
            role=place.role,
            user=place.user,
            name=place.name,
            email=place.email,
            title=place.title,
            party=place.party,
            proof=place.proof,
            phone=place.phone,
            party_is_named=names_party(version, place),
        )
        recipient.save()
        recipients.append(recipient)
    signers = [recipient for recipient in recipients if recipient.role == Role.SIGNER]
    lay_fields(envelope, version, signers, at=at, laid=lay(signers))
    envelope.save()
    return envelope


def names_party(version: Version, place: Place) -> bool | None:
    """Whether the document's own words name the party of this place: one of ours signs for the company. None: no words, or no name."""
    names = Company.names() if place.user else {place.party} - {""}
    text = pages.text_of(version)
    return names_company(text, names) if text.strip() and names else None


def lay_fields(
    envelope: Envelope,
    version: Version,
    signers: Sequence[Recipient],
    *,
    at: datetime,
    laid: Sequence[Laid] | None = None,
) -> None:
    """Make the file that is signed: `version` with the places that were laid, or with those that are found in it. The caller saves."""
    prepared, places = ceremony.place(version, signers, at=at, laid=laid)
    envelope.current_version = add_version(
        envelope.document,
        prepared,
        name=version.name,
        media_type="application/pdf",
        origin=Origin.DERIVED,
        derived_from=version,
        certificate={
            "made": "signature fields placed",
            "source_sha256": version.sha256,
            "arranged": laid is not None,
        },
    )
    note_uses(envelope, at=at, what="certified", before=version.sha256, after=envelope.current_version.sha256)
    envelope.fields.all().delete()
    Field.objects.bulk_create(
        Field(
            envelope=envelope,
            recipient=placed.recipient,
            name=placed.name,
            kind=placed.laid.kind,
            carried_by=placed.carried_by,
            label=placed.laid.label,
            required=placed.laid.required,
            options=list(placed.laid.options),
            page=placed.laid.page,
            **{side: _points(getattr(placed.laid, side)) for side in ("x", "y", "width", "height")},
        )
        for placed in places
    )
    for placed in places:
        if placed.laid.printed:
            placed.recipient.printed_name = placed.laid.printed[:120]
            placed.recipient.save()


def _points(value: float) -> Decimal:
    return Decimal(str(round(value, 2)))


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
def send_envelope(envelope: Envelope, *, by: User, at: datetime) -> Envelope:
    """Send it to its signers in their order; the first are invited with it, so that nobody is said to wait for others."""
    envelope = Envelope.objects.lock(envelope)
    require(policies.can_send, envelope, by)
    return _send(envelope, by=by, at=at)


@transaction.atomic
def send_by_itself(envelope: Envelope, *, at: datetime) -> Envelope:
    """Send it without a person, because a rule says so; nobody is named as its sender, and nobody signs by this."""
    return _send(Envelope.objects.lock(envelope), by=None, at=at)


def _send(envelope: Envelope, *, by: User | None, at: datetime) -> Envelope:
    if envelope.state != EnvelopeState.DRAFT:
        raise Conflict(_("This signature round is already %(state)s.") % {"state": envelope.get_state_display()})
    for recipient in envelope.recipients.all():
        if "@" not in recipient.email:
            raise Invalid(
                _("%(name)s has no e-mail address. Enter it before you send.") % {"name": recipient.name}, field="email"
            )
    ends = envelope.expires_at or at + timedelta(days=times_of_company().sign_within)
    if ends <= at:
        raise Invalid(
            _("The day by which it is to be signed is over. Choose another before you send."), field="sign_by"
        )
    # The level of the day on which it is sent: a draft may have waited while another was asked for.
    envelope.level_wanted = settings.SEAL_LEVEL
    envelope.send(by=by, at=at, expires_at=ends)
    invite_whose_turn_it_is(envelope, at=at)
    show_to_readers(envelope, at=at)
    envelope.save()
    return envelope


@action
def void(envelope: Envelope, *, by: User, at: datetime, reason: str) -> Envelope:
    """Take the envelope back; links stop working."""
    envelope = Envelope.objects.lock(envelope)
    require(policies.can_void, envelope, by)
    if not reason.strip():
        raise Invalid(_("Say why it is taken back."), field="reason")
    if not envelope.can("void"):
        raise Conflict(_("This signature round is already %(state)s.") % {"state": envelope.get_state_display()})
    envelope.close_places()
    envelope.void(reason=reason.strip(), at=at)
    envelope.save()
    return envelope
