"""What happened to an obligation, version by version, in words."""

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from contracts.models import Obligation, ObligationState
from contracts.obliging import END_OF_TERM, NOTICE_WINDOW
from flowmono.common.templatetags.writing import say_day

GOOD, WARN = "good", "warn"


def story_of(obligation: Obligation) -> list[dict[str, Any]]:
    """What was said about it, the newest first: {title, more, at, kind} as components/timeline.html shows it."""
    versions = list(obligation.history.select_related("history_user", "owner").order_by("history_date", "history_id"))
    first = _("Put on record by the signature")
    if _is_of_a_later_term(obligation):
        first = _("Put on record when the contract went on by itself")
    told = [_entry(first, obligation.created_at)]
    for before, after in pairwise(versions):
        who = str(after.history_user or "")
        told += [
            _entry(title, after.history_date, who=who, why=why, kind=kind)
            for title, why, kind in _changes(before, after)
        ]
    return told[::-1]


def _is_of_a_later_term(obligation: Obligation) -> bool:
    contract, put_on = obligation.record.contract, obligation.created_at.date()
    if obligation.kind not in {NOTICE_WINDOW, END_OF_TERM} or contract.ends_on is None or contract.signed_at is None:
        return False
    return contract.signed_at.date() <= contract.ends_on < put_on


def _entry(title: str, at: datetime, *, who: str = "", why: str = "", kind: str = "") -> dict[str, Any]:
    return {"title": title, "more": ": ".join(part for part in (who, why) if part), "at": at, "kind": kind}


def _changes(before: Any, after: Any) -> Iterator[tuple[str, str, str]]:
    if before.owner_id != after.owner_id:
        yield (_("Owner: %(name)s") % {"name": after.owner} if after.owner_id else _("No owner any more")), "", ""
    if before.side != after.side:
        words = _("To be met by: %(side)s") if after.side else _("To be met by: not said")
        yield words % {"side": after.get_side_display()}, "", ""
    if before.due_on != after.due_on:
        words = _("Due on %(day)s") if after.due_on else _("No day any more")
        yield words % {"day": say_day(after.due_on) if after.due_on else ""}, "", ""
    if before.verified_by_id is None and after.verified_by_id is not None:
        yield _("Verified"), "", GOOD
    if before.state != after.state:
        words, kind = {
            ObligationState.DONE: (_("Done"), GOOD),
            ObligationState.NOT_APPLICABLE: (_("Not applicable"), ""),
        }.get(after.state, (_("Open again"), WARN))
        why = after.reason
        if after.state == ObligationState.DONE and after.done_by_id is None and not why:
            why = _("accepted in its workspace") if after.kind == "delivery" else _("paid")
        yield words, why, kind
