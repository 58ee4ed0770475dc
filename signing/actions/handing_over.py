"""Somebody else signs: changed by the sender, handed over by one of ours, or wished by a signer from outside and agreed by the sender."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from flowmono.accounts import roles
from flowmono.accounts.models import User
from flowmono.common.acting import action
from flowmono.common.refusals import Conflict, Invalid, require
from flowmono.common.templatetags.writing import as_read
from flowmono.notices.telling import settle, settle_about, tell
from signing import policies
from signing.actions.in_person import end_of_place
from signing.actions.invitations import asked_by, invite
from signing.actions.marks import marks_to_choose
from signing.actions.summaries import settle_summaries
from signing.models import (
    ACTING,
    Envelope,
    EnvelopeState,
    Handover,
    HandoverState,
    How,
    Recipient,
    RecipientState,
    Role,
)
from signing.models.delegations import Delegation
from signing.models.states import BY_EMAIL
from signing.proving import cleaned_number, fault_of
from signing.senders import who_decides

ASKED = (RecipientState.INVITED, RecipientState.VIEWED)


@action
def delegate(recipient: Recipient, *, by: User, at: datetime, colleague: User, reason: str) -> Recipient:
    """Hand one's own place to a colleague, with a reason. Whether the colleague may sign is judged by their own marks.

    Raises Invalid when the colleague has no mark that covers the document, or has a place of their own in it.
    """
    envelope = Envelope.objects.lock(recipient.envelope_id)
    recipient = Recipient.objects.lock(recipient)
    require(policies.can_pass_on, recipient, by)
    _demand_turn(envelope, recipient)
    if not reason.strip():
        raise Invalid(_("Say why, so that the sender knows."), field="reason")
    if colleague.pk == by.pk or colleague.pk not in {one.pk for one in colleagues_for(recipient)}:
        raise Invalid(_("Choose a colleague who may sign."), field="colleague")
    demand_free(envelope, recipient, name=str(colleague), email=colleague.email, field="colleague")
    note_handover(recipient, How.DELEGATED, name=str(colleague), email=colleague.email, reason=reason, by=by, at=at)
    take_over(
        envelope, recipient, name=str(colleague), email=colleague.email, title=colleague.title, reason=reason, at=at
    )
    if recipient.role == Role.SIGNER and recipient.profile is None and not marks_to_choose(recipient, at=at):
        raise Invalid(
            _("%(name)s cannot sign this document: %(why)s")
            % {"name": colleague, "why": as_read(recipient.profile_reason)},
            field="colleague",
            code="authority",
        )
    tell(
        [envelope.sent_by],
        "round",
        key=f"handover:{recipient.pk}:{at.isoformat()}",
        title=_("%(was)s handed %(title)s over to %(now)s") % {"was": by, "title": envelope.title, "now": colleague},
        sentence=reason.strip(),
        url=envelope.get_absolute_url(),
        at=at,
        case_id=envelope.case,
    )
    return recipient


def colleagues_for(recipient: Recipient) -> list[User]:
    """Who may take this person's place: signatories where it is signed, anybody of ours where it is approved; nobody who has a place."""
    people = User.objects.in_role(roles.SIGNATORY) if recipient.role == Role.SIGNER else User.objects.all()
    places = Recipient.objects.filter(envelope=recipient.envelope_id, role=recipient.role)
    taken = {email.casefold() for email in places.values_list("email", flat=True)}
    found = people.filter(is_active=True, vendor_contact__isnull=True).distinct().order_by("first_name", "last_name")
    return [one for one in found if one.works_inside and one.email.casefold() not in taken]


@action
def wish_handover(
    recipient: Recipient, *, by: Recipient, at: datetime, name: str, email: str, title: str = "", reason: str
) -> Handover:
    """Name somebody who should sign in one's place. Nothing changes until who sends documents agrees; one wish at a time."""
    envelope = Envelope.objects.lock(recipient.envelope_id)
    recipient = Recipient.objects.lock(recipient)
    require(policies.can_sign, recipient, by)
    _demand_turn(envelope, recipient)
    if not reason.strip():
        raise Invalid(_("Say why, so that the sender can decide."), field="reason")
    demand_free(envelope, recipient, name=name, email=email)
    if recipient.handovers.filter(state=HandoverState.ASKED).exists():
        raise Conflict(_("You have named somebody already. The sender decides about it."))
    wish = note_handover(
        recipient,
        How.WISHED,
        name=name,
        email=email,
        title=title,
        reason=reason,
        by=recipient,
        at=at,
        state=HandoverState.ASKED,
    )
    envelope.announce_wish(recipient, name=wish.to_name, reason=wish.reason, at=at)
    envelope.save()
    tell(
        who_decides(envelope.sent_by, on=at.date()),
        "round",
        key=f"wish:{wish.pk}",
        title=_("%(was)s names %(now)s to sign %(title)s")
        % {"was": recipient.name, "now": wish.to_name, "title": envelope.title},
        sentence=wish.reason,
        url=envelope.get_absolute_url(),
        at=at,
        case_id=envelope.case,
    )
    return wish


@action
def agree_to_handover(wish: Handover, *, by: User, at: datetime) -> Recipient:
    """Ask whom the signer named; their former link stops working."""
    envelope, recipient, wish = _open_wish(wish, by=by, at=at)
    demand_free(envelope, recipient, name=wish.to_name, email=wish.to_email)
    wish.state, wish.decided_by, wish.decided_at = HandoverState.DONE, by, at
    wish.save()
    facts = {"name": wish.to_name, "email": wish.to_email, "title": wish.to_title, "reason": wish.reason}
    return take_over(envelope, recipient, **facts, at=at)


@action
def refuse_handover(wish: Handover, *, by: User, at: datetime) -> Recipient:
    """Leave the place with whoever has it; they are reminded by the clock as before."""
    _envelope, recipient, wish = _open_wish(wish, by=by, at=at)
    wish.state, wish.decided_by, wish.decided_at = HandoverState.REFUSED, by, at
    wish.save()
    return recipient


def _open_wish(wish: Handover, *, by: User, at: datetime) -> tuple[Envelope, Recipient, Handover]:
    recipient = Recipient.objects.get(pk=wish.recipient_id)
    envelope = Envelope.objects.lock(recipient.envelope_id)
    recipient = Recipient.objects.lock(recipient)
    require(policies.can_send, envelope, by)
    wish = Handover.objects.select_for_update(of=("self",)).get(pk=wish.pk)
    if wish.state != HandoverState.ASKED:
        raise Conflict(_("Somebody has decided about it already."))
    _demand_turn(envelope, recipient)
    settle([f"wish:{wish.pk}"], at=at)
    return envelope, recipient, wish


def _demand_turn(envelope: Envelope, recipient: Recipient) -> None:
    if envelope.state != EnvelopeState.SENT or recipient.state not in ASKED or recipient.role not in ACTING:
        raise Conflict(_("This place can no longer be changed."))


def demand_free(envelope: Envelope, recipient: Recipient, *, name: str, email: str, field: str = "email") -> None:
    if not name.strip() or "@" not in email:
        raise Invalid(_("Name the person and their e-mail address."), field=field)
    others = Recipient.objects.filter(envelope=envelope, role=recipient.role).exclude(pk=recipient.pk)
    if others.filter(email__iexact=email.strip()).exists():
        raise Invalid(
            _("Somebody else in this signature round has this address. Each signer needs their own."), field=field
        )


def demand_proof(proof: str, phone: str) -> tuple[str, str]:
    """The way and the number as they are kept. Raises Invalid, at its field, when they do not go together."""
    phone = cleaned_number(phone)
    if fault := fault_of(proof, phone):
        raise Invalid(fault[1], field=fault[0])
    return proof, phone


def note_handover(
    recipient: Recipient,
    how: How,
    *,
    name: str,
    email: str,
    by: User | Recipient | str,
    at: datetime,
    reason: str,
    title: str = "",
    state: HandoverState = HandoverState.DONE,
) -> Handover:
    """Keep on record who was asked before in a place, who instead, by whom and why."""
    return Handover.objects.create(
        recipient=recipient,
        how=how,
        state=state,
        from_name=recipient.name,
        from_email=recipient.email,
        to_name=name.strip()[:120],
        to_email=email.strip(),
        to_title=title.strip()[:120],
        reason=reason.strip()[:500],
        by_name=by.name if isinstance(by, Recipient) else str(by),
        at=at,
    )


def take_over(
    envelope: Envelope,
    recipient: Recipient,
    *,
    name: str,
    email: str,
    title: str,
    reason: str,
    at: datetime,
    passed_by: Delegation | None = None,
    proof: str = BY_EMAIL,
    phone: str = "",
    by_rule: bool = False,
) -> Recipient:
    """Ask the new person as if nobody had been asked; what the former one looked at counts for nobody.

    passed_by: the delegation by which it passes while its person is away; the new person signs by that one only. proof, phone: how
    somebody without an account proves who they are. by_rule: many places may pass with it. Raises Invalid when the proof lacks its number.
    """
    was, another = recipient.name, recipient.email.casefold() != email.strip().casefold()
    recipient.envelope = envelope
    recipient.name, recipient.email, recipient.title = name.strip(), email.strip(), title.strip()
    former, recipient.user = recipient.user, one_of_ours(recipient.email)
    recipient.proof, recipient.phone = (BY_EMAIL, "") if recipient.user else demand_proof(proof, phone)
    recipient.token_digest = recipient.code_digest = ""
    recipient.code_expires_at = None
    if recipient.state in ASKED:
        if another:
            recipient.pass_on(at=at)
            recipient.looks.all().delete()
            end_of_place(recipient, at=at)
            settle_about(former, asked_by(recipient), at=at)
            recipient.passed_by = passed_by
        invite(recipient, at=at, again=True, with_others=by_rule)
    elif another:
        recipient.passed_by = passed_by
    recipient.save()
    settle_summaries(envelope, former, at=at)
    renamed = envelope.call_after(recipient.name, instead_of=was)
    if another and envelope.state == EnvelopeState.SENT:
        envelope.announce_handover(recipient, was=was, reason=reason.strip(), at=at)
        envelope.save()
    elif renamed:
        envelope.save()
    return recipient


def one_of_ours(email: str) -> User | None:
    """The account of one of our own people behind the address, if there is one."""
    found = User.objects.filter(is_active=True, email__iexact=email, vendor_contact__isnull=True).first()
    return found if found is not None and found.works_inside else None


def ours_among(emails: Iterable[str]) -> set[str]:
    """Those of the addresses behind which is an account of one of our own people, in small letters."""
    wanted = {email.strip().lower() for email in emails if email.strip()}
    if not wanted:
        return set()
    people = User.objects.annotate(address=Lower("email")).filter(address__in=wanted, vendor_contact__isnull=True)
    inside = people.filter(is_active=True, groups__name__in=roles.INSIDE)
    return set(inside.values_list("address", flat=True))
