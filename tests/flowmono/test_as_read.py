"""Kept sentences are read with amounts and days as each reader writes them."""

from decimal import Decimal

import pytest
from django.utils import timezone, translation

from flowmono.common.reading import number_locale
from flowmono.common.templatetags.writing import as_read, say_money


@pytest.mark.parametrize(
    ("kept", "read"),
    [
        ("Ordered 18,600.00 EUR, billed 27,900.00 EUR.", "Ordered €18,600.00, billed €27,900.00."),
        ("It is 1,320,000 JPY (limit -5.00 EUR).", "It is ¥1,320,000 (limit -€5.00)."),
        ("Billed 0.0125 EUR for one.", "Billed €0.0125 for one."),
        ("It was due on 2026-11-05.", "It was due on 5 Nov 2026."),
        (
            "Order PO-2026-11-05, line 3 XYZ and INV-7 100 BIG remain.",
            "Order PO-2026-11-05, line 3 XYZ and INV-7 100 BIG remain.",
        ),
        ("The 31st of 2026-02-31 never was.", "The 31st of 2026-02-31 never was."),
    ],
)
def test_amounts_and_days_are_written_as_readers_write_them(kept: str, read: str) -> None:
    assert as_read(kept) == read


@pytest.mark.parametrize("kept", ["2026-11-05 23:30 UTC", "2026-11-05T23:30:12Z", "2026-11-05T23:30:12.345678+00:00"])
def test_a_kept_moment_is_read_in_the_readers_zone(kept: str) -> None:
    with timezone.override("Europe/Berlin"):
        assert as_read(f"It was due on {kept} and waits.") == "It was due on 6 Nov 2026, 00:30 CET and waits."


def test_a_moment_that_never_was_stays_as_it_is_written() -> None:
    assert as_read("Due 2026-02-31 10:00 UTC.") == "Due 2026-02-31 10:00 UTC."


def test_each_reader_has_their_own_way() -> None:
    kept = "Ordered 18,600.00 EUR."

    with translation.override("de"):
        german = as_read(kept)
    token = number_locale.set("de_CH")
    swiss = say_money(Decimal("18600"), "EUR")
    number_locale.reset(token)

    assert german == "Ordered 18.600,00\xa0€."
    assert swiss == "EUR\xa018’600.00"
