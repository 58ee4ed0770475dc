"""While a document is reviewed: which pages were in sight, which of several marks is laid, and putting it off until later."""

import re
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from flowmono.common.refusals import Conflict, Invalid, require
from flowmono.common.throttling import address_of
from flowmono.ledger.models import write_entry
from signing import actions, policies
from signing.listings import Reviews, Sayings
from signing.models import Envelope, Recipient, RecipientState, SaidCategory, SignatureProfile
from signing.models.delegations import Delegation
from signing.standing import was_asked


def place_or_404(request: HttpRequest, pk: UUID) -> Recipient:
    """A place of this person; nobody else's exists for them. Raises Conflict where it was theirs until somebody else took it over."""
    places = Recipient.objects.filter(user=request.user).select_related(
        "envelope__current_version",
        "envelope__sent_by",
        "envelope__contract__vendor",
        "profile__image",
        "user",
        "delegation__profile__user",
    )
    found: Recipient | None = places.filter(pk=pk).first()
    if found is not None:
        return found
    former = Recipient.objects.filter(pk=pk).first()
    if former is None or not was_asked(former, request.user.email):
        raise Http404
    raise Conflict(_("Somebody else is asked now. Nothing was changed."))


def envelope_or_404(request: HttpRequest, pk: UUID) -> Envelope:
    seen = Envelope.objects.filter(pk__in=Envelope.objects.visible_to(request.user).values("pk"))
    found: Envelope = get_object_or_404(
        seen.select_related("contract", "document", "sent_by", "current_version", "certificate_version"), pk=pk
    )
    return found


def answer_with(request: HttpRequest, address: str) -> HttpResponse:
    """Where it goes on: as a redirect, or named in a header for a page that goes on without loading itself anew."""
    if request.headers.get("X-Queue") != "1":
        return redirect(address)
    return HttpResponse(status=204, headers={"X-Next": address})


def next_address(person: Any, after: Recipient | None = None) -> str:
    """The document that follows `after` in this person's queue, else the first one, else the queue itself."""
    order = list(Recipient.objects.in_queue(person).values_list("pk", flat=True)[: actions.QUEUE])
    if after is not None and after.pk in order:
        order = order[order.index(after.pk) + 1 :] or [pk for pk in order if pk != after.pk]
    return reverse("signing:sign", args=[order[0]]) if order else reverse("signing:queue")


def times_in(text: str) -> dict[int, int]:
    """ "1:12,2:3" as {1: 12, 2: 3}; whatever else is in it is dropped."""
    found = re.findall(r"(?:^|,)(\d{1,4}):(\d{1,5})(?=,|$)", text[:8000])
    return {int(page): int(seconds) for page, seconds in found}


@login_required
@require_POST
def look(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep which pages are in sight, and for how long since the last call. Nothing is decided by it.

    The answer says the seconds of each page as they are kept now ("1:12,2:3"). What is told after the decision comes late; it is no
    mistake of anybody, and nothing is kept of it.
    """
    sha256 = request.POST.get("seen", "")[:64]
    try:
        recipient = place_or_404(request, pk)
        count = actions.note_looks(
            recipient,
            by=request.user,
            at=request.at,
            sha256=sha256,
            seconds=times_in(request.POST.get("times", "")),
        )
    except Conflict:
        return HttpResponse(status=204)
    return JsonResponse({"opened": count, "times": actions.times_kept(recipient, sha256)})


@login_required
@require_POST
def choose(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say which of one's own marks is laid, where more than one covers the document."""
    recipient = place_or_404(request, pk)
    try:
        mark = UUID(request.POST.get("mark", ""))
    except ValueError:
        raise Invalid(_("Choose one of your marks."), field="mark") from None
    chosen = own_mark_or_404(request, recipient, mark)
    actions.choose_among(recipient, by=request.user, at=request.at, mark=chosen)
    name = chosen.label_of_mark if isinstance(chosen, Delegation) else chosen.name
    messages.success(request, _("“%(mark)s” is in its place.") % {"mark": name})
    return answer_with(request, reverse("signing:sign", args=[recipient.pk]))


def own_mark_or_404(request: HttpRequest, recipient: Recipient, mark: UUID) -> SignatureProfile | Delegation:
    """A mark of one's own, or one that is delegated to one. Another person's does not exist for this one; the try is written down (A17)."""
    found: SignatureProfile | Delegation | None = (
        SignatureProfile.objects.filter(pk=mark, user=request.user).first()
        or Delegation.objects.filter(pk=mark, delegate=request.user).select_related("profile__user").first()
    )
    if found is None:
        facts = {"recipient": str(recipient.pk), "mark": str(mark), "address": address_of(request)}
        write_entry(
            case_id=recipient.case, kind="mark.refused", at=request.at, facts={**facts, "by": str(request.user)}
        )
        raise Http404
    return found


@login_required
@require_POST
def aside(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put the document off and go on with the next one; or take it up again."""
    recipient = place_or_404(request, pk)
    following = next_address(request.user, after=recipient)
    later = request.POST.get("later", "1") != "0"
    actions.set_aside(recipient, by=request.user, at=request.at, later=later)
    if not later:
        return answer_with(request, reverse("signing:sign", args=[recipient.pk]))
    messages.success(request, _("“%(title)s” is set aside.") % {"title": recipient.envelope.title})
    return answer_with(request, following)


@login_required
@require_GET
def reviews(request: HttpRequest) -> HttpResponse:
    """How documents were reviewed before they were signed, and by whom too quickly."""
    require(policies.can_see_reviews, request.user)
    return Reviews(request).respond("signing/reviews.html", figures=_figures(request.user))


def _figures(person: Any) -> list[dict[str, Any]]:
    """By person of ours: how many documents they signed, and how many of them they reviewed too quickly; the most first."""
    seen = Envelope.objects.visible_to(person).values("pk")
    signed = Recipient.objects.filter(
        state=RecipientState.SIGNED, user__isnull=False, envelope__in=seen, evidence__has_key="too_quick"
    )
    rows = signed.order_by().values("user", "user__first_name", "user__last_name")
    counted = rows.annotate(total=Count("pk"), quick=Count("pk", filter=Q(evidence__too_quick=True)))
    return [
        {
            "name": f"{row['user__first_name']} {row['user__last_name']}".strip(),
            "who": row["user"],
            "quick": row["quick"],
            "total": row["total"],
        }
        for row in counted.order_by("-quick", "-total", "user__last_name")[:20]
    ]


@login_required
@require_GET
def sayings(request: HttpRequest) -> HttpResponse:
    """What people said documents are: what the next ones like them are read by."""
    require(policies.can_see_sayings, request.user)
    return Sayings(request).respond("signing/sayings.html")


@login_required
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Read no document by this saying any more."""
    require(policies.can_see_sayings, request.user)
    saying = actions.take_back_saying(get_object_or_404(SaidCategory, pk=pk), by=request.user, at=request.at)
    words = _("No document is read as %(category)s because of “%(title)s” any more.")
    messages.success(request, words % {"category": saying.category, "title": saying.title})
    return redirect("signing:sayings")
