"""Bank accounts inside the company: entered by one, called back by a second, confirmed by a third."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from flowmono.common.answering import reason_of
from flowmono.common.refusals import require
from vendors import actions, policies
from vendors.forms import AccountForm
from vendors.presenting import wait_in_words, wait_of
from vendors.views.frame import account_or_404, back, inside, tried, vendor_or_404
from vendors.waiting import waiting_days


@inside
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Enter an account on the vendor's behalf."""
    vendor = vendor_or_404(request, pk)
    require(policies.can_propose_account, vendor, request.user)
    form = AccountForm(request.POST or None, initial={"holder": vendor.legal_name or vendor.name})
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        account = tried(form, lambda: actions.propose_account(vendor, by=request.user, at=request.at, values=values))
        if account is not None:
            return back(request, vendor, _("Entered. Somebody else calls the vendor back."), "accounts")
    facts = {"form": form, "vendor": vendor, "waits": wait_in_words(waiting_days(vendor))}
    return render(request, "vendors/account.html", facts, status=422 if form.errors else 200)


@inside
@require_POST
def call(request: HttpRequest, pk: UUID, account: UUID) -> HttpResponse:
    """Record the call."""
    found = account_or_404(request, pk, account)
    actions.call_back(found, by=request.user, at=request.at, contact=request.POST.get("contact", "")[:200])
    return back(request, found.vendor, _("The call is on record. Finance confirms the account."), "accounts")


@inside
@require_POST
def verify(request: HttpRequest, pk: UUID, account: UUID) -> HttpResponse:
    """Confirm an account after the call."""
    found = account_or_404(request, pk, account)
    found = actions.verify_account(
        found, by=request.user, at=request.at, keep_older=request.POST.get("older") == "keep"
    )
    wait = wait_of(found, waiting_days(found.vendor), request.at.date())
    said = _("The account is verified. %(when)s.") % {"when": wait.words if wait else ""}
    return back(request, found.vendor, said, "accounts")


@inside
@require_POST
def reject(request: HttpRequest, pk: UUID, account: UUID) -> HttpResponse:
    """Not the vendor's account."""
    found = account_or_404(request, pk, account)
    actions.reject_account(found, by=request.user, at=request.at, reason=reason_of(request))
    return back(request, found.vendor, _("The account is rejected."), "accounts")


@inside
@require_POST
def retire(request: HttpRequest, pk: UUID, account: UUID) -> HttpResponse:
    """Use an account no longer."""
    found = account_or_404(request, pk, account)
    actions.retire_account(found, by=request.user, at=request.at, reason=reason_of(request))
    return back(request, found.vendor, _("Nothing is paid to this account any more."), "accounts")
