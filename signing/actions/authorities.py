"""By which authority a person could sign a document: their own marks, and those of colleagues that are delegated to them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Q

from flowmono.accounts.models import User
from signing.authority import Mark, Paper
from signing.models import ACTING, Recipient, SignatureProfile
from signing.models.delegations import Delegation

# For how long it is still said that a delegation ended, to who looks for the mark that they had.
SAID_FOR = timedelta(days=30)


@dataclass(frozen=True)
class Authorities:
    """What a person could sign with, as the rule of choosing sees it, and the rows behind it."""

    marks: tuple[Mark, ...]
    paper: Paper
    profiles: tuple[SignatureProfile, ...] = ()
    delegations: tuple[Delegation, ...] = ()

    def delegation(self, mark_id: str | None) -> Delegation | None:
        """The delegation behind a mark of the choice; None for the person's own."""
        return next((one for one in self.delegations if str(one.pk) == mark_id), None)

    def drawn(self, mark_id: str | None) -> UUID | None:
        """The person's own mark that is drawn, whosever authority it is."""
        mark = next((one for one in self.marks if one.id == mark_id), None)
        if mark is None:
            return None
        return UUID(mark.lent.drawn_with if mark.lent else mark.id)

    def among(self, ids: Sequence[str]) -> "list[Choosable]":
        """The marks with these ids, as a page lets somebody choose among them."""
        own = [Choosable.of(one) for one in self.profiles if str(one.pk) in ids]
        return own + [Choosable.of_delegated(one) for one in self.delegations if str(one.pk) in ids]


@dataclass(frozen=True)
class Choosable:
    """One of several marks that cover a document, with what it may be placed on."""

    pk: UUID
    name: str
    limit: Decimal | None
    categories: tuple[str, ...]
    department: str
    counterparties: tuple[str, ...]
    valid_from: date | None
    valid_until: date | None

    @classmethod
    def of(cls, profile: SignatureProfile) -> "Choosable":
        return cls(
            profile.pk,
            profile.name,
            profile.limit,
            tuple(profile.categories),
            profile.department,
            tuple(profile.counterparties),
            profile.valid_from,
            profile.valid_until,
        )

    @classmethod
    def of_delegated(cls, delegation: Delegation) -> "Choosable":
        """A colleague's mark, with whose it is, as far as it was delegated."""
        limits = [one for one in (delegation.limit, delegation.profile.limit) if one is not None]
        return replace(
            cls.of(delegation.profile),
            pk=delegation.pk,
            name=delegation.label_of_mark,
            limit=min(limits, default=None),
            categories=tuple(delegation.categories or delegation.profile.categories),
            valid_from=delegation.starts_on,
            valid_until=delegation.ends_on,
        )


def authority_laid(recipient: Recipient) -> Choosable | None:
    """What the mark that is laid in the place may be used for; None where none is laid."""
    if recipient.delegation is not None:
        return Choosable.of_delegated(recipient.delegation)
    return Choosable.of(recipient.profile) if recipient.profile is not None else None


@dataclass(frozen=True)
class Holdings:
    """What one person has to sign with, whatever the document: read once, for one place or for a whole list."""

    profiles: tuple[SignatureProfile, ...]
    delegations: tuple[Delegation, ...]
    lent: dict[UUID, Mark]

    @classmethod
    def of(cls, person: User | None, *, on: date, passed: Collection[UUID] = ()) -> "Holdings":
        """passed: the delegations by which places passed to this person, though they ended long ago."""
        known = Delegation.objects.filter(delegate=person).select_related("profile__user", "delegate")
        lately = Q(refused_at__isnull=True, ends_on__gte=on - SAID_FOR) & (
            Q(taken_back_at__isnull=True) | Q(taken_back_at__date__gte=on - SAID_FOR)
        )
        delegations = list(known.filter(lately | Q(pk__in=passed)).order_by("starts_on", "pk"))
        profiles = SignatureProfile.objects.filter(user=person).select_related("image")
        lent = {one.pk: mark for one, mark in zip(delegations, marks_of(delegations), strict=True)}
        return cls(tuple(profiles), tuple(delegations), lent)

    def lately(self, on: date) -> list[Delegation]:
        """Those by which they might sign, or of which it is still said that they ended."""
        return [one for one in self.delegations if _is_said(one, on)]


def _is_said(delegation: Delegation, on: date) -> bool:
    since, back = on - SAID_FOR, delegation.taken_back_at
    return delegation.refused_at is None and delegation.ends_on >= since and (back is None or back.date() >= since)


def authorities_of(recipient: Recipient, *, on: date, holdings: Holdings | None = None) -> Authorities:
    """All by which this person could sign here. A place that passed to them is signed by the delegation that brought it, or not at all."""
    passed = recipient.passed_by_id
    held = holdings or Holdings.of(recipient.user, on=on, passed=[passed] if passed else [])
    if passed is not None:
        profiles, delegations = (), [one for one in held.delegations if one.pk == passed]
    else:
        profiles, delegations = held.profiles, held.lately(on)
    marks = (*(one.as_mark() for one in profiles), *(held.lent[one.pk] for one in delegations))
    paper = paper_of(recipient, on=on) if delegations else recipient.envelope.paper(on)
    return Authorities(marks, paper, tuple(profiles), tuple(delegations))


def marks_of(delegations: Sequence[Delegation], *, away: Collection[int] = ()) -> list[Mark]:
    """Delegations as the rule of choosing sees them, in their order; away: the delegates who are away, by their keys."""
    if not delegations:
        return []
    people = [one.delegate_id for one in delegations]
    own = SignatureProfile.objects.filter(user__in=people, active=True).order_by("-name", "-pk")
    drawn = {user: str(pk) for user, pk in own.values_list("user", "pk")}
    return [one.as_mark(drawn_with=drawn.get(one.delegate_id, ""), away=one.delegate_id in away) for one in delegations]


def paper_of(recipient: Recipient, *, on: date) -> Paper:
    """The document as it is to a delegate: with the human beings who may not sign it for somebody else."""
    envelope = recipient.envelope
    requester = envelope.contract.requester if envelope.contract else None
    people = [one for one in envelope.recipients.all() if one.role in ACTING and one.user and one.pk != recipient.pk]
    return replace(
        envelope.paper(on),
        requester=str(requester.person) if requester else "",
        people=tuple(str(one.user.person) for one in people),
    )
