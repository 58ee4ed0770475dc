"""Signing by our own people: what waits, the document with the mark already in its place, submit or decline."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from documents.serving import serve, serve_page
from flowmono.common.refusals import Invalid, Refused
from flowmono.common.throttling import address_of
from flowmono.ledger.models import write_entry
from signing import actions, pages, policies
from signing.forms import CategoryForm, EntriesForm, ReasonForm, SignForm, evidence_of
from signing.listings import Signatures
from signing.models import Recipient, RecipientState, SignatureProfile
from signing.views import laying


@login_required
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for this person's signature, the longest first, and what they decided before."""
    waiting = Recipient.objects.waiting_for(request.user).order_by("invited_at", "pk")[:200]
    waiting = list(waiting.values_list("pk", flat=True))
    facts = {
        "count": len(waiting),
        "first": waiting[0] if waiting else None,
        "marks": SignatureProfile.objects.filter(user=request.user, active=True).exists(),
        "may_keep": policies.can_keep_profiles(request.user),
    }
    return Signatures(request).respond("signing/queue.html", **facts)


def _mine(request: HttpRequest, pk: UUID) -> Recipient:
    """A place of this person; nobody else's exists for them."""
    places = Recipient.objects.filter(user=request.user).select_related(
        "envelope__current_version", "envelope__sent_by", "profile__image", "user"
    )
    found: Recipient = get_object_or_404(places, pk=pk)
    return found


@login_required
def sign(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The document with the mark in its place. Only the submit signs."""
    recipient = _mine(request, pk)
    if request.method == "POST":
        return _submitted(request, recipient)
    if not laying.may_act(recipient, request.at):
        return redirect("signing:envelope", pk=recipient.envelope_id)
    actions.view(recipient, by=request.user, at=request.at)
    return _shown(request, _mine(request, pk))


def _shown(
    request: HttpRequest, recipient: Recipient, form: SignForm | None = None, entries: EntriesForm | None = None
) -> HttpResponse:
    facts = laying.lay_out(
        recipient,
        lambda number, sha256: reverse("signing:page", args=[recipient.pk, number, sha256]),
        reverse("signing:preview", args=[recipient.pk]),
        lambda sha256: reverse("signing:shown", args=[recipient.pk, sha256]),
    )
    waiting = list(
        Recipient.objects.waiting_for(request.user).order_by("invited_at", "pk").values_list("pk", flat=True)[:201]
    )
    position = waiting.index(recipient.pk) + 1 if recipient.pk in waiting else 0
    if form is not None:
        form.data = {**form.data.dict(), **{name: str(value) for name, value in facts["form"].initial.items()}}
    facts |= {
        "form": form or facts["form"],
        "entries": entries or facts["entries"],
        "decline": ReasonForm(auto_id="decline_%s"),
        "position": position,
        "total": len(waiting),
        "before": waiting[position - 2] if position > 1 else None,
        "after": waiting[position] if position < len(waiting) else None,
        "consent": actions.CONSENT,
        "category_form": CategoryForm(initial={"category": recipient.envelope.category}),
        "company_currency": settings.COMPANY_CURRENCY,
        "sure": _sure(recipient),
    }
    return render(request, "signing/sign.html", facts, status=422 if form is not None else 200)


def _sure(recipient: Recipient) -> str:
    """How sure the category is, in words."""
    confidence = recipient.envelope.category_confidence
    return _("%(percent)s %% sure") % {"percent": f"{confidence * 100:.0f}"} if confidence is not None else ""


def _submitted(request: HttpRequest, recipient: Recipient) -> HttpResponse:
    form = SignForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("The form came incomplete. Go back, reload the page and sign again."))
    values, entries = form.cleaned_data, laying.entries_of(recipient, request.POST)
    _demand_own_mark(request, recipient, values["mark"])
    already = recipient.state == RecipientState.SIGNED
    total = pages.count_pages(recipient.envelope.current_version)
    try:
        actions.sign(
            recipient,
            by=request.user,
            at=request.at,
            seen_sha256=values["seen"],
            seen_draft=values["draft"],
            consent=values["consent"],
            entered=entries.entered(),
            evidence={
                "address": address_of(request),
                "browser": laying.browser_of(request),
                "authenticated": _("signed in as %(email)s") % {"email": request.user.email},
                **evidence_of(values, pages=pages.pages_seen(values["pages"], total), total=total),
            },
        )
    except Invalid as refusal:
        laying.say_refusal(refusal, form, entries)
        return _shown(request, recipient, form, entries)
    if not already:
        messages.success(request, _("You signed “%(title)s”.") % {"title": recipient.envelope.title})
    following = Recipient.objects.waiting_for(request.user).order_by("invited_at", "pk").first()
    return redirect("signing:sign", pk=following.pk) if following else redirect("signing:queue")


def _demand_own_mark(request: HttpRequest, recipient: Recipient, mark: UUID | None) -> None:
    """Another person's mark does not exist for this one; the try is written down (threat A17)."""
    if mark is None or SignatureProfile.objects.filter(pk=mark, user=request.user).exists():
        return
    facts: dict[str, Any] = {"recipient": str(recipient.pk), "mark": str(mark), "address": address_of(request)}
    write_entry(case_id=recipient.case, kind="mark.refused", at=request.at, facts={**facts, "by": str(request.user)})
    raise Http404


@login_required
@require_POST
def decline(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Refuse to sign, with a reason that everybody sees."""
    recipient = _mine(request, pk)
    actions.decline(
        recipient,
        by=request.user,
        at=request.at,
        reason=request.POST.get("reason", "")[:500],
        evidence={"address": address_of(request), "browser": laying.browser_of(request)},
    )
    messages.success(
        request, _("You declined “%(title)s”. The sender is told why.") % {"title": recipient.envelope.title}
    )
    return redirect("signing:queue")


@login_required
@require_GET
def page(request: HttpRequest, pk: UUID, number: int, sha256: str) -> HttpResponse:
    """One page as a picture."""
    return serve_page(laying.version_or_404(_mine(request, pk), sha256), number)


@login_required
@require_safe
def shown(request: HttpRequest, pk: UUID, sha256: str) -> HttpResponse:
    """The very bytes that were laid before this person, though others may have signed since."""
    return serve(request, laying.version_or_404(_mine(request, pk), sha256))


@login_required
@require_GET
def preview(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The mark as it will be drawn."""
    recipient = _mine(request, pk)
    try:
        return laying.mark_preview(recipient, request.at)
    except Refused:
        raise Http404 from None


@login_required
@require_safe
def file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The document as it stands."""
    return serve(request, _mine(request, pk).envelope.current_version)
