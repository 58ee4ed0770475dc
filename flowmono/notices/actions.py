"""What people do with what they were told: read it, and choose how to hear of each kind of thing."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from flowmono.accounts.models import User
from flowmono.common.acting import action
from flowmono.common.refusals import Invalid
from flowmono.notices.kinds import KINDS, Way
from flowmono.notices.models import Choice, Notice


@action
def mark_read(*, by: User, at: datetime, keys: Iterable[int] | None = None) -> int:
    """Note that a person read these notices of theirs, or all of them; return how many were unread. Others' stay as they are."""
    unread = Notice.objects.of(by).unread()
    found = unread if keys is None else unread.filter(pk__in=list(keys))
    return int(found.update(read_at=at))


@action
def choose_way(kind: str, *, by: User, at: datetime, way: str) -> None:
    """Say how one wants to hear of one kind of thing. Raises Invalid for a kind that cannot be chosen otherwise."""
    known = KINDS.get(kind)
    if known is None:
        raise Invalid(_("There is no such kind of notice."), field="kind")
    if way not in Way.values:
        raise Invalid(_("Choose one of the ways."), field="way")
    if known.fixed and way != known.default:
        raise Invalid(_("Of this everybody is told in one way."), field="way")
    Choice.objects.update_or_create(person=by, kind=kind, defaults={"way": way})
