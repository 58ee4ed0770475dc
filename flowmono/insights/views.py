"""How the company does: straight-through rate, cycle times, waiting, approvals, exceptions, spend; and how well it reads."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from contracts.models import LOOK_TWICE
from flowmono.common.reading import number_locale
from flowmono.common.refusals import require
from flowmono.common.templatetags import writing
from flowmono.insights import drift, presenting, reading
from flowmono.insights.asking import Asked
from flowmono.insights.figures import duration_in_words, read_period
from flowmono.insights.policies import can_see_insights
from flowmono.listing.csv_writing import lines_of

LONGEST = 120
ALL_CONTRACTS = 10_000


def _asked(request: HttpRequest) -> Asked:
    at: datetime = request.at  # type: ignore[attr-defined]
    address = request.GET
    period = read_period(address.get("from", ""), address.get("until", ""), timezone.localtime(at).date())
    return Asked(
        period,
        first=datetime.combine(period.first, time.min, UTC),
        end=datetime.combine(period.last, time.min, UTC) + timedelta(days=1),
        now=at,
        category=address.get("category", "")[:LONGEST],
        department=address.get("department", "")[:LONGEST],
    )


def _judged(asked: Asked) -> list[reading.Judged]:
    return [reading.Judged(*row) for row in asked.judged()]


def _looked(asked: Asked) -> list[drift.Looked]:
    return [drift.Looked(*row) for row in asked.looked(LOOK_TWICE)]


def _taken(asked: Asked) -> list[drift.Taken]:
    return [drift.Taken(*row) for row in asked.taken()]


def _efforts(asked: Asked) -> list[drift.Effort]:
    return [drift.Effort(*row) for row in asked.efforts()]


def _elsewhere(asked: Asked) -> list[reading.Asked]:
    return [reading.Asked(*row) for row in asked.remote()]


def _amount(value: Any) -> str:
    locale = number_locale.get() or writing.known_locale(get_language() or settings.LANGUAGE_CODE)
    return writing.write_amount(value, settings.COMPANY_CURRENCY, locale)


@login_required
@require_safe
def insights(request: HttpRequest) -> HttpResponse:
    """The figures of one period, narrowed by category and department.

    Where time waits, what approvals take and what exceptions came of are asked for by the page itself (?part=more): each of them looks
    through the whole period. ?part=all is everything at once, for a browser without JavaScript.
    """
    require(can_see_insights, request.user)
    asked, part = _asked(request), request.GET.get("part", "")
    query = request.GET.copy()
    query.pop("part", None)
    if part == "more":
        return render(request, "insights/_charts.html", {"charts": _more_of(asked), "query": query.urlencode()})
    straight, rate = presenting.straight_through(asked)
    cycle, whole = presenting.cycle(asked)
    spend, total = presenting.spend(asked, settings.COMPANY_CURRENCY, _amount)
    facts = {
        "asked": asked,
        "choices": asked.choices(),
        "charts": [straight, spend, cycle],
        "more": _more_of(asked) if part == "all" else [],
        "rate": rate,
        "whole": duration_in_words(whole.median) if whole else "",
        "total": total,
        "currency": settings.COMPANY_CURRENCY,
        "narrowed": any(request.GET.get(name) for name in ("from", "until", "category", "department")),
        "query": query.urlencode(),
    }
    return render(request, "insights/insights.html", facts)


def _more_of(asked: Asked) -> list[presenting.Chart]:
    return [presenting.waits(asked), presenting.approvals(asked), presenting.exceptions(asked)]


@login_required
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """How well contracts and invoices are read, whether that has changed, and what it costs."""
    require(can_see_insights, request.user)
    asked = _asked(request)
    judged, looked, taken = _judged(asked), _looked(asked), _taken(asked)
    charts = [
        reading.reading_by_field(judged),
        reading.sureness(judged),
        drift.drift(looked, taken, asked.recent.days),
        drift.versions(looked),
        drift.by_hand(taken),
        drift.cost(_efforts(asked)),
        # While no remote reader was asked, nothing of it shows.
        *([reading.remote_reading(elsewhere)] if (elsewhere := _elsewhere(asked)) else []),
    ]
    facts = {
        "asked": asked,
        "choices": asked.choices(),
        "charts": charts,
        "narrowed": any(request.GET.get(name) for name in ("from", "until", "category", "department")),
        "query": request.GET.urlencode(),
    }
    return render(request, "insights/health.html", facts)


FIGURES: dict[str, Callable[[Asked], Any]] = {
    "straight-through": lambda asked: presenting.straight_through(asked)[0],
    "cycle-time": lambda asked: presenting.cycle(asked)[0],
    "waits": presenting.waits,
    "spend": lambda asked: presenting.spend(asked, settings.COMPANY_CURRENCY, _amount, ALL_CONTRACTS)[0],
    "approvals": presenting.approvals,
    "exceptions": presenting.exceptions,
    "reading": lambda asked: reading.reading_by_field(_judged(asked)),
    "sureness": lambda asked: reading.sureness(_judged(asked)),
    "drift": lambda asked: drift.drift(_looked(asked), _taken(asked), asked.recent.days),
    "versions": lambda asked: drift.versions(_looked(asked)),
    "by-hand": lambda asked: drift.by_hand(_taken(asked)),
    "cost": lambda asked: drift.cost(_efforts(asked)),
    "remote-reading": lambda asked: reading.remote_reading(_elsewhere(asked)),
}


@login_required
@require_safe
def figure(request: HttpRequest, key: str) -> StreamingHttpResponse:
    """The table behind one chart as CSV."""
    require(can_see_insights, request.user)
    if key not in FIGURES:
        raise Http404
    asked = _asked(request)
    chart = FIGURES[key](asked)
    name = f"{key}-{asked.period.first}-{asked.period.last}.csv"
    return StreamingHttpResponse(
        lines_of([heading.key for heading in chart.headings], chart.rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"},
    )
