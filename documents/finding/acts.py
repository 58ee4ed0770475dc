"""From Ctrl-K into the documents: the words that were typed, looked for in all pages."""

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from flowmono.common.searching import LONGEST, Act, register_acts


@register_acts
def search_in_documents(request: HttpRequest, at: datetime) -> Iterator[Act]:
    """Whoever works inside searches the documents that they see; whatever was typed leads there."""
    typed = " ".join(request.GET.get("q", "").split())[:LONGEST]
    if not request.user.works_inside:  # type: ignore[union-attr]
        return
    address = reverse("finding:search")
    if typed:
        words = _("Search in documents for “%(words)s”") % {"words": typed}
        yield Act(words, f"{address}?{urlencode({'q': typed})}", "text-search", typed, last=True)
    else:
        yield Act(_("Search in documents"), address, "text-search")
