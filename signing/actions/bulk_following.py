"""One document that many people were sent: those who have not signed are reminded, what is open is taken back, counts are told."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from flowmono.accounts.models import User
from flowmono.common.acting import action
from flowmono.common.refusals import Conflict, Invalid, require
from flowmono.notices.telling import tell
from signing import policies
from signing.actions.summaries import write_after_sending, write_reminders
from signing.actions.timing import remind_if_asked
from signing.models import ACTING, Bulk, BulkState, Envelope, EnvelopeState, Recipient, RecipientState, RowState

# How the people of a list stand, in the order in which it is told. Each line stands in one of them.
STANDINGS: Mapping[str, Q] = {
    "faulty": Q(state=RowState.WAITING) & ~Q(faults=[]),
    "waiting": Q(state=RowState.WAITING, faults=[]),
    "out": Q(envelope__state__in=[EnvelopeState.DRAFT, EnvelopeState.SENT]),
    "signed": Q(envelope__state__in=[EnvelopeState.COMPLETED, EnvelopeState.SEALED]),
    "declined": Q(envelope__state=EnvelopeState.DECLINED),
    "expired": Q(envelope__state=EnvelopeState.EXPIRED),
    "taken_back": Q(envelope__state=EnvelopeState.VOIDED),
    "failed": Q(state=RowState.FAILED),
    "left_out": Q(state=RowState.LEFT_OUT),
    "stopped": Q(state=RowState.STOPPED),
}

# Those who have a round of their own.
ROUNDS = ("out", "signed", "declined", "expired", "taken_back")


def counts_of(bulk: Bulk) -> dict[str, int]:
    """How many people stand how; only what there is."""
    found = bulk.rows.aggregate(**{name: Count("pk", filter=which) for name, which in STANDINGS.items()})
    return {name: number for name, number in found.items() if number}


@action
def remind_all(bulk: Bulk, *, by: User, at: datetime) -> Bulk:
    """Remind everybody whose turn it is and who has not signed."""
    bulk = Bulk.objects.lock(bulk)
    require(policies.can_lead_bulk, bulk, by)
    if not _open(bulk).exists():
        raise Conflict(_("Nobody has to sign any more."))
    bulk.announce_reminder(at=at)
    bulk.save()
    return bulk


@action
def take_all_back(bulk: Bulk, *, by: User, at: datetime, reason: str) -> Bulk:
    """Take back every round of it that is open; everybody who was asked is told why."""
    bulk = Bulk.objects.lock(bulk)
    require(policies.can_lead_bulk, bulk, by)
    if not reason.strip():
        raise Invalid(_("Say why it is taken back."), field="reason")
    if bulk.state == BulkState.RUNNING:
        raise Conflict(_("It is being sent. Pause or stop that first."))
    if not _open(bulk).exists():
        raise Conflict(_("No round of it is open."))
    bulk.announce_taking_back(reason=reason.strip()[:500], at=at)
    bulk.save()
    return bulk


def _open(bulk: Bulk) -> Any:
    return Envelope.objects.filter(bulk_row__bulk=bulk, state__in=[EnvelopeState.DRAFT, EnvelopeState.SENT]).order_by(
        "pk"
    )


# --- in the worker -------------------------------------------------------------------------------------------------------


def remind_open(bulk_id: UUID, *, at: datetime) -> int:
    """Remind everybody of it whose turn it is; return how many."""
    asked = Recipient.objects.filter(
        envelope__bulk_row__bulk=bulk_id,
        envelope__state=EnvelopeState.SENT,
        state__in=[RecipientState.INVITED, RecipientState.VIEWED],
        role__in=ACTING,
    )
    done = sum(
        remind_if_asked(pk, at=at) for pk in list(asked.order_by("envelope_id", "pk").values_list("pk", flat=True))
    )
    write_reminders(bulk_id, at=at)
    return done


def take_open_back(bulk_id: UUID, *, reason: str, at: datetime) -> int:
    """Take back every round of it that is still open; return how many."""
    done = 0
    for pk in list(_open(Bulk.objects.get(pk=bulk_id)).values_list("pk", flat=True)):
        envelope = Envelope.objects.lock(pk)
        if envelope.can("void"):
            envelope.close_places()
            envelope.void(reason=reason, at=at)
            envelope.save()
            done += 1
    return done


def tell_that_it_ended(bulk_id: UUID, *, sent: int, failed: int, at: datetime) -> None:
    """Tell whoever sent it that everybody had their turn, and ours what waits for them by it; each run of it is told once."""
    bulk = Bulk.objects.select_related("started_by").get(pk=bulk_id)
    words = ngettext("One round was sent.", "%(count)s rounds were sent.", sent) % {"count": sent}
    if failed:
        could_not = ngettext("One could not be sent.", "%(count)s could not be sent.", failed) % {"count": failed}
        words = f"{words} {could_not}"
    tell(
        [bulk.started_by],
        "round",
        key=f"many:{bulk.pk}:{bulk.run}",
        title=_("Sent to many: %(title)s") % {"title": bulk.title},
        sentence=words,
        url=bulk.get_absolute_url(),
        at=at,
        case_id=bulk.case,
    )
    write_after_sending(bulk_id, at=at)
