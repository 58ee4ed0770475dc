"""The envelope of a contract: who is asked, sending it, taking it back."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from contracts import actions, policies
from contracts.models import Contract
from contracts.presenting import recipients_of
from contracts.views.frame import back, contract_or_404, show
from flowmono.common.answering import reason_of
from flowmono.common.edited import status_of
from flowmono.common.refusals import Conflict, Invalid, require
from signing import actions as signing
from signing import policies as signing_policies
from signing.forms import PersonForm
from signing.models import Recipient


@login_required
def recipient(request: HttpRequest, pk: UUID, recipient: UUID) -> HttpResponse:
    """Correct who is asked to sign."""
    record = contract_or_404(request, pk)
    found = get_object_or_404(Recipient.objects.select_related("envelope"), envelope__contract=record, pk=recipient)
    require(signing_policies.can_send, found.envelope, request.user)
    form = PersonForm(request.POST or None, initial={"name": found.name, "title": found.title, "email": found.email})
    if request.method == "POST" and form.is_valid():
        try:
            signing.change_recipient(found, by=request.user, at=request.at, **form.cleaned_data)
        except Invalid as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            return back(request, record, _("%(name)s will be asked to sign.") % form.cleaned_data, "people")
    return show(request, "recipient", record, "people", recipient=found, form=form, status=status_of(form))


@login_required
@require_POST
def send(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send the contract to its signers, at the addresses that stood before the person who sends."""
    record = contract_or_404(request, pk)
    try:
        with transaction.atomic():
            _correct_addresses(request, record)
            actions.send_for_signature(record, by=request.user, at=request.at)
    except Invalid as refusal:
        messages.error(request, refusal.message)
        return back(request, record, page="people")
    return back(request, record, _("The contract is on its way to its signers."), "people")


def _correct_addresses(request: HttpRequest, record: Contract) -> None:
    """Take over each address that was corrected in the form (email-<recipient>), and the name of whoever was called by their company
    (name-<recipient>). Raises Invalid with what is wrong."""
    _envelope, places = recipients_of(record)
    for place in places:
        written = request.POST.get(f"email-{place.pk}", place.email).strip()
        name = request.POST.get(f"name-{place.pk}", "").strip() if place.is_unknown else ""
        if place.user_id is not None or (written == place.email and not name):
            continue
        form = PersonForm({"name": name or place.name, "title": place.title, "email": written})
        if not form.is_valid():
            why = " ".join(str(words) for errors in form.errors.values() for words in errors)
            raise Invalid(f"{place.name}: {why}", field="email")
        try:
            signing.change_recipient(place, by=request.user, at=request.at, **form.cleaned_data)
        except Invalid as refusal:
            raise Invalid(f"{place.name}: {refusal.message}", field="email") from refusal


@login_required
@require_POST
def void(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take the envelope back; its links stop working and the contract can be corrected."""
    record = contract_or_404(request, pk)
    envelope, _recipients = recipients_of(record)
    if envelope is None:
        require(policies.can_send, record, request.user)
        raise Conflict(_("Nothing is out for signature."))
    signing.void(envelope, by=request.user, at=request.at, reason=reason_of(request))
    return back(request, record, _("The contract is taken back; the signers' links no longer work."), "people")
