"""The daily e-mail: what a person chose to read once a day, at seven in their own morning."""

from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils.translation import ngettext

from flowmono.common.now import moment
from flowmono.notices.models import Notice
from flowmono.outbox.letters import write_letter
from flowmono.outbox.models import Letter

HOUR = 7
MOST = 100


def write_digests(at: datetime) -> int:
    """Write the daily e-mail of everybody whose morning it is and who has something to read; return how many."""
    waiting = Notice.objects.filter(in_digest=True, person__is_active=True).select_related("person")
    written = 0
    for person, found in groupby(waiting.order_by("person_id", "at", "id"), key=lambda notice: notice.person):
        here = at.astimezone(ZoneInfo(person.time_zone or settings.TIME_ZONE))
        key = f"digest:{person.pk}:{here.date()}"
        if here.hour < HOUR or Letter.objects.filter(key=key).exists():
            continue
        notices = list(found)
        with transaction.atomic():
            count = len(notices)
            words = ngettext("%(count)s thing happened", "%(count)s things happened", count) % {"count": count}
            write_letter(
                key=key,
                to=person.email,
                subject=words,
                template="digest.txt",
                facts={"person": person, "notices": notices[:MOST], "more": max(0, count - MOST)},
            )
            Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(in_digest=False)
        written += 1
    return written


def write_todays() -> int:
    """What the clock calls."""
    return write_digests(moment())
