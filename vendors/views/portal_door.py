"""The portal's door: a link by e-mail. Opening it uses nothing up; the button on the page does, once."""

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from flowmono.common.throttling import knocks_too_often
from vendors import actions
from vendors.forms import AskForm
from vendors.portal import contact_of, page_of_portal

TRIES, TRIES_IN = 20, 600
ASKED, ASKED_IN = 10, 3600


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, secret: str) -> HttpResponse:
    """GET: a page with a button. POST: sign in with the link and use it up."""
    if request.method == "POST":
        person = actions.enter_by_link(secret, at=request.at)
        if person is not None:
            login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
            return redirect(page_of_portal(request.POST.get("next", "")) or "portal:home")
    else:
        link = actions.peek_at_link(secret, at=request.at)
        if link is not None:
            return render(
                request,
                "vendors/portal/enter.html",
                {"link": link, "next": page_of_portal(request.GET.get("next", ""))},
            )
    if knocks_too_often(request, "portal-enter", limit=TRIES, seconds=TRIES_IN):
        return render(request, "vendors/portal/too_often.html", status=429)
    return render(request, "vendors/portal/spent.html", status=410)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for a new link. The answer is the same whether we know the address or not.

    The page that says so asks again whether the link was opened, in another tab of the same browser; then it goes on by itself to where
    its reader was, with what they had entered there.
    """
    wanted = page_of_portal((request.POST if request.method == "POST" else request.GET).get("next", ""))
    if request.htmx and request.method == "GET":  # type: ignore[attr-defined]
        inside = request.user.is_authenticated and contact_of(request.user) is not None
        return HttpResponseClientRedirect(wanted or reverse("portal:home")) if inside else HttpResponse(status=204)
    if request.method != "POST":
        return render(request, "vendors/portal/ask.html", {"form": AskForm(), "next": wanted})
    if knocks_too_often(request, "portal-ask", limit=ASKED, seconds=ASKED_IN):
        return render(request, "vendors/portal/too_often.html", status=429)
    form = AskForm(request.POST)
    if not form.is_valid():
        return render(request, "vendors/portal/ask.html", {"form": form, "next": wanted}, status=422)
    actions.ask_for_link(form.cleaned_data["email"], at=request.at, wanted=wanted)
    return render(request, "vendors/portal/asked.html", {"next": wanted})
