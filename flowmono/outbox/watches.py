"""What is watched about the chain itself: steps that do not happen, and mail that does not leave."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from flowmono.accounts import roles
from flowmono.common.templatetags.writing import say_moment, write_name
from flowmono.common.watching import Finding, Option, watch
from flowmono.outbox.models import Delivery, DeliveryState, Letter

# Threat C7: a step that is not done after a quarter of an hour is found, however old it is.
TOO_LONG = timedelta(minutes=15)
STALLED = "stalled_delivery"
# How the cause ends of a step that nobody has tried to the end.
NOT_TRIED_YET = ":waiting"


def is_stalled(state: str, recorded_at: datetime, at: datetime) -> bool:
    """True for an incident, and for a delivery that has waited longer than a quarter of an hour."""
    return state == DeliveryState.INCIDENT or (state == DeliveryState.WAITING and at - recorded_at > TOO_LONG)


@watch(STALLED, gettext_lazy("A step of a chain does not happen"))
def stalled_delivery(at: datetime) -> Iterator[Finding | None]:
    """Every delivery that is owed. Those that fail at the same step in the same way are one exception."""
    stalled: dict[tuple[str, str], list[Delivery]] = defaultdict(list)
    for delivery in Delivery.objects.unpaid().select_related("event").order_by("id").iterator():
        if is_stalled(delivery.state, delivery.event.announced_at, at):
            stalled[delivery.state, delivery.receiver].append(delivery)
        else:
            yield None
    for (state, _receiver), deliveries in stalled.items():
        yield _stalled_step(state, deliveries, at)
        yield from (None for _more in deliveries[1:])


def _stalled_step(state: str, deliveries: list[Delivery], at: datetime) -> Finding:
    oldest = deliveries[0]
    desk = reverse("outbox:desk")
    count = len(deliveries)
    if state == DeliveryState.INCIDENT:
        sentence = ngettext(
            "It failed at every attempt and waits for a person at the desk.",
            "It failed at every attempt for %(count)s events, which wait for a person at the desk.",
            count,
        )
    elif oldest.error:
        sentence = ngettext(
            "It has been owed for more than 15 minutes and is tried again and again. The last attempt: %(why)s",
            "It has been owed to %(count)s events for more than 15 minutes and is tried again and again. The last attempt: %(why)s",
            count,
        )
    else:
        sentence = ngettext(
            "It has been owed for more than 15 minutes. Is a worker running?",
            "It has been owed to %(count)s events for more than 15 minutes. Is a worker running?",
            count,
        )
    # Tried again and failed again is a new cause: what somebody did about the first did not help.
    failed = state == DeliveryState.INCIDENT and oldest.started_at
    tried = f":{oldest.started_at.isoformat()}" if failed else NOT_TRIED_YET
    return Finding(
        cause=f"{oldest.pk}{tried}",
        title=_("“%(step)s” does not happen") % {"step": _(oldest.step.capitalize())},
        sentence=sentence % {"count": count, "why": oldest.error.splitlines()[0] if oldest.error else ""},
        owner_role=roles.ADMINISTRATOR,
        case_id=oldest.event.case_id,
        url=f"{desk}#delivery-{oldest.pk}",
        days=(at - oldest.event.announced_at).days,
        evidence={
            "step": _(oldest.step.capitalize()),
            "after": write_name(oldest.event.name),
            "owed since": oldest.event.announced_at.isoformat(timespec="seconds"),
            "events": count,
            "attempts": oldest.attempts,
            "error": oldest.error.splitlines()[0] if oldest.error else _("none was noted"),
        },
        options=(Option(_("Open the incident desk"), desk),),
    )


@watch("stuck_letter", gettext_lazy("Mail does not leave"))
def stuck_letter(at: datetime) -> Iterator[Finding | None]:
    """Every letter that is not sent yet. All that wait too long are one exception: they share one mail server."""
    # Letters leave by the machine's clock, which a demonstration's own days may be ahead of.
    at = min(at, timezone.now())
    stuck = []
    for letter in Letter.objects.unsent().order_by("id").iterator():
        if at - letter.written_at > TOO_LONG:
            stuck.append(letter)
        else:
            yield None
    if not stuck:
        return
    yield _stuck_mail(stuck, at)
    yield from (None for _more in stuck[1:])


def _stuck_mail(stuck: list[Letter], at: datetime) -> Finding:
    oldest = stuck[0]
    desk = reverse("outbox:desk")
    return Finding(
        cause=f"letter:{oldest.pk}",
        title=ngettext("A letter could not be sent", "%(count)s letters could not be sent", len(stuck))
        % {"count": len(stuck)},
        sentence=_("The oldest, “%(subject)s” to %(to)s, has waited since %(since)s. It is tried again by itself.")
        % {"subject": oldest.subject, "to": oldest.to, "since": say_moment(oldest.written_at)},
        owner_role=roles.ADMINISTRATOR,
        case_id=oldest.case_key or oldest.message_id,
        url=desk,
        days=(at - oldest.written_at).days,
        evidence={
            "letters": len(stuck),
            "oldest": oldest.subject,
            "to": oldest.to,
            "attempts": oldest.attempts,
            "error": oldest.error or _("none was noted"),
        },
        options=(Option(_("Open the incident desk"), desk),),
    )
