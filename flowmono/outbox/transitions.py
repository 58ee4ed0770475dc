"""Every state change is noted on the record that makes it, to be written down when the record is saved."""

from typing import Any

from django.dispatch import receiver
from django_fsm.signals import post_transition
from simple_history.signals import pre_create_historical_record

from flowmono.common import acting
from flowmono.outbox.models import Record


@receiver(post_transition, dispatch_uid="outbox.note_transition")
def note_transition(instance: Any, name: str, source: str, target: str, **_more: Any) -> None:
    if isinstance(instance, Record):
        instance.note_transition(name, source, target)


@receiver(pre_create_historical_record, dispatch_uid="outbox.attribute_history")
def attribute_history(history_instance: Any, **_more: Any) -> None:
    """History rows carry the acting person, and in words who or what acted."""
    now = acting.current()
    if now.user_id and history_instance.history_user_id is None:
        history_instance.history_user_id = now.user_id
    if not history_instance.history_change_reason:
        history_instance.history_change_reason = str(now.actor)[:100]
