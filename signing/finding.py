"""What can be done in signing, for the search: one document sent to many people."""

from collections.abc import Iterator
from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from flowmono.common.searching import Act, register_acts
from signing import policies


@register_acts
def acts(request: HttpRequest, at: datetime) -> Iterator[Act]:
    if policies.can_send_to_many(request.user):  # type: ignore[arg-type]
        yield Act(
            str(_("Send one document to many")),
            reverse("signing:new_bulk"),
            "send",
            str(_("bulk list people CSV signature NDA")),
        )
