"""The steps of a case that did not happen and wait for a person at the incident desk, as the way of the case tells them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from flowmono.accounts.models import User
from flowmono.common.chain import MONEY, stage_of_step
from flowmono.common.templatetags.flowmono import said
from flowmono.outbox.models import Delivery
from flowmono.outbox.policies import can_see_the_desk


@dataclass(frozen=True)
class Stopped:
    """A step that did not happen: which, at which stage, why in one sentence, since when, and its page ("" for who may not see it)."""

    receiver: str
    stage: str
    step: str
    why: str
    since: datetime | None
    url: str


def stopped_steps(case: UUID, person: User) -> Iterator[Stopped]:
    """The incidents of a case, the first that stopped first.

    What an unexpected error says is for those who see the desk; so is why a step with money stopped, which may name what
    a reader of the contract does not see.
    """
    sees = can_see_the_desk(person)
    for delivery in Delivery.objects.incidents().filter(event__case_id=case).select_related("event").order_by("id"):
        stage = stage_of_step(delivery.receiver)
        sentence, _line, rest = delivery.error.strip().partition("\n")
        tells = sees or (not rest and stage not in MONEY)
        yield Stopped(
            delivery.receiver,
            stage,
            said(delivery.step.capitalize()),
            sentence if tells and sentence else _("It could not be done; the reason is at the incident desk."),
            delivery.tried_at,
            reverse("outbox:delivery", args=[delivery.pk]) if sees else "",
        )
