"""What a person does at the incident desk."""

from datetime import datetime

from django.utils.translation import gettext as _

from flowmono.accounts.models import User
from flowmono.common.acting import action
from flowmono.common.refusals import Conflict, Invalid, require
from flowmono.ledger.models import write_entry
from flowmono.outbox import policies
from flowmono.outbox.broker import enqueue
from flowmono.outbox.models import Delivery, DeliveryState
from flowmono.outbox.recording import DELIVER


def _lock_unpaid(delivery: Delivery) -> Delivery:
    locked = Delivery.objects.select_for_update(of=("self",)).select_related("event").get(pk=delivery.pk)
    if locked.state not in {DeliveryState.INCIDENT, DeliveryState.WAITING}:
        raise Conflict(_("This delivery is already %(state)s.") % {"state": locked.get_state_display()})
    return locked


def _tell_ledger(delivery: Delivery, kind: str, at: datetime, by: User, **facts: str) -> None:
    words = {
        "delivery": delivery.pk,
        "receiver": delivery.receiver,
        "event": delivery.event.name,
        "by": str(by.as_actor()),
        **facts,
    }
    write_entry(case_id=delivery.event.case_id, kind=kind, at=at, facts=words)


@action
def retry(delivery: Delivery, *, by: User, at: datetime) -> Delivery:
    """Try again now, with all attempts anew; for when what stood in the way was put right."""
    require(policies.can_run_the_desk, by)
    delivery = _lock_unpaid(delivery)
    delivery.state, delivery.attempts, delivery.next_try_at = DeliveryState.WAITING, 0, at
    delivery.save(update_fields=["state", "attempts", "next_try_at"])
    _tell_ledger(delivery, "delivery.retried", at, by)
    enqueue(DELIVER, [(delivery.pk,)])
    return delivery


@action
def skip(delivery: Delivery, *, by: User, at: datetime, reason: str) -> Delivery:
    """Let this step not happen, and say why; the rest of the chain goes on."""
    require(policies.can_run_the_desk, by)
    if not reason.strip():
        raise Invalid(_("Say why this step may be left out; it is kept as evidence."), field="reason")
    delivery = _lock_unpaid(delivery)
    delivery.state, delivery.skipped_reason, delivery.finished_at = DeliveryState.SKIPPED, reason.strip(), at
    delivery.save(update_fields=["state", "skipped_reason", "finished_at"])
    _tell_ledger(delivery, "delivery.skipped", at, by, reason=reason.strip())
    return delivery
