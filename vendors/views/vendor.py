"""One vendor: its standing with reasons, and the buttons that change it."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from documents.models import Version
from documents.working.policies import can_prepare
from documents.working.running import PDF
from flowmono.accounts.models import User
from flowmono.common.answering import reason_of
from vendors import actions, policies
from vendors.forms import REASON_LIMIT, CallForm, ContactForm, PaperForm, ReasonForm, VerifyForm
from vendors.models import AccountState, BankAccount, Contact, OnboardingItem, Vendor, VendorState
from vendors.presenting import (
    in_groups,
    kinds_asked,
    numbers_known_before,
    open_papers,
    progress_of,
    standing_of,
    steps_of,
    validity_of,
    wait_in_words,
    wait_of,
)
from vendors.stated import in_every_contract, in_own_contract
from vendors.views.frame import back, contact_or_404, inside, item_or_404, tried, vendor_or_404
from vendors.waiting import waiting_days

MOST = 20


@inside
@require_safe
def vendor(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The vendor's page."""
    return show(request, vendor_or_404(request, pk))


def show(
    request: HttpRequest,
    vendor: Vendor,
    *,
    paper_form: PaperForm | None = None,
    contact_form: ContactForm | None = None,
) -> HttpResponse:
    """The page, with a form of it that was filled wrongly."""
    person, today = request.user, request.at.date()
    sees = policies.can_see_papers(person)
    # Who may not see papers and accounts still reads the true verdict: it is reached from all of them.
    newest = Version.objects.filter(document=OuterRef("document")).order_by("-number")
    papers = list(
        vendor.compliance_documents.select_related("submitted_by", "verified_by", "document").annotate(
            media_type=Subquery(newest.values("media_type")[:1]), stated=in_every_contract()
        )
    )
    accounts = list(vendor.accounts.select_related("proposed_by", "called_by", "verified_by"))
    items = list(
        OnboardingItem.objects.filter(onboarding__vendor=vendor)
        .select_related("onboarding__contract")
        .annotate(stated=in_own_contract())
        .order_by("onboarding__created_at", "position")
    )
    waiting = waiting_days(vendor)
    work = _work(vendor, person)
    verdict, reasons = standing_of(vendor, papers, items, accounts, today, waiting)
    if not sees:
        papers, accounts = [], []
    contacts = list(vendor.contacts.filter(active=True).order_by("created_at")) if sees else []
    kinds = kinds_asked(items, papers)
    lapsing = {item.document_kind for item in items if item.expires}
    facts = {
        "vendor": vendor,
        "scorecard": getattr(vendor, "scorecard", None),
        "sees": sees,
        "verdict": verdict,
        "reasons": reasons,
        "checklists": _checklists(items, policies.can_waive(person)),
        "papers": [_paper(paper, person, today, lapsing) for paper in papers],
        "papers_open": open_papers(papers),
        "accounts": [
            _account(account, person, accounts, contacts)
            | {"wait": wait_of(account, waiting, today), "waiting": waiting}
            for account in accounts
        ],
        "waits": wait_in_words(waiting),
        "contacts": [{"record": contact, "dialog": f"remove-{contact.pk}"} for contact in contacts],
        "asks": {name: ReasonForm(auto_id=f"{name}-%s") for name in ("hold", "block", "release")},
        "work": work,
        "sorted_by": next(
            (row["contract"] for row in reversed(work) if row["contract"].category == vendor.category), None
        ),
        "orders": _orders(vendor, person),
        "may": possible(vendor, person),
        "paper_form": paper_form or PaperForm(kinds=kinds),
        "contact_form": contact_form or ContactForm(),
        "wrong": paper_form is not None or contact_form is not None,
    }
    wrong = (paper_form and paper_form.errors) or (contact_form and contact_form.errors)
    return render(request, "vendors/vendor.html", facts, status=422 if wrong else 200)


def possible(vendor: Vendor, person: User) -> dict[str, bool]:
    """What this person may do with the vendor now: one entry per button."""
    manages = policies.can_manage(person)
    return {
        "edit": manages,
        "contacts": manages,
        "hand_in": manages,
        "propose": manages,
        "waive": policies.can_waive(person),
        "hold": vendor.can("hold") and policies.can_hold(person),
        "block": vendor.can("block") and policies.can_block(person),
        "release": vendor.can("release") and policies.can_release(vendor, person),
        "retire": policies.can_retire_account(person),
    }


def _checklists(items: list[OnboardingItem], may_waive: bool) -> list[dict[str, Any]]:
    """The points of each checklist, with how far it has come."""
    by_onboarding: dict[Any, list[OnboardingItem]] = {}
    for item in items:
        by_onboarding.setdefault(item.onboarding, []).append(item)
    return [
        {
            "onboarding": onboarding,
            "progress": progress_of(own),
            "rows": [
                {
                    "record": item,
                    "key": str(item.pk),
                    "waive": ReasonForm(auto_id=f"waive-{item.pk}-%s") if may_waive and item.can("waive") else None,
                }
                for item in own
            ],
        }
        for onboarding, own in by_onboarding.items()
    ]


def _paper(paper: Any, person: User, today: Any, lapsing: Collection[str]) -> dict[str, Any]:
    return {
        "record": paper,
        "key": str(paper.pk),
        "validity": validity_of(paper, today),
        "may_verify": paper.can("verify") and policies.can_verify_document(paper, person),
        "may_prepare": paper.media_type == PDF and can_prepare(paper.document, person),
        "reject": ReasonForm(auto_id=f"reject-{paper.pk}-%s"),
        "verify": VerifyForm(
            auto_id=f"verify-{paper.pk}-%s", lapses=paper.kind in lapsing, initial={"valid_until": paper.valid_until}
        ),
    }


def _account(account: BankAccount, person: User, every: list[BankAccount], contacts: list[Contact]) -> dict[str, Any]:
    may_check = policies.can_call_back(account, person)
    return {
        "record": account,
        "key": str(account.pk),
        # Whoever checks an account must compare the whole number; for everyone else its end is enough.
        "number": in_groups(account.number) if policies.can_retire_account(person) else account.masked,
        "steps": steps_of(account),
        "may_call": account.state == AccountState.PROPOSED and may_check,
        "may_verify": account.state == AccountState.CALLED_BACK and policies.can_verify_account(account, person),
        "may_reject": account.can("reject") and may_check,
        "call": CallForm(auto_id=f"call-{account.pk}-%s"),
        "numbers": numbers_known_before(account, contacts),
        "reject": ReasonForm(auto_id=f"refuse-{account.pk}-%s"),
        "retire": ReasonForm(auto_id=f"retire-{account.pk}-%s"),
        "replaces": [
            one.masked
            for one in every
            if one.state == AccountState.VERIFIED and one.pk != account.pk and one.serves_same_currency_as(account)
        ],
    }


def _work(vendor: Vendor, person: User) -> list[dict[str, Any]]:
    """The vendor's contracts that this person sees, each with its workspace, in one query."""
    found = []
    for contract in vendor.contracts.visible_to(person).select_related("workspace")[:MOST]:
        workspace = getattr(contract, "workspace", None)
        seen = workspace is not None and policies.can_see_workspace(workspace, person)
        found.append({"contract": contract, "workspace": workspace if seen else None})
    return found


def _orders(vendor: Vendor, person: User) -> list[Any]:
    """The vendor's orders that this person sees, where this installation has orders."""
    related = getattr(vendor, "orders", None)
    return list(related.visible_to(person)[:MOST]) if hasattr(related, "visible_to") else []


@inside
@require_POST
def hold(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Stop payments to a vendor."""
    vendor = vendor_or_404(request, pk)
    actions.hold_vendor(vendor, by=request.user, at=request.at, reason=reason_of(request, REASON_LIMIT))
    return back(request, vendor, _("Payments to %(vendor)s are held.") % {"vendor": vendor})


@inside
@require_POST
def block(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Do no more business with a vendor."""
    vendor = vendor_or_404(request, pk)
    actions.block_vendor(vendor, by=request.user, at=request.at, reason=reason_of(request, REASON_LIMIT))
    return back(request, vendor, _("%(vendor)s is blocked.") % {"vendor": vendor})


@inside
@require_POST
def release(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Lift the hold, or the block."""
    vendor = vendor_or_404(request, pk)
    released = actions.release_vendor(vendor, by=request.user, at=request.at, reason=reason_of(request, REASON_LIMIT))
    words = _("Released. %(vendor)s is %(state)s again; waiting invoices are matched anew.")
    if released.state != VendorState.ACTIVE:
        words = _("Released. %(vendor)s is %(state)s, as its papers stand.")
    return back(request, vendor, words % {"vendor": vendor, "state": released.get_state_display()})


@inside
@require_POST
def add_contact(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Add a person who speaks for the vendor, and invite them if asked."""
    vendor = vendor_or_404(request, pk)
    form = ContactForm(request.POST)
    if form.is_valid():
        values = form.cleaned_data
        facts = {name: values[name] for name in ("name", "email", "phone")}
        contact = tried(form, lambda: actions.add_contact(vendor, by=request.user, at=request.at, **facts))
        if contact is not None and not values["invite"]:
            return back(request, vendor, _("%(name)s is on record.") % {"name": contact.name}, "contacts")
        if contact is not None and tried(form, lambda: _invite(request, contact)):
            return back(request, vendor, _("%(name)s was sent a link.") % {"name": contact.name}, "contacts")
    return show(request, vendor, contact_form=form)


def _invite(request: HttpRequest, contact: Any) -> bool:
    actions.invite_to_portal(contact, by=request.user, at=request.at)
    return True


@inside
@require_POST
def invite(request: HttpRequest, pk: UUID, contact: UUID) -> HttpResponse:
    """Send a contact a new link to the portal."""
    found = contact_or_404(request, pk, contact)
    _invite(request, found)
    return back(request, found.vendor, _("%(name)s was sent a link.") % {"name": found.name}, "contacts")


@inside
@require_POST
def remove_contact(request: HttpRequest, pk: UUID, contact: UUID) -> HttpResponse:
    """This person no longer speaks for the vendor."""
    found = contact_or_404(request, pk, contact)
    actions.remove_contact(found, by=request.user, at=request.at)
    return back(request, found.vendor, _("%(name)s can no longer enter.") % {"name": found.name}, "contacts")


@inside
@require_POST
def waive(request: HttpRequest, pk: UUID, item: UUID) -> HttpResponse:
    """A point of the checklist is not needed here."""
    found = item_or_404(request, pk, item)
    actions.waive_item(found, by=request.user, at=request.at, reason=reason_of(request, REASON_LIMIT))
    return back(request, found.onboarding.vendor, _("Waived."), "checklist")
