"""The frame of the vendor portal, for the pages of this app and of those above it."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from flowmono.common.errors import came_from
from flowmono.common.refusals import NotAllowed
from vendors.models import Contact
from vendors.portal_links import links_for

Page = Callable[..., HttpResponse]
Answer = Callable[[HttpRequest], HttpResponse]
INSIDE_APPS = {
    "contracts",
    "keeping",
    "vendors",
    "monitoring",
    "outbox",
    "notices",
    "approvals",
    "insights",
    "listing",
    "webhooks",
}
INSIDE_PAGES = {"inbox", "needs-you", "search", "styleguide"}


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
            return redirect(_asking_for(request))
        contact = contact_of(request.user)
        if contact is None or request.user.works_inside:  # type: ignore[union-attr]
            raise NotAllowed(_("The portal is for the contacts of our vendors. You are signed in as somebody else."))
        return page(request, contact, *args, **kwargs)

    return guarded


def _asking_for(request: HttpRequest) -> str:
    """The page that asks for an e-mail address; it remembers which page of the portal was wanted."""
    door = reverse("portal:ask")
    wanted = request.get_full_path() if request.method in {"GET", "HEAD"} else came_from(request)
    return f"{door}?{urlencode({'next': wanted})}" if page_of_portal(wanted) else door


def page_of_portal(address: str) -> str:
    """The address, when it is that of a page of the portal behind its first one; else nothing. Never leads off our site."""
    home = reverse("portal:home")
    inside = url_has_allowed_host_and_scheme(address, allowed_hosts=None) and ".." not in address and len(address) < 500
    doors = (reverse("portal:ask"), f"{home}enter/")
    return address if inside and address.startswith(home) and address != home and not address.startswith(doors) else ""


class ContactsStayInThePortal:
    """Leads a vendor's contact who opens one of our inside pages to the portal, and says so."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_view(self, request: HttpRequest, _page: Page, _args: Any, _facts: Any) -> HttpResponse | None:
        if request.method not in {"GET", "HEAD"} or not is_inside(request.resolver_match):
            return None
        person: Any = request.user
        if not person.is_authenticated or person.works_inside or contact_of(person) is None:
            return None
        messages.info(request, _("That page is for our own people. This is your portal."))
        return redirect("portal:home")


def is_inside(match: Any) -> bool:
    """True for addresses of pages for our own people; the portal, signing by link, programs and sign-in are for others too."""
    app, name = (match.namespaces or [""])[0], match.url_name or ""
    if app == "procurement":
        return not name.startswith("portal_")
    if app == "signing":
        return not (match.route.startswith(("signing/open/", "signing/document/", "signing/verify/")))
    return app in INSIDE_APPS or (not app and name in INSIDE_PAGES)


def show_portal(request: HttpRequest, template: str, contact: Contact, status: int = 200, **facts: Any) -> HttpResponse:
    """A page in the portal's frame."""
    shared = {"contact": contact, "vendor": contact.vendor, "portal_links": links_for(request.path)}
    return render(request, template, shared | facts, status=status)
