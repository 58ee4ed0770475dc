"""Signing by somebody without an account: a link, a one-time code, the document, their signature.

Opening the link changes nothing, because mail scanners open links too (threat D3). The button on it exchanges the link for a
session and a clean address (D4). The code goes to the recorded address and must be entered before the document is shown (D6).
"""

from collections.abc import Callable
from contextlib import suppress
from functools import partial, wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from documents.serving import serve, serve_page
from flowmono.common import errors
from flowmono.common.models import Company
from flowmono.common.refusals import Conflict, Invalid, Refused
from flowmono.common.throttling import address_of, count_knock, knocks_so_far
from signing import actions, ceremony, pages
from signing.filling import OwnMark, own_mark
from signing.forms import BROUGHT, BY_HAND, CodeForm, EntriesForm, ReasonForm, SignForm, evidence_of, read_drawing
from signing.handwriting import FACES, USUAL
from signing.mark_pictures import MAX_IMAGE_BYTES, MarkRefused
from signing.models import Recipient, RecipientState, Role
from signing.pace import times_told_at_once
from signing.proving import masked, way_of
from signing.standing import ENDED, how_it_ended, is_asked, standing_of
from signing.views import device, laying
from signing.views.device import KEPT, without_trace
from signing.views.reviewing import times_in

DOOR = "signing-guesses"
GUESSES = 40  # wrong links from one address in ten minutes before it has to wait
WINDOW = 600

Page = Callable[..., HttpResponse]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """The link in the letter: GET shows a button and changes nothing; POST opens the document's session."""
    if knocks_so_far(request, DOOR) >= GUESSES:
        return _closed(
            request, _("Too many links that do not exist were tried from here. Wait ten minutes."), status=429
        )
    recipient = _of_token(token)
    if recipient is None and (decided := _decided_by(token)) is not None:
        return _decided(request, decided)
    if recipient is None:
        count_knock(request, DOOR, seconds=WINDOW)
        return _closed(request)
    if not laying.may_open(recipient, request.at):
        return _closed(request)
    if request.method != "POST":
        company = Company.objects.order_by("pk").values_list("name", flat=True).first()
        return without_trace(render(request, "signing/enter.html", {"company": company, "role": recipient.role}))
    open_session(request, recipient)
    actions.send_code(recipient, by=recipient, at=request.at)
    return redirect("signing:code")


def open_session(request: HttpRequest, recipient: Recipient, *, proved: bool = False) -> None:
    """This browser holds the place for two hours, as long as the person who is asked there is the same."""
    request.session.cycle_key()
    request.session[KEPT] = {
        "recipient": str(recipient.pk),
        "to": recipient.email,
        "link": recipient.token_digest,
        "proved": proved,
    }
    request.session.set_expiry(60 * 60 * 2)


def _of_token(token: str) -> Recipient | None:
    """The place that this link belongs to. Only the hash is stored, so the time of looking it up tells nothing."""
    found: Recipient | None = (
        Recipient.objects.filter(token_digest=Recipient.digest_of(token), user=None)
        .exclude(token_digest="")
        .select_related("envelope")
        .first()
    )
    return found


def _decided_by(token: str) -> Recipient | None:
    """The place whose person signed or declined with this link."""
    found: Recipient | None = (
        Recipient.objects.filter(used_digest=Recipient.digest_of(token), user=None)
        .exclude(used_digest="")
        .select_related("envelope")
        .first()
    )
    return found


def _decided(request: HttpRequest, recipient: Recipient) -> HttpResponse:
    """What became of a link that did its work: when, for which address, and where the document is had. Neither title nor people are told:
    nobody proved who they are."""
    facts = {
        "recipient": recipient,
        "envelope": recipient.envelope,
        "address": masked(recipient.email).replace("@", "\u2060@"),  # no line ends inside it
        "ended": recipient.envelope.state in ENDED,
        "was_told": recipient.envelope.state in {*ENDED, "sealed"} and recipient.envelope.disposed_at is None,
        "company": Company.objects.order_by("pk").values_list("name", flat=True).first(),
    }
    return without_trace(render(request, "signing/decided.html", facts, status=410))


def _closed(request: HttpRequest, words: str = "", status: int = 410) -> HttpResponse:
    """One calm answer for every link that does not work, whatever the reason: it tells a stranger nothing."""
    return without_trace(render(request, "signing/closed.html", {"words": words}, status=status))


def for_signer(*, proved: bool = True, done: bool = False, over: bool = False) -> Callable[[Page], Page]:
    """A page for whoever holds this browser's session of one place. proved: after the code, or, in person, after they took the device.
    done: also after the signature. over: also when nothing is asked of them any more."""

    def decorate(page: Page) -> Page:
        @wraps(page)
        def guarded(request: HttpRequest, **more: Any) -> HttpResponse:
            kept = request.session.get(KEPT)
            recipient = _of_session(kept)
            if recipient is None:
                return _closed(request)
            finished = recipient.state in device.DECIDED
            if (shut := _shut_device(request, recipient, kept)) is not None:
                return shut
            # Once somebody else has the place, what they sign is theirs.
            if recipient.email != kept.get("to") and not (over and kept["proved"]):
                return _over(request, recipient, kept)
            if proved and not kept["proved"]:
                return _first(request, kept)
            if not (finished or over) and not _works(request, recipient, kept):
                return _over(request, recipient, kept)
            if finished and not (done or over):
                return redirect("signing:thanks")
            response = page(request, recipient, **more)
            response.headers.setdefault("Cache-Control", "private, no-store")
            return without_trace(response)

        return guarded

    return decorate


def _works(request: HttpRequest, recipient: Recipient, kept: dict[str, Any]) -> bool:
    """True while the link by which they came is the newest one and its document is open to them."""
    return recipient.token_digest == kept.get("link", recipient.token_digest) and laying.may_open(recipient, request.at)


def _over(request: HttpRequest, recipient: Recipient, kept: dict[str, Any]) -> HttpResponse:
    """Why nothing is asked any more, for who entered the code; a link of which nothing was proved tells nothing."""
    standing = standing_of(recipient, to=kept.get("to", ""), at=request.at)
    if not (kept["proved"] and standing.over):
        return _closed(request)
    people = laying.people_of(recipient.envelope) if is_asked(recipient, kept.get("to", "")) else []
    facts = {"standing": standing, "envelope": recipient.envelope, "people": people}
    status = 410 if request.method in {"GET", "HEAD"} else 409
    return without_trace(render(request, "signing/over.html", facts, status=status))


def _of_session(kept: Any) -> Recipient | None:
    if not isinstance(kept, dict):
        return None
    found: Recipient | None = (
        Recipient.objects.filter(pk=kept.get("recipient"), user=None)
        .select_related("envelope__current_version", "envelope__sent_by", "envelope__certificate_version")
        .first()
    )
    return found


def _shut_device(request: HttpRequest, recipient: Recipient, kept: dict[str, Any]) -> HttpResponse | None:
    """What a host's device shows when the signing in person on it is over; None while it is not, and for who came by a link."""
    if "sitting" not in kept:
        return None
    sitting = device.sitting_of(request)
    if sitting is None or not device.shows(sitting, recipient, request):
        return device.over(request, sitting)
    return None


def _first(request: HttpRequest, kept: dict[str, Any]) -> HttpResponse:
    """What comes before the document: the code, or, in person, that the signer takes the device."""
    if request.method == "GET":
        return redirect("signing:in_person_device" if "sitting" in kept else "signing:code")
    words = _("Say first that it is you.") if "sitting" in kept else _("Enter the code from your e-mail first.")
    return errors.page(request, 403, refusal=Refused(words))


@require_http_methods(["GET", "HEAD", "POST"])
@for_signer(proved=False)
def code(request: HttpRequest, recipient: Recipient) -> HttpResponse:
    """The one-time code: five tries, then another has to be asked for."""
    if "sitting" in request.session[KEPT]:
        return redirect("signing:in_person_device")
    if request.session[KEPT]["proved"]:
        return redirect("signing:document")
    form = CodeForm(request.POST if request.method == "POST" and "again" not in request.POST else None)
    if request.method == "POST" and "again" in request.POST:
        return _code_again(request, recipient)
    if request.method == "POST" and form.is_valid():
        proof = way_of(recipient).in_evidence(recipient)
        if actions.check_code(recipient, by=recipient, code=form.cleaned_data["code"], at=request.at):
            request.session[KEPT] = {**request.session[KEPT], "proved": True, "proof": proof}
            request.session.cycle_key()
            return redirect("signing:document")
        form.add_error("code", _wrong_words(Recipient.objects.get(pk=recipient.pk), request))
    facts = {"form": form, "recipient": recipient, "where": way_of(recipient).where(recipient)}
    return render(request, "signing/code.html", facts, status=422 if form.errors else 200)


def _code_again(request: HttpRequest, recipient: Recipient) -> HttpResponse:
    form = CodeForm()
    facts = {"form": form, "recipient": recipient, "where": way_of(recipient).where(recipient)}
    try:
        actions.send_code(recipient, by=recipient, at=request.at)
    except Conflict as refusal:
        return render(request, "signing/code.html", {**facts, "words": refusal.message}, status=429)
    return render(request, "signing/code.html", {**facts, "sent_again": True})


def _wrong_words(recipient: Recipient, request: HttpRequest) -> str:
    over = recipient.code_expires_at is None or request.at > recipient.code_expires_at
    if over:
        return _("This code is too old. Ask for another one.")
    left = max(actions.CODE_TRIES - recipient.code_attempts, 0)
    if left == 0:
        return _("Too many wrong codes. Ask for another one.")
    return _("This is not the code. %(left)s tries are left.") % {"left": left}


@require_safe
@for_signer()
def document(request: HttpRequest, recipient: Recipient) -> HttpResponse:
    """The document, who signs it, and the place for this person's signature."""
    actions.view(recipient, by=recipient, at=request.at, address=address_of(request))
    if (sitting := device.sitting_of(request)) is not None:
        actions.keep_awake(sitting, by=recipient, at=request.at)
    if recipient.role == Role.VIEWER:
        facts = laying.read_out(recipient, lambda sha256: reverse("signing:shown_outside", args=[sha256]))
        facts |= {"frame": "signing/external_base.html", "file_url": reverse("signing:file_outside")}
        return render(request, "signing/read.html", facts)
    return _shown(request, recipient)


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
        lambda number, sha256: reverse("signing:page_outside", args=[number, sha256]),
        reverse("signing:preview_outside"),
        lambda sha256: reverse("signing:shown_outside", args=[sha256]),
    )
    if form is not None:
        laying.keep_submit(form, facts["form"].initial, changed=status == 409)
    readings = actions.readings_of(recipient, laying.read_version(recipient.envelope), at=request.at)
    facts |= {
        "before_now": laying.looked_at(readings),
        "form": form or facts["form"],
        "entries": entries or facts["entries"],
        "decline": ReasonForm(auto_id="decline_%s"),
        "consent": actions.consent_for(recipient),
        "faces": FACES,
        "face": request.POST.get("face") or USUAL,
        "sitting": device.sitting_of(request),
    }
    return render(request, "signing/document.html", facts, status=status)


@require_POST
@for_signer(done=True)
def sign(request: HttpRequest, recipient: Recipient) -> HttpResponse:
    """The submit. A second one answers the same."""
    form = SignForm(request.POST, request.FILES)
    if not form.is_valid():
        raise Invalid(_("The form came incomplete. Go back, reload the page and sign again."))
    values, entries = form.cleaned_data, laying.entries_of(recipient, request.POST)
    total = pages.count_pages(laying.read_version(recipient.envelope))
    seen = pages.pages_seen(values["pages"], total)
    _keep_looks(request, recipient, values, seen, total)
    try:
        _act_of(request, recipient, actions.sign, actions.sign_in_person)(
            by=recipient,
            at=request.at,
            seen_sha256=values["seen"],
            seen_draft=values["draft"],
            consent=values["consent"],
            entered=entries.entered(),
            own=_own_mark(values),
            evidence={
                "address": address_of(request),
                "browser": laying.browser_of(request),
                "authenticated": request.session[KEPT].get("proof", ""),
                **evidence_of(values, pages=seen),
            },
        )
    except Invalid as refusal:
        laying.say_refusal(refusal, form, entries)
        return _shown(request, recipient, form, entries, status=422)
    except Conflict as refusal:
        fresh = Recipient.objects.select_related("envelope__current_version", "envelope__sent_by").get(pk=recipient.pk)
        if not laying.may_open(fresh, request.at):
            return _over(request, fresh, request.session[KEPT])
        # What changed stands on the page as it is now, with what was entered: they look again where they are.
        messages.error(request, refusal.message)
        return _shown(request, fresh, form, entries, status=409)
    return redirect("signing:thanks")


def _keep_looks(
    request: HttpRequest, recipient: Recipient, values: dict[str, Any], seen: list[int], total: int
) -> None:
    """What was looked at comes here with the submit alone: it is kept before it is known whether the submit is taken."""
    told = times_told_at_once(seen, times_in(values["times"]), values["seconds"] or 0, total=total)
    if told and recipient.can("view"):
        with suppress(Invalid, Conflict):
            actions.note_looks(
                recipient, by=recipient, at=request.at, sha256=values["seen"], seconds=told, at_once=True
            )


def _act_of(
    request: HttpRequest, recipient: Recipient, by_link: Callable[..., Recipient], in_person: Callable[..., Recipient]
) -> Callable[..., Recipient]:
    """The act of whoever came by a link, or of whoever signs on a host's device."""
    sitting = device.sitting_of(request)
    return partial(by_link, recipient) if sitting is None else partial(in_person, sitting)


def _own_mark(values: dict[str, Any]) -> OwnMark:
    """How this person signs. Raises Invalid when they chose a picture and there is none, or one that cannot be read."""
    face = values["face"]
    if face == BY_HAND:
        data, field = read_drawing(values["drawing"]), "drawing"
    elif face == BROUGHT:
        data, field = (values["picture"].read(MAX_IMAGE_BYTES + 1) if values["picture"] else None), "picture"
    else:
        return own_mark(face)
    if data is None and face == BY_HAND:
        raise Invalid(_("Draw your signature in the box, or let it be written for you."), field="face")
    if data is None:
        raise Invalid(_("Choose the picture of your signature, or let it be written for you."), field="picture")
    try:
        picture = ceremony.sandbox.clean_picture(data)
    except MarkRefused as refusal:
        raise Invalid(str(refusal), field=field) from refusal
    return own_mark(face, picture, uploaded=face == BROUGHT)


@require_POST
@for_signer()
def decline(request: HttpRequest, recipient: Recipient) -> HttpResponse:
    """Refuse to sign, with a reason that everybody sees."""
    _act_of(request, recipient, actions.decline, actions.decline_in_person)(
        by=recipient,
        at=request.at,
        reason=request.POST.get("reason", "")[:500],
        evidence={"address": address_of(request), "browser": laying.browser_of(request)},
    )
    return redirect("signing:thanks")


@require_safe
@for_signer(done=True)
def thanks(request: HttpRequest, recipient: Recipient) -> HttpResponse:
    """What happened, and the finished document once everybody has signed."""
    if recipient.state not in {RecipientState.SIGNED, RecipientState.DECLINED}:
        return redirect("signing:document")
    envelope = recipient.envelope
    facts = {
        "recipient": recipient,
        "envelope": envelope,
        "people": laying.people_of(envelope),
        "waits": recipient.state == RecipientState.SIGNED and envelope.state in {"sent", "completed"},
        "ended": how_it_ended(envelope) if envelope.state in ENDED else None,
    }
    if (sitting := device.sitting_of(request)) is not None:
        facts |= {"sitting": sitting, "address": masked(recipient.email)}
        return render(request, "signing/in_person_thanks.html", facts)
    return render(request, "signing/thanks.html", facts)


@require_GET
@for_signer()
def page(request: HttpRequest, recipient: Recipient, number: int, sha256: str) -> HttpResponse:
    """One page as a picture."""
    return serve_page(laying.version_or_404(recipient, sha256), number)


@require_safe
@for_signer()
def shown(request: HttpRequest, recipient: Recipient, sha256: str) -> HttpResponse:
    """The very bytes that were laid before this person."""
    version = laying.version_or_404(recipient, sha256)
    return serve(request, version, name=recipient.envelope.name_of(version))


@require_GET
@for_signer()
def preview(request: HttpRequest, recipient: Recipient) -> HttpResponse:
    """The signature as it will be drawn."""
    return laying.mark_preview(recipient, request.at, request.GET.get("face", ""))


@require_safe
@for_signer(done=True)
def file(request: HttpRequest, recipient: Recipient) -> HttpResponse:
    """The document before one's own signature; after it, the sealed one, and nothing in between (partly signed copies are withheld)."""
    envelope, finished = recipient.envelope, recipient.state in device.DECIDED
    if recipient.state == RecipientState.SIGNED and envelope.state != "sealed":
        raise Http404
    if recipient.state == RecipientState.DECLINED or (finished and device.sitting_of(request) is not None):
        raise Http404  # the host's device keeps nothing of the signer's
    certificate = request.GET.get("what") == "certificate"
    wanted = envelope.certificate_version if certificate else laying.version_for(recipient)
    if wanted is None:
        raise Http404
    return serve(request, wanted, name=envelope.name_of(wanted))
