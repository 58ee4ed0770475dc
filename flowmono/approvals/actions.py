"""Routing a record to its approvers and taking their decisions. The owning app moves its record in the same transaction."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from flowmono.accounts.models import User
from flowmono.accounts.querysets import stand_ins_for
from flowmono.approvals.models import (
    APPROVED_AS,
    IN_FORCE_FROM,
    ApprovedAs,
    Kind,
    Mode,
    Request,
    RequestState,
    Rule,
    Seat,
    Step,
    StepState,
    Verdict,
)
from flowmono.approvals.overdue import OVERDUE, causes_over
from flowmono.approvals.routing import Band, Facts, can_all_be_given, choose
from flowmono.approvals.seating import Table, humans_of
from flowmono.common.refusals import Conflict, Invalid, NotAllowed
from flowmono.common.watching import settle
from flowmono.outbox.models import Record


def _one(kind: str) -> str:
    """One of a kind, with the article that fits it."""
    words = {
        Kind.CONTRACT: _("a contract"),
        Kind.REQUISITION: _("a requisition"),
        Kind.ORDER: _("an order"),
        Kind.INVOICE: _("an invoice"),
        Kind.PAYMENT: _("a payment"),
        Kind.BANK_ACCOUNT: _("a bank account"),
    }
    return words[Kind(kind)]


def _choose_rule(facts: Facts) -> Rule:
    rules = {
        rule.pk: rule
        for rule in Rule.objects.filter(active=True, kind=facts.kind).prefetch_related("steps__role", "steps__people")
    }
    bands = [
        Band(r.pk, r.kind, r.priority, r.from_amount, r.below_amount, r.category, r.department, r.vendor_risk)
        for r in rules.values()
    ]
    chosen = choose(bands, facts)
    if chosen is None and facts.amount is None:
        words = _(
            "The amount is not known, and no approval rule covers %(kind)s of every amount. Enter the amount first."
        )
        raise Conflict(words % {"kind": _one(facts.kind)}, code="no_rule")
    if chosen is None:
        raise Conflict(
            _("No approval rule covers %(kind)s of this amount. An administrator can add one.")
            % {"kind": _one(facts.kind)},
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
    party: str = "",
    in_force_from: date | None = None,
    approved_as: ApprovedAs | None = None,
) -> Request:
    """Put a record before the approvers that the fitting rule names, and open the first step.

    `barred` may decide nothing (segregation of duties), nor may `requested_by`. `party` is whom it is with, for who reads
    about it; `in_force_from` the first day of the contract where this comes before it, and `approved_as` what the same was
    approved as before: whoever decides is told both. An open request of the same record is superseded. Raises Conflict when no
    rule fits, a step would have nobody left, or its steps need more different people than there are.
    """
    rule = _choose_rule(facts)
    for former in Request.objects.select_for_update().filter(
        kind=facts.kind, subject_id=subject.pk, state=RequestState.OPEN
    ):
        _supersede(former, at=at)
    known = {"category": facts.category, "department": facts.department, "vendor_risk": facts.vendor_risk}
    if in_force_from is not None:
        known[IN_FORCE_FROM] = in_force_from.isoformat()
    if approved_as is not None:
        known[APPROVED_AS] = approved_as.written
    people = {str(person.person) for person in (*barred, *([requested_by] if requested_by else []))}
    request = Request(
        kind=facts.kind,
        subject_id=subject.pk,
        case_key=subject.case,
        title=title[:200],
        party=party[:200],
        url=url,
        amount=amount,
        currency=currency,
        base_amount=facts.amount,
        facts=known,
        rule=rule,
        rule_name=rule.name,
        requested_by=requested_by,
        requested_at=at,
        barred=sorted(people),
    )
    steps = [
        Step(
            uuid=uuid4(),
            request=request,
            sequence=wanted.sequence,
            title=wanted.title,
            mode=wanted.mode,
            hours=wanted.hours,
            escalate_to_id=wanted.escalate_to_id,
        )
        for wanted in rule.steps.all()
    ]
    named = _people_of(rule)
    away = stand_ins_for([person for people in named for person in people], at.date())
    seats = [_seats_for(step, people, away) for step, people in zip(steps, named, strict=True)]
    _refuse_too_few(request, steps, seats)
    _open_next(request, steps, at=at)
    request.save()
    Step.objects.bulk_create(steps)
    Seat.objects.bulk_create(seat for of_step in seats for seat in of_step)
    return request


def _refuse_too_few(request: Request, steps: list[Step], seats: list[list[Seat]]) -> None:
    """Each say comes from another human being; a rule that can never be completed is refused at once, in words."""
    says: list[frozenset[str]] = []
    for step, of_step in zip(steps, seats, strict=True):
        each = [frozenset(humans_of(seat)) for seat in of_step]
        says += each if step.mode == Mode.ALL else [frozenset().union(*each)]
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


def _people_of(rule: Rule) -> list[list[User]]:
    """For each step of the rule the active people that it names, then those of its role; in one statement for all roles."""
    steps = list(rule.steps.all())
    by_role: dict[int, list[User]] = {step.role_id: [] for step in steps if step.role_id}
    memberships = User.groups.through.objects.filter(group__in=by_role, user__is_active=True).select_related("user")
    for membership in memberships.order_by("user_id"):
        by_role[membership.group_id].append(membership.user)
    return [
        [person for person in step.people.all() if person.is_active] + by_role.get(step.role_id or 0, [])
        for step in steps
    ]


def _seats_for(
    step: Step, people: list[User], away: dict[int, User], taken: frozenset[str] = frozenset()
) -> list[Seat]:
    """A seat for every human being who may decide this step and has none yet, with whoever stands in for them."""
    barred = set(step.request.barred)
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
        stand_in = away.get(person.pk)
        if stand_in is not None and str(stand_in.person) in barred | taken | set(fit):
            stand_in = None
        seats.append(Seat(uuid=uuid4(), step=step, request=step.request, approver=person, stand_in=stand_in))
    return seats


def _open_next(request: Request, steps: list[Step], *, at: datetime) -> list[Step]:
    """Open all steps of the lowest sequence that waits, and return them; grant the request when none does."""
    if any(step.state == StepState.OPEN for step in steps):
        return []
    waiting = [step for step in steps if step.state == StepState.WAITING]
    if not waiting:
        request.grant(at=at)
        return []
    first = min(step.sequence for step in waiting)
    opened = [step for step in waiting if step.sequence == first]
    for step in opened:
        step.state, step.opened_at, step.due_at = StepState.OPEN, at, at + timedelta(hours=step.hours)
        request.announce_step(step, at=at)
    return opened


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
        opened = _open_next(request, list(request.steps.all()), at=at)
        Step.objects.bulk_update(opened, ["state", "opened_at", "due_at"])
    request.save()
    _settle_overdue(request, at=at)
    return request


def _settle_overdue(request: Request, *, at: datetime) -> None:
    """What was raised because steps stood too long is over with them: in the same transaction, not with the watch's next look."""
    for cause in causes_over(list(request.steps.all()), at):
        settle(OVERDUE, cause, at=at)


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
    table = Table.of(_with_seats(request))
    for seat in mine:
        if not table.is_kept_for_later(seat, by):
            return seat
    later = table.other_step_of(mine[0], by)
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
        _supersede(request, at=at)


def _supersede(request: Request, *, at: datetime) -> None:
    request.steps.exclude(state=StepState.DONE).update(state=StepState.CLOSED, closed_at=at)
    request.supersede(at=at)
    request.save()
    _settle_overdue(request, at=at)


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
            people = list(User.objects.in_role(step.escalate_to.name))
            taken = frozenset(str(person) for person in step.seats.values_list("approver__person", flat=True))
            Seat.objects.bulk_create(_seats_for(step, people, stand_ins_for(people, at.date()), taken))
            step.escalated_at = at
            step.save(update_fields=["escalated_at"])
            request.announce_step(step, at=at)
            request.save()
            count += 1
    return count
