"""Colleagues can be found by name, and what they do for the company is said."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from flowmono.accounts import roles
from flowmono.accounts.models import User
from flowmono.common.searching import Act, Found, register_acts, register_kind


def _show(person: User) -> Found:
    return Found(str(person), f"mailto:{person.email}", ", ".join(filter(None, (person.title, person.department))))


@register_kind("people", _("People"), "user-round", _show)
def people(person: Any, words: tuple[str, ...]) -> Any:
    """The company's own people, for the company's own people."""
    if not person.works_inside:
        return User.objects.none()
    found = User.objects.filter(is_active=True, groups__name__in=roles.INSIDE)
    for word in words:
        found = found.filter(
            Q(first_name__istartswith=word) | Q(last_name__istartswith=word) | Q(email__istartswith=word)
        )
    shown = found.only("first_name", "last_name", "email", "title", "department")
    return shown.distinct().order_by("first_name", "last_name")


@register_acts
def own_pages(request: HttpRequest, _at: datetime) -> Iterator[Act]:
    """What everybody can set about themselves."""
    if not request.user.works_inside:  # type: ignore[union-attr]
        return
    yield Act(str(_("Your profile")), reverse("me:profile"), "user-round", str(_("name language time zone theme")))
    yield Act(str(_("Say that you are away")), reverse("approvals:away"), "plane", str(_("absence holiday delegate")))
    yield Act(str(_("Choose your notices")), reverse("notices:choices"), "bell", str(_("notifications mail digest")))
    yield Act(
        str(_("Your sign-in and devices")), reverse("me:security"), "shield-check", str(_("password MFA security"))
    )
    yield Act(str(_("API tokens")), reverse("me:tokens"), "key-round", str(_("program access scopes")))
