"""What kind of document a round is about: said, named against what was certain, and decided."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from flowmono.common.refusals import Invalid, require
from signing import actions, policies
from signing.forms import CategoryForm
from signing.models import CategoryChange, Envelope, Recipient
from signing.views.reviewing import answer_with, envelope_or_404


def about_category(request: HttpRequest, envelope: Envelope) -> dict[str, Any]:
    """What a page shows of the category: its history, what waits for a decision, and who decides."""
    changes = list(envelope.category_changes.select_related("by", "decided_by"))
    waits = next((one for one in changes if one.waits), None) if envelope.category_asked else None
    sure = envelope.paper(request.at.date()).is_sure
    alone = policies.can_settle_category(envelope, request.user)
    return {
        "changes": changes,
        "change": waits,
        "settles_it": alone if waits else alone or not sure,
        "settles": _names(envelope, request.at) if waits or not alone else "",
    }


def _names(envelope: Envelope, at: datetime) -> str:
    """Who decides, in words: the sender by name, or, where they sign it themselves or are not here, whoever else sends documents."""
    people = actions.who_settles_category(envelope, on=at.date())
    return str(people[0]) if len(people) == 1 else _("somebody else who sends documents")


@login_required
@require_POST
def category(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say what kind of document it is; marks that were placed are chosen anew, or wait until somebody has agreed."""
    record = envelope_or_404(request, pk)
    form = CategoryForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Say which category it is."), field="category")
    said = form.cleaned_data["category"]
    changed = actions.correct_category(record, by=request.user, at=request.at, category=said)
    if changed.category_asked:
        words = _("%(who)s is asked whether this is %(category)s. Until then no mark is placed.")
        messages.success(request, words % {"who": _names(changed, request.at), "category": changed.category_asked})
    elif changed.category == record.category and changed.category_confidence == record.category_confidence:
        messages.info(request, _("It is %(category)s already.") % {"category": said})
    else:
        messages.success(request, _("The category is changed. Marks were chosen anew."))
    return _on(request, record)


@login_required
@require_POST
def decide(request: HttpRequest, pk: UUID, change: int) -> HttpResponse:
    """Agree that it is what a signer says, or not; or, by the signer, take it back."""
    record = envelope_or_404(request, pk)
    found = get_object_or_404(CategoryChange, envelope=record, pk=change)
    if found.by_id != request.user.pk:
        require(policies.can_settle_category, record, request.user)
    answer = request.POST.get("answer")
    if answer == "yes":
        actions.agree_to_category(found, by=request.user, at=request.at)
        messages.success(request, _("It is %(category)s now. Marks were chosen anew.") % {"category": found.now})
    elif answer == "no":
        actions.refuse_category(found, by=request.user, at=request.at)
        messages.success(request, _("It stays %(category)s.") % {"category": record.category or _("not known")})
    else:
        raise Invalid(_("Say whether you agree."), field="answer")
    return _on(request, record)


def _on(request: HttpRequest, record: Envelope) -> HttpResponse:
    """Back to the place of who signs, else to the round."""
    mine = Recipient.objects.waiting_for(request.user).filter(envelope=record).first()
    return answer_with(request, reverse("signing:sign", args=[mine.pk])) if mine is not None else redirect(record)
