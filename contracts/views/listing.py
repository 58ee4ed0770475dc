"""All contracts that a person sees, and starting a new one."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from contracts import actions, policies
from contracts.forms import StartForm
from contracts.listings import Contracts, Documents
from contracts.models import Contract
from flowmono.common.refusals import Invalid, require


@login_required
@require_safe
def contracts(request: HttpRequest) -> HttpResponse:
    """The list: filtered, searched, sorted, fifty a page; ?format=csv gives it as a file."""
    return Contracts(request).respond("contracts/list.html", may_start=policies.can_start(request.user))


@login_required
@require_safe
def documents(request: HttpRequest) -> HttpResponse:
    """The documents of all contracts that this person sees."""
    return Documents(request).respond("contracts/documents.html")


@login_required
def start(request: HttpRequest) -> HttpResponse:
    """Start a contract from a Word draft."""
    require(policies.can_start, request.user)
    form = StartForm(request.POST or None, request.FILES or None, person=request.user)
    if request.method == "POST" and form.is_valid():
        contract = _upload(request, form, form.cleaned_data)
        if contract is not None:
            messages.success(request, _("%(number)s is being converted and read.") % {"number": contract.number})
            _say_same_file(request, contract)
            return redirect(contract)
    return render(request, "contracts/start.html", {"form": form}, status=422 if form.errors else 200)


def _say_same_file(request: HttpRequest, contract: Contract) -> None:
    """Nobody is kept from bringing a file twice; whoever sees the other contract is told of it."""
    other = Contract.objects.visible_to(request.user).of_same_draft(contract).first()
    if other is not None:
        words = _("The same file was brought before: %(number)s, %(title)s. If this was a mistake, stop one of them.")
        messages.warning(request, words % {"number": other.number, "title": other.title})


def _upload(request: HttpRequest, form: StartForm, values: dict[str, Any]) -> Contract | None:
    """The new contract, or None with the refusal beside its field."""
    file = values["file"]
    try:
        return actions.upload_draft(
            by=request.user,
            at=request.at,
            data=file.read(),
            filename=file.name,
            title=values["title"],
            department=values["department"],
            vendor=values["vendor"],
            signer=values["signer"],
            signer_email=values["signer_email"],
        )
    except Invalid as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return None
