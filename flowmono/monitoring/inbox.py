"""Exceptions whose owner is one of a person's roles."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce, JSONObject
from django.urls import reverse
from django.utils.translation import gettext as _

from flowmono.accounts.models import User
from flowmono.common.inbox import Answer, Todo, Waiting, needs_you
from flowmono.common.rates import worth
from flowmono.common.templatetags.writing import as_read
from flowmono.monitoring.models import TrueException
from flowmono.outbox.policies import can_run_the_desk
from flowmono.outbox.watches import NOT_TRIED_YET, STALLED


def _show(exception: Any) -> Todo:
    # Watches that found something about one thing are one entry, answered together.
    words = [exception.sentence]
    words += [_("Also: %(title)s. %(sentence)s") % one for one in exception.also]
    answered = tuple(("also", str(one["pk"])) for one in exception.also)
    return Todo(
        kind=_("Exception"),
        title=exception.title,
        sentence=as_read(" ".join(words)),
        party=str(exception.evidence.get("vendor") or ""),
        url=exception.get_absolute_url(),
        action=_("Look"),
        since=exception.true_since,
        amount=exception.worth,
        shown_amount=exception.amount,
        currency=exception.currency,
        days_at_risk=exception.days or 0,
        is_late=False,
        key=exception.pk,
        answers=(
            Answer(
                "yes",
                _("Handled"),
                reverse("monitoring:handle", args=[exception.pk]),
                answered,
                asks=_("What was done? The watch learns from it."),
            ),
            Answer(
                "no",
                _("Dismiss"),
                reverse("monitoring:dismiss", args=[exception.pk]),
                answered,
                asks=_("Why is it no exception? The watch learns from it."),
            ),
        ),
    )


@needs_you("exceptions")
def exceptions(person: User, at: datetime) -> Iterator[Waiting]:
    mine = TrueException.objects.waiting().for_roles(person).order_by()
    if can_run_the_desk(person):
        # A step that failed stands here once, as the incident with its way out; the exception about it clears itself.
        mine = mine.exclude(Q(watch=STALLED) & ~Q(cause__endswith=NOT_TRIED_YET))
    same = mine.filter(cause=OuterRef("cause"))
    others = same.exclude(pk=OuterRef("pk")).order_by("pk")
    rows = mine.exclude(Exists(same.filter(pk__lt=OuterRef("pk")))).annotate(
        also=ArraySubquery(others.values(said=JSONObject(pk="pk", title="title", sentence="sentence"))),
        worth=worth("amount", "currency", at.date()),
    )
    yield Waiting(_("Exception"), rows, _show, since=Coalesce("since", "raised_at"), amount="worth", days="days")
