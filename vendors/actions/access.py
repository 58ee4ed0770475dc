"""The vendor portal's door: a link by e-mail that works once. Opening it uses nothing up; a button does (threat D3)."""

import hashlib
import secrets
from contextlib import suppress
from datetime import datetime, timedelta

from django.apps import apps
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from flowmono.accounts import roles
from flowmono.accounts.models import User
from flowmono.common.acting import SYSTEM, acting, action
from flowmono.common.now import moment_of_change
from flowmono.common.refusals import Conflict, require
from flowmono.outbox.letters import write_letter
from vendors import policies
from vendors.models import Contact, MagicLink

LINK_LIFE = timedelta(days=7)
LINKS_AN_HOUR = 4


def account_of(contact: Contact) -> User:
    """The contact's account, made when there is none. Raises Conflict when the address belongs to somebody of the company.

    An account that was ever one of ours is never adopted: not one that is switched off, and not one without a role.
    """
    if contact.user is not None:
        return contact.user
    known = User.objects.filter(email__iexact=contact.email).first()
    if known is not None:
        _free_from_former_vendor(known)
    if known is not None and (_is_ours(known) or hasattr(known, "vendor_contact")):
        raise Conflict(_("%(email)s belongs to another account. Enter another address.") % {"email": contact.email})
    user = known or User(email=contact.email, username=contact.email, date_joined=moment_of_change())
    first, _space, last = contact.name.partition(" ")
    user.first_name, user.last_name = first[:150], last[:150]
    user.set_unusable_password()
    user.save()
    user.groups.add(Group.objects.get(name=roles.VENDOR_CONTACT))
    contact.user = user
    contact.save()
    return user


def _free_from_former_vendor(user: User) -> None:
    """Somebody who no longer speaks for one vendor may speak for another; what they did stays with their name."""
    former = Contact.objects.filter(user=user, active=False).first()
    if former is not None:
        former.user = None
        former.save()


def _is_ours(user: User) -> bool:
    """True for accounts with an inside role, or with rights in the administration, active or not."""
    return user.is_staff or user.is_superuser or not user.role_names.isdisjoint(roles.INSIDE)


def make_link(contact: Contact, *, at: datetime, key: str, wanted: str = "") -> str:
    """Make a link and write it to the contact; return the secret for whoever must show it (a test, the demo).

    `wanted` is the page of the portal that it leads to, the first one without it.
    """
    account_of(contact)
    secret = secrets.token_urlsafe(32)
    MagicLink.objects.create(contact=contact, digest=digest_of(secret), made_at=at, expires_at=at + LINK_LIFE)
    write_letter(
        key=key,
        to=contact.email,
        subject=_("Your link to the vendor portal"),
        template="portal_link.txt",
        facts={"contact": contact, "secret": secret, "days": LINK_LIFE.days, "wanted": wanted},
        case_id=contact.vendor_id,
        secret=True,
    )
    return secret


def digest_of(secret: str) -> str:
    """What is kept of a link's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


@action
def invite_to_portal(contact: Contact, *, by: User, at: datetime) -> str:
    """Send a contact a new link."""
    require(policies.can_manage, by)
    return make_link(contact, at=at, key=f"portal:{contact.pk}:{at.isoformat()}")


def ask_for_link(email: str, *, at: datetime, wanted: str = "") -> None:
    """Send a new link to every contact with this address, a few an hour at most; whoever asks learns nothing from it.

    `wanted` is the page of the portal that they asked for.
    """
    with acting(SYSTEM, at=at), transaction.atomic():
        _let_signer_in(email.strip())
        contacts = Contact.objects.select_for_update(of=("self",)).filter(email__iexact=email.strip(), active=True)
        for contact in contacts.order_by("created_at"):
            recent = contact.magic_links.filter(made_at__gt=at - timedelta(hours=1)).count()
            if recent >= LINKS_AN_HOUR:
                continue
            with suppress(Conflict):
                make_link(contact, at=at, key=f"portal:{contact.pk}:{at.isoformat()}", wanted=wanted)


def _let_signer_in(email: str) -> None:
    """Who signed for a vendor at this address speaks for it, unless the address is or was a contact's already."""
    if not email or Contact.objects.filter(email__iexact=email).exists():
        return
    place = (
        apps.get_model("signing", "Recipient")
        .objects.filter(
            user__isnull=True,
            role="signer",
            state="signed",
            email__iexact=email,
            envelope__contract__envelope=F("envelope"),
            envelope__contract__vendor__isnull=False,
        )
        .select_related("envelope__contract__vendor")
        .order_by("-decided_at")
        .first()
    )
    if place is not None:
        Contact(vendor=place.envelope.contract.vendor, name=place.name, email=place.email.lower()).save()


def peek_at_link(secret: str, *, at: datetime) -> MagicLink | None:
    """The link, if it could be used now; looking uses nothing up."""
    return (
        MagicLink.objects.select_related("contact__vendor")
        .filter(digest=digest_of(secret), used_at__isnull=True, expires_at__gt=at, contact__active=True)
        .first()
    )


def enter_by_link(secret: str, *, at: datetime) -> User | None:
    """Use a link up and return its account; None when it is unknown, used or too old. Twice at once, one wins."""
    with acting(SYSTEM, at=at), transaction.atomic():
        link = (
            MagicLink.objects.select_for_update(of=("self",))
            .select_related("contact__user")
            .filter(digest=digest_of(secret), used_at__isnull=True, expires_at__gt=at, contact__active=True)
            .first()
        )
        if link is None or link.contact.user is None or not link.contact.user.is_active or _is_ours(link.contact.user):
            return None
        link.used_at = at
        link.save(update_fields=["used_at"])
        return link.contact.user
