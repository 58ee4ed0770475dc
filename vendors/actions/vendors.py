"""Making vendors, holding and releasing them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from flowmono.accounts.models import User
from flowmono.common.acting import action
from flowmono.common.countries import demand_country
from flowmono.common.refusals import Conflict, Invalid, require
from flowmono.common.tax_numbers import may_be_vat_id
from vendors import policies
from vendors.models import Contact, OnboardingState, Vendor

EDITABLE = ("name", "legal_name", "tax_id", "vat_id", "country", "email", "address", "category", "risk")


@action
def create_vendor(*, by: User, at: datetime, values: Mapping[str, Any]) -> Vendor:
    """Enter a vendor by hand. Raises Invalid when its VAT id is another vendor's, or none that its country knows."""
    require(policies.can_manage, by)
    vendor = Vendor(created_by=by, **{name: values[name] for name in EDITABLE if name in values})
    _demand_own_facts(vendor)
    _demand_vat_id(vendor)
    vendor.register(contract_id=None, at=at)
    vendor.save()
    return vendor


@action
def correct_vendor(vendor: Vendor, *, by: User, at: datetime, values: Mapping[str, Any]) -> Vendor:
    """Correct what is on record about a vendor; every change stays in its history."""
    vendor = Vendor.objects.lock(vendor)
    require(policies.can_manage, by)
    known = (vendor.vat_id, vendor.country)
    for name in EDITABLE:
        if name in values:
            setattr(vendor, name, values[name])
    _demand_own_facts(vendor)
    if (vendor.vat_id, vendor.country) != known:  # what a contract says stays as it says it
        _demand_vat_id(vendor)
    vendor.save()
    return vendor


def _demand_own_facts(vendor: Vendor) -> None:
    if not vendor.name.strip():
        raise Invalid(_("Name the vendor."), field="name")
    demand_country(vendor.country)
    known = Vendor.objects.filter(vat_id=vendor.vat_id).exclude(vat_id="").exclude(pk=vendor.pk).first()
    if known:
        raise Invalid(_("%(vendor)s has this VAT number already.") % {"vendor": known}, field="vat_id")


def _demand_vat_id(vendor: Vendor) -> None:
    if vendor.vat_id and not may_be_vat_id(vendor.vat_id, vendor.country):
        raise Invalid(
            _(
                "“%(number)s” is no VAT number: those of %(country)s begin with the country's letters and have their own length. "
                "Check it, or enter it as the other tax number."
            )
            % {"number": vendor.vat_id, "country": vendor.country},
            field="vat_id",
        )


@action
def add_contact(vendor: Vendor, *, by: User, at: datetime, name: str, email: str, phone: str = "") -> Contact:
    """Add a person who speaks for the vendor; adding the same address again is no error."""
    require(policies.can_manage, by)
    if not name.strip() or "@" not in email:
        raise Invalid(_("Name the person and their e-mail address."), field="email")
    _demand_free_address(vendor, email.strip())
    contact = Contact.objects.filter(vendor=vendor, email__iexact=email.strip()).first()
    if contact is None:
        contact = Contact(vendor=vendor, name=name.strip(), email=email.strip().lower(), phone=phone)
        contact.save()
    elif not contact.active:
        contact.active = True
        contact.save()
    return contact


def _demand_free_address(vendor: Vendor, email: str) -> None:
    """One address opens the portal of one company: what is entered there must never land at another."""
    elsewhere = Contact.objects.filter(email__iexact=email, active=True).exclude(vendor=vendor).select_related("vendor")
    found = elsewhere.first()
    if found is not None:
        raise Invalid(
            _(
                "%(name)s already speaks for %(vendor)s with this address, and an address opens the portal of one company. "
                "Enter another address, or remove the contact there first."
            )
            % {"name": found.name, "vendor": found.vendor},
            field="email",
        )


@action
def remove_contact(contact: Contact, *, by: User, at: datetime) -> Contact:
    """This person no longer speaks for the vendor: their links and their way into the portal end at once."""
    contact = Contact.objects.lock(contact)
    require(policies.can_manage, by)
    contact.active = False
    contact.save()
    contact.magic_links.filter(used_at__isnull=True).delete()
    return contact


@action
def hold_vendor(vendor: Vendor, *, by: User, at: datetime, reason: str) -> Vendor:
    """No payment to this vendor from now on, and why."""
    vendor = Vendor.objects.lock(vendor)
    require(policies.can_hold, by)
    if not reason.strip():
        raise Invalid(_("Say why payments must stop."), field="reason")
    if not vendor.can("hold"):
        raise Conflict(_("%(vendor)s is already %(state)s.") % {"vendor": vendor, "state": vendor.get_state_display()})
    vendor.hold(reason=reason.strip(), at=at)
    vendor.save()
    return vendor


@action
def block_vendor(vendor: Vendor, *, by: User, at: datetime, reason: str) -> Vendor:
    """No new business and no payment with this vendor, and why."""
    vendor = Vendor.objects.lock(vendor)
    require(policies.can_block, by)
    if not reason.strip():
        raise Invalid(_("Say why no business may be done with it."), field="reason")
    if not vendor.can("block"):
        raise Conflict(_("%(vendor)s is already %(state)s.") % {"vendor": vendor, "state": vendor.get_state_display()})
    vendor.block(reason=reason.strip(), at=at)
    vendor.save()
    return vendor


@action
def release_vendor(vendor: Vendor, *, by: User, at: datetime, reason: str) -> Vendor:
    """Lift the hold; what waited for it is matched again."""
    vendor = Vendor.objects.lock(vendor)
    require(policies.can_release, vendor, by)
    if not reason.strip():
        raise Invalid(_("Say what has changed."), field="reason")
    if not vendor.can("release"):
        raise Conflict(_("%(vendor)s is not on hold.") % {"vendor": vendor})
    # A hold proves nothing: lifting it leads back to where the vendor's own papers have brought it.
    first = vendor.onboardings.order_by("created_at", "pk").first()
    if first is not None and first.state == OnboardingState.COMPLETE:
        vendor.release(reason=reason.strip(), at=at)
    elif first is not None:
        vendor.release_to_onboarding(reason=reason.strip(), at=at)
    else:
        vendor.release_to_prospective(reason=reason.strip(), at=at)
    vendor.save()
    return vendor
