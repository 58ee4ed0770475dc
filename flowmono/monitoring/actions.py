"""Raising, running and resolving."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from flowmono.accounts.models import User
from flowmono.common.acting import Actor, acting, action
from flowmono.common.refusals import Conflict, Invalid, require
from flowmono.common.watching import settles
from flowmono.monitoring import policies
from flowmono.monitoring.failing import WATCH_FAILED, failure_of
from flowmono.monitoring.models import ExceptionState, TrueException, WatchMode, WatchRun, WatchSetting
from flowmono.monitoring.registry import WATCHES, Finding, Watch

log = logging.getLogger(__name__)
# What somebody dealt with is given a week to show; what somebody called no exception does not come back.
HANDLED_RESTS = timedelta(days=7)


@transaction.atomic
def raise_exception(watch: str, finding: Finding, *, at: datetime) -> TrueException:
    """Raise one exception, or refresh the open one with the same watch and cause.

    One that a person answered is returned as it is: a dismissed cause stays dismissed, a handled one rests for a week.
    """
    facts = {
        "title": finding.title[:200],
        "sentence": finding.sentence,
        "owner_role": finding.owner_role,
        "url": finding.url,
        "amount": finding.amount,
        "currency": finding.currency,
        "days": finding.days,
        "evidence": {key: str(value) for key, value in finding.evidence.items()},
        "options": [{"label": option.label, "url": option.url, "method": option.method} for option in finding.options],
    }
    known = (
        TrueException.objects.select_for_update()
        .filter(watch=watch, cause=finding.cause, state=ExceptionState.OPEN)
        .first()
    )
    if known is not None:
        changed = [name for name, value in facts.items() if getattr(known, name) != value]
        if changed:
            for name in changed:
                setattr(known, name, facts[name])
            if "title" in changed:
                known.since = at
            known.seen_again += 1
            known.save()
        return known
    answered = _answered(watch, finding.cause, at)
    if answered is not None:
        return answered
    shadow = WatchSetting.objects.filter(name=watch, mode=WatchMode.SHADOW).exists()
    raised = TrueException(
        watch=watch, cause=finding.cause, case_key=finding.case_id, shadow=shadow, raised_at=at, **facts
    )
    raised.begin(at=at)
    raised.save()
    return raised


def _answered(watch: str, cause: str, at: datetime) -> TrueException | None:
    """The newest exception of this cause when a person's answer to it still holds."""
    last: TrueException | None = (
        TrueException.objects.filter(watch=watch, cause=cause).order_by("-raised_at", "-created_at").first()
    )
    if last is None or last.state == ExceptionState.CLEARED:
        return None
    if last.state == ExceptionState.HANDLED and at - last.resolved_at > HANDLED_RESTS:
        return None
    return last


@settles
@transaction.atomic
def clear_exception(watch: str, cause: str, *, at: datetime) -> bool:
    """Close the open exception whose cause is gone; False when there is none."""
    known = (
        TrueException.objects.select_for_update().filter(watch=watch, cause=cause, state=ExceptionState.OPEN).first()
    )
    if known is None:
        return False
    known.clear(at=at)
    known.save()
    return True


def run_watch(watch: Watch, *, at: datetime) -> WatchRun | None:
    """Let one watch look; raise what it finds, clear what it no longer finds, count the rest. None when it is off."""
    if WatchSetting.objects.filter(name=watch.name, mode=WatchMode.OFF).exists():
        return None
    with acting(Actor("watch", watch.name, watch.title), at=at), transaction.atomic():
        looked_at, causes = 0, set()
        for finding in watch.look(at):
            looked_at += 1
            if finding is not None:
                causes.add(finding.cause)
                raise_exception(watch.name, finding, at=at)
        # A look back at an earlier moment says nothing about what was raised after it.
        raised_before = TrueException.objects.filter(watch=watch.name, state=ExceptionState.OPEN, raised_at__lte=at)
        gone = raised_before.exclude(cause__in=causes)
        for cause in list(gone.values_list("cause", flat=True)):
            clear_exception(watch.name, cause, at=at)
        return WatchRun.objects.create(
            watch=watch.name, at=at, looked_at=looked_at, routine=looked_at - len(causes), raised=len(causes)
        )


def run_all(*, at: datetime) -> list[WatchRun]:
    """Let every watch look once; one that fails is an exception of its own and does not keep the others from looking."""
    broken = set(
        TrueException.objects.filter(watch=WATCH_FAILED, state=ExceptionState.OPEN).values_list("cause", flat=True)
    )
    runs = []
    for watch in WATCHES.values():
        try:
            run = run_watch(watch, at=at)
        except Exception as error:
            log.exception("The watch %s failed; the others go on.", watch.name)
            _say_that_it_failed(watch, error, at=at)
            continue
        for cause in [cause for cause in broken if cause.partition(":")[0] == watch.name]:
            with acting(Actor("watch", watch.name, watch.title), at=at):
                clear_exception(WATCH_FAILED, cause, at=at)
        if run is not None:
            runs.append(run)
    return runs


def _say_that_it_failed(watch: Watch, error: Exception, *, at: datetime) -> None:
    """One exception for as long as the watch is blind: every failure since its last good run has one cause."""
    last = WatchRun.objects.filter(watch=watch.name).order_by("-at").values_list("at", flat=True).first()
    finding = failure_of(watch, error, last, at)
    with acting(Actor("watch", watch.name, watch.title), at=at):
        raise_exception(WATCH_FAILED, finding, at=at)


def _resolve(exception: TrueException, by: User, reason: str) -> TrueException:
    exception = TrueException.objects.lock(exception)
    require(policies.can_resolve, exception, by)
    if exception.state != ExceptionState.OPEN:
        raise Conflict(_("This exception is already %(state)s.") % {"state": exception.get_state_display()})
    if not reason.strip():
        raise Invalid(
            _("Say in a few words what was done, or why it is none; the watch learns from it."), field="reason"
        )
    return exception


@action
def handle(exception: TrueException, *, by: User, at: datetime, reason: str) -> TrueException:
    """It was true and was dealt with."""
    exception = _resolve(exception, by, reason)
    exception.handle(by=by, at=at, reason=reason.strip())
    exception.save()
    return exception


@action
def dismiss(exception: TrueException, *, by: User, at: datetime, reason: str) -> TrueException:
    """It was no exception."""
    exception = _resolve(exception, by, reason)
    exception.dismiss(by=by, at=at, reason=reason.strip())
    exception.save()
    return exception
