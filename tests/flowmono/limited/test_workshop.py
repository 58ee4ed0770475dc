"""A workshop asks in limited children: answers come back whole, and whatever a child does, the caller lives."""

import threading

import pytest

from flowmono.common.limited import Answer, How, Limits, Unanswered, Workshop

WORK = "tests.flowmono.limited.work:"
NAMES = ("turn", "count", "hold", "spin", "sleep", "crash", "fail", "lie", "try_everything", "remember")
LIMITS = Limits(seconds=20, megabytes=600)


@pytest.fixture(scope="module")
def workshop():
    shop = Workshop(*(WORK + name for name in NAMES))
    yield shop
    shop.close()


def ask(workshop, name, question=None, files=(), limits=LIMITS, **more):
    return workshop.run(WORK + name, question or {}, files, limits=limits, **more)[0]


def test_values_and_files_come_back_whole(workshop):
    large, small = b"\x00\xff" * 2_000_000, b""

    answer = ask(workshop, "turn", {"name": "§ 1"}, (large, small))

    assert answer == Answer({"asked": {"name": "§ 1"}, "sizes": [4_000_000, 0]}, (small, large))


def test_it_says_what_a_question_took(workshop):
    _, usage = workshop.run(WORK + "hold", {"megabytes": 100}, limits=LIMITS)

    assert usage.peak > 100
    assert usage.seconds > 0


def test_progress_is_told_on_the_way(workshop):
    told = []

    ask(workshop, "count", {"to": 3}, progress=lambda done, total: told.append((done, total)))

    assert told == [(1, 3), (2, 3), (3, 3)]


def test_each_question_finds_a_fresh_child(workshop):
    assert ask(workshop, "remember") == ask(workshop, "remember") == Answer({"asked": 1}, ())


@pytest.mark.parametrize(
    ("name", "limits", "how"),
    [
        ("spin", Limits(1, 600), How.TOO_SLOW),
        ("sleep", Limits(1, 600), How.TOO_SLOW),
        ("hold", Limits(20, 300), How.TOO_HEAVY),
        ("crash", LIMITS, How.TOO_HEAVY),
        ("fail", LIMITS, How.BROKEN),
    ],
)
def test_a_child_without_an_answer_is_told_by_how_it_ended_and_the_next_is_answered(workshop, name, limits, how):
    assert ask(workshop, name, {"megabytes": 400}, limits=limits) == Unanswered(how)
    assert ask(workshop, "turn") == Answer({"asked": {}, "sizes": []}, ())


def test_a_child_cannot_speak_for_the_worker(workshop):
    assert isinstance(ask(workshop, "lie"), Unanswered)
    assert ask(workshop, "turn") == Answer({"asked": {}, "sizes": []}, ())


def test_a_child_reaches_no_network_starts_no_program_and_changes_no_file(workshop, tmp_path):
    (tmp_path / "there").write_text("kept")

    answer = ask(workshop, "try_everything", {"place": str(tmp_path)})

    assert answer.values == {
        "socket": "refused",
        "native socket": -1,
        "program": "refused",
        "write": "refused",
        "remove": "refused",
        "read": "done",
    }
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("there", "kept")]


def test_a_worker_that_was_killed_is_replaced(workshop):
    ask(workshop, "turn")
    workshop._worker.kill()
    workshop._worker.wait()

    assert ask(workshop, "turn") == Answer({"asked": {}, "sizes": []}, ())


def test_threads_may_share_a_workshop(workshop):
    answers = {}
    threads = [
        threading.Thread(target=lambda n=n: answers.update({n: ask(workshop, "turn", {"n": n})})) for n in range(8)
    ]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert {n: answer.values["asked"]["n"] for n, answer in answers.items()} == {n: n for n in range(8)}


def test_only_what_was_named_can_be_asked(workshop):
    with pytest.raises(KeyError):
        workshop.run("os:system", {"command": "true"}, limits=LIMITS)
