"""Marks: which one is laid in a place, keeping one's own, and each use of a key in the ledger."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from documents.models import Document, Origin, Version, add_version
from flowmono.accounts.models import User
from flowmono.common.acting import action
from flowmono.common.refusals import Conflict, require
from flowmono.ledger.models import write_entry
from signing import ceremony, policies
from signing.actions.authorities import Choosable, Holdings, authorities_of
from signing.authority import Choice, choose_mark
from signing.laid import Waits, how_it_waits
from signing.models import Envelope, Recipient, Role, SignatureProfile
from signing.models.delegations import Delegation


def note_uses(
    envelope: Envelope, uses: Sequence[Mapping[str, str]] | None = None, *, at: datetime, **facts: str
) -> None:
    """Write each use of the organisation's key (None: those of the last step) into the case's ledger (threat A22)."""
    for use in ceremony.uses() if uses is None else uses:
        entry = {
            "envelope": str(envelope.pk),
            **facts,
            **{name: use[name] for name in ("use", "digest", "certificate", "subject")},
        }
        write_entry(case_id=envelope.case, kind="key.used", at=at, facts=entry)


def place_mark(recipient: Recipient, *, at: datetime) -> None:
    """Choose the mark by category and authority. It is a draft: only the person's own submit signs."""
    found = authorities_of(recipient, on=at.date())
    kept = _chosen(recipient)
    choice = choose_mark(found.marks, found.paper, chosen=kept)
    recipient.profile_id = found.drawn(choice.mark_id)
    recipient.delegation = found.delegation(choice.mark_id)
    recipient.profile_chosen = kept is not None and choice.mark_id == kept and bool(choice.among)
    recipient.profile_reason = choice.reason[:300]


def _chosen(recipient: Recipient) -> str | None:
    """The mark that this person chose among several, by its id."""
    laid = recipient.delegation_id or recipient.profile_id
    return str(laid) if recipient.profile_chosen and laid else None


def waits_of(places: Sequence[Recipient], *, person: User | None, on: date) -> dict[UUID, Waits]:
    """How each of these places of one person waits on a day, by its key; read for all of them at once."""
    passed = [one.passed_by_id for one in places if one.passed_by_id]
    held = Holdings.of(person, on=on, passed=passed)
    found = {}
    for place in places:
        if place.role == Role.SIGNER:
            could = authorities_of(place, on=on, holdings=held)
            choice = choose_mark(could.marks, could.paper, chosen=_chosen(place))
        else:
            choice = Choice(None, "")
        found[place.pk] = how_it_waits(place.role, choice)
    return found


def marks_to_choose(recipient: Recipient, *, at: datetime) -> list[Choosable]:
    """The marks of this person, and those delegated to them, that cover the document, where there is more than one; else none."""
    found = authorities_of(recipient, on=at.date())
    return found.among(choose_mark(found.marks, found.paper).among)


@action
def choose_among(recipient: Recipient, *, by: User, at: datetime, mark: SignatureProfile | Delegation) -> Recipient:
    """Say which of several marks that cover the document is laid: one's own, or one that is delegated. Only the submit signs."""
    recipient = Recipient.objects.lock(recipient)
    require(policies.can_sign, recipient, by)
    if isinstance(mark, Delegation):
        require(policies.can_use_delegation, mark, by)
    else:
        require(policies.can_use_profile, mark, by)
    if not recipient.can("view"):
        raise Conflict(_("It is not your turn with this document."))
    if mark.pk not in {one.pk for one in marks_to_choose(recipient, at=at)}:
        raise Conflict(_("This mark does not cover the document any more. Look again."), code="changed")
    if isinstance(mark, Delegation):
        recipient.delegation = mark
    else:
        recipient.profile, recipient.delegation = mark, None
    recipient.profile_chosen = True
    place_mark(recipient, at=at)
    recipient.save()
    return recipient


@action
def keep_profile(
    *,
    by: User,
    at: datetime,
    values: Mapping[str, Any],
    profile: SignatureProfile | None = None,
    picture: bytes | None = None,
) -> SignatureProfile:
    """Make or change a mark of one's own. Its authority (limit, categories) is an administrator's to widen, see the admin.

    picture: a drawn or uploaded signature; it is written anew as PNG, so whatever else the file carried is gone. Raises MarkRefused
    for what is no picture. A new mark covers nothing yet: its limit is 0.
    """
    require(policies.can_keep_profiles, by)
    if profile is not None:
        profile = SignatureProfile.objects.lock(profile, may_be_named=True)
        require(policies.can_use_profile, profile, by)
    else:
        profile = SignatureProfile(user=by, limit=Decimal(0))
    for name in ("name", "signed_name", "title", "kind", "face", "image", "active"):
        if name in values:
            setattr(profile, name, values[name])
    if profile.kind == "typed":
        profile.image = None
    elif picture is not None:
        profile.image = _keep_picture(profile, picture)
    profile.save()
    return profile


def _keep_picture(profile: SignatureProfile, picture: bytes) -> Version:
    """The picture as a version of the mark's own document."""
    clean = ceremony.sandbox.clean_picture(picture)
    paper = profile.image.document if profile.image else Document(case_key=profile.id, title=profile.name, kind="mark")
    paper.save()
    return add_version(paper, clean, name="signature.png", media_type="image/png", origin=Origin.UPLOADED)
