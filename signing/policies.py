"""Who may do what with envelopes and marks."""

from django.db.models import Q

from flowmono.accounts import roles
from flowmono.accounts.models import User
from flowmono.common.acting import CanAct
from signing.models import Bulk, Envelope, HandoverState, Recipient, Role, SaidCategory, SignatureProfile, Sitting
from signing.models.delegations import Delegation


def can_send(envelope: Envelope, by: User) -> bool:
    """Procurement and legal send documents for signature."""
    return by.has_role(roles.PROCUREMENT, roles.LEGAL)


def can_keep_layouts(by: User) -> bool:
    """Who sends documents keeps the layouts of their places."""
    return by.has_role(roles.PROCUREMENT, roles.LEGAL)


def can_send_to_many(by: User) -> bool:
    """Procurement and legal send one document to many people."""
    return by.is_active and by.has_role(roles.PROCUREMENT, roles.LEGAL)


def can_lead_bulk(bulk: Bulk, by: User) -> bool:
    """Procurement and legal, and nobody else, go on with a sending to many people."""
    return can_send_to_many(by)


def can_void(envelope: Envelope, by: User) -> bool:
    """Who sent an envelope, procurement and legal take it back."""
    return by.has_role(roles.PROCUREMENT, roles.LEGAL) or envelope.sent_by_id == by.pk


def can_say_category(envelope: Envelope, by: User) -> bool:
    """Who sends documents, and whoever signs one here, says what kind of document it is."""
    return envelope.recipients.filter(user=by).exists() and by.is_active


def can_settle_category(envelope: Envelope, by: User) -> bool:
    """Who sends documents settles what kind one is, unless they sign it: nobody decides what their own mark covers."""
    return by.is_active and can_send(envelope, by) and not _signs(envelope, by)


def _signs(envelope: Envelope, by: User) -> bool:
    """Whether this human being signs the document, did until they gave their place away, or lent the authority to sign it."""
    lent = Q(delegation__profile__user__person=by.person) | Q(passed_by__profile__user__person=by.person)
    had = Q(handovers__from_email__iexact=by.email, handovers__state=HandoverState.DONE)
    return envelope.recipients.filter(Q(user__person=by.person) | lent | had, role=Role.SIGNER).exists()


def can_sign(recipient: Recipient, by: CanAct) -> bool:
    """Only the person whose place it is signs there."""
    if isinstance(by, Recipient):
        return recipient.user_id is None and by.pk == recipient.pk
    return isinstance(by, User) and by.is_active and recipient.user_id == by.pk


def can_pass_on(recipient: Recipient, by: CanAct) -> bool:
    """One of ours hands their own place to a colleague; somebody from outside may only ask for it."""
    return recipient.user_id is not None and can_sign(recipient, by)


def can_host(recipient: Recipient, by: User) -> bool:
    """Who sent a document, procurement and legal let somebody from outside sign on their device, never somebody with their own address."""
    hosts = by.is_active and (can_send(recipient.envelope, by) or recipient.envelope.sent_by_id == by.pk)
    return hosts and recipient.user_id is None and recipient.email.casefold() != by.email.casefold()


def can_sign_in_person(sitting: Sitting, by: Recipient) -> bool:
    """Only the person to whom the device was handed signs on it."""
    return sitting.recipient_id == by.pk and can_sign(by, by)


def can_keep_profiles(by: User) -> bool:
    """Signatories keep their own signature marks."""
    return by.keeps_marks


def can_use_profile(profile: SignatureProfile, by: User) -> bool:
    """A mark belongs to one person and to nobody else."""
    return profile.user_id == by.pk and by.has_role(roles.SIGNATORY)


def can_use_delegation(delegation: Delegation, by: User) -> bool:
    """A delegated authority belongs to the colleague to whom it was given, and goes no further."""
    return delegation.delegate_id == by.pk and by.has_role(roles.SIGNATORY)


def can_delegate(profile: SignatureProfile, by: User) -> bool:
    """Whose mark it is delegates its authority, where an administrator allows it."""
    return can_use_profile(profile, by) and profile.may_be_delegated


def can_refuse_delegation(delegation: Delegation, by: User) -> bool:
    """Who was given it may say that they do not take it."""
    return by.is_active and delegation.delegate_id == by.pk


def can_take_back_delegation(delegation: Delegation, by: User) -> bool:
    """Whose authority it is ends its delegation at any time."""
    return by.is_active and delegation.profile.user_id == by.pk


def can_take_place_back(recipient: Recipient, by: User) -> bool:
    """Whose place passed to a colleague while they were away takes it back."""
    return recipient.passed_by is not None and can_take_back_delegation(recipient.passed_by, by)


def can_see_reviews(by: User) -> bool:
    """Auditors, legal and administrators see how carefully documents were reviewed before they were signed."""
    return by.has_role(roles.AUDITOR, roles.LEGAL, roles.ADMINISTRATOR)


def can_see_sayings(by: User) -> bool:
    """Procurement, legal, auditors and administrators see what people said about the kind of documents."""
    return by.has_role(roles.PROCUREMENT, roles.LEGAL, roles.AUDITOR, roles.ADMINISTRATOR)


def can_take_back_saying(saying: SaidCategory, by: User) -> bool:
    """Who said it takes it back, and procurement, legal and administrators do."""
    return saying.said_by_id == by.pk or by.has_role(roles.PROCUREMENT, roles.LEGAL, roles.ADMINISTRATOR)


def can_see_seals(by: User) -> bool:
    """Administrators and auditors see how sealing stands: its level, certificates, clock and revocation data."""
    return by.has_role(roles.ADMINISTRATOR, roles.AUDITOR)


def can_bind_certificates(by: User) -> bool:
    """Administrators say with which certificate a mark signs."""
    return by.is_active and by.has_role(roles.ADMINISTRATOR)
