"""What people do about webhooks: set up, change, exchange the secret, try, send again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from flowmono.accounts.models import User
from flowmono.common.acting import action
from flowmono.common.refusals import Conflict, Invalid, require
from flowmono.outbox.broker import enqueue
from flowmono.webhooks import policies
from flowmono.webhooks.keeping import seal
from flowmono.webhooks.models import BOTH_SECRETS, SEND, Endpoint, Sending, SendingState
from flowmono.webhooks.signatures import new_secret

CHANGEABLE: Final = ("url", "description", "events", "active")


@action
def create_endpoint(*, by: User, at: datetime, values: Mapping[str, Any]) -> tuple[Endpoint, str]:
    """A new endpoint and its secret, which is shown this once. values: url, events, description, active."""
    require(policies.can_set_up_webhooks, by)
    secret = new_secret()
    endpoint = Endpoint(made_at=at, secret=seal(secret), **_allowed(values))
    _check(endpoint)
    endpoint.save()
    return endpoint, secret


@action
def change_endpoint(endpoint: Endpoint, *, by: User, at: datetime, values: Mapping[str, Any]) -> Endpoint:
    """Other values; what is left out stays. Switching it on again forgets its failures, and what it is owed is due."""
    require(policies.can_set_up_webhooks, by)
    endpoint = Endpoint.objects.select_for_update().get(pk=endpoint.pk)
    was_active, wanted = endpoint.active, _allowed(values)
    moved = wanted.get("url", endpoint.url) != endpoint.url
    for name, value in wanted.items():
        setattr(endpoint, name, value)
    _check(endpoint)
    if endpoint.active and (moved or not was_active):
        endpoint.failures, endpoint.failing_since, endpoint.quiet_until, endpoint.disabled_because = 0, None, None, ""
        # When to try is the machine's time, as everywhere in the queue: a demonstration's clock may run ahead.
        endpoint.sendings.filter(state=SendingState.WAITING).update(next_try_at=timezone.now())
        enqueue(SEND, [()])
    endpoint.save()
    return endpoint


@action
def exchange_secret(endpoint: Endpoint, *, by: User, at: datetime) -> tuple[Endpoint, str]:
    """A new secret, shown this once. For 24 hours the former one signs beside it, so that nothing is lost meanwhile."""
    require(policies.can_set_up_webhooks, by)
    endpoint = Endpoint.objects.select_for_update().get(pk=endpoint.pk)
    secret = new_secret()
    endpoint.former_secret, endpoint.former_until = endpoint.secret, timezone.now() + BOTH_SECRETS
    endpoint.secret = seal(secret)
    endpoint.save()
    return endpoint, secret


@action
def send_test(endpoint: Endpoint, *, by: User, at: datetime) -> Sending:
    """A message of type "Test", to see whether it arrives."""
    require(policies.can_set_up_webhooks, by)
    endpoint = Endpoint.objects.select_for_update().get(pk=endpoint.pk)
    if not endpoint.active:
        raise Conflict(_("This endpoint is switched off. Switch it on first."))
    now = timezone.now()
    sending = Sending.objects.create(endpoint=endpoint, made_at=now, next_try_at=now)
    enqueue(SEND, [()])
    return sending


@action
def send_again(sending: Sending, *, by: User, at: datetime) -> Sending:
    """Send it anew with all its attempts, under the same id; the log stays."""
    require(policies.can_send_again, by)
    sending = Sending.objects.select_for_update(of=("self",)).select_related("endpoint").get(pk=sending.pk)
    if not sending.endpoint.active:
        raise Conflict(_("This endpoint is switched off. Switch it on first."))
    sending.state, sending.attempts, sending.sent_at = SendingState.WAITING, 0, None
    sending.next_try_at = timezone.now()
    sending.save(update_fields=["state", "attempts", "next_try_at", "sent_at"])
    Endpoint.objects.filter(pk=sending.endpoint_id).update(quiet_until=None)
    enqueue(SEND, [()])
    return sending


def _allowed(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name in CHANGEABLE}


def _check(endpoint: Endpoint) -> None:
    """Raises Invalid naming the first field that is wrong."""
    try:
        endpoint.clean_fields(exclude=["secret", "former_secret"])
    except ValidationError as problem:
        field, words = next(iter(problem.message_dict.items()))
        raise Invalid(words[0], field=field) from problem
