"""One envelope: who has signed, the evidence, taking it back, asking again, correcting who is asked."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from documents.serving import serve
from flowmono.common.edited import status_of
from flowmono.common.refusals import Conflict, Invalid, require
from signing import actions, policies
from signing.forms import PersonForm, ReasonForm
from signing.models import ACTING, Bulk, Envelope, EnvelopeState, Recipient, RecipientState, Role
from signing.pace import in_time
from signing.views import laying
from signing.views.categories import about_category
from signing.views.reviewing import envelope_or_404
from signing.waiting import why_unsealed

OPEN = (RecipientState.WAITING, RecipientState.INVITED, RecipientState.VIEWED)


def draft_or_refused(request: HttpRequest, pk: UUID, words: str) -> Envelope:
    """A round that is still prepared, for who sends it. Raises NotAllowed for others, and Conflict with these words once it was sent."""
    found = envelope_or_404(request, pk)
    require(policies.can_send, found, request.user)
    if found.state != EnvelopeState.DRAFT:
        raise Conflict(words)
    return found


@login_required
@require_safe
def envelope(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Where it stands, who did what, and the evidence."""
    record = envelope_or_404(request, pk)
    people = laying.people_of(record)
    may_send, may_void = policies.can_send(record, request.user), policies.can_void(record, request.user)
    mine = next((one for one in people if one.user_id == request.user.pk and laying.may_act(one, request.at)), None)
    times = actions.times_of_company()
    most = times.reminders_most
    places = _places_of(record) if record.state == EnvelopeState.DRAFT else {}
    facts = {
        "envelope": record,
        "bulk": Bulk.objects.visible_to(request.user).filter(rows__envelope=record).first(),
        "head_follows": f"case:{record.case}",
        "people": [
            {
                **_row(one),
                "places": places.get(one.pk, []),
                "next_reminder": actions.reminder_of(one, most=most),
                "may_host": _may_host(one, request),
                "mine_passed": laying.may_act(one, request.at) and policies.can_take_place_back(one, request.user),
            }
            for one in people
        ],
        "mine": mine,
        "sign_within": times.sign_within,
        "may_send": may_send and record.can("send"),
        "may_arrange": may_send and record.state == "draft",
        "may_correct": may_send and record.state in {"draft", "sent"},
        "may_void": may_void and record.can("void"),
        "finished": record.state == "sealed",
        "may_open": record.disposed_at is None
        and (record.state == "sealed" or may_send or record.sent_by_id == request.user.pk),
        "problem": why_unsealed(record),
        "reason": ReasonForm(auto_id="void_%s"),
        **about_category(request, record),
    }
    return render(request, "signing/envelope.html", facts)


def _places_of(record: Envelope) -> dict[UUID, list[int]]:
    """On which pages each person has a place, one number for each place."""
    found: dict[UUID, list[int]] = {}
    for person, page in record.fields.order_by("page").values_list("recipient_id", "page"):
        found.setdefault(person, []).append(page)
    return found


def _may_host(recipient: Recipient, request: HttpRequest) -> bool:
    """True while this person can sign on the device of whoever looks at the page."""
    acts = recipient.role in ACTING and laying.may_act(recipient, request.at)
    return acts and policies.can_host(recipient, request.user)


def _row(recipient: Recipient) -> dict[str, Any]:
    """One person with their evidence, and whether the review was too quick to have been one."""
    evidence = recipient.evidence
    seen, total, seconds = evidence.get("pages_seen"), evidence.get("pages_total"), evidence.get("seconds")
    measured = isinstance(seen, list) and isinstance(total, int) and isinstance(seconds, int)
    quick = evidence.get("too_quick", measured and len(seen) < total)
    return {
        "who": recipient,
        "handovers": recipient.handovers.all(),
        "sittings": recipient.sittings.all(),
        "open": recipient.state in OPEN,
        "asked": recipient.state in {RecipientState.INVITED, RecipientState.VIEWED},
        "acts": recipient.role in ACTING,
        "measured": measured,
        "seen": len(seen) if measured else 0,
        "quick": quick,
        **{name: evidence.get(name) for name in ("address", "browser", "authenticated", "pages_total")},
        **{name: evidence.get(name) for name in ("shown_sha256", "signed_sha256", "mark", "consent_sha256", "pace")},
        **({"signed_sha256": None, "mark": None} if recipient.role == Role.APPROVER else {}),
        "certificate": evidence.get("certificate"),
        "time": in_time(seconds) if measured else "",
        "page_times": [(int(page), in_time(time)) for page, time in evidence.get("seconds_a_page", {}).items()],
    }


@login_required
@require_safe
def file(request: HttpRequest, pk: UUID, what: str) -> HttpResponse:
    """The sealed document or its certificate. Before the seal, only those who send documents may look, at the document without
    signatures: partly signed copies are withheld from everybody."""
    record = envelope_or_404(request, pk)
    open_to = (
        record.state == "sealed" or policies.can_send(record, request.user) or record.sent_by_id == request.user.pk
    )
    version = {"document": record.version_to_read, "certificate": record.certificate_version}.get(what)
    if version is None or not open_to:
        raise Http404
    return serve(request, version, name=record.name_of(version))


@login_required
@require_POST
def void(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take the envelope back; links stop working."""
    record = envelope_or_404(request, pk)
    actions.void(record, by=request.user, at=request.at, reason=request.POST.get("reason", "")[:500])
    messages.success(request, _("The signature round is taken back; its links no longer work."))
    return redirect(record)


@login_required
@require_POST
def again(request: HttpRequest, pk: UUID, recipient: UUID) -> HttpResponse:
    """Write to this person again; a former link stops working."""
    record = envelope_or_404(request, pk)
    found = get_object_or_404(Recipient, envelope=record, pk=recipient)
    actions.ask_again(found, by=request.user, at=request.at)
    messages.success(request, _("%(name)s is asked again. A former link no longer works.") % {"name": found.name})
    return redirect(record)


@login_required
def person(request: HttpRequest, pk: UUID, recipient: UUID) -> HttpResponse:
    """Correct who is asked."""
    record = envelope_or_404(request, pk)
    found = get_object_or_404(Recipient, envelope=record, pk=recipient)
    require(policies.can_send, record, request.user)
    if found.state not in OPEN:
        raise Conflict(_("This place can no longer be changed."))
    kept = {name: getattr(found, name) for name in PersonForm.field_order}
    form = PersonForm(request.POST or None, initial=kept)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_recipient(found, by=request.user, at=request.at, **form.cleaned_data)
        except Invalid as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, _("%(name)s is asked to sign.") % {"name": form.cleaned_data["name"]})
            return redirect(record)
    facts = {"envelope": record, "recipient": found, "form": form}
    return render(request, "signing/person.html", facts, status=status_of(form))
