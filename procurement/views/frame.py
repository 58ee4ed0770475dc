"""What the pages of this app share: finding a record that this person sees, lists, and going back with a word."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from flowmono.common.answering import attempt, back, reason_of, take_verdict

PAGE = 50
__all__ = ["attempt", "back", "page_of", "reason_of", "take_verdict", "visible_or_404"]


def visible_or_404(request: HttpRequest, model: Any, pk: UUID, *alongside: str) -> Any:
    """The record, when this person may see it; what they may not see does not exist for them."""
    seen = model.objects.visible_to(request.user).values("pk")
    return get_object_or_404(model.objects.filter(pk__in=seen).select_related(*alongside), pk=pk)


def page_of(request: HttpRequest, records: Any) -> Any:
    """Fifty records, by ?page."""
    return Paginator(records, PAGE).get_page(request.GET.get("page"))
