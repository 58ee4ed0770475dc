"""One exception per cause, answered by its owner; what is routine is counted, and watches learn."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from flowmono.accounts import roles
from flowmono.common.inbox import waiting_for
from flowmono.common.refusals import Conflict, Invalid, NotAllowed
from flowmono.monitoring import actions
from flowmono.monitoring.models import ExceptionState, TrueException, WatchMode, WatchRun, WatchSetting
from flowmono.monitoring.precision import Record
from flowmono.monitoring.registry import WATCHES, Finding, Option, Watch
from flowmono.outbox.models import RecordedEvent
from tests.people import NOON, make_people, make_person

CASE, HOUR, DAY = UUID(int=9), timedelta(hours=1), timedelta(days=1)


def late(cause: str = "milestone-1", *, days: int = 2, **facts: object) -> Finding:
    given = {"owner_role": roles.PROCUREMENT, "amount": Decimal("900.00"), "currency": "EUR", **facts}
    return Finding(
        cause=cause,
        title="Milestone 1 is late",
        sentence=f"It was due {days} days ago.",
        case_id=CASE,
        url="/workspaces/1/",
        days=days,
        evidence={"due": NOON.date()},
        options=(Option("Ask the vendor", "/workspaces/1/ask/", "post"),),
        **given,  # type: ignore[arg-type]
    )


class Scene:
    """What a watch sees; stories change it between runs."""

    def __init__(self, *found: Finding | None) -> None:
        self.found = found

    def look(self, at: datetime) -> Iterator[Finding | None]:
        yield from self.found

    @property
    def watch(self) -> Watch:
        return Watch("late", "A milestone is late", self.look)


@pytest.mark.django_db
def test_findings_with_one_cause_are_one_exception_that_keeps_up_with_the_facts() -> None:
    first = actions.raise_exception("late", late(days=2), at=NOON)
    again = actions.raise_exception("late", late(days=2), at=NOON + HOUR)
    worse = actions.raise_exception("late", late(days=3), at=NOON + DAY)

    assert first.pk == again.pk == worse.pk
    found = TrueException.objects.get()
    assert (found.days, found.sentence, found.seen_again) == (3, "It was due 3 days ago.", 1)
    assert (found.raised_at, found.evidence) == (NOON, {"due": "2027-03-01"})
    assert found.options == [{"label": "Ask the vendor", "url": "/workspaces/1/ask/", "method": "post"}]
    assert RecordedEvent.objects.filter(name="ExceptionRaised", case_id=CASE).count() == 1


@pytest.mark.django_db
def test_an_exception_is_never_older_than_what_its_title_says() -> None:
    soon = late(days=0)
    raised = actions.raise_exception("late", replace(soon, title="Lapses soon"), at=NOON)
    assert raised.true_since == NOON

    actions.raise_exception("late", replace(soon, title="Lapses soon", days=1), at=NOON + HOUR)
    actions.raise_exception("late", replace(soon, title="Lapsed"), at=NOON + DAY)

    found = TrueException.objects.get()
    assert (found.raised_at, found.true_since) == (NOON, NOON + DAY)


@pytest.mark.django_db
def test_another_watch_or_another_cause_is_another_exception() -> None:
    actions.raise_exception("late", late("milestone-1"), at=NOON)
    actions.raise_exception("late", late("milestone-2"), at=NOON)
    actions.raise_exception("budget", late("milestone-1"), at=NOON)

    assert TrueException.objects.count() == 3


@pytest.mark.django_db
def test_a_run_counts_the_routine_and_clears_what_is_gone() -> None:
    scene = Scene(late("milestone-1"), None, late("milestone-2"), None, None)
    run = actions.run_watch(scene.watch, at=NOON)
    scene.found = (None, late("milestone-2"), None)

    later = actions.run_watch(scene.watch, at=NOON + HOUR)

    assert run is not None
    assert later is not None
    assert (run.looked_at, run.routine, run.raised) == (5, 3, 2)
    assert (later.looked_at, later.routine, later.raised) == (3, 2, 1)
    assert dict(TrueException.objects.values_list("cause", "state")) == {
        "milestone-1": "cleared",
        "milestone-2": "open",
    }
    assert RecordedEvent.objects.get(name="ExceptionResolved").values["outcome"] == "cleared"
    assert RecordedEvent.objects.filter(actor_kind="watch", actor_label="A milestone is late").count() == 3


@pytest.mark.django_db
def test_a_look_back_at_an_earlier_moment_clears_nothing_that_was_raised_after_it() -> None:
    scene = Scene(late("milestone-1"))
    actions.run_watch(scene.watch, at=NOON)
    scene.found = ()

    actions.run_watch(scene.watch, at=NOON - HOUR)

    assert TrueException.objects.get().state == "open"


@pytest.mark.django_db
def test_what_cleared_and_comes_back_is_raised_anew() -> None:
    scene = Scene(late())
    for found in [(late(),), (), (late(),)]:
        scene.found = found
        actions.run_watch(scene.watch, at=NOON)

    assert sorted(TrueException.objects.values_list("state", flat=True)) == ["cleared", "open"]


@pytest.mark.django_db
def test_in_shadow_a_watch_counts_and_does_not_show() -> None:
    maya = make_person("maya")
    WatchSetting.objects.create(name="late", mode=WatchMode.SHADOW)

    run = actions.run_watch(Scene(late(), None).watch, at=NOON)

    assert run is not None
    assert (run.looked_at, run.raised) == (2, 1)
    assert TrueException.objects.get().shadow is True
    assert not TrueException.objects.waiting().exists()
    assert waiting_for(maya, NOON) == []


@pytest.mark.django_db
def test_a_watch_that_is_off_does_not_look() -> None:
    WatchSetting.objects.create(name="late", mode=WatchMode.OFF)

    assert actions.run_watch(Scene(late()).watch, at=NOON) is None
    assert not TrueException.objects.exists()
    assert not WatchRun.objects.exists()


@pytest.mark.django_db
def test_a_watch_that_fails_leaves_nothing_half_done_and_the_others_look(monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(at: datetime) -> Iterator[Finding | None]:
        yield late("half")
        raise RuntimeError("the lens is dirty")

    for name in list(WATCHES):
        monkeypatch.delitem(WATCHES, name)
    monkeypatch.setitem(WATCHES, "broken", Watch("broken", "Broken", break_down))
    monkeypatch.setitem(WATCHES, "late", Scene(late("whole")).watch)

    runs = actions.run_all(at=NOON)

    assert [run.watch for run in runs] == ["late"]
    assert dict(TrueException.objects.values_list("watch", "cause")) == {
        "watch_failed": "broken:never",
        "late": "whole",
    }


class Lens:
    """A watch of one's own whose lens may be dirty."""

    def __init__(self, error: Exception | None) -> None:
        self.error = error

    def look(self, at: datetime) -> Iterator[Finding | None]:
        if self.error:
            raise self.error
        yield None


@pytest.fixture
def lens(monkeypatch: pytest.MonkeyPatch) -> Lens:
    for name in list(WATCHES):
        monkeypatch.delitem(WATCHES, name)
    made = Lens(None)
    monkeypatch.setitem(WATCHES, "lens", Watch("lens", "A milestone is late", made.look))
    return made


@pytest.mark.django_db
def test_a_blind_watch_is_one_exception_until_it_sees_again(lens: Lens) -> None:
    ada = make_person("ada")
    actions.run_all(at=NOON)
    lens.error = RuntimeError("the lens is dirty")

    for hour in range(1, 4):
        actions.run_all(at=NOON + hour * HOUR)

    found = TrueException.objects.get()
    assert (found.watch, found.state, found.owner_role) == ("watch_failed", "open", roles.ADMINISTRATOR)
    assert found.title == "The watch “A milestone is late” cannot look"
    assert found.sentence == (
        "It stopped with an error, so what it watches is not seen. It met something that it was not made for; "
        "its makers need the error below. It last looked on 1 Mar 2027, 12:00 UTC."
    )
    assert found.evidence["error"] == "RuntimeError: the lens is dirty"
    assert [todo.title for todo in waiting_for(ada, NOON)] == [found.title]
    lens.error = None
    actions.run_all(at=NOON + 5 * HOUR)
    assert TrueException.objects.get().state == ExceptionState.CLEARED


@pytest.mark.django_db
def test_an_answer_to_one_failure_does_not_silence_the_next(lens: Lens) -> None:
    ada = make_person("ada")
    lens.error = RuntimeError("the lens is dirty")
    actions.run_all(at=NOON)
    actions.dismiss(TrueException.objects.get(), by=ada, at=NOON, reason="We were cleaning it.")
    actions.run_all(at=NOON + HOUR)
    assert TrueException.objects.count() == 1

    lens.error = None
    actions.run_all(at=NOON + 2 * HOUR)
    lens.error = Conflict("There is no rule. Ask an administrator for one.")
    actions.run_all(at=NOON + 3 * HOUR)

    newest = TrueException.objects.get(state=ExceptionState.OPEN)
    assert "There is no rule. Ask an administrator for one." in newest.sentence


@pytest.mark.django_db
def test_a_question_that_the_database_refuses_does_not_spoil_the_others(
    lens: Lens, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ask_nonsense(at: datetime) -> Iterator[Finding | None]:
        yield from TrueException.objects.raw("select nonsense")

    monkeypatch.setitem(WATCHES, "lens", Watch("lens", "A milestone is late", ask_nonsense))
    monkeypatch.setitem(WATCHES, "late", Scene(late("whole")).watch)

    runs = actions.run_all(at=NOON)

    assert [run.watch for run in runs] == ["late"]
    assert "The database refused its question" in TrueException.objects.get(watch="watch_failed").sentence


@pytest.mark.django_db
@pytest.mark.parametrize("answer", [actions.dismiss, actions.handle])
def test_an_answer_needs_a_reason_and_comes_from_the_owner_once(answer) -> None:
    maya, fay, olu = make_people("maya", "fay", "olu")
    found = actions.raise_exception("late", late(), at=NOON)

    with pytest.raises(NotAllowed, match="The role that owns an exception resolves it, or procurement"):
        answer(found, by=fay, at=NOON, reason="Mine.")
    with pytest.raises(NotAllowed):
        answer(found, by=olu, at=NOON, reason="Mine.")
    with pytest.raises(Invalid, match="the watch learns from it") as refusal:
        answer(found, by=maya, at=NOON, reason=" \n ")
    assert refusal.value.field == "reason"
    assert TrueException.objects.get().state == ExceptionState.OPEN

    answer(found, by=maya, at=NOON + HOUR, reason="  Agreed by phone.  ")
    found.refresh_from_db()
    assert (found.reason, found.resolved_by, found.resolved_at) == ("Agreed by phone.", maya, NOON + HOUR)
    with pytest.raises(Conflict, match="already"):
        answer(found, by=maya, at=NOON, reason="Again.")


@pytest.mark.django_db
def test_the_owning_role_answers_its_own() -> None:
    fay = make_person("fay")
    found = actions.raise_exception("late", late(owner_role=roles.FINANCE), at=NOON)

    actions.handle(found, by=fay, at=NOON, reason="Paid twice; credit note asked for.")

    assert TrueException.objects.get().state == ExceptionState.HANDLED


@pytest.mark.django_db
def test_what_was_dismissed_does_not_come_back_for_the_same_cause() -> None:
    maya = make_person("maya")
    scene = Scene(late())
    actions.run_watch(scene.watch, at=NOON)
    actions.dismiss(TrueException.objects.get(), by=maya, at=NOON, reason="The date was moved by letter.")

    actions.run_watch(scene.watch, at=NOON + HOUR)
    actions.run_watch(scene.watch, at=NOON + 90 * DAY)

    assert TrueException.objects.get().state == ExceptionState.DISMISSED


@pytest.mark.django_db
def test_what_was_handled_rests_for_a_week_and_is_then_asked_about_again() -> None:
    maya = make_person("maya")
    scene = Scene(late())
    actions.run_watch(scene.watch, at=NOON)
    actions.handle(TrueException.objects.get(), by=maya, at=NOON, reason="Asked the vendor.")

    actions.run_watch(scene.watch, at=NOON + 7 * DAY)
    assert TrueException.objects.count() == 1
    actions.run_watch(scene.watch, at=NOON + 8 * DAY)

    assert sorted(TrueException.objects.values_list("state", flat=True)) == ["handled", "open"]


@pytest.mark.django_db
def test_an_exception_waits_in_the_inbox_of_its_owner_only() -> None:
    maya, fay = make_people("maya", "fay")
    actions.raise_exception("late", late(), at=NOON)

    assert [todo.title for todo in waiting_for(maya, NOON)] == ["Milestone 1 is late"]
    assert waiting_for(fay, NOON) == []


@pytest.mark.parametrize(
    ("handled", "dismissed", "percent"),
    [(0, 0, None), (1, 0, Decimal(100)), (0, 4, Decimal(0)), (2, 1, Decimal(67)), (1, 7, Decimal(12))],
)
def test_precision_is_how_often_a_judged_watch_was_right(handled: int, dismissed: int, percent: Decimal | None) -> None:
    record = Record("late", "Late", "live", 100, 90, 3, handled, dismissed, cleared=40)

    assert record.precision == percent
