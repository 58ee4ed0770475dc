"""What is done in the company week by week: payments are decided, files made and confirmed, watches look, people answer them.

A desk works on whatever waits; a day that was worked through is marked as done and not worked through again.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from random import Random
from typing import Any

from contracts.actions import say_of_obligation, set_aside_obligation, settle_obligation, verify_obligation
from contracts.models import Obligation
from demo.history.deals import next_voice
from demo.history.stories import Script, Stage, Story
from flowmono.accounts.models import User
from flowmono.approvals.actions import escalate_overdue
from flowmono.approvals.models import Kind, Request, Seat
from flowmono.common.refusals import Refused
from flowmono.monitoring.actions import dismiss, handle, run_watch
from flowmono.monitoring.models import TrueException
from flowmono.monitoring.policies import can_resolve
from flowmono.monitoring.registry import WATCHES
from procurement import actions as procurement
from procurement.models import PaymentAuthorization

Work = Callable[[Story, Random], None]
HANDLED = (
    "Talked to the vendor; a new date is agreed and noted.",
    "The requester confirmed the amount, the vendor sends a new invoice.",
    "Done: the paper was asked for again and is on its way.",
    "Looked at it with the department; we decide before the window closes.",
    "Settled by telephone, the record is corrected.",
)
DISMISSED = (
    "No exception: this was agreed in advance, see the minutes of the project.",
    "Known and accepted by the department for this year.",
    "The vendor always bills in two parts; nothing is wrong.",
)
NO_LONGER = (
    "A new agreement took its place before that day.",
    "Both sides agreed in writing to leave it out.",
)
# They look at this machine today, not at what was two years ago.
OF_THE_MACHINE = frozenset({"stalled_delivery", "stuck_letter", "sealing_runs_out"})
ANSWERED_OF_TEN, DISMISSED_OF_TEN = 6, 2


def open_desks(stage: Stage, first: date) -> None:
    """Put every desk's days on the agenda, from the first day to the last."""
    last = stage.today
    for name, weekday, work in (
        ("payments", 1, decide_payments),
        ("payments", 3, decide_payments),
        ("files", 4, make_files),
        ("statements", 0, confirm_statements),
        ("watches", 2, look_around),
        ("obligations", 2, answer_obligations),
    ):
        day = first + timedelta(days=(weekday - first.weekday()) % 7)
        while day <= last:
            story = Story(stage, f"{name}:{day.isoformat()}")
            stage.begin(story, _day(story, day, work))
            day += timedelta(days=28 if name in {"watches", "obligations"} else 7)
    story = Story(stage, "watches:last")
    stage.begin(story, _day(story, last, look_around))


def _day(story: Story, day: date, work: Work) -> Script:
    yield story.office(day)
    if not story.did("done"):
        work(story, story.chance("work"))
        story.once("done", lambda: None)


def decide_payments(story: Story, random: Random) -> None:
    """Who is asked decides; one in ten waits for the next time, and the last days leave something open."""
    asked = Request.objects.filter(kind=Kind.PAYMENT, state="open", requested_at__lt=story.at - timedelta(hours=20))
    left = (story.stage.today - story.at.date()).days
    for number, request in enumerate(asked.order_by("requested_at", "pk")):
        chance = random.random()
        if left < 5 and number % 3 == 0:
            continue
        if chance < 0.1 and left > 20:
            continue
        most = 1 if left < 9 and number % 2 == 0 else 3
        for turn in range(most):
            if not _decide_once(story, request, number, turn, random, refuse=chance > 0.985 and turn == 0):
                break


def _decide_once(story: Story, request: Request, number: int, turn: int, random: Random, *, refuse: bool) -> bool:
    """One decision; False when the request is closed, or nobody can speak now."""
    request.refresh_from_db()
    by = next_voice(request, random) if request.state == "open" else None
    if by is None:
        return False
    payment = PaymentAuthorization.objects.get(pk=request.subject_id)
    verdict = "no" if refuse else "yes"
    reason = "We agreed to wait with this until the delivery of next week." if refuse else ""
    return _attempt(
        story,
        f"{number}.{turn}",
        lambda: procurement.decide_payment(payment, by=by, at=story.tick(), verdict=verdict, reason=reason),
    )


def _attempt(story: Story, label: str, act: Callable[[], Any]) -> bool:
    """An act that a rule may forbid today, such as a payment to an account that still cools off: it waits."""
    try:
        story.once(label, act)
    except Refused:
        return False
    return True


def make_files(story: Story, random: Random) -> None:
    """One file a week of what is due within ten days, made by somebody in finance who authorized none of it."""
    ready = PaymentAuthorization.objects.filter(
        state="authorized", batch=None, is_credit=False, due_on__lte=story.at.date() + timedelta(days=10)
    )
    if (story.stage.today - story.at.date()).days < 3:
        ready = ready.none()
    waiting = list(ready.order_by("due_on", "pk"))
    for place, key in enumerate(("gwen", "omar", "hana", "finn", "jana", "fay")):
        maker = story.stage.people[key]
        mine = [one for one in waiting if maker.person not in _deciders(one)]
        if mine and _attempt(
            story,
            f"file {place}",
            lambda mine=mine, maker=maker: procurement.make_batch(mine, by=maker, at=story.tick()),
        ):
            waiting = [one for one in waiting if one not in mine]


def _deciders(payment: PaymentAuthorization) -> set[Any]:
    seats = Seat.objects.filter(request__subject_id=payment.pk, request__kind=Kind.PAYMENT)
    return set(seats.exclude(verdict="").values_list("decided_person", flat=True))


def confirm_statements(story: Story, random: Random) -> None:
    """The bank's statement is entered: what files asked for until now was paid on its day. The last file is still on its way."""
    if (story.stage.today - story.at.date()).days < 5:
        return
    sent = PaymentAuthorization.objects.filter(state="batched", is_credit=False, batch__created_at__lt=story.at)
    over = (one for one in sent.order_by("due_on", "pk") if one.executed_on <= story.at.date())
    for number, payment in enumerate(over):
        reference = f"STMT-{story.at:%y%j}-{number + 1:02d}"
        by = story.stage.people["jana" if number % 2 else "fay"]
        _attempt(
            story,
            f"paid {number}",
            lambda payment=payment, by=by, reference=reference: procurement.confirm_payment(
                payment, by=by, at=story.tick(), reference=reference, paid_on=payment.executed_on
            ),
        )


def look_around(story: Story, random: Random) -> None:
    """Every watch looks, what stands too long is escalated, and people answer what was raised before."""
    # The main job is played beside this, two years ahead: what is raised there is nothing that anybody knows of yet.
    known = TrueException.objects.filter(state="open", raised_at__lte=story.at)
    raised = list(known.order_by("raised_at", "pk"))
    if (story.stage.today - story.at.date()).days > 20:
        for number, exception in enumerate(raised):
            draw = random.randrange(10)
            if draw < ANSWERED_OF_TEN + DISMISSED_OF_TEN:
                _answer(story, number, exception, random, dismissed=draw >= ANSWERED_OF_TEN)
    story.once("escalate", lambda: escalate_overdue(at=story.tick()))
    for name in sorted(WATCHES.keys() - OF_THE_MACHINE):
        story.once(f"look for {name}", lambda name=name: _look(name, at=story.tick()))


def answer_obligations(story: Story, random: Random) -> None:
    """Legal looks at what new contracts ask for; what fell due is done, some of it does not apply, and a little is left open."""
    people = story.stage.people
    lena, owners = people["lena"], [people[key] for key in ("maya", "fay", "otto")]
    known = Obligation.objects.open().filter(created_at__lte=story.at).exclude(kind__in=["delivery", "instalment"])
    for number, one in enumerate(known.filter(verified_by=None).select_related("record").order_by("created_at", "pk")):
        if random.random() < 0.7:
            owner = owners[number % len(owners)]
            _attempt(story, f"verify {number}", partial(verify_obligation, one, by=lena, at=story.tick()))
            if number % 3 == 0:
                _attempt(
                    story,
                    f"give {number}",
                    partial(say_of_obligation, one, by=lena, at=story.tick(), values={"owner": owner}),
                )
    fallen = known.filter(due_on__lt=story.at.date()).select_related("record").order_by("due_on", "pk")
    for number, one in enumerate(fallen):
        draw = random.random()
        if draw < 0.8:
            _attempt(story, f"done {number}", partial(settle_obligation, one, by=lena, at=story.tick()))
        elif draw < 0.9:
            reason = random.choice(NO_LONGER)
            _attempt(
                story, f"aside {number}", partial(set_aside_obligation, one, by=lena, at=story.tick(), reason=reason)
            )


def _look(name: str, *, at: datetime) -> int:
    run = run_watch(WATCHES[name], at=at)
    return run.raised if run is not None else 0


def _answer(story: Story, number: int, exception: TrueException, random: Random, *, dismissed: bool) -> None:
    by = _owner_of(exception, story.stage.people.values())
    if by is None:
        return
    answer, reasons = (dismiss, DISMISSED) if dismissed else (handle, HANDLED)
    reason = random.choice(reasons)
    _attempt(story, f"answer {number}", lambda: answer(exception, by=by, at=story.tick(), reason=reason))


def _owner_of(exception: TrueException, people: Any) -> User | None:
    return next((person for person in people if can_resolve(exception, person)), None)
