"""Decisions that wait for a person are among the things to do: "Approve PO-2027-0003"."""

from collections.abc import Iterator
from datetime import datetime

from django.http import HttpRequest
from django.utils.translation import gettext as _

from flowmono.approvals.inbox import decisions
from flowmono.common.searching import Act, register_acts


@register_acts
def approve(request: HttpRequest, at: datetime) -> Iterator[Act]:
    for todo in decisions(request.user, at):  # type: ignore[arg-type]
        yield Act(_("Approve or reject %(title)s") % {"title": todo.title}, todo.url, "circle-check")
