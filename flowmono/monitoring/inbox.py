"""Exceptions whose owner is one of a person's roles."""

import re
from collections.abc import Iterator, Mapping, Sequence
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
    words = _together(exception.sentence, exception.also)
    answered = tuple(("also", str(one["pk"])) for one in exception.also)
    return Todo(
        kind=_("Exception"),
        title=exception.title,
        sentence=as_read(words),
        party=str(exception.evidence.get("vendor") or ""),
        url=exception.get_absolute_url(),
        action=_("Open"),
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


def _together(sentence: str, also: Sequence[Mapping[str, Any]]) -> str:
    """What several findings about one thing say; the sentences that all of them end with are said once, at the end."""
    told = [_SENTENCE_ENDS.split(words) for words in (sentence, *(str(one["sentence"]) for one in also))]
    shared: list[str] = []
    while also and all(len(one) > 1 for one in told) and len({one[-1] for one in told}) == 1:
        shared.insert(0, told[0][-1])
        for one in told:
            one.pop()
    first, *others = (" ".join(one) for one in told)
    more = [
        _("Also: %(title)s. %(sentence)s") % {"title": one["title"], "sentence": words}
        for one, words in zip(also, others, strict=True)
    ]
    return " ".join([first, *more, *shared])


_SENTENCE_ENDS = re.compile(r"(?<=[.?!]) ")


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
