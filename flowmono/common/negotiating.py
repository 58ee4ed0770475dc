"""In which format an answer comes; one that there is not is refused in words, never as a record that is missing."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.request import Request


class KnownFormats(DefaultContentNegotiation):
    """As ?format=, the ending of the address or the header Accept asks. Raises NotAcceptable, naming the formats there are."""

    def filter_renderers(self, renderers: Sequence[Any], format: str) -> list[Any]:
        found = [renderer for renderer in renderers if renderer.format == format]
        if not found:
            known = sorted({str(renderer.format) for renderer in renderers})
            words = _("Nothing is answered as “%(asked)s” here. What there is: %(known)s.")
            raise NotAcceptable(words % {"asked": format[:40], "known": ", ".join(known)})
        return found

    def select_renderer(self, request: Request, renderers: Sequence[Any], format_suffix: str | None = None) -> Any:
        try:
            return super().select_renderer(request, renderers, format_suffix)
        except NotAcceptable as refused:
            if not refused.available_renderers:
                raise
            known = sorted({str(renderer.media_type) for renderer in refused.available_renderers})
            words = _("The header Accept asks for nothing that is answered here. What there is: %(known)s.")
            raise NotAcceptable(words % {"known": ", ".join(known)}) from refused
