"""What every page about vendors shares: who may open it, and how an answer to a button goes back."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, resolve_url

from flowmono.common import answering
from flowmono.common.refusals import Conflict, Invalid
from vendors.models import BankAccount, ComplianceDocument, Contact, OnboardingItem, Vendor

Page = Callable[..., HttpResponse]


def inside(page: Page) -> Page:
    """A page for the company's own people; for vendors' contacts and accounts without a role it does not exist."""

    @wraps(page)
    @login_required
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.works_inside:  # type: ignore[union-attr]
            raise Http404
        return page(request, *args, **kwargs)

    return guarded


def vendor_or_404(request: HttpRequest, pk: UUID) -> Vendor:
    """The vendor, when this person may see it."""
    seen = Vendor.objects.filter(pk__in=Vendor.objects.visible_to(request.user).values("pk"))
    vendor: Vendor = get_object_or_404(seen.select_related("scorecard", "created_by"), pk=pk)
    return vendor


def paper_or_404(request: HttpRequest, pk: UUID, document: UUID) -> ComplianceDocument:
    """A document of a vendor, when this person sees vendors' papers."""
    papers = ComplianceDocument.objects.filter(
        pk__in=ComplianceDocument.objects.visible_to(request.user).values("pk"), vendor_id=pk
    )
    paper: ComplianceDocument = get_object_or_404(papers.select_related("vendor", "submitted_by"), pk=document)
    return paper


def account_or_404(request: HttpRequest, pk: UUID, account: UUID) -> BankAccount:
    """A bank account of a vendor, when this person sees vendors' accounts."""
    accounts = BankAccount.objects.filter(
        pk__in=BankAccount.objects.visible_to(request.user).values("pk"), vendor_id=pk
    )
    found: BankAccount = get_object_or_404(accounts.select_related("vendor", "proposed_by", "called_by"), pk=account)
    return found


def contact_or_404(request: HttpRequest, pk: UUID, contact: UUID) -> Contact:
    """A contact of a vendor that this person sees."""
    found: Contact = get_object_or_404(Contact, pk=contact, vendor=vendor_or_404(request, pk))
    return found


def item_or_404(request: HttpRequest, pk: UUID, item: UUID) -> OnboardingItem:
    """A point of a vendor's checklist."""
    found: OnboardingItem = get_object_or_404(OnboardingItem, pk=item, onboarding__vendor=vendor_or_404(request, pk))
    return found


def back(request: HttpRequest, to: Any, words: str, anchor: str = "") -> HttpResponse:
    """Say what was done and go back to where the person came from inside our site, or to the record, at a part of its page."""
    return answering.back(request, f"{resolve_url(to)}#{anchor}" if anchor else to, words)


def tried(form: forms.BaseForm, act: Callable[[], Any]) -> Any:
    """What the action returned; None when it refused, with its words beside the field that it names."""
    try:
        return act()
    except (Invalid, Conflict) as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return None
