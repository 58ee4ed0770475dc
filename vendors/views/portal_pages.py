"""The portal's pages: what we ask of a vendor, its papers, its bank account and its deliveries. Only its own, ever."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from documents.models import Version
from documents.serving import serve
from vendors import actions
from vendors.forms import AccountForm, DeliveryForm
from vendors.models import (
    AccountState,
    BankAccount,
    ComplianceDocument,
    Contact,
    DocumentState,
    Evidence,
    ItemState,
    Milestone,
    MilestoneState,
    OnboardingItem,
    WorkspaceState,
)
from vendors.models.compliance import Wanted
from vendors.portal import for_contacts, show_portal
from vendors.portal_links import tiles_for
from vendors.presenting import bank_of, progress_of, steps_of, told_apart, validity_of, wait_in_words, wait_of
from vendors.reading import OURS, text_for, texts_by_kind
from vendors.stated import in_own_contract
from vendors.views.frame import tried
from vendors.views.papers import hand_in_from, paper_form
from vendors.views.workspaces import evidence_of, with_evidence
from vendors.waiting import waiting_days

ENTERED = ["GET", "HEAD", "POST"]


def _items(contact: Contact) -> list[OnboardingItem]:
    """The points of the vendor's checklists, each kind of document once, open ones first where two contracts ask the same."""
    found: dict[tuple[str, str, str], OnboardingItem] = {}
    items = OnboardingItem.objects.filter(onboarding__vendor_id=contact.vendor_id).select_related("onboarding")
    for item in items.annotate(stated=in_own_contract()).order_by("onboarding__created_at", "position"):
        key = (item.wanted, item.document_kind, item.title)
        if key not in found or item.state == ItemState.OPEN:
            found[key] = item
    return list(found.values())


def _milestones(contact: Contact) -> Any:
    return Milestone.objects.filter(workspace__vendor_id=contact.vendor_id).select_related("workspace", "contract")


def milestone_or_404(contact: Contact, pk: UUID) -> Milestone:
    """A milestone of the contact's own vendor."""
    found: Milestone = get_object_or_404(with_evidence(_milestones(contact)), pk=pk)
    return found


@for_contacts
@require_safe
def home(request: HttpRequest, contact: Contact) -> HttpResponse:
    """What we ask of the vendor, and how things stand."""
    items = _items(contact)
    reasons = {
        paper.kind: paper.reason
        for paper in contact.vendor.compliance_documents.filter(state=DocumentState.REJECTED).order_by("created_at")
    }
    milestones = list(_milestones(contact).order_by("due_on", "position"))
    deliver = [one for one in milestones if one.may_be_handed_in and not one.falls_after_end]
    texts = texts_by_kind()
    facts = {
        "items": [
            {
                "record": item,
                "reason": reasons.get(item.document_kind, "") if item.state == ItemState.OPEN else "",
                "can_be_read": item.document_kind in texts,
                "is_ours": item.document_kind in OURS,
            }
            for item in items
        ],
        "progress": progress_of(items),
        "deliver": deliver,
        "nothing": "" if deliver else _why_nothing(contact, milestones),
        "tiles": tiles_for(contact.vendor, request.at),
    }
    return show_portal(request, "vendors/portal/home.html", contact, **facts)


def _why_nothing(contact: Contact, milestones: list[Milestone]) -> str:
    """Why there is nothing to deliver, as things stand: not begun, being looked at, all accepted, or never asked for."""
    begun = set(contact.vendor.workspaces.exclude(state=WorkspaceState.PLANNED).values_list("pk", flat=True))
    if not begun:
        return _("What a contract asks you to deliver stands here as soon as its order is approved.")
    opened = [one for one in milestones if one.workspace_id in begun]
    if any(one.state == MilestoneState.SUBMITTED for one in opened):
        return _("We look at what you handed in, and tell you here what comes of it.")
    if any(one.falls_after_end for one in opened):
        return _("What is left was due after the last day of its contract: nothing more is asked of you.")
    if any(one.is_done for one in opened):
        return _("What you handed in is accepted, and no other delivery is open.")
    return _("Your order has no deliveries to hand in. Send your invoices as it says.")


@for_contacts
@require_http_methods(ENTERED)
def papers(request: HttpRequest, contact: Contact) -> HttpResponse:
    """The vendor's papers, and handing one in."""
    vendor = contact.vendor
    form = paper_form(vendor, request.POST, request.FILES) if request.method == "POST" else paper_form(vendor)
    form.initial["kind"] = request.GET.get("kind") or _next_to_hand_in(contact)
    if request.method == "POST" and form.is_valid() and hand_in_from(request, vendor, form) is not None:
        messages.success(request, _("Thank you. We look at it and tell you here."))
        return redirect("portal:papers")
    today = request.at.date()
    handed_in = [
        {"record": paper, "validity": validity_of(paper, today)} for paper in vendor.compliance_documents.all()
    ]
    return show_portal(
        request,
        "vendors/portal/papers.html",
        contact,
        status=422 if form.errors else 200,
        form=form,
        papers=handed_in,
    )


def _next_to_hand_in(contact: Contact) -> str:
    """The kind of the first paper that is still to be handed in; none once all are."""
    open_ones = (item for item in _items(contact) if item.state == ItemState.OPEN and item.wanted == Wanted.DOCUMENT)
    return next((item.document_kind for item in open_ones), "")


@for_contacts
@require_safe
def paper_file(request: HttpRequest, contact: Contact, pk: UUID) -> HttpResponse:
    """A paper that the vendor handed in."""
    paper = get_object_or_404(ComplianceDocument.objects.select_related("document"), pk=pk, vendor_id=contact.vendor_id)
    return serve(request, _version(paper.document.newest()))


def _version(version: Version | None) -> Version:
    if version is None:
        raise Http404
    return version


@for_contacts
@require_safe
def paper_to_read(request: HttpRequest, contact: Contact, kind: str) -> HttpResponse:
    """A paper of ours that the vendor reads, signs and hands in, to read and to print."""
    asked = next((item for item in _items(contact) if item.document_kind == kind), None)
    text = text_for(kind)
    if asked is None or not text:
        raise Http404
    return show_portal(request, "vendors/portal/paper_to_read.html", contact, item=asked, text=text)


@for_contacts
@require_http_methods(ENTERED)
def accounts(request: HttpRequest, contact: Contact) -> HttpResponse:
    """Where the vendor is paid, and entering another account."""
    vendor = contact.vendor
    form = AccountForm(request.POST or None, initial={"holder": vendor.legal_name or vendor.name})
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        entered = tried(form, lambda: actions.propose_account(vendor, by=request.user, at=request.at, values=values))
        if entered is not None:
            messages.success(
                request, _("Entered. We call you to confirm it, on a number from the contract or from our own records.")
            )
            return redirect("portal:accounts")
    unused = (AccountState.RETIRED, AccountState.WITHDRAWN)
    shown = list(vendor.accounts.exclude(state__in=unused).select_related("proposed_by"))
    numbers = told_apart(shown)
    waiting = waiting_days(vendor)
    facts = {
        "form": form,
        "waits": wait_in_words(waiting),
        "accounts": [
            {
                "record": account,
                "steps": _steps(account),
                "number": numbers[account.pk],
                "bank": bank_of(account),
                "wait": wait_of(account, waiting, request.at.date()),
                "may_withdraw": account.can("withdraw"),
                "dialog": f"withdraw-{account.pk}",
            }
            for account in shown
        ],
    }
    return show_portal(request, "vendors/portal/accounts.html", contact, status=422 if form.errors else 200, **facts)


@for_contacts
@require_POST
def withdraw_account(request: HttpRequest, contact: Contact, pk: UUID) -> HttpResponse:
    """Take back an account that is not confirmed yet."""
    account = get_object_or_404(BankAccount.objects.select_related("vendor"), pk=pk, vendor_id=contact.vendor_id)
    actions.withdraw_account(account, by=request.user, at=request.at)
    messages.success(request, _("Taken back. Nothing will be paid to it."))
    return redirect("portal:accounts")


def _steps(account: Any) -> list[dict[str, Any]]:
    """The steps of a check as the vendor may see them: how far it is, not which of our people did what."""
    return [{"title": step["title"], "kind": step["kind"]} for step in steps_of(account)]


@for_contacts
@require_safe
def work(request: HttpRequest, contact: Contact) -> HttpResponse:
    """Every milestone of the vendor, contract by contract."""
    found: dict[Any, list[Milestone]] = {}
    for milestone in _milestones(contact).order_by("workspace__created_at", "position"):
        found.setdefault(milestone.workspace, []).append(milestone)
    return show_portal(request, "vendors/portal/work.html", contact, workspaces=list(found.items()))


@for_contacts
@require_http_methods(ENTERED)
def milestone(request: HttpRequest, contact: Contact, pk: UUID) -> HttpResponse:
    """One milestone: what was agreed, what was handed in, and handing it in."""
    found = milestone_or_404(contact, pk)
    form = DeliveryForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        files = [(file.name, file.read()) for file in form.cleaned_data["files"]]
        note = form.cleaned_data["note"]
        done = tried(
            form, lambda: actions.submit_milestone(found, by=request.user, at=request.at, note=note, files=files)
        )
        if done is not None:
            messages.success(request, _("Handed in. %(who)s looks at it.") % {"who": found.workspace.requester})
            return redirect("portal:milestone", pk=pk)
    return show_portal(
        request,
        "vendors/portal/milestone.html",
        contact,
        status=422 if form.errors else 200,
        milestone=found,
        files=evidence_of(found),
        form=form,
        waiting=found.state == MilestoneState.SUBMITTED,
    )


@for_contacts
@require_safe
def evidence_file(request: HttpRequest, contact: Contact, pk: UUID) -> HttpResponse:
    """A file that the vendor handed in with a milestone."""
    found = get_object_or_404(
        Evidence.objects.select_related("document"), pk=pk, milestone__workspace__vendor_id=contact.vendor_id
    )
    return serve(request, _version(found.document.newest()))
