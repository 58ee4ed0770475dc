"""Signing by our own people: what waits, the document with the mark already in its place, submit or decline."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from documents.serving import serve, serve_page
from flowmono.common.refusals import Conflict, Invalid, Refused
from flowmono.common.throttling import address_of
from signing import actions, pages, policies
from signing.forms import CategoryForm, EntriesForm, ReasonForm, SignForm, evidence_of
from signing.listings import Signatures
from signing.models import ACTING, Recipient, RecipientState, Role, SignatureProfile
from signing.pace import in_time
from signing.views import laying
from signing.views.categories import about_category
from signing.views.reviewing import answer_with, next_address, own_mark_or_404, place_or_404, times_in

# Under what a session keeps what was entered and could not be taken, and of how many documents.
ENTERED = "signing-entered"
KEPT_AT_ONCE = 20


@login_required
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for this person's signature, the longest first, and what they decided before."""
    waiting = list(Recipient.objects.in_queue(request.user).values_list("pk", "set_aside_at")[: actions.QUEUE])
    facts = {
        "count": len(waiting),
        "first": waiting[0][0] if waiting else None,
        "aside": sum(1 for _place, aside_at in waiting if aside_at is not None),
        "done": _decided_today(request),
        "marks": SignatureProfile.objects.filter(user=request.user, active=True).exists(),
        "passed_on": Recipient.objects.passed_on_from(request.user).count(),
        "may_keep": policies.can_keep_profiles(request.user),
        "sees_reviews": policies.can_see_reviews(request.user),
        "sees_sayings": policies.can_see_sayings(request.user),
        "sends_to_many": policies.can_send_to_many(request.user),
        "sees_seals": policies.can_see_seals(request.user),
    }
    return Signatures(request).respond("signing/queue.html", **facts)


@login_required
def sign(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The document with the mark in its place. Only the submit signs."""
    recipient = place_or_404(request, pk)
    if request.method == "POST":
        return _submitted(request, recipient)
    if not laying.may_open(recipient, request.at):
        return redirect("signing:envelope", pk=recipient.envelope_id)
    actions.view(recipient, by=request.user, at=request.at, address=address_of(request))
    if recipient.role == Role.VIEWER:
        facts = laying.read_out(recipient, lambda sha256: reverse("signing:shown", args=[recipient.pk, sha256]))
        facts |= {"frame": "base.html", "file_url": reverse("signing:file", args=[recipient.pk])}
        return render(request, "signing/read.html", facts)
    return _shown(request, place_or_404(request, pk))


def _shown(
    request: HttpRequest,
    recipient: Recipient,
    form: SignForm | None = None,
    entries: EntriesForm | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    facts = laying.lay_out(
        recipient,
        lambda number, sha256: reverse("signing:page", args=[recipient.pk, number, sha256]),
        reverse("signing:preview", args=[recipient.pk]),
        lambda sha256: reverse("signing:shown", args=[recipient.pk, sha256]),
    )
    kept = request.session.get(ENTERED, {}).get(str(recipient.pk))
    waiting = list(Recipient.objects.in_queue(request.user).values_list("pk", flat=True)[: actions.QUEUE])
    done = _decided_today(request)
    position = waiting.index(recipient.pk) + 1 if recipient.pk in waiting else 0
    after = waiting[position] if position < len(waiting) else None
    if form is not None:
        laying.keep_submit(form, facts["form"].initial, changed=status == 409)
    questions = _questions(request, recipient)
    facts |= {
        "form": form or facts["form"],
        "entries": entries or (laying.entries_of(recipient, kept=kept) if kept else facts["entries"]),
        "decline": ReasonForm(auto_id="decline_%s"),
        "position": done + position if position else 0,
        "total": done + len(waiting),
        **questions,
        "before": waiting[position - 2] if position > 1 else None,
        "after": after,
        "after_file": _file_of(after),
        "consent": actions.consent_for(recipient),
        "category_form": CategoryForm(
            initial={"category": recipient.envelope.category}, asks=questions["asks_category"]
        ),
        "company_currency": settings.COMPANY_CURRENCY,
        "sure": _sure(recipient),
        "laid_authority": actions.authority_laid(recipient),
    }
    return render(request, "signing/sign.html", facts, status=status)


def _questions(request: HttpRequest, recipient: Recipient) -> dict[str, Any]:
    """What is asked before a mark can be laid, and what the company asks of the review."""
    version = laying.read_version(recipient.envelope)
    readings = actions.readings_of(recipient, version, at=request.at)
    needs = sum(one.needs for one in readings)
    signs = recipient.role == Role.SIGNER
    return {
        "waits": actions.waits_of([recipient], person=recipient.user, on=request.at.date())[recipient.pk].key,
        "asks_category": signs and not recipient.envelope.paper(request.at.date()).is_sure,
        **about_category(request, recipient.envelope),
        "to_choose": actions.marks_to_choose(recipient, at=request.at) if signs else [],
        "second_look": actions.asks_second_look(recipient.envelope),
        "needs": ",".join(f"{one.page}:{one.needs}" for one in readings),
        "before_now": laying.looked_at(readings),
        "takes": in_time(needs),
    }


def _decided_today(request: HttpRequest) -> int:
    """How many documents this person has signed or declined since midnight: the part of today's queue that is done."""
    midnight = timezone.localtime(request.at).replace(hour=0, minute=0, second=0, microsecond=0)
    mine = Recipient.objects.filter(user=request.user, decided_at__gte=midnight)
    return int(mine.filter(state__in=[RecipientState.SIGNED, RecipientState.DECLINED]).count())


def _file_of(place: UUID | None) -> str:
    """The address of a document's bytes, so that the browser may fetch them before its turn: they open no page."""
    if place is None:
        return ""
    found = Recipient.objects.filter(pk=place).select_related("envelope__current_version").first()
    version = found.envelope.version_to_read if found else None
    return reverse("signing:shown", args=[place, version.sha256]) if version else ""


def _sure(recipient: Recipient) -> str:
    """How sure the category is, in words."""
    confidence = recipient.envelope.category_confidence
    return _("%(percent)s %% sure") % {"percent": f"{confidence * 100:.0f}"} if confidence is not None else ""


def _submitted(request: HttpRequest, recipient: Recipient) -> HttpResponse:
    form = SignForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("The form came incomplete. Go back, reload the page and sign again."))
    values, entries = form.cleaned_data, laying.entries_of(recipient, request.POST)
    if values["mark"]:
        own_mark_or_404(request, recipient, values["mark"])
    already = recipient.state == RecipientState.SIGNED
    following = next_address(request.user, after=recipient)
    total = pages.count_pages(laying.read_version(recipient.envelope))
    _count_last_looks(request, recipient, values)
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
                **evidence_of(values, pages=pages.pages_seen(values["pages"], total)),
            },
        )
    except Invalid as refusal:
        laying.say_refusal(refusal, form, entries)
        return _shown(request, recipient, form, entries, status=422)
    except Conflict as refusal:
        fresh = place_or_404(request, recipient.pk)
        if refusal.code != "changed" or not laying.may_open(fresh, request.at):
            raise
        # What changed stands on the page as it is now: the person looks again where they are, and enters nothing twice.
        actions.view(fresh, by=request.user, at=request.at, address=address_of(request))
        messages.error(request, refusal.message)
        _keep_entries(request, recipient)
        return _shown(request, place_or_404(request, recipient.pk), form, entries, status=409)
    _keep_entries(request, recipient, none=True)
    if already:
        messages.info(request, _already(recipient))
    else:
        approved = recipient.role == Role.APPROVER
        words = _("You approved “%(title)s”.") if approved else _("You signed “%(title)s”.")
        messages.success(request, words % {"title": recipient.envelope.title})
        _say_that_it_was_quick(request, recipient)
    return answer_with(request, following if not already else next_address(request.user))


def _already(recipient: Recipient) -> str:
    """That nothing was done a second time, for who had the document open in another window as well."""
    words = _("You had signed “%(title)s” already.")
    if recipient.role == Role.APPROVER:
        words = _("You had approved “%(title)s” already.")
    return words % {"title": recipient.envelope.title}


def _keep_entries(request: HttpRequest, recipient: Recipient, *, none: bool = False) -> None:
    """Keep with this browser's session what was entered and could not be taken, until it is; or forget it."""
    kept = request.session.get(ENTERED, {})
    entered = {name: value[:2000] for name, value in request.POST.items() if name.startswith("place-")}
    others = {place: values for place, values in kept.items() if place != str(recipient.pk)}
    if none or not entered:
        if others != kept:
            request.session[ENTERED] = others
        return
    newest = list(others.items())[-KEPT_AT_ONCE + 1 :]
    request.session[ENTERED] = dict([*newest, (str(recipient.pk), entered)])


def _say_that_it_was_quick(request: HttpRequest, recipient: Recipient) -> None:
    """Tell the person what an auditor will read: that their review was too quick to have been one."""
    evidence = Recipient.objects.values_list("evidence", flat=True).get(pk=recipient.pk)
    if evidence.get("too_quick"):
        words = _("That was quicker than anybody reads, and is kept with your decision. %(why)s")
        messages.warning(request, words % {"why": evidence.get("pace", "")})


def _count_last_looks(request: HttpRequest, recipient: Recipient, values: dict[str, Any]) -> None:
    """The seconds since the browser last told of its pages travel with the submit; they open no page (signing.actions.reviews)."""
    times = times_in(values["times"])
    if times and recipient.can("view"):
        with suppress(Invalid, Conflict):
            actions.note_looks(
                recipient, by=request.user, at=request.at, sha256=values["seen"], seconds=times, opens=False
            )


@login_required
@require_POST
def decline(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Refuse to sign, with a reason that everybody sees."""
    recipient = place_or_404(request, pk)
    following = next_address(request.user, after=recipient)
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
    return answer_with(request, following)


@login_required
@require_GET
def page(request: HttpRequest, pk: UUID, number: int, sha256: str) -> HttpResponse:
    """One page as a picture. Who is shown pictures has opened them, by our own record."""
    recipient = place_or_404(request, pk)
    answer = serve_page(laying.version_or_404(recipient, sha256), number)
    if recipient.role in ACTING and recipient.can("view"):
        actions.note_looks(recipient, by=request.user, at=request.at, sha256=sha256, seconds={number: 0})
    return answer


@login_required
@require_safe
def shown(request: HttpRequest, pk: UUID, sha256: str) -> HttpResponse:
    """The very bytes that were laid before this person, though others may have signed since."""
    place = place_or_404(request, pk)
    version = laying.version_or_404(place, sha256)
    answer = serve(request, version, name=place.envelope.name_of(version))
    answer["Cache-Control"] = "private, max-age=600"
    return answer


@login_required
@require_GET
def preview(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The mark as it will be drawn."""
    recipient = place_or_404(request, pk)
    try:
        return laying.mark_preview(recipient, request.at)
    except Refused:
        raise Http404 from None


@login_required
@require_safe
def file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The document as this person may see it."""
    place = place_or_404(request, pk)
    version = laying.version_for(place)
    return serve(request, version, name=place.envelope.name_of(version))
