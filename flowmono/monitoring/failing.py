"""A watch that cannot look: what is said about it. Pure."""

from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from django.db import DatabaseError, OperationalError
from django.urls import reverse
from django.utils.translation import gettext as _

from flowmono.accounts import roles
from flowmono.common.refusals import Refused
from flowmono.common.templatetags.writing import say_moment
from flowmono.common.watching import Finding, Option, Watch

WATCH_FAILED = "watch_failed"


def failure_of(watch: Watch, error: Exception, last: datetime | None, at: datetime) -> Finding:
    """The finding for a watch that stopped with an error; `last` is when it last looked to the end, None for never.

    While it stays blind the cause stays the same; after a good run a new failure is a new cause, which an older answer
    does not silence.
    """
    since = say_moment(last) if last else ""
    words = _("It stopped with an error, so what it watches is not seen. %(error)s") % {"error": in_plain_words(error)}
    seen = _("It last looked on %(since)s.") % {"since": since} if since else _("It has never looked to the end.")
    return Finding(
        cause=f"{watch.name}:{last.isoformat() if last else 'never'}",
        title=_("The watch “%(title)s” cannot look") % {"title": watch.title},
        sentence=f"{words} {seen}",
        owner_role=roles.ADMINISTRATOR,
        case_id=uuid5(NAMESPACE_URL, f"watch:{watch.name}"),
        url=reverse("monitoring:watches"),
        days=(at - last).days if last else None,
        evidence={
            "watch": str(watch.title),
            "last looked": since or _("never"),
            "error": f"{type(error).__name__}: {str(error).strip().partition(chr(10))[0]}"[:500],
        },
        options=(Option(_("Watches, and how often they are right"), reverse("monitoring:watches")),),
    )


def in_plain_words(error: Exception) -> str:
    """What went wrong, for somebody who does not read code; the error itself is in the evidence."""
    if isinstance(error, Refused):
        return error.message
    if isinstance(error, OperationalError):
        return _("The database did not answer in time.")
    if isinstance(error, DatabaseError):
        return _("The database refused its question; was it migrated?")
    if isinstance(error, OSError):
        return _("A file or another machine could not be reached.")
    return _("It met something that it was not made for; its makers need the error below.")
