"""Decisions that wait for a person are among the things to do: "Approve PO-2027-0003"; the fifty with the most at risk."""

from collections.abc import Iterator
from datetime import datetime

from django.http import HttpRequest
from django.utils.translation import gettext as _

from flowmono.approvals.inbox import decisions
from flowmono.common.searching import Act, register_acts

MOST = 50


@register_acts
def approve(request: HttpRequest, at: datetime) -> Iterator[Act]:
    for todo in decisions(request.user, at, most=MOST):  # type: ignore[arg-type]
        yield Act(_("Approve or reject %(title)s") % {"title": todo.title}, todo.url, "circle-check")
