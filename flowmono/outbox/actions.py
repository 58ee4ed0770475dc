"""What a person does at the incident desk."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from flowmono.accounts.models import User
from flowmono.common.acting import action
from flowmono.common.refusals import Conflict, Invalid, require
from flowmono.events import REGISTRY
from flowmono.ledger.models import write_entry
from flowmono.outbox import policies
from flowmono.outbox.broker import enqueue
from flowmono.outbox.correcting import changes_between, correct_values
from flowmono.outbox.models import Correction, Delivery, DeliveryState
from flowmono.outbox.recording import DELIVER


def _lock_unpaid(delivery: Delivery) -> Delivery:
    locked = Delivery.objects.select_for_update(of=("self",)).select_related("event").get(pk=delivery.pk)
    if locked.state not in {DeliveryState.INCIDENT, DeliveryState.WAITING}:
        raise Conflict(_("This delivery is already %(state)s.") % {"state": locked.get_state_display()})
    return locked


def _tell_ledger(delivery: Delivery, kind: str, at: datetime, by: User, **facts: Any) -> None:
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
    _owe_anew(delivery)
    _tell_ledger(delivery, "delivery.retried", at, by)
    return delivery


def _owe_anew(delivery: Delivery) -> None:
    """All attempts anew, now: by the machine's own time, which the outbox keeps."""
    delivery.state, delivery.attempts, delivery.next_try_at = DeliveryState.WAITING, 0, timezone.now()
    delivery.save(update_fields=["state", "attempts", "next_try_at", "corrected_values"])
    enqueue(DELIVER, [(delivery.pk,)])


@action
def correct(
    delivery: Delivery, *, by: User, at: datetime, values: Mapping[str, Any], reason: str, seen: int | None = None
) -> Delivery:
    """Give the step other values of the event and try it again; the event itself stays as it was announced.

    values: name → value of the event's own type. seen: how many corrections this person saw; another one since then is a
    conflict. What an event is about (ids, case, moment, hashes) cannot be corrected.
    """
    require(policies.can_run_the_desk, by)
    if not reason.strip():
        raise Invalid(_("Say why these values are right; it is kept as evidence."), field="reason")
    delivery = _lock_unpaid(delivery)
    if seen is not None and seen != delivery.corrections.count():
        raise Conflict(_("Somebody else corrected this in the meantime. Open it again and look at their values."))
    before, after = delivery.values, _corrected(delivery, values)
    changes = changes_between(before, after)
    if not changes:
        raise Invalid(_("Nothing is different. Change a value, or try again without a correction."), code="unchanged")
    delivery.corrected_values = after
    Correction.objects.create(delivery=delivery, changes=changes, reason=reason.strip(), by=by, at=at)
    _owe_anew(delivery)
    _tell_ledger(delivery, "delivery.corrected", at, by, reason=reason.strip(), changes=changes)
    return delivery


def _corrected(delivery: Delivery, values: Mapping[str, Any]) -> dict[str, Any]:
    event_class = REGISTRY.get(delivery.event.name)
    if event_class is None:
        raise Conflict(_("Nothing of this name is announced any more. Skip the step, or bring the event back."))
    try:
        return correct_values(event_class, delivery.values, values)
    except (TypeError, ValueError) as problem:
        raise Invalid(str(problem), code="not_this_event") from problem


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
