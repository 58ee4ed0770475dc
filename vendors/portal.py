"""The frame of the vendor portal, for the pages of this app and of those above it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from flowmono.common.refusals import NotAllowed
from vendors.models import Contact
from vendors.portal_links import links_for

Page = Callable[..., HttpResponse]


def contact_of(person: Any) -> Contact | None:
    """The contact whose account this is, when they still speak for their vendor."""
    found: Contact | None = (
        Contact.objects.filter(user_id=person.pk, active=True, user__is_active=True).select_related("vendor").first()
    )
    return found


def for_contacts(page: Page) -> Page:
    """A page of the portal: its second argument is the contact. Who is not signed in is asked for their e-mail address.

    Raises NotAllowed for everybody else: the company's own people look at vendors from the inside.
    """

    @wraps(page)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect("portal:ask")
        contact = contact_of(request.user)
        if contact is None or request.user.works_inside:  # type: ignore[union-attr]
            raise NotAllowed(_("The portal is for the contacts of our vendors. You are signed in as somebody else."))
        return page(request, contact, *args, **kwargs)

    return guarded


def show_portal(request: HttpRequest, template: str, contact: Contact, status: int = 200, **facts: Any) -> HttpResponse:
    """A page in the portal's frame."""
    shared = {"contact": contact, "vendor": contact.vendor, "portal_links": links_for(request.path)}
    return render(request, template, shared | facts, status=status)
