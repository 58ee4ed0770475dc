"""Whose turn it is: who is asked when, one after the other or at the same time."""

from datetime import datetime

from signing.actions.invitations import invite
from signing.actions.standing_in import pass_on_if_away
from signing.models import ACTING, Envelope, Recipient, RecipientState, Role
from signing.querysets import IN_ROUND


def invite_whose_turn_it_is(envelope: Envelope, *, at: datetime) -> list[Recipient]:
    """Invite everyone of the lowest order that still waits, when nobody before them is open."""
    acting = envelope.recipients.filter(role__in=ACTING)
    if acting.filter(state__in=[RecipientState.INVITED, RecipientState.VIEWED]).exists():
        return []
    waiting = list(acting.filter(state=RecipientState.WAITING).order_by(*IN_ROUND))
    invited = [recipient for recipient in waiting if recipient.order == waiting[0].order]
    for recipient in invited:
        pass_on_if_away(envelope, recipient, at=at)
        recipient.invite(at=at)
        invite(recipient, at=at)
        recipient.save()
    return invited


def show_to_readers(envelope: Envelope, *, at: datetime) -> None:
    """Write to everybody who only reads: they need not wait for anybody, and nobody waits for them."""
    for recipient in envelope.recipients.filter(role=Role.VIEWER, state=RecipientState.WAITING):
        recipient.invite(at=at)
        invite(recipient, at=at)
        recipient.save()
