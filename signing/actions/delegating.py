"""Letting a colleague sign with the authority of one's mark for some days; not taking it; taking it back."""

from datetime import datetime

from django.utils.translation import gettext as _

from flowmono.accounts import roles
from flowmono.accounts.models import User
from flowmono.common.acting import action
from flowmono.common.refusals import Conflict, Invalid, require
from flowmono.notices.telling import tell
from signing import policies
from signing.actions.standing_in import pass_on_places_of, return_places_of
from signing.lending import Part, reason_against
from signing.models import SignatureProfile
from signing.models.delegations import Delegation


def who_may_sign_for(owner: User) -> list[User]:
    """Colleagues to whom the owner may delegate: who may sign themselves, and are another human being; by name."""
    people = User.objects.in_role(roles.SIGNATORY).filter(vendor_contact__isnull=True)
    return list(people.exclude(person=owner.person).order_by("first_name", "last_name"))


@action
def delegate_authority(
    profile: SignatureProfile, *, by: User, at: datetime, delegate: User, part: Part, reason: str
) -> Delegation:
    """Let a colleague sign with the authority of one's mark, or with a part of it, from day to day. They are told, and may refuse.

    What was delegated to oneself cannot be delegated: it is nobody's mark but its owner's. Raises Invalid with the field.
    """
    profile = SignatureProfile.objects.lock(profile, may_be_named=True)
    require(policies.can_delegate, profile, by)
    if not reason.strip():
        raise Invalid(_("Say why, so that everybody who looks at it later knows."), field="reason")
    if not profile.active:
        raise Invalid(_("“%(mark)s” is switched off.") % {"mark": profile.name}, field="profile")
    field, words = reason_against(profile.as_mark(), part, today=at.date())
    if words:
        raise Invalid(words, field=field)
    if delegate not in who_may_sign_for(by):
        raise Invalid(_("Choose a colleague who may sign."), field="delegate")
    same = Delegation.objects.not_ended().filter(profile=profile, delegate=delegate)
    if same.filter(starts_on__lte=part.ends_on, ends_on__gte=part.starts_on).exists():
        words = _("%(name)s may sign with this mark on some of these days already. Take that back first.")
        raise Invalid(words % {"name": delegate}, field="delegate")
    made = Delegation(
        profile=profile,
        delegate=delegate,
        starts_on=part.starts_on,
        ends_on=part.ends_on,
        categories=list(part.categories),
        limit=part.limit,
        reason=reason.strip()[:500],
    )
    made.begin(at=at)
    made.save()
    title = _("%(owner)s lets you sign for them until %(day)s") % {"owner": by, "day": made.ends_on.isoformat()}
    _tell(delegate, made, title, sentence=made.reason, step="made", at=at)
    pass_on_places_of(by, at=at)
    return made


@action
def refuse_delegation(delegation: Delegation, *, by: User, at: datetime, reason: str) -> Delegation:
    """Say that one does not take a delegated authority; what passed on by it goes back. What was signed stays signed."""
    delegation = _in_force(delegation, at=at)
    require(policies.can_refuse_delegation, delegation, by)
    if not reason.strip():
        raise Invalid(_("Say why, so that your colleague knows."), field="reason")
    delegation.refuse(at=at, reason=reason.strip()[:500])
    delegation.save()
    title = _("%(delegate)s does not sign for you") % {"delegate": by}
    _tell(delegation.owner, delegation, title, sentence=delegation.refused_because, step="refused", at=at)
    return_places_of(delegation, at=at)
    return delegation


@action
def take_back_delegation(delegation: Delegation, *, by: User, at: datetime) -> Delegation:
    """End the delegation of one's authority at once; what passed on by it and is not signed comes back."""
    delegation = _in_force(delegation, at=at)
    require(policies.can_take_back_delegation, delegation, by)
    delegation.take_back(at=at)
    delegation.save()
    title = _("%(owner)s does not let you sign for them any more") % {"owner": by}
    _tell(delegation.delegate, delegation, title, sentence="", step="taken_back", at=at)
    return_places_of(delegation, at=at)
    return delegation


def _in_force(delegation: Delegation, *, at: datetime) -> Delegation:
    """The delegation, locked, where it can still be ended. Raises Conflict when it is over."""
    found: Delegation = Delegation.objects.lock(delegation, may_be_named=True)
    if found.standing(at.date()) not in {"open", "planned"}:
        raise Conflict(_("This delegation is over already."))
    return found


def _tell(person: User, delegation: Delegation, title: str, *, sentence: str, step: str, at: datetime) -> None:
    tell(
        [person],
        "authority",
        key=f"delegation:{delegation.pk}:{step}",
        title=title,
        sentence=" ".join(filter(None, (f"“{delegation.profile.name}”.", sentence))),
        url=delegation.get_absolute_url(),
        at=at,
        case_id=delegation.case,
    )
