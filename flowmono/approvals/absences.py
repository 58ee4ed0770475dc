"""Being away: somebody decides in one's place, what is routed meanwhile and what waits already."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from flowmono.accounts.models import Absence, User
from flowmono.accounts.querysets import stand_ins_for
from flowmono.approvals.asking import ask
from flowmono.approvals.models import RequestState, RuleStep, Seat, StepState
from flowmono.common.acting import action
from flowmono.common.refusals import Conflict, Invalid, NotAllowed

LONGEST_DAYS = 366


def who_can_stand_in(person: User) -> "list[User]":
    """Colleagues who may decide by some active rule themselves, without the person; by name."""
    steps = RuleStep.objects.filter(rule__active=True)
    found = User.objects.filter(
        Q(groups__in=steps.exclude(role=None).values("role")) | Q(pk__in=steps.values("people")), is_active=True
    )
    return list(found.exclude(person=person.person).distinct().order_by("first_name", "last_name"))


def reason_against(person: User, delegate: User, starts_on: date, ends_on: date, today: date) -> tuple[str, str]:
    """Why this absence cannot be entered, as (field, sentence); two empty texts when it can. Three statements at most."""
    if ends_on < starts_on:
        return "ends_on", _("The last day away comes before the first.")
    if ends_on < today:
        return "ends_on", _("These days are past.")
    if (ends_on - starts_on).days > LONGEST_DAYS:
        return "ends_on", _("Enter at most a year at once.")
    if delegate.is_same_person([person]):
        return "delegate", _("You cannot stand in for yourself.")
    if delegate not in who_can_stand_in(person):
        return "delegate", _("This colleague decides nothing by any rule. Choose somebody who may approve.")
    overlap = Absence.objects.filter(starts_on__lte=ends_on, ends_on__gte=starts_on)
    if overlap.filter(person=person).exists():
        return "starts_on", _("You have entered an absence for some of these days already. End that one first.")
    if overlap.filter(person=delegate).exists():
        return "delegate", _("%(name)s is away on some of these days too.") % {"name": delegate}
    return "", ""


@action
def go_away(person: User, *, by: User, at: datetime, delegate: User, starts_on: date, ends_on: date) -> Absence:
    """Enter an absence; from its first day the delegate decides what waits for the person. Raises Invalid with the field."""
    if by.pk != person.pk:
        raise NotAllowed(_("Everybody enters their own absence; an administrator can help."))
    User.objects.select_for_update().get(pk=person.pk)
    field, words = reason_against(person, delegate, starts_on, ends_on, at.date())
    if words:
        raise Invalid(words, field=field)
    absence = Absence.objects.create(person=person, delegate=delegate, starts_on=starts_on, ends_on=ends_on)
    follow_absences(at=at)
    return absence


@action
def come_back(absence: Absence, *, by: User, at: datetime) -> None:
    """End an absence, or give it up before it begins; open decisions are the person's own again."""
    if absence.person_id != by.pk:
        raise NotAllowed(_("Everybody ends their own absence; an administrator can help."))
    today = at.date()
    found = Absence.objects.select_for_update().filter(pk=absence.pk).first()
    if found is None or found.ends_on < today:
        raise Conflict(_("This absence is over already."))
    if found.starts_on < today:
        found.ends_on = date.fromordinal(today.toordinal() - 1)
        found.save()
    else:
        found.delete()
    follow_absences(at=at)


def follow_absences(*, at: datetime) -> int:
    """Give every undecided seat the stand-in whom its approver has today, or none; ask the new ones. Return how many changed.

    The clock calls it, so that a stand-in decides from the first day away and no longer than the last.
    """
    seats = list(
        Seat.objects.filter(
            verdict="",
            request__state=RequestState.OPEN,
            step__state__in=[StepState.OPEN, StepState.WAITING],
        )
        .filter(
            Q(stand_in__isnull=False)
            | Q(approver__absences__starts_on__lte=at.date(), approver__absences__ends_on__gte=at.date())
        )
        .select_related("request__requested_by", "step", "approver", "stand_in")
        .distinct()
    )
    if not seats:
        return 0
    away = stand_ins_for([seat.approver for seat in seats], at.date())
    humans = _humans_by_step(seats)
    changed = []
    for seat in seats:
        wanted = away.get(seat.approver_id)
        others = humans[seat.step_id] - {str(seat.approver.person)}
        if wanted is not None and str(wanted.person) in {*seat.request.barred, *others, str(seat.approver.person)}:
            wanted = None
        if seat.stand_in_id != (wanted.pk if wanted else None):
            seat.stand_in = wanted
            changed.append(seat)
    Seat.objects.bulk_update(changed, ["stand_in"])
    for seat in changed:
        if seat.stand_in is not None and seat.step.state == StepState.OPEN:
            ask(seat, [seat.stand_in], at=at)
    return len(changed)


def _humans_by_step(seats: Iterable[Seat]) -> dict[int, set[str]]:
    """The human beings who have a seat of their own in each of these steps: nobody stands in where they sit."""
    found: dict[int, set[str]] = {seat.step_id: set() for seat in seats}
    for step_id, human in Seat.objects.filter(step__in=found).values_list("step_id", "approver__person"):
        found[step_id].add(str(human))
    return found
