"""Saved views of lists: save, change, delete."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from flowmono.common.refusals import NotAllowed, Refused
from flowmono.listing import actions
from flowmono.listing.lists import Listing, listing_named
from flowmono.listing.models import SavedView


def _listing(request: HttpRequest, name: str) -> Listing:
    found = listing_named(name)
    if found is None:
        raise Http404
    if not request.user.works_inside:  # type: ignore[union-attr]
        raise NotAllowed(_("Lists are for people inside the company."))
    return found(request)


def _view(request: HttpRequest, pk: UUID) -> SavedView:
    view = actions.own_view(request.user, pk)  # type: ignore[arg-type]
    if view is None:
        raise Http404
    return view


@login_required
@require_POST
def save(request: HttpRequest, name: str) -> HttpResponse:
    """Save what the list shows under a name."""
    listing = _listing(request, name)
    query = listing.canonical(request.POST.get("query", ""))
    try:
        view = actions.save_view(
            by=request.user,  # type: ignore[arg-type]
            at=request.at,  # type: ignore[attr-defined]
            listing=name,
            name=request.POST.get("name", ""),
            query=query,
            role=request.POST.get("role", ""),
            default=bool(request.POST.get("default")),
        )
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Saved as “%(name)s”.") % {"name": view.name})
    return HttpResponseRedirect(listing.url_of(query))


@login_required
@require_POST
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Rename a view, share it, or open the list with it."""
    view = _view(request, pk)
    try:
        actions.change_view(
            view,
            by=request.user,  # type: ignore[arg-type]
            name=request.POST.get("name", ""),
            role=request.POST.get("role", ""),
            default=bool(request.POST.get("default")),
        )
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("“%(name)s” is changed.") % {"name": view.name})
    return HttpResponseRedirect(_listing(request, view.listing).url_of(view.query))


@login_required
@require_POST
def delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Forget a view."""
    view = _view(request, pk)
    listing = _listing(request, view.listing)
    actions.delete_view(view)
    messages.success(request, _("“%(name)s” is deleted; the records are untouched.") % {"name": view.name})
    return HttpResponseRedirect(listing.url_of_all)
