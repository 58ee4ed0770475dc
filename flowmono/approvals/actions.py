"""Routing a record to its approvers and taking their decisions. The owning app moves its record in the same transaction."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from flowmono.accounts.models import User
from flowmono.accounts.querysets import stand_in_for
from flowmono.approvals.models import Mode, Request, RequestState, Rule, RuleStep, Seat, Step, StepState, Verdict
from flowmono.approvals.routing import Band, Facts, can_all_be_given, choose
from flowmono.approvals.seating import is_kept_for_later, other_step_of, says_needed
from flowmono.common.refusals import Conflict, Invalid, NotAllowed
from flowmono.outbox.models import Record


def _choose_rule(facts: Facts) -> Rule:
    rules = {
        rule.pk: rule for rule in Rule.objects.filter(active=True, kind=facts.kind).prefetch_related("steps__role")
    }
    bands = [
        Band(r.pk, r.kind, r.priority, r.from_amount, r.below_amount, r.category, r.department, r.vendor_risk)
        for r in rules.values()
    ]
    chosen = choose(bands, facts)
    if chosen is None:
        raise Conflict(
            _("No approval rule covers a %(kind)s of this amount. An administrator can add one.")
            % {"kind": facts.kind},
            code="no_rule",
        )
    return rules[chosen.id]


@transaction.atomic
def route(
    subject: Record,
    facts: Facts,
    *,
    title: str,
    url: str,
    requested_by: User | None,
    barred: Iterable[User],
    at: datetime,
    amount: Decimal | None = None,
    currency: str = "",
) -> Request:
    """Put a record before the approvers that the fitting rule names, and open the first step.

    `barred` may decide nothing (segregation of duties), nor may `requested_by`. An open request of the same record is
    superseded. Raises Conflict when no rule fits, a step would have nobody left, or its steps need more different people
    than there are.
    """
    rule = _choose_rule(facts)
    for former in Request.objects.select_for_update().filter(
        kind=facts.kind, subject_id=subject.pk, state=RequestState.OPEN
    ):
        former.supersede(at=at)
        former.save()
    people = {str(person.person) for person in (*barred, *([requested_by] if requested_by else []))}
    request = Request(
        kind=facts.kind,
        subject_id=subject.pk,
        case_key=subject.case,
        title=title[:200],
        url=url,
        amount=amount,
        currency=currency,
        base_amount=facts.amount,
        facts={"category": facts.category, "department": facts.department, "vendor_risk": facts.vendor_risk},
        rule=rule,
        rule_name=rule.name,
        requested_by=requested_by,
        requested_at=at,
        barred=sorted(people),
    )
    request.save()
    for wanted in rule.steps.all():
        step = Step.objects.create(
            uuid=uuid4(),
            request=request,
            sequence=wanted.sequence,
            title=wanted.title,
            mode=wanted.mode,
            hours=wanted.hours,
            escalate_to=wanted.escalate_to,
        )
        _seat_people(step, _people_of(wanted), at=at)
    if len(rule.steps.all()) > 1:
        _refuse_too_few(request)
    _open_next(request, at=at)
    request.save()
    return request


def _refuse_too_few(request: Request) -> None:
    """Each say comes from another human being; a rule that can never be completed is refused at once, in words."""
    says = says_needed(_with_seats(request))
    if not can_all_be_given(says):
        raise Conflict(
            _(
                "“%(rule)s” needs %(needed)s different people, and too few are left who neither asked for, made nor "
                "profit from this. An administrator can give somebody the role."
            )
            % {"rule": request.rule_name, "needed": len(says)},
            code="too_few_people",
        )


def _with_seats(request: Request) -> Request:
    """The request read afresh with all its seats and people, in four statements."""
    with_seats: Request = Request.objects.prefetch_related("steps__seats__approver", "steps__seats__stand_in").get(
        pk=request.pk
    )
    return with_seats


def _people_of(wanted: RuleStep) -> list[User]:
    named = list(wanted.people.filter(is_active=True))
    return named + (list(User.objects.in_role(wanted.role.name)) if wanted.role else [])


def _seat_people(step: Step, people: list[User], *, at: datetime) -> None:
    barred = set(step.request.barred)
    taken = {str(person) for person in step.seats.values_list("approver__person", flat=True)}
    # One seat per human being: a second account of theirs could never be used.
    fit: dict[str, User] = {}
    for person in people:
        if str(person.person) not in barred | taken:
            fit.setdefault(str(person.person), person)
    if not fit and not taken:
        raise Conflict(
            _(
                "Nobody is left to decide “%(step)s”: everyone it names asked for, made or profits from this. "
                "An administrator can add somebody to the rule."
            )
            % {"step": step.title},
            code="nobody_left",
        )
    seats = []
    for person in fit.values():
        stand_in = stand_in_for(person, at.date())
        if stand_in is not None and str(stand_in.person) in barred | taken | set(fit):
            stand_in = None
        seats.append(Seat(uuid=uuid4(), step=step, request=step.request, approver=person, stand_in=stand_in))
    Seat.objects.bulk_create(seats)


def _open_next(request: Request, *, at: datetime) -> None:
    """Open all steps of the lowest sequence that waits; grant the request when none does."""
    steps = list(request.steps.all())
    if any(step.state == StepState.OPEN for step in steps):
        return
    waiting = [step for step in steps if step.state == StepState.WAITING]
    if not waiting:
        request.grant(at=at)
        return
    first = min(step.sequence for step in waiting)
    for step in waiting:
        if step.sequence == first:
            step.state, step.opened_at, step.due_at = StepState.OPEN, at, at + timedelta(hours=step.hours)
            step.save(update_fields=["state", "opened_at", "due_at"])
            request.announce_step(step, at=at)


@transaction.atomic
def decide(request: Request, *, by: User, at: datetime, verdict: str, reason: str = "") -> Request:
    """Take one person's decision. The caller looks at the returned state and moves its own record.

    Raises Conflict when the request is closed or this person's step is not open, NotAllowed when they have no seat, asked
    for it, or already spoke; Invalid when a no has no reason.
    """
    if verdict not in Verdict.values:
        raise Invalid(_("Say yes or no."), field="verdict")
    if verdict == Verdict.NO and not reason.strip():
        raise Invalid(_("Say why, so that the person who asked knows what to change."), field="reason")
    request = Request.objects.lock(request)
    if request.state != RequestState.OPEN:
        raise Conflict(
            _("This was already decided: %(state)s.") % {"state": request.get_state_display()}, code="decided"
        )
    seat = _seat_of(request, by, verdict)
    seat.verdict, seat.reason = verdict, reason.strip()
    seat.decided_by, seat.decided_person, seat.decided_at = by, by.person, at
    seat.save()
    request.announce_decision(seat, at=at)
    if verdict == Verdict.NO:
        request.steps.exclude(state=StepState.DONE).update(state=StepState.CLOSED, closed_at=at)
        request.refuse(at=at)
    else:
        _close_if_complete(seat.step, at=at)
        _open_next(request, at=at)
    request.save()
    return request


def _seat_of(request: Request, by: User, verdict: str) -> Seat:
    if not by.is_active or str(by.person) in request.barred:
        raise NotAllowed(_("You asked for this, made it, or profit from it; somebody else must decide."), code="duties")
    if request.seats.filter(decided_person=by.person).exists():
        raise Conflict(_("You have already decided here; the next decision belongs to somebody else."), code="decided")
    mine = list(Seat.objects.waiting_for(by).filter(request=request).select_for_update(of=("self",)))
    if not mine:
        raise NotAllowed(_("This does not wait for you."), code="no_seat")
    if verdict == Verdict.NO or request.steps.filter(state__in=[StepState.OPEN, StepState.WAITING]).count() == 1:
        return mine[0]
    whole = _with_seats(request)
    for seat in mine:
        if not is_kept_for_later(whole, seat, by):
            return seat
    later = other_step_of(whole, mine[0], by)
    raise Conflict(
        _(
            "Your decision is needed at “%(later)s”, and each person decides once. Leave “%(now)s” to one of the others; "
            "they have been asked too."
        )
        % {"later": later.title if later else request.title, "now": mine[0].step.title},
        code="needed_later",
    )


def _close_if_complete(step: Step, *, at: datetime) -> None:
    if step.mode == Mode.ALL and step.seats.filter(verdict="").exists():
        return
    step.state, step.closed_at = StepState.DONE, at
    step.save(update_fields=["state", "closed_at"])


@transaction.atomic
def supersede(kind: str, subject: Record, *, at: datetime) -> None:
    """Close the open request of a record that changed or went away."""
    for request in Request.objects.select_for_update().filter(
        kind=kind, subject_id=subject.pk, state=RequestState.OPEN
    ):
        request.steps.exclude(state=StepState.DONE).update(state=StepState.CLOSED, closed_at=at)
        request.supersede(at=at)
        request.save()


def escalate_overdue(*, at: datetime) -> int:
    """Give steps that stand too long to the people they escalate to; return how many."""
    overdue = Step.objects.filter(
        state=StepState.OPEN,
        due_at__lt=at,
        escalated_at__isnull=True,
        escalate_to__isnull=False,
        request__state=RequestState.OPEN,
    )
    count = 0
    for pk in list(overdue.values_list("pk", flat=True)):
        with transaction.atomic():
            # The request first, as decide() does: the other way round the two would wait for each other.
            request = Request.objects.lock(Step.objects.only("request_id").get(pk=pk).request_id)
            step = Step.objects.select_for_update(of=("self",)).select_related("escalate_to").get(pk=pk)
            step.request = request
            if step.escalated_at or step.state != StepState.OPEN or step.escalate_to is None:
                continue
            _seat_people(step, list(User.objects.in_role(step.escalate_to.name)), at=at)
            step.escalated_at = at
            step.save(update_fields=["escalated_at"])
            request.announce_step(step, at=at)
            request.save()
            count += 1
    return count
