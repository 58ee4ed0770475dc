"""Exceptions can be found by what they say."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from flowmono.common.searching import Found, Matches, register_kind
from flowmono.common.templatetags.writing import as_read
from flowmono.monitoring import policies
from flowmono.monitoring.models import TrueException


def _show(exception: TrueException) -> Found:
    return Found(exception.title, exception.get_absolute_url(), as_read(exception.sentence), exception)


@register_kind("exceptions", _("Exceptions"), "shield-alert", _show)
def exceptions(person: Any, words: tuple[str, ...]) -> Any:
    """For those who see the queue, the newest first."""
    if not policies.can_see_queue(person):
        return TrueException.objects.none()
    found = TrueException.objects.filter(Matches(words), shadow=False)
    return found.only("title", "sentence", "state").order_by("-raised_at")
