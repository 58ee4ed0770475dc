"""Who is asked is changed by whoever sends the round, before it is sent or while that person has not signed."""

from datetime import datetime

from django.utils.translation import gettext as _

from flowmono.accounts.models import User
from flowmono.common.acting import action
from flowmono.common.refusals import Conflict, require
from signing import policies
from signing.actions.arranging import find_places_anew
from signing.actions.handing_over import demand_free, note_handover, take_over
from signing.models import Envelope, EnvelopeState, Handover, HandoverState, How, Recipient, RecipientState, Role
from signing.models.states import BY_EMAIL


@action
def change_recipient(
    recipient: Recipient,
    *,
    by: User,
    at: datetime,
    name: str,
    email: str,
    title: str = "",
    reason: str = "",
    proof: str | None = None,
    phone: str | None = None,
) -> Recipient:
    """Say who is asked, while the envelope is a draft or before that person has signed; a former link stops working.

    The address of one of our own people makes it their place, to be signed inside. Who was asked before stays on record once they were
    asked. Before it is sent, places that nobody arranged by hand are found again. Raises Invalid for the address of somebody who has
    a place of this kind already. proof, phone: how somebody without an account proves who they are; None: as it was, for somebody else by e-mail.
    """
    envelope = Envelope.objects.lock(recipient.envelope_id)
    recipient = Recipient.objects.lock(recipient)
    require(policies.can_send, envelope, by)
    if envelope.state not in {EnvelopeState.DRAFT, EnvelopeState.SENT} or recipient.state in {
        RecipientState.SIGNED,
        RecipientState.DECLINED,
    }:
        raise Conflict(_("This place can no longer be changed."))
    demand_free(envelope, recipient, name=name, email=email)
    before = (recipient.name, recipient.email)
    if envelope.state == EnvelopeState.SENT and before != (name.strip(), email.strip()):
        note_handover(recipient, How.CHANGED, name=name, email=email, title=title, reason=reason, by=by, at=at)
        Handover.objects.filter(recipient=recipient, state=HandoverState.ASKED).update(
            state=HandoverState.REFUSED, decided_by=by, decided_at=at
        )
    same = recipient.email.casefold() == email.strip().casefold()
    take_over(
        envelope,
        recipient,
        name=name,
        email=email,
        title=title,
        reason=reason,
        at=at,
        proof=(recipient.proof if same else BY_EMAIL) if proof is None else proof,
        phone=(recipient.phone if same else "") if phone is None else phone,
    )
    if envelope.state == EnvelopeState.DRAFT and recipient.role == Role.SIGNER:
        find_places_anew(envelope, at=at)
        recipient.refresh_from_db(fields=["printed_name"])
    return recipient
