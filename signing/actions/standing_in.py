"""The place of somebody who is away passes to whoever may act for them, and comes back.

Who signs is followed by whom they delegated it to, while that covers the document; who approves, by whom they named for their absence.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from flowmono.accounts.models import Absence, User
from flowmono.common.acting import SYSTEM, action
from flowmono.common.refusals import Conflict, require
from flowmono.notices.telling import tell
from signing import policies
from signing.actions.authorities import marks_of, paper_of
from signing.actions.handing_over import ASKED, note_handover, take_over
from signing.actions.summaries import owe
from signing.authority import obstacle
from signing.lending import stand_in
from signing.models import ACTING, Envelope, EnvelopeState, Handover, HandoverState, How, Recipient, Role, Topic
from signing.models.delegations import Delegation

BY_RULE = SYSTEM.label


def follow_absences(*, at: datetime) -> int:
    """Let places pass on from the first day of an absence, and come back where the delegation covers them no more; return how many moved.

    The clock calls it. Who came back keeps nothing of why their place had stayed.
    """
    on = at.date()
    asked = Recipient.objects.filter(envelope__state=EnvelopeState.SENT, state__in=ASKED, role__in=ACTING)
    away = Absence.objects.filter(starts_on__lte=on, ends_on__gte=on).values("person")
    stayed = asked.exclude(stays_because="").exclude(user__in=away)
    for pk in list(stayed.order_by("pk").values_list("pk", flat=True)):
        _forget_why_it_stayed(pk)
    passed = asked.filter(passed_by__isnull=False).order_by("pk").values_list("pk", flat=True)
    moved = sum(_return_if_uncovered(pk, at=at) for pk in list(passed))
    moved += sum(_return_approval(pk, at=at) for pk in _approvals_passed(asked))
    open_places = asked.filter(passed_by__isnull=True, user__in=away).order_by("pk").values_list("pk", flat=True)
    return moved + sum(_pass_on(pk, at=at) for pk in list(open_places))


def pass_on_places_of(owner: User, *, at: datetime) -> int:
    """The same for one person's places, at once; return how many passed on. Rounds are locked in the order of their keys, like
    wherever one act locks several: two such acts wait for each other in turn, never both."""
    asked = Recipient.objects.filter(
        envelope__state=EnvelopeState.SENT, state__in=ASKED, role=Role.SIGNER, user=owner, passed_by__isnull=True
    )
    return sum(_pass_on(pk, at=at) for pk in list(asked.order_by("envelope_id", "pk").values_list("pk", flat=True)))


@transaction.atomic
def _forget_why_it_stayed(pk: UUID) -> None:
    _envelope, recipient = _locked(pk)
    if recipient.state in ASKED:
        recipient.stays_because = ""
        recipient.save()


@transaction.atomic
def _pass_on(pk: UUID, *, at: datetime) -> bool:
    envelope, recipient = _locked(pk)
    if envelope.state != EnvelopeState.SENT or recipient.state not in ASKED or recipient.passed_by_id is not None:
        return False
    return pass_on_if_away(envelope, recipient, at=at)


def pass_on_if_away(envelope: Envelope, recipient: Recipient, *, at: datetime) -> bool:
    """Pass the place to the one colleague whose delegation covers the document, when its person is away; True when it passed.

    Else it stays, and the sender and the person see why. Who took their place back keeps it.
    """
    absence = _absence_of(recipient, at=at)
    if absence is None or recipient.handovers.filter(how=How.BACK).exists():
        return False
    if recipient.role == Role.APPROVER:
        return _pass_approval(envelope, recipient, absence, at=at)
    owner, on = absence.person, at.date()
    known = Delegation.objects.not_ended().filter(profile__user=owner, ends_on__gte=on)
    delegations = list(known.select_related("profile__user", "delegate").order_by("starts_on", "pk"))
    absent = Absence.objects.filter(
        starts_on__lte=on, ends_on__gte=on, person__in=[one.delegate for one in delegations]
    )
    marks = marks_of(delegations, away=set(absent.values_list("person", flat=True)))
    recipient.envelope = envelope
    choice = stand_in(marks, paper_of(recipient, on=on), owner=str(owner))
    chosen = next((one for one in delegations if str(one.pk) == choice.mark_id), None)
    if chosen is None:
        _stay(envelope, recipient, choice.reason, absence, at=at)
        return False
    _pass_to(chosen, envelope, recipient, absence, at=at)
    return True


def _absence_of(recipient: Recipient, *, at: datetime) -> Absence | None:
    """The absence of whoever is asked to sign or approve, on this day."""
    if recipient.user_id is None or recipient.role not in ACTING or recipient.passed_by_id is not None:
        return None
    today = Q(starts_on__lte=at.date(), ends_on__gte=at.date())
    return Absence.objects.filter(today, person=recipient.user_id).select_related("person").first()


def _pass_approval(envelope: Envelope, recipient: Recipient, absence: Absence, *, at: datetime) -> bool:
    """Ask whom an absent approver named for their absence; True when the place passed. Nobody stands in for who stands in."""
    owner, colleague = absence.person, absence.delegate
    recipient.envelope = envelope
    if _stood_in(recipient) is not None:
        return False
    facts = {"was": owner, "now": colleague, "title": envelope.title, "day": absence.ends_on.isoformat()}
    others = (
        Recipient.objects.filter(envelope=envelope, role__in=ACTING).exclude(pk=recipient.pk).select_related("user")
    )
    asks = [envelope.contract.requester] if envelope.contract is not None else []
    today = Q(starts_on__lte=at.date(), ends_on__gte=at.date())
    why = ""
    if not colleague.is_active or Absence.objects.filter(today, person=colleague).exists():
        why = _("%(now)s stands in for %(was)s, and is away too.") % facts
    elif colleague.is_same_person([one.user for one in others if one.user is not None]):
        why = _("%(now)s stands in for %(was)s, and has a place of their own in this signature round.") % facts
    elif colleague.is_same_person(asks):
        why = _("%(now)s stands in for %(was)s, and asked for the contract.") % facts
    if why:
        _stay(envelope, recipient, why, absence, at=at)
        return False
    to = {"name": str(colleague), "email": colleague.email, "title": colleague.title}
    note_handover(recipient, How.AWAY, **to, reason="", by=owner, at=at)
    take_over(envelope, recipient, **to, reason=_("%(owner)s is away") % {"owner": owner}, at=at, by_rule=True)
    for person, title in (
        (envelope.sent_by, _("%(now)s approves %(title)s for %(was)s")),
        (owner, _("%(now)s is asked to approve %(title)s for you")),
    ):
        tell(
            [person],
            "round",
            key=f"away:{recipient.pk}:{absence.pk}:{at.isoformat()}",
            title=title % facts,
            sentence=_("%(was)s is away, and %(now)s stands in until %(day)s.") % facts,
            url=envelope.get_absolute_url(),
            at=at,
            case_id=envelope.case,
        )
    return True


def _stood_in(recipient: Recipient) -> Handover | None:
    """How this approver's place came to whoever has it, where that was by an absence; None else."""
    last: Handover | None = recipient.handovers.filter(state=HandoverState.DONE).order_by("at", "pk").last()
    by_absence = last is not None and last.how == How.AWAY and last.to_email.casefold() == recipient.email.casefold()
    return last if by_absence and recipient.passed_by_id is None else None


def _approvals_passed(asked: QuerySet[Recipient]) -> list[UUID]:
    passed = asked.filter(role=Role.APPROVER, handovers__how=How.AWAY).order_by("pk").distinct()
    return list(passed.values_list("pk", flat=True))


@transaction.atomic
def _return_approval(pk: UUID, *, at: datetime) -> bool:
    """Ask an approver again who is back before the colleague who stood in has decided."""
    envelope, recipient = _locked(pk)
    passed = _stood_in(recipient)
    if envelope.state != EnvelopeState.SENT or recipient.state not in ASKED or passed is None:
        return False
    owner = User.objects.filter(is_active=True, email__iexact=passed.from_email).first()
    today = Q(starts_on__lte=at.date(), ends_on__gte=at.date())
    if owner is None or Absence.objects.filter(today, person=owner).exists():
        return False
    back = {"name": str(owner), "email": owner.email, "title": owner.title}
    reason = _("%(owner)s is back") % {"owner": owner}
    note_handover(recipient, How.RETURNED, **back, reason=reason, by=BY_RULE, at=at)
    take_over(envelope, recipient, **back, reason=reason, at=at, by_rule=True)
    return True


def _pass_to(
    delegation: Delegation, envelope: Envelope, recipient: Recipient, absence: Absence, *, at: datetime
) -> None:
    delegate, owner = delegation.delegate, absence.person
    reason = delegation.reason
    note_handover(
        recipient,
        How.AWAY,
        name=str(delegate),
        email=delegate.email,
        reason=reason,
        title=delegate.title,
        by=owner,
        at=at,
    )
    take_over(
        envelope,
        recipient,
        name=str(delegate),
        email=delegate.email,
        title=delegate.title,
        reason=_("%(owner)s is away") % {"owner": owner},
        at=at,
        passed_by=delegation,
        by_rule=True,
    )
    facts = {"was": owner, "now": delegate, "title": envelope.title}
    sentence = _("%(was)s is away and delegated to %(now)s until %(day)s.") % {
        **facts,
        "day": delegation.ends_on.isoformat(),
    }
    told = [
        (envelope.sent_by, _("%(now)s signs %(title)s for %(was)s")),
        (owner, _("%(now)s is asked to sign %(title)s for you")),
    ]
    for person, title in told:
        if owe(envelope, person, Topic.PASSED, at=at):
            continue
        tell(
            [person],
            "round",
            key=f"away:{recipient.pk}:{delegation.pk}:{at.isoformat()}",
            title=title % facts,
            sentence=sentence,
            url=envelope.get_absolute_url(),
            at=at,
            case_id=envelope.case,
        )


def _stay(envelope: Envelope, recipient: Recipient, reason: str, absence: Absence, *, at: datetime) -> None:
    """Say why the place stays: on its page, and once in an absence to who sent it."""
    if recipient.stays_because == reason[:300]:
        return
    recipient.stays_because = reason[:300]
    recipient.save()
    if owe(envelope, envelope.sent_by, Topic.STAYED, at=at):
        return
    tell(
        [envelope.sent_by],
        "round",
        key=f"stays:{recipient.pk}:{absence.pk}",
        title=_("%(name)s is away: %(title)s waits") % {"name": absence.person, "title": envelope.title},
        sentence=reason,
        url=envelope.get_absolute_url(),
        at=at,
        case_id=envelope.case,
    )


@transaction.atomic
def _return_if_uncovered(pk: UUID, *, at: datetime) -> bool:
    envelope, recipient = _locked(pk)
    if envelope.state != EnvelopeState.SENT or recipient.state not in ASKED or recipient.passed_by is None:
        return False
    return return_to_owner(envelope, recipient, at=at)


def return_places_of(delegation: Delegation, *, at: datetime) -> int:
    """Give back what passed by a delegation that is ended, and is not signed yet; return how many places."""
    passed = Recipient.objects.filter(passed_by=delegation, state__in=ASKED).order_by("envelope_id", "pk")
    return sum(_return_if_uncovered(pk, at=at) for pk in list(passed.values_list("pk", flat=True)))


def return_to_owner(envelope: Envelope, recipient: Recipient, *, at: datetime) -> bool:
    """Ask the owner of the place again, when the delegation that passed it on does not cover it any more; True when it went back."""
    delegation: Delegation = recipient.passed_by
    owner = delegation.owner
    recipient.envelope = envelope
    [mark] = marks_of([delegation])
    why = obstacle(mark, paper_of(recipient, on=at.date()))
    if not why or not owner.is_active:
        return False
    _give_back(envelope, recipient, How.RETURNED, reason=why, at=at)
    if owe(envelope, envelope.sent_by, Topic.RETURNED, at=at):
        return True
    tell(
        [envelope.sent_by],
        "round",
        key=f"returned:{recipient.pk}:{at.isoformat()}",
        title=_("%(now)s is asked again to sign %(title)s") % {"now": owner, "title": envelope.title},
        sentence=why,
        url=envelope.get_absolute_url(),
        at=at,
        case_id=envelope.case,
    )
    return True


@action
def take_place_back(recipient: Recipient, *, by: User, at: datetime) -> Recipient:
    """Sign oneself after all, where the place passed on in one's absence and is not signed yet. It does not pass on again by itself."""
    envelope, recipient = _locked(recipient.pk)
    require(policies.can_take_place_back, recipient, by)
    if envelope.state != EnvelopeState.SENT or recipient.state not in ASKED:
        raise Conflict(_("This place can no longer be changed."))
    _give_back(envelope, recipient, How.BACK, reason="", at=at)
    return recipient


def _give_back(envelope: Envelope, recipient: Recipient, how: How, *, reason: str, at: datetime) -> None:
    delegation: Delegation = recipient.passed_by
    owner = delegation.owner
    facts = {"name": str(owner), "email": owner.email, "title": delegation.profile.title or owner.title}
    by = owner if how == How.BACK else BY_RULE
    note_handover(recipient, how, **facts, reason=reason, by=by, at=at)
    take_over(envelope, recipient, **facts, reason=reason, at=at, by_rule=how != How.BACK)


def _locked(pk: UUID) -> tuple[Envelope, Recipient]:
    """A place and its round, locked, the round first."""
    envelope = Envelope.objects.lock(Recipient.objects.values_list("envelope_id", flat=True).get(pk=pk))
    recipient = Recipient.objects.lock(pk)
    recipient.envelope = envelope
    return envelope, recipient
