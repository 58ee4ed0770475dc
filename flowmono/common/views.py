"""The first page: what needs this person; and the living page of the design system."""

from django.conf import settings
from django.contrib.admin.views.decorators import staff_member_required
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse

from flowmono.common.inbox import waiting_for
from flowmono.common.navigation import needs_you_count


@login_required
def inbox(request: HttpRequest) -> HttpResponse:
    """Everything that waits for this person; a vendor's contact is shown to the portal."""
    person = request.user
    if not person.works_inside:  # type: ignore[union-attr]
        return _outsider(request)
    todos = waiting_for(person, request.at)  # type: ignore[attr-defined]
    kinds = sorted({todo.kind for todo in todos})
    wanted = request.GET.get("kind", "")
    shown = [todo for todo in todos if not wanted or todo.kind == wanted]
    facts = {
        "todos": shown,
        "kinds": kinds,
        "wanted": wanted,
        "total": len(todos),
        "company_currency": settings.COMPANY_CURRENCY,
    }
    return render(request, "inbox/inbox.html", facts)


def _outsider(request: HttpRequest) -> HttpResponse:
    if hasattr(request.user, "vendor_contact"):
        try:
            return redirect(reverse("portal:home"))
        except NoReverseMatch:
            pass
    return render(request, "inbox/no_role.html", status=403)


@login_required
def needs_you(request: HttpRequest) -> HttpResponse:
    """How many things wait for this person: asked for by the sidebar, so that no page waits for the answer."""
    return render(request, "components/needs_you.html", {"count": needs_you_count(request.user)})


@staff_member_required
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component with its states."""
    return render(request, "styleguide.html")
