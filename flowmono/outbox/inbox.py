"""Incidents, for those who run the desk."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import DateTimeField, ExpressionWrapper, F
from django.urls import reverse
from django.utils.translation import gettext as _

from flowmono.accounts.models import User
from flowmono.common.inbox import Todo, Waiting, days_gone, needs_you
from flowmono.common.now import ahead
from flowmono.outbox.models import Delivery
from flowmono.outbox.policies import can_run_the_desk


@needs_you("incidents")
def incidents(person: User, at: datetime) -> Iterator[Waiting]:
    if not can_run_the_desk(person):
        return

    def show(delivery: Delivery) -> Todo:
        first_line = delivery.error.splitlines()[0] if delivery.error else _("It was not delivered.")
        return Todo(
            kind=_("Incident"),
            title=_("“%(step)s” did not happen") % {"step": _(delivery.step.capitalize())},
            sentence=first_line,
            url=f"{reverse('outbox:desk')}#delivery-{delivery.pk}",
            action=_("Open"),
            since=delivery.tried_at,
            days_at_risk=(at - delivery.tried_at).days if delivery.tried_at else 0,
        )

    rows = Delivery.objects.incidents().select_related("event")
    since = ExpressionWrapper(F("started_at") + ahead(), output_field=DateTimeField())
    yield Waiting(_("Incident"), rows, show, since=since, days=days_gone("started_at", at - ahead()))
