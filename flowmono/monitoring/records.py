"""Each watch's record: how it runs, how much it looked at, how often it was right."""

from typing import Any

from django.db.models import Count, Max, Q, QuerySet, Sum

from flowmono.common.templatetags.writing import write_name
from flowmono.monitoring.failing import WATCH_FAILED
from flowmono.monitoring.models import ExceptionState, TrueException, WatchMode, WatchRun, WatchSetting
from flowmono.monitoring.precision import Record
from flowmono.monitoring.registry import WATCHES

COUNTS = {
    "open": Count("pk", filter=Q(state=ExceptionState.OPEN)),
    "handled": Count("pk", filter=Q(state=ExceptionState.HANDLED)),
    "dismissed": Count("pk", filter=Q(state=ExceptionState.DISMISSED)),
    "cleared": Count("pk", filter=Q(state=ExceptionState.CLEARED)),
}


def watch_name(watch: str) -> str:
    """What a watch looks for, in words; for what is raised where it happens, its name."""
    return str(WATCHES[watch].title) if watch in WATCHES else write_name(watch)


def record_of(watch: str) -> Record:
    """One watch's record, in two statements."""
    counts = _counts(TrueException.objects.filter(watch=watch))
    return _record(watch, {}, counts, _runs(WatchRun.objects.filter(watch=watch)), set())


def watch_records() -> list[Record]:
    """Every watch's record, and that of every kind raised where it happens, by title, in four statements."""
    modes = dict(WatchSetting.objects.values_list("name", "mode"))
    counts = _counts(TrueException.objects.all())
    runs = _runs(WatchRun.objects.all())
    causes = TrueException.objects.filter(watch=WATCH_FAILED, state=ExceptionState.OPEN).values_list("cause", flat=True)
    blind = {cause.partition(":")[0] for cause in causes}
    records = [_record(name, modes, counts, runs, blind) for name in {*WATCHES, *counts}]
    return sorted(records, key=lambda record: record.title.lower())


def _counts(exceptions: "QuerySet[Any, Any]") -> dict[str, dict[str, Any]]:
    return {row["watch"]: row for row in exceptions.order_by().values("watch").annotate(**COUNTS)}


def _runs(runs: "QuerySet[Any, Any]") -> dict[str, dict[str, Any]]:
    facts = {"looked": Sum("looked_at"), "quiet": Sum("routine"), "last": Max("at")}
    return {row["watch"]: row for row in runs.order_by().values("watch").annotate(**facts)}


def _record(
    name: str,
    modes: dict[str, str],
    counts: dict[str, dict[str, Any]],
    runs: dict[str, dict[str, Any]],
    blind: set[str],
) -> Record:
    found, run = counts.get(name, {}), runs.get(name, {})
    return Record(
        name=name,
        title=watch_name(name),
        mode=modes.get(name, WatchMode.LIVE),
        looked_at=run.get("looked", 0),
        routine=run.get("quiet", 0),
        open=found.get("open", 0),
        handled=found.get("handled", 0),
        dismissed=found.get("dismissed", 0),
        cleared=found.get("cleared", 0),
        last_looked=run.get("last"),
        is_blind=name in blind,
    )
