"""A vendor's papers: handed in, verified or sent back; a checklist that completes itself."""

from datetime import date, datetime

from django.conf import settings
from django.utils.translation import gettext as _

from documents.models import Document, Origin, add_version
from flowmono.accounts.models import User
from flowmono.common.acting import action
from flowmono.common.refusals import Conflict, Invalid, require
from vendors import policies
from vendors.models import (
    ComplianceDocument,
    DocumentState,
    ItemState,
    Onboarding,
    OnboardingItem,
    OnboardingState,
    Vendor,
)
from vendors.uploads import check_upload


@action
def hand_in_document(
    vendor: Vendor,
    *,
    by: User,
    at: datetime,
    kind: str,
    title: str,
    data: bytes,
    filename: str,
    valid_from: date | None = None,
    valid_until: date | None = None,
) -> ComplianceDocument:
    """Hand in a certificate or statement; legal & compliance verifies it."""
    require(policies.can_hand_in, vendor, by)
    media_type = check_upload(data, filename, limit_mb=settings.UPLOAD_LIMIT_MB)
    if valid_from and valid_until and valid_until < valid_from:
        raise Invalid(_("The last day of validity lies before the first."), field="valid_until")
    asked = OnboardingItem.objects.filter(onboarding__vendor=vendor, document_kind=kind)
    item = asked.filter(state__in=[ItemState.OPEN, ItemState.HANDED_IN]).first()
    # Also of the paper that follows one which was verified before.
    if valid_until is None and asked.filter(expires=True).exists():
        raise Invalid(_("Enter the last day on which this document is valid."), field="valid_until")
    if valid_until and valid_until < at.date():
        raise Invalid(_("This document has already run out. Hand in a current one."), field="valid_until")
    paper = Document(case_key=vendor.pk, title=title or kind, kind="compliance")
    paper.save()
    add_version(paper, data, name=filename, media_type=media_type, origin=Origin.UPLOADED)
    document = ComplianceDocument(
        vendor=vendor,
        contract=item.onboarding.contract if item else None,
        kind=kind,
        title=(title or (item.title if item else kind))[:160],
        document=paper,
        valid_from=valid_from,
        valid_until=valid_until,
        submitted_by=by,
    )
    document.begin(at=at)
    document.save()
    for open_item in OnboardingItem.objects.filter(
        onboarding__vendor=vendor, document_kind=kind, state__in=[ItemState.OPEN, ItemState.HANDED_IN]
    ):
        open_item.hand_in()
        open_item.save()
    return document


@action
def verify_document(
    document: ComplianceDocument, *, by: User, at: datetime, valid_until: date | None = None
) -> ComplianceDocument:
    """Stand behind a vendor's document; it takes the place of an older one of its kind.

    valid_until: the last day that the document itself names; left out, the day that was handed in with it. Raises Invalid, naming
    the field, where its kind has a last day and none is known, and for a day that is over.
    """
    document = ComplianceDocument.objects.lock(document)
    require(policies.can_verify_document, document, by)
    _demand_submitted(document)
    if valid_until is not None:
        if valid_until < at.date():
            raise Invalid(_("This document has run out on that day: send it back."), field="valid_until")
        if document.valid_from and valid_until < document.valid_from:
            raise Invalid(_("The last day of validity lies before the first."), field="valid_until")
        document.valid_until = valid_until
    if document.valid_until is None and lapses(document):
        raise Invalid(_("Enter the last day on which this document is valid."), field="valid_until")
    for older in ComplianceDocument.objects.filter(
        vendor=document.vendor, kind=document.kind, state=DocumentState.VERIFIED, superseded=False
    ):
        older.superseded = True
        older.save()
    document.verify(by=by, at=at)
    document.save()
    finish_items(document.vendor, document_kind=document.kind, at=at)
    return document


@action
def reject_document(document: ComplianceDocument, *, by: User, at: datetime, reason: str) -> ComplianceDocument:
    """Send a document back to the vendor, and say why."""
    document = ComplianceDocument.objects.lock(document)
    require(policies.can_verify_document, document, by)
    if not reason.strip():
        raise Invalid(_("Say what is wrong with it; the vendor reads this."), field="reason")
    _demand_submitted(document)
    document.reject(by=by, at=at, reason=reason.strip())
    document.save()
    for item in OnboardingItem.objects.filter(
        onboarding__vendor=document.vendor, document_kind=document.kind, state=ItemState.HANDED_IN
    ):
        item.reopen()
        item.save()
    return document


def lapses(document: ComplianceDocument) -> bool:
    """Whether a checklist of its vendor asks for a document of this kind with a last day."""
    asked = OnboardingItem.objects.filter(onboarding__vendor=document.vendor_id, document_kind=document.kind)
    return asked.filter(expires=True).exists()


def _demand_submitted(document: ComplianceDocument) -> None:
    if document.state != DocumentState.SUBMITTED:
        raise Conflict(_("This document is already %(state)s.") % {"state": document.get_state_display()})


@action
def waive_item(item: OnboardingItem, *, by: User, at: datetime, reason: str) -> OnboardingItem:
    """Say that a point of the checklist is not needed here, and why."""
    item = OnboardingItem.objects.lock(item)
    require(policies.can_waive, by)
    if not reason.strip():
        raise Invalid(_("Say why it is not needed."), field="reason")
    if not item.can("waive"):
        raise Conflict(_("This point is already %(state)s.") % {"state": item.get_state_display()})
    item.waive(reason=reason.strip(), at=at)
    item.save()
    complete_if_done(item.onboarding, at=at)
    return item


def finish_items(vendor: Vendor, *, at: datetime, document_kind: str = "", wanted: str = "document") -> None:
    """Tick the points that this document, or a verified account, answers; complete what is then complete."""
    items = OnboardingItem.objects.filter(
        onboarding__vendor=vendor, wanted=wanted, state__in=[ItemState.OPEN, ItemState.HANDED_IN]
    )
    if document_kind:
        items = items.filter(document_kind=document_kind)
    touched = set()
    for item in items.select_related("onboarding"):
        item.finish()
        item.save()
        touched.add(item.onboarding_id)
    for onboarding in Onboarding.objects.filter(pk__in=touched):
        complete_if_done(onboarding, at=at)


def complete_if_done(onboarding: Onboarding, *, at: datetime) -> None:
    """Complete a checklist whose required points are all verified or waived; with its first ones complete the vendor becomes active."""
    onboarding = Onboarding.objects.lock(onboarding)
    left = onboarding.items.filter(required=True).exclude(state__in=[ItemState.DONE, ItemState.WAIVED])
    if onboarding.state != OnboardingState.OPEN or left.exists():
        return
    onboarding.complete(at=at)
    onboarding.save()
    vendor = Vendor.objects.lock(onboarding.vendor_id)
    # A later checklist asks only for what an earlier one does not: it proves nothing while that one is open.
    earlier = vendor.onboardings.filter(state=OnboardingState.OPEN, created_at__lte=onboarding.created_at)
    if vendor.can("activate") and not earlier.exists():
        vendor.activate()
        vendor.save()
