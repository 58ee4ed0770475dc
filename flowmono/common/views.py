"""The first page: what needs this person; search; what moved; help; and the living page of the design system."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.admin.views.decorators import staff_member_required
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from flowmono.common import errors, searching
from flowmono.common.glossary import KEYS, STATES, TERMS
from flowmono.common.inbox import PAGE, Inbox
from flowmono.common.moving import earlier_versions, versions
from flowmono.common.navigation import links_for, needs_you_count

EACH = 5


@login_required
def inbox(request: HttpRequest) -> HttpResponse:
    """What waits for this person, fifty a page; a vendor's contact is shown to the portal."""
    person = request.user
    if not person.works_inside:  # type: ignore[union-attr]
        return _outsider(request)
    wanted = request.GET.get("kind", "")
    waiting = Inbox(person, request.at, kind=wanted)  # type: ignore[attr-defined]
    place = _number(request.GET.get("page", ""))
    counts, todos = waiting.counts_and_part((place - 1) * PAGE, PAGE)
    number = counts.get(wanted, 0) if wanted else sum(counts.values())
    paginator = Paginator(range(number), PAGE)  # the ranking is cut by the database, not here
    page = paginator.get_page(request.GET.get("page"))
    if page.number != place and number:  # a page that there is not any more: the last one
        todos = waiting.part((page.number - 1) * PAGE, PAGE)
    page.object_list = todos
    asked = {"kind": wanted, "page": page.number if page.number > 1 else ""}
    facts = {
        "todos": page.object_list,
        "page_obj": page,
        "kinds": list(counts.items()),
        "wanted": wanted,
        "back": "?".join(filter(None, (reverse("inbox"), urlencode({k: v for k, v in asked.items() if v})))),
        "total": sum(counts.values()),
        "company_currency": settings.COMPANY_CURRENCY,
    }
    return render(request, "inbox/inbox.html", facts)


def _number(text: str) -> int:
    """The page asked for; the first one where it is no number, or one that no list reaches."""
    return max(1, int(text)) if text.isascii() and text.isdecimal() and len(text) <= 6 else 1


def _outsider(request: HttpRequest) -> HttpResponse:
    if hasattr(request.user, "vendor_contact"):
        try:
            return redirect(reverse("portal:home"))
        except NoReverseMatch:
            pass
    administrators = get_user_model().objects.in_role("Administrator").order_by("first_name", "last_name", "pk")[:3]
    return render(request, "inbox/no_role.html", {"administrators": administrators}, status=403)


@login_required
def needs_you(request: HttpRequest) -> HttpResponse:
    """How many things wait for this person: asked for by the sidebar, so that no page waits for the answer."""
    return render(request, "components/needs_you.html", {"count": needs_you_count(request.user)})


@login_required
def live(request: HttpRequest) -> HttpResponse:
    """The versions of the topics ?t=…&t=…; 204 when they are what the page has (?v=). One statement besides signing in.

    A page asks first with ?since=, the moment before it was read, and is also told what the versions were then.
    """
    found = versions(request.user, request.GET.getlist("t"))
    now = "|".join(f"{name}={version}" for name, version in sorted(found.items()))
    if now == request.GET.get("v"):
        return HttpResponse(status=204)
    since = _moment(request.GET.get("since", ""))
    then = earlier_versions(request.user, found, since) if since else {}
    return JsonResponse({"v": now, "topics": found, "then": then}, headers={"Cache-Control": "no-store"})


def _moment(text: str) -> datetime | None:
    """The moment that is written so, with its zone; None when it is none."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None


@login_required
def preparation(request: HttpRequest) -> HttpResponse:
    """How far the demonstration's history is, for the part of the frame that follows it; nothing once it is complete."""
    return render(request, "components/_preparation.html")


@login_required
def search(request: HttpRequest) -> HttpResponse:
    """Things and actions by the beginnings of their words: for the dialog a piece, else a page; ?kind= shows all of one kind."""
    text, kind = request.GET.get("q", "").strip()[: searching.LONGEST], request.GET.get("kind", "")
    if request.headers.get("HX-Request"):
        return render(request, "search/_results.html", _found(request, text, each=EACH))
    if kind in searching.KINDS and searching.words_of(text):
        one = searching.KINDS[kind]
        page = Paginator(one.best(request.user, text), 50).get_page(request.GET.get("page"))
        facts = {"text": text, "one": one, "page_obj": page, "rows": [one.show(row) for row in page]}
    else:
        facts = _found(request, text, each=20)
    return render(request, "search/search.html", facts)


def _found(request: HttpRequest, text: str, *, each: int) -> dict[str, Any]:
    return {
        "text": text,
        "groups": searching.search(request.user, text, each=each),
        "acts": searching.acts_for(request, request.at, text, most=8 if text else 6),  # type: ignore[attr-defined]
    }


@searching.register_acts
def places(request: HttpRequest, _at: Any) -> Iterator[searching.Act]:
    """Everywhere the sidebar leads."""
    for link in links_for(request):
        yield searching.Act(_("Go to %(place)s") % {"place": link.label}, link.url, link.icon)


@login_required
def help_page(request: HttpRequest) -> HttpResponse:
    """The keys, what the states mean, and the words of the field."""
    return render(request, "help/help.html", {"keys": KEYS, "states": STATES, "terms": TERMS})


@staff_member_required
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component with its states; ?error=409 shows an error page as somebody meets it, answered with 200."""
    wanted = request.GET.get("error", "")
    if wanted.isdecimal() and int(wanted) in errors.WITH_A_PAGE:
        facts = {"reference": "K7PM-2XQD", "again": request.get_full_path(), "home": "/"} if int(wanted) >= 500 else {}
        answer = errors.page(request, int(wanted), **facts)
        answer.status_code = 200
        return answer
    return render(request, "styleguide.html")
