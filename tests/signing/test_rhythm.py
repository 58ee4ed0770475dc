"""When reminders and the warning are due, on plain values."""

from datetime import UTC, date, datetime, timedelta

from signing.rhythm import Asked, Rhythm, end_of, next_reminder, warning_moment

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
ENDS = NOON + timedelta(days=30)


def days(count: int) -> datetime:
    return NOON + timedelta(days=count)


def test_the_first_reminder_comes_after_its_days_and_the_next_after_the_interval() -> None:
    rhythm = Rhythm(after=3, every=7, most=5)

    assert next_reminder(Asked(NOON), rhythm, ends_at=ENDS) == days(3)
    assert next_reminder(Asked(NOON, 1, days(3)), rhythm, ends_at=ENDS) == days(10)


def test_one_that_was_sent_by_hand_puts_the_next_off_by_a_whole_interval() -> None:
    assert next_reminder(Asked(NOON, 0, days(2)), Rhythm(3, 7), ends_at=ENDS) == days(5)


def test_nothing_is_due_when_none_is_wanted_all_were_sent_or_the_time_is_over_first() -> None:
    assert next_reminder(Asked(NOON), Rhythm(0, 3), ends_at=ENDS) is None
    assert next_reminder(Asked(NOON, 1, days(3)), Rhythm(3, 0), ends_at=ENDS) is None
    assert next_reminder(Asked(NOON, 5, days(15)), Rhythm(3, 3, 5), ends_at=ENDS) is None
    assert next_reminder(Asked(NOON, 1, days(27)), Rhythm(3, 3), ends_at=ENDS) is None


def test_a_warning_that_would_come_before_the_sending_does_not_come() -> None:
    assert warning_moment(NOON, ENDS, 3) == days(27)
    assert warning_moment(NOON, days(2), 3) is None
    assert warning_moment(NOON, ENDS, 0) is None


def test_who_signs_on_the_last_day_is_in_time() -> None:
    assert end_of(date(2027, 3, 4), UTC) == datetime(2027, 3, 4, 23, 59, 59, tzinfo=UTC)
