"""One's notices, and the choice of how to hear of things."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from flowmono.listing.lists import Act, picked_keys
from flowmono.notices import actions
from flowmono.notices.forms import ChoicesForm
from flowmono.notices.kinds import KINDS
from flowmono.notices.listings import Notices
from flowmono.notices.models import Choice, Notice


@login_required
def notices(request: HttpRequest) -> HttpResponse:
    """What this person was told, the newest first."""
    left = Notice.objects.of(request.user).unread().count()
    acts = [Act(_("Mark as read"), reverse("notices:read"), "check-check")]
    return Notices(request).respond("notices/notices.html", left=left, acts=acts)


@login_required
@require_GET
def count(request: HttpRequest) -> HttpResponse:
    """How many are unread: what the bell shows."""
    return render(request, "notices/_count.html", {"count": Notice.objects.of(request.user).unread().count()})


@login_required
@require_POST
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that it was read, and go where it leads."""
    notice = get_object_or_404(Notice.objects.of(request.user), pk=pk)
    _mark([notice.pk], request)
    if url_has_allowed_host_and_scheme(notice.url, allowed_hosts=None):
        return redirect(notice.url)
    return redirect("notices:list")


@login_required
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Mark the ones named, or all of them, as read."""
    if request.POST.get("all"):
        actions.mark_read(by=request.user, at=request.at)  # type: ignore[attr-defined, arg-type]
    else:
        _mark(picked_keys(request.POST, Notice), request)
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return redirect(wanted if safe else "notices:list")


def _mark(keys: list[int], request: HttpRequest) -> None:
    actions.mark_read(by=request.user, at=request.at, keys=keys)  # type: ignore[attr-defined, arg-type]


@login_required
def choices(request: HttpRequest) -> HttpResponse:
    """How this person wants to hear of each kind of thing."""
    chosen = dict(Choice.objects.filter(person=request.user).values_list("kind", "way"))
    form = ChoicesForm(request.POST or None, chosen=chosen)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            for kind in KINDS.values():
                if not kind.fixed and form.cleaned_data[kind.name] != form.fields[kind.name].initial:
                    actions.choose_way(
                        kind.name,
                        by=request.user,  # type: ignore[arg-type]
                        at=request.at,  # type: ignore[attr-defined]
                        way=form.cleaned_data[kind.name],
                    )
        messages.success(request, _("Your choice is kept."))
        return redirect("notices:choices")
    return render(request, "notices/choices.html", {"form": form, "tab": "notices"})
